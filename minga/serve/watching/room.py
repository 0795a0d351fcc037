"""The room now, for whoever facilitates: how many people, how much room is left, and what to do.

The facilitator's door asks every participants' door for its numbers and puts them into words here; the
page only shows them.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from minga.i18n import format_number, ngettext
from minga.i18n import gettext as _
from minga.serve.entry.secrets import metrics_token
from minga.serve.watching.errors import Trouble

SERVERS = "MINGA_SERVERS"
"""Environment variable with the addresses of the participants' doors, as this machine reaches them."""
SECONDS = 3.0
LITTLE_MEMORY = 600 * 1024 * 1024
SLOW = 0.5
"""Seconds by which a loop may be late before whoever facilitates should know."""
MINUTE = 60.0


@dataclass(frozen=True)
class Server:
    """What one participants' door said; ``status`` is ``silent`` when it said nothing."""

    url: str
    status: str = "silent"
    problems: tuple[str, ...] = ()
    cards: int | None = None
    numbers: dict[str, float] = field(default_factory=dict)

    def number(self, name: str) -> float:
        """A number, 0 when it was not told."""
        return self.numbers.get(name, 0.0)

    @property
    def people(self) -> int:
        """People connected now."""
        return int(self.number("people_kernel") + self.number("people_light"))


async def ask(url: str) -> Server:
    """What the participants' door at an address says now."""
    try:
        answer = await AsyncHTTPClient().fetch(HTTPRequest(
            url + "status", headers={"Authorization": f"Bearer {metrics_token()}"}, connect_timeout=SECONDS,
            request_timeout=SECONDS, validate_cert=not _own(url), follow_redirects=False))
        told = json.loads(answer.body)
        numbers = {str(name): float(value) for name, value in told["numbers"].items()}
        return Server(url, str(told["status"]), tuple(map(str, told["problems"])), told["cards"], numbers)
    except Exception:  # refused, too late, not ours, nonsense: it did not answer
        return Server(url)


class Cards:
    """How many cards come in a minute, from looking at how many there are."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def rate(self, cards: int | None, now: float | None = None) -> float | None:
        """Cards in the last minute; None before there is anything to compare with."""
        now = time.monotonic() if now is None else now
        if cards is not None and (not self._seen or now > self._seen[-1][0]):
            self._seen.append((now, cards))
        while len(self._seen) > 1 and now - self._seen[1][0] >= MINUTE:
            self._seen.popleft()
        if len(self._seen) < 2:
            return None
        (began, first), (ended, last) = self._seen[0], self._seen[-1]
        return max(0.0, (last - first) * MINUTE / max(ended - began, MINUTE)) if ended > began else None


@dataclass(frozen=True)
class Tile:
    """One number of the page: its name, its value as people write it, a note, and ``ok`` or ``look``."""

    name: str
    value: str
    note: str = ""
    state: str = "ok"


def described(servers: Sequence[Server], rate: float | None, troubles: Sequence[Trouble]) -> dict[str, Any]:
    """Everything the page shows, in words."""
    return {
        "state": _state(servers),
        "tiles": [vars(tile) for tile in tiles(servers, rate)],
        "advice": advice(servers),
        "servers": [{"name": server.url, "words": _names().get(server.status, ""), "people": ngettext(
            "{n} persona", "{n} personas", server.people).format(n=format_number(server.people)),
                     "state": "ok" if server.status == "ok" else "look"} for server in servers]
        if len(servers) > 1 else [],
        "errors": [{"words": t.words, "advice": t.advice, "when": _times(t)} for t in troubles],
    }


def tiles(servers: Sequence[Server], rate: float | None) -> list[Tile]:
    """The numbers of all doors together."""
    heard = [server for server in servers if server.status != "silent"]
    if not heard:
        return []
    total = {name: sum(server.number(name) for server in heard) for name in (
        "people_kernel", "people_light", "pool_ready", "queue", "kernels", "kernels_most", "messages_waiting")}
    whole, light = int(total["people_kernel"]), int(total["people_light"])
    memory = min(server.number("memory_available_bytes") for server in heard)
    lag = max(server.number("loop_lag_seconds") for server in heard)
    cards = max((server.cards for server in heard if server.cards is not None), default=None)
    most = int(total["kernels_most"])
    several = any("kernels_most" in server.numbers for server in heard)  # otherwise everybody gets the light page
    pages = [
        Tile(_("Páginas listas"), format_number(int(total["pool_ready"])), _("para quien llegue ahora")),
        Tile(_("Páginas completas"), format_number(int(total["kernels"])),
             _("de {most} posibles").format(most=format_number(most)) if most else "",
             _look(bool(most) and total["kernels"] >= most)),
    ] if several else []
    return [
        Tile(_("Personas conectadas"), format_number(whole + light), _("{kernel} con página completa, {light} con "
             "página ligera").format(kernel=format_number(whole), light=format_number(light)) if several else ""),
        Tile(_("Esperan su página"), format_number(int(total["queue"])), state=_look(total["queue"] > 0)),
        *pages,
        Tile(_("Memoria libre"), _size(memory), state=_look(memory < LITTLE_MEMORY)),
        Tile(_("Mensajes por enviar"), format_number(int(total["messages_waiting"]))),
        Tile(_("Tarjetas por minuto"), "–" if rate is None else format_number(round(rate)),
             "" if cards is None else _("{n} en el plan").format(n=format_number(cards))),
        Tile(_("Demora del servidor"), _("{seconds} s").format(seconds=format_number(round(lag, 1))),
             state=_look(lag > SLOW)),
        Tile(_("Abierta desde hace"), _ago(time.time() - max(s.number("since_timestamp_seconds") for s in heard))),
    ]


def advice(servers: Sequence[Server]) -> list[str]:
    """What whoever facilitates should know or do, the gravest first."""
    silent = [server for server in servers if server.status == "silent"]
    heard = [server for server in servers if server.status != "silent"]
    said = []
    if silent:
        said.append(_("La página de participantes no responde. Se abre de nuevo sola en unos segundos y los "
                      "teléfonos vuelven solos; lo enviado está guardado. Si en un minuto sigue así, cierre Minga con "
                      "Ctrl+C y vuelva a abrirla.") if len(silent) == len(servers) else ngettext(
                          "{n} servidor de {total} no responde: su gente entra por los otros.",
                          "{n} servidores de {total} no responden: su gente entra por los otros.", len(silent)).format(
                              n=format_number(len(silent)), total=format_number(len(servers))))
    if any("store" in server.problems for server in heard):
        said.append(_("La base de datos no responde: lo que se envía espera en los teléfonos. Revise el disco y la "
                      "red."))
    if any(server.number("memory_available_bytes") < LITTLE_MEMORY for server in heard):
        said.append(_("Queda poca memoria. Cierre otros programas de este equipo; quienes lleguen reciben la página "
                      "ligera."))
    if any(server.number("loop_lag_seconds") > SLOW for server in heard):
        said.append(_("El equipo va lento. Cierre otros programas y conéctelo a la corriente."))
    waiting = int(sum(server.number("queue") for server in heard))
    if waiting:
        said.append(ngettext("{n} persona espera su página: entra sola, no hace falta que la cargue de nuevo.",
                             "{n} personas esperan su página: entran solas, no hace falta que la carguen de nuevo.",
                             waiting).format(n=format_number(waiting)))
    return said


def page_words() -> dict[str, str]:
    """Words of the page around the numbers."""
    return {
        "title": _("La sala ahora"), "advice": _("Qué hacer"), "errors": _("Lo que falló en la última hora"),
        "servers": _("Servidores"), "none": _("Nada falló."), "back": _("Ir al inicio"),
        "lost": _("Esta página no puede hablar con Minga. Lo que se ve es de hace un momento; sigue intentando."),
        "wait": _("Preguntando…"),
        "no_script": _("Esta página necesita JavaScript. Actívelo en el navegador y vuelva a cargarla."),
    }


def _state(servers: Sequence[Server]) -> dict[str, str]:
    states = {server.status for server in servers}
    if "silent" in states and len(states) > 1:  # the others go on
        states = (states - {"silent"}) | {"degraded"}
    worst = next((state for state in ("silent", "degraded", "full") if state in states), "ok")
    return {"kind": "ok" if worst == "ok" else "look", "words": _names().get(worst, worst)}


def _names() -> dict[str, str]:
    return {"ok": _("Todo bien"), "full": _("Llena"), "degraded": _("Con problemas"), "silent": _("No responde")}


def _look(so: bool) -> str:
    return "look" if so else "ok"


def _size(count: float) -> str:
    mega = count / 1024 / 1024
    if mega < 1000:
        return _("{n} MB").format(n=format_number(round(mega)))
    return _("{n} GB").format(n=format_number(round(mega / 1024, 1)))


def _ago(seconds: float) -> str:
    minutes = int(max(0.0, seconds) // 60)
    if minutes < 60:
        return _("{n} min").format(n=format_number(minutes))
    return _("{hours} h {minutes} min").format(hours=format_number(minutes // 60), minutes=format_number(minutes % 60))


def _times(trouble: Trouble) -> str:
    when = _("hace {ago}").format(ago=_ago(trouble.ago)) if trouble.ago >= MINUTE else _("hace un momento")
    if trouble.times == 1:
        return when
    return _("{when}, {n} veces en la última hora").format(when=when, n=format_number(trouble.times))


def _own(url: str) -> bool:
    """Whether an address is this machine's own: its certificate names the room's address, not this one."""
    return url.startswith(("https://127.", "https://localhost", "https://[::1]"))


async def ask_all(urls: Sequence[str]) -> list[Server]:
    """What all doors say, asked at the same time."""
    return list(await asyncio.gather(*(ask(url) for url in urls)))


def addresses_of(text: str) -> tuple[str, ...]:
    """The addresses in ``MINGA_SERVERS``, each with its slash at the end."""
    with contextlib.suppress(ValueError):
        return tuple(word if word.endswith("/") else f"{word}/" for word in text.split())
    return ()
