"""The people and groups that a plan names as those who report, each of them once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from minga.folding import fold
from minga.people import is_nobody, read_people


@dataclass(frozen=True)
class Reporter:
    """Somebody who answers for something, as the plan names them; nobody was named when the name is empty."""

    name: str = ""
    country: str = ""
    kind: str = "person"

    @property
    def key(self) -> tuple[str, str]:
        """The same for every way of writing the same name in the same country."""
        return fold(self.name), self.country


@lru_cache(maxsize=2000)
def named(text: str) -> tuple[Reporter, ...]:
    """The people and groups that a text names as responsible (``Luna y Sol (Perú)``)."""
    if not text.strip() or is_nobody(text):
        return ()
    return distinct(Reporter(p.name, p.country, p.kind) for p in read_people(text)[0])


def reporter_of(row: Mapping[str, Any]) -> Reporter:
    """Whoever a row of ``assignments`` names."""
    return Reporter(row["name"] or row["as_written"], row["country"], row["kind"])


def distinct(people: Iterable[Reporter]) -> tuple[Reporter, ...]:
    """Everybody once, in the order of their first mention; names that are empty are left out."""
    return tuple({one.key: one for one in reversed(list(people)) if one.name.strip()}.values())[::-1]


def same_person(people: Iterable[Reporter]) -> dict[tuple[str, str], tuple[str, str]]:
    """Whoever is named here without a country and there with one, if only one country has that name."""
    countries: dict[str, set[str]] = {}
    for who in people:
        countries.setdefault(who.key[0], set()).add(who.country)
    return {(name, ""): (name, max(some)) for name, some in countries.items() if "" in some and len(some) == 2}
