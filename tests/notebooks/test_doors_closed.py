"""Both doors against somebody in the hall with a laptop: nothing runs, nothing opens, nobody else is held up."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import re
import socket
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil
import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from minga.serve.apps import MOST_BODY
from minga.serve.entry.listening import LARGEST_BODY, LARGEST_HEADER
from minga.serve.entry.said import V1
from tests.notebooks.serving import PHRASE, Door, Visitor, until, write_notebooks
from tests.protocol import CHANNELS, FORBIDDEN, as_bytes, as_text, as_v1, message

ROLES = ("participant", "facilitator")
NOBODYS = "00000000-0000-4000-8000-000000000000"
CONTROL = {"comm_id": "control", "target_name": "jupyter.widget.control", "data": {}}
PRIVATE = ("data/minga.sqlite", "data/cookie_secret", "data/passphrase.txt", "data/metrics_token", "etc/passwd",
           "outputs/serve.log", "notebooks/0_start.ipynb", "0_start.ipynb", "secret.png", "apps.py", "words.txt")
CLOSED = (
    "/api", "/api/", "/api/kernels", "/api/kernelspecs", "/api/sessions", "/api/contents", "/api/terminals",
    "/voila/api/themes/", "/api/contents/0_start.ipynb", "/api/nbconvert", "/api/config/notebook", "/api/me",
    "/api/status", "/api/spec.yaml", "/api/events", f"/api/kernels/{NOBODYS}/interrupt",
    f"/api/kernels/{NOBODYS}/restart", "/terminals/websocket/1", "/terminals", "/nbconvert/html/0_start.ipynb",
    "/files/secret.png", "/view/0_start.ipynb", "/tree", "/lab", "/edit/x", "/static/", "/voila", "/voila/",
    "/voila/tree", "/voila/tree/", "/voila/files/", "/voila/files/secret.png", "/voila/api/contents",
    f"/voila/query/{NOBODYS}", f"/voila/execution/{NOBODYS}", "/voila/render", "/voila/render/", "/voila/static/",
    "/voila/static", "/voila/templates/", "/voila/labextensions/", "/voila/labextensions",
    "/voila/labextensions/anywidget", "/voila/labextensions/anywidget/", "/minga/static/", "/minga/",
    "/minga/static", "/data/", "/outputs/", "/notebooks/", "/.git/config", "/secret.png", "/0_start.ipynb",
    "/server-status", "/debug/pprof/",
)
MODELS = [
    {"_model_module": "@jupyter-widgets/controls", "_model_module_version": "2.0.0", "_model_name": name + "Model",
     "_view_module": "@jupyter-widgets/controls", "_view_module_version": "2.0.0", "_view_name": name + "View"}
    for name in ("HTML", "FileUpload", "Text")
] + [{"_model_module": "anywidget", "_model_module_version": "~0.9", "_model_name": "AnyModel",
      "_view_module": "anywidget", "_view_module_version": "~0.9", "_view_name": "AnyView",
      "_anywidget_id": "minga_widgets.wall.Wall"}]
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "X-CODE")


@dataclass
class Inside:
    """Somebody who is in, at one door, with a kernel of their own."""

    door: Door
    visitor: Visitor
    kernel: str

    async def connect(self, kernel: str = "", protocol: str = "", **headers: str) -> WebSocketClientConnection:
        """Open the websocket of a kernel, their own if none is named."""
        path = f"/api/kernels/{kernel or self.kernel}/channels?session_id=t"
        return await connect(self.visitor, path, protocol, **headers)


async def connect(visitor: Visitor, path: str, protocol: str = "", **headers: str) -> WebSocketClientConnection:
    """Open a websocket as this browser."""
    given = {**({"Cookie": visitor.cookie_header()} if visitor.cookies else {}), **headers}
    return await websocket_connect(HTTPRequest(f"ws://127.0.0.1:{visitor.port}{path}", headers=given),
                                   subprotocols=[protocol] if protocol else None)


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Door]]:
    """Both doors of one workshop."""
    home, notebooks = tmp_path_factory.mktemp("h"), write_notebooks(tmp_path_factory.mktemp("nb"))
    with contextlib.ExitStack() as opened:
        started = [Door(role, home, notebooks) for role in ROLES]  # both at once: each takes a while
        yield {door.role: opened.enter_context(door) for door in started}


@pytest.fixture(scope="module")
def everybody(doors: dict[str, Door]) -> dict[str, Inside]:
    """Somebody at each door."""
    guest, host = Visitor(doors["participant"].port), Visitor(doors["facilitator"].port)
    assert host.log_in().status == 302
    return {"participant": Inside(doors["participant"], guest, guest.enter().kernel),
            "facilitator": Inside(doors["facilitator"], host, host.get("/voila/render/0_start.ipynb").kernel)}


@pytest.fixture(params=ROLES)
def inside(request: pytest.FixtureRequest, everybody: dict[str, Inside]) -> Inside:
    """Each of them in turn."""
    return everybody[request.param]


@pytest.fixture(params=ROLES)
def outsider(request: pytest.FixtureRequest, doors: dict[str, Door]) -> Visitor:
    """Somebody who has just come to each of the doors in turn."""
    return Visitor(doors[request.param].port)


def read(raw: str | bytes | None) -> dict[str, Any]:
    """A message from the kernel, in whichever way it came."""
    assert raw is not None, "the websocket was closed"
    if isinstance(raw, str):
        return json.loads(raw)
    count = int.from_bytes(raw[:8], "little")
    at = [int.from_bytes(raw[8 * n:8 * n + 8], "little") for n in range(1, count + 1)]
    header, parent, _metadata, content = (json.loads(raw[start:end]) for start, end in pairwise(at[1:6]))
    return {"header": header, "parent_header": parent, "msg_type": header["msg_type"], "content": content}


async def heard_until_fence(line: WebSocketClientConnection, write: Callable[[dict[str, Any]], str | bytes],
                            ) -> list[dict[str, Any]]:
    """Everything that the kernel says up to its answer to one harmless question."""
    fence, heard = message("kernel_info_request", {}), []
    raw = write(fence)
    await line.write_message(raw, binary=isinstance(raw, bytes))
    while True:
        heard.append(read(await asyncio.wait_for(line.read_message(), 60)))
        if heard[-1]["parent_header"].get("msg_id") == fence["header"]["msg_id"] \
                and heard[-1]["msg_type"] == "kernel_info_reply":
            return heard


def talk(inside: Inside, raws: list[str | bytes], write: Callable[[dict[str, Any]], str | bytes] = as_text,
         protocol: str = "") -> list[dict[str, Any]]:
    """Send all that over one websocket; returns what the kernel said meanwhile."""
    async def whole() -> list[dict[str, Any]]:
        line = await inside.connect(protocol=protocol)
        for raw in raws:
            await line.write_message(raw, binary=isinstance(raw, bytes))
        heard = await heard_until_fence(line, write)
        line.close()
        return heard

    return asyncio.run(whole())


# ── nothing runs ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("write", "protocol", "channels"), [
    (as_text, "", CHANNELS), (as_v1, V1, CHANNELS), (as_bytes, "", ("shell", "control"))])
def test_no_message_but_a_page_s_own_reaches_a_kernel_by_any_channel(
    inside: Inside, tmp_path: Path, write: Callable[[dict[str, Any]], Any], protocol: str, channels: tuple[str, ...],
) -> None:
    trace = tmp_path / "trace"
    kinds = FORBIDDEN if write is not as_bytes else ("execute_request", "debug_request", "shutdown_request")
    code = {"code": f"open({str(trace)!r}, 'w')"}
    sent = [message(kind, {**FORBIDDEN[kind], **(code if "code" in FORBIDDEN[kind] else {})}, channel)
            for kind in kinds for channel in channels]
    heard = talk(inside, [write(one) for one in sent], as_v1 if protocol else as_text, protocol)
    mine = {one["header"]["msg_id"] for one in sent}
    assert [one["msg_type"] for one in heard if one["parent_header"].get("msg_id") in mine] == []
    assert not trace.exists()
    assert inside.visitor.get(f"/api/kernels/{inside.kernel}").status == 200


def test_what_a_page_may_say_it_may_say_by_one_channel_only(inside: Inside) -> None:
    sent = [message("kernel_info_request", {}, channel) for channel in ("control", "stdin", "iopub")]
    heard = talk(inside, [as_text(one) for one in sent])
    mine = {one["header"]["msg_id"] for one in sent}
    assert not [one for one in heard if one["parent_header"].get("msg_id") in mine]


@pytest.mark.parametrize("protocol", ["", V1])
def test_a_comm_that_a_browser_opens_makes_nothing(inside: Inside, protocol: str) -> None:
    write = as_v1 if protocol else as_text

    def comms() -> set[str]:
        asked = message("comm_info_request", {})
        heard = talk(inside, [write(asked)], write, protocol)
        return set(next(one for one in heard if one["msg_type"] == "comm_info_reply")["content"]["comms"])

    before = comms()
    opened = [message("comm_open", {"comm_id": uuid.uuid4().hex, "target_name": target,
                                    "data": {"state": {**model, "value": "<script>1</script>"}, "buffer_paths": []}})
              for target in ("jupyter.widget", "jupyter.widget.version", "os.system", "matplotlib", "")
              for model in MODELS]
    talk(inside, [write(one) for one in opened], write, protocol)
    assert comms() == before


def test_a_message_that_names_itself_twice_does_not_get_through(inside: Inside, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    raws: list[str | bytes] = []
    for outer, inner in (("comm_msg", "execute_request"), ("execute_request", "comm_msg")):
        said = message(inner, {**FORBIDDEN["execute_request"], "comm_id": "c", "code": f"open({str(trace)!r}, 'w')"})
        said["msg_type"] = outer
        raws.append(as_text(said).replace(f'"msg_type": "{inner}"', f'"msg_type": "{outer}", "msg_type": "{inner}"'))
    talk(inside, raws)
    assert not trace.exists()


# ── nobody else's ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("protocol", ["", V1])
@pytest.mark.parametrize("role", ROLES)
def test_nobody_reaches_a_kernel_that_is_not_theirs(everybody: dict[str, Inside], role: str, protocol: str) -> None:
    own, other = everybody[role], everybody[ROLES[1 - ROLES.index(role)]]
    stranger = Visitor(own.door.port)
    if role == "participant":
        stranger.enter()
    for visitor, kernel in ((stranger, own.kernel), (own.visitor, other.kernel), (own.visitor, NOBODYS),
                            (own.visitor, own.kernel[:-1]), (own.visitor, own.kernel.upper())):
        assert visitor.get(f"/api/kernels/{kernel}").status in (403, 404)
        with pytest.raises(HTTPClientError) as refused:
            asyncio.run(connect(visitor, f"/api/kernels/{kernel}/channels", protocol))
        assert refused.value.code in (403, 404)


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", "http://127.0.0.1:1", "https://127.0.0.1",
                                    "http://127.0.0.1.elsewhere.example", "", "file://"])
def test_another_sites_page_opens_no_websocket_with_our_cookie(inside: Inside, origin: str) -> None:
    paths = [f"/api/kernels/{inside.kernel}/channels"] + ["/light/channel", "/report/channel"] * (
        inside.door.role == "participant")
    for path in paths:
        with pytest.raises(HTTPClientError) as refused:
            asyncio.run(connect(inside.visitor, path, Origin=origin))
        assert refused.value.code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_browser_that_says_another_site_asks_is_refused_whatever_it_asks(inside: Inside, site: str) -> None:
    told = {"Sec_Fetch_Site": site, "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "image"}
    assert {inside.visitor.get(path, **told).status for path in ("/", "/ping", "/minga/static/page.css")} == {403}


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", "http://127.0.0.1:1"])
def test_another_sites_form_is_refused_by_everything_that_takes_one(inside: Inside, origin: str) -> None:
    for path in ("/join", "/report/join", "/login", "/logout", f"/voila/api/leave/{inside.kernel}"):
        answer = inside.visitor.ask("POST", path, "", Origin=origin, Content_Type="text/plain")
        assert answer.status in (403, 404)
    assert inside.visitor.get(f"/api/kernels/{inside.kernel}").status == 200


@pytest.mark.parametrize("host", ["elsewhere.example", "127.0.0.1.elsewhere.example", "a" * 200, "localhost.example"])
def test_a_name_that_is_not_ours_is_told_so_and_gets_no_page(outsider: Visitor, host: str) -> None:
    for method, path in (("GET", "/"), ("POST", "/login"), ("GET", "/minga/static/page.css"), ("HEAD", "/ping")):
        answer = outsider.ask(method, path, Host=host)
        assert answer.status == 421
        assert "Set-Cookie" not in answer.headers
    assert "--public-url" in outsider.get("/", Host=host).text


def test_names_of_this_machine_and_addresses_in_figures_are_ours(outsider: Visitor) -> None:
    for host in ("localhost", f"{socket.gethostname()}.local:8866", "192.168.1.20:8866", "[fe80::1]:8866"):
        assert outsider.get("/ping", Host=host).status == 200


# ── nothing opens ────────────────────────────────────────────────────────────────────────────────────


def test_whatever_is_not_ours_does_not_exist_by_any_method(inside: Inside) -> None:
    found = {}
    with lasting(inside.visitor) as ask:
        for path in CLOSED:
            for method in METHODS:
                status, headers, body = ask(method, path)
                if status not in (403, 404, 405) or b"root:" in body or "Set-Cookie" in headers:
                    found[method, path] = status
    assert found == {}


def test_what_is_ours_does_what_it_is_for_and_nothing_else(inside: Inside) -> None:
    asset = re.search(r'/minga/static/[\w.\-]+\?v=\w+', inside.visitor.get("/nothing").text)
    assert asset
    allowed = {
        "/ping": {"GET"}, "/health": {"GET"}, asset[0]: {"GET", "HEAD"}, f"/api/kernels/{NOBODYS}": set(),
        f"/api/kernels/{NOBODYS}/channels": set(), f"/voila/api/leave/{NOBODYS}": {"POST"},
        f"/voila/api/shutdown/{NOBODYS}": {"POST"},
    }
    allowed |= {
        "participant": {"/": {"GET"}, "/join": {"POST"}, "/light": {"GET"}, "/light/channel": set(),
                        "/report": {"GET"}, "/report/join": {"POST"}, "/report/channel": set()},
        "facilitator": {"/": {"GET"}, "/login": {"GET"}, "/room": {"GET"}, "/room/now": {"GET"}},
    }[inside.door.role]
    wrong = {}
    with lasting(inside.visitor) as ask:
        for path, methods in allowed.items():
            for method in METHODS:
                status, headers, _body = ask(method, path)
                if (status < 400 or status in (500, 502)) != (method in methods):
                    wrong[method, path] = status
                assert "Access-Control-Allow-Origin" not in headers
    assert wrong == {}


@pytest.mark.parametrize("prefix", ["/", "/minga/static/", "/voila/static/", "/voila/static/v-000000000000/",
                                    "/voila/labextensions/", "/voila/labextensions/anywidget/", "/voila/templates/",
                                    "/voila/templates/lab/static/", "/voila/render/", "/api/kernels/"])
def test_no_path_climbs_out_of_a_folder(inside: Inside, prefix: str) -> None:
    home = str(inside.door.home)
    ups = ["../" * 12, "..%2f" * 12, "%2e%2e/" * 12, "%2e%2e%2f" * 12, "%252e%252e%252f" * 12, "..%252f" * 12,
           "..\\" * 12, "..%5c" * 12, "....//" * 12, "/", "//", "%2f", "%2F%2F", ".%00./" * 6, "%00/", "..;/" * 12,
           "%c0%ae%c0%ae/" * 12,
           f"{home}/", f"%2f{home.lstrip('/').replace('/', '%2f')}%2f", "static/../" * 3, "@jupyter-widgets/../../../"]
    found = {}
    with lasting(inside.visitor) as ask:
        for up in ups:
            for target in PRIVATE[::4]:
                status, _headers, body = ask("GET", prefix + up + target)
                if status not in (400, 403, 404) or re.search(rb"root:|SQLite|nbformat|" + PHRASE.encode(), body):
                    found[prefix + up + target] = status
    assert found == {}


def test_nothing_that_is_private_is_given_by_its_name_alone(inside: Inside) -> None:
    with lasting(inside.visitor) as ask:
        for prefix in ("/", "/minga/static/", "/voila/static/", "/voila/labextensions/", "/voila/render/"):
            for name in PRIVATE:
                status, _headers, body = ask("GET", prefix + name)
                assert status in (302, 404) or (prefix, name) == ("/voila/render/", "0_start.ipynb")
                assert PHRASE.encode() not in body


def test_no_folder_that_is_served_holds_anything_private_or_lies_in_a_folder_that_does(doors: dict[str, Door]) -> None:
    from voila.paths import collect_static_paths

    from minga import paths
    from minga.serve.front.files import STATIC

    served = [Path(STATIC), *map(Path, collect_static_paths(["voila", "nbconvert"], "lab"))]
    private = [paths.data(), paths.outputs(), paths.notebooks(), doors["participant"].home]
    for folder in (one.resolve() for one in served):
        assert not any(folder.is_relative_to(one.resolve()) or one.resolve().is_relative_to(folder) for one in private)


# ── what answers carry ───────────────────────────────────────────────────────────────────────────────


def answers_of_every_kind(inside: Inside) -> dict[str, Any]:
    """One answer of each kind that a door gives."""
    visitor = inside.visitor
    asset = re.search(r'/minga/static/[\w.\-]+\?v=\w+', visitor.get("/nothing").text)
    assert asset
    whole = visitor.get(asset[0])
    first = "/" if inside.door.role == "participant" else "/login"
    stranger = Visitor(visitor.port)
    kinds = {
        "page": stranger.get(first), "missing": visitor.get("/nothing"), "method": visitor.ask("PUT", "/ping"),
        "odd method": visitor.ask("X-CODE", first), "name": visitor.get("/", Host="elsewhere.example"),
        "long": visitor.get("/?" + "x" * 5000), "file": whole, "no file": visitor.get("/minga/static/no.js"),
        "folder": visitor.get("/voila/labextensions/"), "ping": visitor.get("/ping"), "health": visitor.get("/health"),
        "same file": visitor.get(asset[0], If_None_Match=whole.headers["ETag"]),
        "no upgrade": visitor.get(f"/api/kernels/{inside.kernel}/channels?session_id=t"),
        "kernel": visitor.get(f"/api/kernels/{inside.kernel}"),
        "others": visitor.get(f"/api/kernels/{NOBODYS}/channels"), "form": visitor.ask("POST", "/logout"),
    }
    assert kinds["same file"].status == 304
    assert kinds["same file"].body == b""
    return kinds


def test_every_answer_of_every_kind_carries_the_headers_that_protect_it(inside: Inside) -> None:
    for kind, answer in answers_of_every_kind(inside).items():
        told = answer.headers
        assert "frame-ancestors 'self'" in told["Content-Security-Policy"], kind
        assert "*" not in told["Content-Security-Policy"], kind
        assert told["X-Content-Type-Options"] == "nosniff", kind
        assert told["Referrer-Policy"] == "same-origin", kind
        assert "camera=()" in told["Permissions-Policy"], kind
        assert told["Cross-Origin-Resource-Policy"] == "same-origin", kind
        assert "Cross-Origin-Opener-Policy" not in told, kind  # plain http: browsers would only complain
        assert "Server" not in told, kind
        assert "Access-Control-Allow-Origin" not in told, kind
        assert "Traceback" not in answer.text, kind


def test_a_page_allows_less_than_voilas_front_end_needs_wherever_that_is_not_there(inside: Inside) -> None:
    for kind, answer in answers_of_every_kind(inside).items():
        assert "unsafe-eval" not in answer.headers["Content-Security-Policy"], kind


def test_every_cookie_is_closed_to_scripts_and_to_other_sites(doors: dict[str, Door]) -> None:
    guest, host = Visitor(doors["participant"].port), Visitor(doors["facilitator"].port)
    lines = [line for answer in (guest.get("/"), host.get("/login"), host.log_in())
             for line in answer.headers.get_all("Set-Cookie") or []]
    names = {line.partition("=")[0] for line in lines}
    assert {"minga-participant", "minga-facilitator", "minga-xsrf", "minga-known"} <= names
    for line in lines:
        assert "HttpOnly" in line
        assert re.search("SameSite=(Lax|Strict)", line)
        assert "Domain" not in line
        assert "Secure" not in line  # plain http: the browser would not keep it


def test_files_hand_out_no_cookie(outsider: Visitor) -> None:
    asset = re.search(r'/minga/static/[\w.\-]+\?v=\w+', outsider.get("/nothing").text)
    assert asset
    for path in (asset[0], "/voila/static/voila.js", "/ping", "/health", "/nothing", "/voila/labextensions/x"):
        outsider.get(path)
    assert outsider.cookies == {}


# ── nobody else is held up ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("raw", "protocol"), [
    ((2**63).to_bytes(8, "little"), V1), (b"\xff" * 64, V1), (b"\x7f\xff\xff\xff", ""), (b"", ""), ("", ""),
    ("[" * 100_000, ""), ('{"header": {"msg_type": "comm_msg"}}', ""), ("null", V1),
])
def test_a_message_that_claims_to_be_endless_holds_nobody_up(inside: Inside, raw: str | bytes, protocol: str) -> None:
    heard = talk(inside, [raw], as_v1 if protocol else as_text, protocol)
    assert heard[-1]["msg_type"] == "kernel_info_reply"
    assert Visitor(inside.door.port).get("/ping").status == 200


def test_a_message_too_large_ends_that_connection_and_nothing_else(everybody: dict[str, Inside]) -> None:
    guest = everybody["participant"]

    async def shout(path: str) -> int | None:
        line = await connect(guest.visitor, path)
        await line.write_message("x" * (MOST_BODY + 1))
        while await asyncio.wait_for(line.read_message(), 30) is not None:
            pass
        return line.close_code

    assert asyncio.run(shout(f"/api/kernels/{guest.kernel}/channels?session_id=t")) in (1009, None)
    assert asyncio.run(shout("/light/channel")) in (1009, None)
    assert guest.visitor.get(f"/api/kernels/{guest.kernel}").status == 200


START = b" HTTP/1.1\r\nHost: 127.0.0.1\r\n"
CHUNK = b"10000\r\n" + b"x" * 65536 + b"\r\n"
REFUSED, CUT = b"HTTP/1.1 4", b""


@pytest.mark.parametrize(("sent", "answers"), [
    (b"GET /" + START + b"X: " + b"x" * LARGEST_HEADER + b"\r\n\r\n", (CUT, REFUSED)),
    (b"POST /login" + START + b"Content-Length: %d\r\n\r\n" % (LARGEST_BODY + 1), (REFUSED,)),
    (b"POST /join" + START + b"Content-Length: -1\r\n\r\n", (REFUSED,)),
    (b"POST /login" + START + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNK * 2 + b"0\r\n\r\n", (CUT, REFUSED)),
    (b"POST /login" + START + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc", (REFUSED,)),
    (b"GET /" + START + b"Host: elsewhere.example\r\n\r\n", (REFUSED,)),
    (b"GET / HTTP/1.1\r\n\r\n", (REFUSED,)),
    (b"GET http://elsewhere.example/" + START + b"\r\n", (REFUSED,)),
    (b"GET /\x00" + START + b"\r\n", (REFUSED,)),
    (b"\x16\x03\x01\x02\x00\x01\r\n\r\n", (CUT, REFUSED)),
])
def test_a_request_without_measure_or_sense_is_cut_short(
    doors: dict[str, Door], sent: bytes, answers: tuple[bytes, ...],
) -> None:
    for door in doors.values():
        with socket.create_connection(("127.0.0.1", door.port), timeout=30) as line:
            with contextlib.suppress(ConnectionError):
                line.sendall(sent)
            got = b""
            with contextlib.suppress(ConnectionError):
                got = line.recv(4096)
        assert got[:10] in answers
        assert Visitor(door.port).get("/ping").status == 200


def test_a_visitors_oldest_page_gives_way_when_they_open_too_many(everybody: dict[str, Inside]) -> None:
    guest = everybody["participant"]

    async def many() -> list[bool]:
        lines = [await guest.connect() for _ in range(13)]
        first = await asyncio.wait_for(told_to_close(lines[0]), 30)
        await heard_until_fence(lines[-1], as_text)
        for line in lines:
            line.close()
        return [first]

    assert asyncio.run(many()) == [True]


async def told_to_close(line: WebSocketClientConnection) -> bool:
    """Wait until the other side has closed."""
    while await line.read_message() is not None:
        pass
    return True


def test_nothing_that_was_tried_here_ended_a_door_or_filled_its_log_with_words(
    doors: dict[str, Door], everybody: dict[str, Inside],
) -> None:
    for door in doors.values():
        assert door.process.poll() is None
        log = door.log()
        assert "elsewhere" not in log
        assert PHRASE not in log
        assert not any(value in log for one in everybody.values() for value in one.visitor.cookies.values())
        assert len(log) < 2_000_000
    assert until(lambda: psutil.Process(doors["participant"].process.pid).cpu_percent(0.2) < 90, 30)


@contextlib.contextmanager
def lasting(visitor: Visitor) -> Iterator[Callable[[str, str], tuple[int, http.client.HTTPMessage, bytes]]]:
    """Ask many times over one connection, with the visitor's cookies, each path exactly as it is written."""
    connection = http.client.HTTPConnection("127.0.0.1", visitor.port, timeout=60)
    connection._validate_path = lambda path: None  # type: ignore[method-assign]

    def ask(method: str, path: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        connection.request(method, path, headers={"Cookie": visitor.cookie_header()})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()

    try:
        yield ask
    finally:
        connection.close()


