"""The notebooks beside the monitoring one: their parameters agree with their files, and each part is called once."""

from __future__ import annotations

import ast
import re
from typing import Any

import nbformat
import pytest

from minga import paths
from minga.errors import NotFound, UsageError
from minga.reports.indicator_report import IndicatorReport
from minga.reports.portfolio import PortfolioReport
from minga.reports.review import ReviewSheet
from minga.results import ensure_periods
from minga.runs import load_declaration, prepare
from minga.store import Store
from minga.tables import now

PARTS = {
    "portfolio": (PortfolioReport, ["header", "plans", "over_time", "territory", "common", "quality", "finish"]),
    "indicator": (IndicatorReport, ["header", "over_time", "territory", "countries_over_time", "parts_of_total", "said",
                                    "finish"]),
    "review": (ReviewSheet, ["agenda", "facts_first", "reactions", "meaning", "decisions", "finish"]),
}
each = pytest.mark.parametrize("template", PARTS)


def code(template: str) -> list[str]:
    read = nbformat.read(paths.notebooks() / f"{template}.ipynb", as_version=4)
    return [cell.source for cell in read.cells if cell.cell_type == "code"]


@each
def test_the_parameters_cell_and_its_file_agree_in_names_order_and_types(template: str) -> None:
    declared = load_declaration(template)
    lines = ast.parse(code(template)[0]).body
    assert [line.target.id for line in lines] == [p.name for p in declared.parameters]
    for line, parameter in zip(lines, declared.parameters, strict=True):
        assert line.annotation.id == ("str" if parameter.type in ("choice", "country", "date") else parameter.type)
        assert parameter.accepts(ast.literal_eval(line.value)), parameter.name


@each
def test_every_part_is_called_once_in_a_cell_of_its_own(template: str) -> None:
    kind, parts = PARTS[template]
    calls = [re.findall(r"^(?:report|review)\.(\w+)\(\)$", source, re.MULTILINE) for source in code(template)[2:]]
    assert calls == [[part] for part in parts]
    assert all(callable(getattr(kind, part)) for part in parts)


@pytest.fixture
def planned(sqlite_store: Store) -> Store:
    with sqlite_store.transaction("new_plan", plan_id="red") as t:
        t.insert("plans", {"plan_id": "red", "title": "Red", "method": "top", "created_at": now()})
    return sqlite_store


@pytest.mark.parametrize(("template", "given", "words"), [
    ("indicator", {}, "Falta el parámetro «indicator»"),
    ("indicator", {"indicator": 1.1}, "«1.1» no sirve para el parámetro «indicator»"),
    ("review", {"minutes": "90"}, "«90» no sirve para el parámetro «minutes»"),
    ("review", {"blank": 1}, "«1» no sirve para el parámetro «blank»"),
    ("review", {"minuts": 90}, "¿Quiso decir «minutes»?"),
    ("review", {"audience": "everybody"}, "Se espera uno de: internal, public"),
    ("review", {"plan": "otro"}, "El parámetro «plan» lo pone Minga"),
    ("portfolio", {"plans": ["red"]}, "«list» no sirve para el parámetro «plans»"),
    ("portfolio", {"plan": "red"}, "El informe no tiene un parámetro «plan»"),
])
def test_a_parameter_that_is_unknown_missing_or_ill_typed_is_refused_before_the_run(
        planned: Store, template: str, given: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=re.escape(words)):
        prepare(planned, "red", "2018-S1", template=template, parameters=given)


def test_a_portfolio_of_a_plan_that_is_not_there_is_refused_before_the_run(planned: Store) -> None:
    with pytest.raises(Exception, match="No hay un plan «nada»"):
        prepare(planned, "todos", "2018-S1", template="portfolio", parameters={"plans": "red nada"})
    with pytest.raises(NotFound, match="No hay un plan «todos»"):
        prepare(planned, "todos", "2018-S1", template="review")


def test_the_fingerprint_of_a_portfolio_changes_with_any_of_its_plans(planned: Store) -> None:
    before = prepare(planned, "todos", "2018-S1", template="portfolio")
    assert prepare(planned, "todos", "2018-S1", template="portfolio") == before
    with planned.transaction("edit", plan_id="red") as t:
        t.update("plans", "red", organization="Otra")
    assert prepare(planned, "todos", "2018-S1", template="portfolio").input_hash != before.input_hash


def test_a_portfolio_cannot_be_named_out_of_its_folder(planned: Store) -> None:
    ensure_periods(planned, "red")
    with pytest.raises(UsageError, match="no puede ser el nombre de una carpeta"):
        prepare(planned, "../fuera", "2018-S1", template="portfolio")
