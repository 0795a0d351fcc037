"""Read a plan written as Markdown tables: file → blocks → parts of the plan → typed rows."""

from __future__ import annotations

import re
from pathlib import Path

from minga.errors import InputError
from minga.exchange.markdown_in.build import Builder
from minga.exchange.markdown_in.draft import Draft, Log
from minga.exchange.markdown_in.outline import Outline
from minga.exchange.markdown_in.parse import read_blocks
from minga.exchange.markdown_in.source import display_name, read_source
from minga.exchange.markdown_in.words import language_of
from minga.i18n import gettext as _
from minga.methods import load_method
from minga.workshop.plans import slug

_PLAN_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")


def read_markdown(path_or_text: str | Path | bytes, *, method: str = "top", plan_id: str | None = None,
                  file_name: str | None = None) -> Draft:
    """Read a plan from Markdown; nothing is written anywhere.

    Args:
        path_or_text: a file, or the text itself. A one-line text that ends in ``.md`` is taken for a file.
        method: the workshop method that the plan follows.
        plan_id: id of the plan; made from its title when not given.
        file_name: name to use in messages when a text is given.

    Returns:
        The rows, ready for the tables, and the issues: joins, warnings, doubts and offers, each with its line.

    Raises:
        NotFound: no such method.
        InputError: the id is not a plain name, or the text cannot be used; every fault is named, with file,
            line and what to do.
    """
    chosen = load_method(method)
    if plan_id and not _PLAN_ID.fullmatch(plan_id):
        raise InputError(
            _("«{plan}» no sirve como identificador de plan.").format(plan=plan_id[:60]),
            _("Use letras minúsculas sin acentos, números y guiones, por ejemplo «{example}».").format(
                example=slug(plan_id)))
    log = Log(display_name(path_or_text, file_name))
    source = read_source(path_or_text, log)
    if source is None:
        raise InputError(log.faults)
    blocks = read_blocks(source, log)
    outline = Outline(log).read(blocks)
    if not outline.at.tables and not log.faults:
        html = next((n for n, line in enumerate(source.lines, 1) if "<table" in line.lower()), None)
        if html:
            log.fault(html, _("La tabla está escrita en HTML."),
                      _("Conviértala en una tabla Markdown, con barras y una línea de guiones, y vuelva a importar."))
    if not outline.at.tables and not log.faults:
        log.fault(None, _("No se reconoció ninguna tabla del plan."),
                  _("Se esperan tablas Markdown de contexto, visión, obstáculos o direcciones, con su título encima."))
    if log.faults:
        raise InputError(log.faults)
    return Builder(outline, chosen, log, language=language_of(source.text), plan_id=plan_id or "").draft()
