"""A drawing of matplotlib made fit to stand inside a page: named, described, short, and in the font of the page."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import escape

from minga.reports.charts.measure import plain

_SIZE = re.compile(r'viewBox="(0 0 ([\d.]+) [\d.]+)"')
_PATH = re.compile(r' <path d="([^"]*)" style="([^"]*)"/>\n')
_TEXT = re.compile(r' <text style="([^"]*)"(?: x="[^"]*" y="[^"]*")? transform="'
                   r'(?:translate\(|rotate\(-?0 )([-\d.]+) ([-\d.]+)\)[^"]*">([^<]*)</text>\n')
_FONT = re.compile(r"font: (\d*) ?([\d.]+px) [^;]*")
"""Weight, size and fonts in one, as matplotlib wrote them before 3.11."""
_FONTS = re.compile(r"font-family: [^;]*(?:; )?")
_SHORT = {" \n": "", "\n": "", "M ": "M", "L ": "L", "C ": "C", "Q ": "Q", " -": "-"}


def inline(written: str, prefix: str, title: str, description: str) -> str:
    """A drawing as an element of an HTML page.

    Args:
        written: the SVG, as matplotlib wrote it.
        prefix: what its two ids begin with, so that several drawings can share a page.
        title: its name, one sentence.
        description: its alternative text.
    """
    view = _SIZE.search(written)
    assert view is not None  # matplotlib always writes it
    _head, _end, body = written.partition("</defs>\n")  # a stylesheet for the whole page, which has its own
    body = _TEXT.sub(_text, _PATH.sub(_path, body))
    return (f'<svg viewBox="{view[1]}" role="img" style="max-width:{view[2]}px" '
            f'aria-labelledby="{prefix}-title {prefix}-desc"><title id="{prefix}-title">{escape(plain(title))}</title>'
            f'<desc id="{prefix}-desc">{escape(plain(description))}</desc>{body.rstrip()}')


def _path(found: re.Match[str]) -> str:
    steps = found[1]
    for long, short in _SHORT.items():
        steps = steps.replace(long, short)
    return f'<path d="{steps}" style="{_style(found[2])}"/>'


def _text(found: re.Match[str]) -> str:
    return f'<text x="{found[2]}" y="{found[3]}" style="{_style(found[1])}">{found[4]}</text>'


@lru_cache(maxsize=1024)
def _style(written: str) -> str:
    """A style without fonts, which are the page's, and without spaces."""
    kept = _FONTS.sub("", _FONT.sub(r"font-weight:\1;font-size:\2", written))
    return kept.replace(": ", ":").replace("; ", ";").rstrip("; ")
