"""The page of the chain: marked by two screens at once, with the keyboard, on a narrow screen; stories read on."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from minga.store import Store, rows
from minga.workshop import cards, clusters, directions, plans, reading, stages
from minga.workshop.actor import FACILITATOR
from tests.browser.conftest import Watched, Workshop

IMG = "<img src=x onerror=alert(1)>"
SIDEWAYS = """() => [...document.querySelectorAll('.minga *')].filter((node) => {
  const box = node.getBoundingClientRect();
  return box.width > 2 && !node.closest('.scroller') && (box.right > innerWidth + 1 || box.left < -1);
}).map((node) => node.className || node.tagName)"""


def make_plan(store: Store) -> None:
    """A plan with two visions, two obstacles (one of them hostile) and a direction with two actions."""
    plan = plans.new_plan(store, title="Plan de las fuentes", plan_id="fuentes")
    for key, groups in (("vision", ("Agua viva", "Escuelas con huerta")), ("obstacles", ("Pocas manos", IMG)),
                        ("directions", ("Cuidar las fuentes",))):
        stage = reading.stage_by_key(store, plan, key)["stage_id"]
        stages.set_phase(store, FACILITATOR, stage, "naming")
        for title in groups:
            ids = [cards.add_card(store, FACILITATOR, stage, f"{text} {title}")["card_id"] for text in ("Ver", "Oír")]
            group = clusters.add_cluster(store, FACILITATOR, stage, card_ids=ids)["cluster_id"]
            clusters.rename_cluster(store, FACILITATOR, group, title=title)
    directions.form_directions(store, FACILITATOR, reading.stage_by_key(store, plan, "directions")["stage_id"])
    plans.open_in_room(store, plan)


def open_chain(page: Page, workshop: Workshop, query: str = "") -> None:
    page.goto(f"{workshop.desk}voila/render/7_chain.ipynb{query}")
    expect(page.locator(".matrix tbody tr")).to_have_count(2)
    page.wait_for_selector(".journey input")


def cell(page: Page, row: str, column: str) -> str:
    return f'.mark[aria-label^="«{row}» bloquea «{column}»"]'


def test_two_screens_mark_the_chain_and_read_the_story_of_a_card(
        workshop: Workshop, desk: Page, watched: Watched, shot: Callable[[Page, str], None]) -> None:
    store = workshop.store()
    make_plan(store)
    link = desk.locator(".start .tools a", has_text="Cadena")
    expect(link).to_have_attribute("href", "7_chain.ipynb")
    hall = watched.page(desk.context.new_page())
    hall.set_viewport_size({"width": 1920, "height": 1080})
    open_chain(hall, workshop)
    open_chain(desk, workshop)
    # Arrows go from mark to mark, the space bar marks, and the other screen sees it.
    desk.locator(".mark").first.focus()
    desk.keyboard.press("ArrowRight")
    expect(desk.locator(cell(desk, "Pocas manos", "Escuelas con huerta"))).to_be_focused()
    desk.keyboard.press("Space")
    for page in (desk, hall):
        expect(page.locator(cell(page, "Pocas manos", "Escuelas con huerta"))).to_have_attribute("aria-pressed", "true")
    expect(desk.locator(cell(desk, "Pocas manos", "Escuelas con huerta"))).to_be_focused()
    hall.locator(cell(hall, IMG, "Agua viva")).click()
    expect(desk.locator(cell(desk, IMG, "Agua viva"))).to_have_attribute("aria-pressed", "true")
    assert {row["kind"] for row in rows(store, "links") if row["kind"] != "came_from"} == {"blocks"}
    # What hangs loose is said in words and leads to its table.
    hall.locator(".loose button", has_text="2 obstáculos sin cubrir").click()
    expect(hall.locator(".matrix tbody tr td.sum")).to_have_text(["⚠ sin cubrir", "⚠ sin cubrir"])
    hall.locator(".mark").first.click()
    expect(hall.locator(".matrix tbody tr")).to_have_count(1)
    expect(hall.locator(".loose button", has_text="1 obstáculo sin cubrir")).to_be_visible()
    shot(hall, "hall")
    # On a narrow screen there is one row at a time.
    desk.set_viewport_size({"width": 375, "height": 720})
    expect(desk.locator(".matrix tbody tr:visible")).to_have_count(1)
    desk.get_by_role("button", name="Siguiente ›").click()
    expect(desk.locator(".matrix tbody tr:visible .name")).to_have_text(IMG)
    expect(desk.locator(".matrix .walk [role=status]")).to_have_text("2 de 2")
    assert desk.evaluate(SIDEWAYS) == []
    shot(desk, "narrow")
    # From a row to its story, on to an action, and back.
    desk.locator(".matrix tbody tr:visible .story").click()
    expect(desk.locator(".journey h3")).to_have_text(IMG)
    desk.fill(".journey input", "oir cuidar")
    desk.keyboard.press("Enter")
    desk.locator(".journey .found .thing", has_text="Tarjeta").click()
    expect(desk.locator(".journey h3")).to_have_text("Oír Cuidar las fuentes")
    expect(desk.locator(".journey .chapter h4")).to_have_text(["Idea", "Grupo", "Dirección", "Acción"])
    desk.locator(".journey .chapter .inline", has_text="1 Cuidar las fuentes").click()
    expect(desk.locator(".journey h3")).to_have_text("Cuidar las fuentes")
    desk.get_by_role("button", name="‹ Volver a").click()
    expect(desk.locator(".journey h3")).to_have_text("Oír Cuidar las fuentes")
    assert "card=" in desk.url
    assert desk.evaluate(SIDEWAYS) == []
    shot(desk, "story")
    store.close()
