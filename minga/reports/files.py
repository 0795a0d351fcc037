"""What a report leaves on disk: canonical CSV, a summary and the figures."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from minga.reports.blocks import Block
from minga.reports.facts import Facts, period_label
from minga.reports.parts import breakdown, changes, heat_map, quality, workload
from minga.reports.parts.no_data import gaps
from minga.reports.parts.trend import series_by
from minga.reports.writing import as_csv, figures, put
from minga.results.achievement import STATES
from minga.results.status import ActionState

Row = dict[str, Any]


def action_rows(facts: Facts, states: Iterable[ActionState]) -> list[Row]:
    """One row for each action, as ``action_status.csv`` and ``overdue.csv`` keep it."""
    directions = {d.direction_id: d for d in facts.results.directions}
    return [{
        "plan_id": facts.results.plan.plan_id, "period": facts.period.period,
        "direction_code": directions[s.action.direction_id].code,
        "direction": facts.text(directions[s.action.direction_id].title),
        "action_id": s.action.action_id, "code": s.action.code, "action": facts.text(s.action.text),
        "status": s.status, "basis": s.basis, "percent": s.report.percent if s.report else None,
        "schedule_text": facts.text(s.action.schedule_text), "starts": s.action.starts, "ends": s.action.ends,
        "precision": s.action.precision, "open_ended": s.action.open_ended, "due": s.due, "overdue": s.overdue,
        "days_late": s.days_late, "responsibles": facts.people_listed(s.action),
        "comment": facts.text(s.report.comment) if s.report else "",
    } for s in states]


def indicator_rows(facts: Facts) -> list[Row]:
    """One row for each indicator, as ``indicator_status.csv`` keeps it; ratios run from 0 to 1."""
    return [{
        "plan_id": facts.results.plan.plan_id, "period": facts.period.period,
        "indicator_id": s.indicator.indicator_id, "code": s.indicator.code, "indicator": facts.text(s.indicator.title),
        "measure": s.indicator.measure, "unit": s.indicator.unit, "method": s.indicator.method,
        "aggregation": s.indicator.aggregation, "ascending": s.indicator.ascending,
        "baseline_year": s.indicator.baseline_year, "baseline_value": s.indicator.baseline_value,
        "target": s.target, "expected": s.expected, "actual": s.actual, "state": s.state,
        "achievement": _rounded(s.achievement.ratio), "formula": s.achievement.formula,
        "to_date": s.to_date, "target_total": s.indicator.target_total, "achievement_total": _rounded(s.overall.ratio),
        "pending": s.pending, "returned": s.returned, "countries_with_value": " ".join(s.combined.countries),
        "countries_with_target": " ".join(s.expected_countries),
        "parts_differ": bool(s.combined.mismatches), "narrative": facts.text(s.narrative),
        "comment": facts.text(s.comment),
    } for s in facts.indicators]


def _rounded(ratio: float | None) -> float | None:
    return None if ratio is None else round(ratio, 6)


def series_rows(facts: Facts) -> list[Row]:
    """One row for each indicator and period, as ``indicator_series.csv`` keeps it."""
    return [{"plan_id": facts.results.plan.plan_id, "indicator_id": made.indicator_id, "code": made.code,
             "indicator": facts.text(made.title), "baseline_value": made.baseline_value, "period": p.period.period,
             "starts": p.period.starts, "ends": p.period.ends, "target": p.target, "actual": p.actual,
             "pending": p.pending} for made, points in series_by(facts) for p in points]


def gap_rows(facts: Facts) -> list[Row]:
    """One row for each thing that is missing, as ``data_gaps.csv`` keeps it."""
    return [{"plan_id": facts.results.plan.plan_id, "period": facts.period.period, "table": g.table,
             "row_id": g.row_id,
             "title": g.title, "gap": g.gap, "ask": g.ask} for g in gaps(facts)]


def summary(facts: Facts, blocks: Mapping[str, Block], language: str) -> Row:
    """The report in numbers and sentences, for other programs."""
    plan, missing = facts.results.plan, gaps(facts)
    return {
        "plan_id": plan.plan_id, "title": facts.text(plan.title), "period": facts.period.period,
        "period_label": period_label(facts.period), "starts": facts.period.starts.isoformat(),
        "ends": facts.period.ends.isoformat(), "as_of": facts.as_of.isoformat(), "audience": facts.audience,
        "country": facts.country, "language": language,
        "actions": {"total": len(facts.actions), **facts.counts, "overdue": len(facts.overdue)},
        "indicators": {"total": len(facts.indicators), **{
            name: sum(s.state == name for s in facts.indicators) for name in STATES}},
        "pending_values": sum(s.pending for s in facts.indicators),
        "returned_values": sum(s.returned for s in facts.indicators),
        "quality": {check.key: [check.passed, check.total] for check in quality.checks(facts)},
        "data_gaps": dict(sorted(Counter(g.gap for g in missing).items())),
        "findings": {key: block.finding for key, block in blocks.items()},
        "remarks": {key: list(block.remarks) for key, block in blocks.items() if block.remarks},
    }


def write(folder: Path, facts: Facts, blocks: Mapping[str, Block], language: str) -> list[str]:
    """Write every file of the report.

    Returns:
        Their names, relative to the folder, in the order in which people should read them.

    Raises:
        RunError: the folder cannot be written.
    """
    files = {name: as_csv(rows, _HEADERS[name]) for name, rows in _tables(facts).items()}
    files["summary.json"] = (json.dumps(summary(facts, blocks, language), ensure_ascii=False, indent=2) + "\n").encode()
    files |= figures(blocks)
    for name, content in files.items():
        put(folder / name, content)
    return list(files)


def _tables(facts: Facts) -> dict[str, Iterable[Row]]:
    """The rows of every file, in the order in which people should read them."""
    return {"action_status.csv": action_rows(facts, facts.actions), "indicator_status.csv": indicator_rows(facts),
            "indicator_series.csv": series_rows(facts), breakdown.FILE: breakdown.rows(facts),
            "overdue.csv": action_rows(facts, facts.overdue), heat_map.FILE: heat_map.rows(facts),
            workload.FILE: workload.rows(facts), changes.FILE: changes.rows(facts),
            quality.FILE: quality.rows(facts), "data_gaps.csv": gap_rows(facts)}


_HEADERS = {
    "action_status.csv": ("plan_id period direction_code direction action_id code action status basis percent "
                          "schedule_text starts ends precision open_ended due overdue days_late responsibles comment"),
    "indicator_status.csv": ("plan_id period indicator_id code indicator measure unit method aggregation ascending "
                             "baseline_year baseline_value target expected actual state achievement formula to_date "
                             "target_total achievement_total pending returned countries_with_value "
                             "countries_with_target parts_differ narrative comment"),
    "indicator_series.csv": ("plan_id indicator_id code indicator baseline_value period starts ends target actual "
                             "pending"),
    "indicator_parts.csv": ("plan_id period indicator_id code indicator country dim_name dim_value value hidden total "
                            "parts_differ"),
    "action_by_period.csv": ("plan_id action_id code action period starts ends status basis scheduled percent "
                             "overdue"),
    "workload.csv": ("plan_id period responsible country kind responsible_for coordinates supports actions overdue "
                     "done in_progress not_started delayed cancelled no_data"),
    "changes.csv": "plan_id period previous basis kind table row_id title before after way day",
    "data_quality.csv": "plan_id period check passed total share",
    "data_gaps.csv": "plan_id period table row_id title gap ask",
}
_HEADERS["overdue.csv"] = _HEADERS["action_status.csv"]
