"""What every command shares: its common options, and printing for people or for machines."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, TextIO

import click

from minga import i18n, paths
from minga.errors import Fault, InputError, MingaError
from minga.i18n import gettext as _

if TYPE_CHECKING:
    from minga.store import Store

# Escape sequences and the marks that turn the direction of writing around.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def command(name: str, help: str, example: str, *parameters: Callable[..., Any]) -> Callable[..., click.Command]:
    """Make a command with the options that all share: ``--store``, ``--language`` and ``--json``."""

    def made(function: Callable[..., Any]) -> click.Command:
        @wraps(function)
        def run(*args: Any, store: str, language: str, as_json: bool, **kwargs: Any) -> Any:
            return function(*args, said=Said(store, as_json), **kwargs)

        run.__click_params__ = []  # type: ignore[attr-defined]
        shared = (
            click.option("--store", default=paths.store_url(), show_default=False, metavar="URL",
                         help=_("Almacén: ruta de SQLite o dirección de PostgreSQL (también MINGA_STORE).")),
            click.option("--language", type=click.Choice(i18n.LANGUAGES), default=i18n.language(),
                         help=_("Idioma de los mensajes.")),
            click.option("--json", "as_json", is_flag=True, help=_("Respuesta en JSON, para otros programas.")),
        )
        wrapped: Any = run
        for parameter in reversed([*parameters, *shared]):
            wrapped = parameter(wrapped)
        return click.command(name, help=help, options_metavar=_("[OPCIONES]"),
                             epilog=_("Ejemplo: {example}").format(example=example))(wrapped)

    return made


class Whole(click.ParamType):
    """A whole number between two others, both included."""

    name = "N"

    def __init__(self, lowest: int, highest: int) -> None:
        self.lowest, self.highest = lowest, highest

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number, or a refusal that says what was expected."""
        text = str(value).strip()
        if not (text.isascii() and text.isdigit() and len(text) < 12 and self.lowest <= int(text) <= self.highest):
            self.fail(_("«{value}»; se espera un número entero entre {lowest} y {highest}.").format(
                value=text[:40], lowest=self.lowest, highest=self.highest), param, ctx)
        return int(text)


class Said:
    """Where a command works and how it answers.

    Args:
        url: address of the store.
        as_json: answer with one JSON document instead of sentences.
    """

    def __init__(self, url: str, as_json: bool) -> None:
        self.url, self.as_json = url, as_json

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The store, opened and closed."""
        from minga.store import open_store  # it takes longer than all the rest here, and help needs no store

        store = open_store(self.url)
        try:
            yield store
        finally:
            store.close()

    def answer(self, data: Any, *lines: str) -> None:
        """Print the data for machines, or the lines for people."""
        if self.as_json:
            click.echo(json_text(data))
        else:
            for line in lines:
                say(line)

    def findings(self, faults: list[Fault]) -> None:
        """Print warnings for people, on the error stream."""
        if not self.as_json:
            for fault in faults:
                say(f"  · {fault}", sys.stderr)


def fail(wrong: MingaError, as_json: bool) -> None:
    """Say what went wrong and what to do next."""
    if as_json:
        faults = wrong.faults if isinstance(wrong, InputError) else (Fault(wrong.message, advice=wrong.advice),)
        click.echo(json_text({"ok": False, "faults": [f.as_dict() for f in faults]}))
        return
    stream = sys.stderr
    if isinstance(wrong, InputError) and len(wrong.faults) > 1:
        shown = wrong.faults[:40]
        click.echo(_("Hay {n} problemas:").format(n=len(wrong.faults)), file=stream)
        for fault in shown:
            say(f"  · {fault}", stream)
        if len(wrong.faults) > len(shown):
            click.echo(_("  … y {n} más; véalos todos con --json.").format(n=len(wrong.faults) - len(shown)),
                       file=stream)
    else:
        say(str(wrong), stream)


def say(text: str, stream: TextIO | None = None) -> None:
    """Print one line for people; what people wrote cannot steer the terminal."""
    click.echo(_STEERING.sub("\ufffd", text), file=stream)


def use_any_letters() -> None:
    """Let both streams print any text: what a terminal cannot show becomes ``?`` instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def json_text(data: Any) -> str:
    """The data as one JSON document; where the output is not UTF-8 (a pipe on Windows) escapes keep every letter."""
    plain = "utf" not in str(getattr(sys.stdout, "encoding", "utf-8") or "utf-8").lower()
    return json.dumps(data, ensure_ascii=plain, indent=1, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
