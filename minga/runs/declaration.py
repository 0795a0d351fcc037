"""Reading ``parameters/monitoring/*.yaml`` into a ``Declaration``, with every fault and its line."""

from __future__ import annotations

import keyword
from pathlib import Path
from typing import Any

import yaml

from minga import i18n
from minga.errors import Fault, InputError
from minga.i18n import gettext as _
from minga.methods import Words
from minga.runs.parameters import TYPES, Declaration, Parameter
from minga.yaml_files import reading

_FIELDS = ("name", "type", "required", "choices", "least", "most", "set_by", "help")


def read_declaration(file: Path) -> Declaration:
    """Read and check one parameters file.

    Raises:
        InputError: with every fault found, each with its line.
    """
    with reading(file):
        source = file.read_text(encoding="utf-8")
        node, raw = yaml.compose(source, yaml.SafeLoader), yaml.safe_load(source)
    reader = _Reader(file.name, _entry_lines(node))
    made = reader.declaration(file.stem, raw)
    if reader.faults:
        raise InputError(reader.faults)
    return made


def _entry_lines(node: yaml.Node | None) -> list[int]:
    """The line on which each entry of ``parameters`` begins, from 1."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "parameters" and isinstance(value, yaml.SequenceNode):
                return [entry.start_mark.line + 1 for entry in value.value]
    return []


class _Reader:
    """Turns raw YAML into a declaration and collects faults."""

    def __init__(self, file: str, lines: list[int]) -> None:
        self.file, self.lines, self.line, self.faults = file, lines, 1, []

    def fault(self, column: str, message: str, advice: str = "") -> None:
        self.faults.append(Fault(message, file=self.file, row=self.line, column=column,
                                 advice=advice or _("Corrija esa línea y repita.")))

    def declaration(self, template: str, raw: Any) -> Declaration:
        if not isinstance(raw, dict) or not isinstance(raw.get("parameters"), list) or not raw["parameters"]:
            self.fault("parameters", _("Falta la lista «parameters»."), _("Escriba al menos un parámetro."))
            return Declaration(template, Words(), ())
        title = self.words("title", raw.get("title"))
        self.known(raw, ("title", "parameters"))
        made: list[Parameter] = []
        for entry, line in zip(raw["parameters"], self.lines, strict=True):
            self.line = line
            made.append(self.parameter(entry, {p.name for p in made}))
        return Declaration(template, title, tuple(made))

    def known(self, raw: dict[Any, Any], names: tuple[str, ...]) -> None:
        for name in raw:
            if name not in names:
                self.fault(str(name)[:60], _("El campo «{name}» no existe.").format(name=str(name)[:60]),
                           _("Los que hay son: {names}.").format(names=", ".join(names)))

    def words(self, column: str, raw: Any) -> Words:
        given = raw if isinstance(raw, dict) else {}
        if not all(isinstance(given.get(code), str) and given[code].strip() for code in i18n.LANGUAGES):
            self.fault(column, _("Falta el texto en alguno de los idiomas."),
                       _("Escriba el texto en los tres idiomas: es, pt, en."))
            return Words()
        return Words(**{code: given[code].strip() for code in i18n.LANGUAGES})

    def parameter(self, raw: Any, seen: set[str]) -> Parameter:
        if not isinstance(raw, dict):
            self.fault("parameters", _("Se esperaba un grupo de campos: {names}.").format(names=", ".join(_FIELDS)))
            return Parameter("", "str")
        self.known(raw, _FIELDS)
        name, kind, choices = raw.get("name"), raw.get("type"), raw.get("choices") or []
        if not isinstance(name, str) or not name.isascii() or not name.isidentifier() or keyword.iskeyword(name):
            self.fault("name", _("«{value}» no puede ser el nombre de un parámetro.").format(value=str(name)[:60]),
                       _("Se espera una palabra en minúsculas, sin espacios ni acentos."))
        elif name in seen:
            self.fault("name", _("El parámetro «{name}» está dos veces.").format(name=name), _("Deje solo uno."))
        self.one_of("type", kind, TYPES)
        self.one_of("set_by", raw.get("set_by", "person"), ("person", "minga"))
        if not isinstance(raw.get("required", False), bool):
            self.fault("required", _("Se esperaba true o false."))
        if not isinstance(choices, list) or not all(isinstance(c, str) for c in choices):
            self.fault("choices", _("Se esperaba una lista de textos."), _("Ponga comillas, por ejemplo \"no\"."))
            choices = []
        elif (kind == "choice") != bool(choices):
            self.fault("choices", _("La lista «choices» va con el tipo choice, y solo con él."))
        return Parameter(str(name), str(kind), bool(raw.get("required")), tuple(choices),
                         raw.get("set_by") == "minga", self.words("help", raw.get("help")), *self.range(kind, raw))

    def range(self, kind: Any, raw: dict[Any, Any]) -> tuple[float, float] | tuple[None, None]:
        """The smallest and the largest number that a parameter may be; None where it may be any."""
        least, most = raw.get("least"), raw.get("most")
        if least is None and most is None:
            return None, None
        if kind not in ("int", "float") or any(type(n) not in (int, float) for n in (least, most)) or least > most:
            self.fault("least", _("«least» y «most» son dos números, el menor primero, y van solo con int y float."))
            return None, None
        return least, most

    def one_of(self, column: str, value: Any, known: tuple[str, ...]) -> None:
        if value not in known:
            self.fault(column, _("«{value}» no es un valor conocido; se esperaba uno de: {values}.").format(
                value=str(value)[:60], values=", ".join(known)))
