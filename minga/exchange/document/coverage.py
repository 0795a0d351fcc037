"""What the plan covers: which direction takes on each obstacle, and what hangs loose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from minga.exchange.document.blocks import Block, Bullets, Grid, Group, Heading
from minga.exchange.document.wording import plain
from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.workshop.chain import Chain, make_chain
from minga.workshop.coverage import Coverage, covered
from minga.workshop.journey.words import name

MARK = "✓"


def coverage_blocks(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Block]:
    """A table of obstacles and directions, and lists of what hangs loose; [] where nothing was ever joined."""
    chain = make_chain({table: [dict(row) for row in rows[table]] for table in (
        "plans", "stages", "clusters", "directions", "actions", "links")})
    found = covered(chain)
    if not any(matrix.filled for matrix in found.tables().values()):
        return []
    blocks: list[Block] = []
    if found.addresses.rows and found.addresses.columns:
        blocks += [Heading(_("Qué dirección atiende cada obstáculo")), _table(chain, found)]
    for title, ids in _loose(found):
        blocks += [Heading(title), Bullets(tuple(plain(name(chain, one)) for one in ids))]
    return blocks


def _table(chain: Chain, found: Coverage) -> Grid:
    matrix = found.addresses

    def cell(row: str, column: str) -> str:
        through = matrix.through.get((row, column), 0)
        words = ngettext("{n} acción", "{n} acciones", through).format(n=through) if through else ""
        return " ".join(part for part in (MARK if (row, column) in matrix.filled else "", words) if part)

    lines = tuple((name(chain, row), *(cell(row, column) for column in matrix.columns)) for row in matrix.rows)
    return Grid(_("Qué dirección atiende cada obstáculo"),
                (_("Obstáculo"), *(name(chain, column) for column in matrix.columns)), (Group("", lines),))


def _loose(found: Coverage) -> Iterator[tuple[str, tuple[str, ...]]]:
    for title, ids, others in (
        (_("Obstáculos sin cubrir"), found.uncovered, found.addresses.columns),
        (_("Acciones sin obstáculo"), found.orphan_actions, found.actions.columns),
        (_("Partes de la visión que ninguna dirección acerca"), found.unadvanced, found.advances.columns),
    ):
        if ids and others:
            yield title, ids
