"""A report about many plans, from a real store to its parts and files."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from minga.errors import InputError, UsageError
from minga.reports.page import is_inert
from minga.reports.portfolio import PortfolioReport, open_portfolio
from minga.results import ensure_periods, save_row, save_rows
from minga.store import Store
from minga.tables import now

WHO = {"actor": "ana", "role": "facilitator"}
HOSTILE = '<img src=x onerror=alert(1)>=HYPERLINK("http://x")'
PARTS = ("plans", "over_time", "territory", "common", "quality")


def plan(store: Store, name: str, title: str, **more: Any) -> None:
    with store.transaction("new_plan", plan_id=name) as t:
        t.insert("plans", {"plan_id": name, "title": title, "method": "top", "created_at": now(),
                           "starts": date(2018, 1, 1), "ends": date(2018, 12, 31), **more})
    ensure_periods(store, name)


def indicator(store: Store, of: str, title: str, values: dict[str, Any], target: float | None = None,
              status: str = "approved", **more: Any) -> str:
    """An indicator with values by period, or by period and country written ``2018-S1 BO``."""
    key = str(save_row(store, of, "indicators", {"title": title, "method": "period", **more}, **WHO)["indicator_id"])
    save_rows(store, of, "actuals", [{"indicator_id": key, "period": when.split()[0], "country": when[8:],
                                      "value": value, "status": status} for when, value in values.items()], **WHO)
    if target is not None:
        save_row(store, of, "targets", {"indicator_id": key, "period": "2018-S2", "value": target}, **WHO)
    return key


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    """Three plans: one on its way, one behind and silent, one that ended before."""
    opened = sqlite_store
    plan(opened, "alfa", "Alfa")
    indicator(opened, "alfa", "Talleres", {"2018-S1": 5, "2018-S2 BO": 6, "2018-S2 MX": 5}, 10, unit="talleres",
              ref_vocabulary="red", ref_code="R1", code="1.1")
    plan(opened, "beta", "Beta", organization="Red Beta")
    indicator(opened, "beta", "Talleres hechos", {"2018-S2": 4}, 12, unit="talleres", ref_vocabulary="red",
              ref_code="R1")
    indicator(opened, "beta", "Boletines", {"2018-S2 PE": 3}, 2, status="pending")
    plan(opened, "gama", "Gama", starts=date(2016, 1, 1), ends=date(2017, 12, 31))
    return opened


def report(store: Store, tmp_path: Path, **more: Any) -> PortfolioReport:
    return open_portfolio("2018-S2", out=str(tmp_path / "out"), **more)


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_part_says_in_a_sentence_what_the_data_say(store: Store, tmp_path: Path) -> None:
    made = report(store, tmp_path)
    assert [getattr(made, name)().finding for name in PARTS] == [
        "1 de 2 planes tiene todos sus indicadores al día y en su meta; todos informaron algo.",
        "El 50 % de los indicadores con valor y meta la alcanzó en el 2.º semestre de 2018; se informó el 67 % de lo "
        "que se esperaba.",
        "De todos los países llegaron los valores que se esperaban.",
        "1 indicador es común a dos planes o más; 0 de 1 con metas la alcanza.",
        "Lo que más falta: indicadores con línea de base son 0 de 3 (0 %).",
    ]


def test_a_plan_that_does_not_reach_the_period_is_no_gap(store: Store, tmp_path: Path) -> None:
    html = report(store, tmp_path).plans().html
    assert "1 plan más no llega al 2.º semestre de 2018: no le falta nada." in html
    assert "Gama" not in html


def test_the_files_hold_the_same_figures(store: Store, tmp_path: Path) -> None:
    report(store, tmp_path).finish()
    out = tmp_path / "out"
    assert [(r["plan_id"], r["indicators"], r["met"], r["below"], r["no_value"], r["pending"])
            for r in table(out, "portfolio_plans.csv")] == [("beta", "2", "0", "1", "1", "1"),
                                                            ("alfa", "1", "1", "0", "0", "0")]
    assert [(r["period"], r["indicators"], r["met"]) for r in table(out, "portfolio_periods.csv")] == [
        ("2018-S1", "3", "0"), ("2018-S2", "3", "1")]
    assert [(r["country"], r["approved"], r["waiting"], r["no_value"])
            for r in table(out, "portfolio_countries.csv")] == [("PE", "0", "1", "0"), ("BO", "1", "0", "0"),
                                                                ("MX", "1", "0", "0")]
    [common] = table(out, "portfolio_common.csv")
    assert (common["total"], common["target"], common["achievement"], common["plans"]) == ("15", "22", "0.681818", "2")
    assert [(r["plan_id"], r["actual"], r["target"], r["state"]) for r in table(out, "portfolio_indicators.csv")] == [
        ("alfa", "11", "10", "met"), ("beta", "4", "12", "below"), ("beta", "", "2", "no_value")]
    told = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert (told["plans"], told["plans_without_the_period"], told["indicators"]["total"]) == (2, 1, 3)
    assert sorted(file.name for file in (out / "figures").iterdir()) == sorted(
        f"{key}.{kind}" for key in PARTS for kind in ("svg", "png"))


def test_indicators_that_are_counted_otherwise_are_not_added_up(store: Store, tmp_path: Path) -> None:
    plan(store, "delta", "Delta")
    indicator(store, "delta", "Talleres", {"2018-S2": 9}, 9, unit="horas", ref_vocabulary="red", ref_code="R1")
    html = report(store, tmp_path).common().html
    assert "no se suma: los planes usan otra unidad" in html
    assert "ninguno tiene valores y metas que se puedan sumar" in html


def test_a_public_report_tells_no_few_people_and_no_single_value(store: Store, tmp_path: Path) -> None:
    with store.transaction("edit", plan_id="alfa") as t:
        t.insert("participants", {"plan_id": "alfa", "alias": "Tamboril"})
        t.update("plans", "alfa", title="Alfa, con Tamboril")
    for name in ("epsilon", "zeta"):
        plan(store, name, name.title())
        indicator(store, name, "Casas", {"2018-S2": 1}, 9, ref_vocabulary="red", ref_code="R2")
    made = report(store, tmp_path, audience="public")
    pages = "".join(getattr(made, name)().html for name in ("header", *PARTS, "finish"))
    assert "Tamboril" not in pages
    assert "menos de 5" in made.common().html
    assert table(tmp_path / "out", "portfolio_indicators.csv") == []
    assert [r["total"] for r in table(tmp_path / "out", "portfolio_common.csv")] == ["15", ""]


def test_hostile_words_stay_words(store: Store, tmp_path: Path) -> None:
    plan(store, "hostil", HOSTILE, organization=HOSTILE)
    indicator(store, "hostil", HOSTILE, {"2018-S2": 9}, 9, unit="talleres", ref_vocabulary=HOSTILE, ref_code="R1")
    indicator(store, "alfa", HOSTILE, {"2018-S2": 9}, 9, unit="talleres", ref_vocabulary=HOSTILE, ref_code="R1")
    made = report(store, tmp_path)
    for name in ("header", *PARTS, "finish"):
        html = getattr(made, name)().html
        assert "<img" not in html
        assert is_inert(html.partition("</style>")[2] or html)
    assert HOSTILE in [r["title"] for r in table(tmp_path / "out", "portfolio_plans.csv")]


@pytest.mark.usefixtures("sqlite_store")
def test_a_store_without_plans_says_what_to_do_first(tmp_path: Path) -> None:
    made = open_portfolio("2018-S2", out=str(tmp_path / "out"))
    assert all('class="minga-empty"' in getattr(made, name)().html for name in PARTS)
    assert made.finish().finding


def test_the_same_data_give_the_same_bytes(store: Store, tmp_path: Path) -> None:
    def everything() -> dict[str, bytes]:
        report(store, tmp_path).finish()
        return {file.name: file.read_bytes() for file in (tmp_path / "out").rglob("*") if file.is_file()}

    assert everything() == everything()


@pytest.mark.parametrize(("more", "kind"), [({"audience": "everybody"}, UsageError), ({"language": "fr"}, UsageError),
                                            ({"as_of": "yesterday"}, UsageError), ({"plans": "alfa nada"}, InputError)])
def test_a_parameter_without_meaning_is_refused(store: Store, tmp_path: Path, more: dict[str, str],
                                                kind: type[Exception]) -> None:
    with pytest.raises(kind):
        report(store, tmp_path, **more)
