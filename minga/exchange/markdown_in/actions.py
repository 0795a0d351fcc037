"""Tables of actions, read as one stream of rows: titles of directions, names of columns, actions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minga.exchange.markdown_in.blocks import Line, Table
from minga.exchange.markdown_in.cells import Cell, assemble, continues
from minga.exchange.markdown_in.directions import Directions, RawAction
from minga.exchange.markdown_in.draft import Log
from minga.exchange.markdown_in.layout import Layout, guessed, header_roles, with_numbers
from minga.exchange.markdown_in.sections import Named, direction_of, heading_direction
from minga.exchange.markdown_in.stitch import Habit, Verdict, decided, goes_on, joined
from minga.exchange.markdown_in.words import role_of
from minga.folding import fold
from minga.i18n import gettext as _
from minga.numbering import depth, parent, split_code

_BARE = re.compile(r"(?P<letters>[A-Z]{0,3})(?P<number>\d{1,2})(?P<rest>(?:\.\d{1,2})*)\s+(?=[^\W\d_a-z])")
_FEWEST_LETTERED, _FEWEST_NUMBERED = 2, 3


class ActionTables:
    """Reads tables of actions in the order of the document."""

    def __init__(self, log: Log, directions: Directions) -> None:
        self.log = log
        self.titles = directions
        self.layout: Layout | None = None
        self._coded_titles = False
        self._bare_codes = False
        self._untitled = 0

    # ── tables ─────────────────────────────────────────────────────────────────────────────────────

    def table(self, table: Table) -> None:
        """Read one table."""
        lines = list(table.lines)
        fresh = self.titles.waiting is not None
        if self.layout is not None and len(self.layout.roles) < table.width:
            known = self.layout
            beyond = any(line.cell(i) for line in lines for i in range(len(known.roles), table.width))
            if beyond and not any(header_roles(line) for line in lines[:3]):
                self.layout = None
        first_data, opened = True, False
        for index, line in enumerate(lines):
            if named := self._title(lines, index):
                self.titles.open(named, line.number)
                first_data, opened = False, True
            elif (layout := header_roles(line, strict=index > 0 and not first_data)) is not None:
                if named := next(filter(None, map(direction_of, layout.names)), None):
                    self.titles.open(named, line.number)  # «Eje 1: Semillas | Fecha | Responsable»
                    opened, first_data = True, False
                layout = with_numbers(layout, lines[index + 1:])
                self._columns(line, layout, repeated=not (fresh or opened or self.titles.current is None))
            else:
                if self.layout is None:
                    self._guess(lines[index:], table.width)
                if first_data:
                    self._bare_codes = self._counts(lines[index:]) or (self._bare_codes and not (fresh or opened))
                if first_data and self.titles.waiting is None and self._last() is not None:
                    self.log.note("join", line.number, _("Tabla partida por un salto de página."),
                                  line.texts[0], _("Se leyó como continuación de la tabla anterior."))
                self._row(line, first=first_data and not fresh)
                first_data = False

    def _columns(self, line: Line, layout: Layout, *, repeated: bool) -> None:
        if repeated and self._last() is not None:
            self.log.note("join", line.number, _("Títulos de columnas repetidos."), " | ".join(line.texts),
                          _("Se leyó como continuación de la misma dirección."))
        if self.layout is None or self.layout.names != layout.names:
            for name, role in zip(layout.names, layout.roles, strict=True):
                if name and not role:
                    self.log.note("warning", line.number, _("La columna «{name}» no se reconoce.").format(name=name),
                                  name, _("Su contenido se conservó en las notas del plan."))
        self.layout = layout

    def _counts(self, lines: Sequence[Line]) -> bool:
        """Whether the actions of these rows are numbered without any sign after the number."""
        assert self.layout is not None
        texts = [line.cell(self.layout.index("action")).text for line in lines if len(line.texts) > 1]
        return "number" not in self.layout.roles and _count_by_themselves([text for text in texts if text])

    def _guess(self, lines: Sequence[Line], width: int) -> None:
        self.layout = guessed(lines, width)
        said = ", ".join(f"{i}: {role or '?'}" for i, role in enumerate(self.layout.roles, 1))
        self.log.note("doubt", lines[0].number, _("La tabla de acciones no tiene títulos de columnas."), said,
                      _("Se dedujo por el contenido qué es cada columna."))

    def _title(self, lines: Sequence[Line], index: int) -> Named | None:
        """The direction that a row names when it holds one text and that text is a title."""
        line = lines[index]
        texts = {cell.text: cell for cell in line.cells if cell}
        if len(texts) != 1 or (len(line.texts) > 1 and len(line.texts) < len(line.cells)):
            return None
        cell = next(iter(texts.values()))
        if named := direction_of(cell.text):
            return named
        plain = Named(*split_code(" ".join(cell.text.split())))
        if role_of(cell.text) and len(line.cells) == 1:
            return None
        following = lines[index + 1] if index + 1 < len(lines) else None
        if index == 0 and following is not None and header_roles(following) is not None:
            return plain
        if self._names_by_code(plain, cell, following):
            self._coded_titles = True
            return plain
        if len(line.cells) == 1 or not line.cells[0] or plain.code:
            return None
        # Above the first action, or in bold or capitals where codes begin again: «COMUNICACIÓN» → «1 - …»
        restarts = following is not None and split_code(following.cell(0).text)[0] in ("1", "1.1", "A", "a", "I")
        loud = cell.all_bold or cell.text.isupper()
        no_title = self.titles.current is None and self.titles.waiting is None
        return plain if restarts and (loud or no_title or index == 0) else None

    def _names_by_code(self, plain: Named, cell: Cell, following: Line | None) -> bool:
        """Whether «1. COMUNICACIÓN» above «1.1 Crear…» is a direction: only where no other title names them."""
        if depth(plain.code) != 1 or following is None:
            return False
        below = next((code for c in following.cells[:2] if (code := split_code(c.text)[0] or c.text)), "")
        untitled = (self.titles.current is None and self.titles.waiting is None) or self._coded_titles
        return untitled and parent(below) == plain.code

    def accepts(self, table: Table) -> bool:
        """Whether a table met among the directions is one of actions, and not of something else."""
        lines = table.lines
        if any(header_roles(line) for line in lines[:3]) or any(
                len(line.texts) == 1 and direction_of(line.texts[0]) for line in lines[:2]):
            return True
        coded = sum(bool(split_code(text)[0] or _labelled_code(text)) for line in lines for text in line.texts[:2])
        if self.titles.waiting is not None:
            return direction_of(self.titles.waiting.text) is not None or coded * 2 >= len(lines) > 0
        same_width = self.layout is not None and len(self.layout.roles) == table.width
        return self.titles.current is None or same_width or not table.headed or coded > 0

    def close(self) -> None:
        """The heading of another chapter: the next table of actions has its own columns and direction."""
        self.titles.close()
        self.layout = None

    # ── rows ───────────────────────────────────────────────────────────────────────────────────────

    def _last(self) -> RawAction | None:
        """The last action of the open direction."""
        return self.titles.current.actions[-1] if self.titles.current and self.titles.current.actions else None

    def _split(self, text: str) -> tuple[str, str]:
        """The code that an action opens with, in any of the ways in which this table writes them."""
        code, rest = split_code(text)
        if not code and (labelled := _labelled_code(text)):
            return labelled
        if not code and self._bare_codes and (bare := _BARE.match(text)):
            return bare["letters"] + bare["number"] + bare["rest"], text[bare.end():]
        return code, rest

    def _row(self, line: Line, *, first: bool) -> None:
        assert self.layout is not None
        cells = {role: line.cell(i) for i, role in enumerate(self.layout.roles) if role}
        extras = [(self.layout.names[i] or str(i + 1), line.cell(i).text)
                  for i, role in enumerate(self.layout.roles) if not role and line.cell(i)]
        extras += [(str(i), cell.text) for i, cell in enumerate(line.cells, 1) if i > len(self.layout.roles) and cell]
        if (named := cells.pop("direction", Cell())) and not self.titles.is_current(heading_direction(named.text)):
            self.titles.open(heading_direction(named.text), line.number)
        self.titles.open_waiting()
        number = cells.pop("number", Cell()).text
        action = cells.get("action", Cell())
        last = self._last()
        if last is not None and not number and (not action or (first and self._is_rest(last, action, line.number))):
            self._append(last, cells, extras, line.number)
            return
        self._new(number, action, cells, extras, line.number)

    def _new(self, number: str, action: Cell, cells: dict[str, Cell], extras: list[tuple[str, str]], line: int) -> None:
        if self.titles.current is None:
            if not self._untitled:
                self.log.fault(line, _("La tabla de acciones no dice a qué dirección pertenece."),
                               _("Escriba arriba de la tabla un título como «Dirección estratégica 1: …» y vuelva a "
                                 "importar."))
            self._untitled = line
            return
        code, text = ("", action.text) if number else self._split(action.text)
        start = len(action.text) - len(text)
        kept = action if number else action.cut(start)
        if not kept:
            self.log.note("doubt", line, _("Fila sin texto de acción."),
                          " | ".join([number, *(c.text for c in cells.values() if c)]),
                          _("Se importó con el número como texto."))
            kept = Cell(number or action.text, "-" * len(number or action.text))
        cells = {**cells, "action": kept}
        names = dict(zip(self.layout.roles, self.layout.names, strict=True)) if self.layout else {}
        self.titles.current.actions.append(
            RawAction(number.strip(" .)-–—") if number else code, cells, line, extras, names))

    def _is_rest(self, last: RawAction, action: Cell, line: int) -> bool:
        """Whether the first action of a page is the rest of the last one of the page before."""
        assert self.titles.current is not None
        others = [a for a in self.titles.current.actions if a is not last]
        habit = Habit(a.text("action") for a in others)
        verdict = goes_on(last.text("action"), action.text, habit)
        if self._split(action.text)[0] or verdict is Verdict.NO:
            return False
        coded = last.code and sum(bool(a.code) for a in others) * 2 >= len(others)
        if coded or decided(verdict, habit) is Verdict.YES:
            return True
        self.log.note("doubt", line, _("La primera fila de la página podría ser el final de la última fila de la "
                                       "página anterior."), action.text, _("Se dejaron separadas."))
        return False

    def _append(self, last: RawAction, cells: dict[str, Cell], extras: list[tuple[str, str]], line: int) -> None:
        for role, cell in cells.items():
            before = last.cells.get(role, Cell())
            if not cell:
                continue
            if not before:
                last.cells[role] = cell
            elif role == "action" or continues(before.text.split("\n")[-1], cell.text):
                last.cells[role] = joined(before, cell)
            else:
                last.cells[role] = assemble([before]).plus(cell, "\n")
            self.log.note("join", line, _("Fila que completa a la acción anterior."), last.cells[role].text,
                          _("Se agregó «{after}» a la acción de la línea {line}.").format(
                              after=cell.text[:60], line=last.number))
        last.extras += extras


def _count_by_themselves(texts: Sequence[str]) -> bool:
    """Whether texts begin with numbers that count: «A1 Abrir», «A2 Ver»; «5 talleres» alone is an amount."""
    found = [match for text in texts if (match := _BARE.match(text))]
    lettered = bool(found) and all(match["letters"] for match in found)
    if len(found) < (_FEWEST_LETTERED if lettered else _FEWEST_NUMBERED) or len(found) * 2 < len(texts):
        return False
    tops = [int(match["number"]) for match in found if not match["rest"]]
    return all(here in (1, before, before + 1) for before, here in zip([0, *tops], tops, strict=False))


def _labelled_code(text: str) -> tuple[str, str] | None:
    """``Acción 1.1: Crear…`` → its code and text."""
    word, _blank, rest = text.partition(" ")
    if fold(word) not in ("accion", "actividad", "tarea", "acao", "atividade", "tarefa", "action", "activity", "task"):
        return None
    code, after = split_code(rest)
    return (code, after) if code else None
