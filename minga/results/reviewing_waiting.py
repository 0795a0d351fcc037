"""What is to be reported in a period, what came, and from whom the rest is awaited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from minga.errors import NotFound
from minga.folding import fold
from minga.i18n import gettext as _
from minga.results.combine import NO_CASES, combine
from minga.results.model import Action, Actual, Indicator, Period, PlanResults
from minga.results.reading import results_of, unknown_plan
from minga.results.reviewing_mark import REVIEW, is_draft, place
from minga.results.reviewing_people import Reporter, distinct, named, reporter_of, same_person
from minga.results.status import action_state
from minga.store import Store, plan_rows

Row = dict[str, Any]
Place = tuple[str, ...]

_READ = ["plans", "periods", "directions", "actions", "assignments", "progress", "objectives", "indicators", "targets",
         "actuals", "codelists", "report_links", "report_drafts"]

MISSING, DRAFT, PENDING, RETURNED, APPROVED = "missing", "draft", "pending", "returned", "approved"
STATES = (MISSING, DRAFT, PENDING, RETURNED, APPROVED)
"""How far a report is: nobody sent it, somebody began it, it waits for a decision, it was given back, it counts."""


@dataclass(frozen=True)
class Due:
    """One thing that is reported in a period: an action, or the value of an indicator in a place.

    Attributes:
        table: ``progress`` or ``actuals``.
        place: see ``reviewing_mark.PLACES``.
        about: the action or the indicator.
        who: who answers for it; empty when the plan names nobody.
        state: one of ``STATES``.
        row: what was sent; None while it is missing or a draft, which is its author's alone.
        earlier: what was sent about the same in the latest period before that has something.
        target: what was expected of the value.
        awaited: whether the plan waits for it; something can also be reported before its time.
    """

    table: str
    place: Place
    about: Action | Indicator
    who: tuple[Reporter, ...] = ()
    state: str = MISSING
    row: Row | None = None
    earlier: Row | None = None
    target: float | None = None
    awaited: bool = True

    @property
    def lacking(self) -> bool:
        """Whether somebody still has to send it, for the first time or again."""
        return (self.awaited and self.state in (MISSING, DRAFT)) or self.state == RETURNED


@dataclass(frozen=True)
class Awaited:
    """Somebody from whom something is awaited.

    Attributes:
        who: the person or group; with an empty name, all that nobody answers for.
        missing: what was never sent.
        returned: what was given back and has not come again.
        drafts: how many things they have begun and not sent.
        link: whether they have a personal link that opens.
    """

    who: Reporter
    missing: tuple[Due, ...]
    returned: tuple[Due, ...]
    drafts: int = 0
    link: bool = False


@dataclass(frozen=True)
class Reports:
    """A period's reports: everything due in the plan's order, and from whom something is awaited.

    Attributes:
        told: rows of the period, drafts too, by table and place; ``sent`` leaves drafts out.
        before: what was sent in the latest period before that has something, by table and place.
    """

    plan: PlanResults
    period: Period
    due: tuple[Due, ...]
    awaited: tuple[Awaited, ...]
    told: Mapping[tuple[str, Place], Row] = field(repr=False, compare=False, default_factory=dict)
    before: Mapping[tuple[str, Place], Row] = field(repr=False, compare=False, default_factory=dict)

    def sent(self, table: str, where: Place) -> Row | None:
        """What was sent in the period about a place; None also while it is a draft."""
        row = self.told.get((table, where))
        return None if row is None or is_draft(table, row) else row

    def count(self, state: str) -> int:
        """How many are in a state; what nobody waits for is not missing."""
        return sum(one.state == state and (one.awaited or state != MISSING) for one in self.due)


def read_periods(store: Store, plan_id: str) -> list[Period]:
    """Every period of a plan, oldest first."""
    found = plan_rows(store, plan_id, ["periods"])["periods"]
    return sorted((Period(r["period"], r["starts"], r["ends"], r["status"] == "locked") for r in found),
                  key=lambda p: (p.ends, p.starts))


def who_has_not_reported(store: Store, plan_id: str, period: str) -> tuple[Awaited, ...]:
    """From whom something is awaited in a period: what nobody answers for first, then by country and name.

    Raises:
        NotFound: there is no such plan, or it has no such period.
    """
    return read_reports(store, plan_id, period).awaited


def read_reports(store: Store, plan_id: str, period: str) -> Reports:
    """Everything that is reported in a period, and from whom the rest is awaited.

    Raises:
        NotFound: there is no such plan, or it has no such period.
    """
    found = plan_rows(store, plan_id, _READ)
    if not found["plans"]:
        raise unknown_plan(store, plan_id)
    plan = results_of(found)
    here = next((p for p in plan.periods if p.period == period), None)
    if here is None:
        raise NotFound(_("El plan no tiene el período «{period}».").format(period=str(period)[:40]),
                       _("Los que hay son: {periods}.").format(
                           periods=", ".join(p.period for p in plan.periods) or "–"))
    made = _Reading(plan, here, found)
    due = (*made.actions(), *made.indicators())
    return Reports(plan, here, due, tuple(_awaited(due, found, here, made.same)), made.told, made.before)


class _Reading:
    """One period of a plan, read once."""

    def __init__(self, plan: PlanResults, period: Period, found: Mapping[str, list[Row]]) -> None:
        self.plan, self.period = plan, period
        self.people: dict[str, list[Row]] = {}
        for row in sorted(found["assignments"], key=lambda r: (r["position"], r["assignment_id"])):
            self.people.setdefault(row["action_id"], []).append(row)
        self.responsible = {r["indicator_id"]: named(r["responsible"]) for r in found["indicators"]}
        self.same = same_person((*map(reporter_of, found["assignments"]),
                                  *(who for some in self.responsible.values() for who in some)))
        ends = {p.period: p.ends for p in plan.periods}
        self.told: dict[tuple[str, Place], Row] = {}
        self.before: dict[tuple[str, Place], Row] = {}
        for table in REVIEW:
            for row in sorted(found[table], key=lambda r: (ends.get(r["period"], period.starts),
                                                           str(r["reported_at"] or ""))):
                key = table, place(table, row)
                if row["period"] == period.period:
                    self.told[key] = row
                elif row["period"] in ends and ends[row["period"]] < period.ends and not is_draft(table, row):
                    self.before[key] = row

    def actions(self) -> Iterator[Due]:
        """Every action that is under way in the period, or about which something was sent."""
        for action in self.plan.actions:
            awaited = action_state(action, self.period).basis not in ("schedule", "earlier_report")
            due = self._due("progress", (action.action_id,), action, self._answerable(action), awaited=awaited)
            if awaited or due.row is not None:
                yield due

    def indicators(self) -> Iterator[Due]:
        """Every indicator, in the places of which a value is expected or was sent."""
        for indicator in self.plan.indicators:
            who = self._placed(self.responsible.get(indicator.indicator_id, ()))
            targets = {_where(t): t.value for t in indicator.targets if t.period == self.period.period}
            sent = [a for a in indicator.actuals if a.period == self.period.period and a.status != "draft"]
            told = {key[1] for key in self.told if key[0] == "actuals" and key[1][0] == indicator.indicator_id}
            total = (indicator.indicator_id, "", "", "")
            expected = {(indicator.indicator_id, *where) for where in targets} or {total}
            for one in sorted(expected | told):
                # Whoever is of another country does not report this one's value; who has none reports them all.
                here = tuple(w for w in who if not one[1] or w.country in ("", one[1]))
                yield self._due("actuals", one, indicator, here, target=targets.get(one[1:]),
                                awaited=one in expected and not _covered(one, sent, indicator))

    def _due(self, table: str, where: Place, about: Action | Indicator, who: tuple[Reporter, ...], *,
             target: float | None = None, awaited: bool = True) -> Due:
        row = self.told.get((table, where))
        state = MISSING if row is None else str(row[REVIEW[table]])
        return Due(table, where, about, who, state, None if state == DRAFT else row, self.before.get((table, where)),
                   target, awaited)

    def _answerable(self, action: Action) -> tuple[Reporter, ...]:
        """Who answers for an action: not those who said no, and those who only support when there is nobody else."""
        here = [r for r in self.people.get(action.action_id, ()) if r["accepted"] is not False]
        here = [r for r in here if r["role"] != "supports"] or here
        return self._placed(map(reporter_of, here))

    def _placed(self, people: Iterable[Reporter]) -> tuple[Reporter, ...]:
        """Everybody once, with the country that other mentions of the same person give."""
        return distinct(replace(one, country=self.same.get(one.key, one.key)[1]) for one in people)


def _covered(where: Place, sent: Iterable[Actual], indicator: Indicator) -> bool:
    """Whether a total that was not sent follows from its countries or parts that were."""
    _id, country, part, _value = where
    whole = combine([a for a in sent if country in ("", a.country)], indicator)
    return not part and (whole.value is not None or whole.why_none == NO_CASES)


def _where(row: Any) -> Place:
    return row.country, row.dim_name, row.dim_value


def _awaited(due: Iterable[Due], found: Mapping[str, list[Row]], period: Period,
             same: Mapping[tuple[str, str], tuple[str, str]]) -> list[Awaited]:
    """Everybody from whom something is awaited, with all that is awaited from them."""
    lacking: dict[tuple[str, str], list[Due]] = {}
    people: dict[tuple[str, str], Reporter] = {}
    for one in (d for d in due if d.lacking):
        for who in one.who or (Reporter(),):
            people.setdefault(who.key, who)
            lacking.setdefault(who.key, []).append(one)
    links = {r["link_id"]: same.get(key, key) for r in found["report_links"] if r["ended_at"] is None
             for key in [(fold(r["name"]), r["country"])]}
    drafts = [links.get(r["link_id"]) for r in found["report_drafts"] if r["period"] == period.period]
    made = [Awaited(people[key], tuple(d for d in some if d.state != RETURNED),
                    tuple(d for d in some if d.state == RETURNED), drafts.count(key), key in links.values())
            for key, some in lacking.items()]
    return sorted(made, key=lambda a: (a.who.name != "", a.who.country, a.who.key))
