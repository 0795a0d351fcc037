"""The semester's sheet: which sheets and columns it has, and how they are called.

The first row of a sheet of rows names its columns for Minga and is hidden, so that a column may be moved and its
heading is in the language of whoever fills it in. The first two columns are hidden too: what the row speaks about,
and the mark of what was saved when the sheet was made (``results/reviewing_mark.py``).
"""

from __future__ import annotations

from minga.i18n import N_
from minga.i18n import gettext as _

FORMAT, VERSION = "minga-semester-sheet", "1"
META = "minga"
"""Name of the hidden sheet that says what the file is."""
CHOICES = "minga-lista"
"""Name of the hidden sheet with the indicators that may be chosen in the free rows."""
COVER_REPORTER = "reported_by"
FREE_ROWS = 15
"""Rows at the end, for parts of an indicator that the sheet does not list yet."""

COLUMNS = {
    "actuals": ("key", "base", "code", "title", "method", "dim_name", "dim_value", "earlier", "target", "value",
                "numerator", "denominator", "narrative", "comment", "evidence", "reported_by", "saved"),
    "progress": ("key", "base", "code", "title", "who", "schedule", "earlier", "status", "percent", "comment",
                 "evidence", "reported_by", "saved"),
}
"""Columns by table, in their order."""

FILLED = {
    "actuals": ("value", "numerator", "denominator", "narrative", "comment", "evidence", "reported_by"),
    "progress": ("status", "percent", "comment", "evidence", "reported_by"),
}
"""Columns that people fill in."""

NUMBERS = ("value", "numerator", "denominator", "percent")
WIDTHS = {"key": 3, "base": 3, "code": 8, "title": 44, "method": 22, "dim_name": 15, "dim_value": 15, "earlier": 14,
          "target": 12, "value": 13, "numerator": 13, "denominator": 14, "narrative": 40, "comment": 34,
          "evidence": 26, "reported_by": 20, "saved": 30, "who": 28, "schedule": 20, "status": 16, "percent": 12}

_HEADINGS = {
    "code": N_("N.º"), "method": N_("Cómo se cuenta"), "dim_name": N_("Desagregación"), "dim_value": N_("Parte"),
    "target": N_("Meta"), "value": N_("Valor"), "numerator": N_("Numerador"), "denominator": N_("Denominador"),
    "narrative": N_("Relato"), "comment": N_("Comentario"), "evidence": N_("Evidencias"),
    "reported_by": N_("Quién informa"), "saved": N_("Lo que ya llegó"), "who": N_("Responsables"),
    "schedule": N_("Calendarización"), "status": N_("Estado"), "percent": N_("Avance (%)"),
    "earlier": N_("Período anterior"),
}

STATUS = {"not_started": N_("sin empezar"), "in_progress": N_("en curso"), "done": N_("cumplida"),
          "delayed": N_("atrasada"), "cancelled": N_("cancelada")}
METHODS = {"period": N_("del período"), "cumulative": N_("acumulado"), "snapshot": N_("foto al cierre")}
REVIEW = {"pending": N_("pendiente"), "returned": N_("devuelto"), "approved": N_("aprobado"), "draft": N_("borrador")}


def sheet_title(table: str) -> str:
    """How the sheet of a table is called."""
    return {"actuals": _("Indicadores"), "progress": _("Acciones")}[table]


def heading(table: str, column: str) -> str:
    """The heading of a column; of an unknown one its own name."""
    if column == "title":
        return _("Indicador") if table == "actuals" else _("Acción")
    return _(_HEADINGS[column]) if column in _HEADINGS else column
