"""The lines right below the plan's title: whose plan it is, and for which years."""

from __future__ import annotations

import re
from dataclasses import replace

from minga.exchange.markdown_in.draft import Log
from minga.exchange.markdown_in.outline import Outline
from minga.exchange.markdown_in.sections import Title, read_title
from minga.i18n import gettext as _

_NO_NAME = re.compile(r"\d{3}|https?:|@|\b(?:versi[oó]n|versão|version|borrador|rascunho|draft|documento|document)\b",
                      re.IGNORECASE)


def with_bylines(title: Title, outline: Outline, log: Log) -> Title:
    """The title with the organization and the years that the lines below it say and it does not.

    A line that says neither stays in the notes of the plan.
    """
    for line in outline.byline:
        kept = title
        for part in re.split(r"\s+[·|]\s+", line.text):
            title = _with(title, part)
        if title == kept:
            log.note("warning", line.number, _("Texto fuera de las tablas."), line.text,
                     _("Se conservó en las notas del plan."))
            outline.part("").notes.append(line.text)
        else:
            log.note("doubt", line.number, _("Línea debajo del título del plan."), line.text,
                     _("Se leyó como la organización o los años del plan."))
    return title


def _with(title: Title, part: str) -> Title:
    said = read_title(part)
    if said.starts and not said.organization:
        return title if title.starts else replace(title, starts=said.starts, ends=said.ends)
    if title.organization or _NO_NAME.search(part):
        return title
    return replace(title, organization=part.strip(" *_"))
