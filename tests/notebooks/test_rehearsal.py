"""A rehearsal against the doors as they are served: everything that was acknowledged is in the plan once."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from minga import paths
from minga.rehearsal import Rehearsal, Report, rehearse
from minga.store import open_store, rows
from minga.workshop import directions, plans, reading, stages
from minga.workshop.actor import FACILITATOR
from tests.notebooks.phones import Room, store_of
from tests.notebooks.serving import PHRASE, environment, until

PEOPLE, SECONDS = 3, 18.0


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """Both doors with the notebooks that are shipped, and a real plan in the room."""
    home = tmp_path_factory.mktemp("h")
    opened = Room(home, paths.notebooks())
    store = open_store(store_of(home))
    plans.open_in_room(store, plans.new_plan(store, title="Plan de verdad"))
    store.close()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def report(room: Room) -> Report:
    """A rehearsal that also leads."""
    participants, facilitator = room.ports
    store = open_store(store_of(room.home))
    asked = Rehearsal(PEOPLE, SECONDS, f"http://127.0.0.1:{participants}/", pace=0.4, seed=5,
                      facilitator_url=f"http://127.0.0.1:{facilitator}/", phrase=PHRASE)
    made = rehearse(asked, store)
    store.close()
    return made


def test_what_people_were_told_is_in_the_plan_once_and_nothing_broke(room: Room, report: Report) -> None:
    assert report.faults == ()
    assert report.errors == ()
    assert report.verified == "csv"
    assert report.figures["people"] == PEOPLE
    assert report.figures["unknown"] == 0
    log = [json.loads(line) for line in (room.home / "outputs" / "serve.log").read_text().splitlines()]
    assert [line for line in log if line["level"] in ("error", "critical")] == []


def test_people_do_what_each_moment_asks_for(report: Report) -> None:
    done = Counter(report.figures["operations"])
    assert {"join", "add_card", "set_phase"} <= set(+done)
    assert {"propose_pair", "propose_name", "consent", "cast_vote"} & set(+done), "nobody did more than write"
    assert {"add_cluster", "move_cards", "accept_proposal"} & set(+done), "nobody arranged the wall"
    assert report.figures["cards_seen_on_wall"] > 0
    assert 0 < report.figures["card_to_wall_p50"] <= report.figures["card_to_wall_p95"]


def test_a_rehearsal_writes_into_a_plan_of_its_own_and_leaves_the_room_as_it_was(room: Room, report: Report) -> None:
    store = open_store(store_of(room.home))
    assert plans.plan_in_room(store) == "plan-de-verdad"
    assert report.plan.startswith("ensayo-")
    stages = {stage["stage_id"]: stage["plan_id"] for stage in rows(store, "stages")}
    assert {stages[card["stage_id"]] for card in rows(store, "cards")} == {report.plan}
    store.close()


def test_people_follow_whoever_leads_and_an_interrupted_rehearsal_ends_with_its_report(room: Room) -> None:
    command = [sys.executable, "-m", "minga.cli", "rehearse", "--participants", "1", "--minutes", "30", "--pace", "0.3",
               "--url", f"http://127.0.0.1:{room.ports[0]}/", "--store", store_of(room.home)]
    process = subprocess.Popen(command, env=environment(room.home), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               text=True)
    store = open_store(store_of(room.home))
    before, known = len(rows(store, "cards")), len(rows(store, "participants"))
    assert until(lambda: len(rows(store, "participants")) > known, 180)  # people come in over the first minute
    plan = plans.plan_in_room(store)
    obstacles = reading.stage_by_key(store, plan, "obstacles")["stage_id"]
    stages.set_phase(store, FACILITATOR, obstacles, "writing")  # anonymous: nobody's name is on these cards
    assert until(lambda: len(rows(store, "cards")) > before + 1, 120)
    stages.set_phase(store, FACILITATOR, obstacles, "closed")
    direction = directions.add_direction(store, FACILITATOR, plan, "Abrir la escuela")["direction_id"]
    directions.add_action(store, FACILITATOR, direction, "Buscar una casa")
    assert until(lambda: rows(store, "assignments"), 120), "nobody volunteered"
    process.send_signal(signal.SIGINT)
    told, complained = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in complained) == (0, False), told
    assert "1 persona." in told
    assert "CSV" in told
    assert len(rows(store, "cards", stage_id=obstacles)) >= 2
    assert plans.plan_in_room(store) == "plan-de-verdad"
    store.close()


@pytest.mark.parametrize(("options", "code", "said"), [
    (["--url", "http://127.0.0.1:1/"], 1, "no responde ningún servidor"),
    (["--url", "un servidor"], 2, "no es una dirección"),
    (["--plan", "no-hay"], 1, "No hay un plan «no-hay»"),
])
def test_what_cannot_be_rehearsed_is_said_in_a_sentence(
        room: Room, tmp_path: Path, options: list[str], code: int, said: str) -> None:
    url = [] if "--url" in options else ["--url", f"http://127.0.0.1:{room.ports[0]}/"]
    command = [sys.executable, "-m", "minga.cli", "rehearse", *options, *url, "--store", store_of(room.home)]
    done = subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr
