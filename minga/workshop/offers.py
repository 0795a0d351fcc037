"""The plan's actions as one participant sees them: who answers for each, and what was asked of this person."""

from __future__ import annotations

from typing import Any

from minga.store import Store
from minga.workshop.reading import DirectionsView, read_directions


def actions_for(store: Store, plan_id: str, participant_id: str,
                found: DirectionsView | None = None) -> list[dict[str, Any]]:
    """The actions of a plan in order, for one participant.

    Args:
        store: the store.
        plan_id: the plan.
        participant_id: whose actions are marked as theirs.
        found: what was read already, for whoever asks for many people.

    Returns:
        For each: id, code, text, direction, when (as it was written), people (as they were written, without
        oneself), and ``mine``: None, or assignment id and accepted (True, False, None).
    """
    found = found or read_directions(store, plan_id)
    titles = {d["direction_id"]: f"{d['code']} {d['title']}".strip() for d in found.directions}
    people: dict[str, list[dict[str, Any]]] = {}
    for row in found.assignments:
        people.setdefault(row["action_id"], []).append(row)
    return [{
        "id": action["action_id"], "code": action["code"], "text": action["text"],
        "direction": titles[action["direction_id"]], "when": action["schedule_text"],
        # Two people may stand in one phrase, «Tunqui y Queñual (Perú)»: it is said once.
        "people": list(dict.fromkeys(row["as_written"] for row in people.get(action["action_id"], [])
                                     if not participant_id or row["participant_id"] != participant_id)),
        "mine": next(({"id": row["assignment_id"], "accepted": row["accepted"]}
                      for row in people.get(action["action_id"], [])
                      if participant_id and row["participant_id"] == participant_id), None),
    } for action in found.actions]
