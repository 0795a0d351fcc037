"""Opens both doors, minds them while the workshop lasts, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from minga import paths
from minga.errors import ServeError, reason
from minga.i18n import gettext as _
from minga.i18n import normalise, speaking
from minga.serve.entry.outside import Outside
from minga.serve.entry.secrets import VARIABLE as PHRASE_VARIABLE
from minga.serve.entry.secrets import cookie_secret, passphrase
from minga.serve.landing.fleet import elsewhere
from minga.serve.opening import addresses
from minga.serve.opening.children import Child, answers
from minga.serve.opening.limits import probe
from minga.serve.opening.progress import room_options, wait_for_pages
from minga.serve.opening.scratch import own_folder, sweep
from minga.serve.opening.welcome import show, welcome
from minga.serve.watching.errors import reason_told
from minga.serve.watching.log_file import keep
from minga.serve.watching.room import SERVERS

OPENING_SECONDS = 60.0
CLOSING_SECONDS = 12.0
LOOK_EVERY = 0.5
REASON_SECONDS = 1.0


def serve(
    *,
    host: str | None = None,
    port: int = 8866,
    facilitator_port: int = 8867,
    participants: int | None = None,
    light: bool = False,
    most: int | None = None,
    open_browser: bool | None = None,
    plan: str | None = None,
    store_url: str | None = None,
    language: str = "es",
    notebooks_dir: Path | None = None,
    outside: Outside | None = None,
    only: str = "",
    servers: Sequence[str] = (),
    announce: Callable[[str, str], None] | None = None,
) -> int:
    """Serve the workshop until Ctrl-C; returns the exit code.

    Args:
        host: where both doors listen. Without it participants come in from the whole local network
            (0.0.0.0) and the facilitator only from this machine (127.0.0.1).
        port: the participants' port.
        facilitator_port: the facilitator's port.
        participants: how many people are expected; so many pages are ready before the addresses are shown.
        light: give everybody the light page, which needs no kernel.
        most: most participants' pages with a kernel; as many as this machine holds when missing.
        open_browser: True or False; None opens the facilitator's page where there is a screen.
        plan: id of the plan the kernels open.
        store_url: address of the store; the usual one when missing.
        language: ``es``, ``pt`` or ``en``.
        notebooks_dir: folder of the notebooks; the shipped ones when missing.
        outside: certificate, proxy and names; the plain local network when missing.
        only: ``participant`` or ``facilitator`` where the other door is on another machine; empty: both are here.
        servers: addresses of the participants' doors on other machines; with ``facilitator`` only.
        announce: told the facilitator's and the participants' address when both doors are open, for programs.

    Raises:
        ServeError: a port is taken, a file unreadable, or a door did not open.
    """
    with speaking(language):
        phrase = passphrase()
        cookie_secret("any")  # made here once, before two processes would make it at the same time
        outside = (outside or Outside()).checked()
        doors = {"participant": (host or outside.default_host(), port),
                 "facilitator": (host or addresses.LOCAL, facilitator_port)}
        doors = {role: place for role, place in doors.items() if only in ("", role)}
        _check(doors)
        notebooks = (notebooks_dir or paths.notebooks()).resolve()
        if not notebooks.is_dir():
            raise ServeError(_("No existe la carpeta de cuadernos {folder}.").format(folder=notebooks))
        here = doors.get("participant")
        guests = outside.address("participant", addresses.reachable(here[0]), port) if here \
            else elsewhere(servers, outside)
        environment = _environment(store_url, plan, participants)
        environment[SERVERS] = " ".join(servers) if servers or here is None else addresses.url(
            addresses.own(here[0]), port, secure=outside.secure)
        sweep()
        limits = probe()
        most = limits.pages() if most is None else most
        with _stop_signals() as stop, _log() as log, own_folder("minga_") as scratch:
            common = (guests, notebooks, language, scratch, environment, outside)
            children = [_child(role, *doors[role], *common) for role in ("facilitator", "participant") if role in doors]
            if here:
                children[-1].command += room_options(scratch, most, light)
            try:
                _open(children, log, stop)
                if here and not light:
                    print(limits.words(), flush=True)
                    wait_for_pages(scratch, stop, children[-1].died, sys.stdout)
                if not stop.is_set():
                    own = outside.address("facilitator", addresses.own(doors["facilitator"][0]), facilitator_port) \
                        if "facilitator" in doors else ""
                    print("\n".join([welcome(own, phrase, guests, sys.stdout), *outside.notes(host)]), flush=True)
                    if announce:
                        announce(own, guests)
                    if own:
                        show(own, open_browser)
                _mind(children, log, stop)
            finally:
                _close(children)
        print(_("Minga está cerrada."), flush=True)
        return 0


def _check(doors: dict[str, tuple[str, int]]) -> None:
    ports = tuple(port for _host, port in doors.values())
    if len(set(ports)) < len(ports):
        raise ServeError(
            _("Las dos páginas no pueden usar el mismo puerto, {port}.").format(port=ports[0]),
            _("Elija otro: {option} {free}").format(
                option="--facilitator-port", free=addresses.free_port(doors["facilitator"][0], ports)),
        )
    for role, option in (("participant", "--port"), ("facilitator", "--facilitator-port")):
        if role in doors:
            addresses.require_free(*doors[role], option, ports)


def _environment(store_url: str | None, plan: str | None, participants: int | None) -> dict[str, str]:
    """What both doors inherit. A relative store or folder stays the caller's: the working folder is shared."""
    environment = {**os.environ, "MINGA_STORE": store_url or paths.store_url()}
    if plan:
        environment["MINGA_PLAN"] = plan
    if participants:
        environment["MINGA_PARTICIPANTS"] = str(participants)
    return environment


def _child(
    role: str, host: str, port: int, guests: str, notebooks: Path, language: str, scratch: Path,
    environment: dict[str, str], outside: Outside,
) -> Child:
    command = [
        sys.executable, "-m", "minga.serve.opening.door", role, "--host", host, "--port", str(port),
        "--notebooks", str(notebooks), "--language", normalise(language), "--participants-url", guests,
        "--scratch", str(scratch), "--supervisor", str(os.getpid()), *outside.options(),
    ]
    hidden = {PHRASE_VARIABLE} if role == "participant" else set()
    kept = {k: v for k, v in environment.items() if k not in hidden}
    return Child(role, host, port, command, kept, secure=outside.secure)


def _open(children: list[Child], log: BinaryIO, stop: threading.Event) -> None:
    """Start both and wait until both answer."""
    begun = datetime.now(UTC) - timedelta(seconds=1)
    for child in children:
        child.start(log)
    deadline = time.monotonic() + OPENING_SECONDS
    waiting = list(children)
    while waiting and not stop.is_set():
        waiting = [child for child in waiting if not answers(child.host, child.port, secure=child.secure)]
        failed = next((child for child in waiting if child.died()), None)
        if failed or (waiting and time.monotonic() > deadline):
            raise _unopened(failed or waiting[0], begun)
        stop.wait(0.1)


def _unopened(child: Child, begun: datetime) -> ServeError:
    """Why a door did not open, in its own words where it left any."""
    told, deadline = "", time.monotonic() + REASON_SECONDS
    while not told and time.monotonic() < deadline:  # its last line may still be on the way to the file
        told = reason_told(log_file(), child.role, begun)
        time.sleep(0 if told else 0.05)
    advice = _("El detalle está al final de {file}. «minga doctor» ayuda a encontrar la causa.").format(file=log_file())
    if told:
        return ServeError(_("No se pudo abrir {door}: {reason}").format(door=child.name(), reason=told), advice)
    return ServeError(_("No se pudo abrir {door}.").format(door=child.name()), advice)


def _mind(children: list[Child], log: BinaryIO, stop: threading.Event) -> None:
    """Until told to stop, start again whatever dies."""
    while not stop.wait(LOOK_EVERY):
        for child in children:
            if child.died():
                code = child.process.returncode if child.process else None
                wait = child.schedule()
                logging.getLogger(__name__).error("a door closed and is opened again", extra={
                    "fields": {"door": child.role, "code": code, "in_seconds": round(wait)}})
                print(_("Se cerró {door}; se abrirá de nuevo en {seconds} s. Detalles: {file}").format(
                    door=child.name(), seconds=round(wait), file=log_file()), file=sys.stderr, flush=True)
            elif child.process is None and time.monotonic() >= child.due:
                child.start(log)


def _close(children: list[Child]) -> None:
    """Ask both to end their kernels and themselves; insist after a while."""
    alive = [child.process for child in children if child.process and child.process.poll() is None]
    for process in alive:
        process.terminate()
    deadline = time.monotonic() + CLOSING_SECONDS
    for process in alive:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()  # its kernels notice within a second that it is gone
            process.wait()


def log_file() -> Path:
    """Where both doors write what goes wrong."""
    return paths.outputs() / "serve.log"


@contextmanager
def _log() -> Iterator[BinaryIO]:
    """Where both doors and their kernels write; OSError on the way becomes words."""
    file = log_file()
    with contextlib.ExitStack() as open_files:
        try:
            kept = open_files.enter_context(keep(file))
        except OSError as why:
            raise ServeError(
                _("No se puede escribir en {file} ({reason}).").format(file=file, reason=reason(why)),
                _("Revise los permisos de la carpeta o indique otra con MINGA_HOME."),
            ) from why
        yield kept


@contextmanager
def _stop_signals() -> Iterator[threading.Event]:
    """An event that Ctrl-C, a polite kill and a closed terminal set."""
    stop = threading.Event()
    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {}

    def ask(number: int, _frame: object) -> None:
        stop.set()

    if threading.current_thread() is threading.main_thread():
        before = {getattr(signal, name): signal.signal(getattr(signal, name), ask) for name in names}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
