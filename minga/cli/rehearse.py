"""The rehearsal on the command line."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import click
from tqdm import tqdm

from minga import i18n
from minga.cli.output import Said, Whole, command, say
from minga.errors import UsageError
from minga.i18n import gettext as _
from minga.i18n import ngettext

_OWN = ("127.0.0.1", "localhost", "::1")
_ERROR = re.compile(r"\bERROR\b|^\[E |^Traceback")
_ENDING = re.compile("KeyboardInterrupt caught in kernel")
"""What a kernel says when it is ended while it works."""
_EVERY = 15
"""Seconds between two lines of progress where there is no terminal."""


def commands() -> Iterator[click.Command]:
    """The commands of this file, their help in the language in force."""

    @command("rehearse", _("Ensaya un taller: personas inventadas entran con sus teléfonos y hacen lo que pida cada "
                           "momento."),
             "minga rehearse --participants 40 --minutes 10",
             click.option("--participants", default=20, show_default=True, type=Whole(1, 500),
                          help=_("Cuántas personas.")),
             click.option("--minutes", default=10.0, show_default=True, metavar="MIN", type=click.FloatRange(0.1, 480),
                          help=_("Cuánto dura.")),
             click.option("--url", default="http://127.0.0.1:8866/", show_default=True, metavar="URL",
                          help=_("Dirección que usan los teléfonos.")),
             click.option("--plan", default="", metavar="ID",
                          help=_("Plan en que se escribe; por omisión, uno nuevo que se llama «Ensayo …».")),
             click.option("--lead", is_flag=True, help=_(
                 "Hace también de quien facilita: lleva una etapa por todos sus momentos.")),
             click.option("--facilitator-url", default="http://127.0.0.1:8867/", show_default=True, metavar="URL",
                          help=_("Puerta de quien facilita, para --lead; la contraseña es la de este equipo o la de "
                                 "MINGA_PASSPHRASE.")),
             click.option("--stage", default="", metavar=_("CLAVE"), help=_("Etapa que se lleva con --lead.")),
             click.option("--pace", default=6.0, show_default=True, metavar="SEG", type=click.FloatRange(0.05, 600),
                          help=_("Segundos, en promedio, entre dos cosas que hace una persona.")),
             click.option("--seed", default=None, type=Whole(0, 2**31), help=_(
                 "La misma semilla da las mismas personas.")))
    def rehearse(said: Said, **options: Any) -> int:
        return _rehearse(said, **options)

    yield rehearse


def _rehearse(said: Said, *, participants: int, minutes: float, url: str, plan: str, lead: bool, facilitator_url: str,
              stage: str, pace: float, seed: int | None) -> int:
    from minga import rehearsal  # Jupyter is slow to import and no other command needs it
    from minga.serve.opening.supervise import log_file

    for one in (url, facilitator_url):
        if urlsplit(one).scheme not in ("http", "https") or not urlsplit(one).hostname:
            raise UsageError(_("«{url}» no es una dirección.").format(url=one[:100]),
                             _("Escríbala como http://192.168.0.10:8866/"))
    asked = rehearsal.Rehearsal(
        participants=participants, seconds=60 * minutes, url=url, language=i18n.language(), plan=plan, seed=seed,
        pace=pace, facilitator_url=facilitator_url if lead else "", phrase=_phrase() if lead else "", stage=stage)
    local = urlsplit(url).hostname in _OWN
    already = log_file().stat().st_size if local and log_file().is_file() else 0
    with said.store() if local else contextlib.nullcontext() as store, _Progress(said, asked.seconds) as progress:
        report = rehearsal.rehearse(asked, store, progress)
    logged = _logged(already) if local else []
    well = report.well and not logged
    said.answer({"ok": well, "plan": report.plan, "verified": report.verified, **report.figures,
                 "faults": list(report.faults), "errors": [*report.errors, *logged]},
                *_lines(report, logged))
    return 0 if well else 1


def _phrase() -> str:
    from minga.serve.entry.secrets import passphrase

    return passphrase()


def _logged(already: int) -> list[str]:
    """Lines of the server's log about errors, written since then."""
    from minga.serve.opening.supervise import log_file

    if not log_file().is_file():
        return []
    with log_file().open("rb") as file:
        file.seek(already if log_file().stat().st_size >= already else 0)
        lines = file.read().decode("utf-8", "replace").splitlines()
    return [line[:300] for line in lines if _ERROR.search(line) and not _ENDING.search(line)][:50]


def _lines(report: Any, logged: list[str]) -> Iterator[str]:
    f = report.figures
    yield ngettext("Ensayo en el plan «{plan}»: {n} persona.", "Ensayo en el plan «{plan}»: {n} personas.",
                   f["people"]).format(plan=report.plan, n=f["people"])
    yield ngettext("{n} tarjeta confirmada.", "{n} tarjetas confirmadas.", f["cards"]).format(n=f["cards"])
    yield _("Se enviaron {sent} cosas: {yes} confirmadas, {no} rechazadas, {unknown} sin respuesta.").format(
        sent=f["sent"], yes=f["acknowledged"], no=f["refused"], unknown=f["unknown"])
    for why, times in f["refusals"].items():
        yield f"  · {times} × {why}"
    yield _("Espera hasta la confirmación: {p50} s la mitad, {p95} s casi todas (95 %).").format(
        p50=_number(f["acknowledgement_p50"]), p95=_number(f["acknowledgement_p95"]))
    if f["cards_seen_on_wall"]:
        yield _("De la tarjeta a la pared: {p50} s la mitad, {p95} s casi todas (95 %).").format(
            p50=_number(f["card_to_wall_p50"]), p95=_number(f["card_to_wall_p95"]))
    yield _("Abrir la página: {p50} s la mitad, {p95} s casi todas (95 %).").format(
        p50=_number(f["page_p50"]), p95=_number(f["page_p95"]))
    yield {"csv": _("Lo confirmado se buscó en los datos CSV del plan."),
           "wall": _("Lo confirmado se buscó en la pared de quien facilita."),
           "": _("Lo confirmado no se pudo comprobar: el servidor está en otro equipo y no se usó --lead.")}[
        report.verified]
    for wrong in (*report.faults, *report.errors, *logged):
        yield f"✖ {wrong}"
    if report.well and not logged and report.verified:
        yield _("✔ Cada cosa confirmada está una sola vez, y no hubo errores.")


def _number(value: float | None) -> str:
    return "–" if value is None else i18n.format_number(value)


class _Progress:
    """A bar on a terminal, plain lines elsewhere, nothing for machines."""

    def __init__(self, said: Said, seconds: float) -> None:
        self._quiet, self._seconds, self._bar, self._told = said.as_json, seconds, None, 0.0

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_why: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def __call__(self, share: float, record: Any) -> None:
        if self._quiet:
            return
        passed = share * self._seconds
        now = _("{people} personas, {cards} tarjetas").format(
            people=len(record.present), cards=len(record.of("add_card")))
        if sys.stderr.isatty():
            self._bar = self._bar or tqdm(total=round(self._seconds), file=sys.stderr, desc=_("Ensayo"), unit="s",
                                          leave=False)
            self._bar.set_postfix_str(now, refresh=False)
            self._bar.update(round(passed) - self._bar.n)
        elif passed - self._told >= _EVERY or share >= 1:
            say(_("{seconds} s: {now}").format(seconds=round(passed), now=now), sys.stderr)
            self._told = passed
