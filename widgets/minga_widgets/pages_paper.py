"""The page of the second computer in the room: paper, lists, and cards typed for others."""

from __future__ import annotations

from minga.i18n import gettext as _
from minga.workshop import reading
from minga.workshop.stages import ADDING, WALLS
from minga_widgets.component import Component
from minga_widgets.pages import StagePage, _Page, notebook_of
from minga_widgets.prose import Prose
from minga_widgets.scribe import Scribe


class PaperPage(StagePage):
    """Paper and lists of one stage; the one that takes cards now unless another is asked for."""

    def __init__(self, stage: str = "", plan: str = "", language: str = "") -> None:
        _Page.__init__(self, plan, language)
        self.stage = {}
        if self.plan is None:
            return
        self.walls = [s for s in reading.plan_stages(self.session.store, self.plan["plan_id"]) if s["kind"] in WALLS]
        wanted = self.session.query.get("stage", stage)
        self.stage = next((s for s in self.walls if s["key"] == wanted), None) or next(
            (s for s in self.walls if s["phase"] in ADDING), self.walls[0] if self.walls else {})
        if not self.stage:
            self.problem = _("Este plan no tiene etapas con tarjetas.")

    def intro(self) -> Prose:
        """The stage whose paper this is."""
        if not self.stage or self.plan is None:
            return self._trouble()
        return Prose(f"{_('Papel y listas')} · {self.stage['title']}", [self.stage["question"]], kind="page")

    def stages(self) -> Prose:
        """Links to the paper of each stage, this one first."""
        if not self.stage:
            return Prose()
        here = sorted(self.walls, key=lambda s: s["stage_id"] != self.stage["stage_id"])
        return Prose(links=[(f"9_paper.ipynb?stage={s['key']}", s["title"]) for s in here], kind="note")

    def scribe(self) -> Component:
        """Everything that is done for others, the paper open."""
        if not self.stage or self.plan is None:
            return Prose()
        return self._live(Scribe(self.session.store, self.session.actor, self.plan, self.stage["stage_id"],
                                 opened=("paper",)))

    def next(self) -> Prose:
        """Links to the wall of the stage and to the start."""
        if not self.stage:
            return Prose()
        return Prose(links=[(notebook_of(self.stage), _("Ir a la pared: {stage}").format(stage=self.stage["title"])),
                            ("0_start.ipynb", _("Inicio"))])


def paper_page(stage: str = "", plan: str = "", language: str = "") -> PaperPage:
    """The page of paper, lists and cards typed for others."""
    return PaperPage(stage, plan, language)
