"""The websocket of the light page: compressed without a memory of its own, and never more waiting than it should.

Tornado keeps some 300 kB a connection where messages are compressed with what went before as their dictionary. Here
each message is compressed by itself, and short ones, which would not get shorter, are not.
"""

from __future__ import annotations

from asyncio import Future
from typing import Any

from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketProtocol13

WORTH_COMPRESSING = 600
"""Bytes from which a message is compressed: below, a frame is one packet on the air in any case."""
LEVEL, MEMORY = 5, 7
"""Of zlib; a state of a room and its words, 20 kB, take 0.4 ms and a quarter of their length."""
TEXT = 0x1


class Frames(WebSocketProtocol13):
    """The protocol, with compression that keeps nothing between messages."""

    def _create_compressors(self, side: str, agreed_parameters: dict[str, Any],
                            compression_options: dict[str, Any] | None = None) -> None:
        agreed_parameters |= {"server_no_context_takeover": None, "client_no_context_takeover": None}
        super()._create_compressors(side, agreed_parameters, compression_options)

    def packed(self, message: bytes) -> tuple[bytes, int]:
        """The message as it travels, and the flag that says how; safe to call from any thread."""
        if self._compressor is None or len(message) < WORTH_COMPRESSING:
            return message, 0
        return self._compressor.compress(message), self.RSV1

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
