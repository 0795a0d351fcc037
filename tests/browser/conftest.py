"""A real workshop for the browser ring: both doors served by ``minga serve``, a real Chromium.

Screenshots go to ``test-artefacts/`` (not tracked). Every page is watched: an error in its console, an
uncaught exception or a request to any other host fails the test that opened it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from minga.serve.opening.supervise import answers
from minga.store import Store, open_store
from tests.notebooks.serving import PHRASE, environment, free_ports, until

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / "test-artefacts"
WIDE = {"width": 1280, "height": 860}
BEAM = {"width": 1920, "height": 1080}
PHONE = {"width": 375, "height": 720}
BOTH_WAYS = pytest.mark.parametrize("way", ["kernel", "light"])
"""A phone is the same whether a kernel of its own serves it or the light way."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder belongs to the browser ring."""
    for item in items:
        if Path(item.fspath).parent == Path(__file__).parent:
            item.add_marker("browser")


@dataclass
class Workshop:
    """``minga serve`` under way, in a home of its own."""

    home: Path
    port: int
    facilitator_port: int
    process: subprocess.Popen[bytes] = field(repr=False)

    @property
    def guests(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def desk(self) -> str:
        return f"http://127.0.0.1:{self.facilitator_port}/"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.home / 'data' / 'minga.sqlite'}"

    def store(self) -> Store:
        """The store that the doors use."""
        return open_store(self.url)

    def log(self) -> str:
        """What both doors and their kernels complained about."""
        return "".join(file.read_text(errors="replace")
                       for file in (self.home / "serve.out", self.home / "outputs" / "serve.log") if file.is_file())

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run ``minga`` in the same home."""
        return subprocess.run([sys.executable, "-m", "minga.cli", *words], env=environment(self.home),
                              capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture
def way() -> str:
    """How phones are served; a test that says ``BOTH_WAYS`` runs twice."""
    return "kernel"


@pytest.fixture
def workshop(tmp_path: Path, way: str) -> Iterator[Workshop]:
    """An empty workshop, served."""
    yield from serve(tmp_path, *(["--light"] if way == "light" else []))


def serve(home: Path, *options: str) -> Iterator[Workshop]:
    """Serve a workshop from a home folder until the test is over."""
    port, facilitator_port = free_ports(2)
    with (home / "serve.out").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "minga.cli", "serve", "--no-open", "--port", str(port),
             "--facilitator-port", str(facilitator_port), *options],
            env=environment(home), stdout=log, stderr=log, start_new_session=True)
    ready = until(lambda: (answers("127.0.0.1", port) and answers("127.0.0.1", facilitator_port))
                  or process.poll() is not None, 90)
    assert ready, (home / "serve.out").read_text()
    assert process.poll() is None, (home / "serve.out").read_text()
    try:
        yield Workshop(home, port, facilitator_port, process)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise


class Watched:
    """Collects what no page may do."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def page(self, page: Page) -> Page:
        page.on("console", lambda m: self.wrong.append(f"console: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda e: self.wrong.append(f"uncaught: {e}"))
        page.on("dialog", lambda d: (self.wrong.append(f"dialog: {d.message}"), d.dismiss()))
        page.on("request", lambda r: self.wrong.append(f"other host: {r.url}") if foreign(r.url) else None)
        return page


def foreign(url: str) -> bool:
    """Whether an address leaves this machine."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1"


@pytest.fixture
def watched() -> Iterator[Watched]:
    """Watches pages; the test fails at its end if one of them did wrong."""
    made = Watched()
    yield made
    assert made.wrong == []


@pytest.fixture
def desk(browser: Browser, workshop: Workshop, watched: Watched) -> Iterator[Page]:
    """The facilitator's browser, already inside."""
    yield from inside(browser, workshop, watched, WIDE)


@pytest.fixture
def projector(browser: Browser, workshop: Workshop, watched: Watched) -> Iterator[Page]:
    """The computer at the projector: a second facilitator's browser, already inside."""
    yield from inside(browser, workshop, watched, BEAM)


def inside(browser: Browser, workshop: Workshop, watched: Watched, size: dict[str, int]) -> Iterator[Page]:
    """A facilitator's browser of its own, until the test is over."""
    context = browser.new_context(viewport=size, locale="es-CO", accept_downloads=True)
    page = watched.page(context.new_page())
    page.set_default_timeout(30_000)
    page.goto(workshop.desk)
    page.fill("input[type=password]", PHRASE)
    page.keyboard.press("Enter")
    page.wait_for_selector(".minga.start h2")
    yield page
    context.close()


@pytest.fixture
def phone(browser: Browser, workshop: Workshop, watched: Watched) -> Iterator[Callable[[str], Page]]:
    """Makes phones that have joined with an alias."""
    contexts = []

    def joined(alias: str) -> Page:
        context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="es-CO")
        contexts.append(context)
        page = watched.page(context.new_page())
        page.set_default_timeout(30_000)
        page.goto(workshop.guests)
        page.fill("#alias", alias)
        page.click("form button[type=submit]")
        page.wait_for_selector(".top .row")
        return page

    yield joined
    for context in contexts:
        context.close()


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Keeps a screenshot of a whole page."""
    folder = ARTEFACTS / request.node.name.removeprefix("test_")
    folder.mkdir(parents=True, exist_ok=True)

    def taken(page: Page, name: str) -> None:
        page.screenshot(path=folder / f"{name}.png", full_page=True)

    return taken
