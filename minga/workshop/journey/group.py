"""The second chapter: a group, how it was named, and what it blocks or who comes to meet it."""

from __future__ import annotations

from collections.abc import Iterator

from minga.i18n import gettext as _
from minga.i18n import join_list, ngettext, quoted
from minga.store import Store
from minga.workshop.chain import Chain, Row
from minga.workshop.journey.idea import tell_points
from minga.workshop.journey.words import Step, cut, listed, refs, said, step
from minga.workshop.traces import traces


def tell_group(store: Store, plan_id: str, chain: Chain, cluster_id: str, card_id: str = "") -> Iterator[Step]:
    """How a group came to be and what it is in the chain.

    Args:
        store: the store.
        plan_id: the plan.
        chain: the chain with its cards.
        cluster_id: the group.
        card_id: the card whose story this is; empty when it is the group's own.
    """
    cluster = chain.by["clusters"][cluster_id]
    cards = [c for c in chain.rows["cards"] if c["cluster_id"] == cluster_id and c["status"] == "active"]
    fixed = chain.stage(cluster_id)["kind"] == "columns"
    yield _from_card(chain, cluster_id, cards, fixed) if card_id else _own(chain, cluster_id, cards)
    if not fixed:
        yield from _names(store, plan_id, chain, cluster, cards)
    if cluster["parent_id"] in chain.by["clusters"]:
        yield step("group", _("Es parte de {group}.").format(group=said(chain, cluster["parent_id"])),
                   refs=refs(chain, cluster["parent_id"]))
    within = [c["cluster_id"] for c in chain.rows["clusters"] if c["parent_id"] == cluster_id]
    if within and not card_id:
        yield step("group", _("Tiene dentro {groups}.").format(groups=listed(chain, within)), refs=refs(chain, *within))
    yield from tell_points(chain, cluster_id, "group")
    yield from tell_meaning(chain, chain.top(cluster_id))


def tell_meaning(chain: Chain, cluster_id: str) -> Iterator[Step]:
    """What an obstacle blocks and who takes it on; what blocks a vision and who brings it nearer."""
    role = chain.role(cluster_id)
    if role == "obstacle":
        yield from tell_blocked(chain, cluster_id)
        against = chain.of(cluster_id, "addresses")
        yield (_about(chain, _("{here} se atiende con: {others}."), cluster_id, against) if against
               else step("group", _("Todavía ninguna acción atiende {here}.").format(here=said(chain, cluster_id))))
    elif role == "vision":
        blocking, nearer = chain.of(cluster_id, "blocks"), chain.of(cluster_id, "advances")
        if blocking:
            yield _about(chain, _("Se interponen entre hoy y {here}: {others}."), cluster_id, blocking)
        yield (_about(chain, _("Acercan {here}: {others}."), cluster_id, nearer) if nearer
               else step("group", _("Todavía ninguna dirección acerca {here}.").format(here=said(chain, cluster_id))))


def tell_blocked(chain: Chain, cluster_id: str, chapter: str = "group") -> Iterator[Step]:
    """Which columns of the vision an obstacle blocks."""
    blocked = chain.to(cluster_id, "blocks")
    if blocked:
        yield _about(chain, _("{here} bloquea: {others}."), cluster_id, blocked) | {"chapter": chapter}


def _about(chain: Chain, words: str, here: str, others: tuple[str, ...]) -> Step:
    return step("group", words.format(here=said(chain, here), others=listed(chain, others)), refs=refs(chain, *others))


def _from_card(chain: Chain, cluster_id: str, cards: list[Row], fixed: bool) -> Step:
    group, others = said(chain, cluster_id), max(0, len(cards) - 1)
    if fixed:
        text = _("Está en la columna {group}.").format(group=group)
    elif others:
        text = ngettext("Está en el grupo {group} con otra tarjeta.",
                        "Está en el grupo {group} con otras {n} tarjetas.", others).format(group=group, n=others)
    else:
        text = _("Está en el grupo {group}.").format(group=group)
    return step("group", text, refs=refs(chain, cluster_id))


def _own(chain: Chain, cluster_id: str, cards: list[Row]) -> Step:
    text = ngettext("{group} reúne {n} tarjeta de «{stage}».", "{group} reúne {n} tarjetas de «{stage}».", len(cards))
    return step("group", text.format(group=said(chain, cluster_id), n=len(cards),
                                     stage=chain.stage(cluster_id)["title"]),
                refs=refs(chain, *(c["card_id"] for c in cards)))


def _names(store: Store, plan_id: str, chain: Chain, cluster: Row, cards: list[Row]) -> Iterator[Step]:
    known = traces(store, plan_id, "clusters", [cluster["cluster_id"]])
    named = next((t.at for t in known if t.turned("title") and not t.before["title"]), None)
    former = dict.fromkeys(t.before["title"] for t in known if t.turned("title"))
    before = [quoted(cut(title)) for title in former if title and title != cluster["title"]]
    if cluster["title"] and cluster["symbol"]:
        yield step("group", _("Empezó con el símbolo {symbol} y se nombró {group}.").format(
            symbol=cluster["symbol"], group=said(chain, cluster["cluster_id"])), when=named)
    if before:
        yield step("group", _("Antes se llamó {names}.").format(names=join_list(before)))
    joined = _joined(store, plan_id, cluster, cards)
    if joined:
        yield step("group", ngettext("Se le unió el grupo {groups}.", "Se le unieron los grupos {groups}.",
                                     len(joined)).format(groups=join_list(joined)))
    if cluster["description"]:
        yield step("group", _("Se explicó así: {text}").format(text=cut(cluster["description"], 400)))


def _joined(store: Store, plan_id: str, cluster: Row, cards: list[Row]) -> list[str]:
    """Names of the groups that were merged into this one: they went in the act that brought their cards here."""
    came = {t.before["cluster_id"]: t.group_id for t in traces(store, plan_id, "cards", [c["card_id"] for c in cards])
            if t.turned("cluster_id") and t.before["cluster_id"] and t.after["cluster_id"] == cluster["cluster_id"]}
    gone = [t for t in traces(store, plan_id, "clusters", came) if t.op == "delete" and t.group_id == came[t.row_id]]
    return sorted(quoted(cut(t.before["title"] or t.before["symbol"])) for t in gone)
