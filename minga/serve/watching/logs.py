"""What goes wrong, one JSON object a line, with nothing in it that a person wrote or that tells who they are.

A line has ``time``, ``level``, ``door``, ``event``, ``at`` (module and line of the program that said it), ``fields``
and, for an exception, ``error`` with its type and where it came from, never its message: messages quote
values. Libraries put values into their messages too, so of what they say only that is kept which stands in
their own source word for word; of the rest the place remains.
"""

from __future__ import annotations

import json
import linecache
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO

from minga.serve.watching.log_pace import LogPace

if TYPE_CHECKING:  # kernels write their log with this module too, and need nothing else of a server
    from tornado.web import RequestHandler

    from minga.serve.watching.status import Status

LONGEST_LINE = 3900
"""Shorter than what a pipe takes in one piece, so that lines of several processes do not mix."""
MOST_FRAMES = 12
LONGEST_FIELD = 200
OURS = "minga"

_KERNEL = re.compile(r"\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
_PLACE = re.compile(r"^.*(?:site-packages|dist-packages|/lib/python[\d.]+)/|^.*/(?=minga(?:_widgets)?/)")
_PLAIN_PATH = re.compile(r"[\w\-./]{1,120}", re.ASCII)


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON without personal text.

    Args:
        door: who writes: ``facilitator``, ``participant``, ``kernel``, ``landing`` or ``supervisor``.
    """

    def __init__(self, door: str) -> None:
        super().__init__()
        self.door = door

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line; it never raises, whatever a library handed over."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")[:-6] + "Z",
            "level": record.levelname.lower(), "door": self.door, "event": event(record),
            "at": f"{record.name}:{record.lineno}",
        }
        fields = getattr(record, "fields", None)
        if fields:
            told["fields"] = {str(key)[:40]: _field(value, trusted=True) for key, value in fields.items()}
        if record.exc_info and record.exc_info[1] is not None:
            told["error"] = error(record.exc_info[1], record.exc_info[2])
        return line(told)


def line(told: dict[str, Any]) -> str:
    """One line of JSON, shorter than what a pipe takes at once."""
    written = json.dumps(told, ensure_ascii=False, default=lambda value: type(value).__name__)
    if len(written.encode()) > LONGEST_LINE:
        told = {key: told[key] for key in ("time", "level", "door", "at") if key in told} | {"event": "a line too long"}
        written = json.dumps(told, ensure_ascii=False)
    return written


def event(record: logging.LogRecord) -> str:
    """What a record says, with the values left out that may be somebody's words.

    Of our own loggers the whole sentence: who writes one sees to it that its values are no person's. Of
    others the sentence as it stands in their source, with numbers and the beginnings of kernel ids.
    """
    trusted = record.name == OURS or record.name.startswith(OURS + ".")
    said = record.msg if isinstance(record.msg, str) else ""
    if not trusted and not _in_source(said, record.pathname):
        return f"{Path(record.pathname).stem}.{record.funcName}"
    if not record.args:
        return _one_line(said)
    try:
        if isinstance(record.args, dict):
            return _one_line(said % {key: _field(value, trusted) for key, value in record.args.items()})
        return _one_line(said % tuple(_field(value, trusted) for value in record.args))
    except (TypeError, ValueError, KeyError):  # "%d" with a value that was left out
        return _one_line(said)


def error(wrong: BaseException, trace: TracebackType | None = None, depth: int = 0) -> dict[str, Any]:
    """An exception's type and where it came from, without a word of what it says."""
    kind = type(wrong)
    frames = traceback.extract_tb(trace or wrong.__traceback__, limit=-MOST_FRAMES)
    told: dict[str, Any] = {
        "type": kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}",
        "trace": [f"{plain_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }
    cause = wrong.__cause__ or (None if wrong.__suppress_context__ else wrong.__context__)
    if cause is not None and depth < 2:
        told["cause"] = error(cause, depth=depth + 1)
    return told


def plain_place(file: str) -> str:
    """A module's file without the folders of this machine."""
    return _PLACE.sub("", file.replace("\\", "/"))


def path_words(path: str) -> str:
    """A request's path as it may be written down: no query, ids shortened, and only if it is a plain one."""
    bare = _KERNEL.sub(r"\1…", path.partition("?")[0])
    return bare if _PLAIN_PATH.fullmatch(bare.replace("…", "")) else "…"


def request_done(handler: RequestHandler) -> None:
    """Count a request that was answered, and write down one that was refused or failed; Tornado calls this."""
    status: Status | None = handler.settings.get("minga_status")
    code, seconds = handler.get_status(), handler.request.request_time()
    if status is not None and code != 101:
        status.observe("request_seconds", seconds)
        if code >= 400:
            status.count("requests_full" if code == 503 else "requests_failed" if code >= 500 else "requests_refused")
    if code < 400 or code == 503:
        return
    logging.getLogger("minga.serve.requests").log(
        logging.ERROR if code >= 500 else logging.WARNING, "a request was answered with %s", code,
        extra={"fields": {"method": path_words(handler.request.method or ""), "path": path_words(handler.request.path),
                          "ms": round(seconds * 1000)}})


def install(door: str, stream: TextIO | None = None) -> None:
    """Send everything that this process logs to ``stream`` (stderr): as JSON, or as text to whoever sits before it."""
    target = stream or sys.stderr
    handler = logging.StreamHandler(target)
    if target.isatty():
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    else:
        handler.setFormatter(JsonLines(door))
    root = logging.getLogger()
    for other in list(root.handlers):
        root.removeHandler(other)
    handler.setLevel(logging.WARNING)
    handler.addFilter(LogPace())
    root.addHandler(handler)
    root.setLevel(logging.WARNING)


def take_over(*loggers: logging.Logger | logging.LoggerAdapter[Any]) -> None:
    """Let loggers that a library gave handlers of its own write like everybody else in this process."""
    for one in loggers:
        logger = one.logger if isinstance(one, logging.LoggerAdapter) else one
        for handler in list(logger.handlers):
            logger.removeHandler(handler)
        logger.propagate = True


def _field(value: Any, trusted: bool) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, BaseException):
        return type(value).__name__
    if isinstance(value, str):
        known = _KERNEL.fullmatch(value)
        if known:
            return f"{known[1]}…"
        return _one_line(value)[:LONGEST_FIELD] if trusted else "…"
    return _one_line(str(value))[:LONGEST_FIELD] if trusted else "…"


def _one_line(text: str) -> str:
    return _KERNEL.sub(r"\1…", " ".join(text.split()))[:600]


def _in_source(text: str, file: str) -> bool:
    """Whether a sentence stands word for word in a module: then no value has been put into it."""
    try:
        return len(text) > 2 and text in "".join(linecache.getlines(file))
    except ValueError:  # no file can have that name
        return False
