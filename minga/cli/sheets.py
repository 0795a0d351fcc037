"""The semester's sheet on the command line: made for a country, and read back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from minga.cli.output import Said, command
from minga.errors import Fault, InputError, UsageError, reason
from minga.i18n import gettext as _

_ROLE = {"actor": "analyst", "role": "analyst"}
"""Whoever may run commands on this machine may review what was reported."""


def commands() -> Iterator[click.Command]:
    """The commands of this file, their help in the language in force."""

    @command("sheet", _("Hace la hoja XLSX que un país llena sin conexión, o lee una ya llena."),
             "minga sheet mi-plan 2018-S1 --country CO   ·   minga sheet --read sheet-2018-S1-CO.xlsx --dry-run",
             click.argument("plan", required=False),
             click.argument("period", required=False, metavar="[" + _("PERÍODO") + "]"),
             click.option("--country", default="", metavar=_("CÓDIGO"),
                          help=_("País que la llena; los totales del plan si falta.")),
             click.option("--each", is_flag=True, help=_("Una hoja para cada país del plan.")),
             click.option("--reporter", default="", metavar=_("NOMBRE"), help=_("Quién la llenará, si ya se sabe.")),
             click.option("--to", type=click.Path(path_type=Path), default=None, metavar=_("ARCHIVO"),
                          help=_("Archivo, o carpeta con --each; en outputs/ si falta.")),
             click.option("--read", "source", type=click.Path(path_type=Path), default=None, metavar=_("ARCHIVO"),
                          help=_("Lee una hoja llena y guarda lo que trae.")),
             click.option("--take", multiple=True, metavar=_("FILA"),
                          help=_("En conflicto, toma lo de la hoja: actuals:12; se puede repetir.")),
             click.option("--dry-run", is_flag=True, help=_("Lee y compara todo sin escribir nada.")))
    def sheet(said: Said, plan: str | None, period: str | None, country: str, each: bool, reporter: str,
              to: Path | None, source: Path | None, take: tuple[str, ...], dry_run: bool) -> int:
        if source is not None:
            return _read(said, source, plan, take, dry_run)
        if not plan or not period:
            raise UsageError(_("Falta decir de qué plan y de qué período."),
                             _("Se espera por ejemplo «minga sheet mi-plan 2018-S1», o --read con una hoja llena."))
        if take or dry_run:
            raise UsageError(_("--take y --dry-run solo valen con --read."), _("Quítelas o diga qué hoja se lee."))
        return _write(said, plan, period, "" if each else country.upper(), each, reporter, to)

    yield sheet


def _write(said: Said, plan: str, period: str, country: str, each: bool, reporter: str, to: Path | None) -> int:
    from minga.exchange import semester_sheet as sheets  # no other command reads workbooks
    from minga.results.reviewing import read_reports

    with said.store() as store:
        wanted = sheets.sheet_countries(read_reports(store, plan, period)) if each else [country]
        if not wanted:
            raise InputError(Fault(_("El plan no dice en qué países está."), column="country",
                                   advice=_("Genere una sola hoja, sin --each.")))
        made = [sheets.write_sheet(store, plan, period, _target(to, each, sheets.sheet_name(period, one)), country=one,
                                   reporter=reporter) for one in wanted]
    said.answer({"ok": True, "files": [str(f) for f in made]}, *map(str, made))
    return 0


def _target(to: Path | None, each: bool, name: str) -> Path | None:
    if to is None or not (each or to.is_dir()):
        return to
    return to / name


def _read(said: Said, source: Path, plan: str | None, take: tuple[str, ...], dry_run: bool) -> int:
    from minga.exchange import semester_sheet as sheets
    from minga.exchange import semester_sheet_told as told
    from minga.results import read_results

    chosen = [(text, told.take_key(text)) for text in take]
    if wrong := [text for text, key in chosen if key is None]:
        raise UsageError(_("--take: «{value}» no es una fila de la hoja.").format(value=wrong[0][:40]),
                         _("Se espera por ejemplo actuals:12, como lo dice la lista de conflictos."))
    try:
        content = source.read_bytes()
    except OSError as why:
        raise InputError(Fault(_("No se puede leer: {why}.").format(why=reason(why)), file=str(source)[:200],
                               advice=_("Revise la ruta y los permisos."))) from why
    read = sheets.read_semester_sheet(source.name, content)
    with said.store() as store:
        merged = sheets.merge_sheet(store, read, plan_id=plan or "", take={key: None for _text, key in chosen if key},
                                    dry_run=dry_run, **_ROLE)
        lines = told.tell(read_results(store, read.plan_id), merged)
    conflicts = [one for one in lines if one.what == "conflict"]
    said.answer(_data(merged, lines), told.summary(merged), *_conflicts(conflicts),
                *([_("Fue una prueba: no se escribió nada.")] if dry_run else []))
    return 1 if conflicts else 0


def _data(merged: Any, lines: list[Any]) -> dict[str, Any]:
    counts = {what: merged.count(what) for what in ("new", "changed", "same", "kept", "conflict")}
    return {"ok": not counts["conflict"], "dry_run": merged.dry_run, "plan_id": merged.sheet.plan_id,
            "period": merged.sheet.period, "country": merged.sheet.country, "counts": counts,
            "rows": [one.as_dict() for one in lines]}


def _conflicts(lines: list[Any]) -> Iterator[str]:
    """Every conflict with both sides of it, and how to decide it."""
    for one in lines:
        yield ""
        yield f"{one.where} ({one.key}): {one.about}"
        yield "  " + _("en la hoja: {text}").format(text=one.comes)
        yield "  " + _("guardado:   {text}").format(text=one.saved)
        yield f"  {one.why}"
    if lines:
        yield ""
        yield _("Para tomar lo de la hoja, repita la orden con --take {key}.").format(key=lines[0].key)
