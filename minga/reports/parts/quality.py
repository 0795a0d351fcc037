"""How much the data can be trusted: what was told, on time, with evidence, and whether its parts agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from minga.i18n import N_, format_percent, join_list
from minga.i18n import gettext as _
from minga.reports import words
from minga.reports.blocks import Block, Chart, Column, Table, rows_of
from minga.reports.charts.bars import Bar, stacked
from minga.reports.facts import Facts
from minga.results.achievement import NOT_APPLICABLE
from minga.results.model import Actual, Progress
from minga.results.status import NO_DATA

KEY, FILE = "quality", "data_quality.csv"

_FINE = words.Look(N_("en orden"), "✓", "#0072B2")
_DOUBT = words.Look(N_("por revisar"), "!", "#E69F00", "///")


@dataclass(frozen=True)
class Check:
    """One question put to the data: how many passed, of how many that it could be put to."""

    key: str
    passed: int
    total: int

    @property
    def failed(self) -> int:
        """How many did not pass."""
        return self.total - self.passed


QUESTIONS = {
    "indicator_told": N_("Indicadores con valor aprobado"),
    "action_told": N_("Acciones con informe del período"),
    "value_approved": N_("Valores enviados que ya están aprobados"),
    "on_time": N_("Informes que llegaron a tiempo"),
    "with_evidence": N_("Valores con evidencia"),
    "parts_agree": N_("Totales que coinciden con sus partes"),
    "percent_parts": N_("Porcentajes con numerador y denominador"),
    "never_fell": N_("Acumulados que no bajan sin explicación"),
    "whole_territory": N_("Indicadores con dato de todos los países con meta"),
    "targeted": N_("Indicadores con meta del período"),
    "based": N_("Indicadores con línea de base"),
    "dated": N_("Acciones con fecha"),
    "answered": N_("Acciones con responsable"),
}


def checks(facts: Facts) -> tuple[Check, ...]:
    """Every question that could be put to at least one thing."""
    return tuple(check for check in (*_of_indicators(facts), *_of_actions(facts)) if check.total)


def _of_indicators(facts: Facts) -> Iterator[Check]:
    asked = [s for s in facts.indicators if s.state != NOT_APPLICABLE]
    yield Check("indicator_told", sum(s.state != "no_value" for s in asked), len(asked))
    sent = [a for s in facts.indicators for a in s.indicator.actuals
            if a.period == facts.period.period and a.status != "draft"]
    good = [a for a in sent if a.status == "approved"]
    counted = {id(a) for a in good}
    yield Check("value_approved", len(good), len(sent))
    yield _on_time(facts, sent)
    yield Check("with_evidence", sum(bool(a.evidence.strip()) for a in good), len(good))
    split = [s for s in facts.indicators if s.combined.mismatches or len(s.combined.countries) > 1 or any(
        a.dim_name for a in s.indicator.actuals if id(a) in counted)]
    yield Check("parts_agree", sum(not s.combined.mismatches for s in split), len(split))
    shares = [a for s in facts.indicators if s.indicator.measure == "percentage" for a in s.indicator.actuals
              if id(a) in counted]
    yield Check("percent_parts", sum(a.denominator is not None for a in shares), len(shares))
    growing = [s for s in facts.indicators if s.indicator.method == "cumulative" and s.actual is not None]
    yield Check("never_fell", sum(s.fell_from is None or bool(s.comment.strip()) for s in growing), len(growing))
    aimed = [s for s in facts.indicators if len(s.expected_countries) > 1 and s.combined.countries]
    numbers = [s for s in asked if s.indicator.measure != "qualitative"]
    yield Check("targeted", sum(s.target is not None for s in numbers), len(numbers))
    based = [] if facts.country else numbers  # of a country nobody knows it: the baseline is of all
    yield Check("based", sum(s.indicator.baseline_value is not None for s in based), len(based))
    yield Check("whole_territory", sum(not s.lacking_countries for s in aimed), len(aimed))


def _of_actions(facts: Facts) -> Iterator[Check]:
    total = len(facts.actions)
    yield Check("action_told", sum(s.status != NO_DATA for s in facts.actions), total)
    yield Check("dated", sum(bool(s.action.starts or s.action.ends) for s in facts.actions), total)
    yield Check("answered", sum(bool(s.action.assignments) for s in facts.actions), total)


def _on_time(facts: Facts, sent: list[Actual]) -> Check:
    """Reports of the period that came within its days of grace; what does not say when it came is not asked."""
    last = facts.period.ends + timedelta(days=facts.results.plan.grace_days)
    told: list[Actual | Progress] = [*sent, *(p for s in facts.actions for p in s.action.progress
                                              if p.period.period == facts.period.period and p.review != "draft")]
    came = [moment.date() for one in told if isinstance(moment := one.reported_at, datetime)]
    return Check("on_time", sum(day <= last for day in came), len(came))


def block(facts: Facts) -> Block:
    """The block of how much the data can be trusted."""
    kicker, found = _("Calidad de los datos"), checks(facts)
    if not found:
        return Block(KEY, kicker, _("Todavía no hay datos que revisar."), empty=_(
            "Aquí se verá cuántos datos llegaron, si llegaron a tiempo y si sus partes suman lo que deben. Para "
            "empezar, escriba acciones o indicadores."))
    return Block(KEY, kicker, _finding(found), table=_table(found), chart=Chart(
        lambda width: stacked(_bars(found), {"fine": _FINE, "doubt": _DOUBT}, width), _alt(found),
        _("Cada barra es una pregunta que se le hizo a los datos; lo que no se puede preguntar no se cuenta.")))


def _finding(found: tuple[Check, ...]) -> str:
    worst = sorted((one for one in found if one.failed), key=lambda one: (one.passed / one.total, -one.failed))
    if not worst:
        return _("Los datos del período pasan todas las preguntas que se les pueden hacer.")
    passed = sum(one.passed for one in found) / sum(one.total for one in found)
    named = join_list([_("{question}: {n} de {total}").format(question=_lower(_(QUESTIONS[one.key])), n=one.passed,
                                                             total=one.total) for one in worst[:2]])
    return _("El {percent} de lo que se puede revisar está en orden; lo más flojo: {worst}.").format(
        percent=format_percent(passed), worst=named)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _bars(found: tuple[Check, ...]) -> list[Bar]:
    return [Bar(_(QUESTIONS[one.key]), _("{n} de {total} ({percent})").format(
        n=one.passed, total=one.total, percent=format_percent(one.passed / one.total)),
        ((_FINE, one.passed), (_DOUBT, one.failed)), full=True) for one in found]


def _alt(found: tuple[Check, ...]) -> str:
    told = [_("{title}: {n} de {total}.").format(title=_(QUESTIONS[one.key]), n=one.passed, total=one.total)
            for one in found]
    return " ".join([_("Barras de lo que está en orden y lo que hay que revisar."), *told])


def _table(found: tuple[Check, ...]) -> Table:
    columns = (Column(_("Pregunta")), Column(_("En orden"), True), Column(_("De cuántos"), True),
               Column(_("Parte"), True), Column(_("Seña")))
    rows = [(_(QUESTIONS[one.key]), str(one.passed), str(one.total), format_percent(one.passed / one.total),
             _DOUBT if one.failed else _FINE) for one in found]
    return Table(_("Lo que se revisó de los datos"), columns, rows_of(rows), FILE)


def rows(facts: Facts) -> list[dict[str, object]]:
    """One row for each question, as ``data_quality.csv`` keeps it."""
    return [{"plan_id": facts.results.plan.plan_id, "period": facts.period.period, "check": one.key,
             "passed": one.passed, "total": one.total,
             "share": round(one.passed / one.total, 6)} for one in checks(facts)]
