"""What a chain covers: plain arithmetic on rows, no store."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from minga.workshop.chain import make_chain
from minga.workshop.coverage import covered

Row = dict[str, Any]


def chain_of(*links: tuple[str, str, str], inner: dict[str, str] | None = None, under: dict[str, str] | None = None):
    """Two visions, three obstacles, two directions with two actions each; sub-groups and sub-actions besides."""
    stages = [{"stage_id": key, "key": key, "kind": kind, "position": n, "title": key} for n, (key, kind) in
              enumerate((("vision", "clusters"), ("obstacles", "clusters"), ("directions", "directions")))]
    groups = [("v1", "vision"), ("v2", "vision"), ("o1", "obstacles"), ("o2", "obstacles"), ("o3", "obstacles")]
    clusters = [{"cluster_id": key, "stage_id": stage, "parent_id": None, "position": n, "title": key, "symbol": ""}
                for n, (key, stage) in enumerate(groups)]
    clusters += [{"cluster_id": key, "stage_id": "obstacles", "parent_id": outer, "position": 9, "title": key,
                  "symbol": ""} for key, outer in (inner or {}).items()]
    directions = [{"direction_id": d, "position": n, "code": str(n), "title": d} for n, d in enumerate("de", 1)]
    actions = [{"action_id": f"{d}{n}", "direction_id": d, "parent_id": (under or {}).get(f"{d}{n}"), "position": n,
                "code": str(n), "text": ""} for d in "de" for n in (1, 2)]
    rows = {"plans": [{"method": "top"}], "stages": stages, "clusters": clusters, "directions": directions,
            "actions": actions, "links": [{"link_id": f"l{n}", "from_id": a, "kind": kind, "to_id": b}
                      for n, (a, kind, b) in enumerate(links)]}
    return make_chain(rows)


def test_an_empty_chain_leaves_everything_loose() -> None:
    found = covered(chain_of())
    assert found.uncovered == ("o1", "o2", "o3")
    assert found.unadvanced == ("v1", "v2")
    assert found.orphan_directions == ("d", "e")
    assert found.orphan_actions == ("d1", "d2", "e1", "e2")
    assert found.blocks.bare_columns == ("v1", "v2")


def test_an_obstacle_is_covered_by_a_direction_or_through_its_actions() -> None:
    found = covered(chain_of(("d", "addresses", "o1"), ("e1", "addresses", "o2"), ("e2", "addresses", "o2")))
    assert found.uncovered == ("o3",)
    assert found.addresses.said == {("o1", "d")}
    assert found.addresses.through == {("o2", "e"): 2}
    assert found.orphan_directions == ()


def test_an_action_is_no_orphan_when_its_direction_or_its_family_meets_an_obstacle() -> None:
    assert covered(chain_of(("d", "addresses", "o1"))).orphan_actions == ("e1", "e2")
    assert covered(chain_of(("d1", "addresses", "o1"), under={"d2": "d1"})).orphan_actions == ("e1", "e2")
    assert covered(chain_of(("d2", "addresses", "o1"), under={"d2": "d1"})).orphan_actions == ("e1", "e2")
    assert covered(chain_of(("d2", "addresses", "o1"))).orphan_actions == ("d1", "e1", "e2")


def test_what_is_said_of_a_group_within_a_group_counts_for_the_outermost() -> None:
    found = covered(chain_of(("x", "blocks", "v1"), ("e1", "addresses", "x"), inner={"x": "o2"}))
    assert found.blocks.rows == ("o1", "o2", "o3")
    assert found.blocks.said == {("o2", "v1")}
    assert found.actions.said == {("e1", "o2")}


def test_groups_that_lie_in_each_other_end_somewhere() -> None:
    found = covered(chain_of(("x", "blocks", "v1"), inner={"x": "y", "y": "x"}))
    assert found.blocks.said == frozenset()


def test_links_whose_end_is_gone_are_left_out() -> None:
    found = covered(chain_of(("d", "addresses", "gone"), ("gone", "blocks", "v1"), ("d", "advances", "v2")))
    assert found.uncovered == ("o1", "o2", "o3")
    assert found.unadvanced == ("v1",)


def test_a_cell_knows_which_way_its_link_goes() -> None:
    found = covered(chain_of())
    assert found.blocks.ends("o1", "v1") == ("o1", "v1")
    assert found.addresses.ends("o1", "d") == ("d", "o1")
    assert found.advances.ends("v1", "d") == ("d", "v1")
    assert found.actions.ends("d1", "o1") == ("d1", "o1")


@given(st.sets(st.tuples(st.sampled_from(["d", "e", "d1", "d2", "e1", "e2"]), st.just("addresses"),
                         st.sampled_from(["o1", "o2", "o3"]))))
def test_every_obstacle_is_either_uncovered_or_met_and_every_action_joined_or_orphan(links: set) -> None:
    found = covered(chain_of(*links))
    met = {to for _from, _kind, to in links}
    assert set(found.uncovered) == {"o1", "o2", "o3"} - met
    joined = {a for a in ("d1", "d2", "e1", "e2") if any(start in (a, a[0]) for start, _kind, _to in links)}
    assert set(found.orphan_actions) == {"d1", "d2", "e1", "e2"} - joined
    assert set(found.orphan_directions) == {"d", "e"} - {start[0] for start, _kind, _to in links}
