"""A text as words with their places: what all checks look at."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 2500
"""Characters looked at: a card has at most 600; what is longer was not written as a card."""

# Accents written apart from their letter, and marks that are drawn as nothing, stay inside the word.
_INSIDE = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_WORD = re.compile(rf"\d+(?:[.,]\d+)*(?:[^\W\d_]|[{_INSIDE}])*|[^\W\d_](?:[^\W_]|[{_INSIDE}])*"
                   rf"(?:['’][^\W\d_](?:[^\W_]|[{_INSIDE}])*)*")
_ENDS = re.compile(r"[.!?…¡¿;\n]|:\s|(?:^|\s)[-–—•*]+\s|\(|\)|[«»“”\"]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word: as written, without accents or capitals, and where it stands.

    Attributes:
        text: as written.
        plain: without accents or capitals.
        start: first character in the text.
        end: one past its last character.
        sentence: number of the sentence or quotation it belongs to, from 0.
        first: whether it opens that sentence.
        gap: what stands between this word and the one before.
    """

    text: str
    plain: str
    start: int
    end: int
    sentence: int
    first: bool
    gap: str


def plain(text: str) -> str:
    """A text without accents, capitals or invisible marks; ``ñ`` becomes ``n``."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text).replace("’", "'").casefold()
    return "".join(c for c in apart if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")


def tokens(text: str) -> list[Token]:
    """The words of a text, in order."""
    return list(_walk(text[:LONGEST]))


def _walk(text: str) -> Iterator[Token]:
    sentence, last = 0, 0
    for n, found in enumerate(_WORD.finditer(text)):
        gap = text[last:found.start()]
        first = n == 0 or (_ENDS.search(gap) is not None and not _inside_abbreviation(text, last, gap))
        sentence += first and n > 0
        yield Token(found[0], plain(found[0]), found.start(), found.end(), sentence, first, gap)
        last = found.end()


def _inside_abbreviation(text: str, last: int, gap: str) -> bool:
    # «Sra. Luna», «S.A.» and «EE. UU.» do not end a sentence at their dot.
    if gap.strip() != "." and gap != ".":
        return False
    word = text[max(0, last - 6):last]
    word = re.split(r"[^\w]", word)[-1]
    return len(word) <= (2 if gap == "." else 1) or plain(word) in _ABBREVIATED


_ABBREVIATED = frozenset("""
    sr sra srta sres dr dra drs dras lic licda ing arq prof profa profra mtro mtra abg gral cnel tte cap pbro mons exmo
    exma mr mrs ms st jr hon gov sen rep pres min fr sto sta ee uu dd hh rr jj oo av art etc ud uds vs aprox dpto depto
    prov sec
""".split())  # noqa: SIM905 (a list of words reads best as words)
