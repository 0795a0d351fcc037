"""What is said around a date: desde, hasta, antes de, durante, entre; and where in the phrase dates are."""

from __future__ import annotations

from dataclasses import dataclass, replace

from minga.schedules._dates import OPENERS
from minga.schedules._spans import Span, span_at
from minga.schedules._text import Tokens
from minga.schedules._words import (
    COUNTED,
    FILLERS,
    NAME_LIKE_MONTHS,
    PARTS,
    TITLES,
    YEAR_WORDS,
    words,
)

_LEADS_AS_WRITTEN = {
    "from": (
        "desde", "a partir de", "a partir del", "a partir da", "a partir do", "a contar de", "from", "since", "as of",
        "as from", "starting", "starting in", "starting on", "starting from", "beginning in", "beginning on",
        "inicia", "inicia en", "iniciara", "iniciara en", "inicio", "inicio en", "inicio :", "comienza en",
        "comienza", "comenzara en", "empieza en", "empieza", "comeca em", "comeca", "starts", "starts in",
        "starts on", "start :", "con inicio en",
    ),
    "after": (
        "despues de", "despues del", "luego de", "luego del", "after", "depois de", "depois do", "apos",
        "posterior a",
    ),
    "until": (
        "hasta", "ate", "until", "till", "by", "up to", "no later than", "not later than", "a mas tardar",
        "a mas tardar en", "lo mas tardar", "o mais tardar", "no mais tardar", "no maximo ate", "maximo hasta",
        "como maximo", "como maximo en", "para", "fecha limite", "plazo", "plazo :", "prazo", "prazo :", "deadline",
        "deadline :", "due", "due by", "due in", "due on", "vence", "vence en", "termina en", "termina",
        "termina em", "terminara en", "finaliza en", "finaliza", "finalizara en", "concluye en", "concluye",
        "conclui em", "ends", "ends in", "ends on", "fin", "fin :", "fim", "fim :", "end :", "cierre :", "termino",
        "termino :", "no mas tarde de", "no mas tarde del", "mas tardar", "no despues de", "no despues del",
        "not after",
    ),
    "before": ("antes de", "antes del", "antes do", "antes da", "before", "previo a", "anterior a", "prior to"),
    "during": (
        "durante", "during", "a lo largo de", "a lo largo del", "ao longo de", "ao longo do", "en el transcurso de",
        "en el transcurso del", "en el curso de", "en el curso del", "no decorrer de", "no decorrer do",
        "in the course of", "throughout", "todo", "toda", "all",
    ),
    "between": ("entre", "between"),
    "about": (
        "hacia", "alrededor de", "alrededor del", "aproximadamente", "aproximadamente en", "aprox", "aprox .",
        "around", "about", "circa", "por volta de", "cerca de", "approximately", "approximately in",
    ),
    "piece": ("trimestre", "bimestre", "cuatrimestre", "semestre", "quarter"),
    "at": (
        "en", "em", "in", "on", "at", "for", "no", "na", "nos", "nas", "el", "la", "los", "the", "o", "a", "al", "ao",
        "de", "del", "do", "da", "of", "por", "por el", "mes de", "mes del", "mes", "month of", "periodo", "period",
        "dia", "fecha", "fecha :", "date", "data", "segun",
    ),
}
_LEADS: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _kind, _phrases in _LEADS_AS_WRITTEN.items():
    for _text in _phrases:
        _LEADS.setdefault(_text.split()[0], []).append((tuple(_text.split()), _kind))
for _rows in _LEADS.values():
    _rows.sort(key=lambda row: -len(row[0]))

_PART_OPENERS = {text.split()[0] for text, *_rest in PARTS}
_OPENERS = _LEADS.keys() | OPENERS
_FAINT = words("de del do da of a al ao el la los o the por segun")
_TAILS = tuple((tuple(text.split()), kind) for text, kind in (
    ("a mas tardar", "until"), (", a mas tardar", "until"), ("como maximo", "until"), ("at the latest", "until"),
    ("en adelante", "from"), ("em diante", "from"), ("onward", "from"), ("onwards", "from"),
    ("( aprox . )", "about"), ("( aprox )", "about"), ("aprox .", "about"), ("aprox", "about"),
    ("( aproximadamente )", "about"), ("aproximadamente", "about"), ("( approx . )", "about"),
))
_MOST_READINGS = 6


@dataclass(frozen=True)
class Reading:
    """A date found in the phrase, with what was said before it.

    Attributes:
        kind: ``from``, ``after``, ``until``, ``before``, ``during``, ``between``, ``about``, ``piece`` or ``at``.
        span: the date or dates.
        begin: place of its first word in the phrase.
        end: place after its last word.
    """

    kind: str
    span: Span
    begin: int
    end: int


def readings(t: Tokens) -> list[Reading]:
    """Every date of the phrase, in order."""
    found: list[Reading] = []
    i = 0
    while i < len(t) and len(found) < _MOST_READINGS:
        reading = _reading_at(t, i) if t.word(i) in _OPENERS or t.word(i).isdigit() else None
        if reading:
            found.append(reading)
        i = reading.end if reading else i + 1
    return _year_first(t, found)


def _year_first(t: Tokens, found: list[Reading]) -> list[Reading]:
    """Give its year to the date in «2022: enero a marzo» and «año 2022, mes de junio»."""
    if len(found) < 2:
        return found
    outer, inner = found[:2]
    year, span = outer.span.first.year, inner.span
    apart = any(t.word(k).isalnum() for k in range(outer.end, inner.begin))
    if apart or year is None or outer.span.ranged or outer.span.precision != "year" or span.first.year is not None:
        return found
    first = replace(span.first, year=year)
    last = replace(span.last, year=year + (span.last.ends(year) < first.starts()))
    dated = replace(span, first=first, last=last)
    return [Reading(inner.kind, dated, outer.begin, inner.end), *found[2:]]


def _reading_at(t: Tokens, i: int) -> Reading | None:
    # "inicio de 2018" is a part of the year, "inicio: enero de 2018" says from when
    if t.word(i) in _PART_OPENERS and (reading := _alone(t, i)):
        return reading
    for lead, kind in _LEADS.get(t.word(i), ()):
        if t.starts_with(i, lead) and (reading := _after_lead(t, i, i + len(lead), kind)):
            return reading
    return _alone(t, i)


def _alone(t: Tokens, i: int) -> Reading | None:
    span = span_at(t, i)
    if span is None or not _is_date(t, i, i, span, "at"):
        return None
    return _with_tail(t, Reading("at", span, i, span.end))


def _after_lead(t: Tokens, begin: int, i: int, kind: str) -> Reading | None:
    for j in range(i, i + 6):
        span = span_at(t, j, between=kind == "between")
        if span and _is_date(t, begin, j, span, kind):
            whole = kind == "at" and any(t.word(k) in ("todo", "toda", "all") for k in range(i, j))
            return _with_tail(t, Reading("during" if whole else kind, span, begin, span.end))
        if t.word(j) not in FILLERS:
            return None
    return None


def _with_tail(t: Tokens, reading: Reading) -> Reading:
    """«enero de 2018 en adelante» has its "desde" at the end; «junio 2018 (aprox.)», its "hacia"."""
    for tail, kind in _TAILS:
        if reading.kind in ("at", "piece", kind) and t.starts_with(reading.end, tail):
            return Reading(kind, reading.span, reading.begin, reading.end + len(tail))
    return reading


def _is_date(t: Tokens, begin: int, i: int, span: Span, kind: str) -> bool:
    """Whether what looks like a date is one, judging by the words around it."""
    moment = span.first
    if kind == "piece":  # "trimestre enero-marzo de 2019"
        return span.ranged and span.precision == "month"
    if moment.bare == "number":
        return _is_bare_year(t, i, span)
    if moment.year is not None:
        return True
    if moment.bare == "word":
        return kind == "during" or t.word(span.end - 1) not in YEAR_WORDS
    if moment.weak:
        return False
    return not moment.whole_month() or span.ranged or _is_lone_month(t, begin, i, span.end)


def _is_bare_year(t: Tokens, i: int, span: Span) -> bool:
    before, after = t.word(i - 1), t.word(span.end)
    part_of_figures = before in ("/", "-", ".", ",") and t.glued(i) and t.word(i - 2).isdigit()
    stuck_before = t.glued(i) and before.isalnum()
    stuck_after = t.glued(span.end) and (after.isalnum() or after in ("/", "-"))
    return not (part_of_figures or stuck_before or stuck_after or before in TITLES or after in COUNTED)


def _is_lone_month(t: Tokens, begin: int, i: int, end: int) -> bool:
    """Whether a month without a year is a month and not a name (Julio, Abril) or something else."""
    opens = begin == 0 or not t.word(begin - 1).isalnum()
    closes = not t.word(end).isalnum()
    led = i > begin and t.word(begin) not in _FAINT
    if t.word(i) in NAME_LIKE_MONTHS:
        return led or (opens and closes)
    return opens or i > begin
