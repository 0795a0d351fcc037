"""The semester's form in a notebook: the page of a personal link."""

from __future__ import annotations

from minga.talk.report import ReportTalk
from minga.talk.report_labels import labels
from minga.workshop.feed import Store
from minga_widgets.component import Component, css, esm

FILES = ("participate_outbox", "report_drafts", "report_items", "report_numbers", "report_form")


class ReportForm(ReportTalk, Component):
    """What somebody answers for, and the fields in which they report on it.

    Its module is written against the front-end interface alone (get, on, send), so that it is hosted without a
    kernel too.

    Args:
        store: the store.
        link_id: whose link, as the door established it.
    """

    _esm = esm(*FILES)
    _css = css("participate", "report_form")

    def __init__(self, store: Store, link_id: str) -> None:
        super().__init__(store, link_id, labels=labels())
