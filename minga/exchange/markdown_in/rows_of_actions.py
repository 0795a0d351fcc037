"""Rows of directions, actions and assignments from the tables of actions."""

from __future__ import annotations

import re
from dataclasses import replace

from minga import tables
from minga.exchange.markdown_in.directions import RawAction, RawDirection
from minga.exchange.markdown_in.draft import Log, Row, full_row
from minga.exchange.markdown_in.money import read_money
from minga.folding import fold
from minga.i18n import gettext as _
from minga.numbering import check, parent
from minga.people.countries import country_code
from minga.people.offers import Offer
from minga.people.reading import Person, is_nobody, read_people
from minga.schedules import understand

_NOTHING = re.compile(r"[-–—_.\s]+|(?i:n/?a)")
# Two capitals inside a word, small letters on both sides: a glyph that the PDF's text lost («otrosTTtemas»).
_WOUND = re.compile(r"[^\W\d_A-ZÁÉÍÓÚÑÜÇÃÕÂÊÔ]([A-ZÁÉÍÓÚÑ])\1[^\W\d_A-ZÁÉÍÓÚÑÜÇÃÕÂÊÔ]|\ufffd")


def note_wounds(text: str, line: int, log: Log) -> None:
    """Write down words that look damaged by a text recogniser; they stay as they are."""
    for word in text.split():
        if _WOUND.search(word):
            log.note("doubt", line, _("La palabra «{word}» parece dañada.").format(word=word[:60]), text,
                     _("Se conservó tal como está."))


def _common_prefix(codes: list[str]) -> str:
    """What all codes have above their last part («OE1» in OE1.1, OE1.2): the number of their direction."""
    above = {parent(code) for code in codes if code}
    return above.pop() if len(above) == 1 else ""


_BRAZILIAN_STATES = frozenset(re.findall(
    r"\w+", "AC AL AP AM BA CE DF ES GO MA MT MS MG PA PB PR PE PI RJ RN RS RO RR SC SP SE TO"))


def _are_states(directions: list[RawDirection]) -> bool:
    """Whether every code of two letters beside a name is one of a Brazilian state."""
    codes = {code for direction in directions for action in direction.actions for role in ("responsible", "support")
             for code in re.findall(r"[(\[–/-]\s*([A-Z]{2})\s*(?=[)\],;/]|$)", action.text(role), re.MULTILINE)}
    return bool(codes) and codes <= _BRAZILIAN_STATES


class ActionRows:
    """The rows, and what found no column: pairs of (title, text) for the notes of the plan."""

    def __init__(self, directions: list[RawDirection], plan_id: str, log: Log, *, language: str) -> None:
        self.log = log
        self._states = language == "pt" and _are_states(directions)
        self.rows: dict[str, list[Row]] = {"directions": [], "actions": [], "assignments": []}
        self.notes: list[tuple[str, str]] = []
        self._seen: dict[tuple[str, str], dict[str, int]] = {}
        for position, raw in enumerate(directions, 1):
            self._direction(raw, position, plan_id)
        self._same_with_accents()

    def _direction(self, raw: RawDirection, position: int, plan_id: str) -> None:
        direction = full_row("directions", direction_id=tables.new_id(), plan_id=plan_id, position=position,
                             code=raw.code, title=raw.title, outcome_measure=raw.outcome_measure)
        self.rows["directions"].append(direction)
        note_wounds(raw.title, raw.number, self.log)
        if not raw.actions:
            self.log.note("warning", raw.number, _("Dirección sin acciones."), raw.title, _("Se importó vacía."))
        made = [self._action(action, direction, i) for i, action in enumerate(raw.actions, 1)]
        self._parents(raw, made)

    def _parents(self, raw: RawDirection, made: list[Row]) -> None:
        bare = [action for action in raw.actions if not action.code and action.under is None]
        if bare and not any(action.code for action in raw.actions):
            self.log.note("warning", raw.number, _("Las acciones de la dirección no tienen número."), raw.title,
                          _("Se importaron sin número, en el orden del documento."))
        else:
            for action in bare:
                self.log.note("doubt", action.number, _("Acción sin número."), action.text("action"),
                              _("Se importó sin número."))
        made_of = {id(action): row["action_id"] for action, row in zip(raw.actions, made, strict=True)}
        prefix = _common_prefix([row["code"] for row in made])
        by_code = {row["code"]: row["action_id"] for row in reversed(made) if row["code"]}
        for action, row in zip(raw.actions, made, strict=True):
            above = parent(row["code"])
            row["parent_id"] = made_of[id(action.under)] if action.under else by_code.get(above) if above else None
            if above and row["parent_id"] is None and above not in (raw.code, prefix):
                self.log.note("warning", action.number,
                              _("La acción {code} no tiene encima una acción {parent}.").format(
                                  code=row["code"], parent=above),
                              row["text"], _("Se importó sin acción que la contenga."))
        for finding in check([row["code"] for row in made]):
            if finding.missing and finding.missing == parent(made[finding.position]["code"]):
                continue
            self.log.note("warning", raw.actions[finding.position].number, finding.message,
                          made[finding.position]["text"], _("Los números se conservaron como están."))

    def _action(self, raw: RawAction, direction: Row, position: int) -> Row:
        action = raw.cells["action"]
        self._dashes(raw)
        row = full_row(
            "actions", action_id=tables.new_id(), direction_id=direction["direction_id"], code=raw.code,
            position=position, text=action.text, keyword="\n".join(action.bold), place=raw.text("place"),
            accomplishment=raw.text("accomplishment"))
        self.rows["actions"].append(row)
        for cell in raw.cells.values():
            note_wounds(cell.text, raw.number, self.log)
        self._schedule(raw, row)
        self._cost(raw, row)
        if raw.text("deliverable"):
            row["deliverable"] = raw.text("deliverable")
        self._people(raw, row)
        label = " ".join(filter(None, (direction["code"], direction["title"], "·", raw.code, action.text)))
        for name, text in raw.extras:
            self.notes.append((label, f"{name}: {text}"))
        return row

    def _dashes(self, raw: RawAction) -> None:
        """A cell with only a dash says that there is nothing."""
        for role in [role for role, cell in raw.cells.items() if role != "action" and _NOTHING.fullmatch(cell.text)]:
            self.log.note("warning", raw.number, _("Celda con solo una raya."), raw.cells.pop(role).text,
                          _("Se leyó como vacía."))

    def _schedule(self, raw: RawAction, row: Row) -> None:
        ends = (raw.text("starts"), raw.text("ends"))
        phrase = raw.text("schedule") or " – ".join(filter(None, ends))
        if all(ends) and not raw.text("schedule"):
            self.log.note("join", raw.number, _("Inicio y fin en dos columnas."), phrase,
                          _("Se unieron en una sola calendarización."))
        if not phrase:
            return
        found = understand(phrase)
        row |= {"schedule_text": phrase, "starts": found.starts, "ends": found.ends, "precision": found.precision,
                "open_ended": found.open_ended, "recurrence": found.recurrence, "deliverable": found.deliverable}
        if found.kind == "none" or not (found.starts or found.ends or found.recurrence):
            self.log.note("doubt", raw.number, found.doubt or _("No se entiende la fecha."), phrase,
                          _("La frase se conservó sin fecha."))
        elif found.doubt:
            self.log.note("doubt", raw.number, found.doubt, phrase,
                          _("Se entendió: {what}.").format(what=found.describe()))

    def _cost(self, raw: RawAction, row: Row) -> None:
        written = raw.text("cost")
        if not written:
            return
        money = read_money(written)
        if money is None:
            self.log.note("warning", raw.number, _("El costo no se entiende como un número."), written,
                          _("Se conservó en las notas del plan."))
            raw.extras.append((raw.names.get("cost", _("Costo")), written))
            return
        row["cost"], row["currency"] = money.amount, money.currency
        if money.doubt:
            self.log.note("doubt", raw.number, _("El costo puede leerse de dos maneras."), written,
                          _("Se leyó como {amount}.").format(amount=f"{money.amount:g}"))

    # ── people ─────────────────────────────────────────────────────────────────────────────────────

    def _people(self, raw: RawAction, row: Row) -> None:
        fallback = country_code(raw.text("country"))
        if raw.text("country") and not fallback:
            raw.extras.append((raw.names.get("country", _("País")), raw.text("country")))
            self.log.note("warning", raw.number, _("La columna de país no nombra un solo país conocido."),
                          raw.text("country"), _("Se conservó en las notas del plan."))
        position = 0
        for role, column in (("responsible", "responsible"), ("supports", "support")):
            written = raw.text(column)
            if written and all(map(is_nobody, re.split(r"\n|;", written))):
                self.log.note("warning", raw.number, _("Nadie a cargo todavía."), written,
                              _("No se asignó a nadie; la frase se conservó en las notas del plan."))
                raw.extras.append((raw.names.get(column, _("Responsables")), written))
                continue
            people, offers = read_people(written, role)
            for person in map(self._without_state, people):
                position += 1
                self._assign(person, row, position, fallback, raw.number)
            for offer in offers:
                self._offer(offer, raw.number)

    def _offer(self, offer: Offer, line: int) -> None:
        said = (_("En una frase se nombra a «{name}» ({country}): puede asignarse a la acción.") if offer.country
                else _("En una frase se nombra a «{name}»: puede asignarse a la acción."))
        self.log.note("offer", line, said.format(name=offer.name, country=offer.country), offer.text,
                      _("La frase se conservó entera como responsable; no se asignó a nadie."))

    def _without_state(self, person: Person) -> Person:
        """In a Brazilian plan «(PE)» is Pernambuco and not Peru: no country is made of it."""
        if self._states and person.country and re.search(rf"\b{person.country}\b", person.as_written):
            return replace(person, country="", doubt="place")
        return person

    def _assign(self, person: Person, row: Row, position: int, fallback: str, line: int) -> None:
        country = person.country or (fallback if person.kind == "person" else "")
        self.rows["assignments"].append(full_row(
            "assignments", assignment_id=tables.new_id(), action_id=row["action_id"], as_written=person.as_written,
            name=person.name, country=country, kind=person.kind, role=person.role, position=position))
        if person.kind == "person":
            self._seen.setdefault((fold(person.name), country), {}).setdefault(person.name, line)
        if person.doubt == "place":
            self.log.note("doubt", line,
                          _("Junto al nombre «{name}» no hay un país conocido.").format(name=person.name),
                          person.as_written, _("Se importó sin país."))
        elif person.doubt == "name" and not country:
            self.log.note("doubt", line, _("«{name}» se tomó por el nombre de una persona.").format(name=person.name),
                          person.as_written, _("Se importó como persona sin país."))

    def _same_with_accents(self) -> None:
        for (_folded, country), spellings in self._seen.items():
            if len(spellings) > 1:
                self.log.note("doubt", max(spellings.values()),
                              _("El mismo nombre está escrito de varias maneras: puede ser la misma persona "
                                "({country}).").format(country=country or "—"), " / ".join(spellings),
                              _("Se conservó cada forma."))
