"""The light way: many people in one process, each as safe, as heard and as up to date as with a kernel of their own."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import socket as sockets
import uuid
import weakref
from typing import Any

import pytest

from minga.rehearsal.browser import Lost
from minga.rehearsal.person import FORM
from minga.serve.light_way import channel as light_channel
from minga.serve.light_way import room as light
from minga.store import Store, rows
from minga.workshop import cards, plans, reading, stages
from minga.workshop.actor import FACILITATOR
from tests.notebooks.halls import Hall, hall, happens, heard


@pytest.fixture
def vision(sqlite_store: Store) -> str:
    """A stage that takes cards."""
    return open_plan(sqlite_store, "Plan de la sala")


def open_plan(store: Store, title: str, language: str = "es", key: str = "vision") -> str:
    """A new plan in the room, with a stage open for writing."""
    plan = plans.new_plan(store, title=title, language=language)
    plans.open_in_room(store, plan)
    found = str(reading.stage_by_key(store, plan, key)["stage_id"])
    stages.set_phase(store, FACILITATOR, found, "writing")
    return found


def texts(store: Store, stage_id: str) -> list[str]:
    return sorted(card["text"] for card in reading.read_wall(store, stage_id).cards)


def mine(page: Any, stage_id: str) -> list[str]:
    return [card["text"] for card in page.state[FORM].get(f"stage:{stage_id}", {}).get("mine", [])]


async def write(page: Any, stage_id: str, text: str, op_id: str = "") -> dict[str, Any]:
    return await page.ask(FORM, "add_card", op_id=op_id, plan=page.state[FORM]["plan"]["id"], stage=stage_id, text=text)


def test_two_pages_of_one_visitor_are_one_person_and_nothing_of_them_is_kept(
        sqlite_store: Store, vision: str) -> None:
    async def play() -> None:
        async with hall(sqlite_store) as here:
            first, second = await here.page("Ceiba"), await here.page("Ceiba", joins=False)
            await here.page("Jaguar")
            assert second.state[FORM]["me"]["alias"] == "Ceiba"
            assert (await write(first, vision, "desde la primera"))["ok"]
            await second.until(lambda: mine(second, vision) == ["desde la primera"])
            numbers = here.status.numbers()
            assert (numbers["people_light"], len(here.room)) == (2, 3)
            talks = [weakref.ref(seat.talk) for seat in here.room._seats]
            for page in here.pages:
                await page.close()
            await happens(lambda: len(here.room) == 0)
            assert here.status.numbers()["people_light"] == 0
            assert here.room.waiting() == 0
            await happens(lambda: gc.collect() is not None and not any(one() for one in talks))

    asyncio.run(play())


def test_only_who_has_loaded_the_page_of_this_door_gets_in(sqlite_store: Store, vision: str) -> None:
    async def play() -> None:
        async with hall(sqlite_store) as here:
            nobody, forged, guest = (here.browser("Ceiba") for _ in range(3))
            nobody.cookies.clear()
            forged.cookies = {name: value[:-4] + "0000" for name, value in forged.cookies.items()}
            for browser in (nobody, forged):
                with pytest.raises(Lost, match="403"):
                    await browser.socket("light/channel")
            with pytest.raises(Lost, match="403"):
                await guest.socket("light/channel", Origin="http://elsewhere.example")
            assert len(here.room) == 0
            (await guest.socket("light/channel", Origin=here.url.rstrip("/"))).close()

    asyncio.run(play())


def test_a_visitors_oldest_page_gives_way_and_a_full_door_says_so(sqlite_store: Store, vision: str) -> None:
    async def play() -> None:
        async with hall(sqlite_store, most=(6, 2)) as here:
            oldest = await here.socket("Ceiba")
            here_too = [await here.socket("Ceiba") for _ in range(2)]
            assert await asyncio.wait_for(oldest.read_message(), 20) is None
            oldest.close()
            here_too.append(await here.socket("Jaguar"))
            with pytest.raises(Lost, match="503"):
                await here.socket("Tapir")
            for one in here_too:
                one.close()

    asyncio.run(play())


def test_who_sends_without_measure_waits_and_nobody_else_does(sqlite_store: Store, vision: str) -> None:
    async def play() -> None:
        async with hall(sqlite_store) as here:
            calm, wild = await here.page("Ceiba"), await here.socket("Jaguar")
            for n in range(600):
                await wild.write_message(json.dumps({"op": "since", "seq": n}))
            assert (await write(calm, vision, "con calma"))["ok"]
            assert here.status.numbers()["messages_in"] < 600
            wild.close()

    asyncio.run(play())


def test_what_is_no_message_ends_only_the_page_that_sent_it(sqlite_store: Store, vision: str) -> None:
    async def play() -> None:
        async with hall(sqlite_store) as here:
            calm = await here.page("Ceiba")
            for raw in ("{", "[" * 20_000, "9" * 5_000, "\ud800x".encode("utf-8", "surrogatepass"), "x" * 300_000):
                wrong = await here.socket("Jaguar")
                with contextlib.suppress(Exception):
                    await wrong.write_message(raw)
                while await asyncio.wait_for(wrong.read_message(), 20) is not None:
                    pass
                wrong.close()
            odd = await here.socket("Jaguar")
            for content in ([], "hello", 7, None, {"op": ["hello"]}, {"op": "add_card", "id": {"a": 1}},
                            {"op": "edit_card", "id": "operation-odd", "text": "\ud800", "card": {}}):
                await odd.write_message(json.dumps(content))
            answer = await heard(odd)
            assert (answer["ack"], answer["ok"]) == ("operation-odd", False)
            await odd.write_message("ping")
            assert await asyncio.wait_for(odd.read_message(), 20) == "pong"
            odd.close()
            assert (await write(calm, vision, "sigo aquí"))["ok"]
            await happens(lambda: len(here.room) == 1)

    asyncio.run(play())


def test_a_page_that_does_not_read_fills_no_memory_and_has_everything_when_it_reads(
        sqlite_store: Store, vision: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(light_channel, "CLOGGED", 8_000)
    monkeypatch.setattr(light, "PACE", 0.02)
    monkeypatch.setattr(light, "ROUND", 0.02)
    monkeypatch.setattr(light, "TICK", 0.02)

    async def play() -> None:
        async with hall(sqlite_store) as here:
            quick = await here.page("Ceiba")
            slow = await here.page("Jaguar")
            seat = list(here.room._seats)[-1]
            seat.line._frames.stream.socket.setsockopt(sockets.SOL_SOCKET, sockets.SO_SNDBUF, 4096)
            slow._reader.cancel()  # it reads no more
            stages.set_phase(sqlite_store, FACILITATOR, vision, "clustering")
            most, number = 0, 0
            while not seat.line.clogged():
                number += 1
                cards.add_card(sqlite_store, FACILITATOR, vision, f"{number} {uuid.uuid4().hex * 8}"[:200])
                await shows(quick, number)
            for _ in range(5):
                number += 1
                cards.add_card(sqlite_store, FACILITATOR, vision, f"tarjeta {number}")
                await shows(quick, number)
                most = max(most, seat.line._waiting)
            assert most < 8_000 + 300 * number  # nothing was added to what waits
            slow._reader = asyncio.ensure_future(slow._read())
            await shows(slow, number)

    async def shows(page: Any, count: int) -> None:
        await page.until(lambda: len(page.state[FORM].get(f"texts:{vision}", {})) == count)

    asyncio.run(play())


def test_a_page_with_more_waiting_than_any_state_is_let_go(
        sqlite_store: Store, vision: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(light_channel, "MOST_WAITING", 20_000)

    async def play() -> None:
        async with hall(sqlite_store) as here:
            await here.page("Ceiba")
            seat = next(iter(here.room._seats))
            seat.line._frames.stream.socket.setsockopt(sockets.SOL_SOCKET, sockets.SO_SNDBUF, 4096)
            here.pages[0]._reader.cancel()
            while len(here.room):
                seat.line.put(b"x" * 10_000, 0)
                await asyncio.sleep(0)

    asyncio.run(play())


def test_a_page_that_is_silent_is_asked_and_then_let_go(sqlite_store: Store, vision: str) -> None:
    async def play() -> None:
        async with hall(sqlite_store) as here:
            await here.page("Ceiba")
            await here.page("Jaguar")
            there, gone = here.room._seats
            for seat in (there, gone):
                seat.heard -= light.SILENT + 1
            before = there.heard
            here.room._sweep(there.heard + light.SILENT + 1)
            await happens(lambda: there.heard > before)  # its browser answers by itself
            here.room._sweep(gone.heard + light.GONE + 1)
            await happens(lambda: len(here.room) == 0)

    asyncio.run(play())


def test_an_operation_that_is_sent_again_after_a_lost_connection_is_applied_once(
        sqlite_store: Store, vision: str) -> None:
    async def play() -> None:
        async with hall(sqlite_store) as here:
            page, op = await here.page("Ceiba"), uuid.uuid4().hex
            first = await write(page, vision, "una vez", op)
            assert await write(page, vision, "una vez", op) == first
            await page.close()
            again = await here.page("Ceiba", joins=False)
            assert (await write(again, vision, "una vez", op))["ok"]
            await again.until(lambda: mine(again, vision) == ["una vez"])
        async with hall(sqlite_store) as later:  # the door was started anew
            page = await later.page("Ceiba", joins=False)
            assert (await write(page, vision, "una vez", op))["ok"]
        assert texts(sqlite_store, vision) == ["una vez"]

    asyncio.run(play())


def test_changes_arrive_in_order_and_without_a_gap_while_all_write(sqlite_store: Store, vision: str) -> None:
    async def play() -> None:
        async with hall(sqlite_store) as here:
            people = [await here.page(f"Persona {n}") for n in range(4)]
            numbers: dict[int, list[int]] = {n: [] for n in range(4)}
            for n, page in enumerate(people):
                page.overheard = lambda said, n=n: numbers[n].append(said["seq"]) if "patch" in said else None
            await asyncio.gather(*(write(page, vision, f"{n}-{i}") for n, page in enumerate(people) for i in range(8)))
            stages.set_phase(sqlite_store, FACILITATOR, vision, "clustering")
            for n, page in enumerate(people):
                await page.until(lambda page=page: len(page.state[FORM].get(f"texts:{vision}", {})) == 32)
                assert sorted(mine(page, vision)) == sorted(f"{n}-{i}" for i in range(8))
                assert numbers[n] == list(range(numbers[n][0], numbers[n][0] + len(numbers[n])))
            assert len(texts(sqlite_store, vision)) == 32

    asyncio.run(play())


def test_each_page_is_spoken_to_in_the_language_in_which_it_was_opened(sqlite_store: Store, vision: str) -> None:
    async def play() -> None:
        async with hall(sqlite_store) as here:
            words: dict[str, tuple[str, str]] = {}
            spanish = await greeting(here, "Ceiba", words)
            portuguese_stage = open_plan(sqlite_store, "Plano da sala", "pt")
            await happens(lambda: here.room.sight.language == "pt")
            portuguese = await greeting(here, "Jaguar", words)
            assert {who: lang for who, (lang, _send) in words.items()} == {"Ceiba": "es", "Jaguar": "pt"}
            assert words["Ceiba"][1] != words["Jaguar"][1]
            for socket in (spanish, portuguese):
                await socket.write_message(json.dumps({
                    "op": "add_card", "id": "operation-1", "plan": "plano-da-sala", "stage": portuguese_stage,
                    "text": "sin alias"}))
            said = {who: (await answer_of(socket, "operation-1"))["message"]
                    for who, socket in (("Ceiba", spanish), ("Jaguar", portuguese))}
            assert said["Ceiba"] == "Primero elija un alias."
            assert said["Jaguar"] not in ("", said["Ceiba"])
            for socket in (spanish, portuguese):
                socket.close()

    async def greeting(here: Hall, who: str, words: dict[str, tuple[str, str]]) -> Any:
        socket = await here.socket(who)
        await socket.write_message(json.dumps({"op": "hello", "words": True}))
        first = await heard(socket)
        words[who] = first["lang"], first["labels"]["send"]
        assert first["reset"] is True
        return socket

    async def answer_of(socket: Any, op: str) -> dict[str, Any]:
        while (said := await heard(socket)).get("ack") != op:
            pass
        return said

    asyncio.run(play())


def test_where_nobody_is_named_only_the_operation_ids_prove_whose_a_card_is(sqlite_store: Store) -> None:
    stage = open_plan(sqlite_store, "Plan anónimo")
    stages.set_anonymity(sqlite_store, FACILITATOR, stage, "anonymous")

    async def play() -> None:
        async with hall(sqlite_store) as here:
            page, other, op = await here.page("Ceiba"), await here.page("Jaguar"), uuid.uuid4().hex
            plan = page.state[FORM]["plan"]["id"]
            card = (await write(page, stage, "sin nombre", op))["result"]
            await page.until(lambda: mine(page, stage) == ["sin nombre"])
            card_id = page.state[FORM][f"stage:{stage}"]["mine"][0]["id"]
            assert card is None
            assert not (await other.ask(FORM, "edit_card", plan=plan, card=card_id, text="de otra"))["ok"]
            await page.close()
            forgetful = await here.page("Ceiba", joins=False)
            assert mine(forgetful, stage) == []
            proved = await here.page("Ceiba", joins=False, proofs=[op])
            assert mine(proved, stage) == ["sin nombre"]
            assert (await proved.ask(FORM, "edit_card", plan=plan, card=card_id, text="corregida"))["ok"]
            await proved.until(lambda: mine(proved, stage) == ["corregida"])
        (row,) = rows(sqlite_store, "cards", stage_id=stage)
        assert (row["text"], row["author_id"]) == ("corregida", None)
        lines = [line for line in rows(sqlite_store, "changes", stage_id=stage) if line["table"] == "cards"]
        assert {(line["actor"], line["at"]) for line in lines} == {("", None)}

    asyncio.run(play())
