"""Messages of the light way: whatever they hold, a browser reads what was said, and shared parts are made once."""

from __future__ import annotations

import json
import zlib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tornado.websocket import _WebSocketParams

from minga.serve.light_way import frames as light_frames
from minga.serve.light_way.frames import Frames
from minga.workshop.shared import SharedDict, SharedList

values = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=400), lambda inner: st.lists(
    inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4), max_leaves=8)
shared = st.dictionaries(st.text(max_size=8), st.text(max_size=300), max_size=12).map(SharedDict) | st.lists(
    st.text(max_size=300), max_size=12).map(SharedList)
patches = st.dictionaries(st.text(max_size=8), values | shared, max_size=6)


def frames(agreed: dict[str, Any] | None = None) -> Frames:
    made = Frames(None, False, _WebSocketParams(compression_options={}))  # type: ignore[arg-type]
    if agreed is not None:
        made._create_compressors("server", agreed, {})
    return made


def read(payload: bytes, flags: int, browser: Any) -> Any:
    """What a browser makes of a message; its dictionary lives on from one to the next, as it may."""
    text = browser.decompress(payload + b"\x00\x00\xff\xff") if flags else payload
    return json.loads(text)


@given(st.lists(st.fixed_dictionaries({"patch": patches, "seq": st.integers()}, optional={"labels": shared}),
                max_size=4))
def test_a_browser_reads_what_was_said(messages: list[dict[str, Any]]) -> None:
    made, browser = frames({}), zlib.decompressobj(-zlib.MAX_WBITS)
    for message in messages:
        said = json.loads(json.dumps(message).encode("utf-8", "replace"))
        assert read(*made.packed(message), browser) == said


def test_what_a_thousand_phones_show_alike_is_compressed_once() -> None:
    light_frames._known.clear()
    texts = SharedDict({f"tarjeta-{n}": f"una idea número {n}" for n in range(60)})
    packed = [frames({}).packed({"patch": {"texts:a": texts, "mine": n}, "seq": n})[0] for n in range(5)]
    assert len(light_frames._known) == 1
    assert len(set(packed)) == 5
    for _ in range(2 * light_frames.MOST_KEPT):
        frames({}).packed({"patch": {"texts:a": SharedDict(texts)}})
    assert len(light_frames._known) <= light_frames.MOST_KEPT


def test_nothing_is_compressed_that_is_short_or_that_the_browser_does_not_take_so() -> None:
    long = {"patch": {"a": SharedList(["semillas"] * 200)}}
    assert frames({}).packed({"ack": "1"}) == (b'{"ack":"1"}', 0)
    assert frames().packed(long)[1] == 0
    small = {"server_max_window_bits": "9"}
    made = frames(small)
    assert read(*made.packed(long), zlib.decompressobj(-9)) == long
    assert {"server_no_context_takeover", "client_no_context_takeover"} <= set(small)
