"""The semester's form: whoever has a personal link sees what they answer for, writes, and sends."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from minga.errors import InputError, Refused
from minga.i18n import country_name, format_date
from minga.i18n import gettext as _
from minga.periods import parse_period
from minga.results.applicable import WORD, applies_not
from minga.results.reporting import (
    Form,
    Item,
    faults_by_subject,
    read_form,
    reporter_of,
    save_draft,
    send_report,
)
from minga.results.reporting_answers import IN_WORDS, NOT_APPLICABLE, PART
from minga.results.reporting_form import ACTION, WHOLE
from minga.results.reporting_numbers import decimal_sign, number_text
from minga.store import Store, last_seq
from minga.talk.conversation import Conversation, Message

NBSP = "\u00a0"
LOOK_AGAIN = 2.0
"""Seconds after which it is looked whether something was committed; what is returned comes this late."""


class ReportTalk(Conversation):
    """What the page of a personal link may see and do.

    Args:
        store: the store.
        link_id: whose link it is, as the door established it.
    """

    limit = 120_000

    def __init__(self, store: Store, link_id: str, **host: Any) -> None:
        self._store, self._link = store, link_id
        self._period = ""
        self._faults: dict[str, dict[str, str]] = {}
        self._seq, self._looked = -1, 0.0
        super().__init__(**host)

    def stale(self) -> bool:
        """Whether something was committed to the plan since the last look, asked now and then."""
        now = time.monotonic()
        if now < self._looked + LOOK_AGAIN:
            return False
        self._looked, reporter = now, reporter_of(self._store, self._link)
        seq = last_seq(self._store, reporter.plan_id) if reporter else -2
        changed, self._seq = seq != self._seq, seq
        return changed

    def view(self) -> dict[str, Any]:
        """What is theirs to report on in the chosen period, and nothing of anybody else's."""
        reporter = reporter_of(self._store, self._link)
        form = read_form(self._store, reporter, self._period) if reporter else None
        if reporter is None or form is None:
            return {"link": {"id": self._link, "open": False}}
        sign = decimal_sign(form.country)
        state: dict[str, Any] = {
            "link": {"id": reporter.link_id, "open": True, "name": reporter.name, "sign": sign,
                     "place": country_name(reporter.country)},
            "plan": {"title": form.plan["title"], "organization": form.plan["organization"]},
            "periods": [{"id": p["period"], "label": period_words(p["period"])} for p in form.periods],
            "period": _period(form),
            "items": [item.subject for item in form.items],
            "faults": self._faults,
        }
        for item in form.items:
            state[f"item:{item.subject}"] = _item(item, form, sign)
        return state

    def verbs(self) -> dict[str, Callable[[Message], Any]]:
        """Look at a period, keep a draft, send."""
        return {"look": self._choose, "save_draft": self._keep, "send_report": self._report}

    def _choose(self, message: Message) -> None:
        self._period = str(message.get("period", ""))[:20]
        self._faults = {}

    def _keep(self, message: Message) -> None:
        self._require_own(message)
        body = message.get("body")
        save_draft(self._store, self._link, str(message.get("period", ""))[:20], str(message.get("subject", ""))[:80],
                   _texts(body) if isinstance(body, dict) else None)

    def _report(self, message: Message) -> int:
        self._require_own(message)
        given = message.get("answers")
        answers = {str(key)[:80]: _texts(body) for key, body in given.items() if isinstance(body, dict)} \
            if isinstance(given, dict) else {}
        self._faults = {}
        try:
            return send_report(self._store, self._link, str(message.get("period", ""))[:20], answers,
                               op_id=message["id"])
        except InputError as wrong:
            for subject, field, words in faults_by_subject(wrong.faults):
                if subject in answers:
                    self._faults.setdefault(subject, {}).setdefault(field, words)
            if not self._faults:
                raise
            raise Refused(_("Hay datos por corregir y nada se envió."),
                          _("Están señalados abajo, cada uno con lo que se esperaba.")) from wrong

    def _require_own(self, message: Message) -> None:
        """A browser that has changed hands may still hold what somebody else wrote."""
        if message.get("plan") != self._link:
            raise Refused(_("Esto se escribió con otro enlace personal y no se envió."),
                          _("Abra el enlace con que lo escribió."))


def period_words(period: str) -> str:
    """A period as people say it (``Primer semestre de 2018``)."""
    return parse_period(period).label()


def _texts(body: Mapping[Any, Any]) -> dict[str, str]:
    return {str(field)[:200]: text for field, text in body.items() if isinstance(text, str)}


def _period(form: Form) -> dict[str, Any] | None:
    if form.period is None:
        return None
    return {"id": form.period["period"], "label": period_words(form.period["period"]),
            "locked": form.period["status"] == "locked", "due": format_date(form.due) if form.due else "",
            "starts": format_date(form.period["starts"]), "ends": format_date(form.period["ends"])}


def _item(item: Item, form: Form, sign: str) -> dict[str, Any]:
    about, said = item.about, item.said
    first = next(iter(said.rows.values())) if said else None
    shared = {
        "kind": item.kind, "code": about["code"], "group": item.group, "others": list(item.others),
        "state": item.state or ("" if item.awaited else "none"), "note": item.note, "base": item.mark,
        "by": first["reported_by"] if first else "",
        "at": format_date(first["reported_at"]) if first and first["reported_at"] else "",
        "values": _values(item, sign), "draft": form.drafts.get(item.subject),
    }
    return shared | (_action(item, sign) if item.kind == ACTION else _indicator(item, form, sign))


def _action(item: Item, sign: str) -> dict[str, Any]:
    row = item.last.rows[WHOLE] if item.last else None
    return {
        "text": item.about["text"], "when": item.about["schedule_text"],
        "accomplishment": item.about["accomplishment"],
        "last": row and {"period": period_words(row["period"]), "status": row["status"],
                         "number": "" if row["percent"] is None else f"{number_text(row['percent'], sign)}{NBSP}%",
                         "comment": row["comment"]},
    }


def _indicator(item: Item, form: Form, sign: str) -> dict[str, Any]:
    about = item.about

    def figure(value: float | None) -> str:
        if value is None:
            return ""
        return f"{number_text(value, sign)}{NBSP}{'%' if about['measure'] == 'percentage' else about['unit']}".strip()

    last = item.last.rows if item.last else {}
    whole = last.get(WHOLE, {})
    numbers = about["measure"] not in (*IN_WORDS, "percentage")
    return {
        "text": about["title"], "method": about["method"], "unit": about["unit"],
        "asks": "words" if about["measure"] in IN_WORDS else "number" if numbers else "parts_of_whole",
        "place": country_name(item.country), "verification": about["verification"],
        "target": figure(item.target), "baseline": figure(about["baseline_value"]),
        "parts": [{"field": f"{PART}{name}={code}", "name": form.words.get(("dim", name)) or name,
                   "code": form.words.get((name, code)) or code,
                   "last": figure(last[name, code]["value"]) if (name, code) in last else ""}
                  for name, code in item.parts] if numbers else [],
        "adds_up": numbers and about["aggregation"] == "sum",
        "last": item.last and {"period": period_words(item.last.period),
                               "number": _(WORD) if applies_not(whole) else figure(_whole(last)),
                               "comment": whole.get("narrative") or whole.get("comment", "")},
    }


def _whole(rows: Mapping[tuple[str, str], Mapping[str, Any]]) -> float | None:
    row = rows.get(WHOLE)
    if row is None:
        return None
    if row["value"] is None and row["numerator"] is not None and row["denominator"]:
        return round(100 * row["numerator"] / row["denominator"], 1)
    return row["value"]


def _values(item: Item, sign: str) -> dict[str, str]:
    """What is reported now, as the fields show it."""
    rows = item.said.rows if item.said else {}
    row = rows.get(WHOLE, {})
    fields = {"comment": row.get("comment", ""), "evidence": "\n".join(
        one.strip() for one in row.get("evidence", "").split(";") if one.strip())}
    if item.kind == ACTION:
        return fields | {"status": row.get("status", ""), "percent": number_text(row.get("percent"), sign)}
    nothing = applies_not(row)
    fields |= {name: "" if nothing else number_text(row.get(name), sign)
               for name in ("value", "numerator", "denominator")}
    fields |= {f"{PART}{name}={code}": number_text(rows[name, code]["value"], sign) if (name, code) in rows else ""
               for name, code in item.parts}
    return fields | {"narrative": row.get("narrative", ""), NOT_APPLICABLE: "1" if nothing else ""}
