"""Whether what was acknowledged is in the plan once: the end of every rehearsal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from minga.i18n import gettext as _
from minga.i18n import quoted
from minga.rehearsal.record import Operation, Record

Row = dict[str, Any]


def card_faults(record: Record, cards: Mapping[str, tuple[str, str]]) -> list[str]:
    """What is wrong with the cards.

    Args:
        record: the book of the rehearsal.
        cards: text and status of each card of the plan by its id, withdrawn ones too.

    Returns:
        One sentence for each acknowledged card that is not there, or more than once, or with other words.
    """
    times = Counter(text for text, _status in cards.values())
    changed = {o.was for o in record.operations if o.op == "edit_card" and o.sent and o.fate != "refused"}
    faults = [_("La tarjeta {text} está {n} veces.").format(text=quoted(o.fields["text"]), n=times[o.fields["text"]])
              for o in record.operations if o.op == "add_card" and times[o.fields["text"]] > 1]
    faults += [_("Falta la tarjeta {text}, que se había confirmado.").format(text=quoted(o.fields["text"]))
               for o in record.of("add_card") if not times[o.fields["text"]] and o.fields["text"] not in changed]
    for card, last in _last(record, "edit_card", "card").items():
        text = cards.get(card, ("", ""))[0]
        if text != last.fields["text"]:
            faults.append(_("La tarjeta {text} debía decir {wanted}.").format(
                text=quoted(text), wanted=quoted(last.fields["text"])))
    faults += [_("La tarjeta {text} se había retirado y sigue en la pared.").format(text=quoted(o.was))
               for o in record.of("withdraw_card") if cards.get(o.fields["card"], ("", "withdrawn"))[1] != "withdrawn"]
    return faults


def voice_faults(record: Record, rows: Mapping[str, list[Row]]) -> list[str]:
    """What is wrong with votes, proposals and stances, where only the rehearsal's people spoke.

    Args:
        record: the book of the rehearsal.
        rows: ``votes``, ``proposals`` and ``consents`` of the plan.
    """
    wanted = {
        "votes": _wanted(record, "cast_vote", lambda o: (o.fields["target"],), lambda o: o.fields["points"] and (
            o.fields["target"], o.fields["points"])),
        "proposals": _wanted(record, "propose_pair", lambda o: tuple(sorted((o.fields["card"], o.fields["other"]))),
                             lambda o: tuple(sorted((o.fields["card"], o.fields["other"]))))
        + _wanted(record, "propose_name", lambda o: (o.fields["cluster"],),
                  lambda o: (o.fields["cluster"], o.fields["text"])),
        "consents": _wanted(record, "consent", lambda o: (o.fields["stage"],),
                            lambda o: (o.fields["stage"], o.fields["stance"])),
    }
    found = {
        "votes": Counter((r["target_id"], int(r["points"])) for r in rows["votes"]),
        "proposals": Counter(tuple(sorted((r["card_id"], r["other_id"]))) if r["kind"] == "pair"
                             else (r["cluster_id"], r["text"]) for r in rows["proposals"]),
        "consents": Counter((r["stage_id"], r["stance"]) for r in rows["consents"]),
    }
    unsure = any(o.unknown for o in record.operations)
    faults = []
    for table, counted in wanted.items():
        missing, extra = counted - found[table], found[table] - counted
        if missing or (extra and not unsure):
            faults.append(_("{table}: faltan {missing} y sobran {extra} filas frente a lo confirmado.").format(
                table=table, missing=missing.total(), extra=extra.total()))
    return faults


def place_faults(placed: Mapping[str, str], where: Mapping[str, str]) -> list[str]:
    """Cards that are not in the group where they were put last, by card id."""
    wrong = sum(where.get(card, "") != group for card, group in placed.items())
    return [_("{n} tarjetas no están en el grupo donde se pusieron.").format(n=wrong)] if wrong else []


def _last(record: Record, op: str, key: str) -> dict[str, Operation]:
    """The last acknowledged operation on each thing; none where a later one has an unknown end."""
    found: dict[str, Operation] = {}
    for operation in record.operations:
        if operation.op == op and operation.fate == "acknowledged":
            found[operation.fields[key]] = operation
        elif operation.op == op and operation.unknown:
            found.pop(operation.fields[key], None)
    return found


def _wanted(record: Record, op: str, key: Any, row: Any) -> Counter[Any]:
    """Rows that must be there: each person's last word on each thing."""
    last: dict[tuple[Any, ...], Operation] = {}
    for operation in record.of(op):
        last[operation.who, *key(operation)] = operation
    return Counter(made for operation in last.values() if (made := row(operation)))
