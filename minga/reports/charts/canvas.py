"""A sheet to draw on, in pixels from the top left, that becomes a matplotlib figure.

No pyplot: every figure is its own object. Text from people is never read as mathematics or markup.
"""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from io import BytesIO
from typing import Any

import matplotlib
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from minga.reports.charts.hatch import strokes

INK, MUTED, GRID, PAPER, ACCENT = "#1F2933", "#52606D", "#D5DAE0", "#FFFFFF", "#0072B2"

_SETTINGS = {
    "svg.fonttype": "none",  # text stays text: it can be searched, copied and read aloud
    "svg.hashsalt": "minga",  # the same data gives the same bytes
    "text.parse_math": False,  # a "$" that somebody wrote is a "$"
    "font.family": ["DejaVu Sans"],
    "axes.unicode_minus": True,
}


@contextmanager
def _settings() -> Iterator[None]:
    """Matplotlib's own defaults and ours, whatever the person's matplotlibrc says."""
    with matplotlib.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*[Gg]lyph.*missing")  # an emoji in a title is not our fault
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_SETTINGS)
        yield


def plain(text: str) -> str:
    """Text on one line without control characters, which neither XML nor a chart can hold."""
    spaced = " ".join(text.split())
    return "".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Cn", "Co"))


@cache
def _font(bold: bool) -> FT2Font:
    return FT2Font(findfont(FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")))


@lru_cache(maxsize=4096)
def _advance(character: str, bold: bool) -> float:
    """Width of a character, as a part of the size of its text."""
    font = _font(bold)
    if not font.get_char_index(ord(character)):
        return 1.0  # a character of another script or an emoji; about as wide as it is tall
    font.set_size(100, 72)
    return font.load_char(ord(character), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / 100


def width_of(text: str, size: float, bold: bool = False) -> float:
    """Width of a text in pixels; the font is wider than those of most readers, so what fits here fits there."""
    return size * sum(_advance(character, bold) for character in text)


def wrap(text: str, width: float, size: float, lines: int = 2, bold: bool = False) -> list[str]:
    """A text cut into at most some lines that fit a width; the last ends in «…» when it does not fit."""
    rest, found = plain(text), []
    while rest and len(found) < lines:
        cut = _fitting(rest, width, size, bold)
        if cut < len(rest) and len(found) == lines - 1:
            found.append(rest[: max(1, _fitting(rest, width - width_of("…", size, bold), size, bold))].rstrip() + "…")
            break
        if cut < len(rest) and (space := rest.rfind(" ", 0, cut + 1)) > 0:
            cut = space
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return found or [""]


def _fitting(text: str, width: float, size: float, bold: bool) -> int:
    """How many characters of a text fit a width; at least one."""
    low, high = 1, min(len(text), 400)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width_of(text[:middle], size, bold) <= width else (low, middle - 1)
    return low


class Canvas:
    """A sheet as wide as asked and as tall as what is drawn on it."""

    def __init__(self, width: float) -> None:
        self.width, self.height = width, 0.0
        self._makers: list[Callable[[], Artist]] = []

    def box(self, x: float, y: float, width: float, height: float, fill: str = GRID, hatch: str = "",
            edge: str | None = None, dashed: bool = False, radius: float = 0) -> None:
        """A rectangle; its hatch is drawn in ink over the fill."""
        options: dict[str, Any] = {"facecolor": fill, "edgecolor": edge or fill, "linewidth": 0.8 if edge else 0,
                                   "linestyle": (0, (3, 2)) if dashed else "solid"}
        self._add(lambda: FancyBboxPatch(
            (x + radius, y + radius), width - 2 * radius, height - 2 * radius, boxstyle=f"round,pad={radius}",
            **options) if radius else Rectangle((x, y), width, height, **options), y + height)
        if found := strokes(hatch, x, y, width, height):
            ink = "#FFFFFF" if _dark(fill) else "#7B8794"
            path = Path([point for stroke in found for point in stroke], [Path.MOVETO, Path.LINETO] * len(found))
            self._add(lambda: PathPatch(path, facecolor="none", edgecolor=ink, linewidth=0.7), y + height)

    def line(self, points: list[tuple[float, float]], colour: str = GRID, width: float = 1,
             dash: tuple[float, ...] = ()) -> None:
        """A line through some points."""
        xs, ys = zip(*points, strict=True)
        self._add(lambda: Line2D(xs, ys, color=colour, linewidth=width, linestyle=(0, dash) if dash else "solid",
                                 solid_capstyle="butt"), max(ys))

    def shape(self, points: list[tuple[float, float]], fill: str, edge: str | None = None) -> None:
        """A closed polygon."""
        self._add(lambda: Polygon(points, closed=True, facecolor=fill, edgecolor=edge or fill,
                                  linewidth=1 if edge else 0), max(y for _x, y in points))

    def dot(self, x: float, y: float, fill: str, edge: str, radius: float = 3.2) -> None:
        """A round mark."""
        self._add(lambda: Line2D([x], [y], marker="o", markersize=2 * radius, markerfacecolor=fill,
                                 markeredgecolor=edge, markeredgewidth=1.4, linestyle="none"), y + radius)

    def text(self, x: float, y: float, words: str, size: float = 12, colour: str = INK, bold: bool = False,
             anchor: str = "left") -> None:
        """One line of text whose baseline is at ``y``."""
        shown = plain(words)
        self._add(lambda: Text(x, y, shown, fontsize=size, color=colour, fontweight="bold" if bold else "normal",
                               horizontalalignment=anchor, verticalalignment="baseline"), y + size * 0.35)

    def ground(self, x: float, y: float, words: str, size: float, bold: bool = False) -> None:
        """Clean paper under one line of text, so that no other line crosses it."""
        self.box(x - 2, y - size, width_of(plain(words), size, bold) + 4, size * 1.4, PAPER)

    def lines(self, x: float, y: float, words: str, width: float, size: float = 12, most: int = 2,
              colour: str = INK, bold: bool = False, ground: bool = False) -> float:
        """Text wrapped to a width; returns the baseline of its last line."""
        for number, line in enumerate(wrap(words, width, size, most, bold)):
            y += size * 1.3 if number else 0
            if ground:
                self.ground(x, y, line, size, bold)
            self.text(x, y, line, size, colour, bold)
        return y

    def _add(self, make: Callable[[], Artist], bottom: float) -> None:
        self._makers.append(make)
        self.height = max(self.height, bottom)

    def figure(self) -> Figure:
        """The drawing as a matplotlib figure; what was drawn later lies on top."""
        height = self.height + 6
        made = Figure(figsize=(self.width / 72, height / 72), dpi=72, facecolor=PAPER)
        pixels = Affine2D().scale(1 / 72, -1 / 72).translate(0, height / 72) + made.dpi_scale_trans
        for order, make in enumerate(self._makers):
            artist = make()
            artist.set(zorder=order, transform=pixels)
            made.add_artist(artist)
        return made

    def svg(self) -> bytes:
        """The drawing as SVG."""
        out = BytesIO()
        with _settings():
            FigureCanvasSVG(self.figure()).print_svg(out, metadata={"Date": None, "Creator": None})
        return out.getvalue()

    def png(self, scale: float = 2) -> bytes:
        """The drawing as PNG."""
        out = BytesIO()
        with _settings():
            figure = self.figure()
            figure.set_dpi(72 * scale)
            FigureCanvasAgg(figure).print_png(out, metadata={"Software": None})
        return out.getvalue()


def _dark(colour: str) -> bool:
    red, green, blue = (int(colour[i:i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 150
