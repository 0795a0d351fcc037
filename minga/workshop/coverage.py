"""What the chain covers: who takes on each obstacle, who brings each vision nearer, and what hangs loose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from minga.store import Store
from minga.workshop.chain import Chain, read_chain

Cell = tuple[str, str]


@dataclass(frozen=True)
class Matrix:
    """Two rows of things and what is said between them.

    Attributes:
        kind: the kind of link.
        rows: ids, in order.
        columns: ids, in order.
        from_rows: whether links leave the rows; else they leave the columns.
        said: cells (row, column) that somebody marked.
        through: cells that follow from what is said of a direction's actions, with how many say it.
    """

    kind: str
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    from_rows: bool = True
    said: frozenset[Cell] = frozenset()
    through: Mapping[Cell, int] = field(default_factory=dict)

    @property
    def filled(self) -> frozenset[Cell]:
        """Cells that are marked or follow from others."""
        return self.said | frozenset(self.through)

    @property
    def bare_rows(self) -> tuple[str, ...]:
        """Rows without any mark."""
        busy = {row for row, _column in self.filled}
        return tuple(r for r in self.rows if r not in busy)

    @property
    def bare_columns(self) -> tuple[str, ...]:
        """Columns without any mark."""
        busy = {column for _row, column in self.filled}
        return tuple(c for c in self.columns if c not in busy)

    def ends(self, row: str, column: str) -> tuple[str, str]:
        """Where the link of a cell leaves and where it arrives."""
        return (row, column) if self.from_rows else (column, row)


@dataclass(frozen=True)
class Coverage:
    """The four tables of the chain.

    Attributes:
        blocks: obstacles (rows) and the visions they block.
        addresses: obstacles (rows) and the directions that address them, also through their actions.
        advances: visions (rows) and the directions that bring them nearer.
        actions: actions (rows) and the obstacles that each addresses by itself.
        orphan_actions: actions that neither they, nor those above or under them, nor their direction as a
            whole join to an obstacle.
    """

    blocks: Matrix
    addresses: Matrix
    advances: Matrix
    actions: Matrix
    orphan_actions: tuple[str, ...] = ()

    @property
    def uncovered(self) -> tuple[str, ...]:
        """Obstacles that nothing addresses."""
        return self.addresses.bare_rows

    @property
    def orphan_directions(self) -> tuple[str, ...]:
        """Directions that address no obstacle, neither by themselves nor through an action."""
        return self.addresses.bare_columns

    @property
    def unadvanced(self) -> tuple[str, ...]:
        """Visions that no direction brings nearer."""
        return self.advances.bare_rows

    def tables(self) -> dict[str, Matrix]:
        """The four tables by name, in the order of the walk."""
        return {"blocks": self.blocks, "addresses": self.addresses, "advances": self.advances,
                "actions": self.actions}


def coverage(store: Store, plan_id: str) -> Coverage:
    """Read the chain of a plan and say what it covers."""
    return covered(read_chain(store, plan_id))


def covered(chain: Chain) -> Coverage:
    """What a chain covers; nothing is read."""
    visions, obstacles = (tuple(c["cluster_id"] for c in chain.groups(role)) for role in ("vision", "obstacle"))
    directions, actions = tuple(chain.by["directions"]), tuple(chain.by["actions"])
    through: dict[Cell, int] = {}
    for action_id, action in chain.by["actions"].items():
        for obstacle in chain.to(action_id, "addresses"):
            cell = (obstacle, action["direction_id"])
            through[cell] = through.get(cell, 0) + 1
    return Coverage(
        blocks=_matrix(chain, "blocks", obstacles, visions),
        addresses=_matrix(chain, "addresses", obstacles, directions, from_rows=False, through=through),
        advances=_matrix(chain, "advances", visions, directions, from_rows=False),
        actions=_matrix(chain, "addresses", actions, obstacles),
        orphan_actions=tuple(a for a in actions if _orphan(chain, a)))


def _matrix(chain: Chain, kind: str, rows: tuple[str, ...], columns: tuple[str, ...], *, from_rows: bool = True,
            through: Mapping[Cell, int] | None = None) -> Matrix:
    wanted = set(columns)
    said = frozenset((row, other) for row in rows
                     for other in (chain.to(row, kind) if from_rows else chain.of(row, kind)) if other in wanted)
    here = {cell: n for cell, n in (through or {}).items() if cell[0] in set(rows)}
    return Matrix(kind, rows, columns, from_rows, said, here)


def _orphan(chain: Chain, action_id: str) -> bool:
    """Whether nothing joins an action to an obstacle: not itself, its family, nor its direction as a whole."""
    actions = chain.by["actions"]
    family, waiting = set(), [action_id]
    while waiting:  # those above
        one = waiting.pop()
        if one in actions and one not in family:
            family.add(one)
            waiting.append(actions[one]["parent_id"] or "")
    under = {action_id}
    while grown := {a for a, row in actions.items() if row["parent_id"] in under} - under:
        under |= grown
    said = family | under | {actions[action_id]["direction_id"]}
    return not any(chain.to(one, "addresses") for one in said)
