"""Only what is declared, with the type declared, reaches a notebook."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga import i18n
from minga.errors import InputError, NotFound, UsageError
from minga.runs import from_text, list_templates, load_declaration
from minga.runs.declaration import read_declaration
from minga.runs.parameters import Declaration, Parameter, faults_in

DECLARED = Declaration("informe", None, (  # type: ignore[arg-type]
    Parameter("plan", "str", required=True, by_minga=True),
    Parameter("code", "str"),
    Parameter("top", "int"),
    Parameter("threshold", "float"),
    Parameter("detailed", "bool"),
    Parameter("audience", "choice", choices=("team", "public")),
    Parameter("country", "country"),
    Parameter("day", "date"),
    Parameter("minutes", "int", least=30, most=600),
))


def messages(values: dict[Any, Any]) -> list[str]:
    return [str(fault) for fault in faults_in(DECLARED, values)]


@pytest.mark.parametrize(("text", "value"), [
    ("code=1.10", "1.10"), ("code=01", "01"), ("code=no", "no"), ("code=", ""), ("code=a=b", "a=b"),
    ("top=12", 12), ("minutes=600", 600),
    ("threshold=0.5", 0.5), ("threshold=3", 3.0), ("detailed=sí", True), ("detailed=False", False),
    ("audience=public", "public"), ("country= mx", "MX"), ("country=", ""), ("day=2018-06-30", "2018-06-30"),
    ("day=", ""),
])
def test_a_text_of_the_command_line_takes_the_declared_type(text: str, value: object) -> None:
    [found] = from_text(DECLARED, [text]).values()
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(("text", "says"), [
    ("code", "--param nombre=valor"),
    ("audiense=team", "¿Quiso decir «audience»?"),
    ("nothing=1", "Los que hay son: code, top, threshold, detailed, audience, country, day, minutes."),
    ("plan=otro", "lo pone Minga"),
    ("top=1.5", "Se espera un número entero"),
    ("top=1e3", "Se espera un número entero"),
    ("minutes=29", "Se espera un número de 30 a 600"),
    ("minutes=601", "Se espera un número de 30 a 600"),
    ("threshold=nan", "Se espera un número con punto decimal"),
    ("threshold=1,5", "Se espera un número con punto decimal"),
    ("detailed=quizás", "Se espera true o false"),
    ("audience=todos", "Se espera uno de: team, public"),
    ("country=México", "Se espera un código de país de dos letras, por ejemplo MX"),
    ("day=30/06/2018", "Se espera una fecha, año-mes-día"),
    ("day=2018-02-30", "Se espera una fecha, año-mes-día"),
])
def test_a_text_that_does_not_fit_is_answered_with_what_would(text: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        from_text(DECLARED, [text])
    assert says in str(caught.value)


def test_every_wrong_text_is_named_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        from_text(DECLARED, ["x=1", "top=a", "code=1", "code=2", "sola"])
    assert len(caught.value.faults) == 4


def test_a_name_that_carries_code_is_refused() -> None:
    assert "no tiene un parámetro" in messages({"n=1\nimport os\nz": 1})[0]


@pytest.mark.parametrize("value", [
    None, Path("x"), date(2018, 1, 1), (1, 2), ["a"], {"a": 1}, b"x", float("nan"), float("inf"), "a\x00b", "x" * 1001,
    "\udcff",
])
@pytest.mark.parametrize("name", ["code", "threshold", "top", "detailed", "audience", "country", "day"])
def test_what_is_no_plain_scalar_is_refused_everywhere(name: str, value: object) -> None:
    assert len(messages({name: value})) == 1


def test_a_text_that_only_claims_to_be_one_is_refused() -> None:
    class Sly(str):
        __slots__ = ()

    assert len(messages({"code": Sly("x")})) == 1


def test_true_is_no_number_and_one_is_no_truth() -> None:
    assert len(messages({"top": True, "detailed": 1, "threshold": False})) == 3


def test_names_that_are_no_texts_are_refused() -> None:
    assert len(messages({2: "a"})) == 1


@given(st.dictionaries(st.text(max_size=30), st.one_of(st.text(max_size=30), st.integers(), st.floats(),
                                                       st.booleans(), st.none(), st.lists(st.integers()))))
def test_what_passes_is_json_under_declared_names_alone(values: dict[str, Any]) -> None:
    refused = {fault.column for fault in faults_in(DECLARED, values)}
    passed = {name: value for name, value in values.items() if name[:80] not in refused}
    assert set(passed) <= set(DECLARED.open_names())
    assert json.loads(json.dumps(passed, allow_nan=False)) == passed


def test_the_monitoring_report_declares_its_parameters_in_three_languages() -> None:
    declared = load_declaration("monitoring")
    assert [p.name for p in declared.parameters] == ["plan", "period", "language", "audience", "country", "as_of",
                                                     "store", "out"]
    assert declared.open_names() == ["language", "audience", "country", "as_of"]
    for code in i18n.LANGUAGES:
        with i18n.speaking(code):
            assert all(str(p.help) for p in declared.parameters)
            assert str(declared.title)


def test_an_unknown_report_is_answered_with_those_there_are() -> None:
    with pytest.raises(NotFound, match="monitoring"):
        load_declaration("../../secreto")
    assert "monitoring" in list_templates()


WRONG = """\
title: {es: Informe, pt: Relatório, en: Report}
parameters:
  - name: plan
    type: text
    help: {es: a, pt: b, en: c}
  - name: plan
    type: str
    choices: [a]
    help: {es: a, pt: b}
  - name: "import os"
    type: choice
    required: sometimes
    set_by: anybody
    colour: red
    help: {es: a, pt: b, en: c}
  - name: top
    type: int
    least: 2
    most: 1
    help: {es: a, pt: b, en: c}
"""


def test_every_fault_of_a_parameters_file_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "informe.yaml"
    file.write_text(WRONG, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_declaration(file)
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [
        (3, "type"), (6, "name"), (6, "choices"), (6, "help"),
        (10, "colour"), (10, "name"), (10, "set_by"), (10, "required"), (10, "choices"), (16, "least")]
    assert {fault.file for fault in caught.value.faults} == {"informe.yaml"}


@pytest.mark.parametrize("text", ["parameters: [", "", "- a", "parameters: {}", "title: x\nparameters: [1, a]"])
def test_a_broken_parameters_file_is_an_input_error_with_a_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "informe.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_declaration(file)
    assert all(fault.row for fault in caught.value.faults)
