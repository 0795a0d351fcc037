"""From a file or a text to lines that can be read, or a fault that says why not."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from minga.errors import reason
from minga.exchange.markdown_in.draft import Log
from minga.i18n import gettext as _

MAX_BYTES = 10_000_000
"""Largest file that is read, in bytes."""
MAX_LINES = 20_000
"""Most lines that are read: ten times the longest plan."""
MAX_LINE = 200_000
"""Longest line that is read, in characters; a table row is one line."""

_SIGNALS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_KNOWN = {b"%PDF": "PDF", b"PK\x03\x04": "DOCX / XLSX / ZIP", b"\xd0\xcf\x11\xe0": "DOC / XLS", b"{\\rtf": "RTF"}


@dataclass(frozen=True)
class Source:
    """A text to import: its name for people, and its lines (line 1 is ``lines[0]``)."""

    name: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines as one text, with one kind of line end."""
        return "\n".join(self.lines)

    def line(self, number: int) -> str:
        """The line with that 1-based number."""
        return self.lines[number - 1]


def display_name(given: str | Path | bytes, file_name: str | None) -> str:
    """The name to use in messages; never a folder."""
    if file_name:
        return Path(file_name).name
    return Path(given).name if is_path(given) else "plan.md"


def is_path(given: str | Path | bytes) -> bool:
    """Whether what was given names a file: a Path, or one line that is a file or ends like one."""
    if isinstance(given, Path):
        return True
    if isinstance(given, bytes) or not given.strip() or "\n" in given or "\r" in given or len(given) > 1000:
        return False
    return given.lower().endswith((".md", ".markdown", ".txt")) or ("|" not in given and Path(given).is_file())


def read_source(given: str | Path | bytes, log: Log) -> Source | None:
    """The source, or None with the fault in the log."""
    if is_path(given):
        data = _bytes_of(Path(given), log)
    elif isinstance(given, str):
        data = given.encode("utf-8", "surrogatepass")
    else:
        data = given
    text = None if data is None else _decode(data, log)
    if text is None:
        return None
    # A form feed is a page break left by a PDF, a vertical tab a line break left by Word: a blank, so that they
    # never become part of a word.
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", " ").replace("\v", " ")
    source = Source(log.file, tuple(_without_signals(plain.split("\n"), log)))
    if not plain.strip():
        log.fault(None, _("El archivo está vacío."), _("Elija el archivo Markdown que contiene las tablas del plan."))
    if len(source.lines) > MAX_LINES:
        log.fault(MAX_LINES + 1, _("El archivo tiene {n} líneas y se leen hasta {limit}.").format(
            n=len(source.lines), limit=MAX_LINES), _("Deje en el archivo solamente el texto y las tablas del plan."))
    for number, line in enumerate(source.lines, 1):
        if len(line) > MAX_LINE:
            log.fault(number, _("La línea tiene {n} caracteres y caben {limit}.").format(n=len(line), limit=MAX_LINE),
                      _("Acorte el texto de sus celdas y vuelva a importar."))
    return None if log.faults else source


def _without_signals(lines: list[str], log: Log) -> list[str]:
    """The lines without the characters that are no text but orders to a terminal or a printer."""
    kept = []
    for number, line in enumerate(lines, 1):
        if _SIGNALS.search(line):
            log.note("doubt", number, _("Caracteres de control, que no se ven."), _SIGNALS.sub("�", line.strip()),
                     _("Se quitaron."))
            line = _SIGNALS.sub("", line)
        kept.append(line)
    return kept


def _bytes_of(path: Path, log: Log) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as wrong:
        log.fault(None, _("El archivo no se puede leer: {why}.").format(why=reason(wrong)),
                  _("Revise el nombre, la carpeta y los permisos."))
        return None


def _decode(data: bytes, log: Log) -> str | None:
    if len(data) > MAX_BYTES:
        log.fault(None, _("El archivo pasa de {limit} MB.").format(limit=MAX_BYTES // 1_000_000),
                  _("Deje en el archivo solamente el texto y las tablas del plan."))
        return None
    for start, kind in _KNOWN.items():
        if data.startswith(start):
            log.fault(None, _("El archivo no es texto: parece {kind}.").format(kind=kind),
                      _("Conviértalo antes a Markdown y vuelva a importar."))
            return None
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ("utf-16",)
    elif b"\x00" in data:
        log.fault(data[: data.index(b"\x00")].count(b"\n") + 1, _("El archivo contiene un carácter nulo: no es texto."),
                  _("Guárdelo como texto Markdown en UTF-8 y vuelva a importar."))
        return None
    else:
        encodings = ("utf-8-sig", "cp1252")
    if encodings[0] == "utf-8-sig" and (mended := _nearly_utf8(data, log)) is not None:
        return mended
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1252":
            log.note("doubt", 1, _("El archivo no está en UTF-8."), "",
                     _("Se leyó como Windows-1252; revise los acentos."))
        return text
    log.fault(None, _("No se reconoce la codificación del archivo."),
              _("Guárdelo como texto Markdown en UTF-8 y vuelva a importar."))
    return None


def _nearly_utf8(data: bytes, log: Log) -> str | None:
    """A text in UTF-8 with a few damaged bytes, each shown as �; None when it is whole, or in another encoding."""
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", "replace")
    else:
        return None
    damaged = len(re.findall("�+", text))
    if damaged > sum(sign > "\x7f" for sign in text) - text.count("�"):
        return None
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if "�" in line:
            log.note("doubt", number, _("Bytes que no son texto en UTF-8."), line.strip(),
                     _("Se muestran como �; revise la palabra."))
    return text
