"""The semester's review meeting, prepared: what happened, what it stirs, what it means, what to do."""

from minga.reports.review.report import ReviewSheet, open_review

__all__ = ["ReviewSheet", "open_review"]
