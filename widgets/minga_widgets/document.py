"""The plan's document: narrative sections to write, and the files to read and download."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from minga import paths
from minga.errors import MingaError
from minga.i18n import gettext as _
from minga.methods import load_method
from minga.workshop import sections
from minga.workshop.actor import Actor
from minga.workshop.feed import Store
from minga_widgets.component import Component, css, esm
from minga_widgets.saving import save_plan, shown_path

FORMATS = ("docx", "html", "md", "xlsx")


class Sections(Component):
    """The narrative sections of a plan, one field each, saved one by one."""

    _esm = esm("sections")
    _css = css("document")

    def __init__(self, store: Store, actor: Actor, plan: dict[str, Any]) -> None:
        self._store, self._actor, self._plan = store, actor, plan
        super().__init__(labels={
            "heading": _("Partes narrativas"), "hint": _("Los párrafos se separan con una línea vacía; una lista se "
                                                         "escribe con un guion al comienzo de cada línea."),
            "save": _("Guardar"), "saved": _("Guardado"), "unsaved": _("Sin guardar")})

    def view(self) -> dict[str, Any]:
        """Each section in order."""
        found = sections.plan_sections(self._store, self._plan["plan_id"])
        stages = _stage_titles(self._plan["method"])
        return {"order": [s["section_id"] for s in found]} | {
            f"section:{s['section_id']}": {"title": s["title"], "text": s["text"], "stage": stages.get(s["key"], "")}
            for s in found}

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """Write a section."""
        return {"write": lambda m: sections.write_section(
            self._store, self._actor, str(m.get("section")), m.get("text", ""), op_id=m["id"]) and None}


def _stage_titles(method: str) -> dict[str, str]:
    """Title of the stage that each section belongs to; none for a plan that came with a method not known here."""
    try:
        return {part.key: str(stage.title) for stage in load_method(method).stages for part in stage.sections}
    except MingaError:
        return {}


class Document(Component):
    """Makes the plan's document and hands it over to the browser.

    Files under ``outputs/`` are never served; a download travels through the page's own connection.
    """

    _esm = esm("document")
    _css = css("document")

    def __init__(self, store: Store, plan: dict[str, Any]) -> None:
        self._store, self._plan = store, plan
        self._said, self._preview = "", ""
        super().__init__(labels={
            "heading": _("Documento del plan"), "make": _("Generar el documento"), "preview": _("Vista previa"),
            "making": _("Generando…"), "csv": _("Guardar los datos en CSV"),
            "empty": _("Aquí se verá el documento cuando lo genere."),
            "download": {"docx": _("Descargar Word"), "html": _("Descargar página web"),
                         "md": _("Descargar Markdown"), "xlsx": _("Descargar hoja de cálculo")}})

    def view(self) -> dict[str, Any]:
        """What was made, and the page to preview."""
        return {"said": self._said, "preview": self._preview,
                "formats": list(FORMATS) if self._preview else []}

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """Make, download, save as CSV."""
        return {"make": self._make, "download": self._download, "csv": self._csv}

    def _make(self, _message: dict[str, Any]) -> None:
        from minga.exchange import write_documents  # Word and spreadsheet writers are slow to import

        made = write_documents(self._store, self._plan["plan_id"], FORMATS)
        self._preview = next(f for f in made if f.suffix == ".html").read_text(encoding="utf-8")
        self._said = _("Documento generado en {folder}").format(folder=shown_path(made[0].parent))

    def _csv(self, _message: dict[str, Any]) -> None:
        self._said = save_plan(self._store, self._plan["plan_id"])

    def _download(self, message: dict[str, Any]) -> None:
        ending = message.get("format")
        if ending not in FORMATS:
            raise MingaError(_("Ese formato no se genera."))
        file: Path = paths.plan_outputs(self._plan["plan_id"]) / f"plan.{ending}"
        self.send({"file": f"{self._plan['plan_id']}.{ending}"}, buffers=[file.read_bytes()])
