"""The board of a plan: what a choice leaves, what is behind each figure, and where the bars of indicators end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from minga_widgets import dashboard_figures as figures
from minga_widgets.dashboard_rows import row_ids, rows_of

from minga.periods import Semester
from minga.results.board import NOBODY, Board, Wish, board_of, current_period, narrowed, people_of
from minga.results.board_reading import BoardPlan
from minga.results.board_rows import Figure, countries, figure_of, hands, values_behind
from minga.results.model import (
    Action,
    Actual,
    Assignment,
    Direction,
    Indicator,
    Objective,
    Period,
    Plan,
    PlanResults,
    Progress,
    Target,
)
from minga.results.status import STATUSES

TODAY = date(2027, 2, 10)


def semester(text: str) -> Period:
    made = Semester.parse(text)
    return Period(text, made.starts, made.ends)


PERIODS = tuple(map(semester, ("2026-S1", "2026-S2", "2027-S1", "2027-S2")))
LUNA, SOL = Assignment("Luna (Perú)", "Luna", "PE"), Assignment("Sol (Brasil)", "Sol", "BR")


def action(key: str, direction: str = "d1", people: tuple[Assignment, ...] = (), **more: Any) -> Action:
    return Action(key, code=key, text=f"hacer {key}", direction_id=direction, assignments=people, **more)


def told(period: str, status: str, review: str = "approved") -> Progress:
    return Progress(semester(period), status, review=review)


def plan_of(*actions: Action, indicators: tuple[Indicator, ...] = (), periods: tuple[Period, ...] = PERIODS,
            delivers: dict[str, frozenset[str]] | None = None) -> BoardPlan:
    found = tuple(Direction(d, d[1:], f"Dirección {d}", actions=tuple(a for a in actions if a.direction_id == d))
                  for d in ("d1", "d2"))
    objectives = (Objective("o1", direction_id="d1"), Objective("o2", direction_id="d2"))
    return BoardPlan(PlanResults(Plan("p", "Plan"), periods, found, objectives, (), indicators), delivers or {})


def board(plan: BoardPlan, **wish: str) -> Board:
    return board_of(plan, Wish(**wish), TODAY)


def ids(found: Board) -> list[str]:
    return [s.action.action_id for s in found.actions]


# ── which period ───────────────────────────────────────────────────────────────────────────────────

def test_the_period_in_course_is_the_last_begun_of_which_something_counts() -> None:
    plan = plan_of(action("a", progress=(told("2026-S2", "done"), told("2027-S1", "done", "pending"))))
    assert current_period(plan, TODAY).period == "2026-S2"
    approved = plan_of(action("a", progress=(told("2027-S1", "in_progress"),)))
    assert current_period(approved, TODAY).period == "2027-S1"
    ahead = plan_of(action("a", progress=(told("2027-S2", "done"),)))
    assert current_period(ahead, TODAY).period == "2027-S1"


def test_a_plan_that_begins_later_shows_its_first_period_and_one_without_periods_the_semester_of_today() -> None:
    assert current_period(plan_of(), date(2020, 1, 1)).period == "2026-S1"
    assert current_period(plan_of(periods=()), TODAY).period == "2027-S1"
    assert board(plan_of(periods=())).actions == ()


def test_a_period_that_ended_is_read_on_its_last_day_and_one_in_course_today() -> None:
    plan = plan_of(action("a", ends=date(2026, 6, 15), precision="day"))
    past, now = board(plan, period="2026-S1"), board(plan, period="2027-S1")
    assert (past.as_of, past.open, past.actions[0].days_late) == (date(2026, 6, 30), False, 15)
    assert (now.as_of, now.open) == (TODAY, True)


# ── what a choice leaves ───────────────────────────────────────────────────────────────────────────

def test_actions_are_narrowed_by_direction_country_and_person_together() -> None:
    plan = plan_of(action("a", people=(LUNA, SOL)), action("b", people=(SOL,)), action("c", "d2", (SOL,)), action("e"))
    [luna, sol] = people_of(plan)
    assert ids(board(plan)) == ["a", "b", "e", "c"]
    assert ids(board(plan, direction="d1", person=sol)) == ["a", "b"]
    assert ids(board(plan, country="PE")) == ["a"]
    assert ids(board(plan, person=luna, country="BR")) == ["a"]
    assert ids(board(plan, person=NOBODY)) == ["e"]


def test_who_said_no_does_not_answer_and_accents_make_nobody_another_person() -> None:
    no = replace(LUNA, accepted=False)
    accented = Assignment("Sól (Brasil)", "Sól", "BR")
    plan = plan_of(action("a", people=(no,)), action("b", people=(SOL,)), action("c", people=(accented,)))
    assert ids(board(plan, person=NOBODY)) == ["a"]
    assert [len(h.actions) for h in hands(board(plan))] == [1, 2]


def test_who_only_supports_answers_where_there_is_nobody_else() -> None:
    helps = replace(LUNA, role="supports")
    plan = plan_of(action("a", people=(helps, SOL)), action("b", people=(helps,)))
    assert {h.name: len(h.actions) for h in hands(board(plan))} == {"Luna": 1, "Sol": 1}


def test_a_choice_that_the_plan_does_not_have_is_everything() -> None:
    plan = plan_of(action("a", people=(LUNA,)))
    found = board(plan, direction="x", country="XX", person="person:nadie:XX", period="1999-S1")
    assert found.wish == Wish(period=found.period.period)
    assert ids(found) == ["a"]


def indicator(key: str, objective: str = "o1", **more: Any) -> Indicator:
    return Indicator(key, "period", title=key, objective_id=objective, **more)


def test_indicators_follow_their_direction_or_the_actions_that_deliver_to_them() -> None:
    plan = plan_of(action("a", people=(LUNA,)), action("c", "d2", (SOL,)), indicators=(
        indicator("i"), indicator("j", "o2"), indicator("k", "o2", responsible="Sol (Brasil) y Luna (Perú)")),
        delivers={"j": frozenset({"a"})})

    def left(**wish: str) -> set[str]:
        return {s.indicator.indicator_id for s in board(plan, **wish).indicators}

    [luna, sol] = people_of(plan)
    assert left(direction="d1") == {"i", "j"}
    assert left(direction="d2") == {"j", "k"}
    assert left(person=luna) == {"j", "k"}
    assert left(person=sol) == {"k"}
    assert left(person=NOBODY) == {"i", "j"}


def test_a_country_has_its_own_targets_and_values_and_no_baseline() -> None:
    made = indicator("i", baseline_value=10.0, target_total=90.0, targets=(
        Target("2026-S2", 50.0), Target("2026-S2", 20.0, "PE")), actuals=(
        Actual("2026-S2", 45.0, status="approved"), Actual("2026-S2", 5.0, "PE", status="approved")))
    assert narrowed(made, "") is made
    plan = plan_of(indicators=(made, indicator("j")))
    whole, peru = board(plan, period="2026-S2"), board(plan, period="2026-S2", country="PE")
    assert (whole.indicators[0].actual, whole.indicators[0].achievement.ratio) == (45.0, 35 / 40)
    assert (peru.indicators[0].actual, peru.indicators[0].achievement.ratio) == (5.0, 5 / 20)
    assert (len(peru.indicators), peru.elsewhere) == (1, 1)


# ── the rows behind a figure ───────────────────────────────────────────────────────────────────────

_people = st.lists(st.sampled_from([LUNA, SOL, replace(SOL, accepted=False), Assignment("Todas", kind="everyone")]),
                   max_size=3, unique=True).map(tuple)
_progress = st.lists(st.builds(told, st.sampled_from(["2026-S1", "2026-S2"]), st.sampled_from(STATUSES[:5]),
                               st.sampled_from(["approved", "pending", "returned"])),
                     max_size=2, unique_by=lambda p: p.period.period).map(tuple)
_actions = st.lists(st.builds(
    action, st.text("abcdefgh", min_size=1, max_size=6), st.sampled_from(["d1", "d2"]), _people,
    progress=_progress, ends=st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    precision=st.sampled_from(["day", "month"])), max_size=8, unique_by=lambda a: a.action_id)
_values = st.lists(st.builds(
    Actual, st.sampled_from(["2026-S2", "2026-S1"]), st.none() | st.integers(0, 50).map(float),
    st.sampled_from(["", "PE", "BR"]), status=st.sampled_from(["approved", "pending", "returned", "draft"])),
    max_size=4).map(tuple)
_targets = st.lists(st.builds(Target, st.just("2026-S2"), st.integers(0, 50).map(float), st.sampled_from(["", "PE"])),
                    max_size=2, unique_by=lambda t: t.country).map(tuple)
_indicators = st.lists(st.builds(indicator, st.text("ijkl", min_size=1, max_size=4), st.sampled_from(["o1", "o2"]),
                                 targets=_targets, actuals=_values), max_size=4,
                       unique_by=lambda i: i.indicator_id).map(tuple)
_wishes = st.builds(Wish, st.sampled_from(["", "d1", "d2"]), st.sampled_from(["", "PE", "BR"]),
                    st.sampled_from(["", NOBODY, "person:sol:BR"]), st.just("2026-S2"))


def numbers(found: Board) -> list[dict[str, Any]]:
    """Every number of the page, with the figure that it says is behind it."""
    bars = [*figures.bars(found), *figures.held(hands(found)), *figures.held(countries(found))]
    inside = [part for bar in bars for part in (bar, *bar["parts"], *([bar["late"]] if bar["late"] else []))]
    return [*figures.action_tiles(found), *figures.indicator_tiles(found), *inside]


@given(_actions, _indicators, _wishes)
def test_every_number_of_the_page_is_the_number_of_rows_behind_it(
        actions: list[Action], indicators: tuple[Indicator, ...], wish: Wish) -> None:
    found = board_of(plan_of(*actions, indicators=indicators), wish, TODAY)
    for one in numbers(found):
        figure = figure_of(one["figure"])
        assert figure is not None
        assert len(rows_of(found, figure)) == one["n"], one
        assert bool(row_ids(found, figure)) == bool(one["n"])


@given(_actions, _wishes)
def test_the_parts_of_a_bar_make_its_whole_and_the_bars_of_directions_make_the_plan(
        actions: list[Action], wish: Wish) -> None:
    found = board_of(plan_of(*actions), wish, TODAY)
    bars = figures.bars(found)
    assert all(sum(part["n"] for part in bar["parts"]) == bar["n"] for bar in bars)
    assert sum(bar["n"] for bar in bars) == len(found.actions)
    tiles = [t for t in figures.action_tiles(found) if t["figure"].get("mark") in STATUSES]
    assert sum(t["n"] for t in tiles) == len(found.actions)


def test_what_is_in_nobodys_hands_comes_first_and_then_who_has_most_that_is_late() -> None:
    late = {"ends": date(2026, 1, 1), "precision": "day"}
    plan = plan_of(action("a", people=(LUNA,)), action("b", people=(LUNA,)), action("c", people=(SOL,), **late),
                   action("e"))
    assert [h.key for h in hands(board(plan, period="2026-S2"))] == [NOBODY, "person:sol:BR", "person:luna:PE"]


def test_a_target_without_a_value_is_a_row_too_and_a_missing_value_is_not_zero() -> None:
    made = indicator("i", targets=(Target("2026-S2", 8.0, "PE"),),
                     actuals=(Actual("2026-S2", 0.0, "BR", status="approved"),
                              Actual("2026-S2", 3.0, "CO", status="draft")))
    found = board(plan_of(indicators=(made,)), period="2026-S2")
    rows = rows_of(found, Figure("values", row="i"))
    assert [(r["title"], r["reached"], r["target"], r["look"]["word"]) for r in rows] == [
        ("Brasil", "0", "–", "aprobado"), ("Colombia", "–", "–", "en borrador"), ("Perú", "sin dato", "8", "sin dato")]
    assert [v.country for v in values_behind(found, Figure("values", "approved"))] == ["BR"]


@pytest.mark.parametrize("said", [None, "actions", [], {"of": "plans"}, {"of": "actions", "mark": "met"},
                                  {"mark": "__class__"}, {"of": "values", "row": 7}, {"row": "x" * 301},
                                  {"of": ["actions"]}])
def test_what_is_no_figure_is_not_taken_for_one(said: Any) -> None:
    assert figure_of(said) is None


def test_a_figure_without_a_word_is_all_actions() -> None:
    assert figure_of({}) == Figure("actions")


# ── where a bar ends ───────────────────────────────────────────────────────────────────────────────

_number = st.none() | st.floats(-1e6, 1e6).map(lambda x: round(x, 3))


@given(_number, _number, _number)
def test_the_marks_of_a_bar_lie_on_it_in_the_order_of_their_values(
        actual: float | None, target: float | None, base: float | None) -> None:
    made = indicator("i", baseline_value=base,
                     targets=() if target is None else (Target("2026-S2", target),),
                     actuals=() if actual is None else (Actual("2026-S2", actual, status="approved"),))
    [state] = board(plan_of(indicators=(made,)), period="2026-S2").indicators
    places = figures.track(state)
    if actual is None and target is None:
        assert places == {}
        return
    assert all(0 <= place <= 100 for place in places.values())
    known = {"value": actual, "target": target, "base": base, "zero": 0.0}
    ordered = sorted((value, places[name]) for name, value in known.items() if value is not None)
    assert [place for _value, place in ordered] == sorted(place for _value, place in ordered)
