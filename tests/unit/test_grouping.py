"""Suggested groups: humble, the same every time, and never about what people already grouped."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.errors import InputError
from minga.grouping import Card, Suggestion, propose
from minga.grouping.vocabulary import vocabulary

WALLS = {
    "es": (["Fondo común para proyectos", "Una colecta paga los proyectos", "Presupuesto con aportes propios"],
           ["Escuela de promotoras", "Talleres de formación", "Universidades que enseñan con nosotras"]),
    "pt": (["Fundo comum para projetos", "Uma arrecadação paga os projetos", "Orçamento com doações"],
           ["Escola de promotoras", "Oficinas de formação", "Universidades que ensinam conosco"]),
    "en": (["A common fund for projects", "Fundraising pays the projects", "A budget with donations"],
           ["School of promoters", "Training workshops", "Universities that teach with us"]),
}
REPEATED = {
    "es": ("Formación de jóvenes en cada país", "formacion de los jovenes en cada pais"),
    "pt": ("Formação de jovens em cada país", "Formaçao de jovems em cada pais"),
    "en": ("Training for young people in each country", "Trainning for young people in each contry"),
}


def both(language: str) -> list[str]:
    return [text for matter in WALLS[language] for text in matter]


def loose(*texts: str) -> list[Card]:
    return [Card(f"c{n}", text) for n, text in enumerate(texts)]


def of_kind(kind: str, found: list[Suggestion]) -> list[set[str]]:
    return [set(one.card_ids) for one in found if one.kind == kind]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.text(st.characters(codec=None), max_size=40) | st.sampled_from(both("es")),
                       st.sampled_from(["", "", "a", "b"])), max_size=25),
    st.sampled_from(["es", "pt", "en", "xx"]))
def test_whatever_the_cards_say_suggestions_name_loose_cards_of_the_wall(
        wall: list[tuple[str, str]], language: str) -> None:
    cards = [Card(f"c{n}", text, group) for n, (text, group) in enumerate(wall)]
    groups = {card.id: card.group for card in cards}
    found = propose(cards, language)
    assert found == propose(cards, language)
    for one in found:
        assert set(one.card_ids) <= set(groups)
        assert len(set(one.card_ids)) == len(one.card_ids)
        assert 0 <= one.score <= 1
        moved = one.card_ids[1:] if one.kind == "duplicate" else one.card_ids
        assert [groups[card] for card in moved] == [""] * len(moved), "a card that people grouped would be moved"
    for kind in ("join", "pair", "group"):
        named = Counter(card for one in found if one.kind == kind for card in one.card_ids)
        assert set(named.values()) <= {1}


@pytest.mark.parametrize("language", WALLS)
def test_cards_about_one_matter_are_suggested_together(language: str) -> None:
    money, learning = WALLS[language]
    found = of_kind("group", propose(loose(*money, *learning), language))
    assert sorted(map(sorted, found)) == [["c0", "c1", "c2"], ["c3", "c4", "c5"]]


@pytest.mark.parametrize("language", REPEATED)
def test_a_repetition_is_found_through_accents_and_slips(language: str) -> None:
    found = propose(loose(*both(language), *REPEATED[language]), language)
    assert of_kind("duplicate", found) == [{"c6", "c7"}]
    assert not any("c7" in one.card_ids for one in found if one.kind != "duplicate")


@pytest.mark.parametrize(("one", "other"), [
    ("Formar mujeres", "Formar hombres"), ("Reunión en 2024", "Reunión en 2025"), ("Hay confianza", "No hay confianza"),
    ("Confianza entre países", "Desconfianza entre países"), ("Apoyo legal", "Apoyo ilegal"), ("!!!", "???"),
])
def test_cards_that_only_look_alike_are_no_repetition(one: str, other: str) -> None:
    assert of_kind("duplicate", propose(loose(one, other), "es")) == []


def test_the_card_in_a_group_stays_and_the_loose_one_is_the_repetition() -> None:
    found = propose([Card("new", "fondo comun"), Card("old", "Fondo común", "money")], "es")
    assert found == [Suggestion("duplicate", ("old", "new"), "money", 1.0)]


def test_a_loose_card_may_join_the_group_that_speaks_of_the_same() -> None:
    money, learning = WALLS["es"]
    cards = [Card(f"m{n}", text, "money") for n, text in enumerate(money)]
    cards += [Card(f"l{n}", text, "learning") for n, text in enumerate(learning)]
    found = propose([*cards, Card("new", "Taller para docentes")], "es")
    assert [(one.kind, one.card_ids, one.group) for one in found] == [("join", ("new",), "learning")]


def test_a_wall_without_loose_cards_gets_no_suggestion() -> None:
    assert propose([Card("a", "Fondo común", "g"), Card("b", "Fondo comun", "g")], "es") == []


def test_a_large_wall_is_answered_whole() -> None:
    cards = loose(*(f"{text} {n}" for n in range(50) for text in both("es")))
    assert all(3 <= len(one.card_ids) <= 12 for one in propose(cards, "es") if one.kind == "group")


def test_a_process_that_asks_for_nothing_loads_no_library_for_it() -> None:
    heavy = "import minga.workshop.suggesting, sys; print({'sklearn', 'scipy', 'snowballstemmer'} & {*sys.modules})"
    assert subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_a_file_of_words_with_another_shape_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGA_HOME", str(tmp_path))
    file = tmp_path / "parameters" / "grouping" / "es.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("stop: [a, b]\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"es\.yaml"):
        vocabulary("es")
