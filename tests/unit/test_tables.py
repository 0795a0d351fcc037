"""The schema: every face of it says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from minga import i18n, tables
from minga.tables import METADATA, schema

ALL = METADATA.sorted_tables
COLUMNS = [column for table in ALL for column in table.columns]


@pytest.mark.parametrize("table", ALL, ids=lambda t: t.name)
def test_every_table_says_what_a_row_is(table: sa.Table) -> None:
    assert table.comment
    assert table.comment.endswith(".")


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_every_column_says_what_it_is(column: sa.Column) -> None:
    assert column.comment
    assert column.comment.endswith(".")
    assert "|" not in column.comment  # it would break the dictionary's table
    assert "\n" not in column.comment


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_every_name_is_plain_snake_case(column: sa.Column) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name)
    assert re.fullmatch(r"[a-z][a-z_]*", column.table.name)


@pytest.fixture(scope="module")
def sql() -> Iterator[sa.Inspector]:
    """A database with every declared table, and a look at it."""
    engine = sa.create_engine("sqlite://")
    METADATA.create_all(engine)
    yield sa.inspect(engine)
    engine.dispose()


def _dictionary_columns(table: sa.Table) -> list[str]:
    part = tables.dictionary().split(f"## `{table.name}`", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^\| `([a-z0-9_]+)` \|", part, flags=re.MULTILINE)


@pytest.mark.parametrize("table", ALL, ids=lambda t: t.name)
def test_the_faces_of_a_table_agree(sql: sa.Inspector, table: sa.Table) -> None:
    assert [c["name"] for c in sql.get_columns(table.name)] == tables.columns(table.name) == _dictionary_columns(table)


def test_the_data_package_names_every_exported_table_and_column_in_order() -> None:
    package = tables.datapackage("muestra", "Un plan")
    assert {r["name"]: [f["name"] for f in r["schema"]["fields"]] for r in package["resources"]} == {
        t.name: tables.columns(t.name) for t in tables.exported_tables()}
    assert [r["path"] for r in package["resources"]] == [f"{t.name}.csv" for t in tables.exported_tables()]


def test_what_is_private_is_never_in_the_data_package() -> None:
    names = {r["name"] for r in tables.datapackage("muestra", "Un plan")["resources"]}
    assert names & {"people", "devices", "changes", "operations", "settings", "runs"} == set()


def test_a_data_package_of_some_tables_refers_only_to_those() -> None:
    package = tables.datapackage("muestra", "Un plan", ["cards", "clusters"])
    (links,) = [r["schema"]["foreignKeys"] for r in package["resources"] if r["name"] == "cards"]
    assert {link["reference"]["resource"] for link in links} == {"clusters", ""}


def test_parents_come_before_children() -> None:
    order = [t.name for t in tables.exported_tables()]
    for table in tables.exported_tables():
        for fk in table.foreign_keys:
            assert order.index(fk.column.table.name) <= order.index(table.name)


@pytest.mark.parametrize("table", [t for t in ALL if t.info["scope"]], ids=lambda t: t.name)
def test_every_table_leads_to_its_plan(table: sa.Table) -> None:
    path = tables.plan_path(table.name)
    assert path[0][0] == table.name
    assert path[-1][1] == "plan_id"


@pytest.mark.parametrize("column", [c for c in COLUMNS if c.foreign_keys], ids=str)
def test_every_reference_is_indexed_and_says_what_happens_to_the_row(column: sa.Column) -> None:
    (link,) = column.foreign_keys
    assert column.index
    assert link.ondelete == ("SET NULL" if column.nullable else "CASCADE")


def test_a_code_is_text_everywhere() -> None:
    codes = [c for c in COLUMNS if c.name in ("code", "period", "ref_code")]
    assert len(codes) >= 6
    assert {tables.column_kind(c) for c in codes} == {"text"}


def test_an_indicator_must_say_how_its_values_are_reported() -> None:
    method = tables.table("indicators").c.method
    assert not method.nullable
    assert method.default is None or method.default.arg == ""
    with pytest.raises(ValueError, match="obligatorio"):
        tables.parse_cell(method, "")


def test_the_dictionary_speaks_every_language_with_the_same_columns() -> None:
    spoken = []
    for code in i18n.LANGUAGES:
        with i18n.speaking(code):
            spoken.append(re.findall(r"^\| `([a-z0-9_]+)` \|", tables.dictionary(), flags=re.MULTILINE))
    assert spoken[0] == spoken[1] == spoken[2] == [c.name for c in COLUMNS]


def test_the_lists_of_the_methods_and_of_the_schema_are_the_same() -> None:
    from minga import methods

    assert (methods.KINDS, methods.ANONYMITY) == (schema.KINDS, schema.ANONYMITY)
