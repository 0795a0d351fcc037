"""What a browser may do with each kind of answer (Content-Security-Policy)."""

from __future__ import annotations

import base64
import hashlib

from minga.serve.entry.proxy import HOST
from minga.serve.front.files import part

HEARTBEAT = base64.b64encode(hashlib.sha256(b"window.voila_heartbeat()").digest()).decode()
"""What Voilà sends now and then, as a script inside the page, while that takes long."""
FIRST_SCRIPT = f"'sha256-{base64.b64encode(hashlib.sha256(part('first').encode()).digest()).decode()}'"
"""The script with which a page begins, which every browser can read."""
FILE_POLICY = ("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
               "frame-ancestors 'self'")
"""For files and short answers, should somebody open one by itself: a drawing may have its own styles, no more."""


def notebook_policy(host: str, *, secure: bool = False) -> str:
    """For a notebook with Voilà's front end: nothing from another host, and no script written inside the page.

    ``unsafe-eval`` is what JupyterLab's settings need (they compile JSON schemas), ``blob:`` what
    anywidget needs, ``unsafe-inline`` for styles what Lumino's layouts need. The websocket is named
    in full because older Safari does not count it as ``'self'``.
    """
    return "; ".join([
        "default-src 'self'",
        f"script-src 'self' blob: 'unsafe-eval' 'sha256-{HEARTBEAT}' {FIRST_SCRIPT}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        f"connect-src 'self'{_socket(host, secure)}",
        "worker-src 'self' blob:",
        "frame-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ])


def small_page_policy(host: str, *, secure: bool = False) -> str:
    """For every other page of ours, the participant's first: nothing of what Voilà's front end needs.

    Styles stand inside the page so that its first line is drawn at once; nothing else does.
    """
    return "; ".join([
        "default-src 'none'",
        f"script-src 'self' {FIRST_SCRIPT}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        f"connect-src 'self'{_socket(host, secure)}",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ])


def _socket(host: str, secure: bool) -> str:
    return f" {'wss' if secure else 'ws'}://{host}" if HOST.fullmatch(host) else ""
