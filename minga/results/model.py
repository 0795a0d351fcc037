"""What the plan promised and what was reported, as frozen data: nothing here can change the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Plan:
    """The plan itself; ``countries`` are ISO 3166 codes, ``fiscal_start`` the month in which its year begins.

    Data are waited for ``grace_days`` days after a period has ended.
    """

    plan_id: str
    title: str
    organization: str = ""
    language: str = "es"
    starts: date | None = None
    ends: date | None = None
    countries: tuple[str, ...] = ()
    fiscal_start: int = 1
    grace_days: int = 15


@dataclass(frozen=True)
class Period:
    """A reporting period: its text (``2018-S1``), first and last day, and whether it is locked."""

    period: str
    starts: date
    ends: date
    locked: bool = False


@dataclass(frozen=True)
class Assignment:
    """Who answers for an action, as written and as understood."""

    as_written: str
    name: str = ""
    country: str = ""
    kind: str = "person"
    role: str = "responsible"
    accepted: bool | None = None


@dataclass(frozen=True)
class Progress:
    """What was reported about an action at the close of a period.

    Attributes:
        percent: from 0 to 100.
        review: ``draft``, ``pending``, ``returned`` or ``approved``; only approved reports count.
    """

    period: Period
    status: str
    percent: float | None = None
    comment: str = ""
    evidence: str = ""
    review: str = "approved"
    reported_at: datetime | None = None


@dataclass(frozen=True)
class Action:
    """A numbered action with its schedule, the people who answer for it, and its reports in time order."""

    action_id: str
    code: str = ""
    text: str = ""
    parent_id: str | None = None
    direction_id: str = ""
    accomplishment: str = ""
    schedule_text: str = ""
    starts: date | None = None
    ends: date | None = None
    precision: str = "none"
    open_ended: bool = False
    recurrence: str = ""
    assignments: tuple[Assignment, ...] = ()
    progress: tuple[Progress, ...] = ()


@dataclass(frozen=True)
class Direction:
    """A strategic direction and its actions, in the order of their codes."""

    direction_id: str
    code: str = ""
    title: str = ""
    outcome_measure: str = ""
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class Objective:
    """An objective and its lines of work."""

    objective_id: str
    code: str = ""
    text: str = ""
    title: str = ""
    level: str = "specific"
    parent_id: str | None = None
    direction_id: str | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """A change or product the plan answers for (IATI result)."""

    result_id: str
    title: str = ""
    type: str = "output"
    objective_id: str | None = None
    direction_id: str | None = None


@dataclass(frozen=True)
class Target:
    """The value expected in a period; an empty country and dimension mean the total."""

    period: str
    value: float | None
    country: str = ""
    dim_name: str = ""
    dim_value: str = ""


@dataclass(frozen=True)
class Actual:
    """The value reached in a period; None is not zero. Percentages carry numerator and denominator."""

    period: str
    value: float | None = None
    country: str = ""
    dim_name: str = ""
    dim_value: str = ""
    numerator: float | None = None
    denominator: float | None = None
    narrative: str = ""
    comment: str = ""
    evidence: str = ""
    status: str = "pending"
    reported_at: datetime | None = None


@dataclass(frozen=True)
class Indicator:
    """An indicator with everything that was expected of it and reported about it.

    Attributes:
        measure: ``unit``, ``percentage`` (0 to 100), ``nominal``, ``ordinal`` or ``qualitative``.
        method: ``period`` (counted from zero), ``cumulative`` (to date) or ``snapshot`` (state at the close).
        aggregation: how countries or parts are put together: ``sum``, ``mean``, ``max``, ``last``, ``none``.
        ascending: whether growing is improving.
        ref_code: its code in a vocabulary that several plans share, by which they can be compared.
    """

    indicator_id: str
    method: str
    code: str = ""
    title: str = ""
    measure: str = "unit"
    unit: str = ""
    aggregation: str = "sum"
    ascending: bool = True
    baseline_year: int | None = None
    baseline_value: float | None = None
    baseline_comment: str = ""
    target_total: float | None = None
    frequency: str = ""
    responsible: str = ""
    verification: str = ""
    ref_vocabulary: str = ""
    ref_code: str = ""
    objective_id: str | None = None
    result_id: str | None = None
    targets: tuple[Target, ...] = ()
    actuals: tuple[Actual, ...] = ()


@dataclass(frozen=True)
class Code:
    """A code of a list, with its name in each language; the list ``dim`` names the disaggregations themselves."""

    codelist: str
    code: str
    label_es: str = ""
    label_pt: str = ""
    label_en: str = ""

    def label(self, language: str) -> str:
        """Its name in a language, else in Spanish, else the code itself."""
        return str(getattr(self, f"label_{language}", "") or self.label_es or self.code)


@dataclass(frozen=True)
class PlanResults:
    """Everything a monitoring report reads of one plan.

    Attributes:
        stages: the kinds of stage its method has.
        codes: the lists that values are disaggregated by, those that Minga offers among them.
        own_codes: those that the store holds.
    """

    plan: Plan
    periods: tuple[Period, ...] = ()
    directions: tuple[Direction, ...] = ()
    objectives: tuple[Objective, ...] = ()
    results: tuple[Result, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    stages: frozenset[str] = frozenset()
    codes: tuple[Code, ...] = ()
    own_codes: tuple[Code, ...] = ()

    def works_with(self, kind: str) -> bool:
        """Whether the plan has a stage of a kind; a plan without stages may come to have any."""
        return not self.stages or kind in self.stages

    @property
    def actions(self) -> tuple[Action, ...]:
        """Every action, direction by direction."""
        return tuple(action for direction in self.directions for action in direction.actions)

    def code_label(self, codelist: str, code: str, language: str = "es") -> str:
        """The name of a code in a language; the code itself when no list has it."""
        found = next((one for one in self.codes if (one.codelist, one.code) == (codelist, code)), None)
        return found.label(language) if found else code
