"""Suggested groups: pairs, repetitions and groups of short cards, found offline by their words.

Pure values: no store and no page. The libraries that count are imported when something is asked for, so that
a process that never asks stays light.
"""

from minga.grouping.propose import Card, Suggestion, propose

__all__ = ["Card", "Suggestion", "propose"]
