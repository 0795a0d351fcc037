"""The desk of whoever analyses: what came, what is missing and from whom; return, approve, close the period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from minga.errors import MingaError, Refused
from minga.i18n import gettext as _
from minga.results import reviewing
from minga.results.reviewing import Seen
from minga_widgets.component import Component, css, esm
from minga_widgets.reporting_desk_labels import desk_labels
from minga_widgets.reporting_desk_rows import countries, entries, people
from minga_widgets.reporting_desk_term import Term

MOST = 2000
"""Reports that one act is about at most."""


class ReportingDesk(Component):
    """What was reported in a period, to be read, given back, approved; and who has not reported yet.

    Args:
        term: the periods of the plan, and the one that is looked at.
    """

    _esm = esm("calendar_parts", "reporting_desk_parts", "reporting_desk_people", "reporting_desk")
    _css = css("reporting_desk")

    limit = 300_000  # many reports may be approved at once

    def __init__(self, term: Term) -> None:
        self._term = term
        super().__init__(labels=desk_labels())
        term.listen(self.refresh)

    def view(self) -> dict[str, Any]:
        """The period, what it has, and from whom the rest is awaited."""
        state = self._term.view()
        if not state["period"]:
            return {"term": state, "order": [], "counts": {}, "people": [], "countries": []}
        reports = reviewing.read_reports(self._term.store, self._term.plan_id, state["period"])
        found = dict(entries(reports))
        return {"term": state, "order": list(found), "counts": dict(Counter(e["state"] for e in found.values())),
                "people": people(reports.awaited), "countries": countries(reports),
                **{f"entry:{key}": entry for key, entry in found.items()}}

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """Choose a period, approve, give back, close and open it."""
        return {"choose": self._choose, "approve": self._approve, "return": self._return, "close": self._close,
                "reopen": self._reopen}

    def _choose(self, message: dict[str, Any]) -> None:
        self._term.choose(str(message.get("period", "")))

    def _approve(self, message: dict[str, Any]) -> int:
        return reviewing.approve(self._term.store, self._term.plan_id, _seen(message), **self._term.who)

    def _return(self, message: dict[str, Any]) -> int:
        note = message.get("note")
        return reviewing.return_report(self._term.store, self._term.plan_id, _seen(message),
                                       note if isinstance(note, str) else "", **self._term.who)

    def _close(self, message: dict[str, Any]) -> None:
        waiting = message.get("unreviewed")
        reviewing.close_period(self._term.store, self._term.plan_id, self._asked(message),
                               unreviewed=waiting if type(waiting) is int else -1, **self._term.who)

    def _reopen(self, message: dict[str, Any]) -> None:
        reviewing.reopen_period(self._term.store, self._term.plan_id, self._asked(message), **self._term.who)

    def _asked(self, message: dict[str, Any]) -> str:
        """The period that the page showed: another one may have been chosen meanwhile from another tab."""
        period = message.get("period")
        if not isinstance(period, str) or not period:
            raise MingaError(_("El plan no tiene ese período."), _("Elija uno de la lista."))
        return period


def _seen(message: dict[str, Any]) -> list[Seen]:
    """The reports that the page names, each as it was shown there."""
    items = message.get("items")
    if not isinstance(items, list) or not 0 < len(items) <= MOST or not all(
            isinstance(one, list) and len(one) == 3 and all(isinstance(part, str) for part in one) for one in items):
        raise Refused(_("No se dijo qué datos."), _("Marque al menos uno."))
    return [Seen(*one) for one in items]

