"""The room on the command line: serve the workbook."""

from __future__ import annotations

from collections.abc import Iterator

import click

from minga import i18n, paths
from minga.cli.output import Said, command
from minga.errors import InputError
from minga.exchange import load_plan, read_package
from minga.i18n import gettext as _
from minga.store import Store, rows
from minga.workshop import plans


def commands() -> Iterator[click.Command]:
    """The commands of this file, their help in the language in force."""
    doors = (
        click.option("--host", default=None, help=_("Dónde escuchan las dos puertas; por omisión, participantes "
                                                    "desde la red local y quien facilita solo desde este equipo.")),
        click.option("--port", default=8866, show_default=True, type=click.IntRange(1, 65535),
                     help=_("Puerto de participantes.")),
        click.option("--facilitator-port", default=8867, show_default=True, type=click.IntRange(1, 65535),
                     help=_("Puerto de quien facilita.")),
        click.option("--participants", default=None, type=click.IntRange(1), help=_("Cuántas personas se esperan.")),
        click.option("--plan", default="", help=_("Plan que se abre en la sala.")),
        click.option("--open/--no-open", "open_browser", default=None,
                     help=_("Abrir o no el navegador; por omisión, si hay pantalla.")),
    )

    @command("serve", _("Sirve el cuaderno: una dirección para quien facilita y otra para los teléfonos."),
             "minga serve --participants 60", *doors)
    def serve(said: Said, **options: object) -> int:
        return _serve(said, examples=False, **options)

    @command("workshop", _("Carga los planes de ejemplo y sirve el cuaderno; es lo que hace «make workshop»."),
             "minga workshop", *doors)
    def workshop(said: Said, **options: object) -> int:
        return _serve(said, examples=True, **options)

    yield from (serve, workshop)


def _serve(said: Said, *, examples: bool, plan: str, **options: object) -> int:
    from minga.serve.supervise import serve  # Jupyter is slow to import and no other command needs it

    with said.store() as store:
        if examples:
            for problem in load_examples(store):
                click.echo(problem, err=True)
        if plan:
            plans.open_in_room(store, plan)
    return serve(store_url=said.url, language=i18n.language(), **options)  # type: ignore[arg-type]


def load_examples(store: Store) -> list[str]:
    """Load the example plans that the store does not have; returns what could not be loaded."""
    problems = []
    known = {p["plan_id"] for p in rows(store, "plans")}
    for folder in sorted(f for f in paths.examples().glob("*") if (f / "plans.csv").is_file()):
        if folder.name not in known:
            try:
                load_plan(store, read_package(folder)[0])
            except InputError as wrong:
                problems.append(str(wrong))
    return problems
