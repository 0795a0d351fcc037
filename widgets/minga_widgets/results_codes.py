"""The lists that values are disaggregated by, in a grid: each code with its names."""

from __future__ import annotations

import json
from typing import Any

from minga.i18n import gettext as _
from minga.results import delete_code, save_code
from minga.results.codes import DIMENSIONS, lists_of
from minga.results.model import Code
from minga_widgets.grid_cells import Column
from minga_widgets.grid_source import GridRow
from minga_widgets.results_tables import Row, Table
from minga_widgets.session import Session


class Codes(Table):
    """Disaggregations and their codes; those that Minga offers can be renamed, not deleted."""

    table = "codelists"

    def __init__(self, session: Session, plan_id: str) -> None:
        super().__init__(session, plan_id)
        self.title = _("Desagregaciones")
        self.hint = _("En qué partes se puede contar un valor: por sexo, por edad… Cada parte tiene un código que no "
                      "cambia y un nombre en cada idioma. Las comparten todos los planes de este almacén.")
        self.empty = _("Aquí estarán las desagregaciones. Añada una fila para cada parte.")

    def columns(self) -> list[Column]:
        """The disaggregation, the code, and its names."""
        return [Column("codelist", _("Desagregación"), width=160, new_only=True, help=_("Por ejemplo: sexo, edad.")),
                Column("code", _("Código"), width=170, new_only=True,
                       help=_("Por ejemplo: mujeres. La fila sin código da nombre a la desagregación misma.")),
                Column("label_es", _("Nombre en español"), width=220),
                Column("label_pt", _("Nombre en portugués"), width=220),
                Column("label_en", _("Nombre en inglés"), width=220)]

    def raw(self) -> dict[str, Row]:
        """Rows of the store by their key."""
        if "raw" not in self._known:
            self._known["raw"] = {_key(c.codelist, c.code): vars(c) for c in self.read().own_codes}
        return dict(self._known["raw"])

    def rows(self) -> list[GridRow]:
        """Each disaggregation, and under it its codes."""
        lists, saved = lists_of(self.read().codes), self.raw()
        shown = []
        for name, about in lists[DIMENSIONS].items():
            for code in [about, *lists.get(name, {}).values()]:
                key = _key(code.codelist, code.code)
                shown.append(GridRow(key, code.label("es"), _cells(code), saved=key in saved))
        return shown

    def save(self, key: str | None, values: Row) -> str:
        """Save the names of a code, or a new code."""
        codelist, code = json.loads(key) if key else (values.get("codelist"), values.get("code"))
        saved = save_code(self.session.store, self.plan_id, {**values, "codelist": codelist, "code": code},
                          actor=self._actor(), role=self.session.actor.role)
        self.fresh()
        return _key(saved["codelist"], saved["code"])

    def delete(self, key: str) -> None:
        """Delete a code that nothing uses."""
        codelist, code = json.loads(key)
        delete_code(self.session.store, self.plan_id, codelist, code, actor=self._actor(),
                    role=self.session.actor.role)
        self.fresh()


def _key(codelist: str, code: str) -> str:
    return json.dumps([codelist, code], ensure_ascii=False)


def _cells(code: Code) -> dict[str, Any]:
    """A code as cells; the row of a disaggregation itself shows it as the list, without a code."""
    place = (code.code, "") if code.codelist == DIMENSIONS else (code.codelist, code.code)
    return {**vars(code), "codelist": place[0], "code": place[1]}
