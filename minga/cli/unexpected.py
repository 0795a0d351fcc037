"""What nobody foresaw, told in one sentence, with the details in a file that names no person."""

from __future__ import annotations

import platform
import sys
import traceback
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import minga
from minga import paths
from minga.errors import MingaError, reason
from minga.i18n import gettext as _

_LARGEST = 1_000_000


def explain(wrong: Exception) -> MingaError:
    """The error to show for an exception that nobody foresaw; its details are kept in ``outputs/errors.log``."""
    if isinstance(wrong, ModuleNotFoundError):
        return MingaError(_("Falta el paquete «{name}».").format(name=wrong.name),
                          _("Instálelo con «make workshop», o revise este equipo con «minga doctor»."))
    if isinstance(wrong, OSError) and wrong.filename:
        return MingaError(_("No se pudo usar {file}: {why}.").format(file=str(wrong.filename)[:200], why=reason(wrong)),
                          _("Revise la ruta y los permisos, o ejecute «minga doctor»."))
    message = _("Minga se detuvo por un error que nadie había previsto ({name}).").format(name=type(wrong).__name__)
    try:
        file = _keep(wrong)
    except OSError:
        return MingaError(message, _("Repita la orden con MINGA_DEBUG=1 para ver los detalles."))
    return MingaError(message, _("Los detalles quedaron en {file}, sin textos del plan: envíelo a quien mantiene "
                                 "Minga. «minga doctor» revisa este equipo.").format(file=file))


def _keep(wrong: Exception) -> Path:
    file = paths.outputs() / "errors.log"
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = not file.is_file() or file.stat().st_size > _LARGEST
    with file.open("w" if fresh else "a", encoding="utf-8") as log:
        log.write("\n".join(_details(wrong)) + "\n\n")
    return file


def _details(wrong: BaseException) -> Iterator[str]:
    # Places in the code and kinds of errors only: a message may quote what people wrote.
    yield (f"{datetime.now():%Y-%m-%d %H:%M:%S} Minga {minga.__version__}, Python {platform.python_version()}, "
           f"{sys.platform}")
    seen: BaseException | None = wrong
    while seen is not None:
        yield f"{type(seen).__module__}.{type(seen).__qualname__}"
        for frame in traceback.extract_tb(seen.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} {frame.name}"
        seen = seen.__cause__ or seen.__context__
