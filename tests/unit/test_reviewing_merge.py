"""What becomes of a row that was filled in elsewhere: nothing that somebody else said is overwritten."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga import i18n
from minga.exchange.semester_sheet_cells import number_said, status_said, text_said
from minga.exchange.semester_sheet_layout import STATUS
from minga.i18n import gettext as _
from minga.results.reviewing_mark import mark
from minga.results.reviewing_merge import CHANGED, CONFLICT, KEPT, NEW, SAME, UNTOUCHED, Coming, decide

Row = dict[str, Any]

SAID: Row = {"value": 30.0, "comment": "Con listas"}
OTHER: Row = {"value": 31.0, "comment": ""}


def saved(said: Row, by: str = "Luna", status: str = "pending") -> Row:
    return {**said, "reported_by": by, "status": status}


def coming(said: Row, base: Row | None = None, by: str = "Luna") -> Coming:
    return Coming("actuals", said, by, mark("actuals", base or {}))


@pytest.mark.parametrize(("row", "there", "expected"), [
    (coming({}), None, (UNTOUCHED, "")),
    (coming(SAID), None, (NEW, "")),
    (coming(SAID), saved({}), (NEW, "")),
    (coming(SAID, SAID), saved(OTHER), (UNTOUCHED, "")),
    (coming(SAID), saved(SAID, by="Sol"), (SAME, "")),
    (coming(OTHER, SAID), saved(SAID), (CHANGED, "")),
    (coming(OTHER, SAID, by=" luna (CO)"), saved(SAID, by="Luna"), (CHANGED, "")),
    (coming(OTHER, SAID), saved({"value": 32.0}), (CONFLICT, "since")),
    (coming(OTHER), saved(SAID), (CONFLICT, "since")),
    (coming(OTHER, SAID), saved(SAID, by="Sol"), (CONFLICT, "reporter")),
    (coming(OTHER, SAID), saved(SAID, status="approved"), (CONFLICT, "approved")),
    (coming(OTHER), saved(SAID, status="draft"), (CONFLICT, "draft")),
    (coming(SAID), saved(SAID, status="draft"), (CHANGED, "")),
    (coming({}, SAID), saved(SAID), (KEPT, "")),
    (coming({}, SAID), None, (UNTOUCHED, "")),
])
def test_each_case_has_one_answer(row: Coming, there: Row | None, expected: tuple[str, str]) -> None:
    assert decide(row, there) == expected


TEXTS = st.text(st.sampled_from("ab =\n\x07\ufffd"), max_size=4)
ROWS = st.fixed_dictionaries({"value": st.none() | st.sampled_from([0.0, 1.0, 1.5]), "comment": TEXTS})


STATES = st.sampled_from(["draft", "pending", "returned", "approved"])


@given(ROWS, ROWS, ROWS, st.sampled_from(["Luna", "Sol"]), STATES)
def test_whatever_happened_what_is_written_over_was_ones_own_unapproved_and_seen(
        base: Row, comes: Row, there: Row, by: str, status: str) -> None:
    what, why = decide(coming(comes, base), saved(there, by, status))
    ours = mark("actuals", there)
    if what == CHANGED and ours != mark("actuals", comes):
        assert (by, ours) == ("Luna", mark("actuals", base))
        assert status in ("pending", "returned")
    assert bool(why) == (what == CONFLICT)
    if what == NEW:
        assert ours == ""


@given(ROWS, ROWS, ROWS)
def test_a_conflict_that_somebody_decided_is_written_and_then_is_over(base: Row, comes: Row, there: Row) -> None:
    row, here = coming(comes, base), saved(there, "Sol", "approved")
    if decide(row, here)[0] == CONFLICT:
        assert decide(row, here, taken=True) == (CHANGED, "")
        assert decide(row, saved(comes))[0] == SAME


@given(st.integers(-10**9, 10**9).map(lambda n: n / 1000), TEXTS)
def test_the_mark_forgives_what_a_spreadsheet_does_to_texts_and_numbers(value: float, text: str) -> None:
    kept = {"value": value, "comment": text}
    back = {"value": float(f"{value:.15g}"), "comment": text.replace("\x07", "\ufffd").replace("\n", "\r\n") + " "}
    assert mark("actuals", kept) == mark("actuals", back)


@pytest.mark.parametrize(("value", "sign", "expected"), [
    (None, ",", None), ("", ",", None), ("  ", ".", None), (0, ",", 0.0), (12, ".", 12.0), (1.5, ",", 1.5),
    ("1234,5", ",", 1234.5), ("1234.5", ".", 1234.5), (" 12 ", ",", 12.0), ("45%", ",", 45.0), ("45 %", ".", 45.0),
    ("-3", ",", -3.0),
])
def test_numbers_are_read_as_the_country_writes_them(value: Any, sign: str, expected: float | None) -> None:
    assert number_said(value, sign) == expected


def test_a_cell_that_shows_a_percentage_holds_a_hundredth_of_it() -> None:
    assert number_said(0.45, ",", percent=True) == 45
    assert number_said(0.07, ",", percent=True) == 7


@pytest.mark.parametrize("value", ["1.234", "1.234,5", "12 345", "doce", "N/A", "no aplica", "-", "1e5", "١٢", True,
                                   float("inf"), datetime(2018, 5, 12)])
def test_what_is_no_number_or_could_be_two_is_asked_about(value: Any) -> None:
    with pytest.raises(ValueError, match=r"«|fecha"):
        number_said(value, ",")


def test_a_state_is_understood_in_every_language_and_as_its_code() -> None:
    for code, word in STATUS.items():
        assert status_said(code) == code
        for language in i18n.LANGUAGES:
            with i18n.speaking(language):
                assert status_said(_(word).upper()) == code
    assert status_said(None) == ""
    with pytest.raises(ValueError, match="en curso"):
        status_said("más o menos")


def test_what_a_spreadsheet_made_of_a_text_becomes_text_again() -> None:
    assert [text_said(v) for v in (None, 12.0, 1.5, datetime(2018, 5, 12), " a\r\nb ", "=1+1")] == [
        "", "12", "1.5", "2018-05-12", "a\nb", "=1+1"]
