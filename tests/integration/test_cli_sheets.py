"""``minga sheet``: made for a country or for each, read back, conflicts decided."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from minga.store import Store, rows
from tests.integration.reports_plan import PERIOD, make_plan, report
from tests.integration.test_semester_sheet import filled

Minga = Callable[..., Any]


@pytest.fixture
def plan(sqlite_store: Store) -> Store:
    make_plan(sqlite_store)
    return sqlite_store


def test_a_sheet_goes_out_and_comes_back(plan: Store, tmp_path: Path, minga: Minga) -> None:
    file = tmp_path / "co.xlsx"
    assert minga("sheet", "red", PERIOD, "--country", "co", "--to", file).out.strip() == str(file)
    file.write_bytes(filled(file.read_bytes(), {("1.1", ""): {"value": 30}, ("A.1", ""): {"status": "en curso"}}))
    trial = minga("sheet", "--read", file, "--dry-run")
    assert (trial.code, rows(plan, "actuals")) == (0, [])
    assert "2 datos nuevos" in trial.out
    assert "no se escribió nada" in trial.out
    assert minga("sheet", "--read", file, "--json").data["counts"]["new"] == 2
    assert [r["value"] for r in rows(plan, "actuals")] == [30]


def test_a_conflict_is_told_with_both_sides_and_taken_only_when_asked(
        plan: Store, tmp_path: Path, minga: Minga) -> None:
    file = tmp_path / "co.xlsx"
    minga("sheet", "red", PERIOD, "--country", "CO", "--to", file)
    file.write_bytes(filled(file.read_bytes(), {("1.1", ""): {"value": 30}}))
    report(plan, 29, who="Sol")
    told = minga("sheet", "--read", file)
    assert told.code == 1
    assert all(text in told.words for text in ("actuals:3", "30 (Luna)", "29 (Sol", "Lo informó otra persona."))
    assert rows(plan, "actuals")[0]["value"] == 29
    assert minga("sheet", "--read", file, "--take", "actuals:3").code == 0
    assert rows(plan, "actuals")[0]["value"] == 30


def test_each_country_gets_its_own_sheet_in_the_folder_of_the_period(plan: Store, home: Path, minga: Minga) -> None:
    made = minga("sheet", "red", PERIOD, "--each", "--json").data["files"]
    assert [Path(f).relative_to(home / "outputs").as_posix() for f in made] == [
        f"red/{PERIOD}/sheet-{PERIOD}-CO.xlsx", f"red/{PERIOD}/sheet-{PERIOD}-PE.xlsx"]
    assert all(Path(f).is_file() for f in made)


def test_wrong_usage_is_told_with_what_was_expected(plan: Store, tmp_path: Path, minga: Minga) -> None:
    assert minga("sheet", "red").code == 2
    assert minga("sheet", "red", PERIOD, "--take", "actuals:3").code == 2
    assert minga("sheet", "--read", tmp_path / "x.xlsx", "--take", "3").code == 2
    missing = minga("sheet", "--read", tmp_path / "no.xlsx")
    assert (missing.code, "no.xlsx" in missing.err) == (1, True)
    assert "CO, PE" in minga("sheet", "red", PERIOD, "--country", "FR").err
