"""The dashboard as it speaks with the browser: plain data, each number with its rows, each row with its cards."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from minga_widgets.dashboard import Dashboard

from minga import paths
from minga.exchange.load import load_plan
from minga.exchange.package_in import read_package
from minga.i18n import LANGUAGES, speaking
from minga.results import save_row
from minga.results.board import Wish
from minga.results.board_reading import news_of, read_board
from minga.store import Store, last_seq, rows
from minga.workshop import cards, plans, reading, stages
from minga.workshop.actor import FACILITATOR
from minga.workshop.links import link
from minga.workshop.trail import read_trail
from tests.integration.test_components import Page

EXAMPLE, MOVING = "red-ejemplo-2018-2019", "movilizacion-ejemplo-2024-2030"
IMG = "<img src=x onerror=alert(1)>"


@pytest.fixture
def example(sqlite_store: Store) -> dict[str, Any]:
    load_plan(sqlite_store, read_package(paths.examples() / EXAMPLE)[0])
    return plans.find_plan(sqlite_store, EXAMPLE)


def opened(store: Store, plan: dict[str, Any], **wish: str) -> Page:
    page = Page(Dashboard(store, plan, Wish(**wish)))
    page.say("hello")
    return page


def tile(page: Page, words: str, kind: str = "actions") -> dict[str, Any]:
    return next(t for t in page.state[kind] if t["words"] == words)


def ask(page: Page, op: str, **data: Any) -> dict[str, Any]:
    """Ask with an id of its own each time, as a page does."""
    return page.ask(op, id=f"{op}-{len(page.acks)}", **data)


def test_the_state_of_a_plan_is_plain_data_and_every_action_is_counted_once(
        sqlite_store: Store, example: dict[str, Any]) -> None:
    page = opened(sqlite_store, example, period="2018-S2")
    state = page.state
    assert json.loads(json.dumps(state)) == state
    assert sum(bar["n"] for bar in state["bars"]) == len(rows(sqlite_store, "actions"))
    assert state["wish"] == {"direction": "", "country": "", "person": "", "period": "2018-S2"}
    assert {b["key"] for b in state["bullets"]} == {r["indicator_id"] for r in rows(sqlite_store, "indicators")}
    assert [key for key, _name in state["choices"]["period"]] == ["2018-S1", "2018-S2", "2019-S1", "2019-S2"]
    assert state["about"]["finding"][0].startswith(f"De {len(rows(sqlite_store, 'actions'))} acciones: ")


def test_a_plan_that_is_over_is_read_where_its_last_values_count(sqlite_store: Store, example: dict[str, Any]) -> None:
    page = opened(sqlite_store, example)
    told = {r["period"] for r in rows(sqlite_store, "actuals") if r["status"] == "approved"}
    told |= {r["period"] for r in rows(sqlite_store, "progress")}
    assert page.state["wish"]["period"] == max(told)


def test_a_number_leads_to_its_rows_and_a_row_to_the_cards_it_came_from(
        sqlite_store: Store, example: dict[str, Any]) -> None:
    page = opened(sqlite_store, example, period="2018-S2")
    done = tile(page, "cumplidas")
    assert ask(page, "open", figure=done["figure"])["ok"]
    found = page.state["open"]
    assert (found["n"], len(found["rows"]), found["title"]) == (done["n"], done["n"], "Acciones: cumplida")
    action = found["rows"][0]["id"]
    ask(page, "trail", row=action)
    trail = page.state["trail"]
    expected = read_trail(sqlite_store, EXAMPLE, [action])
    assert trail["cards"] == expected.cards > 0
    known = {r["card_id"]: r["text"] for r in rows(sqlite_store, "cards")}
    shown = [card for place in trail["places"] for card in place["cards"]]
    assert all(known[card["id"]] == card["text"] for card in shown)
    ask(page, "trail", row="*")
    assert page.state["trail"]["many"]
    assert page.state["trail"]["cards"] >= trail["cards"]
    ask(page, "close")
    assert (page.state["open"], page.state["trail"]) == ({}, {})


def test_an_indicator_leads_to_its_values_with_the_arithmetic(sqlite_store: Store, example: dict[str, Any]) -> None:
    page = opened(sqlite_store, example, period="2018-S2")
    wanted = next(r["indicator_id"] for r in rows(sqlite_store, "indicators") if r["code"] == "1.1")
    bullet = next(b for b in page.state["bullets"] if b["key"] == wanted)
    ask(page, "open", figure=bullet["figure"])
    found = page.state["open"]
    own = [r for r in rows(sqlite_store, "actuals", indicator_id=wanted) if r["period"] == "2018-S2"]
    assert found["n"] >= len(own)
    assert any("÷" in line for line in found["sums"])
    ask(page, "trail", row=wanted)
    assert page.state["trail"]["places"]


def test_choices_narrow_everything_at_once_and_are_taken_back(sqlite_store: Store, example: dict[str, Any]) -> None:
    page = opened(sqlite_store, example, period="2018-S2")
    whole = page.state["about"]
    first = page.state["choices"]["direction"][1][0]
    ask(page, "open", figure={"of": "actions"})
    ask(page, "choose", wish={"direction": first, "period": "2018-S2"})
    assert [bar["key"] for bar in page.state["bars"]] == [first]
    assert page.state["open"]["n"] == page.state["bars"][0]["n"] == len(
        rows(sqlite_store, "actions", direction_id=first))
    ask(page, "choose", wish={"country": "CO", "period": "2018-S2"})
    assert [bar["key"] for bar in page.state["countries"]] == ["CO"]
    assert page.state["about"] != whole
    ask(page, "choose", wish={"period": "2018-S2"})
    assert page.state["about"] == whole


def test_the_page_follows_what_counts_and_does_not_read_again_for_a_card(
        sqlite_store: Store, example: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(sqlite_store, example, period="2019-S2")
    action = rows(sqlite_store, "actions")[0]["action_id"]
    before = tile(page, "cumplidas")["n"]
    save_row(sqlite_store, EXAMPLE, "progress", {"action_id": action, "period": "2019-S2", "status": "done"},
             actor="", role="facilitator")
    page.component.refresh()
    assert sum(t["n"] for t in page.state["actions"] if t["figure"].get("mark") == "done") == before + 1
    stage = reading.stage_by_key(sqlite_store, EXAMPLE, "vision")["stage_id"]
    stages.set_phase(sqlite_store, FACILITATOR, stage, "writing")
    page.component.refresh()
    read: list[str] = []
    monkeypatch.setattr("minga_widgets.dashboard.read_board", lambda *given: read.append("again") or read_board(*given))
    cards.add_card(sqlite_store, FACILITATOR, stage, "Una idea más")
    page.component.refresh()
    assert read == []


def test_the_ledger_says_whether_anything_shown_changed(store: Store) -> None:
    plan = plans.new_plan(store, title="Plan")
    seq, news = news_of(store, plan, -1)
    assert (seq, news) == (last_seq(store, plan), True)
    assert news_of(store, plan, seq) == (seq, False)
    stage = reading.stage_by_key(store, plan, "vision")["stage_id"]
    stages.set_phase(store, FACILITATOR, stage, "writing")
    seq, _news = news_of(store, plan, seq)
    cards.add_card(store, FACILITATOR, stage, "Agua limpia")
    newest, news = news_of(store, plan, seq)
    assert (newest > seq, news) == (True, False)
    save_row(store, plan, "indicators", {"title": "Pozos", "method": "period"}, actor="", role="analyst")
    assert news_of(store, plan, newest)[1]


def test_rows_are_taken_along_as_canonical_csv(sqlite_store: Store, example: dict[str, Any]) -> None:
    dashboard = Dashboard(sqlite_store, example, Wish(period="2018-S2"))
    sent: list[tuple[Any, Any]] = []
    dashboard.send = lambda content, buffers=None: sent.append((content, buffers))  # type: ignore[method-assign]
    for of in ("actions", "indicators", "values"):
        dashboard.hear({"op": "open", "id": f"open-{of}", "figure": {"of": of}})
        shown = dashboard.view()["open"]["n"]
        dashboard.hear({"op": "csv", "id": f"csv-{of}"})
        [(message, buffers)] = [one for one in sent if one[0].get("file") == f"{EXAMPLE}-2018-S2-{of}.csv"]
        table = list(csv.DictReader(io.StringIO(buffers[0].decode("utf-8"))))
        assert len(table) == shown
        assert {row["period"] for row in table} == {"2018-S2"}
        assert message["file"].endswith(".csv")


def test_what_a_page_makes_up_is_refused_or_left_out(sqlite_store: Store, example: dict[str, Any]) -> None:
    page = opened(sqlite_store, example)
    assert not ask(page, "csv")["ok"]
    for figure in (None, {"of": "people"}, {"mark": IMG}, {"row": ["x"]}):
        assert not ask(page, "open", figure=figure)["ok"]
    assert not ask(page, "choose", wish=["2018-S1"])["ok"]
    assert ask(page, "choose", wish={"direction": IMG, "person": ["x"], "period": IMG})["ok"]
    assert page.state["wish"]["direction"] == page.state["wish"]["person"] == ""
    ask(page, "open", figure={"of": "values", "row": IMG})
    assert page.state["open"]["rows"] == []
    ask(page, "trail", row=IMG)
    assert page.state["trail"] == {}


def test_an_empty_plan_says_what_will_be_here_and_a_plan_without_actions_shows_its_indicators(
        sqlite_store: Store) -> None:
    empty = plans.find_plan(sqlite_store, plans.new_plan(sqlite_store, title="Plan"))
    assert opened(sqlite_store, empty).state["about"]["empty"]
    load_plan(sqlite_store, read_package(paths.examples() / MOVING)[0])
    page = opened(sqlite_store, plans.find_plan(sqlite_store, MOVING), period="2024-S1")
    assert (page.state["actions"], page.state["bars"], page.state["people"]) == ([], [], [])
    assert len(page.state["bullets"]) == 18
    ask(page, "open", figure=page.state["bullets"][0]["figure"])
    ask(page, "trail", row="*")
    assert page.state["trail"]["places"] == []
    assert page.state["trail"]["without"]


def test_a_card_that_became_an_action_is_the_nearest_on_its_trail(store: Store) -> None:
    load_plan(store, read_package(paths.examples() / EXAMPLE)[0])
    action = rows(store, "actions")[0]["action_id"]
    card = next(r for r in rows(store, "cards") if r["status"] == "active")
    link(store, FACILITATOR, EXAMPLE, action, card["card_id"], "came_from")
    [first, *_rest] = read_trail(store, EXAMPLE, [action]).places
    assert (first.way, first.cards) == ("own", ((card["card_id"], card["text"]),))


def test_the_words_come_in_the_language_in_force(sqlite_store: Store, example: dict[str, Any]) -> None:
    periods = set()
    for language in LANGUAGES:
        with speaking(language):
            page = opened(sqlite_store, example, period="2018-S2")
            assert page.component.lang == language
            periods.add(page.state["about"]["period"])
    assert len(periods) == len(LANGUAGES)
