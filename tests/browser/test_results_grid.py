"""The grids of the results page in a real browser: drawn, edited by keyboard and by panel, refused in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from minga.results import save_row
from minga.store import rows
from minga.workshop import plans
from tests.browser.conftest import Workshop
from tests.notebooks.serving import until

FIRST, HEADER, ROW = 74, 36, 46
"""Pixels of the canvas before its first cell, above it, and of a row."""


@pytest.fixture
def results(desk: Page, workshop: Workshop) -> Page:
    """The results page of a plan with one objective and two actions."""
    store = workshop.store()
    plan = plans.new_plan(store, title="Red de prueba", starts=date(2018, 1, 1), ends=date(2019, 12, 31))
    with store.transaction("test", plan_id=plan) as transaction:
        transaction.insert("directions", {"direction_id": "d1", "plan_id": plan, "position": 1, "title": "Formar"})
        for at in (1, 2):
            transaction.insert("actions", {"action_id": f"a{at}", "direction_id": "d1", "position": at,
                                           "code": f"1.{at}", "text": f"Acción {at}"})
    save_row(store, plan, "objectives", {"level": "general", "code": "1.10", "text": "Que la red tenga voz"},
             actor="facilitator", role="facilitator")
    plans.open_in_room(store, plan)
    store.close()
    desk.goto(f"{workshop.desk}voila/render/5_results.ipynb")
    expect(desk.locator(".minga-grid .lm-DataGrid canvas").first).to_be_visible(timeout=60_000)
    expect(desk.locator(".lm-DataGrid-viewport[tabindex='0']")).to_have_count(8)
    return desk


def part(page: Page, title: str) -> Locator:
    """A grid with its panel."""
    return page.locator(".minga-grid", has=page.get_by_role("heading", name=title, exact=True))


def click(grid: Locator, x: int, row: int) -> None:
    """Click in the canvas, ``x`` pixels into its first column."""
    grid.locator(".lm-DataGrid-viewport").click(position={"x": FIRST + x, "y": HEADER + ROW * row + 15})


def test_a_cell_is_changed_with_the_keyboard_alone(results: Page, workshop: Workshop) -> None:
    objectives = part(results, "Objetivos")
    sheet = objectives.locator(".lm-DataGrid-viewport")
    for _ in range(20):
        if sheet.evaluate("node => node === document.activeElement"):
            break
        results.keyboard.press("Tab")
    expect(sheet).to_be_focused()
    for _ in range(3):
        results.keyboard.press("ArrowRight")
    expect(objectives.locator("textarea")).to_have_value("Que la red tenga voz")
    results.keyboard.press("Enter")
    results.keyboard.press("Control+A")
    results.keyboard.type("Que la red hable por sí misma")
    results.keyboard.press("Enter")
    expect(objectives.locator(".done")).to_contain_text("Guardado")
    assert rows(workshop.store(), "objectives")[0]["text"] == "Que la red hable por sí misma"
    results.keyboard.press("Tab")
    expect(sheet).not_to_be_focused()


def test_no_first_letter_is_lost_when_somebody_just_types(results: Page, workshop: Workshop) -> None:
    objectives, store = part(results, "Objetivos"), workshop.store()
    keyboard = results.context.new_cdp_session(results)  # a Spanish keyboard; Playwright's own is American
    for text, key in (("Ñandúes", 192), ("¿Y después?", 219), ("-3", 189)):
        click(objectives, 95 + 120 + 460 + 40, 0)
        expect(objectives.locator(".grid-cell label")).to_contain_text("Nombre corto")
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": text[0], "text": text[0],
                                                 "windowsVirtualKeyCode": key})
        results.keyboard.type(text[1:])
        results.keyboard.press("Enter")
        assert until(lambda text=text: rows(store, "objectives")[0]["title"] == text, 20)
    store.close()


def test_a_wrong_word_is_refused_beside_the_grid_and_nothing_is_lost(
    results: Page, workshop: Workshop, shot: Callable[[Page, str], None],
) -> None:
    objectives = part(results, "Objetivos")
    click(objectives, 95 + 40, 0)
    results.keyboard.type("enorme")
    results.keyboard.press("Enter")
    expect(objectives.locator("[role=alert]")).to_contain_text(
        "Fila 1, columna «Nivel»: «enorme» no es una opción. Se espera: «General» y «Específico».")
    expect(objectives.locator("select")).to_have_value("General")
    shot(results, "refused")
    objectives.locator("select").select_option("Específico")
    expect(objectives.locator(".done")).to_contain_text("Guardado")
    expect(objectives.locator("[role=alert]")).to_be_hidden()
    assert rows(workshop.store(), "objectives")[0]["level"] == "specific"


def test_a_row_is_added_saved_exported_and_deleted(
    results: Page, workshop: Workshop, shot: Callable[[Page, str], None],
) -> None:
    lines = part(results, "Líneas de trabajo")
    expect(lines).to_contain_text("Aquí estarán las líneas de trabajo")
    lines.get_by_role("button", name="Añadir fila").click()
    expect(lines.locator("[role=status]").first).to_contain_text("Fila 1: todavía sin guardar")
    click(lines, 380 + 40, 0)
    results.keyboard.type("<img src=x onerror=alert(1)>")
    results.keyboard.press("Enter")
    expect(lines.locator(".done")).to_contain_text("Guardado")
    assert [line["text"] for line in rows(workshop.store(), "lines")] == ["<img src=x onerror=alert(1)>"]
    lines.get_by_role("button", name="Guardar en CSV ahora").click()
    expect(lines.locator(".exported")).to_contain_text("Guardado en CSV")
    assert (workshop.home / "outputs" / "red-de-prueba" / "data" / "lines.csv").is_file()
    shot(results, "added")
    lines.get_by_role("button", name="Borrar fila").click()
    lines.get_by_role("button", name="Sí, borrar").click()
    expect(lines.locator(".done")).to_contain_text("Borrado")
    assert rows(workshop.store(), "lines") == []


def test_a_semester_of_actions_is_recorded(
    results: Page, workshop: Workshop, shot: Callable[[Page, str], None],
) -> None:
    progress = part(results, "Avance de las acciones")
    progress.get_by_label("Período").select_option("2018-S1")
    expect(part(results, "Valores de los indicadores").get_by_label("Período")).to_have_value("2018-S1")
    click(progress, 95 + 380 + 40, 1)
    expect(progress.locator("select").last).to_have_value("")
    results.keyboard.type("en curso")
    results.keyboard.press("Enter")
    expect(progress.locator(".done")).to_contain_text("Guardado")
    click(progress, 95 + 380 + 140 + 20, 1)
    expect(progress.locator(".grid-cell label")).to_contain_text("Fila 2 · Avance (%)")
    progress.locator(".grid-cell input").fill("37,5")
    progress.get_by_role("button", name="Aplicar").click()
    expect(progress.locator("[role=alert]")).to_be_hidden()
    assert until(lambda: rows(workshop.store(), "progress")[0]["percent"] is not None, 10)
    shot(results, "semester")
    [saved] = rows(workshop.store(), "progress")
    assert (saved["action_id"], saved["period"], saved["status"], saved["percent"]) \
        == ("a2", "2018-S1", "in_progress", 37.5)


def test_the_menu_of_the_grid_speaks_the_language_of_the_page(results: Page) -> None:
    sheet = part(results, "Avance de las acciones").locator(".lm-DataGrid-viewport")
    sheet.click(position={"x": FIRST + 85, "y": HEADER - 9})
    menu = results.locator(".lm-Menu")
    expect(menu.get_by_text("Ordenar de menor a mayor")).to_be_visible()
    expect(menu.get_by_text("Filter by value...")).to_be_hidden()
