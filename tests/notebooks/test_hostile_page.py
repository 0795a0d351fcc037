"""The participants' door against a visitor who writes their own messages: nothing runs, nobody else waits."""

from __future__ import annotations

import asyncio
import re
import time
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from minga import paths
from minga.store import open_store, rows
from minga.workshop import plans, reading, stages
from minga.workshop.actor import FACILITATOR
from tests.notebooks.phones import Phone, store_of
from tests.notebooks.serving import Door, Visitor


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """The participants' door with the notebook that is shipped."""
    home = tmp_path_factory.mktemp("h")
    with Door("participant", home, paths.notebooks()) as opened:
        yield opened


@pytest.fixture(scope="module")
def vision(door: Door) -> str:
    """The stage that is open."""
    store = open_store(store_of(door.home))
    plans.new_plan(store, title="Sala")
    found = reading.stage_by_key(store, "sala", "vision")["stage_id"]
    stages.set_phase(store, FACILITATOR, found, "writing")
    store.close()
    return str(found)


@pytest.mark.parametrize("raw", [
    "[" * 100_000, "null", b"\xff\xfe\x00"])
def test_a_message_that_is_none_ends_that_connection_at_most(door: Door, vision: str, raw: Any) -> None:
    async def attempt() -> int:
        phone = Phone(door.port, vision, "sala", f"ruido {hash(raw)}")
        page = await phone.open_page()
        await page.write(raw)
        await phone.hang_up()
        phone.write(1)
        enough = asyncio.Event()
        enough.set()
        await asyncio.wait_for(phone.live(enough), 60)
        return len(phone.acknowledged)

    assert asyncio.run(attempt()) == 1
    assert door.process.poll() is None


def test_somebody_who_floods_is_slowed_down_and_the_others_are_served(door: Door, vision: str) -> None:
    async def attempt() -> tuple[list[float], int]:
        loud, calm = (Phone(door.port, vision, "sala", name) for name in ("ruidosa", "tranquila"))
        await loud.open_page()
        await calm.open_page()
        shouting, told, waits = True, 0, []

        async def shout() -> None:
            nonlocal told
            assert loud.socket is not None
            while shouting:
                await loud.tell({"op": "add_card", "id": uuid.uuid4().hex, "plan": "sala", "stage": vision,
                                 "text": "x" * 500})
                told += 1

        noise = asyncio.ensure_future(shout())
        for _ in range(10):
            calm.write(1)
            before = time.monotonic()
            await calm.deliver()
            waits.append(time.monotonic() - before)
        shouting = False
        noise.cancel()
        await asyncio.gather(noise, return_exceptions=True)
        await calm.hang_up()
        await loud.hang_up()
        return waits, told

    waits, told = asyncio.run(attempt())
    store = open_store(store_of(door.home))
    kept = sum(card["text"] == "x" * 500 for card in rows(store, "cards"))
    store.close()
    print(f"flood of {told} messages, {kept} kept; the other's waits {sorted(waits)[-3:]}")
    assert max(waits) < 8
    assert kept <= 500


@pytest.mark.parametrize("query", ["?stage=%00%ed%a0%80&plan=../../etc&MINGA_ROLE=facilitator&%&=;&="])
def test_an_odd_query_is_only_a_wish(door: Door, vision: str, query: str) -> None:
    answer = Visitor(door.port).enter("/" + query)
    assert answer.status == 200
    assert "Traceback" not in answer.text
    assert re.search('data-way="(kernel|light)"', answer.text)


def test_a_kernel_makes_no_widget_either_should_such_a_message_ever_reach_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import comm
    from minga_widgets import session

    targets = {"jupyter.widget": print, "jupyter.widget.control": print}
    monkeypatch.setattr(comm.get_comm_manager(), "targets", targets)
    session.only_what_python_opens()
    assert set(targets) == {"jupyter.widget.control"}
