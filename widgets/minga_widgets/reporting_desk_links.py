"""Personal links: who reports, the link of each, and a list to hand them out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from minga.errors import MingaError
from minga.exchange.package_out import csv_text
from minga.exchange.text import neutralised
from minga.folding import fold
from minga.i18n import country_name, ngettext
from minga.i18n import gettext as _
from minga.results.reporting import Link, end_link, links, make_link, people_who_report
from minga_widgets.component import Component, css, esm
from minga_widgets.reporting_desk_labels import link_labels
from minga_widgets.reporting_desk_term import Term


class ReportingLinks(Component):
    """Everybody whom the plan names for an action or an indicator, and the personal link with which they report.

    Args:
        term: the plan, and who acts.
        door: address of the participants' door; empty where none serves this notebook.
    """

    _esm = esm("reporting_desk_parts", "reporting_desk_links")
    _css = css("reporting_desk")

    def __init__(self, term: Term, door: str) -> None:
        self._term, self._door = term, door
        super().__init__(labels=link_labels())

    def view(self) -> dict[str, Any]:
        """Everybody who reports, and the links that open."""
        return {"people": list(self._people()), "door": bool(self._door)}

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """Make a link, make those that are missing, end one, take the list away."""
        return {"make": self._make, "make_all": self._make_all, "end": self._end, "list": self._list}

    def _people(self) -> Iterator[dict[str, Any]]:
        found = {(fold(one.reporter.name), one.reporter.country): one
                 for one in links(self._term.store, self._term.plan_id)}
        for duty in people_who_report(self._term.store, self._term.plan_id):
            link = found.pop((fold(duty.name), duty.country), None)
            yield self._person(duty.name, duty.country, len(duty.actions), len(duty.indicators), link)
        for link in found.values():  # nobody is named so any more; the link still opens
            yield self._person(link.reporter.name, link.reporter.country, 0, 0, link)

    def _person(self, name: str, country: str, actions: int, indicators: int, link: Link | None) -> dict[str, Any]:
        return {"key": f"{fold(name)}|{country}", "name": name, "code": country, "country": country_name(country),
                "facts": " · ".join(filter(None, _facts(country, actions, indicators))),
                "link": link.reporter.link_id if link else "",
                "url": link.url(self._door) if link and self._door else ""}

    def _make(self, message: dict[str, Any]) -> None:
        make_link(self._term.store, self._term.plan_id, str(message.get("name", "")), str(message.get("country", "")),
                  **self._term.who)

    def _make_all(self, _message: dict[str, Any]) -> int:
        missing = [one for one in self._people() if not one["link"]]
        for one in missing:
            make_link(self._term.store, self._term.plan_id, one["name"], one["code"], **self._term.who)
        return len(missing)

    def _end(self, message: dict[str, Any]) -> None:
        end_link(self._term.store, self._term.plan_id, str(message.get("link", "")), **self._term.who)

    def _list(self, _message: dict[str, Any]) -> None:
        """The list as CSV for a spreadsheet: a name that begins like a formula must not become one."""
        if not self._door:
            raise MingaError(_("No se sabe en qué dirección abren los enlaces."),
                             _("Abra el cuaderno con «minga serve» y vuelva a pedir la lista."))
        rows = [[neutralised(one["name"]), one["country"], one["url"]] for one in self._people() if one["url"]]
        made = csv_text([_("Quién"), _("País"), _("Enlace")], rows, ";", "\r\n")
        self.send({"file": f"links-{self._term.plan_id}.csv"}, buffers=[b"\xef\xbb\xbf" + made.encode("utf-8")])


def _facts(country: str, actions: int, indicators: int) -> Iterator[str]:
    """Where somebody is and how much they report on."""
    yield country_name(country)
    if actions:
        yield ngettext("{n} acción", "{n} acciones", actions).format(n=actions)
    if indicators:
        yield ngettext("{n} indicador", "{n} indicadores", indicators).format(n=indicators)
    if not actions and not indicators:
        yield _("el plan ya no lo nombra")
