"""The recipes of ``parameters/scheduling``: each tried as far as this machine allows."""

from __future__ import annotations

import ast
import os
import re
import runpy
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import nbformat
import pytest
import yaml

from minga import paths
from minga.errors import InputError
from minga.runs.due_schedule import read_schedule

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "parameters" / "scheduling"
SYSTEMD = shutil.which("systemd-analyze")


def text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A home with Minga in it, whose command writes down how it was called and from where."""
    command = tmp_path / "minga" / ".venv" / "bin" / "minga"
    command.parent.mkdir(parents=True)
    command.write_text('#!/bin/sh\necho "$@" > called\n')
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    return tmp_path / "minga"


def called(clone: Path) -> str:
    return (clone / "called").read_text().strip()


# ── what is wanted of every plan ───────────────────────────────────────────────────────────────────


def test_the_monitoring_report_is_what_is_made_of_every_plan() -> None:
    assert [wanted.template for wanted in read_schedule()] == ["monitoring"]
    assert read_schedule()[0].chosen("pt") == (("language", "pt"),)


def test_the_same_report_may_be_wanted_for_others_too(tmp_path: Path) -> None:
    file = tmp_path / "due.yaml"
    file.write_text("reports:\n  - template: monitoring\n  - {template: monitoring, parameters: {audience: public}}\n"
                    "  - {template: monitoring, parameters: {language: pt}}\n")
    assert [wanted.variant("es") for wanted in read_schedule(file)] == ["", "audience=public", "language=pt"]
    assert [wanted.variant("pt") for wanted in read_schedule(file)] == ["", "audience=public", ""]


def schedule(tmp_path: Path, content: str) -> InputError:
    file = tmp_path / "due.yaml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as wrong:
        read_schedule(file)
    return wrong.value


@pytest.mark.parametrize(("content", "row", "column"), [
    ("reports:\n  - template: monitoring\n  - template: monitoring\n", 3, "template"),
    ("reports:\n  - template: review\n  - {template: review, parameters: {audience: internal}}\n", 3, "template"),
    ("reports:\n  - template: nada\n", 2, "template"),
    ("reports:\n  - template: monitoring\n    every: day\n", 2, "every"),
    ("reports:\n  - template: monitoring\n    parameters: {audience: todos}\n", 2, "audience"),
    ("reports:\n  - template: monitoring\n    parameters: {plan: alfa}\n", 2, "plan"),
    ("reports:\n  - template: monitoring\n    parameters: [a]\n", 2, "parameters"),
    ("reports:\n  - template: monitoring\n    formats: [odt]\n", 2, "formats"),
    ("reports:\n  - template: monitoring\n    formats: pdf\n", 2, "formats"),
    ("reports:\n  - template: indicator\n", 2, "indicator"),
    ("reports:\n  - monitoring\n", 2, "reports"),
    ("reports: []\n", 1, "reports"),
    ("", 1, "reports"),
    ("reports: [\n", 2, ""),
])
def test_a_fault_in_the_list_names_its_line_and_field(tmp_path: Path, content: str, row: int, column: str) -> None:
    [fault] = schedule(tmp_path, content).faults
    assert (fault.file, fault.row, fault.column) == ("due.yaml", row, column)
    assert fault.advice


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    wrong = schedule(tmp_path, "reports:\n  - template: nada\n  - template: monitoring\n    parameters: {x: 1}\n")
    assert [(fault.row, fault.column) for fault in wrong.faults] == [(2, "template"), (3, "x")]


# ── cron ───────────────────────────────────────────────────────────────────────────────────────────


def cron_line() -> str:
    [line] = [line for line in text("crontab").splitlines() if line and not line.startswith("#")]
    return line


def test_the_crontab_has_five_fields_of_time_and_no_percent_sign_which_cron_would_eat() -> None:
    fields = cron_line().split(None, 5)
    assert fields[:5] == ["0", "6", "*", "*", "*"]
    assert "%" not in fields[5]


def test_the_command_of_the_crontab_works_from_any_folder_under_sh(clone: Path, tmp_path: Path) -> None:
    command = cron_line().split(None, 5)[5]
    own = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    subprocess.run(["/bin/sh", "-c", command], cwd="/", env=own, check=True)
    assert called(clone) == "due --run"
    assert (clone / "outputs" / "due.log").is_file()


# ── systemd ────────────────────────────────────────────────────────────────────────────────────────


def unit(name: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in text(name).splitlines() if "=" in line and not line.startswith("#"))


def test_the_units_say_when_and_what_and_catch_up_after_the_machine_was_off() -> None:
    timer, service = unit("minga-due.timer"), unit("minga-due.service")
    assert (timer["OnCalendar"], timer["Persistent"], timer["WantedBy"]) == ("*-*-* 06:00:00", "true", "timers.target")
    assert service["Type"] == "oneshot"
    assert service["ExecStart"] == service["WorkingDirectory"] + "/.venv/bin/minga due --run"


def test_systemd_accepts_the_units_and_the_hour(clone: Path, tmp_path: Path) -> None:
    if SYSTEMD is None:  # without systemd their text was read above
        return
    for name in ("minga-due.service", "minga-due.timer"):
        (tmp_path / name).write_text(text(name).replace("%h", str(tmp_path)), encoding="utf-8")
    hour = subprocess.run([SYSTEMD, "calendar", "--iterations=2", unit("minga-due.timer")["OnCalendar"]],
                          capture_output=True, text=True, check=True).stdout
    assert hour.count("06:00:00") >= 2
    told = subprocess.run([SYSTEMD, "verify", "--man=no", "--recursive-errors=no", tmp_path / "minga-due.service",
                           tmp_path / "minga-due.timer"], capture_output=True, text=True)
    assert (told.returncode, "minga" in told.stderr) == (0, False), told.stderr


# ── Windows ────────────────────────────────────────────────────────────────────────────────────────

SCHEMA = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def test_the_task_of_windows_has_the_elements_of_the_published_schema() -> None:
    task = ET.fromstring(text("minga-due.xml"))
    assert (task.tag, task.get("version")) == (f"{SCHEMA}Task", "1.2")
    assert {child.tag.removeprefix(SCHEMA) for child in task} == {
        "RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"}
    action = task.find(f"{SCHEMA}Actions/{SCHEMA}Exec")
    assert action is not None
    assert [child.tag.removeprefix(SCHEMA) for child in action] == ["Command", "Arguments", "WorkingDirectory"]
    assert action[0].text == f"{action[2].text}\\.venv\\Scripts\\minga.exe"
    assert action[1].text == "due --run"
    actions, principal = task.find(f"{SCHEMA}Actions"), task.find(f"{SCHEMA}Principals/{SCHEMA}Principal")
    assert actions is not None
    assert principal is not None
    assert actions.get("Context") == principal.get("id")


def test_the_task_of_windows_comes_daily_catches_up_and_is_never_twice_at_work() -> None:
    task = ET.fromstring(text("minga-due.xml"))
    settings = {child.tag.removeprefix(SCHEMA): child.text for child in task.iterfind(f"{SCHEMA}Settings/*")}
    assert settings["StartWhenAvailable"] == "true"
    assert settings["MultipleInstancesPolicy"] == "IgnoreNew"
    assert re.fullmatch(r"PT\d+H", settings["ExecutionTimeLimit"] or "")
    days = task.find(f"{SCHEMA}Triggers/{SCHEMA}CalendarTrigger/{SCHEMA}ScheduleByDay/{SCHEMA}DaysInterval")
    assert days is not None
    assert days.text == "1"


def test_the_task_of_windows_claims_no_other_encoding_than_it_has() -> None:
    assert text("minga-due.xml").startswith('<?xml version="1.0" ?>')  # schtasks refuses a UTF-8 file that says UTF-16
    assert text("minga-due.xml").isascii()


# ── a forge ────────────────────────────────────────────────────────────────────────────────────────


def job() -> dict[str, Any]:
    raw = yaml.load(text("ci-job.yml"), yaml.BaseLoader)  # the base loader leaves «on» a word
    assert raw["on"]["schedule"] == [{"cron": "0 6 * * *"}]
    assert raw["permissions"] == {"contents": "read"}
    return dict(raw["jobs"]["due"])


def test_the_job_keeps_the_ledger_even_when_a_report_fails_and_never_hands_names_over() -> None:
    steps = {step.get("uses", "").split("@")[0]: step for step in job()["steps"] if "uses" in step}
    kept, brought, handed = (steps[f"actions/{name}"] for name in ("cache/save", "cache/restore", "upload-artifact"))
    assert kept["if"] == handed["if"] == "always()"
    assert kept["with"]["path"] == brought["with"]["path"]
    assert "!outputs/**/reminders" in handed["with"]["path"].split()


def test_the_commands_of_the_job_are_commands_that_there_are(clone: Path, tmp_path: Path) -> None:
    runs = [step["run"] for step in job()["steps"] if "run" in step]
    assert runs[0] == "make venv"
    assert re.search(r"^venv:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    (clone / "plans" / "alfa").mkdir(parents=True)
    for run, expected in zip(runs[1:], ["import plans/alfa/ --update", "due --run --workers 2"], strict=True):
        subprocess.run(["bash", "-e", "-c", run], cwd=clone, check=True)
        assert called(clone) == expected


# ── jupyter-scheduler ──────────────────────────────────────────────────────────────────────────────


def test_the_notebook_of_a_scheduler_is_prose_parameters_and_one_call() -> None:
    book = nbformat.read(FOLDER / "due.ipynb", as_version=nbformat.NO_CONVERT)
    nbformat.validate(book)
    prose, parameters, call = book.cells
    assert (prose.cell_type, parameters.metadata.tags) == ("markdown", ["parameters"])
    assert all(re.fullmatch(r"[a-z]+: (str|int) = .+  # .+", line) for line in parameters.source.splitlines())
    names = {node.target.id for node in ast.parse(parameters.source).body}  # type: ignore[attr-defined]
    [_imported, statement] = ast.parse(call.source).body
    assert {keyword.arg for keyword in statement.value.keywords} == names  # type: ignore[attr-defined]
    assert book.metadata.kernelspec.name == "python3"
    assert [cell.get("outputs", []) for cell in book.cells] == [[], [], []]


# ── Airflow ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def airflow(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Stand-ins for the two names of Airflow that the recipe imports; what they were told."""
    told: list[dict[str, Any]] = []

    class Dag:
        def __init__(self, **given: Any) -> None:
            told.append(given)

        def __enter__(self) -> Dag:
            return self

        def __exit__(self, *_wrong: object) -> None:
            pass

    known = {"airflow.sdk": {"DAG": Dag},
             "airflow.providers.standard.operators.bash": {"BashOperator": lambda **given: told.append(given)}}
    parents = ("airflow", "airflow.providers", "airflow.providers.standard", "airflow.providers.standard.operators")
    known |= {parent: {} for parent in parents}
    for name, members in known.items():
        made = ModuleType(name)
        made.__dict__.update(members, __path__=[])
        monkeypatch.setitem(sys.modules, name, made)
    return told


def test_the_dag_runs_the_command_daily_once_at_a_time_without_catching_up(
        airflow: list[dict[str, Any]], clone: Path, tmp_path: Path) -> None:
    runpy.run_path(str(FOLDER / "minga_due_dag.py"))
    dag, task = airflow
    assert (dag["schedule"], dag["catchup"], dag["max_active_runs"]) == ("0 6 * * *", False, 1)
    subprocess.run(["bash", "-c", task["bash_command"]], cwd="/", env=os.environ | {"HOME": str(tmp_path)}, check=True)
    assert called(clone) == "due --run --workers 2"


# ── all of them ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("guide", ["scheduling.md", "scheduling.es.md"])
def test_the_page_about_the_schedule_names_every_recipe_and_option(guide: str) -> None:
    page = (ROOT / "docs" / guide).read_text(encoding="utf-8")
    assert [file.name for file in FOLDER.iterdir() if file.is_file() and file.name not in page] == []
    for option in ("--run", "--on", "--plan", "--workers", "--cluster", "--json", "--remind", "--send"):
        assert option in page


def test_the_recipes_are_where_an_installed_minga_finds_them() -> None:
    assert paths.scheduling() == FOLDER
