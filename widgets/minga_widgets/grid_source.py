"""What a grid needs to know: its rows, and where its changes go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from minga_widgets.grid_cells import Column


@dataclass(frozen=True)
class GridRow:
    """A row as the data has it: a stable key, how it is called, its values, and whether any of it is saved."""

    key: str
    name: str
    cells: dict[str, Any]
    saved: bool = True


class Source(Protocol):
    """Where a grid's rows come from and where its changes go."""

    title: str
    hint: str
    empty: str

    def fresh(self) -> None:
        """Forget what was read; the next question is answered from the store."""

    def columns(self) -> list[Column]:
        """The columns, with the choices of this moment."""

    def rows(self) -> list[GridRow]:
        """The rows, in order."""

    def defaults(self) -> dict[str, Any]:
        """Values that a new row begins with."""

    def spread(self, values: dict[str, Any]) -> tuple[list[dict[str, Any]], str]:
        """Cells of the rows that are like one and not there yet, and the column where writing begins."""

    def save(self, key: str | None, values: dict[str, Any]) -> str:
        """Save some cells of a row, or a new row; returns its key."""

    def delete(self, key: str) -> None:
        """Delete a row."""

    def status(self) -> dict[str, Any]:
        """What may be done: ``add``, ``delete``, ``spread`` (its words), ``locked`` (why nothing may), ``periods`` and
        ``period``."""

    def choose_period(self, period: str) -> None:
        """Turn to another period, where there is a chooser."""
