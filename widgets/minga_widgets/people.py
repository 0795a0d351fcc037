"""Responsibles typed one per line, understood as people with a country where they can be."""

from __future__ import annotations

from typing import Any

from minga.people import read_people


def people_of_lines(text: str) -> list[dict[str, Any]]:
    """The assignments of a text with one responsible per line, as ``workshop.directions.assign`` takes them."""
    found = []
    for line in text.splitlines():
        if line.strip():
            people, _offers = read_people(line.strip())
            found += [{"as_written": p.as_written, "name": p.name, "country": p.country, "kind": p.kind, "role": p.role}
                      for p in people]
    return found
