"""Who has how much in hand: what nobody answers for first, then the heaviest loads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.reports import words
from minga.reports.blocks import Block, Chart, Column, Noted, Table, rows_of
from minga.reports.charts.bars import Bar, stacked
from minga.reports.facts import Facts, country_name
from minga.reports.small_cells import hidden
from minga.results.model import Assignment
from minga.results.status import STATUSES, ActionState, count_by_status

KEY, FILE = "workload", "workload.csv"
_MOST = 14
ALL = "*"
"""Stands for the people of all countries in a public report, where none is large enough to be told apart."""


@dataclass
class Load:
    """What one hand holds: a person, a group, a country, or nobody.

    Attributes:
        name: as this audience may read it; empty when nobody answers.
        people: how many different names it stands for.
        roles: how often it answers, coordinates or supports.
    """

    name: str
    country: str = ""
    kind: str = "person"
    states: dict[str, ActionState] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)
    roles: dict[str, int] = field(default_factory=dict)

    @property
    def overdue(self) -> int:
        """How many of its actions are late."""
        return sum(s.overdue for s in self.states.values())

    def counts(self) -> dict[str, int]:
        """How many of its actions stand in each status."""
        return count_by_status(list(self.states.values()))


def loads(facts: Facts) -> list[Load]:
    """Every load: nobody's first, then from the heaviest to the lightest.

    An action that several answer for counts in the hands of each. A public report joins people of one country, and
    the countries whose few people would be pointed at.
    """
    nobody = Load("", states={s.action.action_id: s for s in facts.actions if not s.action.assignments})
    held: dict[tuple[str, str, str], Load] = {}
    for state in facts.actions:
        for one in state.action.assignments:
            if facts.country and one.country != facts.country:
                continue  # hands of other countries are in their own reports
            key, made = _hand(facts, one)
            load = held.setdefault(key, made)
            load.states[state.action.action_id] = state
            load.people.add(one.name or one.as_written)
            load.roles[one.role] = load.roles.get(one.role, 0) + 1
    found = _public(list(held.values())) if facts.public else list(held.values())
    found.sort(key=lambda load: (-len(load.states), -load.overdue, load.name, load.country))
    return [*([nobody] if nobody.states else []), *found]


def _hand(facts: Facts, one: Assignment) -> tuple[tuple[str, str, str], Load]:
    if facts.public:
        kind = "person" if one.kind == "person" else "group"
        return ("", one.country, kind), Load("", one.country, kind)
    name = (one.name or one.as_written).strip()
    return (name, one.country, one.kind), Load(name, one.country, one.kind)


def _public(found: list[Load]) -> list[Load]:
    """People of small countries told together; groups and organizations are nobody's person and stay."""
    people = [load for load in found if load.kind == "person"]
    away = hidden([len(load.people) for load in people])
    kept = [load for place, load in enumerate(people) if place not in away]
    others = Load("", "", "person")
    for place in away:
        others.states |= people[place].states
        others.people |= people[place].people
        others.roles = _sum(others.roles, people[place].roles)
    others.name = "" if kept else ALL
    return [*kept, *([others] if others.states else []), *(load for load in found if load.kind != "person")]


def _sum(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {name: one.get(name, 0) + other.get(name, 0) for name in {**one, **other}}


def title(facts: Facts, load: Load) -> str:
    """A load as a heading, as this audience may read it."""
    if not load.roles:
        return _("Sin responsable")
    country = country_name(load.country)
    if not facts.public:
        return f"{load.name} ({country})" if country and country not in load.name else load.name
    if load.name == ALL:
        return _("Personas")
    if load.kind != "person":
        return _("Grupos y organizaciones ({country})").format(country=country) if country else _(
            "Grupos y organizaciones")
    return _("Personas ({country})").format(country=country) if country else _("Personas de otros países")


def block(facts: Facts) -> Block:
    """The block of who has how much in hand."""
    kicker = _("Carga por responsable y país")
    if not facts.actions:
        return Block(KEY, kicker, _("El plan todavía no tiene acciones."), empty=_(
            "Aquí se verá quién responde por cuántas acciones. Para empezar, escriba las acciones y sus responsables "
            "en la página de direcciones."))
    found = loads(facts)
    return Block(KEY, kicker, _finding(facts, found), remarks=tuple(_remarks(facts, found)),
                 table=_table(facts, found), chart=Chart(
                     lambda width: stacked(_bars(facts, found), words.ACTIONS, width), _alt(facts, found),
                     _left_out(len(found))))


def _finding(facts: Facts, found: list[Load]) -> str:
    nobody = found[0] if found and not found[0].roles else None
    held = [load for load in found if load.roles]
    if not held:
        return ngettext("Nadie responde todavía por la única acción del plan.",
                        "Nadie responde todavía por ninguna de las {n} acciones.",
                        len(facts.actions)).format(n=len(facts.actions))
    first = ngettext("Por {n} acción no responde nadie", "Por {n} acciones no responde nadie",
                     len(nobody.states)).format(n=len(nobody.states)) if nobody else _(
        "Todas las acciones tienen responsable")
    top = held[0]
    if top.overdue:
        return ngettext("{first}; la mayor carga: {who}, con {n} acción ({late} fuera de plazo).",
                        "{first}; la mayor carga: {who}, con {n} acciones ({late} fuera de plazo).",
                        len(top.states)).format(first=first, who=title(facts, top), n=len(top.states),
                                                late=top.overdue)
    return ngettext("{first}; la mayor carga: {who}, con {n} acción.",
                    "{first}; la mayor carga: {who}, con {n} acciones.", len(top.states)).format(
        first=first, who=title(facts, top), n=len(top.states))


def _remarks(facts: Facts, found: list[Load]) -> list[str]:
    said = [_("Una acción por la que responden varias personas cuenta en cada una.")]
    countries: dict[str, set[str]] = {}
    for load in found:
        if load.country and load.roles:
            countries.setdefault(load.country, set()).update(load.states)
    if len(countries) > 1 and not facts.public:
        ordered = sorted(countries.items(), key=lambda pair: (-len(pair[1]), country_name(pair[0])))
        said.append(_("Por país: {countries}.").format(countries=", ".join(
            f"{country_name(code)} {len(states)}" for code, states in ordered)))
    if facts.public:
        said.append(_("Los países con pocas personas se cuentan juntos, para que las cifras no señalen a nadie."))
    return said


def _left_out(total: int) -> str:
    n = total - _MOST
    return ngettext("Falta {n} fila en la figura; está en {file}.", "Faltan {n} filas en la figura; están en {file}.",
                    n).format(n=n, file=FILE) if n > 0 else ""


def _bars(facts: Facts, found: Iterable[Load]) -> list[Bar]:
    return [Bar(title(facts, load), words.actions(len(load.states)),
                tuple((words.ACTIONS[status], n) for status, n in load.counts().items()), strong=not load.roles)
            for load in list(found)[:_MOST]]


def _in_words(load: Load) -> str:
    return ", ".join(words.counted(status, n) for status, n in load.counts().items() if n)


def _alt(facts: Facts, found: list[Load]) -> str:
    told = [_("{title}: {counts}.").format(title=title(facts, load)[:60], counts=_in_words(load))
            for load in found[:_MOST]]
    return " ".join([_("Barras apiladas de las acciones que tiene cada quien, según su estado."), *told])


def _table(facts: Facts, found: list[Load]) -> Table:
    columns = (Column(_("Quién")), Column(_("Acciones"), True), Column(_("Fuera de plazo"), True),
               *(Column(str(words.ACTIONS[status]).capitalize(), True) for status in STATUSES))
    rows = [(Noted(title(facts, load), (_roles(load),)), str(len(load.states)), str(load.overdue),
             *map(str, load.counts().values())) for load in found]
    return Table(_("Acciones en manos de cada quien"), columns, rows_of(rows), FILE)


def _roles(load: Load) -> str:
    return " · ".join(f"{_(words.ROLES[role])} {n}" for role, n in sorted(load.roles.items()) if n)


def rows(facts: Facts) -> list[dict[str, object]]:
    """One row for each load, as ``workload.csv`` keeps it; the row without a responsible is what nobody holds."""
    return [{"plan_id": facts.results.plan.plan_id, "period": facts.period.period, "responsible": load.name,
             "country": load.country, "kind": load.kind if load.roles else "none",
             "responsible_for": load.roles.get("responsible", 0), "coordinates": load.roles.get("coordinates", 0),
             "supports": load.roles.get("supports", 0), "actions": len(load.states),
             "overdue": load.overdue, **load.counts()} for load in loads(facts)]
