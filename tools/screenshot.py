"""Make ``docs/images/wall.png``: the vision of the example plan on the wall, as a facilitator sees it.

    .venv/bin/python -m tools.screenshot
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools import find_browser

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "images" / "wall.png"
PHRASE = "agua monte semilla puente"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def main() -> None:
    """Serve the examples from a home that is thrown away, look, and end."""
    ports = [str(_free()) for _n in range(2)]
    with tempfile.TemporaryDirectory(prefix="mg") as home:
        server = subprocess.Popen(
            [sys.executable, "-m", "minga.cli", "workshop", "--no-open", "--plan", "red-ejemplo-2018-2019",
             "--port", ports[0], "--facilitator-port", ports[1]],
            env={**os.environ, "MINGA_HOME": home, "MINGA_PASSPHRASE": PHRASE}, stdout=subprocess.PIPE, text=True)
        try:
            for line in server.stdout or ():
                if "Ctrl+C" in line:
                    break
            _look(f"http://127.0.0.1:{ports[1]}/voila/render/2_vision.ipynb")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)
    print(TARGET.relative_to(ROOT))


def _look(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser.find(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 980}, locale="es-CO")
        page.goto(address)
        page.fill("input[type=password]", PHRASE)
        page.keyboard.press("Enter")
        page.wait_for_selector(".wall .column:nth-child(5) .card", timeout=60_000)
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=TARGET)
        browser.close()


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
