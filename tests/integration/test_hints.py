"""Soft hints while people write: by the plan's method, in the plan's language, never in anybody's way."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from minga import i18n, paths
from minga.store import Store, rows
from minga.workshop import hints
from minga.workshop.inspect import inspect_plan
from minga.workshop.plans import new_plan

_FODA = """\
title: {es: FODA, pt: FOFA, en: SWOT}
description: {es: Cuatro miradas., pt: Quatro olhares., en: Four looks.}
stages:
  - key: swot
    kind: columns
    title: {es: Análisis, pt: Análise, en: Analysis}
    question: {es: "¿Qué vemos?", pt: "O que vemos?", en: "What do we see?"}
    columns:
      - {key: weaknesses, title: {es: Debilidades, pt: Fraquezas, en: Weaknesses}}
    rules:
      card_words: [1, 6]
      checks: {lack: true, comparatives: false}
      words:
        lack: {es: [nos quedamos sin]}
        allowed: {es: [falta de lluvia]}
  - key: answers
    kind: clusters
    title: {es: Respuestas, pt: Respostas, en: Answers}
    question: {es: "¿Qué hacemos?", pt: "O que fazemos?", en: "What do we do?"}
    rules: {title_words: [2, 4], checks: {empty_title: false}, words: {comparatives: {es: [visibiliz*]}}}
"""


@pytest.fixture
def foda(home: Path) -> Path:
    file = home / "parameters" / "methods" / "foda.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(_FODA, encoding="utf-8")
    return file


def _plan(store: Store, **more: Any) -> dict[str, dict[str, Any]]:
    plan_id = new_plan(store, title="Plan de prueba", organization="Red Ceiba", **more)
    return {s["key"]: s for s in rows(store, "stages", plan_id=plan_id)}


def test_an_obstacle_gets_its_question_and_a_vision_does_not(sqlite_store: Store) -> None:
    stages = _plan(sqlite_store)
    assert hints.card_hints(sqlite_store, stages["obstacles"], "Falta de caminos en el valle") == [
        "«Falta de» nombra lo que no está. ¿Qué hay en su lugar que lo impide?"]
    assert hints.card_hints(sqlite_store, stages["vision"], "Falta de caminos en el valle") == []
    assert hints.card_hints(sqlite_store, stages["vision"], "Cada cuenca tiene su radio") == []


def test_words_are_counted_by_the_stage_of_the_method(sqlite_store: Store) -> None:
    stages = _plan(sqlite_store)
    (said,) = hints.card_hints(sqlite_store, stages["vision"], "Radio")
    assert said.startswith("Tiene 1 palabra; se sugieren de 3 a 15.")
    assert hints.card_hints(sqlite_store, stages["context"], "Sequías") == []
    (said,) = hints.title_hints(sqlite_store, stages["vision"], "Comunicación")
    assert said.startswith("Una sola palabra")
    assert hints.title_hints(sqlite_store, stages["context"], "Retos") == []


def test_the_plan_gives_the_words_and_the_reader_the_sentences(sqlite_store: Store) -> None:
    stages = _plan(sqlite_store, language="pt")
    assert len(hints.card_hints(sqlite_store, stages["obstacles"], "Ausência de estradas no vale")) == 1
    assert hints.card_hints(sqlite_store, stages["obstacles"], "Ausencia total") != []
    with i18n.speaking("en"):
        assert len(hints.card_hints(sqlite_store, stages["obstacles"], "Ausência de estradas no vale")) == 1


def test_people_of_the_plan_are_known_and_its_own_organisation_may_be_named(sqlite_store: Store) -> None:
    stages = _plan(sqlite_store)
    plan_id = stages["obstacles"]["plan_id"]
    with sqlite_store.transaction("test", plan_id=plan_id) as tx:
        tx.insert("participants", {"plan_id": plan_id, "alias": "Jaguar", "organization": "Red Ceiba",
                                   "country": "", "team": "", "role": "participant"})
    said = hints.card_hints(sqlite_store, stages["obstacles"], "Siempre decide todo Jaguar")
    assert said == ["«Jaguar» parece el nombre de una persona u organización. "
                    "No se trata de quién, sino de qué: ¿qué hay ahí que bloquea?"]
    assert hints.card_hints(sqlite_store, stages["obstacles"], "En la Red Ceiba todo va lento") == []


def test_another_method_sets_its_own_rules_by_yaml_alone(foda: Path, sqlite_store: Store) -> None:
    stages = _plan(sqlite_store, method="foda")

    def card(key: str, text: str) -> int:
        return len(hints.card_hints(sqlite_store, stages[key], text))

    assert card("swot", "Falta de oficinas") == card("swot", "Nos quedamos sin luz") == 1
    assert card("swot", "Falta de lluvia") == card("swot", "Más ruido en la radio") == 0
    assert card("swot", "uno dos tres cuatro cinco seis siete") == 1
    assert card("answers", "Falta de oficinas") == 0
    assert card("answers", "Visibilizar los ríos") == 1
    assert hints.title_hints(sqlite_store, stages["answers"], "Trabajo en equipo") == []
    assert len(hints.title_hints(sqlite_store, stages["answers"], "Radio")) == 1


def test_a_method_that_changes_is_read_again_and_one_that_goes_leaves_the_usual_rules(
        foda: Path, sqlite_store: Store) -> None:
    stages = _plan(sqlite_store, method="foda")
    said = "Falta de oficinas"
    assert len(hints.card_hints(sqlite_store, stages["swot"], said)) == 1
    foda.write_text(_FODA.replace("lack: true", "lack: false"), encoding="utf-8")
    os.utime(foda, ns=(1, 1))
    assert hints.card_hints(sqlite_store, stages["swot"], said) == []
    foda.write_text("stages: [", encoding="utf-8")
    assert hints.card_hints(sqlite_store, stages["swot"], said) == []
    foda.unlink()
    assert hints.card_hints(sqlite_store, stages["swot"], said) == []


def test_a_plan_cannot_name_a_method_outside_the_folder(sqlite_store: Store) -> None:
    assert hints.stage_rules("../methods/top", "obstacles") == hints.stage_rules("", "obstacles")
    assert hints.stage_rules("top", "obstacles").on("lack")
    assert paths.methods().is_dir()


_ACTION = {"schedule_text": "Junio de 2018", "starts": date(2018, 6, 1), "ends": date(2018, 6, 30),
           "precision": "month", "recurrence": "", "open_ended": False}
_PERSON = {"name": "Colibrí", "country": "PE", "kind": "person", "role": "responsible", "accepted": None,
           "as_written": "Colibrí (Perú)"}
_PLAN = {"method": "top", "starts": date(2018, 1, 1), "ends": date(2019, 12, 31), "countries": "PE CO"}


@pytest.mark.parametrize(("action", "people", "plan", "says"), [
    ({}, [_PERSON], _PLAN, []),
    ({"schedule_text": "", "starts": None, "ends": None, "precision": "none"}, [_PERSON], _PLAN, ["no tiene fecha"]),
    ({"schedule_text": "Cuando llueva", "starts": None, "ends": None, "precision": "none"}, [_PERSON], _PLAN,
     ["«Cuando llueva» no se entiende"]),
    ({"schedule_text": "Permanente", "starts": None, "ends": None, "precision": "none",
      "recurrence": "permanent"}, [_PERSON], _PLAN, []),
    ({"starts": date(2017, 1, 1), "ends": date(2017, 2, 1)}, [_PERSON], _PLAN, ["antes de que empiece el plan"]),
    ({"starts": date(2020, 1, 1), "ends": None}, [_PERSON], _PLAN, ["después de que termina el plan"]),
    ({"starts": date(2020, 1, 1), "ends": None}, [_PERSON], None, []),
    ({"starts": date(2017, 6, 1), "ends": None, "open_ended": True}, [_PERSON], _PLAN, []),
    ({}, [], _PLAN, ["no tiene responsable"]),
    ({}, [{**_PERSON, "accepted": False}], _PLAN, ["no tiene responsable"]),
    ({}, [{**_PERSON, "role": "supports"}], _PLAN, ["no tiene responsable"]),
    ({}, [{**_PERSON, "country": ""}], _PLAN, ["de qué país es Colibrí"]),
    ({}, [{**_PERSON, "country": ""}], {**_PLAN, "countries": "PE"}, []),
    ({}, [{**_PERSON, "country": "", "kind": "group"}], _PLAN, []),
])
def test_an_action_is_asked_when_who_and_where(action: dict[str, Any], people: list[dict[str, Any]],
                                               plan: dict[str, Any] | None, says: list[str]) -> None:
    said = hints.action_hints({**_ACTION, **action}, people, plan=plan)
    assert len(said) == len(says)
    assert all(part in sentence for part, sentence in zip(says, said, strict=True))


def test_check_names_the_card_and_the_title_it_is_about(sqlite_store: Store) -> None:
    stages = _plan(sqlite_store)
    plan_id, stage = stages["obstacles"]["plan_id"], stages["obstacles"]
    with sqlite_store.transaction("test", plan_id=plan_id) as tx:
        for n, (text, status) in enumerate([("Falta de =caminos()", "active"), ("Falta de radios", "withdrawn"),
                                            ("Cada quien por su lado", "active")], 1):
            tx.insert("cards", {"stage_id": stage["stage_id"], "cluster_id": None, "position": n, "text": text,
                                "source": "paper", "status": status})
        tx.insert("clusters", {"stage_id": stage["stage_id"], "parent_id": None, "position": 1, "symbol": "▲",
                               "title": "Comunicación", "description": ""})
    found = [(f.file, f.column, str(f)) for f in inspect_plan(sqlite_store, plan_id)]
    assert [(file, column) for file, column, _said in found] == [("cards", "text"), ("clusters", "title")]
    assert "En «Obstáculos», «Falta de =caminos()»: «Falta de» nombra lo que no está." in found[0][2]
    assert "Una sola palabra" in found[1][2]


def test_hints_are_quick_enough_for_every_pause_of_two_hundred_phones(sqlite_store: Store) -> None:
    stages = _plan(sqlite_store)
    text = "Las decisiones de la red se toman de noche y por teléfono, sin que Jaguar avise a nadie del valle"
    hints.card_hints(sqlite_store, stages["obstacles"], text)
    begun = time.thread_time()
    for n in range(50):
        hints.card_hints(sqlite_store, stages["obstacles"], f"{text} {n}")
    assert (time.thread_time() - begun) / 50 < 0.01
