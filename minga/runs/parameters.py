"""What a report may be told: parameters declared in ``parameters/monitoring/<template>.yaml``.

Papermill pastes parameter names into code and takes names that nobody reads without a word; therefore
only what is declared here, with the type declared here, ever reaches a notebook.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from minga import paths
from minga.errors import Fault, NotFound, UsageError
from minga.i18n import gettext as _
from minga.methods import Words

TYPES = ("str", "int", "float", "bool", "choice", "country", "date")
"""A country is two capitals (MX) and a date year-month-day; both may be empty, and are texts in the notebook."""
LONGEST = 1000
"""Characters that a text parameter may have."""

Scalar = str | int | float | bool

_FLOAT = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
_TRUE = ("true", "yes", "sí", "si", "sim", "1")
_FALSE = ("false", "no", "não", "nao", "0")


def _is_date(text: str) -> bool:
    with suppress(ValueError):
        return date.fromisoformat(text).isoformat() == text  # and not 20180630, which is the same day
    return False


_CODED = {"country": lambda text: re.fullmatch("[A-Z]{2}", text) is not None, "date": _is_date}
_EXPECTED = {
    "str": lambda: _("un texto de hasta {n} caracteres").format(n=LONGEST),
    "int": lambda: _("un número entero, por ejemplo 12"),
    "float": lambda: _("un número con punto decimal, por ejemplo 0.5"),
    "bool": lambda: _("true o false"),
    "country": lambda: _("un código de país de dos letras, por ejemplo MX"),
    "date": lambda: _("una fecha, año-mes-día, por ejemplo 2018-06-30"),
}


@dataclass(frozen=True)
class Parameter:
    """One declared parameter.

    Attributes:
        name: an identifier; also the name in the notebook.
        type: one of ``TYPES``.
        required: whether a run must be given it.
        choices: the values of a ``choice``.
        by_minga: the command gives it, people may not.
        help: what it is for.
        least: the smallest number that an ``int`` or ``float`` may be; any when None, and then ``most`` too.
        most: the largest.
    """

    name: str
    type: str
    required: bool = False
    choices: tuple[str, ...] = ()
    by_minga: bool = False
    help: Words = field(default_factory=Words)
    least: float | None = None
    most: float | None = None

    def accepts(self, value: object) -> bool:
        """Whether a value is a JSON scalar of exactly the declared type (no subclass: its text is pasted)."""
        if type(value) is str:
            return self._accepts_text(value)
        if self.type == "float":
            return type(value) in (int, float) and math.isfinite(value) and self._within(value)  # type: ignore[arg-type]
        return type(value) in (int, bool) and type(value).__name__ == self.type and self._within(value)  # type: ignore[arg-type]

    def _accepts_text(self, text: str) -> bool:
        if self.type == "choice":
            return text in self.choices
        if self.type in _CODED:
            return not text or _CODED[self.type](text)
        return self.type == "str" and len(text) <= LONGEST and not _UNREADABLE.search(text)

    def _within(self, number: float) -> bool:
        return (self.least is None or number >= self.least) and (self.most is None or number <= self.most)

    def read(self, text: str) -> Scalar | None:
        """The value that a text from the command line stands for; None when it stands for none."""
        word = text.strip()
        if self.type == "int":
            return int(word) if re.fullmatch(r"[+-]?[0-9]{1,15}", word) else None
        if self.type == "float":
            return float(word) if _FLOAT.fullmatch(word) else None
        if self.type == "bool":
            return True if word.casefold() in _TRUE else False if word.casefold() in _FALSE else None
        return word.upper() if self.type == "country" else word if self.type == "date" else text

    def expected(self) -> str:
        """What a value must look like, for a message."""
        if self.type == "choice":
            return _("uno de: {values}").format(values=", ".join(self.choices))
        if self.least is not None:
            return _("un número de {least} a {most}").format(least=self.least, most=self.most)
        return _EXPECTED[self.type]()


@dataclass(frozen=True)
class Declaration:
    """The parameters of one report notebook.

    Attributes:
        template: name of the notebook and of this file, without extension.
        title: what the report is called.
        parameters: in the order of the file.
    """

    template: str
    title: Words
    parameters: tuple[Parameter, ...]

    def get(self, name: str) -> Parameter | None:
        """The parameter with that name, if it is declared."""
        return next((p for p in self.parameters if p.name == name), None)

    def open_names(self) -> list[str]:
        """The names that people may give."""
        return [p.name for p in self.parameters if not p.by_minga]


def list_templates() -> list[str]:
    """Names of the reports that have both a notebook and declared parameters."""
    return sorted(file.stem for file in paths.monitoring().glob("*.yaml")
                  if (paths.notebooks() / f"{file.stem}.ipynb").is_file())


def load_declaration(template: str) -> Declaration:
    """The declared parameters of a report.

    Raises:
        NotFound: there is no such report; the message lists those there are.
        InputError: the file has faults; all of them are named.
    """
    known = list_templates()
    if template not in known:
        raise NotFound(Fault(_("No hay un informe llamado «{name}».").format(name=str(template)[:80]),
                             column="template",
                             advice=_("Los que hay son: {names}.").format(names=", ".join(known) or "—")))
    file = paths.monitoring() / f"{template}.yaml"
    return _read(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=32)
def _read(file: Path, _changed: int) -> Declaration:
    """The declaration in a file, read once as long as the file stays as it is: YAML takes longer than a query."""
    from minga.runs.declaration import read_declaration  # PyYAML only where a file is read

    return read_declaration(file)


def from_text(declared: Declaration, assignments: Iterable[str]) -> dict[str, Scalar]:
    """Values from ``name=value`` texts of the command line, by declared type: ``1.10`` stays a text.

    Raises:
        UsageError: with every text that is no assignment, names nothing declared or does not fit its type.
    """
    values: dict[str, Scalar] = {}
    faults: list[Fault] = []
    for text in assignments:
        name, sign, given = text.partition("=")
        name = name.strip()
        parameter = declared.get(name)
        if not sign:
            faults.append(Fault(_("«{text}» no dice un parámetro y su valor.").format(text=text[:80]),
                                advice=_("Escríbalo así: --param nombre=valor.")))
        elif parameter is None or parameter.by_minga:
            faults.append(_not_open(declared, name))
        elif name in values:
            faults.append(Fault(_("El parámetro «{name}» está dos veces.").format(name=name), column=name,
                                advice=_("Deje solo uno.")))
        elif (value := parameter.read(given)) is None or not parameter.accepts(value):
            faults.append(_ill_typed(parameter, given))
        else:
            values[name] = value
    if faults:
        raise UsageError(faults)
    return values


def faults_in(declared: Declaration, values: Mapping[str, Any]) -> list[Fault]:
    """Every fault in values that people gave: unknown, reserved, or not of the declared type."""
    faults = []
    for name, value in values.items():
        parameter = declared.get(name) if isinstance(name, str) else None
        if parameter is None or parameter.by_minga:
            faults.append(_not_open(declared, str(name)))
        elif not parameter.accepts(value):
            faults.append(_ill_typed(parameter, value))
    return faults


def missing_in(declared: Declaration, values: Mapping[str, Any]) -> list[Fault]:
    """A fault for each parameter that people must give and did not."""
    return [Fault(_("Falta el parámetro «{name}».").format(name=p.name), column=p.name,
                  advice=_("Dígalo así: --param {name}=… Se espera {expected}.").format(
                      name=p.name, expected=p.expected()))
            for p in declared.parameters if p.required and not p.by_minga and p.name not in values]


def _not_open(declared: Declaration, name: str) -> Fault:
    parameter, known = declared.get(name), declared.open_names()
    if parameter is not None:
        return Fault(_("El parámetro «{name}» lo pone Minga.").format(name=name), column=name,
                     advice=_("Indique el plan y el período como argumentos, y el almacén con --store."))
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    hint = _("¿Quiso decir «{near}»?").format(near=near[0]) + " " if near else ""
    return Fault(_("El informe no tiene un parámetro «{name}».").format(name=name[:80]), column=name[:80],
                 advice=hint + _("Los que hay son: {names}.").format(names=", ".join(known)))


def _ill_typed(parameter: Parameter, value: object) -> Fault:
    shown = value if isinstance(value, str) else type(value).__name__ if not isinstance(value, int | float) else value
    return Fault(_("«{value}» no sirve para el parámetro «{name}».").format(value=str(shown)[:80], name=parameter.name),
                 column=parameter.name, advice=_("Se espera {expected}.").format(expected=parameter.expected()))
