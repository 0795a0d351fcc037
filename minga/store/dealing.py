"""Lines of an anonymous stage, dealt among one another like cards, so that their order tells nothing.

A line that a participant leaves in an anonymous stage changes places with a line chosen by lot among the earlier
ones of its kind (an inside-out Fisher–Yates shuffle): whoever reads the ledger sees when something was done, as
one line more, but each line is as likely to be any of them. Two rules keep the ledger true:

- The lines of one row stay in their order, so that the ledger still tells the whole story from an empty page. A
  line moves only while nothing came after it for the same row.
- What somebody does to a row that only participants have touched is folded into the line that is there: one line
  for each such row, with what it says now. A wording that its author corrected is then nowhere any more, and
  whether a card was corrected says nothing of when it came.

Lines of whoever facilitates are never moved: undoing needs their order.
"""

from __future__ import annotations

import secrets
from functools import cache
from typing import Any

import sqlalchemy as sa

from minga import tables
from minga.store import statements

Line = dict[str, Any]

MARK = "~"
"""First character of the group of a line that was dealt; each such line is a group of its own."""

_MOVED = ("verb", "group_id", "table", "row_id", "op", "before", "after", "undoes")
"""What changes places; plan and stage are the same, and neither actor nor time is there."""

_DRAWS = 32


def is_dealt(group_id: str) -> bool:
    """Whether a line's place in the ledger was chosen by lot."""
    return group_id.startswith(MARK)


def deal(connection: sa.Connection, line: Line) -> None:
    """Write a line, complete but for its number, at a place that tells nothing.

    Args:
        connection: an open transaction, the only one that writes to the plan.
        line: columns of ``changes``; without actor and time.
    """
    line = {**line, "group_id": MARK + tables.new_id()}
    earlier = _lines_of_row(connection, line)
    folded = earlier[0] if earlier and is_dealt(earlier[0]["group_id"]) else None
    after = [old["seq"] for old in earlier if old is not folded]
    if folded is None:
        _place(connection, line, after[0] if after else 0)
        return
    merged = _merged(folded, line)
    if merged is not None:
        _place(connection, merged, after[0] if after else 0, without=folded["seq"])
    elif not _stir(connection, line["stage_id"], folded["seq"]):
        _insert(connection, line)  # the only line there is: nothing to hide it among
        return
    _delete(connection, folded["seq"])


def _place(connection: sa.Connection, line: Line, above: int, without: int = 0) -> None:
    """Append a line, or let it take the place of another one, which then stands at the end."""
    seq = _drawn(connection, line["stage_id"], above, without, stay=True)
    if seq is None:
        _insert(connection, line)
        return
    _append_copy(connection, seq)
    connection.execute(statements.update("changes", _MOVED), {"key_seq": seq, **{f"to_{k}": line[k] for k in _MOVED}})


def _stir(connection: sa.Connection, stage_id: str, without: int) -> bool:
    """Where an act leaves no line, another line moves to the end, so that whoever follows the ledger looks."""
    seq = _drawn(connection, stage_id, 0, without, stay=False)
    if seq is None:
        return False
    _append_copy(connection, seq)
    _delete(connection, seq)
    return True


def _append_copy(connection: sa.Connection, seq: int) -> None:
    other = connection.execute(statements.get("changes"), {"key_seq": seq}).mappings().one()
    _insert(connection, {k: v for k, v in other.items() if k != "seq"})


def _drawn(connection: sa.Connection, stage_id: str, above: int, without: int, *, stay: bool) -> int | None:
    """A line drawn by lot among those that may move; None for the place at the end (or when there is none).

    Numbers are drawn until one is a line that may move: each is as likely as any other, and in a stage of
    thousands only a few lines are looked at.
    """
    where = {"stage": stage_id, "above": above, "without": without}
    first, last = connection.execute(_ends(), where).one()
    if first is None:
        return None
    lots = [first + secrets.randbelow(last - first + 1 + stay) for _n in range(_DRAWS)]
    found = {row.seq: row for row in connection.execute(_candidates(lots=True), {**where, "lots": lots})}
    for lot in lots:
        if lot > last:
            return None
        if lot in found and not _touched_since(connection, found[lot]):
            return lot
    free = list(connection.execute(_candidates(lots=False), where).scalars())
    chosen = secrets.randbelow(len(free) + stay) if free or stay else len(free)
    return free[chosen] if chosen < len(free) else None


@cache
def _ends() -> sa.Select[Any]:
    """The first and the last line of a stage above a number."""
    changes = tables.table("changes")
    return sa.select(sa.func.min(changes.c.seq), sa.func.max(changes.c.seq)).where(
        changes.c.stage_id == sa.bindparam("stage"), changes.c.seq > sa.bindparam("above"))


@cache
def _candidates(*, lots: bool) -> sa.Select[Any]:
    """Lines of a stage that were dealt: those with these numbers, or all that may be dealt again."""
    changes = tables.table("changes")
    return sa.select(changes.c.seq, changes.c.table, changes.c.row_id).where(
        changes.c.seq.in_(sa.bindparam("lots", expanding=True)) if lots else movable(),
        changes.c.stage_id == sa.bindparam("stage"), changes.c.seq > sa.bindparam("above"),
        changes.c.seq != sa.bindparam("without"), marked())


def movable() -> sa.ColumnElement[bool]:
    """The SQL condition that finds lines that were dealt and may be dealt again: the last ones of their rows."""
    changes = tables.table("changes")
    later = changes.alias()
    return sa.and_(marked(), ~sa.exists().where(
        later.c.row_id == changes.c.row_id, later.c.table == changes.c.table, later.c.seq > changes.c.seq))


def marked() -> sa.ColumnElement[bool]:
    """The SQL condition that finds lines that were dealt."""
    return sa.func.substr(tables.table("changes").c.group_id, 1, 1) == MARK


def _touched_since(connection: sa.Connection, line: Any) -> bool:
    return connection.execute(_newest_of_row(), {"row": line.row_id, "of": line.table}).scalar() > line.seq


@cache
def _newest_of_row() -> sa.Select[Any]:
    changes = tables.table("changes")
    return sa.select(sa.func.max(changes.c.seq)).where(
        changes.c.row_id == sa.bindparam("row"), changes.c.table == sa.bindparam("of"))


def _lines_of_row(connection: sa.Connection, line: Line) -> list[Any]:
    """The newest two lines of the same row, the newest first."""
    return list(connection.execute(_newest_two(), {"row": line["row_id"], "of": line["table"]}).mappings())


@cache
def _newest_two() -> sa.Select[Any]:
    changes = tables.table("changes")
    return sa.select(changes).where(
        changes.c.row_id == sa.bindparam("row"), changes.c.table == sa.bindparam("of")).order_by(
        changes.c.seq.desc()).limit(2)


def _merged(old: Any, new: Line) -> Line | None:
    """Two lines of one row as one; None when together they change nothing."""
    before, after = old["before"], new["after"]
    if before == after:
        return None
    op = "insert" if not before else "update" if after else "delete"
    return {**new, "op": op, "before": before, "verb": old["verb"] if op == "insert" else new["verb"]}


def _insert(connection: sa.Connection, line: Line) -> None:
    connection.execute(statements.insert("changes"), line)


def _delete(connection: sa.Connection, seq: int) -> None:
    connection.execute(statements.delete("changes"), {"key_seq": seq})
