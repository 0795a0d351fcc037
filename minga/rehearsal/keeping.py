"""The plan of a rehearsal where its store is at hand: made, opened in the room, and looked at afterwards."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from minga import i18n
from minga.errors import MingaError, NotFound
from minga.exchange import export_package
from minga.i18n import gettext as _
from minga.rehearsal.check import card_faults, place_faults, voice_faults
from minga.rehearsal.record import Record
from minga.store import Store
from minga.workshop import plans, reading

_NOTEBOOKS = {"vision": "2_vision", "obstacles": "3_obstacles", "directions": "4_directions"}


def title(begins: str) -> str:
    """The title of a new plan for a rehearsal."""
    return f"{begins} {datetime.now():%Y-%m-%d %H:%M}"


def room_of(store: Store) -> str:
    """The plan in the room; empty if there is none."""
    return plans.plan_in_room(store)


def open_plan(store: Store, plan: str, begins: str, language: str) -> str:
    """Put a plan into the room, a new one when none is named; returns its id."""
    chosen = plan or plans.new_plan(store, title=title(begins), language=language, countries="CO BR MX AR PE GT")
    plans.open_in_room(store, chosen)
    return chosen


def leave_room(store: Store, plan: str, before: str) -> None:
    """Put the plan back that was in the room before, unless somebody opened another one meanwhile."""
    if before and before != plan and plans.plan_in_room(store) == plan:
        with suppress(MingaError):
            plans.open_in_room(store, before)


def stage_keys(store: Store, plan: str) -> dict[str, str]:
    """The key of each stage, by its id."""
    return {stage["stage_id"]: stage["key"] for stage in reading.plan_stages(store, plan)}


def stage_address(store: Store | None, plan: str, key: str) -> str:
    """Address of the page of a stage; of the first one with groups when no key is given.

    Raises:
        NotFound: the plan has no such stage.
    """
    if store is not None:
        stages = reading.plan_stages(store, plan)
        groups = [stage["key"] for stage in stages if stage["kind"] == "clusters"]
        if not key and not groups:
            raise NotFound(_("El plan «{plan}» no tiene etapas con grupos.").format(plan=plan))
        key = reading.stage_by_key(store, plan, key or groups[0])["key"]
    key = key or "vision"
    return f"voila/render/{_NOTEBOOKS.get(key, '2_vision')}.ipynb?stage={key}"


def internal_errors() -> set[str]:
    """What a page says when a verb broke, in every language."""
    said = set()
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            said.add(_("Algo falló y no se guardó."))
    return said


def faults_in_csv(record: Record, store: Store, plan: str, placed: Mapping[str, str] | None) -> list[str]:
    """What the plan's CSV package does not hold as it was acknowledged.

    Args:
        record: the book of the rehearsal.
        store: the store.
        plan: the plan.
        placed: where the rehearsal put cards last; None when people arranged the wall, who may change anything.
    """
    with tempfile.TemporaryDirectory() as name:
        export_package(store, plan, Path(name))
        rows = {table: _rows(Path(name) / f"{table}.csv") for table in ("cards", "votes", "proposals", "consents")}
    faults = card_faults(record, {row["card_id"]: (row["text"], row["status"]) for row in rows["cards"]})
    if placed is not None:
        faults += voice_faults(record, rows)
        faults += place_faults(placed, {row["card_id"]: row["cluster_id"] for row in rows["cards"]
                                        if row["status"] == "active"} | _gone(rows["cards"], placed))
    return faults


def faults_on_wall(record: Record, wall: dict[str, Any], placed: Mapping[str, str]) -> list[str]:
    """The same for a server elsewhere, as far as the facilitator's page shows it."""
    cards = {key[5:]: card for key, card in wall.items() if key.startswith("card:")}
    gone = {o.was: o.fields["card"] for o in record.of("withdraw_card")}
    texts = {card: (about["text"], about["status"]) for card, about in cards.items()}
    return card_faults(record, texts | {card: (text, "withdrawn") for text, card in gone.items()
                                        if card not in texts}) + place_faults(
        {card: group for card, group in placed.items() if card in cards},
        {card: about["cluster"] for card, about in cards.items()})


def _gone(cards: list[dict[str, str]], placed: Mapping[str, str]) -> dict[str, str]:
    """Cards that left the wall after they were put somewhere: nothing is said about their place."""
    return {row["card_id"]: placed[row["card_id"]] for row in cards
            if row["status"] != "active" and row["card_id"] in placed}


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))
