"""The wall under several hands: two facilitators at once, mouse, touch, keyboard alone, back and forth."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from minga.store import Store, rows
from minga.workshop import cards, clusters, plans, reading, stages
from minga.workshop.actor import FACILITATOR
from tests.browser.conftest import PHONE, Watched, Workshop
from tests.notebooks.serving import PHRASE, until

WORDS = [f"idea {n}" for n in range(12)]


@pytest.fixture
def store(workshop: Workshop) -> Iterator[Store]:
    opened = workshop.store()
    yield opened
    opened.close()


@pytest.fixture
def vision(store: Store) -> str:
    """A vision under way: twelve cards, nine of them ungrouped, and two groups."""
    plan = plans.new_plan(store, title="Plan de la pared", plan_id="pared")
    found = reading.stage_by_key(store, plan, "vision")["stage_id"]
    stages.set_phase(store, FACILITATOR, found, "writing")
    made = [cards.add_card(store, FACILITATOR, found, text)["card_id"] for text in WORDS]
    clusters.add_cluster(store, FACILITATOR, found, card_ids=made[9:11])
    clusters.add_cluster(store, FACILITATOR, found, card_ids=made[11:])
    stages.set_phase(store, FACILITATOR, found, "clustering")
    return found


@pytest.fixture
def second(browser: Browser, workshop: Workshop, watched: Watched) -> Iterator[Page]:
    """Another facilitator's browser: a tablet that is touched."""
    context = browser.new_context(viewport={"width": 1024, "height": 768}, has_touch=True, locale="es-CO")
    page = watched.page(context.new_page())
    page.set_default_timeout(30_000)
    page.goto(workshop.desk)
    page.fill("input[type=password]", PHRASE)
    page.keyboard.press("Enter")
    page.wait_for_selector(".minga.start h2")
    yield page
    context.close()


def open_wall(page: Page, workshop: Workshop, cards_there: int = 12) -> None:
    page.goto(f"{workshop.desk}voila/render/2_vision.ipynb?stage=vision")
    expect(page.locator(".wall .card")).to_have_count(cards_there)
    page.locator(".wall .board").scroll_into_view_if_needed()


def face(page: Page, text: str) -> Locator:
    return page.locator(".wall .face").filter(has=page.locator(".text", has_text=text).get_by_text(text, exact=True))


def column(page: Page, n: int) -> Locator:
    """A column of the wall; 0 is what is not grouped."""
    return page.locator(".wall .board .column").nth(n)


def texts(page: Page, n: int) -> Locator:
    return column(page, n).locator(".card .text")


def middle(part: Locator) -> tuple[float, float]:
    box = part.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, text: str, to: Locator) -> None:
    page.mouse.move(*middle(face(page, text)))
    page.mouse.down()
    x, y = middle(to)
    page.mouse.move(x, y, steps=6)
    expect(page.locator(".wall .ghost")).to_be_visible()
    page.mouse.up()


def touch(page: Page, text: str, to: Locator) -> None:
    """Rest a finger on a card until it lifts, carry it over and let go."""
    finger = page.context.new_cdp_session(page)
    (x, y), (goal_x, goal_y) = middle(face(page, text)), middle(to)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    expect(page.locator(".wall .ghost")).to_be_visible()
    for part in range(1, 6):
        at = {"x": x + (goal_x - x) * part / 5, "y": y + (goal_y - y) * part / 5}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [at]})
    expect(page.locator(".wall .column.target")).to_have_count(1)  # the page knows where the finger is before it lifts
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator(".wall .ghost")).to_have_count(0)


def lying(store: Store, stage_id: str) -> list[set[str]]:
    """The texts of what is not grouped and of each group, in order."""
    wall = reading.read_wall(store, stage_id)
    return [{c["text"] for c in wall.cards if c["cluster_id"] == group}
            for group in (None, *(c["cluster_id"] for c in wall.clusters))]


def test_two_facilitators_arrange_at_once_with_mouse_and_finger_and_no_move_is_lost(
        vision: str, store: Store, desk: Page, second: Page, workshop: Workshop,
        shot: Callable[[Page, str], None]) -> None:
    open_wall(desk, workshop)
    open_wall(second, workshop)
    # Each carries something else at the same time; the last one to let go of the same card decides.
    face(desk, "idea 0").click()
    face(desk, "idea 2").click()
    drag(desk, "idea 2", column(desk, 1))
    touch(second, "idea 1", column(second, 2))
    for page in (desk, second):
        expect(texts(page, 1)).to_have_count(4)
        expect(texts(page, 2)).to_have_count(2)
    touch(second, "idea 0", column(second, 2))
    drag(desk, "idea 3", column(desk, 1))
    for page in (desk, second):
        expect(texts(page, 1)).to_have_count(4)
        expect(texts(page, 2)).to_have_count(3)
    assert lying(store, vision) == [{f"idea {n}" for n in range(4, 9)}, {"idea 9", "idea 10", "idea 2", "idea 3"},
                                    {"idea 11", "idea 1", "idea 0"}]
    # Either takes back what was done last, whoever did it, and does it again; a move of two is one step.
    second.get_by_role("button", name="Deshacer: mover una tarjeta").click()
    expect(texts(desk, 1)).to_have_count(3)
    desk.get_by_role("button", name="Rehacer: mover una tarjeta").click()
    expect(texts(second, 1)).to_have_count(4)
    for verb in ("una tarjeta", "una tarjeta", "una tarjeta", "varias tarjetas"):
        desk.get_by_role("button", name=f"Deshacer: mover {verb}").click()
    expect(texts(second, 0)).to_have_count(9)
    assert lying(store, vision)[1:] == [{"idea 9", "idea 10"}, {"idea 11"}]
    second.get_by_role("button", name="Rehacer: mover varias tarjetas").click()
    expect(texts(desk, 1)).to_have_count(4)
    # A finger that moves at once scrolls: no card is lifted.
    x, y = middle(face(second, "idea 4"))
    finger = second.context.new_cdp_session(second)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 5):
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y - 20 * step}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(second.locator(".wall .face[aria-pressed=true]")).to_have_count(0)
    expect(texts(second, 0)).to_have_count(7)
    # What is not grouped stays in view on a phone and beside many groups.
    for _n in range(9):
        clusters.add_cluster(store, FACILITATOR, vision)
    expect(desk.locator(".wall .column")).to_have_count(12)
    desk.locator(".wall .columns").evaluate("node => { node.scrollLeft = node.scrollWidth; }")
    expect(column(desk, 11)).to_be_in_viewport()
    expect(face(desk, "idea 4")).to_be_in_viewport()
    shot(desk, "01-many-groups-1280")
    desk.set_viewport_size(PHONE)
    shot(desk, "02-many-groups-375")


def test_the_wall_is_arranged_with_the_keyboard_alone(
        vision: str, store: Store, desk: Page, workshop: Workshop, shot: Callable[[Page, str], None]) -> None:
    open_wall(desk, workshop)
    press, spoken = desk.keyboard.press, desk.locator(".wall > [role=status]")
    face(desk, "idea 0").focus()
    assert desk.locator(".wall .face[tabindex='0']").count() == 1
    # Three in a row become a group of their own.
    press("ArrowDown")
    press("Shift+ArrowDown")
    press("Shift+ArrowDown")
    expect(spoken).to_have_text("3 elegidas")
    press("g")
    expect(texts(desk, 3)).to_have_text(["idea 1", "idea 2", "idea 3"])
    expect(face(desk, "idea 1")).to_be_focused()
    # M picks up, arrows look for the place, Enter puts down; each step is said.
    press("m")
    expect(spoken).to_contain_text("Moviendo 1.")
    press("ArrowLeft")
    press("ArrowUp")
    expect(spoken).to_contain_text("antes de: idea 11")
    press("Enter")
    expect(texts(desk, 2)).to_have_text(["idea 1", "idea 11"])
    expect(face(desk, "idea 1")).to_be_focused()
    press("m")
    press("ArrowRight")
    press("Escape")
    expect(spoken).to_have_text("Movimiento cancelado")
    expect(texts(desk, 2)).to_have_count(2)
    press("Control+z")
    expect(texts(desk, 3)).to_have_count(3)
    press("Control+z")
    expect(column(desk, 3)).to_have_count(0)
    face(desk, "idea 0").focus()
    press("Control+y")
    expect(texts(desk, 3)).to_have_text(["idea 1", "idea 2", "idea 3"])
    # Choose one of a group and split it off; nest the new group; take it out again.
    face(desk, "idea 9").focus()
    press(" ")
    desk.get_by_role("button", name="Separar en un grupo nuevo").press("Enter")
    expect(texts(desk, 2)).to_have_text(["idea 9"])
    column(desk, 2).locator("summary").press("Enter")
    inside = column(desk, 2).get_by_label("Meter dentro de…")
    inside.focus()
    press("ArrowDown")
    press("Enter")
    expect(column(desk, 1).locator(".column.sub .text")).to_have_text(["idea 9"])
    assert {c["parent_id"] for c in rows(store, "clusters", stage_id=vision)} > {None}
    shot(desk, "03-subgroup-1280")
    # Read aloud, one card after the other and group by group.
    face(desk, "idea 0").focus()
    press("l")
    words = desk.locator("dialog.reading .words")
    expect(words).to_have_text("idea 0")
    press("ArrowRight")
    expect(words).to_have_text("idea 4")
    press("ArrowDown")
    expect(words).to_have_text("idea 10")
    assert float(words.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")) > 96
    shot(desk, "04-reading-1280")
    press("Escape")
    expect(face(desk, "idea 10")).to_be_focused()
    # On the projector everything fits, in type that can still be read.
    for n in range(60):
        cards.add_card(store, FACILITATOR, vision, f"otra idea {n} para la pared del taller")
    expect(desk.locator(".wall .card")).to_have_count(72)
    desk.set_viewport_size({"width": 1920, "height": 1080})
    desk.get_by_role("button", name="Vista para proyectar").press("Enter")
    expect(desk.locator(".wall .face").last).to_be_in_viewport(ratio=1)
    expect(desk.locator(".wall .face").first).to_be_in_viewport(ratio=1)
    assert until(lambda: desk.locator(".wall .board").evaluate(
        "node => node.scrollWidth <= node.clientWidth + 1 && node.scrollHeight <= node.clientHeight + 1"))
    assert desk.locator(".wall .text").first.evaluate("node => parseFloat(getComputedStyle(node).fontSize)") >= 14
    shot(desk, "05-projector-1920")
