"""A whole room at once: one who facilitates, a projected wall and four phones, from the first card to the files."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from minga.store import Store, rows
from minga.workshop import plans, reading, votes
from tests.browser.conftest import Watched, Workshop
from tests.notebooks.serving import until

PEOPLE = ("Colibrí", "Jaguar", "Ceiba", "Nopal")
PLAN = "sala"
Sent = list[tuple[str, str, int]]  # alias, text and round of every card that was acknowledged

# How a screen shows the wall: each group with its cards, in order.
SHOWN = """() => [...document.querySelectorAll('.wall .board .column')].map((column) => [column.dataset.cluster,
    [...column.querySelectorAll(':scope > .cards > .card > .face .text')].map((text) => text.textContent)])"""
# Note when a card is first seen in a group (of any group when it is not said).
WATCH = """([text, group]) => { window.seen = new Promise((done) => {
    const look = () => {
        const found = [...document.querySelectorAll('.wall .card .text')].some((node) => node.textContent === text &&
            (!group || node.closest('.column')?.dataset.cluster === group));
        if (found) { watcher.disconnect(); done(Date.now()); }
    };
    const watcher = new MutationObserver(look);
    watcher.observe(document.querySelector('.wall'), { childList: true, subtree: true, characterData: true });
    look();
}); }"""


@pytest.fixture
def store(workshop: Workshop) -> Iterator[Store]:
    opened = workshop.store()
    yield opened
    opened.close()


@pytest.fixture
def vision(store: Store) -> str:
    """A plan in the room whose vision is still closed."""
    plan = plans.new_plan(store, title="Plan de la sala", plan_id=PLAN)
    plans.open_in_room(store, plan)
    return str(reading.stage_by_key(store, plan, "vision")["stage_id"])


def test_a_room_of_six_screens_loses_nothing_from_the_first_card_to_the_files(
        vision: str, store: Store, desk: Page, projector: Page, phone: Callable[[str], Page], workshop: Workshop,
        watched: Watched, shot: Callable[[Page, str], None]) -> None:
    for page in (desk, projector):
        page.goto(f"{workshop.desk}voila/render/2_vision.ipynb?stage=vision")
    projector.get_by_role("button", name="Vista para proyectar").click()
    expect(projector.locator(".wall[data-contrast=projector]")).to_be_visible()
    phones = [phone(alias) for alias in PEOPLE]
    desk.get_by_role("button", name="Abrir para escribir").click()
    sent: Sent = []

    write_in_silence_then_reveal(desk, projector, phones, sent)
    begin_a_round(desk, phones, sent)
    phase(desk, "Agrupar")
    accept_a_pair(desk, projector, phones)
    arrange_at_once(desk, projector, store, vision)
    go_back_a_phase(desk, phones, store, vision)
    send(phones[3], 3, "Una tarjeta que llegó tarde", sent, 2)
    for page in (desk, projector):
        expect(loose(page)).to_contain_text(["Una tarjeta que llegó tarde"])
    shot(projector, "1-arranged-1920")
    name_at_once(desk, projector, phones, store, vision)
    given = vote(desk, phones, store, vision, watched, workshop)
    said = resolve(desk, phones)
    close(desk, workshop)
    shot(projector, "2-closed-1920")
    shot(phones[1], "3-closed-375")

    everything_once(workshop, vision, sent, given, said)
    same_everywhere((desk, projector), store, vision)
    assert "Traceback" not in workshop.log()
    # A browser that was cut off has every right to complain of that, and of nothing else.
    watched.wrong[:] = [wrong for wrong in watched.wrong if "DISCONNECTED" not in wrong and "WebSocket" not in wrong]


# ── the steps ─────────────────────────────────────────────────────────────────────────────────────
def write_in_silence_then_reveal(desk: Page, projector: Page, phones: list[Page], sent: Sent) -> None:
    """All four write at once; nobody sees what the others wrote until it is shown."""
    for page in (desk, projector):
        page.locator(".wall").wait_for()
        page.evaluate(WATCH, ["Colibrí dice lo primero", ""])
    write(phones[0], "Colibrí dice lo primero")
    began = press(phones[0])
    waits = [page.evaluate("window.seen") - began for page in (desk, projector)]
    arrived(phones[0], 0, "Colibrí dice lo primero", sent, 1)
    ratio("a card on the projector's wall, of its time to the desk", waits[1], waits[0])
    for n, page in enumerate(phones):
        write(page, f"{PEOPLE[n]} sueña con semillas")
    for page in phones:
        press(page)
    for n, page in enumerate(phones):
        arrived(page, n, f"{PEOPLE[n]} sueña con semillas", sent, 1)
        expect(page.locator(".group")).to_have_count(0)
    desk.get_by_role("button", name="Mostrar las tarjetas").click()
    for page in phones:
        expect(page.locator(".group .card")).to_have_count(5)


def begin_a_round(desk: Page, phones: list[Page], sent: Sent) -> None:
    """A second round asks for something else, and says so on the phones; its number stays with its cards."""
    desk.locator(".disclosure", has_text="Ronda 1").click()
    desk.get_by_role("button", name="La más atrevida").click()
    desk.get_by_role("button", name="Empezar la ronda 2").click()
    for page in phones:
        expect(page.locator(".round")).to_have_text("Ronda 2: La más atrevida")
    for n, page in enumerate(phones):
        unfold(page)
        write(page, f"{PEOPLE[n]} se atreve a más")
    for page in phones:
        press(page)
    for n, page in enumerate(phones):
        arrived(page, n, f"{PEOPLE[n]} se atreve a más", sent, 2)


def accept_a_pair(desk: Page, projector: Page, phones: list[Page]) -> None:
    """Two phones propose the same pair; whoever facilitates accepts it and the group stands on both walls."""
    for page in phones[:2]:
        for text in ("Ceiba sueña con semillas", "Nopal sueña con semillas"):
            page.locator(".group .pick", has_text=text).click()
        page.get_by_role("button", name="Proponer este par").click()
    desk.locator(".side summary", has_text="Propuestas").click()
    entry = desk.locator(".side .entry")
    expect(entry).to_contain_text("2 personas")
    entry.get_by_role("button", name="Aceptar").click()
    for page in (desk, projector):
        expect(column(page, 1).locator(".card")).to_have_count(2)
    for page in phones[:2]:
        expect(page.locator(".proposed")).to_contain_text("Se aceptó.")


def arrange_at_once(desk: Page, projector: Page, store: Store, stage_id: str) -> None:
    """Two hands let go at the same moment: of different cards, then of the same; then steps are taken back."""
    choose(projector, "Colibrí se atreve a más", "Jaguar se atreve a más")
    projector.get_by_role("button", name="Grupo nuevo con estas").click()
    for page in (desk, projector):
        expect(column(page, 2).locator(".card")).to_have_count(2)
    first, second = (column(desk, n).get_attribute("data-cluster") or "" for n in (1, 2))
    text = "Ceiba se atreve a más"
    for page in (desk, projector):
        page.evaluate(WATCH, [text, second])
    together(desk, projector, (text, 2), ("Nopal se atreve a más", 1))
    began = desk.evaluate("window.let_go")
    ratio("a move on the projector, of its time to the desk that made it",
          projector.evaluate("window.seen") - began, desk.evaluate("window.seen") - began)
    for page in (desk, projector):
        expect(column(page, 1).locator(".card")).to_have_count(3)
        expect(column(page, 2).locator(".card")).to_have_count(3)
    # The same card to two places: the last who lets go decides, and both screens show it in one place.
    together(desk, projector, ("Jaguar sueña con semillas", 1), ("Jaguar sueña con semillas", 2))
    together(desk, projector, ("Colibrí sueña con semillas", 2), ("Ceiba sueña con semillas", 2))
    for page in (desk, projector):
        expect(loose(page)).to_have_text(["Colibrí dice lo primero"])
    same_everywhere((desk, projector), store, stage_id)
    before = lying(store, stage_id)
    # Anybody takes back the last step, whoever made it; each step is one step, also when both press at once.
    for page in (desk, projector):
        expect(page.get_by_role("button", name="Deshacer: mover una tarjeta")).to_be_enabled()
    projector.get_by_role("button", name="Deshacer: mover una tarjeta").click()
    assert until(lambda: lying(store, stage_id) != before)
    same_everywhere((desk, projector), store, stage_id)
    desk.get_by_role("button", name="Rehacer: mover una tarjeta").click()
    assert until(lambda: lying(store, stage_id) == before)
    same_everywhere((desk, projector), store, stage_id)
    assert {first, second} == {group for group, _cards in before if group}


def go_back_a_phase(desk: Page, phones: list[Page], store: Store, stage_id: str) -> None:
    """Going back hides the wall on the phones and loses nothing: forward again, all is as it was."""
    kept = everything(store, stage_id)
    desk.get_by_role("button", name="Ocultar las tarjetas").click()
    for page in phones:
        expect(page.locator(".group")).to_have_count(0)
    phase(desk, "Agrupar")
    for page in phones:
        expect(page.locator(".group .card")).to_have_count(9)
    assert everything(store, stage_id) == kept


def name_at_once(desk: Page, projector: Page, phones: list[Page], store: Store, stage_id: str) -> None:
    """Two groups get their titles on two screens at once; a phone's name is accepted in place of one."""
    phase(desk, "Nombrar")
    for page, n, words in ((desk, 1, "Casas de semillas vivas"), (projector, 2, "Ferias de trueque justas")):
        column(page, n).locator("textarea.title").fill(words)
    for page, n in ((desk, 1), (projector, 2)):
        column(page, n).locator("textarea.title").press("Enter")
    naming = phones[2].locator(".group", has=phones[2].locator("h3", has_text="Ferias de trueque justas"))
    naming.locator("summary").click()
    naming.locator("input").fill("Ferias de trueque en cada luna")
    naming.get_by_role("button", name="Enviar el nombre").click()
    entry = desk.locator(".side .entry", has_text="Ferias de trueque en cada luna")
    entry.get_by_role("button", name="Aceptar").click()
    for page in (desk, projector):
        expect(column(page, 1).locator("textarea.title")).to_have_value("Casas de semillas vivas")
        expect(column(page, 2).locator("textarea.title")).to_have_value("Ferias de trueque en cada luna")
    same_everywhere((desk, projector), store, stage_id)


def vote(desk: Page, phones: list[Page], store: Store, stage_id: str, watched: Watched,
         workshop: Workshop) -> Counter[tuple[str, str]]:
    """Four vote: one reloads in between, one without a connection, one in a second tab. Returns what each gave."""
    desk.locator(".disclosure", has_text="Votación cerrada").click()
    desk.fill("#vote-points", "3")
    desk.get_by_role("button", name="Abrir la votación").click()
    for page in phones:
        expect(page.locator(".points-left")).to_have_text("Le quedan 3 de 3 puntos")
    houses, fairs = "Casas de semillas vivas", "Ferias de trueque en cada luna"
    phones[1].context.set_offline(True)
    give(phones[1], houses, 3)
    expect(phones[1].locator(".status")).to_have_attribute("data-state", "waiting")
    give(phones[0], houses, 2)
    settled(phones[0])
    phones[0].reload()
    expect(phones[0].locator(".points-left")).to_have_text("Le queda 1 de 3 puntos")
    give(phones[0], fairs, 1)
    give(phones[2], fairs, 3)
    give(phones[3], fairs, 1)
    settled(phones[3])
    tab = watched.page(phones[3].context.new_page())
    tab.set_default_timeout(30_000)
    tab.goto(workshop.guests)
    expect(tab.locator(".points-left")).to_have_text("Le quedan 2 de 3 puntos")
    give(tab, fairs, 1)
    settled(tab)
    expect(phones[3].locator(".points-left")).to_have_text("Le queda 1 de 3 puntos")
    tab.close()
    phones[1].context.set_offline(False)
    for page in phones:
        settled(page)
    desk.locator(".disclosure", has_text="Votación abierta").click()
    desk.get_by_role("button", name="Cerrar la votación").click()
    for page in phones:
        expect(page.locator(".totals .total", has_text=fairs)).to_contain_text("6 puntos")
        expect(page.locator(".totals .total", has_text=houses)).to_contain_text("5 puntos")
    expect(desk.locator(".wall .column header .n").nth(2)).to_contain_text("6 puntos")
    assert sorted(votes.tally(store, stage_id).values()) == [5, 6]
    return Counter({("Colibrí", houses): 2, ("Colibrí", fairs): 1, ("Jaguar", houses): 3, ("Ceiba", fairs): 3,
                    ("Nopal", fairs): 2})


def resolve(desk: Page, phones: list[Page]) -> list[tuple[str, str, str]]:
    """Four say where they stand, and the one objection is answered. Returns who said what."""
    phase(desk, "Acordar")
    said = [("Ceiba", "aside", ""), ("Colibrí", "agree", ""), ("Jaguar", "object", "Falta decir quién la cuida"),
            ("Nopal", "agree", "")]
    names = {"agree": "De acuerdo", "aside": "Me aparto", "object": "Objeto"}
    for alias, stance, words in said:
        page = phones[PEOPLE.index(alias)]
        page.get_by_label(names[stance]).check()
        page.fill("#stance-text", words)
    for page in phones:
        page.get_by_role("button", name="Decir mi postura").click()
    expect(desk.locator(".resolve .standing")).to_contain_text("4 personas dijeron su postura; hay 1 objeción")
    voice = desk.locator(".resolve .voice.object")
    expect(voice).to_contain_text("Jaguar")
    voice.get_by_label("Cómo se atendió").fill("Cada casa nombra a dos personas")
    voice.get_by_role("button", name="Guardar").click()
    expect(phones[1].locator(".stance .answer")).to_contain_text("Cada casa nombra a dos personas")
    expect(desk.locator(".resolve .standing.agreed")).to_be_visible()
    return said


def close(desk: Page, workshop: Workshop) -> None:
    """The stage ends with its CSV and the picture of its wall, which can be downloaded."""
    desk.get_by_role("button", name="Cerrar la etapa con su CSV y su lámina").click()
    expect(desk.locator(".resolve .saved")).to_contain_text("Lámina de la pared en outputs/sala/walls")
    for name, magic in (("vision.pdf", b"%PDF"), ("vision.png", b"\x89PNG")):
        assert (workshop.home / "outputs" / PLAN / "walls" / name).read_bytes().startswith(magic)
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Descargar lámina en PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


def everything_once(workshop: Workshop, stage_id: str, sent: Sent, given: Counter[tuple[str, str]],
                    said: list[tuple[str, str, str]]) -> None:
    """What was acknowledged is in the CSV files, each thing once, and nothing else is."""
    def read(name: str) -> list[dict[str, str]]:
        with (workshop.home / "outputs" / PLAN / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    people = {row["participant_id"]: row["alias"] for row in read("participants")}
    titles = {row["cluster_id"]: row["title"] for row in read("clusters")}
    kept = [row for row in read("cards") if row["stage_id"] == stage_id]
    assert sorted((people[row["author_id"]], row["text"], int(row["round"])) for row in kept) == sorted(sent)
    assert len({row["card_id"] for row in kept}) == len(sent)
    assert {row["status"] for row in kept} == {"active"}
    voted = read("votes")
    assert Counter({(people[row["participant_id"]], titles[row["target_id"]]): int(row["points"])
                    for row in voted}) == given
    assert len(voted) == len(given)
    assert sorted((people[row["participant_id"]], row["stance"], row["text"]) for row in read("consents")) == said


# ── hands ─────────────────────────────────────────────────────────────────────────────────────────
def phase(desk: Page, name: str) -> None:
    desk.locator(".phases button", has_text=re.compile(f"^{name}$")).click()
    expect(desk.locator(".phases button[aria-current=step]")).to_have_text(name)


def unfold(page: Page) -> None:
    """Open the form for late cards."""
    panel = page.locator("details.write")
    if panel.get_attribute("open") is None:
        panel.locator("summary").click()


def write(page: Page, text: str) -> None:
    page.fill("#card", text)


def press(page: Page) -> float:
    """Send what is written; returns when, in milliseconds."""
    page.evaluate("addEventListener('submit', () => { window.sent = Date.now(); }, { capture: true, once: true })")
    page.locator(".write form .primary").click()
    return float(page.evaluate("window.sent"))


def arrived(page: Page, who: int, text: str, sent: Sent, round: int) -> None:
    """Wait until a card is acknowledged, and note it."""
    expect(page.locator(".mine .card:not(.waiting)", has_text=text)).to_have_count(1)
    settled(page)
    sent.append((PEOPLE[who], text, round))


def send(page: Page, who: int, text: str, sent: Sent, round: int) -> None:
    unfold(page)
    write(page, text)
    press(page)
    arrived(page, who, text, sent, round)


def settled(page: Page) -> None:
    """Wait until nothing is under way."""
    expect(page.locator(".status")).to_have_attribute("data-state", "saved")


def give(page: Page, title: str, points: int) -> None:
    """Give points to a group, and see them counted on this phone."""
    line = page.locator(".ballot .vote", has_text=title)
    for _n in range(points):
        line.get_by_role("button", name="Dar un punto más").click()
    expect(line.locator("output")).not_to_have_text("0")


def face(page: Page, text: str) -> Locator:
    return page.locator(".wall .face").filter(has=page.get_by_text(text, exact=True))


def column(page: Page, n: int) -> Locator:
    """A column of the wall; 0 is what is not grouped."""
    return page.locator(".wall .board .column").nth(n)


def loose(page: Page) -> Locator:
    return column(page, 0).locator(".card .text")


def choose(page: Page, *texts: str) -> None:
    for text in texts:
        face(page, text).click()
    expect(page.locator(".wall .face[aria-pressed=true]")).to_have_count(len(texts))


def lift(page: Page, text: str, to: int) -> None:
    """Carry a card over a group and keep it in the hand."""
    face(page, text).scroll_into_view_if_needed()
    page.mouse.move(*middle(face(page, text)))
    page.mouse.down()
    page.mouse.move(*middle(column(page, to)), steps=4)
    expect(page.locator(".wall .ghost")).to_be_visible()


def together(one: Page, other: Page, this: tuple[str, int], that: tuple[str, int]) -> None:
    """Both carry a card to a group, and let go at the same moment."""
    lift(one, *this)
    lift(other, *that)
    one.evaluate("addEventListener('pointerup', () => { window.let_go = Date.now(); }, { capture: true, once: true })")
    one.mouse.up()
    other.mouse.up()


def middle(part: Locator) -> tuple[float, float]:
    box = part.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


# ── what is where ─────────────────────────────────────────────────────────────────────────────────
def lying(store: Store, stage_id: str) -> list[tuple[str, list[str]]]:
    """Each group with the texts of its cards in order; what is not grouped first."""
    wall = reading.read_wall(store, stage_id)
    ordered = sorted(wall.cards, key=lambda card: (card["position"], card["card_id"]))
    return [(group, [card["text"] for card in ordered if (card["cluster_id"] or "") == group])
            for group in ("", *(cluster["cluster_id"] for cluster in wall.clusters))]


def same_everywhere(pages: tuple[Page, ...], store: Store, stage_id: str) -> None:
    """Wait until all walls show what the store has."""
    for page in pages:
        assert until(lambda page=page: [tuple(one) for one in page.evaluate(SHOWN)] == lying(store, stage_id)), (
            page.evaluate(SHOWN), lying(store, stage_id))


def everything(store: Store, stage_id: str) -> list[Any]:
    return [rows(store, name, stage_id=stage_id) for name in ("cards", "clusters", "proposals", "votes")]


def ratio(what: str, one: float, other: float) -> None:
    """Say a delay beside another; how long either takes is the machine's own affair."""
    print(f"{what}: x{one / max(other, 1):.2f}")
