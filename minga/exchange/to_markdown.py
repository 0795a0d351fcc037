"""The plan document as Markdown with pipe tables, the way networks write it; it can be imported again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from minga import i18n
from minga.exchange.document.blocks import (
    ActionLine,
    Actions,
    Bullets,
    Cards,
    Document,
    Empty,
    Grid,
    Heading,
    Matrix,
    Paragraph,
    Part,
    Questions,
    Text,
)
from minga.exchange.document.wording import shown
from minga.exchange.text import markdown_inline, markdown_line
from minga.i18n import gettext as _


def to_markdown(document: Document) -> str:
    """The document as Markdown; every text is shown verbatim, whatever signs are in it."""
    pieces = [f"# {markdown_inline(document.title)}", *_facts(document)]
    with i18n.speaking(document.language):
        for part in document.parts:
            pieces += _part(part)
    return "\n\n".join(pieces) + "\n"


def _facts(document: Document) -> Iterator[str]:
    # A title that already says whose plan it is and for when, as titles do, is not followed by the same words.
    facts = [f for f in (document.organization, document.years)
             if f and not set(_bare(f)) <= set(_bare(document.title))]
    if facts:
        yield markdown_line(" · ".join(facts))


def _bare(text: str) -> list[str]:
    return text.casefold().replace("–", " ").replace("-", " ").split()


def _part(part: Part) -> Iterator[str]:
    blocks = [block for block in part.blocks if not isinstance(block, Empty)]
    if not any(not isinstance(block, Questions) for block in blocks):
        return  # an importer would take "nothing yet" for a text of the plan
    yield f"## {markdown_inline(part.title)}"
    for block in blocks:
        match block:
            case Heading():
                yield f"{'#' * block.level} {markdown_inline(block.text)}"
            case Paragraph():
                yield _text(block.text)
            case Questions():
                yield from map(markdown_line, block.lines)
            case Bullets():
                yield "\n".join(f"- {_text(item)}" for item in block.items)
            case Cards():
                yield from _cards(block)
            case Actions():
                yield from _actions(block)
            case Matrix():
                yield _table([block.corner, *block.header], [
                    [_strong(markdown_inline(band.label)), *("<br>".join(map(markdown_inline, c)) for c in band.cells)]
                    for band in block.bands])
            case Grid():
                yield _grid(block)


def _text(text: Text) -> str:
    pieces = []
    for index, run in enumerate(text):
        made = markdown_inline(run.text) if index or run.bold else markdown_line(run.text)
        # Stripping belongs to a whole text; between two runs the blanks are part of it.
        left = " " if index and run.text[:1].isspace() else ""
        right = " " if index < len(text) - 1 and run.text[-1:].isspace() else ""
        pieces.append(left + (_strong(made) if run.bold else made) + right)
    return "".join(pieces)


def _strong(made: str) -> str:
    # A tag and not asterisks: those need a blank or a sign around them, and keywords stand anywhere.
    return f"<b>{made}</b>" if made else ""


def _cards(block: Cards) -> Iterator[str]:
    """The columns side by side; the importer takes the first row for the titles.

    Groups that only have a description are a list: a table of titles without cards says nothing.
    """
    described = [c for c in block.columns if c.description]
    listed = [f"- {_strong(markdown_inline(c.title))}: {markdown_inline(c.description)}" for c in described]
    if described and not any(c.cards for c in block.columns):
        titles = [f"- {_strong(markdown_inline(c.title))}" for c in block.columns if not c.description]
        yield "\n".join([*listed, *titles])
        return
    rows = zip_longest(*(column.cards for column in block.columns), fillvalue="")
    yield _table([_strong(markdown_inline(c.title)) for c in block.columns],
                 [[markdown_inline(text) for text in row] for row in rows], raw_header=True)
    if listed:
        yield "\n".join(listed)


def _actions(block: Actions) -> Iterator[str]:
    labels = list(dict.fromkeys(label for line in block.lines for label, _value in line.details))
    width = len(block.header) + len(labels)
    rows = [[*block.header, *labels], *(_action(line, labels) for line in block.lines)]
    yield _table([_strong(markdown_inline(block.title)), *[""] * (width - 1)], rows, raw_header=True)
    if block.measure:
        yield _("Medida de logro: {text}").format(text=markdown_inline(block.measure))


def _action(line: ActionLine, labels: Sequence[str]) -> list[str]:
    details = dict(line.details)
    code = f"{markdown_inline(line.code)} - " if line.code else ""
    return [code + _text(line.text), markdown_inline(line.schedule), "<br>".join(map(markdown_inline, line.people)),
            *(markdown_inline(details.get(label, "")) for label in labels)]


def _grid(block: Grid) -> str:
    rows: list[list[str]] = []
    for group in block.groups:
        if group.title:
            rows.append([_strong(markdown_inline(group.title)), *[""] * (len(block.header) - 1)])
        rows += [[markdown_inline(shown(cell)) for cell in row] for row in group.rows]
    return _table(block.header, rows)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], *, raw_header: bool = False) -> str:
    titles = header if raw_header else [markdown_inline(title) for title in header]
    ruler = "|" + "--|" * len(titles)
    return "\n".join([_row(titles), ruler, *map(_row, rows)])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
