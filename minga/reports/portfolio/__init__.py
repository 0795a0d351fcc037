"""Many plans in one period: how they stand, who reported, what they have in common."""

from minga.reports.portfolio.report import PortfolioReport, open_portfolio

__all__ = ["PortfolioReport", "open_portfolio"]
