"""The third and fourth chapters: directions, and actions with their dates and the people who answer for them."""

from __future__ import annotations

from collections.abc import Iterator

from minga import schedules
from minga.i18n import country_name, join_list, ngettext, quoted
from minga.i18n import gettext as _
from minga.store import Store
from minga.workshop.chain import Chain, Row
from minga.workshop.journey.group import tell_blocked
from minga.workshop.journey.words import Step, cut, listed, refs, said, step
from minga.workshop.traces import traces

MADE = ("form_directions", "add_direction", "add_action")
"""Verbs by which people make directions and actions; what was imported has no day of birth."""


def tell_direction(store: Store, plan_id: str, chain: Chain, direction_id: str, *, own: bool) -> Iterator[Step]:
    """What a direction came from, what it meets and what it brings nearer; its actions when the story is its own."""
    row = chain.by["directions"][direction_id]
    known = traces(store, plan_id, "directions", [direction_id])
    born = next((t.at for t in known if t.op == "insert" and t.verb in MADE), None)
    groups = chain.to(direction_id, "came_from")
    here = said(chain, direction_id)
    text = (_("Del grupo {group} nació la dirección {direction}.").format(group=listed(chain, groups), direction=here)
            if groups else _("Es la dirección {direction}.").format(direction=here) if own
            else _("Pertenece a la dirección {direction}.").format(direction=here))
    yield step("direction", text, when=born, refs=refs(chain, *groups, direction_id))
    former = [quoted(cut(title)) for title in dict.fromkeys(t.before["title"] for t in known if t.turned("title"))
              if title != row["title"]]
    if former:
        yield step("direction", _("Antes se llamó {names}.").format(names=join_list(former)))
    if row["outcome_measure"]:
        yield step("direction", _("Se sabrá que se logró así: {text}").format(text=cut(row["outcome_measure"], 400)))
    if own:
        against = taken_on(chain, direction_id)
        yield (step("direction", _("Atiende: {others}.").format(others=listed(chain, against)),
                    refs=refs(chain, *against))
               if against else step("direction", _("Todavía no atiende ningún obstáculo.")))
    nearer = chain.to(direction_id, "advances")
    if nearer:
        yield step("direction", _("Acerca: {others}.").format(others=listed(chain, nearer)), refs=refs(chain, *nearer))
    if own:
        actions = [a["action_id"] for a in chain.actions_of(direction_id)]
        yield step("direction", ngettext("Tiene {n} acción.", "Tiene {n} acciones.", len(actions)).format(
            n=len(actions)), refs=refs(chain, *actions))


def taken_on(chain: Chain, direction_id: str) -> list[str]:
    """The obstacles that a direction addresses, by itself or through its actions, in the order of the wall."""
    every = {*chain.to(direction_id, "addresses"),
             *(o for a in chain.actions_of(direction_id) for o in chain.to(a["action_id"], "addresses"))}
    return [c for c in chain.by["clusters"] if c in every]


def tell_action(store: Store, plan_id: str, chain: Chain, action_id: str) -> Iterator[Step]:
    """What an action came from, when it is due, who answers for it and which obstacle it meets."""
    row = chain.by["actions"][action_id]
    known = traces(store, plan_id, "actions", [action_id])
    born = next((t.at for t in known if t.op == "insert" and t.verb in MADE), None)
    cards = chain.to(action_id, "came_from")
    text = _("De la tarjeta nació la acción {action}.") if cards else _("Es la acción {action}.")
    yield step("action", text.format(action=said(chain, action_id)), when=born,
               refs=refs(chain, *cards, action_id))
    for trace in known:
        if trace.turned("text"):
            yield step("action", _("Se corrigió; antes decía {text}.").format(
                text=quoted(cut(trace.before["text"], 300))), when=trace.at)
    if row["parent_id"] in chain.by["actions"]:
        yield step("action", _("Es parte de la acción {action}.").format(action=said(chain, row["parent_id"])),
                   refs=refs(chain, row["parent_id"]))
    against = chain.to(action_id, "addresses")
    yield (step("action", _("Atiende: {others}.").format(others=listed(chain, against)), refs=refs(chain, *against))
           if against else step("action", _("Todavía no atiende ningún obstáculo.")))
    for cluster_id in against:
        yield from tell_blocked(chain, cluster_id, "action")
    yield step("action", _due(chain, row))
    yield from _people(chain, action_id)
    if row["accomplishment"]:
        yield step("action", _("Logro que se espera: {text}").format(text=cut(row["accomplishment"], 400)))


def _due(chain: Chain, row: Row) -> str:
    phrase = row["schedule_text"]
    if not phrase:
        return _("Todavía no tiene fecha.")
    written = _("Para cuándo, como se escribió: {phrase}.").format(phrase=quoted(cut(phrase, 300).rstrip(".")))
    if row["precision"] == "none" and not row["recurrence"]:
        return written
    plan = next(iter(chain.rows["plans"]), {})
    understood = schedules.understand(phrase, plan_starts=plan.get("starts"), plan_ends=plan.get("ends"))
    return f"{written} {_('Se entiende: {when}.').format(when=understood.describe())}"


def _people(chain: Chain, action_id: str) -> Iterator[Step]:
    here = [a for a in chain.rows["assignments"] if a["action_id"] == action_id]
    if not here:
        yield step("action", _("Todavía nadie responde por ella."))
        return
    yield step("action", _("Responden por ella: {people}.").format(people=join_list([_person(a) for a in here])))
    for answer, words in ((True, _("Aceptaron: {people}.")), (False, _("Dijeron que no pueden: {people}."))):
        some = [_person(a) for a in here if a["accepted"] is answer]
        if some:
            yield step("action", words.format(people=join_list(some)))


def _person(row: Row) -> str:
    if not row["name"]:
        return cut(row["as_written"])
    return f"{row['name']} ({country_name(row['country'])})" if row["country"] else cut(row["name"])
