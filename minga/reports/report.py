"""A monitoring report: what the notebook calls, one method for each part of the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from minga import paths
from minga.i18n import gettext as _
from minga.i18n import normalise, speaking
from minga.reports import files
from minga.reports.asked import day, require, require_reader
from minga.reports.blocks import Block, Shown, render
from minga.reports.by_country import narrowed, shown_publicly
from minga.reports.facts import INTERNAL, PUBLIC, Facts
from minga.reports.parts import (
    action_status,
    breakdown,
    changes,
    digest,
    header,
    heat_map,
    indicators,
    no_data,
    overdue,
    quality,
    schedule,
    trend,
    workload,
)
from minga.reports.places import place
from minga.reports.window import edits_since, period_of
from minga.results.reading import private_names, read_results
from minga.store import open_store

if TYPE_CHECKING:
    from great_tables import GT

_PARTS: dict[str, Callable[[Facts], Block]] = {
    part.KEY: part.block for part in (digest, action_status, overdue, heat_map, schedule, workload, indicators, trend,
                                      breakdown, changes, quality, no_data)}
_OF_ACTIONS = (action_status.KEY, overdue.KEY, heat_map.KEY, schedule.KEY, workload.KEY)
_OF_INDICATORS = (indicators.KEY, trend.KEY, breakdown.KEY)


class Report:
    """One plan in one period, ready to be shown part by part."""

    def __init__(self, facts: Facts, language: str, out: Path) -> None:
        self.facts, self.language, self.out = facts, language, out
        self._blocks: dict[str, Block] = {}

    def __repr__(self) -> str:
        return f"<Report {self.facts.results.plan.plan_id} {self.facts.period.period}>"

    def show(self, *parts: str) -> Shown:
        """Some parts, one after another: the names are those of the methods below.

        Raises:
            UsageError: a name is none of a part; those there are are named.
        """
        known = ("header", *_PARTS)
        for name in parts:
            with speaking(self.language):
                require(name, "show", known)
        shown = [self.header() if name == "header" else self._show(name) for name in parts]
        return Shown("\n".join(one.html for one in shown), " ".join(one.finding for one in shown))

    def header(self) -> Shown:
        """Which plan, which period, for whom, and the figures that matter most."""
        with speaking(self.language):
            return Shown(header.html(self.facts), self.title)

    def digest(self) -> Shown:
        """What moved, what did not and what nobody told, in a few sentences."""
        return self._show(digest.KEY)

    def action_status(self) -> Shown:
        """How the actions stand, direction by direction."""
        return self._show(action_status.KEY)

    def overdue(self) -> Shown:
        """What is late, since when, and what was said about it."""
        return self._show(overdue.KEY)

    def heat_map(self) -> Shown:
        """Each action period by period."""
        return self._show(heat_map.KEY)

    def workload(self) -> Shown:
        """Who has how much in hand; what nobody answers for comes first."""
        return self._show(workload.KEY)

    def breakdown(self) -> Shown:
        """The values of the period by country and by group."""
        return self._show(breakdown.KEY)

    def changes(self) -> Shown:
        """What changed since the previous period, in what was told and in the plan itself."""
        return self._show(changes.KEY)

    def quality(self) -> Shown:
        """How much the data can be trusted."""
        return self._show(quality.KEY)

    def indicators(self) -> Shown:
        """Targets against actuals, the widest gap first."""
        return self._show(indicators.KEY)

    def trend(self) -> Shown:
        """Each indicator over the periods of the plan."""
        return self._show(trend.KEY)

    def schedule(self) -> Shown:
        """What was meant to happen when."""
        return self._show(schedule.KEY)

    def no_data(self) -> Shown:
        """What has no data."""
        return self._show(no_data.KEY)

    def great_table(self, part: str) -> GT:
        """The table of a part as a Great Table, to be dressed further by whoever writes a notebook of their own.

        Raises:
            UsageError: there is no such part, it has no table, or Great Tables is not installed.
        """
        from minga.reports.great import great_table  # slow to import, and no report needs it

        with speaking(self.language):
            having = tuple(key for key in _PARTS if self._block(key).table is not None)
            require(part, "part", having)
            table = self._block(part).table
            assert table is not None
            return great_table(table, part)

    def finish(self) -> Shown:
        """Write the tables, the summary and the figures, and say which files they are."""
        with speaking(self.language):
            blocks = {key: self._block(key) for key in _PARTS if self._speaks_of(key)}
            names = files.write(self.out, self.facts, blocks, self.language)
            finding = _("Los datos de este informe quedaron guardados.")
            notes = [
                _("Cada tabla está completa en su archivo CSV: coma, UTF-8, punto decimal y fechas ISO."),
                _("Las cifras son las del almacén al ejecutar el informe; si los datos cambian, se ejecuta de nuevo."),
            ]
            return Shown(render("closing.html", kicker=_("Archivos"), finding=finding, notes=notes, files=names),
                         finding)

    def _speaks_of(self, key: str) -> bool:
        """Whether the plan works with what a part is about; the head of the report says it when not."""
        return ((key not in _OF_ACTIONS or self.facts.with_actions)
                and (key not in _OF_INDICATORS or self.facts.with_indicators))

    def _show(self, key: str) -> Shown:
        with speaking(self.language):
            if not self._speaks_of(key):
                return Shown("", header.without(self.facts))
            block = self._block(key)
            return Shown(block.html(), block.finding)

    def _block(self, key: str) -> Block:
        if key not in self._blocks:
            self._blocks[key] = _PARTS[key](self.facts)
        return self._blocks[key]

    @cached_property
    def title(self) -> str:
        """The title of the page."""
        with speaking(self.language):
            return f"{self.facts.text(self.facts.results.plan.title)} · {header.subtitle(self.facts)}"


def open_report(plan: str, period: str, *, language: str = "", audience: str = "internal", country: str = "",
                store: str = "", out: str = "", as_of: str = "") -> Report:
    """Open the report of a plan in a period.

    Args:
        plan: id of the plan.
        period: ``2018-S1``, ``2018-Q1`` or ``2018``.
        language: ``es``, ``pt`` or ``en``; the plan's own when empty.
        audience: ``internal``, or ``public``, which names no person and tells no small group apart.
        country: the only country that the report is about, as its ISO code; the whole plan when empty.
        store: address of the store; the usual one when empty.
        out: folder for the files; when empty ``outputs/<plan>/<period>``, or one inside for a report that is not the
            usual one (``audience=public``).
        as_of: the day of the reading, year-month-day; the last day of the period when empty.

    Raises:
        NotFound: there is no such plan.
        InputError: the period is not one of the plan's, or a parameter has no meaning.
    """
    require_reader(language, audience)
    opened = open_store(store or None)
    try:
        results, names = read_results(opened, plan), private_names(opened, plan)
        spoken = language or normalise(results.plan.language)
        with speaking(spoken):
            chosen, periods = period_of(results, period)
            own = narrowed(results, country)
            shown = shown_publicly(own) if country and audience == PUBLIC else own
            facts = Facts(shown, chosen, periods, day(as_of) or chosen.ends, audience, names,
                          country.strip().upper(), edits_since(opened, results, chosen, periods),
                          len(own.indicators) - len(shown.indicators))
    finally:
        opened.close()
    return Report(facts, spoken, Path(out) if out else place(
        plan, chosen.period, paths.MONITORING,
        {"language": spoken, "audience": audience, "country": facts.country, "as_of": as_of},
        {"language": normalise(results.plan.language), "audience": INTERNAL, "country": "", "as_of": ""}))
