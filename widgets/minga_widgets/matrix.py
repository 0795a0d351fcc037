"""The tables of the chain: which obstacle blocks which vision, and who comes to meet each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minga.errors import Refused
from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.workshop.actor import Actor
from minga.workshop.chain import Chain, read_chain
from minga.workshop.coverage import Coverage, Matrix, covered
from minga.workshop.feed import Store
from minga.workshop.journey.words import name
from minga.workshop.links import link, unlink
from minga_widgets.component import Component, css, esm
from minga_widgets.matrix_labels import empty_words, labels, loose_words

WAYS = {"blocks": ("blocks", True), "addresses": ("addresses", False), "advances": ("advances", False),
        "actions": ("addresses", True)}
"""The kind of link that each table marks, and whether it leaves the rows."""


class ChainMatrix(Component):
    """The coverage tables of a plan, to be read by the whole room and marked by whoever facilitates.

    Args:
        store: the store.
        actor: who marks; the verbs refuse those who may not.
        plan: the plan's row.
    """

    _esm = esm("matrix")
    _css = css("matrix")

    def __init__(self, store: Store, actor: Actor, plan: dict[str, Any]) -> None:
        self._store, self._actor, self._plan = store, actor, plan
        super().__init__(labels=labels())

    def view(self) -> dict[str, Any]:
        """Each table's columns, each row with its marks, and what hangs loose; one key a row."""
        chain = read_chain(self._store, self._plan["plan_id"])
        found = covered(chain)
        shown = _shown(chain)
        state: dict[str, Any] = {"order": shown, "loose": loose_words(found) if shown else []}
        for table, matrix in found.tables().items():
            if table in shown:
                state[f"head:{table}"] = _head(chain, matrix) | {"empty": empty_words(table, matrix)}
                for row in matrix.rows:
                    state[f"row:{table}:{row}"] = _row(chain, table, matrix, row, found)
        return state

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """Mark a cell or take the mark back."""
        return {"mark": self._mark}

    def _mark(self, message: dict[str, Any]) -> None:
        table, on = message.get("table"), message.get("on")
        if not isinstance(table, str) or table not in WAYS or not isinstance(on, bool):
            raise Refused(_("La página pidió algo que no se puede hacer."), _("Vuelva a abrirla."))
        kind, from_rows = WAYS[table]
        row, column = str(message.get("row")), str(message.get("column"))
        start, end = (row, column) if from_rows else (column, row)
        (link if on else unlink)(self._store, self._actor, self._plan["plan_id"], start, end, kind, op_id=message["id"])


def _shown(chain: Chain) -> list[str]:
    """The tables whose both sides the plan's method has."""
    roles = set(chain.roles.values())
    directions = bool(chain.by["directions"]) or any(s["kind"] == "directions" for s in chain.rows["stages"])
    wanted = {"blocks": {"obstacle", "vision"} <= roles, "addresses": "obstacle" in roles and directions,
              "advances": "vision" in roles and directions, "actions": "obstacle" in roles and directions}
    return [table for table, both in wanted.items() if both]


def _head(chain: Chain, matrix: Matrix) -> dict[str, Any]:
    totals = {c: sum(column == c for _row, column in matrix.filled) for c in matrix.columns}
    return {"rows": list(matrix.rows),
            "columns": [{"id": c, "name": name(chain, c), "total": totals[c]} for c in matrix.columns]}


def _row(chain: Chain, table: str, matrix: Matrix, row: str, found: Coverage) -> dict[str, Any]:
    through = {c: n for (r, c), n in matrix.through.items() if r == row}
    total = sum(r == row for r, _column in matrix.filled)
    action = chain.by["actions"].get(row, {})
    return {
        "name": name(chain, row), "sub": bool(action.get("parent_id")),
        "group": name(chain, action["direction_id"]) if action else "",
        "on": [c for c in matrix.columns if (row, c) in matrix.said],
        "through": {c: ngettext("por {n} acción", "por {n} acciones", n).format(n=n) for c, n in through.items()},
        "total": total, "bare": row in found.orphan_actions if table == "actions" else not total,
    }
