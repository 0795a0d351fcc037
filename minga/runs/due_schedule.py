"""Which reports every plan should have when a period closes: ``parameters/scheduling/due.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from minga import paths
from minga.errors import Fault, InputError, UsageError
from minga.i18n import gettext as _
from minga.runs.due import Wanted
from minga.runs.inputs import notebook_fingerprint
from minga.runs.parameters import Declaration, faults_in, load_declaration, missing_in
from minga.runs.variants import differing
from minga.yaml_files import reading

FILE = "due.yaml"
_FIELDS = ("template", "parameters", "formats")


def read_schedule(file: Path | None = None) -> list[Wanted]:
    """The reports that are wanted of every plan and period.

    Args:
        file: the file; ``parameters/scheduling/due.yaml`` when None.

    Raises:
        InputError: with every fault found, each with its line.
    """
    file = file or paths.scheduling() / FILE
    with reading(file):
        source = file.read_text(encoding="utf-8")
        node, raw = yaml.compose(source, yaml.SafeLoader), yaml.safe_load(source)
    reader = _Reader(file.name)
    entries = raw.get("reports") if isinstance(raw, dict) else None
    if not isinstance(entries, list) or not entries:
        reader.fault(1, "reports", _("Falta la lista «reports»."), _("Escriba al menos un informe."))
        entries = []
    found = [reader.wanted(line, entry) for line, entry in zip(_lines(node), entries, strict=False)]
    if reader.faults:
        raise InputError(reader.faults)
    return [wanted for wanted in found if wanted is not None]


def _lines(node: yaml.Node | None) -> list[int]:
    """The line on which each report begins, from 1."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "reports" and isinstance(value, yaml.SequenceNode):
                return [entry.start_mark.line + 1 for entry in value.value]
    return []


class _Reader:
    """Turns raw YAML into wanted reports and collects faults."""

    def __init__(self, file: str) -> None:
        self.file, self.faults, self._seen = file, [], set()

    def fault(self, line: int, column: str, message: str, advice: str = "") -> None:
        self.faults.append(Fault(message, file=self.file, row=line, column=column,
                                 advice=advice or _("Corrija esa línea y repita.")))

    def wanted(self, line: int, raw: Any) -> Wanted | None:
        """One report; None, with its faults noted, when it cannot be made of every plan."""
        before = len(self.faults)
        if not isinstance(raw, dict):
            self.fault(line, "reports", _("Se esperaba un grupo de campos: {names}.").format(names=", ".join(_FIELDS)))
            return None
        for name in raw:
            if name not in _FIELDS:
                self.fault(line, str(name)[:60], _("El campo «{name}» no existe.").format(name=str(name)[:60]),
                           _("Los que hay son: {names}.").format(names=", ".join(_FIELDS)))
        template, values = str(raw.get("template")), raw.get("parameters") or {}
        declared, formats = self._declared(line, template), self._formats(line, raw.get("formats") or [])
        if declared is not None:
            self._check(line, declared, values)
        if declared is None or len(self.faults) > before:
            return None
        made = Wanted(template, tuple(sorted(differing(declared, values).items())),
                      declared.get("language") is not None, notebook_fingerprint(template), formats)
        if (template, made.parameters) in self._seen:  # both would be put in the same place
            self.fault(line, "template", _("El informe «{name}» está dos veces.").format(name=template[:60]),
                       _("Deje solo uno."))
        self._seen.add((template, made.parameters))
        return made

    def _formats(self, line: int, raw: Any) -> tuple[str, ...]:
        if not isinstance(raw, list) or not all(isinstance(name, str) for name in raw):
            self.fault(line, "formats", _("Se esperaba una lista de textos."), _("Por ejemplo [pdf, docx]."))
            return ()
        if not raw:
            return ()
        from minga.reports.formats import chosen  # the charts come along, and seldom is a format asked for

        try:
            return chosen(raw)
        except UsageError as wrong:
            for fault in wrong.faults:
                self.fault(line, "formats", fault.message, fault.advice)
            return ()

    def _declared(self, line: int, template: str) -> Declaration | None:
        try:
            return load_declaration(template)
        except InputError as wrong:
            for fault in wrong.faults:
                self.fault(line, "template", fault.message, fault.advice)
            return None

    def _check(self, line: int, declared: Declaration, values: Any) -> None:
        if declared.get("plan") is None or declared.get("period") is None:
            self.fault(line, "template", _("El informe «{name}» no es de un plan y un período.").format(
                name=declared.template), _("Aquí van los que llevan los parámetros plan y period."))
        if not isinstance(values, dict):
            self.fault(line, "parameters", _("Se esperaban pares de nombre y valor."))
            return
        for fault in faults_in(declared, values):
            self.fault(line, fault.column or "parameters", fault.message, fault.advice)
        for fault in missing_in(declared, {"language": "", **values}):  # the language is each plan's own
            self.fault(line, fault.column, fault.message, _("Escríbalo en «parameters»."))
