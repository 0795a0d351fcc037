"""Migrations: the tables they make are the declared ones, and an older store keeps its rows."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from minga import tables
from minga.store import Store, engine, migrate, open_store, rows
from tools.sample import insert_sample, sample_rows

_SCRIPTS = ScriptDirectory.from_config(migrate.config())
REVISIONS = [script.revision for script in reversed(list(_SCRIPTS.walk_revisions()))]

_SECOND = '''
"""A column more"""
import sqlalchemy as sa
from alembic import op

revision = "{here}"
down_revision = "{before}"


def upgrade() -> None:
    with op.batch_alter_table("cards") as cards:
        cards.add_column(sa.Column("color", sa.Text, nullable=False, server_default="blanco"))
'''


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def new_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    """An engine on a database without any table."""
    url = str(tmp_path / "nuevo.sqlite") if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    made = engine._engine(engine._address(url))
    yield made
    made.dispose()


@pytest.fixture
def one_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A Minga with one migration more than the real one: a colour for each card."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    here = f"{int(engine.HEAD) + 1:04}"
    (folder / "versions" / f"{here}_a_column_more.py").write_text(_SECOND.format(here=here, before=engine.HEAD))
    monkeypatch.setattr(migrate, "FOLDER", folder)
    monkeypatch.setattr(engine, "HEAD", here)
    return here


def test_the_head_that_opening_knows_is_the_newest_migration() -> None:
    assert _SCRIPTS.get_heads() == [engine.HEAD]


def test_a_migrated_store_has_exactly_the_declared_tables(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.METADATA) == []


def _checks(target: sa.Engine | sa.Connection) -> dict[str, dict[str, str]]:
    inspector = sa.inspect(target)
    return {name: {str(c["name"]): c["sqltext"] for c in inspector.get_check_constraints(name)}
            for name in inspector.get_table_names() if name != "alembic_version"}


def test_a_migrated_store_checks_what_is_declared(store: Store) -> None:
    declared = {t.name: {str(c.name) for c in t.constraints if isinstance(c, sa.CheckConstraint)}
                for t in tables.METADATA.sorted_tables}
    assert {name: set(checks) for name, checks in _checks(store.engine).items()} == declared


def test_a_migrated_sqlite_file_checks_it_in_the_same_words(sqlite_store: Store) -> None:
    fresh = sa.create_engine("sqlite://")
    tables.METADATA.create_all(fresh)
    assert _checks(sqlite_store.engine) == _checks(fresh)
    fresh.dispose()


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_store_of_any_older_minga_keeps_its_rows(new_engine: sa.Engine, revision: str) -> None:
    migrate.upgrade(new_engine, None, target=revision)
    written = _fill(new_engine)
    store = open_store(new_engine.url.render_as_string(hide_password=False))
    for name, many in written.items():
        key = tables.id_column(name).name
        found = [{k: row[k] for k in many[0]} for row in rows(store, name, order=key)]
        assert found == sorted(many, key=lambda row: row[key])
    with store.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == engine.HEAD
    store.close()


@pytest.mark.parametrize("revision", REVISIONS)
def test_in_a_store_of_any_older_minga_references_go_on_leading_somewhere(new_engine: sa.Engine, revision: str) -> None:
    migrate.upgrade(new_engine, None, target=revision)
    written = _fill(new_engine)
    store = open_store(new_engine.url.render_as_string(hide_password=False))
    with store.transaction("away", plan_id="muestra") as tx:
        tx.delete("clusters", "muestra-clusters")
        tx.delete("cards", "muestra-cards")
    (left,) = rows(store, "cards")
    assert (left["card_id"], left["cluster_id"], left["duplicate_of"]) == ("copia", None, None)
    assert [p["card_id"] for p in rows(store, "proposals")] == [None] * ("proposals" in written)
    with pytest.raises(sa.exc.IntegrityError), store.transaction("lead nowhere", plan_id="muestra") as tx:
        tx.update("cards", "copia", duplicate_of="nadie")
    store.close()


def _fill(target: sa.Engine) -> dict[str, list[dict[str, Any]]]:
    """A row in every table as it stood then, and a card that refers to the other; newer columns are left out."""
    inspector = sa.inspect(target)
    then = {name: {c["name"] for c in inspector.get_columns(name)} for name in inspector.get_table_names()}
    sample = {name: [{k: v for k, v in row.items() if k in then[name]} for row in many]
              for name, many in sample_rows(private=True).items() if name in then}
    sample["cards"].append({**sample["cards"][0], "card_id": "copia", "status": "duplicate",
                            "duplicate_of": "muestra-cards"})
    with target.begin() as connection:
        if target.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        for name, many in sample.items():
            # A table of these columns alone, for the declared one would add the defaults of newer columns.
            then_table = sa.table(name, *(sa.column(k, tables.table(name).columns[k].type) for k in many[0]))
            connection.execute(sa.insert(then_table), many)
    return sample


def test_an_older_store_gains_the_new_column_and_keeps_its_cards(store: Store, store_url: str, one_more: str) -> None:
    insert_sample(store)
    store.close()
    newer = open_store(store_url)
    with newer.engine.connect() as connection:
        found = connection.execute(sa.text("SELECT card_id, color FROM cards")).all()
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == one_more
    newer.close()
    assert [tuple(row) for row in found] == [("muestra-cards", "blanco")]


def test_a_copy_of_the_older_file_is_put_aside(sqlite_store: Store, home: Path, one_more: str) -> None:
    before = engine._revision(sqlite_store.engine)
    insert_sample(sqlite_store)
    sqlite_store.close()
    open_store().close()
    with closing(sqlite3.connect(home / "data" / f"minga.sqlite.{before}.bak")) as copy:
        assert copy.execute("SELECT card_id FROM cards").fetchall() == [("muestra-cards",)]
        assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [(before,)]
        assert "color" not in {line[1] for line in copy.execute("PRAGMA table_info(cards)")}


def test_a_migration_that_fails_changes_nothing(store: Store, store_url: str, one_more: str) -> None:
    written = insert_sample(store)
    (script,) = migrate.FOLDER.glob(f"versions/{one_more}_*.py")
    script.write_text(script.read_text() + '    op.execute("INSERT INTO no_such_table VALUES (1)")\n')
    store.close()
    with pytest.raises(engine.StoreError):
        open_store(store_url)
    plain = Store(engine._engine(engine._address(store_url)))
    assert "color" not in {c["name"] for c in sa.inspect(plain.engine).get_columns("cards")}
    assert rows(plain, "cards") == written["cards"]
    plain.close()


def test_an_up_to_date_file_is_opened_without_a_copy(sqlite_store: Store, home: Path) -> None:
    sqlite_store.close()
    open_store().close()
    assert list((home / "data").glob("*.bak")) == []
