"""The indicators of many plans: columns for what is asked of all of them, an object only for whoever is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any, overload

import sqlalchemy as sa

from minga import tables
from minga.numbering import sort_key
from minga.results.model import Indicator

FIELDS = tuple(name for name in Indicator.__dataclass_fields__ if name not in ("targets", "actuals"))
"""What is known of an indicator without its values."""


class Indicators(Sequence[Indicator]):
    """Indicators in order, plan by plan; making twenty thousand of them takes longer than reading their values.

    Args:
        rows: with the fields of ``FIELDS``.
    """

    def __init__(self, rows: Sequence[Sequence[Any]]) -> None:
        self._rows = rows

    @classmethod
    def joined(cls, plans: Iterable[Sequence[Indicator]]) -> Indicators:
        """Those of several plans, one after another."""
        return cls([row for plan in plans for row in (
            plan._rows if isinstance(plan, Indicators) else [[getattr(one, name) for name in FIELDS] for one in plan])])

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Indicator: ...

    @overload
    def __getitem__(self, place: slice) -> Indicators: ...

    def __getitem__(self, place: int | slice) -> Indicator | Indicators:
        if isinstance(place, slice):
            return Indicators(self._rows[place])
        return Indicator(**dict(zip(FIELDS, self._rows[place], strict=True)))

    def column(self, name: str) -> list[Any]:
        """One field of all of them."""
        at = itemgetter(FIELDS.index(name))
        return [at(row) for row in self._rows]


def indicator_rows(connection: sa.Connection, plans: Sequence[str]) -> dict[str, list[list[Any]]]:
    """The indicators of each plan in the order of its reports (by objective, place and code), with ``FIELDS``."""
    found: dict[str, list[list[Any]]] = {plan: [] for plan in plans}
    for some in (plans[n:n + _AT_ONCE] for n in range(0, len(plans), _AT_ONCE)):
        ranks = {row.objective_id: n for n, row in enumerate(sorted(
            connection.execute(_of("objectives", ("objective_id", "position", "code"), some)), key=_place))}
        rows = connection.execute(_of("indicators", (*FIELDS, "position"), some)).all()
        for row in sorted(rows, key=lambda row: (ranks.get(row.objective_id, len(ranks)), *_place(row))):
            found[row.plan_id].append(list(row[:len(FIELDS)]))
    return found


_AT_ONCE = 500
"""Plans in one question; databases limit how many values it may have."""


def _of(name: str, columns: Sequence[str], plans: Sequence[str]) -> sa.Select[Any]:
    there = tables.table(name).columns
    return sa.select(*(there[column] for column in columns), there.plan_id).where(
        there.plan_id.in_(plans)).order_by(*tables.table(name).primary_key.columns)


def _place(row: Any) -> tuple[Any, ...]:
    return row.position or 0, sort_key(row.code or "")
