"""The chain of a plan as it stands: groups, directions, actions and what links them, read once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from minga import numbering
from minga.store import Store, plan_rows
from minga.workshop.links import roles_in

Row = dict[str, Any]
Rows = dict[str, list[Row]]

TABLES = ["plans", "stages", "clusters", "directions", "actions", "links"]
"""What the chain is made of; a reader of more passes the names of more tables."""

IDS = {"stages": "stage_id", "clusters": "cluster_id", "cards": "card_id", "directions": "direction_id",
       "actions": "action_id", "objectives": "objective_id", "results": "result_id", "indicators": "indicator_id",
       "participants": "participant_id"}


@dataclass(frozen=True)
class Chain:
    """Rows of a plan by table and id, in the people's order, and the links between them.

    Links with an end that is no longer there are left out. What is said of a group within a group is said
    of the outermost one, except where something came from. ``roles`` says by a stage's key what its groups
    are: vision, obstacle, or only groups.
    """

    by: dict[str, dict[str, Row]]
    rows: Rows
    roles: dict[str, str]
    forth: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    back: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def to(self, row_id: str, kind: str) -> tuple[str, ...]:
        """Where the links of a kind that leave a row arrive."""
        return self.forth.get((row_id, kind), ())

    def of(self, row_id: str, kind: str) -> tuple[str, ...]:
        """Where the links of a kind that arrive at a row come from."""
        return self.back.get((row_id, kind), ())

    def table_of(self, row_id: str) -> str:
        """The table that has a row with this id; empty when none of those read has it."""
        return next((name for name, known in self.by.items() if row_id in known), "")

    def top(self, cluster_id: str) -> str:
        """The outermost group that a group lies in: itself, when it is no sub-group."""
        return outermost(self.by["clusters"], cluster_id)

    def groups(self, role: str) -> list[Row]:
        """The outermost groups of the stages with a role (vision, obstacle), in the order of their walls."""
        return [c for c in self.rows["clusters"] if self.role(c["cluster_id"]) == role and not c["parent_id"]]

    def role(self, cluster_id: str) -> str:
        """What a group is in the chain: vision, obstacle or only a group."""
        return self.roles[self.stage(cluster_id)["key"]]

    def stage(self, row_id: str) -> Row:
        """The stage of a group or card."""
        row = self.by["clusters"].get(row_id) or self.by.get("cards", {}).get(row_id) or {}
        return self.by["stages"][row["stage_id"]]

    def actions_of(self, direction_id: str) -> list[Row]:
        """The actions of a direction, in order."""
        return [a for a in self.rows["actions"] if a["direction_id"] == direction_id]


def outermost(clusters: dict[str, Row], row_id: str) -> str:
    """The outermost of the groups that a group lies in; anything else is itself."""
    seen: set[str] = set()
    while row_id not in seen:
        seen.add(row_id)
        row_id = clusters.get(row_id, {}).get("parent_id") or row_id
    return row_id


def read_chain(store: Store, plan_id: str, more: Iterable[str] = ()) -> Chain:
    """Read the chain of a plan in one consistent view, with the tables named besides."""
    return make_chain(plan_rows(store, plan_id, [*TABLES, *more]))


def make_chain(found: Rows) -> Chain:
    """The chain that rows make; nothing is read."""
    place = {s["stage_id"]: s["position"] for s in found["stages"]}
    order = {d["direction_id"]: d["position"] for d in found["directions"]}
    ordered = {name: sorted(some, key=lambda r: _order(r, place, order)) for name, some in found.items()}
    by = {name: {r[IDS[name]]: r for r in some} for name, some in ordered.items() if name in IDS}
    rank = {row_id: n for n, row_id in enumerate(_ids(by))}
    joined = {(*_ends(by["clusters"], row), row["kind"]) for row in ordered["links"]}
    forth: dict[tuple[str, str], tuple[str, ...]] = {}
    back: dict[tuple[str, str], tuple[str, ...]] = {}
    for start, end, kind in sorted((j for j in joined if j[0] in rank and j[1] in rank),
                                   key=lambda j: (rank[j[0]], rank[j[1]])):
        forth[start, kind] = (*forth.get((start, kind), ()), end)
        back[end, kind] = (*back.get((end, kind), ()), start)
    method = found["plans"][0]["method"] if found["plans"] else ""
    return Chain(by, ordered, roles_in(method, [s["key"] for s in ordered["stages"]]), forth, back)


def _ends(clusters: dict[str, Row], row: Row) -> tuple[str, str]:
    if row["kind"] == "came_from":
        return row["from_id"], row["to_id"]
    return outermost(clusters, row["from_id"]), outermost(clusters, row["to_id"])


def _ids(by: dict[str, dict[str, Row]]) -> Iterator[str]:
    for known in by.values():
        yield from known


def _order(row: Row, place: dict[str, int], order: dict[str, int]) -> tuple[Any, ...]:
    outer = place.get(row.get("stage_id", ""), 0) or order.get(row.get("direction_id") or "", 0)
    return (outer, row.get("position") or 0, numbering.sort_key(row.get("code") or ""))
