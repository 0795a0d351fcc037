"""The house on the command line: copies of the store, and what is wrong with this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from minga.cli.output import Said, Whole, command
from minga.errors import StoreError
from minga.i18n import gettext as _
from minga.store.backup import backup_store, restore_store
from minga.store.engine import sqlite_file


def commands() -> Iterator[click.Command]:
    """The commands of this file, their help in the language in force."""

    @command("backup", _("Copia el almacén completo a un archivo, aunque esté en uso."), "minga backup copia.sqlite",
             click.argument("file", type=click.Path(path_type=Path), metavar=_("ARCHIVO")))
    def backup(said: Said, file: Path) -> None:
        kept = sqlite_file(said.url)
        if kept is not None and not kept.exists():
            raise StoreError(_("Todavía no hay un almacén en {file}: no hay nada que copiar.").format(file=kept),
                             _("Indique otro con --store, o cree un plan con «minga new»."))
        with said.store() as store:
            backup_store(store, file)
        said.answer({"ok": True, "file": str(file)}, _("Copia guardada en {file}.").format(file=file))

    @command("restore", _("Vuelve a poner una copia; lo que había queda guardado a un lado."),
             "minga restore copia.sqlite",
             click.argument("file", type=click.Path(path_type=Path), metavar=_("ARCHIVO")))
    def restore(said: Said, file: Path) -> None:
        aside = restore_store(said.url, file)
        lines = [_("Almacén restaurado desde {file}.").format(file=file)]
        if aside:
            lines.append(_("Lo que había quedó en {file}.").format(file=aside))
        said.answer({"ok": True, "aside": str(aside or "")}, *lines)

    @command("doctor", _("Revisa este equipo y dice cómo arreglar lo que falte."), "minga doctor",
             click.option("--port", default=8866, show_default=True, type=Whole(1, 65535),
                          help=_("Puerto de participantes.")),
             click.option("--facilitator-port", default=8867, show_default=True, type=Whole(1, 65535),
                          help=_("Puerto de quien facilita.")))
    def doctor(said: Said, port: int, facilitator_port: int) -> int:
        from minga.doctor import examine

        found = examine(said.url, port, facilitator_port)
        marks = {"ok": "✔", "warning": "▲", "bad": "✖"}
        said.answer({"ok": all(f.state != "bad" for f in found), "checks": [f.as_dict() for f in found]},
                    *(f"{marks[f.state]} {f.name}: {f.message}" + (f"\n    → {f.advice}" if f.advice else "")
                      for f in found))
        return 1 if any(f.state == "bad" for f in found) else 0

    yield from (backup, restore, doctor)
