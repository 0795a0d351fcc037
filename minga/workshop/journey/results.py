"""The last chapter: objective, indicators, their values period by period, and what was reported of an action."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from minga.errors import InputError
from minga.i18n import format_number, ngettext
from minga.i18n import gettext as _
from minga.periods import parse_period
from minga.workshop.chain import Chain, Row
from minga.workshop.journey.words import Step, cut, listed, refs, said, step


def tell_progress(chain: Chain, action_id: str) -> Iterator[Step]:
    """What was reported of an action, period by period."""
    here = [p for p in chain.rows["progress"] if p["action_id"] == action_id]
    for row in sorted(here, key=lambda p: p["period"]):
        done = _(" ({percent} %)").format(percent=format_number(row["percent"])) if row["percent"] is not None else ""
        comment = f" {cut(row['comment'], 300)}" if row["comment"] else ""
        yield step("results", _("{period}: {status}{done}.{comment}").format(
            period=_period(row["period"]), status=_status(row["status"]), done=done, comment=comment))


def tell_objectives(chain: Chain, direction_id: str) -> Iterator[Step]:
    """The objectives that were born of a direction."""
    for row in chain.by["objectives"].values():
        if row["direction_id"] == direction_id:
            yield step("results", _("Su objetivo: {text}").format(text=cut(row["text"], 400)))


def tell_indicators(chain: Chain, indicator_ids: Iterable[str], words: str, *, most: int = 6) -> Iterator[Step]:
    """Several indicators, each with the last value that was reported.

    Args:
        chain: the chain with the tables of results.
        indicator_ids: which.
        words: the sentence before each name, with ``{indicator}``.
        most: how many are told one by one.
    """
    every = list(dict.fromkeys(indicator_ids))
    for key in every[:most]:
        last = list(_values(chain, key))[-1:] or [_("Todavía no hay valores informados.")]
        yield step("results", f"{words.format(indicator=said(chain, key))} {last[0]}", refs=refs(chain, key))
    if every[most:]:
        yield step("results", ngettext("Hay {n} indicador más.", "Hay {n} indicadores más.", len(every) - most).format(
            n=len(every) - most), refs=refs(chain, *every[most:]))


def tell_indicator(chain: Chain, indicator_id: str) -> Iterator[Step]:
    """Everything of one indicator: what it measures, what delivers to it, and its values period by period."""
    row = chain.by["indicators"][indicator_id]
    objective = chain.by["objectives"].get(row["objective_id"] or "")
    yield step("results", _("El indicador {indicator} mide si se avanza.").format(indicator=said(chain, indicator_id)))
    if objective:
        yield step("results", _("Mide el objetivo: {text}").format(text=cut(objective["text"], 400)))
    givers = chain.of(indicator_id, "delivers")
    if givers:
        yield step("results", _("Le entregan sus logros: {others}.").format(others=listed(chain, givers)),
                   refs=refs(chain, *givers))
    if row["baseline_value"] is not None:
        year = f" ({row['baseline_year']})" if row["baseline_year"] else ""
        yield step("results", _("Línea de base{year}: {value}.").format(
            year=year, value=_amount(row, row["baseline_value"])))
    if row["target_total"] is not None:
        yield step("results", _("Meta de todo el plan: {value}.").format(value=_amount(row, row["target_total"])))
    values = list(_values(chain, indicator_id))
    yield from (step("results", text) for text in values or [_("Todavía no hay valores informados.")])


def direction_of(chain: Chain, indicator_id: str) -> str:
    """The direction that an indicator measures, by its objective or its result; empty when there is none."""
    row = chain.by["indicators"][indicator_id]
    result = chain.by["results"].get(row["result_id"] or "", {})
    objective = chain.by["objectives"].get(row["objective_id"] or result.get("objective_id") or "", {})
    found = objective.get("direction_id") or result.get("direction_id") or ""
    return found if found in chain.by["directions"] else ""


def indicators_of(chain: Chain, direction_ids: Iterable[str]) -> list[str]:
    """The indicators that measure some directions, in order."""
    wanted = set(direction_ids)
    return [key for key in chain.by["indicators"] if direction_of(chain, key) in wanted]


def _values(chain: Chain, indicator_id: str) -> Iterator[str]:
    """One sentence a period: the value for the whole plan, else in how many places there is one."""
    row = chain.by["indicators"][indicator_id]
    here = [a for a in chain.rows["actuals"] if a["indicator_id"] == indicator_id]
    aims = {t["period"]: t["value"] for t in chain.rows["targets"] if t["indicator_id"] == indicator_id
            and not t["country"] and not t["dim_name"] and t["value"] is not None}
    for period in sorted({a["period"] for a in here}):
        parts = [a for a in here if a["period"] == period]
        whole = next((a for a in parts if not a["country"] and not a["dim_name"]), None)
        if whole is None:
            yield ngettext("{period}: hay {n} valor por país o parte.", "{period}: hay {n} valores por país o parte.",
                           len(parts)).format(period=_period(period), n=len(parts))
        else:
            yield _value(row, whole, period, aims.get(period))


def _value(indicator: Row, actual: Row, period: str, aim: float | None) -> str:
    waiting = {"draft": _(" (borrador)"), "pending": _(" (por aprobar)"), "returned": _(" (devuelto para corregir)")}
    if actual["value"] is not None:
        reached = _amount(indicator, actual["value"])
    elif actual["numerator"] == 0 and actual["denominator"] == 0:
        reached = _("no aplica")
    elif actual["numerator"] is not None and actual["denominator"] is not None:
        reached = _("{part} de {whole}").format(part=format_number(actual["numerator"]),
                                                whole=format_number(actual["denominator"]))
    else:
        reached = cut(actual["narrative"], 300) or _("sin dato")
    if aim is not None:
        reached = _("{value}, con una meta de {aim}").format(value=reached, aim=_amount({**indicator, "unit": ""}, aim))
    return _("{period}: {value}{status}.").format(period=_period(period), value=reached.rstrip("."),
                                                  status=waiting.get(actual["status"], ""))


def _amount(indicator: Row, value: float) -> str:
    unit = "%" if indicator["measure"] == "percentage" else indicator["unit"]
    return " ".join(part for part in (format_number(value), unit) if part)


def _period(text: str) -> str:
    try:
        return parse_period(text).label()
    except InputError:
        return text


def _status(status: str) -> str:
    return {"not_started": _("sin empezar"), "in_progress": _("en curso"), "done": _("cumplida"),
            "delayed": _("atrasada"), "cancelled": _("cancelada")}[status]
