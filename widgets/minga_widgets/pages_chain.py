"""The page of the chain: its tables, and the story of anything along it."""

from __future__ import annotations

from minga.i18n import gettext as _
from minga_widgets.component import Component
from minga_widgets.journey import Journey
from minga_widgets.matrix import ChainMatrix
from minga_widgets.pages import _Page
from minga_widgets.prose import Prose


class ChainPage(_Page):
    """What the plan covers and what hangs loose, and where each card went (``?card=`` opens one)."""

    def intro(self) -> Prose:
        """What this page is for."""
        if self.plan is None:
            return self._trouble()
        return Prose(f"{self.plan['title']} · {_('Cadena')}", [
            _("De la idea al indicador: cada obstáculo bloquea una parte de la visión, cada acción atiende un "
              "obstáculo y cada dirección acerca la visión.")], kind="page")

    def matrix(self) -> Component:
        """The tables of the chain, to be marked together."""
        if self.plan is None:
            return Prose()
        return self._live(ChainMatrix(self.session.store, self.session.actor, self.plan))

    def journey(self) -> Component:
        """The story of a card, group, direction, action or indicator."""
        if self.plan is None:
            return Prose()
        return self._live(Journey(self.session.store, self.plan, self.session.query.get("card", "")))

    def next(self) -> Prose:
        """Links to the start and to the document."""
        return Prose(links=[("0_start.ipynb", _("Volver al inicio")), ("6_document.ipynb", _("Documento del plan"))])


def chain_page(plan: str = "", language: str = "") -> ChainPage:
    """The page of the chain."""
    return ChainPage(plan, language)
