"""Find a Chromium that really starts, or install one: ``python -m tools.find_browser [--install]``.

Prints its path and nothing else on standard output; what is going on goes to standard error.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge",
          "microsoft-edge-stable", "brave-browser")
_PLACES = (
    "/usr/lib/chromium/chromium", "/opt/google/chrome/chrome", "/opt/microsoft/msedge/msedge", "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)


def find() -> str | None:
    """The path of the first Chromium, Chrome or Edge that opens a page; None when there is none."""
    return next((path for path in _candidates() if _works(path)), None)


def install() -> str | None:
    """Install a Chromium: Debian's package when root, else Playwright's own; its path, or None."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        _say("Instalando Chromium con apt-get / Installing Chromium with apt-get…")
        if _run("apt-get", "update", "-q") and _run("apt-get", "install", "-y", "-q", "--no-install-recommends",
                                                    "chromium") and (found := find()):
            return found
    _say("Descargando Chromium con Playwright / Downloading Chromium with Playwright…")
    _run(sys.executable, "-m", "playwright", "install", "chromium")
    return find()


def _candidates() -> Iterator[str]:
    if chosen := os.environ.get("MINGA_BROWSER"):
        yield chosen
    yield from filter(None, map(shutil.which, _NAMES))
    yield from (path for path in _PLACES if Path(path).is_file())
    if path := _playwrights_own():
        yield path


def _playwrights_own() -> str | None:
    try:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            path = playwright.chromium.executable_path
    except Exception:  # not installed, or it has no browser for this machine
        return None
    return path if Path(path).is_file() else None


def _works(path: str) -> bool:
    # Asking the version is not enough: Ubuntu's chromium-browser may be a note that points to a snap, and
    # a browser without its libraries still has a file.
    command = [path, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--dump-dom",
               "data:text/html,<p>minga</p>"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return "minga" in done.stdout


def _run(*command: str) -> bool:
    return subprocess.run(command, stdout=sys.stderr, check=False).returncode == 0


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def main(arguments: list[str]) -> int:
    """Print the browser's path; 1 and advice when there is none."""
    found = find() or (install() if "--install" in arguments else None)
    if found is None:
        _say("No hay un navegador Chromium que funcione y no se pudo instalar. Instale Chromium, Chrome o Edge "
             "(por ejemplo «sudo apt-get install chromium») o diga dónde está con MINGA_BROWSER=/ruta.\n"
             "There is no Chromium that works and none could be installed. Install Chromium, Chrome or Edge "
             "(for example 'sudo apt-get install chromium') or say where it is with MINGA_BROWSER=/path.")
        return 1
    print(found)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
