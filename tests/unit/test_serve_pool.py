"""Pages made ahead of time: handed out once each, made again when one fails, and a queue that moves."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from io import StringIO
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.serve.kernel_way import pool
from minga.serve.kernel_way.pool import Place, Pool
from minga.serve.kernel_way.prepared import Prepared, is_simple
from minga.serve.opening import limits, progress, scratch
from minga.serve.opening.limits import MB, Limits


class Kernels:
    """Kernels that only exist in name."""

    def __init__(self) -> None:
        self.dead: set[str] = set()
        self.given: dict[str, str] = {}
        self.asked_for_room = 0

    def make_room(self) -> None:
        self.asked_for_room += 1

    def give(self, kernel_id: str, user: str) -> None:
        assert kernel_id not in self.given
        self.given[kernel_id] = user

    def expect(self, kernel_id: str) -> None:
        assert kernel_id in self.given

    async def alive(self, kernel_id: str) -> bool:
        await asyncio.sleep(0)
        return kernel_id not in self.dead


class Press:
    """Makes pages when it is told to, and fails as often as it is told to."""

    def __init__(self, failures: int = 0, gate: asyncio.Semaphore | None = None) -> None:
        self.made = self.at_once = self.most_at_once = 0
        self.failures, self.gate = failures, gate

    async def __call__(self) -> Prepared:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await (self.gate.acquire() if self.gate else asyncio.sleep(0))
            if self.failures:
                self.failures -= 1
                raise OSError("no kernel")
            self.made += 1
            return Prepared(f"k{self.made}", f"<p>{self.made}</p>", False, nbformat.v4.new_notebook(), 0.1)
        finally:
            self.at_once -= 1


def play(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a story to its end, soon."""
    asyncio.run(asyncio.wait_for(story(), 20))


async def until(happened: Callable[[], object]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(10):
        while not happened():
            await asyncio.sleep(0.001)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses that nobody notices."""
    monkeypatch.setattr(pool, "FIRST_PAUSE", 0.002)
    monkeypatch.setattr(pool, "REFILL_PAUSE", 0.001)


def test_as_many_pages_are_made_as_people_are_expected_and_it_is_told_how_far_they_are() -> None:
    async def story() -> None:
        told: list[tuple[int, int]] = []
        made, press = Kernels(), Press()
        people = Pool(press, made, expected=12, workers=3, progress=lambda *now: told.append(now))
        people.open()
        await until(lambda: told[-1] == (12, 12))
        assert told[0] == (0, 12)
        assert people.ready == 12
        assert press.most_at_once == 3
        await people.close()

    play(story)


def test_nobody_shares_a_page_however_many_come_at_once() -> None:
    async def story() -> None:
        made = Kernels()
        people = Pool(Press(), made, expected=5, spare=0, workers=2)
        people.open()
        got = await asyncio.gather(*(people.join(f"v{n}", 5) for n in range(20)))
        assert len({page.kernel_id for page in got if isinstance(page, Prepared)}) == 20
        assert {made.given[page.kernel_id] for page in got} == {f"v{n}" for n in range(20)}
        await people.close()

    play(story)


def test_a_visitor_keeps_one_page_across_reloads_and_tabs() -> None:
    async def story() -> None:
        people = Pool(Press(), Kernels(), expected=3, workers=1)
        people.open()
        await until(lambda: people.ready >= 3)
        tabs = await asyncio.gather(*(people.take("ana") for _ in range(4)))
        assert len({page.kernel_id for page in tabs if page}) == 1
        assert await people.join("ana", 0) is tabs[0]
        await people.close()

    play(story)


def test_a_page_whose_kernel_died_is_not_given_again() -> None:
    async def story() -> None:
        made = Kernels()
        people = Pool(Press(), made, spare=2, workers=1)
        people.open()
        first = await people.join("ana", 5)
        made.dead.add(first.kernel_id)
        people.forget(first.kernel_id)
        second = await people.join("ana", 5)
        assert second.kernel_id != first.kernel_id
        assert made.given[second.kernel_id] == "ana"
        await people.close()

    play(story)


def test_a_page_that_dies_while_it_waits_is_replaced() -> None:
    async def story() -> None:
        people = Pool(Press(), Kernels(), spare=2, workers=1)
        people.open()
        await until(lambda: people.ready == 2)
        people.forget("k1")
        assert people.ready == 1
        await until(lambda: people.ready == 2)
        await people.close()

    play(story)


def test_who_comes_beyond_the_cap_is_told_so_and_room_is_looked_for() -> None:
    async def story() -> None:
        made = Kernels()
        people = Pool(Press(), made, spare=4, most=3, workers=2)
        people.open()
        for name in ("ana", "bea", "ciro"):
            assert isinstance(await people.join(name, 5), Prepared)
        assert await people.join("dora", 5) is None
        assert made.asked_for_room == 1
        people.forget(next(kernel for kernel, user in made.given.items() if user == "bea"))
        assert isinstance(await people.join("dora", 5), Prepared)
        await people.close()

    play(story)


def test_there_are_never_more_pages_than_the_cap() -> None:
    async def story() -> None:
        press = Press()
        people = Pool(press, Kernels(), expected=50, most=7, workers=4)
        people.open()
        await until(lambda: people.ready == 7)
        assert people.room() == 0
        assert press.made == 7
        await people.close()

    play(story)


def test_the_queue_moves_and_empties() -> None:
    async def story() -> None:
        gate = asyncio.Semaphore(0)
        people = Pool(Press(gate=gate), Kernels(), spare=0, workers=2)
        people.open()
        names = [f"v{n}" for n in range(6)]
        places = [await people.join(name, 0) for name in names]
        assert [place.number for place in places] == [1, 2, 3, 4, 5, 6]
        assert places[-1].seconds >= places[0].seconds > 0
        gate.release()
        await until(lambda: people.waiting == 5)
        assert isinstance(await people.join("v0", 0), Prepared)
        moved = await people.join("v5", 0)
        assert isinstance(moved, Place)
        assert moved.number == 5
        for _ in range(5):
            gate.release()
        assert all(isinstance(page, Prepared) for page in [await people.join(name, 5) for name in names])
        assert people.waiting == 0
        await people.close()

    play(story)


def test_who_does_not_ask_any_more_has_left_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        people = Pool(Press(gate=asyncio.Semaphore(0)), Kernels(), spare=0, workers=1)
        people.open()
        await people.join("gone", 0)
        monkeypatch.setattr(pool, "FORGOTTEN_SECONDS", -1.0)
        assert (await people.join("ana", 0)).number == 1
        await people.close()

    play(story)


def test_what_fails_is_tried_again_after_ever_longer_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        pauses: list[float] = []
        loop = asyncio.get_running_loop()
        later = loop.call_later
        monkeypatch.setattr(loop, "call_later", lambda pause, *rest, **named: (
            pauses.append(pause) if rest[0] == people._pump else None, later(pause, *rest, **named))[1])
        people = Pool(Press(failures=2), Kernels(), spare=2, workers=1)
        people.open()
        await until(lambda: people.ready == 2)
        assert len(pauses) == 2
        assert pauses[1] > pauses[0]
        await people.close()

    play(story)


def test_where_no_page_can_be_made_nobody_is_asked_to_wait_for_ever() -> None:
    async def story() -> None:
        told: list[tuple[int, int]] = []
        people = Pool(Press(failures=99), Kernels(), expected=4, workers=1, progress=lambda *now: told.append(now))
        people.open()
        await until(lambda: told[-1] == (0, 0))
        assert await people.join("ana", 0) is None
        await people.close()

    play(story)


def test_nothing_is_made_once_the_pool_is_closed() -> None:
    async def story() -> None:
        press = Press()
        people = Pool(press, Kernels(), expected=3, workers=1)
        people.open()
        await people.close()
        made = press.made
        people.forget("k1")
        await asyncio.sleep(0)
        assert press.made == made

    play(story)


@given(st.integers(0, 10**12), st.integers(0, 10**6), st.integers(1, 256))
def test_a_machine_holds_what_its_scarcest_thing_allows(memory: int, files: int, cores: int) -> None:
    found = Limits(memory, files, cores)
    assert found.pages() >= 1
    assert found.pages() == max(1, min(found.by_memory(), found.by_files(), found.by_cores()))
    assert str(found.pages()) in found.words()


def test_a_laptop_holds_a_full_room() -> None:
    assert Limits(16 * 1024 * MB, 20_000, 2).pages() >= 200


def test_this_machine_can_be_looked_at_and_a_container_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CGROUP", tmp_path)
    whole = limits.probe()
    (tmp_path / "memory.max").write_text(str(900 * MB))
    (tmp_path / "memory.current").write_text(str(100 * MB))
    inside = limits.probe()
    assert 0 <= inside.memory <= 200 * MB
    assert inside.memory <= whole.memory
    assert inside.files == whole.files > 0
    (tmp_path / "memory.max").write_text("max\n")
    assert limits.probe().memory > inside.memory


def test_folders_that_a_killed_workshop_left_are_removed_and_those_in_use_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scratch, "short_temporary_folder", lambda: str(tmp_path))
    for name in ("minga_left", "door_left", "minga_other", "elsewhere"):
        (tmp_path / name).mkdir()
    for name in ("minga_left", "door_left", "elsewhere"):
        (tmp_path / name / scratch.LOCK).touch()
    with scratch.own_folder("minga_") as used:
        scratch.sweep()
        assert {file.name for file in tmp_path.iterdir()} == {used.name, "minga_other", "elsewhere"}
    assert not used.exists()


def test_the_terminal_tells_how_many_pages_are_ready(tmp_path: Path) -> None:
    out = StringIO()
    (tmp_path / "pages").write_text("12 12")
    progress.wait_for_pages(tmp_path, threading.Event(), lambda: False, out)
    assert out.getvalue() == "Preparando páginas: 12 de 12\n"


def test_nobody_waits_for_pages_of_a_door_that_is_gone_or_when_told_to_stop(tmp_path: Path) -> None:
    out, stop = StringIO(), threading.Event()
    progress.wait_for_pages(tmp_path, stop, lambda: True, out)
    stop.set()
    (tmp_path / "pages").write_text("1 12")
    progress.wait_for_pages(tmp_path, stop, lambda: False, out)
    assert out.getvalue() == ""


def cells(*outputs: dict[str, Any]) -> list[nbformat.NotebookNode]:
    """One cell with these outputs."""
    return [nbformat.v4.new_code_cell(outputs=[nbformat.from_dict(one) for one in outputs])]


def test_our_own_front_end_draws_text_and_one_component_of_ours() -> None:
    text = {"output_type": "display_data", "data": {"text/html": "<p>"}, "metadata": {}}
    view = {"output_type": "display_data", "metadata": {}, "data": {
        "application/vnd.jupyter.widget-view+json": {"model_id": "m"}, "text/plain": "…"}}
    picture = {"output_type": "display_data", "data": {"image/png": "…"}, "metadata": {}}
    printed = {"output_type": "stream", "name": "stdout", "text": "…"}
    ours = {"m": {"_anywidget_id": "minga_widgets.participate.Participate"}}
    assert is_simple(cells(text, view, printed), ours)
    assert not is_simple(cells(view, view), ours)
    assert not is_simple(cells(view), {"m": {"_anywidget_id": "__main__.Counter"}})
    assert not is_simple(cells(view), {"m": {"_model_name": "ButtonModel"}})
    assert not is_simple(cells(picture), {})
