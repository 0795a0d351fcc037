"""How often the checks speak on the example plans: what speaks too often is noise, and nobody listens to it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from minga import methods
from minga.checks import check_card, check_title

_EXAMPLES = sorted((Path(__file__).parents[2] / "data" / "examples").glob("*/plans.csv"))
_NOISE = 0.15


def _rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _remarks(folder: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Stage and kind of text, the text, and the codes of its notes."""
    (plan,) = _rows(folder, "plans")
    method, language, own = methods.load_method(plan["method"]), plan["language"], frozenset({plan["organization"]})
    for stage in _rows(folder, "stages"):
        found = method.stage(stage["key"])
        assert found is not None
        cards = [c["text"] for c in _rows(folder, "cards") if c["stage_id"] == stage["stage_id"]]
        titles = [c["title"] for c in _rows(folder, "clusters") if c["stage_id"] == stage["stage_id"]]
        if found.kind == "directions":
            cards = cards or [a["text"] for a in _rows(folder, "actions")]
            titles = titles or [d["title"] for d in _rows(folder, "directions")]
        for text in cards:
            yield f"{found.key} cards", text, [n.code for n in check_card(text, found.rules, language, own=own)]
        for text in titles if found.kind != "columns" else []:
            yield f"{found.key} titles", text, [n.code for n in check_title(text, found.rules, language, own=own)]


@pytest.mark.parametrize("plan", _EXAMPLES, ids=lambda plan: plan.parent.name)
def test_at_most_one_text_in_seven_of_a_stage_gets_a_remark(plan: Path) -> None:
    heard: dict[str, list[bool]] = {}
    for where, _text, codes in _remarks(plan.parent):
        heard.setdefault(where, []).append(bool(codes))
    assert heard
    assert {where: sum(said) / len(said) for where, said in heard.items() if sum(said) / len(said) > _NOISE} == {}


def test_what_is_remarked_upon_in_the_network_deserves_it() -> None:
    (network,) = [plan.parent for plan in _EXAMPLES if "red-" in plan.parent.name]
    assert {text: codes for _where, text, codes in _remarks(network) if codes} == {
        "Falta quien lleve las cuentas.": ["lack"],
        "Varias organizaciones no tienen oficina.": ["lack"],
        "Preparar un proyecto regional que fortalezca a la red.": ["comparatives"],
    }
