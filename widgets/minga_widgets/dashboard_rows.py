"""The rows behind a figure as plain data for the page."""

from __future__ import annotations

from typing import Any

from minga.i18n import country_name, format_date, join_list, language
from minga.i18n import gettext as _
from minga.reports import words
from minga.results.achievement import IndicatorState
from minga.results.board import Board, answering
from minga.results.board_rows import (
    ACTIONS,
    INDICATORS,
    VALUES,
    Figure,
    Value,
    actions_behind,
    indicators_behind,
    values_behind,
)
from minga.results.naming import period_named
from minga.results.status import ActionState
from minga_widgets.dashboard_figures import figure
from minga_widgets.dashboard_words import (
    action_code,
    direction_title,
    due_words,
    expected_words,
    formula_words,
    indicator_look,
    indicator_title,
    look,
    period_label,
    person_words,
    reached_words,
    value_words,
    waiting_words,
)

Json = dict[str, Any]

MOST = 200
"""Rows that the page shows; the file has them all."""


def rows_of(board: Board, behind: Figure) -> list[Json]:
    """The rows behind a figure, as the page shows them."""
    if behind.of == ACTIONS:
        return [_action(board, s) for s in actions_behind(board, behind)]
    if behind.of == INDICATORS:
        return [_indicator(s) for s in indicators_behind(board, behind)]
    return [_value(v, board, named=not behind.row) for v in values_behind(board, behind)]


def row_ids(board: Board, behind: Figure) -> list[str]:
    """The actions or indicators that the rows behind a figure are, or speak of."""
    if behind.of == ACTIONS:
        return [s.action.action_id for s in actions_behind(board, behind)]
    if behind.of == INDICATORS:
        return [s.indicator.indicator_id for s in indicators_behind(board, behind)]
    found = {v.indicator.indicator_id for v in values_behind(board, behind)} | {behind.row}
    return [s.indicator.indicator_id for s in board.indicators if s.indicator.indicator_id in found]


def sums_of(board: Board, behind: Figure) -> list[str]:
    """How the figure of one indicator comes out of its rows."""
    state = next((s for s in board.indicators if s.indicator.indicator_id == behind.row), None)
    if behind.of != VALUES or state is None:
        return []
    made = state.indicator
    rule = {"sum": _("Los países y partes se suman."), "mean": _("Los países y partes se promedian."),
            "max": _("De los países y partes vale el mayor."), "last": _("Vale lo último que se informó."),
            "none": _("Los países y partes no se juntan.")}[made.aggregation]
    if made.measure == "percentage" and made.aggregation in ("sum", "mean"):
        rule = _("De los países y partes se suman numeradores y denominadores, nunca los porcentajes.")
    method = {"period": _("Cuenta lo del período, desde cero."), "cumulative": _("Es acumulado: ya trae lo anterior."),
              "snapshot": _("Es una foto al cierre.")}[made.method]
    differ = [_("Las partes suman {parts} y el total informado es {total}: vale el total.").format(
        parts=value_words(m.parts, made.measure), total=value_words(m.total, made.measure))
        for m in state.combined.mismatches]
    return [part for part in (reached_words(state) + ".", formula_words(state), expected_words(state),
                              f"{method} {rule}", *differ, waiting_words(state)) if part.strip(".")]


def _action(board: Board, state: ActionState) -> Json:
    action, report = state.action, state.report
    waiting = board.waiting.get(action.action_id)
    told = "" if report is None else report.comment
    if report is not None and report.period.period != board.period.period:
        told = _("{period}: {comment}").format(period=period_label(report.period), comment=told or "–")
    review = {"pending": _("hay un informe por aprobar"), "returned": _("hay un informe devuelto")}
    return {"id": action.action_id, "code": action_code(board, action), "title": action.text,
            "about": direction_title(board, action.direction_id), "look": look(words.ACTIONS[state.status]),
            "late": state.overdue, "when": due_words(state), "phrase": action.schedule_text,
            "people": [person_words(a) for a in answering(action)], "said": told,
            "evidence": report.evidence if report else "", "review": review[waiting.review] if waiting else ""}


def _indicator(state: IndicatorState) -> Json:
    made = state.indicator
    return {"id": made.indicator_id, "title": indicator_title(made), "look": look(indicator_look(state.state)),
            "reached": reached_words(state), "sums": formula_words(state), "expected": expected_words(state),
            "said": state.comment or state.narrative, "review": waiting_words(state),
            "figure": figure(VALUES, row=made.indicator_id)}


_VALUE_MARKS = {"approved": ("✓", "#0072B2"), "pending": ("…", "#F0E442"), "returned": ("↩", "#E69F00"),
                "draft": ("✎", "#E3E6E9"), "": ("?", "#FFFFFF")}


def _value(value: Value, board: Board, *, named: bool) -> Json:
    made, actual = value.indicator, value.actual
    part = "" if not value.dim_name else _("{name}: {part}").format(
        name=board.plan.results.code_label("dim", value.dim_name, language()),
        part=board.plan.results.code_label(value.dim_name, value.dim_value, language()))
    where = country_name(value.country) or ("" if part else _("Total"))
    named_period = period_named(value.period) if value.period != board.period.period else None
    when = period_label(named_period) if named_period else ""
    status = actual.status if actual else ""
    glyph, colour = _VALUE_MARKS[status]
    mark = {"approved": _("aprobado"), "pending": _("por aprobar"), "returned": _("devuelto"),
            "draft": _("en borrador"), "": _("sin dato")}[status]
    return {"id": made.indicator_id, "title": " · ".join(p for p in (when, where, part) if p),
            "about": indicator_title(made) if named else "", "reached": _reached(value),
            "target": "–" if value.target is None else value_words(value.target, made.measure),
            "look": look(words.Look("", glyph, colour)) | {"word": mark},
            "when": format_date(actual.reported_at) if actual and actual.reported_at else "",
            "said": "" if actual is None or status == "draft" else " · ".join(
                p for p in (actual.comment, actual.narrative) if p),
            "evidence": "" if actual is None or status == "draft" else actual.evidence}


def _reached(value: Value) -> str:
    """What was reported; what somebody has not sent yet is theirs."""
    actual, measure = value.actual, value.indicator.measure
    if actual is None or actual.status == "draft":
        return "–" if actual else _("sin dato")
    if measure != "percentage" and (actual.value, actual.numerator, actual.denominator) == (None, 0, 0):
        return _("no aplica en este período")
    if actual.numerator is not None and actual.denominator is not None:
        parts = _("{part} de {whole}").format(part=value_words(actual.numerator), whole=value_words(actual.denominator))
        share = 100 * actual.numerator / actual.denominator if actual.denominator else None
        return f"{parts} ({value_words(share, measure)})" if share is not None else parts
    if actual.value is None:
        return _("informado con palabras") if actual.narrative else _("sin dato")
    return value_words(actual.value, measure)


def names_of(board: Board, ids: list[str]) -> list[str]:
    """Actions and indicators by their short names, in the order given."""
    actions = {s.action.action_id: action_code(board, s.action) or s.action.text[:60] for s in board.actions}
    titles = {s.indicator.indicator_id: s.indicator.code or s.indicator.title[:60] for s in board.indicators}
    return [name for one in ids if (name := actions.get(one) or titles.get(one))]


def listed(board: Board, ids: list[str], most: int = 6) -> str:
    """Short names in a sentence; how many more there are, when they are many."""
    names = names_of(board, ids)
    more = len(names) - most
    return join_list(names if more <= 0 else [*names[:most], _("{n} más").format(n=more)])
