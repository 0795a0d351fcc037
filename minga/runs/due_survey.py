"""Looking at the store for what is due: every plan for itself, so that a bad one never hides the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from minga import paths
from minga.errors import Fault, InputError, MingaError, NotFound
from minga.i18n import gettext as _
from minga.i18n import normalise
from minga.results.model import Period
from minga.runs import calendar
from minga.runs.due import DuePlan, DueReport, closed, due, reports_of
from minga.runs.due_memory import Memory
from minga.runs.due_schedule import read_schedule
from minga.runs.ledger import list_runs
from minga.runs.spec import RunSpec
from minga.store import Store, rows

Row = dict[str, Any]


@dataclass(frozen=True)
class Problem:
    """Why nothing can be said of a plan, and what to do about it."""

    plan: str
    message: str
    advice: str = ""

    @classmethod
    def of(cls, plan: str, wrong: MingaError) -> Problem:
        """What an error says of a plan; the advice apart, also where the error has several faults."""
        if not isinstance(wrong, InputError):
            return cls(plan, wrong.message, wrong.advice)
        return cls(plan, " ".join(fault.message for fault in wrong.faults), wrong.faults[0].advice)

    def as_dict(self) -> dict[str, str]:
        """The problem as plain data."""
        return {"plan": self.plan, "message": self.message, "advice": self.advice}


@dataclass(frozen=True)
class Survey:
    """What was found.

    Attributes:
        reports: what is due, the newest first.
        problems: plans that could not be looked at.
        plans: how many plans were looked at.
        closed: how many reports they should have in all.
        blank: plans without actions or indicators, of which nothing is wanted.
    """

    reports: tuple[DueReport, ...]
    problems: tuple[Problem, ...] = ()
    plans: int = 0
    closed: int = 0
    blank: tuple[str, ...] = ()


def find_due(store: Store, *, on: date | None = None, plans: Sequence[str] = ()) -> Survey:
    """What is missing or out of date; nothing is made, and no plan is changed.

    Args:
        store: where the plans are.
        on: the day to look from; today, on the clock of each plan, when None.
        plans: only these; all when empty.

    Raises:
        NotFound: a plan that was asked for is not there.
        InputError: ``parameters/scheduling/due.yaml`` has faults.
    """
    chosen, wanted = chosen_plans(store, plans), read_schedule()
    declared: dict[str, list[Row]] = defaultdict(list)
    for line in rows(store, "periods"):
        declared[line["plan_id"]].append(line)
    ledger = list_runs(store)
    memory, now = Memory(store), calendar.now()
    found: list[DuePlan] = []
    problems: list[Problem] = []
    for row in chosen:
        problems += _odd_periods(row["plan_id"], declared[row["plan_id"]])
        try:
            if plan := _look(row, declared[row["plan_id"]], on or calendar.calendar_of(row).today(now), memory):
                found.append(plan)
        except MingaError as wrong:
            problems.append(Problem.of(row["plan_id"], wrong))
    memory.keep()
    some = [plan for plan in found if not plan.inputs.blank]
    return Survey(tuple(due(some, wanted, ledger, _stands)), tuple(problems), len(chosen),
                  sum(len(plan.closed()) * len(reports_of(wanted, plan.language)) for plan in some),
                  tuple(plan.plan_id for plan in found if plan.inputs.blank))


def chosen_plans(store: Store, wanted: Sequence[str]) -> list[Row]:
    """Rows of the plans that were asked for, of all when nothing was.

    Raises:
        NotFound: some are not there; all are named.
    """
    known = {row["plan_id"]: row for row in rows(store, "plans", order="plan_id")}
    missing = [plan for plan in wanted if plan not in known]
    if missing:
        raise NotFound([Fault(
            _("No hay un plan «{plan}».").format(plan=plan[:80]), column="plan",
            advice=_("Los que hay son: {names}.").format(names=", ".join(sorted(known)[:20]) or "—"))
            for plan in missing])
    return [known[plan] for plan in dict.fromkeys(wanted)] if wanted else list(known.values())


def _odd_periods(plan: str, declared: list[Row]) -> list[Problem]:
    """A problem for each declared period that no report can have; the others are looked at all the same."""
    return [Problem(plan, _("«{text}» no es un período que se entienda.").format(text=line["period"][:80]),
                    _("Se espera un semestre (2018-S1), un trimestre (2018-Q3) o un año (2018)."))
            for line in declared if not calendar.is_period(line["period"])]


def require_folder_name(plan: str) -> None:
    """Refuse a plan whose id cannot name the folder of its reports.

    Raises:
        InputError: it cannot; the message says what to do.
    """
    try:
        paths.plan_outputs(plan)
    except ValueError:
        raise InputError(Fault(
            _("«{plan}» no puede ser el nombre de una carpeta.").format(plan=plan[:80]), column="plan",
            advice=_("Exporte el plan e impórtelo con otro identificador: letras, números, - y _."))) from None


def _look(row: Row, declared: list[Row], today: date, memory: Memory) -> DuePlan | None:
    """A plan with what its reports would be made from; None when no period of it has closed."""
    plan, when = row["plan_id"], calendar.calendar_of(row)
    require_folder_name(plan)
    periods: tuple[Period, ...] = calendar.periods_of(row, declared)
    if not closed(periods, when, today):
        return None
    return DuePlan(plan, normalise(row["language"]), today, when, periods, memory.inputs(plan))


def _stands(spec: RunSpec) -> bool:
    return all((spec.folder / f"report.{ending}").is_file() for ending in ("html", *spec.formats))
