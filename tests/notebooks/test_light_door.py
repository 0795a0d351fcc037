"""The light way through a real door: coming in, a killed server, and a polite end."""

from __future__ import annotations

import asyncio
import signal
import uuid
from pathlib import Path

import psutil

from minga.rehearsal.person import FORM
from minga.store import open_store
from minga.workshop import plans, reading, stages
from minga.workshop.actor import FACILITATOR
from tests.notebooks.phones import Phone, store_of
from tests.notebooks.serving import Door, write_notebooks


def test_a_killed_door_comes_back_to_the_same_people_and_ends_politely_in_the_end(tmp_path: Path) -> None:
    store = open_store(store_of(tmp_path))
    plan = plans.new_plan(store, title="Plan de la sala", language="pt")
    stage = str(reading.stage_by_key(store, plan, "vision")["stage_id"])
    stages.set_phase(store, FACILITATOR, stage, "writing")
    folder = write_notebooks(tmp_path / "notebooks")

    async def play() -> None:
        door = await asyncio.to_thread(Door("participant", tmp_path, folder, "--light").__enter__)
        phone, sent = Phone(door.port, stage, plan, "Ceiba"), [uuid.uuid4().hex for _ in range(3)]
        page = await phone.open_page()
        assert page.way == "light"
        assert not psutil.Process(door.process.pid).children()  # nothing else runs for it
        for n, op in enumerate(sent):
            assert (await phone.say_card(op, f"tarjeta {n}"))["ok"]
        door.process.kill()
        await page.until(lambda: page._gone) if not page._gone else None
        await phone.hang_up()
        door.process.wait(10)
        door = await asyncio.to_thread(Door("participant", tmp_path, folder, "--light", port=door.port).__enter__)
        page = await phone.open_page()
        assert page.state[FORM]["me"]["alias"] == "Ceiba"
        for n, op in enumerate(sent):  # as a page does that has not heard the answers
            assert (await phone.say_card(op, f"tarjeta {n}"))["ok"]
        door.process.send_signal(signal.SIGTERM)
        await asyncio.to_thread(door.process.wait, 20)
        assert page._gone
        phone.browser.close()
        await phone.hang_up()
        assert door.process.returncode == 0
        assert "Traceback" not in door.log()

    asyncio.run(play())
    assert sorted(card["text"] for card in reading.read_wall(store, stage).cards) == [f"tarjeta {n}" for n in range(3)]
    store.close()
