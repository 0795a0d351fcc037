"""Costs as people write them: ``USD 1.200,50``, ``R$ 3.000``, ``$ 500``."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pycountry

_SIGNS = {"US$": "USD", "U$S": "USD", "R$": "BRL", "€": "EUR", "£": "GBP", "EUROS": "EUR", "EURO": "EUR",
          "DÓLARES": "USD", "DOLARES": "USD", "REAIS": "BRL", "DOLLARS": "USD"}
_SHAPE = re.compile(r"(?P<before>[^\d\s+-]{0,8})\s*(?P<number>\d[\d.,\s'’]*?)\s*(?P<after>[^\d\s]{0,8})\.?")


@dataclass(frozen=True)
class Money:
    """An amount, its ISO 4217 currency (empty when not said), and whether the sign between figures is ambiguous."""

    amount: float
    currency: str = ""
    doubt: bool = False


def read_money(text: str) -> Money | None:
    """The amount that a text says and nothing else, or None."""
    found = _SHAPE.fullmatch(" ".join(text.split())) if len(text) < 60 else None
    if found is None:
        return None
    currency = ""
    for word in filter(None, (found["before"], found["after"])):
        known = _currency(word)
        if known is None:
            return None
        currency = currency or known
    figures = re.sub(r"[\s'’]", "", found["number"]).rstrip(".,")
    signs = re.findall(r"[.,]", figures)
    if not signs:
        return Money(float(figures), currency)
    last = figures.rfind(signs[-1])
    grouped = len(set(signs)) == 1 and all(len(part) == 3 for part in re.split(r"[.,]", figures)[1:])
    if grouped:  # 1.200 is one thousand two hundred here; with one sign only it could have been 1,2
        return Money(float(re.sub(r"[.,]", "", figures)), currency, doubt=len(signs) == 1)
    if signs.count(signs[-1]) > 1:
        return None
    whole = re.sub(r"[.,]", "", figures[:last]) or "0"
    return Money(float(f"{whole}.{figures[last + 1:]}"), currency)


def _currency(word: str) -> str | None:
    """The code of a currency; empty for a plain ``$``; None when the word is something else."""
    upper = word.upper().strip(".")
    if upper == "$":
        return ""
    if upper in _SIGNS:
        return _SIGNS[upper]
    return upper if pycountry.currencies.get(alpha_3=upper) else None
