"""A part of the page: one finding, what shows it, and the table it comes from.

A block knows how to show itself in a notebook (``_repr_html_``); every text is escaped by the templates.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup

from minga.i18n import gettext as _
from minga.i18n import language, ngettext
from minga.reports.words import Look

if TYPE_CHECKING:  # whoever only puts a page together draws nothing
    from minga.reports.charts.canvas import Canvas

WIDE, NARROW = 860, 340
"""Widths a chart is drawn for, in pixels: a laptop or paper, and a phone."""

SHOWN = 40
"""Rows of the longest table of the page; the file has them all."""


@dataclass(frozen=True)
class Noted:
    """A cell with smaller lines under its words; lines that are empty are left out."""

    words: str
    notes: tuple[str, ...] = ()


Cell = str | Look | Noted


@dataclass(frozen=True)
class Column:
    """A column of a table: its title, and whether it holds numbers (set to the right)."""

    title: str
    number: bool = False


@dataclass(frozen=True)
class Table:
    """The data behind a finding.

    Attributes:
        caption: what the rows are, read aloud before the table.
        file: name of the CSV file with every row.
        notes: sentences under the table.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    file: str
    notes: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows that the page shows."""
        return self.rows[:SHOWN]

    @property
    def left_out(self) -> str:
        """What the page says about the rows that are only in the file."""
        n = len(self.rows) - len(self.shown)
        return ngettext("Hay {n} fila más en {file}.", "Hay {n} filas más en {file}.", n).format(
            n=n, file=self.file) if n else ""

    @property
    def summary(self) -> str:
        """The words that open a table too long to stand open; empty for a short one."""
        n = len(self.rows)
        return ngettext("Ver la tabla ({n} fila)", "Ver la tabla ({n} filas)", n).format(n=n) if n > 12 else ""

    @property
    def cards(self) -> bool:
        """Whether a phone shows each row as a card; a table of little numbers is better scrolled."""
        return sum(not column.number for column in self.columns) > 1

    @property
    def source(self) -> str:
        """What stands before the name of the file."""
        return _("Datos:")


@dataclass(frozen=True)
class Chart:
    """A chart that can be drawn at any width, with its alternative text."""

    draw: Callable[[float], Canvas]
    alt: str
    note: str = ""

    @cached_property
    def wide(self) -> Canvas:
        """The chart for a laptop or paper."""
        return self.draw(WIDE)

    @cached_property
    def narrow(self) -> Canvas:
        """The chart for a phone."""
        return self.draw(NARROW)

    def svg(self, title: str) -> bytes:
        """The chart as an SVG file, with its name and its alternative text."""
        return self.wide.svg(title, self.alt)

    def png(self) -> bytes:
        """The chart as a PNG picture, twice as fine as on the page."""
        return self.wide.png()


@dataclass(frozen=True)
class Block:
    """One part of a report.

    Attributes:
        key: its name in ids and files.
        kicker: what the part is about, in two or three words.
        finding: what the data say, in one sentence.
        remarks: more sentences, each a paragraph.
        empty: what will be here and what to do first, when there is nothing to show.
    """

    key: str
    kicker: str
    finding: str
    remarks: tuple[str, ...] = ()
    chart: Chart | None = None
    table: Table | None = None
    empty: str = ""

    def html(self) -> str:
        """The block as HTML, in the language in force."""
        drawings = {"wide": Markup(""), "narrow": Markup("")}
        if self.chart is not None:
            from minga.reports.charts.inline import inline

            # The drawings are matplotlib's, which escaped their texts when it wrote them.
            drawings = {name: Markup(inline(sheet.written, f"m-{self.key}-{name}", self.finding, self.chart.alt))
                        for name, sheet in (("wide", self.chart.wide), ("narrow", self.chart.narrow))}
        return render("block.html", block=self, **drawings)


@dataclass(frozen=True)
class Shown:
    """What a notebook cell gets back: HTML that is ready, and the finding as plain text."""

    html: str
    finding: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.finding


def _shown(value: object) -> object:
    """Text without the invisible characters that turn the reading direction around or break a page."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return "".join(c for c in value if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))


@cache
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True,
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_shown)
    made.tests["look"] = lambda cell: isinstance(cell, Look)
    made.tests["noted"] = lambda cell: isinstance(cell, Noted)
    return made


def render(template: str, **values: object) -> str:
    """A template filled in; whatever is put in it is escaped."""
    return _environment().get_template(template).render(lang=language(), **values)


def left_out(what: str, drawn: int, total: int, file: str) -> str:
    """What is not in a figure, and where to find it: in the table of the page, or in its file when it is too long.

    Args:
        what: ``actions``, ``directions`` or ``indicators``.
        drawn: how many the figure shows.
        total: how many the table has.
        file: name of the table's file.
    """
    n = total - drawn
    if n <= 0:
        return ""
    if total > SHOWN:
        return {
            "actions": ngettext("Falta {n} acción en la figura; está en {file}.",
                                "Faltan {n} acciones en la figura; están en {file}.", n),
            "directions": ngettext("Falta {n} dirección en la figura; está en {file}.",
                                   "Faltan {n} direcciones en la figura; están en {file}.", n),
            "indicators": ngettext("Falta {n} indicador en la figura; está en {file}.",
                                   "Faltan {n} indicadores en la figura; están en {file}.", n),
        }[what].format(n=n, file=file)
    return {
        "actions": ngettext("Falta {n} acción en la figura; está en la tabla.",
                            "Faltan {n} acciones en la figura; están en la tabla.", n),
        "directions": ngettext("Falta {n} dirección en la figura; está en la tabla.",
                               "Faltan {n} direcciones en la figura; están en la tabla.", n),
        "indicators": ngettext("Falta {n} indicador en la figura; está en la tabla.",
                               "Faltan {n} indicadores en la figura; están en la tabla.", n),
    }[what].format(n=n)


def css() -> Markup:
    """The stylesheet of reports."""
    return Markup((Path(__file__).parent / "templates" / "report.css").read_text(encoding="utf-8"))


def rows_of(rows: Sequence[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """Rows as a table keeps them."""
    return tuple(tuple(row) for row in rows)
