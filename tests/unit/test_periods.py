"""Semesters, quarters and years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.errors import InputError
from minga.i18n import speaking
from minga.periods import Quarter, Semester, Year, parse_period, semesters_between

FAR_DAYS = st.dates(date(2, 1, 1), date(9998, 12, 31))
PERIODS = st.one_of(
    st.builds(Semester, st.integers(1, 9999), st.integers(1, 2)),
    st.builds(Quarter, st.integers(1, 9999), st.integers(1, 4)),
    st.builds(Year, st.integers(1, 9999)),
)


@pytest.mark.parametrize(("day", "code"), [
    (date(2018, 1, 1), "2018-S1"), (date(2018, 6, 30), "2018-S1"), (date(2018, 7, 1), "2018-S2"),
    (date(2018, 12, 31), "2018-S2"), (date(2020, 2, 29), "2020-S1"),
])
def test_a_semester_changes_on_the_first_of_july_and_the_first_of_january(day, code):
    assert str(Semester.of(day)) == code


def test_every_day_of_a_leap_year_falls_in_the_semester_that_contains_it():
    for step in range(366):
        day = date(2020, 1, 1) + timedelta(days=step)
        semester = Semester.of(day)
        assert semester.half == (1 if day.month <= 6 else 2)
        assert day in semester


@given(FAR_DAYS, st.integers(1, 12))
def test_any_day_is_between_the_first_and_the_last_day_of_its_period(day, month):
    for kind in (Semester, Quarter, Year):
        period = kind.of(day, month)
        assert period.starts <= day <= period.ends
        assert (period.starts.month - month) % {Semester: 6, Quarter: 3, Year: 12}[kind] == 0
        assert period.starts.day == 1
        assert (period.ends + timedelta(days=1)).day == 1


@given(PERIODS)
def test_what_is_written_is_read_back(period):
    assert type(period).parse(str(period)) == period
    assert parse_period(str(period)) == period


@given(PERIODS)
def test_a_label_in_the_source_language_is_read_back(period):
    if period.year >= 1000:
        assert parse_period(period.label()) == period


@given(st.lists(st.builds(Semester, st.integers(1000, 9999), st.integers(1, 2))))
def test_semesters_sort_as_their_text_does(semesters):
    assert [str(s) for s in sorted(semesters)] == sorted(str(s) for s in semesters)


@given(st.builds(Semester, st.integers(100, 9000), st.integers(1, 2)), st.integers(-100, 100))
def test_adding_and_taking_away_the_same_count_comes_back(semester, count):
    assert semester + count - count == semester
    assert (semester + count <= semester) == (count <= 0)


@given(PERIODS.filter(lambda p: 1 < p.year < 9999))
def test_the_next_period_starts_the_day_after_this_one_ends(period):
    assert period.next.starts == period.ends + timedelta(days=1)
    assert period.next.previous == period


@pytest.mark.parametrize("text", [
    "2018-S2", "2018-s2", "2018S2", "2018 S2", "s2 2018", "S2-2018", "2S 2018", "2018-2", "2018/2", "II-2018",
    "2018-II", "2018H2", "H2 2018", "segundo semestre 2018", "Segundo semestre de 2018",
    "2.º semestre de 2018", "2do semestre del año 2018", "semestre 2 de 2018", "SEMESTRE II 2018",
    "segundo semestre de 2018", "2º semestre de 2018", "second half of 2018", "2nd semester 2018",
    " 2018–S2 ", "２０１８-S2",
])
def test_a_semester_is_read_in_the_spellings_people_use(text):
    assert Semester.parse(text) == Semester(2018, 2)
    assert parse_period(text) == Semester(2018, 2)


@pytest.mark.parametrize("text", [
    "2018-Q3", "Q3 2018", "3T 2018", "T3-2018", "2018 Q3", "III trimestre de 2018",
    "tercer trimestre de 2018", "3.er trimestre de 2018", "third quarter of 2018",
    "terceiro trimestre de 2018",
])
def test_a_quarter_is_read_in_the_spellings_people_use(text):
    assert parse_period(text) == Quarter(2018, 3)


@pytest.mark.parametrize("text", [
    "", " ", "2018-3", "2018-02", "2-2018", "02/2018", "S1", "18-S1", "2018-S3", "2018-S1-S2", "0000-S1",
    "febrero 2018", "2018-S1; DROP", "x" * 1_000_000, "2018-Q5", "\x00", "2018-S¹²",
])
def test_what_is_not_a_period_is_refused_with_an_example(text):
    with pytest.raises(InputError, match="2018-S1") as caught:
        parse_period(text)
    assert caught.value.faults[0].column == "period"
    assert len(str(caught.value)) < 400


def test_each_kind_of_period_says_what_it_expected():
    with pytest.raises(InputError, match="2018-S1"):
        Semester.parse("2018-Q1")
    with pytest.raises(InputError, match="2018-Q3"):
        Quarter.parse("2018-S1")
    with pytest.raises(InputError, match="por ejemplo 2018"):
        Year.parse("2018-S1")


@given(st.text())
def test_any_text_is_either_a_period_or_an_input_error(text):
    try:
        period = parse_period(text)
    except InputError:
        return
    assert parse_period(str(period)) == period


@pytest.mark.parametrize("wrong", [(2018, 0), (2018, 3), (0, 1), (10000, 1)])
def test_a_semester_that_cannot_be_is_refused(wrong):
    with pytest.raises(InputError):
        Semester(*wrong)


def test_a_range_includes_both_ends():
    assert [str(s) for s in Semester.range(Semester(2018, 2), Semester(2020, 1))] == [
        "2018-S2", "2019-S1", "2019-S2", "2020-S1",
    ]
    assert Semester.range(Semester(2019, 1), Semester(2018, 2)) == []


def test_the_semesters_of_a_plan_are_those_it_touches():
    assert [str(s) for s in semesters_between(date(2018, 6, 30), date(2019, 1, 1))] == [
        "2018-S1", "2018-S2", "2019-S1",
    ]
    assert semesters_between(date(2018, 1, 1), date(2018, 1, 1)) == [Semester(2018, 1)]


def test_a_plan_that_ends_before_it_starts_is_refused():
    with pytest.raises(InputError, match="anterior"):
        semesters_between(date(2019, 1, 1), date(2018, 1, 1))


def test_a_fiscal_year_that_begins_in_april_moves_the_borders():
    semester = Semester.of(date(2018, 3, 31), fiscal_start_month=4)
    assert str(semester) == "2017-S2"
    assert (semester.starts, semester.ends) == (date(2017, 10, 1), date(2018, 3, 31))
    assert semester.next.starts == date(2018, 4, 1)
    assert Semester.parse("2018-S1", fiscal_start_month=4).ends == date(2018, 9, 30)


def test_labels_are_written_as_people_write_them():
    with speaking("es"):
        assert Semester(2018, 1).label() == "1.er semestre de 2018"
        assert Semester(2018, 2).label() == "2.º semestre de 2018"
        assert Quarter(2018, 3).label() == "3.er trimestre de 2018"
        assert Year(2018).label() == "2018"


def test_a_period_cannot_be_changed_and_can_be_a_key():
    with pytest.raises(AttributeError):
        Semester(2018, 1).half = 2
    assert {Semester(2018, 1): "a"}[Semester.parse("2018-1")] == "a"
