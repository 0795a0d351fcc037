"""Who does something: a participant id and a role, as the door established them."""

from __future__ import annotations

from dataclasses import dataclass, field

from minga.errors import Refused
from minga.i18n import gettext as _


@dataclass(frozen=True)
class Actor:
    """Somebody who acts on a plan.

    Attributes:
        participant_id: the row in ``participants``; empty for a facilitator who did not join as a person.
        role: one of ``tables.schema.ROLES``; it comes from the door, never from what a page says.
        secret: identity of the browser as the door established it; it is never stored, only used to make
            ids that the same browser finds again and that nobody else can trace (``act.own_id``).
    """

    participant_id: str = ""
    role: str = "participant"
    secret: str = field(default="", repr=False)

    @property
    def leads(self) -> bool:
        """Whether this actor may run the workshop."""
        return self.role == "facilitator"


FACILITATOR = Actor(role="facilitator")


def require_facilitator(actor: Actor) -> None:
    """Refuse anybody who does not lead the workshop."""
    if not actor.leads:
        raise Refused(_("Solo quien facilita puede hacer esto."), _("Pida ayuda a quien facilita el taller."))
