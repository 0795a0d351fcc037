"""The log: one JSON object a line, and no word of anybody's in it."""

from __future__ import annotations

import io
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.serve.watching import log_file, logs

CARD = "que mi hermana Rosa vuelva"
KERNEL = "01234567-89ab-cdef-0123-456789abcdef"


def written(logger: str, template: str, *arguments: object, pathname: str = __file__, **more: Any) -> dict[str, Any]:
    """What is written for one record."""
    record = logging.LogRecord(logger, logging.ERROR, pathname, 7, template, arguments, more.pop("exc_info", None))
    record.__dict__.update(more)
    text = logs.JsonLines("participant").format(record)
    assert "\n" not in text
    return json.loads(text)


def test_a_line_says_when_how_grave_which_door_what_and_where() -> None:
    told = written("minga.serve.opening.door", "open files stay limited to %s", 1024)
    assert told["level"] == "error"
    assert told["door"] == "participant"
    assert told["event"] == "open files stay limited to 1024"
    assert told["at"] == "minga.serve.opening.door:7"
    assert told["time"].endswith("Z")


def test_a_librarys_sentence_stays_and_its_values_go() -> None:
    assert written("tornado", "a sentence of this file: %s, %d", CARD, 3)["event"] == "a sentence of this file: …, 3"


def test_a_librarys_sentence_with_values_put_into_it_is_left_out() -> None:
    assert CARD not in json.dumps(written("tornado", f"cannot show {CARD} to {CARD}".replace("to", "for")),
                                  ensure_ascii=False)


def test_an_exception_leaves_its_type_and_its_place_and_not_its_words() -> None:
    try:
        try:
            raise KeyError(CARD)
        except KeyError as why:
            raise ValueError(CARD) from why
    except ValueError:
        told = written("minga.serve", "it failed", exc_info=sys.exc_info())
    assert told["error"]["type"] == "ValueError"
    assert told["error"]["cause"]["type"] == "KeyError"
    assert "test_an_exception" in told["error"]["trace"][-1]
    assert "Rosa" not in json.dumps(told)


def test_an_exception_as_a_value_leaves_its_type() -> None:
    assert written("minga.serve", "not sent: %s", ValueError(CARD))["event"] == "not sent: ValueError"


def test_a_kernels_id_is_shortened_because_it_opens_the_kernel() -> None:
    told = written("minga.serve", "the kernel %s is gone", KERNEL, fields={"kernel": KERNEL})
    assert "01234567…" in told["event"]
    assert KERNEL not in json.dumps(told)


@pytest.mark.parametrize(("path", "kept"), [
    ("/voila/render/1_context.ipynb?stage=context", "/voila/render/1_context.ipynb"),
    (f"/api/kernels/{KERNEL}/channels", "/api/kernels/01234567…/channels"),
    ("/hermana Rosa", "…"),
    ("/%6d", "…"),
])
def test_of_a_path_nothing_stays_that_could_be_words(path: str, kept: str) -> None:
    assert logs.path_words(path) == kept


@given(st.text(), st.lists(st.one_of(st.text(min_size=1), st.integers(), st.none(), st.floats())), st.text())
def test_whatever_a_library_logs_becomes_one_line_of_json(template: str, arguments: list[Any], file: str) -> None:
    told = written("some.library", template, *arguments, pathname=file)
    assert set(told) >= {"time", "level", "door", "event", "at"}


def test_a_line_is_shorter_than_what_a_pipe_takes_at_once() -> None:
    told = logs.line({"time": "t", "level": "error", "door": "d", "at": "x", "fields": {"a": "é" * 5000}})
    assert len(told.encode()) < 4096
    assert json.loads(told)["at"] == "x"


def test_a_process_without_a_screen_logs_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", root.level)
    out = io.StringIO()
    logs.install("facilitator", out)
    logging.getLogger("minga.serve.opening.door").warning("as it should be")
    assert json.loads(out.getvalue())["door"] == "facilitator"


def through(file: Path, *pieces: bytes) -> list[dict[str, Any]]:
    """The lines of a log after these pieces were written into its pipe."""
    with log_file.keep(file) as end:
        for piece in pieces:
            os.write(end.fileno(), piece)
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_json_passes_through_the_pipe_as_it_is(tmp_path: Path) -> None:
    line = logs.line({"time": "now", "level": "error", "door": "kernel", "event": "ñandú", "at": "x:1"})
    assert through(tmp_path / "a.log", line.encode() + b"\n", line.encode()[:20], line.encode()[20:] + b"\n") \
        == [json.loads(line)] * 2


def test_what_a_dying_process_says_is_noted_without_its_words(tmp_path: Path) -> None:
    said = f'''Traceback (most recent call last):
  File "/somewhere/site-packages/minga/workshop/cards.py", line 12, in add_card
    raise ValueError("{CARD}")
ValueError: {CARD}
'''
    (told,) = through(tmp_path / "outputs" / "a.log", said.encode())
    assert told["level"] == "error"
    assert told["error"] == {"type": "ValueError", "trace": ["minga/workshop/cards.py:12 add_card"]}
    assert told["fields"] == {"lines": 4}
    assert "Rosa" not in json.dumps(told)
    assert "/somewhere" not in json.dumps(told)


def test_a_kernel_that_is_ended_in_the_middle_of_its_work_is_no_error(tmp_path: Path) -> None:
    (told,) = through(tmp_path / "a.log", b"[IPKernelApp] ERROR | KeyboardInterrupt caught in kernel.\n")
    assert told["level"] == "info"


@given(st.lists(st.binary(max_size=60), max_size=6))
def test_whatever_comes_through_the_pipe_the_file_is_json(tmp_path: Path, pieces: list[bytes]) -> None:
    file = tmp_path / "any.log"
    file.unlink(missing_ok=True)
    assert all(isinstance(line, dict) for line in through(file, *pieces))


def test_the_file_turns_before_it_grows_too_large_and_loses_nothing_young(tmp_path: Path) -> None:
    log = log_file.LogFile(tmp_path / "serve.log", largest=200, kept=2)
    for number in range(60):
        log.write(f"{number:03} {'x' * 16}")
    log.close()
    files = [tmp_path / name for name in ("serve.2.log", "serve.1.log", "serve.log")]
    kept = [int(line[:3]) for file in files for line in file.read_text().splitlines()]
    assert kept == list(range(kept[0], 60))
    assert len(kept) >= 18
    assert all(file.stat().st_size <= 200 for file in files)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["serve.1.log", "serve.2.log", "serve.log"]
