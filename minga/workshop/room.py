"""One reading of the room for all the phones of a process: the store is asked once for each change, not once a phone.

What phones show is kept in memory. After a commit the ledger says which rows changed, and only those are read again.
In an anonymous stage the ledger does not say which (``store/dealing.py``): its rows are read as a whole then, at a
pace that keeps this a small part of the time, save for the rows that a phone of this process has just written.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Set
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

from minga.store import Store, Watcher
from minga.workshop import phone_reading, room_reading
from minga.workshop.act import Row, own_id
from minga.workshop.actor import Actor
from minga.workshop.board import KEY, Board
from minga.workshop.phone import MOST_TEAMS, in_order
from minga.workshop.phone_parts import Sight, open_stages, own_proposal, stage_view
from minga.workshop.room_reading import Line
from minga.workshop.stages import SHOWN
from minga.workshop.visitor import Visitor

MOST_LINES = 400
"""Lines of the ledger after which everything is read anew: an import, or a reader that slept."""

MOST_KEPT = 500
"""Changes of which it is remembered whom they concern; a phone that saw nothing for longer looks anew."""

SHARE = 0.1
"""Part of the time that may go into reading anonymous stages as a whole."""

HIDDEN_PAUSE = 2.0
"""Seconds between two readings of an anonymous stage that shows nothing yet: a phone's own cards come at once."""

TEAMS, PLAN = "teams", "plan"
"""Keys of what only some phones look at: names of teams; what became of cards, actions."""

_LEANED_ON = ("plans", "stages", "participants", "clusters", "cards")
"""Tables whose rows others point to: when one goes, the database changes those without a line in the ledger."""

_QUIET = ("votes", "consents", "proposals", "participants", "values")
"""Tables that say nothing of what became of a card, nor of an action."""


T = TypeVar("T")


class RoomReader:
    """The room as all phones of a process see it; safe to use from several threads.

    Args:
        store: the store.
        share: part of the time that may go into reading anonymous stages as a whole; 1 reads them at each change.

    Attributes:
        version: grows whenever something changed that some phone may show.
        plan_id: the plan in the room; empty without any.
    """

    def __init__(self, store: Store, share: float = SHARE) -> None:
        self._store, self._share, self._lock = store, share, threading.RLock()
        self._watcher: Watcher | None = None
        self._plan: Row | None = None
        self._seq, self._whole = 0, False
        self._formed = False
        self._people: dict[str, Row] = {}
        self._devices: dict[str, str] = {}
        self._teams: list[str] = []
        self._boards: dict[str, Board] = {}
        self._stirred: set[str] = set()
        self._touched: dict[str, set[str]] = {}
        self._writers: set[Hashable] = set()
        self._not_before, self._asked = 0.0, -1.0
        self._told, self._once = 0, dict[str, tuple[int, Any]]()
        self._common, self._log = 0, list[tuple[int, set[Hashable]]]()
        self.version, self.plan_id = 0, ""

    # ── what phones ask: from memory ───────────────────────────────────────────────────────────────

    def visitor(self, device: str) -> Visitor:
        """A phone that will ask, kept by whoever asks for it."""
        return Visitor(device)

    def view_of(self, visitor: Visitor, own: Set[str], *, teams: bool = False, plan: bool = False) -> Sight:
        """What one phone may see, from memory; see ``phone.read_sight``, which says the same from the store.

        Args:
            visitor: the phone.
            own: ids of cards of anonymous stages that this browser proved to be its own.
            teams: also tell the names of teams; whoever has not joined yet is told anyway.
            plan: this phone looks at what became of its cards, or at the actions.
        """
        with self._lock:
            visitor.seen = self.version
            visitor.leave(self._boards.keys())
            visitor.keys = {visitor.hashed_in(self.plan_id), *own, *([PLAN] if plan else [])}
            if self._plan is None:
                return Sight(None, None, None, [], False)
            me = self.person(visitor)
            visitor.keys.add(me["participant_id"] if me else TEAMS)
            if teams:
                visitor.keys.add(TEAMS)
            actor = Actor(me["participant_id"] if me else "", "participant", visitor.device)
            return Sight(self._plan, me, self._teams if teams or not me else None,
                         [_seen(visitor, board, actor, own) for board in self._boards.values()],
                         me is not None and self._formed)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What is read for whoever looks at the plan: made once, until something changes that it may tell of."""
        with self._lock:
            known = self._once.get(name)
            if known is None or known[0] != self._told:
                known = self._once[name] = self._told, make()
            made: T = known[1]
            return made

    def person(self, visitor: Visitor) -> Row | None:
        """The participant whose phone it is; None before joining."""
        return self._people.get(self._devices.get(visitor.hashed_in(self.plan_id), ""))

    def stale(self, visitor: Visitor) -> bool:
        """Whether a phone may see something else than when it was last looked at; very cheap when not."""
        with self._lock:
            if visitor.seen < self._common:
                return True
            for version, concerned in reversed(self._log):
                if version <= visitor.seen:
                    break
                if visitor.concerned(concerned):
                    return True
            visitor.seen = self.version
            return False

    # ── what changed: from the store ───────────────────────────────────────────────────────────────

    def wrote(self, by: Visitor, table: str, row_id: str) -> None:
        """Note a row that a phone of this process has just written; of an anonymous stage the ledger does not say it.

        It is read at the next ``refresh``; the other pages of the same browser are then stale too.
        """
        with self._lock:
            self._touched.setdefault(table, set()).add(row_id)
            self._writers.add(by.hashed_in(self.plan_id))

    def refresh(self, within: float = 0.0) -> bool:
        """Read what was committed since the last time; very cheap when nothing was.

        Args:
            within: seconds within which nobody asks the store again, unless a phone of this process has written.

        Returns:
            Whether something changed that some phone may show.
        """
        with self._lock:
            before, now = self.version, time.monotonic()
            if not self._touched and now - self._asked < within:
                return False
            self._asked = now
            if self._watcher is None:
                self._watcher, self._whole = Watcher(self._store), True
            due = bool(self._stirred) and now >= self._not_before
            if not (self._watcher.changed() or self._whole or self._touched or due):
                return False
            try:
                with self._store.reading() as connection:
                    self._read(connection)
            except BaseException:
                self._whole = True  # nobody knows how far it came
                raise
            return self.version != before

    def close(self) -> None:
        """Give the connection back; whoever refreshes afterwards opens it again and reads everything anew."""
        with self._lock:
            if self._watcher is not None:
                self._watcher.close()
                self._watcher = None

    def _read(self, c: sa.Connection) -> None:
        (named, self._touched), (concerned, self._writers) = (self._touched, {}), (self._writers, set())
        plan = phone_reading.plan_in_room(c)
        lines = room_reading.lines_since(c, self.plan_id, self._seq, MOST_LINES + 1)
        if self._whole or plan is None or plan["plan_id"] != self.plan_id or len(lines) > MOST_LINES or any(
                line.op == "delete" and line.table in _LEANED_ON for line in lines):
            self._read_all(c, plan)
            self._tell({PLAN}, common=True)
            return
        common, self._plan = plan != self._plan, plan
        self._seq = lines[-1].seq if lines else self._seq
        for line in lines:
            if line.dealt:
                self._stirred.add(line.stage_id)
            elif line.table not in KEY or not line.stage_id or line.stage_id in self._boards:
                named.setdefault(line.table, set()).add(line.row_id)
        if any(self._of_plan(line) for line in lines):
            concerned.add(PLAN)
        if "stages" in named:
            common |= self._restage(c)
        if "participants" in named:
            concerned |= self._meet(c, named["participants"])
        if named.keys() & {"actions", "directions"}:
            common |= self._look_for_actions(c)
        if "clusters" in named:
            self._arrange(c)
        for name in KEY:
            concerned |= self._by_id(c, name, named.get(name, set()))
        concerned |= self._by_stage(c)
        common |= sum(board.settle() for board in self._boards.values()) > 0  # each of them
        self._tell(concerned, common=common)

    def _read_all(self, c: sa.Connection, plan: Row | None) -> None:
        if plan is None or plan["plan_id"] != self.plan_id:
            self._boards, self._people, self._devices = {}, {}, {}
        self._plan, self.plan_id = plan, plan["plan_id"] if plan else ""
        self._stirred = set()
        self._seq = room_reading.newest(c, self.plan_id)
        people = room_reading.people_of(c, self.plan_id)
        self._people = {row["participant_id"]: row for row in people}
        self._devices = room_reading.devices_of(c, list(self._people))
        self._name_teams()
        self._look_for_actions(c)
        self._restage(c, anew=True)
        self._whole = False

    def _tell(self, concerned: set[Hashable], *, common: bool) -> None:
        """Remember whom this reading concerns: everybody, or the phones with one of these keys."""
        if not (common or concerned):
            return
        self.version += 1
        if common or PLAN in concerned:
            self._told = self.version
        if common:
            self._common, self._log = self.version, []
            return
        self._log.append((self.version, concerned))
        if len(self._log) > MOST_KEPT:
            self._common = self._log.pop(0)[0]

    def _of_plan(self, line: Line) -> bool:
        """Whether a line may change what became of somebody's card, or an action."""
        if line.table != "cards":
            return line.table not in _QUIET
        board = self._boards.get(line.stage_id)
        return board is None or board.stage["phase"] in SHOWN

    def _restage(self, c: sa.Connection, *, anew: bool = False) -> bool:
        """Read the stages, and those that are open and not as they were; says whether there was any change."""
        stages = open_stages(phone_reading.stages_of(c, plan_id=self.plan_id))
        before, self._boards = self._boards, {}
        for stage in stages:
            old = before.get(stage["stage_id"])
            same = old is not None and old.stage == stage and not anew
            self._boards[stage["stage_id"]] = old if old and same else self._board(c, stage, old)
        return list(before.items()) != list(self._boards.items())

    def _board(self, c: sa.Connection, stage: Row, old: Board | None) -> Board:
        stage_id = stage["stage_id"]
        self._stirred.discard(stage_id)
        groups = phone_reading.by_stage(c, "clusters", [stage_id]).get(stage_id, [])
        return Board(stage, groups, lambda name: room_reading.rows_of_stage(c, name, stage_id), old and old.face)

    def _meet(self, c: sa.Connection, ids: set[str]) -> set[Hashable]:
        """Read people who came or changed their name; tells whom it concerns."""
        found = {row["participant_id"]: row for row in room_reading.rows_by_id(c, "participants", ids)
                 if row["plan_id"] == self.plan_id}
        devices = room_reading.devices_of(c, list(found))
        for one in ids:
            self._people.pop(one, None)
        self._people |= found
        self._devices |= devices
        return {*ids, *devices, *([TEAMS] if self._name_teams() else [])}

    def _name_teams(self) -> bool:
        teams = in_order(islice({p["team"] for p in self._people.values() if p["team"]}, MOST_TEAMS))
        changed, self._teams = teams != self._teams, teams
        return changed

    def _look_for_actions(self, c: sa.Connection) -> bool:
        formed = phone_reading.actions_formed(c, self.plan_id)
        changed, self._formed = formed != self._formed, formed
        return changed

    def _arrange(self, c: sa.Connection) -> None:
        groups = phone_reading.by_stage(c, "clusters", list(self._boards))
        for stage_id, board in self._boards.items():
            board.arrange(groups.get(stage_id, []))

    def _by_id(self, c: sa.Connection, name: str, ids: set[str]) -> set[Hashable]:
        """Read rows that are known to have changed."""
        if not ids:
            return set()
        found = {row[KEY[name]]: row for row in room_reading.rows_by_id(c, name, ids)}
        concerned: set[Hashable] = set()
        for stage_id, board in self._boards.items():
            if name in board.kept:
                here = {one: row for one, row in found.items() if row["stage_id"] == stage_id}
                gone = dict.fromkeys(one for one in ids if one in board.rows[name] and one not in here)
                concerned |= board.put(name, gone | here)
        return concerned

    def _by_stage(self, c: sa.Connection) -> set[Hashable]:
        """Read anonymous stages as a whole, when something came to them and it is time."""
        started = time.monotonic()
        if not self._stirred or started < self._not_before:
            return set()
        concerned: set[Hashable] = {PLAN}
        boards = [self._boards[stage_id] for stage_id in self._stirred & self._boards.keys()]
        for board in boards:
            for name in board.kept:
                concerned |= board.reload(name, room_reading.rows_of_stage(c, name, board.stage["stage_id"]))
        self._stirred.clear()
        now = time.monotonic()
        pause = (now - started) * (1 / self._share - 1)
        hidden = self._share < 1 and all(board.stage["phase"] not in SHOWN for board in boards)
        self._not_before = now + max(pause, HIDDEN_PAUSE if hidden else 0.0)
        return concerned


def _seen(visitor: Visitor, board: Board, actor: Actor, own: Set[str]) -> Row:
    """A stage as one phone sees it; what concerns this phone in it is noted."""
    said, stance = visitor.proposals(board, actor), None
    if board.stage["phase"] == "resolve" and actor.secret:
        mine = own_id(actor, "consent", board.stage["stage_id"])
        stance = board.rows["consents"].get(mine)
        visitor.keys.add(mine)
    visitor.keys.update(board.about(row) for row in said)
    return stage_view(board.face, board.mine(actor.participant_id, own),
                      [own_proposal(row, board.same(row)) for row in said], visitor.points(board, actor), stance)
