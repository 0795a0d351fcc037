"""The schedule: what was meant to happen when, and what has no date."""

from __future__ import annotations

from datetime import date, timedelta

from minga.i18n import format_date, ngettext
from minga.i18n import gettext as _
from minga.reports import words
from minga.reports.blocks import Block, Chart, Column, Noted, Table, left_out, rows_of
from minga.reports.charts.gantt import Group, Span, Window, gantt
from minga.reports.facts import Facts
from minga.reports.parts.action_status import FILE, direction_title
from minga.results.status import ActionState, active_in, approximate, last_day, open_at

KEY = "schedule"
_MOST = 45


def block(facts: Facts) -> Block:
    """The block of the schedule."""
    kicker = _("Calendario")
    dated = [s for s in facts.actions if s.action.starts or s.action.ends]
    if not dated:
        return Block(KEY, kicker, _("Ninguna acción tiene fecha todavía.") if facts.actions
                     else _("El plan todavía no tiene acciones."), empty=_(
            "Aquí se verá el calendario de las acciones. Para empezar, escriba la calendarización de cada una, por "
            "ejemplo «finales de febrero de 2018»."))
    drawn = _chosen(facts, dated)
    return Block(KEY, kicker, _finding(facts, dated), remarks=tuple(_remarks(facts, dated)), table=_table(facts, dated),
                 chart=Chart(lambda width: gantt(_groups(facts, drawn), _window(facts, drawn), width),
                             _alt(facts, drawn), left_out("actions", len(drawn), len(dated), FILE)))


def _chosen(facts: Facts, dated: list[ActionState]) -> list[ActionState]:
    """The actions of the chart: when they are too many, those of the period and the late ones come first."""
    if len(dated) <= _MOST:
        return dated
    first = [s for s in dated if s.overdue or active_in(s.action, facts.period)]
    rest = [s for s in dated if s not in first]
    kept = {s.action.action_id for s in (first + rest)[:_MOST]}
    return [s for s in dated if s.action.action_id in kept]


def _finding(facts: Facts, dated: list[ActionState]) -> str:
    active = sum(active_in(s.action, facts.period) for s in dated)
    undated = len(facts.actions) - len(dated)
    said = ngettext("{n} acción estaba programada en el {period}", "{n} acciones estaban programadas en el {period}",
                    active).format(n=active, period=facts.label)
    if undated:
        return ngettext("{said}; {n} del plan no tiene fecha.", "{said}; {n} del plan no tienen fecha.",
                        undated).format(said=said, n=undated)
    return f"{said}."


def _remarks(facts: Facts, dated: list[ActionState]) -> list[str]:
    open_ended = sum(open_at(s) for s in dated)
    about = sum(_about(s) for s in dated)
    said = []
    if open_ended:
        said.append(ngettext("{n} acción empieza y no tiene final: su barra termina en flecha.",
                             "{n} acciones empiezan y no tienen final: sus barras terminan en flecha.",
                             open_ended).format(n=open_ended))
    if about:
        said.append(ngettext("{n} fecha es aproximada: su barra lleva el signo ≈.",
                             "{n} fechas son aproximadas: sus barras llevan el signo ≈.", about).format(n=about))
    return said


def _about(state: ActionState) -> bool:
    return approximate(state.action.schedule_text, state.action.precision)


def _groups(facts: Facts, drawn: list[ActionState]) -> list[Group]:
    found = []
    for direction in facts.results.directions:
        spans = tuple(_span(facts, s) for s in drawn if s.action.direction_id == direction.direction_id)
        if spans:
            found.append(Group(direction_title(facts, direction), spans))
    return found


def _span(facts: Facts, state: ActionState) -> Span:
    action = state.action
    starts = action.starts or action.ends
    assert starts is not None  # only dated actions are drawn
    ends = last_day(action)
    if ends is None and not open_at(state) and state.report:
        ends = min(state.report.period.ends, facts.as_of)  # it was closed: its bar does not point to the future
    return Span(action.code, facts.text(action.text), starts, max(starts, ends) if ends else None, _about(state),
                words.ACTIONS[state.status])


def _window(facts: Facts, drawn: list[ActionState]) -> Window:
    days = [d for s in drawn for d in (s.action.starts, s.action.ends) if d]
    days += [facts.period.starts, facts.period.ends]
    if any(open_at(s) for s in drawn):
        days.append(facts.as_of + timedelta(days=92))  # room to see that what has no end goes on
    first, last = min(days), max(days)
    close = _("hoy, {day}") if facts.still_open else _("cierre, {day}")
    return Window(date(first.year, 1 if first.month < 7 else 7, 1),
                  date(last.year, 6, 30) if last.month < 7 else date(last.year, 12, 31),
                  facts.period.starts, facts.as_of, close.format(day=format_date(facts.as_of, "medium")))


def _when(state: ActionState) -> str:
    action, ends = state.action, last_day(state.action)
    starts = format_date(action.starts, "medium") if action.starts else ""
    if ends is None:
        return _("desde {day}").format(day=starts)
    if action.starts == ends:
        return starts
    return f"{starts} – {format_date(ends, 'medium')}" if starts else format_date(ends, "medium")


def _alt(facts: Facts, drawn: list[ActionState]) -> str:
    told = [_("{title}: {when}, {status}.").format(title=facts.title(s.action)[:60], when=_when(s),
                                                  status=words.ACTIONS[s.status]) for s in drawn[:20]]
    return " ".join([_("Calendario de las acciones con una barra por acción y una línea en el cierre del período."),
                     *told])


def _table(facts: Facts, dated: list[ActionState]) -> Table:
    columns = (Column(_("Acción")), Column(_("Calendarización escrita")), Column(_("Fechas entendidas")),
               Column(_("Estado")))
    rows = [(facts.title(s.action), facts.text(s.action.schedule_text),
             Noted(_when(s), (_("aproximado"),) if _about(s) else ()), words.ACTIONS[s.status]) for s in dated]
    return Table(_("Acciones con fecha"), columns, rows_of(rows), FILE)
