"""Directions by hand, by key and by drag; dates that are picked; people of the room; the calendar of it all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from minga.store import Store
from minga.workshop import assignments, directions, participants, plans, reading
from minga.workshop.actor import FACILITATOR, Actor
from tests.browser.conftest import PHONE, WIDE, Workshop

SIDEWAYS = """(part) => [...part.querySelectorAll('*')].filter((node) => {
  const box = node.getBoundingClientRect();
  return box.width > 2 && (box.right > innerWidth + 1 || box.left < -1);
}).map((node) => node.className || node.tagName)"""


@pytest.fixture
def store(workshop: Workshop) -> Iterator[Store]:
    opened = workshop.store()
    yield opened
    opened.close()


@pytest.fixture
def luna(store: Store) -> Actor:
    """A plan in the room with two directions and four actions, and somebody who joined."""
    plan = plans.new_plan(store, title="Plan del río", plan_id="rio", starts=date(2026, 1, 1), ends=date(2027, 12, 31))
    for title, texts in (("Cuidar el agua", ("Medir el caudal", "Sembrar orillas", "Limpiar quebradas")),
                         ("Contar lo que pasa", ("Grabar un programa de radio",))):
        here = directions.add_direction(store, FACILITATOR, plan, title)["direction_id"]
        for text in texts:
            directions.add_action(store, FACILITATOR, here, text)
    plans.open_in_room(store, plan)
    return Actor(participants.join(store, plan, "a phone", "Luna", country="CO")["participant_id"])


def has(part: Locator, *wanted: str) -> None:
    """Wait until a direction has these actions, in this order."""
    expect(part.locator("tbody tr > td:nth-child(3) .kept")).to_have_text([w.split(" ", 1)[1] for w in wanted])
    expect(part.locator("tbody tr > td:nth-child(2)")).to_have_text([w.split(" ", 1)[0] for w in wanted])


def test_actions_are_completed_moved_and_numbered_and_stand_on_the_calendar(
        desk: Page, workshop: Workshop, store: Store, luna: Actor, shot: Callable[[Page, str], None]) -> None:
    desk.reload()
    desk.locator("a[href*='4_directions']").first.click()
    water, story = desk.locator(".direction").nth(0), desk.locator(".direction").nth(1)
    has(water, "1 Medir el caudal", "2 Sembrar orillas", "3 Limpiar quebradas")

    # Words are read back as they are typed; dates that are picked become words; the room is a press away.
    water.get_by_role("button", name="Completar").first.click()
    form = desk.locator("form.editing")
    form.get_by_label("Calendarización").fill("cuando se pueda, informe")
    expect(form.locator("[role=status]")).to_contain_text("Se entiende por ejemplo")
    form.get_by_label("Calendarización").fill("Finales de febrero 2026, informe")
    expect(form.locator("[role=status]")).to_contain_text("del 21 al 28 de febrero de 2026 (aproximado)")
    expect(form.locator("[role=status]")).to_contain_text("unos diez días de un mes")
    form.get_by_text("Elegir fechas", exact=True).click()
    form.get_by_label("Elegir por").select_option("semestre")
    form.get_by_role("combobox", name="Año", exact=True).select_option("2027")
    form.get_by_role("button", name="Usar estas fechas").click()
    expect(form.get_by_label("Calendarización")).to_have_value("1.er semestre de 2027, informe")
    expect(form.locator("[role=status]")).to_contain_text("un semestre")
    form.get_by_role("button", name="Agregar a Luna (Colombia)").click()
    shot(desk, "01-form-1280")
    form.get_by_role("button", name="Guardar").click()
    first = water.locator("tbody tr").first
    expect(first).to_contain_text("sin contestar")
    mine = assignments.assigned_to(store, "rio", luna.participant_id)
    assignments.answer_assignment(store, luna, mine[0]["assignment_id"], True)
    expect(first).to_contain_text("✓ aceptó")

    # The arrows of the keyboard, the buttons of the menu, and the hand; the number follows, the focus stays.
    handle = water.locator("tbody tr").nth(1).locator("[data-focus=handle]")
    handle.focus()
    desk.keyboard.press("ArrowRight")
    has(water, "1 Medir el caudal", "1.1 Sembrar orillas", "2 Limpiar quebradas")
    expect(water.locator("tbody tr").nth(1).locator("[data-focus=handle]")).to_be_focused()
    desk.keyboard.press("ArrowLeft")
    has(water, "1 Medir el caudal", "2 Sembrar orillas", "3 Limpiar quebradas")
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="Bajar", exact=True).locator("visible=true").click()
    has(water, "1 Medir el caudal", "2 Limpiar quebradas", "3 Sembrar orillas")
    desk.get_by_label("Llevar a otra dirección").select_option(label="Dirección 2: Contar lo que pasa")
    has(story, "1 Grabar un programa de radio", "2 Sembrar orillas")
    desk.set_viewport_size({**WIDE, "height": 1600})
    drag(desk, story.locator("tbody tr").nth(1), water.locator("tbody tr").first)
    has(water, "1 Sembrar orillas", "2 Medir el caudal", "3 Limpiar quebradas")
    desk.set_viewport_size(WIDE)
    desk.get_by_role("button", name="Deshacer: llevar a otro lugar").click()
    has(story, "1 Grabar un programa de radio", "2 Sembrar orillas")
    desk.get_by_role("button", name="Deshacer: llevar a otro lugar").click()
    has(water, "1 Medir el caudal", "2 Limpiar quebradas", "3 Sembrar orillas")
    water.locator("tbody tr").nth(2).locator("[data-focus=handle]").focus()
    for _step in "12":
        desk.keyboard.press("ArrowUp")
        expect(desk.locator(".directions .note.good")).to_contain_text("Ahora es 2" if _step == "1" else "Ahora es 1")
    has(water, "1 Sembrar orillas", "2 Medir el caudal", "3 Limpiar quebradas")

    # A number that somebody wrote stays; what would change is shown before it does.
    water.get_by_role("button", name="Completar: 3").click()
    form.get_by_label("N.º").fill("9")
    form.get_by_role("button", name="Guardar").click()
    has(water, "1 Sembrar orillas", "2 Medir el caudal", "9 Limpiar quebradas")
    desk.get_by_role("button", name="Renumerar").click()
    expect(desk.locator(".numbers")).to_contain_text("no hay nada que cambiar")
    desk.get_by_label("También los números escritos a mano").check()
    expect(desk.locator(".numbers tbody tr")).to_have_text(["Limpiar quebradas93"])
    shot(desk, "02-numbers-1280")
    desk.get_by_role("button", name="Cambiar estos números").click()
    has(water, "1 Sembrar orillas", "2 Medir el caudal", "3 Limpiar quebradas")

    water.get_by_label("¿Cómo sabremos que se logró?").fill("Doce ríos con guardianas")
    water.get_by_label("¿Cómo sabremos que se logró?").press("Enter")
    water.get_by_role("button", name="Convertir en indicador").click()
    expect(water.locator(".measured")).to_be_visible()
    desk.set_viewport_size(PHONE)
    assert desk.locator(".directions").evaluate(SIDEWAYS) == []
    shot(desk, "03-directions-375")
    desk.set_viewport_size(WIDE)

    the_calendar(desk, store, shot)


def drag(page: Page, row: Locator, onto: Locator) -> None:
    """Drag a row by its handle to the upper half of another."""
    row.scroll_into_view_if_needed()
    start, end = row.locator("[data-focus=handle]").bounding_box(), onto.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 10, start["y"] - 20, steps=3)
    page.mouse.move(end["x"] + 60, end["y"] + 6, steps=5)
    expect(onto).to_have_attribute("data-drop", "before")
    page.mouse.up()


def the_calendar(desk: Page, store: Store, shot: Callable[[Page, str], None]) -> None:
    """The same actions in time: bars, a list on a phone, a person alone, and a load that is too much."""
    desk.get_by_role("link", name="Ver el calendario del plan").click()
    calendar, load = desk.locator(".minga.calendar"), desk.locator(".minga.load")
    expect(calendar.locator(".line:not(.direction) .bar.wide")).to_have_count(1)
    expect(calendar.locator(".undated li")).to_have_count(3)
    radio = next(a for a in reading.read_directions(store, "rio").actions if "radio" in a["text"])
    directions.edit_action(store, FACILITATOR, radio["action_id"], schedule_text="Desde finales de enero de 2027")
    assignments.assign(store, FACILITATOR, radio["action_id"], [
        {"as_written": "Luna (Colombia)", "name": "Luna", "country": "CO"},
        {"as_written": "Sol (Perú)", "name": "Sol", "country": "PE"}])
    expect(calendar.locator(".bar.approximate:not(.legend *)")).to_have_count(1)
    shot(desk, "04-calendar-1280")
    calendar.get_by_role("combobox", name="Responsable").select_option(label="Sol (Perú)")
    expect(calendar.locator(".chart .line[data-depth]")).to_have_count(1)
    calendar.get_by_role("combobox", name="Ver", exact=True).select_option(label="2026")
    expect(calendar).to_contain_text("Nada de lo que se ve tiene fecha aquí")
    calendar.get_by_role("combobox", name="Ver", exact=True).select_option(label="Todo el plan")
    load.get_by_label("Avisar con más de").fill("1")
    expect(load).not_to_contain_text("Con sobrecarga")
    with store.transaction("link", plan_id="rio") as tx:
        person = tx.rows("participants", plan_id="rio")[0]["participant_id"]
        for row in tx.rows("assignments", name="Luna"):
            tx.update("assignments", row["assignment_id"], participant_id=person)
    expect(load).to_contain_text("▲ Con sobrecarga en lo que se ve: Luna (Colombia).")
    desk.set_viewport_size(PHONE)
    expect(calendar.locator(".chart")).to_be_hidden()
    expect(calendar.locator(".by-month")).to_be_visible()
    assert calendar.evaluate(SIDEWAYS) == []
    assert desk.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]  # the load scrolls inside its frame
    shot(desk, "05-calendar-375")
