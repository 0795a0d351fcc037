"""Minga: a participatory planning workbook, from cards on a wall to the semester's report."""

__version__ = "0.1.0"
