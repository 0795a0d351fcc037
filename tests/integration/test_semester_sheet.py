"""The sheet that a country fills in offline: out, filled in by hand, and back; conflicts told, nothing overwritten."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from minga import paths
from minga.errors import InputError, NotFound, Refused
from minga.exchange.load import load_plan
from minga.exchange.package_in import read_package
from minga.exchange.semester_sheet import (
    MergedSheet,
    make_sheet,
    merge_sheet,
    read_semester_sheet,
    sheet_countries,
    sheet_name,
)
from minga.exchange.semester_sheet_told import summary, take_key, tell
from minga.results import lock_period, read_results
from minga.results.applicable import applies_not
from minga.results.reviewing import read_reports
from minga.store import Store, rows
from tests.integration.reports_plan import PERIOD, WHO, make_plan, progress, report, save

EXAMPLE = "red-ejemplo-2018-2019"
Answers = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture
def plan(store: Store) -> Store:
    make_plan(store)
    return store


@pytest.fixture
def small(sqlite_store: Store) -> Store:
    make_plan(sqlite_store)
    return sqlite_store


def nothing(_book: Workbook) -> None:
    """Nothing else was done to the sheet."""


def filled(content: bytes, answers: Answers, who: str = "Luna", then: Callable[[Workbook], None] = nothing) -> bytes:
    """A sheet with cells that somebody filled in, by the row's number and part, and the column's hidden name."""
    book = load_workbook(io.BytesIO(content))
    for cover in book["Cómo llenarla"].iter_rows(min_col=1, max_col=3):
        if cover[0].value == "reported_by":
            cover[2].value = who
    for sheet in (book[name] for name in book.sheetnames if book[name]["A1"].value == "key"):
        at = {cell.value: cell.column for cell in sheet[1]}
        for row in range(3, sheet.max_row + 1):
            part = sheet.cell(row, at["dim_value"]).value if "dim_value" in at else None
            for column, value in answers.get((str(sheet.cell(row, at["code"]).value), part or ""), {}).items():
                sheet.cell(row, at[column]).value = value
    then(book)
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def free_row(title: str, **cells: Any) -> Callable[[Workbook], None]:
    """Fills in the first free row of the indicators."""
    def write(book: Workbook) -> None:
        sheet = book["Indicadores"]
        at = {cell.value: cell.column for cell in sheet[1]}
        row = next(n for n in range(3, sheet.max_row + 1) if not sheet.cell(n, at["key"]).value)
        for column, value in {"title": title, **cells}.items():
            sheet.cell(row, at[column]).value = value
    return write


def merge(store: Store, content: bytes, **more: Any) -> MergedSheet:
    return merge_sheet(store, read_semester_sheet("hoja.xlsx", content), **WHO, **more)


def counts(merged: MergedSheet) -> dict[str, int]:
    return {what: n for what in ("new", "changed", "same", "kept", "conflict") if (n := merged.count(what))}


def faults(wrong: pytest.ExceptionInfo[InputError]) -> list[tuple[str, int | None, str]]:
    return [(fault.file, fault.row, fault.column) for fault in wrong.value.faults]


def test_what_is_filled_in_arrives_once_and_waits_for_approval(plan: Store) -> None:
    sheet = make_sheet(plan, "red", PERIOD, country="CO")
    back = filled(sheet, {("1.1", ""): {"value": 30, "comment": "Con listas", "evidence": "lista.pdf; acta.pdf"},
                          ("1.10", ""): {"numerator": 3, "denominator": 4}})
    assert counts(merge(plan, back, dry_run=True)) == {"new": 2}
    assert rows(plan, "actuals") == []
    assert counts(merge(plan, back)) == {"new": 2}
    assert counts(merge(plan, back)) == {"same": 2}
    people, share = sorted(rows(plan, "actuals"), key=lambda r: r["indicator_id"])
    assert (people["value"], people["country"], people["status"], people["reported_by"], people["comment"]) == (
        30, "CO", "pending", "Luna", "Con listas")
    assert (share["numerator"], share["denominator"], share["value"]) == (3, 4, None)


def test_actions_come_with_their_state_in_words_and_their_own_reporter(small: Store) -> None:
    sheet = make_sheet(small, "red", PERIOD, country="CO")
    back = filled(sheet, {("A.1", ""): {"status": "Cumplida", "percent": 1, "reported_by": "Luna Andina"}},
                  then=lambda book: setattr(book["Acciones"]["I3"], "number_format", "0%"))
    assert counts(merge(small, back)) == {"new": 1}
    [row] = rows(small, "progress")
    assert (row["action_id"], row["status"], row["percent"], row["review"], row["reported_by"]) == (
        "luna", "done", 100, "pending", "Luna Andina")


def test_a_sheet_nobody_touched_changes_nothing_even_when_the_store_went_on(small: Store) -> None:
    report(small, 30, comment="Uno\ncon salto y \x0b raro", evidence="=HYPERLINK(1)")
    sheet = make_sheet(small, "red", PERIOD, country="CO")
    report(small, 31)
    merged = merge(small, filled(sheet, {}))
    assert counts(merged) == {}
    assert summary(merged) == "La hoja no trae nada que no estuviera ya."
    assert rows(small, "actuals")[0]["value"] == 31


@pytest.mark.parametrize(("before", "meanwhile", "why"), [
    ({"value": 30}, {"value": 32}, "Cambió después de que se generó la hoja."),
    ({"value": 30, "who": "Sol"}, {}, "Lo informó otra persona."),
    ({"value": 30, "status": "approved"}, {}, "Ya estaba aprobado."),
    ({"value": 30, "status": "draft"}, {}, "Alguien tiene un borrador de lo mismo y aún no lo envía."),
])
def test_what_clashes_is_told_with_both_sides_and_left_as_it_was(
        small: Store, before: dict[str, Any], meanwhile: dict[str, Any], why: str) -> None:
    report(small, **before)
    back = filled(make_sheet(small, "red", PERIOD, country="CO"),
                  {("1.1", ""): {"value": 45}, ("1.10", ""): {"numerator": 1, "denominator": 2}})
    if meanwhile:
        report(small, **meanwhile)
    left = next(r for r in rows(small, "actuals") if r["indicator_id"] == "people")
    merged = merge(small, back)
    told = tell(read_results(small, "red"), merged)[0]
    assert counts(merged) == {"new": 1, "conflict": 1}
    assert (told.what, told.why, told.about) == ("conflict", why, "1.1 · Activistas · Colombia")
    assert told.comes == "45 (Luna)"
    hidden = left["status"] == "draft"
    assert told.saved.startswith("un borrador sin enviar" if hidden else f"{left['value']:g} ({left['reported_by']}, ")
    assert next(r for r in rows(small, "actuals") if r["indicator_id"] == "people") == left
    key = take_key(told.key)
    assert counts(merge(small, back, take={key: "another"})) == {"conflict": 1, "same": 1}
    assert counts(merge(small, back, take={key: None})) == {"changed": 1, "same": 1}
    assert next(r for r in rows(small, "actuals") if r["indicator_id"] == "people")["status"] == "pending"


def test_ones_own_value_can_be_corrected_and_emptying_it_deletes_nothing(small: Store) -> None:
    report(small, 30)
    sheet = make_sheet(small, "red", PERIOD, country="CO")
    assert counts(merge(small, filled(sheet, {("1.1", ""): {"value": None}}))) == {"kept": 1}
    assert rows(small, "actuals")[0]["value"] == 30
    assert counts(merge(small, filled(sheet, {("1.1", ""): {"value": 33}}))) == {"changed": 1}
    assert rows(small, "actuals")[0]["value"] == 33


@pytest.mark.parametrize("word", ["no aplica", " No Aplica. "])
def test_what_does_not_apply_is_a_word_in_the_sheet_and_comes_back_as_it_went(small: Store, word: str) -> None:
    sheet = make_sheet(small, "red", PERIOD, country="CO")
    none = filled(sheet, {("1.1", ""): {"value": word, "comment": "Sin convocatoria"}, ("1.10", ""): {"value": word}})
    assert counts(merge(small, none)) == {"new": 2}
    assert all(applies_not(row) for row in rows(small, "actuals"))
    assert [one.comes for one in tell(read_results(small, "red"), merge(small, none))] == [
        "no aplica · Sin convocatoria (Luna)", "no aplica (Luna)"]
    again = make_sheet(small, "red", PERIOD, country="CO")
    shown = {row[3].value: [cell.value for cell in row[9:12]]
             for row in load_workbook(io.BytesIO(again))["Indicadores"].iter_rows(min_row=3, max_row=4)}
    assert set(map(tuple, shown.values())) == {("no aplica", None, None)}
    assert counts(merge(small, again)) == {}
    assert counts(merge(small, filled(again, {("1.1", ""): {"value": 12}}))) == {"changed": 1}
    [people] = [row for row in rows(small, "actuals") if row["indicator_id"] == "people"]
    assert [people[column] for column in ("value", "numerator", "denominator")] == [12, None, None]


@pytest.mark.parametrize(("number", "cells", "column"), [
    ("1.10", {"value": "no aplica", "numerator": 3}, "Numerador"), ("1.1", {"value": "N/A"}, "Valor")])
def test_a_row_that_does_not_apply_and_says_a_number_and_one_that_could_mean_two_things_are_asked_about(
        small: Store, number: str, cells: dict[str, Any], column: str) -> None:
    with pytest.raises(InputError) as wrong:
        merge(small, filled(make_sheet(small, "red", PERIOD, country="CO"), {(number, ""): cells}))
    assert [where for _file, _row, where in faults(wrong)] == [column]


def test_a_part_that_the_sheet_does_not_list_goes_in_a_free_row_by_its_name(small: Store) -> None:
    sheet = make_sheet(small, "red", PERIOD, country="PE")
    back = filled(sheet, {}, "Sol", free_row("1.1 · Activistas", dim_name="SEXO", dim_value="mujeres", value=7))
    assert counts(merge(small, back)) == {"new": 1}
    [row] = rows(small, "actuals")
    assert (row["country"], row["dim_name"], row["dim_value"], row["value"]) == ("PE", "sexo", "mujeres", 7)
    assert {r["codelist"] for r in rows(small, "codelists")} >= {"dim", "sexo"}
    again = load_workbook(io.BytesIO(make_sheet(small, "red", PERIOD, country="PE")))["Indicadores"]
    assert ("Sexo", "Mujeres", 7) in {(r[5].value, r[6].value, r[9].value) for r in again.iter_rows()}


def test_every_cell_that_cannot_be_used_is_named_and_nothing_is_saved(small: Store) -> None:
    sheet = make_sheet(small, "red", PERIOD, country="CO")
    back = filled(sheet, {("1.1", ""): {"value": "1.234"}, ("A.1", ""): {"status": "casi", "percent": "mucho"},
                          ("1.10", ""): {"numerator": "=1/0", "denominator": 4}},
                  then=free_row("Otro indicador", value=3))
    with pytest.raises(InputError) as wrong:
        merge(small, back)
    assert [(file, column) for file, _row, column in faults(wrong)] == [
        ("hoja.xlsx · Indicadores", "Valor"), ("hoja.xlsx · Indicadores", "Numerador"),
        ("hoja.xlsx · Indicadores", "Indicador"), ("hoja.xlsx · Acciones", "Estado"),
        ("hoja.xlsx · Acciones", "Avance (%)")]
    assert all(fault.advice for fault in wrong.value.faults)
    assert rows(small, "actuals") == []


def test_what_the_plan_refuses_is_named_by_row_and_heading_too(small: Store) -> None:
    sheet = make_sheet(small, "red", PERIOD, country="CO")
    back = filled(sheet, {("A.1", ""): {"percent": 30}, ("1.10", ""): {"numerator": 1}}, who="",
                  then=free_row("1.1 · Activistas", dim_name="color", dim_value="azul", value=3))
    with pytest.raises(InputError) as wrong:
        merge(small, back)
    assert {(row, column) for _file, row, column in faults(wrong)} == {
        (4, "Denominador"), (4, "Quién informa"), (6, "Desagregación"), (6, "Quién informa"), (3, "Estado"),
        (3, "Quién informa")}
    assert rows(small, "actuals") + rows(small, "progress") == []


def test_the_same_thing_twice_in_a_sheet_is_asked_about(small: Store) -> None:
    sheet = make_sheet(small, "red", PERIOD, country="CO")
    with pytest.raises(InputError, match="Es lo mismo que la fila 3"):
        merge(small, filled(sheet, {("1.1", ""): {"value": 3}}, then=free_row("1.1 · Activistas", value=4)))


def test_a_closed_period_another_plan_and_another_role_are_refused(small: Store) -> None:
    back = filled(make_sheet(small, "red", PERIOD, country="CO"), {("1.1", ""): {"value": 3}})
    read = read_semester_sheet("hoja.xlsx", back)
    with pytest.raises(Refused):
        merge_sheet(small, read, actor="x", role="participant")
    with pytest.raises(InputError, match="otro plan"):
        merge_sheet(small, read, plan_id="otra-red", **WHO)
    lock_period(small, "red", PERIOD, **WHO)
    with pytest.raises(Refused, match="cerrado"):
        merge(small, back)
    with small.transaction("test", plan_id="red") as tx:
        tx.delete("periods", f"red|{PERIOD}")
    with pytest.raises(NotFound):
        merge(small, back)


def test_a_cumulative_value_falls_only_with_a_comment(small: Store) -> None:
    report(small, 30)
    sheet = make_sheet(small, "red", "2018-S2", country="CO")
    with pytest.raises(Refused, match="acumulado"):
        merge(small, filled(sheet, {("1.1", ""): {"value": 20}}))
    assert counts(merge(small, filled(sheet, {("1.1", ""): {"value": 20, "comment": "Se fueron diez"}}))) == {"new": 1}


@pytest.mark.parametrize("content", [
    b"", b"hola", b"PK\x03\x04roto", "no es un libro".encode("utf-16"), saved(Workbook()),
])
def test_a_file_that_is_no_sheet_of_ours_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(InputError) as wrong:
        read_semester_sheet("foto.xlsx", content)
    assert wrong.value.faults[0].file == "foto.xlsx"
    assert wrong.value.faults[0].advice


def test_a_small_file_that_would_unpack_into_a_huge_one_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * 70_000_000)
    with pytest.raises(InputError, match=r"foto\.xlsx"):
        read_semester_sheet("foto.xlsx", out.getvalue())


def test_hidden_cells_that_somebody_changed_name_nothing_of_another_plan(small: Store) -> None:
    with small.transaction("test", plan_id="b") as tx:
        tx.insert("plans", {**rows(small, "plans")[0], "plan_id": "b"})
        tx.insert("indicators", {"indicator_id": "theirs", "plan_id": "b", "title": "X", "method": "period",
                                 "position": 1})
    sheet = make_sheet(small, "red", PERIOD, country="CO")

    def forge(key: str) -> Callable[[Workbook], None]:
        def write(book: Workbook) -> None:
            book["Indicadores"]["A3"] = key
        return write

    for key in ('["theirs", "CO", "", ""]', '["people"]', "{}", "[" * 5000, "null"):
        with pytest.raises(InputError):
            merge(small, filled(sheet, {("1.1", ""): {"value": 3}}, then=forge(key)))
    assert rows(small, "actuals") == []


def test_hostile_texts_stay_texts_in_the_sheet(small: Store) -> None:
    with small.transaction("test", plan_id="red") as tx:
        tx.update("indicators", "people", title='=HYPERLINK("http://example.org")', unit="@SUM(1)")
        tx.update("plans", "red", title="=1+1\x07")
    report(small, 30, comment="+cmd|' /C calc'!A0")
    book = load_workbook(io.BytesIO(make_sheet(small, "red", PERIOD, country="CO", reporter="=Luna")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert {"+cmd|' /C calc'!A0", "=Luna"} <= {cell.value for cell in cells}


def test_only_what_is_to_be_filled_in_is_open_and_secrets_of_the_store_are_not_in_it(small: Store) -> None:
    save(small, "actuals", [{"indicator_id": "story", "period": PERIOD, "narrative": "Otra voz", "status": "draft"}])
    content = make_sheet(small, "red", PERIOD, country="CO")
    book = load_workbook(io.BytesIO(content))
    sheet = book["Indicadores"]
    names = {cell.column: cell.value for cell in sheet[1]}
    people, share = ({names[c.column] for c in sheet[row] if not c.protection.locked} for row in (3, 4))
    assert sheet.protection.sheet
    assert book["minga"].sheet_state == "veryHidden"
    assert people == {"value", "comment", "evidence", "reported_by"}
    assert share >= {"numerator", "denominator"}
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert not any(b"Otra voz" in packed.read(name) for name in packed.namelist())


def test_the_whole_plan_has_a_sheet_of_totals_and_every_action(small: Store) -> None:
    progress(small, "sol", "delayed", who="Sol", review="returned")
    book = load_workbook(io.BytesIO(make_sheet(small, "red", PERIOD)))
    actions = {row[3].value: row[7].value for row in book["Acciones"].iter_rows(min_row=3)}
    assert actions == {"Acción de luna": None, "Acción de sol": "atrasada", "Acción de nobody": None}
    assert sheet_countries(read_reports(small, "red", PERIOD)) == ["CO", "PE"]
    with pytest.raises(InputError, match="CO, PE"):
        make_sheet(small, "red", PERIOD, country="FR")


def test_no_name_of_an_imported_plan_leads_out_of_its_folder() -> None:
    assert sheet_name("../2018-S1", "../CO") == "sheet-2018-S1-CO.xlsx"
    assert sheet_name("2018-S1", "") == "sheet-2018-S1-all.xlsx"
    with pytest.raises(InputError):
        sheet_name("../../etc", "CO")


def test_every_sheet_of_the_example_plan_comes_back_as_it_went(sqlite_store: Store, tmp_path: Path) -> None:
    load_plan(sqlite_store, read_package(paths.examples() / EXAMPLE)[0])
    before = {name: rows(sqlite_store, name) for name in ("actuals", "progress")}
    for country in ("", "CO", "BR"):
        merged = merge(sqlite_store, make_sheet(sqlite_store, EXAMPLE, "2018-S2", country=country))
        assert counts(merged) == {}
    assert {name: rows(sqlite_store, name) for name in before} == before
    assert date(2018, 12, 31) == read_reports(sqlite_store, EXAMPLE, "2018-S2").period.ends
