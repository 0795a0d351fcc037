"""The lists that values are disaggregated by: offered, added, brought along, and never free text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from minga.errors import InputError, NotFound, Refused
from minga.exchange import export_package, load_plan, read_package
from minga.results import delete_code, ensure_periods, read_results, save_code, save_row
from minga.results.codes import DIMENSIONS, code_of, lists_of, offered
from minga.store import Store, rows
from minga.workshop import plans

WHO = {"actor": "ana", "role": "analyst"}


@pytest.fixture
def plan(store: Store) -> str:
    made = plans.new_plan(store, title="Red", starts=date(2018, 1, 1), ends=date(2018, 12, 31))
    ensure_periods(store, made)
    return made


@pytest.fixture
def indicator(store: Store, plan: str) -> str:
    return str(save_row(store, plan, "indicators", {"title": "Personas", "method": "period"}, **WHO)["indicator_id"])


def tell(store: Store, plan: str, indicator: str, name: str, code: str) -> None:
    save_row(store, plan, "actuals", {"indicator_id": indicator, "period": "2018-S1", "value": 5, "dim_name": name,
                                      "dim_value": code}, **WHO)


def test_every_offered_code_has_a_name_in_three_languages_and_belongs_to_a_named_list() -> None:
    lists = lists_of(offered())
    assert len(lists) > 3
    assert set(lists[DIMENSIONS]) == set(lists) - {DIMENSIONS}
    for codes in lists.values():
        assert len({code_of(codes, c) for c in codes}) == len(codes)
        assert all(c.label_es and c.label_pt and c.label_en for c in codes.values())


def test_a_code_is_found_by_its_name_in_any_language() -> None:
    sex = lists_of(offered())["sexo"]
    assert [code_of(sex, w) for w in ("mujeres", "MULHERES", " women ", "otra respuesta", "", "rojo")] == [
        "mujeres", "mujeres", "mujeres", "otra respuesta", None, None]


def test_the_names_of_a_code_enter_the_store_with_the_first_value_that_uses_it(
        store: Store, plan: str, indicator: str) -> None:
    assert rows(store, "codelists") == []
    for _twice in range(2):
        tell(store, plan, indicator, "sexo", "mujeres")
    assert {(c["codelist"], c["code"]) for c in rows(store, "codelists")} == {
        ("dim", "sexo"), ("sexo", "mujeres"), ("sexo", "hombres"), ("sexo", "otra respuesta")}
    assert read_results(store, plan).code_label("sexo", "mujeres", "en") == "Women"


def test_a_package_carries_the_names_of_its_codes(store: Store, plan: str, indicator: str, tmp_path: Path) -> None:
    save_code(store, plan, {"codelist": "estamento", "code": "docentes", "label_en": "Teachers"}, **WHO)
    tell(store, plan, indicator, "estamento", "docentes")
    export_package(store, plan, tmp_path / "red")
    copy = load_plan(store, read_package(tmp_path / "red")[0], plan_id="copia").plan_id
    assert read_results(store, copy).code_label("estamento", "docentes", "en") == "Teachers"


def test_a_code_of_ones_own_makes_its_disaggregation_and_can_be_used(store: Store, plan: str, indicator: str) -> None:
    with pytest.raises(InputError, match="no es una desagregación conocida"):
        tell(store, plan, indicator, "estamento", "docentes")
    made = save_code(store, plan, {"codelist": "estamento", "code": "docentes"}, **WHO)
    assert made["label_es"] == "docentes"
    tell(store, plan, indicator, "estamento", "docentes")
    assert [r["dim_value"] for r in rows(store, "actuals")] == ["docentes"]


def test_naming_an_offered_code_keeps_its_other_names(store: Store, plan: str) -> None:
    saved = save_code(store, plan, {"codelist": "sexo", "code": "mujeres", "label_es": "Mujeres y niñas"}, **WHO)
    assert (saved["label_es"], saved["label_pt"]) == ("Mujeres y niñas", "Mulheres")
    assert save_code(store, plan, {"codelist": "dim", "code": "sexo", "label_es": "Género"}, **WHO)["label_en"] == "Sex"


@pytest.mark.parametrize(("values", "column"), [
    ({"codelist": "", "code": "x"}, "codelist"), ({"codelist": "sexo", "code": " "}, "code"),
    ({"codelist": "sexo|x", "code": "x"}, "codelist"), ({"codelist": "sexo", "code": "a\nb"}, "code"),
    ({"codelist": "sexo", "code": "x" * 61}, "code"), ({"codelist": "sexo", "code": "MUJERES"}, "code"),
    ({"codelist": "sexo", "code": "x", "label_es": "y" * 61}, "label_es"),
])
def test_a_code_that_would_not_serve_is_explained(store: Store, plan: str, values: dict[str, str], column: str) -> None:
    with pytest.raises(InputError) as wrong:
        save_code(store, plan, values, **WHO)
    assert [f.column for f in wrong.value.faults] == [column]
    assert all(f.advice for f in wrong.value.faults)
    assert rows(store, "codelists") == []


def test_a_code_in_use_stays_and_the_last_one_takes_its_disaggregation_along(
        store: Store, plan: str, indicator: str) -> None:
    save_code(store, plan, {"codelist": "estamento", "code": "docentes"}, **WHO)
    tell(store, plan, indicator, "estamento", "docentes")
    for codelist, code in (("estamento", "docentes"), ("dim", "estamento")):
        with pytest.raises(Refused, match="lo usa"):
            delete_code(store, plan, codelist, code, **WHO)
    with store.transaction("test", plan_id=plan) as tx:
        tx.delete("actuals", rows(store, "actuals")[0]["actual_id"])
    delete_code(store, plan, "estamento", "docentes", **WHO)
    assert rows(store, "codelists") == []


def test_whoever_may_not_and_what_is_not_there(store: Store, plan: str) -> None:
    with pytest.raises(Refused):
        save_code(store, plan, {"codelist": "sexo", "code": "x"}, actor="p", role="participant")
    with pytest.raises(Refused):
        delete_code(store, plan, "sexo", "mujeres", actor="p", role="participant")
    with pytest.raises(NotFound):
        delete_code(store, plan, "sexo", "mujeres", **WHO)


def test_a_value_that_came_with_a_free_text_can_still_be_approved(store: Store, plan: str, indicator: str) -> None:
    with store.transaction("import", plan_id=plan) as tx:
        came = tx.insert("actuals", {"indicator_id": indicator, "period": "2018-S1", "value": 4, "dim_name": "color",
                                     "dim_value": "rojo"})
    saved = save_row(store, plan, "actuals", {"actual_id": came["actual_id"], "status": "approved"}, **WHO)
    assert saved["status"] == "approved"
    with pytest.raises(InputError):
        save_row(store, plan, "actuals", {"actual_id": came["actual_id"], "dim_value": "azul"}, **WHO)
