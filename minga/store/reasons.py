"""Why a database refused, in the reader's language."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError

from minga.errors import reason
from minga.i18n import gettext as _


def why(wrong: DBAPIError | sqlite3.Error | OSError) -> str:
    """The reason, without a full stop; what is rare stays in the database's own words, on one line."""
    if isinstance(wrong, OSError):
        return reason(wrong)
    told = str(wrong.orig if isinstance(wrong, DBAPIError) else wrong)
    known = {
        # SQLite
        "unable to open database file": _("la carpeta no existe, no permite escribir, o la ruta no es un archivo"),
        "file is not a database": _("el archivo no es una base de datos"),
        "database is in use": _("otro programa lo está usando"),
        "database is locked": _("otro programa lo está usando"),
        "readonly database": _("solo se puede leer"),
        "disk is full": _("no queda espacio en el disco"),
        "disk I/O error": _("el disco falló"),
        "malformed": _("el archivo está dañado"),
        # PostgreSQL
        "Connection refused": _("nadie responde en esa dirección"),
        "timeout": _("el servidor no respondió a tiempo"),
        "authentication failed": _("el usuario o la contraseña no son correctos"),
        "resolve host": _("no se encuentra ese servidor en la red"),
        "Name or service not known": _("no se encuentra ese servidor en la red"),
        "no space left": _("no queda espacio en el disco"),
    }
    return next((words for sign, words in known.items() if sign.lower() in told.lower()), " ".join(told.split())[:200])
