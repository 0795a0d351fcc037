"""The page in a real browser: through both doors, without another host, with the connection's state."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.notebooks.phones import serves
from tests.notebooks.serving import PHRASE, Door, Visitor, Wire, cell, prose, write_notebook

pytestmark = pytest.mark.browser

COUNTER = """
import anywidget, traitlets

class Counter(anywidget.AnyWidget):
    _esm = '''
    function render({ model, el }) {
      const button = document.createElement("button");
      const tell = () => { button.textContent = "count " + model.get("count"); };
      button.addEventListener("click", () => model.send({ op: "add" }));
      model.on("change:count", tell);
      tell();
      el.append(button);
    }
    export default { render };
    '''
    count = traitlets.Int(0).tag(sync=True)

    def __init__(self):
        super().__init__()
        self.on_msg(lambda _widget, said, _buffers: setattr(self, "count", self.count + 1))

Counter()
"""
GRID = "import pandas, ipydatagrid\nipydatagrid.DataGrid(pandas.DataFrame({'a': [1, 2]}))"
HOSTILE = "import ipywidgets\nipywidgets.HTML('<img src=x onerror=\"window.attacked = true\"><p>hostile</p>')"


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Notebooks with a widget of each kind that a door serves."""
    folder = tmp_path_factory.mktemp("notebooks")
    write_notebook(folder / "participate.ipynb", prose("Bienvenida $x^2$"), cell(COUNTER))
    write_notebook(folder / "0_start.ipynb", prose("# Inicio"), cell(COUNTER), cell(GRID))
    write_notebook(folder / "1_context.ipynb", cell(HOSTILE), cell(COUNTER))
    return folder


@pytest.fixture(scope="module")
def participants(tmp_path_factory: pytest.TempPathFactory, notebooks: Path) -> Iterator[Door]:
    """The participants' door."""
    with Door("participant", tmp_path_factory.mktemp("h"), notebooks) as opened:
        yield opened


@pytest.fixture(scope="module")
def facilitators(tmp_path_factory: pytest.TempPathFactory, notebooks: Path) -> Iterator[Door]:
    """The facilitator's door."""
    with Door("facilitator", tmp_path_factory.mktemp("h"), notebooks) as opened:
        yield opened


class Watched:
    """A page, and everything it asked for or complained about."""

    def __init__(self, browser: Browser, width: int) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 800}, locale="es-CO")
        self.page: Page = self.context.new_page()
        self.hosts: set[str] = set()
        self.problems: list[str] = []
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", lambda said: said.type == "error" and self.problems.append(said.text))


@pytest.fixture(params=[375, 1280])
def watched(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Watched]:
    """A fresh browser window, of a phone and of a laptop."""
    made = Watched(browser, request.param)
    yield made
    made.context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Watched]:
    """A phone."""
    made = Watched(browser, 375)
    yield made
    made.context.close()


def state(page: Page, expected: str, seconds: float = 30) -> None:
    """Wait until the line at the top says so."""
    expect(page.locator(f"#minga-state[data-state={expected}]")).to_be_visible(timeout=seconds * 1000)


def log_in(page: Page, port: int, path: str = "/") -> None:
    """Type the pass phrase."""
    page.goto(f"http://127.0.0.1:{port}{path}")
    page.get_by_label("Contraseña").fill(PHRASE)
    page.get_by_role("button", name="Entrar").click()


def fits(page: Page) -> bool:
    """Whether nothing sticks out to the right."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_participants_widget_works_and_no_other_host_is_asked(participants: Door, watched: Watched) -> None:
    page = watched.page
    page.goto(f"http://127.0.0.1:{participants.port}/")
    page.get_by_role("button", name="count 0").click()
    expect(page.get_by_role("button", name="count 1")).to_be_visible()
    state(page, "connected")
    expect(page.get_by_text("Conectado")).to_be_visible()
    expect(page.locator("#loading")).to_have_count(0)
    assert fits(page)
    assert watched.hosts - {""} == {f"127.0.0.1:{participants.port}"}
    assert watched.problems == []


def test_the_facilitators_widgets_work_and_no_other_host_is_asked(facilitators: Door, watched: Watched) -> None:
    page = watched.page
    log_in(page, facilitators.port)
    page.get_by_role("button", name="count 0").click()
    expect(page.get_by_role("button", name="count 1")).to_be_visible()
    expect(page.locator(".ipydatagrid-widget, .lm-DataGrid").first).to_be_visible()
    state(page, "connected")
    assert watched.hosts - {""} == {f"127.0.0.1:{facilitators.port}"}
    assert watched.problems == []


def test_markup_with_a_script_inside_does_not_run(facilitators: Door, phone: Watched) -> None:
    page = phone.page
    log_in(page, facilitators.port, "/voila/render/1_context.ipynb")
    expect(page.get_by_text("hostile")).to_be_visible()
    expect(page.get_by_role("button", name="count 0")).to_be_visible()
    assert page.evaluate("window.attacked") is None
    assert any("Content Security Policy" in problem for problem in phone.problems)


def test_the_loading_line_is_sent_before_the_kernel_is_there(facilitators: Door) -> None:
    visitor = Visitor(facilitators.port)
    visitor.log_in()
    connection = visitor.connect()
    connection.request("GET", "/voila/render/0_start.ipynb", headers={"Cookie": visitor.cookie_header()})
    response = connection.getresponse()
    first = ""
    while "Preparando la página…" not in first:  # piece by piece, as the door sent them
        piece = response.read1(1 << 20)
        assert piece, first
        first += piece.decode("utf-8", "replace")
    rest = response.read().decode()
    connection.close()
    assert "kernelId" not in first
    assert "minga-complete" not in first
    assert "kernelId" in rest
    assert "minga-complete" in rest


def test_login_and_error_pages_fit_a_phone_and_are_written_in_spanish(facilitators: Door, phone: Watched) -> None:
    page = phone.page
    page.goto(f"http://127.0.0.1:{facilitators.port}/")
    field = page.get_by_label("Contraseña")
    expect(field).to_be_focused()
    assert field.bounding_box()["height"] >= 44
    assert page.get_by_role("button", name="Entrar").bounding_box()["height"] >= 44
    assert fits(page)
    field.fill("otra")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("La contraseña no es esa")
    page.goto(f"http://127.0.0.1:{facilitators.port}/nothing")
    expect(page.get_by_role("heading", name="Esta página no existe")).to_be_visible()
    assert fits(page)


def test_older_browsers_get_the_two_functions_that_anywidget_needs(participants: Door, phone: Watched) -> None:
    page = phone.page
    page.add_init_script("delete AbortSignal.any; delete AbortSignal.timeout;")
    page.goto(f"http://127.0.0.1:{participants.port}/")
    page.get_by_role("button", name="count 0").click()
    expect(page.get_by_role("button", name="count 1")).to_be_visible()
    assert page.evaluate("""async () => {
      const first = new AbortController();
      const both = AbortSignal.any([first.signal, AbortSignal.timeout(60000)]);
      first.abort("why");
      const late = AbortSignal.any([AbortSignal.timeout(1)]);
      await new Promise((done) => late.addEventListener("abort", done));
      return [both.aborted, both.reason, late.reason.name];
    }""") == [True, "why", "TimeoutError"]


def kernel(door: Door, page: Page) -> psutil.Process:
    """The process behind a page."""
    name = page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    for child in psutil.Process(door.process.pid).children(recursive=True):
        with contextlib.suppress(psutil.Error):  # it has just ended
            if serves(child, name):
                return child
    raise AssertionError(name)


def test_a_page_says_goodbye_when_it_is_left(participants: Door, phone: Watched) -> None:
    page = phone.page
    page.add_init_script("navigator.sendBeacon = (url) => sessionStorage.setItem('said', url);")
    page.goto(f"http://127.0.0.1:{participants.port}/")
    state(page, "connected")
    page.goto(f"http://127.0.0.1:{participants.port}/ping")
    assert page.evaluate("sessionStorage.getItem('said')").startswith("/voila/api/leave/")


def test_a_page_whose_kernel_died_says_so_and_takes_a_new_one_by_itself(participants: Door, phone: Watched) -> None:
    page = phone.page
    page.goto(f"http://127.0.0.1:{participants.port}/")
    page.get_by_role("button", name="count 0").click()
    expect(page.get_by_role("button", name="count 1")).to_be_visible()
    page.route("**/ping", lambda route: route.abort())
    kernel(participants, page).kill()
    state(page, "gone")
    expect(page.get_by_text("Esta página se cerró en el servidor")).to_be_visible()
    box = page.get_by_role("button", name="Volver a cargar").bounding_box()
    assert box is not None
    assert box["height"] >= 44
    page.unroute("**/ping")  # never while the server does not answer: a browser's own error page would stay
    expect(page.get_by_role("button", name="count 0")).to_be_visible(timeout=30_000)


def test_when_the_server_goes_and_comes_back_the_page_tells(notebooks: Path, tmp_path: Path, phone: Watched) -> None:
    page = phone.page
    with Door("participant", tmp_path, notebooks) as first:
        page.goto(f"http://127.0.0.1:{first.port}/")
        state(page, "connected")
        port = first.port
    expect(page.locator("#minga-state")).to_have_attribute("data-state", "reconnecting", timeout=20_000)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    state(page, "offline")
    with Door("participant", tmp_path, notebooks, port=port):
        page.evaluate("window.dispatchEvent(new Event('online'))")
        state(page, "connected")


def test_a_cut_connection_is_told_and_comes_back_with_everything_in_it(participants: Door, phone: Watched) -> None:
    page, wire = phone.page, Wire(participants.port)
    page.goto(f"http://127.0.0.1:{wire.port}/")
    page.get_by_role("button", name="count 0").click()
    expect(page.get_by_role("button", name="count 1")).to_be_visible()
    wire.hold()  # it looks open, and nobody answers
    expect(page.locator("#minga-state")).to_have_attribute("data-state", "reconnecting", timeout=6_500)
    wire.let_go()
    state(page, "connected")
    wire.cut()
    expect(page.locator("#minga-state")).to_have_attribute("data-state", "reconnecting", timeout=20_000)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    state(page, "offline")
    wire.join()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    state(page, "connected")
    page.get_by_role("button", name="count 1").click()
    expect(page.get_by_role("button", name="count 2")).to_be_visible(timeout=20_000)
    wire.cut()
