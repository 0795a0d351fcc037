"""The words that click itself says (headings, usage errors) in the language in force."""

from __future__ import annotations

import sys

from minga import i18n
from minga.i18n import N_
from minga.i18n import gettext as _

# As click writes them, in its several versions → as Minga says them. What is missing here stays in English.
_WORDS = {
    "Usage:": N_("Uso:"),
    "Options": N_("Opciones"),
    "Commands": N_("Órdenes"),
    "Positional arguments": N_("Argumentos"),
    "Show this message and exit.": N_("Muestra esta ayuda."),
    "Show the version and exit.": N_("Muestra la versión."),
    "default: {default}": N_("por omisión: {default}"),
    "Missing argument": N_("Falta el argumento"),
    "Missing option": N_("Falta la opción"),
    "Missing parameter": N_("Falta el parámetro"),
    "No such option {name!r}.": N_("No existe la opción «{name}»."),
    "No such option: {name}": N_("No existe la opción «{name}»."),
    "Did you mean {possibility}?": N_("¿Quiso decir {possibility}?"),
    "(Did you mean one of: {possibilities}?)": N_("¿Quiso decir una de estas: {possibilities}?"),
    "(Possible options: {possibilities})": N_("¿Quiso decir una de estas: {possibilities}?"),
    "Invalid value: {message}": N_("El valor no sirve: {message}"),
    "Invalid value for {param_hint}: {message}": N_("El valor de {param_hint} no sirve: {message}"),
    "Option {name!r} requires an argument.": N_("A la opción «{name}» le falta su valor."),
    "Option {name!r} does not take a value.": N_("La opción «{name}» no lleva valor."),
    "Got unexpected extra argument ({args})": N_("Sobra un argumento: {args}."),
    "Got unexpected extra arguments ({args})": N_("Sobran argumentos: {args}."),
    "{value!r} is not one of {choice}.": N_("«{value}» no es uno de los que hay: {choice}."),
    "{value!r} is not one of {choices}.": N_("«{value}» no es uno de los que hay: {choices}."),
}


def translate_click() -> None:
    """Make click speak through Minga's catalogue.

    Click asks the process-wide gettext, which looks for compiled catalogues of its own on the disk and follows
    the machine's locale; Minga's language is an option. So the two names its modules imported are replaced.
    """
    for name, module in list(sys.modules.items()):
        if name.startswith("click.") and hasattr(module, "_"):
            module._ = _said  # type: ignore[attr-defined]
            module.ngettext = _said_for  # type: ignore[attr-defined]


def _said(message: str) -> str:
    return message if i18n.language() == "en" or message not in _WORDS else _(_WORDS[message])


def _said_for(one: str, many: str, n: int) -> str:
    return _said(one if n == 1 else many)
