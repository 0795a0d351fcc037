"""Names of persons or organisations in an obstacle: it is not about who, but about what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from minga.checks.languages import Speech
from minga.checks.lexicon import Phrases
from minga.checks.note import Note
from minga.checks.places import is_place
from minga.checks.tokens import Token, plain
from minga.folding import fold
from minga.i18n import gettext as _
from minga.people.words import COLLECTIVE, ORGANISATION

_INITIALS = re.compile(r"(?<!\w)(?:[A-ZÁÉÍÓÚÑ]\.){2,5}(?!\w)")
_NOT_INITIALS = frozenset({"E.U.", "U.S.", "U.K.", "U.S.A.", "E.U.A.", "D.F.", "D.C.", "N.N.", "P.D.", "A.M.", "P.M."})
_ROMAN = re.compile(r"[IVXLC]+")
_SHORTEST, _LONGEST_ACRONYM = 2, 6
_TIES = frozenset({"de", "del", "da", "do", "dos", "das", "la", "los", "las", "el", "of", "the", "for"})
_AND = frozenset({"y", "e", "and", "o", "ou", "or"})


def check_names(text: str, found: list[Token], speech: Speech, known: frozenset[str] = frozenset(),
                own: frozenset[str] = frozenset()) -> Note | None:
    """Whether a text seems to name somebody.

    Args:
        text: what was written.
        found: its words.
        speech: the lists of the language.
        known: names of people and organisations of the plan, as they are written.
        own: names that may stand: the plan's own organisation.
    """
    harmless = speech.allowed.covered(found) | {n for i, j in _standing(found, own) for n in range(i, j)}
    for start, end in _suspects(text, found, speech, known, harmless):
        said = text[start:end]
        return Note("names", _("«{name}» parece el nombre de una persona u organización.").format(name=said[:60]),
                    _("No se trata de quién, sino de qué: ¿qué hay ahí que bloquea?"), (start, end))
    return None


def _suspects(text: str, found: list[Token], speech: Speech, known: frozenset[str],
              harmless: set[int]) -> Iterator[tuple[int, int]]:
    spans = [*speech.names.find(found), *_known_names(found, known), *_titled(found, speech)]
    quiet = not _shouting(found)
    if quiet:
        spans += _acronyms(found, speech)
        spans += _capitals(found, speech, harmless)
    places = [(found[i].start, found[j - 1].end) for i, j in spans if harmless.isdisjoint(range(i, j))]
    if quiet:
        places += [m.span() for m in _INITIALS.finditer(text) if m[0].upper() not in _NOT_INITIALS
                   and not any(found[i].start >= m.start() and found[i].end <= m.end() for i in harmless)]
    # The name that comes first, and the longest of those that begin there.
    yield from sorted(places, key=lambda place: (place[0], -place[1]))


def _standing(found: list[Token], names: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where names stand with their capital, in any spelling of their accents."""
    if not names:
        return
    for i, j in _name_phrases(names).find(found):
        if _capital(found[i]):
            yield i, j


@lru_cache(maxsize=64)
def _name_phrases(names: frozenset[str]) -> Phrases:
    return Phrases(name for name in names if sum(map(str.isalnum, name)) > 2)


def _known_names(found: list[Token], known: frozenset[str]) -> Iterator[tuple[int, int]]:
    for i, j in _standing(found, known):
        # An alias may be a common word («Agua»): at the start of a sentence its capital says nothing.
        if j - i > 1 or not found[i].first:
            yield i, j


def _titled(found: list[Token], speech: Speech) -> Iterator[tuple[int, int]]:
    """«Sra. Luna», «ministro Luna»: what stands before a name says that it is one."""
    offices = dict(speech.offices.find(found))
    for i, token in enumerate(found[:-1]):
        after = found[i + 1]
        if token.plain in speech.lexicon.honorifics and after.plain not in speech.lexicon.stop:
            if _capital(after) and after.gap in (". ", ".", " "):
                yield i, i + 2
        elif (i in offices and after.gap == " " and _named(after) and not _ordinary(after, speech)
              and not is_place(after.text)):
            yield i, _name_end(found, i + 1)


def _named(token: Token) -> bool:
    # In a text of capitals a post before a word is no name.
    return _capital(token) and not (token.text.isupper() and len(token.text) > 1) and len(token.text) > 1


def _ordinary(token: Token, speech: Speech) -> bool:
    """Whether a word with a capital is an everyday word or a kind of group."""
    return (token.plain in speech.lexicon.stop or fold(token.text) in COLLECTIVE | ORGANISATION
            or speech.capitals.says(token))


def _name_end(found: list[Token], i: int) -> int:
    while i < len(found) and not found[i].first and _named(found[i]):
        i += 1
    return i


def _acronyms(found: list[Token], speech: Speech) -> Iterator[tuple[int, int]]:
    for i, token in enumerate(found):
        letters = token.text.removesuffix("s")  # «ONGs»
        if not (letters.isupper() and letters.isalpha() and _SHORTEST <= len(letters) <= _LONGEST_ACRONYM):
            continue
        beside = [found[n] for n in (i - 1, i + 1) if 0 <= n < len(found) and found[max(n, i)].gap == " "]
        if any(t.text.isupper() and len(t.text) > 1 and t.text.isalpha() for t in beside):
            continue  # two words in capitals side by side are stressed, not abbreviated
        if (plain(letters) not in speech.lexicon.shouted | speech.lexicon.stop
                and not _ROMAN.fullmatch(letters) and not is_place(letters)
                and not speech.capitals.says(token)):
            yield i, i + 1


def _capitals(found: list[Token], speech: Speech, harmless: set[int]) -> Iterator[tuple[int, int]]:
    """Runs of words with a capital that opens no sentence."""
    if _headline(found, speech):
        return
    harmless = harmless | speech.capitals.covered(found)
    i, spared = 0, -1
    while i < len(found):
        end = _run_end(found, i, speech)
        if end > i:
            listed = spared == i - 1 and i > 0 and found[i - 1].plain in _AND  # «los valles de Ixtal y Tulá»
            if listed or _after_place(found, i, speech):
                spared = end
            elif _tells(found, i, end, speech, harmless):
                yield i, end
        i = max(end, i + 1)


def _after_place(found: list[Token], i: int, speech: Speech) -> bool:
    """Whether the words before say that a place, a people or a law follows («el valle de …», «la ley …»)."""
    at = i
    while at > 0 and i - at < 3 and not found[at].first:
        at -= 1
        if found[at].plain in speech.lexicon.places:
            return True
        if found[at].plain not in _TIES:
            return False
    return False


def _run_end(found: list[Token], i: int, speech: Speech) -> int:
    """One past the last word of the run that begins here; small words inside it may tie it together."""
    if not _proper(found[i]) or found[i].plain in speech.lexicon.stop:
        return i
    end = i + 1
    while end < len(found):
        tied = end
        while tied < len(found) and tied - end < 2 and found[tied].plain in _TIES and found[tied].gap == " ":
            tied += 1
        if tied >= len(found) or found[tied].gap not in (" ", ". ", "-") or found[tied].first or not _proper(
                found[tied]) or found[tied].plain in speech.lexicon.stop:
            break
        end = tied + 1
    return end


def _tells(found: list[Token], i: int, end: int, speech: Speech, harmless: set[int]) -> bool:
    strong = [n for n in range(i, end) if _proper(found[n])]
    if found[i].first and len(strong) == 1:
        return False  # any sentence begins so
    if all(n in harmless for n in strong) or is_place(" ".join(t.text for t in found[i:end])):
        return False
    if len(strong) > 1 and (found[i].plain in speech.lexicon.places or found[end - 1].plain in speech.lexicon.places):
        return False  # «Río Magdalena», «Ley de Aguas», «Water Act»
    if len(strong) == 1:
        only = found[i]
        near = i > 0 and not only.first and found[i - 1].plain in speech.lexicon.place_after
        return not near and not _ordinary(only, speech) and not is_place(only.text)
    return not all(n in harmless or _ordinary(found[n], speech) or is_place(found[n].text) for n in strong) or (
        fold(found[i].text) in ORGANISATION)


def _proper(token: Token) -> bool:
    """Whether a word is written as names are: a capital and then small letters."""
    return _capital(token) and len(token.text) > 1 and not token.text[:2].isupper()


def _capital(token: Token) -> bool:
    return token.text[0].isupper()


def _shouting(found: list[Token]) -> bool:
    """Whether most of a text is in capitals, so that they say nothing."""
    letters = [t for t in found if t.text.isalpha() and len(t.text) > 1]
    loud = sum(t.text.isupper() for t in letters)
    return loud > 1 and loud * 2 > len(letters)


def _headline(found: list[Token], speech: Speech) -> bool:
    """Whether a text Is Written With Capitals As Headlines Are."""
    telling = [t for t in found if t.text.isalpha() and t.plain not in speech.lexicon.stop and not t.first]
    return len(telling) > 2 and all(map(_capital, telling))
