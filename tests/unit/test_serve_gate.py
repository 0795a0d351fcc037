"""Who is let through the gate: names, addresses, other sites, and what a proxy may say about a visitor."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from minga.serve.entry.gate import LONGEST_ADDRESS, refusal
from minga.serve.entry.hosts import Hosts
from minga.serve.entry.proxy import HOST, TOLD, UNKNOWN, Proxy

HERE = "192.0.2.7:8866"


def asked(path: str = "/", method: str = "GET", **headers: str) -> int:
    """What the gate says to a request."""
    given = HTTPHeaders({"Host": HERE, **{name.replace("_", "-"): value for name, value in headers.items()}})
    return refusal(HTTPServerRequest(headers=given, start_line=RequestStartLine(method, path, "HTTP/1.1")), Hosts())


@pytest.mark.parametrize("host", ["127.0.0.1:8866", "192.168.1.5", "[::1]:8866", "[fe80::1]", "localhost:8866",
                                  "LOCALHOST", "localhost.", "{machine}", "{machine}.local:8866", "{machine}.lan"])
def test_figures_and_this_machines_own_names_are_answered(host: str) -> None:
    assert Hosts().known(host.format(machine=socket.gethostname()))


@pytest.mark.parametrize("host", ["attacker.example", "192.168.1.5.attacker.example", "localhost.attacker.example",
                                  "{machine}.attacker.example", "notlocalhost", "", "1.2.3", "a:b:c", "x y"])
def test_any_other_name_is_turned_away(host: str) -> None:
    assert not Hosts().known(host.format(machine=socket.gethostname()))
    assert asked(Host="attacker.example:8866") == 421


def test_a_name_that_was_told_is_answered_and_its_neighbour_is_not() -> None:
    hosts = Hosts(["taller.example.org", "*.minga.example"])
    assert all(hosts.known(host) for host in ("taller.example.org:443", "Taller.Example.org.", "a.minga.example"))
    assert not any(hosts.known(host) for host in ("example.org", "x.taller.example.org", "a.b.minga.example",
                                                  "minga.example"))


@pytest.mark.parametrize("path", [
    "/..", "/../etc", "/a/../b", "/a/./b", "//a", "/a//b", "/%2e%2e/etc", "/%2E%2e%2fetc", "/a%2fb", "/a%5cb", "/a\\b",
    "/%252e%252e/", "/a%00", "/a%0a", "/a%7f", "/%c3%a1", "/%ff", "/a%", "/voila/static/%00.js", "/.",
])
def test_addresses_that_climb_or_hide_something_are_none_of_ours(path: str) -> None:
    assert asked(path) == 404


@pytest.mark.parametrize("path", [
    "/", "/ping", "/join", "/voila/render/0_start.ipynb?stage=a%2Fb&x=..%5c", "/minga/static/page.js?v=1",
    "/voila/labextensions/@jupyter-widgets/jupyterlab-manager/static/446.fdf8b1b233cb8c1783f6.js?v=fd",
    "/api/kernels/00000000-0000-4000-8000-000000000000/channels?session_id=a",
])
def test_our_own_addresses_pass(path: str) -> None:
    assert asked(path) == 0


def test_an_address_without_end_is_turned_away() -> None:
    assert asked("/?" + "x" * LONGEST_ADDRESS) == 414


@given(st.text(max_size=60))
def test_whatever_passes_names_no_folder_above(path: str) -> None:
    if asked("/" + path.partition("?")[0].encode("ascii", "ignore").decode()) == 0:
        assert ".." not in path.partition("?")[0].split("/")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_may_lead_here_but_not_embed_fetch_or_send(site: str) -> None:
    opened = {"Sec_Fetch_Site": site, "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
    assert asked(**opened) == 0
    assert asked(method="POST", **opened) == 403
    for mode, place in (("no-cors", "image"), ("cors", "empty"), ("navigate", "iframe"), ("no-cors", "script"),
                        ("websocket", "websocket")):
        assert asked(Sec_Fetch_Site=site, Sec_Fetch_Mode=mode, Sec_Fetch_Dest=place) == 403


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_our_own_pages_do_all_of_that(site: str) -> None:
    assert asked(method="POST", Sec_Fetch_Site=site, Sec_Fetch_Mode="cors", Sec_Fetch_Dest="empty") == 0


PROXIED = {"X-Forwarded-For": "203.0.113.1, 198.51.100.7", "X-Forwarded-Proto": "https",
           "X-Forwarded-Host": "taller.example.org"}


def test_a_proxy_is_believed_about_its_own_hop_only() -> None:
    found = Proxy(["127.0.0.1"]).visitor(HTTPHeaders(PROXIED), "127.0.0.1", "http")
    assert (found.address, found.protocol, found.host) == ("198.51.100.7", "https", "taller.example.org")


@pytest.mark.parametrize("trusted", [[], ["10.0.0.5"], ["10.0.0.0/24"]])
def test_nobody_else_is_believed(trusted: list[str]) -> None:
    found = Proxy(trusted).visitor(HTTPHeaders(PROXIED), "192.0.2.1", "http")
    assert (found.address, found.protocol, found.host) == ("192.0.2.1", "http", "")


def test_whoever_comes_through_a_proxy_nobody_told_of_does_not_count_as_sitting_at_this_machine() -> None:
    assert Proxy().visitor(HTTPHeaders(PROXIED), "127.0.0.1", "http").address == UNKNOWN
    assert Proxy().visitor(HTTPHeaders(), "127.0.0.1", "http").address == "127.0.0.1"


@pytest.mark.parametrize("trusted", [[], ["127.0.0.1"]])
def test_nothing_behind_the_gate_sees_what_only_a_proxy_may_say(trusted: list[str]) -> None:
    headers = HTTPHeaders(dict.fromkeys(TOLD, "1.2.3.4") | {"Host": HERE})
    Proxy(trusted).visitor(headers, "127.0.0.1", "http")
    assert list(headers) == ["Host"]


@pytest.mark.parametrize(("said", "address"), [
    ("198.51.100.7:4711", "198.51.100.7"), ("[2001:db8::1]:4711", "2001:db8::1"), ("2001:db8::1", "2001:db8::1"),
    ("::ffff:198.51.100.7", "198.51.100.7"), ("unknown", UNKNOWN), ("", "127.0.0.1"),
    ("198.51.100.7,", UNKNOWN),
])
def test_addresses_as_proxies_write_them(said: str, address: str) -> None:
    assert Proxy(["127.0.0.1"]).visitor(HTTPHeaders({"X-Forwarded-For": said}), "127.0.0.1", "http").address == address


@given(st.dictionaries(st.sampled_from(TOLD), st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=80)))
def test_whatever_a_proxy_says_the_answer_is_usable(told: dict[str, str]) -> None:
    found = Proxy(["127.0.0.1"]).visitor(HTTPHeaders(told), "::ffff:127.0.0.1", "http")
    assert found.protocol in ("http", "https")
    assert found.host == "" or HOST.fullmatch(found.host)
    assert found.address
