"""What somebody who reports may do, with nothing but their personal link: keep a draft, send.

Everything is checked again here: that the link opens, that the action or indicator is theirs, that the period is
open, that nobody else said something meanwhile. What is sent waits to be approved.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from minga import tables
from minga.errors import Conflict, Fault, InputError, NotFound, Refused
from minga.i18n import gettext as _
from minga.results.checks import Plan
from minga.results.refusals import require_open
from minga.results.reporting_answers import read_answer, subject_of_fault
from minga.results.reporting_form import TABLE, TABLES, Form, Item, country_of, items_of, read_form
from minga.results.reporting_links import (
    Link,
    Reporter,
    end_link,
    links,
    make_link,
    reporter_of,
    require_reporter,
    whose_key,
)
from minga.results.reporting_numbers import decimal_sign
from minga.results.reporting_scope import Duty, people_who_report
from minga.results.verbs import save_within
from minga.store import Store, Transaction, hashed
from minga.store import statements as sql

Answer = Mapping[str, Any]

LONGEST_DRAFT = 12_000
"""Characters of one draft, as JSON."""


def save_draft(store: Store, link_id: str, period: str, subject: str, body: Answer | None) -> None:
    """Keep what somebody is writing, as they typed it; nobody else is shown it, and no report counts it.

    Args:
        store: the store.
        link_id: their personal link.
        period: the period.
        subject: ``action:<id>`` or ``indicator:<id>``.
        body: texts by field; None to forget the draft.

    Raises:
        Refused: the link has ended, the subject is not theirs, the period is closed, or it is too long.
    """
    written = json.dumps(body, ensure_ascii=False, sort_keys=True)
    if len(written) > LONGEST_DRAFT:
        raise Refused(_("El texto es demasiado largo y no se guardó."), _("Escriba menos de {n} letras.").format(
            n=LONGEST_DRAFT))
    with store.transaction("save_draft", actor=link_id) as tx:
        reporter = require_reporter(tx, link_id)
        _mine(tx, reporter, period, [subject])
        draft_id = _draft_id(link_id, period, subject)
        if body is None:
            _forget(tx, draft_id)
        else:
            tx.put_private("report_drafts", {"draft_id": draft_id, "link_id": link_id, "period": period,
                                             "subject": subject, "body": written, "saved_at": tables.now()})


def send_report(store: Store, link_id: str, period: str, answers: Mapping[str, Answer], *, op_id: str = "") -> int:
    """Send what somebody reports on a period, all of it or nothing; it waits to be approved.

    Args:
        store: the store.
        link_id: their personal link.
        period: the period (``2018-S1``).
        answers: by subject, the texts of the fields as they were typed, and under ``base`` the mark of what the
            page showed as reported (see ``Item.mark``).
        op_id: random id that the page made; sent again it has no effect.

    Returns:
        How many things were reported on.

    Raises:
        InputError: with every fault; ``file`` of each is the subject, ``column`` the field.
        Conflict: somebody else reported on one of them meanwhile.
        Refused: the link has ended, a subject is not theirs, the period is closed, or a cumulative value falls
            without a comment.
    """
    if not answers:
        raise InputError(Fault(_("No hay nada que enviar."), advice=_("Llene al menos un dato.")))
    reporter = reporter_of(store, link_id)
    with store.transaction("send_report", plan_id=reporter.plan_id if reporter else "", actor=link_id) as tx:
        reporter = require_reporter(tx, link_id)
        digest = hashed(f"{link_id}:{op_id}") if op_id else ""
        if digest and tx.get("operations", digest) is not None:
            return len(answers)
        plan = Plan(tx, reporter.plan_id)
        items = _mine(tx, reporter, period, answers, plan)
        _require_as_seen(items, answers)
        _write(tx, plan, reporter, period, items, answers)
        for subject in answers:
            _forget(tx, _draft_id(link_id, period, subject))
        if digest:
            tx.put_private("operations", {"op_hash": digest, "plan_id": reporter.plan_id, "result": "{}"}, new=True)
    return len(answers)


def _mine(tx: Transaction, reporter: Reporter, period: str, subjects: Any, plan: Plan | None = None) -> list[Item]:
    """The things that are spoken about, if all of them are the reporter's and the period is open."""
    plan = plan or Plan(tx, reporter.plan_id)
    if period not in plan.rows("periods"):
        raise NotFound(_("El plan no tiene el período «{period}».").format(period=str(period)[:40]),
                       _("Elija uno de la lista."))
    require_open(plan, [period])
    rows = {name: list(plan.rows(name).values()) for name in TABLES if name != "plans"}
    known = {item.subject: item for item in items_of(rows, reporter, period)}
    if any(subject not in known for subject in subjects):
        raise Refused(_("Algo de lo enviado ya no le toca a usted; nada se guardó."),
                      _("Recargue la página; lo escrito sigue en este aparato."))
    return [known[subject] for subject in subjects]


def _require_as_seen(items: list[Item], answers: Mapping[str, Answer]) -> None:
    """Refuse to write over what somebody reported while this was being written."""
    for item in items:
        if item.mark and item.mark != answers[item.subject].get("base"):
            who = next(iter(item.said.rows.values()))["reported_by"] if item.said else ""
            raise Conflict(_("{who} informó algo sobre «{what}» mientras usted escribía; nada se envió.").format(
                who=who or _("Otra persona"), what=(item.about.get("text") or item.about.get("title", ""))[:60]),
                _("Mire lo que dice ahora; si lo suyo es lo correcto, envíelo otra vez."))


def _write(tx: Transaction, plan: Plan, reporter: Reporter, period: str, items: list[Item],
           answers: Mapping[str, Answer]) -> None:
    sign = decimal_sign(country_of(reporter, tx.get("plans", reporter.plan_id) or {"countries": ""}))
    made = [(item, *read_answer(item, period, answers[item.subject], sign)) for item in items]
    faults = [fault for _item, _rows, some in made for fault in some]
    if faults:
        raise InputError(faults)
    for table in TABLE.values():
        rows = [(item, row) for item, some, _faults in made for row in some if TABLE[item.kind] == table]
        if not rows:
            continue
        try:
            save_within(tx, plan, table, [row for _item, row in rows], actor=reporter.name)
        except InputError as wrong:
            raise InputError([subject_of_fault(fault, rows) for fault in wrong.faults]) from wrong


def _draft_id(link_id: str, period: str, subject: str) -> str:
    return hashed(f"draft:{link_id}:{period}:{subject}")[:24]


def _forget(tx: Transaction, draft_id: str) -> None:
    tx.connection.execute(sql.delete("report_drafts"), sql.key("report_drafts", draft_id))


def faults_by_subject(faults: tuple[Fault, ...]) -> Iterator[tuple[str, str, str]]:
    """Subject, field and sentence of each fault that ``send_report`` found."""
    for fault in faults:
        yield fault.file, fault.column, f"{fault.message} {fault.advice}".strip()


__all__ = ["Duty", "Form", "Item", "Link", "Reporter", "end_link", "faults_by_subject", "links", "make_link",
           "people_who_report", "read_form", "reporter_of", "save_draft", "send_report", "whose_key"]
