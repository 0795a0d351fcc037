"""The reports that a plan lacks, and a button that makes them: what ``minga due --run`` does, in the workbook."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from minga import i18n, paths
from minga.errors import Conflict, MingaError, NotFound
from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.periods import parse_period
from minga.results.refusals import require_editor
from minga.runs.due import CHANGED, FAILED, GONE, MISSING, DueReport
from minga.runs.due_making import make_due
from minga.runs.due_survey import Survey, find_due
from minga.runs.parameters import load_declaration
from minga.runs.reminders_files import write_reminders
from minga.runs.run import RunResult
from minga.runs.spec import RunSpec
from minga.workshop.actor import Actor
from minga.workshop.feed import Store
from minga_widgets.component import Component, css, esm, log, page_loop
from minga_widgets.saving import shown_path


class DueButton(Component):
    """Says which reports of a plan are missing or out of date, makes exactly those, and hands them over.

    The work goes on in a thread of the kernel while the page stays free; reports that are done stay done when the
    page is closed in between, and the others are still missing.

    Args:
        store: the store.
        actor: who acts; only a facilitator or an analyst may.
        plan: row of the plan.
        timeout_seconds: wall-clock limit of each report.
    """

    _esm = esm("due_button")
    _css = css("due_button")

    def __init__(self, store: Store, actor: Actor, plan: dict[str, Any], *, timeout_seconds: float = 600) -> None:
        self._store, self._actor, self._plan, self._limit = store, actor, plan, timeout_seconds
        self._loop = page_loop()
        self._found: Survey | None = None
        self._made: list[RunResult] = []
        self._total, self._said, self._trouble = 0, "", ""
        self._work: threading.Thread | None = None
        super().__init__(labels={
            "heading": _("Informes que faltan"), "make": _("Hacer los informes que faltan"),
            "look": _("Mirar otra vez"),
            "remind": _("Escribir los recordatorios"), "making": _("Haciendo el informe {n} de {total}…"),
            "download": _("Descargar el informe"), "done": _("Hechos ahora")})

    def view(self) -> dict[str, Any]:
        """What is due, how far the work is, and what it made."""
        reports = self._found.reports if self._found else ()
        return {"due": [self._due(report) for report in reports] if not self.busy else [],
                "finding": self._finding(), "busy": self.busy, "done": len(self._made), "total": self._total,
                "made": [self._result(n, result) for n, result in enumerate(self._made)], "said": self._said,
                "trouble": self._trouble}

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """Look again, make what is due, write the reminders, download a report."""
        return {"look": self._look, "make": self._make, "remind": self._remind, "download": self._download}

    def greeted(self, message: dict[str, Any]) -> None:
        """Look when the page opens."""
        if self._found is None:
            try:
                self._look(message)
            except MingaError as wrong:
                self._trouble = str(wrong)

    @property
    def busy(self) -> bool:
        """Whether reports are being made."""
        return self._work is not None and self._work.is_alive()

    def wait(self, seconds: float = 600) -> None:
        """Wait until the reports that are being made are done."""
        if self._work is not None:
            self._work.join(seconds)

    def _look(self, _message: dict[str, Any]) -> None:
        require_editor(self._actor.role)
        self._found = find_due(self._store, plans=[self._plan["plan_id"]])
        self._trouble = " ".join(f"{p.message} {p.advice}".strip() for p in self._found.problems)

    def _make(self, message: dict[str, Any]) -> None:
        if self.busy:
            raise Conflict(_("Ya se están haciendo."), _("Espere a que terminen."))
        self._look(message)
        found = self._found.reports if self._found else ()
        self._made, self._total, self._said = [], len(found), ""
        if found:
            self._work = threading.Thread(target=self._run, args=(found,), name="minga-due", daemon=True)
            self._work.start()

    def _run(self, reports: tuple[DueReport, ...]) -> None:
        trouble = ""
        try:
            for result in make_due(self._store, reports, timeout_seconds=self._limit):
                self._made.append(result)
                self._later(self.refresh)
        except MingaError as wrong:
            trouble = str(wrong)
        except Exception:  # the page must not go on saying that something is being made
            log.exception("could not make what is due")
            trouble = _("Algo falló mientras se hacían los informes. Los que terminaron están en su lugar.")
        self._later(lambda: self._ended(trouble))

    def _ended(self, trouble: str) -> None:
        # In the page's own thread, where the other thread is at its very end.
        self.wait(10)
        try:
            self._look({})
        except MingaError as wrong:
            self._trouble = str(wrong)
        self._trouble = trouble or self._trouble
        self.refresh()

    def _later(self, act: Callable[[], Any]) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(act)

    def _remind(self, _message: dict[str, Any]) -> None:
        require_editor(self._actor.role)
        made, problems = write_reminders(self._store, plans=[self._plan["plan_id"]])
        if problems:
            raise MingaError(problems[0].message, problems[0].advice)
        some = [one for one in made if one.people]
        said = [ngettext("{n} recordatorio de {period} en {folder}.", "{n} recordatorios de {period} en {folder}.",
                         one.people).format(n=one.people, period=one.period, folder=shown_path(one.folder))
                for one in some]
        self._said = " ".join(said) or _(
            "No hay a quién recordar: nadie debe nada de un período que haya terminado hace poco.")

    def _download(self, message: dict[str, Any]) -> None:
        require_editor(self._actor.role)
        which = message.get("which")
        if not isinstance(which, int) or isinstance(which, bool) or not 0 <= which < len(self._made):
            raise NotFound(_("Ese informe no se hizo en esta página."))
        result = self._made[which]
        try:
            content = result.report.read_bytes()
        except OSError as wrong:
            raise MingaError(_("El archivo ya no está."), _("Haga el informe otra vez.")) from wrong
        spec = result.spec
        self.send({"file": f"{'_'.join(filter(None, (spec.plan, spec.period, *spec.named.split())))}.html"},
                  buffers=[content])

    def _finding(self) -> str:
        if self._found is None or self.busy:
            return ""
        n = len(self._found.reports)
        if self._found.blank:
            return _("El plan todavía no tiene acciones ni indicadores: no hay de qué informar.")
        if not self._found.closed:
            return _("Ningún período ha terminado con sus días de espera: todavía no toca ningún informe.")
        if not n:
            return _("No falta ninguno: los informes de todos los períodos cerrados están al día.")
        return ngettext("Falta {n} informe de {closed}.", "Faltan {n} informes de {closed}.", n).format(
            n=n, closed=self._found.closed)

    def _due(self, report: DueReport) -> dict[str, str]:
        why = {MISSING: _("nunca se hizo"), FAILED: _("se intentó y no salió bien"), CHANGED: _("hay datos nuevos"),
               GONE: _("falta uno de sus archivos")}
        return {"key": f"{report.spec.period}/{report.spec.named}", "name": self._named(report.spec),
                "why": why[report.why], "since": _("toca desde el {day}").format(day=i18n.format_date(report.since))}

    def _result(self, n: int, result: RunResult) -> dict[str, Any]:
        return {"key": str(n), "name": self._named(result.spec), "ok": result.ok,
                "told": _("listo") if result.ok else f"{result.error} {result.advice}".strip()}

    @staticmethod
    def _named(spec: RunSpec) -> str:
        """The period; of a report that is not the monitoring one as it always is, also which it is."""
        title = "" if spec.template == paths.MONITORING else str(load_declaration(spec.template).title)
        return " · ".join(filter(None, (parse_period(spec.period).label(), title, spec.variant)))
