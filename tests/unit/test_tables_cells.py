"""Cells: what is written is what is read, and what cannot be read is said."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from minga import tables
from minga.store.transaction import dump, load
from minga.tables.faces import MAX_CELL

NAMES = [table.name for table in tables.METADATA.sorted_tables]

# Not the null character, which no database keeps, nor half a letter (a lone surrogate), which UTF-8 does not have.
_TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=60)
_KINDS: dict[str, st.SearchStrategy[Any]] = {
    "integer": st.integers(-10**15 + 1, 10**15 - 1),
    "number": st.floats(allow_nan=False, allow_infinity=False),
    "boolean": st.booleans(),
    "date": st.dates(),
    "datetime": st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)).map(
        lambda d: d.replace(microsecond=0, tzinfo=UTC)),
}


def values_of(column: sa.Column[Any]) -> st.SearchStrategy[Any]:
    """Every value that a column may hold."""
    kind = tables.column_kind(column)
    if kind == "choice":
        values = st.sampled_from([*column.info["values"], *([""] if column.info["blank"] else [])])
    elif kind == "text":
        values = _TEXT if column.info.get("optional") else _TEXT.filter(bool)
    elif between := column.info.get("between"):
        values = st.integers(*between) if kind == "integer" else st.floats(*map(float, between))
    else:
        values = _KINDS[kind]
    return st.none() | values if column.nullable else values


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_what_is_written_in_a_cell_is_what_is_read(name: str, data: st.DataObject) -> None:
    for column in tables.table(name).columns:
        value = data.draw(values_of(column), label=column.name)
        assert tables.parse_cell(column, tables.format_cell(column, value)) == value


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_what_the_book_of_changes_keeps_is_what_was_in_the_row(name: str, data: st.DataObject) -> None:
    row = {c.name: data.draw(values_of(c)) for c in tables.table(name).columns}
    assert load(name, dump(row)) == row


@pytest.mark.parametrize("code", ["1.10", "1.1", "01", "1e5", "NA", "None", "null", "TRUE", " 1.1 "])
def test_a_code_stays_the_text_it_is(code: str) -> None:
    column = tables.table("actions").c.code
    assert tables.parse_cell(column, code) == code
    assert tables.format_cell(column, code) == code


def test_empty_is_not_zero() -> None:
    value = tables.table("actuals").c.value
    assert tables.parse_cell(value, "") is None
    assert tables.parse_cell(value, "0") == 0.0
    assert (tables.format_cell(value, None), tables.format_cell(value, 0.0)) == ("", "0")


@pytest.mark.parametrize("given_text", [
    "=HYPERLINK(\"http://x\")", "<img src=x onerror=alert(1)>", "  al borde  ", "a\r\nb"])
def test_what_people_wrote_is_kept_verbatim(given_text: str) -> None:
    assert tables.parse_cell(tables.table("cards").c.text, given_text) == given_text


@pytest.mark.parametrize(("name", "column", "cell", "says"), [
    ("actuals", "value", "doce", "«doce» no es un número"),
    ("actuals", "value", "1,5", "punto decimal"),
    ("actuals", "value", "1.000.000", "sin separador de miles"),
    ("actuals", "value", "nan", "no es un número"),
    ("actuals", "value", "inf", "no es un número"),
    ("actuals", "value", "1e999", "no es un número"),
    ("actuals", "value", "1_000", "no es un número"),
    ("cards", "position", "1.0", "no es un número entero"),
    ("cards", "position", "primero", "no es un número entero"),
    ("cards", "position", "9" * 30, "no es un número entero"),
    ("cards", "position", "", "obligatorio"),
    ("cards", "text", "", "obligatorio"),
    ("cards", "card_id", "", "obligatorio"),
    ("cards", "stage_id", "", "obligatorio"),
    ("cards", "status", "Activa", "se esperaba uno de: active, duplicate, withdrawn"),
    ("cards", "text", "a\x00b", "carácter nulo"),
    ("cards", "text", "x" * (MAX_CELL + 1), "20001 caracteres"),
    ("cards", "created_at", "2018-02-28", "no es un instante"),
    ("plans", "starts", "28/02/2018", "no es una fecha"),
    ("plans", "starts", "2018-02-30", "no es una fecha"),
    ("plans", "starts", "20180228", "no es una fecha"),
    ("plans", "starts", "2018-W09-3", "no es una fecha"),
    ("reflections", "publish", "sí", "no es true ni false"),
])
def test_a_cell_that_cannot_be_read_says_what_was_expected(name: str, column: str, cell: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)) as wrong:
        tables.parse_cell(tables.table(name).c[column], cell)
    assert len(str(wrong.value)) < 300, "a message does not repeat a whole long cell"


@pytest.mark.parametrize(("name", "column", "default"), [
    ("plans", "language", "es"), ("cards", "round", 1), ("cards", "status", "active"), ("cards", "note", ""),
    ("reflections", "publish", False), ("indicators", "ascending", True), ("assignments", "accepted", None)])
def test_an_empty_cell_is_the_columns_default(name: str, column: str, default: object) -> None:
    assert tables.parse_cell(tables.table(name).c[column], "") == default


def test_a_moment_is_written_in_utc() -> None:
    bogota = datetime(2018, 2, 28, 22, 30, tzinfo=timezone(timedelta(hours=-5)))
    assert tables.format_cell(tables.table("cards").c.created_at, bogota) == "2018-03-01T03:30:00Z"


def test_a_day_is_written_as_iso() -> None:
    assert tables.format_cell(tables.table("plans").c.starts, date(2018, 2, 1)) == "2018-02-01"


@pytest.mark.parametrize(("table", "column", "good", "bad"), [
    ("plans", "fiscal_start", ("1", "12"), ("0", "13", "-1")),
    ("plans", "grace_days", ("0", "366"), ("-1", "999999999")),
    ("progress", "percent", ("0", "100", "99.5"), ("-0.1", "100.1"))])
def test_a_number_out_of_its_range_is_refused_with_the_range(
        table: str, column: str, good: tuple[str, ...], bad: tuple[str, ...]) -> None:
    place = tables.table(table).c[column]
    assert [tables.format_cell(place, tables.parse_cell(place, cell)) for cell in good] == list(good)
    least, _most = place.info["between"]
    for cell in bad:
        with pytest.raises(ValueError, match=f"«{cell}» no puede ser; se espera un número de {least} a"):
            tables.parse_cell(place, cell)
