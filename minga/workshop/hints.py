"""Soft sentences about a card, a title or an action while it is being written; they never stop anybody.

Which checks are made is said by the plan's method; whose word lists, by the plan's language; the sentences are
in the language in force. A phone asks at every pause of its writer: methods are read once and again only when
their file changes, and what is known of a plan is kept for some seconds.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from minga import checks
from minga.methods import Rules, known_method
from minga.store import Store, rows

Row = dict[str, Any]
_KEPT_SECONDS = 20.0
_DEFAULT = Rules()


def card_hints(store: Store, stage: Row, text: str) -> list[str]:
    """What could be said better in a card, in the language in force; nothing when all is well.

    Args:
        store: the store.
        stage: the row of the card's stage.
        text: the card as it stands so far.
    """
    room = _room(store, stage["plan_id"])
    return [str(note) for note in checks.check_card(
        text, stage_rules(room.method, stage["key"]), room.language, known=room.names, own=room.own)]


def title_hints(store: Store, stage: Row, title: str) -> list[str]:
    """What could be said better in the title of a group, in the language in force; nothing when all is well.

    The titles of fixed columns belong to the method, and nothing is said about them.
    """
    if stage["kind"] == "columns":
        return []
    room = _room(store, stage["plan_id"])
    return [str(note) for note in checks.check_title(
        title, stage_rules(room.method, stage["key"]), room.language, known=room.names, own=room.own)]


def action_hints(action: Row, assignments: Sequence[Row], *, plan: Mapping[str, Any] | None = None) -> list[str]:
    """What an action still has to say: when, who and from which country, in the language in force.

    Args:
        action: its row.
        assignments: the rows of its responsibles.
        plan: the row of its plan; with it the dates are compared with the plan's, a person needs a country only
            where the plan has several, and the method's own rules are heard.
    """
    return [str(note) for note in action_notes(action, assignments, plan)]


def action_notes(action: Row, assignments: Sequence[Row], plan: Mapping[str, Any] | None) -> list[checks.Note]:
    """The notes behind ``action_hints``, with their codes."""
    if plan is None:
        return checks.check_action(action, assignments, _DEFAULT)
    return checks.check_action(action, assignments, action_rules(plan["method"]), starts=plan["starts"],
                               ends=plan["ends"], several_countries=len((plan["countries"] or "").split()) != 1)


def stage_rules(method: str, key: str) -> Rules:
    """The soft rules of a stage; the usual ones where the method has gone or no longer has that stage."""
    found = known_method(method)
    stage = found.stage(key) if found else None
    return stage.rules if stage else _DEFAULT


def action_rules(method: str) -> Rules:
    """The soft rules of a method's actions: those of its first stage of directions."""
    found = known_method(method)
    return next((s.rules for s in found.stages if s.kind == "directions"), _DEFAULT) if found else _DEFAULT


def known_names(participants: Sequence[Mapping[str, Any]], own: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names of a plan's people and organisations, and those that may be said: its own organisation's."""
    names = {(value or "").strip() for p in participants for value in (p["alias"], p["organization"])}
    return frozenset(names - {own, ""}), frozenset({own} - {""})


@dataclass(frozen=True)
class _Room:
    """What the checks need to know of a plan."""

    method: str
    language: str
    names: frozenset[str]
    own: frozenset[str]


_rooms: WeakKeyDictionary[Store, dict[str, tuple[float, _Room]]] = WeakKeyDictionary()


def _room(store: Store, plan_id: str) -> _Room:
    kept = _rooms.setdefault(store, {})
    until, room = kept.get(plan_id, (0.0, None))
    if room is None or time.monotonic() >= until:
        room = _look(store, plan_id)
        kept[plan_id] = (time.monotonic() + _KEPT_SECONDS, room)
    return room


def _look(store: Store, plan_id: str) -> _Room:
    plan = next(iter(rows(store, "plans", plan_id=plan_id)), {})
    names, own = known_names(rows(store, "participants", plan_id=plan_id), (plan.get("organization") or "").strip())
    return _Room(plan.get("method", ""), plan.get("language", "es"), names, own)
