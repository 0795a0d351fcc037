"""How files are written: canonical CSV, the charts of some parts, and each file whole or not at all."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from minga.errors import RunError, reason
from minga.i18n import gettext as _
from minga.reports.blocks import Block
from minga.tables.faces import cell_text

Row = dict[str, Any]


def figures(blocks: Mapping[str, Block]) -> dict[str, bytes]:
    """The charts of some parts as SVG and PNG, by the name of their file."""
    return {f"figures/{key}{suffix}": content for key, block in blocks.items() if block.chart is not None
            for suffix, content in ((".svg", block.chart.svg(block.finding)), (".png", block.chart.png()))}


def as_csv(rows: Iterable[Row], header: str) -> bytes:
    """Rows as canonical CSV: comma, UTF-8 without BOM, LF, dot decimals, ISO dates."""
    out, names = io.StringIO(), header.split()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([cell_text(row.get(name)) for name in names] for row in rows)
    return out.getvalue().encode("utf-8")


def put(file: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as aside:
            aside.write(content)
        os.chmod(aside.name, 0o644)
        os.replace(aside.name, file)
    except OSError as wrong:
        raise RunError(_("No se pudo escribir {file}: {why}.").format(file=file.name, why=reason(wrong)),
                       _("Revise el espacio en disco y los permisos de la carpeta de resultados.")) from wrong
