"""The monitoring notebook: its parameters agree with their file, and a run of it is a report."""

from __future__ import annotations

import ast
import csv
import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pytest

from minga import paths, tables
from minga.reports import Report
from minga.runs import RunResult, load_declaration, monitor
from minga.store import Store

HOSTILE = '<img src=x onerror=alert(1)>=HYPERLINK("http://x")'
PARTS = ["header", "digest", "action_status", "overdue", "heat_map", "schedule", "workload", "indicators", "trend",
         "breakdown", "changes", "quality", "no_data"]


def code() -> list[str]:
    read = nbformat.read(paths.notebooks() / "monitoring.ipynb", as_version=4)
    return [cell.source for cell in read.cells if cell.cell_type == "code"]


def test_the_parameters_cell_and_its_file_agree_in_names_order_and_types() -> None:
    declared = load_declaration("monitoring")
    lines = ast.parse(code()[0]).body
    assert [line.target.id for line in lines] == [p.name for p in declared.parameters]
    for line, parameter in zip(lines, declared.parameters, strict=True):
        assert line.annotation.id == ("str" if parameter.type in ("choice", "country", "date") else parameter.type)
        assert parameter.accepts(ast.literal_eval(line.value)), parameter.name


def test_every_part_of_the_report_is_shown_once_and_the_last_cell_closes_it() -> None:
    shown = [ast.literal_eval(f"({names},)") for source in code()[2:-1]
             for names in re.findall(r"^report\.show\((.+)\)$", source, re.MULTILINE)]
    assert [part for names in shown for part in names] == PARTS
    assert len(shown) == len(code()) - 3
    assert code()[-1] == "report.finish()"
    assert all(callable(getattr(Report, part)) for part in PARTS)


def rows() -> dict[str, list[dict[str, Any]]]:
    actions = [
        {"action_id": "act1", "direction_id": "dir1", "code": "1", "position": 1, "text": "Abrir una escuela",
         "schedule_text": "Junio de 2018", "starts": date(2018, 6, 1), "ends": date(2018, 6, 30), "precision": "month"},
        {"action_id": "act2", "direction_id": "dir1", "code": "1.10", "position": 2, "text": HOSTILE,
         "schedule_text": "Febrero de 2018", "starts": date(2018, 2, 1), "ends": date(2018, 2, 28),
         "precision": "month"},
        {"action_id": "act3", "direction_id": "dir2", "code": "1", "position": 1, "text": "Publicar un boletín"},
    ]
    counted = {"indicator_id": "ind1", "plan_id": "alfa", "position": 1, "title": "Talleres hechos",
               "measure": "unit", "unit": "talleres", "method": "period", "target_total": 20.0}
    silent = {"indicator_id": "ind2", "plan_id": "alfa", "position": 2, "title": "Jóvenes en la escuela",
              "measure": "unit", "method": "cumulative"}
    return {
        "plans": [{"plan_id": "alfa", "title": "Plan Alfa", "method": "top", "starts": date(2018, 1, 1),
                   "ends": date(2019, 12, 31), "created_at": tables.now()}],
        "directions": [{"direction_id": f"dir{n}", "plan_id": "alfa", "position": n, "code": str(n),
                        "title": title} for n, title in ((1, "Formación"), (2, "Comunicación"))],
        "actions": actions,
        "assignments": [{"assignment_id": "as1", "action_id": "act2", "as_written": "Garza (México)", "name": "Garza",
                         "country": "MX"}],
        "indicators": [counted, silent],
        "periods": [{"plan_id": "alfa", "period": "2018-S1", "starts": date(2018, 1, 1), "ends": date(2018, 6, 30)},
                    {"plan_id": "alfa", "period": "2018-S2", "starts": date(2018, 7, 1), "ends": date(2018, 12, 31)}],
        "targets": [{"target_id": "t1", "indicator_id": "ind1", "period": "2018-S1", "value": 8.0}],
        "actuals": [{"actual_id": "a1", "indicator_id": "ind1", "period": "2018-S1", "value": 6.0,
                     "status": "approved"}],
        "progress": [{"progress_id": "p1", "action_id": "act1", "period": "2018-S1", "status": "in_progress",
                      "percent": 40.0}],
    }


@pytest.fixture
def planned(sqlite_store: Store) -> Store:
    with sqlite_store.transaction("new_plan", plan_id="alfa") as transaction:
        for name, lines in rows().items():
            transaction.insert_many(name, lines)
    return sqlite_store


@pytest.fixture
def made(planned: Store) -> RunResult:
    return monitor(planned, "alfa", "2018-S1")


class Page(HTMLParser):
    """What matters of a page: its language, its words, its pictures' texts, its addresses."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.language, self.words, self.alts, self.addresses, self.scripts = "", "", [], [], 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.language = given.get("lang") or ""
        if tag == "img" or given.get("role") == "img":
            self.alts.append(given.get("alt") or given.get("aria-label") or given.get("aria-labelledby") or "")
        self.scripts += tag == "script" or any(name.startswith("on") for name in given)
        self.addresses += [value for name, value in attrs if name in ("src", "href") and value
                           and not value.startswith(("#", "data:"))]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_run_gives_a_page_that_stands_alone_and_files_with_the_same_figures(made: RunResult) -> None:
    page = Page(made.report.read_text(encoding="utf-8"))
    assert page.language == "es"
    assert (page.scripts, page.addresses) == (0, [])
    assert len(page.alts) >= 3
    assert all(page.alts)
    assert HOSTILE in page.words
    assert "open_report" not in page.words
    assert "Este cuaderno" not in page.words
    assert {"report.ipynb", "report.html", "summary.json", "action_status.csv", "indicator_status.csv", "overdue.csv",
            "data_gaps.csv"} <= set(made.files)
    assert len([name for name in made.files if name.endswith(".svg")]) >= 3
    with (made.folder / "action_status.csv").open(encoding="utf-8", newline="") as file:
        assert [line["code"] for line in csv.DictReader(file)] == ["1", "1.10", "1"]
    assert json.loads((made.folder / "summary.json").read_text(encoding="utf-8"))["actions"]["total"] == 3


def test_the_executed_notebook_is_quiet_and_holds_no_path_of_this_machine(made: RunResult, home: Path) -> None:
    text = (made.folder / "report.ipynb").read_text(encoding="utf-8")
    read = nbformat.reads(text, as_version=4)
    streams = [output for cell in read.cells for output in cell.get("outputs", []) if output.output_type == "stream"]
    assert streams == []
    assert str(home) not in text
    assert str(paths.PACKAGE.parent) not in text


def test_a_public_report_in_another_language_names_nobody(planned: Store) -> None:
    made = monitor(planned, "alfa", "2018-S1", language="en", parameters={"audience": "public"})
    assert Page(made.report.read_text(encoding="utf-8")).language == "en"
    for name in made.files:
        if not name.endswith(".png"):
            assert "Garza" not in (made.folder / name).read_text(encoding="utf-8"), name


def test_the_notebook_opened_by_hand_starts_with_an_example_plan_that_exists() -> None:
    cells = nbformat.read(paths.notebooks() / "monitoring.ipynb", as_version=4).cells
    parameters = next(c.source for c in cells if "parameters" in c.metadata.get("tags", []))
    plan = re.search(r'^plan: str = "([^"]+)"', parameters, flags=re.MULTILINE)
    assert plan is not None
    assert (paths.examples() / plan[1] / "plans.csv").is_file()
