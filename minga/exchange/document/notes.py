"""What a stage's conversation left, as far as somebody marked it to be published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from minga.exchange.document.blocks import Block, Heading, Paragraph, Run
from minga.exchange.document.wording import narrative
from minga.i18n import gettext as _
from minga.methods import LEVELS

Row = Mapping[str, Any]


def conversation(rows: Mapping[str, Sequence[Row]], stage: Row) -> list[Block]:
    """The published notes of a stage in the order of the conversation, each under its question; [] when none is."""
    notes = [n for n in rows["reflections"] if n["stage_id"] == stage["stage_id"] and n["publish"]]
    if not notes:
        return []
    made: list[Block] = [Heading(_("Lo que se conversó"))]
    for note in sorted(notes, key=lambda n: (LEVELS.index(n["level"]), n["position"], n["reflection_id"])):
        if note["question"]:
            made.append(Paragraph((Run(str(note["question"]), bold=True),)))
        made += narrative(str(note["text"]))
    return made
