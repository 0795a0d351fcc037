"""What became of a sheet, in words: how many rows of each kind, and every conflict with both sides of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from minga.exchange import semester_sheet_layout as layout
from minga.exchange.semester_sheet import MergedSheet
from minga.exchange.semester_sheet_rows import indicator_label
from minga.i18n import country_name, format_date, format_number, language, ngettext
from minga.i18n import gettext as _
from minga.results import PlanResults
from minga.results.applicable import WORD, applies_not
from minga.results.reviewing_mark import is_draft, place
from minga.results.reviewing_merge import CHANGED, CONFLICT, KEPT, NEW, SAME, Outcome

_EXCERPT = 160


@dataclass(frozen=True)
class Told:
    """A row of a sheet and what became of it.

    Attributes:
        key: names the row for whoever decides its conflict (``actuals:12``).
        what: ``new``, ``changed``, ``same``, ``kept`` or ``conflict``.
        where: sheet and row.
        about: what it speaks about.
        comes: what the sheet says, and who.
        saved: what was saved before, and by whom.
        why: why it is in conflict.
    """

    key: str
    what: str
    where: str
    about: str
    comes: str
    saved: str = ""
    why: str = ""

    def as_dict(self) -> dict[str, str]:
        """As plain JSON data."""
        return asdict(self)


def tell(plan: PlanResults, merged: MergedSheet) -> list[Told]:
    """Every row that said something, conflicts first, else in the order of the sheet."""
    told = [_told(plan, one) for one in merged.outcomes if one.what in (NEW, CHANGED, SAME, KEPT, CONFLICT)]
    return sorted(told, key=lambda one: one.what != CONFLICT)


def summary(merged: MergedSheet) -> str:
    """How many rows ended in each way, in one sentence."""
    counted = {what: merged.count(what) for what in (NEW, CHANGED, SAME, KEPT, CONFLICT)}
    words = {
        NEW: ngettext("{n} dato nuevo", "{n} datos nuevos", counted[NEW]),
        CHANGED: ngettext("{n} corregido", "{n} corregidos", counted[CHANGED]),
        SAME: ngettext("{n} que ya estaba", "{n} que ya estaban", counted[SAME]),
        KEPT: ngettext("{n} que la hoja deja vacío y no se borra", "{n} que la hoja deja vacíos y no se borran",
                       counted[KEPT]),
        CONFLICT: ngettext("{n} en conflicto, que no se tocó", "{n} en conflicto, que no se tocaron",
                           counted[CONFLICT]),
    }
    said = [words[what].format(n=n) for what, n in counted.items() if n]
    return ", ".join(said) + "." if said else _("La hoja no trae nada que no estuviera ya.")


def take_key(text: str) -> tuple[str, int] | None:
    """The row that ``Told.key`` names; None when it names none."""
    table, _colon, number = text.partition(":")
    return (table, int(number)) if table in layout.COLUMNS and number.isascii() and number.isdigit() and len(
        number) < 7 else None


def _told(plan: PlanResults, one: Outcome) -> Told:
    coming, saved = one.coming, one.before
    hidden = saved is not None and is_draft(coming.table, saved)
    return Told(
        f"{coming.table}:{coming.row}", one.what,
        _("{sheet}, fila {row}").format(sheet=coming.where, row=coming.row), about(plan, coming.table, coming.values),
        _by(said(coming.table, coming.values), coming.reporter),
        _("un borrador sin enviar") if hidden else _by(said(coming.table, saved), saved["reported_by"],
                                                      saved["reported_at"]) if saved else "",
        _why(one.why))


def about(plan: PlanResults, table: str, row: Mapping[str, Any]) -> str:
    """What a row speaks about, as people call it."""
    key, *rest = place(table, row)
    if table == "progress":
        action = next((a for a in plan.actions if a.action_id == key), None)
        return f"{action.code} {action.text}".strip()[:_EXCERPT] if action else key
    indicator = next((i for i in plan.indicators if i.indicator_id == key), None)
    country, name, value = rest
    part = plan.code_label(name, value, language()) if name else ""
    return " · ".join(filter(None, (indicator_label(indicator) if indicator else key, country_name(country), part)))


def said(table: str, row: Mapping[str, Any]) -> str:
    """What a row says, in one line."""
    return " · ".join(filter(None, _pieces(table, row)))


def _pieces(table: str, row: Mapping[str, Any]) -> Iterator[str]:
    if table == "progress":
        yield _(layout.STATUS[row["status"]]) if row.get("status") in layout.STATUS else ""
        yield f"{format_number(row['percent'])} %" if row.get("percent") is not None else ""
    elif applies_not(row):
        yield _(WORD)
    else:
        yield format_number(row["value"]) if row.get("value") is not None else ""
        if row.get("numerator") is not None and row.get("denominator") is not None:
            yield _("{part} de {whole}").format(part=format_number(row["numerator"]),
                                                whole=format_number(row["denominator"]))
    for column in ("narrative", "comment", "evidence"):
        text = " ".join(str(row.get(column) or "").split())
        yield text if len(text) <= _EXCERPT else text[:_EXCERPT] + "…"


def _by(text: str, name: str, at: Any = None) -> str:
    who = ", ".join(filter(None, (name, format_date(at, "medium") if at else "")))
    return f"{text} ({who})" if who else text


def _why(why: str) -> str:
    return {
        "draft": _("Alguien tiene un borrador de lo mismo y aún no lo envía."),
        "reporter": _("Lo informó otra persona."),
        "approved": _("Ya estaba aprobado."),
        "since": _("Cambió después de que se generó la hoja."),
    }.get(why, "")
