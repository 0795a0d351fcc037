"""What every test may ask for: a home of its own, and a store on SQLite and on PostgreSQL.

- ``home``: ``MINGA_HOME`` and ``MINGA_OUTPUTS`` in the test's own folder, Spanish in force. It is in force
  in every test, so that none writes to the clone's ``data/`` or ``outputs/``.
- ``store``: an open, empty store; a test that asks for it runs twice, on SQLite and on PostgreSQL.
- ``store_url``: the address of that store, which is also in ``MINGA_STORE``.
- ``sqlite_store``: an open, empty SQLite store alone, for what has nothing to do with the database.
- ``postgres_store``: an open, empty PostgreSQL store alone.
- ``browser``: the one Chromium of this run; Playwright can be started only once in a process.
- ``postgres_url``: an empty PostgreSQL database, without Minga's tables.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings

from minga import i18n, tables
from minga.store import Store, open_store

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tools import find_browser, postgres  # noqa: E402

_FOLDER = "MINGA_TEST_POSTGRES"

settings.register_profile(
    "minga", deadline=None, max_examples=60, derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("minga")


def pytest_configure(config: pytest.Config) -> None:
    """Name the folder of the PostgreSQL that all workers of this run share; it starts when first asked for."""
    if not hasattr(config, "workerinput"):
        os.environ[_FOLDER] = str(postgres.new_folder())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the PostgreSQL of this run."""
    if not hasattr(config, "workerinput") and _FOLDER in os.environ:
        postgres.discard(Path(os.environ.pop(_FOLDER)))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of the test's own, and Spanish in force."""
    monkeypatch.setenv("MINGA_HOME", str(tmp_path))
    monkeypatch.setenv("MINGA_OUTPUTS", str(tmp_path / "outputs"))
    monkeypatch.delenv("MINGA_STORE", raising=False)
    i18n.set_language("es")
    yield tmp_path
    i18n.set_language("es")


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new SQLite store; copying it is much quicker than migrating for every test."""
    file = tmp_path_factory.mktemp("template") / "minga.sqlite"
    open_store(str(file)).close()
    return file


@pytest.fixture(scope="session")
def _postgres() -> Callable[[str], str]:
    """The suite's PostgreSQL: a function from a database's name to its address."""
    try:
        pattern = postgres.shared(Path(os.environ[_FOLDER]))
    except postgres.NoServer as wrong:
        pytest.fail(str(wrong), pytrace=False)
    return lambda name: pattern.format(name=name)


@pytest.fixture(scope="session")
def _on_server(_postgres: Callable[[str], str]) -> Iterator[Callable[[str], None]]:
    """Runs one statement outside any transaction, as CREATE DATABASE wants."""
    engine = sa.create_engine(_postgres("postgres"), isolation_level="AUTOCOMMIT")

    def run(statement: str) -> None:
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)

    yield run
    engine.dispose()


@pytest.fixture(scope="session")
def _postgres_template(_postgres: Callable[[str], str], _on_server: Callable[[str], None]) -> str:
    """The name of a migrated database, one for each worker."""
    name = f"template_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    _on_server(f"CREATE DATABASE {name}")
    open_store(_postgres(name)).close()
    return name


@pytest.fixture
def sqlite_url(_sqlite_template: Path, home: Path) -> str:
    """The address of an empty SQLite store, where Minga looks for it by itself."""
    file = home / "data" / "minga.sqlite"
    file.parent.mkdir(exist_ok=True)
    shutil.copyfile(_sqlite_template, file)
    return f"sqlite:///{file}"


def _database(postgres_at: Callable[[str], str], on_server: Callable[[str], None], template: str) -> Iterator[str]:
    name = f"test_{tables.new_id()}"
    on_server(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield postgres_at(name)
    on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_url(_postgres: Callable[[str], str], _on_server: Callable[[str], None]) -> Iterator[str]:
    """The address of an empty PostgreSQL database, without Minga's tables."""
    yield from _database(_postgres, _on_server, "template0")


@pytest.fixture
def _postgres_store_url(_postgres: Callable[[str], str], _on_server: Callable[[str], None],
                        _postgres_template: str) -> Iterator[str]:
    yield from _database(_postgres, _on_server, _postgres_template)


@pytest.fixture
def postgres_store(_postgres_store_url: str) -> Iterator[Store]:
    """An open, empty PostgreSQL store."""
    opened = open_store(_postgres_store_url)
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty store, once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "_postgres_store_url")
    monkeypatch.setenv("MINGA_STORE", url)
    return url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An open, empty store, once on SQLite and once on PostgreSQL."""
    opened = open_store(store_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Store]:
    """An open, empty SQLite store."""
    opened = open_store(sqlite_url)
    yield opened
    opened.close()


_BROWSER_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                  "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, the one that ``make test`` found or installed, without anything it does by itself."""
    from playwright.sync_api import expect, sync_playwright  # slow to import, and most tests need no browser

    path = os.environ.get("MINGA_BROWSER") or find_browser.find()
    if not path:
        pytest.fail("No Chromium: run 'make test', which finds or installs one.", pytrace=False)
    expect.set_options(timeout=30_000)  # a machine that runs other tests besides
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=_BROWSER_FLAGS)
        yield opened
        opened.close()
