"""A report from a real store to the page and its files."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import nbformat
import pytest

from minga.errors import InputError, MingaError, NotFound, RunError, UsageError
from minga.reports import Report, files, open_report, render_html, write_formats
from minga.reports.page import is_inert
from minga.results import ensure_periods, save_row, save_rows
from minga.store import Store, open_store
from minga.tables import now

PARTS = ("header", "digest", "action_status", "overdue", "heat_map", "schedule", "workload", "indicators", "trend",
         "breakdown", "changes", "quality", "no_data", "finish")
WHO = {"actor": "ana", "role": "facilitator"}
FILES = ["action_status.csv", "indicator_status.csv", "indicator_series.csv", "indicator_parts.csv", "overdue.csv",
         "action_by_period.csv", "workload.csv", "changes.csv", "data_quality.csv", "data_gaps.csv", "summary.json"]


@pytest.fixture
def address(tmp_path: Path) -> str:
    return str(tmp_path / "plans.sqlite")


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    opened = open_store(address)
    with opened.transaction("new_plan", plan_id="red") as t:
        t.insert("plans", {"plan_id": "red", "title": "Red de ejemplo", "method": "top", "created_at": now(),
                           "starts": date(2018, 1, 1), "ends": date(2019, 6, 30), "countries": "BO MX"})
    ensure_periods(opened, "red")
    yield opened
    opened.close()


def add_actions(store: Store, *many: dict[str, Any], direction: str = "Incidencia") -> list[str]:
    with store.transaction("add", plan_id="red") as t:
        made = t.insert("directions", {"plan_id": "red", "position": 1, "code": "1", "title": direction})
        return [t.insert("actions", {"direction_id": made["direction_id"], "position": i, "code": f"1.{i}",
                                     "text": f"Acción {i}", **values})["action_id"] for i, values in enumerate(many, 1)]


@pytest.fixture
def filled(store: Store) -> Store:
    """Five actions: done, late, late and silent, later, undated; two indicators, one without data."""
    ids = add_actions(
        store, {"ends": date(2018, 3, 31), "precision": "month"},
        {"starts": date(2018, 2, 1), "ends": date(2018, 2, 28), "precision": "third",
         "schedule_text": "Finales de febrero de 2018"},
        {"ends": date(2018, 4, 30), "precision": "day"},
        {"starts": date(2018, 9, 1), "open_ended": True, "precision": "month"}, {})
    with store.transaction("assign", plan_id="red") as t:
        t.insert("assignments", {"action_id": ids[1], "as_written": "Tamboril (México)", "name": "Tamboril",
                                 "country": "MX"})
    save_rows(store, "red", "progress", [
        {"action_id": ids[0], "period": "2018-S1", "status": "done"},
        {"action_id": ids[1], "period": "2018-S1", "status": "in_progress", "comment": "Tamboril espera los fondos."},
    ], **WHO)
    first = save_row(store, "red", "indicators", {"title": "Activistas", "method": "cumulative", "code": "A"}, **WHO)
    save_row(store, "red", "indicators", {"title": "Boletines", "method": "period", "code": "B"}, **WHO)
    key = first["indicator_id"]
    for period, target, actual in (("2018-S1", 100, 82), ("2018-S2", 150, 160)):
        save_row(store, "red", "targets", {"indicator_id": key, "period": period, "value": target}, **WHO)
        save_row(store, "red", "actuals", {"indicator_id": key, "period": period, "value": actual,
                                           "status": "approved"}, **WHO)
    return store


def report(store: Store, tmp_path: Path, **more: Any) -> Report:
    return open_report("red", more.pop("period", "2018-S1"), store=str(store.engine.url.database),
                       out=str(tmp_path / "out"), **more)


def page(made: Report, folder: Path, parts: Iterable[str] = PARTS) -> str:
    """The page that a run would leave."""
    cells = []
    for name in parts:
        cell = nbformat.v4.new_code_cell(f"report.{name}()")
        cell.outputs = [nbformat.v4.new_output("execute_result", execution_count=1, data={
            "text/html": getattr(made, name)()._repr_html_(), "text/plain": "Report"})]
        cells += [nbformat.v4.new_markdown_cell("Nota para quien edita.", metadata={"tags": ["author-note"]}), cell]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "report.ipynb")
    return render_html(folder / "report.ipynb", language=made.language, title=made.title)


class Pictures(HTMLParser):
    """Collects what a screen reader and a browser would find."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.ids: dict[str, str] = {}
        self._last = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        self._last = found.get("id") or ""
        if self._last:
            assert self._last not in self.ids, f"repeated id {self._last}"
            self.ids[self._last] = ""

    def handle_data(self, data: str) -> None:
        if self._last:
            self.ids[self._last] += data.strip()


def test_the_findings_say_what_the_data_say(filled: Store, tmp_path: Path) -> None:
    made = report(filled, tmp_path)
    assert [getattr(made, name)().finding for name in PARTS] == [
        "Red de ejemplo · 1.er semestre de 2018",
        "1 acción está cumplida y 1 indicador está por debajo.",
        "Al cierre del 1.er semestre de 2018, 1 de 5 acciones está cumplida; hay 1 atrasada y 2 sin dato.",
        "2 acciones están fuera de plazo; la más atrasada, desde hace 4 meses.",
        "Es el primer período: todavía no hay con qué comparar.",
        "3 acciones estaban programadas en el 1.er semestre de 2018; 1 del plan no tiene fecha.",
        "Por 4 acciones no responde nadie; la mayor carga: Tamboril (México), con 1 acción (1 fuera de plazo).",
        "El único indicador con meta es «Activistas»: avanzó el 82 %.",
        "Ningún indicador tiene valor aprobado en este período y en uno anterior: no hay tendencia que leer.",
        "Ningún valor aprobado del período viene separado por país ni por grupo.",
        "Es el primer período: no hay con qué comparar.",
        "El 44 % de lo que se puede revisar está en orden; lo más flojo: informes que llegaron a tiempo: 0 de 3 e "
        "indicadores con línea de base: 0 de 2.",
        "Falta algún dato en 4 acciones y en 2 indicadores.",
        "Los datos de este informe quedaron guardados.",
    ]


def test_the_page_stands_alone_and_describes_its_pictures(filled: Store, tmp_path: Path) -> None:
    html = page(report(filled, tmp_path), tmp_path)
    found = Pictures(html)
    assert '<html lang="es">' in html
    assert not re.search(r"https?:", html)
    assert not {tag for tag, _attrs in found.tags} & {"script", "link", "iframe", "img"}
    assert not [name for _tag, attrs in found.tags for name in attrs if name.startswith("on")]
    assert "report.header()" not in html
    assert "Nota para quien edita" not in html
    drawings = [attrs for tag, attrs in found.tags if tag == "svg"]
    assert len(drawings) == 16  # eight charts, for a wide page and for a phone
    for drawing in drawings:
        assert drawing["role"] == "img"
        assert all(found.ids[name] for name in str(drawing["aria-labelledby"]).split())


def test_every_table_of_the_page_names_its_file_and_every_file_is_there(filled: Store, tmp_path: Path) -> None:
    html = page(report(filled, tmp_path), tmp_path)
    out = tmp_path / "out"
    for name in set(re.findall(r"<code>([^<]+)</code>", html)):
        assert (out / name).is_file(), name
    assert [name for name in FILES if not (out / name).is_file()] == []
    assert sorted(p.name for p in (out / "figures").iterdir()) == sorted(
        f"{key}.{kind}" for key in ("action_status", "overdue", "heat_map", "schedule", "workload", "indicators",
                                    "trend", "quality")
        for kind in ("svg", "png"))


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_files_hold_codes_numbers_and_dates_that_do_not_change_with_the_language(
        filled: Store, tmp_path: Path) -> None:
    made = report(filled, tmp_path, language="en")
    made.finish()
    actions, out = table(tmp_path / "out", "action_status.csv"), tmp_path / "out"
    assert [(r["code"], r["status"], r["overdue"], r["days_late"]) for r in actions] == [
        ("1.1", "done", "false", ""), ("1.2", "delayed", "true", "122"), ("1.3", "no_data", "true", "61"),
        ("1.4", "not_started", "false", ""), ("1.5", "no_data", "false", "")]
    assert [r["code"] for r in table(out, "overdue.csv")] == ["1.2", "1.3"]
    assert [(r["code"], r["actual"], r["target"], r["achievement"], r["state"])
            for r in table(out, "indicator_status.csv")] == [("A", "82", "100", "0.82", "below"),
                                                             ("B", "", "", "", "no_value")]
    assert [r["responsible"] for r in table(out, "workload.csv")] == ["", "Tamboril"]
    gaps = [(r["table"], r["gap"]) for r in table(out, "data_gaps.csv")]
    assert gaps.count(("actions", "no_report")) == 2
    assert gaps.count(("actions", "no_date")) == 1
    assert gaps.count(("indicators", "no_value")) == 1
    told = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert told["actions"] == {"total": 5, "done": 1, "in_progress": 0, "not_started": 1, "delayed": 1,
                               "cancelled": 0, "no_data": 2, "overdue": 2}


def test_the_same_data_give_the_same_bytes(filled: Store, tmp_path: Path) -> None:
    def everything() -> dict[str, bytes]:
        html = page(report(filled, tmp_path), tmp_path)
        return {"page": html.encode(), **{str(p.relative_to(tmp_path)): p.read_bytes()
                                          for p in (tmp_path / "out").rglob("*") if p.is_file()}}
    assert everything() == everything()


def test_a_report_of_an_earlier_period_does_not_show_later_values(filled: Store, tmp_path: Path) -> None:
    assert "160" not in report(filled, tmp_path).trend().html
    assert "160" in report(filled, tmp_path, period="2018-S2").trend().html


def test_a_public_report_names_nobody_on_the_page_nor_in_its_files(filled: Store, tmp_path: Path) -> None:
    with filled.transaction("edit", plan_id="red") as t:
        t.insert("participants", {"plan_id": "red", "alias": "Copihue"})
        first = t.rows("actions", code="1.1")[0]
        t.update("actions", first["action_id"], text="Copihue convoca la mesa con (Tamboril)")
    html = page(report(filled, tmp_path, audience="public"), tmp_path)
    files = b"".join(p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()).decode(errors="ignore")
    for name in ("Tamboril", "Copihue"):
        assert name not in html
        assert name not in files
    assert "[nombre reservado] espera los fondos." in html
    assert "responde (México)" not in html  # of one person in a country that would be a name
    assert "responde (persona)" in html
    assert "Tamboril" in page(report(filled, tmp_path), tmp_path)


NASTY = ['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '=HYPERLINK("http://x")', "$x^2$ $\\frac{1}{0}$",
         "a\x07b\u202ec", "larguísimo " * 400, "sinespacios" * 300, "{{ 7*7 }} {% raw %}", "💥 𝔘 \ud7ff"]


@pytest.mark.parametrize("words", NASTY)
def test_hostile_words_stay_words(store: Store, tmp_path: Path, words: str) -> None:
    with store.transaction("edit", plan_id="red") as t:
        t.update("plans", "red", title=words, organization=words)
    ids = add_actions(store, {"text": words, "schedule_text": words, "ends": date(2018, 2, 1), "precision": "day"},
                      direction=words)
    with store.transaction("assign", plan_id="red") as t:
        t.insert("assignments", {"action_id": ids[0], "as_written": words, "country": "<b>"})
    save_row(store, "red", "progress", {"action_id": ids[0], "period": "2018-S1", "status": "in_progress",
                                        "comment": words}, **WHO)
    key = save_row(store, "red", "indicators", {"title": words, "method": "period", "unit": words}, **WHO)
    save_row(store, "red", "targets", {"indicator_id": key["indicator_id"], "period": "2018-S1", "value": 5}, **WHO)
    html = page(report(store, tmp_path), tmp_path)
    found = Pictures(html)
    assert not {tag for tag, _attrs in found.tags} & {"script", "img", "b"}
    assert not [name for _tag, attrs in found.tags for name in attrs if name.startswith("on")]
    assert is_inert(html[html.index("<main"):])
    assert "49" not in found.ids.get("m-overdue-finding", "")
    assert table(tmp_path / "out", "action_status.csv")[0]["action"] == words


def test_an_empty_plan_says_what_to_do_first(store: Store, tmp_path: Path) -> None:
    made = report(store, tmp_path)
    html = page(made, tmp_path)
    assert html.count('class="minga-empty"') == 12
    assert "<svg" not in html
    assert all((tmp_path / "out" / name).is_file() for name in FILES)


def test_two_hundred_actions_are_drawn_in_part_and_all_in_the_file(store: Store, tmp_path: Path) -> None:
    add_actions(store, *({"ends": date(2018, 1, 31), "precision": "day"} for _n in range(200)))
    made = report(store, tmp_path)
    assert "Faltan 185 acciones en la figura; están en overdue.csv." in made.overdue().html
    assert "Hay 160 filas más en overdue.csv." in made.overdue().html
    made.finish()
    assert len(table(tmp_path / "out", "overdue.csv")) == 200


def test_nothing_approved_yet_is_said_and_not_drawn_as_zero(store: Store, tmp_path: Path) -> None:
    key = save_row(store, "red", "indicators", {"title": "Talleres", "method": "period"}, **WHO)["indicator_id"]
    save_row(store, "red", "targets", {"indicator_id": key, "period": "2018-S1", "value": 5}, **WHO)
    save_row(store, "red", "actuals", {"indicator_id": key, "period": "2018-S1", "value": 4}, **WHO)
    shown = report(store, tmp_path).indicators()
    assert "Solo cuentan los valores aprobados; hay 1 por aprobar." in shown.html
    assert "sin dato; la meta es 5" in shown.html


def test_parts_that_do_not_add_up_are_warned_about(store: Store, tmp_path: Path) -> None:
    key = save_row(store, "red", "indicators", {"title": "Talleres", "method": "period"}, **WHO)["indicator_id"]
    save_rows(store, "red", "actuals", [{"indicator_id": key, "period": "2018-S1", "value": v, "country": c,
                                         "status": "approved"} for v, c in ((10, ""), (4, "BO"), (3, "MX"))], **WHO)
    assert "las partes suman 7 y el total informado es 10" in report(store, tmp_path).indicators().html


def indicator(store: Store, *values: dict[str, Any], **more: Any) -> None:
    """An indicator with its values, approved unless they say otherwise."""
    made = save_row(store, "red", "indicators", {"title": "Dinero", "method": "cumulative", **more}, **WHO)
    save_rows(store, "red", "actuals", [{"indicator_id": made["indicator_id"], "status": "approved", **value}
                                        for value in values], **WHO)


def test_a_cumulative_value_that_fell_is_named_with_what_was_said_of_it(store: Store, tmp_path: Path) -> None:
    indicator(store, {"period": "2018-S1", "value": 8600},
              {"period": "2018-S2", "value": 7900, "comment": "Se devolvieron 700."}, code="A")
    made = report(store, tmp_path, period="2018-S2")
    assert "«A Dinero» es acumulado y bajó de 8.600 a 7.900: «Se devolvieron 700.»" in made.trend().html
    assert "acumulado · bajó de 8.600 a 7.900" in made.indicators().html
    made.finish()
    told = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert "bajó de 8.600 a 7.900" in told["remarks"]["trend"][0]
    assert "bajó" not in report(store, tmp_path).trend().html


def test_values_that_were_given_back_are_counted_apart(store: Store, tmp_path: Path) -> None:
    indicator(store, {"period": "2018-S1", "value": 5, "status": "returned"})
    made = report(store, tmp_path)
    assert "1 valor fue devuelto para corregirlo y todavía no cuenta." in made.indicators().html
    assert "<small>1 valor devuelto</small>" in made.indicators().html
    made.finish()
    assert table(tmp_path / "out", "indicator_status.csv")[0]["returned"] == "1"


def test_comments_of_a_total_and_of_its_parts_stand_apart_and_once(store: Store, tmp_path: Path) -> None:
    indicator(store, {"period": "2018-S1", "value": 9, "comment": "Dato de las fichas. Falta Venezuela."},
              {"period": "2018-S1", "value": 4, "country": "BO", "comment": "Dato de las fichas."},
              {"period": "2018-S1", "value": 5, "country": "MX", "comment": "Dato por teléfono."})
    html = report(store, tmp_path).indicators().html
    assert "<small>Dato de las fichas. Falta Venezuela. · Dato por teléfono.</small>" in html


def test_where_falling_is_improving_the_plans_target_says_so_too(store: Store, tmp_path: Path) -> None:
    indicator(store, {"period": "2018-S1", "value": 5}, method="snapshot", ascending=False, baseline_value=12,
              target_total=2, baseline_comment="Medido en 2017.", code="2.3")
    html = report(store, tmp_path).indicators().html
    assert "De la meta del plan: 5; la meta es bajar a 2 (70 %)" in html
    assert "Línea de base de 2.3: Medido en 2017." in html


def test_every_indicator_is_in_the_table_when_the_figure_says_so(store: Store, tmp_path: Path) -> None:
    for n in range(15):
        indicator(store, {"period": "2018-S1", "value": n}, title=f"Indicador {n}.")
    indicator(store, title="Callado")
    html = report(store, tmp_path).trend().html
    assert "Faltan 4 indicadores en la figura; están en la tabla." in html
    assert all(f"<span>Indicador {n}.</span>" in html for n in range(15))
    assert "<span>Callado</span>" in html


def test_a_table_of_many_periods_shows_those_around_the_report_and_says_where_the_others_are(
        store: Store, tmp_path: Path) -> None:
    with store.transaction("longer", plan_id="red") as t:
        t.update("plans", "red", ends=date(2024, 12, 31))
    ensure_periods(store, "red")
    key = save_row(store, "red", "indicators", {"title": "Talleres", "method": "period"}, **WHO)["indicator_id"]
    save_rows(store, "red", "targets", [{"indicator_id": key, "period": f"{year}-S{half}", "value": 5}
                                        for year in range(2018, 2025) for half in (1, 2)], **WHO)
    html = report(store, tmp_path, period="2021-S1").trend().html
    assert re.findall(r">(20\d\d-S\d)</th>", html) == ["2019-S2", "2020-S1", "2020-S2", "2021-S1", "2021-S2", "2022-S1"]
    assert "La tabla muestra 6 de 14 períodos; están todos en indicator_series.csv." in html


def test_an_action_is_named_with_its_direction_wherever_it_stands_alone(filled: Store, tmp_path: Path) -> None:
    made = report(filled, tmp_path)
    for part in ("overdue", "schedule", "no_data"):
        assert "<span>1 / 1.3 Acción 3" in getattr(made, part)().html
    assert ">1.3 Acción 3</text>" in made.schedule().html  # under the title of its direction


def test_those_who_answer_for_an_action_are_joined_without_double_signs(filled: Store, tmp_path: Path) -> None:
    with filled.transaction("assign", plan_id="red") as t:
        for n, words in enumerate(("Cada quien graba su tema.", "Tángara reúne los videos.")):
            t.insert("assignments", {"action_id": t.rows("actions", code="1.3")[0]["action_id"], "as_written": words,
                                     "kind": "group", "position": n})
    made = report(filled, tmp_path)
    assert "Cada quien graba su tema. · Tángara reúne los videos." in made.overdue().html
    made.finish()
    assert table(tmp_path / "out", "overdue.csv")[1]["responsibles"] == (
        "Cada quien graba su tema; Tángara reúne los videos.")


def test_only_vague_words_are_approximate_and_a_finished_action_points_to_no_future(
        store: Store, tmp_path: Path) -> None:
    ids = add_actions(
        store,
        {"starts": date(2018, 2, 21), "ends": date(2018, 2, 28), "precision": "third",
         "schedule_text": "Finales de febrero de 2018"},
        {"starts": date(2018, 3, 1), "ends": date(2018, 3, 31), "precision": "month", "schedule_text": "Marzo de 2018"},
        {"starts": date(2018, 1, 1), "open_ended": True, "precision": "month", "schedule_text": "Desde enero de 2018"},
        {"starts": date(2018, 1, 1), "open_ended": True, "precision": "month", "schedule_text": "Desde enero de 2018"})
    save_row(store, "red", "progress", {"action_id": ids[3], "period": "2018-S1", "status": "done"}, **WHO)
    html = report(store, tmp_path, period="2018-S2").schedule().html
    assert "1 fecha es aproximada: su barra lleva el signo ≈." in html
    assert html.count("<small>aproximado</small>") == 1
    assert "1 acción empieza y no tiene final: su barra termina en flecha." in html


def test_a_plan_whose_method_has_no_actions_is_not_asked_for_them(store: Store, tmp_path: Path) -> None:
    with store.transaction("stages", plan_id="red") as t:
        t.insert("stages", {"plan_id": "red", "position": 1, "key": "results", "kind": "results", "title": "Metas"})
    made = report(store, tmp_path)
    html = page(made, tmp_path)
    assert "Este plan no lleva acciones: el informe trata de sus indicadores." in html
    assert "direcciones" not in html
    assert "personas responsables" not in html
    assert html.count('class="minga-empty"') == 7
    assert set(json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))["findings"]) == {
        "digest", "indicators", "trend", "breakdown", "changes", "quality", "no_data"}


def test_a_report_read_in_the_middle_of_its_period_says_so(filled: Store, tmp_path: Path) -> None:
    made = report(filled, tmp_path, as_of="2018-03-31")
    assert "con el período todavía abierto" in made.header().html
    assert [s.action.code for s in made.facts.overdue] == ["1.2"]


@pytest.mark.parametrize(("change", "kind"), [
    ({"plan": "nada"}, NotFound), ({"period": "2030-S1"}, InputError), ({"period": "ayer"}, InputError),
    ({"language": "fr"}, UsageError), ({"audience": "prensa"}, UsageError), ({"as_of": "ayer"}, UsageError)])
def test_what_has_no_meaning_is_explained(filled: Store, address: str, tmp_path: Path, change: dict[str, str],
                                         kind: type[MingaError]) -> None:
    asked = {"plan": "red", "period": "2018-S1", "store": address, "out": str(tmp_path / "out"), **change}
    with pytest.raises(kind) as wrong:
        open_report(**asked)
    assert len(str(wrong.value)) > 20
    assert not (tmp_path / "out").exists()


def test_a_period_written_otherwise_is_the_same_period(filled: Store, tmp_path: Path) -> None:
    assert report(filled, tmp_path, period="2018-1").facts.period.period == "2018-S1"


def test_a_year_is_read_over_its_semesters(filled: Store, tmp_path: Path) -> None:
    made = report(filled, tmp_path, period="2018")
    assert made.facts.counts["done"] == 1
    assert "2018" in made.action_status().finding


def test_a_folder_that_cannot_be_written_is_explained(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file where the folder should be")
    with pytest.raises(RunError, match="No se pudo escribir"):
        report(filled, tmp_path).finish()


def notebook(folder: Path, *outputs: dict[str, Any]) -> Path:
    cell = nbformat.v4.new_code_cell("x")
    cell.outputs = [nbformat.from_dict(o) for o in outputs]
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), folder / "one.ipynb")
    return folder / "one.ipynb"


def html_output(html: str) -> dict[str, Any]:
    return {"output_type": "display_data", "data": {"text/html": html}, "metadata": {}}


@pytest.mark.parametrize("html", [
    "<script>1</script>", "<p onclick=x()>", "<img src='http://x/y.png'>", "<a href='javascript:x()'>a</a>",
    "<style>@import 'x'</style>", "<p style='background:url(//x)'>", "<iframe srcdoc=x>", "<SCRIPT >",
    "<p style='background:\\75 rl(//x)'>", "<style>p {background: u\\72l(//x)}</style>",
    "<svg fill='\\75rl(//x)'></svg>", "<style>p {background: URL(//x)}</style>",
    "<p style='background:image-set(\"//x\" 1x)'>", "<!--><script>1</script>-->", "<svg><image><set to='//x'></svg>",
    "<title><p a='</title><img src=x>'></title>", "<noscript><p>x</noscript>", "<![CDATA[x]]>"])
def test_html_that_runs_or_loads_is_left_out_and_said(tmp_path: Path, html: str) -> None:
    made = render_html(notebook(tmp_path, html_output(html)), language="es", title="T")
    assert html not in made
    assert "no se muestra" in made


def test_html_that_only_shows_is_shown(tmp_path: Path) -> None:
    made = render_html(notebook(tmp_path, html_output("<p>Hola <a href='#x'>aquí</a></p>")), language="pt", title="<T>")
    assert "<p>Hola <a href='#x'>aquí</a></p>" in made
    assert '<html lang="pt-BR">' in made
    assert "<title>&lt;T&gt;</title>" in made


def test_a_picture_added_by_an_analyst_has_alternative_text(tmp_path: Path) -> None:
    output = {"output_type": "display_data", "data": {"image/png": "aGk="},
              "metadata": {"image/png": {"alt": 'Un "mapa"'}}}
    assert '<img alt="Un &#34;mapa&#34;" src="data:image/png;base64,aGk=">' in render_html(
        notebook(tmp_path, output), language="es", title="T")
    assert 'alt="Figura agregada' in render_html(
        notebook(tmp_path, {**output, "metadata": {}}), language="es", title="T")


def test_what_an_analyst_writes_between_the_parts_is_shown_and_stays_words(tmp_path: Path) -> None:
    cells = [nbformat.v4.new_markdown_cell("## Lo que vimos\n\n<script>1</script> y **mucho** [aquí](http://x)"),
             nbformat.v4.new_markdown_cell("Para quien edita", metadata={"tags": ["author-note"]})]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "one.ipynb")
    made = render_html(tmp_path / "one.ipynb", language="es", title="T")
    assert "<h2>Lo que vimos</h2>" in made
    assert "&lt;script&gt;1&lt;/script&gt; y <strong>mucho</strong>" in made
    assert "href=\"http" not in made
    assert "Para quien edita" not in made


def pieces(content: bytes) -> bytes:
    """What a PDF says, its streams unpacked."""
    found = [content]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        with suppress(zlib.error):
            found.append(zlib.decompress(stream))
    return b"\n".join(found)


def test_the_pdf_is_tagged_and_describes_its_pictures_and_the_word_document_holds_them(
        filled: Store, tmp_path: Path) -> None:
    made = report(filled, tmp_path)
    out = tmp_path / "out"
    html = page(made, tmp_path, ("header", "digest", "action_status", "overdue"))
    files.put(out / "report.html", html.encode())
    for name, content in files.figures(made._blocks).items():
        files.put(out / name, content)
    assert write_formats(out, ("docx", "pdf"), language="es") == ["report.pdf", "report.docx"]
    told = pieces((out / "report.pdf").read_bytes())
    for sign in (b"/StructTreeRoot", b"/Table", b"/TH", b"/H2", b"/Lang"):
        assert sign in told, sign
    drawn = len([b for b in made._blocks.values() if b.chart])
    assert len(re.findall(rb"/S /Figure", told)) == len(re.findall(rb"/Alt", told)) == drawn
    words = docx.Document(io.BytesIO((out / "report.docx").read_bytes()))
    assert len(words.inline_shapes) == drawn
    assert len(words.element.xpath("//wp:docPr[string-length(@descr) > 40]")) == drawn
    assert [p.text for p in words.paragraphs if p.style.name == "Heading 1"][:2] == [
        made.digest().finding, made.action_status().finding]


def test_a_format_that_is_not_known_or_not_installed_is_explained_and_leaves_nothing(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "report.html").write_text("<html lang='es'><main><p>Hola</p></main></html>")
    with pytest.raises(UsageError, match="odt"):
        write_formats(tmp_path, ("odt",), language="es")
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(UsageError, match=r"minga\[pdf\]"):
        write_formats(tmp_path, ("pdf",), language="es")
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


def test_a_notebook_that_failed_or_cannot_be_read_gives_no_page(tmp_path: Path) -> None:
    failed = {"output_type": "error", "ename": "E", "evalue": "sin plan", "traceback": []}
    with pytest.raises(RunError, match="sin plan"):
        render_html(notebook(tmp_path, failed), language="es", title="T")
    with pytest.raises(RunError, match="No se pudo leer"):
        render_html(tmp_path / "no.ipynb", language="es", title="T")
    (tmp_path / "bad.ipynb").write_text("{")
    with pytest.raises(RunError, match="No se pudo leer"):
        render_html(tmp_path / "bad.ipynb", language="es", title="T")


def test_a_notebook_without_outputs_says_so(tmp_path: Path) -> None:
    assert "no dejó nada que mostrar" in render_html(notebook(tmp_path), language="es", title="T")


def test_the_last_periods_of_a_long_plan_are_not_drawn_before_they_have_targets(filled: Store, tmp_path: Path) -> None:
    shown = report(filled, tmp_path).trend().html
    assert "2018-S2" in shown
    assert "2019-S1" not in shown
