"""Files of the front ends: read once, compressed once, kept in memory, and kept by browsers for ever.

An address with the right version in it (``?v=…``, or a folder ``v-…``) never changes its content, so a browser
that comes back asks for nothing. What the two compressions cost is paid once for each file, not for each visitor.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import hashlib
import importlib.util
import mimetypes
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import brotli

TEMPLATE = Path(__file__).parent / "template" / "minga"
STATIC = TEMPLATE / "static"
STATIC_URL = "/minga/static/"

PARTS = {
    "host.js": ("fill_in", "line", "ways", "host"),
    "page.js": ("fill_in", "line", "late_widgets", "page"),
    "report.js": ("fill_in", "line", "ways", "host"),
}
"""Our scripts, and the files in ``static/host`` that each is made of."""
COMPONENT, REPORT = "participate", "report_form"
MODULES = {
    "host.js": ("participate_*.js", (), COMPONENT),
    "report.js": ("report_*.js", ("participate_outbox",), REPORT),
}
"""The scripts that carry a module of the widgets' package: the files of its family, what it borrows, and its last."""
EXPORT = "export default { render };"

WITH_FRONT_END = ("voila", "nbconvert", "anywidget", "jupyterlab-widgets", "ipydatagrid", "bqplot", "bqscales")
WORTH_PRESSING = ("text/", "application/javascript", "application/json", "image/svg", "font/ttf")
Maker = Callable[[Callable[[str], bytes | None]], bytes]
"""Makes a file out of others, which it reads by their names.

Raises:
    FileNotFoundError: what it is made of is not there.
"""


CODINGS: dict[str, Callable[[bytes, bool], bytes]] = {
    "br": lambda body, best: brotli.compress(body, quality=11 if best else 5, lgwin=22),
    "gzip": lambda body, best: gzip.compress(body, 9 if best else 6, mtime=0),
}
"""Browsers take ``br`` over https and from the same machine only; on a room's plain http it is ``gzip``. Brotli's best
costs seconds for a front end of some megabytes and saves a tenth: that is for our own small files."""


@dataclass
class Kept:
    """One file, in the forms in which it travels; each is made when it is first asked for, and kept.

    Attributes:
        kind: its content type.
        body: the file as it is.
        best: whether no time is spared to make it small.
        version: short hash of what is in it.
    """

    kind: str
    body: bytes = field(repr=False)
    best: bool = True
    version: str = ""
    _forms: dict[str, bytes] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.version = hashlib.sha256(self.body).hexdigest()[:12]

    def coding(self, accepted: str) -> str:
        """The coding for a browser's ``Accept-Encoding``; empty where the file travels as it is."""
        takes = {part.split(";")[0].strip().lower() for part in accepted.split(",") if not refused(part)}
        worth = self.kind.startswith(WORTH_PRESSING)
        return next((coding for coding in CODINGS if worth and coding in takes), "")

    def form(self, coding: str) -> bytes:
        """The file in a coding."""
        if not coding:
            return self.body
        if coding not in self._forms:
            self._forms[coding] = CODINGS[coding](self.body, self.best)
        return self._forms[coding]

    def ready(self, coding: str) -> bool:
        """Whether that form is there already."""
        return not coding or coding in self._forms


def refused(part: str) -> bool:
    """Whether a part of ``Accept-Encoding`` says that a coding is not wanted (``br;q=0``)."""
    weight = part.partition("q=")[2].strip()
    return bool(weight) and not weight.strip("0.")


def kind_of(name: str) -> str:
    """The content type of a file, by its name."""
    kind = {"js": "text/javascript", "woff2": "font/woff2", "woff": "font/woff", "ttf": "font/ttf"}.get(
        name.rpartition(".")[2]) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind.endswith(("json", "svg+xml")) else kind


@lru_cache(maxsize=256)  # names that do not exist are without number
def ours(name: str) -> Kept | None:
    """One of our own files or scripts, None where there is no such thing."""
    if name in PARTS:
        return Kept(kind_of(name), script(name).encode())
    file = STATIC / name
    return Kept(kind_of(name), file.read_bytes()) if file.parent == STATIC and file.is_file() else None


def address(name: str) -> str:
    """Where one of our files is, with its version.

    Raises:
        FileNotFoundError: there is no such file.
    """
    found = ours(name)
    if found is None:
        raise FileNotFoundError(name)
    return f"{STATIC_URL}{name}?v={found.version}"


def script(name: str) -> str:
    """One of our scripts, whole: a function of its own, so that it shares nothing with the page around it."""
    parts = [part(stem) for stem in PARTS[name]]
    if name in MODULES:
        parts.insert(0, component(name))
    return "\n".join(['(() => {', '"use strict";', "window.mingaPage = true;", *parts, "})();", ""])


@cache
def part(stem: str) -> str:
    """One of the files that our scripts are made of."""
    return (STATIC / "host" / f"{stem}.js").read_text(encoding="utf-8")


def component(name: str = "host.js") -> str:
    """The module that a script carries, as a value of it; nothing where the package is not installed."""
    texts = [widget_file(f"{stem}.js") for stem in ("common", *component_stems(name))]
    whole = "\n".join(texts)
    if EXPORT not in whole:
        return "const component = null;"
    return f"const component = (() => {{\n{whole.replace(EXPORT, 'return { render };')}\n}})();"


def component_stems(name: str = "host.js") -> list[str]:
    """The files of a script's module; the one that gives it its name is the last."""
    (family, borrowed, last), folder = MODULES[name], widgets()
    own = sorted(file.stem for file in folder.glob(family)) if folder else []
    return [*borrowed, *(stem for stem in own if stem != last), last] if folder else []


@cache
def widgets() -> Path | None:
    """The folder of the widgets' package, which is only located, never imported: nothing in ``minga`` needs it."""
    found = importlib.util.find_spec("minga_widgets")
    return next((Path(folder) for folder in (found.submodule_search_locations or []) if found), None) if found else None


@cache
def widget_file(name: str) -> str:
    """The text of a file of that package; empty where it is missing."""
    folder = widgets()
    file = folder / name if folder else None
    return file.read_text(encoding="utf-8") if file and file.is_file() else ""


@cache
def voila_version() -> str:
    """A folder name that changes when one of the packages does whose front end a page loads (``v-1a2b3c…``)."""
    told = []
    for package in WITH_FRONT_END:
        with contextlib.suppress(PackageNotFoundError):
            told.append(f"{package} {version(package)}")
    return f"v-{hashlib.sha256(' '.join(told).encode()).hexdigest()[:12]}"


class Shelf:
    """Files of somebody else's front end, looked for in some folders in turn; what was asked for is kept in memory.

    Args:
        folders: where files are; nothing outside them is ever given.
        made: files that are in none of the folders, by name, and what makes each of them out of others.
    """

    def __init__(self, folders: Sequence[str | Path], made: Mapping[str, Maker] | None = None) -> None:
        self._folders = [Path(folder).resolve() for folder in folders]
        self._made = made or {}
        self._kept: dict[str, Kept] = {}
        self._one = asyncio.Lock()

    async def find(self, name: str, accepted: str = "") -> tuple[Kept, str] | None:
        """A file and the coding in which a browser takes it, ready to be sent; None where there is none.

        One after the other: a machine that makes a page at the same time is not flooded with compressing.
        """
        kept = self._kept.get(name)
        if kept is None:
            if name not in self._made and self._file(name) is None:
                return None  # not remembered: names that do not exist are without number
            try:
                kept = self._kept.setdefault(name, await asyncio.to_thread(self._read, name))
            except OSError:
                return None
        coding = kept.coding(accepted)
        if not kept.ready(coding):
            async with self._one:
                await asyncio.to_thread(kept.form, coding)
        return kept, coding

    def read(self, name: str) -> bytes | None:
        """A file of the folders as it is, None where there is none."""
        file = self._file(name)
        return file.read_bytes() if file else None

    def _read(self, name: str) -> Kept:
        body = self._made[name](self.read) if name in self._made else self.read(name)
        if body is None:
            raise FileNotFoundError(name)
        return Kept(kind_of(name), body, best=False)

    def _file(self, name: str) -> Path | None:
        for folder in self._folders:
            file = (folder / name).resolve()
            if file.is_relative_to(folder) and file.is_file():
                return file
        return None
