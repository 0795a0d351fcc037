"""The method's own checks: soft notes on cards, titles and actions; pure, and in the language of the plan.

One check is one file. Which are made, with which limits and words, is said by the method (``Rules``); they
warn and never stop anybody.
"""

from minga.checks.actions import check_action
from minga.checks.cards import check_card, check_title
from minga.checks.counting import count_words
from minga.checks.note import Note

__all__ = ["Note", "check_action", "check_card", "check_title", "count_words"]
