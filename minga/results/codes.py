"""The lists of codes that values are disaggregated by: those that Minga offers, and those that people add.

A code that is offered enters the store with the first value that uses it, so that a plan's package always carries
the names of its codes. The list ``dim`` names the disaggregations themselves; the others are named after one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from minga import paths
from minga.errors import Fault
from minga.folding import fold
from minga.i18n import gettext as _
from minga.results.model import Code
from minga.store import Transaction

Lists = dict[str, dict[str, Code]]

DIMENSIONS = "dim"
LONGEST = 60
"""Characters of a code or of its name; more does not fit a table."""


def offered() -> tuple[Code, ...]:
    """The codes that every plan may use, from ``parameters/codelists``."""
    return tuple(code for file in sorted(paths.codelists().glob("*.yaml"))
                 for code in _read(file, file.stat().st_mtime_ns))


@lru_cache
def _read(file: Path, _stamp: int) -> tuple[Code, ...]:
    return tuple(_listed(yaml.safe_load(file.read_text(encoding="utf-8")) or {}))


def _listed(lists: Mapping[str, Mapping[str, Any]]) -> Iterator[Code]:
    for codelist, about in lists.items():
        yield _named(DIMENSIONS, codelist, about["name"])
        for code, names in about["codes"].items():
            yield _named(codelist, code, names)


def _named(codelist: str, code: str, names: Mapping[str, str]) -> Code:
    return Code(codelist, str(code), **{f"label_{language}": name for language, name in names.items()})


def known_codes(rows: Iterable[Mapping[str, Any]], every: Iterable[Code] | None = None) -> tuple[Code, ...]:
    """The codes of the store and ``every`` that is ``offered``; what somebody wrote in the store wins."""
    found = {(c.codelist, c.code): c for c in (offered() if every is None else every)}
    found |= {(r["codelist"], r["code"]): Code(**r) for r in rows}
    return tuple(found.values())


def lists_of(codes: Iterable[Code]) -> Lists:
    """The same, list by list."""
    found: Lists = {DIMENSIONS: {}}
    for code in codes:
        found.setdefault(code.codelist, {})[code.code] = code
    return found


def code_of(codes: Mapping[str, Code], written: str) -> str | None:
    """The code of one list that somebody wrote, as code or as its name in any language; None when it has none."""
    wanted = fold(written)
    for code, about in codes.items():
        if wanted and wanted in map(fold, (code, about.label_es, about.label_pt, about.label_en)):
            return code
    return None


def code_faults(row: Mapping[str, Any], lists: Lists, number: int) -> Iterator[Fault]:
    """Faults of a value whose disaggregation is in no list; free text could never be put together."""
    name, value = str(row.get("dim_name") or ""), str(row.get("dim_value") or "")
    if not name or not value:
        return
    if name not in lists[DIMENSIONS]:
        yield Fault(_("«{name}» no es una desagregación conocida.").format(name=name[:LONGEST]), row=number,
                    column="dim_name", advice=_("Las que hay son: {names}. Otras se añaden en «Desagregaciones», en la "
                                                "página de resultados.").format(names=", ".join(lists[DIMENSIONS])))
    elif value not in lists.get(name, {}):
        yield Fault(_("«{value}» no es una parte de «{name}».").format(value=value[:LONGEST], name=name), row=number,
                    column="dim_value", advice=_("Las que hay son: {names}.").format(
                        names=", ".join(lists.get(name, {})) or _("ninguna")))


def adopt(tx: Transaction, codelists: Iterable[str]) -> None:
    """Bring the offered names of some disaggregations, with all their codes, into the store where they are not yet."""
    for codelist in sorted(set(codelists) - {""}):
        wanted = [c for c in offered() if c.codelist == codelist or (c.codelist, c.code) == (DIMENSIONS, codelist)]
        there = {r["code"] for r in tx.rows("codelists", codelist=codelist)}
        named = tx.get("codelists", f"{DIMENSIONS}|{codelist}") is not None
        tx.insert_many("codelists", [vars(c) for c in wanted
                                     if not (named if c.codelist == DIMENSIONS else c.code in there)])
