"""A sheet as a PNG picture: matplotlib draws it, and Pillow, as whenever matplotlib saves one, packs it.

It is packed with the few colours that a chart has and their shades: a third of the size, and of the time.
"""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import accumulate
from typing import Any

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from PIL import Image

from minga.reports.charts.layers import Look, layers
from minga.reports.charts.marks import Mark, Words
from minga.reports.charts.measure import advance
from minga.reports.charts.pen import SETTINGS, draw, font

_LARGEST = 24_000_000
"""Pixels of the largest picture, four bytes each while it is drawn; a taller sheet is drawn smaller."""
_LONGEST = 65_000
"""Pixels of its longer side, which matplotlib limits."""
_SHADES = 8
"""Most steps from paper to a colour."""
_NEAR = 16
"""Shades nearer to paper than this, of 255, would be taken for it, or it for them."""
_ALONE = re.compile("[\0-\u058f\u2000-\u2e7f]*")
"""Letters that look alike wherever they stand in a word; those of other scripts are set a whole text at a time."""
_EM = 100


def png(marks: Sequence[Mark], width: float, height: float, scale: float = 2) -> bytes:
    """A drawing as PNG; the same marks give the same bytes.

    Args:
        marks: from the ground up; words lie on top of all.
        width: of the sheet, in its own pixels.
        height: of the sheet.
        scale: pixels of the picture for each pixel of the sheet.
    """
    scale = min(scale, math.sqrt(_LARGEST / (width * height)), _LONGEST / max(width, height))
    size = math.ceil(width * scale), math.ceil(height * scale)
    place = np.array((scale, -scale)), np.array((0, size[1]))
    with matplotlib.rc_context(SETTINGS):
        renderer = RendererAgg(*size, 72 * scale)
        np.asarray(renderer.buffer_rgba())[:] = 255
        for layer in layers(marks):
            draw(renderer, layer.look, np.array(layer.points) * place[0] + place[1], layer.codes)
        for colour, vertices, codes in _outlines([mark for mark in marks if isinstance(mark, Words)]):
            draw(renderer, Look(colour), vertices * place[0] + place[1], codes)
    return _packed(Image.frombytes("RGB", size, renderer.buffer_rgba(), "raw", "RGBX"), _colours(marks), 72 * scale)


def _outlines(words: Sequence[Words]) -> Iterator[tuple[str, Any, Any]]:
    """Texts as outlines, those of one colour in one path: a tenth of the time that letter after letter takes."""
    for colour in dict.fromkeys(mark.colour for mark in words):
        shapes, sizes, places = [], [], []
        for mark in words:
            for letter, x in _set(mark) if mark.colour == colour else ():
                shapes.append(_outline(letter, mark.bold))
                sizes.append(mark.size / _EM)
                places.append((x, mark.y))
        lengths = [len(codes) for _points, codes in shapes]
        if any(lengths):
            points = np.concatenate([points for points, _codes in shapes]) * np.repeat(sizes, lengths)[:, None]
            yield (colour, points + np.repeat(places, lengths, axis=0),
                   np.concatenate([codes for _points, codes in shapes]))


def _set(mark: Words) -> list[tuple[str, float]]:
    """The pieces of a text, and where each of them begins."""
    widths = [advance(letter, mark.bold) * mark.size for letter in mark.text]
    x = mark.x - sum(widths) * {"left": 0, "center": 0.5, "right": 1}[mark.anchor]
    if not _ALONE.fullmatch(mark.text):
        return [(mark.text, x)]
    return list(zip(mark.text, (x + before for before in accumulate(widths, initial=0)), strict=False))


@lru_cache(maxsize=4096)
def _outline(text: str, bold: bool) -> tuple[Any, Any]:
    """Vertices (n, 2) and codes of a text at a size of 100, from its baseline down."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*[Gg]lyph.*missing")  # it is drawn as a box; nobody can help it
        points, codes = text_to_path.get_text_path(font(_EM, bold), text)
    return np.array(points, dtype=float).reshape(-1, 2) * (1, -1), np.array(codes, dtype=Path.code_type)


def _colours(marks: Sequence[Mark]) -> list[str]:
    return list(dict.fromkeys(colour for mark in marks for name in ("fill", "edge", "colour")
                              if (colour := getattr(mark, name, ""))))


def _packed(picture: Image.Image, colours: Sequence[str], dots: float) -> bytes:
    """A picture as a file.

    Args:
        picture: in any colours.
        colours: what is in it, besides paper and the shades in between.
        dots: of an inch.
    """
    most, shades = min(_SHADES, 255 // max(1, len(colours))), [255] * 3
    for colour in colours:
        parts = [int(colour[i:i + 2], 16) for i in (1, 3, 5)]
        steps = max(1, min(most, (255 - min(parts)) // _NEAR))
        shades += [round(255 + (part - 255) * n / steps) for n in range(1, steps + 1) for part in parts]
    palette, out = Image.new("P", (1, 1)), BytesIO()
    palette.putpalette(shades[:768])
    picture.quantize(palette=palette, dither=Image.Dither.NONE).save(out, "PNG", compress_level=1, dpi=(dots, dots))
    return out.getvalue()
