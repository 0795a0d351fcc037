"""From raw YAML to frozen data: every fault of a method file is found in one pass, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from minga import i18n
from minga.errors import Fault
from minga.i18n import gettext as _
from minga.methods.declare import (
    ANONYMITY,
    CHECKS,
    KINDS,
    LEVELS,
    STAGE_ROLES,
    WORD_LISTS,
    Method,
    Part,
    Rules,
    StageMethod,
    Words,
)

FILLED = frozenset({"{organization}", "{year}"})
"""What is put in place of these when a plan is made; ready questions are asked as they stand."""
_LONGEST_PHRASE = 80
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def nodes(node: yaml.Node | None, path: str = "", seen: set[int] | None = None) -> Iterator[tuple[str, yaml.Node]]:
    """Every node with its path; a node that is repeated by its alias is walked once, so that none is endless."""
    seen = set() if seen is None else seen
    if node is None or id(node) in seen:
        return
    seen.add(id(node))
    yield path, node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from nodes(value, f"{path}.{key.value}".lstrip("."), seen)
    elif isinstance(node, yaml.SequenceNode):
        for i, value in enumerate(node.value):
            yield from nodes(value, f"{path}[{i}]", seen)


def lines(node: yaml.Node) -> dict[str, int]:
    """The 1-based line of every path of the file."""
    return {path: found.start_mark.line + 1 for path, found in nodes(node)}


class Reader:
    """Turns raw YAML into dataclasses and collects faults by path."""

    def __init__(self, file: str, lines: dict[str, int]) -> None:
        self.file, self.lines, self.faults = file, lines, []

    def fault(self, path: str, message: str, advice: str = "") -> None:
        parts, line = path, None
        while line is None and parts:
            line = self.lines.get(parts)
            parts = parts.rpartition(".")[0] if "." in parts else parts.rpartition("[")[0]
        self.faults.append(Fault(message, file=self.file, row=line or 1, column=path, advice=advice or _(
            "Corrija esa línea y repita; docs/methods.md dice cómo se escribe un método.")))

    def repeated(self, root: yaml.Node | None) -> None:
        # YAML keeps the last of two equal names, and what somebody wrote under the first would be lost in silence.
        for path, node in nodes(root):
            names = [key.value for key, _value in node.value] if isinstance(node, yaml.MappingNode) else []
            for name in {str(n) for n in names if names.count(n) > 1}:
                self.fault(f"{path}.{name}".lstrip("."), _("El campo «{name}» está dos veces.").format(name=name[:60]),
                           _("Deje uno solo."))

    def mapping(self, path: str, raw: Any, known: set[str]) -> Mapping[str, Any]:
        if not isinstance(raw, dict):
            self.fault(path, _("Se esperaba un grupo de campos: {names}.").format(names=", ".join(sorted(known))))
            return {}
        for name in raw:
            if name not in known:
                self.fault(f"{path}.{name}".lstrip("."), _("El campo «{name}» no existe.").format(name=str(name)[:60]),
                           _("Los que hay son: {names}.").format(names=", ".join(sorted(known))))
        return raw

    def words(self, path: str, raw: Any, *, required: bool = True, filled: frozenset[str] = FILLED) -> Words:
        if raw is None and not required:
            return Words()
        texts = self.mapping(path, raw, set(i18n.LANGUAGES))
        if not isinstance(raw, dict):
            return Words()
        found = {code: self.words_in(f"{path}.{code}", code, texts.get(code), filled) for code in i18n.LANGUAGES}
        return Words(**found) if all(found.values()) else Words()

    def words_in(self, path: str, code: str, raw: Any, filled: frozenset[str]) -> str:
        if not isinstance(raw, str) or not raw.strip():
            self.fault(path, _("Falta el texto en «{language}».").format(language=code),
                       _("Escriba el texto en los tres idiomas: es, pt, en."))
            return ""
        for unknown in sorted(set(_PLACEHOLDER.findall(raw)) - filled):
            self.fault(path, _("Minga no sabe con qué llenar «{name}».").format(name=unknown[:60]),
                       _("Los que hay son: {names}.").format(names=", ".join(sorted(filled))) if filled
                       else _("Escriba la pregunta sin llaves."))
        return raw.strip()

    def choice(self, path: str, raw: Any, values: tuple[str, ...], default: str = "") -> str:
        value = default if raw is None and default else raw
        if value not in values:
            self.fault(path, _("«{value}» no es un valor conocido; se esperaba uno de: {values}.").format(
                value=str(value)[:60], values=", ".join(values)))
        return str(value)

    def key(self, path: str, raw: Any, seen: set[str]) -> str:
        if not isinstance(raw, str) or not raw.isascii() or not raw.isidentifier() or raw != raw.lower():
            self.fault(path, _("La clave «{value}» debe ser una palabra en minúsculas sin espacios ni acentos.").format(
                value=str(raw)[:60]))
        elif raw in seen:
            self.fault(path, _("La clave «{value}» está repetida.").format(value=raw))
        seen.add(str(raw))
        return str(raw)

    def items(self, path: str, raw: Any) -> list[Any]:
        if raw is None:
            return []
        if not isinstance(raw, list) or not raw:
            self.fault(path, _("Se esperaba una lista con al menos un elemento."))
            return []
        return raw

    def parts(self, path: str, raw: Any) -> tuple[Part, ...]:
        made, seen = [], set()
        for i, item in enumerate(self.items(path, raw)):
            here = f"{path}[{i}]"
            item = self.mapping(here, item, {"key", "title", "hint"})
            made.append(Part(self.key(f"{here}.key", item.get("key"), seen),
                             self.words(f"{here}.title", item.get("title")),
                             self.words(f"{here}.hint", item.get("hint"), required=False)))
        return tuple(made)

    def span(self, path: str, raw: Any, default: tuple[int, int]) -> tuple[int, int]:
        if raw is None:
            return default
        if (not isinstance(raw, list) or len(raw) != 2 or not all(type(n) is int and n > 0 for n in raw)
                or raw[0] > raw[1]):
            self.fault(path, _("Se esperaban dos números enteros, el menor primero, por ejemplo [3, 7]."))
            return default
        return raw[0], raw[1]

    def rules(self, path: str, raw: Any) -> Rules:
        if raw is None:
            return Rules()
        raw = self.mapping(path, raw, {"card_words", "title_words", "checks", "words"})
        return Rules(self.span(f"{path}.card_words", raw.get("card_words"), Rules.card_words),
                     self.span(f"{path}.title_words", raw.get("title_words"), Rules.title_words),
                     self.switches(f"{path}.checks", raw.get("checks")),
                     self.word_lists(f"{path}.words", raw.get("words")))

    def switches(self, path: str, raw: Any) -> tuple[tuple[str, bool], ...]:
        if raw is None:
            return ()
        raw = self.mapping(path, raw, set(CHECKS))
        for name in CHECKS:
            if name in raw and not isinstance(raw[name], bool):
                self.fault(f"{path}.{name}", _("Se esperaba «true» (se revisa) o «false» (no se revisa)."))
        return tuple((name, raw[name]) for name in CHECKS if isinstance(raw.get(name), bool))

    def word_lists(self, path: str, raw: Any) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        if raw is None:
            return ()
        raw = self.mapping(path, raw, set(WORD_LISTS))
        found = []
        for name in (n for n in WORD_LISTS if n in raw):
            by_language = self.mapping(f"{path}.{name}", raw[name], set(i18n.LANGUAGES))
            found += [(name, code, self.phrases(f"{path}.{name}.{code}", by_language[code]))
                      for code in i18n.LANGUAGES if code in by_language]
        return tuple(found)

    def phrases(self, path: str, raw: Any) -> tuple[str, ...]:
        kept = []
        for i, item in enumerate(self.items(path, raw)):
            if isinstance(item, str) and any(c.isalnum() for c in item) and len(item) <= _LONGEST_PHRASE:
                kept.append(item.strip())
            else:
                self.fault(f"{path}[{i}]", _("Se esperaba una palabra o una frase corta, entre comillas si es «sí», "
                                             "«no» o un número."))
        return tuple(kept)

    def conversation(self, path: str, raw: Any) -> dict[str, tuple[Words, ...]]:
        if raw is None:
            return {}
        raw = self.mapping(path, raw, set(LEVELS))
        return {level: tuple(self.words(f"{path}.{level}[{i}]", item, filled=frozenset())
                             for i, item in enumerate(self.items(f"{path}.{level}", raw[level])))
                for level in LEVELS if level in raw}

    def stage(self, path: str, raw: Any, seen: set[str]) -> StageMethod:
        raw = self.mapping(path, raw, {"key", "kind", "letter", "title", "question", "rational_aim",
                                       "experiential_aim", "anonymity", "columns", "sections", "rules",
                                       "conversation", "role"})
        made = StageMethod(
            key=self.key(f"{path}.key", raw.get("key"), seen),
            kind=self.choice(f"{path}.kind", raw.get("kind"), KINDS),
            letter=str(raw.get("letter") or ""),
            title=self.words(f"{path}.title", raw.get("title")),
            question=self.words(f"{path}.question", raw.get("question")),
            rational_aim=self.words(f"{path}.rational_aim", raw.get("rational_aim"), required=False),
            experiential_aim=self.words(f"{path}.experiential_aim", raw.get("experiential_aim"), required=False),
            anonymity=self.choice(f"{path}.anonymity", raw.get("anonymity"), ANONYMITY, "alias"),
            role=self.choice(f"{path}.role", raw["role"], STAGE_ROLES) if raw.get("role") else "",
            columns=self.parts(f"{path}.columns", raw.get("columns")),
            sections=self.parts(f"{path}.sections", raw.get("sections")),
            rules=self.rules(f"{path}.rules", raw.get("rules")),
            conversation=self.conversation(f"{path}.conversation", raw.get("conversation")),
        )
        if made.kind == "columns" and not made.columns:
            self.fault(path, _("Una etapa de columnas fijas necesita su lista «columns»."))
        if made.kind == "sections" and not made.sections:
            self.fault(path, _("Una etapa de textos necesita su lista «sections»."))
        return made

    def method(self, name: str, raw: Any) -> Method:
        raw = self.mapping("", raw, {"title", "description", "stages"})
        seen: set[str] = set()
        stages = self.items("stages", raw.get("stages"))
        if not stages:
            self.fault("stages", _("El método no tiene etapas."))
        return Method(name, self.words("title", raw.get("title")), self.words("description", raw.get("description")),
                      tuple(self.stage(f"stages[{i}]", s, seen) for i, s in enumerate(stages)))
