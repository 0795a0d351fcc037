"""One door's process as the supervisor sees it."""

from __future__ import annotations

import ssl
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import BinaryIO

from minga.i18n import gettext as _
from minga.serve.opening import addresses

LONGEST_PAUSE = 30.0
STEADY_AFTER = 60.0


@dataclass
class Child:
    """One door's process, and how its restarts have gone."""

    role: str
    host: str
    port: int
    command: list[str]
    environment: dict[str, str] = field(repr=False)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    pause: float = 1.0
    secure: bool = False

    def start(self, log: BinaryIO) -> None:
        """Start the process, in a session of its own: Ctrl-C is for the supervisor alone."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True,
        )

    def died(self) -> bool:
        """Whether the process was started and is gone."""
        return self.process is not None and self.process.poll() is not None

    def schedule(self) -> float:
        """Seconds until the next attempt: 1, 2, 4… up to 30, and 1 again after a steady minute."""
        now = time.monotonic()
        wait = 1.0 if now - self.started > STEADY_AFTER else self.pause
        self.process, self.due, self.pause = None, now + wait, min(wait * 2, LONGEST_PAUSE)
        return wait

    def name(self) -> str:
        """What people call this door."""
        return _("la página de quien facilita") if self.role == "facilitator" else _("la página de participantes")


def answers(host: str, port: int, *, secure: bool = False) -> bool:
    """Whether a door of ours is open there; over https its certificate is made out to another name, so not checked."""
    request = urllib.request.Request(addresses.url(addresses.own(host), port, secure=secure) + "ping")
    opener = urllib.request.build_opener(  # never through somebody's proxy
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=ssl._create_unverified_context()))
    try:
        with opener.open(request, timeout=2) as answer:
            return answer.read(16) == b"minga"
    except (OSError, urllib.error.URLError):
        return False
