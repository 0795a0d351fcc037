"""The actions of one direction as an outline that can be rearranged; nothing is written from here."""

from __future__ import annotations

from collections.abc import Iterable

from minga.errors import NotFound, Refused
from minga.i18n import gettext as _
from minga.workshop.act import Row

MOST_LEVELS = 3
"""An action, its parts, and the parts of those: 1, 1.1, 1.1.1."""


class Outline:
    """Actions in reading order, each inside the one that contains it.

    Args:
        actions: rows of the actions of one direction; one that hangs from nothing known stands on top.

    Attributes:
        rows: the rows by action id.
        inside: ids in order, by the id of what contains them (None for the first level).
    """

    def __init__(self, actions: Iterable[Row]) -> None:
        self.rows = {a["action_id"]: a for a in sorted(actions, key=lambda a: (a["position"], a["action_id"]))}
        self.inside: dict[str | None, list[str]] = {None: []}
        for key in self.rows:
            self.inside.setdefault(self._container(key), []).append(key)

    def _container(self, key: str) -> str | None:
        seen, up = {key}, self.rows[key]["parent_id"]
        while up in self.rows:
            if up in seen:  # two that contain each other would be reached from nowhere
                return None
            seen.add(up)
            up = self.rows[up]["parent_id"]
        parent: str | None = self.rows[key]["parent_id"]
        return parent if parent in self.rows else None

    def walk(self, top: str | None = None, depth: int = 1) -> list[tuple[Row, int]]:
        """The actions in reading order, each with its depth from 1."""
        return [found for key in self.inside.get(top, [])
                for found in ((self.rows[key], depth), *self.walk(key, depth + 1))]

    def parent(self, key: str) -> str | None:
        """The id of what contains an action, or None."""
        return next(top for top, keys in self.inside.items() if key in keys)

    def parents(self) -> dict[str, str | None]:
        """The id of what contains each action, or None, by action id."""
        return {key: top for top, keys in self.inside.items() for key in keys}

    def siblings(self, key: str) -> list[str]:
        """The ids of an action and of those beside it, in order."""
        return self.inside[self.parent(key)]

    def level(self, key: str | None) -> int:
        """The depth of an action; 0 for the direction itself."""
        return 0 if key is None else 1 + self.level(self.parent(key))

    def take(self, key: str) -> list[tuple[Row, int]]:
        """Take an action out with everything inside it: their rows in order, each with its depth from 1."""
        taken = [(self.rows[key], 1), *self.walk(key, 2)]
        self.siblings(key).remove(key)
        for row, _depth in taken:
            self.inside.pop(row["action_id"], None)
            del self.rows[row["action_id"]]
        return taken

    def put(self, taken: list[tuple[Row, int]], parent: str | None, before: str | None = None) -> None:
        """Put what was taken out inside an action (or on top), before a sibling or at the end.

        Raises:
            Refused: inside itself, or too deep.
            NotFound: the place is not in this outline.
        """
        ids = [row["action_id"] for row, _depth in taken]
        if parent in ids or before in ids:
            raise Refused(_("Una acción no puede ser parte de sí misma."))
        if (parent is not None and parent not in self.rows) or (
                before is not None and before not in self.inside.get(parent, [])):
            raise NotFound(_("Esa acción no existe en esta dirección."), _("Vuelva a abrir la página."))
        if self.level(parent) + max(depth for _row, depth in taken) > MOST_LEVELS:
            raise Refused(_("Hasta aquí llegan los niveles: acción, subacción y una más adentro."),
                          _("Elija un lugar menos adentro."))
        beside = self.inside.setdefault(parent, [])
        beside.insert(beside.index(before) if before is not None else len(beside), ids[0])
        for row, _depth in taken:
            self.rows[row["action_id"]] = row
            if row["action_id"] != ids[0]:
                self.inside.setdefault(row["parent_id"], []).append(row["action_id"])


def arranged(actions: Iterable[Row]) -> list[tuple[Row, int]]:
    """The actions of one direction in reading order, each with its depth from 1."""
    return Outline(actions).walk()
