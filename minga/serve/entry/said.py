"""What a browser may say to a kernel; everything else is dropped before any other code has looked at it.

Jupyter reads the length of a binary message's table from its first bytes and believes it: eight bytes
would keep a door busy for ever. Here every message is measured first, then read, then compared with a
short list of what a page says.
"""

from __future__ import annotations

import json
from typing import Any

from minga.serve.kernel_way.kernels import ALLOWED_MESSAGES

V1 = "v1.kernel.websocket.jupyter.org"
"""Name of the binary protocol of newer front ends."""
CHANNEL = "shell"
"""The only way in. Control, stdin and iopub carry nothing that a page needs to say."""
TARGETS = frozenset({"jupyter.widget.control"})
"""What a page may open a comm with: the one that asks which widgets there are. It creates none."""
MOST_PARTS = 64
LONGEST_ID = 128


def may_pass(raw: str | bytes, protocol: str | None = None) -> bool:
    """Whether a message is one that a page of ours sends.

    Args:
        raw: the websocket's frame, whatever it holds.
        protocol: the subprotocol that was agreed on: ``V1``, or None for JSON.
    """
    try:
        channel, header, content = _read_v1(raw) if protocol == V1 else _read(raw)
        return channel == CHANNEL and _known(header, content)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OverflowError):
        return False


def _known(header: dict[str, Any], content: dict[str, Any]) -> bool:
    kind = header["msg_type"]
    if kind not in ALLOWED_MESSAGES or not _short(header["msg_id"]) or header.get("subshell_id"):
        return False
    if kind == "comm_open" and content["target_name"] not in TARGETS:
        return False
    return _short(content["comm_id"]) if kind in ("comm_open", "comm_msg", "comm_close") else isinstance(content, dict)


def _short(text: Any) -> bool:
    return isinstance(text, str) and 0 < len(text) <= LONGEST_ID


def _read(raw: str | bytes) -> tuple[str, dict[str, Any], dict[str, Any]]:
    if isinstance(raw, bytes):
        message = json.loads(_parts(raw, 4, "big")[0])
    else:
        message = json.loads(raw)
        if message.get("buffers"):
            raise ValueError("bytes in a text")
    if not all(isinstance(message[part], dict) for part in ("header", "parent_header", "metadata", "content")):
        raise TypeError("no message")
    return message["channel"], message["header"], message["content"]


def _read_v1(raw: str | bytes) -> tuple[str, dict[str, Any], dict[str, Any]]:
    if isinstance(raw, str):
        raise TypeError("text in the binary protocol")
    channel, *parts = _parts(raw, 8, "little")[:-1]
    header, parent, metadata, content = (json.loads(part) for part in parts[:4])
    if not all(isinstance(part, dict) for part in (header, parent, metadata, content)):
        raise TypeError("no message")
    return channel.decode("utf-8"), header, content


def _parts(raw: bytes, width: int, order: Any) -> list[bytes]:
    """Cut a message along the table at its beginning: a count, then as many offsets, each ``width`` bytes.

    The last piece reaches to the end.

    Raises:
        ValueError: the table is longer than the message, points outside it, or runs backwards.
    """
    count = int.from_bytes(raw[:width], order)
    if not 1 <= count <= MOST_PARTS or len(raw) < width * (count + 1):
        raise ValueError("no table")
    offsets = [int.from_bytes(raw[width * n:width * (n + 1)], order) for n in range(1, count + 1)]
    if offsets[0] != width * (count + 1) or offsets != sorted(offsets) or offsets[-1] > len(raw):
        raise ValueError("a table that points elsewhere")
    return [raw[start:end] for start, end in zip(offsets, [*offsets[1:], len(raw)], strict=True)]
