"""How often: una vez al año, cada seis meses, mensual, permanente."""

from __future__ import annotations

import re
from typing import NamedTuple

from minga.i18n import N_
from minga.i18n import gettext as _
from minga.schedules._text import Tokens
from minga.schedules._words import MONTHS, WEEKDAYS

_LABELS = {
    "permanent": N_("de manera permanente"),
    "daily": N_("cada día"),
    "weekly": N_("cada semana"),
    "fortnightly": N_("cada dos semanas"),
    "monthly": N_("cada mes"),
    "bimonthly": N_("cada dos meses"),
    "quarterly": N_("cada tres meses"),
    "four_monthly": N_("cada cuatro meses"),
    "semiannual": N_("cada seis meses"),
    "yearly": N_("cada año"),
    "biennial": N_("cada dos años"),
    "other": N_("varias veces"),
    "as_needed": N_("según haga falta"),
}
RECURRENCES = tuple(_LABELS)
"""Stable codes of how often something is done."""


def recurrence_label(code: str) -> str:
    """A recurrence code in words, in the language in force; empty for an unknown one."""
    return _(_LABELS[code]) if code in _LABELS else ""


class Recurrence(NamedTuple):
    """A recurrence found: its code and its place in the phrase."""

    code: str
    start: int
    end: int


_NUMBERS = {
    **dict.fromkeys(["un", "una", "uno", "um", "uma", "one", "a", "1", "once"], 1),
    **dict.fromkeys(["dos", "dois", "duas", "two", "2", "twice"], 2),
    **dict.fromkeys(["tres", "three", "3", "thrice"], 3), **dict.fromkeys(["cuatro", "quatro", "four", "4"], 4),
    **dict.fromkeys(["cinco", "five", "5"], 5), **dict.fromkeys(["seis", "six", "6"], 6),
    **dict.fromkeys(["siete", "sete", "seven", "7"], 7), **dict.fromkeys(["ocho", "oito", "eight", "8"], 8),
    **dict.fromkeys(["diez", "ten", "10"], 10), **dict.fromkeys(["doce", "doze", "twelve", "12"], 12),
    **dict.fromkeys(["quince", "quinze", "fifteen", "15"], 15), **dict.fromkeys(["treinta", "trinta", "30"], 30),
}
_DAYS_OF_UNIT = {
    **dict.fromkeys(["dia", "dias", "day", "days"], 1), **dict.fromkeys(["semana", "semanas", "week", "weeks"], 7),
    **dict.fromkeys(["quincena", "quinzena", "quincenas"], 15),
    **dict.fromkeys(["mes", "meses", "month", "months"], 30), **dict.fromkeys(["bimestre", "bimestres"], 60),
    **dict.fromkeys(["trimestre", "trimestres", "quarter", "quarters"], 90),
    **dict.fromkeys(["cuatrimestre", "cuatrimestres", "quadrimestre"], 120),
    **dict.fromkeys(["semestre", "semestres", "semester", "semesters"], 180),
    **dict.fromkeys(["ano", "anos", "year", "years"], 360),
}
_CODE_OF_DAYS = {
    1: "daily", 7: "weekly", 14: "fortnightly", 15: "fortnightly", 28: "monthly", 30: "monthly", 60: "bimonthly",
    90: "quarterly", 120: "four_monthly", 180: "semiannual", 360: "yearly", 720: "biennial",
}
_N = rf"(?P<n>{'|'.join(_NUMBERS)})"
_UNIT = rf"(?P<unit>{'|'.join(_DAYS_OF_UNIT)})"
_DAY_OR_MONTH = rf"(?P<named>{'|'.join(sorted(WEEKDAYS | {m for m in MONTHS if len(m) > 3}))})s?"

_TIMES = re.compile(
    rf"\b{_N}\s+(?:(?:vez|veces|vezes|times?)\s+|(?P<noun>[a-z]+\s+))?"
    rf"(?P<per>(?:al|por|ao|cada|per|each|every|in\s+a|a(?=\s+[a-z]*[yhk]))\s+{_UNIT}\b)"
)
_EVERY = re.compile(rf"\b(?:a\s+)?(?:cada|every|each)\s+(?:{_N}\s+)?(?:{_UNIT}|{_DAY_OR_MONTH})\b")
_ALL = re.compile(rf"\b(?:tod[oa]s\s+(?:los|las|os|as)|todo|toda)\s+(?:{_UNIT}|{_DAY_OR_MONTH})\b")
_ADJECTIVES = {
    "permanent": r"permanentes?|permanentemente|permanently|continu[ao]s?|continuamente|continuous(?:ly)?|ongoing|"
                 r"constantes?|constantemente|todo el tiempo|indefinid[ao]|indefinidamente|year-round",
    "daily": r"diariamente|a diario|daily",
    "weekly": r"semanal(?:es|mente)?|semanais|weekly",
    "fortnightly": r"quincenal(?:es|mente)?|quinzenal(?:mente)?|bimensual(?:es|mente)?|fortnightly|biweekly",
    "monthly": r"mensual(?:es|mente)?|mensal(?:mente)?|mensais|monthly",
    "bimonthly": r"bimestral(?:es|mente)?|bimestrais",
    "quarterly": r"trimestral(?:es|mente)?|trimestrais|quarterly",
    "four_monthly": r"cuatrimestral(?:es|mente)?|quadrimestral(?:mente)?",
    "semiannual": r"semestral(?:es|mente)?|semestrais|semi-?annual(?:ly)?|half-yearly|biannual(?:ly)?",
    "yearly": r"anual(?:es|mente)?|anuais|annual(?:ly)?|yearly",
    "biennial": r"bienal(?:es|mente)?|bienais|biennial(?:ly)?",
    "as_needed": r"segun (?:sea )?(?:la )?neces\w+|cuando (?:sea )?neces\w+|conforme (?:a )?neces\w+|as needed|"
                 r"when needed|quando necess\w+",
}
_WORDS = re.compile(
    r"(?<![\w])(?:" + "|".join(f"(?P<{code}>{pattern})" for code, pattern in _ADJECTIVES.items()) + r")(?![\w])"
)


def recurrence_in(t: Tokens) -> Recurrence | None:
    """The first recurrence said in the phrase."""
    candidates = [
        # "un taller al año" is still about the workshop: only "al año" is the recurrence
        (*found.span("per" if found.groupdict().get("noun") else 0), code)
        for pattern, read in ((_TIMES, _times), (_EVERY, _every), (_ALL, _every), (_WORDS, _adjective))
        for found in pattern.finditer(t.folded)
        if (code := read(found))
    ]
    for start, end, code in sorted(candidates, key=lambda row: (row[0], -row[1])):
        place = t.original(start, end)
        if "ú" not in t.phrase[slice(*place)].lower():  # "continúa" is a verb
            return Recurrence(code, *place)
    return None


def _times(found: re.Match[str]) -> str:
    days = _DAYS_OF_UNIT[found["unit"]] / _NUMBERS[found["n"]]
    return _CODE_OF_DAYS.get(int(days), "other") if days >= 1 else "other"


def _every(found: re.Match[str]) -> str:
    unit, named = found["unit"], found["named"]
    if named:
        return "yearly" if named in MONTHS else "weekly"
    number = found.groupdict().get("n")
    return _CODE_OF_DAYS.get(_DAYS_OF_UNIT[unit] * (_NUMBERS[number] if number else 1), "other")


def _adjective(found: re.Match[str]) -> str:
    return found.lastgroup or ""
