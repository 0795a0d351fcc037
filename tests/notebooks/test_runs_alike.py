"""However many reports are shared out, they are the same to the byte."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster

from minga.runs import prepare, prepared_kernels, run_many
from minga.store import Store
from tests.notebooks.test_monitoring_report import planned

__all__ = ["planned"]
PERIODS = ["2018-S1", "2018-S2"]
"""Of the plan that the tests of the monitoring notebook make."""


@pytest.fixture
def cluster(home: Path) -> Iterator[str]:
    """A scheduler with two workers, which look for everything where this test does, also for what to fork from."""
    with prepared_kernels(), LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, memory_limit=0,
                      silence_logs=logging.CRITICAL, local_directory=str(home / "dask")) as made:
        yield made.scheduler_address


def files(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_one_by_one_in_a_pool_and_on_a_cluster_reports_are_the_same_to_the_byte(
        planned: Store, home: Path, cluster: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1530403200")
    specs = [prepare(planned, "alfa", period, parameters={"audience": "public"}) for period in PERIODS]
    place, made = home / "outputs" / "alfa", []
    for way in ({}, {"workers": 2}, {"cluster": cluster}):
        results = list(run_many(specs, **way))
        assert [(r.status, r.error) for r in results] == [("ok", "")] * 2, way
        made.append(files(place))
        shutil.rmtree(place)
    for period in PERIODS:
        assert {"report.html", "report.ipynb", "summary.json", "overdue.csv"} <= {
            name.rsplit("/", 1)[-1] for name in made[0] if name.startswith(f"{period}/")}
    assert made[1] == made[0]
    assert made[2] == made[0]
