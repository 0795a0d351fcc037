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
from collections.abc import Sequence
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
    "page.js": ("fill_in", "line", "page"),
}
"""Our two scripts, and the files in ``static/host`` that each is made of."""
COMPONENT = "participate"
EXPORT = "export default { render };"

WITH_FRONT_END = ("voila", "nbconvert", "anywidget", "jupyterlab-widgets", "ipydatagrid", "bqplot", "bqscales")
WORTH_PRESSING = ("text/", "application/javascript", "application/json", "image/svg", "font/ttf")
SMALL = 256 * 1024
"""Up to this size the best compression takes a moment only."""


@dataclass(frozen=True)
class Kept:
    """One file, in every form in which it may travel.

    Attributes:
        kind: its content type.
        version: short hash of what is in it.
        forms: its bytes by content coding; ``""`` is the file as it is.
    """

    kind: str
    version: str
    forms: dict[str, bytes] = field(repr=False)

    def best(self, accepted: str) -> tuple[str, bytes]:
        """The smallest form that a browser takes, by its ``Accept-Encoding``."""
        takes = {part.split(";")[0].strip().lower() for part in accepted.split(",") if not refused(part)}
        return min(((name, body) for name, body in self.forms.items() if not name or name in takes),
                   key=lambda form: len(form[1]))


def refused(part: str) -> bool:
    """Whether a part of ``Accept-Encoding`` says that a coding is not wanted (``br;q=0``)."""
    weight = part.partition("q=")[2].strip()
    return bool(weight) and not weight.strip("0.")


def press(body: bytes, kind: str) -> Kept:
    """Compress a file in both ways, where that helps; large ones a little less hard."""
    forms = {"": body}
    if kind.startswith(WORTH_PRESSING):
        small = len(body) <= SMALL
        forms["gzip"] = gzip.compress(body, 9 if small else 6, mtime=0)
        forms["br"] = brotli.compress(body, quality=11 if small else 7, lgwin=22)
        forms = {name: form for name, form in forms.items() if not name or len(form) < len(body)}
    return Kept(kind, hashlib.sha256(body).hexdigest()[:12], forms)


def kind_of(name: str) -> str:
    """The content type of a file, by its name."""
    kind = {"js": "text/javascript", "woff2": "font/woff2", "woff": "font/woff", "ttf": "font/ttf"}.get(
        name.rpartition(".")[2]) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind.endswith(("json", "svg+xml")) else kind


@lru_cache(maxsize=256)  # names that do not exist are without number
def ours(name: str) -> Kept | None:
    """One of our own files or scripts, None where there is no such thing."""
    if name in PARTS:
        return press(script(name).encode(), kind_of(name))
    file = STATIC / name
    return press(file.read_bytes(), kind_of(name)) if file.parent == STATIC and file.is_file() else None


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
    if name == "host.js":
        parts.insert(0, component())
    return "\n".join(['(() => {', '"use strict";', "window.mingaPage = true;", *parts, "})();", ""])


@cache
def part(stem: str) -> str:
    """One of the files that our scripts are made of."""
    return (STATIC / "host" / f"{stem}.js").read_text(encoding="utf-8")


def component() -> str:
    """The participant's module as a value of our script; nothing where the package is not installed."""
    texts = [widget_file(f"{stem}.js") for stem in ("common", *component_stems())]
    whole = "\n".join(texts)
    if EXPORT not in whole:
        return f"const {COMPONENT} = null;"
    return f"const {COMPONENT} = (() => {{\n{whole.replace(EXPORT, 'return { render };')}\n}})();"


def component_stems() -> list[str]:
    """The files of the participant's module; the one that gives it its name is the last."""
    folder = widgets()
    return [*sorted(file.stem for file in folder.glob(f"{COMPONENT}_*.js")), COMPONENT] if folder else []


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
    """Files of somebody else's front end, looked for in some folders in turn, each read and compressed once.

    Args:
        folders: where files are; nothing outside them is ever given.
    """

    def __init__(self, folders: Sequence[str | Path]) -> None:
        self._folders = [Path(folder).resolve() for folder in folders]
        self._kept: dict[str, asyncio.Future[Kept | None]] = {}

    async def find(self, name: str) -> Kept | None:
        """A file, or None; whoever asks while it is being compressed waits for the same one."""
        if name not in self._kept:
            file = self._file(name)
            if file is None:
                return None  # not remembered: names that do not exist are without number
            self._kept[name] = asyncio.ensure_future(asyncio.to_thread(lambda: press(file.read_bytes(), kind_of(name))))
        try:
            return await asyncio.shield(self._kept[name])
        except OSError:
            del self._kept[name]
            return None

    def _file(self, name: str) -> Path | None:
        for folder in self._folders:
            file = (folder / name).resolve()
            if file.is_relative_to(folder) and file.is_file():
                return file
        return None
