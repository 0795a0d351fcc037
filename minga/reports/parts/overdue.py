"""What is late: since when, in whose hands, and what was said about it."""

from __future__ import annotations

from minga.i18n import format_date, ngettext
from minga.i18n import gettext as _
from minga.reports import words
from minga.reports.blocks import Block, Chart, Column, Noted, Table, left_out, rows_of
from minga.reports.charts.strip import Late, strip
from minga.reports.facts import Facts
from minga.results.status import NO_DATA, ActionState

KEY, FILE = "overdue", "overdue.csv"
_MOST = 15


def block(facts: Facts) -> Block:
    """The block of overdue actions."""
    kicker, late = _("Acciones atrasadas"), facts.overdue
    remarks = tuple(_remarks(facts))
    if not late:
        return Block(KEY, kicker, _no_finding(facts), remarks=remarks, empty="" if any(
            s.due for s in facts.actions) else _(
            "Aquí se verán las acciones cuya fecha pasó sin que se cumplieran, con el motivo que se informó. Para "
            "empezar, escriba la calendarización de las acciones en la página de direcciones."))
    dated = [s for s in late if s.days_late is not None]
    today = _("hoy") if facts.still_open else _("al cierre")
    chart = Chart(lambda width: strip(_rows(facts, dated[:_MOST]), facts.as_of, today, width),
                  _alt(facts, dated), left_out("actions", len(dated[:_MOST]), len(late), FILE)) if dated else None
    return Block(KEY, kicker, _finding(late), remarks=remarks, chart=chart, table=_table(facts))


def _no_finding(facts: Facts) -> str:
    if not facts.actions:
        return _("El plan todavía no tiene acciones.")
    if not any(s.due for s in facts.actions):
        return _("No se puede saber qué está atrasado: ninguna acción tiene fecha de término.")
    if facts.still_open:
        return _("Ninguna acción con fecha está atrasada al {day}.").format(day=format_date(facts.as_of))
    return _("Ninguna acción con fecha está atrasada al cierre del {period}.").format(period=facts.label)


def _finding(late: tuple[ActionState, ...]) -> str:
    longest = late[0].days_late
    if longest is None:
        return ngettext("{n} acción se informó como atrasada.", "{n} acciones se informaron como atrasadas.",
                        len(late)).format(n=len(late))
    return ngettext("{n} acción está fuera de plazo, desde hace {time}.",
                    "{n} acciones están fuera de plazo; la más atrasada, desde hace {time}.", len(late)).format(
        n=len(late), time=words.days(longest))


def _remarks(facts: Facts) -> list[str]:
    silent = sum(s.status == NO_DATA for s in facts.overdue)
    closing = sum(s.closes_today for s in facts.actions)
    said = []
    if silent and silent == len(facts.overdue):
        said.append(ngettext("Nadie ha informado de ella: puede estar cumplida.",
                             "Nadie ha informado de ellas: pueden estar cumplidas.", silent))
    elif silent:
        said.append(ngettext("De {n} de ellas nadie ha informado: puede estar cumplida.",
                             "De {n} de ellas nadie ha informado: pueden estar cumplidas.", silent).format(n=silent))
    unexplained = sum(s.report is not None and not s.report.comment.strip() for s in facts.overdue)
    if unexplained:
        said.append(ngettext("De {n} se informó, pero no se dijo por qué está fuera de plazo.",
                             "De {n} se informó, pero no se dijo por qué están fuera de plazo.",
                             unexplained).format(n=unexplained))
    if closing:
        said.append(ngettext("{n} acción más vencía el último día y sigue abierta.",
                             "{n} acciones más vencían el último día y siguen abiertas.", closing).format(n=closing))
    return said


def late_words(state: ActionState) -> str:
    """How late something is, in words; empty when only its report says so."""
    return words.days(state.days_late) if state.days_late is not None else ""


def _rows(facts: Facts, states: list[ActionState]) -> list[Late]:
    return [Late(facts.title(s.action), s.due, late_words(s), words.ACTIONS[s.status]) for s in states if s.due]


def _alt(facts: Facts, states: list[ActionState]) -> str:
    told = [_("{title}: {time} ({status}).").format(title=facts.title(s.action)[:70], time=late_words(s),
                                                   status=words.ACTIONS[s.status]) for s in states[:_MOST]]
    return " ".join([_("Tiempo de atraso de cada acción, de mayor a menor."), *told])


def _table(facts: Facts) -> Table:
    columns = (Column(_("Acción")), Column(_("Vencía")), Column(_("Atraso")), Column(_("Estado")),
               Column(_("Motivo o comentario")))
    rows = [(Noted(facts.title(s.action), (" · ".join(dict.fromkeys(facts.people(s.action))) or _("sin responsable"),)),
             Noted(format_date(s.due, "medium") if s.due else _("sin fecha"), (facts.text(s.action.schedule_text),)),
             late_words(s) or "—", words.ACTIONS[s.status],
             facts.text(s.report.comment) if s.report and s.report.comment else _("sin comentario"))
            for s in facts.overdue]
    return Table(_("Acciones fuera de plazo"), columns, rows_of(rows), FILE)
