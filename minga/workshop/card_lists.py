"""Many cards at once: a list that somebody pasted, a file, what was written on paper. All of them or none."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from minga import tables
from minga.errors import Fault, InputError, Refused
from minga.folding import fold
from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.store import Store, rows
from minga.workshop import stacks, wording
from minga.workshop.act import Act, Row, on_stage, stage_row
from minga.workshop.actor import Actor, require_facilitator
from minga.workshop.anonymity import drawn_place, is_anonymous
from minga.workshop.cards import MOST_CARDS
from minga.workshop.stages import ADDING, MOST_ROUNDS, WALLS, require_open

MOST_AT_ONCE = 2000
"""Cards of one list: ten times the fullest wall."""

REPEATED = ("stack", "add", "skip")
"""What becomes of a text that is already there: under the equal one, beside it, or left out."""


@dataclass(frozen=True)
class NewCard:
    """A card of a list, as it was read.

    Attributes:
        text: the idea.
        team: team or table.
        round: its round; the stage's present one when None.
        place: title or symbol of a column or group; unclustered when empty.
        sheet: number of its paper sheet; a second card with the same number is the same card.
        row: where it stands in the list, for messages.
    """

    text: str
    team: str = ""
    round: int | None = None
    place: str = ""
    sheet: str = ""
    row: int | None = None


@dataclass(frozen=True)
class Checked:
    """A card of a list beside the wall.

    Attributes:
        card: the card, its texts as they will be kept.
        cluster_id: where it goes.
        known: the card on the wall that was typed from the same sheet, if any.
        twin: id of a card with exactly the same text; in a list, ``row:<n>`` of the earlier line.
        faults: why it cannot be kept.
    """

    card: NewCard
    cluster_id: str | None = None
    known: Row | None = None
    twin: str = ""
    faults: tuple[Fault, ...] = ()


def sheet_number(text: str) -> str:
    """The number of a paper sheet as it is printed: ``7``, ``07`` and ``007`` are one sheet."""
    kept = wording.one_line(wording.clean(text, wording.ALIAS, what=_("Hoja"), required=False))
    return f"{int(kept):03d}" if kept.isascii() and kept.isdigit() and len(kept) <= 9 else kept


def preview_cards(store: Store, stage_id: str, items: Sequence[NewCard], *, file: str = "") -> list[Checked]:
    """Look at a list beside the wall without writing anything.

    Raises:
        NotFound: there is no such stage.
    """
    stage_row(store, stage_id)
    clusters, cards = (rows(store, name, stage_id=stage_id, order="position") for name in ("clusters", "cards"))
    return check_cards(items, clusters, cards, file=file)


def check_cards(items: Sequence[NewCard], clusters: Iterable[Row], cards: Iterable[Row], *,
                file: str = "") -> list[Checked]:
    """Each card of a list with its place, its twin and its faults."""
    places = {fold(name): c["cluster_id"] for c in reversed(list(clusters)) for name in (c["symbol"], c["title"])
              if fold(name)}
    names = list(dict.fromkeys(c["title"] or c["symbol"] for c in clusters if c["title"] or c["symbol"]))
    cards = list(cards)
    sheets = {c["sheet"]: c for c in cards if c["sheet"]}
    texts = {c["text"]: c["card_id"] for c in reversed(cards) if c["status"] != "withdrawn"}
    seen: dict[str, int | None] = {}
    made = []
    for n, item in enumerate(items, 1):
        one = _check(item, places, names, seen, file)
        known = sheets.get(one.card.sheet) if one.card.sheet else None
        twin = "" if known or one.faults else texts.get(one.card.text, "")
        texts.setdefault(one.card.text, f"row:{item.row or n}")
        made.append(replace(one, known=known, twin=twin))
    return made


def _check(item: NewCard, places: dict[str, str], names: list[str], seen: dict[str, int | None],
           file: str) -> Checked:
    faults: list[Fault] = []

    def fault(message: str, advice: str, column: str) -> None:
        faults.append(Fault(message, file=file, row=item.row, column=column, advice=advice))

    def kept(value: str, limit: int, what: str, column: str, *, required: bool = False) -> str:
        try:
            return wording.clean(value, limit, what=what, required=required)
        except Refused as wrong:
            fault(wrong.message, wrong.advice, column)
            return ""

    text = kept(item.text, wording.CARD, _("Tarjeta"), "text", required=True)
    team = wording.one_line(kept(item.team, wording.ALIAS, _("Equipo"), "team"))
    kept(item.sheet, wording.ALIAS, _("Hoja"), "sheet")
    sheet = sheet_number(item.sheet) if len(item.sheet) <= wording.ALIAS else ""
    if sheet and sheet in seen:
        fault(_("La hoja {sheet} ya está en la fila {row}.").format(sheet=sheet, row=seen[sheet]),
              _("Deje una sola fila con ese número."), "sheet")
    seen.setdefault(sheet, item.row)
    if item.round is not None and not 1 <= item.round <= MOST_ROUNDS:
        fault(_("{what}: se esperaba un número entero entre {least} y {most}.").format(
            what=_("Ronda"), least=1, most=MOST_ROUNDS), _("Corríjalo o deje la celda vacía."), "round")
    if item.place.strip() and fold(item.place) not in places:
        fault(_("No hay una columna o grupo «{name}».").format(name=item.place.strip()[:60]),
              _("Los que hay son: {names}.").format(names=", ".join(names)) if names else
              _("Deje la celda vacía: la tarjeta entra sin agrupar."), "column")
    return Checked(replace(item, text=text, team=team, sheet=sheet), places.get(fold(item.place)),
                   faults=tuple(faults))


def add_cards(store: Store, actor: Actor, stage_id: str, items: Sequence[NewCard], *, source: str = "import",
              repeated: str = "stack", file: str = "", op_id: str = "") -> dict[str, int]:
    """Put a whole list of cards on the wall, or none of it.

    A card with the number of a sheet that was typed before corrects that card and adds nothing, so that a
    list can be imported as often as needed.

    Args:
        store: the store.
        actor: the facilitator.
        stage_id: the stage; where it is anonymous neither team nor time nor the order of the list is kept.
        items: the cards.
        source: scribe, paper or import.
        repeated: what becomes of texts that are already there: ``stack``, ``add`` or ``skip``.
        file: name of the list, for messages.
        op_id: operation id.

    Returns:
        How many were ``added``, ``stacked``, ``updated``, the ``same`` or ``skipped``; {} for a repeated operation.

    Raises:
        InputError: with every fault of every row; nothing was written.
        Refused: the stage takes no cards, or not so many.
    """
    require_facilitator(actor)
    if source not in ("scribe", "paper", "import") or repeated not in REPEATED:
        raise Refused(_("La página pidió algo que no se puede hacer."), _("Vuelva a abrirla."))
    if not 1 <= len(items) <= MOST_AT_ONCE:
        raise Refused(_("La lista tiene {n} tarjetas y caben {limit}.").format(n=len(items), limit=MOST_AT_ONCE),
                      _("Pártala en varias.") if items else _("Pegue al menos una línea."))
    with on_stage(store, "add_cards", actor, stage_id, op_id=op_id) as act:
        if act.done:
            return {}
        require_open(act.stage, actor, ADDING)
        wall = _require_room(act, len(items))
        checked = check_cards(items, act.tx.rows("clusters", stage_id=stage_id, order="position"), wall, file=file)
        if faults := [fault for one in checked for fault in one.faults]:
            raise InputError(faults)
        counted = _write(act, checked, wall, source, repeated)
        act.answer({})
        return counted


def _require_room(act: Act, more: int) -> list[Row]:
    if act.stage["kind"] not in WALLS:
        raise Refused(_("En la etapa «{stage}» no se escriben tarjetas.").format(stage=act.stage["title"]))
    wall = act.tx.rows("cards", stage_id=act.stage["stage_id"], order="position")
    if len(wall) + more > MOST_CARDS:
        raise Refused(ngettext("En la etapa cabe {n} tarjeta más.", "En la etapa caben {n} tarjetas más.",
                               MOST_CARDS - len(wall)).format(n=MOST_CARDS - len(wall)), _("Acorte la lista."))
    return wall


def _write(act: Act, checked: list[Checked], wall: list[Row], source: str, repeated: str) -> dict[str, int]:
    anonymous = is_anonymous(act.stage)
    if anonymous:  # the order of a pile of paper, or of a list, may be the order of the chairs
        checked = random.SystemRandom().sample(checked, len(checked))
    counted = dict.fromkeys(("added", "stacked", "updated", "same", "skipped"), 0)
    equal = {c["text"]: c for c in reversed(wall) if c["status"] != "withdrawn"}
    new: list[Row] = []
    for one in checked:
        twin = None if one.known else equal.get(one.card.text)
        if one.known:
            counted["updated" if _correct(act, one, anonymous) else "same"] += 1
        elif twin and repeated == "skip":
            counted["skipped"] += 1
        else:
            row = _row(act.stage, one, source, anonymous)
            if twin and repeated == "stack":
                row |= {"status": "duplicate", "duplicate_of": twin["duplicate_of"] or twin["card_id"],
                        "cluster_id": twin["cluster_id"]}
            counted["stacked" if row["duplicate_of"] else "added"] += 1
            equal.setdefault(row["text"], row)
            new.append(row)
    act.tx.insert_many("cards", _placed(act, new))
    return counted


def _placed(act: Act, new: list[Row]) -> list[Row]:
    """The new cards, each at the end of its column or group; in an anonymous stage anywhere in it."""
    last: dict[str | None, int] = {}
    for row in new:
        group = row["cluster_id"]
        if is_anonymous(act.stage):
            row["position"] = drawn_place(act.tx, row["stage_id"], group)
            continue
        if group not in last:
            last[group] = stacks.next_position(act.tx, row["stage_id"], group) - 1
        last[group] += 1
        row["position"] = last[group]
    return new


def _row(stage: Row, one: Checked, source: str, anonymous: bool) -> Row:
    row = {"card_id": tables.new_id(), "stage_id": stage["stage_id"], "cluster_id": one.cluster_id,
           "text": one.card.text, "sheet": one.card.sheet, "status": "active", "duplicate_of": None}
    if anonymous:  # as in ``add_card``: no circumstance in which somebody may have been alone
        return row | {"source": "import" if source == "import" else "phone"}
    return row | {"round": one.card.round or stage["round"], "team": one.card.team, "source": source,
                  "created_at": tables.now()}


def _correct(act: Act, one: Checked, anonymous: bool) -> bool:
    """Correct the card that was typed from the same sheet; what people arranged stays arranged."""
    before = one.known or {}
    values: Row = {"text": one.card.text}
    if one.card.team and not anonymous:
        values["team"] = one.card.team
    if one.card.round and not anonymous:
        values["round"] = one.card.round
    if one.cluster_id and before["cluster_id"] is None and before["status"] == "active":
        values |= {"cluster_id": one.cluster_id,
                   "position": stacks.next_position(act.tx, before["stage_id"], one.cluster_id)}
    return bool(act.tx.update("cards", before["card_id"], **values) != before)
