"""Every message of the Jupyter protocol, and the ways in which a browser can write one."""

from __future__ import annotations

import json
from typing import Any

from jupyter_client.session import Session
from jupyter_server.services.kernels.connection.base import serialize_binary_message, serialize_msg_to_ws_v1

SESSION = Session(username="test")
CHANNELS = ("shell", "control", "stdin", "iopub")
FORBIDDEN: dict[str, dict[str, Any]] = {
    "execute_request": {"code": "", "silent": False, "store_history": False, "user_expressions": {"x": "1"},
                        "allow_stdin": True, "stop_on_error": True},
    "complete_request": {"code": "__import__('os').getp", "cursor_pos": 21},
    "inspect_request": {"code": "print", "cursor_pos": 3, "detail_level": 0},
    "history_request": {"output": True, "raw": True, "hist_access_type": "tail", "n": 10},
    "is_complete_request": {"code": "1"},
    "debug_request": {"type": "request", "seq": 1, "command": "debugInfo"},
    "connect_request": {}, "interrupt_request": {}, "shutdown_request": {"restart": False},
    "create_subshell_request": {}, "delete_subshell_request": {"subshell_id": "x"}, "list_subshell_request": {},
    "usage_request": {}, "apply_request": {}, "clear_request": {}, "abort_request": {}, "input_request": {"prompt": ""},
    "input_reply": {"value": "x"}, "execute_reply": {"status": "ok"}, "status": {"execution_state": "dead"},
    "stream": {"name": "stdout", "text": "x"}, "display_data": {"data": {}, "metadata": {}},
    "update_display_data": {"data": {}, "metadata": {}}, "execute_input": {"code": "1"}, "error": {},
    "clear_output": {}, "iopub_welcome": {}, "debug_event": {}, "": {}, "COMM_MSG": {"comm_id": "x"},
    "comm_msg ": {"comm_id": "x"},
}
"""All that a page of ours never says, with contents that a kernel would take."""


def message(kind: str, content: Any, channel: str = "shell", **header: Any) -> dict[str, Any]:
    """A message as a page writes it."""
    made = SESSION.msg(kind, content)
    made["header"].update(header)
    return {**made, "channel": channel}


def as_text(said: dict[str, Any]) -> str:
    """As JSON."""
    return json.dumps(said, default=str)


def as_bytes(said: dict[str, Any]) -> bytes:
    """In the older binary form, with bytes behind it."""
    return serialize_binary_message({**json.loads(as_text(said)), "buffers": [b"x"]})


def as_v1(said: dict[str, Any]) -> bytes:
    """In the binary protocol of newer front ends."""
    parts = [SESSION.pack(said[part]) for part in ("header", "parent_header", "metadata", "content")]
    return serialize_msg_to_ws_v1(parts, said["channel"])
