"""Several participants' servers, one PostgreSQL, one landing page: shared out, kept, and taken in by the others."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import http.cookies
import json
import re
import shutil
import subprocess
import sys
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.httpserver import HTTPServer

from minga import paths
from minga.errors import ServeError
from minga.rehearsal.browser import Browser
from minga.rehearsal.page import Page
from minga.results.reporting import make_link
from minga.serve.entry import secrets
from minga.serve.landing.fleet import FAILURES, Fleet, Member, ask_either_way, members_of
from minga.serve.landing.page import COOKIE, NOBODY, Landing, Place
from minga.serve.landing.token import GOOD_FOR, Arrivals, hand_over
from minga.serve.opening.children import answers
from minga.serve.watching.room import Server
from minga.store import Store, rows
from minga.workshop import plans, reading, stages
from minga.workshop.actor import FACILITATOR
from tests.integration.reporting_plan import ANALYST, PLAN, make_plan
from tests.notebooks.serving import environment, free_ports, until
from tools import find_nginx

ROOT = Path(__file__).resolve().parents[2]
SECRET = b"s" * 32
FORM = "Participate"


# ── who gets the next person ──────────────────────────────────────────────────────────────────────


@dataclass
class Told:
    """What the servers of a test say; whoever is not in it does not answer."""

    servers: dict[str, Server] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)

    async def __call__(self, url: str) -> Server:
        self.asked[url] += 1
        await asyncio.sleep(0)
        return self.servers.get(url, Server(url))

    def say(self, url: str, status: str = "ok", people: float = 0, most: float = 0) -> None:
        self.servers[url] = Server(url, status, (), 0, {"people_light": people, "kernels_most": most})


A, B, C = "http://10.0.0.1:8866/", "http://10.0.0.2:8866/", "http://10.0.0.3:8866/"


def fleet(told: Told, *urls: str, now: list[float] | None = None) -> Fleet:
    """A fleet that has looked once."""
    made = Fleet(members_of(urls), told, clock=lambda: (now or [0.0])[0])
    asyncio.run(made.look())
    return made


def test_a_crowd_is_shared_out_though_no_server_has_counted_it_yet() -> None:
    told = Told()
    told.say(A, people=10)
    told.say(B, people=4)
    made = fleet(told, A, B)
    sent = Counter(made.choose().name for _ in range(20))
    assert sent == {"s1": 7, "s2": 13}  # 17 and 17


def test_a_server_that_can_hold_more_gets_more() -> None:
    told = Told()
    told.say(A, most=100)
    told.say(B, most=300)
    made = fleet(told, A, B)
    assert Counter(made.choose().name for _ in range(40)) == {"s1": 10, "s2": 30}


def test_people_who_were_sent_are_counted_by_the_server_itself_after_a_while() -> None:
    told, now = Told(), [0.0]
    told.say(A)
    made = fleet(told, A, now=now)
    for _ in range(5):
        made.choose()
    assert made.members[0].load(now[0]) == 5
    now[0] = 60.0
    assert made.members[0].load(now[0]) == 0


def test_full_and_unwell_servers_come_last_and_silent_ones_never() -> None:
    told = Told()
    told.say(A, "degraded")
    told.say(B, "full", people=500)
    made = fleet(told, A, B, C)
    assert made.choose().name == "s2"
    told.servers.pop(B)
    for _ in range(FAILURES):
        asyncio.run(made.look())
    assert made.choose().name == "s1"
    told.servers.clear()
    for _ in range(FAILURES):
        asyncio.run(made.look())
    assert made.choose() is None


def test_one_unanswered_look_does_not_move_anybody() -> None:
    told = Told()
    told.say(A)
    made = fleet(told, A)
    told.servers.clear()
    asyncio.run(made.look())
    assert not made.members[0].gone
    assert FAILURES == 2


def test_a_thousand_people_who_lost_their_server_ask_it_once() -> None:
    told = Told()
    told.say(A)
    made = fleet(told, A)
    told.servers.clear()
    told.asked.clear()

    async def everybody() -> list[bool]:
        return await asyncio.gather(*(made.answers(made.members[0]) for _ in range(1000)))

    assert not any(asyncio.run(everybody()))
    assert told.asked[A] == 1
    assert made.members[0].gone


@pytest.mark.parametrize("given", [["x"], ["ftp://a/"], ["http://a/room"], ["A=http://a/"], ["a b=http://a/"],
                                   ["http://a/", "http://a"], ["a=http://a/", "a=http://b/"], ["http://a/?x=1"]])
def test_an_address_that_is_none_is_said(given: list[str]) -> None:
    with pytest.raises(ServeError):
        members_of(given)


def test_servers_have_the_names_they_were_given_or_their_number() -> None:
    assert [(m.name, m.url) for m in members_of(["http://a:1", "b=https://b/"])] \
        == [("s1", "http://a:1/"), ("b", "https://b/")]


# ── the cookie and the hand-over ──────────────────────────────────────────────────────────────────


def test_a_place_is_read_back_and_a_changed_one_is_not() -> None:
    place = Place("a", uuid.uuid4().hex)
    value = place.signed(SECRET)
    assert value.startswith("a.")
    assert Place.read(value, SECRET) == place
    for wrong in (value[:-1], "b" + value[1:], value.replace(place.user, NOBODY), "", "a", "a..", "ñ.ñ.ñ"):
        assert Place.read(wrong, SECRET) is None
    assert Place.read(value, b"other") is None


def test_a_hand_over_is_good_once_for_a_minute_and_for_one_server() -> None:
    now, user = [1000.0], uuid.uuid4().hex
    arrivals = Arrivals(SECRET, lambda: now[0])
    token = hand_over(SECRET, user, A, now[0])
    assert arrivals.user(token, "10.0.0.2:8866") is None
    assert arrivals.user(token[:-1] + ("0" if token[-1] != "0" else "1"), "10.0.0.1:8866") is None
    assert arrivals.user(token, "10.0.0.1:8866") == user
    assert arrivals.user(token, "10.0.0.1:8866") is None
    late = hand_over(SECRET, user, A, now[0])
    now[0] += GOOD_FOR + 2
    assert arrivals.user(late, "10.0.0.1:8866") is None
    assert Arrivals(b"other", lambda: now[0]).user(hand_over(SECRET, user, A, now[0]), "10.0.0.1:8866") is None
    assert arrivals.user("", "10.0.0.1:8866") is None


@asynccontextmanager
async def visited(made: Landing) -> AsyncIterator[Browser]:
    """Somebody before a landing page that listens."""
    server, (port,) = HTTPServer(made), free_ports(1)
    server.listen(port, "127.0.0.1")
    visitor = Browser(f"http://127.0.0.1:{port}/")
    try:
        yield visitor
    finally:
        visitor.close()
        server.stop()
        await server.close_all_connections()


def well(*urls: str) -> Fleet:
    """A fleet whose servers answer."""
    told = Told()
    for url in urls:
        told.say(url)
    return fleet(told, *urls)


def test_a_personal_link_leads_to_the_form_of_a_server_and_keeps_what_is_behind_its_hash() -> None:
    made = well(A, B)

    async def come() -> None:
        async with visited(Landing(made, SECRET)) as visitor:
            led = await visitor.get("report")
            assert led.status == 303
            assert led.location in (f"{A}report", f"{B}report")  # the browser keeps its own hash
            assert (await visitor.get("report")).location == led.location  # kept there
            assert (await visitor.get("")).location.startswith(led.location.replace("report", "arrive#"))
            for path in ("report/join", "report/channel", "reports", "report/"):
                assert (await visitor.get(path)).status == 404  # asked of the server itself, whose page it is

    asyncio.run(come())


def test_under_one_name_everything_a_form_asks_for_is_asked_again_of_the_server_that_was_named() -> None:
    made = well(A, B)

    async def come() -> None:
        async with visited(Landing(made, SECRET, one_name=True)) as visitor:
            for path in ("report", "report/join", "report/channel"):
                visitor.cookies.clear()
                led = await (visitor.post(path, k="x") if path == "report/join" else visitor.get(path))
                assert (led.status, led.location) == (307, f"/{path}")  # 307: what was sent is sent along
            assert (await visitor.post("report/join", k="x")).status == 503  # its server is there: a moment's patience

    asyncio.run(come())


# ── the real thing ────────────────────────────────────────────────────────────────────────────────


@dataclass
class Machine:
    """A participants' server with a home of its own, as on another machine; only the two secrets are copied."""

    home: Path
    store_url: str
    port: int = field(default_factory=lambda: free_ports(1)[0])

    def start(self) -> None:
        """Start it."""
        command = [sys.executable, "-m", "minga.serve.opening.door", "participant", "--port", str(self.port), "--light",
                   "--notebooks", str(paths.PACKAGE.parent / "notebooks"), "--behind-proxy", "here"]
        with (self.home / "door.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=environment(self.home) | {"MINGA_STORE": self.store_url},
                                            stdout=log, stderr=log)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/"

    def end(self, *, kill: bool = False) -> None:
        """End it, politely or not."""
        if self.process.poll() is None:
            self.process.kill() if kill else self.process.terminate()
        self.process.wait(30)


@pytest.fixture
def machines(tmp_path: Path, home: Path, _postgres_store_url: str) -> Iterator[list[Machine]]:
    """Two servers that share one store."""
    secrets.cookie_secret("any")
    secrets.metrics_token()
    both = []
    for name in ("a", "b"):
        own = tmp_path / name
        (own / "data").mkdir(parents=True)
        for file in ("cookie_secret", "metrics_token"):
            shutil.copy(home / "data" / file, own / "data" / file)
        both.append(Machine(own, _postgres_store_url))
        both[-1].start()
    assert until(lambda: all(answers("127.0.0.1", one.port) for one in both)), (both[0].home / "door.log").read_text()
    yield both
    for one in both:
        one.end()


@pytest.fixture
def stage(postgres_store: Store) -> tuple[str, str]:
    """A plan in the room and its first stage, open for writing."""
    plan = plans.new_plan(postgres_store, title="Plan de dos servidores")
    plans.open_in_room(postgres_store, plan)
    first = reading.plan_stages(postgres_store, plan)[0]["stage_id"]
    stages.set_phase(postgres_store, FACILITATOR, first, "writing")
    return plan, first


@asynccontextmanager
async def landing_page(members: list[Member], *, one_name: bool) -> AsyncIterator[tuple[Landing, int]]:
    """A landing page that listens, and its port; it looks at its servers when told to."""
    opened = Landing(Fleet(members, ask_either_way), secrets.cookie_secret("arrival"), one_name=one_name)
    await opened.fleet.look()
    server, (port,) = HTTPServer(opened), free_ports(1)
    server.listen(port, "127.0.0.1")
    try:
        yield opened, port
    finally:
        server.stop()
        await server.close_all_connections()


@dataclass
class Person:
    """Somebody with a phone who comes in by the landing page and writes."""

    name: str
    landing: Browser
    servers: dict[str, Browser] = field(default_factory=dict)

    async def come_in(self) -> str:
        """Follow the landing page to a server; returns its address."""
        answer = await self.landing.get("")
        assert answer.status == 303, answer
        address, _hash, token = answer.location.partition("#")
        url = f"http://{urlsplit(address).netloc}/"
        browser = self.servers.setdefault(url, Browser(url))
        assert "landing" in (await browser.get("arrive")).text
        assert await give(browser, token) == 204
        return url

    async def write(self, browser: Browser, plan: str, stage: str, text: str) -> None:
        """Open the page, say one's name and send a card."""
        page = await Page.open(browser, "", FORM, patience=20)
        await page.ask(FORM, "join", plan=plan, alias=self.name)
        assert (await page.ask(FORM, "add_card", plan=plan, stage=stage, text=text))["ok"]
        await page.close()


async def give(browser: Browser, token: str, origin: str = "") -> int:
    """Give a server a hand-over, as its page does; returns the status."""
    cookies = "; ".join(f'{name}="{value}"' for name, value in browser.cookies.items())
    answer = await AsyncHTTPClient().fetch(HTTPRequest(
        f"{browser.url}arrive/token", method="POST", body=f'{{"token": "{token}"}}',
        headers={"Content-Type": "application/json", "Cookie": cookies, "Origin": origin or browser.url.rstrip("/")}),
        raise_error=False)
    for line in answer.headers.get_list("Set-Cookie"):
        name, _equals, rest = line.partition("=")
        browser.cookies[name] = rest.partition(";")[0].strip('"')
    return answer.code


@pytest.mark.postgres
def test_people_of_two_servers_meet_on_one_wall_and_of_one_that_dies_come_in_at_the_other(
        machines: list[Machine], postgres_store: Store, stage: tuple[str, str]) -> None:
    async def workshop() -> None:
        a, b = machines
        async with landing_page(members_of([a.url, b.url]), one_name=False) as (landing, port):
            people = [Person(f"Persona {n}", Browser(f"http://127.0.0.1:{port}/")) for n in range(4)]
            at = [await person.come_in() for person in people]
            assert Counter(at) == {a.url: 2, b.url: 2}
            await asyncio.gather(*(p.write(p.servers[url], *stage, f"primera de {p.name}")
                                   for p, url in zip(people, at, strict=True)))
            assert [await person.come_in() for person in people] == at  # kept there

            a.end(kill=True)
            for _ in range(FAILURES):
                await landing.fleet.look()
            assert {await person.come_in() for person in people} == {b.url}
            await asyncio.gather(*(p.write(p.servers[b.url], *stage, f"segunda de {p.name}") for p in people))

            first = people[0]  # a hand-over is of no use to somebody else, nor from another site's page
            token = (await first.landing.get("")).location.partition("#")[2]
            stranger = Browser(b.url)
            assert await give(stranger, token, origin="http://elsewhere.example") == 403
            assert await give(stranger, token[:-1] + ("0" if token[-1] != "0" else "1")) == 403
            assert stranger.cookies == {}

    asyncio.run(workshop())
    cards = rows(postgres_store, "cards", stage_id=stage[1])
    people = {p["participant_id"]: p["alias"] for p in rows(postgres_store, "participants", plan_id=stage[0])}
    assert sorted(people.values()) == [f"Persona {n}" for n in range(4)]  # the same persons, nobody twice
    written = Counter(people[card["author_id"]] for card in cards)
    assert set(written.values()) == {2}
    assert all(card["text"].endswith(people[card["author_id"]]) for card in cards)


@pytest.fixture
def nginx(tmp_path: Path, machines: list[Machine]) -> Iterator[tuple[int, int]]:
    """nginx with the configuration that ``docs/serving.md`` gives; its port and the landing page's."""
    program = find_nginx.find()
    assert program, "No nginx: run 'make test', which finds or installs one."
    port, landing = free_ports(2)
    block = re.search(r"```nginx\n(.*?)```", (ROOT / "docs" / "serving.md").read_text(encoding="utf-8"), re.S)
    assert block
    text = block[1]
    for given, here in (("127.0.0.1:8868", f"127.0.0.1:{landing}"), ("listen 80;", f"listen 127.0.0.1:{port};"),
                        ("10.0.0.11:8866", f"127.0.0.1:{machines[0].port}"),
                        ("10.0.0.12:8866", f"127.0.0.1:{machines[1].port}")):
        assert given in text
        text = text.replace(given, here)
    folder = tmp_path / "nginx"
    folder.mkdir()
    places = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in (
        "client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{places}{text}\n}}\n")
    process = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e",
                                str(folder / "error.log")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert until(lambda: _listens(port)), (folder / "error.log").read_text()
    yield port, landing
    process.terminate()
    process.wait(10)


def _listens(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    with contextlib.suppress(OSError), contextlib.closing(connection):
        connection.request("GET", "/ping")
        return bool(connection.getresponse().read())
    return False


async def enter(browser: Browser) -> int:
    """Ask for the page as a browser does: once more where it is told to; returns how often it was led elsewhere."""
    for led in range(5):
        if (await browser.get("")).status != 307:
            return led
    raise AssertionError("led in circles")


async def open_form(browser: Browser, key: str = "") -> str:
    """Open the form of a personal link as its page does, led elsewhere or not; returns whose it is."""
    for _led in range(5):
        cookies = "; ".join(f'{name}="{value}"' for name, value in browser.cookies.items())
        answer = await AsyncHTTPClient().fetch(HTTPRequest(
            f"{browser.url}report/join", method="POST", body=json.dumps({"k": key}) if key else "",
            headers={"Content-Type": "application/json", "Cookie": cookies, "Origin": browser.url.rstrip("/")},
            follow_redirects=False), raise_error=False)
        for line in answer.headers.get_list("Set-Cookie"):
            browser.cookies |= {name: morsel.value for name, morsel in http.cookies.SimpleCookie(line).items()}
        if answer.code != 307:
            break
    assert json.loads(answer.body) == {"way": "light"}, (answer.code, answer.body)
    socket = await browser.socket("report/channel")
    await socket.write_message(json.dumps({"op": "hello", "words": True}))
    told = json.loads(str(await asyncio.wait_for(socket.read_message(), 20)))
    socket.close()
    return str(told["patch"]["link"]["name"])


@pytest.mark.postgres
def test_behind_one_name_a_browser_keeps_its_address_when_its_server_dies(
        machines: list[Machine], nginx: tuple[int, int], postgres_store: Store, stage: tuple[str, str]) -> None:
    port, landing_port = nginx
    make_plan(postgres_store)
    ceiba = make_link(postgres_store, PLAN, "Ceiba", "CO", **ANALYST)

    async def workshop() -> None:
        a, b = machines
        opened = Landing(Fleet(members_of([f"a={a.url}", f"b={b.url}"]), ask_either_way),
                         secrets.cookie_secret("arrival"), one_name=True)
        await opened.fleet.look()
        server = HTTPServer(opened, xheaders=True)
        server.listen(landing_port, "127.0.0.1")
        people = [Person(f"Persona {n}", Browser(f"http://127.0.0.1:{port}/")) for n in range(2)]
        assert [await enter(person.landing) for person in people] == [1, 1]
        where = [person.landing.cookies[COOKIE].partition(".")[0] for person in people]
        assert sorted(where) == ["a", "b"]
        for person in people:
            await person.write(person.landing, *stage, f"primera de {person.name}")

        moved = people[where.index("a")]
        phone = Browser(f"http://127.0.0.1:{port}/")
        assert [(await phone.get("report")).status for _ in range(2)] == [307, 200]
        phone.cookies[COOKIE] = moved.landing.cookies[COOKIE]
        assert await open_form(phone, ceiba.key) == "Ceiba"  # the servers know the hash of the key, not the secret
        a.end(kill=True)
        assert await open_form(phone) == "Ceiba"  # elsewhere, known by the cookie
        assert phone.cookies[COOKIE].startswith("b.")
        assert await enter(moved.landing) in (0, 1)
        assert moved.landing.cookies[COOKIE].startswith("b.")
        await moved.write(moved.landing, *stage, f"segunda de {moved.name}")
        server.stop()
        await server.close_all_connections()

    asyncio.run(workshop())
    people = {p["participant_id"]: p["alias"] for p in rows(postgres_store, "participants", plan_id=stage[0])}
    assert sorted(people.values()) == ["Persona 0", "Persona 1"]
    assert sorted(Counter(people[c["author_id"]] for c in rows(postgres_store, "cards")).values()) == [1, 2]
