"""The parts of the sheet, one for the order of the meeting and one for each level of the conversation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.reports import words
from minga.reports.blocks import Block, Chart, Column, Noted, Table, rows_of
from minga.reports.charts.bars import Bar, stacked
from minga.reports.facts import Facts, period_label
from minga.reports.findings import in_short
from minga.reports.review import agenda
from minga.reports.review.matters import KINDS, OPTIONS, QUESTIONS, Matter, matters
from minga.results.achievement import MET, STATES
from minga.results.status import DONE, STATUSES, ActionState

AGENDA, STATES_FILE, GOOD, MATTERS, DECISIONS = ("review_agenda.csv", "review_states.csv", "review_achieved.csv",
                                                 "review_matters.csv", "review_decisions.csv")
_LINE = "_" * 22


@dataclass(frozen=True)
class Meeting:
    """A review meeting.

    Attributes:
        facts: the plan in its period.
        minutes: how long it lasts.
        most: how many matters fit on the table.
        blank: whether the sheet leaves lines to write on by hand.
    """

    facts: Facts
    minutes: int
    most: int
    blank: bool

    @cached_property
    def matters(self) -> tuple[Matter, ...]:
        """What is put on the table."""
        return matters(self.facts, self.most)

    @cached_property
    def steps(self) -> tuple[agenda.Step, ...]:
        """The parts of the meeting with their time."""
        return agenda.steps(self.minutes)

    def step(self, key: str) -> agenda.Step:
        """One part of the meeting."""
        return next(step for step in self.steps if step.key == key)

    @property
    def line(self) -> str:
        """Where to write by hand; nothing when the sheet is for the screen."""
        return _LINE if self.blank else ""


def _kicker(meeting: Meeting, key: str) -> str:
    step = meeting.step(key)
    return f"{key if key in agenda.LEVELS else ''} {step.name} · {agenda.minutes_words(step.minutes)}".strip()


def order(meeting: Meeting) -> Block:
    """The order of the meeting."""
    n = len(meeting.matters)
    finding = ngettext("{minutes} para mirar el {period}, con {n} asunto en la mesa.",
                       "{minutes} para mirar el {period}, con {n} asuntos en la mesa.", n).format(
        minutes=agenda.minutes_words(meeting.minutes), period=meeting.facts.label, n=n)
    remarks = (_("Conviene traer: el informe de seguimiento, el plan a la vista, y a quienes responden por lo que está "
                 "en la mesa."),
               _("Quien facilita pregunta y cuida el tiempo; alguien más anota. Un nivel no empieza hasta terminar el "
                 "anterior: primero los hechos, al final las decisiones."))
    rows = [(step.name, step.asked, step.from_to) for step in meeting.steps]
    return Block("agenda", _("Orden de la reunión"), finding, remarks=remarks, table=Table(
        _("Los momentos y su tiempo, en minutos"), (Column(_("Momento")), Column(_("Pregunta")),
                                                    Column(_("Minutos"), True)), rows_of(rows), AGENDA))


def what_happened(meeting: Meeting) -> Block:
    """O: the facts, then and now."""
    facts = meeting.facts
    said = in_short(facts) or [_("El plan todavía no tiene acciones ni indicadores.")]
    questions = (_("Para leer en voz alta y preguntar: ¿qué cifra les llama la atención?, ¿qué recuerdan ustedes que "
                   "aquí no está?"),)
    if not facts.actions and not facts.indicators:
        return Block("facts", _kicker(meeting, "O"), said[0], empty=_(
            "Aquí estarán los hechos del semestre. Para empezar, complete las páginas de direcciones y de "
            "resultados."))
    rows = _then_and_now(facts)
    chart = Chart(lambda width: stacked(_bars(facts), words.ACTIONS, width), _alt(facts)) if facts.actions else None
    return Block("facts", _kicker(meeting, "O"), said[0], remarks=(*said[1:], *questions), chart=chart, table=Table(
        _("Antes y ahora"), (Column(_("Qué se cuenta")), Column(_("Antes"), True), Column(_("Ahora"), True)),
        rows_of(rows), STATES_FILE))


def states_then_and_now(facts: Facts) -> list[tuple[str, str, int | None, int]]:
    """Table, state, how many stood in it at the close of the previous period (None when there is none) and now."""
    found: list[tuple[str, str, int | None, int]] = []
    first = facts.previous is None
    for status in STATUSES:
        before = sum(s.status == status for s in facts.actions_before.values())
        found.append(("actions", status, None if first else before, facts.counts[status]))
    for name in STATES:
        before = sum(s.state == name for s in facts.indicators_before.values())
        found.append(("indicators", name, None if first else before, sum(s.state == name for s in facts.indicators)))
    return [one for one in found if one[2] or one[3]]


def _then_and_now(facts: Facts) -> list[tuple[str, str, str]]:
    looks = {"actions": words.ACTIONS, "indicators": words.INDICATORS}
    kinds = {"actions": _("Acciones: {state}"), "indicators": _("Indicadores: {state}")}
    return [(kinds[table].format(state=looks[table][state]), "—" if before is None else str(before), str(now))
            for table, state, before, now in states_then_and_now(facts)]


def _bars(facts: Facts) -> list[Bar]:
    def bar(title: str, states: list[ActionState], strong: bool) -> Bar:
        return Bar(title, words.actions(len(states)), tuple(
            (words.ACTIONS[status], sum(s.status == status for s in states)) for status in STATUSES),
            strong=strong, full=True)

    made = [bar(facts.label, list(facts.actions), True)]
    if facts.previous is not None:
        made.insert(0, bar(period_label(facts.previous), list(facts.actions_before.values()), False))
    return made


def _alt(facts: Facts) -> str:
    told = [_("{title}: {counts}.").format(title=made.title, counts=", ".join(
        f"{look} {n}" for look, n in made.parts if n)) for made in _bars(facts)]
    return " ".join([_("Barras apiladas del estado de las acciones, antes y ahora."), *told])


def reactions(meeting: Meeting) -> Block:
    """R: what it stirs, before anything is explained."""
    good = achieved(meeting.facts)
    finding = (ngettext("Hay {n} logro del semestre para nombrar antes de hablar de lo que falta.",
                        "Hay {n} logros del semestre para nombrar antes de hablar de lo que falta.", len(good)).format(
        n=len(good)) if good else _("Los datos no traen logros nuevos: pregunte por los que no caben en una cifra."))
    questions = (_("¿Qué de esto les alegró?"), _("¿Qué les sorprendió?"), _("¿Qué les preocupa o les dolió?"),
                 _("Una ronda corta, sin responderse ni explicar todavía."))
    table = Table(_("Lo que se logró en el semestre"), (Column(_("Qué")), Column(_("Cómo está"))),
                  rows_of([(one.title, one.look) for one in good]), GOOD) if good else None
    lines = (meeting.line * 3,) * 2 if meeting.blank else ()
    return Block("reactions", _kicker(meeting, "R"), finding, remarks=(*questions, *lines), table=table)


@dataclass(frozen=True)
class Achieved:
    """Something that was finished or reached: of which table, which row, its title and its state."""

    table: str
    row_id: str
    title: str
    state: str

    @property
    def look(self) -> words.Look:
        """Its state as people read it."""
        return (words.ACTIONS if self.table == "actions" else words.INDICATORS)[self.state]


def achieved(facts: Facts) -> list[Achieved]:
    """What was finished since the previous period, and the targets that were met."""
    done = [Achieved("actions", s.action.action_id, facts.title(s.action), DONE) for s in facts.actions
            if s.status == DONE and (facts.previous is None
                                     or facts.actions_before[s.action.action_id].status != DONE)]
    met = [Achieved("indicators", s.indicator.indicator_id,
                    f"{s.indicator.code} {facts.text(s.indicator.title)}".strip(), MET)
           for s in facts.indicators if s.state == MET]
    return done + met


def meaning(meeting: Meeting) -> Block:
    """I: what it means, one question for each matter."""
    kicker = _kicker(meeting, "I")
    if not meeting.matters:
        return Block("meaning", kicker, _("Los datos no señalan ningún asunto pendiente."), remarks=(
            _("¿Es que todo va bien, o que no estamos mirando donde duele?"), _general()))
    rows = [(Noted(m.title, (_(KINDS[m.kind]),)), m.evidence, _(QUESTIONS[m.kind])) for m in meeting.matters]
    finding = ngettext("{n} asunto pide que el grupo le encuentre sentido.",
                       "{n} asuntos piden que el grupo les encuentre sentido.", len(rows)).format(n=len(rows))
    return Block("meaning", kicker, finding, remarks=(_general(),), table=Table(
        _("Los asuntos y la pregunta de cada uno"), (Column(_("Asunto")), Column(_("Lo que dicen los datos")),
                                                     Column(_("Pregunta"))), rows_of(rows), MATTERS))


def _general() -> str:
    return _("Para todo el grupo: ¿qué patrón vemos?, ¿qué obstáculo de los que nombramos al planear sigue ahí?, ¿qué "
             "aprendimos?")


def decisions(meeting: Meeting) -> Block:
    """D: what to do about each matter, by whom and by when."""
    kicker = _kicker(meeting, "D")
    rows = [(Noted(m.title, (_(KINDS[m.kind]),)), _(OPTIONS[m.kind]), meeting.line, meeting.line)
            for m in meeting.matters]
    rows += [(Noted(_("Otro asunto"), (meeting.line,)), "", meeting.line, meeting.line)] * (2 if meeting.blank else 1)
    finding = _("Cada asunto sale de la reunión con una decisión, un nombre y una fecha.")
    return Block("decisions", kicker, finding, remarks=(
        _("Lo que se decide cambia el plan: la versión anterior se conserva en el libro de cambios."),), table=Table(
        _("Las decisiones"), (Column(_("Asunto")), Column(_("Caminos posibles")), Column(_("Qué decidimos")),
                              Column(_("Quién y para cuándo"))), rows_of(rows), DECISIONS))
