"""The last things that went wrong, from the log, in plain words and with what to do."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from minga.i18n import gettext as _

TAIL = 128 * 1024
"""Bytes at the end of the log that are looked at."""
MOST = 5
RECENT = timedelta(hours=1)


@dataclass(frozen=True)
class Trouble:
    """One kind of thing that went wrong: what, what to do, how long ago last (seconds), how often."""

    words: str
    advice: str
    ago: int
    times: int


def last_errors(file: Path, now: datetime | None = None) -> list[Trouble]:
    """What went wrong in the last hour, the newest first, each kind once."""
    now = now or datetime.now(UTC)
    seen: dict[str, list[datetime]] = {}
    for line in _lines(file):
        at, kind = _read(line)
        if at and kind and now - RECENT <= at <= now + RECENT:
            seen.setdefault(kind, []).append(at)
    newest = sorted(seen.items(), key=lambda found: max(found[1]), reverse=True)[:MOST]
    words = _known()
    return [Trouble(*words[kind], max(0, round((now - max(times)).total_seconds())), len(times))
            for kind, times in newest]


def reason_told(file: Path, door: str, since: datetime) -> str:
    """Why a door did not open, as it wrote it down since a moment; empty when it wrote nothing."""
    for line in reversed(_lines(file)):
        with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
            told = json.loads(line)
            if told["door"] == door and datetime.fromisoformat(told["time"]) >= since and told["fields"].get("reason"):
                return str(told["fields"]["reason"])
    return ""


def _lines(file: Path) -> list[str]:
    try:
        with file.open("rb") as log:
            log.seek(0, os.SEEK_END)
            log.seek(max(0, log.tell() - TAIL))
            return log.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return []


def _read(line: str) -> tuple[datetime | None, str]:
    """When something went wrong and of which kind it was; nothing for a line that tells of no error."""
    try:
        told = json.loads(line)
        if told["level"] not in ("error", "critical"):
            return None, ""
        return datetime.fromisoformat(told["time"]), _kind(told)
    except (ValueError, KeyError, TypeError):
        return None, ""


def _kind(told: dict[str, Any]) -> str:
    said, wrong = str(told.get("event", "")), _types(told.get("error"))
    if "a door closed" in said:
        return "door"
    if any(name in wrong for name in ("sqlalchemy", "sqlite3", "psycopg", "OperationalError")):
        return "store"
    if any(name in wrong for name in ("MemoryError", "BlockingIOError")):
        return "memory"
    if "OSError" in wrong and "Too many open files" in said:
        return "files"
    if "kernel" in f"{told.get('at', '')}{said}".lower():
        return "kernel"
    return "page" if str(told.get("at", "")).startswith(("minga.talk", "minga.widgets")) else "other"


def _types(error: Any) -> str:
    found = []
    while isinstance(error, dict):
        found.append(str(error.get("type", "")))
        error = error.get("cause")
    return " ".join(found)


def _known() -> dict[str, tuple[str, str]]:
    return {
        "door": (_("Una de las dos puertas se cerró y se abrió de nuevo sola."),
                 _("Las páginas vuelven solas. Si pasa otra vez, cierre otros programas de este equipo.")),
        "store": (_("La base de datos no respondió."),
                  _("Revise que haya espacio en el disco y, si está en otro equipo, que la red llegue hasta él.")),
        "memory": (_("Faltó memoria."),
                   _("Cierre otros programas, o vuelva a abrir Minga con «--light»: la página ligera gasta menos.")),
        "files": (_("El sistema no deja abrir más archivos."),
                  _("Quienes lleguen reciben la página ligera. En la próxima pausa, abra Minga en una terminal donde "
                    "antes se escribió «ulimit -n 8192».")),
        "kernel": (_("El programa detrás de una página se cerró de golpe."),
                   _("A esa persona se le abre otra página con su borrador; no hace falta hacer nada.")),
        "page": (_("Una página no pudo hacer lo que se le pidió."),
                 _("Lo enviado está guardado. Pida a esa persona que cargue la página de nuevo.")),
        "other": (_("Algo falló dentro de Minga."),
                  _("Lo enviado está guardado. El detalle, sin textos de nadie, está en {file}.").format(
                      file="outputs/serve.log")),
    }
