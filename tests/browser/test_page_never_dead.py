"""The participant's page when things go wrong around it: it says so, comes back by itself, loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from minga.store import Store, open_store
from minga.workshop import plans, reading, stages
from minga.workshop.actor import FACILITATOR
from tests.browser.conftest import PHONE, Watched, foreign
from tests.browser.scripted_door import ScriptedDoor, scripted_door
from tests.notebooks.serving import until

SAID_WITHIN = 6500
"""Milliseconds: five seconds are promised, the rest is for a busy machine."""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'minga.sqlite'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = open_store(url)
    yield opened
    opened.close()


@pytest.fixture
def vision(store: Store) -> str:
    """A plan in the room with its vision open for writing."""
    found = str(reading.stage_by_key(store, plans.new_plan(store, title="Plan de la sala"), "vision")["stage_id"])
    stages.set_phase(store, FACILITATOR, found, "writing")
    return found


@pytest.fixture
def door(url: str, vision: str) -> Iterator[ScriptedDoor]:
    with scripted_door(url) as opened:
        yield opened


@pytest.fixture
def phone(browser: Browser, watched: Watched) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="es-CO")
    page = context.new_page()
    page.on("request", lambda request: watched.wrong.append(request.url) if foreign(request.url) else None)
    page.on("pageerror", lambda e: watched.wrong.append(str(e)))
    page.set_default_timeout(15_000)
    yield page
    context.close()


def enter(page: Page, door: ScriptedDoor, alias: str = "Colibrí") -> None:
    page.goto(door.address)
    page.fill("#alias", alias)
    page.click("form button[type=submit]")
    expect(page.locator("#card")).to_be_visible()


def status(page: Page, state: str) -> None:
    expect(page.locator(".participate .status")).to_have_attribute("data-state", state, timeout=SAID_WITHIN)


def texts(store: Store, stage_id: str) -> list[str]:
    return [c["text"] for c in reading.read_wall(store, stage_id).cards]


def write(page: Page, text: str) -> None:
    page.fill("#card", text)
    page.locator("form .primary").click()


def test_a_connection_that_only_looks_open_is_told_in_time_and_what_was_written_meanwhile_arrives_once(
        door: ScriptedDoor, phone: Page, store: Store, vision: str) -> None:
    enter(phone, door)
    status(phone, "saved")
    door.silent = True
    status(phone, "offline")
    expect(phone.locator(".participate .status")).to_have_text("Sin conexión. Intentando de nuevo…")
    write(phone, "en el silencio")
    status(phone, "waiting")
    door.silent = False
    status(phone, "saved")
    expect(phone.locator(".card:not(.waiting)", has_text="en el silencio")).to_be_visible()
    assert texts(store, vision) == ["en el silencio"]


def test_a_door_that_is_shut_for_a_while_is_found_again_without_a_reload_and_the_draft_stays(
        door: ScriptedDoor, phone: Page, store: Store, vision: str) -> None:
    enter(phone, door)
    phone.evaluate("window.same = true")
    door.cut()
    status(phone, "offline")
    write(phone, "sin puerta")
    phone.fill("#card", "a medio escribir")
    status(phone, "waiting")
    door.restore()
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    status(phone, "saved")
    expect(phone.locator("#card")).to_have_value("a medio escribir")
    assert texts(store, vision) == ["sin puerta"]
    assert phone.evaluate("window.same")


def test_when_the_kernel_is_gone_the_page_goes_on_with_another_or_in_the_light_way_and_does_not_notice(
        door: ScriptedDoor, phone: Page, store: Store, vision: str) -> None:
    door.way = "kernel"
    enter(phone, door)
    phone.evaluate("window.same = true")
    assert door.joins == 0
    phone.fill("#card", "a medio escribir")
    door.kernels_end()
    assert until(lambda: door.joins == 1 and door.open_now)
    status(phone, "saved")
    write(phone, "en otro núcleo")
    expect(phone.locator(".card:not(.waiting)", has_text="en otro núcleo")).to_be_visible()
    door.way = "light"
    door.kernels_end()
    assert until(lambda: door.joins == 2 and door.open_now)
    write(phone, "sin núcleo")
    expect(phone.locator(".card:not(.waiting)", has_text="sin núcleo")).to_be_visible()
    assert sorted(texts(store, vision)) == ["en otro núcleo", "sin núcleo"]
    assert phone.evaluate("window.same")


def test_who_waits_sees_their_place_move_and_comes_in_by_itself(door: ScriptedDoor, phone: Page) -> None:
    door.way = "wait"
    phone.goto(door.address)
    expect(phone.locator("#minga-loading-words")).to_contain_text("Lugar en la fila: 3")
    door.place = 1
    expect(phone.locator("#minga-loading-words")).to_contain_text("Lugar en la fila: 1")
    door.way = "kernel"
    expect(phone.locator("#alias")).to_be_visible()
    expect(phone.locator("#loading")).to_have_count(0)


def test_the_first_line_is_there_without_the_script_and_the_script_is_fetched_until_it_comes(
        door: ScriptedDoor, phone: Page) -> None:
    refused = []
    phone.route("**/host.js*", lambda route: (refused.append(1), route.abort()) if not refused else route.continue_())
    phone.goto(door.address)
    expect(phone.locator("#minga-loading-words")).to_have_text("Sin conexión. Intentando de nuevo…")
    expect(phone.locator("#alias")).to_be_visible()


def test_a_browser_that_cannot_read_the_script_is_told_so(door: ScriptedDoor, phone: Page, watched: Watched) -> None:
    phone.route("**/host.js*", lambda route: route.fulfill(
        body="this is ? . not a script", content_type="text/javascript"))
    phone.goto(door.address)
    expect(phone.locator("#minga-loading-words")).to_contain_text("demasiado antiguo")
    watched.wrong.clear()


def test_a_browser_of_2020_takes_part(door: ScriptedDoor, phone: Page, store: Store, vision: str) -> None:
    phone.add_init_script("""
        delete Element.prototype.replaceChildren; delete Array.prototype.at; delete String.prototype.at;
        delete window.ResizeObserver; delete AbortSignal.any; delete AbortSignal.timeout; delete window.structuredClone;
        delete Object.hasOwn; delete String.prototype.replaceAll; delete Array.prototype.findLast;
        delete Promise.any; delete crypto.randomUUID; delete Element.prototype.checkVisibility;""")
    enter(phone, door)
    write(phone, "desde un teléfono de antes")
    expect(phone.locator(".card:not(.waiting)", has_text="de antes")).to_be_visible()
    phone.fill("#card", "borrador")
    phone.get_by_role("button", name="Guardar como borrador").click()
    expect(phone.locator(".draft")).to_be_visible()
    assert texts(store, vision) == ["desde un teléfono de antes"]


def test_the_page_is_small_asks_for_little_and_says_goodbye(door: ScriptedDoor, phone: Page) -> None:
    door.way = "kernel"
    seen = []
    phone.on("requestfinished", lambda request: seen.append(request))
    enter(phone, door)
    assert len(seen) <= 5
    carried = sum(request.sizes()["responseBodySize"] + request.sizes()["responseHeadersSize"] for request in seen)
    assert carried <= 60_000
    phone.close(run_before_unload=True)
    assert until(lambda: door.goodbyes == [door.kernel])
