"""The button that makes what is due, without a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from minga_widgets import due_button
from minga_widgets.due_button import DueButton

from minga import tables
from minga.errors import RunError
from minga.runs import ledger
from minga.runs.due import DueReport
from minga.runs.run import RunResult
from minga.store import Store
from minga.workshop.actor import FACILITATOR, Actor

SHIPPED = Path(__file__).resolve().parents[2] / "parameters" / "scheduling"


class Page:
    """Stands for the browser."""

    def __init__(self, button: DueButton) -> None:
        self.button, self.state, self.files, self.answers = button, {}, {}, []
        button.send = self._hear  # type: ignore[method-assign]

    def _hear(self, message: dict[str, Any], buffers: Any = None) -> None:
        self.state = {k: v for k, v in (self.state | message.get("patch", {})).items() if v is not None}
        if "file" in message:
            self.files[message["file"]] = buffers[0]
        if "ack" in message:
            self.answers.append(message)

    def ask(self, op: str, **data: Any) -> dict[str, Any]:
        self.button.hear({"op": op, "id": f"{op}-{len(self.answers)}", **data})
        return self.answers[-1]

    def settle(self) -> None:
        self.button.wait()
        self.button._ended("")


@pytest.fixture
def plan(sqlite_store: Store) -> dict[str, Any]:
    with sqlite_store.transaction("new_plan", plan_id="alfa") as t:
        made = t.insert("plans", {"plan_id": "alfa", "title": "Alfa", "method": "top", "created_at": tables.now(),
                                  "starts": date(2018, 1, 1), "ends": date(2018, 12, 31)})
        t.insert("directions", {"direction_id": "d", "plan_id": "alfa", "position": 1, "title": "Dirección"})
        t.insert("actions", {"action_id": "a", "direction_id": "d", "position": 1, "text": "Abrir"})
    return made


@pytest.fixture
def page(sqlite_store: Store, plan: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Page:
    """The button of the plan; runs are made at once, and the one of 2018-S1 fails."""

    def make_due(store: Store, reports: tuple[DueReport, ...], **_how: Any) -> Iterator[RunResult]:
        for report in reports:
            spec, ok = report.spec, report.spec.period != "2018-S1"
            run_id = tables.new_id()
            ledger.begin(store, spec, run_id)
            folder = spec.folder
            folder.mkdir(parents=True, exist_ok=True)
            if ok:
                (folder / "report.html").write_text("<p>informe")
            ledger.finish(store, run_id, "ok" if ok else "failed", seconds=0, error="" if ok else "No salió.")
            yield RunResult(run_id, spec, "ok" if ok else "failed", 0.0, folder, error="" if ok else "No salió.")

    monkeypatch.setattr(due_button, "make_due", make_due)
    opened = Page(DueButton(sqlite_store, FACILITATOR, plan))
    opened.button.hear({"op": "hello"})
    return opened


def test_when_the_page_opens_it_says_what_is_missing_and_why(page: Page) -> None:
    assert page.state["finding"] == "Faltan 2 informes de 2."
    assert [(one["name"], one["why"]) for one in page.state["due"]] == [
        ("2.º semestre de 2018", "nunca se hizo"), ("1.er semestre de 2018", "nunca se hizo")]


def test_it_makes_exactly_that_and_tells_what_went_well_and_what_did_not(page: Page) -> None:
    assert page.ask("make")["ok"]
    page.settle()
    assert [(one["name"], one["ok"], one["told"]) for one in page.state["made"]] == [
        ("2.º semestre de 2018", True, "listo"), ("1.er semestre de 2018", False, "No salió.")]
    assert (page.state["busy"], page.state["finding"]) == (False, "Falta 1 informe de 2.")
    assert [one["why"] for one in page.state["due"]] == ["se intentó y no salió bien"]


def test_a_report_that_was_made_is_handed_over_and_nothing_else_is(page: Page) -> None:
    page.ask("make")
    page.settle()
    assert page.ask("download", which=0)["ok"]
    assert page.files == {"alfa_2018-S2.html": b"<p>informe"}
    for which in (7, -1, "0", True, None, "../../data/minga.sqlite"):
        assert not page.ask("download", which=which)["ok"]


def test_other_reports_and_variants_of_one_are_told_apart(page: Page, home: Path) -> None:
    shutil.copytree(SHIPPED, home / "parameters" / "scheduling")
    (home / "parameters" / "scheduling" / "due.yaml").write_text(
        "reports:\n  - template: monitoring\n  - {template: monitoring, parameters: {audience: public}}\n"
        "  - {template: review, parameters: {minutes: 90}}\n")
    page.ask("make")
    page.settle()
    assert [one["name"].replace("2.º semestre de 2018", "S2") for one in page.state["made"][:3]] == [
        "S2", "S2 · audience=public", "S2 · Reunión de revisión · minutes=90"]
    assert len({one["key"] for one in page.state["due"]}) == len(page.state["due"]) == 3
    page.ask("download", which=2)
    assert list(page.files) == ["alfa_2018-S2_review_minutes=90.html"]


def test_who_may_not_change_results_may_not_make_reports(
        sqlite_store: Store, plan: dict[str, Any]) -> None:
    page = Page(DueButton(sqlite_store, Actor(role="participant"), plan))
    page.button.hear({"op": "hello"})
    assert page.state["due"] == []
    for op in ("look", "make", "remind", "download"):
        assert not page.ask(op)["ok"]


def test_trouble_with_all_of_them_is_told_and_leaves_the_button_free(
        page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(page.button, "_later", lambda act: told.append("told"))

    def make_due(*_given: Any, **_how: Any) -> Iterator[RunResult]:
        raise RunError("No hay espacio.", "Libere un poco.")
        yield

    monkeypatch.setattr(due_button, "make_due", make_due)
    assert page.ask("make")["ok"]
    page.button.wait()
    assert (page.button.busy, told) == (False, ["told"])


def test_reminders_are_written_and_where_is_said_without_a_name(page: Page) -> None:
    assert page.ask("remind")["ok"]
    assert page.state["said"].startswith("No hay a quién recordar")


def test_a_plan_with_nothing_to_report_on_says_so(sqlite_store: Store) -> None:
    with sqlite_store.transaction("new_plan", plan_id="blank") as t:
        made = t.insert("plans", {"plan_id": "blank", "title": "Blanco", "method": "top", "created_at": tables.now(),
                                  "starts": date(2018, 1, 1), "ends": date(2018, 12, 31)})
    page = Page(DueButton(sqlite_store, FACILITATOR, made))
    page.button.hear({"op": "hello"})
    assert "todavía no tiene acciones" in page.state["finding"]
