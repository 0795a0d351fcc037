"""The page of reports as it speaks with the browser: read, decided as seen, sheets compared before they are saved."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from minga_widgets.reporting_desk import ReportingDesk
from minga_widgets.reporting_desk_links import ReportingLinks
from minga_widgets.reporting_desk_sheets import ReportingSheets
from minga_widgets.reporting_desk_term import Term

from minga.results.reporting import whose_key
from minga.store import Store, rows
from minga.workshop import plans
from minga.workshop.actor import FACILITATOR, Actor
from tests.integration.reports_plan import PERIOD, make_plan, progress, report
from tests.integration.test_components import Page
from tests.integration.test_semester_sheet import filled

DOOR = "https://minga.example:8866"


@pytest.fixture
def plan(sqlite_store: Store) -> dict[str, Any]:
    make_plan(sqlite_store)
    return plans.find_plan(sqlite_store, "red")


class Hearing(Page):
    """A page that keeps the files that it is handed."""

    def __init__(self, component: Any) -> None:
        super().__init__(component)
        self.files: dict[str, bytes] = {}
        told = component.send

        def hear(message: dict[str, Any], buffers: Any = None) -> None:
            if "file" in message:
                self.files[message["file"]] = b"".join(buffers)
            told(message, buffers)

        component.send = hear


def term(store: Store, plan: dict[str, Any], actor: Actor = FACILITATOR) -> Term:
    return Term(store, actor, plan, PERIOD)


def opened(component: Any) -> Hearing:
    page = Hearing(component)
    page.say("hello")
    return page


def desk(store: Store, plan: dict[str, Any]) -> Hearing:
    return opened(ReportingDesk(term(store, plan)))


def item(page: Page, key: str) -> list[str]:
    entry = page.state[f"entry:{key}"]
    return [entry["table"], entry["id"], entry["mark"]]


def test_the_desk_shows_what_came_what_is_missing_and_from_whom(sqlite_store: Store, plan: dict[str, Any]) -> None:
    report(sqlite_store, comment="Con listas", evidence="acta.pdf; lista.pdf")
    page = desk(sqlite_store, plan)
    assert json.loads(json.dumps(page.state)) == page.state
    assert page.state["counts"] == {"missing": 6, "pending": 1}
    entry = page.state["entry:actuals:people|CO||"]
    assert (entry["said"], entry["target"], entry["where"], entry["evidence"], entry["by"].split(",")[0]) == (
        "30 personas", "40", "Colombia", ["acta.pdf", "lista.pdf"], "Luna")
    assert [(p["name"], len(p["missing"])) for p in page.state["people"]] == [("", 3), ("Luna", 1), ("Sol", 2)]
    assert page.state["countries"] == [["CO", "Colombia"], ["PE", "Perú"]]
    assert page.state["term"]["late"] is True


def test_the_desk_says_what_does_not_apply(sqlite_store: Store, plan: dict[str, Any]) -> None:
    report(sqlite_store, None, numerator=0, denominator=0)
    entry = desk(sqlite_store, plan).state["entry:actuals:people|CO||"]
    assert (entry["said"], entry["state"]) == ("no aplica", "pending")


def test_reports_are_approved_and_given_back_from_the_page_as_it_shows_them(
        sqlite_store: Store, plan: dict[str, Any]) -> None:
    report(sqlite_store)
    progress(sqlite_store)
    page = desk(sqlite_store, plan)
    both = [item(page, "actuals:people|CO||"), item(page, "progress:luna")]
    assert page.ask("approve", items=both[:1], id="operation-1")["result"] == 1
    assert page.ask("return", items=both[1:], note="¿Cuándo?", id="operation-2")["result"] == 1
    assert page.state["counts"] == {"approved": 1, "returned": 1, "missing": 5}
    assert page.state["entry:progress:luna"]["note"] == "¿Cuándo?"
    report(sqlite_store, 31)
    assert page.ask("return", items=both[:1], note="¿Y Cali?", id="operation-3")["ok"] is False


@pytest.mark.parametrize("items", [None, [], "x", [["actuals", "x"]], [["actuals", 1, "x"]], [["people", "red", ""]],
                                   [["actuals", "no", ""]], [["actuals", "x", "y"]] * 3000])
def test_whatever_a_page_sends_is_refused_in_words(sqlite_store: Store, plan: dict[str, Any], items: Any) -> None:
    answer = desk(sqlite_store, plan).ask("approve", items=items)
    assert (answer["ok"], bool(answer["message"])) == (False, True)


def test_a_period_is_chosen_for_the_whole_page_and_closed_with_what_was_seen(
        sqlite_store: Store, plan: dict[str, Any]) -> None:
    here = term(sqlite_store, plan)
    page, sheets = opened(ReportingDesk(here)), opened(ReportingSheets(here))
    page.ask("choose", period="2018-S2")
    assert page.state["term"]["period"] == sheets.state["term"]["period"] == "2018-S2"
    assert page.ask("choose", period="2040-S1", id="operation-2")["ok"] is False
    assert page.ask("close", period="2018-S2", unreviewed=3, id="operation-3")["ok"] is False
    assert page.ask("close", period="2018-S2", unreviewed=0, id="operation-4")["ok"] is True
    assert page.state["term"]["locked"] is True
    assert page.ask("reopen", period="2018-S2", id="operation-5")["ok"] is True


def test_a_participant_who_opens_the_page_can_decide_nothing(sqlite_store: Store, plan: dict[str, Any]) -> None:
    report(sqlite_store)
    page = opened(ReportingDesk(term(sqlite_store, plan, Actor("p", "participant"))))
    assert page.ask("approve", items=[item(page, "actuals:people|CO||")])["ok"] is False
    assert rows(sqlite_store, "actuals")[0]["status"] == "pending"


def test_a_sheet_is_compared_first_and_saved_with_the_conflicts_that_were_decided(
        sqlite_store: Store, plan: dict[str, Any]) -> None:
    page = opened(ReportingSheets(term(sqlite_store, plan)))
    page.ask("make", period=PERIOD, country="CO", reporter="Luna")
    [sheet] = page.files.values()
    report(sqlite_store, 29, who="Sol")
    back = filled(sheet, {("1.1", ""): {"value": 30}, ("A.1", ""): {"status": "en curso"}})
    compared = page.ask("compare", name="co.xlsx", content=base64.b64encode(back).decode(), id="operation-2")["result"]
    assert ([row["what"] for row in compared["rows"]], compared["writes"]) == (["conflict", "new"], 1)
    assert rows(sqlite_store, "progress") == []
    done = page.ask("save", take=[compared["rows"][0]["key"], 7, "x"], id="operation-3")["result"]
    assert [row["what"] for row in done["rows"]] == ["changed", "new"]
    assert rows(sqlite_store, "actuals")[0]["value"] == 30
    assert page.ask("save", take=[], id="operation-4")["ok"] is False


def test_a_sheet_that_cannot_be_read_says_every_reason(sqlite_store: Store, plan: dict[str, Any]) -> None:
    page = opened(ReportingSheets(term(sqlite_store, plan)))
    page.ask("make", period=PERIOD, country="CO")
    [sheet] = page.files.values()
    back = filled(sheet, {("1.1", ""): {"value": "muchos"}, ("A.1", ""): {"status": "casi"}})
    found = page.ask("compare", name="co.xlsx", content=base64.b64encode(back).decode(), id="operation-2")["result"]
    assert len(found["faults"]) == 2
    assert page.ask("compare", name="x", content="%%%", id="operation-3")["ok"] is False
    assert page.ask("save", take=[], id="operation-4")["ok"] is False


def test_links_are_made_listed_and_ended(sqlite_store: Store, plan: dict[str, Any]) -> None:
    page = opened(ReportingLinks(term(sqlite_store, plan), DOOR))
    assert [(p["name"], p["country"], p["url"]) for p in page.state["people"]] == [
        ("Luna", "Colombia", ""), ("Sol", "Perú", "")]
    assert page.ask("make_all")["result"] == 2
    luna = page.state["people"][0]
    reporter = whose_key(sqlite_store, luna["url"].partition("#k=")[2])
    assert luna["url"].startswith(f"{DOOR}/report#k=")
    assert reporter is not None
    assert reporter.name == "Luna"
    page.ask("list", id="operation-2")
    assert page.files["links-red.csv"].decode("utf-8-sig").splitlines()[1].split(";")[0] == "Luna"
    page.ask("end", link=luna["link"], id="operation-3")
    assert page.state["people"][0]["url"] == ""
    assert whose_key(sqlite_store, luna["url"].partition("#k=")[2]) is None


def test_without_a_door_links_are_made_and_not_shown(sqlite_store: Store, plan: dict[str, Any]) -> None:
    page = opened(ReportingLinks(term(sqlite_store, plan), ""))
    page.ask("make", name="Luna", country="CO")
    assert [(bool(p["link"]), p["url"]) for p in page.state["people"]] == [(True, ""), (False, "")]
    assert page.ask("list", id="operation-2")["ok"] is False


def test_a_plan_without_dates_says_what_is_missing(sqlite_store: Store) -> None:
    plan = plans.find_plan(sqlite_store, plans.new_plan(sqlite_store, title="Plan"))
    page = desk(sqlite_store, plan)
    assert (page.state["order"], bool(page.state["term"]["problem"])) == ([], True)
    assert opened(ReportingSheets(term(sqlite_store, plan))).state["countries"] == []
