"""Monitoring on the command line: one report, and the ledger of runs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import click
from tqdm import tqdm

from minga import i18n, paths
from minga.cli.output import Said, Whole, command
from minga.i18n import gettext as _
from minga.workshop import plans


def commands() -> Iterator[click.Command]:
    """The commands of this file, their help in the language in force."""

    @command("monitor", _("Hace el informe de un plan para un período."),
             "minga monitor mi-plan 2018-S1",
             click.argument("plan"), click.argument("period", metavar=_("PERÍODO")),
             click.option("--template", default="monitoring", show_default=True, metavar=_("NOMBRE"),
                          help=_("Cuaderno que se ejecuta.")),
             click.option("--param", "parameters", multiple=True, metavar=_("nombre=valor"),
                          help=_("Otro parámetro declarado; se puede repetir.")),
             click.option("--format", "formats", multiple=True, metavar="pdf|docx",
                          help=_("Lo que se hace además de la página; se puede repetir.")),
             click.option("--timeout", default=600, show_default=True, type=Whole(1, 86_400),
                          help=_("Límite de tiempo, en segundos.")))
    def monitor(said: Said, plan: str, period: str, template: str, parameters: tuple[str, ...],
                formats: tuple[str, ...], timeout: int) -> None:
        from minga import runs  # papermill is slow to import

        given = runs.from_text(runs.load_declaration(template), parameters)
        language = _asked_language()
        with said.store() as store, _Progress(said) as progress:
            result = runs.monitor(store, plan, period, template=template, language=language, parameters=given,
                                  formats=",".join(formats), timeout_seconds=timeout, progress=progress)
        said.answer({"ok": True, "run_id": result.run_id, "plan": plan, "period": result.spec.period,
                     "template": template, "variant": result.spec.variant, "folder": str(result.folder),
                     "report": str(result.report), "files": list(result.files), "seconds": round(result.seconds, 2)},
                    _("Informe listo en {seconds} s: {file}").format(seconds=round(result.seconds), file=result.report))

    @command("runs", _("Lista las ejecuciones de informes."), "minga runs mi-plan",
             click.argument("plan", required=False))
    def list_runs(said: Said, plan: str | None) -> None:
        from minga import runs

        with said.store() as store:
            found = runs.list_runs(store, plan)
            if plan and not found:
                plans.find_plan(store, plan)
        said.answer(found, *([_line(run) for run in found] or [_("Todavía no hay ejecuciones.")]))

    yield from (monitor, list_runs)


def _line(run: dict[str, Any]) -> str:
    """A run for people; of the monitoring report as it always is nothing more is said than which plan and period."""
    which = f"{'' if run['template'] == paths.MONITORING else run['template']} {run['variant']}".strip()
    told = (f"{run['started']:%Y-%m-%d %H:%M}", run["plan_id"], run["period"], which, run["status"], run["error"])
    return "  ".join(filter(None, told))


def _asked_language() -> str | None:
    # The report speaks the plan's language unless --language was really typed.
    source = click.get_current_context().get_parameter_source("language")
    return i18n.language() if source == click.core.ParameterSource.COMMANDLINE else None


class _Progress:
    """A bar on a terminal, plain lines elsewhere, nothing for machines."""

    def __init__(self, said: Said) -> None:
        self._quiet, self._bar, self._last = said.as_json, None, -1

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_why: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def __call__(self, done: int, total: int) -> None:
        if self._quiet:
            return
        if sys.stderr.isatty():
            self._bar = self._bar or tqdm(total=total, file=sys.stderr, desc=_("Informe"), leave=False)
            self._bar.update(done - self._bar.n)
        elif done != self._last:
            click.echo(_("paso {done} de {total}").format(done=done, total=total), err=True)
        self._last = done
