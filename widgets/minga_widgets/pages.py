"""What the notebooks call: one page class per kind of stage, so that a new method needs no new notebook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minga import paths
from minga.errors import MingaError
from minga.i18n import gettext as _
from minga.workshop import reading
from minga.workshop.sections import plan_sections
from minga_widgets.component import Component
from minga_widgets.desk import Desk
from minga_widgets.directions import Directions
from minga_widgets.document import Document, Sections
from minga_widgets.notes import Notes
from minga_widgets.participate import Participate
from minga_widgets.prose import Prose
from minga_widgets.resolve import Resolve
from minga_widgets.scribe import Scribe
from minga_widgets.session import follower, open_session, speak, visitor
from minga_widgets.start import Start
from minga_widgets.wall import Wall

NOTEBOOKS = {"columns": "1_context", "clusters": "2_vision", "directions": "4_directions", "results": "5_results",
             "sections": "6_document"}
"""The notebook that serves each kind of stage, unless the stage has one of its own name."""

_OWN = {"context": "1_context", "vision": "2_vision", "obstacles": "3_obstacles", "directions": "4_directions"}

TOOLS: list[tuple[str, Callable[[], str]]] = [
    ("7_chain", lambda: _("Cadena: qué cubre el plan y la historia de cada tarjeta")),
    ("8_calendar", lambda: _("Calendario: todas las acciones en el tiempo y la carga de cada quien")),
    ("dashboard", lambda: _("Tablero: cómo va el plan, de cada cifra a sus filas y sus tarjetas")),
    ("10_reports", lambda: _("Informes del semestre: quién falta, revisar, aprobar, hojas sin conexión y enlaces")),
    ("9_paper", lambda: _("Papel y listas: imprimir tarjetas, copiarlas, importar y escribir por otras personas")),
]
"""Pages of the whole plan, linked from the start page where their notebook is there: its name and its words."""


def tools() -> list[tuple[str, str]]:
    """Address and words of each page of the whole plan that there is."""
    return [(f"{name}.ipynb", words()) for name, words in TOOLS if (paths.notebooks() / f"{name}.ipynb").is_file()]


def room_now(address: str) -> list[tuple[str, str]]:
    """The door's own page about the room, where a door serves this notebook."""
    return [("/room", _("La sala ahora: cuántas personas, cuánto lugar queda y qué falla"))] if address else []


def notebook_of(stage: dict[str, Any]) -> str:
    """Address of the page of a stage, relative to the notebooks' folder."""
    name = _OWN.get(stage["key"], "")
    if not name or (NOTEBOOKS[stage["kind"]] != name and stage["kind"] != "clusters"):
        name = NOTEBOOKS[stage["kind"]]
    return f"{name}.ipynb?stage={stage['key']}"


class _Page:
    """A page on a plan: its session, its plan and its language."""

    def __init__(self, plan: str = "", language: str = "") -> None:
        self.session = open_session()
        self._wanted, self._language = plan, language
        self.problem = ""
        self.plan: dict[str, Any] | None = None
        self._speak()

    def _speak(self) -> None:
        try:
            self.plan = self.session.plan(self._wanted)
            speak(self._language, self.plan)
            if self.plan is None:
                self.problem = _("Todavía no hay ningún plan.")
        except MingaError as why:
            speak(self._language, None)
            self.problem = str(why)

    def _live(self, component: Component) -> Component:
        follower().add(component)
        return component

    def _trouble(self) -> Prose:
        return Prose(_("Falta un plan"), [self.problem], [("0_start.ipynb", _("Ir al inicio"))], kind="note")


class StartPage(_Page):
    """The workbook's first page: plans, the room's address, the stages of the plan."""

    def intro(self) -> Prose:
        """What Minga is and what to do first."""
        return Prose(_("Minga: cuaderno de planeación participativa"), [
            _("Elija o cree un plan, comparta la dirección para los teléfonos y abra la primera etapa. "
              "Todo lo que se escribe queda guardado en este equipo.")], kind="page")

    def plans(self) -> Component:
        """The plans of this store: open one, or make a new one; then its stages and the address for phones."""
        return self._live(Start(self.session.store, self.session.actor, self.session.participants_url, notebook_of,
                                [*tools(), *room_now(self.session.participants_url)]))


class StagePage(_Page):
    """A stage of the workshop: its purpose, the desk, the wall, and what comes next.

    Args:
        stage: key of the stage in the method; the address may ask for another (``?stage=``).
        plan: id of the plan; the one in the room when empty.
        language: es, pt or en; the plan's when empty.
    """

    def __init__(self, stage: str, plan: str = "", language: str = "") -> None:
        super().__init__(plan, language)
        self.stage: dict[str, Any] = {}
        if self.plan is None:
            return
        try:
            self.stage = reading.stage_by_key(self.session.store, self.plan["plan_id"],
                                              self.session.query.get("stage", stage))
        except MingaError as why:
            self.problem = str(why)

    def intro(self) -> Prose:
        """The stage's name and its two aims."""
        if not self.stage:
            return self._trouble()
        aims = [(_("Propósito racional: {aim}"), self.stage["rational_aim"]),
                (_("Propósito vivencial: {aim}"), self.stage["experiential_aim"])]
        return Prose("", [f"{self.plan['title']}", *(words.format(aim=aim) for words, aim in aims if aim)], kind="lead")

    def desk(self) -> Component:
        """The facilitator's desk: question, phase, counts, saving."""
        if not self.stage or self.plan is None:
            return Prose()
        return self._live(Desk(self.session.store, self.session.actor, self.plan, self.stage["stage_id"],
                               self.session.participants_url))

    def wall(self) -> Component:
        """The wall of cards."""
        if not self.stage:
            return Prose()
        return self._live(Wall(self.session.store, self.session.actor, self.stage["stage_id"]))

    def resolve(self) -> Component:
        """All titles read together, where people stand, and the end of the stage."""
        if not self.stage or self.plan is None:
            return Prose()
        return self._live(Resolve(self.session.store, self.session.actor, self.plan, self.stage["stage_id"]))

    def scribe(self) -> Component:
        """Cards and votes typed for others, lists and paper; folded until opened."""
        if not self.stage or self.plan is None:
            return Prose()
        return self._live(Scribe(self.session.store, self.session.actor, self.plan, self.stage["stage_id"]))

    def notes(self) -> Component:
        """The focused conversation of the stage; folded until opened."""
        if not self.stage or self.plan is None:
            return Prose()
        return self._live(Notes(self.session.store, self.session.actor, self.plan, self.stage["stage_id"]))

    def directions(self) -> Component:
        """Directions and their numbered actions, born from the named clusters."""
        if not self.stage or self.plan is None:
            return Prose()
        return self._live(Directions(self.session.store, self.session.actor, self.plan, self.stage["stage_id"]))

    def next(self) -> Prose:
        """Links to what comes before and after."""
        if not self.stage or self.plan is None:
            return Prose()
        return stage_links(self.session.store, self.plan, self.stage["stage_id"])


class DocumentPage(_Page):
    """The plan's narrative parts and its document, to read and to download."""

    def intro(self) -> Prose:
        """What this page makes."""
        if self.plan is None:
            return self._trouble()
        return Prose(f"{self.plan['title']} · {_('Documento del plan')}", [
            _("El plan completo como documento de Word, página web, Markdown y hoja de cálculo, y los datos en CSV. "
              "Se puede volver a generar cuantas veces haga falta.")], kind="page")

    def sections(self) -> Component:
        """The narrative sections of the method, to be written here."""
        if self.plan is None or not plan_sections(self.session.store, self.plan["plan_id"]):
            return Prose()
        return self._live(Sections(self.session.store, self.session.actor, self.plan))

    def document(self) -> Component:
        """Make, read and download the document."""
        if self.plan is None:
            return Prose()
        return self._live(Document(self.session.store, self.plan))

    def next(self) -> Prose:
        """Links to the stages."""
        return Prose(links=[("0_start.ipynb", _("Volver al inicio")),
                            ("5_results.ipynb", _("Resultados e indicadores"))])


class ParticipatePage(_Page):
    """The phone."""

    def form(self) -> Component:
        """The participant's form, following whatever plan is in the room."""
        return self._live(Participate(self.session.store, self._arrived))

    def _arrived(self) -> str:
        """Who came: only now, and to the plan that is in the room now; both may be news to this kernel."""
        self._speak()
        return visitor()


def stage_links(store: Any, plan: dict[str, Any], stage_id: str) -> Prose:
    """The stages before and after one, as links."""
    here = reading.plan_stages(store, plan["plan_id"])
    at = next(i for i, s in enumerate(here) if s["stage_id"] == stage_id)
    links = []
    if at + 1 < len(here):
        links.append((notebook_of(here[at + 1]), _("Siguiente: {stage}").format(stage=here[at + 1]["title"])))
    else:
        links.append(("6_document.ipynb", _("Siguiente: el documento del plan")))
    if at > 0:
        links.append((notebook_of(here[at - 1]), _("Anterior: {stage}").format(stage=here[at - 1]["title"])))
    links.append(("0_start.ipynb", _("Inicio")))
    return Prose(_("Qué sigue"), [_("Lo que se hizo aquí ya está guardado; se puede volver cuando haga falta.")], links)


def start_page(language: str = "") -> StartPage:
    """The first page of the workbook."""
    return StartPage(language=language)


def stage_page(stage: str, plan: str = "", language: str = "") -> StagePage:
    """The page of a stage of the workshop."""
    return StagePage(stage, plan, language)


def document_page(plan: str = "", language: str = "") -> DocumentPage:
    """The page of the plan's document."""
    return DocumentPage(plan, language)


def participate_page(language: str = "") -> ParticipatePage:
    """The page of the phones."""
    return ParticipatePage(language=language)
