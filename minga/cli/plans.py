"""Plans on the command line: list, make, bring in, take out, check."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from minga import exchange, i18n, paths
from minga.cli.output import Said, command
from minga.errors import StoreError, UsageError, reason
from minga.exchange.write import EXTRA
from minga.exchange.write import FORMATS as DOCUMENTS
from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.results.consistency import results_notes
from minga.results.reading import read_results
from minga.workshop import plans
from minga.workshop.inspect import inspect_plan

DATA = ("csv", "excel")
FORMATS = (*DATA, *DOCUMENTS, *EXTRA)


def commands() -> Iterator[click.Command]:
    """The commands of this file, their help in the language in force."""

    @command("plans", _("Lista los planes del almacén."), "minga plans")
    def list_plans(said: Said) -> None:
        with said.store() as store:
            found = plans.list_plans(store)
            now = plans.plan_in_room(store)
        said.answer(found, *(
            [f"{'→' if p['plan_id'] == now else ' '} {p['plan_id']}   {p['title']}" for p in found]
            or [_("Todavía no hay planes. Cree uno con «minga new» o traiga uno con «minga import».")]))

    @command("new", _("Crea un plan a partir de un método."),
             'minga new "Plan 2027-2028" --method top --organization "Red Sur" --starts 2027-01-01 --ends 2028-12-31',
             click.argument("title", metavar=_("TÍTULO")),
             click.option("--plan", default="", metavar="ID", help=_("Identificador; se hace del título si falta.")),
             click.option("--method", default="top", show_default=True, metavar=_("NOMBRE"),
                          help=_("Método: {names}.").format(names=", ".join(_method_names()))),
             click.option("--organization", default="", metavar=_("NOMBRE"), help=_("Organización o red.")),
             click.option("--plan-language", default=None, type=click.Choice(("es", "pt", "en")),
                          help=_("Idioma del plan; el de --language si falta.")),
             click.option("--starts", default="", metavar=_("AAAA-MM-DD"), help=_("Primer día.")),
             click.option("--ends", default="", metavar=_("AAAA-MM-DD"), help=_("Último día.")),
             click.option("--countries", default="", metavar=_("CÓDIGOS"),
                          help=_("Códigos de país separados por espacios.")))
    def new(said: Said, title: str, plan: str, method: str, organization: str, plan_language: str | None, starts: str,
            ends: str, countries: str) -> None:
        language = plan_language or click.get_current_context().params["language"]
        begins, finishes, where = _day(starts, "--starts"), _day(ends, "--ends"), _countries(countries)
        with said.store() as store:
            made = plans.new_plan(store, title=title, plan_id=plan, method=method, organization=organization,
                                  language=language, starts=begins, ends=finishes, countries=where)
        said.answer({"ok": True, "plan_id": made}, _("Plan creado: {plan}").format(plan=made))

    @command("import", _("Trae un plan: carpeta o ZIP con CSV, o Markdown con tablas."),
             "minga import plan.md --dry-run",
             click.argument("source", type=click.Path(path_type=Path), metavar=_("ORIGEN")),
             click.option("--plan", default=None, metavar="ID", help=_("Otro identificador para el plan.")),
             click.option("--method", default="top", show_default=True, metavar=_("NOMBRE"),
                          help=_("Método de un plan en Markdown.")),
             click.option("--update", is_flag=True, help=_("Pone al día un plan que ya está; no borra nada.")),
             click.option("--dry-run", is_flag=True, help=_("Lee y comprueba todo sin escribir nada.")))
    def import_(said: Said, source: Path, plan: str | None, method: str, update: bool, dry_run: bool) -> None:
        from minga.cli.source import bring_in  # no other command reads documents

        bring_in(said, source, plan=plan, method=method, update=update, dry_run=dry_run)

    @command("export", _("Saca un plan: datos CSV, hoja de cálculo o documento."),
             "minga export mi-plan --to carpeta --format docx --format csv",
             click.argument("plan"),
             click.option("--to", type=click.Path(path_type=Path), default=None, metavar=_("CARPETA"),
                          help=_("Carpeta; la de outputs/ si falta.")),
             click.option("--format", "formats", multiple=True, type=click.Choice(FORMATS),
                          help=_("Se puede repetir; csv si falta.")),
             click.option("--country", default="", metavar=_("CÓDIGO"),
                          help=_("País cuyas costumbres sigue el CSV «excel».")))
    def export(said: Said, plan: str, to: Path | None, formats: tuple[str, ...], country: str) -> None:
        with said.store() as store:
            plans.find_plan(store, plan)
            made = _export(store, plan, to, formats or ("csv",), country)
        said.answer({"ok": True, "files": [str(f) for f in made]}, *(str(f) for f in made))

    @command("check", _("Revisa un plan: numeración, fechas, responsables, cabos sueltos."), "minga check mi-plan",
             click.argument("plan"))
    def check(said: Said, plan: str) -> int:
        with said.store() as store:
            found = [*inspect_plan(store, plan), *results_notes(read_results(store, plan))]
        said.answer({"ok": not found, "findings": [f.as_dict() for f in found]},
                    *([ngettext("{n} observación:", "{n} observaciones:", len(found)).format(n=len(found)),
                       *("  · " + " ".join(f"{f.message} {f.advice}".split()) for f in found)]
                      if found else [_("Sin observaciones.")]))
        return 1 if found else 0

    yield from (list_plans, new, import_, export, check)


def _method_names() -> list[str]:
    # By their file names: a method with faults must not stop every other command.
    return sorted(file.stem for file in paths.methods().glob("*.yaml"))


def _export(store: Any, plan: str, to: Path | None, formats: tuple[str, ...], country: str) -> list[Path]:
    folder = to or paths.plan_outputs(plan)
    made: list[Path] = []
    documents = tuple(f for f in formats if f not in DATA)
    try:
        if "csv" in formats:
            made += exchange.export_package(store, plan, folder / "data" if to is None else folder)
        if "excel" in formats:
            made += exchange.export_excel_csv(store, plan, country=country, folder=folder / "excel")
        if documents:
            made += exchange.write_documents(store, plan, documents, folder)
    except OSError as wrong:
        raise StoreError(_("No se pudo escribir en {folder}: {why}.").format(folder=folder,
                                                                             why=reason(wrong)),
                         _("Elija otra carpeta con --to o revise los permisos.")) from wrong
    return made


def _countries(text: str) -> str:
    codes = text.replace(",", " ").upper().split()
    unknown = [code for code in codes if code not in i18n.countries()]
    if unknown:
        raise UsageError(_("--countries: no hay un país con el código {codes}.").format(codes=", ".join(unknown)[:60]),
                         _("Se esperan códigos de dos letras separados por espacios, por ejemplo «CO PE BO»."))
    return " ".join(dict.fromkeys(codes))


def _day(text: str, option: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(_("{option}: «{value}» no es una fecha.").format(option=option, value=text[:40]),
                         _("Se espera año-mes-día, por ejemplo 2027-01-31.")) from None
