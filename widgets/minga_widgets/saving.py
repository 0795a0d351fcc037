"""What a page saves outside the store: the plan's CSV, and the picture of a wall; the sentences that say where."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from minga import paths
from minga.errors import MingaError, StoreError
from minga.exchange import export_package
from minga.i18n import gettext as _
from minga.workshop.feed import Store


def save_plan(store: Store, plan_id: str) -> str:
    """Write the plan's CSV package and return the sentence that says where it is.

    Raises:
        MingaError: the folder cannot be written; what was typed is safe in the store.
    """
    folder = paths.plan_outputs(plan_id) / "data"
    try:
        export_package(store, plan_id, folder)
    except StoreError as wrong:
        raise MingaError(
            wrong.message, _("Lo escrito está a salvo en el almacén; revise el espacio y los permisos.")) from wrong
    return _("Guardado en CSV a las {time}, en {folder}").format(
        time=datetime.now().strftime("%H:%M:%S"), folder=shown_path(folder))


def shown_path(folder: Path) -> str:
    """A path as the person knows it: from Minga's own folder on when it is inside."""
    try:
        return str(folder.relative_to(paths.home()))
    except ValueError:
        return str(folder)


def close_files(store: Store, plan_id: str, stage_id: str) -> str:
    """Write what a stage leaves: the plan's CSV and the picture of its wall; returns the sentence that says where.

    Raises:
        MingaError: a folder cannot be written; what people wrote is safe in the store.
    """
    return f"{save_plan(store, plan_id)} · " + _("Lámina de la pared en {folder}").format(
        folder=shown_path(draw_wall(store, stage_id)[0].parent))


def draw_wall(store: Store, stage_id: str) -> list[Path]:
    """The stage's wall as PDF and PNG, in the plan's folder."""
    from minga.exchange.poster import write_poster  # matplotlib is slow to import

    return write_poster(store, stage_id)
