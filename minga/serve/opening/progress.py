"""How far the pages made ahead of time are: written by the participants' door, told in the terminal."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from minga.i18n import gettext as _

LOOK_EVERY = 0.1
STILL_SECONDS = 40.0
"""After so long without one more page the addresses are shown all the same."""


def room_options(scratch: Path, most: int, light: bool) -> list[str]:
    """Options of the participants' door about the pages that it makes."""
    return ["--most", str(most), "--progress", str(_file(scratch)), *(["--light"] if light else [])]


def wait_for_pages(scratch: Path, stop: threading.Event, gone: Callable[[], bool], out: TextIO) -> None:
    """Wait until the pages are ready, and tell how many are.

    It ends too when told to stop, when the door is gone, and when no page was added for a while: people can come
    in all the same, they only wait a little.
    """
    told, moved, alive = "", time.monotonic(), out.isatty()
    while time.monotonic() - moved < STILL_SECONDS and not gone():
        now = _read(_file(scratch))
        if now is not None:
            words = _("Preparando páginas: {ready} de {size}").format(ready=now[0], size=now[1])
            if words != told:
                moved = time.monotonic()
                if alive:
                    print(f"\r{words}", end="", file=out, flush=True)
                elif now[0] == now[1]:
                    print(words, file=out, flush=True)
            told = words
            if now[0] >= now[1]:
                break
        if stop.wait(LOOK_EVERY):
            break
    if alive and told:
        print(file=out, flush=True)


def _file(scratch: Path) -> Path:
    return scratch / "pages"


def _read(file: Path) -> tuple[int, int] | None:
    try:
        ready, size = file.read_text(encoding="utf-8").split()
        return int(ready), int(size)
    except (OSError, ValueError):
        return None


def write_whole(file: Path, text: str) -> None:
    """Write a small file so that whoever reads it finds all of it or what was there before."""
    draft = file.with_suffix(".draft")
    draft.write_text(text, encoding="utf-8")
    draft.replace(file)
