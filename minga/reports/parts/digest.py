"""The report in a few sentences: what moved, what did not, and what nobody told."""

from __future__ import annotations

from minga.i18n import gettext as _
from minga.reports.blocks import Block
from minga.reports.facts import Facts
from minga.reports.findings import in_short

KEY = "digest"


def block(facts: Facts) -> Block:
    """The block that stands first; each of its sentences is told in full further down."""
    said = in_short(facts)
    kicker = _("En pocas palabras")
    if not said:
        return Block(KEY, kicker, _("Todavía no hay nada que contar de este período."), empty=_(
            "Aquí se leerá en pocas frases qué se movió, qué no y qué nadie ha informado. Para empezar, escriba "
            "acciones o indicadores."))
    return Block(KEY, kicker, said[0], remarks=tuple(said[1:]))
