"""The sheet of a review meeting: what the notebook calls, one method for each part of the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from minga.errors import Fault, UsageError
from minga.i18n import gettext as _
from minga.i18n import normalise, speaking
from minga.reports.blocks import Shown
from minga.reports.book import Book, head, whom
from minga.reports.facts import INTERNAL
from minga.reports.places import place
from minga.reports.report import open_report
from minga.reports.review import parts
from minga.reports.review.matters import KINDS, OPTIONS, QUESTIONS
from minga.reports.review.parts import Meeting

Row = dict[str, Any]


class ReviewSheet(Book[Meeting]):
    """The review of one plan in one period, ready to be shown part by part."""

    parts = {"agenda": parts.order, "facts": parts.what_happened, "reactions": parts.reactions,
             "meaning": parts.meaning, "decisions": parts.decisions}

    def __repr__(self) -> str:
        return f"<ReviewSheet {self.facts.facts.results.plan.plan_id} {self.facts.facts.period.period}>"

    def agenda(self) -> Shown:
        """The head of the sheet, and the order of the meeting."""
        with speaking(self.language):
            facts = self.facts.facts
            top = head(_("Reunión de revisión"), facts.text(facts.results.plan.title), facts.label,
                       (facts.text(facts.results.plan.organization), whom(facts.audience)))
        order = self._show("agenda")
        return Shown(top.html + "\n" + order.html, order.finding)

    def facts_first(self) -> Shown:
        """O: what happened."""
        return self._show("facts")

    def reactions(self) -> Shown:
        """R: what it stirs."""
        return self._show("reactions")

    def meaning(self) -> Shown:
        """I: what it means."""
        return self._show("meaning")

    def decisions(self) -> Shown:
        """D: what to do."""
        return self._show("decisions")

    def finish(self) -> Shown:
        """Write the tables, the summary and the figures, and say which files they are."""
        with speaking(self.language):
            return self._finish(_tables(self.facts), _summary(self.facts))


def _tables(meeting: Meeting) -> dict[str, tuple[str, list[Row]]]:
    facts = meeting.facts
    same = {"plan_id": facts.results.plan.plan_id, "period": facts.period.period}
    found: list[Row] = [{**same, "kind": m.kind, "table": m.table, "row_id": m.row_id, "title": m.title,
                         "evidence": m.evidence, "question": _(QUESTIONS[m.kind]), "options": _(OPTIONS[m.kind])}
                        for m in meeting.matters]
    return {
        parts.DECISIONS: ("plan_id period kind table row_id title options decision who by_when", [
            {name: row.get(name) for name in ("plan_id", "period", "kind", "table", "row_id", "title", "options",
                                              "decision", "who", "by_when")} for row in found]),
        parts.MATTERS: ("plan_id period kind table row_id title evidence question", [
            {name: value for name, value in row.items() if name != "options"} for row in found]),
        parts.STATES_FILE: ("plan_id period table state before now", [
            {**same, "table": table, "state": state, "before": before, "now": now}
            for table, state, before, now in parts.states_then_and_now(facts)]),
        parts.GOOD: ("plan_id period table row_id title state", [
            {**same, "table": one.table, "row_id": one.row_id, "title": one.title, "state": one.state}
            for one in parts.achieved(facts)]),
        parts.AGENDA: ("plan_id period step starts_minute minutes question", [
            {**same, "step": step.key, "starts_minute": step.starts, "minutes": step.minutes, "question": step.asked}
            for step in meeting.steps]),
    }


def _summary(meeting: Meeting) -> Row:
    facts = meeting.facts
    return {"plan_id": facts.results.plan.plan_id, "title": facts.text(facts.results.plan.title),
            "period": facts.period.period, "audience": facts.audience, "as_of": facts.as_of.isoformat(),
            "minutes": meeting.minutes, "matters": {kind: sum(m.kind == kind for m in meeting.matters)
                                                    for kind in KINDS}}


def open_review(plan: str, period: str, *, minutes: int = 120, most: int = 8, blank: bool = True, language: str = "",
                audience: str = "internal", store: str = "", out: str = "", as_of: str = "") -> ReviewSheet:
    """Open the sheet of the review of a plan in a period.

    Args:
        plan: id of the plan.
        period: ``2018-S1``, ``2018-Q1`` or ``2018``.
        minutes: how long the meeting lasts, from 30 to 600.
        most: how many matters are put on the table at most, from 1 to 30.
        blank: whether the sheet leaves lines to write on by hand.
        language: ``es``, ``pt`` or ``en``; the plan's own when empty.
        audience: ``internal``, or ``public``, which names no person.
        store: address of the store; the usual one when empty.
        out: folder for the files; when empty ``outputs/<plan>/<period>/review``, or one inside for other values.
        as_of: the day of the reading, year-month-day; the last day of the period when empty.

    Raises:
        NotFound: there is no such plan.
        InputError: the period is not one of the plan's, or a parameter has no meaning.
    """
    faults = [Fault(_("«{value}» no sirve: se espera un número de {least} a {most}.").format(
        value=str(value)[:20], least=least, most=top), column=name)
        for name, value, least, top in (("minutes", minutes, 30, 600), ("most", most, 1, 30))
        if not least <= value <= top]
    if faults:
        raise UsageError(faults)
    opened = open_report(plan, period, language=language, audience=audience, store=store, as_of=as_of)
    folder = Path(out) if out else place(
        plan, opened.facts.period.period, "review",
        {"language": opened.language, "audience": audience, "minutes": minutes, "most": most, "blank": blank,
         "as_of": as_of},
        {"language": normalise(opened.facts.results.plan.language), "audience": INTERNAL, "minutes": 120, "most": 8,
         "blank": True, "as_of": ""})
    return ReviewSheet(Meeting(opened.facts, minutes, most, blank), opened.language, folder)
