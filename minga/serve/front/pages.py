"""What the pages of a door say, in the language in force: page, login, logout and errors."""

from __future__ import annotations

import base64
from functools import cache
from typing import Any

import jinja2

from minga.i18n import gettext as _
from minga.i18n import language, ngettext
from minga.serve.front import files
from minga.serve.front.files import STATIC, STATIC_URL, TEMPLATE
from minga.serve.front.pack import LIGHT_PACK, PACK


def page_words(role: str = "participant") -> dict[str, str]:
    """Words of the page around a notebook; the page's script has none of its own."""
    old_browser = _("Este navegador es demasiado antiguo para las páginas de quien facilita. Use Firefox, Chrome, Edge "
                    "o Safari de los últimos años.") if role == "facilitator" else _(
        "Este navegador es demasiado antiguo para esta página. Use otro más reciente, u otro teléfono.")
    return {
        "loading": _("Preparando la página…"),
        "slow": _("Está tardando más de lo normal. Si no aparece pronto, vuelva a cargar la página."),
        "broken": _("La página no terminó de llegar. Vuelva a cargarla."),
        "connected": _("Conectado"),
        "connecting": _("Conectando…"),
        "reconnecting": _("Sin conexión. Intentando de nuevo…"),
        "offline": _("Sin conexión: revise la red de este equipo o teléfono."),
        "gone": _("Esta página se cerró en el servidor. Lo enviado está guardado."),
        "full": _("Hay muchas personas entrando a la vez. Esta página entra sola en cuanto haya lugar."),
        "place": _("Hay muchas personas entrando a la vez. Lugar en la fila: {n}. Esta página entra sola."),
        "reload": _("Volver a cargar"),
        "cell": _("Esta parte de la página no se pudo mostrar. Lo enviado está guardado. Vuelva a cargar la "
                  "página; si falla otra vez, avise a quien facilita."),
        "no_script": _("Esta página necesita JavaScript. Actívelo en el navegador y vuelva a cargarla."),
        "no_cookies": _("Este navegador no acepta cookies, y sin ellas no se puede participar. Actívelas."),
        "old_browser": old_browser,
    }


def error_words(status: int) -> tuple[str, str]:
    """Title and advice of the error page for an HTTP status."""
    known = {
        403: (
            _("No se pudo aceptar el envío"),
            _("La página estuvo abierta demasiado tiempo o el navegador no guarda cookies. "
              "Vuelva a la página anterior, cárguela de nuevo e inténtelo otra vez."),
        ),
        404: (
            _("Esta página no existe"),
            _("Revise la dirección: puede tener una letra de más o de menos. También se puede ir al inicio."),
        ),
        429: (_("Demasiados intentos"), _("Espere un momento antes de intentarlo de nuevo.")),
        503: (
            _("En este momento no hay lugar"),
            _("Hay muchas personas entrando a la vez. Espere unos segundos y vuelva a cargar la página."),
        ),
    }
    return known.get(status) or (
        _("Algo falló en el servidor"),
        _("Lo que ya se envió está guardado. Vuelva a cargar la página; si falla otra vez, avise a quien facilita."),
    )


def wait_words(seconds: int) -> str:
    """How long somebody who typed wrong phrases has to wait."""
    return ngettext("Espere {n} segundo antes de intentarlo de nuevo.",
                    "Espere {n} segundos antes de intentarlo de nuevo.", seconds).format(n=seconds)


def page_resources(role: str) -> dict[str, Any]:
    """What the template of a notebook's page finds under ``resources.minga``: plain data only."""
    version = files.voila_version()
    return {
        "role": role, "words": page_words(role), "tokens": tokens(), "css": page_css(),
        "component_css": files.widget_file(f"{files.COMPONENT}.css"), "first": first_script(),
        "script": asset("page.js"), "host": asset("host.js"), "icon": asset("icon.svg"), "icon_inside": icon_inside(),
        "pack": PACK, "light_pack": LIGHT_PACK, "static": f"voila/static/{version}",
        "extensions": f"voila/labextensions/{version}",
    }


def furnish(environment: jinja2.Environment) -> None:
    """Give a Jinja environment the names that the login, logout and error pages use."""
    environment.globals.update(
        t=_, lang=language, error_words=error_words, asset=asset, tokens=tokens, page_css=page_css
    )


def asset(name: str) -> str:
    """Address of one of our own files, with its version, so that browsers may keep it for ever."""
    return files.address(name)


@cache
def page_css() -> str:
    """The style sheet of a page; it travels inside, so that the first line is drawn at once."""
    return (STATIC / "page.css").read_text(encoding="utf-8")


def first_script() -> str:
    """The one script that stands inside a page, for the oldest browsers too."""
    return files.part("first")


@cache
def icon_inside() -> str:
    """The page's icon as an address that asks the server for nothing."""
    drawn = base64.b64encode((STATIC / "icon.svg").read_bytes()).decode()
    return f"data:image/svg+xml;base64,{drawn}"


def tokens() -> str:
    """The design tokens of the widgets, as CSS; empty where that package brings none."""
    return files.widget_file("tokens.css")


__all__ = ["STATIC", "STATIC_URL", "TEMPLATE", "asset", "error_words", "furnish",
           "page_resources", "page_words", "wait_words"]
