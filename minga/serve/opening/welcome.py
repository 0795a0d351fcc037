"""What whoever starts the workshop reads in the terminal."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import webbrowser
from typing import TextIO

import segno

from minga.i18n import gettext as _

TEXT_BROWSERS = ("www-browser", "links", "elinks", "lynx", "w3m")


def welcome(facilitator: str, phrase: str, participants: str, out: TextIO) -> str:
    """The block with both addresses, the pass phrase and the QR code of the participants' address.

    Without a facilitator's address, that door is on another machine and its phrase is not told here.
    """
    lines = [
        "",
        _("Minga está abierta."),
        "",
        *([_("Quien facilita:   {address}").format(address=facilitator),
           _("Contraseña:       {phrase}").format(phrase=phrase)] if facilitator else []),
        _("Participantes:    {address}").format(address=participants),
        "",
        *qr_lines(participants, out),
    ]
    if "//127." in participants or "//localhost" in participants:
        lines += [_("Este equipo no está en una red: por ahora solo se puede participar desde él mismo."), ""]
    lines.append(_("Para cerrar: Ctrl+C. Lo escrito queda guardado."))
    return "\n".join(lines)


def qr_lines(address: str, out: TextIO) -> list[str]:
    """The QR code in half blocks; nothing where the terminal cannot draw them."""
    drawn = io.StringIO()
    segno.make(address, error="m", micro=False).terminal(out=drawn, compact=True, border=2)
    try:
        drawn.getvalue().encode(out.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return []
    return [*drawn.getvalue().splitlines(), ""]


def show(address: str, wanted: bool | None) -> None:
    """Open the facilitator's page, when asked to or when there is a screen to open it on."""
    if wanted is False or (wanted is None and not _has_screen()):
        return
    opened = False
    with contextlib.suppress(webbrowser.Error):
        browser = webbrowser.get()
        if getattr(browser, "basename", "") not in TEXT_BROWSERS:  # one of those would take the terminal over
            opened = browser.open(address)
    if not opened:
        print(_("No se pudo abrir un navegador: escriba {address} en uno. «minga doctor» ayuda a encontrarlo.").format(
            address=address), file=sys.stderr, flush=True)


def _has_screen() -> bool:
    if not sys.stdout.isatty():
        return False
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
