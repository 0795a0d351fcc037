"""From data to what a person reads: findings, charts, tables, files and the page."""

from minga.reports.page import render_html
from minga.reports.report import Report, open_report

__all__ = ["Report", "open_report", "render_html"]
