"""The example plans say what they should, in numbers; the files are what the tool makes; nobody real is named."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from minga import i18n, methods, numbering
from minga.exchange import read_package
from minga.schedules import understand
from tools import examples
from tools.examples import book, network

NETWORK, MOBILISATION = "red-ejemplo-2018-2019", "movilizacion-ejemplo-2024-2030"
Rows = dict[str, list[dict[str, Any]]]

# First digits of the hashes of names of people and organisations that no example may carry.
_FORBIDDEN = """
    01a186dd 11cdf86d 1505e1f8 254835d7 384dac33 3d822693 413d4b56 44e5bf55 4d428a8c 4da860a5 51cafb00
    5430986a 548a0cae 5d702eb0 750d3dac 7b85175b 7cadab45 7e71c3a1 8039605e 8747ec6a 8813d406 94aec9fb
    9ba3a747 9eb6835c b7defead bc030e4b c5ff177a c8a2035c c998f300 ca0b642e d2776709 d4d38dd6 dcd79ebc
    e4c2eed8 ed2befb1 ef7758ee f3c2ce17 fe2fccce
"""


@pytest.fixture(scope="module")
def plan() -> Rows:
    """The network's plan, as it is tracked."""
    return read_package(examples.FOLDER / NETWORK)[0]


@pytest.fixture(scope="module")
def strategy() -> Rows:
    """The mobilisation strategy, as it is tracked."""
    return read_package(examples.FOLDER / MOBILISATION)[0]


def _cards_by_column(rows: Rows, stage: str) -> list[int]:
    """How many cards each column or group of a stage has, in their order."""
    stage_id = next(s["stage_id"] for s in rows["stages"] if s["key"] == stage)
    columns = sorted((c for c in rows["clusters"] if c["stage_id"] == stage_id), key=lambda c: c["position"])
    return [sum(card["cluster_id"] == c["cluster_id"] for card in rows["cards"]) for c in columns]


def _of(rows: Rows, table: str, parents: list[dict[str, Any]], column: str) -> list[list[dict[str, Any]]]:
    """The rows of a table under each parent, in order."""
    return [sorted((r for r in rows[table] if r[column] == p[column]), key=lambda r: r["position"]) for p in parents]


def _directions(rows: Rows) -> list[dict[str, Any]]:
    return sorted(rows["directions"], key=lambda d: d["position"])


def _specific(rows: Rows) -> list[dict[str, Any]]:
    return sorted((o for o in rows["objectives"] if o["level"] == "specific"), key=lambda o: o["position"])


def _words(text: str) -> set[str]:
    """Every word in small letters without accents."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return set(re.findall(r"[^\W\d_]+", plain.casefold()))


# ── the files ──────────────────────────────────────────────────────────────────────────────────────

def test_the_tracked_files_are_what_the_tool_makes(tmp_path: Path) -> None:
    made = {str(f.relative_to(tmp_path)): f.read_bytes() for f in examples.write(tmp_path)}
    there = {str(f.relative_to(examples.FOLDER)): f.read_bytes()
             for name in examples.PLANS for f in (examples.FOLDER / name).iterdir()}
    assert set(there) == set(made)
    changed = [name for name in made if made[name] != there[name]]
    assert changed == [], "run: python -m tools.examples"


def test_making_the_files_again_takes_away_what_does_not_belong(tmp_path: Path) -> None:
    examples.write(tmp_path)
    stray = tmp_path / NETWORK / "old.csv"
    stray.write_text("x", encoding="utf-8")
    examples.write(tmp_path)
    assert not stray.exists()


@pytest.mark.parametrize("name", [NETWORK, MOBILISATION])
def test_a_package_is_read_without_faults_or_warnings(name: str) -> None:
    rows, warnings = read_package(examples.FOLDER / name)
    assert warnings == []
    assert rows["plans"][0]["plan_id"] == name


@pytest.mark.parametrize("name", [NETWORK, MOBILISATION])
def test_every_id_looks_drawn_at_random(name: str) -> None:
    rows, _warnings = read_package(examples.FOLDER / name)
    ids = [r["card_id"] for r in rows["cards"]] + [r["link_id"] for r in rows["links"]]
    assert all(re.fullmatch("[a-z2-9]{16}", one) for one in ids)
    order = [r["card_id"] for r in sorted(rows["cards"], key=lambda r: (r["stage_id"], r["position"]))]
    assert order != sorted(order)


def test_no_real_name_is_in_the_examples() -> None:
    files = [f for folder in (examples.FOLDER, Path(examples.__file__).parent) for f in folder.rglob("*")
             if f.suffix in (".csv", ".json", ".md", ".py")]
    assert len(files) > 40
    found = {(f.name, word) for f in files for word in _words(f.read_text(encoding="utf-8"))
             if hashlib.sha256(word.encode()).hexdigest()[:8] in _FORBIDDEN.split()}
    assert found == set()


def test_the_search_for_names_finds_them_also_with_accents_and_capitals() -> None:
    name = hashlib.sha256(b"jacaranda").hexdigest()[:8]
    assert name in {hashlib.sha256(w.encode()).hexdigest()[:8] for w in _words("Coordina JACARANDÁ (Brasil).")}


@pytest.mark.parametrize("name", [NETWORK, MOBILISATION])
def test_nobody_took_part_and_no_card_has_an_author(name: str) -> None:
    rows, _warnings = read_package(examples.FOLDER / name)
    assert rows["participants"] == []
    assert all(card["author_id"] is None and card["created_at"] is None for card in rows["cards"])


@pytest.mark.parametrize("name", [NETWORK, MOBILISATION])
def test_every_value_and_report_says_that_it_is_synthetic(name: str) -> None:
    rows, _warnings = read_package(examples.FOLDER / name)
    said = rows["actuals"] + rows["progress"]
    assert len(said) >= 27
    assert all(r["reported_by"] == book.SYNTHETIC and r["comment"].startswith("Dato sintético.") for r in said)
    approved = [r for r in rows["actuals"] if r["status"] == "approved"]
    assert all(r["approved_by"] == book.SYNTHETIC and r["approved_at"] > r["reported_at"] for r in approved)


# ── the network ────────────────────────────────────────────────────────────────────────────────────

def test_the_network_has_the_cards_it_should(plan: Rows) -> None:
    assert _cards_by_column(plan, "context") == [19, 11]
    assert _cards_by_column(plan, "vision") == [9, 2, 5, 4, 2]
    assert _cards_by_column(plan, "obstacles") == [5, 6, 3, 4]


def test_the_network_works_in_eleven_countries(plan: Rows) -> None:
    assert plan["plans"][0]["countries"].split() == ["AR", "BO", "BR", "CO", "GT", "IT", "MX", "NI", "PE", "SV", "VE"]


def test_the_actions_keep_their_codes_and_parents(plan: Rows) -> None:
    by_direction = _of(plan, "actions", _directions(plan), "direction_id")
    assert [[a["code"] for a in some] for some in by_direction] == [
        ["1", "1.1", "2", "2.1", "2.2", "2.3", "2.4", "2.5", "3", "3.1", "3.2", "4", "4.1", "4.2", "5"],
        ["1", "1.2", "1.3", "1.4", "2", "3", "4", "5"], ["1", "1.1", "2", "3"], ["1", "1.1", "1.2", "1.3", "2"]]
    codes = {a["action_id"]: (a["direction_id"], a["code"]) for a in plan["actions"]}
    for action in plan["actions"]:
        above = action["code"].rpartition(".")[0]
        assert codes.get(action["parent_id"]) == ((action["direction_id"], above) if above else None)
    assert sum(a["parent_id"] is not None for a in plan["actions"]) == 17
    assert [len(numbering.check([a["code"] for a in some])) for some in by_direction] == [0, 1, 0, 0]


def test_every_schedule_is_understood_and_kept(plan: Rows) -> None:
    said = [a for a in plan["actions"] if a["schedule_text"]]
    assert (len(said), len(plan["actions"]) - len(said)) == (20, 12)
    for action in said:
        schedule = understand(action["schedule_text"], plan_starts=network.STARTS, plan_ends=network.ENDS)
        assert schedule.kind != "none"
        assert schedule.doubt == ""
        assert (action["starts"], action["ends"], action["precision"], action["open_ended"], action["recurrence"],
                action["deliverable"]) == (schedule.starts, schedule.ends, schedule.precision, schedule.open_ended,
                                           schedule.recurrence, schedule.deliverable)
    assert Counter((str(a["starts"]), a["precision"]) for a in said) == {
        ("2018-02-21", "third"): 2, ("2018-01-01", "month"): 10, ("2018-06-01", "month"): 4,
        ("2017-12-01", "month"): 2, ("2018-12-01", "month"): 1, ("2018-01-01", "year"): 1}
    assert sum(a["open_ended"] for a in said) == 10


def test_people_answer_with_their_country_and_groups_stay_groups(plan: Rows) -> None:
    people = [a for a in plan["assignments"] if a["kind"] == "person"]
    pairs = {(a["name"], a["country"]) for a in people}
    assert (len(people), len(pairs), len(plan["assignments"])) == (41, 30, 51)
    assert Counter(country for _name, country in pairs) == {
        "AR": 3, "BO": 2, "BR": 1, "CO": 5, "GT": 2, "IT": 4, "MX": 7, "NI": 1, "PE": 2, "SV": 2, "VE": 1}
    assert Counter(a["kind"] for a in plan["assignments"]) == {"person": 41, "group": 9, "everyone": 1}


def test_every_handle_is_a_tree_a_bird_or_a_river(plan: Rows) -> None:
    invented = {name for names in network.HANDLES.values() for name in names}
    people = {a["name"] for a in plan["assignments"] if a["kind"] == "person"}
    assert people <= invented
    in_sentences = {name for a in plan["assignments"] if a["kind"] != "person"
                    for name in re.findall(r"([^\W\d_]+) \(", a["as_written"])}
    assert in_sentences == {"Oyamel", "Zanate", "Tángara"}
    assert people | in_sentences == invented


def test_one_obstacle_is_left_alone_and_one_action_takes_on_none(plan: Rows) -> None:
    obstacles = {s["stage_id"] for s in plan["stages"] if s["key"] == "obstacles"}
    known = {c["cluster_id"]: c["title"] for c in plan["clusters"] if c["stage_id"] in obstacles}
    taken_on = {link["to_id"] for link in plan["links"] if link["kind"] == "addresses"}
    assert [title for key, title in known.items() if key not in taken_on] == ["Diferencias que no sabemos conversar"]
    busy = {link["from_id"] for link in plan["links"] if link["kind"] == "addresses"}
    idle = [a for a in plan["actions"] if a["action_id"] not in busy]
    assert [(a["code"], a["parent_id"]) for a in idle] == [("5", None)]
    assert not {d["direction_id"] for d in plan["directions"]} & busy


def test_links_go_from_where_to_where_they_should(plan: Rows) -> None:
    stages = {s["stage_id"]: s["key"] for s in plan["stages"]}
    kind = {c["cluster_id"]: stages[c["stage_id"]] for c in plan["clusters"]}
    for table in ("directions", "actions", "indicators"):
        kind |= {r[f"{table[:-1]}_id"]: table for r in plan[table]}
    assert Counter((link["kind"], kind[link["from_id"]], kind[link["to_id"]]) for link in plan["links"]) == {
        ("blocks", "obstacles", "vision"): 8, ("advances", "directions", "vision"): 7,
        ("addresses", "actions", "obstacles"): 31, ("delivers", "actions", "indicators"): 11}
    for wanted in ("blocks", "advances"):
        reached = {link["to_id"] for link in plan["links"] if link["kind"] == wanted}
        assert {key for key, of in kind.items() if of == "vision"} == reached, wanted


def test_each_direction_has_its_objective_with_lines_and_indicators(plan: Rows) -> None:
    specific = _specific(plan)
    assert [o["direction_id"] for o in specific] == [d["direction_id"] for d in _directions(plan)]
    assert [o["level"] for o in plan["objectives"]].count("general") == 1
    assert [len(some) for some in _of(plan, "lines", specific, "objective_id")] == [2, 2, 2, 2]
    assert [len(some) for some in _of(plan, "indicators", specific, "objective_id")] == [3, 3, 2, 2]
    assert {i["result_id"] for i in plan["indicators"]} == {r["result_id"] for r in plan["results"]}


def test_the_indicators_are_of_every_kind(plan: Rows) -> None:
    assert {i["method"] for i in plan["indicators"]} == {"period", "cumulative", "snapshot"}
    assert {i["measure"] for i in plan["indicators"]} == {"unit", "percentage", "qualitative"}
    assert [i["code"] for i in plan["indicators"] if not i["ascending"]] == ["2.3"]
    assert sum(i["baseline_value"] is None for i in plan["indicators"]) == 4
    assert all(i["baseline_comment"] for i in plan["indicators"])
    assert {t["period"] for t in plan["targets"]} == {"2018-S1", "2018-S2", "2019-S1", "2019-S2"}


def test_values_fall_wait_and_are_missing_as_in_life(plan: Rows) -> None:
    codes = {i["indicator_id"]: i["code"] for i in plan["indicators"]}
    totals = {(codes[a["indicator_id"]], a["period"]): a for a in plan["actuals"]
              if not (a["country"] or a["dim_name"])}
    assert totals["1.2", "2019-S1"]["value"] < totals["1.2", "2018-S2"]["value"]
    assert "devolvieron" in totals["1.2", "2019-S1"]["comment"]
    assert sorted(key for key, a in totals.items() if a["status"] == "pending") == [
        ("1.3", "2018-S2"), ("2.2", "2019-S1"), ("3.2", "2019-S1")]
    assert [key for key, a in totals.items() if a["status"] == "returned"] == [("2.1", "2019-S1")]
    gaps = {(c, p) for c in codes.values() for p in ("2018-S1", "2018-S2", "2019-S1")} - set(totals)
    assert gaps == {("3.1", "2018-S1"), ("4.1", "2018-S1"), ("4.2", "2018-S1")}
    countries = {period: [a["value"] for a in plan["actuals"] if a["country"] and a["period"] == period]
                 for period in ("2018-S2", "2019-S1")}
    assert {p: (len(some), sum(some), totals["1.1", p]["value"]) for p, some in countries.items()} == {
        "2018-S2": (10, 29, 31), "2019-S1": (11, 36, 36)}


def test_the_targets_of_the_countries_make_those_of_the_network(plan: Rows) -> None:
    organisations = next(i["indicator_id"] for i in plan["indicators"] if i["code"] == "1.1")
    own = [t for t in plan["targets"] if t["indicator_id"] == organisations]
    for period in ("2018-S2", "2019-S1"):
        countries = {t["country"]: t["value"] for t in own if t["period"] == period}
        assert countries.pop("") == sum(countries.values())
        assert sorted(countries) == plan["plans"][0]["countries"].split()


def test_some_actions_say_what_they_want_to_achieve_and_two_are_not_measured_yet(plan: Rows) -> None:
    said = {a["action_id"] for a in plan["actions"] if a["accomplishment"]}
    delivering = {link["from_id"] for link in plan["links"] if link["kind"] == "delivers"}
    assert (len(said), len(said - delivering)) == (5, 2)


def test_actions_are_reported_late_cancelled_and_not_at_all(plan: Rows) -> None:
    place = {a["action_id"]: (d["code"], a["code"]) for d in plan["directions"] for a in plan["actions"]
             if a["direction_id"] == d["direction_id"]}
    reports = {(*place[p["action_id"]], p["period"]): p for p in plan["progress"]}
    assert [key for key, p in reports.items() if p["status"] == "cancelled"] == [("1", "2.4", "2018-S2")]
    late = [key[:2] for key, p in reports.items() if p["status"] == "delayed" and key[2] == "2018-S2"]
    assert sorted(late) == [("2", "1.4"), ("3", "1")]
    assert all(p["comment"] != "Dato sintético." for p in reports.values() if p["status"] in ("delayed", "cancelled"))
    assert len({key[:2] for key in reports}) == 31
    assert Counter(key[2] for key in reports) == {"2018-S1": 24, "2018-S2": 20, "2019-S1": 20}


# ── the mobilisation strategy ──────────────────────────────────────────────────────────────────────

def test_the_strategy_has_the_parts_it_should(strategy: Rows) -> None:
    assert (strategy["plans"][0]["method"], strategy["plans"][0]["countries"]) == ("mobilisation", "CL")
    assert _cards_by_column(strategy, "change") == [0, 0, 0, 0]
    assert _cards_by_column(strategy, "sustainability") == [0] * 5
    assert all(c["title"] and c["description"] for c in strategy["clusters"]
               if c["stage_id"] in {s["stage_id"] for s in strategy["stages"] if s["kind"] == "clusters"})
    assert [_cards_by_column(strategy, key) for key in ("participation", "relations", "documents")] == [[5], [3], [5]]
    assert [s["key"] for s in sorted(strategy["sections"], key=lambda s: s["position"])] == [
        "purpose", "sources", "findings", "internal", "external", "approach", "coordination", "alliances", "capacity"]
    assert all(s["text"] for s in strategy["sections"])


def test_the_strategy_has_its_objectives_lines_and_indicators(strategy: Rows) -> None:
    specific = _specific(strategy)
    assert len(specific) == 4
    assert all(o["title"] for o in specific)
    assert [len(some) for some in _of(strategy, "lines", specific, "objective_id")] == [2, 2, 1, 2]
    groups = _of(strategy, "indicators", specific, "objective_id")
    assert [len(some) for some in groups] == [5, 4, 5, 4]
    titles = Counter(i["title"] for i in strategy["indicators"])
    assert sorted(n for n in titles.values() if n > 1) == [2, 4]
    assert [i["code"] for i in groups[2]] == ["3.1", "3.2", "3.3", "3.4", "3.5"]


def test_the_strategy_has_three_semesters_of_values_with_gaps(strategy: Rows) -> None:
    assert len(strategy["periods"]) == 14
    totals = [a for a in strategy["actuals"] if not a["dim_name"]]
    assert Counter(a["period"] for a in totals) == {"2024-S1": 14, "2024-S2": 13, "2025-S1": 15}
    assert Counter(t["period"] for t in strategy["targets"]) == {"2024-S1": 5, "2024-S2": 5, "2025-S1": 5}
    aimed = {t["indicator_id"] for t in strategy["targets"]} | {
        i["indicator_id"] for i in strategy["indicators"] if i["target_total"] is not None}
    assert len(aimed) == 6
    said = {i["indicator_id"] for i in strategy["indicators"] if "Las metas también se inventaron" in
            i["baseline_comment"]}
    assert said == aimed


@pytest.mark.parametrize("name", [NETWORK, MOBILISATION])
def test_every_part_of_a_value_has_a_code_with_a_name_in_three_languages(name: str) -> None:
    rows, _warnings = read_package(examples.FOLDER / name)
    named = {(c["codelist"], c["code"]): c for c in rows["codelists"]}
    used = {(v["dim_name"], v["dim_value"]) for v in rows["actuals"] + rows["targets"] if v["dim_name"]}
    assert used
    for dimension, code in used:
        for about in (named["dim", dimension], named[dimension, code]):
            assert all(about[f"label_{language}"] for language in i18n.LANGUAGES)


# ── the methods ────────────────────────────────────────────────────────────────────────────────────

def test_the_mobilisation_method_has_its_stages() -> None:
    method = methods.load_method("mobilisation")
    assert [(s.key, s.kind) for s in method.stages] == [
        ("diagnosis", "sections"), ("change", "clusters"), ("reach", "sections"), ("results", "results"),
        ("participation", "columns"), ("relations", "columns"), ("sustainability", "clusters"),
        ("recommendations", "sections"), ("documents", "columns")]
    assert [len(s.columns) for s in method.stages if s.kind == "columns"] == [1, 1, 1]


@pytest.mark.parametrize("name", ["top", "mobilisation"])
def test_the_methods_of_the_examples_speak_three_languages(name: str) -> None:
    method = methods.load_method(name)
    for stage in method.stages:
        parts = (*stage.columns, *stage.sections)
        for words in (stage.title, stage.question, *(p.title for p in parts), *(p.hint for p in parts if p.hint)):
            assert all(getattr(words, code) for code in i18n.LANGUAGES)
        assert len({stage.question.es, stage.question.pt, stage.question.en}) == 3


def test_the_descriptions_of_the_packages_are_in_the_plans_own_language() -> None:
    for name in (NETWORK, MOBILISATION):
        described = json.loads((examples.FOLDER / name / "datapackage.json").read_text(encoding="utf-8"))
        assert described["name"] == name
        assert next(r for r in described["resources"] if r["name"] == "cards")["description"].startswith("Una tarjeta")


def test_the_text_of_a_card_is_one_line_of_its_file() -> None:
    with (examples.FOLDER / NETWORK / "cards.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 70
