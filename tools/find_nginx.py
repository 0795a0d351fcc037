"""Find an nginx that starts, or get one: ``python -m tools.find_nginx [--install]``.

Prints its path and nothing else on standard output; what is going on goes to standard error. No service is
started and nothing in ``/etc`` is used: the tests run nginx as an ordinary process with a folder of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_PLACES = ("/usr/sbin/nginx", "/usr/local/sbin/nginx", "/opt/homebrew/bin/nginx", "/usr/local/bin/nginx")
_KEPT = Path(".cache/nginx")


def find() -> str | None:
    """The path of the first nginx that says its version; None when there is none."""
    return next((path for path in _candidates() if _works(path)), None)


def install() -> str | None:
    """Unpack Debian's package into ``.cache/``; where that does not run and we are root, install it. Its path, or None.

    Unpacking needs no rights and changes nothing on the machine; installing brings missing libraries.
    """
    if not shutil.which("apt-get"):
        return None
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    _say("Bajando el paquete de nginx / Fetching nginx's package…")
    if root:
        _run("apt-get", "update", "-q")
    _KEPT.mkdir(parents=True, exist_ok=True)
    if _run("apt-get", "download", "-q", "nginx", folder=_KEPT):
        for package in _KEPT.glob("*.deb"):
            _run("dpkg-deb", "-x", str(package), str(_KEPT))
    if (found := find()) or not root:
        return found
    _say("Instalando nginx con apt-get / Installing nginx with apt-get…")
    # In run level 1 Debian starts no service that a package brings.
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    _run("apt-get", "install", "-y", "-q", "--no-install-recommends", "nginx-light", environment=quiet)
    return find()


def _candidates() -> Iterator[str]:
    if chosen := os.environ.get("MINGA_NGINX"):
        yield chosen
    yield from filter(None, [shutil.which("nginx")])
    yield from (path for path in (*_PLACES, str((_KEPT / "usr/sbin/nginx").resolve())) if Path(path).is_file())


def _works(path: str) -> bool:
    try:
        done = subprocess.run([path, "-v"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return "nginx" in done.stderr


def _run(*command: str, environment: dict[str, str] | None = None, folder: Path | None = None) -> bool:
    return subprocess.run(command, stdout=sys.stderr, check=False, env=environment, cwd=folder).returncode == 0


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def main(arguments: list[str]) -> int:
    """Print nginx's path; 1 and advice when there is none."""
    found = find() or (install() if "--install" in arguments else None)
    if found is None:
        _say("No hay nginx y no se pudo instalar. Instálelo (por ejemplo «sudo apt-get install nginx-light») o diga "
             "dónde está con MINGA_NGINX=/ruta.\n"
             "There is no nginx and none could be installed. Install it (for example 'sudo apt-get install "
             "nginx-light') or say where it is with MINGA_NGINX=/path.")
        return 1
    print(found)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
