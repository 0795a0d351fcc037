"""The pass phrase of the facilitator's door and the secret that signs cookies."""

from __future__ import annotations

import hmac
import os
import secrets as _random
import unicodedata
from pathlib import Path

from minga import paths
from minga.errors import ServeError, reason
from minga.i18n import gettext as _
from minga.store.kept import kept

WORDS_FILE = Path(__file__).parent / "words.txt"
WORDS_IN_PHRASE = 4
VARIABLE = "MINGA_PASSPHRASE"


def words() -> tuple[str, ...]:
    """The words a pass phrase is drawn from: short, plain, without accents."""
    return tuple(WORDS_FILE.read_text(encoding="utf-8").split())


def passphrase() -> str:
    """The pass phrase: ``MINGA_PASSPHRASE``, else ``data/passphrase.txt``, made on first use.

    Raises:
        ServeError: the file cannot be read, or holds nothing.
    """
    given = " ".join(os.environ.get(VARIABLE, "").split())
    if given:
        return given
    choice = _random.SystemRandom()
    made = " ".join(choice.sample(words(), WORDS_IN_PHRASE))
    phrase = " ".join(_kept(paths.data() / "passphrase.txt", made.encode() + b"\n").decode("utf-8", "replace").split())
    if not phrase:
        raise ServeError(
            _("El archivo de la contraseña está vacío: {file}.").format(file=paths.data() / "passphrase.txt"),
            _("Bórrelo y vuelva a empezar: se creará otra contraseña."),
        )
    return phrase


def cookie_secret(role: str, phrase: str = "") -> bytes:
    """The bytes that sign one door's cookies; they outlive a restart.

    Each door has its own, so that a cookie of one is worth nothing at the other, and the facilitator's
    depends on the pass phrase: changing the phrase ends every session opened with the old one.

    Raises:
        ServeError: ``data/cookie_secret`` cannot be read or written.
    """
    kept = _kept(paths.data() / "cookie_secret", _random.token_bytes(32))
    return hmac.digest(kept, f"{role}\n{phrase}".encode(), "sha256")


def metrics_token() -> str:
    """The word with which another machine's Minga, or Prometheus, asks a door for its numbers.

    It is in ``data/metrics_token``, made on first use, and opens nothing else.
    """
    kept = _kept(paths.data() / "metrics_token", _random.token_hex(16).encode() + b"\n")
    return kept.decode("ascii", "replace").strip()


def same_phrase(typed: str, expected: str) -> bool:
    """Whether two phrases have the same words, whatever the capitals, accents, hyphens and spaces."""
    return hmac.compare_digest(_plain(typed), _plain(expected))


def _plain(phrase: str) -> bytes:
    letters = unicodedata.normalize("NFKD", phrase.casefold().replace("-", " "))
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split()).encode()


def _kept(file: Path, fresh: bytes) -> bytes:
    """What a private file holds; when there is none, it is made with ``fresh`` inside."""
    try:
        return kept(file, fresh)
    except OSError as why:
        raise ServeError(
            _("No se puede leer o crear el archivo {file} ({reason}).").format(file=file, reason=reason(why)),
            _("Revise los permisos de la carpeta o indique otra con MINGA_HOME."),
        ) from why
