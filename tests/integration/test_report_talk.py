"""The conversation of a form's page: what it shows, what it takes, and whom it obeys."""

from __future__ import annotations

from typing import Any

import pytest

from minga.i18n import speaking
from minga.results.reporting import end_link
from minga.store import Store, rows
from minga.talk.report import ReportTalk
from minga.talk.report_labels import labels
from tests.integration.reporting_plan import ANALYST, LAST, PLAN, SECOND, link_of, make_plan


class Page(ReportTalk):
    """A page that keeps what it is told."""

    def __init__(self, store: Store, link_id: str) -> None:
        super().__init__(store, link_id)
        self.labels, self.lang = labels(), "es"
        self.told: list[Any] = []
        self.state: dict[str, Any] = {}
        self.count = 0
        self.begin()

    def send(self, content: Any, *arguments: Any, **named: Any) -> None:
        self.told.append(content)
        if "patch" in content:
            self.state |= content["patch"]

    def ask(self, op: str, **data: Any) -> dict[str, Any]:
        self.count += 1
        self.hear({"op": op, "id": f"op-{self.count}", "plan": self._link, **data})
        return next(told for told in reversed(self.told) if told.get("ack") == f"op-{self.count}")


@pytest.fixture
def page(sqlite_store: Store) -> Page:
    """Ceiba's page, greeted."""
    make_plan(sqlite_store)
    made = Page(sqlite_store, link_of(sqlite_store))
    made.hear({"op": "hello", "words": True})
    return made


def test_the_page_is_told_its_words_and_what_is_its_persons(page: Page) -> None:
    assert page.told[0]["labels"]["statuses"]["done"] == "Cumplida"
    assert page.state["link"] == {"id": page._link, "open": True, "name": "Ceiba", "sign": ",", "place": "Colombia"}
    assert page.state["items"] == ["action:escuela", "action:cartilla", "indicator:activistas", "indicator:mujeres",
                                   "indicator:clima"]
    assert page.state["period"]["id"] == LAST
    school, activists = page.state["item:action:escuela"], page.state["item:indicator:activistas"]
    assert (school["last"]["status"], school["last"]["number"], school["others"]) == (
        "in_progress", "20,5\u00a0%", ["Jaguar"])
    assert (activists["last"]["number"], activists["target"], activists["asks"]) == (
        "12,5\u00a0activistas", "40\u00a0activistas", "number")
    assert [part["field"] for part in activists["parts"]] == ["part:sexo=mujeres"]
    assert page.state["item:indicator:mujeres"]["asks"] == "parts_of_whole"
    assert page.state["item:indicator:clima"]["asks"] == "words"


def test_nothing_of_anybody_elses_is_told(page: Page) -> None:
    assert not any(word in str(page.told) for word in ("feria", "ajeno", "Nogal"))


def test_a_report_is_sent_and_shown_as_sent(page: Page, sqlite_store: Store) -> None:
    answer = page.ask("send_report", period=LAST, answers={
        "indicator:activistas": {"value": "30,5", "base": ""}, "action:cartilla": {"status": "done", "base": ""}})
    assert answer["ok"]
    assert page.state["item:indicator:activistas"]["state"] == "pending"
    assert page.state["item:indicator:activistas"]["values"]["value"] == "30,5"
    assert page.state["item:action:cartilla"]["by"] == "Ceiba"


def test_what_is_wrong_is_shown_at_its_field_until_it_is_sent_right(page: Page, sqlite_store: Store) -> None:
    wrong = page.ask("send_report", period=LAST, answers={"indicator:activistas": {"value": "1.200", "base": ""}})
    assert not wrong["ok"]
    assert "por corregir" in wrong["message"]
    assert "no es un número" in page.state["faults"]["indicator:activistas"]["value"]
    assert page.ask("send_report", period=LAST, answers={"indicator:activistas": {"value": "1200", "base": ""}})["ok"]
    assert page.state["faults"] == {}


def test_drafts_come_back_to_another_page_of_the_same_link(page: Page, sqlite_store: Store) -> None:
    assert page.ask("save_draft", period=LAST, subject="action:escuela", body={"comment": "a medias"})["ok"]
    other = Page(sqlite_store, page._link)
    other.hear({"op": "hello", "words": True})
    assert other.state["item:action:escuela"]["draft"] == {"comment": "a medias"}


def test_another_period_is_looked_at(page: Page) -> None:
    page.ask("look", period=SECOND)
    assert page.state["period"]["id"] == SECOND
    assert page.state["item:action:escuela"]["values"]["percent"] == "20,5"
    page.ask("look", period="2050-S1")
    assert page.state["period"]["id"] == LAST


def test_a_link_that_ended_shows_and_takes_nothing(page: Page, sqlite_store: Store) -> None:
    end_link(sqlite_store, PLAN, page._link, **ANALYST)
    page.state.clear()
    page.hear({"op": "hello"})
    assert page.state == {"link": {"id": page._link, "open": False}}
    answer = page.ask("send_report", period=LAST, answers={"action:cartilla": {"status": "done", "base": ""}})
    assert (answer["ok"], "ya no abre" in answer["message"]) == (False, True)


@pytest.mark.parametrize("data", [
    {"answers": None}, {"answers": {"action:cartilla": "done"}}, {"answers": {"action:cartilla": {"status": 7}}},
    {"answers": {"action:feria": {"status": "done"}}},
    {"answers": {"action:cartilla": {"status": "done"}}, "plan": "x"},
    {"answers": {"action:cartilla": {"status": "done"}}, "period": ["2019-S1"]},
    {"answers": {"indicator:activistas": {"value": "1\x00"}}},
    {"answers": {"action:cartilla": {"status": "done", "comment": "x\x00"}}},
    {"answers": {"action:cartilla": {"status": "done", "comment": "x" * 5000}}}])
def test_whatever_a_page_says_is_refused_in_words_and_changes_nothing(
        page: Page, sqlite_store: Store, data: dict[str, Any]) -> None:
    answer = page.ask("send_report", **{"period": LAST, **data})
    assert answer["ok"] is False
    assert answer["message"]
    assert "Algo falló" not in answer["message"]
    assert not [r for name in ("progress", "actuals") for r in rows(sqlite_store, name) if r["period"] == LAST]


def test_a_page_is_stale_when_something_was_committed(page: Page, sqlite_store: Store,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minga.talk.report.LOOK_AGAIN", 0.0)
    assert page.stale()
    assert not page.stale()
    page.ask("send_report", period=LAST, answers={"action:cartilla": {"status": "done", "base": ""}})
    assert page.stale()


def test_in_another_language_the_numbers_stay_those_of_the_country(page: Page) -> None:
    with speaking("en"):
        page.hear({"op": "hello"})
    assert page.state["link"]["sign"] == ","
    assert page.state["item:indicator:activistas"]["last"]["number"] == "12,5\u00a0activistas"


def test_what_does_not_apply_is_shown_as_its_mark_and_as_a_word_the_next_time(page: Page) -> None:
    wrong = page.ask("send_report", period=SECOND, answers={
        "indicator:activistas": {"value": "3", "not_applicable": "1", "base": page_mark(page, SECOND)}})
    assert not wrong["ok"]
    assert "no aplica" in page.state["faults"]["indicator:activistas"]["not_applicable"]
    page.ask("send_report", period=SECOND, answers={
        "indicator:activistas": {"not_applicable": "1", "base": page_mark(page, SECOND)}})
    values = page.state["item:indicator:activistas"]["values"]
    assert (values["not_applicable"], values["value"], values["numerator"]) == ("1", "", "")
    page.ask("look", period=LAST)
    assert page.state["item:indicator:activistas"]["last"]["number"] == "no aplica"
    assert page.state["item:indicator:activistas"]["values"]["not_applicable"] == ""


def page_mark(page: Page, period: str) -> str:
    """The mark of what the page shows of the activists in a period."""
    page.ask("look", period=period)
    return str(page.state["item:indicator:activistas"]["base"])
