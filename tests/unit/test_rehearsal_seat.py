"""How a rehearsal's page comes to its way: with a kernel, without one, or after a while in the line."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from minga.rehearsal.browser import Answer, Lost
from minga.rehearsal.seat import Seat, take_seat

KERNEL = "0123abcd-0123-4567-89ab-0123456789ab"
MODEL = "0123456789abcdef" * 2


class Scripted:
    """A browser whose answers are written down."""

    url = "http://127.0.0.1:1/"

    def __init__(self, page: Answer, *joins: Answer) -> None:
        self.page, self.joins = page, list(joins)

    async def get(self, path: str) -> Answer:
        return self.page

    async def post(self, path: str) -> Answer:
        assert path == "join"
        return self.joins.pop(0)


def came(page: str | int, *joins: Any) -> Seat:
    """Where somebody comes to sit, after this page and these answers in the line; a number is a bare status."""
    answers = [Answer(one, "", "") if isinstance(one, int) else Answer(200, "", json.dumps(one)) for one in joins]
    first = Answer(page, "", "") if isinstance(page, int) else Answer(200, "", page)
    return asyncio.run(take_seat(Scripted(first, *answers), ""))  # type: ignore[arg-type]


def test_a_page_says_its_kernel_and_the_model_in_it() -> None:
    page = f'{{"baseUrl": "/", "kernelId": "{KERNEL}"}} <div class="minga-here" data-model="{MODEL}">'
    assert came(page) == Seat(KERNEL, MODEL)
    assert came(f'{{"kernelId": "{KERNEL}"}} a page of the facilitator') == Seat(KERNEL)


def test_a_page_that_has_none_is_light() -> None:
    assert came('<body data-way="light">').light
    assert came('{"baseUrl": "/", "way": "light"}').light


def test_who_waits_asks_until_there_is_a_place() -> None:
    given = {"way": "kernel", "kernel": KERNEL, "page": f'<div data-model="{MODEL}">'}
    wait = {"way": "wait", "place": 2, "seconds": 1}
    assert came('<body data-way="wait">', wait, 429, 503, given) == Seat(KERNEL, MODEL)
    assert came('<body data-way="wait">', wait, {"way": "light"}).light


@pytest.mark.parametrize(("page", "joins"), [(404, []), ("another page", []), ('<body data-way="wait">', [403])])
def test_where_there_is_no_page_the_connection_is_lost(page: str | int, joins: list[Any]) -> None:
    with pytest.raises(Lost):
        came(page, *joins)
