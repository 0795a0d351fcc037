"""One door as one process: ``python -m minga.serve.opening.door facilitator|participant --port N …``.

Every kernel that a door starts finds these environment variables:

- ``MINGA_STORE`` address of the store, and ``MINGA_HOME``, where ``data/`` and ``outputs/`` are
- ``MINGA_PLAN`` id of the plan being worked on, where one was chosen
- ``MINGA_LANGUAGE`` ``es``, ``pt`` or ``en``
- ``MINGA_ROLE`` ``facilitator`` or ``participant``; decided by the door, never by the browser
- ``MINGA_PARTICIPANTS_URL`` the address that participants type or scan
- ``HTTP_X_MINGA_USER`` the browser's identity: 32 hexadecimal digits from a signed cookie
- ``QUERY_STRING`` what stood after ``?`` in the address; written by the visitor, so not to be trusted
- ``MINGA_VISITOR`` a file where a kernel that was made ahead of time finds ``{"user": …}`` once somebody has its
  page; such a kernel gets neither of the two above
- ``MINGA_FORKSERVER`` socket of the process that forks kernels

Numeric libraries get one thread each (``OPENBLAS_NUM_THREADS`` and the like): many kernels share the
machine. The pass phrase never reaches a kernel.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import logging
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from minga import paths
from minga.errors import MingaError, ServeError
from minga.i18n import normalise, set_language
from minga.serve.opening.limits import probe, raise_file_limit
from minga.serve.opening.scratch import in_use, own_folder, remove_if_left
from minga.serve.watching import logs

if TYPE_CHECKING:  # Jupyter reads the environment while it is being imported
    from minga.serve.apps import Door

ONE_THREAD = (
    "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "NUMEXPR_NUM_THREADS",
)
NOT_OURS = (
    "JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "JUPYTER_TOKEN", "JUPYTER_TOKEN_FILE", "PYTHONSTARTUP", "MINGA_PASSPHRASE",
)
WATCH_SECONDS = 1.0


def main(arguments: list[str] | None = None) -> int:
    """Open one door; returns when it is closed."""
    given = _parser().parse_args(arguments)
    set_language(given.language)
    logs.install(given.role)
    if given.supervisor:
        follow(given.supervisor)
    try:
        _open(given)
    except MingaError as why:
        logging.getLogger(__name__).error("the door did not open", extra={"fields": {"reason": str(why)}})
        return 1
    return 0


def _open(given: argparse.Namespace) -> None:
    from minga.serve.entry.secrets import passphrase

    phrase = passphrase() if given.role == "facilitator" else ""
    prepare_environment(given.role, given.language, given.participants_url)
    raise_file_limit()
    with scratch_folder(given.scratch) as scratch:
        _application(given, phrase, scratch).start()


def _application(given: argparse.Namespace, phrase: str, scratch: Path) -> Door:
    """The door's application, before anybody can reach it.

    Raises:
        ServeError: it could not be made; nobody has written anything yet, so the log may hold the whole reason.
    """
    try:
        without_address_grammar()
        # Imported only now: Jupyter reads the environment while it is being imported.
        from minga.serve.apps import Settings, door
        from minga.serve.entry.outside import given_to

        pool = number("MINGA_POOL", 0) if "MINGA_POOL" in os.environ else None
        most = given.most if given.most is not None else probe().pages()
        return door(given.role, Settings(given.host, given.port, given.notebooks.resolve(), scratch, phrase,
                                         number("MINGA_PARTICIPANTS", 0), given_to(given), pool, most,
                                         given.light, given.progress, given.goodbye))
    except MingaError:
        raise
    except Exception as why:
        raise ServeError(f"{type(why).__name__}: {why}") from why


def without_address_grammar() -> None:
    """Let jsonschema not check internationalized addresses: nothing here has one, and 2.2 s of each start went there.

    Jupyter imports jsonschema, which imports that package where it is installed, which then compiles its grammar.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def number(variable: str, otherwise: int) -> int:
    """A number from the environment, at most 5000; another one where it holds none."""
    said = os.environ.get(variable, "")
    return min(int(said), 5000) if said.isascii() and said.isdecimal() else otherwise


@contextmanager
def scratch_folder(parent: Path | None) -> Iterator[Path]:
    """A folder for sockets and everything else that must not outlive the door.

    Python's own temporary files go there too; Jupyter, told to read nobody's settings, makes one.
    """
    with contextlib.ExitStack() as kept:
        if parent is not None:  # the supervisor's folder: whoever leaves last takes it away
            kept.callback(remove_if_left, parent)
            kept.enter_context(in_use(parent))
        folder = kept.enter_context(own_folder("door_", parent))
        tempfile.tempdir = str(folder)
        os.environ["IPYTHONDIR"] = str(folder / "ipython")  # nobody's own profile
        yield folder


def prepare_environment(role: str, language: str, participants_url: str) -> None:
    """Set what the kernels will find, and hide what the machine's owner configured for other work."""
    for name in NOT_OURS:
        os.environ.pop(name, None)
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    os.environ.update({
        "JUPYTER_NO_CONFIG": "1", "JUPYTER_PREFER_ENV_PATH": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1", "JUPYTER_WIDGETS_ECHO": "0",
        "MINGA_STORE": absolute_store(paths.store_url()), "MINGA_HOME": str(paths.home()),
        "MINGA_OUTPUTS": str(paths.outputs()), "MINGA_LANGUAGE": normalise(language),
        "MINGA_ROLE": role, "MINGA_PARTICIPANTS_URL": participants_url,
    })


def absolute_store(url: str) -> str:
    """The store's address from anywhere: kernels do not run in the folder where Minga was started."""
    file = url.removeprefix("sqlite:///")
    if file == url or not file or file.startswith((":", "file:")) or Path(file).is_absolute():
        return url
    return f"sqlite:///{Path(file).resolve()}"


def follow(supervisor: int) -> None:
    """Close this door when the process that opened it is gone, however it went."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG: the system tells us at once
    threading.Thread(target=_watch, args=(supervisor,), daemon=True, name="supervisor-watch").start()


def _watch(supervisor: int) -> None:
    """Elsewhere, and for the instant before the request above was made: look at the parent."""
    pause = threading.Event()
    while os.getppid() == supervisor:
        pause.wait(WATCH_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def _parser() -> argparse.ArgumentParser:
    from minga.serve.entry import outside

    parser = argparse.ArgumentParser(prog="minga.serve.opening.door")
    parser.add_argument("role", choices=["facilitator", "participant"])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--notebooks", type=Path, default=paths.notebooks())
    parser.add_argument("--language", default="es")
    parser.add_argument("--participants-url", default="")
    parser.add_argument("--scratch", type=Path)
    parser.add_argument("--supervisor", type=int, default=0)
    parser.add_argument("--most", type=int, help="most kernels at the participants' door")
    parser.add_argument("--light", action="store_true", help="no kernels for participants")
    parser.add_argument("--goodbye", type=int, default=20, help="seconds a kernel stays after its page was closed")
    parser.add_argument("--progress", type=Path, help="file that tells how many pages are ready")
    outside.add_options(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
