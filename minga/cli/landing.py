"""A landing page before several participants' servers, on the command line."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

import click

from minga.cli.output import Said, Whole, command, json_text
from minga.i18n import gettext as _


def commands() -> Iterator[click.Command]:
    """The command of this file, its help in the language in force."""

    @command(
        "landing", _("Reparte a quienes llegan entre varios servidores de participantes."),
        "minga landing --server http://10.0.0.11:8866 --server http://10.0.0.12:8866",
        click.option("--server", "servers", multiple=True, required=True, metavar=_("[NOMBRE=]URL"),
                     help=_("Dirección de un servidor de participantes; se repite para cada uno.")),
        click.option("--host", default="0.0.0.0", metavar=_("DIRECCIÓN"), help=_("Dónde escucha.")),
        click.option("--port", default=8868, show_default=True, type=Whole(1, 65535), help=_("Puerto.")),
        click.option("--one-name", is_flag=True, help=_(
            "Un proxy lleva a cada quien a su servidor bajo un solo nombre (docs/serving.md trae el ejemplo).")),
        click.option("--behind-proxy", is_flag=True, help=_("Hay un proxy delante: se le cree de quién viene cada "
                                                            "petición.")),
    )
    def landing(said: Said, servers: tuple[str, ...], host: str, port: int, one_name: bool, behind_proxy: bool) -> int:
        from minga.serve.landing.page import run  # the web server is slow to import and no other command needs it

        out = sys.stdout

        def announce(address: str) -> None:
            if said.as_json:
                click.echo(json_text({"ok": True, "landing": address}), file=out)
                out.flush()
                return
            from minga.serve.opening.welcome import qr_lines

            for line in ("", _("Entrada abierta: {address}").format(address=address), "", *qr_lines(address, out),
                         _("Para cerrar: Ctrl+C. Los servidores siguen abiertos.")):
                print(line, flush=True)

        with contextlib.redirect_stdout(sys.stderr) if said.as_json else contextlib.nullcontext():
            return run(servers, host=host, port=port, one_name=one_name, behind_proxy=behind_proxy, announce=announce)

    yield landing
