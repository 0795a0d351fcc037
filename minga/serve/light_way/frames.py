"""The websocket of the light page: compressed without a memory of its own, and shared parts compressed once for all.

Tornado keeps some 300 kB a connection where messages are compressed with what went before as their dictionary. Here
each message is compressed by itself, and short ones, which would not get shorter, are not. Pieces that were compressed
apart make one valid stream when they are put together, as long as none refers to what came before it: what a thousand
phones show alike, the texts of a wall or the page's words, is compressed for the first of them only.
"""

from __future__ import annotations

import json
import zlib
from asyncio import Future
from collections.abc import Iterable, Iterator
from typing import Any

from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketProtocol13

from minga.workshop.shared import SharedDict, SharedList

WORTH_COMPRESSING = 600
"""Bytes from which a message, or a shared part of it, is compressed: below, a frame is one packet on the air."""
LEVEL, MEMORY = 5, 7
"""Of zlib, for what one page is told."""
BEST = 9
"""The same for what all are told alike."""
MOST_KEPT = 128
"""Shared parts whose compressed form is kept."""
TEXT, TAIL = 0x1, 4

Piece = str | SharedDict | SharedList


class Frames(WebSocketProtocol13):
    """The protocol, with compression that keeps nothing between messages."""

    _whole_window = False

    def _create_compressors(self, side: str, agreed_parameters: dict[str, Any],
                            compression_options: dict[str, Any] | None = None) -> None:
        agreed_parameters |= {"server_no_context_takeover": None, "client_no_context_takeover": None}
        self._whole_window = "server_max_window_bits" not in agreed_parameters
        super()._create_compressors(side, agreed_parameters, compression_options)

    def packed(self, message: dict[str, Any]) -> tuple[bytes, int]:
        """A message as it travels, and the flag that says how; safe to call from any thread."""
        found = list(pieces(message))
        parts = [piece if isinstance(piece, str) else piece.json() for piece in found]
        if self._compressor is None or sum(map(len, parts)) < WORTH_COMPRESSING:
            return _bytes("".join(parts)), 0
        if not self._whole_window:  # a browser with little memory, which nobody has seen
            return self._compressor.compress(_bytes("".join(parts))), self.RSV1
        return b"".join(deflated(part) if isinstance(piece, str) else _kept(piece)
                        for piece, part in zip(found, parts, strict=True))[:-TAIL], self.RSV1

    def put(self, message: bytes, flags: int) -> Future[None] | None:
        """Send what ``packed`` made; the future is done when the kernel has taken it all. None: it was closed."""
        if self.is_closing():
            return None
        try:
            return self._write_frame(True, TEXT, message, flags=flags)
        except StreamClosedError:
            return None

    def drop(self) -> None:
        """End at once, without a goodbye that nobody would read."""
        self._abort()


def pieces(message: dict[str, Any]) -> Iterator[Piece]:
    """A message's JSON text in pieces, long shared parts of it or of its ``patch`` apart."""
    text = ""
    for piece in _walk(message, within=("patch",)):
        if isinstance(piece, str):
            text += piece
        elif len(made := piece.json()) < WORTH_COMPRESSING:
            text += made
        else:
            yield text
            yield piece
            text = ""
    yield text


def _walk(data: dict[str, Any], within: Iterable[str] = ()) -> Iterator[Piece]:
    before = "{"
    for key, value in data.items():
        yield f"{before}{json.dumps(key)}:"
        before = ","
        if isinstance(value, SharedDict | SharedList):
            yield value
        elif key in within and type(value) is dict:
            yield from _walk(value)
        else:
            yield json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    yield "}" if data else "{}"


def deflated(text: str, level: int = LEVEL, memory: int = MEMORY) -> bytes:
    """A text compressed so that others may stand before and behind it."""
    made = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS, memory)
    return made.compress(_bytes(text)) + made.flush(zlib.Z_SYNC_FLUSH)


_known: dict[int, tuple[SharedDict | SharedList, bytes]] = {}


def _kept(part: SharedDict | SharedList) -> bytes:
    known = _known.get(id(part))
    if known is None or known[0] is not part:
        if len(_known) >= MOST_KEPT:
            _known.clear()
        known = _known[id(part)] = part, deflated(part.json(), BEST, BEST)
    return known[1]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
