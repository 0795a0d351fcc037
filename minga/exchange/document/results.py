"""Objectives and indicators: the matrix of the executive summary, and baselines and targets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from minga.errors import InputError
from minga.exchange.document.blocks import (
    Band,
    Block,
    Bullets,
    Cell,
    Grid,
    Group,
    Heading,
    Matrix,
    Paragraph,
    Percent,
    Run,
    Text,
)
from minga.exchange.document.wording import country, plain
from minga.i18n import N_
from minga.i18n import gettext as _
from minga.periods import parse_period

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]

_SIDE_BY_SIDE = 5
_PERIODS = 6
_TYPES = {"output": N_("Producto"), "outcome": N_("Efecto"), "impact": N_("Impacto"), "other": N_("Otro resultado")}


def results_blocks(rows: Rows) -> list[Block]:
    """Everything about objectives, results and indicators; empty when the plan has none."""
    objectives = sorted(rows["objectives"], key=lambda o: (o["position"], o["objective_id"]))
    general = [o for o in objectives if o["level"] == "general"]
    columns = [o for o in objectives if o["level"] != "general"] or general
    blocks: list[Block] = [_general(o) for o in general]
    blocks += _matrices(rows, columns)
    blocks += _results(rows)
    return blocks + _indicator_tables(rows, columns)


def _general(objective: Row) -> Paragraph:
    return Paragraph((Run(_("Objetivo general:"), bold=True), Run(" " + objective["text"])), lead=True)


def _name(objective: Row) -> str:
    code = objective["code"] or str(objective["position"])
    return f"{code}. {objective['title'] or objective['text']}"


# ── the matrix ─────────────────────────────────────────────────────────────────────────────────────

def _matrices(rows: Rows, columns: Sequence[Row]) -> Iterator[Matrix]:
    for start in range(0, len(columns), _SIDE_BY_SIDE):
        some = columns[start:start + _SIDE_BY_SIDE]
        bands = [
            Band(_("Objetivo"), tuple((str(o["text"]),) if o["title"] else () for o in some)),
            Band(_("¿Cómo?"), tuple(_of(rows["lines"], o, "text") for o in some)),
            Band(_("Indicadores"), tuple(_of(rows["indicators"], o, "title") for o in some)),
        ]
        yield Matrix(_("Matriz de objetivos"), _("Objetivos"), tuple(_name(o) for o in some),
                     tuple(band for band in bands if any(band.cells)))


def _of(rows: Sequence[Row], objective: Row, column: str) -> tuple[str, ...]:
    mine = sorted((r for r in rows if r["objective_id"] == objective["objective_id"]), key=lambda r: r["position"])
    return tuple(str(r[column]) for r in mine)


def _results(rows: Rows) -> list[Block]:
    if not rows["results"]:
        return []
    items = tuple((Run(_(_TYPES[r["type"]]) + ":", bold=True), Run(" " + r["title"]))
                  for r in sorted(rows["results"], key=lambda r: (r["type"], r["title"])))
    return [Heading(_("Resultados esperados")), Bullets(items)]


# ── indicators ─────────────────────────────────────────────────────────────────────────────────────

def _indicator_tables(rows: Rows, objectives: Sequence[Row]) -> list[Block]:
    if not rows["indicators"]:
        return []
    periods = sorted({t["period"] for t in rows["targets"]}, key=_when)
    pages = [periods[i:i + _PERIODS] for i in range(0, len(periods), _PERIODS)] or [[]]
    return [Heading(_("Indicadores, línea de base y metas")),
            *(_grid(rows, objectives, page, last=page is pages[-1]) for page in pages), *_baseline_notes(rows)]


def _baseline_notes(rows: Rows) -> Iterator[Bullets]:
    """What was said of the baselines, each thing once, with the indicators that it is said of."""
    said: dict[str, list[str]] = {}
    for indicator in sorted(rows["indicators"], key=lambda i: (i["position"], i["indicator_id"])):
        if comment := indicator["baseline_comment"].strip():
            said.setdefault(comment, []).append(indicator["code"] or f"«{indicator['title']}»")
    items: list[Text] = [plain(_("Línea de base de {indicators}: {comment}").format(
        indicators=", ".join(which), comment=comment)) for comment, which in said.items()]
    if items:
        yield Bullets(tuple(items))


def _when(period: str) -> tuple[Any, str]:
    try:
        return parse_period(period).starts.isoformat(), period
    except InputError:
        return "9999", period


def _grid(rows: Rows, objectives: Sequence[Row], periods: Sequence[str], *, last: bool) -> Grid:
    indicators = sorted(rows["indicators"], key=lambda i: (i["position"], i["indicator_id"]))
    columns = _Columns(indicators, periods, last=last)
    groups = []
    for title, mine in _by_objective(indicators, objectives):
        lines = [line for i in mine for line in _lines(rows, i, columns)]
        groups.append(Group(title, tuple(lines)))
    caption = _("Línea de base y metas")
    if len(periods) > 1:
        caption += f" ({periods[0]} – {periods[-1]})"
    return Grid(caption, columns.header, tuple(groups), _("Objetivo"), columns.figures)


class _Columns:
    """Which columns a table of indicators has: those that say something, and the periods of this table."""

    def __init__(self, indicators: Sequence[Row], periods: Sequence[str], *, last: bool) -> None:
        self.periods = periods
        years = {i["baseline_year"] for i in indicators if i["baseline_value"] is not None}
        self.year = len(years) > 1
        self.total = last and any(i["target_total"] is not None for i in indicators)
        optional = ((_("Medio de verificación"), "verification"), (_("Quién informa"), "responsible"))
        self.extra = [(label, c) for label, c in optional if last and any(i[c] for i in indicators)]
        only = next(iter(years)) if len(years) == 1 else None
        baseline = _("Línea de base {year}").format(year=only) if only else _("Línea de base")
        self.header = (_("Indicador"), baseline, *([_("Año")] if self.year else []),
                       *(_("Meta {period}").format(period=period) for period in periods),
                       *([_("Meta del plan")] if self.total else []), *(label for label, _c in self.extra))
        self.figures = frozenset(range(1, len(self.header) - len(self.extra)))

    def row(self, indicator: Row, figures: Mapping[str, float | None], part: str = "") -> tuple[Cell, ...]:
        """The row of an indicator, or that of one of its parts, which has targets and nothing else."""
        targets = [_figure(indicator, figures.get(period)) for period in self.periods]
        if part:
            return (part, *[""] * (1 + self.year), *targets, *[""] * (self.total + len(self.extra)))
        year = str(indicator["baseline_year"] or "") if indicator["baseline_value"] is not None else ""
        return (_title(indicator), _figure(indicator, indicator["baseline_value"]), *([year] if self.year else []),
                *targets, *([_figure(indicator, indicator["target_total"])] if self.total else []),
                *(str(indicator[c]) for _l, c in self.extra))


def _figure(indicator: Row, value: float | None) -> float | None:
    return Percent(value) if value is not None and indicator["measure"] == "percentage" else value


def _by_objective(indicators: Sequence[Row], objectives: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    known = {o["objective_id"] for o in objectives}
    for objective in objectives:
        if mine := [i for i in indicators if i["objective_id"] == objective["objective_id"]]:
            yield _name(objective), mine
    if rest := [i for i in indicators if i["objective_id"] not in known]:
        yield (_("Otros indicadores") if len(rest) < len(indicators) else ""), rest


def _lines(rows: Rows, indicator: Row, columns: _Columns) -> Iterator[tuple[Cell, ...]]:
    """The indicator's own line, and one more for each country or part that has targets."""
    targets: dict[tuple[str, str], dict[str, float | None]] = {("", ""): {}}
    for t in rows["targets"]:
        if t["indicator_id"] == indicator["indicator_id"]:
            part = t["country"], " ".join(filter(None, (t["dim_name"], t["dim_value"])))
            targets.setdefault(part, {})[t["period"]] = t["value"]
    for part, values in sorted(targets.items()):
        if not any(part):
            yield columns.row(indicator, values)
        elif any(period in values for period in columns.periods):
            name = " · ".join(filter(None, (country(part[0]), part[1])))
            yield columns.row(indicator, values, f"↳ {name}")


def _title(indicator: Row) -> str:
    name = f"{indicator['code']} {indicator['title']}".strip()
    return f"{name} ({indicator['unit']})" if indicator["unit"] else name
