"""Which widget libraries a page loads: the large ones only where the notebook uses them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

LARGE = frozenset({"ipydatagrid", "bqplot", "bqscales"})
"""Half a megabyte together; the grid's front end needs the other two."""

OURS = frozenset({"AnyModel", "LayoutModel"})
"""Models of a component of ours, and of where it lies."""
WIDGET = "application/vnd.jupyter.widget-view+json"

States = Mapping[str, Mapping[str, Any]]


class FrontEnds:
    """What a notebook's page needs, known once its cells have run.

    Args:
        states: what each widget said of itself when it was made, by its model's id; None where nobody knows.
    """

    def __init__(self, states: Callable[[], States | None]) -> None:
        self._states = states

    def __deepcopy__(self, _memo: dict[int, Any]) -> FrontEnds:
        """The exporter copies what it hands to the template; this looks at the page itself."""
        return self

    def needed(self, extensions: Iterable[dict[str, Any]], cells: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The extensions to load: all where a widget of the large libraries exists, or the notebook names one.

        Args:
            extensions: those that the door offers, each with its ``name``.
            cells: the notebook's cells.
        """
        states = self._states()
        large = (
            states is None
            or any(str(state.get("_model_module", "")).split("/")[0] in LARGE for state in states.values())
            or any(name in cell.get("source", "") for cell in cells for name in LARGE)
        )
        return [one for one in extensions if large or one["name"] not in LARGE]

    def plain(self, cells: Iterable[Mapping[str, Any]]) -> bool:
        """Whether the page shows our own components and nothing else, so that no style sheet of Jupyter's is needed.

        Args:
            cells: the cells as they were run.
        """
        states, ran = self._states(), list(cells)
        if states is None or any(state.get("_model_name") not in OURS for state in states.values()):
            return False
        if any(cell.get("cell_type") == "markdown" for cell in ran):
            return False
        return all(WIDGET in output.get("data", {}) for cell in ran for output in cell.get("outputs", []))


__all__ = ["LARGE", "FrontEnds"]
