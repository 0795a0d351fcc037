"""What a heading announces: the plan, a stage of the workshop or one direction."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from minga.exchange.markdown_in.words import CHAPTERS, HEADING_FILLER, RESULTS, SECTIONS, fixed_column
from minga.folding import fold
from minga.numbering import split_code

_LONGEST = 400
_LETTERED = re.compile(r"\s*(?:[A-Za-z]|\d{1,2}|[IVXivx]{1,5})\s*[-–—.):]+\s*(?=\S)")
_CONTINUED = re.compile(
    r"[\s,.\-–—:]*[(\[]?\s*\b(continuaci[oó]n|cont|continua[cç][aã]o|continued|contd)\b\.?\s*[)\]]?\s*$",
    re.IGNORECASE)
_KINDS = ("direccion|direcao|direction|direccio|direzione|eje|eixo|axis|linea|linha|line|pilar|pillar|estrategia|"
          "strategy|prioridad|prioridade|priority|area|componente|component|programa|programme|program|frente|track|ambito|objetivo|"
          "objective|goal|meta")
_NUMBERLESS = "direccion|direcao|direction|direccio|direzione|eje|eixo|axis|linea|linha|pilar|pillar"
_QUALIFIER = (r"(?:\s+(?:estrategic[oa]?|strategic[oa]?|tematic[oa]|de accion|de trabajo|de acao|de trabalho|"
              r"of action))?")
_SHAPE = re.compile(
    rf"\s*(?:(?:la|el|a|o|the)\s+)?(?:strategic\s+)?(?:(?:{_KINDS}){_QUALIFIER}\s*(?:n[o°º.]*|num\w*\.?|#)?\s*"
    rf"(?P<code>\d{{1,3}}(?:\.\d{{1,3}})*|[ivx]{{1,5}}(?![^\W_])|[a-z](?![^\W_]))\s*(?P<sign>[:.)\-–—]*)\s*"
    rf"|(?:{_NUMBERLESS}){_QUALIFIER}\s*[:–—]\s*)")
_YEARS = re.compile(r"\(?\b((?:19|20)\d\d)\b"
                    r"(?:\s*(?:-{1,3}|[–—/]|a|al|ao|to|until|hasta|até)\s*((?:19|20)?\d\d)\b)?\)?")
_PLAN = re.compile(
    r"\b(?:(?:strategic|action|work|operational|annual|participatory)\s+)*(?:plan|pla|piano|planeaci[oó]n|planeamiento|planificaci[oó]n|planejamento|plano|planning|strategy)\b"
    r"(?:\s+(?:estrat[eé]gic[oa]|participativ[oa]|operativ[oa]|operacional|estrat[eè]gic|strategico|trienal|bienal|quinquenal|anual|"
    r"de acci[oó]n|de a[cç][aã]o|de trabajo|de trabalho|strategic|participatory))*", re.IGNORECASE)
_LEFT_OVER = re.compile(r"^(?:\s|[-–—:.,]|\b(?:de la|de las|de los|del|de|da|do|das|dos|for the|of the|for|of|the|para|"
                        r"la|el|o|a)\b)+|(?:\s|[-–—:.,(]|\b(?:strategic|participatory|de|del|para|for)\b)+$",
                        re.IGNORECASE)


@dataclass(frozen=True)
class Named:
    """A direction as its title names it: the number as authored (or empty) and the rest."""

    code: str
    title: str


def stripped(heading: str) -> str:
    """The heading without the letter or number that orders it (``A - Contexto``)."""
    found = _LETTERED.match(heading)
    return heading[found.end():].strip() if found else heading.strip()


def section_of(heading: str, *, exact: bool = False, anywhere: bool = False) -> str:
    """The stage that a heading announces (a key of ``SECTIONS``), or the empty text.

    Args:
        heading: its text, ordering letter included.
        exact: the heading must be the stage's name and nothing else (for lines that are not headings).
        anywhere: the name may stand in the middle, if only one stage is named.
    """
    words = fold(stripped(heading)).split()
    while words and (words[0] in HEADING_FILLER or words[0].isdigit()):
        words = words[1:]
    folded = " ".join(words)
    if not folded:
        return ""
    for key, phrases in SECTIONS.items():
        if folded in phrases:
            return key
    if exact:
        return ""
    starts = [(len(p), key) for key, phrases in SECTIONS.items() for p in phrases if folded.startswith(p + " ")]
    if starts:
        return max(starts)[1]
    if len(words) <= 3 and fixed_column(stripped(heading)):
        return "context"
    if not anywhere or len(words) > 8:
        return ""
    inside = {key for key, phrases in SECTIONS.items() if any(f" {p} " in f" {folded} " for p in phrases)}
    return inside.pop() if len(inside) == 1 else ""


def chapter_of(heading: str, *, exact: bool = False) -> str:
    """``results`` or ``after`` for a heading that names a chapter after the directions, or the empty text.

    Args:
        heading: its text, ordering letter included.
        exact: the heading must be the chapter's name and nothing else.
    """
    folded = fold(stripped(heading))
    for key, phrases in (("results", RESULTS), ("after", CHAPTERS)):
        if folded in phrases or (not exact and any(folded.startswith(phrase + " ") for phrase in phrases)):
            return key
    return ""


def direction_of(text: str) -> Named | None:
    """The direction that a title names (``Dirección estratégica 1: …``, ``Eje II – …``), or None."""
    if len(text) > _LONGEST:
        return None
    one_line = re.sub(r"\s*\n\s*", " ", text).strip()
    folded, places = _aligned(one_line)
    found = _SHAPE.match(folded)
    if found is None:
        return None
    code = found["code"]
    rest = one_line[places[found.end()]:].strip()
    if code is None:
        return Named("", rest) if rest else None
    authored = one_line[places[found.start("code")]:places[found.end("code")]]
    if not code[0].isdigit() and not found["sign"] and rest:
        return None  # "Eje a trabajar": a letter without a sign after it is a word
    if code.isalpha() and len(code) == 1 and authored.islower() and not found["sign"]:
        return None
    return Named(authored, rest)


def _aligned(text: str) -> tuple[str, list[int]]:
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for plain in unicodedata.normalize("NFKD", letter).lower():
            if not unicodedata.combining(plain):
                letters.append(plain)
                places.append(place)
    return "".join(letters), [*places, len(text)]


def heading_direction(heading: str) -> Named:
    """A heading taken as the title of a direction, whatever its words; its number is kept as code."""
    plain = without_continued(heading)
    if named := direction_of(plain):
        return named if named.title else Named(named.code, plain)
    code, rest = split_code(plain)
    return Named(code, rest.strip() or plain)


def without_continued(heading: str) -> str:
    """The heading without a final «(continuación)»."""
    return _CONTINUED.sub("", heading).strip() or heading.strip()


def is_continued(heading: str) -> bool:
    """Whether the heading says that it goes on from another page."""
    return without_continued(heading) != heading.strip()


@dataclass(frozen=True)
class Title:
    """The plan as its title presents it."""

    title: str
    organization: str = ""
    starts: date | None = None
    ends: date | None = None


def looks_like_title(text: str) -> bool:
    """Whether a text names a plan: it says so, or gives its years."""
    return len(text) <= 200 and "?" not in text and bool(_PLAN.search(text) or _YEARS.search(text))


def says_plan(text: str) -> bool:
    """Whether a text says that it is a plan."""
    return bool(_PLAN.search(text))


def read_title(text: str) -> Title:
    """The organization and the years said in the plan's title."""
    title = stripped(" ".join(text.split()))
    starts = ends = None
    rest = title
    if found := _YEARS.search(title):
        first, last = int(found[1]), int(found[2] or found[1])
        last = last if last > 99 else first // 100 * 100 + last
        if last >= first:
            starts, ends = date(first, 1, 1), date(last, 12, 31)
        rest = title[: found.start()] + " " + title[found.end():]
    if not _PLAN.search(rest):
        return Title(title, "" if section_of(title, exact=True) else _tidy(rest), starts, ends)
    before, _plan, after = rest.partition(_PLAN.search(rest)[0])  # type: ignore[index]
    return Title(title, _tidy(after) or _tidy(before), starts, ends)


def _tidy(text: str) -> str:
    bare = re.sub(r"\s*\([^()]*\)\s*$", "", " ".join(text.split()))  # «Red Sur (borrador)»
    return _LEFT_OVER.sub("", bare or text).strip(" \t-–—:.,()")
