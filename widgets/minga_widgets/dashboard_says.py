"""The sentences of the dashboard: what stands where, what has to be known to read it, and what can be chosen."""

from __future__ import annotations

from minga.folding import fold
from minga.i18n import country_name, format_date, join_list, ngettext
from minga.i18n import gettext as _
from minga.reports import words
from minga.results.achievement import MET
from minga.results.board import NOBODY, Board, countries_of, people_of
from minga.results.board_rows import INDICATORS, OVERDUE, REVIEW, VALUES, Figure
from minga.results.model import Period
from minga.results.status import DONE, NO_DATA, count_by_status
from minga_widgets.dashboard_words import (
    direction_title,
    indicator_look,
    indicator_title,
    period_label,
    person_words,
)


def finding(board: Board) -> list[str]:
    """The state of what is chosen, in a sentence about actions and one about indicators."""
    return [said for said in (_of_actions(board), _of_indicators(board)) if said]


def _of_actions(board: Board) -> str:
    total = len(board.actions)
    if not total:
        return ""
    counts, late = count_by_status(list(board.actions)), sum(s.overdue for s in board.actions)
    parts = [words.counted(DONE, counts[DONE])]
    if board.earlier and board.done_earlier != counts[DONE]:
        parts[0] = ngettext("{done} (al cierre del {earlier} era {n})", "{done} (al cierre del {earlier} eran {n})",
                            board.done_earlier).format(done=parts[0], n=board.done_earlier,
                                                       earlier=period_label(board.earlier))
    if late:
        parts.append(ngettext("{n} fuera de plazo", "{n} fuera de plazo", late).format(n=late))
    if counts[NO_DATA]:
        parts.append(words.counted(NO_DATA, counts[NO_DATA]))
    return ngettext("De {n} acción: {parts}.", "De {n} acciones: {parts}.", total).format(
        n=total, parts=join_list(parts))


def _of_indicators(board: Board) -> str:
    total, aimed = len(board.indicators), [s for s in board.indicators if s.target is not None]
    if not total:
        return ""
    if not aimed:
        return ngettext("El único indicador no tiene meta en este período.",
                        "Ninguno de los {n} indicadores tiene meta en este período.", total).format(n=total)
    met = sum(s.state == MET for s in aimed)
    return ngettext("{met} de {n} indicadores con meta la alcanzó", "{met} de {n} indicadores con meta la alcanzaron",
                    met).format(met=met, n=len(aimed)) + "."


def notes(board: Board, *, asked: bool, newer: Period | None) -> list[str]:
    """What has to be known to read the page: the day, what does not count, and what a choice leaves out.

    Args:
        board: the board.
        asked: whether somebody chose the period.
        newer: a period that has begun after the one that is shown.
    """
    day = format_date(board.as_of)
    said = [_("El período sigue abierto: se lee al {day} y cada valor se compara con lo esperado a esa fecha.").format(
        day=day) if board.open else _("El período terminó: se lee a su último día, {day}.").format(day=day)]
    if newer is not None and not asked:
        said.append(_("Del {newer} todavía no hay informes que cuenten; se muestra el último período que los tiene.")
                    .format(newer=period_label(newer)))
    if board.wish.country and board.indicators:
        said.append(_("La línea de base y la meta del plan son del conjunto: no se usan con un país elegido."))
    if board.elsewhere:
        said.append(ngettext("{n} indicador no tiene meta ni valor de este país y no se muestra.",
                             "{n} indicadores no tienen meta ni valor de este país y no se muestran.",
                             board.elsewhere).format(n=board.elsewhere))
    if any(s.pending or s.returned for s in board.indicators) or board.waiting:
        said.append(_("Solo cuenta lo aprobado; lo que falta aprobar se ve aparte."))
    return said


def figure_title(board: Board, figure: Figure) -> str:
    """What a figure counts, as the heading of its rows."""
    if figure.row:
        return next((indicator_title(s.indicator) for s in board.indicators
                     if s.indicator.indicator_id == figure.row), "")
    person = people_of(board.plan).get(figure.person)
    who = person_words(person) if person else _("Sin responsable") if figure.person == NOBODY else ""
    parts = [_kind(figure), direction_title(board, figure.direction), who, country_name(figure.country)]
    return " · ".join(part for part in parts if part)


def _kind(figure: Figure) -> str:
    if figure.of == VALUES:
        return {"pending": _("Valores por aprobar"), "returned": _("Valores devueltos"),
                "draft": _("Valores en borrador"), "approved": _("Valores aprobados")}.get(figure.mark, _("Valores"))
    if figure.of == INDICATORS:
        return _mark(_("Indicadores"), indicator_look(figure.mark) if figure.mark else None)
    if figure.mark in (OVERDUE, REVIEW):
        return {OVERDUE: _("Acciones fuera de plazo"), REVIEW: _("Acciones con un informe por revisar")}[figure.mark]
    return _mark(_("Acciones"), words.ACTIONS.get(figure.mark))


def _mark(noun: str, one: words.Look | None) -> str:
    return f"{noun}: {one}" if one else noun


def choices(board: Board) -> dict[str, list[list[str]]]:
    """What can be chosen, each as its key and its words; the first of each list but the periods is everything."""
    results = board.plan.results
    places = [[code, country_name(code)] for code in countries_of(board.plan)]
    people = [[key, person_words(person)] for key, person in people_of(board.plan).items()]
    periods = {p.period: p for p in (*results.periods, board.period)}
    return {
        "direction": [["", _("Todas")], *([d.direction_id, direction_title(board, d.direction_id)]
                                          for d in results.directions)],
        "country": [["", _("Todos")], *sorted(places, key=_by_words)],
        "person": [["", _("Todas las personas")], [NOBODY, _("Sin responsable")], *sorted(people, key=_by_words)],
        "period": [[p.period, period_label(p)] for p in sorted(periods.values(), key=lambda p: (p.ends, p.starts))],
    }


def _by_words(choice: list[str]) -> tuple[str, str]:
    return fold(choice[1]), choice[0]
