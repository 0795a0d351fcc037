"""What the reports beside the monitoring one have in common: parts that are shown once each, and files at the end."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

from minga.i18n import gettext as _
from minga.i18n import speaking
from minga.reports.blocks import Block, Shown, css, render
from minga.reports.facts import INTERNAL, PUBLIC
from minga.reports.parts.header import Tile
from minga.reports.small_cells import SMALLEST
from minga.reports.writing import as_csv, figures, put

FactsT = TypeVar("FactsT")
Row = dict[str, Any]


class Book(Generic[FactsT]):
    """A report made of parts, each drawn from the same facts when it is first asked for.

    Attributes:
        parts: what makes each part, by its key, in the order of the report.
    """

    parts: Mapping[str, Callable[[Any], Block]] = {}

    def __init__(self, facts: FactsT, language: str, out: Path) -> None:
        self.facts, self.language, self.out = facts, language, out
        self._blocks: dict[str, Block] = {}

    def _show(self, key: str) -> Shown:
        with speaking(self.language):
            block = self._block(key)
            return Shown(block.html(), block.finding)

    def _block(self, key: str) -> Block:
        if key not in self._blocks:
            self._blocks[key] = self.parts[key](self.facts)
        return self._blocks[key]

    def _finish(self, tables: Mapping[str, tuple[str, Sequence[Row]]], summary: Row) -> Shown:
        """Write the tables (name to header and rows), the summary with every finding, and the figures."""
        with speaking(self.language):
            blocks = {key: self._block(key) for key in self.parts}
            told = {**summary, "language": self.language,
                    "findings": {key: block.finding for key, block in blocks.items()},
                    "remarks": {key: list(block.remarks) for key, block in blocks.items() if block.remarks}}
            files = {name: as_csv(rows, header) for name, (header, rows) in tables.items()}
            files["summary.json"] = (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()
            files |= figures(blocks)
            for name, content in files.items():
                put(self.out / name, content)
            finding = _("Los datos de este informe quedaron guardados.")
            notes = [
                _("Cada tabla está completa en su archivo CSV: coma, UTF-8, punto decimal y fechas ISO."),
                _("Las cifras son las del almacén al ejecutar el informe; si los datos cambian, se ejecuta de nuevo."),
            ]
            return Shown(render("closing.html", kicker=_("Archivos"), finding=finding, notes=notes,
                                files=list(files)), finding)


def head(kicker: str, title: str, subtitle: str, lines: Sequence[str], tiles: Sequence[Tile] = (),
         tiles_title: str = "") -> Shown:
    """The head of a report, with the stylesheet that its other parts need in a notebook."""
    subtitle = subtitle[:1].upper() + subtitle[1:]
    return Shown(render("header.html", css=css(), kicker=kicker, title=title, subtitle=subtitle,
                        lines=[line for line in lines if line],
                        strips=[(tiles_title, tiles)] if tiles else []),
                 f"{title} · {subtitle}")


def whom(audience: str) -> str:
    """Who may read the report."""
    return {PUBLIC: _("Versión pública: no nombra personas ni separa cuentas menores que {few}.").format(few=SMALLEST),
            INTERNAL: _("Versión interna; no la publique.")}[audience]
