"""From the texts of a form to rows: numbers with the country's decimal sign, a fault for each field that is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from minga.errors import Fault
from minga.i18n import gettext as _
from minga.results.applicable import NOTHING_TO_TELL
from minga.results.reporting_form import ACTION, WHOLE, Item
from minga.results.reporting_numbers import read_number

Row = dict[str, Any]

LONGEST_TEXT = 4000
"""Characters of a comment, a narrative or the evidence."""
IN_WORDS = ("qualitative", "nominal")
"""Measures that are reported in words."""
PART = "part:"
"""Begins the name of a field for a part: ``part:sexo=mujeres``."""
NOT_APPLICABLE = "not_applicable"
"""The field of the mark that there is nothing to tell in the period; any text in it is the mark."""


def read_answer(item: Item, period: str, answer: Mapping[str, Any], sign: str) -> tuple[list[Row], list[Fault]]:
    """The rows that an answer makes, and what is wrong with it.

    Args:
        item: what it is about.
        period: the period.
        answer: texts by field; what the thing does not ask for is not looked at.
        sign: the decimal sign of whoever answers.

    Returns:
        Rows for ``progress`` or ``actuals``, and faults, each with the subject as ``file`` and the field as ``column``.
    """
    fields = _Fields(item.subject, answer, sign)
    rows = [_progress(item, period, fields)] if item.kind == ACTION else _values(item, period, fields)
    return rows, fields.faults


class _Fields:
    """The fields of one answer, and what is wrong with them."""

    def __init__(self, subject: str, answer: Mapping[str, Any], sign: str) -> None:
        self.subject, self.answer, self.sign = subject, answer, sign
        self.faults: list[Fault] = []

    def text(self, name: str) -> str:
        """A text; empty when the page brings something else."""
        said = self.answer.get(name)
        plain = said.strip() if isinstance(said, str) else ""
        if len(plain) > LONGEST_TEXT:
            self.wrong(name, _("El texto tiene {n} letras y caben {most}.").format(n=len(plain), most=LONGEST_TEXT))
        return plain

    def number(self, name: str) -> float | None:
        """A number; None when the field is empty or wrong."""
        said = self.answer.get(name)
        try:
            return read_number(said if isinstance(said, str) else "", self.sign)
        except ValueError as wrong:
            self.wrong(name, str(wrong))
            return None

    def wrong(self, name: str, message: str, advice: str = "") -> None:
        """Note a fault."""
        self.faults.append(Fault(message, file=self.subject, column=name, advice=advice))

    def evidence(self) -> str:
        """One piece of evidence a line, as the tables keep it."""
        lines = (line.strip(" ;\t") for line in self.text("evidence").splitlines())
        return "; ".join(line for line in lines if line)


def _progress(item: Item, period: str, fields: _Fields) -> Row:
    status = fields.text("status")
    if not status:
        fields.wrong("status", _("Falta decir cómo va la acción."), _("Elija una de las opciones."))
    return {"action_id": item.about["action_id"], "period": period, "status": status,
            "percent": fields.number("percent"), "comment": fields.text("comment"), "evidence": fields.evidence(),
            "review": "pending", "review_note": ""}


def _values(item: Item, period: str, fields: _Fields) -> list[Row]:
    measure = item.about["measure"]
    place = {"indicator_id": item.about["indicator_id"], "period": period, "country": item.country,
             "status": "pending", "review_note": ""}
    value: Row = {"value": None, "numerator": None, "denominator": None, "narrative": ""}
    if measure in IN_WORDS:
        value["narrative"] = fields.text("narrative")
    elif measure == "percentage":
        value |= {"numerator": fields.number("numerator"), "denominator": fields.number("denominator")}
    else:
        value["value"] = fields.number("value")
    parts = _parts(item, place, fields) if measure not in (*IN_WORDS, "percentage") else []
    if fields.text(NOT_APPLICABLE):
        _refuse_both(value, parts, fields)
        value = dict(NOTHING_TO_TELL)
    whole = place | {"dim_name": "", "dim_value": "", "comment": fields.text("comment"),
                     "evidence": fields.evidence()} | value
    said = any(content not in (None, "") for content in (*value.values(), whole["comment"]))
    if not said and not parts and not fields.faults:
        fields.wrong("narrative" if measure in IN_WORDS else "numerator" if measure == "percentage" else "value",
                     _("Falta el dato."), _("Escríbalo, o diga en el comentario por qué no lo hay."))
    return ([whole] if said or WHOLE in _known(item) or not parts else []) + parts


def _refuse_both(value: Row, parts: list[Row], fields: _Fields) -> None:
    """Note that somebody wrote a value and marked that there is none; «0 of 0» says the same as the mark."""
    none = (value["numerator"], value["denominator"]) == (0, 0)
    given = [text for name, text in value.items() if not (none and name in ("numerator", "denominator"))]
    if any(one not in (None, "") for one in (*given, *(row["value"] for row in parts))):
        fields.wrong(NOT_APPLICABLE, both_said(), _("Borre el dato, o quite la marca."))


def both_said() -> str:
    """That a value and the mark that there is none contradict each other."""
    return _("Marcó «no aplica» y escribió un dato: las dos cosas no pueden ser.")


def _parts(item: Item, place: Row, fields: _Fields) -> list[Row]:
    """A row for each part that says something, or that said something before."""
    rows = []
    for name, code in item.parts:
        number = fields.number(f"{PART}{name}={code}")
        if number is not None or (name, code) in _known(item):
            rows.append(place | {"dim_name": name, "dim_value": code, "value": number})
    return rows


def _known(item: Item) -> Mapping[tuple[str, str], Row]:
    return item.said.rows if item.said else {}


def subject_of_fault(fault: Fault, rows: Sequence[tuple[Item, Row]]) -> Fault:
    """A fault of a row as a fault of the field that it came from.

    Args:
        fault: its ``row`` counts from 1.
        rows: the rows that were saved together, each with what it is about.
    """
    if fault.row is None or not 1 <= fault.row <= len(rows):
        return fault
    item, row = rows[fault.row - 1]
    column = fault.column
    if row.get("dim_name") and column == "value":
        column = f"{PART}{row['dim_name']}={row['dim_value']}"
    return replace(fault, file=item.subject, row=None, column=column)
