"""``minga import``: tell what a source is, read it, write it, and report what was noticed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from minga import exchange, paths
from minga.cli.output import Said
from minga.errors import Fault, InputError
from minga.exchange.files import write_text
from minga.exchange.markdown_in import Draft, issues_table, read_markdown
from minga.exchange.package_out import csv_text
from minga.i18n import gettext as _

MARKDOWN = (".md", ".markdown", ".txt")


def bring_in(said: Said, source: Path, *, plan: str | None, method: str, update: bool, dry_run: bool) -> None:
    """Import a source, or only try it; a fault anywhere means that nothing is written.

    Raises:
        InputError: the source is missing, of an unknown kind, or has faults; all are named.
    """
    if not source.exists():
        raise InputError(Fault(_("No existe."), file=str(source), advice=_("Revise la ruta.")))
    if source.suffix.lower() in MARKDOWN:
        _markdown(said, source, plan, method, update, dry_run)
    elif source.is_dir() or source.suffix.lower() == ".zip" or source.name == "datapackage.json":
        _package(said, source, plan, update, dry_run)
    else:
        raise InputError(Fault(_("Minga no sabe leer este tipo de archivo."), file=source.name,
                               advice=_("Se importan carpetas o ZIP con CSV, y planes en Markdown (.md).")))


def _markdown(said: Said, source: Path, plan: str | None, method: str, update: bool, dry_run: bool) -> None:
    draft = read_markdown(source, method=method, plan_id=plan)
    data: dict[str, Any] = {
        "ok": True, "dry_run": dry_run, "source": source.name, "plan_id": draft.rows["plans"][0]["plan_id"],
        "counts": draft.counts(), "issues": issues_table(draft)}
    if not dry_run:
        with said.store() as store:
            data |= exchange.load_plan(store, draft.rows, update=update).as_dict()
        data["report"] = str(_keep_report(draft, data["plan_id"]))
    said.answer(data, *_told(draft, data))


def _told(draft: Draft, data: dict[str, Any]) -> list[str]:
    kinds = Counter(issue.kind for issue in draft.issues)
    names = {"join": _("uniones"), "warning": _("avisos"), "doubt": _("dudas"), "offer": _("ofrecimientos")}
    lines = [_("{file}: {what}").format(file=i.file, what=f"{_('línea')} {i.line} · {names[i.kind]} · {i.message}"
                                        + (f" «{i.text}»" if i.text else "") + (f" → {i.done}" if i.done else ""))
             for i in draft.issues]
    rows = draft.rows
    lines += ["", _("{cards} tarjetas, {directions} direcciones, {actions} acciones, {people} asignaciones.").format(
        cards=len(rows["cards"]), directions=len(rows["directions"]), actions=len(rows["actions"]),
        people=len(rows["assignments"]))]
    if kinds:
        lines.append(_("Para revisar: {what}.").format(what=", ".join(f"{n} {names[k]}" for k, n in kinds.items())))
    lines.append(_("Prueba: no se escribió nada.") if data["dry_run"] else
                 _("Plan importado: {plan}. El detalle quedó en {file}.").format(
                     plan=data["plan_id"], file=data["report"]))
    return lines


def _keep_report(draft: Draft, plan_id: str) -> Path:
    file = paths.plan_outputs(plan_id) / "import.csv"
    header = ["kind", "file", "line", "message", "text", "done"]
    return write_text(file, csv_text(header, [[str(row[name]) for name in header] for row in issues_table(draft)]))


def _package(said: Said, source: Path, plan: str | None, update: bool, dry_run: bool) -> None:
    rows, warnings = exchange.read_package(source.parent if source.name == "datapackage.json" else source)
    counts = {name: len(table_rows) for name, table_rows in rows.items() if table_rows}
    data: dict[str, Any] = {"ok": True, "dry_run": dry_run, "source": source.name, "counts": counts,
                            "plan_id": plan or rows["plans"][0]["plan_id"],
                            "warnings": [w.as_dict() for w in warnings]}
    if not dry_run:
        with said.store() as store:
            data |= exchange.load_plan(store, rows, plan_id=plan, update=update).as_dict()
    said.findings(warnings)
    said.answer(data, ", ".join(f"{name} {n}" for name, n in counts.items()),
                _("Prueba: no se escribió nada.") if dry_run else
                _("Plan importado: {plan}.").format(plan=data["plan_id"]))
