"""What a browser may say to a kernel: a short list, in every way of writing it."""

from __future__ import annotations

import json
import struct
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.serve.entry.said import TARGETS, V1, may_pass
from minga.serve.kernel_way.kernels import ALLOWED_MESSAGES
from tests.protocol import FORBIDDEN, as_bytes, as_text, as_v1, message

SAID = {
    "comm_msg": {"comm_id": "c", "data": {"method": "custom", "content": {"op": "hello"}}},
    "comm_close": {"comm_id": "c", "data": {}},
    "comm_open": {"comm_id": "c", "target_name": "jupyter.widget.control", "data": {}},
    "comm_info_request": {"target_name": "jupyter.widget"},
    "kernel_info_request": {},
}


def written(said: dict[str, Any]) -> list[tuple[str | bytes, str | None]]:
    """The same message in all three ways of writing it, each with the protocol that goes with it."""
    return [(as_text(said), None), (as_bytes(said), None), (as_v1(said), V1)]


def passes(said: dict[str, Any]) -> set[bool]:
    """Whether it passes, in each way of writing it."""
    return {may_pass(raw, protocol) for raw, protocol in written(said)}


@pytest.mark.parametrize("kind", SAID)
def test_what_a_page_says_passes(kind: str) -> None:
    assert passes(message(kind, SAID[kind])) == {True}


def test_the_examples_are_all_there_is() -> None:
    assert set(SAID) == set(ALLOWED_MESSAGES)
    assert set(FORBIDDEN).isdisjoint(ALLOWED_MESSAGES)


@pytest.mark.parametrize("channel", ["shell", "control", "stdin", "iopub", "hb", "", "SHELL", "shell\n"])
@pytest.mark.parametrize("kind", FORBIDDEN)
def test_nothing_else_passes_on_any_channel(kind: str, channel: str) -> None:
    assert passes(message(kind, FORBIDDEN[kind], channel)) == {False}


@pytest.mark.parametrize("channel", ["control", "stdin", "iopub", "hb", ""])
@pytest.mark.parametrize("kind", SAID)
def test_what_a_page_says_passes_by_one_way_only(kind: str, channel: str) -> None:
    assert passes(message(kind, SAID[kind], channel)) == {False}


@pytest.mark.parametrize("target", ["jupyter.widget", "jupyter.widget.version", "matplotlib", "",
                                    "jupyter.widget.control ", None, ["jupyter.widget.control"], {"a": 1}])
def test_no_comm_is_opened_that_could_make_something(target: Any) -> None:
    assert target not in list(TARGETS)
    assert passes(message("comm_open", {**SAID["comm_open"], "target_name": target})) == {False}


@pytest.mark.parametrize("header", [{"subshell_id": "x"}, {"msg_id": ""}, {"msg_id": 7}, {"msg_id": "x" * 1000},
                                    {"msg_type": ["comm_msg"]}, {"msg_type": None}])
def test_a_strange_header_does_not_pass(header: dict[str, Any]) -> None:
    assert passes(message("comm_msg", SAID["comm_msg"], **header)) == {False}


@pytest.mark.parametrize("comm", ["", None, 7, ["c"], "x" * 1000])
def test_a_comm_without_a_proper_name_does_not_pass(comm: Any) -> None:
    assert passes(message("comm_msg", {**SAID["comm_msg"], "comm_id": comm})) == {False}


@pytest.mark.parametrize(("raw", "protocol"), [
    (b"\xff" * 8, V1), (b"\xff" * 64, V1), ((2**63).to_bytes(8, "little"), V1), (b"\0" * 8, V1),
    (b"\xff\xff\xff\xff", None), (struct.pack("!i", -1), None), (struct.pack("!i", 2**31 - 1), None),
    (b"", V1), (b"", None),
])
def test_a_table_that_claims_more_than_there_is_costs_no_time(raw: bytes, protocol: str | None) -> None:
    before = time.process_time()
    assert not may_pass(raw, protocol)
    assert time.process_time() - before < 1


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 50_000, "null", "7", '"x"', "[]", "{}", '{"header": null}',
                                  "9" * 10_000, '{"channel": "shell", "header": {"msg_type": "comm_msg"}}'])
def test_a_text_that_is_no_message_does_not_pass(text: str) -> None:
    assert not may_pass(text)
    assert not may_pass(text, V1)


def test_a_text_that_claims_to_carry_bytes_does_not_pass() -> None:
    assert not may_pass(json.dumps({**message("comm_msg", SAID["comm_msg"]), "buffers": ["x"]}, default=str))


@given(st.one_of(st.binary(max_size=400), st.text(max_size=400)), st.sampled_from([V1, None]))
def test_noise_never_passes_and_never_raises(raw: str | bytes, protocol: str | None) -> None:
    assert may_pass(raw, protocol) is False


@given(st.integers(0, 2), st.data())
def test_a_forbidden_message_with_a_few_bytes_changed_stays_forbidden(way: int, data: st.DataObject) -> None:
    raw, protocol = written(message("execute_request", {"code": "1"}))[way]
    changed = bytearray(raw.encode() if isinstance(raw, str) else raw)
    for _ in range(data.draw(st.integers(0, 5))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    given_back = bytes(changed) if isinstance(raw, bytes) else changed.decode("utf-8", "replace")
    assert not may_pass(given_back, protocol)
