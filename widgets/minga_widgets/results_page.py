"""The page of results: objectives, lines, indicators, targets and values, in editable grids."""

from __future__ import annotations

from minga_widgets.pages import _Page


class ResultsPage(_Page):
    """Grids for the results of a plan."""


def results_page(plan: str = "", language: str = "") -> ResultsPage:
    """The page of results."""
    return ResultsPage(plan, language)
