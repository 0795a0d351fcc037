"""A plan out to CSV and back: the same rows, the same bytes, on both databases."""

from __future__ import annotations

import csv
import io
import random
import time
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import frictionless
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from minga import tables
from minga.errors import InputError, NotFound
from minga.exchange import export_excel_csv, export_package, load_plan, read_package, read_plan
from minga.store import Store
from minga.workshop.plans import new_plan

NASTY = ["=HYPERLINK(\"http://x\")", "+57 300", "-5", "@x", "\tx", "\rx", "'=x", "''-x", "＝1", "NA", "None", "1.10",
         "a\nb", "a\r\nb", 'di "hola"', "a;b,c\td", "<img src=x onerror=alert(1)>", "מילה", "👩🏽‍🌾", " ", "\ufeffx",
         "é", "e\u0301", "\x0b", "x" * 20_000]
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@st.composite
def plans(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """Rows of a whole plan, with every table and hostile text."""
    chance = draw(st.randoms(use_true_random=False))
    texts = [*draw(st.lists(TEXT, max_size=6)), *chance.sample(NASTY, 4), "", "x"]
    number = draw(st.floats(allow_nan=False, allow_infinity=False))
    made: dict[str, list[dict[str, Any]]] = {}
    for target in sorted(tables.exported_tables(), key=lambda t: t.name in ("links", "votes")):
        rows = [{c.name: _value(c, made, chance, texts, number) for c in target.columns}
                for _i in range(1 if target.name == "plans" else chance.randint(0, 3))]
        made[target.name] = _without_rivals(
            target.name, [r for r in rows if None not in [r[c.name] for c in target.columns if not c.nullable]])
    return _as_promised(made)


def _as_promised(made: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Nobody is named in an anonymous stage: no store holds such rows, and importing them is refused."""
    anonymous = {stage["stage_id"] for stage in made["stages"] if stage["anonymity"] == "anonymous"}
    for name in ("cards", "votes", "proposals", "consents"):
        for row in made[name]:
            if row["stage_id"] in anonymous:
                traces = {"author_id": None, "participant_id": None, "team": "", "created_at": None}
                row.update({k: v for k, v in traces.items() if k in row})
    return made


def _value(column: sa.Column[Any], made: dict[str, list[dict[str, Any]]], chance: random.Random, texts: list[str],
           number: float) -> Any:
    kind = tables.column_kind(column)
    if column.name in ("from_id", "to_id", "target_id"):
        return chance.choice([row["cluster_id"] for row in made["clusters"]] or [None])
    for fk in column.foreign_keys:
        ids = [row[fk.column.name] for row in made.get(fk.column.table.name, ())]
        return chance.choice([*ids, *([None] if column.nullable else [])] or [None])
    if column.primary_key and column.name.endswith("_id"):
        return tables.new_id()
    if column.name == "period":
        return chance.choice(["2018-S1", "2018-S2", "2018-Q3", "2019"])
    if kind == "choice":
        return chance.choice([*column.info["values"], *([""] if column.info["blank"] else [])])
    if kind == "text":
        return chance.choice(texts if column.info.get("optional") else [t for t in texts if t])
    if column.nullable and chance.random() < 0.3:
        return None
    if between := column.info.get("between"):
        return chance.randint(*between) if kind == "integer" else chance.uniform(*between)
    days = timedelta(days=chance.randint(-40_000, 40_000), seconds=chance.randint(0, 86_399))
    return {"integer": chance.choice([1 - 2**31, -1, 0, 1, 2**31 - 1]), "boolean": chance.random() < 0.5,
            "number": number,
            "date": date(2018, 1, 1) + days, "datetime": datetime(2018, 1, 1, tzinfo=UTC) + days}[kind]


def _without_rivals(name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    target = tables.table(name)
    sets = [[c.name for c in target.primary_key.columns]]
    sets += [[c.name for c in rule.columns] for rule in target.constraints if isinstance(rule, sa.UniqueConstraint)]
    kept: list[dict[str, Any]] = []
    for row in rows:
        if not any(all(row[c] == other[c] for c in columns) for other in kept for columns in sets):
            kept.append(row)
    return kept


def wipe(store: Store) -> None:
    with store.engine.begin() as connection:
        for target in reversed(tables.METADATA.sorted_tables):
            connection.execute(sa.delete(target))


def by_key(rows: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    return {name: sorted(some, key=lambda r, n=name: [str(r[c.name]) for c in tables.table(n).primary_key.columns])
            for name, some in rows.items()}


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


@settings(max_examples=15)
@given(rows=plans())
def test_a_plan_goes_out_and_comes_back_row_for_row_and_byte_for_byte(store: Store, tmp_path: Path, rows: Any) -> None:
    wipe(store)
    load_plan(store, rows)
    before = read_plan(store, rows["plans"][0]["plan_id"])
    assert by_key(before) == by_key(rows)
    export_package(store, rows["plans"][0]["plan_id"], tmp_path / "first")
    back, warnings = read_package(tmp_path / "first")
    assert back == before
    assert [w.column for w in warnings] == ["method"]
    wipe(store)
    load_plan(store, back)
    export_package(store, rows["plans"][0]["plan_id"], tmp_path / "second")
    assert contents(tmp_path / "first") == contents(tmp_path / "second")


@settings(max_examples=15)
@given(rows=plans(), country=st.sampled_from(["CO", "MX", ""]))
def test_the_csv_for_a_countrys_spreadsheets_is_read_back_as_the_same_rows(
        sqlite_store: Store, tmp_path: Path, rows: Any, country: str) -> None:
    wipe(sqlite_store)
    load_plan(sqlite_store, rows)
    plan_id = rows["plans"][0]["plan_id"]
    export_excel_csv(sqlite_store, plan_id, tmp_path / "excel", country=country)
    assert by_key(read_package(tmp_path / "excel")[0]) == by_key(read_plan(sqlite_store, plan_id))


@settings(max_examples=15)
@given(rows=plans())
def test_importing_the_same_package_again_with_update_changes_nothing(store: Store, rows: Any) -> None:
    wipe(store)
    load_plan(store, rows)
    first = read_plan(store, rows["plans"][0]["plan_id"])
    changes = _count(store, "changes")
    report = load_plan(store, rows, update=True)
    assert (report.inserted, report.updated, report.kept) == ({}, {}, {})
    assert sum(report.unchanged.values()) == sum(map(len, rows.values()))
    assert read_plan(store, rows["plans"][0]["plan_id"]) == first
    assert _count(store, "changes") == changes


@settings(max_examples=15)
@given(rows=plans())
def test_a_copy_under_another_id_lives_beside_the_first_and_can_be_updated(store: Store, rows: Any) -> None:
    wipe(store)
    load_plan(store, rows)
    first = read_plan(store, rows["plans"][0]["plan_id"])
    load_plan(store, rows, plan_id="copia")
    copy = read_plan(store, "copia")
    assert {n: len(r) for n, r in copy.items()} == {n: len(r) for n, r in rows.items()}
    assert sorted(c["text"] for c in copy["cards"]) == sorted(c["text"] for c in rows["cards"])
    assert not {c["card_id"] for c in copy["cards"]} & {c["card_id"] for c in rows["cards"]}
    assert read_plan(store, rows["plans"][0]["plan_id"]) == first
    again = load_plan(store, rows, plan_id="copia", update=True)
    assert (again.inserted, again.updated, again.kept) == ({}, {}, {})


def _count(store: Store, name: str) -> int:
    with store.reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(tables.table(name))).scalar_one()


@pytest.fixture
def plan(store: Store) -> str:
    """A small plan: a stage of every kind and a few rows in each table that hurts."""
    return fill(store)


def fill(store: Store, cards: int = 4) -> str:
    plan_id = new_plan(store, title="Plan de la red", organization="Red", countries="CO MX", starts=date(2018, 1, 1),
                       ends=date(2019, 12, 31))
    with store.transaction("fill", plan_id=plan_id) as tx:
        stage = tx.rows("stages", plan_id=plan_id, key="vision")[0]["stage_id"]
        group = tx.insert("clusters", {"stage_id": stage, "position": 1, "title": "Red fuerte"})["cluster_id"]
        tx.insert_many("cards", [{"stage_id": stage, "cluster_id": group, "position": i, "text": NASTY[i % 20] + "·"}
                                 for i in range(1, cards + 1)])
        direction = tx.insert("directions", {"plan_id": plan_id, "position": 1, "code": "1", "title": "Formar"})
        action = tx.insert("actions", {"direction_id": direction["direction_id"], "code": "1.10", "position": 1,
                                       "text": "Abrir la escuela", "starts": date(2018, 2, 1), "cost": 10.5})
        tx.insert("assignments", {"action_id": action["action_id"], "as_written": "Ceiba (Colombia)"})
        tx.insert("progress", {"action_id": action["action_id"], "period": "2018-S1", "status": "done", "percent": 50})
        tx.insert("periods", {"plan_id": plan_id, "period": "2018-S1", "starts": date(2018, 1, 1),
                              "ends": date(2018, 6, 30)})
        one = tx.insert("indicators", {"plan_id": plan_id, "position": 1, "title": "Talleres", "method": "period"})
        tx.insert("targets", {"indicator_id": one["indicator_id"], "period": "2018-S1", "value": 1234.5})
        tx.insert("codelists", {"codelist": "dim", "code": "sexo", "label_es": "Sexo"})
    return plan_id


def test_the_frictionless_validator_accepts_the_package(store: Store, plan: str, tmp_path: Path) -> None:
    files = export_package(store, plan, tmp_path / "package")
    report = frictionless.validate(str(tmp_path / "package" / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])
    assert len(files) == len(tables.exported_tables()) + 1
    assert (tmp_path / "package" / "votes.csv").read_bytes() == b"vote_id,stage_id,target_id,participant_id,points\n"


def test_the_package_lands_in_the_plans_own_folder(sqlite_store: Store, home: Path) -> None:
    plan = fill(sqlite_store)
    export_package(sqlite_store, plan)
    text = (home / "outputs" / plan / "data" / "actions.csv").read_bytes()
    assert text.startswith(b"action_id,direction_id,parent_id,code,")
    assert b"\r" not in text
    assert b",1.10," in text
    assert not list((home / "outputs" / plan / "data").glob(".*"))


def test_no_private_table_is_exported(sqlite_store: Store, tmp_path: Path) -> None:
    names = {file.stem for file in export_package(sqlite_store, fill(sqlite_store), tmp_path)}
    assert not names & {"people", "devices", "changes", "settings", "operations"}


def test_an_unknown_plan_cannot_be_exported(sqlite_store: Store, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="fantasma"):
        export_package(sqlite_store, "fantasma", tmp_path / "package")
    assert not (tmp_path / "package").exists()


def test_a_plan_that_is_there_is_not_overwritten_without_being_asked(store: Store, plan: str) -> None:
    rows = read_plan(store, plan)
    with pytest.raises(InputError, match="--update"):
        load_plan(store, rows)
    assert read_plan(store, plan) == rows


def test_update_changes_what_differs_adds_what_is_new_and_keeps_what_is_absent(store: Store, plan: str) -> None:
    rows = read_plan(store, plan)
    rows["cards"] = rows["cards"][:2]
    rows["cards"][0] = {**rows["cards"][0], "text": "otra cosa"}
    rows["cards"].append({**rows["cards"][1], "card_id": "nueva", "text": "una más"})
    report = load_plan(store, rows, update=True)
    assert (report.inserted, report.updated, report.kept) == ({"cards": 1}, {"cards": 1}, {"cards": 2})
    assert len(read_plan(store, plan)["cards"]) == 5


def test_rows_of_another_plan_cannot_be_taken_over_by_an_import(store: Store, plan: str) -> None:
    rows = read_plan(store, plan)
    intruder = {"plans": [{**rows["plans"][0], "plan_id": "intruso"}],
                "stages": [{**row, "plan_id": "intruso", "title": "mía"} for row in rows["stages"]]}
    with pytest.raises(InputError, match="otro plan"):
        load_plan(store, intruder, update=True)
    assert read_plan(store, plan) == rows


def test_two_rows_for_the_same_indicator_and_period_are_named_before_anything_is_written(
        store: Store, plan: str) -> None:
    rows = read_plan(store, plan)
    rows["targets"][0] = {**rows["targets"][0], "target_id": "otro"}
    rows["cards"][0] = {**rows["cards"][0], "text": "no debe quedar"}
    before = read_plan(store, plan)
    with pytest.raises(InputError) as caught:
        load_plan(store, rows, update=True)
    assert [(f.file, f.column.split(",")[0]) for f in caught.value.faults] == [("targets.csv", "indicator_id")]
    assert read_plan(store, plan) == before


def test_a_reference_that_leads_nowhere_leaves_the_store_as_it_was(store: Store, plan: str) -> None:
    before = read_plan(store, plan)
    changes = _count(store, "changes")
    rows = {**before, "actions": [{**before["actions"][0], "parent_id": "nadie"}]}
    with pytest.raises(InputError):
        load_plan(store, rows, update=True)
    assert read_plan(store, plan) == before
    assert _count(store, "changes") == changes


@pytest.mark.parametrize("plan_id", ["../fuera", "a/b", "", "con espacio", "x" * 81, "ñ", ".", "a\x00b"])
def test_a_plan_id_that_is_not_a_plain_name_is_refused(sqlite_store: Store, plan_id: str) -> None:
    row = {"plan_id": plan_id, "title": "t", "method": "top", "created_at": tables.now()}
    with pytest.raises(InputError, match="identificador de plan"):
        load_plan(sqlite_store, {"plans": [row]})
    assert _count(sqlite_store, "plans") == 0


def test_a_zip_of_the_folder_is_read_like_the_folder(sqlite_store: Store, tmp_path: Path) -> None:
    plan = fill(sqlite_store)
    files = export_package(sqlite_store, plan, tmp_path / "package")
    with zipfile.ZipFile(tmp_path / "plan.zip", "w") as archive:
        for file in files:
            archive.write(file, f"mi plan/data/{file.name}")
    assert read_package(tmp_path / "plan.zip") == read_package(tmp_path / "package")
    (tmp_path / "home").mkdir()
    (tmp_path / "package").rename(tmp_path / "home" / "data")
    assert read_package(tmp_path / "home") == read_package(tmp_path / "home" / "data")


def test_exporting_five_thousand_cards_takes_well_under_a_second_or_two(sqlite_store: Store, tmp_path: Path) -> None:
    plan = fill(sqlite_store, cards=5_000)
    started = time.perf_counter()
    export_package(sqlite_store, plan, tmp_path / "package")
    seconds = time.perf_counter() - started
    with io.StringIO((tmp_path / "package" / "cards.csv").read_bytes().decode(), newline="") as text:
        assert sum(1 for _row in csv.reader(text)) == 5_001
    assert seconds < 3
