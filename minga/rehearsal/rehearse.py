"""The whole rehearsal: people arrive, the time passes, everybody leaves, and the plan is looked at."""

from __future__ import annotations

import asyncio
import random
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from minga.errors import InputError, ServeError, UsageError
from minga.i18n import LANGUAGES
from minga.i18n import gettext as _
from minga.rehearsal import keeping
from minga.rehearsal.browser import Browser, Lost
from minga.rehearsal.leader import Leader
from minga.rehearsal.page import Page
from minga.rehearsal.person import FORM, Person, Room
from minga.rehearsal.record import Record, part
from minga.rehearsal.words import Deck, words
from minga.store import Store
from minga.workshop.plans import find_plan, slug

FIRST_MINUTE = 60.0
LONGEST_ARRIVAL = 180.0
"""Seconds after which it begins with whoever is there."""


@dataclass(frozen=True)
class Rehearsal:
    """What to play.

    Attributes:
        participants: how many people.
        seconds: how long.
        url: the participants' door.
        language: of the words that people write.
        plan: the plan to write into; empty for one made for the rehearsal.
        seed: the same seed gives the same people; what they meet differs.
        pace: mean seconds between two things that one person does.
        facilitator_url: the facilitator's door, when the rehearsal also leads; empty otherwise.
        phrase: the pass phrase of that door.
        stage: key of the stage that is led; the plan's first one with groups when empty.
    """

    participants: int
    seconds: float
    url: str
    language: str = "es"
    plan: str = ""
    seed: int | None = None
    pace: float = 6.0
    facilitator_url: str = ""
    phrase: str = field(default="", repr=False)
    stage: str = ""


@dataclass(frozen=True)
class Report:
    """How it went.

    Attributes:
        plan: id of the plan that was written into.
        figures: counts and seconds, plain data.
        faults: what was acknowledged and is not in the plan exactly once.
        errors: what should never happen: internal errors, lines of the server's log.
        verified: where it was looked for: "csv", "wall" (through the facilitator's page) or "".
    """

    plan: str
    figures: dict[str, Any]
    faults: tuple[str, ...]
    errors: tuple[str, ...]
    verified: str

    @property
    def well(self) -> bool:
        """Whether nothing was lost, doubled or broken."""
        return not self.faults and not self.errors


def rehearse(asked: Rehearsal, store: Store | None = None,
             progress: Callable[[float, Record], None] | None = None) -> Report:
    """Play a synthetic workshop against a running server; Ctrl-C ends it politely, with its report.

    Args:
        asked: what to play.
        store: the server's store, where it is on this machine.
        progress: told now and then the share of the time that has passed, and the record so far.

    Raises:
        ServeError: nothing answers at the address, or the pass phrase is another one.
        UsageError: the room is in a plan that was not made for rehearsals, and none was named.
    """
    return asyncio.run(_play(asked, store, progress or (lambda share, record: None)))


async def _play(asked: Rehearsal, store: Store | None, progress: Callable[[float, Record], None]) -> Report:
    chance, record, over = random.Random(asked.seed), Record(), asyncio.Event()
    deck = Deck(words(asked.language), chance)
    leader = Leader(asked.facilitator_url, asked.phrase) if asked.facilitator_url else None
    if leader is not None:
        await leader.enter()
    before = keeping.room_of(store) if store is not None else ""
    plan = await _plan(asked, store, leader, deck)
    keys = keeping.stage_keys(store, plan) if store is not None else {}
    room = Room(asked.url, plan, deck, record, chance, asked.pace, keys, over)
    try:
        if leader is not None:
            await leader.open_stage(keeping.stage_address(store, plan, asked.stage), room)
        await _live(asked, room, leader, progress)
        faults, verified = await _verify(room, store, leader)
    except Lost as why:
        raise ServeError(_("La página de la etapa no se abrió ({why}).").format(why=why), _(
            "Mire el final de outputs/serve.log en el equipo que sirve.")) from why
    finally:
        if leader is not None:
            await leader.close()
        if store is not None:
            keeping.leave_room(store, plan, before)
    return Report(plan, _figures(record), tuple(faults), tuple(record.errors), verified)


async def _plan(asked: Rehearsal, store: Store | None, leader: Leader | None, deck: Deck) -> str:
    """The plan to write into, in the room; never a real one that was not named."""
    if store is not None and asked.plan:
        find_plan(store, asked.plan)
    before = keeping.room_of(store) if store is not None else ""
    browser, wanted = Browser(asked.url), asked.plan
    try:
        page = await Page.open(browser, "", FORM)
    except Lost as why:
        browser.close()
        raise ServeError(_("En {url} no responde ningún servidor.").format(url=asked.url), _(
            "Abra el cuaderno con «minga serve», o indique la dirección con --url.")) from why
    try:
        wanted = await _wanted_plan(asked, store, leader, deck, str(page.state[FORM]["plan"]["id"]))
        await page.until(lambda: page.state[FORM]["plan"]["id"] == wanted)
    except Lost as why:
        if store is not None:
            keeping.leave_room(store, wanted, before)
        raise ServeError(_("El servidor de {url} no está en el plan «{plan}».").format(url=asked.url, plan=wanted), _(
            "Si usa otro almacén, indíquelo con --store; si está en otro equipo, ábralo en la sala.")) from why
    finally:
        await page.leave()
        browser.close()
    return wanted


async def _wanted_plan(asked: Rehearsal, store: Store | None, leader: Leader | None, deck: Deck, here: str) -> str:
    if store is not None:
        return keeping.open_plan(store, asked.plan, deck.words.title, asked.language)
    if leader is not None and not asked.plan:
        return await leader.begin_plan(keeping.title(deck.words.title), asked.language)
    if not asked.plan and not _for_rehearsals(here):
        raise UsageError(_("La sala está en «{plan}», que no es un plan de ensayo.").format(plan=here), _(
            "Abra en la sala un plan cuyo nombre empiece por «{title}», o diga --plan {plan} si de verdad quiere "
            "escribir en él.").format(title=deck.words.title, plan=here))
    return asked.plan or here


def _for_rehearsals(plan: str) -> bool:
    return any(plan.startswith(slug(words(language).title)) for language in LANGUAGES)


async def _live(asked: Rehearsal, room: Room, leader: Leader | None,
                progress: Callable[[float, Record], None]) -> None:
    """Everybody's time in the room; ends early, and politely, on Ctrl-C."""
    loop = asyncio.get_running_loop()
    with suppress(NotImplementedError, ValueError, RuntimeError):  # Windows, or not the main thread
        loop.add_signal_handler(signal.SIGINT, room.over.set)
    arriving = min(FIRST_MINUTE, asked.seconds / 4)
    people = [Person(room, alias, room.chance.choice(room.deck.words.teams))
              for alias in room.deck.people(asked.participants)]
    tasks = [asyncio.ensure_future(person.live(room.chance.uniform(0, arriving))) for person in people]
    leading: list[asyncio.Future[None]] = []
    await _until_half(room, tasks)
    if leader is not None:
        leading.append(asyncio.ensure_future(leader.lead(asked.seconds)))
    begun = loop.time()
    while (passed := loop.time() - begun) < asked.seconds and not room.over.is_set():
        progress(passed / asked.seconds, room.record)
        for task in [*tasks, *leading]:
            if task.done() and not room.over.is_set():
                room.over.set()
                _note(task, room.record)
        await room.until(min(1.0, asked.seconds - passed))
    room.over.set()
    for task in [*tasks, *leading]:
        with suppress(Exception):
            await task
        _note(task, room.record)
    progress(1.0, room.record)
    with suppress(NotImplementedError, ValueError, RuntimeError):
        loop.remove_signal_handler(signal.SIGINT)


async def _until_half(room: Room, tasks: list[asyncio.Future[None]]) -> None:
    """Time is counted from when half of the people are in: a workshop does not begin in an empty room."""
    begun = asyncio.get_running_loop().time()
    while (2 * len(room.record.present) < len(tasks) and not room.over.is_set() and not any(t.done() for t in tasks)
           and asyncio.get_running_loop().time() - begun < LONGEST_ARRIVAL):
        await room.until(0.1)


def _note(task: asyncio.Future[None], record: Record) -> None:
    wrong = task.exception() if task.done() and not task.cancelled() else None
    if wrong is not None and (said := f"{type(wrong).__name__}: {wrong}") not in record.errors:
        record.failed(said)


async def _verify(room: Room, store: Store | None, leader: Leader | None) -> tuple[list[str], str]:
    for why, times in room.record.refusals().items():
        if why in keeping.internal_errors():
            room.record.failed(f"{why} ({times})")
    if store is not None:
        return keeping.faults_in_csv(room.record, store, room.plan, leader.placed if leader else None), "csv"
    if leader is not None:
        try:
            return keeping.faults_on_wall(room.record, await leader.wall(), leader.placed), "wall"
        except (Lost, InputError) as why:
            return [str(why)], ""
    return [], ""


def _figures(record: Record) -> dict[str, Any]:
    waits = [o.seconds for o in record.operations if o.fate == "acknowledged" and o.who]
    cards = record.of("add_card")
    fates = record.fates()
    return {
        "people": len(record.present), "cards": len(cards), "sent": fates.total(),
        "acknowledged": fates["acknowledged"], "refused": fates["refused"], "unknown": fates["unknown"],
        "operations": {op: len(record.of(op)) for op in sorted({o.op for o in record.operations})},
        "refusals": dict(record.refusals().most_common(10)),
        "acknowledgement_p50": part(waits, 0.5), "acknowledgement_p95": part(waits, 0.95),
        "card_to_wall_p50": part(record.to_wall, 0.5), "card_to_wall_p95": part(record.to_wall, 0.95),
        "cards_seen_on_wall": len(record.to_wall),
        "page_p50": part(record.opened, 0.5), "page_p95": part(record.opened, 0.95),
        "connections_lost": record.lost, "times_away": record.away,
    }
