"""Draw the pages of a poster with matplotlib: a PDF of all of them, and one PNG for each."""

from __future__ import annotations

import io
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf, PdfPages
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyBboxPatch
from matplotlib.textpath import text_to_path

from minga.exchange.poster_layout import MARGIN, PAGE, POINT, Box, Page, line_height, pad_of

INK, SOFT, LINE = "#1c2226", "#4f5a61", "#b9b09b"
PAPER, TITLE, INNER = "#fffdf8", "#e2eff3", "#f1f6f7"
PNG_DPI = 110
"""About 1,820 points across: sharp on a projector, small enough for a message."""


def width_of(text: str, size: float, bold: bool = False) -> float:
    """Width of a text in millimetres."""
    return _unit_width(text, bold) * size


@lru_cache(maxsize=50_000)
def _unit_width(text: str, bold: bool) -> float:
    if not text:
        return 0.0
    with _quiet():
        across, _high, _deep = text_to_path.get_text_width_height_descent(_drawable(text), _font(100, bold), False)
    return float(across) / 100 * POINT


def draw(pages: Sequence[Page], heading: Sequence[Box], foot: str, title: str) -> tuple[bytes, list[bytes]]:
    """The PDF and the PNG of each page.

    Args:
        pages: laid out; y downwards, in millimetres.
        heading: boxes that stand on top of every page.
        foot: a line at the bottom of every page, before the page's number.
        title: title of the PDF.
    """
    figures = [_figure([*heading, *page.boxes], f"{foot}   {i}/{len(pages)}" if len(pages) > 1 else foot)
               for i, page in enumerate(pages, 1)]
    pictures = []
    with _quiet(), matplotlib.rc_context({"pdf.fonttype": 42}):
        document = io.BytesIO()
        # No date inside: the same wall gives the same file.
        with PdfPages(document, metadata={"Title": title, "CreationDate": None, "Creator": "Minga"}) as pdf:
            for figure in figures:
                FigureCanvasPdf(figure)
                pdf.savefig(figure)
        for figure in figures:
            picture = io.BytesIO()
            FigureCanvasAgg(figure).print_png(picture, metadata={"Software": None, "Title": title})
            pictures.append(picture.getvalue())
    return document.getvalue(), pictures


def _figure(boxes: Sequence[Box], foot: str) -> Figure:
    made = Figure(figsize=(PAGE[0] / 25.4, PAGE[1] / 25.4), dpi=PNG_DPI, facecolor="white")
    axes = made.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, PAGE[0])
    axes.set_ylim(PAGE[1], 0)
    for box in boxes:
        _box(axes, box)
    axes.text(MARGIN, PAGE[1] - MARGIN / 2, _drawable(foot), fontproperties=_font(8, False), color=SOFT, va="center",
              parse_math=False)
    return made


def _box(axes: matplotlib.axes.Axes, box: Box) -> None:
    filled = {"card": PAPER, "title": TITLE, "inner": INNER}.get(box.kind)
    if filled:
        axes.add_patch(FancyBboxPatch((box.x, box.y), box.width, box.height, boxstyle="round,pad=0,rounding_size=1.2",
                                      facecolor=filled, edgecolor=LINE if box.kind == "card" else "none",
                                      linewidth=0.7))
    bold = box.kind in ("title", "inner", "question")
    pad = _pad(box) if filled else 0.0
    step = line_height(box.size)
    for i, line in enumerate(box.lines):
        axes.text(box.x + pad, box.y + pad + (i + 0.78) * step, _drawable(line), fontproperties=_font(box.size, bold),
                  color=SOFT if box.kind in ("note", "over") else INK, va="baseline", parse_math=False)
    if box.tag:
        axes.text(box.x + box.width - pad, box.y + pad + 0.78 * step, box.tag, fontproperties=_font(box.size, True),
                  color=SOFT, va="baseline", ha="right", parse_math=False)


def _pad(box: Box) -> float:
    return pad_of(box.size / 1.15 if box.kind in ("title", "inner") else box.size)


@lru_cache(maxsize=256)
def _font(size: float, bold: bool) -> FontProperties:
    return FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")


def _drawable(text: str) -> str:
    """The text with signs that only steer other signs left out; they would be drawn as boxes."""
    return "".join(c for c in unicodedata.normalize("NFC", text)
                   if unicodedata.category(c) != "Cf" and c not in _SELECTORS)


_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))


@contextmanager
def _quiet() -> Iterator[None]:
    """A sign that the font lacks is drawn as a box, and that is no news for a facilitator's terminal."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        yield
