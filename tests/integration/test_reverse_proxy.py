"""The way in through nginx with a certificate: the configuration printed in docs/proxy.md, as it stands."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import re
import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests.certificates import make_certificate
from tests.notebooks.serving import Answer, Door, Visitor, free_ports, until, write_notebooks
from tests.protocol import as_text, message
from tools.find_nginx import find

GUESTS, DESK = "taller.example.org", "facilita.example.org"
MANUAL = Path(__file__).parents[2] / "docs" / "proxy.md"


class Proxy:
    """nginx as an ordinary process, with the manual's own words for a configuration."""

    def __init__(self, folder: Path, doors: dict[str, int]) -> None:
        self.folder, self.doors = folder, doors
        self.plain, self.port = free_ports(2)
        self.certificate, key = make_certificate(folder, GUESTS, DESK)
        text = re.search(r"```nginx\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.S)
        assert text
        own = f"daemon off; pid {folder}/pid; error_log {folder}/error.log;\n" + text[1].replace(
            "http {", "http { access_log off; " + " ".join(
                f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")))
        for said, meant in (("listen 80;", f"listen 127.0.0.1:{self.plain};"),
                            ("listen 443 ssl;", f"listen 127.0.0.1:{self.port} ssl;"),
                            ("/etc/ssl/taller.pem", str(self.certificate)), ("/etc/ssl/taller.key", str(key)),
                            ("127.0.0.1:8866", f"127.0.0.1:{doors['participant']}"),
                            ("127.0.0.1:8867", f"127.0.0.1:{doors['facilitator']}"),
                            ("worker_rlimit_nofile 16384;", ""), ("worker_connections 8192", "worker_connections 512")):
            assert said in own
            own = own.replace(said, meant)
        (folder / "nginx.conf").write_text(own, encoding="utf-8")
        self.join()

    def join(self) -> None:
        """Let people through."""
        program = find()
        assert program, "no nginx: python -m tools.find_nginx --install"
        self.process = subprocess.Popen([program, "-p", str(self.folder), "-c", "nginx.conf", "-e", "error.log"],
                                        stderr=subprocess.DEVNULL)
        assert until(self._answers, 20), (self.folder / "error.log").read_text()

    def cut(self) -> None:
        """End every connection, and refuse new ones."""
        self.process.terminate()
        self.process.wait(20)

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False


@dataclass
class Guest(Visitor):
    """A browser somewhere on the internet, which looks the name up and checks the certificate."""

    host: str = GUESTS
    trusts: Path = field(default_factory=Path)
    address: str = "127.0.0.1"

    def connect(self) -> http.client.HTTPConnection:
        """Connect from this visitor's own address, under the name."""
        made = _NamedConnection(self.host, self.port, timeout=60, context=self.context(),
                                source_address=(self.address, 0))
        return made

    def context(self) -> ssl.SSLContext:
        """What this browser trusts."""
        return ssl.create_default_context(cafile=str(self.trusts))

    async def socket(self, path: str, **headers: str) -> WebSocketClientConnection:
        """Open a websocket through the proxy, as the page does."""
        name = f"{self.host}:{self.port}"
        own = {"Cookie": self.cookie_header(), "Host": name, "Origin": f"https://{name}"}
        trusting = ssl.create_default_context(cafile=str(self.trusts))
        trusting.check_hostname = False  # the name is in the header only; that the certificate is known is checked
        return await websocket_connect(HTTPRequest(f"wss://127.0.0.1:{self.port}{path}", headers={**own, **headers},
                                                   ssl_options=trusting))


class _NamedConnection(http.client.HTTPSConnection):
    """A connection where the name leads to this machine, as the world's directory of names would say."""

    def connect(self) -> None:
        line = socket.create_connection(("127.0.0.1", self.port), self.timeout, self.source_address)
        self.sock = self._context.wrap_socket(line, server_hostname=self.host)


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """Both doors, and nginx before them."""
    home, notebooks = tmp_path_factory.mktemp("h"), write_notebooks(tmp_path_factory.mktemp("nb"))
    with contextlib.ExitStack() as opened:
        told = ("--behind-proxy", "here", "--public-url", f"https://{GUESTS}", "--facilitator-url", f"https://{DESK}")
        doors = [Door(role, home, notebooks, *told) for role in ("participant", "facilitator")]
        made = Proxy(tmp_path_factory.mktemp("nginx"), {opened.enter_context(one).role: one.port for one in doors})
        opened.callback(made.cut)
        yield made


@pytest.fixture
def guest(proxy: Proxy) -> Guest:
    """Somebody who takes part."""
    return Guest(proxy.port, trusts=proxy.certificate)


def host(proxy: Proxy, address: str = "127.0.0.1") -> Guest:
    """Somebody who facilitates, from an address."""
    return Guest(proxy.port, host=DESK, trusts=proxy.certificate, address=address)


def answer_through(guest: Guest, kernel: str) -> str:
    """Ask the kernel one thing over the websocket; returns the kind of its answer."""
    async def ask() -> str:
        line = await guest.socket(f"/api/kernels/{kernel}/channels?session_id=t")
        asked = message("kernel_info_request", {})
        await line.write_message(as_text(asked))
        while True:
            raw = await asyncio.wait_for(line.read_message(), 30)
            assert isinstance(raw, str)
            heard = json.loads(raw)
            if heard["parent_header"].get("msg_id") == asked["header"]["msg_id"] and heard["msg_type"] != "status":
                line.close()
                return heard["msg_type"]

    return asyncio.run(ask())


def test_the_page_its_kernel_and_the_identity_come_through(proxy: Proxy, guest: Guest) -> None:
    page = guest.enter()
    assert page.status == 200
    assert answer_through(guest, page.kernel) == "kernel_info_reply"
    again = Guest(proxy.port, dict(guest.cookies), trusts=proxy.certificate).enter()
    assert (again.visitor, again.kernel) == (page.visitor, page.kernel)
    assert Guest(proxy.port, trusts=proxy.certificate).enter().visitor != page.visitor


def test_what_comes_over_https_stays_there(guest: Guest) -> None:
    page = guest.get("/")
    cookie = next(line for line in page.headers.get_all("Set-Cookie") if "minga-participant=" in line)
    assert cookie.startswith("__Host-")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert f"connect-src 'self' wss://{GUESTS}:{guest.port};" in page.headers["Content-Security-Policy"]
    assert "ws://" not in page.headers["Content-Security-Policy"]
    assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_light_page_comes_through_as_well(guest: Guest) -> None:
    assert guest.get("/light").status == 200

    async def ask() -> str | bytes | None:
        line = await guest.socket("/light/channel")
        await line.write_message("ping")
        answer = await asyncio.wait_for(line.read_message(), 30)
        line.close()
        return answer

    assert asyncio.run(ask()) in ("pong", b"pong")


def test_plain_http_leads_to_https(proxy: Proxy) -> None:
    answer = Visitor(proxy.plain).get("/?a=b", Host=GUESTS)
    assert answer.status == 301
    assert answer.headers["Location"] == f"https://{GUESTS}/?a=b"


def test_another_name_and_another_sites_page_are_refused_there_too(proxy: Proxy, guest: Guest) -> None:
    kernel = guest.enter().kernel
    assert guest.get("/", Host="elsewhere.example").status == 421
    assert guest.ask("POST", "/join", "", Origin="https://elsewhere.example").status in (403, 404)
    with pytest.raises(HTTPClientError) as refused:
        asyncio.run(guest.socket(f"/api/kernels/{kernel}/channels", Origin="https://elsewhere.example"))
    assert refused.value.code == 403


def test_the_phrase_opens_the_other_door_and_its_cookie_is_worth_nothing_here(proxy: Proxy, guest: Guest) -> None:
    desk = host(proxy)
    assert desk.get("/").headers["Location"].startswith("/login")
    entered = desk.log_in()
    assert entered.status == 302
    assert all("; Secure" in line for line in entered.headers.get_all("Set-Cookie"))
    assert {"__Host-minga-facilitator", "__Host-minga-xsrf", "__Host-minga-known"} <= set(desk.cookies)
    assert desk.get("/").headers["Location"] == "/voila/render/0_start.ipynb"
    assert guest.get("/voila/render/0_start.ipynb").status == 404
    assert desk.send("/logout", _xsrf=desk.form_token("/logout")).headers["Location"] == "/login"
    assert desk.get("/").headers["Location"].startswith("/login")


def test_wrong_phrases_count_for_the_address_they_really_come_from(proxy: Proxy) -> None:
    guesser, neighbour = host(proxy, "127.0.0.2"), host(proxy, "127.0.0.3")
    token = guesser.form_token("/login")

    def guess(number: int) -> Answer:
        return guesser.ask("POST", "/login", f"password=x{number}&_xsrf={token}",
                           Content_Type="application/x-www-form-urlencoded", X_Forwarded_For=f"203.0.113.{number}",
                           X_Real_Ip=f"203.0.113.{number}", Forwarded=f"for=203.0.113.{number}")

    assert [guess(number).status for number in range(8)][-1] == 429
    assert neighbour.log_in("no es esta").status == 401
    assert neighbour.log_in().status == 302


def test_whoever_reaches_a_door_around_the_proxy_is_not_believed(proxy: Proxy) -> None:
    class Sneaking(Visitor):
        def connect(self) -> http.client.HTTPConnection:
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=("127.0.0.9", 0))

    claims = {"X_Forwarded_Proto": "https", "X_Forwarded_Host": "elsewhere.example"}
    page = Sneaking(proxy.doors["participant"]).get("/", **claims)
    assert page.status == 200
    assert "Secure" not in page.headers["Set-Cookie"]
    assert "elsewhere" not in page.headers["Content-Security-Policy"]


def test_the_numbers_are_not_told_through_the_proxy(guest: Guest) -> None:
    assert guest.get("/metrics").status == 404
    assert guest.get("/health").status in (200, 503)


def test_after_a_cut_everything_is_as_it_was(proxy: Proxy, guest: Guest) -> None:
    page = guest.enter()

    async def lose() -> bool:
        line = await guest.socket(f"/api/kernels/{page.kernel}/channels?session_id=t")
        await asyncio.to_thread(proxy.cut)
        while await asyncio.wait_for(line.read_message(), 30) is not None:
            pass
        return True

    assert asyncio.run(lose())
    with pytest.raises(ConnectionError):
        guest.get("/")
    proxy.join()
    again = guest.enter()
    assert (again.visitor, again.kernel) == (page.visitor, page.kernel)
    assert answer_through(guest, page.kernel) == "kernel_info_reply"


def test_a_door_speaks_https_by_itself_with_a_certificate_of_its_own(tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path, GUESTS, "127.0.0.1")
    options = ("--certificate", str(certificate), "--key", str(key), "--names", GUESTS, "--light")
    with SecureDoor("participant", tmp_path / "h", write_notebooks(tmp_path / "nb"), *options) as door:
        guest = Guest(door.port, trusts=certificate)
        page = guest.get("/")
        assert page.status == 200
        assert "Secure" in page.headers["Set-Cookie"]
        with pytest.raises((OSError, http.client.HTTPException)):
            Visitor(door.port).get("/ping")


class SecureDoor(Door):
    """A door with a certificate."""

    def __enter__(self) -> Door:
        from minga.serve.opening.children import answers

        assert until(lambda: answers("127.0.0.1", self.port, secure=True) or self.process.poll() is not None)
        assert self.process.poll() is None, self.log()
        return self
