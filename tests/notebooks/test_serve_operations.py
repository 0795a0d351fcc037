"""What a workshop says about itself: health, numbers, the room now, and a log without anybody's words."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from prometheus_client.parser import text_string_to_metric_families

from minga.rehearsal.browser import Browser
from minga.rehearsal.page import Page
from minga.rehearsal.person import FORM
from minga.serve.opening.children import answers
from minga.store import open_store
from minga.workshop import plans, reading, stages
from minga.workshop.actor import FACILITATOR
from tests.notebooks.phones import store_of
from tests.notebooks.serving import Answer, Visitor, environment, free_ports, until

START = "import sys; from minga.serve.opening.supervise import serve; sys.exit(serve(host='127.0.0.1', " \
    "port=int(sys.argv[1]), facilitator_port=int(sys.argv[2]), open_browser=False, light=True))"
CARD = "que mi hermana Rosa vuelva"
ALIAS = "Yolanda de la Vereda"


class Served:
    """A workshop with a plan that people write in, both doors open."""

    def __init__(self, home: Path) -> None:
        self.home, (self.port, self.facilitator_port) = home, free_ports(2)
        given = environment(home)
        store = open_store(store_of(home))
        self.plan = plans.new_plan(store, title="Plan de la vereda")
        plans.open_in_room(store, self.plan)
        self.stage = reading.plan_stages(store, self.plan)[0]["stage_id"]
        stages.set_phase(store, FACILITATOR, self.stage, "writing")
        store.close()
        with (home / "supervisor.log").open("ab") as out:
            self.process = subprocess.Popen([sys.executable, "-c", START, str(self.port), str(self.facilitator_port)],
                                            env=given | {"MINGA_LANGUAGE": "es"}, stdout=out, stderr=out)
        assert until(lambda: all(answers("127.0.0.1", port) for port in (self.port, self.facilitator_port)), 60), \
            (home / "supervisor.log").read_text()
        self.facilitator = Visitor(self.facilitator_port)
        self.facilitator.log_in()

    def now(self) -> dict[str, Any]:
        """What ``/room`` shows now."""
        return json.loads(self.facilitator.get("/room/now").text)

    def tile(self, name: str) -> str:
        """One number of ``/room``."""
        return next(tile["value"] for tile in self.now()["tiles"] if tile["name"] == name)

    def token(self) -> str:
        """The word that opens the numbers."""
        return (self.home / "data" / "metrics_token").read_text().strip()

    def door(self, role: str) -> psutil.Process:
        """The process of one door."""
        return next(one for one in psutil.Process(self.process.pid).children() if role in one.cmdline())

    def log(self) -> list[dict[str, Any]]:
        """The log; every line must be JSON."""
        return [json.loads(line) for line in (self.home / "outputs" / "serve.log").read_text().splitlines()]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One workshop for all tests of this file."""
    home = tmp_path_factory.mktemp("h")
    (home / "data").mkdir()
    opened = Served(home)
    yield opened
    opened.process.terminate()
    opened.process.wait(30)


def ask(port: int, path: str, **headers: str) -> Answer:
    """Ask as a stranger."""
    return Visitor(port).get(path, **headers)


def elsewhere(port: int, path: str, **headers: str) -> Answer:
    """Ask as somebody who typed this machine's address in the network."""
    return ask(port, path, Host=f"192.0.2.1:{port}", **headers)


def test_everybody_may_know_that_a_door_is_well_and_nothing_else(served: Served) -> None:
    for port in (served.port, served.facilitator_port):
        answer = elsewhere(port, "/health")
        assert answer.status == 200
        assert json.loads(answer.text) == {"status": "ok", "words": "Todo bien: hay lugar."}
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/metrics", "/status"])
def test_numbers_are_for_this_machine_and_for_who_has_the_word(served: Served, path: str) -> None:
    for port in (served.port, served.facilitator_port):
        assert elsewhere(port, path).status == 404
        assert elsewhere(port, path, Authorization="Bearer wrong").status == 404
        assert elsewhere(port, path, Authorization="Bearer ").status == 404
        assert elsewhere(port, path, Authorization=f"Bearer {served.token()}").status == 200
        assert ask(port, path).status == 200
        assert ask(port, path, X_Forwarded_For="10.0.0.7").status == 404


def test_who_has_typed_the_phrase_sees_the_facilitators_numbers(served: Served) -> None:
    assert served.facilitator.get("/metrics", Host=f"192.0.2.1:{served.facilitator_port}").status == 200


def test_the_metrics_are_prometheus_text_with_numbers_alone(served: Served) -> None:
    answer = ask(served.port, "/metrics")
    families = {family.name: family for family in text_string_to_metric_families(answer.text)}
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    assert {"minga_people_light", "minga_people_kernel", "minga_kernels", "minga_memory_available_bytes",
            "minga_loop_lag_seconds", "minga_joins_light", "process_open_fds"} <= set(families)
    assert [sample.labels for family in families.values() for sample in family.samples
            if set(sample.labels) - {"le", "door"}] == []


def test_the_room_now_is_behind_the_phrase(served: Served) -> None:
    assert ask(served.facilitator_port, "/room").headers["Location"].startswith("/login")
    assert ask(served.facilitator_port, "/room/now").status == 403
    assert ask(served.port, "/room").status == 404


def test_the_room_now_is_a_page_in_the_workshops_language_without_a_kernel(served: Served) -> None:
    page = served.facilitator.get("/room")
    assert page.status == 200
    assert "<h1>La sala ahora</h1>" in page.text
    assert "kernelId" not in page.text
    for name in re.findall(r'(?:src|href)="(/minga/static/[^"]+)"', page.text):
        assert served.facilitator.get(name).status == 200


def test_people_who_come_in_and_their_cards_are_in_the_room_now_and_not_in_the_log(served: Served) -> None:
    before = served.now()
    assert before["state"]["words"] == "Todo bien"

    async def workshop() -> None:
        browser = Browser(f"http://127.0.0.1:{served.port}/")
        page = await Page.open(browser, f"?q={CARD.replace(' ', '+')}", FORM)
        await page.ask(FORM, "join", plan=served.plan, alias=ALIAS)
        assert (await page.ask(FORM, "add_card", plan=served.plan, stage=served.stage, text=CARD))["ok"]
        assert not (await page.ask(FORM, "add_card", plan=served.plan, stage="none", text=CARD))["ok"]
        assert await asyncio.to_thread(until, lambda: served.tile("Personas conectadas") == "1")
        assert await asyncio.to_thread(until, lambda: "1 en el plan" in json.dumps(served.now()))
        await browser.get(f"{CARD.replace(' ', '%20')}?alias={ALIAS.replace(' ', '+')}")
        await page.close()

    asyncio.run(workshop())
    assert until(lambda: served.tile("Personas conectadas") == "0")
    assert until(lambda: any(line["event"] == "a request was answered with 404" for line in served.log()))
    text = json.dumps(served.log(), ensure_ascii=False)
    assert not re.search(r"Rosa|hermana|Yolanda|Vereda|minga-participant|127\.0\.0\.1", text)


def test_a_door_that_dies_is_said_plainly_and_is_back_by_itself(served: Served) -> None:
    died = served.door("participant")
    died.kill()
    psutil.wait_procs([died], 10)
    now = served.now()
    assert now["state"]["words"] == "No responde"
    assert "Se abre de nuevo sola" in now["advice"][0]
    assert until(lambda: served.now()["state"]["words"] == "Todo bien")
    assert any("se cerró y se abrió de nuevo" in error["words"] for error in served.now()["errors"])
    assert [line["fields"]["door"] for line in served.log() if "a door closed" in line["event"]] == ["participant"]
