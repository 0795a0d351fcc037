"""The calendar of the whole plan: every action where its own words put it, as bars or as a list."""

from __future__ import annotations

from datetime import date
from typing import Any

from minga.i18n import country_name, format_date, format_month
from minga.i18n import gettext as _
from minga.schedules import recurrence_label
from minga.workshop.calendar import Entry, PlanCalendar, read_calendar
from minga.workshop.feed import Store
from minga_widgets.component import Component, css, esm


class Calendar(Component):
    """Months against directions and actions, to look at together, to filter and to print.

    Args:
        store: the store.
        plan: the plan's row.
    """

    _esm = esm("calendar_parts", "calendar_list", "calendar")
    _css = css("calendar")

    def __init__(self, store: Store, plan: dict[str, Any]) -> None:
        self._store, self._plan = store, plan
        super().__init__(labels=_labels())

    def view(self) -> dict[str, Any]:
        """The months, the directions in order, each action with its place, and what can be filtered by."""
        today = date.today()
        found = read_calendar(self._store, self._plan["plan_id"], today)
        state: dict[str, Any] = {
            "span": span_of(found) | {"today": today.isoformat(), "today_label": format_date(today)},
            "order": [d["direction_id"] for d in found.directions],
            "people": _people(found), "countries": _countries(found)}
        for d in found.directions:
            state[f"direction:{d['direction_id']}"] = {
                "code": d["code"], "title": d["title"],
                "entries": [e.action_id for e in found.entries if e.direction_id == d["direction_id"]]}
        return state | {f"entry:{e.action_id}": _entry(e) for e in found.entries}


def span_of(found: PlanCalendar) -> dict[str, Any]:
    """The months of a calendar with their names, and the stretches that can be looked at by themselves."""
    years = sorted({m.year for m in found.months})
    zooms = [("", _("Todo el plan"), found.starts, found.ends)]
    for year in years:
        zooms.append((str(year), str(year), date(year, 1, 1), date(year, 12, 31)))
        zooms += [(f"{year}-S1", _("1.er semestre de {year}").format(year=year), date(year, 1, 1), date(year, 6, 30)),
                  (f"{year}-S2", _("2.º semestre de {year}").format(year=year), date(year, 7, 1), date(year, 12, 31))]
    return {
        "starts": found.starts.isoformat(), "ends": found.ends.isoformat(),
        "months": [{"at": m.isoformat(), "year": m.year, "short": format_date(m, "LLL").rstrip("."),
                    "long": format_month(m)} for m in found.months],
        "zooms": [{"key": key, "label": label, "starts": first.isoformat(), "ends": last.isoformat()}
                  for key, label, first, last in zooms if first <= found.ends and last >= found.starts]}


def _entry(entry: Entry) -> dict[str, Any]:
    schedule = entry.schedule
    return {
        "code": entry.code, "text": entry.text, "depth": entry.depth, "phrase": schedule.phrase,
        "when": schedule.describe() if entry.dated else schedule.doubt,
        "first": entry.first.isoformat() if entry.first else "", "last": entry.last.isoformat() if entry.last else "",
        "month": format_month(entry.first) if entry.first else "", "pattern": entry.pattern,
        "open": schedule.open_ended, "again": recurrence_label(schedule.recurrence), "within": entry.within,
        "people": [p.key for p in entry.people], "shown": [p.shown for p in entry.people],
        "countries": sorted({p.country for p in entry.people if p.country})}


def _people(found: PlanCalendar) -> list[dict[str, str]]:
    named = {p.key: p.shown for e in found.entries for p in e.people}
    return [{"key": key, "name": name} for key, name in sorted(named.items(), key=lambda one: (one[1].casefold(), one))]


def _countries(found: PlanCalendar) -> list[dict[str, str]]:
    codes = {p.country for e in found.entries for p in e.people if p.country}
    named = sorted((country_name(code).casefold(), code) for code in codes)
    return [{"key": code, "name": country_name(code)} for _folded, code in named]


def _labels() -> dict[str, str]:
    return {
        "heading": _("Calendario del plan"), "zoom": _("Ver"), "person": _("Responsable"), "anyone": _("Todas"),
        "country": _("País"), "any_country": _("Todos"), "print": _("Imprimir"), "today": _("hoy"),
        "empty": _("Aquí estará el calendario del plan."),
        "empty_hint": _("Escriba cuándo se hará cada acción en la página de direcciones: «junio de 2026», «desde enero "
                        "de 2026», «finales de febrero 2026»."),
        "to_directions": _("Ir a las direcciones"), "direction": _("Dirección {code}: {title}"),
        "exact": _("días exactos"), "wide": _("un mes o más"), "approximate": _("fecha aproximada"),
        "open": _("sigue sin fecha de cierre"), "again": _("se repite"), "legend": _("Cómo se lee"),
        "list": _("Ver como lista"), "caption": _("Acciones por mes de inicio"),
        "code": _("N.º"), "action": _("Acción"), "when": _("Cuándo"), "people": _("Responsables"),
        "undated": _("Sin lugar en el calendario: {n}"),
        "undated_hint": _("No tienen fecha, o no se entendió. Se completan en la página de direcciones."),
        "within": _("parte de {code}, que sí tiene fecha"), "outside": _("Fuera de lo que se ve: {n}."),
        "nothing": _("Nada de lo que se ve tiene fecha aquí. Cambie el tramo o el filtro."), "no_date": _("Sin fecha"),
    }
