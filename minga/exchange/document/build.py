"""The plan document from the method and the rows; no method is named here, only kinds of stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from minga import i18n
from minga.errors import InputError
from minga.exchange.document.actions import direction_tables
from minga.exchange.document.blocks import Block, Document, Empty, Heading, Part, Questions
from minga.exchange.document.coverage import coverage_blocks
from minga.exchange.document.notes import conversation
from minga.exchange.document.results import results_blocks
from minga.exchange.document.wall import card_tables
from minga.exchange.document.wording import country, narrative, years
from minga.exchange.package_out import read_plan
from minga.i18n import gettext as _
from minga.methods import Method, StageMethod, load_method
from minga.store import Store

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]


def build_document(store: Store, plan_id: str, *, language: str | None = None) -> Document:
    """The plan as people read it.

    Args:
        store: where the plan is.
        plan_id: the plan.
        language: of titles, headers, dates and country names; the plan's own when None. What people wrote
            stays in the language they wrote it in.

    Raises:
        NotFound: there is no such plan.
    """
    rows = read_plan(store, plan_id)
    with i18n.speaking(language or rows["plans"][0]["language"]):
        return _Builder(rows).document()


def _method(name: str) -> Method | None:
    # A plan that came from another machine may follow a method that is not installed here; its stages say enough.
    try:
        return load_method(name)
    except InputError:
        return None


class _Builder:
    def __init__(self, rows: Rows) -> None:
        self.rows, self.plan = rows, rows["plans"][0]
        self.method = _method(self.plan["method"])
        self.stages = sorted(rows["stages"], key=lambda s: (s["position"], s["stage_id"]))
        self.sections = sorted(rows["sections"], key=lambda s: (s["position"], s["section_id"]))

    def document(self) -> Document:
        plan = self.plan
        parts = [self._part(stage) for stage in self._shown()] + self._homeless()
        if covers := coverage_blocks(self.rows):
            parts.append(Part("coverage", "coverage", _("Qué cubre el plan").upper(), tuple(covers)))
        return Document(
            plan_id=plan["plan_id"], title=plan["title"], organization=plan["organization"],
            years=years(plan["starts"], plan["ends"]), countries=tuple(map(country, plan["countries"].split())),
            language=i18n.language(), parts=tuple(parts))

    def _shown(self) -> list[Row]:
        """Every stage that has something or was opened; all of them in a plan that has nothing yet."""
        full = {s["key"] for s in self.stages if s["phase"] != "closed" or self._content(s, self._described(s))
                or conversation(self.rows, s)}
        return [stage for stage in self.stages if stage["key"] in full] or self.stages

    def _described(self, stage: Row) -> StageMethod | None:
        return self.method.stage(stage["key"]) if self.method else None

    def _part(self, stage: Row) -> Part:
        described = self._described(stage)
        content = self._content(stage, described)
        asked = tuple(line for line in stage["question"].split("\n") if line.strip())
        blocks: list[Block] = [Questions(asked)] if asked else []
        notes = conversation(self.rows, stage)
        blocks += content or ([] if notes else [Empty(_("Esta parte todavía no tiene contenido."))])
        blocks += notes
        return Part(stage["key"], stage["kind"], self._title(stage, described), tuple(blocks))

    def _title(self, stage: Row, described: StageMethod | None) -> str:
        title = str(stage["title"] or stage["key"])
        if described and title == getattr(described.title, self.plan["language"]):
            title = str(described.title)  # not renamed by anybody, so it can speak the document's language
        letter = described.letter if described else ""
        return f"{letter} - {title.upper()}" if letter else title.upper()

    def _content(self, stage: Row, described: StageMethod | None) -> list[Block]:
        first = stage == next(s for s in self.stages if s["kind"] == stage["kind"])
        if stage["kind"] == "sections":
            keys = [part.key for part in described.sections] if described else None
            mine = [s for s in self.sections if (first if keys is None else s["key"] in keys)]
            return self._narrative(mine)
        made: list[Block] = []
        if first and stage["kind"] == "directions":
            made = list(direction_tables(self.rows))
        elif first and stage["kind"] == "results":
            made = results_blocks(self.rows)
        return made or list(card_tables(self.rows, stage))

    def _narrative(self, sections: Sequence[Row]) -> list[Block]:
        blocks: list[Block] = []
        for section in sections:
            if section["text"].strip():
                blocks += [Heading(section["title"])] if section["title"] else []
                blocks += narrative(section["text"])
        return blocks

    def _homeless(self) -> list[Part]:
        """What the plan has and no stage of its method shows; nothing that people wrote is lost."""
        kinds = {stage["kind"] for stage in self.stages}
        made = [("directions", _("Direcciones estratégicas"), list(direction_tables(self.rows))),
                ("results", _("Resultados e indicadores"), results_blocks(self.rows))]
        parts = [Part(kind, kind, title.upper(), tuple(blocks)) for kind, title, blocks in made
                 if blocks and kind not in kinds]
        if self.method:
            keys = {part.key for stage in self.stages if (m := self.method.stage(stage["key"])) for part in m.sections}
        else:
            keys = {s["key"] for s in self.sections} if "sections" in kinds else set()
        if notes := self._narrative([s for s in self.sections if s["key"] not in keys]):
            parts.append(Part("notes", "sections", _("Notas").upper(), tuple(notes)))
        return parts
