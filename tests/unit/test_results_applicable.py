"""What does not apply is neither missing nor zero, whatever an indicator measures."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga import i18n
from minga.i18n import gettext as _
from minga.results.achievement import NOT_APPLICABLE, indicator_state
from minga.results.applicable import NOTHING_TO_TELL, WORD, applies_not, means_not_applicable
from minga.results.model import Actual, Indicator, Period, Target

S1 = Period("2018-S1", date(2018, 1, 1), date(2018, 6, 30))
MEASURES = st.sampled_from(["unit", "percentage", "qualitative", "nominal", "ordinal"])
METHODS = st.sampled_from(["period", "cumulative", "snapshot"])


def told(country: str, **cells: Any) -> Actual:
    return Actual("2018-S1", country=country, status="approved", **cells)


@given(MEASURES, METHODS, st.sampled_from(["sum", "mean", "max", "last", "none"]))
def test_whatever_is_measured_it_may_not_apply(measure: str, method: str, aggregation: str) -> None:
    made = Indicator("i", method, measure=measure, aggregation=aggregation, actuals=(told("", **NOTHING_TO_TELL),))
    assert indicator_state(made, S1, (S1,)).state == NOT_APPLICABLE


@given(METHODS, st.lists(st.integers(0, 50), min_size=1, max_size=4))
def test_a_country_where_it_does_not_apply_takes_nothing_from_the_others(method: str, values: list[int]) -> None:
    others = tuple(told(f"X{n}", value=float(value)) for n, value in enumerate(values))
    alone = Indicator("i", method, actuals=others)
    together = Indicator("i", method, actuals=(*others, told("CO", **NOTHING_TO_TELL)))
    assert indicator_state(together, S1, (S1,)).actual == indicator_state(alone, S1, (S1,)).actual == sum(values)


def test_a_country_where_it_does_not_apply_is_not_a_country_that_nobody_told_of() -> None:
    made = Indicator("i", "period", actuals=(told("PE", value=3.0), told("CO", **NOTHING_TO_TELL)),
                     targets=tuple(Target("2018-S1", 5.0, country) for country in ("BO", "CO", "PE")))
    assert indicator_state(made, S1, (S1,)).lacking_countries == {"BO"}


@pytest.mark.parametrize(("cells", "answer"), [
    ({}, False), ({"value": 0.0}, False), ({"numerator": 0.0, "denominator": 0.0}, True),
    ({"numerator": 0.0, "denominator": 4.0}, False), ({"numerator": 0, "denominator": 0, "value": 5.0}, False),
    ({"numerator": 0.0, "denominator": 0.0, "narrative": "Mejor."}, False)])
def test_missing_zero_and_not_applicable_are_told_apart(cells: dict[str, Any], answer: bool) -> None:
    assert applies_not(cells) is answer
    assert not applies_not(None)


def test_it_is_understood_in_every_language_and_an_abbreviation_is_not() -> None:
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            word = _(WORD)
        assert means_not_applicable(f" {word.upper()}. ")
    assert not any(map(means_not_applicable, ("N/A", "n.a.", "", None, 0, "no", "aplica")))
