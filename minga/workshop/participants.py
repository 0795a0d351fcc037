"""People in the room: an alias, and the browser that it belongs to."""

from __future__ import annotations

from minga.errors import Refused
from minga.folding import fold
from minga.i18n import gettext as _
from minga.store import Store, hashed, rows
from minga.workshop import wording
from minga.workshop.act import Row, on_plan
from minga.workshop.actor import Actor

MOST_PEOPLE = 2000
"""In one plan: many times the fullest room, and too few to fill a disk with."""

_LEADING = frozenset(fold(name).replace(" ", "") for name in (
    "facilitador", "facilitadora", "facilitación", "quien facilita", "el facilitador", "la facilitadora",
    "equipo facilitador", "facilitação", "quem facilita", "o facilitador", "a facilitadora", "equipe facilitadora",
    "facilitator", "the facilitator", "facilitation", "minga", "admin", "administrador", "administradora",
    "administrator", "moderador", "moderadora", "moderator"))
"""Names by which people would take somebody for whoever leads the workshop, or for the program."""


def join(store: Store, plan_id: str, device: str, alias: str, *, country: str = "", team: str = "",
         organization: str = "", op_id: str = "") -> Row:
    """Join a plan with an alias, or change the alias of the same browser.

    Args:
        store: the store.
        plan_id: the plan.
        device: the browser's identity as the door established it; only its hash is kept.
        alias: name to be called by; it need not be unique.
        country: ISO code of two letters, or empty.
        team: team or table.
        organization: organisation, if the person wants to say it.
        op_id: operation id.
    """
    values = {
        "alias": _own_name(wording.one_line(wording.clean(alias, wording.ALIAS, what=_("Alias")))),
        "team": wording.one_line(wording.clean(team, wording.ALIAS, what=_("Equipo"), required=False)),
        "organization": wording.clean(organization, wording.TITLE, what=_("Organización"), required=False),
        "country": _country(country),
    }
    with on_plan(store, "join", Actor(), plan_id) as act:
        known = act.tx.rows("devices", device_hash=device_key(plan_id, device))
        if known:
            return act.tx.update("participants", known[0]["participant_id"], **values)
        if act.tx.count("participants", plan_id=plan_id) >= MOST_PEOPLE:
            raise Refused(_("Ya no caben más personas en este plan."), _("Avise a quien facilita."))
        person = act.tx.insert("participants", {"plan_id": plan_id, "role": "participant", **values})
        act.tx.put_private("devices", {"device_hash": device_key(plan_id, device), "plan_id": plan_id,
                                       "participant_id": person["participant_id"]})
        return person


def who_is(store: Store, plan_id: str, device: str) -> Row | None:
    """The participant whose browser this is, if they joined this plan."""
    known = rows(store, "devices", device_hash=device_key(plan_id, device))
    if not known:
        return None
    found = rows(store, "participants", participant_id=known[0]["participant_id"])
    return found[0] if found else None


def participants(store: Store, plan_id: str) -> list[Row]:
    """Everybody who joined a plan, by alias."""
    found = rows(store, "participants", plan_id=plan_id)
    return sorted(found, key=lambda p: (p["alias"].casefold(), p["participant_id"]))


def device_key(plan_id: str, device: str) -> str:
    """The hash by which a browser is known in a plan; another one in every plan."""
    return hashed(f"{plan_id}:{device}")


def _own_name(alias: str) -> str:
    if fold(alias).replace(" ", "") in _LEADING:
        raise Refused(_("«{alias}» es como se llama a quien facilita.").format(alias=alias),
                      _("Elija otro alias, por ejemplo su nombre y una inicial."))
    return alias


def _country(code: str) -> str:
    if not isinstance(code, str) or (code and not (len(code) == 2 and code.isascii() and code.isalpha())):
        raise Refused(_("País: se esperaba un código de dos letras."), _("Elija el país de la lista."))
    return code.upper()
