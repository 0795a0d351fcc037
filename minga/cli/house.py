"""The house on the command line: copies of the store, and what is wrong with this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from minga.cli.output import Said, command
from minga.i18n import gettext as _
from minga.store.backup import backup_store, restore_store


def commands() -> Iterator[click.Command]:
    """The commands of this file, their help in the language in force."""

    @command("backup", _("Copia el almacén completo a un archivo, aunque esté en uso."), "minga backup copia.sqlite",
             click.argument("file", type=click.Path(path_type=Path, dir_okay=False)))
    def backup(said: Said, file: Path) -> None:
        with said.store() as store:
            backup_store(store, file)
        said.answer({"ok": True, "file": str(file)}, _("Copia guardada en {file}.").format(file=file))

    @command("restore", _("Vuelve a poner una copia; lo que había queda guardado a un lado."),
             "minga restore copia.sqlite",
             click.argument("file", type=click.Path(path_type=Path, dir_okay=False)))
    def restore(said: Said, file: Path) -> None:
        aside = restore_store(said.url, file)
        lines = [_("Almacén restaurado desde {file}.").format(file=file)]
        if aside:
            lines.append(_("Lo que había quedó en {file}.").format(file=aside))
        said.answer({"ok": True, "aside": str(aside or "")}, *lines)

    @command("doctor", _("Revisa este equipo y dice cómo arreglar lo que falte."), "minga doctor",
             click.option("--port", default=8866, show_default=True, help=_("Puerto de participantes.")),
             click.option("--facilitator-port", default=8867, show_default=True, help=_("Puerto de quien facilita.")))
    def doctor(said: Said, port: int, facilitator_port: int) -> int:
        from minga.doctor import examine

        found = examine(said.url, port, facilitator_port)
        marks = {"ok": "✔", "warning": "▲", "bad": "✖"}
        said.answer({"ok": all(f.state != "bad" for f in found), "checks": [f.as_dict() for f in found]},
                    *(f"{marks[f.state]} {f.name}: {f.message}" + (f"\n    → {f.advice}" if f.advice else "")
                      for f in found))
        return 1 if any(f.state == "bad" for f in found) else 0

    yield from (backup, restore, doctor)
