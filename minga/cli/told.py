"""What an import did, told on lines of 80 columns: counts first, then what to look at, by kind."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten, wrap
from typing import Any

from minga.exchange.markdown_in import Draft, Issue
from minga.i18n import gettext as _
from minga.i18n import ngettext, quoted

_WIDTH = 79
_SHOWN = 12
_QUOTED = 70


def markdown(draft: Draft, data: dict[str, Any]) -> Iterator[str]:
    """The report of an imported document.

    Args:
        draft: what was read.
        data: the answer for machines; ``report`` is in it when the whole list was kept in a file.
    """
    rows = draft.rows
    yield from _lines(_("{file}: se leyeron {what}.").format(file=data["source"], what=", ".join((
        _n(ngettext("{n} tarjeta", "{n} tarjetas", len(rows["cards"])), len(rows["cards"])),
        _n(ngettext("{n} dirección", "{n} direcciones", len(rows["directions"])), len(rows["directions"])),
        _n(ngettext("{n} acción", "{n} acciones", len(rows["actions"])), len(rows["actions"])),
        _n(ngettext("{n} asignación", "{n} asignaciones", len(rows["assignments"])), len(rows["assignments"]))))))
    rest = _("… y {n} más en import.csv") if "report" in data else _("… y {n} más, que se ven con --json")
    for kind, title in _titles().items():
        yield from _group(title, [issue for issue in draft.issues if issue.kind == kind], rest)
    yield ""
    yield from _ending(data)
    if "report" in data:
        yield _("El informe completo de la lectura quedó en:")
        yield f"  {data['report']}"


def package(data: dict[str, Any]) -> Iterator[str]:
    """The report of an imported data package."""
    yield from _lines(_("{file}: se leyeron las filas de {what}.").format(
        file=data["source"], what=", ".join(f"{name} ({n})" for name, n in data["counts"].items())))
    yield from _ending(data)


def _titles() -> dict[str, str]:
    return {"doubt": _("Dudas: conviene mirarlas"), "warning": _("Avisos: se dejó como estaba"),
            "offer": _("Se puede aprovechar algo más"), "join": _("Pedazos que se volvieron a juntar")}


def _group(title: str, issues: list[Issue], rest: str) -> Iterator[str]:
    if not issues:
        return
    yield ""
    yield f"{title} ({len(issues)})"
    for issue in issues[:_SHOWN]:
        yield from wrap(_what(issue), _WIDTH, initial_indent=_("  línea {line}: ").format(line=issue.line),
                        subsequent_indent="    ", max_lines=1 if issue.kind == "join" else 4, placeholder=" …")
    if len(issues) > _SHOWN:
        yield "  " + rest.format(n=len(issues) - _SHOWN)


def _what(issue: Issue) -> str:
    text = f" {quoted(shorten(issue.text, _QUOTED, placeholder=' …'))}" if issue.text else ""
    done = f" → {issue.done}" if issue.done and issue.kind != "join" else ""
    return f"{issue.message}{text}{done}"


def _ending(data: dict[str, Any]) -> Iterator[str]:
    if data["dry_run"]:
        yield _("Fue una prueba: no se escribió nada.")
        return
    new, changed = sum(data["inserted"].values()), sum(data["updated"].values())
    yield from _lines(_("Plan importado: {plan}.").format(plan=data["plan_id"]))
    yield _("Filas nuevas: {new}; cambiadas: {changed}; iguales: {same}.").format(
        new=new, changed=changed, same=sum(data["unchanged"].values()))


def _n(text: str, n: int) -> str:
    return text.format(n=n)


def _lines(text: str) -> list[str]:
    return wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
