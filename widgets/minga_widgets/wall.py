"""The wall: cards in columns, moved by hand or by name, grouped under a symbol and later a title."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from minga.workshop import anonymity, arranging, cards, clusters, hints, reading, undo, votes
from minga.workshop.actor import Actor
from minga.workshop.feed import Store
from minga.workshop.stages import NAMING
from minga_widgets.component import Component, css, esm
from minga_widgets.wall_labels import labels, verb_names
from minga_widgets.wall_side import Side

PARTS = ("wall_colour", "wall_cards", "wall_groups", "wall_bar", "wall_side", "wall_drag", "wall_keys", "wall_fit",
         "wall_reading", "wall")
"""The wall's files, in the order in which they are put together."""


class Wall(Component):
    """The cards of a stage on a wall.

    Args:
        store: the store.
        actor: who arranges; the verbs refuse those who may not.
        stage_id: the stage.
    """

    _esm = esm(*PARTS)
    _css = css("wall", "wall_cards", "wall_reading")

    def __init__(self, store: Store, actor: Actor, stage_id: str) -> None:
        self._store, self._actor, self._stage_id = store, actor, stage_id
        self._side = Side(store, actor, stage_id)
        self._hinted: dict[str, list[str]] = {}
        self._read: reading.Wall | None = None
        self._shown: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
        super().__init__(labels=labels() | {"symbols": list(clusters.SYMBOLS)})

    def view(self) -> dict[str, Any]:
        """The stage, the order of the clusters, each cluster and each card, and what lies beside."""
        self._read = wall = reading.read_wall(self._store, self._stage_id, self._read)
        held = len(wall.cards) if anonymity.concealed(wall.stage) else 0
        wall = replace(wall, cards=()) if held else wall
        stage, fixed = wall.stage, wall.stage["kind"] == "columns"
        naming, done = fixed or stage["phase"] in NAMING, stage["phase"] == "done"
        known = {c["cluster_id"] for c in wall.clusters}
        state: dict[str, Any] = {
            "stage": {"phase": stage["phase"], "fixed": fixed, "done": done, "naming": naming,
                      "question": stage["question"], "anonymous": stage["anonymity"] == "anonymous", "held": held},
            "order": [c["cluster_id"] for c in wall.clusters],
            "undo": _step(None if done else undo.last_done(self._store, self._stage_id, undo.ARRANGING)),
            "redo": _step(None if done else undo.last_undone(self._store, self._stage_id, undo.ARRANGING)),
            "votes": {} if stage["voting"] else votes.tally(self._store, self._stage_id),
            "side": self._side.view(wall),
        }
        for c in wall.clusters:
            state[f"cluster:{c['cluster_id']}"] = {
                "symbol": c["symbol"], "title": c["title"], "description": c["description"],
                "parent": c["parent_id"] if c["parent_id"] in known else "",
                "hints": self._title_hints(stage, c["title"]) if naming and not fixed else []}
        return state | self._cards(wall.cards, known)

    def _cards(self, rows: Sequence[dict[str, Any]], known: set[str]) -> dict[str, Any]:
        """The cards by key. One whose row is as it was stays the same object: nobody compares or writes it again."""
        before, self._shown = self._shown, {}
        for row in rows:
            key = f"card:{row['card_id']}"
            cluster = row["cluster_id"] if row["cluster_id"] in known else ""
            old = before.get(key)
            self._shown[key] = old if old and old[0] is row and old[1]["cluster"] == cluster else (row, {
                "text": row["text"], "cluster": cluster, "position": row["position"], "status": row["status"],
                "of": row["duplicate_of"] or "", "team": row["team"], "round": row["round"]})
        return {key: shown for key, (_row, shown) in self._shown.items()}

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """Everything that can be done on the wall."""
        return self._card_verbs() | self._cluster_verbs() | {
            "undo": partial(self._revert, undo.undo_last), "redo": partial(self._revert, undo.redo_last),
            "suggest": self._side.suggest, "take_suggestion": self._side.take, "leave_suggestion": self._side.leave,
            "accept_proposal": self._side.accept, "decline_proposal": self._side.decline,
            "card_hints": self._card_hints,
        }

    def _card_verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        store, actor, stage = self._store, self._actor, self._stage_id
        return {
            "add_card": lambda m: cards.add_card(store, actor, stage, m.get("text", ""), source="scribe",
                                                 cluster_id=m.get("cluster") or None, op_id=m["id"]) and None,
            "edit_card": lambda m: arranging.reword_card(store, actor, _id(m), m.get("text", ""),
                                                         op_id=m["id"]) and None,
            "withdraw_cards": lambda m: arranging.put_away(store, actor, stage, _ids(m), op_id=m["id"]),
            "restore_card": lambda m: cards.restore_card(store, actor, _id(m), op_id=m["id"]) and None,
            "move_cards": lambda m: arranging.move_cards(store, actor, stage, _ids(m), m.get("cluster") or None,
                                                         m.get("before") or None, m["id"]) and None,
            "mark_duplicates": lambda m: arranging.mark_duplicates(store, actor, stage, _ids(m), str(m.get("of")),
                                                                   op_id=m["id"]),
        }

    def _cluster_verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        store, actor = self._store, self._actor
        return {
            "add_cluster": lambda m: clusters.add_cluster(store, actor, self._stage_id, card_ids=_ids(m),
                                                          op_id=m["id"])["cluster_id"],
            "split_cluster": lambda m: clusters.split_cluster(store, actor, str(m.get("cluster")), _ids(m),
                                                              op_id=m["id"])["cluster_id"],
            "nest_cluster": lambda m: clusters.nest_cluster(store, actor, str(m.get("cluster")),
                                                            m.get("into") or None, op_id=m["id"]) and None,
            "rename_cluster": lambda m: clusters.rename_cluster(
                store, actor, str(m.get("cluster")), title=m.get("title"), symbol=m.get("symbol"),
                description=m.get("description"), op_id=m["id"]) and None,
            "move_cluster": lambda m: clusters.move_cluster(store, actor, str(m.get("cluster")),
                                                            int(m.get("position") or 1), op_id=m["id"]) and None,
            "dissolve_cluster": lambda m: clusters.dissolve_cluster(store, actor, str(m.get("cluster")),
                                                                    into=m.get("into") or None, op_id=m["id"]) and None,
        }

    def _revert(self, verb: Callable[..., str], message: dict[str, Any]) -> str:
        done = verb(self._store, self._actor, self._stage_id, verbs=undo.ARRANGING,
                    expected=str(message.get("step") or ""), op_id=message["id"])
        return verb_names().get(done, done)

    def _title_hints(self, stage: dict[str, Any], title: str) -> list[str]:
        if not title:
            return []
        if title not in self._hinted:
            self._hinted[title] = hints.title_hints(self._store, stage, title)
        return self._hinted[title]

    def _card_hints(self, message: dict[str, Any]) -> list[str]:
        wall = reading.read_wall(self._store, self._stage_id)
        text = next((c["text"] for c in wall.cards if c["card_id"] == message.get("card")), "")
        return hints.card_hints(self._store, wall.stage, text) if text else []


def _step(step: undo.Step | None) -> dict[str, Any]:
    if step is None:
        return {"what": "", "step": "", "skipped": 0}
    return {"what": verb_names().get(step.verb, step.verb), "step": step.group_id, "skipped": step.skipped}


def _id(message: dict[str, Any]) -> str:
    return str(message.get("card"))


def _ids(message: dict[str, Any]) -> list[str]:
    given = message.get("cards")
    return [str(one) for one in given] if isinstance(given, list) else []
