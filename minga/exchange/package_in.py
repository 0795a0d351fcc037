"""A data package read back: tolerant about the file, strict about what it says, every fault at once."""

from __future__ import annotations

import json
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from minga import methods, tables
from minga.errors import Fault, InputError, reason
from minga.exchange.csv_in import CsvTable, read_csv
from minga.i18n import gettext as _
from minga.periods import parse_period

Rows = dict[str, list[dict[str, Any]]]

MAX_BYTES = 300_000_000
"""Largest package that is read, in bytes after unzipping; a network's plan takes a few million."""
_BIGGEST_INTEGER = 2**31 - 1


def read_package(source: Path | str) -> tuple[Rows, list[Fault]]:
    """Read a plan's data package.

    Args:
        source: the folder that holds ``plans.csv`` (or its ``data/``), or a ZIP of it.

    Returns:
        Typed rows of every exported table (those whose file is absent are empty), and the warnings.

    Raises:
        InputError: with every fault found, each with its file, row and column; nothing was changed.
    """
    found = _contents(Path(source))
    read, warnings = _read_files(found)
    faults = [fault for made in read.values() for fault in made.faults] + _absent(found, read)
    warnings += [warning for made in read.values() for warning in made.warnings]
    rows, more = tables.check_tables({n: m.rows for n, m in read.items()}, {n: m.file for n, m in read.items()})
    faults += [fault for fault in more if not _consequence(fault, read)]
    faults += [fault for made in read.values() for fault in _odd_values(made)]
    if "plans" in read and not read["plans"].faults:
        faults += _one_plan(read["plans"])
    if faults:
        raise InputError(faults)
    return {t.name: rows.get(t.name, []) for t in tables.exported_tables()}, warnings + _unknown_method(rows)


def _contents(source: Path) -> dict[str, bytes]:
    """Base name → content of every file beside ``plans.csv``."""
    try:
        if source.is_dir():
            return dict(_of_folder(source))
        if zipfile.is_zipfile(source):
            with zipfile.ZipFile(source) as archive:
                return dict(_of_zip(archive, source.name))
        problem = _("No es una carpeta ni un ZIP, o el ZIP está incompleto.") if source.exists() else _("No existe.")
    except OSError as wrong:
        problem = _("No se puede leer: {why}.").format(why=reason(wrong))
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError):
        problem = _("El ZIP está dañado.")
    except (NotImplementedError, RuntimeError):  # how zipfile says that a password or another program is needed
        problem = _("El ZIP tiene contraseña o está comprimido de un modo que no se puede leer.")
    raise InputError(Fault(problem, file=source.name or str(source),
                           advice=_("Se espera la carpeta con plans.csv y los demás archivos del plan, o un ZIP de "
                                    "esa carpeta.")))


def _of_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    if not (folder / "plans.csv").is_file() and (folder / "data").is_dir():
        folder = folder / "data"
    files = [f for f in sorted(folder.iterdir()) if f.is_file() and f.suffix.lower() in (".csv", ".json")]
    _refuse_giants(sum(f.stat().st_size for f in files), folder.name)
    for file in files:
        yield file.name, file.read_bytes()


def _of_zip(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, bytes]]:
    # Only base names are used and nothing is unpacked to the disk, so a path inside the ZIP leads nowhere.
    entries = [(PurePosixPath(i.filename), i) for i in archive.infolist()
               if not i.is_dir() and i.filename.lower().endswith((".csv", ".json"))]
    homes = sorted({p.parent for p, _i in entries if p.name.lower() == "plans.csv"}, key=lambda p: (len(p.parts), p))
    chosen = [(p, i) for p, i in entries if homes and p.parent == homes[0]]
    _refuse_giants(sum(i.file_size for _p, i in chosen), name)
    for path, info in chosen:
        yield path.name, archive.read(info)


def _refuse_giants(size: int, name: str) -> None:
    if size > MAX_BYTES:
        raise InputError(Fault(_("Pesa {size} MB y se leen hasta {limit}.").format(
            size=size // 1_000_000, limit=MAX_BYTES // 1_000_000), file=name,
            advice=_("Revise que sea la carpeta de un plan.")))


def _read_files(found: dict[str, bytes]) -> tuple[dict[str, CsvTable], list[Fault]]:
    exported = {t.name for t in tables.exported_tables()}
    read: dict[str, CsvTable] = {}
    warnings = []
    for file, content in found.items():
        stem, _dot, suffix = file.lower().rpartition(".")
        if suffix == "csv" and stem in exported:
            read[stem] = read_csv(stem, file, content)
        elif suffix == "csv":
            warnings.append(Fault(_("No es una tabla del plan y no se importa."), file=file,
                                  advice=_("Las tablas son: {names}.").format(names=", ".join(sorted(exported)))))
    # In the order of the schema, so that the report reads from the plan down to its parts.
    return {t.name: read[t.name] for t in tables.exported_tables() if t.name in read}, warnings


def _absent(found: dict[str, bytes], read: dict[str, CsvTable]) -> list[Fault]:
    """Faults for the files that must be there: ``plans.csv``, and those that ``datapackage.json`` promises."""
    exported = {t.name for t in tables.exported_tables()}
    promised = {"plans"} | (_promised(found.get("datapackage.json", b"")) & exported)
    return [Fault(_("Falta el archivo."), file=f"{name}.csv",
                  advice=_("Vuelva a copiar la carpeta completa del plan.")) for name in sorted(promised - set(read))]


def _promised(description: bytes) -> set[str]:
    try:
        return {str(resource["name"]) for resource in json.loads(description)["resources"]}
    except (ValueError, KeyError, TypeError, RecursionError):
        return set()  # the description is a help for other tools; the tables speak for themselves


def _consequence(fault: Fault, read: dict[str, CsvTable]) -> bool:
    """Whether a fault only follows from another one: a column or rows that could not be read."""
    made = next((m for m in read.values() if m.file == fault.file), None)
    if made is None or fault.column in made.missing:
        return made is not None
    column = tables.table(made.name).columns.get(fault.column)
    broken = {m.name for m in read.values() if m.faults} | ({"plans"} - set(read))
    return column is not None and any(fk.column.table.name in broken for fk in column.foreign_keys)


def _odd_values(made: CsvTable) -> Iterator[Fault]:
    """Faults in values that the schema allows and Minga does not: period names, enormous whole numbers."""
    columns = tables.table(made.name).columns
    whole = [c.name for c in columns if tables.column_kind(c) == "integer"]
    for number, row in made.rows:
        if row.get("period") and (message := _period_fault(row["period"])):
            yield Fault(message, file=made.file, row=number, column="period",
                        advice=_("Se espera un semestre (2018-S1), un trimestre (2018-Q3) o un año (2018)."))
        for name in whole:
            cell = row.get(name, "").strip().lstrip("+-").lstrip("0")
            if cell.isdecimal() and (len(cell) > 10 or int(cell) > _BIGGEST_INTEGER) and len(cell) <= 15:
                yield Fault(_("«{value}» es un número demasiado grande.").format(value=cell), file=made.file,
                            row=number, column=name, advice=_("Corrija la celda y vuelva a importar."))


def _period_fault(text: str) -> str:
    try:
        written = str(parse_period(text))
    except InputError:
        return _("«{value}» no es un período.").format(value=text[:60])
    return "" if written == text else _("«{value}» debe escribirse {period}.").format(value=text[:60], period=written)


def _one_plan(plans: CsvTable) -> list[Fault]:
    if len(plans.rows) == 1:
        return []
    return [Fault(_("Se esperaba un solo plan y hay {n}.").format(n=len(plans.rows)), file=plans.file,
                  advice=_("Ponga cada plan en su propia carpeta."))]


def _unknown_method(rows: Rows) -> list[Fault]:
    name = rows["plans"][0]["method"]
    try:
        methods.load_method(name)
    except InputError as wrong:
        return [Fault(fault.message, file="plans.csv", column="method", advice=fault.advice) for fault in wrong.faults]
    return []
