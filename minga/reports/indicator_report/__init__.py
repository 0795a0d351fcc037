"""One indicator over time and territory."""

from minga.reports.indicator_report.report import IndicatorReport, open_indicator

__all__ = ["IndicatorReport", "open_indicator"]
