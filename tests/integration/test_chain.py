"""The chain through its verbs: what may be linked, what merges do to it, and the stories it tells."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from minga_widgets.journey import Journey
from minga_widgets.matrix import ChainMatrix

from minga.errors import InputError, NotFound, Refused
from minga.exchange.document import build_document
from minga.exchange.document.blocks import Grid
from minga.exchange.to_markdown import to_markdown
from minga.i18n import speaking
from minga.methods import load_method
from minga.store import Store, plan_rows, rows
from minga.workshop import arranging, cards, clusters, directions, participants, plans, reading, stages, undo
from minga.workshop.actor import FACILITATOR, Actor
from minga.workshop.coverage import coverage
from minga.workshop.inspect import inspect_plan
from minga.workshop.journey import CHAPTERS, find, journey, what_became
from minga.workshop.links import link, unlink

OP = "una-operacion-1"


def wall(store: Store, plan: str, key: str, groups: dict[str, list[str]]) -> dict[str, str]:
    """Write cards as facilitator, group and name them; ids of groups by title and of cards by text."""
    stage = reading.stage_by_key(store, plan, key)["stage_id"]
    stages.set_phase(store, FACILITATOR, stage, "naming")
    made: dict[str, str] = {}
    for title, texts in groups.items():
        for text in texts:
            made[text] = cards.add_card(store, FACILITATOR, stage, text)["card_id"]
        made[title] = clusters.add_cluster(store, FACILITATOR, stage, card_ids=[made[t] for t in texts])["cluster_id"]
        clusters.rename_cluster(store, FACILITATOR, made[title], title=title)
    return made


@pytest.fixture
def plan(store: Store) -> str:
    return plans.new_plan(store, title="Plan", starts=date(2026, 1, 1), ends=date(2027, 12, 31))


@pytest.fixture
def ids(store: Store, plan: str) -> dict[str, str]:
    """Two visions, three obstacles, and one direction with two actions; ids by words."""
    made = wall(store, plan, "vision", {"Agua para toda la gente": ["Pozos limpios"],
                                        "Escuelas con huerta": ["Huertas"]})
    made |= wall(store, plan, "obstacles", {"Pocas manos": ["Somos pocos", "Nadie releva"],
                                            "Lejos unos de otros": ["Caminos cortados"], "Miedo": ["Amenazas"]})
    made |= wall(store, plan, "directions", {"Cuidar las fuentes": ["Medir los pozos", "Sembrar orillas"]})
    stage = reading.stage_by_key(store, plan, "directions")["stage_id"]
    directions.form_directions(store, FACILITATOR, stage)
    view = reading.read_directions(store, plan)
    return made | {"D": view.directions[0]["direction_id"]} | {f"A {a['text']}": a["action_id"] for a in view.actions}


def linked(store: Store, plan: str, kind: str) -> set[tuple[str, str]]:
    return {(row["from_id"], row["to_id"]) for row in plan_rows(store, plan, ["links"])["links"] if row["kind"] == kind}


def told(store: Store, plan: str, row_id: str) -> str:
    return "\n".join(s["text"] for s in journey(store, plan, row_id))


# ── links ──────────────────────────────────────────────────────────────────────────────────────────

def test_what_fits_is_linked_once_and_unlinked(store: Store, plan: str, ids: dict[str, str]) -> None:
    o, v = ids["Pocas manos"], ids["Agua para toda la gente"]
    first = link(store, FACILITATOR, plan, o, v, "blocks", op_id=OP)
    assert link(store, FACILITATOR, plan, o, v, "blocks", op_id=OP)["link_id"] == first["link_id"]
    assert link(store, FACILITATOR, plan, o, v, "blocks")["link_id"] == first["link_id"]
    for start, end, kind in ((ids["D"], o, "addresses"), (ids["A Medir los pozos"], o, "addresses"),
                             (ids["D"], v, "advances"), (ids["A Medir los pozos"], ids["Somos pocos"], "came_from")):
        link(store, FACILITATOR, plan, start, end, kind)
        assert (start, end) in linked(store, plan, kind)
    assert unlink(store, FACILITATOR, plan, o, v, "blocks") == 1
    assert unlink(store, FACILITATOR, plan, o, v, "blocks") == 0
    assert linked(store, plan, "blocks") == set()


MISFITS = (
    ("Agua para toda la gente", "Pocas manos", "blocks"), ("Pocas manos", "Miedo", "blocks"),
    ("D", "Agua para toda la gente", "addresses"), ("D", "Pocas manos", "advances"),
    ("A Medir los pozos", "Agua para toda la gente", "advances"), ("D", "Pocas manos", "delivers"),
    ("Pocas manos", "Somos pocos", "came_from"), ("D", "D", "came_from"), ("Somos pocos", "Huertas", "blocks"),
)


def test_what_does_not_fit_is_refused_with_advice(store: Store, plan: str, ids: dict[str, str]) -> None:
    before = rows(store, "links")
    for start, end, kind in MISFITS:
        with pytest.raises(Refused) as why:
            link(store, FACILITATOR, plan, ids[start], ids[end], kind)
        assert why.value.advice
    assert rows(store, "links") == before


def test_ends_must_be_in_the_plan(sqlite_store: Store) -> None:
    store = sqlite_store
    one, other = (plans.new_plan(store, title=t) for t in ("Uno", "Otro"))
    o = wall(store, one, "obstacles", {"Miedo": ["a"]})["Miedo"]
    v = wall(store, other, "vision", {"Agua": ["b"]})["Agua"]
    for plan, start, end in ((one, o, v), (other, o, v), (one, o, "nada"), (one, "", "")):
        with pytest.raises(NotFound):
            link(store, FACILITATOR, plan, start, end, "blocks")
    with pytest.raises(NotFound):
        link(store, FACILITATOR, "ninguno", o, v, "blocks")
    assert rows(store, "links") == []


def test_only_whoever_facilitates_links(sqlite_store: Store) -> None:
    plan = plans.new_plan(sqlite_store, title="Plan")
    for act in (link, unlink):
        with pytest.raises(Refused):
            act(sqlite_store, Actor("x", "participant"), plan, "a", "b", "blocks")
        with pytest.raises(Refused):
            act(sqlite_store, FACILITATOR, plan, "a", "b", "eats")


def test_a_merge_takes_the_links_along_and_its_undoing_gives_them_back(store: Store, plan: str,
                                                                        ids: dict[str, str]) -> None:
    few, far = ids["Pocas manos"], ids["Lejos unos de otros"]
    water, school = ids["Agua para toda la gente"], ids["Escuelas con huerta"]
    for start, end in ((few, water), (far, water), (far, school)):
        link(store, FACILITATOR, plan, start, end, "blocks")
    link(store, FACILITATOR, plan, ids["A Medir los pozos"], far, "addresses")
    before = linked(store, plan, "blocks") | linked(store, plan, "addresses")
    stage = reading.stage_by_key(store, plan, "obstacles")["stage_id"]
    clusters.dissolve_cluster(store, FACILITATOR, far, into=few)
    assert linked(store, plan, "blocks") == {(few, water), (few, school)}
    assert linked(store, plan, "addresses") == {(ids["A Medir los pozos"], few)}
    undo.undo_last(store, FACILITATOR, stage)
    assert linked(store, plan, "blocks") | linked(store, plan, "addresses") == before


def test_a_group_that_goes_takes_its_links_with_it(sqlite_store: Store) -> None:
    store = sqlite_store
    plan = plans.new_plan(store, title="Plan")
    v = wall(store, plan, "vision", {"Agua": ["a"]})["Agua"]
    o = wall(store, plan, "obstacles", {"Miedo": ["b"]})["Miedo"]
    link(store, FACILITATOR, plan, o, v, "blocks")
    clusters.dissolve_cluster(store, FACILITATOR, o)
    assert rows(store, "links") == []


def test_taking_back_a_mark_also_takes_what_was_said_of_the_groups_within(store: Store, plan: str,
                                                                          ids: dict[str, str]) -> None:
    few, far, water = ids["Pocas manos"], ids["Lejos unos de otros"], ids["Agua para toda la gente"]
    link(store, FACILITATOR, plan, far, water, "blocks")
    clusters.nest_cluster(store, FACILITATOR, far, few)
    found = coverage(store, plan)
    assert found.blocks.said == {(few, water)}
    assert far not in found.blocks.rows
    assert unlink(store, FACILITATOR, plan, few, water, "blocks") == 1
    assert coverage(store, plan).blocks.said == frozenset()


def test_coverage_says_what_is_met_and_what_hangs_loose(store: Store, plan: str, ids: dict[str, str]) -> None:
    link(store, FACILITATOR, plan, ids["A Medir los pozos"], ids["Pocas manos"], "addresses")
    link(store, FACILITATOR, plan, ids["D"], ids["Escuelas con huerta"], "advances")
    found = coverage(store, plan)
    assert found.uncovered == (ids["Lejos unos de otros"], ids["Miedo"])
    assert found.orphan_actions == (ids["A Sembrar orillas"],)
    assert found.orphan_directions == ()
    assert found.unadvanced == (ids["Agua para toda la gente"],)
    assert found.addresses.through == {(ids["Pocas manos"], ids["D"]): 1}


def test_check_tells_what_hangs_loose_once_something_is_joined(sqlite_store: Store) -> None:
    plan = plans.new_plan(sqlite_store, title="Plan")
    made = wall(sqlite_store, plan, "vision", {"Agua limpia": ["Pozos"], "Escuelas con huerta": ["Huertas"]})
    made |= wall(sqlite_store, plan, "obstacles", {"Caminos cortados": ["Derrumbes"]})

    def loose() -> list[str]:
        return [str(f) for f in inspect_plan(sqlite_store, plan) if f.file == "links"]

    assert loose() == []
    link(sqlite_store, FACILITATOR, plan, made["Caminos cortados"], made["Agua limpia"], "blocks")
    assert [("obstáculo «Caminos cortados»" in said, "«Escuelas con huerta»" in said, "«Agua limpia»" in said)
            for said in loose()] == [(True, False, False), (False, False, True), (False, True, False)]


def test_the_method_says_which_stage_is_the_vision_whatever_its_key(sqlite_store: Store, home: Path) -> None:
    words = (Path(__file__).parents[2] / "parameters" / "methods" / "top.yaml").read_text(encoding="utf-8")
    file = home / "parameters" / "methods" / "horizon.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(words.replace("key: vision", "key: horizon"), encoding="utf-8")
    plan = plans.new_plan(sqlite_store, title="Plan", method="horizon")
    v = wall(sqlite_store, plan, "horizon", {"Agua": ["a"]})["Agua"]
    o = wall(sqlite_store, plan, "obstacles", {"Miedo": ["b"]})["Miedo"]
    link(sqlite_store, FACILITATOR, plan, o, v, "blocks")
    assert coverage(sqlite_store, plan).blocks.said == {(o, v)}
    file.write_text(words.replace("role: vision", "role: dream"), encoding="utf-8")
    with pytest.raises(InputError, match="dream"):
        load_method("horizon")
    assert coverage(sqlite_store, plan).blocks.rows == (o,), "without the method, the usual keys"


def test_the_plan_document_says_what_is_covered_once_something_was_joined(sqlite_store: Store) -> None:
    store = sqlite_store
    plan = plans.new_plan(store, title="Plan")
    made = wall(store, plan, "obstacles", {"Miedo": ["a"], "Pocas manos": ["b"]})
    made |= wall(store, plan, "directions", {"Cuidar": ["Medir | pozos", "Sembrar"]})
    directions.form_directions(store, FACILITATOR, reading.stage_by_key(store, plan, "directions")["stage_id"])
    assert "coverage" not in [part.key for part in build_document(store, plan).parts]
    action = next(a["action_id"] for a in rows(store, "actions") if a["text"] == "Medir | pozos")
    link(store, FACILITATOR, plan, action, made["Miedo"], "addresses")
    last = build_document(store, plan).parts[-1]
    assert last.title == "QUÉ CUBRE EL PLAN"
    grid = next(block for block in last.blocks if isinstance(block, Grid))
    assert grid.groups[0].rows == (("Miedo", "✓ 1 acción"), ("Pocas manos", ""))
    loose = to_markdown(build_document(store, plan)).partition("### Obstáculos sin cubrir")[2]
    assert "Pocas manos" in loose
    assert "Sembrar" in loose
    assert "Medir" not in loose


# ── stories ────────────────────────────────────────────────────────────────────────────────────────

def join(store: Store, plan: str, alias: str) -> Actor:
    joined = participants.join(store, plan, f"device-{alias}", alias)
    return Actor(joined["participant_id"], "participant", f"secret-{alias}")


def test_a_card_tells_who_wrote_it_where_it_went_and_what_it_became(store: Store, plan: str) -> None:
    stage = reading.stage_by_key(store, plan, "directions")["stage_id"]
    stages.set_phase(store, FACILITATOR, stage, "clustering")
    bird = join(store, plan, "Colibrí")
    card = cards.add_card(store, bird, stage, "Medir pozos")["card_id"]
    cards.edit_card(store, bird, card, "Medir los pozos")
    first = clusters.add_cluster(store, FACILITATOR, stage, symbol="●", card_ids=[card])["cluster_id"]
    second = clusters.add_cluster(store, FACILITATOR, stage, symbol="▲")["cluster_id"]
    arranging.move_card(store, FACILITATOR, card, second)
    undo.undo_last(store, FACILITATOR, stage)
    stages.set_phase(store, FACILITATOR, stage, "naming")
    for title in ("Agua", "Cuidar las fuentes"):
        clusters.rename_cluster(store, FACILITATOR, first, title=title)
    directions.form_directions(store, FACILITATOR, stage)
    action = reading.read_directions(store, plan).actions[0]["action_id"]
    directions.edit_action(store, FACILITATOR, action, schedule_text="Marzo de 2026")
    directions.assign(store, FACILITATOR, action, [{"as_written": "Ceiba (Bolivia)", "name": "Ceiba", "country": "BO"}])
    steps = journey(store, plan, card)
    text = "\n".join(s["text"] for s in steps)
    for said in ("La escribió Colibrí", "antes decía «Medir pozos»", "Se puso en «Cuidar las fuentes»",
                 "símbolo ●", "Antes se llamó «Agua»", "nació la dirección", "nació la acción", "marzo de 2026",
                 "Ceiba (Bolivia)", "Todavía no atiende ningún obstáculo"):
        assert said in text, said
    assert "▲" not in text, "what was undone is no part of the story"
    assert [s["chapter"] for s in steps] == sorted((s["chapter"] for s in steps), key=CHAPTERS.index)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", steps[0]["when"])
    assert {r["id"] for s in steps for r in s["refs"]} >= {first, action}
    back = told(store, plan, action)
    assert "La escribió Colibrí" in back
    assert what_became(store, plan, [card, "nada"]) == {
        card: f"Es ahora la acción {rows(store, 'actions', action_id=action)[0]['code']} de la dirección "
              "«1 Cuidar las fuentes»."}


def test_an_anonymous_stage_gives_away_neither_who_nor_when(store: Store, plan: str) -> None:
    stage = reading.stage_by_key(store, plan, "obstacles")["stage_id"]
    assert rows(store, "stages", stage_id=stage)[0]["anonymity"] == "anonymous"
    stages.set_phase(store, FACILITATOR, stage, "writing")
    stages.set_round(store, FACILITATOR, stage, 3, "")
    bird = join(store, plan, "Colibrí")
    made = [cards.add_card(store, bird, stage, text, round=3, op_id=f"op-{text}-000")["card_id"]
            for text in ("Somos pocos", "Amenazas")]
    cards.edit_card(store, bird, made[0], "Somos muy pocos", proof="op-Somos pocos-000")
    stages.set_phase(store, FACILITATOR, stage, "clustering")
    groups = [clusters.add_cluster(store, FACILITATOR, stage, symbol=s)["cluster_id"] for s in "★☀"]
    for group in reversed(groups):
        arranging.move_card(store, FACILITATOR, made[0], group)
    steps = journey(store, plan, made[0])
    text = "\n".join(s["text"] for s in steps)
    assert "una etapa anónima" in steps[0]["text"]
    assert "Estuvo también en «☀»" in text
    assert not any(s["when"] for s in steps)
    for told_too_much in ("Colibrí", "ronda", "Somos pocos", "teléfono"):
        assert told_too_much not in text, told_too_much


def test_nothing_is_told_of_a_wall_that_is_not_revealed(store: Store, plan: str) -> None:
    stage = reading.stage_by_key(store, plan, "vision")["stage_id"]
    stages.set_phase(store, FACILITATOR, stage, "writing")
    card = cards.add_card(store, FACILITATOR, stage, "Pozos limpios")["card_id"]
    clusters.add_cluster(store, FACILITATOR, stage, symbol="★", card_ids=[card])
    assert "★" not in what_became(store, plan, [card])[card]
    stages.set_phase(store, FACILITATOR, stage, "clustering")
    assert what_became(store, plan, [card])[card] == "Está en el grupo «★»."


def test_a_repeated_or_withdrawn_card_keeps_its_story(store: Store, plan: str) -> None:
    stage = reading.stage_by_key(store, plan, "vision")["stage_id"]
    stages.set_phase(store, FACILITATOR, stage, "clustering")
    top, same, gone = (cards.add_card(store, FACILITATOR, stage, t)["card_id"] for t in ("Pozos", "Más pozos", "Nada"))
    arranging.mark_duplicate(store, FACILITATOR, same, top)
    cards.withdraw_card(store, FACILITATOR, gone)
    assert "Dice lo mismo que «Pozos»" in told(store, plan, same)
    assert "Otra tarjeta dice lo mismo" in told(store, plan, top)
    assert "Se retiró de la pared" in told(store, plan, gone)
    became = what_became(store, plan, [same, gone])
    assert became[same].startswith("Quedó junto a otra que dice lo mismo: «Pozos».")
    assert became[gone] == "Se retiró de la pared."


def test_groups_obstacles_and_visions_tell_what_stands_before_and_after_them(store: Store, plan: str,
                                                                              ids: dict[str, str]) -> None:
    few, far = ids["Pocas manos"], ids["Lejos unos de otros"]
    link(store, FACILITATOR, plan, few, ids["Agua para toda la gente"], "blocks")
    link(store, FACILITATOR, plan, ids["A Medir los pozos"], few, "addresses")
    link(store, FACILITATOR, plan, ids["D"], ids["Agua para toda la gente"], "advances")
    clusters.dissolve_cluster(store, FACILITATOR, far, into=few)
    story = told(store, plan, few)
    for said in ("«Pocas manos» reúne 3 tarjetas", "Se le unió el grupo «Lejos unos de otros»",
                 "bloquea: «Agua para toda la gente»", "se atiende con: ", "Medir los pozos"):
        assert said in story, said
    assert "Todavía ninguna acción atiende «Miedo»" in told(store, plan, ids["Miedo"])
    vision = told(store, plan, ids["Agua para toda la gente"])
    assert "Se interponen entre hoy y «Agua para toda la gente»: «Pocas manos»" in vision
    assert "Acercan «Agua para toda la gente»: «1 Cuidar las fuentes»" in vision
    assert "Todavía ninguna dirección acerca" in told(store, plan, ids["Escuelas con huerta"])
    assert "Ya hay 1 acción o dirección que lo atiende." in what_became(store, plan, [ids["Somos pocos"]])[
        ids["Somos pocos"]]


def test_things_are_found_by_their_words_without_accents(sqlite_store: Store) -> None:
    store = sqlite_store
    plan = plans.new_plan(store, title="Plan")
    made = wall(store, plan, "vision", {"Comunicación viva": ["Émisoras con voz propia"]})
    assert [f["id"] for f in find(store, plan, "EMISORAS propia")] == [made["Émisoras con voz propia"]]
    assert find(store, plan, "emisoras sin") == []
    assert [f["what"] for f in find(store, plan, "comunicacion")] == ["Visión"]
    assert made["Comunicación viva"] in {f["id"] for f in find(store, plan, "")}
    assert find(store, plan, "%_'\" <b>") == []


def test_what_has_no_story_says_so(sqlite_store: Store) -> None:
    plan = plans.new_plan(sqlite_store, title="Plan")
    for row_id in ("nada", "", plan):
        with pytest.raises(NotFound):
            journey(sqlite_store, plan, row_id)


def test_every_story_is_told_in_three_languages(sqlite_store: Store) -> None:
    store = sqlite_store
    plan = plans.new_plan(store, title="Plan")
    made = wall(store, plan, "vision", {"Agua": ["Pozos {n} %s"]})
    for code in ("es", "pt", "en"):
        with speaking(code):
            steps: list[dict[str, Any]] = journey(store, plan, made["Pozos {n} %s"])
        assert steps
        assert all(s["text"] for s in steps)


# ── what the page shows ────────────────────────────────────────────────────────────────────────────

def test_the_tables_show_names_marks_and_what_is_loose_and_refuse_what_no_page_sends(sqlite_store: Store) -> None:
    store = sqlite_store
    plan = plans.find_plan(store, plans.new_plan(store, title="Plan"))
    made = wall(store, plan["plan_id"], "vision", {"Agua": ["a"]}) | wall(
        store, plan["plan_id"], "obstacles", {"Miedo": ["b"], "Pocas manos": ["c"]})
    matrix = ChainMatrix(store, FACILITATOR, plan)
    mark = matrix.verbs()["mark"]
    cell = {"id": "operacion-1", "table": "blocks", "row": made["Miedo"], "column": made["Agua"], "on": True}
    mark(cell)
    state = matrix.view()
    assert state["order"] == ["blocks", "addresses", "advances", "actions"]
    assert state[f"row:blocks:{made['Miedo']}"]["on"] == [made["Agua"]]
    assert state[f"row:blocks:{made['Pocas manos']}"]["bare"]
    assert [one["table"] for one in state["loose"]] == ["blocks"], "nothing is loose where there is nothing to join"
    assert state["head:addresses"]["empty"]
    for wrong in ({"table": "eats"}, {"table": ["blocks"]}, {"on": "yes"}, {"row": None}, {"row": made["Agua"]}):
        with pytest.raises((Refused, NotFound)):
            mark(cell | {"id": "operacion-2"} | wrong)
    with pytest.raises(Refused):
        ChainMatrix(store, Actor("x", "participant"), plan).verbs()["mark"](cell | {"id": "operacion-3"})
    mark(cell | {"id": "operacion-4", "on": False})
    assert matrix.view()[f"row:blocks:{made['Miedo']}"]["on"] == []


def test_the_page_of_a_story_opens_by_its_address_and_says_when_it_is_gone(sqlite_store: Store) -> None:
    store = sqlite_store
    plan = plans.find_plan(store, plans.new_plan(store, title="Plan"))
    card = wall(store, plan["plan_id"], "vision", {"Agua": ["Pozos"]})["Pozos"]
    page = Journey(store, plan, card)
    assert page.view()["story"]["full"] == "Pozos"
    assert [c["key"] for c in page.view()["story"]["chapters"]] == ["idea", "group"]
    page.verbs()["open"]({"row": "<nada>"})
    assert page.view()["story"] == {}
    assert "ya no está" in page.view()["missing"]
    assert [one["id"] for one in page.verbs()["find"]({"words": "pozos"})] == [card]
