"""Many plans, made up: a store and the data packages of plans × semesters × indicators × countries values.

    python benchmarks/many_plans.py [FOLDER] [--plans 500] [--semesters 10] [--indicators 40] [--countries 10]

Without FOLDER they are thrown away again, and only the time is told. FOLDER then holds ``minga.sqlite`` and
``packages/<plan>/*.csv``, with the same rows. The same sizes and seed give the same rows. Some of everything is in it:
counts, cumulative values, photos, percentages with their parts, means, maxima, values where falling is improving,
values that wait or were given back, values that nobody told, missing targets.
"""

from __future__ import annotations

import argparse
import csv
import random
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import repeat
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from minga import tables
from minga.periods import Semester
from minga.store import Store, Transaction, open_store

COUNTRIES = ["AR", "BO", "BR", "CL", "CO", "CR", "EC", "GT", "HN", "MX", "NI", "PA", "PE", "PY", "SV", "UY"]
KINDS: tuple[dict[str, Any], ...] = (
    {"method": "period", "unit": "talleres"},
    {"method": "period", "unit": "personas", "baseline_year": 2017, "baseline_value": 20},
    {"method": "period", "unit": "boletines"},
    {"method": "cumulative", "unit": "activistas"},
    {"method": "snapshot", "unit": "grupos"},
    {"method": "period", "measure": "percentage", "unit": "%"},
    {"method": "snapshot", "aggregation": "mean", "unit": "puntos"},
    {"method": "snapshot", "aggregation": "max", "unit": "alianzas"},
    {"method": "snapshot", "ascending": False, "baseline_year": 2017, "baseline_value": 900, "unit": "casos"},
    {"method": "period", "unit": "horas"},
)
"""What the indicators of a plan are, again and again; the first ten of each plan share a code with the other plans."""


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    plans: int = 500
    semesters: int = 10
    indicators: int = 40
    countries: int = 10
    actions: int = 0
    seed: int = 7

    @property
    def values(self) -> int:
        """How many values there are."""
        return self.plans * self.semesters * self.indicators * self.countries

    @property
    def periods(self) -> list[Semester]:
        """The semesters, from the first of 2018 on."""
        first = Semester(2018, 1)
        return Semester.range(first, first + (self.semesters - 1))


def plan_ids(size: Size) -> list[str]:
    """The ids of the plans."""
    return [f"plan-{n:04}" for n in range(1, size.plans + 1)]


def small_rows(size: Size, plan: str) -> dict[str, list[dict[str, Any]]]:
    """Everything of a plan but its values and targets."""
    chance, periods = random.Random(f"{size.seed} {plan} small"), size.periods
    indicators = [{
        "indicator_id": f"{plan}-i{n:02}", "plan_id": plan, "position": n + 1, "code": f"{n // 10 + 1}.{n % 10 + 1}",
        "title": f"Indicador {n + 1}", **KINDS[n % len(KINDS)],
        **({"ref_vocabulary": "red", "ref_code": f"R{n + 1}"} if n < len(KINDS) else {}),
    } for n in range(size.indicators)]
    actions = [{"action_id": f"{plan}-a{n}", "direction_id": f"{plan}-d{n % 2}", "code": str(n // 2 + 1),
                "position": n // 2 + 1, "text": f"Acción {n + 1}", "precision": "semester",
                "starts": periods[0].starts, "ends": chance.choice(periods).ends} for n in range(size.actions)]
    progress = [{"progress_id": f"{a['action_id']}-{p}", "action_id": a["action_id"], "period": str(p),
                 "status": chance.choice(("done", "in_progress", "in_progress", "delayed"))}
                for a in actions for p in periods if chance.random() < 0.7]
    return {
        "plans": [{"plan_id": plan, "title": f"Plan {plan[-4:]}", "organization": f"Red {chance.randint(1, 20)}",
                   "method": "top", "language": "es", "starts": periods[0].starts, "ends": periods[-1].ends,
                   "countries": " ".join(COUNTRIES[:size.countries]),
                   "created_at": datetime(2018, 1, 1, tzinfo=UTC)}],
        "periods": [{"plan_id": plan, "period": str(p), "starts": p.starts, "ends": p.ends} for p in periods],
        "directions": [{"direction_id": f"{plan}-d{n}", "plan_id": plan, "position": n + 1, "code": str(n + 1),
                        "title": f"Dirección {n + 1}"} for n in range(2)],
        "actions": actions, "progress": progress, "indicators": indicators,
    }


def big_columns(size: Size, plan: str) -> dict[str, dict[str, list[Any]]]:
    """The values and targets of a plan, table by table, as columns; columns that are not here hold what is usual."""
    chance = random.Random(f"{size.seed} {plan} big")
    actuals: dict[str, list[Any]] = {name: [] for name in ("actual_id", "indicator_id", "period", "country", "value",
                                                           "numerator", "denominator", "status", "reported_at")}
    targets: dict[str, list[Any]] = {name: [] for name in ("target_id", "indicator_id", "period", "value")}
    for n in range(size.indicators):
        key, kind = f"{plan}-i{n:02}", KINDS[n % len(KINDS)]
        grown = dict.fromkeys(COUNTRIES, 0)
        for number, period in enumerate(size.periods):
            if chance.random() >= 0.1:
                for name, value in (("target_id", f"{key}-t{number}"), ("indicator_id", key),
                                    ("period", str(period)), ("value", _target(kind, number, size.countries))):
                    targets[name].append(value)
            told = f"{period.ends.year + (period.half == 2)}-{'07' if period.half == 1 else '01'}-10T15:00:00Z"
            for country in COUNTRIES[:size.countries]:
                value, top, bottom = _value(chance, kind, country, grown)
                for name, cell in (("actual_id", f"{key}-{number}{country}"), ("indicator_id", key),
                                   ("period", str(period)), ("country", country), ("value", value),
                                   ("numerator", top), ("denominator", bottom), ("status", _status(chance)),
                                   ("reported_at", told)):
                    actuals[name].append(cell)
    return {"actuals": actuals, "targets": targets}


def _value(chance: random.Random, kind: Mapping[str, Any], country: str,
           grown: dict[str, int]) -> tuple[float | None, int | None, int | None]:
    """Value, numerator and denominator of one country; one of twenty-five was never told."""
    if chance.random() < 0.04:
        return None, None, None
    if kind.get("measure") == "percentage":
        bottom = chance.randint(20, 200)
        top = chance.randint(0, bottom)
        return 100 * top / bottom, top, bottom
    if kind["method"] == "cumulative":
        grown[country] += chance.randint(0, 12)
        return grown[country], None, None
    if kind.get("aggregation") == "mean":
        return round(chance.uniform(0, 10), 1), None, None
    return chance.randint(0, 30 if kind.get("ascending", True) else 90), None, None


def _target(kind: Mapping[str, Any], number: int, countries: int) -> float:
    """What is expected of all countries together in a semester, about as much as they reach."""
    if kind.get("measure") == "percentage":
        return 50
    if kind["method"] == "cumulative":
        return 6 * (number + 1) * countries
    if kind.get("aggregation") in ("mean", "max"):
        return 5.003 if kind["aggregation"] == "mean" else 29  # no mean of a few decimals falls just there
    return (15 if kind.get("ascending", True) else 45) * countries


def _status(chance: random.Random) -> str:
    drawn = chance.random()
    return ("approved" if drawn < 0.92 else "pending" if drawn < 0.97 else "returned" if drawn < 0.99 else "draft")


def _rows(name: str, columns: Mapping[str, Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    """Columns as rows, in the order of the table's own columns."""
    usual = {c.name: c.default.arg if c.default is not None else None for c in tables.table(name).columns}
    return zip(*(columns.get(column, repeat(value)) for column, value in usual.items()), strict=False)


def fill(store: Store, size: Size) -> None:
    """Put the plans into an empty SQLite store, each in a transaction of its own.

    The two million values go in without a line each in the ledger, as they would take a gigabyte there; the plan's
    own line is what says that the plan changed.
    """
    for plan in plan_ids(size):
        with store.transaction("new_plan", plan_id=plan) as transaction:
            for name, many in small_rows(size, plan).items():
                transaction.insert_many(name, many)
            for name, columns in big_columns(size, plan).items():
                _insert(transaction, name, columns)


def _insert(transaction: Transaction, name: str, columns: Mapping[str, Sequence[Any]]) -> None:
    target = tables.table(name)
    marks = ", ".join("?" * len(target.columns))
    transaction.connection.exec_driver_sql(f"INSERT INTO {target.name} VALUES ({marks})", list(_rows(name, columns)))


def write_packages(folder: Path, size: Size) -> None:
    """Write one folder of canonical CSV for each plan, with the tables that a portfolio needs."""
    for plan in plan_ids(size):
        (folder / plan).mkdir(parents=True, exist_ok=True)
        for name, many in small_rows(size, plan).items():
            target = tables.table(name)
            _write(folder / plan / f"{name}.csv", target, (
                [tables.format_cell(c, row.get(c.name, c.default.arg if c.default is not None else None))
                 for c in target.columns] for row in many))
        for name, columns in big_columns(size, plan).items():
            _write(folder / plan / f"{name}.csv", tables.table(name), _rows(name, columns))


def _write(file: Path, target: sa.Table, rows: Iterator[Sequence[Any]] | Any) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([c.name for c in target.columns])
        writer.writerows(rows)


def make(folder: Path, size: Size, *, packages: bool = True) -> str:
    """Make the store, and the packages beside it; what is there already is left. Returns the store's address."""
    file, done = folder / "minga.sqlite", folder / f"made-{size.plans}-{size.semesters}-{size.indicators}"
    if not done.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        store = open_store(str(file))
        fill(store, size)
        store.close()
        if packages:
            write_packages(folder / "packages", size)
        done.touch()
    return f"sqlite:///{file}"


def parser() -> argparse.ArgumentParser:
    """The arguments that say how much of everything."""
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("plans", "semesters", "indicators", "countries", "actions"):
        made.add_argument(f"--{name}", type=int, default=getattr(Size(), name))
    return made


def main() -> None:
    """Make the plans and say how long it took."""
    arguments = parser()
    arguments.add_argument("folder", type=Path, nargs="?")
    given = arguments.parse_args()
    size = Size(given.plans, given.semesters, given.indicators, given.countries, given.actions)
    with tempfile.TemporaryDirectory() as name:
        begun = time.perf_counter()
        address = make(given.folder or Path(name), size)
        print(f"{size.values:,} values in {time.perf_counter() - begun:.0f} s", address if given.folder else "")


if __name__ == "__main__":
    main()
