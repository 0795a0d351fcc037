"""The first line of a page is written in the language of the plan in the room."""

from __future__ import annotations

from minga.serve.front.room_language import RoomLanguage
from minga.store import Store, open_store
from minga.workshop import plans
from tests.notebooks.serving import until


def test_the_language_is_the_plans_once_it_was_read_and_the_doors_until_then(sqlite_store: Store) -> None:
    asked = RoomLanguage(lambda: open_store(sqlite_store.url))
    assert asked.now() == "es"
    plans.new_plan(sqlite_store, title="Plano da rede", language="pt")
    assert until(lambda: asked.now() == "pt")


def test_where_the_store_cannot_be_opened_the_doors_language_is_spoken() -> None:
    tried = []

    def refuse() -> Store:
        tried.append(1)
        raise OSError("no disk")

    asked = RoomLanguage(refuse)
    assert asked.now() == "es"
    assert until(lambda: tried)
    assert asked.now() == "es"
