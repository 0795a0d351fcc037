"""From what was found in the document to typed rows, on top of the plan that the method lays out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from minga import tables
from minga.exchange.markdown_in.byline import with_bylines
from minga.exchange.markdown_in.draft import Draft, Log, Row, full_row
from minga.exchange.markdown_in.grids import Column, Grid
from minga.exchange.markdown_in.identity import settled
from minga.exchange.markdown_in.outline import Outline
from minga.exchange.markdown_in.parts import CLOSED, GRIDS, Part
from minga.exchange.markdown_in.rows_of_actions import ActionRows, note_wounds
from minga.exchange.markdown_in.sections import Title, read_title
from minga.exchange.markdown_in.words import FIXED_COLUMNS, fixed_column
from minga.folding import fold
from minga.i18n import gettext as _
from minga.methods import Method, StageMethod
from minga.tables.faces import MAX_CELL
from minga.workshop.plans import plan_skeleton, slug

_TABLES = ("plans", "stages", "clusters", "cards", "directions", "actions", "assignments", "sections")


class Builder:
    """Makes the rows of one plan."""

    def __init__(self, outline: Outline, method: Method, log: Log, *, language: str, plan_id: str) -> None:
        self.outline, self.method, self.log = outline, method, log
        if outline.title:
            self.title = read_title(outline.title)
        else:
            stem = log.file.rsplit(".", 1)[0]
            self.title = Title(stem or _("Plan importado"))
            log.note("warning", 1, _("El documento no tiene título."), "",
                     _("Se usó el nombre del archivo: «{name}».").format(name=self.title.title))
        named = with_bylines(self.title, outline, log)
        if named.organization != self.title.organization:  # «Plan estratégico 2025» alone is the title of many plans
            plan_id = plan_id or slug(f"{named.title} {named.organization}")
        self.title = named
        self.rows: dict[str, list[Row]] = {name: [] for name in _TABLES}
        made = plan_skeleton(method, title=self.title.title, plan_id=plan_id, organization=self.title.organization,
                             language=language, starts=self.title.starts, ends=self.title.ends)
        for name, table_rows in made.items():
            self.rows.setdefault(name, []).extend(full_row(name, **row) for row in table_rows)
        self.plan = self.rows["plans"][0]

    def draft(self) -> Draft:
        """The whole plan."""
        questions: dict[str, list[str]] = {}
        for key, part in self.outline.parts.items():
            stage = self._stage(key)
            if part.questions:
                questions[key] = [q for text in part.questions for q in text.split("\n")]
            if key in GRIDS and stage is not None and not part.pieces:
                self.log.note("warning", part.number, _("Etapa sin tabla ni lista de tarjetas."), part.title,
                              _("Se esperan una tabla, o listas con un título encima de cada una; lo que hay se "
                                "conservó en las notas del plan."))
            if key in GRIDS:
                columns = Grid(self.log).read(part.pieces)
                if stage is None:
                    self._homeless(part, columns)
                else:
                    self._cards(stage, columns)
            if stage is not None:
                self._words(stage, part)
            elif part.questions:
                part.notes = [*part.questions, *part.notes]
            elif part.title and not part.notes:
                self.log.note("warning", part.number, _("Título sin nada debajo."), part.title, _("No se importó."))
        made = ActionRows(self.outline.at.directions.all, self.plan["plan_id"], self.log,
                          language=self.plan["language"])
        for name, table_rows in made.rows.items():
            self.rows[name] += table_rows
        for title, text in made.notes:
            self.outline.part("directions").notes.append(f"{title}\n{text}")
        self._notes()
        self.plan["countries"] = " ".join(sorted({a["country"] for a in self.rows["assignments"]} - {""}))
        self.log.issues.sort(key=lambda issue: issue.line)
        return Draft(settled(self.rows, self.plan["plan_id"]), self.log.issues, questions)

    def _stage(self, key: str) -> Row | None:
        stages = self.rows["stages"]
        found = [s for s in stages if s["key"] == key]
        if not found and key == "context":  # a method with its own name for the stage of fixed columns
            found = [s for s in stages if s["kind"] == "columns"]
        return found[0] if len(found) == 1 else None

    def _words(self, stage: Row, part: Part) -> None:
        if part.key not in CLOSED:
            stage["phase"] = "done"
        if part.title and not (part.title.isupper() and part.title == stage["title"].upper()):
            stage["title"] = part.title
        if part.questions:
            stage["question"] = "\n".join(part.questions)

    # ── cards ──────────────────────────────────────────────────────────────────────────────────────

    def _cards(self, stage: Row, columns: list[Column]) -> None:
        found = self.method.stage(stage["key"])
        free = [c for c in self.rows["clusters"] if c["stage_id"] == stage["stage_id"]]
        homes = _fixed_homes(columns, found, free)
        position = len(free)
        for index, column in enumerate(columns):
            cluster = homes.get(index)
            title = " ".join(column.title.text.split("\n"))
            if cluster is None:
                position += 1
                cluster = full_row("clusters", cluster_id=tables.new_id(), stage_id=stage["stage_id"],
                                   position=position, title=title)
                self.rows["clusters"].append(cluster)
                if free:
                    self.log.note("doubt", column.number, _("El método no tiene la columna «{title}».").format(
                        title=title), title, _("Se agregó como una columna más de la etapa."))
            else:
                cluster["title"] = title or cluster["title"]
            for order, (cell, line) in enumerate(column.cards, 1):
                note_wounds(cell.text, line, self.log)
                self.rows["cards"].append(full_row(
                    "cards", card_id=tables.new_id(), stage_id=stage["stage_id"], cluster_id=cluster["cluster_id"],
                    position=order, text=cell.text, source="import"))

    def _homeless(self, part: Part, columns: list[Column]) -> None:
        """Cards of a stage that the method does not have: kept as notes, never lost."""
        for column in columns:
            cards = [cell.text for cell, _line in column.cards]
            part.notes.append("\n".join([column.title.text, *(f"- {text}" for text in cards)]))
        self.log.note("warning", columns[0].number if columns else 1,
                      _("El método «{method}» no tiene esta etapa.").format(method=self.method.name), part.title,
                      _("Sus textos se conservaron en las notas del plan."))

    def _notes(self) -> None:
        for part in self.outline.parts.values():
            key = f"notes_{part.key}" if part.key else "notes"
            for text in _chunks(part.notes):
                self.rows["sections"].append(full_row(
                    "sections", section_id=tables.new_id(), plan_id=self.plan["plan_id"], key=key,
                    position=len(self.rows["sections"]) + 1, title=part.title, text=text))


def _chunks(notes: list[str]) -> Iterator[str]:
    """The notes as texts that fit in a cell, parted between paragraphs where that is possible."""
    waiting = ""
    for note in notes:
        if waiting and len(waiting) + len(note) + 2 > MAX_CELL:
            yield waiting
            waiting = ""
        waiting = f"{waiting}\n\n{note}" if waiting else note
        while len(waiting) > MAX_CELL:
            yield waiting[:MAX_CELL]
            waiting = waiting[MAX_CELL:]
    if waiting:
        yield waiting


def _fixed_homes(columns: list[Column], method: StageMethod | None, clusters: list[Row]) -> dict[int, Row]:
    """Which fixed column of the method each column found is, by its title or a synonym."""
    parts = method.columns if method else ()
    homes: dict[int, Row] = {}
    for exact in (True, False):
        for index, column in enumerate(columns):
            for part, cluster in zip(parts, clusters, strict=False):
                taken = any(home is cluster for home in homes.values())
                if index not in homes and not taken and _is_part(column.title.text, part, exact=exact):
                    homes[index] = cluster
    return homes


def _is_part(title: str, part: Any, *, exact: bool) -> bool:
    if fold(title) in {fold(words) for words in (part.title.es, part.title.pt, part.title.en)} - {""}:
        return True
    return not exact and part.key in FIXED_COLUMNS and fixed_column(title) == part.key


