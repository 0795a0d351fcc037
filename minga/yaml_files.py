"""What is said when a YAML file that somebody wrote cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from minga.errors import Fault, InputError
from minga.i18n import gettext as _


@contextmanager
def reading(file: Path) -> Iterator[None]:
    """While a file is read and parsed in here, whatever is wrong with it is told with its line.

    Raises:
        InputError: the file is not there, is not UTF-8, or is not YAML.
    """
    try:
        yield
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as wrong:
        mark = getattr(wrong, "problem_mark", None)
        raise InputError(Fault(
            _("El archivo no se puede leer como YAML: {why}.").format(
                why=getattr(wrong, "problem", None) or str(wrong)[:200]),
            file=file.name, row=mark.line + 1 if mark else None,
            advice=_("Revise la sangría y las comillas de esa línea."))) from wrong
