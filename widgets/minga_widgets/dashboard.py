"""The dashboard: the state of a plan, what is behind each figure, and the cards it came from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from minga.errors import Refused
from minga.i18n import gettext as _
from minga.results.board import Board, Wish, board_of
from minga.results.board_reading import BoardPlan, news_of, read_board
from minga.results.board_rows import Figure, countries, figure_of, hands
from minga.results.model import Period
from minga.workshop.feed import Store
from minga.workshop.trail import Trail, read_trail
from minga_widgets.component import Component, css, esm
from minga_widgets.dashboard_figures import action_tiles, bars, bullets, held, indicator_tiles
from minga_widgets.dashboard_file import as_file
from minga_widgets.dashboard_labels import dashboard_labels
from minga_widgets.dashboard_rows import MOST, listed, row_ids, rows_of, sums_of
from minga_widgets.dashboard_says import choices, figure_title, finding, notes
from minga_widgets.dashboard_words import period_label

Json = dict[str, Any]


class Dashboard(Component):
    """The state of a plan, narrowed to a direction, country, person and period; nothing is written here.

    Args:
        store: the store.
        plan: the plan's row.
        wish: what is looked at first; what the plan does not have is left out.
    """

    _esm = esm("dashboard_figures", "dashboard_rows", "dashboard")
    _css = css("dashboard", "dashboard_rows")

    def __init__(self, store: Store, plan: dict[str, Any], wish: Wish | None = None) -> None:
        self._store, self._plan_id = store, str(plan["plan_id"])
        self._wish = wish or Wish()
        self._figure: Figure | None = None
        self._asked = ""        # of which row the cards are shown: one's id, "*" for all, empty for none
        self._known: BoardPlan | None = None
        self._seq = -1
        super().__init__(labels=dashboard_labels())

    def view(self) -> dict[str, Any]:
        """The figures of the choice, the rows of the figure that is open, and the cards of what was asked for."""
        board = self._board()
        state: Json = {
            "about": {"period": period_label(board.period), "finding": finding(board),
                      "notes": notes(board, asked=bool(self._wish.period), newer=self._newer(board)),
                      "empty": not (board.plan.results.actions or board.plan.results.indicators),
                      "nothing": not (board.actions or board.indicators)},
            "choices": choices(board), "wish": asdict(board.wish),
            "actions": action_tiles(board), "indicators": indicator_tiles(board), "bars": bars(board),
            "bullets": bullets(board), "people": held(hands(board)), "countries": held(countries(board)),
            "open": {}, "trail": {}}
        if self._figure is not None:
            state |= self._opened(board, self._figure)
        return state

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """Choose what is looked at, open and close the rows of a figure, ask for their cards, take them along."""
        return {"choose": self._choose, "open": self._open, "close": self._close, "trail": self._trail,
                "csv": self._csv}

    def _board(self) -> Board:
        """The board, read again only when the ledger tells of something that it shows."""
        newest, news = news_of(self._store, self._plan_id, self._seq)
        if self._known is None or news:
            self._known = read_board(self._store, self._plan_id)
        self._seq = newest
        return board_of(self._known, self._wish, date.today())

    def _newer(self, board: Board) -> Period | None:
        """A period that has begun after the one on the board."""
        begun = [p for p in board.plan.results.periods if p.starts <= date.today() and p.starts > board.period.starts]
        return begun[-1] if begun else None

    def _opened(self, board: Board, behind: Figure) -> Json:
        rows, ids = rows_of(board, behind), row_ids(board, behind)
        state: Json = {"open": {"of": behind.of, "title": figure_title(board, behind), "n": len(rows),
                                "rows": rows[:MOST], "sums": sums_of(board, behind), "ids": len(ids)}}
        wanted = ids if self._asked == "*" else [one for one in ids if one == self._asked]
        if wanted:
            state["trail"] = _trail(board, self._asked, wanted, read_trail(self._store, self._plan_id, wanted))
        return state

    def _choose(self, message: Json) -> None:
        said = message.get("wish")
        if not isinstance(said, Mapping):
            raise _unknown()
        self._wish = Wish(**{name: str(said.get(name) or "")[:300] for name in asdict(Wish())})

    def _open(self, message: Json) -> None:
        figure = figure_of(message.get("figure"))
        if figure is None:
            raise _unknown()
        self._figure, self._asked = figure, ""

    def _close(self, _message: Json) -> None:
        self._figure, self._asked = None, ""

    def _trail(self, message: Json) -> None:
        self._asked = str(message.get("row") or "")[:80]

    def _csv(self, _message: Json) -> None:
        if self._figure is None:
            raise Refused(_("No hay filas abiertas."), _("Abra primero un número."))
        board = self._board()
        name = f"{self._plan_id}-{board.period.period}-{self._figure.of}.csv"
        self.send({"file": name}, buffers=[as_file(board, self._figure)])


def _trail(board: Board, asked: str, wanted: list[str], found: Trail) -> Json:
    return {"row": asked, "of": listed(board, wanted), "cards": found.cards, "many": len(wanted) > 1,
            "without": listed(board, list(found.without)), "places": [
                {"way": p.way, "stage": p.stage, "group": p.group, "id": p.group_id,
                 "cards": [{"id": card, "text": text} for card, text in p.cards],
                 "from": listed(board, list(p.rows)) if len(wanted) > 1 else ""} for p in found.places]}


def _unknown() -> Refused:
    return Refused(_("La página pidió algo que no se puede hacer."), _("Vuelva a abrirla."))
