"""Which column of a table of actions holds what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from minga.exchange.markdown_in.blocks import Line
from minga.exchange.markdown_in.sections import direction_of
from minga.exchange.markdown_in.words import ROLES, role_of
from minga.folding import fold
from minga.people.reading import read_people
from minga.schedules import understand

_CORE = frozenset({"action", "schedule", "responsible"})
_HEADER_WORDS = 8
_LOOKED_AT = 40
_NOT_A_NAME = re.compile(r"\d|,|\s\(|;|\.\s")
_CODE = re.compile(r"[A-Za-z]{0,2}\.?\d{1,3}(\.\d{1,3})*\s*[.)º°–-]*|[A-Za-z][.)]?|[IVX]{1,5}[.)]?")


@dataclass(frozen=True)
class Layout:
    """The role of each column (a key of ``ROLES``, or empty when unknown) and the name it has in the source."""

    roles: tuple[str, ...]
    names: tuple[str, ...]

    def index(self, role: str) -> int:
        """The place of a role; -1 when no column has it."""
        return self.roles.index(role) if role in self.roles else -1


def header_roles(line: Line, *, strict: bool = False) -> Layout | None:
    """The layout that a row of column names gives, or None when the row is not one.

    ``strict`` is for a row below actions, where a name must be a known one word by word: «Coordina Eva, todos
    los meses» also starts like the name of a column.
    """
    names = [" ".join(cell.text.split()) for cell in line.cells]
    if any(len(name.split()) > _HEADER_WORDS or (_NOT_A_NAME.search(name) and not direction_of(name))
           for name in names):
        return None
    found = [role_of(name) for name in names]
    exact = {role for name, role in zip(names, found, strict=True) if role in _CORE and fold(name) in ROLES[role]}
    if strict and len(exact) < min(2, sum(map(bool, names))):
        return None
    core = {role for role in found if role in _CORE or role in ("starts", "ends")}
    unknown = [name for name, role in zip(names, found, strict=True) if name and not role]
    # One known name is enough only when every name is known: «Acciones» alone, or «N° | Tareas».
    if not core or (len(core) < 2 and (unknown or "action" not in core)):
        return None
    return Layout(tuple(_settled(found, names)), tuple(names))


def with_numbers(layout: Layout, rows: Sequence[Line]) -> Layout:
    """The layout with a nameless column that holds only codes taken for the numbers of the actions."""
    if "number" in layout.roles:
        return layout
    for i, (role, name) in enumerate(zip(layout.roles, layout.names, strict=True)):
        texts = [row.cell(i).text for row in rows[:_LOOKED_AT] if len(row.texts) > 1 and row.cell(i)]
        if not role and not name and texts and all(_CODE.fullmatch(text) for text in texts):
            return Layout((*layout.roles[:i], "number", *layout.roles[i + 1:]), layout.names)
    return layout


def is_action_header(line: Line) -> bool:
    """Whether a row names at least two of: action, schedule, responsible."""
    layout = header_roles(line)
    return layout is not None and len(_CORE.intersection(layout.roles)) > 1


def _settled(found: list[str], names: Sequence[str]) -> list[str]:
    """Each role once: the second «responsible» supports, a start without an end is the schedule."""
    roles = list(found)
    if not {"starts", "ends"} <= set(roles):
        roles = ["schedule" if r in ("starts", "ends") and "schedule" not in found else r for r in roles]
    if "action" not in roles:
        # «Dirección | Fecha | Responsable» or «Metas | Plazo | Responsable»: what is left is the action.
        spare = next((r for r in ("accomplishment", "deliverable", "direction", "") if r in roles), None)
        if spare is not None and names[roles.index(spare)]:
            roles[roles.index(spare)] = "action"
    seen: set[str] = set()
    for index, role in enumerate(roles):
        if role == "responsible" and role in seen and "support" not in roles:
            roles[index] = "support"
        elif role and role in seen:
            roles[index] = ""
        seen.add(roles[index])
    return roles


def guessed(lines: Sequence[Line], width: int) -> Layout:
    """The layout that the content suggests, for a table without column names."""
    columns = [[line.cell(i).text for line in lines[:_LOOKED_AT] if line.cell(i)] for i in range(width)]
    roles = [""] * width
    text = [i for i in range(width) if columns[i] and not all(t.strip(".)-– ").replace(".", "").isdigit()
                                                              for t in columns[i])]
    for i in range(width):
        if columns[i] and i not in text and "number" not in roles:
            roles[i] = "number"
    if text:
        roles[text[0]] = "action"
    for role, score in (("responsible", _people_share), ("schedule", _dates_share)):
        free = [i for i in text if not roles[i]]
        best = max(free, key=lambda i: score(columns[i]), default=None)
        if best is not None and score(columns[best]) >= 0.5:
            roles[best] = role
    return Layout(tuple(roles), ("",) * width)


def _people_share(texts: Sequence[str]) -> float:
    hits = sum(any(p.kind == "person" or p.kind == "everyone" for p in read_people(text)[0]) for text in texts)
    return hits / len(texts) if texts else 0.0


def _dates_share(texts: Sequence[str]) -> float:
    hits = sum(understand(text).kind != "none" for text in texts)
    return hits / len(texts) if texts else 0.0
