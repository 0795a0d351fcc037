"""The room on the command line: serve the workbook."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from minga import i18n, paths
from minga.cli.output import Said, Whole, command, json_text, say
from minga.errors import MingaError, UsageError
from minga.exchange import load_plan, read_package
from minga.i18n import gettext as _
from minga.store import Store, rows
from minga.workshop import plans


def commands() -> Iterator[click.Command]:
    """The commands of this file, their help in the language in force."""
    doors = (
        click.option("--host", default=None, metavar=_("DIRECCIÓN"), help=_(
            "Dónde escuchan las dos puertas; por omisión, participantes desde la red local y quien facilita solo "
            "desde este equipo.")),
        click.option("--port", default=8866, show_default=True, type=Whole(1, 65535),
                     help=_("Puerto de participantes.")),
        click.option("--facilitator-port", default=8867, show_default=True, type=Whole(1, 65535),
                     help=_("Puerto de quien facilita.")),
        click.option("--participants", default=None, type=Whole(1, 10_000), help=_(
            "Cuántas personas se esperan: sus páginas se preparan antes de mostrar las direcciones.")),
        click.option("--light", is_flag=True, help=_("Dar a todas las personas la página ligera.")),
        click.option("--plan", default="", metavar="ID", help=_("Plan que se abre en la sala.")),
        click.option("--open/--no-open", "open_browser", default=None,
                     help=_("Abrir o no el navegador; por omisión, si hay pantalla.")),
        click.option("--participants-only", is_flag=True, help=_(
            "Solo la puerta de participantes: la de quien facilita está en otro equipo.")),
        click.option("--facilitator-only", is_flag=True, help=_(
            "Solo la puerta de quien facilita; con --server, dónde están las de participantes.")),
        click.option("--server", "servers", multiple=True, metavar="URL", help=_(
            "Dirección de una puerta de participantes en otro equipo; se repite para cada una.")),
        *_outside_options(),
    )

    @command("serve", _("Abre el cuaderno: páginas para facilitar y para teléfonos."),
             "minga serve --participants 60", *doors)
    def serve(said: Said, **options: object) -> int:
        return _serve(said, examples=False, **options)

    @command("workshop", _("Carga los planes de ejemplo y abre el cuaderno."), "minga workshop", *doors)
    def workshop(said: Said, **options: object) -> int:
        return _serve(said, examples=True, **options)

    yield from (serve, workshop)


def _outside_options() -> tuple[Callable[..., click.Command], ...]:
    file = click.Path(path_type=Path)
    return (
        click.option("--certificate", default=None, type=file, metavar=_("ARCHIVO"),
                     help=_("Certificado PEM: las dos puertas hablan https.")),
        click.option("--key", default=None, type=file, metavar=_("ARCHIVO"),
                     help=_("Llave PEM de ese certificado, sin contraseña.")),
        click.option("--behind-proxy", default="", is_flag=False, flag_value="here", metavar=_("[DIRECCIÓN]"), help=_(
            "Hay un proxy delante, en este equipo o en esa dirección: solo a él se le cree de quién viene cada "
            "petición.")),
        click.option("--public-url", default="", metavar="URL",
                     help=_("Dirección que escriben los participantes, si no es la de este equipo.")),
        click.option("--facilitator-url", default="", metavar="URL", help=_("Lo mismo para quien facilita.")),
    )


def _serve(said: Said, *, examples: bool, plan: str, certificate: Path | None, key: Path | None, behind_proxy: str,
           public_url: str, facilitator_url: str, participants_only: bool, facilitator_only: bool,
           **options: object) -> int:
    from minga.serve.entry.outside import Outside
    from minga.serve.opening.supervise import serve  # Jupyter is slow to import and no other command needs it

    if participants_only and facilitator_only:
        raise UsageError(_("Son lo contrario: --participants-only y --facilitator-only."), _(
            "Para abrir las dos puertas no use ninguna."))
    only = "participant" if participants_only else "facilitator" if facilitator_only else ""
    with said.store() as store:
        if examples:
            for problem in load_examples(store):
                say(problem, sys.stderr)
        if plan:
            plans.open_in_room(store, plan)

    def announce(facilitator: str, participants: str) -> None:
        click.echo(json_text({"ok": True, "facilitator": facilitator, "participants": participants}), file=out)
        out.flush()

    out = sys.stdout
    with contextlib.redirect_stdout(sys.stderr) if said.as_json else contextlib.nullcontext():
        return serve(outside=Outside(certificate, key, behind_proxy, public_url, facilitator_url), only=only,
                     store_url=said.url, language=i18n.language(), announce=announce if said.as_json else None,
                     **options)  # type: ignore[arg-type]


def load_examples(store: Store) -> list[str]:
    """Load the example plans that the store does not have; returns what could not be loaded."""
    folders = sorted(f for f in paths.examples().glob("*") if (f / "plans.csv").is_file())
    if not folders:
        return [_("No hay planes de ejemplo en {folder}: se abre sin ellos.").format(folder=paths.examples())]
    problems = []
    known = {p["plan_id"] for p in rows(store, "plans")}
    for folder in folders:
        if folder.name not in known:
            try:
                load_plan(store, read_package(folder)[0])
            except MingaError as wrong:
                problems.append(_("El ejemplo {name} no se cargó. {why}").format(name=folder.name, why=wrong))
    return problems
