"""``monitor``: the one function behind ``minga monitor`` and the button; it validates all, then runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from minga import i18n, paths, periods
from minga.errors import Fault, InputError, NotFound, RunError, UsageError
from minga.i18n import gettext as _
from minga.runs.parameters import faults_in, load_declaration, missing_in
from minga.runs.prepared import prepared_kernels
from minga.runs.process import Progress
from minga.runs.run import RunResult, run_report
from minga.runs.spec import RunSpec, make_spec, make_spec_of_many
from minga.store import Store, rows


def monitor(store: Store, plan: str, period: str, *, template: str = "monitoring", language: str | None = None,
            parameters: Mapping[str, Any] | None = None, formats: str | Iterable[str] = (),
            timeout_seconds: float = 600, progress: Progress | None = None) -> RunResult:
    """Make a plan's report for a period.

    Args:
        store: where the plan is; a file or a database, since another process reads it.
        plan: plan id; for a report about many plans (one without a parameter ``plan``), the name of its folder.
        period: a semester, quarter or year in any spelling (``2018-S1``).
        template: name of the report's notebook.
        language: ``es``, ``pt`` or ``en``; the plan's own when None.
        parameters: more values, declared in ``parameters/monitoring/<template>.yaml``.
        formats: what to make beside the page: ``pdf``, ``docx``.
        timeout_seconds: wall-clock limit of the whole run.
        progress: told of the steps done and of all steps.

    Raises:
        NotFound: there is no such plan or report (with whatever else is wrong).
        UsageError: a period or parameters without meaning; every fault is named and nothing was run.
        RunError: the run did not end well; the ledger says why and the last good report is untouched.
    """
    with prepared_kernels(wait=False):  # it imports what the kernel needs while we look at what is asked
        spec = prepare(store, plan, period, template=template, language=language, parameters=parameters,
                       formats=formats)
        result = run_report(spec, store_url=store.engine.url.render_as_string(hide_password=False),
                            timeout_seconds=timeout_seconds, progress=progress)
    if not result.ok:
        raise RunError(result.error, result.advice)
    return result


def prepare(store: Store, plan: str, period: str, *, template: str = "monitoring", language: str | None = None,
            parameters: Mapping[str, Any] | None = None, formats: str | Iterable[str] = ()) -> RunSpec:
    """Validate everything about a run, without running; arguments and errors as in ``monitor``."""
    declared = load_declaration(template)
    faults: list[Fault] = []
    of_one = declared.get("plan") is not None
    row = _plan(store, plan, faults) if of_one else {}
    if row or not of_one:
        _folder(plan, faults)
    written = _period(store, row, period, faults)
    values = dict(parameters or {})
    if declared.get("language") is not None:
        values.setdefault("language", language or row.get("language") or i18n.language())
    faults += [*faults_in(declared, values), *missing_in(declared, values)]
    wanted = _formats(formats, faults)
    if faults:
        raise (UsageError if row or not of_one else NotFound)(faults)
    return replace((make_spec if of_one else make_spec_of_many)(store, plan, written, template, values),
                   formats=wanted)


def _formats(formats: str | Iterable[str], faults: list[Fault]) -> tuple[str, ...]:
    """The formats that were asked for; a fault for each that is none."""
    if not formats:
        return ()
    from minga.reports.formats import chosen  # the charts come along, and seldom is a format asked for

    try:
        return chosen(formats)
    except UsageError as wrong:
        faults += wrong.faults
        return ()


def _plan(store: Store, plan: str, faults: list[Fault]) -> dict[str, Any]:
    """The plan's row; empty, with a fault, when there is none."""
    known = {line["plan_id"]: line for line in rows(store, "plans")}
    if plan not in known:
        faults.append(Fault(_("No hay un plan «{plan}».").format(plan=str(plan)[:80]), column="plan",
                            advice=_("Los que hay son: {names}.").format(names=", ".join(sorted(known)) or "—")))
        return {}
    return known[plan]


def _folder(plan: str, faults: list[Fault]) -> None:
    """A fault when a plan's id cannot name a folder."""
    try:
        paths.plan_outputs(plan)
    except ValueError:
        faults.append(Fault(_("«{plan}» no puede ser el nombre de una carpeta.").format(plan=plan[:80]), column="plan",
                            advice=_("Exporte el plan e impórtelo con otro identificador: letras, números, - y _.")))


def _period(store: Store, plan: dict[str, Any], period: str, faults: list[Fault]) -> str:
    """The period in its written form; a fault when it is none, or when the plan knows nothing of it."""
    try:
        found = periods.parse_period(period)
    except InputError as wrong:
        faults += wrong.faults
        return ""
    declared = {line["period"] for line in rows(store, "periods", plan_id=plan.get("plan_id", ""))}
    starts, ends = plan.get("starts"), plan.get("ends")
    outside = (starts and found.ends < starts) or (ends and found.starts > ends)
    if str(found) not in declared and (outside or (declared and not (starts and ends))):
        faults.append(Fault(
            _("El período {period} no es de este plan.").format(period=found), column="period",
            advice=_("Va de {starts} a {ends} y sus períodos son: {periods}.").format(
                starts=starts or "…", ends=ends or "…", periods=", ".join(sorted(declared)) or _("ninguno"))))
    return str(found)
