"""Adding, naming and deleting the codes that values are disaggregated by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from minga import tables
from minga.errors import Fault, InputError, NotFound, Refused
from minga.folding import fold
from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.results.codes import DIMENSIONS, LONGEST, Lists, adopt, known_codes, lists_of
from minga.results.refusals import require_editor
from minga.store import Store

Row = dict[str, Any]


def save_code(store: Store, plan_id: str, values: Mapping[str, Any], *, actor: str, role: str) -> Row:
    """Add a code to a disaggregation, or change its names; the disaggregation is made where it is new.

    Args:
        store: the store; its lists are shared by all its plans.
        plan_id: the plan where somebody asked for it.
        values: ``codelist``, ``code`` and the names (``label_es``, ``label_pt``, ``label_en``).
        actor: participant id.
        role: must be ``facilitator`` or ``analyst``.

    Raises:
        Refused: the role may not.
        InputError: a name is missing, too long, or another code of the list reads the same.
    """
    require_editor(role)
    row = {name: str(values[name] or "").strip() for name in tables.columns("codelists") if name in values}
    with store.transaction("save_code", plan_id=plan_id, actor=actor) as tx:
        codelist, code = row.get("codelist", ""), row.get("code", "")
        lists = lists_of(known_codes(tx.rows("codelists")))
        if faults := list(_code_faults(row, lists)):
            raise InputError(faults)
        if codelist != DIMENSIONS:
            adopt(tx, [codelist])
            if tx.get("codelists", f"{DIMENSIONS}|{codelist}") is None:
                tx.insert("codelists", {"codelist": DIMENSIONS, "code": codelist, "label_es": codelist})
        names = {name: text for name, text in row.items() if name.startswith("label_")}
        if tx.get("codelists", f"{codelist}|{code}") is not None:
            return tx.update("codelists", f"{codelist}|{code}", **names)
        known = lists.get(codelist, {}).get(code)
        return tx.insert("codelists", {**(vars(known) if known else {"label_es": code}), "codelist": codelist,
                                       "code": code, **names})


def _code_faults(row: Row, lists: Lists) -> Iterator[Fault]:
    for column in ("codelist", "code"):
        if not row.get(column):
            yield Fault(_("La celda está vacía y este dato es obligatorio."), row=1, column=column,
                        advice=_("Escriba la desagregación (por ejemplo, sexo) y su código (por ejemplo, mujeres)."))
    for column, text in row.items():
        if len(text) > LONGEST or "|" in text or not text.isprintable():
            yield Fault(_("El texto es demasiado largo o tiene signos que no sirven aquí."), row=1, column=column,
                        advice=_("Escriba hasta {n} letras o cifras, en una sola línea.").format(n=LONGEST))
    siblings = lists.get(row.get("codelist", ""), {})
    twin = next((c for c in siblings if fold(c) == fold(row.get("code", "")) and c != row.get("code")), None)
    if twin is not None:
        yield Fault(_("Ya hay un código «{code}» que se lee igual.").format(code=twin), row=1, column="code",
                    advice=_("Use el que ya está."))


def delete_code(store: Store, plan_id: str, codelist: str, code: str, *, actor: str, role: str) -> Row:
    """Take a code that no value of any plan uses out of its list; a disaggregation goes when it is empty.

    Raises:
        Refused: the role may not, or a target or value uses it.
        NotFound: the store has no such code; those that Minga offers are not deleted.
    """
    require_editor(role)
    with store.transaction("delete_code", plan_id=plan_id, actor=actor) as tx:
        if tx.get("codelists", f"{codelist}|{code}") is None:
            raise NotFound(_("No hay un código «{code}» que se pueda borrar.").format(code=code[:LONGEST]),
                           _("Los que Minga ofrece quedan disponibles aunque nadie los use."))
        where = {"dim_name": code} if codelist == DIMENSIONS else {"dim_name": codelist, "dim_value": code}
        used = tx.count("targets", **where) + tx.count("actuals", **where)
        used += tx.count("codelists", codelist=code) if codelist == DIMENSIONS else 0
        if used:
            raise Refused(ngettext("Hay {n} dato que lo usa y no se borró.", "Hay {n} datos que lo usan y no se borró.",
                                   used).format(n=used), _("Cambie primero esos datos, si de verdad sobra."))
        gone = tx.delete("codelists", f"{codelist}|{code}")
        if codelist != DIMENSIONS and not tx.count("codelists", codelist=codelist) and tx.get(
                "codelists", f"{DIMENSIONS}|{codelist}"):
            tx.delete("codelists", f"{DIMENSIONS}|{codelist}")
        return gone
