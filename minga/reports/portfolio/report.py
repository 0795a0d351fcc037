"""A report about many plans: what the notebook calls, one method for each part of the page."""

from __future__ import annotations

from pathlib import Path

from minga.i18n import format_date, join_list, ngettext, normalise, speaking
from minga.i18n import gettext as _
from minga.reports import words
from minga.reports.asked import day, require_reader
from minga.reports.blocks import Shown
from minga.reports.book import Book, head, whom
from minga.reports.facts import INTERNAL, PUBLIC
from minga.reports.parts.header import Tile
from minga.reports.places import place
from minga.reports.portfolio import common, over_time, plans, quality, rows, territory
from minga.reports.portfolio.facts import Portfolio
from minga.results.achievement import STATES
from minga.results.columns import read_many
from minga.results.reading import private_names
from minga.store import open_store


class PortfolioReport(Book[Portfolio]):
    """Many plans in one period, ready to be shown part by part."""

    parts = {part.KEY: part.block for part in (plans, over_time, territory, common, quality)}

    def __repr__(self) -> str:
        return f"<PortfolioReport {len(self.facts.lines)} plans {self.facts.many.period}>"

    def header(self) -> Shown:
        """Which plans, which period, for whom, and how their indicators stand."""
        with speaking(self.language):
            facts, n = self.facts, len(self.facts.lines)
            tiles = [Tile(facts.states[name], str(words.INDICATORS[name]), words.INDICATORS[name])
                     for name in STATES if facts.states[name]]
            return head(_("Informe de varios planes"), plans.counted(n), facts.label,
                        (_plans(facts), _when(facts), whom(facts.audience)), tiles,
                        _("Los indicadores, de un vistazo"))

    def plans(self) -> Shown:
        """How each plan stands, those that ask for attention first."""
        return self._show(plans.KEY)

    def over_time(self) -> Shown:
        """How the indicators stood, period by period."""
        return self._show(over_time.KEY)

    def territory(self) -> Shown:
        """What was heard from each country."""
        return self._show(territory.KEY)

    def common(self) -> Shown:
        """The indicators that several plans share."""
        return self._show(common.KEY)

    def quality(self) -> Shown:
        """How much of what is asked is there."""
        return self._show(quality.KEY)

    def finish(self) -> Shown:
        """Write the tables, the summary and the figures, and say which files they are."""
        with speaking(self.language):
            return self._finish(rows.tables(self.facts), rows.summary(self.facts))


def _plans(facts: Portfolio) -> str:
    """The titles of the plans when they are few; else how many countries they speak of."""
    if 0 < len(facts.lines) <= 6:
        return join_list([facts.text(line.plan.plan.title) for line in sorted(
            facts.lines, key=lambda line: line.plan.plan.title)])
    n = len(facts.countries)
    return ngettext("Con datos de {n} país.", "Con datos de {n} países.", n).format(n=n) if n else ""


def _when(facts: Portfolio) -> str:
    if facts.as_of is None:
        return _("Leído al cierre del período de cada plan.")
    return _("Leído el {day}.").format(day=format_date(facts.as_of))


def open_portfolio(period: str, *, plans: str = "", language: str = "", audience: str = "internal", store: str = "",
                   out: str = "", as_of: str = "") -> PortfolioReport:
    """Open the report of many plans in a period.

    Args:
        period: ``2018-S1``, ``2018-Q1`` or ``2018``.
        plans: ids separated by spaces; every plan of the store when empty.
        language: ``es``, ``pt`` or ``en``; Spanish when empty.
        audience: ``internal``, or ``public``, which names no person and tells no small figure apart.
        store: address of the store; the usual one when empty.
        out: folder for the files; when empty ``outputs/portfolio/<period>/portfolio``, or one inside for other values.
        as_of: the day of the reading, year-month-day; the last day of each plan's period when empty.

    Raises:
        InputError: a plan is not there, or a parameter has no meaning.
    """
    require_reader(language, audience)
    spoken = normalise(language)
    with speaking(spoken):
        opened, asked = open_store(store or None), day(as_of)
        try:
            many = read_many(opened, period, plans.split(), asked)
            names = frozenset[str]().union(*(private_names(opened, plan.plan.plan_id) for plan in many.plans)) \
                if audience == PUBLIC else frozenset[str]()
        finally:
            opened.close()
    folder = Path(out) if out else place(
        "portfolio", many.period, "portfolio",
        {"plans": plans, "language": spoken, "audience": audience, "as_of": as_of},
        {"plans": "", "language": normalise(""), "audience": INTERNAL, "as_of": ""})
    return PortfolioReport(Portfolio(many, audience, asked, names), spoken, folder)
