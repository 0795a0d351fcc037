"""What is wrong with this machine, and how to mend it."""

from __future__ import annotations

import shutil
import socket
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version

from minga import paths
from minga.errors import MingaError
from minga.i18n import gettext as _
from minga.methods import list_methods
from minga.store import last_seq, open_store
from minga.workshop import plans

NEEDED = ("voila", "jupyterlab", "ipywidgets", "anywidget", "papermill", "pandas", "matplotlib")
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
    """Look at Python, packages, folders, store, ports, browser and network.

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
                    _("Ejecute «make workshop» de nuevo, o «pip install minga»."))
    else:
        yield Check(_("Paquetes"), "ok", ", ".join(f"{n} {version(n)}" for n in NEEDED[:3]) + "…")


def _folders() -> Iterator[Check]:
    for name, folder in ((_("Carpeta de datos"), paths.data()), (_("Carpeta de salidas"), paths.outputs())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                free = shutil.disk_usage(folder).free
        except OSError as wrong:
            yield Check(name, "bad", _("No se puede escribir en {folder}: {why}.").format(
                folder=folder, why=wrong.strerror or wrong),
                _("Dé permiso de escritura a la carpeta, o indique otra con la variable MINGA_HOME."))
            continue
        if free < _ROOM:
            yield Check(name, "warning", _("Quedan {mb} MB libres en {folder}.").format(
                mb=free // 1024 // 1024, folder=folder), _("Libere espacio antes del taller."))
        else:
            yield Check(name, "ok", str(folder))


def _store(url: str) -> Check:
    try:
        store = open_store(url)
    except MingaError as wrong:
        return Check(_("Almacén"), "bad", wrong.message, wrong.advice)
    try:
        with store.transaction("doctor"):
            known = plans.list_plans(store)
            for plan in known[:1]:
                last_seq(store, plan["plan_id"])
        return Check(_("Almacén"), "ok", _("{url}, con {n} planes").format(url=store.url, n=len(known)))
    except MingaError as wrong:
        return Check(_("Almacén"), "bad", wrong.message, wrong.advice)
    finally:
        store.close()


def _methods() -> Iterator[Check]:
    try:
        yield Check(_("Métodos"), "ok", ", ".join(m.name for m in list_methods()))
    except MingaError as wrong:
        yield Check(_("Métodos"), "bad", str(wrong), _("Corrija el archivo en parameters/methods."))


def _ports(port: int, facilitator_port: int) -> Iterator[Check]:
    for name, number, option in ((_("Puerto de participantes"), port, "--port"),
                                 (_("Puerto de quien facilita"), facilitator_port, "--facilitator-port")):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("0.0.0.0", number))
            except OSError as wrong:
                yield Check(name, "bad", _("El puerto {port} no se puede usar: {why}.").format(
                    port=number, why=wrong.strerror),
                    _("Cierre el programa que lo usa (¿otro Minga abierto?) o elija otro con {option}.").format(
                        option=option))
            else:
                yield Check(name, "ok", str(number))


def _browser() -> Check:
    try:
        name = webbrowser.get().name if hasattr(webbrowser.get(), "name") else _("encontrado")
    except webbrowser.Error:
        return Check(_("Navegador"), "warning", _("No se encontró un navegador en este equipo."),
                     _("Abra la dirección impresa desde otro equipo, o instale Firefox o Chromium."))
    return Check(_("Navegador"), "ok", str(name))


def _network() -> Check:
    from minga.serve.addresses import LOCAL, local_network_address

    address = local_network_address()
    if address == LOCAL:
        return Check(_("Red local"), "warning", _("Este equipo no está en una red: los teléfonos no podrán entrar."),
                     _("Conéctelo al Wi-Fi del salón, o comparta la conexión desde un teléfono."))
    return Check(_("Red local"), "ok", address)

