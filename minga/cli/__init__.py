"""The command line: thin; every command parses, calls one function and prints.

Exit codes: 0 done, 1 done with findings or failed with a clear message, 2 wrong usage.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from minga import i18n
from minga.cli.output import fail
from minga.errors import MingaError, UsageError
from minga.i18n import gettext as _


def build() -> click.Group:
    """The ``minga`` command with everything under it, its help in the language in force."""
    from minga.cli import house, monitoring, plans, room

    group = click.Group(
        "minga", help=_("Minga: de las tarjetas en la pared al informe del semestre."),
        epilog=_("Ejemplo: minga serve   ·   Cada orden explica lo suyo con --help."),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
    for module in (plans, room, monitoring, house):
        for command in module.commands():
            group.add_command(command)
    return group


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    i18n.set_language(_wanted_language(given))
    as_json = "--json" in given
    try:
        code = build().main(given, prog_name="minga", standalone_mode=False)
    except click.exceptions.Abort:
        code = 130
    except click.UsageError as wrong:
        fail(UsageError(_usage(wrong), _("Vea los ejemplos con «{command} --help».").format(
            command=wrong.ctx.command_path if wrong.ctx else "minga")), as_json)
        code = 2
    except MingaError as wrong:
        fail(wrong, as_json)
        code = 2 if isinstance(wrong, UsageError) else 1
    except BrokenPipeError:
        sys.stdout = None  # whoever read us has gone; there is nobody left to tell
        code = 0
    sys.exit(code if isinstance(code, int) else 0)


def _wanted_language(given: list[str]) -> str:
    for i, word in enumerate(given):
        if word == "--language" and i + 1 < len(given):
            return given[i + 1]
        if word.startswith("--language="):
            return word.partition("=")[2]
    return os.environ.get("MINGA_LANGUAGE") or "es"


def _usage(wrong: click.UsageError) -> str:
    if isinstance(wrong, click.NoSuchOption):
        return _("No existe la opción {option}.").format(option=wrong.option_name)
    if isinstance(wrong, click.MissingParameter) and wrong.param is not None:
        return _("Falta {name}.").format(name=wrong.param.human_readable_name)
    if isinstance(wrong, click.BadParameter) and wrong.param is not None:
        return _("{name}: el valor no sirve ({why}).").format(name=wrong.param.human_readable_name, why=wrong.message)
    if wrong.ctx is not None and isinstance(wrong.ctx.command, click.Group):
        known = ", ".join(wrong.ctx.command.commands)
        return _("Esa orden no existe; las que hay son: {names}.").format(names=known)
    return wrong.format_message()
