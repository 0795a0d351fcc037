"""The first chapter: a card from the moment it was written, as far as its stage may tell."""

from __future__ import annotations

from collections.abc import Iterator

from minga.i18n import gettext as _
from minga.i18n import ngettext, quoted
from minga.store import Store
from minga.workshop.chain import Chain, Row
from minga.workshop.journey.words import Step, cut, refs, said, step
from minga.workshop.traces import Trace, traces

MOVES_TOLD = 4
"""Moves that are told one by one; of more, the first, the last and how many between."""


def tell_card(store: Store, plan_id: str, chain: Chain, card_id: str) -> Iterator[Step]:
    """How a card was written, corrected, moved, repeated; in an anonymous stage neither who nor when."""
    card, stage = chain.by["cards"][card_id], chain.stage(card_id)
    known = traces(store, plan_id, "cards", [card_id])
    if stage["anonymity"] == "anonymous":
        yield from _unsigned(chain, card, stage, known)
    else:
        yield _written(chain, card, stage)
        yield from _changes(store, plan_id, chain, card, known)
    yield from _others(chain, card)


def _written(chain: Chain, card: Row, stage: Row) -> Step:
    author = chain.by["participants"].get(card["author_id"] or "", {}).get("alias", "")
    if author and card["team"]:
        author = _("{person} (equipo {team})").format(person=author, team=card["team"])
    if author:
        text = _("La escribió {person} en «{stage}».").format(person=author, stage=stage["title"])
    else:
        text = {"paper": _("Se escribió en papel y se copió a «{stage}»."),
                "import": _("Llegó a «{stage}» con una lista."),
                "scribe": _("Se dictó para «{stage}»."),
                }.get(card["source"], _("Se escribió en «{stage}».")).format(stage=stage["title"])
    rounds = {c["round"] for c in chain.rows["cards"] if c["stage_id"] == card["stage_id"]}
    if len(rounds) > 1:
        text += " " + _("Fue en la ronda {n}.").format(n=card["round"])
    return step("idea", f"{text} {_asked(stage)}".strip(), when=card["created_at"])


def _asked(stage: Row) -> str:
    return _("Respondía a: {question}").format(question=cut(stage["question"], 200)) if stage["question"] else ""


def _unsigned(chain: Chain, card: Row, stage: Row, known: list[Trace]) -> Iterator[Step]:
    """The story without order: what was first is said first, the rest in the order of the alphabet."""
    text = _("Se escribió en «{stage}», una etapa anónima: no se guarda quién ni cuándo.").format(stage=stage["title"])
    yield step("idea", f"{text} {_asked(stage)}".strip())
    if any(t.turned("text") for t in known):
        yield step("idea", _("Su texto se corrigió."))
    places = {t.before.get("cluster_id") for t in known if t.turned("cluster_id")} - {None, card["cluster_id"]}
    here = sorted((p for p in places if p in chain.by["clusters"]), key=lambda p: said(chain, p))
    for place in here:
        yield step("idea", _("Estuvo también en {group}.").format(group=said(chain, place)), refs=refs(chain, place))
    if card["status"] == "withdrawn":
        yield step("idea", _("Se retiró de la pared."))


def _changes(store: Store, plan_id: str, chain: Chain, card: Row, known: list[Trace]) -> Iterator[Step]:
    moves = [t for t in known if t.turned("cluster_id")]
    left_out = moves[1:-1] if len(moves) > MOVES_TOLD else []
    gone = _names_gone(store, plan_id, chain, moves)
    for trace in known:
        if trace.turned("text"):
            before = quoted(cut(trace.before["text"], 300))
            yield step("idea", _("Se corrigió; antes decía {text}.").format(text=before), when=trace.at)
        if trace.turned("note") and trace.after["note"]:
            yield step("idea", _("Se le puso una nota: {text}.").format(text=quoted(cut(trace.after["note"], 300))),
                       when=trace.at)
        if trace in left_out:
            if trace is left_out[0]:
                yield step("idea", _("Después cambió de lugar {n} veces más.").format(n=len(left_out)))
        elif trace.turned("cluster_id"):
            yield step("idea", _moved(chain, trace, gone), when=trace.at)
        if trace.turned("status"):
            yield step("idea", _status(trace), when=trace.at)


def _moved(chain: Chain, trace: Trace, gone: dict[str, str]) -> str:
    places = [trace.before.get("cluster_id"), trace.after.get("cluster_id")]
    first, last = (p and (said(chain, p) if p in chain.by["clusters"] else gone.get(p, _("un grupo que ya no está")))
                   for p in places)
    if first and last:
        return _("Pasó de {first} a {last}.").format(first=first, last=last)
    return _("Se puso en {group}.").format(group=last) if last else _("Se sacó de {group}.").format(group=first)


def _names_gone(store: Store, plan_id: str, chain: Chain, moves: list[Trace]) -> dict[str, str]:
    """How the groups that are no longer there were called when they went."""
    places = {p for t in moves for p in (t.before.get("cluster_id"), t.after.get("cluster_id")) if p}
    last = {t.row_id: t.before for t in traces(store, plan_id, "clusters", places - set(chain.by["clusters"]))
            if t.op == "delete"}
    return {key: quoted(row.get("title") or row.get("symbol")) for key, row in last.items()}


def _status(trace: Trace) -> str:
    return {"duplicate": _("Se vio que otra dice lo mismo y se puso debajo de ella."),
            "withdrawn": _("Se retiró de la pared.")}.get(trace.after["status"], _("Volvió a la pared."))


def _others(chain: Chain, card: Row) -> Iterator[Step]:
    if card["status"] == "duplicate" and card["duplicate_of"] in chain.by["cards"]:
        yield step("idea", _("Dice lo mismo que {card}, que está encima.").format(
            card=said(chain, card["duplicate_of"])), refs=refs(chain, card["duplicate_of"]))
    under = [c["card_id"] for c in chain.rows["cards"] if c["duplicate_of"] == card["card_id"]]
    if under:
        text = ngettext("Otra tarjeta dice lo mismo y está debajo.",
                        "Otras {n} tarjetas dicen lo mismo y están debajo.", len(under)).format(n=len(under))
        yield step("idea", text, refs=refs(chain, *under))
    yield from tell_points(chain, card["card_id"], "idea")


def tell_points(chain: Chain, target_id: str, chapter: str) -> Iterator[Step]:
    """How many points a card or group was given."""
    points = sum(v["points"] for v in chain.rows["votes"] if v["target_id"] == target_id)
    if points:
        yield step(chapter, ngettext("Recibió {n} punto.", "Recibió {n} puntos.", points).format(n=points))
