"""A report about one indicator: what the notebook calls, one method for each part of the page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from minga.i18n import format_date, normalise, speaking
from minga.i18n import gettext as _
from minga.reports import words
from minga.reports.blocks import Block, Shown
from minga.reports.book import Book, head, whom
from minga.reports.facts import INTERNAL
from minga.reports.indicator_report import over_time, said, territory
from minga.reports.indicator_report.facts import Single, only, reached
from minga.reports.parts import breakdown
from minga.reports.parts.indicators import value_words
from minga.reports.places import place
from minga.reports.report import open_report

Row = dict[str, Any]
PARTS_FILE = "indicator_parts.csv"


def _parts(single: Single) -> Block:
    """The parts of the period's value, with a word about this indicator alone."""
    return replace(breakdown.block(single.facts), key="parts")


class IndicatorReport(Book[Single]):
    """One indicator over time and territory, ready to be shown part by part."""

    parts = {over_time.KEY: over_time.block, territory.KEY: territory.block,
             territory.TIME_KEY: territory.over_time, "parts": _parts, said.KEY: said.block}

    def __repr__(self) -> str:
        return f"<IndicatorReport {self.facts.indicator.indicator_id} {self.facts.facts.period.period}>"

    def header(self) -> Shown:
        """What is measured, how it is counted, and against what it is read."""
        with speaking(self.language):
            single, facts = self.facts, self.facts.facts
            return head(_("Informe de un indicador"), single.title, facts.label,
                        (facts.text(facts.results.plan.title), _how(single), _baseline(single),
                         facts.text(single.indicator.verification) and _("Se verifica con: {how}").format(
                             how=facts.text(single.indicator.verification)),
                         _now(single), whom(facts.audience)))

    def over_time(self) -> Shown:
        """The indicator period by period."""
        return self._show(over_time.KEY)

    def territory(self) -> Shown:
        """The indicator country by country."""
        return self._show(territory.KEY)

    def countries_over_time(self) -> Shown:
        """Each country period by period; nothing where no value says of which country it is."""
        shown = self._show(territory.TIME_KEY)
        return shown if self.facts.places else Shown("", shown.finding)

    def parts_of_total(self) -> Shown:
        """By sex, age or another dimension, against the total."""
        return self._show("parts")

    def said(self) -> Shown:
        """What was said of the values."""
        return self._show(said.KEY)

    def finish(self) -> Shown:
        """Write the tables, the summary and the figures, and say which files they are."""
        with speaking(self.language):
            return self._finish(_tables(self.facts), _summary(self.facts))


def _how(single: Single) -> str:
    """How it is counted, in words."""
    made = single.indicator
    if made.measure == "qualitative":
        return _("Se informa con palabras.")
    rule = {"sum": _("los países se suman"), "mean": _("de los países se toma el promedio"),
            "max": _("de los países se toma el mayor"), "last": _("vale el último informado"),
            "none": _("los países no se juntan")}[made.aggregation]
    better = _("crecer es mejorar") if made.ascending else _("bajar es mejorar")
    return " · ".join(filter(None, (made.unit, _(words.METHODS[made.method]), rule, better)))


def _baseline(single: Single) -> str:
    made = single.indicator
    if made.baseline_value is None:
        return "" if made.measure == "qualitative" else _("Sin línea de base.")
    return _("Línea de base: {value} ({year}). {comment}").format(
        value=value_words(made.baseline_value, made.measure), year=made.baseline_year or _("sin año"),
        comment=single.facts.text(made.baseline_comment)).strip()


def _now(single: Single) -> str:
    state = single.state
    told = _("En este período: {state}.").format(state=words.INDICATORS[state.state])
    if single.facts.as_of != single.facts.period.ends:
        told += " " + _("Leído el {day}, con el período todavía abierto.").format(day=format_date(single.facts.as_of))
    return told


def _tables(single: Single) -> dict[str, tuple[str, list[Row]]]:
    plan, made = single.facts.results.plan.plan_id, single.indicator
    same = {"plan_id": plan, "indicator_id": made.indicator_id, "code": made.code}
    return {
        over_time.FILE: ("plan_id indicator_id code period starts ends target actual pending baseline_value", [
            {**same, "period": p.period.period, "starts": p.period.starts, "ends": p.period.ends, "target": p.target,
             "actual": p.actual, "pending": p.pending, "baseline_value": made.baseline_value}
            for p in single.points]),
        territory.FILE: ("plan_id indicator_id code country period target actual hidden achievement", [
            {**same, "country": place.country, "period": p.period.period, "target": p.target,
             "actual": None if p.period.period in place.hidden else p.actual,
             "hidden": p.period.period in place.hidden,
             "achievement": None if p.period.period in place.hidden else _rounded(reached(single, p).ratio)}
            for place in single.places for p in place.points]),
        PARTS_FILE: ("plan_id indicator_id code period of country part value total differs hidden", [
            {**same, "period": single.facts.period.period, "of": one.parts.of, "country": one.parts.country,
             "part": part, "value": one.told(n), "total": one.parts.total, "differs": one.parts.differs,
             "hidden": n in one.hidden}
            for one in breakdown.splits(single.facts) for n, (part, _value) in enumerate(one.parts.parts)]),
        said.FILE: ("plan_id indicator_id code period country dim_name dim_value status value numerator denominator "
                    "narrative comment evidence", [
            {**same, "period": a.period, "country": a.country, "dim_name": a.dim_name, "dim_value": a.dim_value,
             "status": a.status, "value": a.value, "numerator": a.numerator, "denominator": a.denominator,
             "narrative": single.facts.text(a.narrative), "comment": single.facts.text(a.comment),
             "evidence": single.facts.text(a.evidence)} for a in said.values(single)]),
    }


def _rounded(ratio: float | None) -> float | None:
    return None if ratio is None else round(ratio, 6)


def _summary(single: Single) -> Row:
    state, facts = single.state, single.facts
    return {"plan_id": facts.results.plan.plan_id, "period": facts.period.period, "audience": facts.audience,
            "as_of": facts.as_of.isoformat(), "indicator_id": single.indicator.indicator_id,
            "code": single.indicator.code, "title": facts.text(single.indicator.title), "state": state.state,
            "actual": state.actual, "target": state.target, "expected": state.expected,
            "achievement": _rounded(state.achievement.ratio), "formula": state.achievement.formula,
            "to_date": state.to_date, "target_total": single.indicator.target_total, "pending": state.pending,
            "returned": state.returned, "countries": len(single.places)}


def open_indicator(plan: str, period: str, indicator: str, *, language: str = "", audience: str = "internal",
                   store: str = "", out: str = "", as_of: str = "") -> IndicatorReport:
    """Open the report of one indicator of a plan.

    Args:
        plan: id of the plan.
        period: ``2018-S1``, ``2018-Q1`` or ``2018``.
        indicator: its code as written, its id, or its whole title.
        language: ``es``, ``pt`` or ``en``; the plan's own when empty.
        audience: ``internal``, or ``public``, which names no person and tells no small group apart.
        store: address of the store; the usual one when empty.
        out: folder for the files; when empty ``outputs/<plan>/<period>/indicator/indicator=<indicator>``.
        as_of: the day of the reading, year-month-day; the last day of the period when empty.

    Raises:
        NotFound: there is no such plan or indicator.
        InputError: the period is not one of the plan's, or a parameter has no meaning.
    """
    opened = open_report(plan, period, language=language, audience=audience, store=store, as_of=as_of)
    with speaking(opened.language):
        single = only(opened.facts, indicator)
    folder = Path(out) if out else place(
        plan, opened.facts.period.period, "indicator",
        {"indicator": indicator, "language": opened.language, "audience": audience, "as_of": as_of},
        {"language": normalise(opened.facts.results.plan.language), "audience": INTERNAL, "as_of": ""})
    return IndicatorReport(single, opened.language, folder)
