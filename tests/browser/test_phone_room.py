"""Two phones in a room: drafts, pairs, votes, a lost connection, a reload, a second tab, the smallest screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from minga.store import Store, rows
from minga.workshop import cards, clusters, plans, proposals, reading, stages, votes
from minga.workshop.actor import FACILITATOR
from tests.browser.conftest import BOTH_WAYS, Watched, Workshop

SMALL = {"width": 320, "height": 640}
TOO_SMALL = """
    [...document.querySelectorAll(
        '.participate :is(button, summary, select, textarea, .pick, input:not([type=checkbox], [type=radio]))')]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
    .map((one) => one.outerHTML)"""


@pytest.fixture
def store(workshop: Workshop) -> Iterator[Store]:
    opened = workshop.store()
    yield opened
    opened.close()


@pytest.fixture
def vision(store: Store) -> str:
    """A plan in the room with its vision open for writing, in its second round."""
    plan = plans.new_plan(store, title="Plan de la sala")
    found = str(reading.stage_by_key(store, plan, "vision")["stage_id"])
    stages.set_round(store, FACILITATOR, found, 2, "lo más distinto")
    stages.set_phase(store, FACILITATOR, found, "writing")
    return found


def texts(store: Store, stage_id: str) -> list[str]:
    return sorted(c["text"] for c in reading.read_wall(store, stage_id).cards)


def draft(page: Page, text: str) -> None:
    page.fill("#card", text)
    page.get_by_role("button", name="Guardar como borrador").click()
    expect(page.locator(".draft", has_text=text)).to_be_visible()


def narrow(page: Page) -> None:
    """Nothing is wider than the smallest screen, and nothing to press is smaller than a finger."""
    page.set_viewport_size(SMALL)
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
    assert page.evaluate(TOO_SMALL) == []


@BOTH_WAYS
def test_a_room_with_two_phones_from_drafts_to_the_result_of_the_vote(
        vision: str, store: Store, phone: Callable[[str], Page], watched: Watched, workshop: Workshop,
        shot: Callable[[Page, str], None]) -> None:
    one, two = phone("Colibrí"), phone("Jaguar")

    # Private drafts: written, put in order, the best sent; the others stay with this browser.
    expect(one.locator(".round")).to_have_text("Ronda 2: lo más distinto")
    for text in ("Casas de semillas", "Ferias de trueque", "Un censo"):
        draft(one, text)
    one.locator(".draft", has_text="Un censo").get_by_role("button", name="Subir").click()
    expect(one.locator(".draft .pick")).to_have_text(["Casas de semillas", "Un censo", "Ferias de trueque"])
    expect(one.locator(".draft", has_text="Un censo").get_by_role("button", name="Subir")).to_be_focused()
    one.locator(".draft", has_text="Ferias").get_by_role("button", name="Borrar").click()
    one.get_by_role("button", name="Deshacer").click()
    for text in ("Casas", "Ferias"):
        one.locator(".draft", has_text=text).locator("input").check()
    assert texts(store, vision) == []
    one.fill("#card", "a medio escribir")
    one.get_by_role("button", name="Enviar los 2 elegidos").click()
    expect(one.locator(".mine .card:not(.waiting)")).to_have_count(2)
    one.reload()
    expect(one.locator("#card")).to_have_value("a medio escribir")
    expect(one.locator(".draft .pick")).to_have_text(["Un censo"])
    narrow(one)

    # A lock stops the sending, not the writing; a card of the second tab arrives once.
    stages.set_lock(store, FACILITATOR, vision, True)
    expect(one.locator(".lock")).to_be_visible()
    one.fill("#card", "escrita en la pausa")
    one.locator(".write .primary").click(force=True)
    stages.set_lock(store, FACILITATOR, vision, False)
    expect(one.locator(".lock")).to_be_hidden()
    expect(one.locator("#card")).to_have_value("escrita en la pausa")
    tab = watched.page(two.context.new_page())
    tab.goto(workshop.guests)
    tab.fill("#card", "Mercados propios")
    tab.locator(".write .primary").click()
    expect(two.locator(".mine .card:not(.waiting)", has_text="Mercados")).to_be_visible()
    assert texts(store, vision) == ["Casas de semillas", "Ferias de trueque", "Mercados propios"]
    assert {c["round"] for c in rows(store, "cards")} == {2}

    # Pairs: both phones propose the same, and each hears that somebody else did.
    stages.set_phase(store, FACILITATOR, vision, "clustering")
    for page in (one, two):
        for text in ("Ferias", "Mercados"):
            page.locator(".group .pick", has_text=text).click()
        narrow(page)
        page.get_by_role("button", name="Proponer este par").click()
    expect(one.locator(".proposed")).to_contain_text("Otra persona propuso lo mismo.")
    (entry,) = proposals.open_proposals(store, vision)
    assert entry["count"] == 2
    group = proposals.accept_proposal(store, FACILITATOR, entry["ids"][0])["cluster_id"]
    expect(one.locator(".proposed")).to_contain_text("Se aceptó.")
    one.locator(".naming summary").first.click()
    one.locator(".naming input").first.fill("Mercado")
    expect(one.locator(".naming .hints p").first).to_be_visible()
    one.locator(".naming button").first.click()
    expect(one.locator(".naming .said").first).to_contain_text("Usted propuso: Mercado")
    stages.set_phase(store, FACILITATOR, vision, "naming")
    clusters.rename_cluster(store, FACILITATOR, group, title="Mercados propios y justos")
    late = cards.add_card(store, FACILITATOR, vision, "de última hora")["card_id"]

    # A vote without a connection waits, survives a second tab and the return, and counts once.
    stages.set_voting(store, FACILITATOR, vision, True, 3)
    more = one.locator(".vote").first.get_by_role("button", name="Dar un punto más")
    more.click()
    expect(one.locator(".status")).to_have_attribute("data-state", "saved")
    one.context.set_offline(True)
    more.click()
    more.click()
    more.click(force=True)  # no points are left for it
    expect(one.locator(".points-left")).to_have_text("Le quedan 0 de 3 puntos")
    expect(one.locator(".status")).to_have_attribute("data-state", "waiting")
    expect(one.locator(".waiting-list")).to_contain_text("3 para «")
    narrow(one)
    assert votes.tally(store, vision) == {group: 1}
    one.context.set_offline(False)
    expect(one.locator(".status")).to_have_attribute("data-state", "saved")
    assert votes.tally(store, vision) == {group: 3}
    one.reload()
    expect(one.locator(".vote output").first).to_have_text("3")

    # What was refused says why, and is sent again or left by hand; nothing else waits behind it.
    two.context.set_offline(True)
    two.locator(".vote").first.get_by_role("button", name="Dar un punto más").click()
    stages.set_voting(store, FACILITATOR, vision, False, 3)
    two.context.set_offline(False)
    expect(two.locator(".waiting-list .bad")).to_contain_text("no está abierta")
    two.locator(".waiting-list").get_by_role("button", name="Descartar").click()
    expect(two.locator(".waiting-list")).to_be_hidden()
    expect(one.locator(".totals")).to_contain_text("3 puntos")
    narrow(one)

    # Where one stands, and what became of one's cards.
    stages.set_phase(store, FACILITATOR, vision, "resolve")
    two.get_by_label("Objeto").check()
    two.fill("#stance-text", "Falta decir quién cuida el mercado")
    two.get_by_role("button", name="Decir mi postura").click()
    expect(two.locator(".stance .said")).to_have_text("Usted dijo: Objeto")
    narrow(two)
    assert [(c["stance"], c["text"][:11]) for c in rows(store, "consents")] == [("object", "Falta decir")]
    stages.set_phase(store, FACILITATOR, vision, "done")
    two.get_by_role("button", name="Mis tarjetas").click()
    expect(two.locator(".everywhere .card", has_text="Mercados propios")).to_contain_text("Mercados propios y justos")
    narrow(two)
    shot(two, "mine-320")
    assert late in {c["card_id"] for c in rows(store, "cards")}
    # A browser that was cut off has every right to complain of that, and of nothing else.
    watched.wrong[:] = [wrong for wrong in watched.wrong if "DISCONNECTED" not in wrong and "WebSocket" not in wrong]
