"""Headings, paragraphs and links of a page, as text that is never taken for HTML."""

from __future__ import annotations

from collections.abc import Sequence

import traitlets as t

from minga_widgets.component import Component, css, esm


class Prose(Component):
    """A few lines of text.

    Args:
        title: heading; none when empty.
        paragraphs: lines below it.
        links: pairs of address and words; the first is drawn as the main one.
        kind: ``page`` (heading of the page), ``part`` (heading of a part) or ``note``.
    """

    _esm = esm("prose")
    _css = css("prose")
    title = t.Unicode().tag(sync=True)
    paragraphs = t.List(t.Unicode()).tag(sync=True)
    links = t.List().tag(sync=True)
    kind = t.Unicode("part").tag(sync=True)

    def __init__(self, title: str = "", paragraphs: Sequence[str] = (), links: Sequence[tuple[str, str]] = (),
                 kind: str = "part") -> None:
        super().__init__(title=title, paragraphs=list(paragraphs), links=[list(link) for link in links], kind=kind)
