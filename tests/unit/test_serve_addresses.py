"""Ports, addresses and the welcome."""

from __future__ import annotations

import io
import socket
import webbrowser
from collections.abc import Iterator

import pytest

from minga.errors import ServeError
from minga.i18n import speaking
from minga.serve.opening import addresses
from minga.serve.opening.welcome import show, welcome


@pytest.fixture
def taken() -> Iterator[int]:
    """A port where somebody listens."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_a_free_port_raises_nothing() -> None:
    port = addresses.free_port("127.0.0.1")
    addresses.require_free("127.0.0.1", port, "--port")
    assert 1024 <= port <= 65535


def test_a_taken_port_is_named_with_the_option_and_a_free_one(taken: int) -> None:
    with pytest.raises(ServeError) as wrong:
        addresses.require_free("127.0.0.1", taken, "--port")
    assert str(taken) in wrong.value.message
    suggested = int(wrong.value.advice.rsplit(" ", 1)[1])
    assert wrong.value.advice.endswith(f"--port {suggested}")
    addresses.require_free("127.0.0.1", suggested, "--port")


def test_the_port_of_the_other_door_is_not_suggested(taken: int) -> None:
    usual = addresses.free_port("127.0.0.1")
    with pytest.raises(ServeError) as wrong:
        addresses.require_free("127.0.0.1", taken, "--port", avoid=(usual,))
    assert not wrong.value.advice.endswith(f" {usual}")


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_what_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(ServeError, match=str(port)):
        addresses.require_free("127.0.0.1", port, "--port")


@pytest.mark.parametrize("host", ["192.0.2.77", "no-such-host.invalid"])
def test_an_address_that_is_not_this_machines_is_refused(host: str) -> None:
    with pytest.raises(ServeError, match="--host"):
        addresses.require_free(host, addresses.free_port("127.0.0.1"), "--port")


def test_the_address_on_the_network_is_one_of_this_machine() -> None:
    with socket.socket() as listening:
        listening.bind((addresses.local_network_address(), 0))
        assert listening.getsockname()[1] > 0


def test_without_a_network_it_is_this_machine_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object) -> None:
        raise OSError("Network is unreachable")

    class NoNetwork(socket.socket):
        connect = unreachable

    monkeypatch.setattr(addresses.socket, "socket", NoNetwork)
    assert addresses.local_network_address() == "127.0.0.1"


def test_a_given_host_is_told_as_it_is() -> None:
    assert addresses.reachable("minga.example") == "minga.example"
    assert addresses.own("0.0.0.0") == "127.0.0.1"


@pytest.mark.parametrize(("host", "port", "told"), [
    ("192.0.2.1", 8866, "http://192.0.2.1:8866/"), ("minga.example", 80, "http://minga.example/"),
    ("2001:db8::1", 8866, "http://[2001:db8::1]:8866/"),
])
def test_a_web_address_is_written_as_browsers_want_it(host: str, port: int, told: str) -> None:
    assert addresses.url(host, port) == told


def terminal(encoding: str) -> io.TextIOWrapper:
    """A terminal of that encoding."""
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding)


def test_the_welcome_has_both_addresses_the_phrase_and_the_code() -> None:
    block = welcome("http://127.0.0.1:8867/", "luna rio sol pan", "http://192.0.2.1:8866/", terminal("utf-8"))
    assert "http://127.0.0.1:8867/" in block
    assert "luna rio sol pan" in block
    assert "http://192.0.2.1:8866/" in block
    assert "▄" in block


def test_a_terminal_without_blocks_gets_no_code_but_every_address() -> None:
    block = welcome("http://127.0.0.1:8867/", "luna", "http://192.0.2.1:8866/", terminal("cp1252"))
    assert "▄" not in block
    assert "http://192.0.2.1:8866/" in block


def test_without_a_network_the_welcome_says_so() -> None:
    block = welcome("http://127.0.0.1:8867/", "luna", "http://127.0.0.1:8866/", terminal("utf-8"))
    assert "no está en una red" in block


def test_the_welcome_speaks_the_language_in_force() -> None:
    with speaking("en"):
        spoken = welcome("http://a/", "luna", "http://b/", terminal("utf-8"))
    assert "http://a/" in spoken


class FakeBrowser:
    """A browser that only notes what it was asked to open."""

    def __init__(self, basename: str) -> None:
        self.basename, self.opened = basename, []

    def open(self, address: str) -> None:
        """Note it."""
        self.opened.append(address)


@pytest.mark.parametrize(("wanted", "program", "opened"), [
    (True, "firefox", ["http://a/"]), (True, "w3m", []), (False, "firefox", []), (None, "firefox", []),
])
def test_the_page_opens_when_asked_and_never_in_or_without_a_terminal(
    monkeypatch: pytest.MonkeyPatch, wanted: bool | None, program: str, opened: list[str],
) -> None:
    browser = FakeBrowser(program)
    monkeypatch.setattr(webbrowser, "get", lambda: browser)
    show("http://a/", wanted)
    assert browser.opened == opened


def test_a_machine_without_any_browser_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> FakeBrowser:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    assert show("http://a/", True) is None
