"""axe-core finds nothing serious or critical on any page: wide, narrow, and in the projector's contrast."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from minga import paths
from minga.store import Store
from minga.workshop import cards, clusters, consents, proposals, reading, stages
from minga.workshop.actor import FACILITATOR
from tests.browser.conftest import PHONE, WIDE, Workshop

PLAN = "red-ejemplo-2018-2019"
# A library draws the results grid on a canvas; its words stand beside it in a form of our own.
LOOK = """async (rules) => (await axe.run({ exclude: [['.minga-grid canvas']] },
    { resultTypes: ['violations'], ...(rules.length ? { runOnly: rules } : {}) })).violations
    .filter((one) => ['serious', 'critical'].includes(one.impact))
    .map((one) => `${one.id} (${one.impact}): ${one.nodes.slice(0, 3).map((node) => node.html).join(' | ')}`)"""
PROJECTED = """(on) => { for (const one of document.querySelectorAll('.minga')) {
    if (on) one.dataset.contrast = 'projector'; else delete one.dataset.contrast;
} }"""
OPEN = "() => { for (const one of document.querySelectorAll('.minga details:not(.options, .keys)')) one.open = true; }"


@pytest.fixture
def store(workshop: Workshop) -> Iterator[Store]:
    opened = workshop.store()
    yield opened
    opened.close()


@pytest.fixture
def vision(workshop: Workshop, store: Store) -> str:
    """The example plan in the room, its vision open for writing."""
    assert workshop.command("import", str(paths.examples() / PLAN)).returncode == 0
    stage = str(reading.stage_by_key(store, PLAN, "vision")["stage_id"])
    stages.set_phase(store, FACILITATOR, stage, "writing")
    return stage


class Looking:
    """Collects what axe finds, one line each."""

    def __init__(self, sizes: tuple[dict[str, int], ...], *, projected: bool) -> None:
        self.found: list[str] = []
        self.sizes, self.projected = sizes, projected

    def look(self, page: Page, where: str, *, once: bool = False) -> None:
        """Look at a page as it stands, in each size and contrast; ``once`` where only a little is new."""
        page.wait_for_load_state("networkidle")  # a page that is left while it loads complains
        if not page.evaluate("Boolean(window.axe)"):
            page.evaluate(Axe().axe_script)
        for size in self.sizes[:1] if once else self.sizes:
            page.set_viewport_size(size)
            self.found += [f"{where} {size['width']}: {one}" for one in page.evaluate(LOOK, [])]
        if self.projected and not once:
            page.set_viewport_size(self.sizes[0])
            page.evaluate(PROJECTED, True)
            found = page.evaluate(LOOK, ["color-contrast"])
            self.found += [f"{where} projector: {one}" for one in found]
            page.evaluate(PROJECTED, False)


def test_no_page_of_who_facilitates_has_a_serious_obstacle_for_anybody(
        vision: str, store: Store, desk: Page, workshop: Workshop) -> None:
    every = Looking((WIDE, PHONE), projected=True)
    desk.reload()
    desk.locator("a.stage").first.wait_for()
    every.look(desk, "start")
    for notebook, ready in (("1_context", ".wall .card"), ("4_directions", ".direction tbody tr"),
                            ("5_results", ".grid-period select"), ("6_document", ".document button"),
                            ("7_chain", ".matrix tbody tr"), ("8_calendar", ".calendar .chart .bar"),
                            ("9_paper", ".scribe"), ("10_reports", ".reporting summary"),
                            ("dashboard", ".dashboard .tile")):
        desk.set_viewport_size(WIDE)
        desk.goto(f"{workshop.desk}voila/render/{notebook}.ipynb")
        desk.locator(ready).last.wait_for()
        every.look(desk, notebook)
    the_wall_through_its_phases(vision, store, desk, workshop, every)
    assert every.found == []


def the_wall_through_its_phases(stage: str, store: Store, desk: Page, workshop: Workshop, every: Looking) -> None:
    """Writing, clustering with everything open, naming with a selection, voting, resolve; the page stays open."""
    def turn(phase: str, name: str) -> None:
        stages.set_phase(store, FACILITATOR, stage, phase)
        expect(desk.locator(".phases button[aria-current=step]")).to_have_text(name)

    desk.goto(f"{workshop.desk}voila/render/2_vision.ipynb")
    desk.locator(".wall .column:nth-child(3) .card").first.wait_for()
    desk.locator(".disclosure", has_text=re.compile("^Ronda")).click()
    every.look(desk, "writing")
    loose = [cards.add_card(store, FACILITATOR, stage, f"Una tarjeta suelta {n}")["card_id"] for n in range(3)]
    proposals.propose_pair(store, FACILITATOR, stage, *loose[:2])
    turn("clustering", "Agrupar")
    desk.evaluate(OPEN)
    desk.locator(".side .entry").first.wait_for()
    every.look(desk, "clustering")
    turn("naming", "Nombrar")
    clusters.add_cluster(store, FACILITATOR, stage, card_ids=loose)
    desk.locator(".wall .column .card .face").last.click()
    desk.locator(".bar .count").wait_for()
    every.look(desk, "naming")
    menu = desk.locator(".wall .options summary").first
    menu.evaluate("node => node.scrollIntoView({ block: 'center' })")
    expect(menu).to_be_in_viewport()
    menu.press("Enter")
    desk.locator(".wall .menu button").first.wait_for()
    every.look(desk, "menu of a group", once=True)
    desk.keyboard.press("Escape")
    stages.set_voting(store, FACILITATOR, stage, True, 5)
    expect(desk.locator(".disclosure.on")).to_be_visible()
    every.look(desk, "voting", once=True)
    turn("resolve", "Acordar")
    consents.note_stances(store, FACILITATOR, stage, "object", text="Falta decir quién la cuida")
    desk.locator(".resolve .voice.object").wait_for()
    every.look(desk, "resolve")
    turn("done", "Terminada")
    every.look(desk, "done", once=True)


def test_no_screen_of_the_phone_has_a_serious_obstacle_for_anybody(
        vision: str, store: Store, workshop: Workshop, phone: Callable[[str], Page]) -> None:
    every = Looking((PHONE, WIDE), projected=False)
    stages.set_phase(store, FACILITATOR, vision, "closed")
    page = phone("Colibrí")
    every.look(page, "waiting")
    page.get_by_role("button", name="Cambiar").click()
    page.locator("#alias").wait_for()
    every.look(page, "joining")
    page.get_by_role("button", name="Cancelar").click()
    stages.set_round(store, FACILITATOR, vision, 2, "lo más distinto")
    stages.set_timer(store, FACILITATOR, vision, 600)
    stages.set_phase(store, FACILITATOR, vision, "writing")
    page.fill("#card", "Una tarjeta mejor")
    page.get_by_role("button", name="Guardar como borrador").click()
    page.fill("#card", "Otra tarjeta")
    page.locator(".write .primary").click()
    expect(page.locator(".mine .card:not(.waiting)")).to_have_count(1)
    stages.set_lock(store, FACILITATOR, vision, True)
    page.locator(".lock").wait_for()
    every.look(page, "writing")
    stages.set_lock(store, FACILITATOR, vision, False)
    stages.set_phase(store, FACILITATOR, vision, "clustering")
    page.locator(".group .pick").first.click()
    page.locator(".pair-bar").wait_for()
    every.look(page, "clustering")
    stages.set_voting(store, FACILITATOR, vision, True, 3)
    stages.set_phase(store, FACILITATOR, vision, "naming")
    page.locator(".ballot .vote").first.wait_for()
    page.evaluate(OPEN)
    every.look(page, "naming and voting")
    stages.set_voting(store, FACILITATOR, vision, False, 3)
    stages.set_phase(store, FACILITATOR, vision, "resolve")
    page.get_by_label("Objeto").check()
    every.look(page, "resolve")
    for name, ready in (("Mis tarjetas", ".everywhere .card"), ("Acciones", ".actions")):
        page.locator("nav.views").get_by_role("button", name=name).click()
        page.locator(ready).first.wait_for()
        every.look(page, name)
    assert every.found == []
