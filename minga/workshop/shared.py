"""Parts of a state that many pages share: one object for all of them, turned into JSON once."""

from __future__ import annotations

import json
from typing import Any


class SharedDict(dict[str, Any]):
    """A dictionary that nobody changes any more."""

    __slots__ = ("_json",)

    def json(self) -> str:
        """Its JSON text, made the first time."""
        return _once(self)


class SharedList(list[Any]):
    """A list that nobody changes any more."""

    __slots__ = ("_json",)

    def json(self) -> str:
        """Its JSON text, made the first time."""
        return _once(self)


def encode(message: dict[str, Any]) -> str:
    """The JSON text of a message to a page; what it shares with other pages' messages is not made again.

    Args:
        message: plain JSON data; shared parts may stand in it and in its ``patch``.
    """
    return _object(message, within=("patch",))


def _object(data: dict[str, Any], within: tuple[str, ...] = ()) -> str:
    return "{" + ",".join(f"{_text(key)}:{_object(value) if key in within and type(value) is dict else _text(value)}"
                          for key, value in data.items()) + "}"


def _text(value: Any) -> str:
    if isinstance(value, SharedDict | SharedList):
        return value.json()
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _once(value: SharedDict | SharedList) -> str:
    try:
        made: str = value._json
    except AttributeError:
        made = value._json = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return made
