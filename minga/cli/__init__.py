"""The command line: thin; every command parses, calls one function and prints.

Exit codes: 0 done, 1 done with findings or failed with a clear message, 2 wrong usage.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import click

import minga
from minga import i18n
from minga.cli.click_words import translate_click
from minga.cli.output import fail, use_any_letters
from minga.cli.unexpected import explain
from minga.errors import MingaError, UsageError
from minga.i18n import gettext as _


class _Group(click.Group):
    """The commands in the order in which they were added: the order in which people need them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def build() -> click.Group:
    """The ``minga`` command with everything under it, its help in the language in force."""
    from minga.cli import due, house, landing, monitoring, plans, rehearse, room, sheets

    translate_click()
    group = _Group(
        "minga", help=_("Minga: de las tarjetas en la pared al informe del semestre."),
        epilog=_("Ejemplo: minga serve   ·   Cada orden explica lo suyo con --help."),
        options_metavar=_("[OPCIONES]"), subcommand_metavar=_("ORDEN [ARGUMENTOS]…"),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
    for module in (plans, room, landing, rehearse, sheets, monitoring, due, house):
        for command in module.commands():
            group.add_command(command)
    return click.version_option(minga.__version__, message="Minga %(version)s")(group)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    i18n.set_language(_wanted_language(given))
    use_any_letters()
    with _at_hand(given):
        code = _run(given or ["--help"], as_json="--json" in given)
    sys.exit(code)


def _at_hand(given: list[str]) -> AbstractContextManager[Any]:
    """A kernel for a report, prepared on the other processor while the rest of Minga is imported on this one."""
    if given[:1] != ["monitor"] or not {"--help", "-h"}.isdisjoint(given):
        return nullcontext()
    from minga.runs.prepared import prepared_kernels

    return prepared_kernels(wait=False)


def _run(given: list[str], as_json: bool) -> int:
    """Run one command; whatever happens becomes an exit code and words, never a traceback."""
    try:
        code = build().main(given, prog_name="minga", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.exceptions.Abort:
        fail(MingaError(_("Se interrumpió."), _("Lo que ya estaba guardado sigue a salvo.")), as_json)
        return 130
    except click.UsageError as wrong:
        fail(_usage(wrong, given[0]), as_json)
        return 2
    except click.ClickException as wrong:
        fail(MingaError(wrong.format_message()), as_json)
        return 1
    except MingaError as wrong:
        fail(wrong, as_json)
        return 2 if isinstance(wrong, UsageError) else 1
    except Exception as wrong:  # a person gets a sentence, whatever it was
        if os.environ.get("MINGA_DEBUG"):
            traceback.print_exc()
        fail(explain(wrong), as_json)
        return 1


def _wanted_language(given: list[str]) -> str:
    for i, word in enumerate(given):
        if word == "--language" and i + 1 < len(given):
            return given[i + 1]
        if word.startswith("--language="):
            return word.partition("=")[2]
    return os.environ.get("MINGA_LANGUAGE") or "es"


def _usage(wrong: click.UsageError, first: str) -> UsageError:
    message = wrong.format_message()
    message += "" if message.endswith((".", "?")) else "."
    if wrong.ctx is None or not isinstance(wrong.ctx.command, click.Group):
        path = wrong.ctx.command_path if wrong.ctx else f"minga {first}"
        return UsageError(message, _("Vea los ejemplos con «{command} --help».").format(command=path))
    if first.startswith("-"):
        return UsageError(wrong.message, _("Las opciones van después de la orden: minga plans {option}").format(
            option=first))
    return UsageError(_("No existe la orden «{name}».").format(name=first[:40]),
                      _("Las que hay son: {names}.").format(names=", ".join(wrong.ctx.command.commands)))
