"""What does not fit together in the results of a plan is said in words, once, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest

from minga.exchange import read_package
from minga.results import period_named, results_of
from minga.results.consistency import results_notes
from minga.results.model import Actual, Indicator, Period, Plan, PlanResults, Target
from tools import examples


def semesters(*names: str) -> tuple[Period, ...]:
    return tuple(p for name in names if (p := period_named(name)))


def notes(*rows: Target | Actual, **fields: Any) -> list[str]:
    made = Indicator("i1", **{"method": "period", "title": "Talleres", **fields},
                     targets=tuple(r for r in rows if isinstance(r, Target)),
                     actuals=tuple(r for r in rows if isinstance(r, Actual)))
    plan = PlanResults(Plan("p", "Plan"), semesters("2018-S1", "2018-S2"), indicators=(made,))
    return [f.message for f in results_notes(plan)]


FIRST, SECOND = Target("2018-S1", 10), Target("2018-S2", 20)


@pytest.mark.parametrize(("rows", "fields"), [
    ((FIRST, SECOND), {"target_total": 30}),
    ((FIRST,), {"target_total": 90}),                                     # the second may still be set
    ((FIRST, SECOND), {"method": "cumulative", "target_total": 20}),
    ((FIRST, SECOND), {"method": "snapshot", "target_total": 20, "baseline_value": 5, "baseline_year": 2017}),
    ((FIRST, Target("2018-S1", 4, "BO"), Target("2018-S1", 6, "CO")), {}),
    ((Actual("2018-S1", 9, status="approved"), Actual("2018-S1", 4, "BO", status="pending")), {}),
    ((), {"target_total": 5, "baseline_value": 12, "baseline_year": 2017, "ascending": False, "method": "snapshot"}),
    ((), {"target_total": 5, "baseline_value": 12, "baseline_year": 2017}),   # a count of periods against one year's
])
def test_of_what_fits_together_nothing_is_said(rows: tuple[Target | Actual, ...], fields: dict[str, Any]) -> None:
    assert notes(*rows, **fields) == []


@pytest.mark.parametrize(("rows", "fields", "said"), [
    ((FIRST, SECOND), {"target_total": 40},
     "Las metas de los períodos de «Talleres» suman 30 y la del plan es 40."),
    ((FIRST, SECOND), {"method": "cumulative", "target_total": 30},
     "La última meta de «Talleres» es 20 y la del plan es 30."),
    ((SECOND, Target("2018-S1", 25)), {"method": "cumulative"},
     "«Talleres» es acumulado y su meta baja de 25 a 20 en 2018-S2."),
    ((FIRST, Target("2018-S1", 4, "BO"), Target("2018-S1", 5, "CO")), {},
     "En 2018-S1, las metas de «Talleres» por países dan 9 y la del total es 10."),
    ((Actual("2018-S1", 9, "BO", status="approved"), Actual("2018-S1", 4, "BO", "sexo", "mujeres", status="approved")),
     {}, "En 2018-S1, los valores de «Talleres» por sexo (Bolivia) dan 4 y el total dice 9."),
    ((), {"baseline_value": 12}, "La línea de base de «Talleres» no dice de qué año es."),
    ((), {"baseline_value": 12, "baseline_year": 2017, "target_total": 5, "method": "snapshot"},
     "La meta de «Talleres» (5) es peor que su línea de base (12)."),
])
def test_what_does_not_fit_together_is_said(rows: tuple[Target | Actual, ...], fields: dict[str, Any],
                                            said: str) -> None:
    assert notes(*rows, **fields) == [said]


def test_in_the_example_plans_only_what_they_were_made_to_show_does_not_fit() -> None:
    found = [f.message for name in examples.PLANS
             for f in results_notes(results_of(read_package(examples.FOLDER / name)[0]))]
    assert found == [
        "En 2018-S2, los valores de «1.1 Organizaciones que integran la red» por países dan 29 y el total dice 31.",
        "En 2025-S1, los valores de «2.1 Personas voluntarias que participan» por Edad dan 68 y el total dice 69."]
