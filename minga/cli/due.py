"""``minga due``: what is missing or out of date, making exactly that, and reminding those who have not reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from minga import i18n
from minga.cli.output import Said, Whole, command
from minga.errors import UsageError
from minga.i18n import N_, ngettext
from minga.i18n import gettext as _

if TYPE_CHECKING:
    from minga.runs.due_survey import Problem, Survey
    from minga.runs.reminders_mail import MailServer
    from minga.store import Store

_WHY = {"missing": N_("nunca se hizo"), "failed": N_("se intentó y no salió bien"),
        "changed": N_("hay datos nuevos"), "gone": N_("falta uno de sus archivos")}
_SHOWN = 40


def commands() -> Iterator[click.Command]:
    """The commands of this file, their help in the language in force."""

    @command("due", _("Dice qué informes faltan o quedaron viejos; con --run hace exactamente esos."),
             "minga due --run --workers 2",
             click.option("--on", "day", metavar=_("FECHA"), type=Day(),
                          help=_("Como si fuera ese día (año-mes-día); por omisión, hoy en cada plan.")),
             click.option("--plan", "plans", multiple=True, metavar=_("PLAN"),
                          help=_("Solo ese plan; se puede repetir.")),
             click.option("--run", is_flag=True, help=_("Hace los informes que faltan y escribe los recordatorios.")),
             click.option("--workers", type=Whole(1, 64), metavar="N", help=_("Informes que se hacen a la vez.")),
             click.option("--cluster", default="", metavar=_("DIRECCIÓN"),
                          help=_("Los hace un grupo de máquinas con Dask, por ejemplo tcp://servidor:8786.")),
             click.option("--timeout", default=600, show_default=True, type=Whole(1, 86_400),
                          help=_("Límite de tiempo de cada informe, en segundos.")),
             click.option("--remind", is_flag=True, help=_("Escribe los recordatorios a quien no ha informado.")),
             click.option("--send", is_flag=True,
                          help=_("Envía por correo los recordatorios nuevos (MINGA_SMTP; apagado por omisión).")))
    def due(said: Said, day: date | None, plans: tuple[str, ...], run: bool, workers: int | None, cluster: str,
            timeout: int, remind: bool, send: bool) -> int:
        if workers and cluster:
            raise UsageError(_("--workers y --cluster no van juntos."), _("Elija uno de los dos."))
        if (workers or cluster) and not run:
            raise UsageError(_("Sin --run no se hace ningún informe."), _("Agregue --run, o quite lo demás."))
        from minga.runs.due_survey import find_due  # papermill's neighbours are slow to import
        from minga.runs.reminders_mail import mail_server

        server = mail_server() if send else None  # a setting that is wrong is said before anything is made
        with said.store() as store:
            found = find_due(store, on=day, plans=plans)
            data: dict[str, Any] = {
                "ok": True, "plans": found.plans, "closed": found.closed, "blank": list(found.blank),
                "due": [report.as_dict() for report in found.reports],
                "problems": [problem.as_dict() for problem in found.problems]}
            _tell(said, found, run)
            if run:
                data["made"] = _make(said, store, found.reports, workers, cluster, timeout)
            if run or remind or send:
                data["reminders"] = _remind(said, store, day, plans, found.problems, server)
        data["ok"] = _all_well(data)
        if said.as_json:
            said.answer(data)
        return 0 if data["ok"] else 1

    yield due


def _all_well(data: dict[str, Any]) -> bool:
    """Whether nothing needs somebody's eye; reports that are due and were not asked for are no trouble."""
    reminders = data.get("reminders", {})
    return not (data["problems"] or reminders.get("problems") or reminders.get("refused")
                or any(made["status"] != "ok" for made in data.get("made", ())))


class Day(click.ParamType):
    """A day, year-month-day."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a refusal that says what was expected."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value).strip())
        except ValueError:
            self.fail(_("«{value}» no es una fecha; se espera año-mes-día, por ejemplo 2018-07-15.").format(
                value=str(value)[:40]), param, ctx)


def _tell(said: Said, found: Survey, run: bool) -> None:
    """What was found, for people."""
    if said.as_json:
        return
    _tell_problems(said, found.problems)
    if not found.reports:
        said.answer(None, ngettext("No falta ningún informe: se miró {n} plan y {closed} informes.",
                                   "No falta ningún informe: se miraron {n} planes y {closed} informes.",
                                   found.plans).format(n=found.plans, closed=found.closed))
        return
    n = len(found.reports)
    said.answer(None, ngettext("Falta {n} informe de {closed}:", "Faltan {n} informes de {closed}:", n).format(
        n=n, closed=found.closed))
    if run:
        return  # each is told when it is made
    for report in found.reports[:_SHOWN]:
        named = f" {report.spec.named}" if report.spec.named else ""
        said.answer(None, _("  {plan}  {period}{template}  desde el {day}: {why}").format(
            plan=report.spec.plan, period=report.spec.period, template=named, day=i18n.format_date(report.since),
            why=_(_WHY[report.why])))
    if n > _SHOWN:
        said.answer(None, _("  … y {n} más; véalos todos con --json.").format(n=n - _SHOWN))
    said.answer(None, _("Para hacerlos: minga due --run"))


def _tell_problems(said: Said, problems: Iterable[Problem]) -> None:
    for problem in problems:
        said.answer(None, f"✖ {problem.plan}: {problem.message} {problem.advice}".rstrip())


def _make(said: Said, store: Store, reports: Any, workers: int | None, cluster: str,
          timeout: int) -> list[dict[str, Any]]:
    """Make them, telling each as it ends."""
    from minga.runs.due_making import make_due

    made: list[dict[str, Any]] = []
    for result in make_due(store, reports, workers=workers, cluster=cluster, timeout_seconds=timeout):
        spec = result.spec
        made.append({"plan": spec.plan, "period": spec.period, "template": spec.template,
                     "variant": spec.variant, "status": result.status,
                     "seconds": round(result.seconds, 2), "report": str(result.report), "error": result.error})
        if not said.as_json:
            told = (_("listo en {seconds} s").format(seconds=i18n.format_number(round(result.seconds, 1)))
                    if result.ok else f"{result.error} {result.advice}".rstrip())
            mark, named = "✔" if result.ok else "✖", f" {spec.named}" if spec.named else ""
            said.answer(None, f"{mark} {len(made)}/{len(reports)}  {spec.plan}  {spec.period}{named}: {told}")
    return made


def _remind(said: Said, store: Store, day: date | None, plans: tuple[str, ...],
            told: Sequence[Problem], server: MailServer | None) -> dict[str, Any]:
    """Write the reminders, and send those that are new if somebody asked for it."""
    from minga.runs.reminders_files import write_reminders
    from minga.runs.reminders_mail import send_reminders

    reminded, problems = write_reminders(store, on=day, plans=plans)
    problems = [problem for problem in problems if problem not in told]
    some = [one for one in reminded if one.reminders]
    data: dict[str, Any] = {"written": [one.as_dict() for one in some], "sent": 0, "refused": [],
                            "problems": [problem.as_dict() for problem in problems]}
    if server is not None:
        data["sent"], data["refused"] = send_reminders(some, server)
    if not said.as_json:
        _tell_problems(said, problems)
        for one in some:
            said.answer(None, ngettext("{n} recordatorio de {plan}, {period}, en {folder}",
                                       "{n} recordatorios de {plan}, {period}, en {folder}", one.people).format(
                n=one.people, plan=one.plan, period=one.period, folder=one.folder))
        if server is not None:
            said.answer(None, ngettext("Se envió {n} correo.", "Se enviaron {n} correos.", data["sent"]).format(
                n=data["sent"]), *(f"✖ {refusal}" for refusal in data["refused"]))
    return data
