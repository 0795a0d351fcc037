"""Dates in people's own words: «Finales de febrero 2018» → dates, precision, recurrence and deliverable.

The phrase itself is always kept; what was understood stands beside it. What is not understood is said
not to be understood: no month, year or day is ever invented, and what can be read in two ways comes
with a question to ask (``doubt``).

Reading goes one way, a file for each step: ``_text`` (letters without accents, words with their place in
the phrase) → ``_dates`` (one date, in words or figures) → ``_spans`` (from one date to another, lists) →
``_phrase`` (desde, hasta, durante…) → ``_understand``, with ``_recurrence`` beside.
"""

from minga.schedules._moment import PRECISIONS
from minga.schedules._recurrence import RECURRENCES, recurrence_label
from minga.schedules._schedule import KINDS, Schedule
from minga.schedules._understand import understand

__all__ = ["KINDS", "PRECISIONS", "RECURRENCES", "Schedule", "recurrence_label", "understand"]
