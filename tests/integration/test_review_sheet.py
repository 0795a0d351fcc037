"""The sheet of a review meeting, from a real store to its parts and files."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from minga.errors import UsageError
from minga.reports.page import is_inert
from minga.reports.review import ReviewSheet, open_review
from minga.results import ensure_periods, save_row, save_rows
from minga.store import Store
from minga.tables import now

WHO = {"actor": "ana", "role": "facilitator"}
PARTS = ("agenda", "facts_first", "reactions", "meaning", "decisions")


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    """A plan with an action finished, one late, one silent, one without anybody; an indicator met, one below."""
    opened = sqlite_store
    with opened.transaction("new_plan", plan_id="red") as t:
        t.insert("plans", {"plan_id": "red", "title": "Red de ejemplo", "method": "top", "created_at": now(),
                           "starts": date(2018, 1, 1), "ends": date(2019, 6, 30)})
        t.insert("directions", {"direction_id": "d", "plan_id": "red", "position": 1, "code": "1", "title": "Incidir"})
        for n, (text, ends) in enumerate((("Abrir la escuela", None), ("Juntar firmas", date(2018, 9, 30)),
                                          ("Hacer un mapa", None), ("Buscar fondos", None)), 1):
            t.insert("actions", {"action_id": f"a{n}", "direction_id": "d", "position": n, "code": str(n), "text": text,
                                 "ends": ends, "precision": "day" if ends else "none"})
        for n in (1, 2, 3):
            t.insert("assignments", {"action_id": f"a{n}", "as_written": "Tamboril (México)", "name": "Tamboril",
                                     "country": "MX"})
    ensure_periods(opened, "red")
    save_rows(opened, "red", "progress", [
        {"action_id": "a1", "period": "2018-S1", "status": "in_progress"},
        {"action_id": "a1", "period": "2018-S2", "status": "done"},
        {"action_id": "a2", "period": "2018-S2", "status": "in_progress", "comment": "Tamboril espera el permiso."},
        {"action_id": "a4", "period": "2018-S2", "status": "in_progress"}], **WHO)
    for code, value in (("1", 9), ("2", 4), ("3", None)):
        key = save_row(opened, "red", "indicators", {"title": f"Cosa {code}", "method": "period", "code": code},
                       **WHO)["indicator_id"]
        save_row(opened, "red", "targets", {"indicator_id": key, "period": "2018-S2", "value": 8}, **WHO)
        if value is not None:
            save_row(opened, "red", "actuals", {"indicator_id": key, "period": "2018-S2", "value": value,
                                                "status": "approved"}, **WHO)
    return opened


def sheet(tmp_path: Path, **more: Any) -> ReviewSheet:
    return open_review("red", "2018-S2", out=str(tmp_path / "out"), **more)


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.usefixtures("store")
def test_the_matters_are_one_of_each_kind_before_a_second_of_any(tmp_path: Path) -> None:
    assert [(m.kind, m.row_id if m.table == "actions" else m.title) for m in sheet(tmp_path).facts.matters] == [
        ("late", "a2"), ("behind", "2 Cosa 2"), ("silent", "a3"), ("unknown", "3 Cosa 3"), ("nobody", "a4")]


@pytest.mark.usefixtures("store")
def test_no_more_matters_than_fit_on_the_table(tmp_path: Path) -> None:
    assert [m.kind for m in sheet(tmp_path, most=2).facts.matters] == ["late", "behind"]


@pytest.mark.usefixtures("store")
def test_the_levels_of_the_conversation_come_in_order_each_with_its_time(tmp_path: Path) -> None:
    made = sheet(tmp_path, minutes=60)
    pages = [getattr(made, name)().html for name in PARTS]
    for page, words in zip(pages[1:], ("O Qué pasó · 15 minutos", "R Qué nos produce · 9 minutos",
                                       "I Qué significa · 15 minutos", "D Qué hacemos · 15 minutos"), strict=True):
        assert words in page
    assert "60 minutos para mirar el 2.º semestre de 2018, con 5 asuntos en la mesa." in pages[0]


@pytest.mark.usefixtures("store")
def test_what_was_achieved_is_named_before_what_is_missing(tmp_path: Path) -> None:
    shown = sheet(tmp_path).reactions()
    assert shown.finding == "Hay 2 logros del semestre para nombrar antes de hablar de lo que falta."
    assert "Abrir la escuela" in shown.html
    assert "Cosa 1" in shown.html


@pytest.mark.usefixtures("store")
def test_the_file_of_decisions_waits_to_be_filled_in(tmp_path: Path) -> None:
    sheet(tmp_path).finish()
    rows = table(tmp_path / "out", "review_decisions.csv")
    assert [r["kind"] for r in rows] == ["late", "behind", "silent", "unknown", "nobody"]
    assert {(r["decision"], r["who"], r["by_when"]) for r in rows} == {("", "", "")}
    assert all(r["options"] for r in rows)
    assert next((r["table"], r["row_id"]) for r in table(tmp_path / "out", "review_achieved.csv")) == ("actions", "a1")
    assert {name.name for name in (tmp_path / "out").glob("*.csv")} == {
        "review_agenda.csv", "review_states.csv", "review_achieved.csv", "review_matters.csv", "review_decisions.csv"}


@pytest.mark.usefixtures("store")
def test_lines_to_write_on_can_be_left_out(tmp_path: Path) -> None:
    assert "____" in sheet(tmp_path).decisions().html
    assert "____" not in sheet(tmp_path, blank=False).decisions().html


@pytest.mark.usefixtures("store")
def test_a_public_sheet_names_nobody(tmp_path: Path) -> None:
    made = sheet(tmp_path, audience="public")
    assert "Tamboril" not in "".join(getattr(made, name)().html for name in (*PARTS, "finish"))
    assert all("Tamboril" not in file.read_text(encoding="utf-8") for file in (tmp_path / "out").glob("*.csv"))
    assert "Tamboril espera el permiso." in sheet(tmp_path).meaning().html


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("more", [{"minutes": 10}, {"minutes": 10_000}, {"most": 0}, {"most": 99},
                                  {"minutes": 1, "most": 0}])
def test_a_number_that_makes_no_meeting_is_refused_with_what_is_expected(tmp_path: Path, more: dict[str, int]) -> None:
    with pytest.raises(UsageError) as refused:
        sheet(tmp_path, **more)
    assert [fault.column for fault in refused.value.faults] == list(more)


def test_hostile_words_stay_words(store: Store, tmp_path: Path) -> None:
    with store.transaction("edit", plan_id="red") as t:
        t.update("plans", "red", title="<script>x</script>")
        t.update("actions", "a2", text="<img src=x onerror=alert(1)>")
    made = sheet(tmp_path)
    for name in (*PARTS, "finish"):
        html = getattr(made, name)().html
        assert "<script" not in html
        assert "<img" not in html
        assert is_inert(html.partition("</style>")[2] or html)


def test_an_empty_plan_still_gives_a_sheet(store: Store, tmp_path: Path) -> None:
    with store.transaction("new_plan", plan_id="nuevo") as t:
        t.insert("plans", {"plan_id": "nuevo", "title": "Nuevo", "method": "top", "created_at": now(),
                           "starts": date(2018, 1, 1), "ends": date(2018, 12, 31)})
    made = open_review("nuevo", "2018-S2", out=str(tmp_path / "out"))
    assert all(getattr(made, name)().finding for name in (*PARTS, "finish"))
