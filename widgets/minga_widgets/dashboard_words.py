"""Numbers, dates and marks of the dashboard as people read them."""

from __future__ import annotations

import textwrap

from minga.errors import InputError
from minga.i18n import country_name, format_date, format_number, format_percent, ngettext
from minga.i18n import gettext as _
from minga.periods import parse_period
from minga.reports import words
from minga.results.achievement import IndicatorState
from minga.results.board import NOBODY, Board
from minga.results.board_rows import Hand
from minga.results.combine import NO_CASES, NOT_COMBINED
from minga.results.model import Action, Assignment, Indicator, Period
from minga.results.status import ActionState

LATE = words.Look(words.ACTIONS["delayed"].word, "!", words.ACTIONS["delayed"].colour, "xxx")
"""How lateness is marked: with the colour of its status, and a glyph of its own."""


def look(one: words.Look) -> dict[str, str]:
    """A mark as the page draws it: glyph, colour, ink and hatch; its word stands beside it."""
    return {"glyph": one.glyph, "colour": one.colour, "ink": one.ink, "hatch": one.hatch[:1], "word": str(one)}


def indicator_look(mark: str) -> words.Look:
    """How the state of an indicator is marked."""
    return words.INDICATORS[mark]


def period_label(period: Period) -> str:
    """A period in words, or as written when it is not one that Minga names."""
    try:
        return parse_period(period.period).label()
    except InputError:
        return period.period


def direction_title(board: Board, direction_id: str) -> str:
    """A direction as a heading: its code and title."""
    found = next((d for d in board.plan.results.directions if d.direction_id == direction_id), None)
    if found is None:
        return ""
    return f"{found.code}. {found.title}" if found.code else found.title


def action_code(board: Board, action: Action) -> str:
    """The code that tells an action apart in the whole plan: its direction's and its own (``2 / 1.4``)."""
    outer = next((d.code for d in board.plan.results.directions if d.direction_id == action.direction_id), "")
    return " / ".join(part for part in (outer, action.code) if part)


def indicator_title(indicator: Indicator) -> str:
    """An indicator with its code, and its unit when the title does not say it."""
    title = f"{indicator.code} {indicator.title}".strip()
    return title if not indicator.unit or indicator.unit.lower() in title.lower() else f"{title} ({indicator.unit})"


def value_words(value: float | None, measure: str = "unit") -> str:
    """A value as people write it; what nobody reported is «sin dato», which is not zero."""
    if value is None:
        return _("sin dato")
    return format_percent(value / 100) if measure == "percentage" else format_number(round(value, 2))


def reached_words(state: IndicatorState) -> str:
    """What was reached, and of what: ``34 de 50 (68 %)``; missing, no cases and no total are not the same."""
    measure, why = state.indicator.measure, state.combined.why_none
    if state.state == "reported":
        return textwrap.shorten(state.narrative, 160, placeholder="…")
    if why == NO_CASES and measure == "percentage":
        return _("no hubo casos (0 de 0)")
    if why == NOT_COMBINED:
        return _("valores por país o parte, sin total")
    if state.state == "not_applicable":
        return _("no aplica en este período")
    reached = value_words(state.actual, measure)
    if state.target is None:
        return reached if state.actual is not None else _("sin dato ni meta")
    aim = value_words(state.target, measure)
    if state.actual is None:
        return _("sin dato; la meta es {target}").format(target=aim)
    told = (_("{actual} de {target}") if state.indicator.ascending
            else _("{actual}; la meta es bajar a {target}")).format(actual=reached, target=aim)
    ratio = state.achievement.ratio
    return told if ratio is None else f"{told} ({format_percent(ratio)})"


def formula_words(state: IndicatorState) -> str:
    """How the achievement was worked out, with its figures; or why there is none."""
    made, ratio = state.indicator, state.achievement.ratio
    actual, target, base = (value_words(v, made.measure) for v in (state.actual, state.target, made.baseline_value))
    if ratio is not None and state.achievement.formula == "baseline":
        said = _("Avance = (valor − base) ÷ (meta − base) = ({actual} − {base}) ÷ ({target} − {base}) = {ratio}")
        return said.format(actual=actual, target=target, base=base, ratio=format_percent(ratio))
    if ratio is not None:
        return _("Avance = valor ÷ meta = {actual} ÷ {target} = {ratio}").format(
            actual=actual, target=target, ratio=format_percent(ratio))
    return {"no_value": _("No hay avance: falta un valor aprobado."), "no_target": _("No hay avance: falta la meta."),
            "zero_target": _("No hay avance: la meta es cero."),
            "target_is_baseline": _("No hay avance: la meta es igual a la línea de base."),
            "descending": _("No hay avance: bajar es mejorar y no hay línea de base."),
            }.get(state.achievement.formula, "")


def expected_words(state: IndicatorState) -> str:
    """What was expected by the day of the reading, where that is not the target itself."""
    if state.expected is None or state.expected == state.target:
        return ""
    return _("a la fecha se esperaba {value}").format(value=value_words(state.expected, state.indicator.measure))


def waiting_words(state: IndicatorState) -> str:
    """How many values wait for approval or to be mended; empty when none does."""
    wait, back = state.pending, state.returned
    return " · ".join(part for part in (
        ngettext("{n} valor por aprobar", "{n} valores por aprobar", wait).format(n=wait) if wait else "",
        ngettext("{n} valor devuelto", "{n} valores devueltos", back).format(n=back) if back else "") if part)


def due_words(state: ActionState) -> str:
    """Until when an action is on time, and how late it is."""
    if state.due is None:
        return _("sin fecha de cierre") if state.action.open_ended or state.action.starts else _("sin fecha")
    until = _("hasta el {day}").format(day=format_date(state.due))
    if state.days_late is None:
        return until
    return _("{until}; fuera de plazo hace {time}").format(until=until, time=words.days(state.days_late))


def person_words(assignment: Assignment) -> str:
    """Somebody who answers, with the country in words."""
    name = assignment.name or assignment.as_written
    country = country_name(assignment.country)
    return f"{name} ({country})" if country and assignment.kind == "person" else name


def hand_name(hand: Hand) -> str:
    """Who holds something, as it is shown."""
    if hand.key == NOBODY:
        return _("Sin responsable")
    if hand.kind == "country":
        return country_name(hand.country)
    return f"{hand.name} ({country_name(hand.country)})" if hand.country and hand.kind == "person" else hand.name
