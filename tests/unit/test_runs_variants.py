"""What makes a report another one: only what differs from what it has anyway."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga import paths
from minga.reports.places import place
from minga.runs import load_declaration
from minga.runs.parameters import Declaration, Parameter
from minga.runs.variants import differing, language_of_many, own_values, variant_of

CELL = """\
plan: str = "x"
code: str = "1.10"  # a code
share: float = 1
notes = None
folder = open
most: int = 8
language = "es"
"""
DECLARED = Declaration("book", None, (  # type: ignore[arg-type]
    Parameter("plan", "str", required=True, by_minga=True), Parameter("code", "str"), Parameter("share", "float"),
    Parameter("most", "int"), Parameter("which", "str", required=True),
    Parameter("language", "choice", choices=("es", "pt", "en"))))


@pytest.fixture
def book(home: Path) -> Path:
    """A report's notebook, its parameters in the second cell of code."""
    file = home / "notebooks" / "book.ipynb"
    file.parent.mkdir()
    cells = [{"cell_type": kind, "metadata": {"tags": tags}, "source": source} for kind, tags, source in (
        ("markdown", [], "# Book"), ("code", [], 'code = "no"'), ("code", ["parameters"], CELL.splitlines(True)))]
    file.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return file


def test_a_notebooks_own_values_are_the_literals_in_the_cell_of_its_parameters(book: Path) -> None:
    assert own_values("book") == {"plan": "x", "code": "1.10", "share": 1, "notes": None, "most": 8, "language": "es"}
    assert own_values("nothing") == {}


@pytest.mark.parametrize("text", ["", "[]", "{", '{"cells": [{}]}', '{"cells": [{"cell_type": "code", "metadata": '
                                  '{"tags": ["parameters"]}, "source": "if"}]}'])
def test_a_notebook_that_is_none_has_no_values_and_the_run_will_say_why(book: Path, text: str) -> None:
    book.write_text(text)
    assert own_values("book") == {}


@pytest.mark.parametrize(("values", "kept"), [
    ({"code": "1.10", "share": 1, "most": 8}, {}),
    ({"code": "1.1", "share": 1.0}, {"code": "1.1"}),
    ({"share": 2, "most": 9}, {"share": 2.0, "most": 9}),
    ({"which": "", "most": 8}, {"which": ""}),
    ({"language": "es"}, {"language": "es"}),
])
def test_saying_what_goes_without_saying_changes_nothing(
        book: Path, values: dict[str, Any], kept: dict[str, Any]) -> None:
    found = differing(DECLARED, values)
    assert (found, [type(v) for v in found.values()]) == (kept, [type(v) for v in kept.values()])


@pytest.mark.parametrize(("values", "name"), [
    ({"language": "es"}, ""),
    ({"language": "en"}, "language=en"),
    ({"language": "es", "audience": "public", "country": "MX"}, "audience=public,country=MX"),
    ({"language": "es", "indicator": "1.10", "blank": False}, "blank=false,indicator=1.10"),
    ({"as_of": "2018-06-30"}, "as_of=2018-06-30"),
])
def test_a_variant_is_named_after_what_was_chosen(values: dict[str, Any], name: str) -> None:
    assert variant_of(values, "es") == name


names = st.from_regex(r"[a-z_]{1,8}", fullmatch=True)
values = st.one_of(st.text(max_size=60), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(),
                   st.sampled_from(["..", "../x", "CON", "a,b=c", "MX", "Mx", "x" * 999, "1.", "a/b", "a b"]))


@given(st.dictionaries(names, values, min_size=1, max_size=6))
def test_the_name_of_a_variant_is_one_plain_folder_on_every_system(chosen: dict[str, Any]) -> None:
    name = paths.variant_name(chosen)
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_=,.-")
    assert len(name) < 140
    assert name[0] not in ".-"
    assert name[-1] not in ". "
    assert paths.report_folder("plan", "2018-S1", "book", name).parent == paths.outputs() / "plan" / "2018-S1" / "book"
    assert paths.variant_name(dict(reversed(chosen.items()))) == name


@given(st.dictionaries(names, values, max_size=3), st.dictionaries(names, values, max_size=3))
def test_other_values_have_another_name(one: dict[str, Any], other: dict[str, Any]) -> None:
    def told(chosen: dict[str, Any]) -> dict[str, str]:
        return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in chosen.items()}

    assert (paths.variant_name(one) == paths.variant_name(other)) == (told(one) == told(other))


def test_a_report_made_by_hand_stands_where_a_run_of_it_would() -> None:
    usual = {"language": "es", "audience": "internal", "country": ""}
    assert place("red", "2018-S1", "monitoring", usual, usual) == paths.report_folder("red", "2018-S1")
    assert place("red", "2018-S1", "review", usual | {"country": "MX"}, usual) == (
        paths.outputs() / "red" / "2018-S1" / "review" / "country=MX")


@pytest.mark.parametrize("template", ["monitoring", "review", "indicator", "portfolio"])
def test_the_notebooks_here_have_every_parameter_that_people_may_leave_out(template: str) -> None:
    declared = load_declaration(template)
    assert {p.name for p in declared.parameters} == own_values(template).keys()
    assert language_of_many(template) == "es"
