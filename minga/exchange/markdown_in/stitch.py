"""Tables that a page break cut in two: which table goes on with another, and which row with the one before."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from minga.exchange.markdown_in.blocks import Line, Table
from minga.exchange.markdown_in.cells import Cell, asks_for_more, cut_word, ends_sentence, starts_lower
from minga.exchange.markdown_in.words import fixed_column
from minga.folding import fold
from minga.numbering import split_code

_HABIT = 0.7
_FEWEST = 4
_BULLETS = ("•", "·", "▪", "- ", "– ", "* ")


class Verdict(Enum):
    """Whether a text goes on in another: it does not, it may, it does."""

    NO = 0
    MAYBE = 1
    YES = 2


class Habit:
    """How the texts of a plan end and begin, which decides what a missing full stop means."""

    def __init__(self, texts: Iterable[str]) -> None:
        kept = [text for text in texts if text]
        enough = len(kept) >= _FEWEST
        self.full_stops = enough and sum(map(ends_sentence, kept)) >= _HABIT * len(kept)
        self.lower_case = enough and sum(map(starts_lower, kept)) >= 0.5 * len(kept)


def goes_on(before: str, after: str, habit: Habit) -> Verdict:
    """Whether ``after`` is the rest of ``before``, cut by the end of a page."""
    if split_code(after)[0] or after.startswith(_BULLETS):
        return Verdict.NO
    if before.rstrip().endswith((".", "?", "!", ":", "…")):
        return Verdict.NO
    if asks_for_more(before):
        return Verdict.YES
    if starts_lower(after) and not habit.lower_case:
        return Verdict.YES
    if ends_sentence(before):
        return Verdict.NO
    return Verdict.MAYBE


def row_goes_on(before: Line, after: Line, habit: Habit) -> Verdict:
    """Whether the first row of a page is the rest of the last row of the page before."""
    pairs = [goes_on(a.text, b.text, habit) for a, b in zip(before.cells, after.cells, strict=False) if a and b]
    if Verdict.NO in pairs and Verdict.YES in pairs:
        return Verdict.MAYBE  # one cell goes on and another does not: a person has to look
    if not pairs or Verdict.NO in pairs or split_code(after.cell(0).text)[0]:
        return Verdict.NO
    return decided(Verdict.YES if Verdict.YES in pairs else Verdict.MAYBE, habit)


def decided(verdict: Verdict, habit: Habit) -> Verdict:
    """A «may» becomes a «does» in a plan whose texts all end with a full stop."""
    return Verdict.YES if verdict is Verdict.MAYBE and habit.full_stops else verdict


def joined(before: Cell, after: Cell) -> Cell:
    """Two halves as one text: a space between them, nothing after a word cut by a hyphen."""
    return before.plus(after, "" if cut_word(before.text, after.text) else " ")


def same_header(one: Line, other: Line) -> bool:
    """Whether two header rows say the same, as when a page repeats it."""
    said = [fold(c.text) for c in one.cells]
    return any(said) and said == [fold(c.text) for c in other.cells]


def header_is_data(table: Table, above: Table) -> bool:
    """Whether the first row of a table is not a title row but one more row of the table above.

    A page break without an empty header makes the first row of the page look like titles.
    """
    if not table.headed or table.width != above.width or not above.headed:
        return False
    texts = [cell for cell in table.header.cells if cell]
    titles = [cell for cell in above.header.cells if cell]
    if all(fixed_column(cell.text) for cell in titles):
        return not any(fixed_column(cell.text) for cell in texts)
    if all(cell.all_bold for cell in titles):
        return not any(cell.all_bold for cell in texts)
    if any(starts_lower(cell.text) for cell in texts) and not any(starts_lower(cell.text) for cell in titles):
        return True
    return len(texts) < len(titles) or (
        all(cell.text.endswith(".") for cell in texts) and not any(cell.text.endswith(".") for cell in titles))
