"""The dashboard in a browser: from a number to its rows, to the cards, to the story of one; by keyboard and phone."""

from __future__ import annotations

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from minga import paths
from minga.store import rows
from minga.workshop import cards, directions, stages
from minga.workshop.actor import FACILITATOR
from minga.workshop.links import link
from tests.browser.conftest import PHONE, Workshop
from tests.browser.test_accessible import LOOK
from tests.browser.test_chain import SIDEWAYS

PLAN = "red-ejemplo-2018-2019"
IMG = "<img src=x onerror=alert(1)>"


def seen_by_all(page: Page) -> list[str]:
    """What is a serious obstacle for somebody, and what hangs out of the page at its side."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(Axe().axe_script)
    return [*page.evaluate(LOOK, []), *page.evaluate(SIDEWAYS)]


def test_from_a_number_of_the_dashboard_to_the_story_of_a_card_behind_it(
        workshop: Workshop, desk: Page, shot: Callable[[Page, str], None]) -> None:
    assert workshop.command("import", str(paths.examples() / PLAN)).returncode == 0
    store = workshop.store()
    # A card with hostile words became an action with hostile words.
    direction = next(r for r in rows(store, "directions") if r["position"] == 1)["direction_id"]
    action = next(r for r in rows(store, "actions", direction_id=direction) if r["code"] == "1")
    stage = next(r for r in rows(store, "stages") if r["key"] == "vision")["stage_id"]
    stages.set_phase(store, FACILITATOR, stage, "naming")
    card = cards.add_card(store, FACILITATOR, stage, f"Tarjeta {IMG}")["card_id"]
    directions.edit_action(store, FACILITATOR, action["action_id"], text=f"{IMG} hecha")
    link(store, FACILITATOR, PLAN, action["action_id"], card, "came_from")
    desk.reload()
    expect(desk.locator(".start .tools a", has_text="Tablero")).to_have_attribute("href", "dashboard.ipynb")
    desk.goto(f"{workshop.desk}voila/render/dashboard.ipynb?period=2018-S2")
    expect(desk.locator(".dashboard .bars").first.locator("li").first).to_be_visible()
    desk.locator(".journey input").wait_for()
    desk.wait_for_load_state("networkidle")
    shot(desk, "desk")
    # By keyboard: all actions, whose rows take the focus.
    whole = desk.locator(".dashboard .bar .name").first
    whole.focus()
    desk.keyboard.press("Enter")
    expect(desk.locator(".dashboard .opened h3")).to_be_focused()
    row = desk.locator(".dashboard tbody tr", has_text=IMG)
    expect(row).to_have_count(1)
    row.get_by_role("button", name="De qué tarjetas viene").click()
    expect(desk.locator(".dashboard .trail h4")).to_be_focused()
    expect(desk.locator(".dashboard .way h5").first).to_have_text("Nacieron de estas tarjetas")
    found = seen_by_all(desk)
    shot(desk, "rows")
    desk.locator(".dashboard .trail .card", has_text=IMG).first.click()
    expect(desk.locator(".journey h3")).to_have_text(f"Tarjeta {IMG}")
    # On a phone: one direction, chosen; it is in the address, and an indicator leads to its values.
    desk.set_viewport_size(PHONE)
    chosen = desk.locator("#board-direction option").nth(1).get_attribute("value")
    desk.select_option("#board-direction", index=1)
    expect(desk.locator(".dashboard .bars").first.locator("li")).to_have_count(1)
    desk.wait_for_function("chosen => new URLSearchParams(location.search).get('direction') === chosen", arg=chosen)
    desk.locator(".dashboard .bullet").first.click()
    expect(desk.locator(".dashboard .opened h3")).to_be_focused()
    expect(desk.locator(".dashboard .sums li").first).to_be_visible()
    with desk.expect_download() as taken:
        desk.get_by_role("button", name="Descargar en CSV").click()
    assert taken.value.suggested_filename == f"{PLAN}-2018-S2-values.csv"
    desk.get_by_role("button", name="Volver al número").click()
    expect(desk.locator(".dashboard .bullet").first).to_be_focused()
    found += seen_by_all(desk)
    shot(desk, "phone")
    assert found == []
    store.close()
