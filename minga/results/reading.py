"""From the store to frozen data, in one consistent reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from minga import tables
from minga.errors import NotFound
from minga.i18n import gettext as _
from minga.numbering import sort_key
from minga.results.codes import known_codes
from minga.results.model import (
    Action,
    Actual,
    Assignment,
    Code,
    Direction,
    Indicator,
    Objective,
    Period,
    Plan,
    PlanResults,
    Progress,
    Result,
    Target,
)
from minga.results.naming import period_named
from minga.store import Store, plan_rows

_TABLES = ["plans", "stages", "periods", "directions", "actions", "assignments", "progress", "objectives", "lines",
           "results", "indicators", "targets", "actuals", "codelists"]
Row = dict[str, Any]


def read_results(store: Store, plan_id: str) -> PlanResults:
    """Everything a monitoring report reads of one plan.

    Raises:
        NotFound: there is no such plan; the plans that there are are named.
    """
    rows = plan_rows(store, plan_id, _TABLES)
    if not rows["plans"]:
        raise unknown_plan(store, plan_id)
    return results_of(rows)


def results_of(given: Mapping[str, list[Row]], offered: Iterable[Code] | None = None) -> PlanResults:
    """The same from typed rows, as a data package gives them, of exactly one plan; the store is not asked.

    Args:
        given: the rows of each table.
        offered: the codes that every plan may use; read from their files when None.
    """
    rows = {name: given.get(name, []) for name in _TABLES}
    [plan] = rows["plans"]
    return PlanResults(
        plan=_make(Plan, plan, countries=tuple(plan["countries"].split())),
        periods=_periods(rows["periods"]),
        directions=_directions(rows),
        objectives=_objectives(rows),
        results=tuple(_make(Result, r) for r in _ordered(rows["results"])),
        indicators=_indicators(rows),
        stages=frozenset(stage["kind"] for stage in rows["stages"]),
        codes=known_codes(rows["codelists"], offered),
        own_codes=tuple(Code(**r) for r in rows["codelists"]),
    )


def unknown_plan(store: Store, plan_id: str) -> NotFound:
    """The error for a plan that is not there, naming those that are."""
    with store.reading() as connection:
        known = connection.execute(sa.select(tables.table("plans").c.plan_id).order_by("plan_id")).scalars().all()
    advice = (_("Los planes que hay son: {plans}.").format(plans=", ".join(known[:20])) if known
              else _("Todavía no hay planes en este almacén: cree uno o importe un ejemplo."))
    return NotFound(_("No hay un plan llamado «{plan}».").format(plan=str(plan_id)[:80]), advice)


def private_names(store: Store, plan_id: str) -> frozenset[str]:
    """Names and aliases of the people of a plan, so that a public document can leave them out."""
    rows = plan_rows(store, plan_id, ["participants", "people", "actions", "assignments", "report_links"])
    names = [r["alias"] for r in rows["participants"]] + [r["name"] for r in rows["people"]]
    names += [r["name"] or r["as_written"] for r in rows["assignments"] if r["kind"] == "person"]
    names += [r["name"] for r in rows["report_links"]]
    return frozenset(name.strip() for name in names if name.strip())


def _make(kind: Any, row: Mapping[str, Any], **more: Any) -> Any:
    """A dataclass from the columns it knows."""
    names = kind.__dataclass_fields__
    return kind(**{**{k: v for k, v in row.items() if k in names}, **more})


def _ordered(rows: Iterable[Row]) -> list[Row]:
    """Authored order: position first, then code, so that 1.10 comes after 1.9."""
    return sorted(rows, key=lambda r: (r.get("position") or 0, sort_key(r.get("code") or "")))


def _grouped(rows: Iterable[Row], column: str) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


def _period(row: Row) -> Period:
    return Period(row["period"], row["starts"], row["ends"], row["status"] == "locked")


def _periods(rows: list[Row]) -> tuple[Period, ...]:
    return tuple(sorted(map(_period, rows), key=lambda p: (p.ends, p.starts)))


def _directions(rows: dict[str, list[Row]]) -> tuple[Direction, ...]:
    known = {r["period"]: _period(r) for r in rows["periods"]}
    fiscal = rows["plans"][0].get("fiscal_start") or 1
    people, reports = _grouped(rows["assignments"], "action_id"), _grouped(rows["progress"], "action_id")

    def action(row: Row) -> Action:
        made = [_make(Progress, r, period=when) for r in reports[row["action_id"]]
                if (when := known.get(r["period"]) or period_named(r["period"], fiscal))]
        return _make(Action, row, progress=tuple(sorted(made, key=lambda p: (p.period.ends, p.period.starts))),
                     assignments=tuple(_make(Assignment, r) for r in sorted(
                         people[row["action_id"]], key=lambda r: (r["position"], r["assignment_id"]))))

    actions = _grouped(rows["actions"], "direction_id")
    return tuple(_make(Direction, d, actions=tuple(map(action, _ordered(actions[d["direction_id"]]))))
                 for d in _ordered(rows["directions"]))


def _objectives(rows: dict[str, list[Row]]) -> tuple[Objective, ...]:
    lines = _grouped(rows["lines"], "objective_id")
    return tuple(_make(Objective, o, lines=tuple(r["text"] for r in _ordered(lines[o["objective_id"]])))
                 for o in _ordered(rows["objectives"]))


def _indicators(rows: dict[str, list[Row]]) -> tuple[Indicator, ...]:
    targets, actuals = _grouped(rows["targets"], "indicator_id"), _grouped(rows["actuals"], "indicator_id")
    rank = {o["objective_id"]: i for i, o in enumerate(_ordered(rows["objectives"]))}
    ordered = sorted(_ordered(rows["indicators"]), key=lambda r: rank.get(r["objective_id"], len(rank)))

    def where(row: Row) -> tuple[str, str, str, str]:
        return row["period"], row["country"], row["dim_name"], row["dim_value"]

    return tuple(_make(
        Indicator, r,
        targets=tuple(_make(Target, t) for t in sorted(targets[r["indicator_id"]], key=where)),
        actuals=tuple(_make(Actual, a) for a in sorted(
            actuals[r["indicator_id"]], key=lambda a: (*where(a), str(a["reported_at"] or ""), a["actual_id"]))),
    ) for r in ordered)
