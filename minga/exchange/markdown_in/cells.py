"""The text of a cell: verbatim, with what was bold remembered and each ``<br>`` read as a break or a wrap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

_BREAK = re.compile(r"</?br\s*/?>", re.IGNORECASE)
_STYLE = re.compile(r"<(/?)(b|strong|i|em|u|sup|sub)(\s[^<>]*)?/?>", re.IGNORECASE)
_FINAL = ".?!:…"
SOFT_HYPHEN = "\u00ad"
"""Where a word may be cut; a text recogniser leaves it where a word was cut."""
_CONJUNCTION = re.compile(r"(?:y|e|and|o|u|ou)\s+\w")
_CLOSING = "”»)\"'’]"
_CONNECTORS = frozenset(re.findall(
    r"\w+",
    "a al ante bajo con contra de del desde e el en entre es hacia hasta la las lo los mediante ni o para por que "
    "se según segun sin sobre su sus u un una y "  # es
    "à às ao aos até com da das do dos em na nas no nos ou pela pelo pelas pelos sem seu sua um uma "  # pt
    "an and at by for from in into of on or the their to with",  # en
))


@dataclass(frozen=True)
class Cell:
    """A text and, for each of its characters, whether it was bold.

    Attributes:
        text: the text; a kept break is a newline.
        mask: as long as the text, ``b`` where it was bold.
        wraps: places where a break was read as a wrapped line and became a space, each as ``before ⏎ after``.
    """

    text: str = ""
    mask: str = ""
    wraps: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def bold(self) -> tuple[str, ...]:
        """The runs of bold text, without the blanks around them."""
        runs = (self.text[m.start():m.end()].strip() for m in re.finditer("b+", self.mask))
        return tuple(run for run in runs if run)

    @property
    def all_bold(self) -> bool:
        """Whether there is text and all of it is bold."""
        return bool(self.text) and all(m == "b" or c.isspace() for c, m in zip(self.text, self.mask, strict=True))

    def cut(self, start: int, end: int | None = None) -> Cell:
        """A part of the text without the blanks around it."""
        part, mask = self.text[start:end], self.mask[start:end]
        left, kept = len(part) - len(part.lstrip()), part.strip()
        return Cell(kept, mask[left:left + len(kept)], self.wraps)

    def plus(self, other: Cell, between: str) -> Cell:
        """This text, the given blank and the other text."""
        if not self or not other:
            return other or self
        if not between and self.text.endswith(SOFT_HYPHEN):
            return self.cut(0, -1).plus(other, "")
        inked = "b" if self.mask[-1] == other.mask[0] == "b" else "-"
        return Cell(self.text + between + other.text, self.mask + inked * len(between) + other.mask,
                    self.wraps + other.wraps)


def ends_sentence(text: str) -> bool:
    """Whether a text ends with a sign after which nothing is missing."""
    return text.rstrip().endswith((*_FINAL, *_CLOSING))


def asks_for_more(text: str) -> bool:
    """Whether a text cannot end where it ends: a comma, a slash, an open bracket, a word such as «de»."""
    kept = text.rstrip()
    if kept.endswith((",", "/", "(", "[", "«", "“", "¿", "¡")) or kept.count("(") > kept.count(")"):
        return True
    words = kept.split()
    # «Dos» alone is a word; «DE» at the end of a line in capitals is a connector.
    return bool(words) and (words[-1] in _CONNECTORS or (
        len(words) > 1 and kept.isupper() and len(words[-1]) > 1 and words[-1].lower() in _CONNECTORS))


def starts_lower(text: str) -> bool:
    """Whether a text starts with a lower-case letter."""
    return text.lstrip("“\"'«(¿¡")[:1].islower()


def continues(before: str, after: str) -> bool:
    """Whether a line break between two pieces is only where the page was narrow."""
    if not before or not after:
        return False
    # «Ana (Perú)» → «y Eva (Chile)»: a bracket closes a name, not a sentence
    conjoined = bool(_CONJUNCTION.match(after)) and not before.rstrip().endswith(tuple(_FINAL))
    return asks_for_more(before) or conjoined or (starts_lower(after) and not ends_sentence(before))


def cut_word(before: str, after: str) -> bool:
    """Whether a word was cut by a hyphen at the end of a line: «migra-» → «ción»."""
    return before[-1:] in ("-", "\u2010", SOFT_HYPHEN) and before[-2:-1].isalpha() and after[:1].islower()


Run = tuple[str | None, bool]
"""A piece of text and whether it is bold; a text of None is a break."""


def from_tokens(children: Sequence[Token]) -> Cell:
    """The cell that inline tokens describe; HTML that is not a break or a plain style stays as text."""
    return from_runs(_runs(children))


def from_runs(runs: Iterable[Run]) -> Cell:
    """The cell that runs of text make."""
    pieces: list[list[tuple[str, bool]]] = [[]]
    for text, bold in runs:
        if text is None:
            pieces.append([])
        else:
            pieces[-1].append((text, bold))
    return assemble([_healed(Cell("".join(text for text, _bold in piece),
                                  "".join(("b" if bold else "-") * len(text) for text, bold in piece)).cut(0))
                     for piece in pieces])


def _healed(cell: Cell) -> Cell:
    """The text without the soft hyphens inside its words; one at its end waits for the rest of the word."""
    places = [place for place, sign in enumerate(cell.text[:-1]) if sign == SOFT_HYPHEN]
    if not places:
        return cell
    kept = [place for place in range(len(cell.text)) if place not in set(places)]
    wraps = tuple(f"{cell.text[max(0, place - 20):place]}⏎{cell.text[place + 1:place + 20]}" for place in places)
    return Cell("".join(cell.text[place] for place in kept), "".join(cell.mask[place] for place in kept),
                cell.wraps + wraps)


def assemble(pieces: Sequence[Cell]) -> Cell:
    """Pieces separated by breaks, as one text: a wrapped line becomes a space, a real break a newline."""
    texts: list[str] = []
    masks: list[str] = []
    wraps: list[str] = []
    last = Cell()
    for piece in filter(None, pieces):
        if last:
            wrapped = continues(last.text, piece.text)
            if wrapped:
                wraps.append(f"{last.text[-40:]} ⏎ {piece.text[:40]}")
            between = "\n" if not wrapped else "" if cut_word(last.text, piece.text) else " "
            if not between and texts[-1].endswith(SOFT_HYPHEN):
                texts[-1], masks[-1] = texts[-1][:-1], masks[-1][:-1]
            texts.append(between)
            masks.append(("b" if last.mask[-1] == piece.mask[0] == "b" else "-") * len(between))
        texts.append(piece.text)
        masks.append(piece.mask)
        wraps += piece.wraps
        last = piece
    return Cell("".join(texts), "".join(masks), tuple(wraps))


def _runs(children: Sequence[Token]) -> list[Run]:
    runs: list[Run] = []
    literal = _inner_asterisks(children)
    marks = tags = 0
    for index, token in enumerate(children):
        if token.type in ("softbreak", "hardbreak"):
            runs.append((None, False))
        elif token.type in ("strong_open", "strong_close"):
            marks += token.nesting
        elif token.type in ("em_open", "em_close"):
            if index in literal:
                runs.append((token.markup, marks + tags > 0))
        elif token.type == "html_inline" and _BREAK.fullmatch(token.content):
            runs.append((None, False))
        elif token.type == "html_inline" and (style := _STYLE.fullmatch(token.content)):
            if style[2].lower() in ("b", "strong"):
                tags = max(0, tags + (-1 if style[1] else 1))
        elif token.content:
            runs.append((token.content, marks + tags > 0))
    return runs


def _inner_asterisks(children: Sequence[Token]) -> set[int]:
    """Emphasis signs that are part of a word, as in «tod*s l*s vecin*s»; they are letters, not style."""
    literal: set[int] = set()
    opened: list[int] = []
    for index, token in enumerate(children):
        if token.type == "em_open":
            opened.append(index)
        elif token.type == "em_close" and opened:
            start = opened.pop()
            before = children[start - 1].content[-1:] if start else ""
            after = children[index + 1].content[:1] if index + 1 < len(children) else ""
            if before.isalnum() or after.isalnum():
                literal |= {start, index}
    return literal
