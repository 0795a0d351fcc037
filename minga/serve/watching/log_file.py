"""The one log file of a workshop: every process writes into a pipe, the supervisor writes the file.

So every line is JSON, also those of a process that never got as far as setting up its log, and the file
can change while all of them are writing.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import select
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from minga.serve.watching import logs

LARGEST = 5_000_000
KEPT = 3
"""Older files beside the present one: ``serve.1.log`` is the youngest of them."""
SILENCE = 0.3
"""Seconds after which what a process said without JSON counts as said to its end."""
MOST_LINES = 400

_FRAME = re.compile(r'\s*File "([^"]+)", line (\d+), in ([\w<>.]{1,80})')
_WRONG = re.compile(r"((?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*(?:Error|Exception|Interrupt|Exit|Warning|Refused|NotFound))\b")
_HARMLESS = ("KeyboardInterrupt caught in kernel", "NOTE: When using the `ipython kernel` entry point")
_LEVEL = re.compile(r"\b(CRITICAL|ERROR|WARNING)\b")


class LogFile:
    """A file that never grows beyond a size; the older part goes to numbered files beside it.

    Args:
        file: where to write.
        largest: bytes after which a new file is begun.
        kept: how many older files stay.
    """

    def __init__(self, file: Path, largest: int = LARGEST, kept: int = KEPT) -> None:
        self.file, self._largest, self._kept = file, largest, kept
        self._lock = threading.Lock()
        file.parent.mkdir(parents=True, exist_ok=True)
        self._out = file.open("ab")

    def write(self, line: str) -> None:
        """Write one line; a full disk or a folder that has gone stops nothing else."""
        data = line.encode("utf-8", "replace") + b"\n"
        with self._lock, contextlib.suppress(OSError, ValueError):
            if self._out.tell() + len(data) > self._largest and self._out.tell():
                self._turn()
            self._out.write(data)
            self._out.flush()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._out.close()

    def _turn(self) -> None:
        self._out.close()
        try:
            for number in range(self._kept, 0, -1):
                older = self.file if number == 1 else self._numbered(number - 1)
                if older.is_file():
                    older.replace(self._numbered(number))
        finally:
            self._out = self.file.open("ab")

    def _numbered(self, number: int) -> Path:
        return self.file.with_suffix(f".{number}{self.file.suffix}")


@contextmanager
def keep(file: Path) -> Iterator[BinaryIO]:
    """Keep a log while in use: what is written into the given end of a pipe goes to the file, line by line.

    The caller's own ``minga`` loggers write there too. OSError when the file cannot be written.
    """
    log = LogFile(file)
    out, into = os.pipe()
    reader = threading.Thread(target=_carry, args=(out, log), daemon=True, name="log")
    reader.start()
    own = logging.StreamHandler(_Lines(log))
    own.setFormatter(logs.JsonLines("supervisor"))
    logger = logging.getLogger("minga.serve.opening.supervise")
    logger.addHandler(own)
    logger.propagate = False
    try:
        with os.fdopen(into, "wb", buffering=0) as end:
            yield end
    finally:
        logger.removeHandler(own)
        logger.propagate = True
        reader.join(2.0)  # a process that outlives us may still hold the other end
        log.close()


class _Lines:
    """A text stream over a log file, for a handler of the process that keeps it."""

    def __init__(self, log: LogFile) -> None:
        self._log = log

    def write(self, text: str) -> None:
        if text.strip():
            self._log.write(text.rstrip("\n"))

    def flush(self) -> None:
        """Nothing waits here."""


def _carry(out: int, log: LogFile) -> None:
    """Read the pipe until everybody has closed it."""
    rest, raw = b"", list[str]()
    while True:
        ready = select.select([out], [], [], SILENCE if raw or rest else None)[0] if os.name == "posix" else [out]
        data = os.read(out, 65_536) if ready else b""
        lines = (rest + data).split(b"\n")
        rest = lines.pop() if ready and data else b""
        if not (ready and data) and lines == [b""]:
            lines = []
        for one in lines:
            text = one.decode("utf-8", "replace").rstrip("\r")
            if _is_json(text):
                raw = _tell(raw, log)
                log.write(text)
            elif text.strip():
                raw.append(text)
        if not data or len(raw) >= MOST_LINES:
            raw = _tell(raw, log)
        if ready and not data:
            os.close(out)
            return


def _is_json(text: str) -> bool:
    if not text.startswith('{"time"'):
        return False
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _tell(raw: list[str], log: LogFile) -> list[str]:
    """Write down that a process said something, without what it said; returns an empty list."""
    if raw:
        log.write(logs.line(described(raw)))
    return []


def described(raw: list[str]) -> dict[str, Any]:
    """What may be kept of lines that are no JSON: how many, how grave, which exceptions, from where."""
    grave = [line for line in raw if not any(known in line for known in _HARMLESS)]
    text = "\n".join(grave)
    levels = set(_LEVEL.findall(text))
    broke = "Traceback (most recent call last)" in text or bool({"ERROR", "CRITICAL"} & levels)
    frames = [f"{logs.plain_place(file)}:{number} {name}" for file, number, name in _FRAME.findall(text)]
    wrong = [found[1] for line in grave if not line.startswith(" ") and (found := _WRONG.match(line))]
    told: dict[str, Any] = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds")[:-6] + "Z",
        "level": "error" if broke else "warning" if grave else "info",
        "door": "", "event": "a process said something outside its log", "fields": {"lines": len(raw)},
    }
    if frames or wrong:
        told["error"] = {"type": wrong[-1] if wrong else "", "trace": frames[-logs.MOST_FRAMES:]}
    return told
