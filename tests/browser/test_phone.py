"""What a phone goes through: reloads, cut connections, a restarted server, two tabs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psutil
import pytest
from playwright.sync_api import Page, expect

from minga.store import Store
from minga.workshop import plans, reading, stages
from minga.workshop.actor import FACILITATOR
from tests.browser.conftest import BOTH_WAYS, Watched, Workshop
from tests.notebooks.serving import until


@pytest.fixture
def store(workshop: Workshop) -> Iterator[Store]:
    opened = workshop.store()
    yield opened
    opened.close()


@pytest.fixture
def vision(store: Store) -> str:
    """A plan in the room with its vision open for writing."""
    plan = plans.new_plan(store, title="Plan de la sala")
    found = reading.stage_by_key(store, plan, "vision")["stage_id"]
    stages.set_phase(store, FACILITATOR, found, "writing")
    return found


def texts(store: Store, stage_id: str) -> list[str]:
    return [c["text"] for c in reading.read_wall(store, stage_id).cards]


def write(page: Page, text: str) -> None:
    page.fill("#card", text)
    page.locator("form .primary").click()


@BOTH_WAYS
def test_a_reload_keeps_the_alias_the_cards_and_the_draft(
        vision: str, store: Store, phone: Callable[[str], Page]) -> None:
    page = phone("Colibrí")
    write(page, "ya enviada")
    expect(page.locator(".card:not(.waiting)", has_text="ya enviada")).to_be_visible()
    page.fill("#card", "a medio escribir")
    page.reload()
    expect(page.locator(".top")).to_contain_text("Hola, Colibrí")
    expect(page.locator("#card")).to_have_value("a medio escribir")
    expect(page.locator(".card:not(.waiting)", has_text="ya enviada")).to_be_visible()
    assert texts(store, vision) == ["ya enviada"]


@BOTH_WAYS
def test_a_card_written_while_the_server_was_dead_arrives_once_when_it_is_back(
        vision: str, store: Store, workshop: Workshop, phone: Callable[[str], Page], watched: Watched) -> None:
    page = phone("Jaguar")
    kill_door(workshop, "participant")
    write(page, "escrita sin conexión")
    expect(page.locator(".status")).to_have_attribute("data-state", "waiting")
    expect(page.locator(".card.waiting", has_text="escrita sin conexión")).to_be_visible()
    assert texts(store, vision) == []
    assert until(lambda: answers(workshop), 60)
    page.goto(workshop.guests)
    expect(page.locator(".card:not(.waiting)", has_text="escrita sin conexión")).to_be_visible()
    expect(page.locator(".top")).to_contain_text("Hola, Jaguar")
    page.reload()
    expect(page.locator(".card:not(.waiting)", has_text="escrita sin conexión")).to_have_count(1)
    assert texts(store, vision) == ["escrita sin conexión"]
    watched.wrong.clear()  # a browser whose server died has every right to complain in its console


@BOTH_WAYS
def test_two_tabs_of_a_phone_are_one_person(
        vision: str, store: Store, workshop: Workshop, phone: Callable[[str], Page], watched: Watched) -> None:
    first = phone("Ceiba")
    second = watched.page(first.context.new_page())
    second.goto(workshop.guests)
    expect(second.locator(".top")).to_contain_text("Hola, Ceiba")
    write(first, "desde la primera")
    expect(second.locator(".card:not(.waiting)", has_text="desde la primera")).to_be_visible()


@BOTH_WAYS
def test_when_a_stage_closes_the_phone_says_so_and_keeps_what_was_not_sent(
        vision: str, store: Store, phone: Callable[[str], Page]) -> None:
    page = phone("Quetzal")
    page.fill("#card", "se quedó a medias")
    stages.set_phase(store, FACILITATOR, vision, "closed")
    expect(page.locator("h2")).to_contain_text("Aún no hay una etapa abierta")
    stages.set_phase(store, FACILITATOR, vision, "writing")
    expect(page.locator("#card")).to_have_value("se quedó a medias")


def test_cards_move_with_the_keyboard_alone(vision: str, store: Store, desk: Page, workshop: Workshop) -> None:
    from minga.workshop import cards

    for text in ("primera", "segunda"):
        cards.add_card(store, FACILITATOR, vision, text)
    desk.goto(f"{workshop.desk}voila/render/2_vision.ipynb?stage=vision")
    card = desk.locator(".wall .face", has_text="primera")
    card.focus()
    desk.keyboard.press("Space")
    expect(card).to_have_attribute("aria-pressed", "true")
    button = desk.locator(".bar button", has_text="Grupo nuevo con estas")
    button.focus()
    desk.keyboard.press("Enter")
    expect(desk.locator(".wall .column")).to_have_count(2)
    card = desk.locator(".wall .face", has_text="segunda")
    card.focus()
    desk.keyboard.press("Space")
    place = desk.locator(".bar select")
    place.focus()
    place.select_option(index=2)
    expect(desk.locator(".wall .column").nth(1).locator(".card")).to_have_count(2)


def kill_door(workshop: Workshop, role: str) -> None:
    """End one door as a power cut would."""
    doors = [child for child in psutil.Process(workshop.process.pid).children() if role in child.cmdline()]
    assert len(doors) == 1
    doors[0].kill()


def answers(workshop: Workshop) -> bool:
    from minga.serve.opening.supervise import answers as listening

    return listening("127.0.0.1", workshop.port)
