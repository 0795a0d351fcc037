"""Stages with cards: fixed columns and groups, side by side as on the wall."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from minga.exchange.document.blocks import CardColumn, Cards
from minga.i18n import gettext as _

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]

_SIDE_BY_SIDE = 6
"""Most columns that still read well on a sheet of paper on its side."""


def card_tables(rows: Rows, stage: Row) -> list[Cards]:
    """The tables of a stage's cards; many groups make several tables of about the same width.

    Withdrawn and repeated cards are left out; those in no group come last.
    """
    columns = list(_columns(rows, stage))
    if not any(column.cards or stage["kind"] != "columns" for column in columns):
        return []  # fixed columns are there before anybody has written anything
    tables = -(-len(columns) // _SIDE_BY_SIDE)
    size, more = divmod(len(columns), tables)
    cuts = [i * size + min(i, more) for i in range(tables + 1)]
    return [Cards(str(stage["title"]), tuple(columns[a:b])) for a, b in pairwise(cuts)]


def _columns(rows: Rows, stage: Row) -> Iterator[CardColumn]:
    cards = sorted((c for c in rows["cards"] if c["stage_id"] == stage["stage_id"] and c["status"] == "active"),
                   key=lambda c: (c["position"], c["card_id"]))
    groups = [c for c in rows["clusters"] if c["stage_id"] == stage["stage_id"]]
    known = {c["cluster_id"] for c in groups}
    for group, path in _in_order(groups):
        mine = tuple(_words(c) for c in cards if c["cluster_id"] == group["cluster_id"])
        if mine or group["title"] or stage["kind"] == "columns":
            yield CardColumn(path, mine, str(group["description"]))
    loose = tuple(_words(c) for c in cards if c["cluster_id"] not in known)
    if loose:
        yield CardColumn(_("Sin agrupar"), loose, loose=True)


def _in_order(groups: Sequence[Row]) -> Iterator[tuple[Row, str]]:
    """Groups by position, each followed by its subgroups, whose title says where they belong."""
    ids = {g["cluster_id"] for g in groups}
    children: dict[Any, list[Row]] = {}
    for group in sorted(groups, key=lambda g: (g["position"], g["cluster_id"])):
        children.setdefault(group["parent_id"] if group["parent_id"] in ids else None, []).append(group)

    def walk(parent: Any, above: str, seen: frozenset[str]) -> Iterator[tuple[Row, str]]:
        for group in children.get(parent, ()):
            own = str(group["title"] or group["symbol"] or _("Sin título"))
            path = f"{above} › {own}" if above else own
            yield group, path
            if group["cluster_id"] not in seen:
                yield from walk(group["cluster_id"], path, seen | {group["cluster_id"]})

    yield from walk(None, "", frozenset())


def _words(card: Row) -> str:
    return f"{card['text']}\n({card['note']})" if card["note"] else str(card["text"])
