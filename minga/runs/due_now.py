"""What is due, made in one call: for a notebook that a scheduler runs, and for scripts."""

from __future__ import annotations

from minga import i18n
from minga.errors import RunError
from minga.i18n import gettext as _
from minga.runs.due_making import make_due
from minga.runs.due_survey import find_due
from minga.runs.reminders_files import write_reminders
from minga.store import open_store


def due_now(*, workers: int = 1, cluster: str = "", store: str = "", language: str = "es",
            timeout_seconds: float = 600) -> None:
    """Make every report that is missing or out of date, write the reminders, and print a line for each.

    The same as ``minga due --run``: called again, it makes only what has become due in between.

    Args:
        workers: processes at work at the same time.
        cluster: address of a Dask scheduler, instead of ``workers``.
        store: address of the store; the usual one when empty.
        language: ``es``, ``pt`` or ``en``: of what is printed; each report speaks its plan's.
        timeout_seconds: wall-clock limit of each run.

    Raises:
        RunError: some reports could not be made, or some plans not be looked at; the others were, and each is named.
        StoreError: the store cannot be read.
    """
    opened = open_store(store or None)
    try:
        with i18n.speaking(language):
            found = find_due(opened)
            bad = [f"{problem.plan}: {problem.message}" for problem in found.problems]
            for result in make_due(opened, found.reports, workers=None if cluster else workers, cluster=cluster,
                                   timeout_seconds=timeout_seconds):
                spec = result.spec
                line = f"{spec.plan} {spec.period} {spec.named}".rstrip() + f": {result.error or _('listo')}"
                print(line)
                bad += [] if result.ok else [line]
            _reminded, problems = write_reminders(opened)
            bad += [line for p in problems if (line := f"{p.plan}: {p.message}") not in bad]
            print(_("Informes que debe haber: {closed}. Faltaban: {n}.").format(closed=found.closed,
                                                                                n=len(found.reports)))
            if bad:
                raise RunError(_("No todo salió bien: {what}").format(what=" · ".join(bad)),
                               _("Lo demás está hecho; al repetir se intenta de nuevo solo lo que falta."))
    finally:
        opened.close()
