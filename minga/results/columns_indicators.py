"""The indicators of many plans: columns for what is asked of all of them, an object only for whoever is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, overload

from minga.numbering import sort_key
from minga.results.model import Indicator

Row = Mapping[str, Any]


class Indicators(Sequence[Indicator]):
    """Indicators in order, plan by plan; making twenty thousand of them takes longer than reading their values."""

    def __init__(self, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        self._names, self._rows = tuple(names), rows
        known = [n for n, name in enumerate(self._names) if name in Indicator.__dataclass_fields__]
        self._known = [self._names[n] for n in known]
        self._pick = itemgetter(*known)

    @classmethod
    def of(cls, some: Iterable[Indicator]) -> Indicators:
        """Indicators that are there already, without their values."""
        names = [name for name in Indicator.__dataclass_fields__ if name not in ("targets", "actuals")]
        return cls(names, [tuple(getattr(one, name) for name in names) for one in some])

    @classmethod
    def joined(cls, plans: Iterable[Sequence[Indicator]]) -> Indicators:
        """Those of several plans, one after another."""
        parts = [part if isinstance(part, Indicators) else cls.of(part) for part in plans if part]
        if not parts:
            return cls.of(())
        return cls(parts[0]._names, [row for part in parts for row in part._rows])

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Indicator: ...

    @overload
    def __getitem__(self, place: slice) -> Indicators: ...

    def __getitem__(self, place: int | slice) -> Indicator | Indicators:
        if isinstance(place, slice):
            return Indicators(self._names, self._rows[place])
        return Indicator(**dict(zip(self._known, self._pick(self._rows[place]), strict=True)))

    def column(self, name: str) -> list[Any]:
        """One field of all of them."""
        at = itemgetter(self._names.index(name))
        return [at(row) for row in self._rows]


def in_order(rows: Sequence[tuple[Any, ...]], names: Sequence[str], ranks: Mapping[str, int]) -> list[tuple[Any, ...]]:
    """The rows of one plan's indicators in the order of its reports: by objective, place and code.

    Args:
        rows: of the table, with the columns of ``names``.
        names: of the columns.
        ranks: the place of each objective in the plan.
    """
    objective, position, code = (names.index(name) for name in ("objective_id", "position", "code"))
    last = len(ranks)
    return sorted(rows, key=lambda row: (
        ranks.get(row[objective], last), row[position] or 0, sort_key(row[code] or "")))
