"""What was said of the values: comments, narratives and evidence."""

from __future__ import annotations

from minga.i18n import N_, ngettext
from minga.i18n import gettext as _
from minga.reports.blocks import Block, Column, Noted, Table, rows_of
from minga.reports.facts import country_name
from minga.reports.indicator_report.facts import Single
from minga.reports.parts.indicators import value_words
from minga.results.model import Actual

KEY, FILE = "said", "indicator_values.csv"

STATUS = {"approved": N_("aprobado"), "pending": N_("por aprobar"), "returned": N_("devuelto")}


def block(single: Single) -> Block:
    """The block of what was said."""
    kicker, rows = _("Lo que se dijo"), values(single)
    if not rows:
        return Block(KEY, kicker, _("Nadie ha informado este indicador hasta el {period}.").format(
            period=single.facts.label), empty=_(
            "Aquí se leerá lo que se dijo de cada valor. Para empezar, escriba un comentario o una evidencia al "
            "informar."))
    told = [a for a in rows if _words(single, a) or a.evidence]
    if not told:
        return Block(KEY, kicker, ngettext("{n} valor llegó, sin comentario ni evidencia.",
                                           "{n} valores llegaron, sin comentario ni evidencia.", len(rows)).format(
            n=len(rows)))
    finding = ngettext("{n} de {total} valores trae un comentario, un relato o una evidencia.",
                       "{n} de {total} valores traen un comentario, un relato o una evidencia.", len(told)).format(
        n=len(told), total=len(rows))
    return Block(KEY, kicker, finding, table=_table(single, told))


def values(single: Single) -> list[Actual]:
    """The values up to the period, the newest first; a public report has the approved ones of the whole alone."""
    known = {p.period.period: n for n, p in enumerate(single.so_far)}
    found = [a for a in single.indicator.actuals if a.period in known and a.status in STATUS]
    if single.facts.public:
        found = [a for a in found if a.status == "approved" and not a.country and not a.dim_name]
    return sorted(found, key=lambda a: (-known[a.period], a.country, a.dim_name, a.dim_value))


def place_words(single: Single, row: Actual) -> str:
    """Of which country and part a value is."""
    labels = [single.facts.results.code_label(row.dim_name, row.dim_value, single.facts.results.plan.language)
              if row.dim_name else ""]
    return " · ".join(filter(None, (country_name(row.country), *labels))) or _("todo el plan")


def _words(single: Single, row: Actual) -> str:
    return single.facts.text("\n".join(filter(None, (row.narrative.strip(), row.comment.strip()))))


def _table(single: Single, rows: list[Actual]) -> Table:
    columns = (Column(_("Período")), Column(_("De dónde")), Column(_("Valor"), True), Column(_("Lo que se dijo")))
    lines = [(Noted(a.period, (_(STATUS[a.status]),)), place_words(single, a),
              value_words(a.value, single.indicator.measure) if a.value is not None else "—",
              Noted(_words(single, a) or "—", (_evidence(single, a),))) for a in rows]
    return Table(_("Lo que se dijo de cada valor, lo más reciente primero"), columns, rows_of(lines), FILE)


def _evidence(single: Single, row: Actual) -> str:
    told = single.facts.text(row.evidence.strip())
    return _("Evidencia: {evidence}").format(evidence=told) if told else ""
