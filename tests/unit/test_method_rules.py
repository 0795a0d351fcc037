"""Soft rules written in a method file: read with their defaults, and answered line by line when they are faulty."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from minga import methods
from minga.checks import check_card
from minga.errors import InputError

_DOCS = Path(__file__).parents[2] / "docs" / "methods.md"
_METHOD = """\
title: {es: Prueba, pt: Prova, en: Trial}
description: {es: Una prueba., pt: Uma prova., en: A trial.}
stages:
  - key: trial
    kind: clusters
    title: {es: Prueba, pt: Prova, en: Trial}
    question: {es: "¿Qué pasa?", pt: "O que acontece?", en: "What happens?"}
    rules:
      card_words: [2, 9]
      checks:
        lack: true
        comparatives: false
      words:
        lack:
          es: [nos quedamos sin]
"""


def _read(folder: Path, text: str) -> methods.Method:
    file = folder / "trial.yaml"
    file.write_text(text, encoding="utf-8")
    return methods.read_method(file)


def test_what_is_not_said_keeps_its_default(tmp_path: Path) -> None:
    (stage,) = _read(tmp_path, _METHOD).stages
    rules = stage.rules
    assert (rules.card_words, rules.title_words) == ((2, 9), methods.Rules().title_words)
    assert [c for c in methods.CHECKS if not rules.on(c)] == ["comparatives", "names"]
    assert rules.added("lack", "es") == ("nos quedamos sin",)
    assert rules.added("lack", "pt") == rules.added("allowed", "es") == ()
    (bare,) = _read(tmp_path, _METHOD[:_METHOD.index("    rules:")]).stages
    assert bare.rules == methods.Rules()
    assert [c for c in methods.CHECKS if not bare.rules.on(c)] == ["lack", "names"]


def test_a_one_word_title_is_fine_where_one_word_is_allowed() -> None:
    assert not methods.Rules(title_words=(1, 7)).on("one_word_title")
    assert methods.Rules(title_words=(2, 7)).on("one_word_title")
    assert not methods.Rules(title_words=(2, 7), checks=(("one_word_title", False),)).on("one_word_title")


@pytest.mark.parametrize(("old", "new", "says"), [
    ("        lack: true\n", "        falta: true\n", "El campo «falta» no existe"),
    ("        lack: true\n", "        lack: quizás\n", "«true» (se revisa) o «false»"),
    ("        lack: true\n", "        lack: 1\n", "«true» (se revisa) o «false»"),
    ("      card_words: [2, 9]\n", "      card_word: [2, 9]\n", "El campo «card_word» no existe"),
    ("      card_words: [2, 9]\n", "      card_words: [0, 9]\n", "dos números enteros"),
    ("        lack:\n          es:", "        faltas:\n          es:", "El campo «faltas» no existe"),
    ("          es: [nos", "          fr: [nos", "El campo «fr» no existe"),
    ("          es: [nos quedamos sin]", "          es: nos quedamos sin", "Se esperaba una lista"),
    ("          es: [nos quedamos sin]", "          es: [no]", "una palabra o una frase corta"),
    ("          es: [nos quedamos sin]", "          es: ['***']", "una palabra o una frase corta"),
    ("          es: [nos quedamos sin]", f"          es: [{'a' * 90}]", "una palabra o una frase corta"),
    ("        lack:\n          es: [nos quedamos sin]", "        lack: [nos quedamos sin]", "un grupo de campos"),
    ("      checks:\n        lack: true\n        comparatives: false\n", "      checks: [lack]\n", "un grupo"),
])
def test_a_fault_in_the_rules_names_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert _METHOD.count(old) == 1
    with pytest.raises(InputError) as refusal:
        _read(tmp_path, _METHOD.replace(old, new))
    (fault,) = refusal.value.faults
    assert says in str(fault)
    line = _METHOD[:_METHOD.index(old)].count("\n") + 1
    assert line <= (fault.row or 0) <= line + 1


def test_rules_may_be_written_once_and_taken_up_with_changes(tmp_path: Path) -> None:
    shared = _METHOD.replace("    rules:\n", "    rules: &usual\n") + _METHOD[_METHOD.index("  - key"):].replace(
        "key: trial", "key: second")
    start = shared.rindex("    rules:\n")
    first, second = _read(tmp_path, shared[:start] + "    rules: {<<: *usual, card_words: [1, 4]}\n").stages
    assert (first.rules.card_words, second.rules.card_words) == ((2, 9), (1, 4))
    assert second.rules.on("lack")


def test_the_examples_of_the_documentation_are_read_as_they_stand(tmp_path: Path) -> None:
    whole, *parts = re.findall(r"```yaml\n(.*?)```", _DOCS.read_text(encoding="utf-8"), re.DOTALL)
    stage = _read(tmp_path, whole + "".join(parts)).stages[0]
    assert stage.rules.on("lack")
    assert not stage.rules.on("comparatives")
    assert [n.code for n in check_card("Nos quedamos sin luz", stage.rules, "es")] == ["lack"]
    assert check_card("Cada año falta de lluvia", stage.rules, "es") == []
    assert set(stage.conversation) == {"O", "D"}


def test_the_documentation_names_every_check_and_every_list() -> None:
    said = _DOCS.read_text(encoding="utf-8")
    assert [name for name in (*methods.CHECKS, *methods.WORD_LISTS) if f"`{name}`" not in said] == []
