"""Sending reminders by SMTP: off unless somebody sets ``MINGA_SMTP``, and never the same reminder twice.

``MINGA_SMTP`` is ``smtps://user@mail.example.org`` (TLS from the first byte) or ``smtp://user@mail.example.org:587``
(STARTTLS; without it nothing is sent, save to this very machine). The password stands in the file that
``MINGA_SMTP_PASSWORD_FILE`` names; ``MINGA_MAIL_FROM`` is the sender.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from email.policy import SMTP
from email.utils import formatdate, make_msgid, parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from minga.errors import RunError, UsageError, reason
from minga.exchange.files import write_bytes
from minga.i18n import gettext as _
from minga.runs.reminders_files import Reminded, file_name, message

SENT = "sent"
_PATIENCE = 30.0
_HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in.

    Attributes:
        host: its name.
        port: its port.
        tls: whether the connection is TLS from the first byte; otherwise STARTTLS.
        user: empty when it asks for none.
        password: never shown.
        sender: ``Name <address>``.
    """

    host: str
    port: int
    tls: bool
    sender: str
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"<MailServer {self.host}:{self.port}>"


def mail_server(settings: dict[str, str] | None = None) -> MailServer:
    """The mail server that the environment names.

    Raises:
        UsageError: there is none, or what is said of it has no meaning.
    """
    given = dict(os.environ) if settings is None else settings
    url = given.get("MINGA_SMTP", "")
    if not url:
        raise UsageError(_("El envío de correos está apagado."),
                         _("Para encenderlo, ponga MINGA_SMTP y MINGA_MAIL_FROM; vea docs/scheduling.md. Los "
                           "recordatorios quedan siempre como archivos."))
    parts = urlsplit(url)
    try:
        port = parts.port or (465 if parts.scheme == "smtps" else 587)
    except ValueError:
        port = 0
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or not port:
        raise UsageError(_("MINGA_SMTP no es la dirección de un servidor de correo."),
                         _("Se espera smtps://usuario@servidor o smtp://usuario@servidor:587."))
    if parts.password is not None:  # the environment of a process can be read by others of the same account
        raise UsageError(_("La contraseña del correo no va en MINGA_SMTP."),
                         _("Guárdela en un archivo que solo usted pueda leer y ponga su ruta en "
                           "MINGA_SMTP_PASSWORD_FILE."))
    sender = given.get("MINGA_MAIL_FROM", "")
    if "@" not in parseaddr(sender)[1] or "\n" in sender or "\r" in sender:
        raise UsageError(_("Falta quién envía los correos."),
                         _("Ponga en MINGA_MAIL_FROM un nombre y una dirección: Coordinación <red@example.org>."))
    return MailServer(parts.hostname, port, parts.scheme == "smtps", sender, unquote(parts.username or ""),
                      _password(given.get("MINGA_SMTP_PASSWORD_FILE", "")))


def _password(file: str) -> str:
    if not file:
        return ""
    try:
        return Path(file).expanduser().read_text(encoding="utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as wrong:
        raise UsageError(_("No se puede leer la contraseña del correo en {file}: {why}.").format(
            file=file, why=reason(wrong) if isinstance(wrong, OSError) else _("no es un texto")),
            _("Revise MINGA_SMTP_PASSWORD_FILE.")) from wrong


Connect = Callable[[MailServer], smtplib.SMTP]


def connect(server: MailServer) -> smtplib.SMTP:
    """A connection to the mail server, encrypted unless it is this machine, and logged in."""
    safe = ssl.create_default_context()
    if server.tls:
        opened: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=_PATIENCE, context=safe)
    else:
        opened = smtplib.SMTP(server.host, server.port, timeout=_PATIENCE)
        if server.host not in _HERE:
            opened.starttls(context=safe)
    if server.user:
        opened.login(server.user, server.password)
    return opened


def send_reminders(reminded: Iterable[Reminded], server: MailServer,
                   open_connection: Connect = connect) -> tuple[int, list[str]]:
    """Send the reminders that are e-mails and were not sent before; each that went is kept in ``sent/``.

    Args:
        reminded: what ``write_reminders`` wrote.
        server: where mail is handed in.
        open_connection: opens it.

    Returns:
        How many were sent, and for each that was refused a sentence that names its file and no person.

    Raises:
        RunError: the server cannot be reached or does not let us in; nothing was sent.
    """
    waiting = [(one, some.folder) for some in reminded for one in some.reminders
               if one.name and one.address and not (some.folder / SENT / file_name(one)).exists()]
    if not waiting:
        return 0, []
    try:
        mail = open_connection(server)
    except (OSError, smtplib.SMTPException) as wrong:
        raise RunError(_("No se pudo entrar al servidor de correo {host}: {why}.").format(
            host=server.host, why=_why(wrong)), _("Revise MINGA_SMTP y la contraseña; no se envió nada.")) from wrong
    sent, refused = 0, []
    try:
        for one, folder in waiting:
            made = message(one)
            del made["X-Unsent"]
            made["From"], made["Date"] = server.sender, formatdate(localtime=True)
            made["Message-ID"] = make_msgid(domain=parseaddr(server.sender)[1].rpartition("@")[2])
            try:
                mail.send_message(made)
            except (OSError, smtplib.SMTPException) as wrong:
                refused.append(_("{file}: {why}").format(file=file_name(one), why=_why(wrong)))
                continue
            write_bytes(folder / SENT / file_name(one), made.as_bytes(policy=SMTP))
            sent += 1
    finally:
        with suppress(OSError, smtplib.SMTPException):
            mail.quit()
    return sent, refused


def _why(wrong: Exception) -> str:
    """Why mail was refused, on one line and without anybody's address."""
    if isinstance(wrong, smtplib.SMTPAuthenticationError):
        return _("no acepta ese usuario y contraseña")
    if isinstance(wrong, smtplib.SMTPRecipientsRefused):
        return _("el servidor no acepta esa dirección")
    if isinstance(wrong, smtplib.SMTPNotSupportedError):
        return _("no ofrece una conexión cifrada")
    return reason(wrong) if isinstance(wrong, OSError) and wrong.errno else type(wrong).__name__
