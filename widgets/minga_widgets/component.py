"""What every component shares: its files, its labels, and its conversation with the page."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import anywidget
import traitlets as t

from minga.i18n import language
from minga.talk.conversation import Conversation

HERE = Path(__file__).parent
log = logging.getLogger("minga.widgets")


def esm(*stems: str) -> str:
    """The component's module: the shared helpers, then its own files; the last one has the ``export default``."""
    return "\n".join((HERE / f"{name}.js").read_text(encoding="utf-8") for name in ("common", *stems))


def css(*stems: str) -> str:
    """The component's style: the tokens, then its own files."""
    return "\n".join((HERE / f"{name}.css").read_text(encoding="utf-8") for name in ("tokens", *stems))


class Component(Conversation, anywidget.AnyWidget):
    """A page area of a notebook: a conversation that a widget's comm carries."""

    labels = t.Dict().tag(sync=True)
    lang = t.Unicode().tag(sync=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(lang=language(), **kwargs)
        self.begin()
        self.on_msg(self._hear)

    def send(self, content: Any, buffers: Any = None) -> None:
        """Send the page a message through the comm."""
        anywidget.AnyWidget.send(self, content, buffers)

    def _hear(self, _widget: Any, message: Any, _buffers: Any) -> None:
        self.hear(message)


def page_loop() -> asyncio.AbstractEventLoop | None:
    """The event loop of the kernel, or None where there is none (a plain script)."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
