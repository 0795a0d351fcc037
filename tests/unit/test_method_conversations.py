"""The ready questions of the focused conversation: they come with the method, in three languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from minga import i18n, methods
from minga.errors import InputError

_METHOD = """\
title: {es: Cierre, pt: Fechamento, en: Closing}
description: {es: Una conversación., pt: Uma conversa., en: A conversation.}
stages:
  - key: closing
    kind: clusters
    title: {es: Cierre, pt: Fechamento, en: Closing}
    question: {es: "¿Qué pasó?", pt: "O que aconteceu?", en: "What happened?"}
    conversation:
      O:
        - {es: "¿Qué vio?", pt: "O que você viu?", en: "What did you see?"}
        - {es: "¿Qué oyó?", pt: "O que você ouviu?", en: "What did you hear?"}
      D:
        - {es: "¿Qué sigue?", pt: "O que vem depois?", en: "What next?"}
"""


def _read(folder: Path, text: str) -> methods.StageMethod:
    file = folder / "closing.yaml"
    file.write_text(text, encoding="utf-8")
    return methods.read_method(file).stages[0]


def test_questions_come_by_level_and_in_the_language_in_force(tmp_path: Path) -> None:
    stage = _read(tmp_path, _METHOD)
    assert {level: len(asked) for level, asked in stage.conversation.items()} == {"O": 2, "D": 1}
    with i18n.speaking("pt"):
        assert str(stage.conversation["O"][1]) == "O que você ouviu?"


def test_a_stage_without_a_conversation_has_none(tmp_path: Path) -> None:
    assert _read(tmp_path, _METHOD[:_METHOD.index("    conversation:")]).conversation == {}


@pytest.mark.parametrize(("old", "new", "says"), [
    ("      D:\n", "      X:\n", "El campo «X» no existe"),
    (', en: "What next?"', "", "Falta el texto en «en»"),
    ("¿Qué sigue?", "¿Qué sigue en {organization}?", "Minga no sabe con qué llenar «{organization}»"),
    ('        - {es: "¿Qué sigue?", pt: "O que vem depois?", en: "What next?"}\n', "        []\n", "al menos un"),
    ('        - {es: "¿Qué sigue?", pt: "O que vem depois?", en: "What next?"}\n', "        ¿Y ahora?\n", "una lista"),
])
def test_a_fault_in_a_conversation_names_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert _METHOD.count(old) == 1
    text = _METHOD.replace(old, new)
    with pytest.raises(InputError) as refusal:
        _read(tmp_path, text)
    assert says in str(refusal.value)
    pairs = zip(text.splitlines(), _METHOD.splitlines(), strict=False)
    expected = next(n for n, (new_line, old_line) in enumerate(pairs, 1) if new_line != old_line)
    assert abs(refusal.value.faults[0].row - expected) <= 1


@pytest.mark.parametrize("name", ["top", "mobilisation"])
def test_shipped_conversations_have_two_or_three_questions_on_each_level(name: str) -> None:
    talked = [s.conversation for s in methods.load_method(name).stages if s.conversation]
    assert len(talked) >= 5
    for conversation in talked:
        assert tuple(conversation) == methods.LEVELS
        assert all(2 <= len(asked) <= 3 for asked in conversation.values())
        assert all(getattr(w, code).rstrip().endswith("?") for asked in conversation.values() for w in asked
                   for code in i18n.LANGUAGES)
        assert all(w.es.startswith(("¿", "Si ")) for asked in conversation.values() for w in asked)


def test_no_question_is_asked_twice_in_a_method() -> None:
    for name in ("top", "mobilisation"):
        asked = [w.es for s in methods.load_method(name).stages for level in s.conversation.values() for w in level]
        assert len(set(asked)) == len(asked)
