"""A personal link at the participants' door: who comes in, how, and who does not."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from minga.results.reporting import Link, end_link, make_link
from minga.store import Store, open_store
from tests.integration.reporting_plan import ANALYST, LAST, PLAN, make_plan
from tests.notebooks.phones import store_of
from tests.notebooks.serving import Door, Visitor

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[Store]:
    """A store that the door uses too."""
    store = open_store(store_of(tmp_path))
    make_plan(store)
    yield store
    store.close()


@pytest.fixture
def ceiba(plan: Store) -> Link:
    return make_link(plan, PLAN, "Ceiba", "CO", **ANALYST)


@pytest.fixture
def door(tmp_path: Path, plan: Store) -> Iterator[Door]:
    with Door("participant", tmp_path, NOTEBOOKS, "--light") as opened:
        yield opened


def join(visitor: Visitor, key: object = None, **headers: str) -> dict[str, Any]:
    answer = visitor.ask("POST", "/report/join", "" if key is None else json.dumps({"k": key}), **headers)
    return json.loads(answer.text) if answer.status == 200 else {"status": answer.status}


async def greeted(visitor: Visitor) -> dict[str, Any]:
    """What the websocket of a form says first."""
    socket = await websocket_connect(HTTPRequest(f"ws://127.0.0.1:{visitor.port}/report/channel", headers={
        "Cookie": visitor.cookie_header()}))
    await socket.write_message(json.dumps({"op": "hello", "words": True}))
    told = await asyncio.wait_for(socket.read_message(), 20)
    socket.close()
    return json.loads(str(told))


def test_a_personal_link_opens_ones_own_form_and_no_other_key_opens_any(
        door: Door, plan: Store, ceiba: Link) -> None:
    visitor = Visitor(door.port)
    page = visitor.get("/report")
    assert page.status == 200
    assert 'data-join="/report/join"' in page.text
    assert "Ceiba" not in page.text
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["Cache-Control"] == "no-store"
    with pytest.raises(HTTPClientError) as refused:
        asyncio.run(greeted(visitor))
    assert refused.value.code == 403
    for key in ("", "x" * 24, "x" * 5000, 7, None, ["k"], ceiba.key[:-1]):
        assert join(visitor, key)["way"] == "closed"
    assert join(visitor, ceiba.key, Origin="http://elsewhere.example") == {"status": 403}
    assert join(visitor, ceiba.key) == {"way": "light"}
    cookie = next(name for name in visitor.cookies if name.endswith("minga-report"))
    assert ceiba.key not in visitor.cookies[cookie]
    told = asyncio.run(greeted(visitor))
    assert told["labels"]["statuses"]["done"] == "Cumplida"
    assert told["patch"]["link"]["name"] == "Ceiba"
    assert told["patch"]["period"]["id"] == LAST
    assert join(visitor) == {"way": "light"}  # known by the cookie from now on
    visitor.cookies[cookie] = visitor.cookies[cookie][:-4] + "0000"
    assert join(visitor)["way"] == "closed"
    assert join(visitor, ceiba.key) == {"way": "light"}
    end_link(plan, PLAN, ceiba.reporter.link_id, **ANALYST)
    assert join(visitor, ceiba.key)["way"] == "closed"
    with pytest.raises(HTTPClientError):
        asyncio.run(greeted(visitor))
    assert ceiba.key not in door.log()
    assert "Traceback" not in door.log()
