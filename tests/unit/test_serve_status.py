"""What a door counts about itself."""

from __future__ import annotations

import math

import pytest
from prometheus_client.parser import text_string_to_metric_families

from minga.serve.status import COUNTERS, Status


def samples(status: Status) -> dict[str, float]:
    """Every sample of the exposition by its name."""
    families = text_string_to_metric_families(status.text().decode())
    return {sample.name: sample.value for family in families for sample in family.samples if not sample.labels}


def test_a_counter_begins_at_zero_and_adds_up() -> None:
    status = Status()
    assert samples(status)["minga_joins_kernel_total"] == 0
    status.count("joins_kernel")
    status.count("joins_kernel", 2)
    assert samples(status)["minga_joins_kernel_total"] == 3
    assert status.numbers()["joins_kernel"] == 3


def test_every_known_number_says_what_it_is() -> None:
    text = Status().text().decode()
    assert all(f"# HELP minga_{name}_total {words}" in text for name, words in COUNTERS.items())


def test_a_gauge_is_read_when_somebody_looks_and_the_last_to_say_it_wins() -> None:
    status, people = Status(), [3]
    status.gauge("people_light", lambda: 1)
    status.gauge("people_light", lambda: people[0])
    assert samples(status)["minga_people_light"] == 3
    people[0] = 4
    assert status.numbers()["people_light"] == 4


def test_a_gauge_that_fails_takes_nothing_else_along() -> None:
    status = Status()
    status.gauge("kernels", lambda: 1 / 0)
    status.gauge("queue", lambda: 7)
    assert math.isnan(samples(status)["minga_kernels"])
    assert status.numbers()["queue"] == 7
    assert "kernels" not in status.numbers()


def test_times_are_kept_as_a_histogram() -> None:
    status = Status()
    for seconds in (0.004, 0.4, 40.0):
        status.observe("join_seconds", seconds)
    assert samples(status)["minga_join_seconds_count"] == 3
    assert samples(status)["minga_join_seconds_sum"] == pytest.approx(40.404)


def test_two_applications_in_one_process_count_apart() -> None:
    one, other = Status("participant"), Status("facilitator")
    one.count("errors")
    assert other.numbers()["errors"] == 0


@pytest.mark.parametrize("name", ["", "Größe", "a b", "{x}", "1a", "x" * 80])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a metric"):
        Status().count(name)
