"""What the grids of the results page have in common, and the first of them: objectives and lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from minga.errors import Fault, InputError
from minga.i18n import gettext as _
from minga.results import PlanResults, delete_row, read_results, save_rows
from minga.results.reading import plan_rows
from minga_widgets.grid_cells import Column, unique_labels
from minga_widgets.grid_source import GridRow
from minga_widgets.session import Session

Row = dict[str, Any]


class Table:
    """What the sources have in common: the plan, who acts, reading and saving.

    Args:
        session: the page's session.
        plan_id: the plan.
    """

    table = ""
    title = hint = empty = ""
    may_add = True

    def __init__(self, session: Session, plan_id: str) -> None:
        self.session, self.plan_id = session, plan_id
        self._known: dict[str, Any] = {}

    def fresh(self) -> None:
        """Forget what was read."""
        self._known.clear()

    def read(self) -> PlanResults:
        """Everything about the plan's results, in the order of the plan; read once for each showing."""
        if "plan" not in self._known:
            self._known["plan"] = read_results(self.session.store, self.plan_id)
        return self._known["plan"]

    def raw(self) -> dict[str, Row]:
        """Rows of this source's table by their id."""
        if "raw" not in self._known:
            found = plan_rows(self.session.store, self.plan_id, [self.table])[self.table]
            self._known["raw"] = {r[self.id_name]: r for r in found}
        return self._known["raw"]

    @property
    def id_name(self) -> str:
        """Name of the id's column: ``objective_id`` of ``objectives``."""
        return f"{self.table if self.table == 'progress' else self.table.removesuffix('s')}_id"

    def save_rows(self, rows: Sequence[Mapping[str, Any]]) -> list[Row]:
        """Save rows through the verb, all or none, as whoever opened the page."""
        self.fresh()
        return save_rows(self.session.store, self.plan_id, self.table, rows, actor=self._actor(),
                         role=self.session.actor.role)

    def delete_row(self, key: str) -> None:
        """Delete one row through the verb."""
        self.fresh()
        delete_row(self.session.store, self.plan_id, self.table, key, actor=self._actor(),
                   role=self.session.actor.role)

    def _actor(self) -> str:
        return self.session.actor.participant_id or "facilitator"

    def defaults(self) -> Row:
        """Values that a new row begins with."""
        return {}

    def spread(self, values: Row) -> tuple[list[Row], str]:
        """Most tables have nothing to offer."""
        return [], ""

    def status(self) -> dict[str, Any]:
        """Rows can be added and deleted, unless a source says otherwise."""
        return {"add": self.may_add, "delete": True, "locked": ""}

    def choose_period(self, period: str) -> None:
        """Most tables know no period."""


class Simple(Table):
    """A grid whose rows are the rows of one table."""

    def columns(self) -> list[Column]:
        """Given by each table."""
        raise NotImplementedError

    def order(self, plan: PlanResults) -> Iterable[str]:
        """Ids in the order of the plan."""
        raise NotImplementedError

    def name(self, row: Row) -> str:
        """How a row is called in a question."""
        return str(row.get("title") or row.get("text") or row.get("code") or "")[:80]

    def rows(self) -> list[GridRow]:
        """The rows of the table."""
        found = self.raw()
        return [GridRow(key, self.name(found[key]), found[key]) for key in self.order(self.read()) if key in found]

    def save(self, key: str | None, values: Row) -> str:
        """Save cells of a row, or a new row."""
        return str(self.save_rows([{**values, **({self.id_name: key} if key else {})}])[0][self.id_name])

    def delete(self, key: str) -> None:
        """Delete a row."""
        self.delete_row(key)


def result_labels(plan: PlanResults) -> dict[Any, str]:
    """Results as choices."""
    return unique_labels({r.result_id: r.title for r in plan.results})


def objective_labels(plan: PlanResults, level: str = "") -> dict[Any, str]:
    """Objectives as choices."""
    return unique_labels({o.objective_id: f"{o.code} {o.title or o.text}".strip() for o in plan.objectives
                          if not level or o.level == level})


def indicator_labels(plan: PlanResults) -> dict[Any, str]:
    """Indicators as choices."""
    return unique_labels({i.indicator_id: f"{i.code} {i.title}".strip() for i in plan.indicators})


class Objectives(Simple):
    """General and specific objectives."""

    table = "objectives"

    def __init__(self, session: Session, plan_id: str) -> None:
        super().__init__(session, plan_id)
        self.title = _("Objetivos")
        self.hint = _("El objetivo general dice a qué cambio se quiere llegar; los específicos, por dónde.")
        self.empty = _("Aquí estarán los objetivos del plan. Empiece con «Añadir fila» y escriba el objetivo general.")

    def columns(self) -> list[Column]:
        """Code, level, text, short name, what contains it, and the direction it comes from."""
        plan = self.read()
        directions = unique_labels({d.direction_id: f"{d.code} {d.title}".strip() for d in plan.directions})
        return [
            Column("code", _("Código"), width=95, help=_("Es texto: 1.10 y 1.1 son dos códigos distintos.")),
            Column("level", _("Nivel"), "choice", 120, {"general": _("General"), "specific": _("Específico")}),
            Column("text", _("Objetivo"), "long", 460, help=_("El texto completo del objetivo.")),
            Column("title", _("Nombre corto"), width=200, help=_("Para tablas y gráficas; puede quedar vacío.")),
            Column("parent_id", _("Dentro de"), "choice", 220, objective_labels(plan, "general"),
                   help=_("El objetivo general que contiene a este.")),
            Column("direction_id", _("Dirección"), "choice", 220, directions,
                   help=_("La dirección estratégica de la que nace.")),
        ]

    def order(self, plan: PlanResults) -> Iterable[str]:
        """By position and code."""
        return [o.objective_id for o in plan.objectives]

    def defaults(self) -> Row:
        """The first objective is the general one."""
        return {"level": "specific" if self.raw() else "general"}


class Lines(Simple):
    """Lines of work."""

    table = "lines"

    def __init__(self, session: Session, plan_id: str) -> None:
        super().__init__(session, plan_id)
        self.title = _("Líneas de trabajo")
        self.hint = _("Cómo se alcanza cada objetivo: varias líneas por objetivo, una por fila.")
        self.empty = _("Aquí estarán las líneas de trabajo. Escriba primero un objetivo y después añada sus líneas.")

    def columns(self) -> list[Column]:
        """The objective and the text."""
        return [Column("objective_id", _("Objetivo"), "choice", 380, objective_labels(self.read())),
                Column("text", _("Línea"), "long", 700)]

    def order(self, plan: PlanResults) -> Iterable[str]:
        """By objective, then by position."""
        rank = {o.objective_id: i for i, o in enumerate(plan.objectives)}
        found = self.raw()
        return sorted(found, key=lambda k: (rank.get(found[k]["objective_id"], 0), found[k]["position"], k))

    def status(self) -> dict[str, Any]:
        """A line needs an objective."""
        return {**super().status(), "add": bool(self.read().objectives)}

    def defaults(self) -> Row:
        """With a single objective there is nothing to choose."""
        known = self.read().objectives
        return {"objective_id": known[0].objective_id} if len(known) == 1 else {}


def already_there(column: str) -> InputError:
    """The refusal of a new row that speaks about what another row already says."""
    advice = _("ya hay una fila para lo mismo; elija un país o una parte, o cambie la fila que ya está.")
    return InputError(Fault(_("Ya hay una fila para lo mismo."), column=column, advice=advice))
