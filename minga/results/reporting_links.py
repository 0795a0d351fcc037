"""Personal links: who reports on a plan, known by a key that stands in the link alone.

The store keeps the key's hash. The key itself is made of the link's id and of a secret that lies beside the store,
in ``data/report_secret``, so that whoever coordinates can be shown the link again without anybody having kept it.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from minga import paths, tables
from minga.errors import Fault, InputError, NotFound, Refused, StoreError, reason
from minga.folding import fold
from minga.i18n import gettext as _
from minga.people import country_code
from minga.results.reading import unknown_plan
from minga.results.refusals import require_editor
from minga.store import Store, Transaction, hashed, rows
from minga.store.kept import kept

Row = dict[str, Any]

LONGEST_NAME = 120
PATH = "/report"
"""Where the participants' door serves the form; the key stands after ``#``, which no server and no log ever sees."""


@dataclass(frozen=True)
class Reporter:
    """Somebody who reports: the name as it stands in the plan, and the country (ISO code, may be empty)."""

    link_id: str
    plan_id: str
    name: str
    country: str = ""


@dataclass(frozen=True)
class Link:
    """A personal link.

    Attributes:
        reporter: whose it is.
        key: what opens it; empty where it cannot be shown again, because the secret is another machine's.
        made_at: when it was made.
        ended_at: since when it opens nothing; None while it does.
    """

    reporter: Reporter
    key: str = field(repr=False)
    made_at: datetime
    ended_at: datetime | None = None

    def url(self, door: str) -> str:
        """The link as it is sent to the person.

        Args:
            door: address of the participants' door (``http://192.168.1.5:8866``).
        """
        return f"{door.rstrip('/')}{PATH}#k={self.key}" if self.key else ""


def make_link(store: Store, plan_id: str, name: str, country: str = "", *, actor: str, role: str) -> Link:
    """The personal link of somebody: the one they have, or else a new one.

    Args:
        store: the store.
        plan_id: the plan.
        name: the name as it stands in the plan's responsibles.
        country: ISO code of two letters, or empty.
        actor: participant id of whoever makes it.
        role: must be ``facilitator`` or ``analyst``.

    Raises:
        InputError: there is no name, or the country is none.
        Refused: the role may not.
        StoreError: the secret beside the store cannot be read or made.
    """
    require_editor(role)
    name, country = _clean(name, country)
    with store.transaction("make_link", plan_id=plan_id, actor=actor) as tx:
        if tx.get("plans", plan_id) is None:
            raise unknown_plan(store, plan_id)
        for row in tx.rows("report_links", plan_id=plan_id, ended_at=None):
            if (fold(row["name"]), row["country"]) == (fold(name), country):
                if (found := _link(row)).key:
                    return found
                tx.update("report_links", row["link_id"], ended_at=tables.now())
        link_id = tables.new_id()
        return _link(tx.insert("report_links", {
            "link_id": link_id, "plan_id": plan_id, "name": name, "country": country,
            "key_hash": hashed(_key(link_id)), "made_at": tables.now()}))


def end_link(store: Store, plan_id: str, link_id: str, *, actor: str, role: str) -> Link:
    """End a personal link: it opens nothing any more, also where the form is open just now.

    Raises:
        NotFound: the plan has no such link.
        Refused: the role may not.
    """
    require_editor(role)
    with store.transaction("end_link", plan_id=plan_id, actor=actor) as tx:
        row = tx.get("report_links", link_id)
        if row is None or row["plan_id"] != plan_id:
            raise NotFound(_("Ese enlace no es de este plan."), _("Recargue la página."))
        if row["ended_at"] is None:
            row = tx.update("report_links", link_id, ended_at=tables.now())
        return _link(row)


def links(store: Store, plan_id: str) -> list[Link]:
    """The links of a plan that open, by name."""
    found = rows(store, "report_links", plan_id=plan_id, ended_at=None)
    return [_link(row) for row in sorted(found, key=lambda r: (fold(r["name"]), r["country"], r["link_id"]))]


def whose_key(store: Store, key: str) -> Reporter | None:
    """Whose link a key opens; None where it opens none."""
    if not isinstance(key, str) or not 16 <= len(key) <= 80:
        return None
    found = rows(store, "report_links", key_hash=hashed(key), ended_at=None)
    return _reporter(found[0]) if found else None


def reporter_of(store: Store, link_id: str) -> Reporter | None:
    """Whose link this is; None where it has ended."""
    found = rows(store, "report_links", link_id=str(link_id), ended_at=None)
    return _reporter(found[0]) if found else None


def require_reporter(tx: Transaction, link_id: str) -> Reporter:
    """Whose link this is, inside a transaction.

    Raises:
        Refused: it has ended.
    """
    row = tx.get("report_links", str(link_id))
    if row is None or row["ended_at"] is not None:
        raise Refused(_("Este enlace personal ya no abre."), _("Pida otro a quien coordina el plan."))
    return _reporter(row)


def _reporter(row: Row) -> Reporter:
    return Reporter(row["link_id"], row["plan_id"], row["name"], row["country"])


def _link(row: Row) -> Link:
    key = _key(row["link_id"])
    return Link(_reporter(row), key if hashed(key) == row["key_hash"] else "", row["made_at"], row["ended_at"])


def _key(link_id: str) -> str:
    """24 signs, 144 bits: nobody finds one by trying."""
    file = paths.data() / "report_secret"
    try:
        secret = kept(file, secrets.token_bytes(32))
    except OSError as why:
        raise StoreError(_("No se puede leer o crear el archivo {file} ({reason}).").format(
            file=file, reason=reason(why)), _("Revise los permisos de la carpeta.")) from why
    return base64.urlsafe_b64encode(hmac.digest(secret, link_id.encode(), "sha256")[:18]).decode("ascii")


def _clean(name: str, country: str) -> tuple[str, str]:
    name = " ".join(str(name).split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise InputError(Fault(_("Se esperaba un nombre de hasta {n} letras.").format(n=LONGEST_NAME), column="name",
                               advice=_("Escriba el nombre como está entre los responsables del plan.")))
    known = country_code(str(country).upper()) if country else ""
    if country and not known:
        raise InputError(Fault(_("País: se esperaba un código de dos letras."), column="country",
                               advice=_("Escriba por ejemplo CO, o deje el país vacío.")))
    return name, known
