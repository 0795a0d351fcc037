"""Checking a whole package: every fault, each with its file, row and column, before anything is written."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from frictionless import Package

from minga import tables
from minga.tables.faces import MAX_CELL
from tools.sample import sample_rows

Cells = dict[str, list[tuple[int, dict[str, str]]]]


@pytest.fixture
def cells() -> Cells:
    """A faultless package as it comes from its files: two cards, two clusters, one row of everything else."""
    made: Cells = {
        name: [(2, {c.name: tables.format_cell(c, row[c.name]) for c in tables.table(name).columns}) for row in many]
        for name, many in sample_rows().items()}
    for name, key in (("cards", "card_id"), ("clusters", "cluster_id")):
        made[name].append((3, {**made[name][0][1], key: f"otra-{name}", "position": "2"}))
    return made


def test_a_faultless_package_is_read_typed(cells: Cells) -> None:
    typed, faults = tables.check_tables(cells)
    assert faults == []
    assert typed["plans"] == sample_rows()["plans"]
    assert [row["position"] for row in typed["cards"]] == [1, 2]


def _row(cells: Cells, name: str, row: int = 0) -> dict[str, str]:
    return cells[name][row][1]


def _set(name: str, column: str, value: str, row: int = 0) -> Callable[[Cells], None]:
    return lambda cells: _row(cells, name, row).__setitem__(column, value)


@pytest.mark.parametrize(("spoil", "file", "row", "column", "says"), [
    (_set("cards", "text", ""), "cards.csv", 2, "text", "obligatorio"),
    (lambda c: _row(c, "cards").pop("position"), "cards.csv", 2, "position", "obligatorio"),
    (_set("stages", "kind", "muro"), "stages.csv", 2, "kind", "«muro» no es un valor conocido"),
    (_set("cards", "card_id", "muestra-cards", 1), "cards.csv", 3, "card_id", "ya está en la fila 2"),
    (_set("cards", "cluster_id", "nadie"), "cards.csv", 2, "cluster_id", "«nadie» no existe en clusters.csv"),
    (_set("cards", "author_id", "nadie"), "cards.csv", 2, "author_id", "participants.csv"),
    (lambda c: c.pop("participants"), "assignments.csv", 2, "participant_id", "no existe en participants.csv"),
    (_set("links", "to_id", "nadie"), "links.csv", 2, "to_id", "no existe en el plan"),
    (_set("votes", "target_id", "nadie"), "votes.csv", 2, "target_id", "no existe en el plan"),
    (_set("clusters", "parent_id", "muestra-clusters"), "clusters.csv", 2, "parent_id", "su propio contenedor"),
    (_set("cards", "position", "primera"), "cards.csv", 2, "position", "no es un número entero"),
    (_set("actuals", "value", "1,5"), "actuals.csv", 2, "value", "no es un número"),
    (_set("cards", "text", "x" * (MAX_CELL + 1)), "cards.csv", 2, "text", "20001 caracteres"),
    (_set("cards", "text", "x" * 10_000_000), "cards.csv", 2, "text", "10000000 caracteres"),
    (_set("plans", "starts", "ayer"), "plans.csv", 2, "starts", "no es una fecha"),
])
def test_a_fault_names_its_file_row_and_column(
        cells: Cells, spoil: Callable[[Cells], None], file: str, row: int, column: str, says: str) -> None:
    spoil(cells)
    _typed, faults = tables.check_tables(cells)
    (fault,) = [f for f in faults if says in f.message and f.file == file]
    assert (fault.row, fault.column) == (row, column)
    assert fault.advice
    assert f"{file}, fila {row}, columna {column}: " in str(fault)
    assert len(str(fault)) < 400


def test_a_circle_of_parents_is_named_in_each_of_its_rows(cells: Cells) -> None:
    _row(cells, "clusters", 0)["parent_id"] = "otra-clusters"
    _row(cells, "clusters", 1)["parent_id"] = "muestra-clusters"
    _typed, faults = tables.check_tables(cells)
    assert [(f.file, f.row, f.column) for f in faults] == [("clusters.csv", n, "parent_id") for n in (2, 3)]


def test_a_chain_of_parents_is_not_a_circle(cells: Cells) -> None:
    _row(cells, "clusters", 1)["parent_id"] = "muestra-clusters"
    assert tables.check_tables(cells)[1] == []


def test_two_rows_for_one_target_are_said_even_with_different_ids(cells: Cells) -> None:
    cells["targets"].append((3, {**_row(cells, "targets"), "target_id": "otra"}))
    (fault,) = tables.check_tables(cells)[1]
    assert (fault.file, fault.row) == ("targets.csv", 3)
    assert fault.column == "indicator_id, period, country, dim_name, dim_value"


def test_every_fault_of_a_package_is_named_at_once(cells: Cells) -> None:
    _set("cards", "text", "")(cells)
    _set("stages", "phase", "dormida")(cells)
    _set("actuals", "value", "doce")(cells)
    _set("actions", "direction_id", "nadie")(cells)
    found = {(f.file, f.column) for f in tables.check_tables(cells)[1]}
    assert found == {("cards.csv", "text"), ("stages.csv", "phase"), ("actuals.csv", "value"),
                     ("actions.csv", "direction_id")}


def test_a_fault_names_the_file_as_the_person_knows_it(cells: Cells) -> None:
    _set("cards", "text", "")(cells)
    (fault,) = tables.check_tables(cells, {"cards": "tarjetas.xlsx · hoja 2"})[1]
    assert fault.file == "tarjetas.xlsx · hoja 2"


def test_a_column_that_the_file_lacks_takes_its_default(cells: Cells) -> None:
    for _number, row in cells["cards"]:
        for name in ("note", "round", "team", "author_id", "status", "duplicate_of"):
            del row[name]
    typed, faults = tables.check_tables(cells)
    assert faults == []
    assert {k: typed["cards"][0][k] for k in ("note", "round", "author_id", "status")} == {
        "note": "", "round": 1, "author_id": None, "status": "active"}


def _write(folder: Path, cells: Cells) -> Package:
    for name, rows in cells.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, tables.columns(name), lineterminator="\n")
            writer.writeheader()
            writer.writerows(row for _number, row in rows)
    (folder / "datapackage.json").write_text(json.dumps(tables.datapackage("muestra", "Un plan")), encoding="utf-8")
    return Package(str(folder / "datapackage.json"))


def test_the_frictionless_validator_accepts_the_data_package(cells: Cells, tmp_path: Path) -> None:
    report = _write(tmp_path, cells).validate()
    assert report.valid, report.flatten(["resourceName", "rowNumber", "fieldName", "message"])


@pytest.mark.parametrize("spoil", [
    _set("cards", "cluster_id", "nadie"), _set("cards", "text", ""), _set("stages", "kind", "muro"),
    _set("cards", "card_id", "muestra-cards", 1), _set("actuals", "value", "doce"),
    _set("cards", "created_at", "ayer")])
def test_the_frictionless_validator_and_minga_refuse_the_same(
        cells: Cells, tmp_path: Path, spoil: Callable[[Cells], None]) -> None:
    spoil(cells)
    assert tables.check_tables(cells)[1]
    assert not _write(tmp_path, cells).validate().valid
