"""What is worth a second look before a report is approved: soft notes, which never stop anybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isclose

from minga.i18n import country_name, format_number
from minga.i18n import gettext as _
from minga.results.applicable import applies_not
from minga.results.combine import combine
from minga.results.model import Action, Actual, Indicator
from minga.results.reviewing_waiting import Due, Reports

FAR = 5.0
"""Times the earlier value from which a value is worth a second look: a figure too many is ten times as much."""


def doubts(due: Due) -> list[str]:
    """What is worth a second look in a report, held against what was reported before."""
    if due.row is None:
        return []
    return list(_of_action(due) if isinstance(due.about, Action) else _of_value(due, due.about))


def parts_that_differ(reports: Reports) -> dict[str, list[str]]:
    """Totals that their countries or parts do not make up, by indicator; they are told, never corrected."""
    found: dict[str, list[str]] = {}
    for indicator in reports.plan.indicators:
        if said := list(_differences(indicator, reports.period.period)):
            found[indicator.indicator_id] = said
    return found


def _differences(indicator: Indicator, period: str) -> Iterator[str]:
    sent: Iterable[Actual] = [a for a in indicator.actuals if a.period == period and a.status != "draft"]
    for one in combine(sent, indicator).mismatches:
        what = _("países") if one.of == "countries" else one.of
        place = f" ({country_name(one.country)})" if one.country else ""
        yield _("El total es {total} y las partes por {what} suman {parts}{place}.").format(
            total=format_number(one.total), what=what, parts=format_number(one.parts), place=place)


def _of_action(due: Due) -> Iterator[str]:
    now, before = due.row or {}, due.earlier or {}
    if before.get("status") == "done" and now["status"] != "done":
        yield _("Antes se informó como cumplida.")
    if now["percent"] is not None and before.get("percent") is not None and now["percent"] < before["percent"]:
        yield _("El avance baja de {before} % a {now} %.").format(
            before=format_number(before["percent"]), now=format_number(now["percent"]))


def _of_value(due: Due, indicator: Indicator) -> Iterator[str]:
    now, before = _value(due.row), _value(due.earlier)
    if now is None:
        if applies_not(due.row):
            if indicator.measure != "percentage" and not str((due.row or {}).get("comment") or "").strip():
                yield _("Dice que no aplica y no dice por qué.")
        elif indicator.measure not in ("qualitative", "nominal"):
            yield _("No trae ningún número.")
        return
    if before is None:
        return
    if indicator.method == "cumulative" and now < before and not isclose(now, before):
        yield _("Es acumulado y baja de {before} a {now}.").format(before=format_number(before), now=format_number(now))
    elif indicator.measure == "unit" and before > 0 and now >= FAR * before:
        yield _("Es {n} veces lo del período anterior ({before}).").format(
            n=format_number(round(now / before)), before=format_number(before))
    elif indicator.measure == "unit" and now > 0 and before >= FAR * now:
        yield _("El período anterior fue {n} veces más ({before}).").format(
            n=format_number(round(before / now)), before=format_number(before))


def _value(row: dict[str, object] | None) -> float | None:
    """The number of a row; of a percentage, from its parts."""
    if not row:
        return None
    top, bottom = row["numerator"], row["denominator"]
    if isinstance(top, float | int) and isinstance(bottom, float | int) and bottom:
        return 100 * top / bottom
    value = row["value"]
    return float(value) if isinstance(value, float | int) else None
