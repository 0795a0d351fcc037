"""Numbers as a country writes them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.exchange.excel_csv import DECIMAL_COMMA, DECIMAL_POINT
from minga.results.reporting_numbers import decimal_sign, number_text, read_number

SIGNS = pytest.mark.parametrize("sign", [",", "."])


def test_every_country_has_the_sign_that_its_spreadsheets_have() -> None:
    assert {c: decimal_sign(c) for c in DECIMAL_COMMA | DECIMAL_POINT} == {
        **dict.fromkeys(DECIMAL_COMMA, ","), **dict.fromkeys(DECIMAL_POINT, ".")}


@pytest.mark.parametrize("country", ["", "ZZ", "x", "../etc"])
def test_where_nobody_knows_it_is_the_comma(country: str) -> None:
    assert decimal_sign(country) == ","


@SIGNS
@given(value=st.integers(-10**12, 10**12).map(lambda n: n / 1000))
def test_a_number_that_is_shown_is_read_again(sign: str, value: float) -> None:
    assert read_number(number_text(value, sign), sign) == value


@SIGNS
@given(text=st.text(alphabet="0123456789.,- +eE٣x\u00a0", max_size=12))
def test_a_text_is_a_number_of_that_country_or_is_refused(sign: str, text: str) -> None:
    other = "." if sign == "," else ","
    plain = text.strip()
    if plain and (other in plain or not re.fullmatch(r"-?[0-9]+([.,][0-9]*)?", plain)):
        with pytest.raises(ValueError, match="no es un número"):
            read_number(text, sign)
    else:
        assert read_number(text, sign) == (float(plain.replace(sign, ".")) if plain else None)


@pytest.mark.parametrize(("text", "sign"), [
    ("1.200", ","), ("1,200", "."), ("1.200,5", ","), ("doce", ","), ("1 200", ","), ("=1", ","), ("1e3", "."),
    ("٣", ","), ("--1", ","), ("9" * 16, ","), ("inf", "."), ("nan", ".")])
def test_signs_between_thousands_words_and_formulas_are_no_numbers(text: str, sign: str) -> None:
    with pytest.raises(ValueError, match="no es un número"):
        read_number(text, sign)


@pytest.mark.parametrize(("text", "value"), [("", None), ("  ", None), ("0", 0.0), (" 1200,5 ", 1200.5), ("-3,", -3.0)])
def test_empty_is_not_zero(text: str, value: float | None) -> None:
    assert read_number(text, ",") == value
