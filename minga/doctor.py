"""What is wrong with this machine, and how to mend it."""

from __future__ import annotations

import shutil
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version

from minga import i18n, paths
from minga.errors import MingaError, ServeError, reason
from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.methods import list_methods
from minga.store import open_store
from minga.store.engine import sqlite_file
from minga.workshop import plans

NEEDED = ("voila", "jupyterlab", "ipywidgets", "anywidget", "papermill", "pandas", "matplotlib")
BROWSERS = ("firefox", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
            "brave-browser", "microsoft-edge", "msedge", "safari")
_ROOM = 200 * 1024 * 1024


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: ``ok``, ``warning`` or ``bad``, and what to do."""

    name: str
    state: str
    message: str
    advice: str = ""

    def as_dict(self) -> dict[str, str]:
        """The check as plain JSON data."""
        return asdict(self)


def examine(store_url: str, port: int, facilitator_port: int) -> list[Check]:
    """Look at Python, packages, folders, disk, store, methods, ports, browser and network.

    Args:
        store_url: address of the store.
        port: the participants' port.
        facilitator_port: the facilitator's port.
    """
    return [_python(), *_packages(), *_folders(), _store(store_url), *_methods(), *_ports(port, facilitator_port),
            _browser(), _network()]


def _python() -> Check:
    found = ".".join(map(str, sys.version_info[:3]))
    oldest = (3, 11)
    if sys.version_info[:2] < oldest:
        return Check("Python", "bad", _("Es la versión {version} y hace falta la 3.11 o una posterior.").format(
            version=found), _("Instale Python 3.11 o posterior y repita «make workshop»."))
    return Check("Python", "ok", found)


def _packages() -> Iterator[Check]:
    missing = []
    for name in NEEDED:
        try:
            version(name)
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        yield Check(_("Paquetes"), "bad", _("Faltan: {names}.").format(names=", ".join(missing)),
                    _("Instálelos en este mismo Python: «make workshop», o «pip install {names}».").format(
                        names=" ".join(missing)))
    else:
        yield Check(_("Paquetes"), "ok", ", ".join(f"{n} {version(n)}" for n in NEEDED[:3]) + "…")


def _folders() -> Iterator[Check]:
    for name, folder, variable in ((_("Carpeta de datos"), paths.data(), "MINGA_HOME"),
                                   (_("Carpeta de salidas"), paths.outputs(), "MINGA_OUTPUTS")):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                free = shutil.disk_usage(folder).free
        except OSError as wrong:
            yield Check(name, "bad", _("No se puede escribir en {folder}: {why}.").format(
                folder=folder, why=reason(wrong)),
                _("Dé permiso de escritura a la carpeta, o indique otra con la variable {variable}.").format(
                    variable=variable))
            continue
        if free < _ROOM:
            yield Check(name, "warning", _("Quedan {mb} MB libres en {folder}.").format(
                mb=free // 1024 // 1024, folder=folder), _("Libere espacio antes del taller."))
        else:
            yield Check(name, "ok", _("{folder}, con {gb} GB libres").format(
                folder=folder, gb=i18n.format_number(round(free / 1024**3, 1))))


def _store(url: str) -> Check:
    name = _("Almacén")
    try:
        file = sqlite_file(url)
        if file is not None and not file.exists() and file.parent.is_dir():
            return Check(name, "ok", _("{file}, que se creará al empezar").format(file=file))
        store = open_store(url)
    except MingaError as wrong:
        return Check(name, "bad", wrong.message, wrong.advice)
    try:
        with store.transaction("doctor"):  # takes the writer's place and gives it back: nothing is written
            known = plans.list_plans(store)
        return Check(name, "ok", ngettext("{url}, con {n} plan", "{url}, con {n} planes", len(known)).format(
            url=store.url, n=len(known)))
    except MingaError as wrong:
        return Check(name, "bad", wrong.message, wrong.advice)
    finally:
        store.close()


def _methods() -> Iterator[Check]:
    try:
        found = ", ".join(m.name for m in list_methods())
    except MingaError as wrong:
        yield Check(_("Métodos"), "bad", str(wrong),
                    _("Corrija el archivo en {folder}, o sáquelo de ahí.").format(folder=paths.methods()))
        return
    if found:
        yield Check(_("Métodos"), "ok", found)
    else:
        yield Check(_("Métodos"), "bad", _("No hay ningún método en {folder}.").format(folder=paths.methods()),
                    _("Vuelva a instalar Minga, o escriba uno: docs/methods.md dice cómo."))


def _ports(port: int, facilitator_port: int) -> Iterator[Check]:
    from minga.serve.opening.addresses import EVERYWHERE, LOCAL, free_port, own, require_free, url
    from minga.serve.opening.children import answers

    ports = (port, facilitator_port)
    for name, host, number, option in (
            (_("Puerto de participantes"), EVERYWHERE[1], port, "--port"),
            (_("Puerto de quien facilita"), LOCAL, facilitator_port, "--facilitator-port")):
        if port == facilitator_port and option != "--port":
            yield Check(name, "bad", _("Las dos páginas no pueden usar el mismo puerto, {port}.").format(port=port),
                        _("Elija otro: {option} {free}").format(option=option, free=free_port(host, ports)))
            continue
        try:
            require_free(host, number, option, ports)
            yield Check(name, "ok", str(number))
        except ServeError as wrong:
            if answers(host, number):
                yield Check(name, "ok", _("Minga ya está abierta en {address}").format(address=url(own(host), number)))
            else:
                yield Check(name, "bad", wrong.message, wrong.advice)


def _browser() -> Check:
    found = next((name for name in BROWSERS if shutil.which(name)), "") or _registered_browser()
    if not found:
        return Check(_("Navegador"), "warning", _("No se encontró un navegador en este equipo."),
                     _("Abra la dirección impresa desde otro equipo, o instale Firefox o Chromium."))
    return Check(_("Navegador"), "ok", found)


def _registered_browser() -> str:
    # macOS and Windows know their browser without any program in PATH.
    from minga.serve.opening.welcome import TEXT_BROWSERS

    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return ""
    name = str(getattr(browser, "basename", "") or getattr(browser, "name", ""))
    return "" if name in TEXT_BROWSERS else name or _("encontrado")


def _network() -> Check:
    from minga.serve.opening.addresses import LOCAL, local_network_address

    address = local_network_address()
    if address == LOCAL:
        return Check(_("Red local"), "warning", _("Este equipo no está en una red: los teléfonos no podrán entrar."),
                     _("Conéctelo al Wi-Fi del salón, o comparta la conexión desde un teléfono."))
    return Check(_("Red local"), "ok", address)

