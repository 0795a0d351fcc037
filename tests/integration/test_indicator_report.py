"""A report about one indicator, from a real store to its parts and files."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from minga.errors import InputError, NotFound
from minga.reports.indicator_report import IndicatorReport, open_indicator
from minga.reports.page import is_inert
from minga.results import ensure_periods, save_row, save_rows
from minga.store import Store
from minga.tables import now

WHO = {"actor": "ana", "role": "facilitator"}
PARTS = ("over_time", "territory", "countries_over_time", "parts_of_total", "said")
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    """A plan of three semesters with indicators 1.1 (three countries, one of them silent) and 1.10."""
    opened = sqlite_store
    with opened.transaction("new_plan", plan_id="red") as t:
        t.insert("plans", {"plan_id": "red", "title": "Red de ejemplo", "method": "top", "created_at": now(),
                           "starts": date(2018, 1, 1), "ends": date(2019, 6, 30)})
    ensure_periods(opened, "red")
    key = add(opened, code="1.1", title="Personas formadas", unit="personas", baseline_value=0)
    add(opened, code="1.10", title="Boletines")
    save_rows(opened, "red", "targets", [{"indicator_id": key, "period": period, "value": value, "country": country}
                                         for period, value, country in (("2018-S1", 30, ""), ("2018-S2", 60, ""),
                                                                        ("2018-S2", 40, "BO"), ("2018-S2", 9, "PE"))],
              **WHO)
    values(opened, key, ("2018-S1", "BO", 12), ("2018-S1", "MX", 9), ("2018-S1", "PE", 9),
           ("2018-S2", "BO", 41), ("2018-S2", "MX", 7))
    return opened


def add(store: Store, **more: Any) -> str:
    return str(save_row(store, "red", "indicators", {"method": "period", **more}, **WHO)["indicator_id"])


def values(store: Store, key: str, *many: tuple[str, str, float], **more: Any) -> None:
    save_rows(store, "red", "actuals", [
        {"indicator_id": key, "period": period, "country": country, "value": value, "status": "approved", **more}
        for period, country, value in many], **WHO)


def report(tmp_path: Path, wanted: str = "1.1", period: str = "2018-S2", **more: Any) -> IndicatorReport:
    return open_indicator("red", period, wanted, out=str(tmp_path / "out"),
                          **more)


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.usefixtures("store")
def test_each_part_says_in_a_sentence_what_the_data_say(tmp_path: Path) -> None:
    made = report(tmp_path)
    assert [getattr(made, name)().finding for name in PARTS] == [
        "El último valor aprobado es 48 (2018-S2); mejora frente a 30 (2018-S1): el 80 % de su meta.",
        "2 de 3 países tienen valor aprobado en el 2.º semestre de 2018; 1 de 1 con meta la alcanzó.",
        "2 de 3 países informaron todos los períodos.",
        "1 indicador viene separado en partes, y las partes coinciden con su total.",
        "5 valores llegaron, sin comentario ni evidencia.",
    ]
    assert "Se esperaba y no hay valor aprobado de: Perú." in made.territory().html


@pytest.mark.usefixtures("store")
def test_a_code_is_text_so_1_10_is_not_1_1(tmp_path: Path) -> None:
    assert report(tmp_path, "1.10").facts.indicator.title == "Boletines"
    assert report(tmp_path, "1.1").facts.indicator.title == "Personas formadas"
    assert report(tmp_path, "personas FORMADAS").facts.indicator.code == "1.1"


@pytest.mark.usefixtures("store")
def test_an_indicator_that_is_not_there_is_refused_naming_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"no tiene un indicador «9.9».*1.1, 1.10"):
        report(tmp_path, "9.9")


def test_two_indicators_with_one_code_are_told_apart_by_their_ids(store: Store, tmp_path: Path) -> None:
    other = add(store, code="1.1", title="Otra cosa")
    with pytest.raises(InputError, match=other):
        report(tmp_path, "1.1")
    assert report(tmp_path, other).facts.indicator.title == "Otra cosa"


@pytest.mark.usefixtures("store")
def test_the_files_hold_every_period_country_and_value(tmp_path: Path) -> None:
    report(tmp_path).finish()
    out = tmp_path / "out"
    assert [(r["period"], r["actual"], r["target"]) for r in table(out, "indicator_series.csv")] == [
        ("2018-S1", "30", "30"), ("2018-S2", "48", "60"), ("2019-S1", "", "")]
    assert [(r["country"], r["actual"], r["target"], r["achievement"]) for r in table(
        out, "indicator_countries.csv") if r["period"] == "2018-S2"] == [
        ("BO", "41", "40", "1.025"), ("MX", "7", "", ""), ("PE", "", "9", "")]
    assert len(table(out, "indicator_values.csv")) == 5
    told = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert (told["actual"], told["target"], told["achievement"], told["countries"]) == (48, 60, 0.8, 3)


def test_a_later_value_is_not_known_yet(store: Store, tmp_path: Path) -> None:
    values(store, report(tmp_path).facts.indicator.indicator_id, ("2019-S1", "BO", 777))
    made = report(tmp_path)
    assert "777" not in "".join(getattr(made, name)().html for name in PARTS)


def test_what_was_said_is_told_newest_first_and_drafts_are_nobodys(store: Store, tmp_path: Path) -> None:
    key = report(tmp_path).facts.indicator.indicator_id
    values(store, key, ("2018-S1", "CO", 1), comment="Primero.", evidence="acta.pdf")
    values(store, key, ("2018-S2", "CO", 2), comment="Segundo.", status="pending")
    values(store, key, ("2018-S2", "EC", 2), comment="Borrador.", status="draft")
    html = report(tmp_path).said().html
    assert html.index("Segundo.") < html.index("Primero.")
    assert "Evidencia: acta.pdf" in html
    assert "Borrador." not in html


def test_a_public_report_hides_small_countries_so_that_they_cannot_be_worked_out(store: Store, tmp_path: Path) -> None:
    values(store, report(tmp_path).facts.indicator.indicator_id, ("2018-S2", "PE", 2), comment="Dos hermanas.")
    made = report(tmp_path, audience="public")
    made.finish()
    hidden = {(r["country"], r["period"]) for r in table(tmp_path / "out", "indicator_countries.csv")
              if r["hidden"] == "true"}
    assert hidden == {("PE", "2018-S2"), ("MX", "2018-S2")}
    assert "no se muestra" in made.territory().html
    assert "2 países no se dibujan" in made.countries_over_time().html
    assert "hermanas" not in made.said().html
    assert table(tmp_path / "out", "indicator_values.csv") == []
    assert "hermanas" in report(tmp_path).said().html


def test_an_indicator_told_in_words_has_no_figures_and_says_so(store: Store, tmp_path: Path) -> None:
    key = add(store, code="2", title="Qué cambió", measure="qualitative")
    save_row(store, "red", "actuals", {"indicator_id": key, "period": "2018-S2", "narrative": "Las asambleas piden "
                                       "los datos.", "status": "approved"}, **WHO)
    made = report(tmp_path, "2")
    assert "<svg" not in made.over_time().html
    assert "Las asambleas piden los datos." in made.said().html


@pytest.mark.usefixtures("store")
def test_an_indicator_of_which_nothing_is_known_says_what_to_do_first(tmp_path: Path) -> None:
    made = report(tmp_path, "1.10")
    assert all('class="minga-empty"' in getattr(made, name)().html for name in PARTS if name != "countries_over_time")
    assert made.countries_over_time().html == ""


def test_hostile_words_stay_words(store: Store, tmp_path: Path) -> None:
    key = add(store, code="3", title=HOSTILE, unit=HOSTILE, baseline_comment=HOSTILE, verification=HOSTILE)
    values(store, key, ("2018-S2", "", 5), comment=HOSTILE, evidence=HOSTILE)
    made = report(tmp_path, "3")
    for name in ("header", *PARTS, "finish"):
        html = getattr(made, name)().html
        assert "<script" not in html
        assert is_inert(html.partition("</style>")[2] or html)
