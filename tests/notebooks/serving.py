"""Help for the tests that serve: tiny notebooks, a door as a process, a browser made of HTTP requests."""

from __future__ import annotations

import atexit
import contextlib
import http.client
import http.cookies
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import nbformat

from minga.serve.opening.children import answers

PHRASE = "luna rio sol pino"
TELL_ENVIRONMENT = """
import json, os, sys
import minga_widgets
told = {name: value for name, value in os.environ.items() if name.startswith(("MINGA_", "HTTP_", "OPENBLAS"))}
told.update(executable=sys.executable, strangers=[name for name in globals() if name == "stranger"])
print("TOLD" + json.dumps(told) + "END")
"""


def cell(source: str, *tags: str) -> nbformat.NotebookNode:
    """A code cell."""
    return nbformat.v4.new_code_cell(source, metadata={"tags": list(tags)})


def prose(source: str, *tags: str) -> nbformat.NotebookNode:
    """A Markdown cell."""
    return nbformat.v4.new_markdown_cell(source, metadata={"tags": list(tags)})


def write_notebook(file: Path, *cells: nbformat.NotebookNode, kernel: str = "python3") -> Path:
    """Write a notebook that asks for a kernel of that name."""
    notebook = nbformat.v4.new_notebook(cells=list(cells), metadata={"title": file.stem, "kernelspec": {
        "name": kernel, "display_name": kernel, "language": "python"}})
    file.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, file)
    return file


def write_notebooks(folder: Path) -> Path:
    """The notebooks of a small workshop."""
    note = prose("FOR THE AUTHOR", "author-note")
    write_notebook(folder / "participate.ipynb", note, prose("Bienvenida"), cell(TELL_ENVIRONMENT))
    write_notebook(folder / "0_start.ipynb", note, prose("Inicio"), cell(TELL_ENVIRONMENT), kernel="somebody-elses")
    write_notebook(folder / "1_context.ipynb", cell("1 / 0"), cell("print('after')"))
    write_notebook(folder / "monitoring.ipynb", cell("print('closed')"))
    (folder / "secret.png").write_bytes(b"not for everybody")
    return folder


def write_strangers_home(folder: Path) -> Path:
    """A home whose owner has configured Jupyter, Voilà and IPython for other work."""
    files = {
        ".local/share/jupyter/kernels/python3/kernel.json": json.dumps(
            {"argv": ["/bin/false", "{connection_file}"], "display_name": "Other", "language": "python"}),
        ".jupyter/voila.json": json.dumps({"VoilaConfiguration": {"template": "gone", "show_tracebacks": True}}),
        ".jupyter/jupyter_config.json": json.dumps({"MappingKernelManager": {"cull_idle_timeout": 1}}),
        ".ipython/profile_default/startup/00.py": "stranger = True",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def free_ports(count: int) -> list[int]:
    """Ports where nothing listens, all different."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def environment(home: Path) -> dict[str, str]:
    """The environment of a process under test: a home of its own, with a stranger's settings in it."""
    given = {name: value for name, value in os.environ.items() if not name.startswith(("MINGA_", "JUPYTER"))}
    temporary = home / "t"
    if not temporary.exists():
        home.mkdir(parents=True, exist_ok=True)
        short = tempfile.mkdtemp(prefix="t")  # a folder of pytest's own is too long a path for sockets
        atexit.register(shutil.rmtree, short, ignore_errors=True)
        temporary.symlink_to(short)
    return {
        **given, "HOME": str(write_strangers_home(home / "stranger")), "MINGA_HOME": str(home),
        "MINGA_PASSPHRASE": PHRASE, "TMPDIR": str(temporary.resolve()), "MINGA_POOL": "1",
    }


def until(happened: Callable[[], object], seconds: float = 30.0) -> bool:
    """Whether something becomes true in time; looked at ten times a second."""
    pause = threading.Event()
    for _ in range(int(seconds * 10)):
        if happened():
            return True
        pause.wait(0.1)
    return False


class Door:
    """One door, open while in use."""

    def __init__(self, role: str, home: Path, notebooks: Path, *options: str, port: int = 0) -> None:
        self.home, self.port, self.role = home, port or free_ports(1)[0], role
        given = environment(home)
        with (home / f"{role}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "minga.serve.opening.door", role, "--port", str(self.port),
                 "--notebooks", str(notebooks), "--participants-url", "http://192.0.2.1:8866/", *options],
                env=given, stdout=subprocess.DEVNULL, stderr=log,
            )

    def __enter__(self) -> Door:
        if not until(lambda: answers("127.0.0.1", self.port) or self.process.poll() is not None):
            self.close()
        assert self.process.poll() is None, self.log()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> int:
        """Close it politely."""
        self.process.terminate()
        return self.process.wait(30)

    def log(self) -> str:
        """What it complained about."""
        return (self.home / f"{self.role}.log").read_text()


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def told(self) -> dict[str, str]:
        """The environment that the page's kernel told."""
        found = re.search("TOLD(.*?)END", self.text.replace("&quot;", '"').replace("&#34;", '"').replace("&#39;", "'"))
        assert found, self.text[-2000:]
        return json.loads(found[1])

    @property
    def visitor(self) -> str:
        """The identity that the page's kernel finds."""
        told = self.told
        return told.get("HTTP_X_MINGA_USER") or json.loads(Path(told["MINGA_VISITOR"]).read_text())["user"]

    @property
    def kernel(self) -> str:
        """The id of the page's kernel."""
        found = re.search(r'"kernelId": "([0-9a-f-]{36})"', self.text)
        assert found, self.text[-2000:]
        return found[1]


@dataclass
class Visitor:
    """A browser: it sends paths exactly as written, keeps cookies, and follows nothing."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def connect(self) -> http.client.HTTPConnection:
        """A connection of its own for each request."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> Answer:
        """Send one request; underscores in header names stand for hyphens."""
        connection = self.connect()
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["Cookie"] = self.cookie_header()
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        connection.close()
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in http.cookies.SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return answer

    def get(self, path: str, **headers: str) -> Answer:
        """Get a page."""
        return self.ask("GET", path, **headers)

    def enter(self, path: str = "/", **headers: str) -> Answer:
        """Get the participants' page; when none is ready, wait for one as the page's script does."""
        page = self.get(path, **headers)
        for _ in range(60):
            if page.status != 200 or 'data-way="wait"' not in page.text:
                return page
            joined = json.loads(self.ask("POST", "/join").text)
            if joined["way"] == "kernel":
                text = page.text.replace('data-way="wait"', 'data-way="kernel"') + joined["page"]
                return Answer(200, page.headers, f'{text}"kernelId": "{joined["kernel"]}"'.encode())
            if joined["way"] == "light":
                return Answer(200, page.headers, page.text.replace('data-way="wait"', 'data-way="light"').encode())
        raise AssertionError("no page in time")

    def send(self, path: str, **fields: str) -> Answer:
        """Send a form."""
        return self.ask("POST", path, urlencode(fields), Content_Type="application/x-www-form-urlencoded")

    def form_token(self, path: str) -> str:
        """The token hidden in a form."""
        found = re.search(r'name="_xsrf" value="([^"]+)"', self.get(path).text)
        assert found
        return found[1]

    def log_in(self, phrase: str = PHRASE, to: str = "/") -> Answer:
        """Type the pass phrase."""
        return self.send("/login", password=phrase, next=to, _xsrf=self.form_token("/login"))

    def cookie_header(self) -> str:
        """The cookies as they travel."""
        return "; ".join(f'{name}="{value}"' for name, value in self.cookies.items())


class Wire:
    """A TCP connection to a door that can really be cut: open sockets close, new ones are refused."""

    def __init__(self, port: int) -> None:
        self.target, self.port, self.sockets = port, free_ports(1)[0], set[socket.socket]()
        self.listening: socket.socket | None = None
        self.flowing = threading.Event()
        self.flowing.set()
        self.join()

    def join(self) -> None:
        """Let connections through."""
        self.listening = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=(self.listening,), daemon=True).start()

    def hold(self) -> None:
        """Let nothing through, while everything looks open."""
        self.flowing.clear()

    def let_go(self) -> None:
        """Let everything through that was held."""
        self.flowing.set()

    def cut(self) -> None:
        """Close everything."""
        self.flowing.set()
        for one in [self.listening, *self.sockets]:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self.sockets.clear()

    def _accept(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _address = listening.accept()
                far = socket.create_connection(("127.0.0.1", self.target))
                self.sockets |= {near, far}
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self.flowing.wait()
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
