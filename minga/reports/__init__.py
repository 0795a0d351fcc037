"""From data to what a person reads: findings, charts, tables, files and the page.

What is named here is imported when it is first used: putting a page together needs neither the store nor a chart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minga.reports.formats import write_formats
    from minga.reports.page import render_html
    from minga.reports.report import Report, open_report

__all__ = ["Report", "open_report", "render_html", "write_formats"]

_HOMES = {"Report": "report", "open_report": "report", "render_html": "page", "write_formats": "formats"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
