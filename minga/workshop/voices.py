"""Whose voice is heard: somebody of the plan, in a phase that listens, with their name kept only where it may be."""

from __future__ import annotations

from minga.errors import Refused
from minga.i18n import gettext as _
from minga.workshop.act import Act, mark
from minga.workshop.actor import Actor
from minga.workshop.stages import WALLS, require_open

__all__ = ["author", "mark", "require_voice"]


def require_voice(act: Act, actor: Actor, phases: tuple[str, ...]) -> None:
    """Refuse people of another plan, stages without a wall, and everybody while the stage does not listen.

    Args:
        act: the verb under way, on a stage.
        actor: who speaks.
        phases: phases in which participants may do this; a lock closes all of them.
    """
    require_open(act.stage, actor, phases)
    if act.stage["kind"] not in WALLS:
        raise Refused(_("En la etapa «{stage}» no se escriben tarjetas.").format(stage=act.stage["title"]))
    me = None if actor.leads else act.tx.get("participants", actor.participant_id)
    if not actor.leads and (me is None or me["plan_id"] != act.stage["plan_id"]):
        raise Refused(_("Esta etapa es de otro plan."), _("Vuelva a abrir la página."))


def author(act: Act, actor: Actor) -> str | None:
    """The participant id to keep beside what was said; None in an anonymous stage."""
    return None if act.stage["anonymity"] == "anonymous" else actor.participant_id or None
