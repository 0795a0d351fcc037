"""The family of errors, on one screen.

    MingaError
    ├── InputError        something given to us cannot be used; carries every Fault found
    │   ├── NotFound      no plan, stage, card… with that id
    │   └── UsageError    the command was called in a way that has no meaning (exit code 2)
    ├── Refused           a person asked for something that role, phase or text rules do not allow
    ├── Conflict          the thing changed meanwhile; nothing was written
    ├── StoreError        the place where plans are kept cannot be opened, read or written
    ├── ServeError        a door could not be opened: port taken, pass phrase file unreadable…
    └── RunError          a report run did not end well

A message is one sentence that says what is wrong and, after it, one that says what to do next,
already in the reader's language when it is raised.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable
from dataclasses import dataclass

# minga.i18n sits above this module and puts its gettext here when it is imported.
translate: Callable[[str], str] = str


@dataclass(frozen=True)
class Fault:
    """One thing wrong with an input: where it is, what was expected and what to do next.

    Attributes:
        message: one sentence in the reader's language.
        file: name of the file as the person knows it.
        row: 1-based line of a text file, or 1-based row of a sheet (the header is row 1).
        column: column or field name.
        advice: what to do next.
    """

    message: str
    file: str = ""
    row: int | None = None
    column: str = ""
    advice: str = ""

    def __str__(self) -> str:
        where = [self.file] if self.file else []
        if self.row is not None:
            where.append(f"{translate('fila')} {self.row}")
        if self.column and self.file:  # without a file it is an argument, and the message names it
            where.append(f"{translate('columna')} {self.column}")
        place = ", ".join(where) + ": " if where else ""
        return f"{place}{self.message}" + (f" {self.advice}" if self.advice else "")

    def as_dict(self) -> dict[str, object]:
        """The fault as plain JSON data."""
        return {
            "file": self.file, "row": self.row, "column": self.column,
            "message": self.message, "advice": self.advice,
        }


def reason(wrong: OSError) -> str:
    """Why the system refused, in the reader's language; what is rare stays in the system's own words."""
    known = {
        errno.EACCES: translate("no hay permiso"), errno.EPERM: translate("no hay permiso"),
        errno.ENOENT: translate("no existe el archivo o la carpeta"),
        errno.ENOTDIR: translate("una parte de la ruta es un archivo y no una carpeta"),
        errno.EISDIR: translate("es una carpeta"), errno.EEXIST: translate("ya existe un archivo con ese nombre"),
        errno.ENOSPC: translate("no queda espacio en el disco"), errno.EROFS: translate("solo se puede leer"),
        errno.ENAMETOOLONG: translate("el nombre es demasiado largo"),
        errno.EADDRINUSE: translate("ya está ocupado"), errno.EIO: translate("el disco falló"),
    }
    return known.get(wrong.errno or 0) or wrong.strerror or type(wrong).__name__


class MingaError(Exception):
    """Anything Minga says went wrong, in the reader's language."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message, advice)
        self.message, self.advice = message, advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class InputError(MingaError):
    """Something given to us cannot be used; carries every fault found, not only the first."""

    def __init__(self, faults: Iterable[Fault] | Fault | str, advice: str = "") -> None:
        if isinstance(faults, str):
            faults = [Fault(faults, advice=advice)]
        elif isinstance(faults, Fault):
            faults = [faults]
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.faults,)


class NotFound(InputError):
    """No plan, stage, card… with that id."""


class UsageError(InputError):
    """The command was called in a way that has no meaning (exit code 2)."""


class Refused(MingaError):
    """A person asked for something that their role, the stage's phase or the text rules do not allow."""


class Conflict(MingaError):
    """The thing changed meanwhile; nothing was written."""


class StoreError(MingaError):
    """The place where plans are kept cannot be opened, read or written."""


class ServeError(MingaError):
    """A door could not be opened: port taken, pass phrase file unreadable…"""


class RunError(MingaError):
    """A report run did not end well."""
