"""``minga import``: tell what a source is, read it, write it, and report what was noticed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from minga import exchange, paths
from minga.cli import told
from minga.cli.output import Said
from minga.errors import Fault, InputError, reason
from minga.exchange.files import write_text
from minga.exchange.markdown_in import Draft, issues_table, only_said, read_markdown
from minga.exchange.package_out import csv_text
from minga.i18n import gettext as _
from minga.store import rows

MARKDOWN = (".md", ".markdown", ".txt")


def bring_in(said: Said, source: Path, *, plan: str | None, method: str, update: bool, dry_run: bool) -> None:
    """Import a source, or only try it; a fault anywhere means that nothing is written.

    Raises:
        InputError: the source is missing, of an unknown kind, or has faults; all are named.
    """
    try:
        folder = source.is_dir()
        if not folder and not source.exists():
            raise InputError(Fault(_("No existe."), file=str(source), advice=_("Revise la ruta.")))
    except OSError as wrong:  # a name longer than the system allows, a folder that cannot be entered
        raise InputError(Fault(_("No se puede leer: {why}.").format(why=reason(wrong)), file=str(source)[:200],
                               advice=_("Revise la ruta y los permisos."))) from wrong
    if folder or source.suffix.lower() == ".zip" or source.name == "datapackage.json":
        _package(said, source, plan, update, dry_run)
    elif source.suffix.lower() in MARKDOWN:
        _markdown(said, source, plan, method, update, dry_run)
    else:
        raise InputError(Fault(_("Minga no sabe leer este tipo de archivo."), file=source.name,
                               advice=_("Se importan carpetas o ZIP con CSV, y planes en Markdown (.md).")))


def _markdown(said: Said, source: Path, plan: str | None, method: str, update: bool, dry_run: bool) -> None:
    draft = read_markdown(source, method=method, plan_id=plan)
    plan_id = str(draft.rows["plans"][0]["plan_id"])
    data: dict[str, Any] = {"ok": True, "dry_run": dry_run, "source": source.name, "plan_id": plan_id,
                            "counts": draft.counts(), "issues": issues_table(draft)}
    if not dry_run:
        with said.store() as store:
            coming = only_said(draft) if update and rows(store, "plans", plan_id=plan_id) else draft.rows
            data |= exchange.load_plan(store, coming, update=update).as_dict()
        data["report"] = str(_keep_report(draft, plan_id))
    said.answer(data, *told.markdown(draft, data))


def _keep_report(draft: Draft, plan_id: str) -> Path:
    file = paths.plan_outputs(plan_id) / "import.csv"
    header = ["kind", "file", "line", "message", "text", "done"]
    return write_text(file, csv_text(header, [[str(row[name]) for name in header] for row in issues_table(draft)]))


def _package(said: Said, source: Path, plan: str | None, update: bool, dry_run: bool) -> None:
    found, warnings = exchange.read_package(source.parent if source.name == "datapackage.json" else source)
    counts = {name: len(table_rows) for name, table_rows in found.items() if table_rows}
    data: dict[str, Any] = {"ok": True, "dry_run": dry_run, "source": source.name, "counts": counts,
                            "plan_id": plan or found["plans"][0]["plan_id"],
                            "warnings": [w.as_dict() for w in warnings]}
    if not dry_run:
        with said.store() as store:
            data |= exchange.load_plan(store, found, plan_id=plan, update=update).as_dict()
    said.findings(warnings)
    said.answer(data, *told.package(data))
