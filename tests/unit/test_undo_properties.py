"""Whatever was arranged: taking everything back gives the start, doing everything again gives the end."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.errors import MingaError
from minga.store import Store, open_store, plan_rows, rows
from minga.workshop import arranging, cards, clusters, plans, reading, stages, undo
from minga.workshop.actor import FACILITATOR

ACTS = ("move", "together", "stack", "restore", "reword", "away", "add", "split", "nest", "out", "symbol", "place",
        "dissolve", "merge")
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        opened = open_store(str(Path(folder) / "minga.sqlite"))
        yield opened
        opened.close()


def stage_with_cards(store: Store) -> tuple[str, str]:
    plan = plans.new_plan(store, title="Ida y vuelta")
    here = reading.stage_by_key(store, plan, "vision")["stage_id"]
    stages.set_phase(store, FACILITATOR, here, "clustering")
    for n in range(7):
        cards.add_card(store, FACILITATOR, here, f"idea {n}")
    return plan, here


def arrange(store: Store, here: str, what: str, n: int, m: int) -> None:
    """Do something that may be refused."""
    ids = sorted(c["card_id"] for c in rows(store, "cards", stage_id=here))
    groups = [c["cluster_id"] for c in rows(store, "clusters", stage_id=here, order="position")]
    card, other = ids[n % len(ids)], ids[m % len(ids)]
    one, two = ((groups[x % len(groups)] if groups else "ninguno") for x in (n, m))
    some = [ids[(n + k) % len(ids)] for k in range(1 + m % 4)]
    acts: dict[str, Any] = {
        "move": lambda: arranging.move_card(store, FACILITATOR, card, [*groups, None][m % (len(groups) + 1)],
                                            before=other),
        "together": lambda: arranging.move_cards(store, FACILITATOR, here, some, [*groups, None][n % (len(groups) + 1)],
                                                 other),
        "stack": lambda: arranging.mark_duplicates(store, FACILITATOR, here, some, other),
        "restore": lambda: cards.restore_card(store, FACILITATOR, card),
        "reword": lambda: arranging.reword_card(store, FACILITATOR, card, f"mejor {m}"),
        "away": lambda: arranging.put_away(store, FACILITATOR, here, some),
        "add": lambda: clusters.add_cluster(store, FACILITATOR, here, card_ids=some),
        "split": lambda: clusters.split_cluster(store, FACILITATOR, one, some),
        "nest": lambda: clusters.nest_cluster(store, FACILITATOR, one, two),
        "out": lambda: clusters.nest_cluster(store, FACILITATOR, one, None),
        "symbol": lambda: clusters.rename_cluster(store, FACILITATOR, one, symbol=str(m)),
        "place": lambda: clusters.move_cluster(store, FACILITATOR, one, m % 5),
        "dissolve": lambda: clusters.dissolve_cluster(store, FACILITATOR, one),
        "merge": lambda: clusters.dissolve_cluster(store, FACILITATOR, one, into=two)}
    try:
        acts[what]()
    except MingaError:
        return


@given(steps=STEPS)
@settings(max_examples=12)
def test_all_steps_back_give_the_start_and_all_steps_again_the_end(
        store: Store, steps: list[tuple[str, int, int]]) -> None:
    plan, here = stage_with_cards(store)
    start = plan_rows(store, plan)
    for step in steps:
        arrange(store, here, *step)
    end = plan_rows(store, plan)
    while undo.last_done(store, here, undo.ARRANGING):
        undo.undo_last(store, FACILITATOR, here, verbs=undo.ARRANGING)
    assert plan_rows(store, plan) == start
    while undo.last_undone(store, here, undo.ARRANGING):
        undo.redo_last(store, FACILITATOR, here, verbs=undo.ARRANGING)
    assert plan_rows(store, plan) == end
