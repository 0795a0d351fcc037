"""What a door counts about itself, how it says that it is well, and what whoever facilitates reads."""

from __future__ import annotations

import asyncio
import json
import math
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from minga.i18n import speaking
from minga.serve.watching import answers as status_page
from minga.serve.watching import health as status_health
from minga.serve.watching.errors import last_errors
from minga.serve.watching.health import Vitals, memory_left
from minga.serve.watching.room import Cards, Server, advice, described, tiles
from minga.serve.watching.status import COUNTERS, Status


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


# ── health ────────────────────────────────────────────────────────────────────────────────────────


def health(status: Status, url: str) -> status_health.Health:
    """How a door is whose store is there."""
    return asyncio.run(Vitals(status, url).look())


def test_a_door_with_room_is_well(sqlite_url: str) -> None:
    found = health(Status(), sqlite_url)
    assert (found.state, found.problems, found.code, found.cards) == ("ok", (), 200, 0)


@pytest.mark.parametrize("numbers", [{"kernels": 5, "kernels_most": 5}, {"queue": 1}])
def test_a_full_door_still_takes_people(sqlite_url: str, numbers: dict[str, int]) -> None:
    status = Status()
    for name, value in numbers.items():
        status.gauge(name, lambda value=value: value)
    assert (health(status, sqlite_url).state, health(status, sqlite_url).code) == ("full", 200)


def test_a_door_without_its_store_or_memory_should_get_nobody_new(
        tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    lost = health(Status(), f"sqlite:///{tmp_path / 'file' / 'minga.sqlite'}")
    assert (lost.state, lost.problems, lost.code) == ("degraded", ("store",), 503)
    monkeypatch.setattr(status_health, "memory_left", lambda: 1)
    assert health(Status(), sqlite_url).problems == ("memory",)


def test_health_says_one_sentence_in_the_language_in_force_and_no_detail() -> None:
    lost = status_health.Health("degraded", ("store",), None)
    assert "problemas" in lost.words()
    assert "store" not in lost.words()


def test_a_loop_that_was_held_up_says_by_how_much(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status_health, "LOOK_EVERY", 0.01)

    async def held() -> float:
        vitals = Vitals(Status(), sqlite_url)
        vitals.start()
        time.sleep(0.06)
        for _ in range(3):
            await asyncio.sleep(0)
        vitals.stop()
        return vitals.lag()

    assert asyncio.run(held()) > 0.04


def test_some_memory_is_left_within_the_containers_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert memory_left() > 0
    monkeypatch.setattr(status_health, "_CGROUP", tmp_path)
    for name, text in (("max", "1000"), ("current", "900"), ("stat", "anon 1\ninactive_file 50")):
        (tmp_path / f"memory.{name}").write_text(text)
    assert memory_left() == 150
    (tmp_path / "memory.max").write_text("max")
    assert memory_left() > 150


@pytest.mark.parametrize(("host", "peer", "headers", "near"), [
    ("127.0.0.1:8866", "127.0.0.1", {}, True),
    ("localhost", "::1", {}, True),
    ("[::1]:8866", "::1", {}, True),
    ("taller.example.org", "127.0.0.1", {}, False),
    ("127.0.0.1:8866", "10.0.0.9", {}, False),
    ("127.0.0.1:8866", "127.0.0.1", {"X-Forwarded-For": "10.0.0.9"}, False),
    ("127.0.0.1:8866", "nonsense", {}, False),
])
def test_this_machine_is_who_asks_by_its_own_name_without_anybody_between(
        host: str, peer: str, headers: dict[str, str], near: bool) -> None:
    class Connection:
        context = type("Context", (), {"remote_ip": peer, "protocol": "http"})

    start = RequestStartLine("GET", "/metrics", "HTTP/1.1")
    sent = HTTPHeaders({"Host": host, **headers})
    asked = HTTPServerRequest(headers=sent, connection=Connection(), start_line=start)
    assert status_page.from_this_machine(asked) is near


# ── the room now ──────────────────────────────────────────────────────────────────────────────────


def server(status: str = "ok", cards: int | None = 3, url: str = "http://a/", **numbers: float) -> Server:
    """What a door said."""
    usual = {"kernels_most": 50, "people_kernel": 2, "people_light": 40, "memory_available_bytes": 8e9,
             "since_timestamp_seconds": time.time()}
    return Server(url, status, (), cards, usual | numbers)


def test_the_room_adds_up_all_doors() -> None:
    shown = {tile.name: tile for tile in tiles([server(queue=1), server(url="http://b/", queue=2)], 12.4)}
    assert shown["Personas conectadas"].value == "84"
    assert shown["Personas conectadas"].note == "4 con página completa, 80 con página ligera"
    assert (shown["Esperan su página"].value, shown["Esperan su página"].state) == ("3", "look")
    assert shown["Tarjetas por minuto"].value == "12"
    assert shown["Memoria libre"].value == "7,5 GB"


def test_where_everybody_gets_the_light_page_nothing_is_said_of_full_ones() -> None:
    shown = [tile.name for tile in tiles([Server("http://a/", "ok", (), 0, {"people_light": 3})], None)]
    assert "Páginas completas" not in shown
    assert "Personas conectadas" in shown


def test_the_room_speaks_the_workshops_language() -> None:
    with speaking("en"):
        assert tiles([server(memory_available_bytes=1.5e9)], None)[4].value.startswith("1.4")


def test_what_to_do_is_said_for_what_is_wrong_and_for_nothing_else() -> None:
    assert advice([server()]) == []
    assert "no responde" in advice([Server("http://a/")])[0]
    assert "1 servidor de 2 no responde" in advice([server(), Server("http://b/")])[0]
    assert "memoria" in advice([server(memory_available_bytes=1e8)])[0]
    assert "lento" in advice([server(loop_lag_seconds=2)])[0]
    assert advice([server(queue=1)])[0].startswith("1 persona espera")
    lost = Server("http://a/", "degraded", ("store",), None, {"memory_available_bytes": 1e10})
    assert "base de datos" in advice([lost])[0]


@pytest.mark.parametrize(("servers", "words"), [
    ([server()], "Todo bien"), ([server("full")], "Llena"), ([Server("http://a/")], "No responde"),
    ([server(), Server("http://b/")], "Con problemas"), ([server("degraded"), server("full")], "Con problemas")])
def test_the_state_is_that_of_the_worst_door(servers: list[Server], words: str) -> None:
    assert described(servers, None, [])["state"]["words"] == words
    assert json.dumps(described(servers, None, []))


def test_cards_a_minute_need_two_looks_and_forget_what_is_older() -> None:
    cards = Cards()
    assert cards.rate(10, 0.0) is None
    assert cards.rate(40, 30.0) == 30
    assert cards.rate(70, 60.0) == 60
    assert cards.rate(70, 200.0) < 30


@given(st.lists(st.tuples(st.floats(0.01, 100), st.one_of(st.none(), st.integers(0, 10_000))), max_size=12))
def test_cards_a_minute_are_never_negative(looks: list[tuple[float, int | None]]) -> None:
    cards, now = Cards(), 0.0
    for later, count in looks:
        now += later
        rate = cards.rate(count, now)
        assert rate is None or rate >= 0


# ── what failed ───────────────────────────────────────────────────────────────────────────────────

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def logged(file: Path, *lines: dict[str, object] | str) -> Path:
    """A log with these lines."""
    file.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines))
    return file


def line(event: str = "x", minutes: int = 1, level: str = "error", **more: object) -> dict[str, object]:
    """A line of the log, some minutes old."""
    return {"time": (NOW - timedelta(minutes=minutes)).isoformat(), "level": level, "door": "participant",
            "event": event, "at": "minga.serve:1", **more}


def test_errors_are_told_once_each_kind_newest_first_with_what_to_do(tmp_path: Path) -> None:
    troubles = last_errors(logged(
        tmp_path / "log", line(minutes=9, error={"type": "ValueError"}), line("a door closed and is opened again", 5),
        line(minutes=3, error={"type": "minga.Refused", "cause": {"type": "sqlite3.OperationalError"}}),
        line("a door closed and is opened again", 2), line(minutes=90), line(level="warning"),
        "not json", '{"time": 3, "level": "error"}', '["error"]', '{"level": "error"}'), NOW)
    assert [(t.times, t.ago) for t in troubles] == [(2, 120), (1, 180), (1, 540)]
    assert "puertas" in troubles[0].words
    assert "base de datos" in troubles[1].words
    assert "serve.log" in troubles[2].advice


def test_no_log_is_no_trouble(tmp_path: Path) -> None:
    assert last_errors(tmp_path / "none") == []


@given(st.binary(max_size=300))
def test_whatever_is_in_the_log_the_page_is_shown(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "log").write_bytes(content)
    assert isinstance(last_errors(tmp_path / "log", NOW), list)
