"""What can be known of the plans and what cannot: data that are there, missing, or waiting."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from minga.i18n import N_, format_percent, ngettext
from minga.i18n import gettext as _
from minga.reports import words
from minga.reports.blocks import Block, Chart, Column, Table, rows_of
from minga.reports.charts.bars import Bar, stacked
from minga.reports.portfolio.facts import Portfolio
from minga.results.achievement import NO_VALUE
from minga.results.status import NO_DATA

KEY, FILE = "quality", "portfolio_quality.csv"

_HAVE = words.Look(N_("con dato"), "✓", "#0072B2")
_LACK = words.Look(N_("sin dato"), "?", "#FFFFFF")

ASKED = {
    "value": N_("Indicadores con valor aprobado"), "target": N_("Indicadores con meta del período"),
    "baseline": N_("Indicadores con línea de base"), "report": N_("Acciones con informe del período"),
    "date": N_("Acciones con fecha"),
}
"""What is asked of every plan."""


@dataclass(frozen=True)
class Quality:
    """How much of what is asked is there: in all plans, or in one."""

    asked: str
    there: int
    total: int


def quality(facts: Portfolio) -> tuple[Quality, ...]:
    """How much of each thing is there over all plans; what nobody needs (no actions, no numbers) is left out."""
    numeric = np.array([measure != "qualitative" for measure in facts.many.indicators.column("measure")], bool)
    based = np.array([value is not None for value in facts.many.indicators.column("baseline_value")], bool)
    aimed = ~np.isnan(facts.many.target[:, -1])
    awaited = sum(line.awaited for line in facts.lines)
    actions = [a for plan in facts.many.plans for a in plan.actions]
    found = (
        Quality("value", awaited - facts.states[NO_VALUE], awaited),
        Quality("target", int((aimed & numeric).sum()), int(numeric.sum())),
        Quality("baseline", int((based & numeric).sum()), int(numeric.sum())),
        Quality("report", sum(line.actions["total"] - line.actions.get(NO_DATA, 0) for line in facts.lines),
                len(actions)),
        Quality("date", sum(a.starts is not None or a.ends is not None for a in actions), len(actions)))
    return tuple(one for one in found if one.total)


def block(facts: Portfolio) -> Block:
    """The block of data quality."""
    kicker, found = _("Calidad de los datos"), quality(facts)
    if not found:
        return Block(KEY, kicker, _("Los planes todavía no tienen acciones ni indicadores."), empty=_(
            "Aquí se verá qué falta por informar. Para empezar, complete las páginas de direcciones y de resultados."))
    return Block(KEY, kicker, _finding(found), remarks=tuple(_remarks(facts)), table=_table(found), chart=Chart(
        lambda width: stacked(_bars(found), {"have": _HAVE, "lack": _LACK}, width), _alt(found),
        _("Sin dato no es cero: nadie lo ha dicho todavía.")))


def _finding(found: tuple[Quality, ...]) -> str:
    worst = min(found, key=lambda one: one.there / one.total)
    if worst.there == worst.total:
        return _("No falta ningún dato.")
    return _("Lo que más falta: {what} son {n} de {total} ({percent}).").format(
        what=_(ASKED[worst.asked]).lower(), n=worst.there, total=worst.total,
        percent=format_percent(worst.there / worst.total))


def _remarks(facts: Portfolio) -> list[str]:
    said = []
    pending, returned = int(facts.many.pending.sum()), int(facts.many.returned.sum())
    if pending:
        said.append(ngettext("Solo cuentan los valores aprobados; hay {n} por aprobar.",
                             "Solo cuentan los valores aprobados; hay {n} por aprobar.", pending).format(n=pending))
    if returned:
        said.append(ngettext("{n} valor fue devuelto para corregirlo y todavía no cuenta.",
                             "{n} valores fueron devueltos para corregirlos y todavía no cuentan.",
                             returned).format(n=returned))
    return said


def _bars(found: tuple[Quality, ...]) -> list[Bar]:
    return [Bar(_(ASKED[one.asked]), _("{n} de {total} ({percent})").format(
        n=one.there, total=one.total, percent=format_percent(one.there / one.total)),
        ((_HAVE, one.there), (_LACK, one.total - one.there)), full=True) for one in found]


def _alt(found: tuple[Quality, ...]) -> str:
    told = [_("{title}: {n} de {total}.").format(title=_(ASKED[one.asked]), n=one.there, total=one.total)
            for one in found]
    return " ".join([_("Barras de lo que tiene dato y lo que no."), *told])


def _table(found: tuple[Quality, ...]) -> Table:
    columns = (Column(_("Qué se mira")), Column(_("Con dato"), True), Column(_("Sin dato"), True),
               Column(_("En total"), True))
    rows = [(_(ASKED[one.asked]), str(one.there), str(one.total - one.there), str(one.total)) for one in found]
    return Table(_("Lo que hay y lo que falta en todos los planes"), columns, rows_of(rows), FILE)
