"""Reminders as files: one message for each person in ``outputs/<plan>/<period>/reminders/``, and a list of all.

They hold names and contacts: only whoever owns the folder may look inside, and it is never served or exported.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from minga import i18n, paths
from minga.errors import InputError, MingaError, RunError, reason
from minga.exchange.files import write_bytes, write_text
from minga.exchange.package_out import csv_text
from minga.folding import fold
from minga.i18n import gettext as _
from minga.periods import parse_period
from minga.results import ensure_periods
from minga.results.model import Period
from minga.results.reviewing import who_has_not_reported
from minga.runs import calendar
from minga.runs.due_survey import Problem, chosen_plans, require_folder_name
from minga.runs.reminders import Reminder, deadline_of, write_reminder
from minga.store import Store, plan_rows

FOLDER, LIST = "reminders", "reminders.csv"
_HEADER = ["name", "country", "contact", "missing", "returned", "link", "file"]


@dataclass(frozen=True)
class Reminded:
    """The reminders of one plan and period.

    Attributes:
        folder: where they are; there is none when nobody owes anything.
        reminders: to people, first those that answer for nothing by name.
    """

    plan: str
    period: str
    folder: Path
    reminders: tuple[Reminder, ...]

    @property
    def people(self) -> int:
        """How many people or groups are reminded."""
        return sum(bool(one.name) for one in self.reminders)

    def as_dict(self) -> dict[str, Any]:
        """Where they are and how many, as plain data; no name is in it."""
        return {"plan": self.plan, "period": self.period, "folder": str(self.folder), "people": self.people}


def write_reminders(store: Store, *, on: date | None = None,
                    plans: Sequence[str] = ()) -> tuple[list[Reminded], list[Problem]]:
    """Write the reminders of every open period that has ended a short time ago; what nobody owes any more goes.

    Args:
        store: where the plans are.
        on: the day to look from; today, on the clock of each plan, when None.
        plans: only these; all when empty.

    Raises:
        NotFound: a plan that was asked for is not there.
    """
    moment = calendar.now()
    made: list[Reminded] = []
    problems: list[Problem] = []
    for row in chosen_plans(store, plans):
        try:
            made += _of_plan(store, row, on or calendar.calendar_of(row).today(moment))
        except MingaError as wrong:
            problems.append(Problem.of(row["plan_id"], wrong))
    return made, problems


def _of_plan(store: Store, row: dict[str, Any], today: date) -> list[Reminded]:
    plan, when = row["plan_id"], calendar.calendar_of(row)
    require_folder_name(plan)
    declared = plan_rows(store, plan, ["periods"])["periods"]
    wanted = [p for p in calendar.periods_of(row, declared) if when.waited_for(p, today)]
    if not {p.period for p in wanted} <= {line["period"] for line in declared}:
        ensure_periods(store, plan)
    with i18n.speaking(row["language"]):
        return [_write(paths.report_folder(plan, p.period) / FOLDER, plan, p, _reminders(store, row, p, when, today))
                for p in wanted]


def _reminders(store: Store, row: dict[str, Any], period: Period, when: calendar.Calendar,
               today: date) -> tuple[Reminder, ...]:
    contacts = _contacts(store, row["plan_id"])
    return tuple(write_reminder(one, row, period, _label(period), deadline_of(when.due_on(period), period),
                                contacts.get((fold(one.who.name), one.who.country))
                                or contacts.get((fold(one.who.name), ""), ""), today)
                 for one in who_has_not_reported(store, row["plan_id"], period.period))


def _contacts(store: Store, plan: str) -> dict[tuple[str, str], str]:
    """How to reach people, by name and country; one that two people share is nobody's."""
    found = plan_rows(store, plan, ["participants", "people"])
    known = {line["participant_id"]: line for line in found["participants"]}
    made: dict[tuple[str, str], set[str]] = {}
    for person in found["people"]:
        here = known.get(person["participant_id"])
        if here is None or not person["contact"].strip():
            continue
        for name in {fold(person["name"]), fold(here["alias"])} - {""}:
            for country in {here["country"], ""}:
                made.setdefault((name, country), set()).add(person["contact"].strip())
    return {key: next(iter(some)) for key, some in made.items() if len(some) == 1}


def _label(period: Period) -> str:
    try:
        return parse_period(period.period).label()
    except InputError:
        return period.period


def _write(folder: Path, plan: str, period: Period, reminders: tuple[Reminder, ...]) -> Reminded:
    """Put the messages in their folder, and take away those of people who owe nothing now."""
    made: set[str] = set()
    try:
        if reminders:
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
        for one in (r for r in reminders if r.name):
            name = file_name(one)
            made.add(name)
            if one.address:
                write_bytes(folder / name, message(one).as_bytes(policy=SMTP))
            else:
                write_text(folder / name, _for_hands(one))
        if reminders:
            made.add(LIST)
            write_text(folder / LIST, csv_text(_HEADER, [_line(one) for one in reminders]))
        for stale in (file for ending in ("*.eml", "*.txt", LIST) for file in folder.glob(ending)):
            if stale.name not in made:
                stale.unlink(missing_ok=True)
        with suppress(OSError):  # empty now; with what was sent inside it stays
            if not reminders:
                folder.rmdir()
    except OSError as wrong:
        raise RunError(_("No se pueden guardar los recordatorios en {folder}: {why}.").format(
            folder=folder, why=reason(wrong)), _("Revise los permisos y el espacio en disco.")) from wrong
    return Reminded(plan, period.period, folder, reminders)


def file_name(one: Reminder) -> str:
    """A message that a mail program opens, or a text for any other way of reaching people."""
    return f"{one.stem}.{'eml' if one.address else 'txt'}"


def message(one: Reminder) -> EmailMessage:
    """The reminder as an e-mail without sender or date, which a mail program opens ready to be sent."""
    made = EmailMessage(policy=SMTP)
    made["Subject"] = one.subject
    made["To"] = Address(display_name=one.name, addr_spec=one.address)
    made["X-Unsent"] = "1"
    made.set_content(one.text)
    return made


def _for_hands(one: Reminder) -> str:
    to = f"{one.name} · {one.contact}" if one.contact else one.name
    return f"{to}\n{one.subject}\n\n{one.text}"


def _line(one: Reminder) -> list[str]:
    return [one.name, one.country, one.contact, str(one.missing), str(one.returned), "true" if one.link else "false",
            file_name(one) if one.name else ""]
