"""The facilitator's door: every notebook of the workshop, behind a pass phrase."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.notebooks.serving import PHRASE, Answer, Door, Visitor, write_notebooks


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small workshop."""
    return write_notebooks(tmp_path_factory.mktemp("notebooks"))


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory, notebooks: Path) -> Iterator[Door]:
    """The facilitator's door, in the home of somebody with a configuration of their own."""
    with Door("facilitator", tmp_path_factory.mktemp("h"), notebooks) as opened:
        yield opened


@pytest.fixture
def stranger(door: Door) -> Visitor:
    """Somebody without the pass phrase."""
    return Visitor(door.port)


@pytest.fixture
def inside(door: Door) -> Visitor:
    """Somebody who typed it."""
    visitor = Visitor(door.port)
    assert visitor.log_in().status == 302
    return visitor


@pytest.fixture(scope="module")
def start(door: Door) -> Answer:
    """The first notebook's page."""
    visitor = Visitor(door.port)
    visitor.log_in()
    return visitor.get("/voila/render/0_start.ipynb")


@pytest.mark.parametrize("path", ["/", "/voila/render/0_start.ipynb", "/voila/render/nothing.ipynb", "/logout"])
def test_without_the_phrase_every_page_leads_to_the_login(stranger: Visitor, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status == 302
    assert answer.headers["Location"].startswith("/login?next=")


@pytest.mark.parametrize("path", ["/api/kernels/00000000-0000-4000-8000-000000000000", "/api/contents", "/api/kernels"])
def test_without_the_phrase_no_programming_interface_answers(stranger: Visitor, path: str) -> None:
    assert stranger.get(path).status in (403, 404)


def test_the_login_is_one_labelled_field_in_the_workshops_language(stranger: Visitor) -> None:
    page = stranger.get("/login").text
    assert '<html lang="es">' in page
    assert '<label for="password">Contraseña</label>' in page
    assert "width=device-width" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "<script" not in page


def test_the_phrase_opens_the_first_notebook(inside: Visitor) -> None:
    answer = inside.get("/")
    assert answer.status == 302
    assert answer.headers["Location"] == "/voila/render/0_start.ipynb"


def test_the_first_notebook_runs_on_the_servers_interpreter_as_facilitator(start: Answer) -> None:
    assert start.status == 200
    assert start.told["executable"] == sys.executable
    assert start.told["MINGA_ROLE"] == "facilitator"
    assert start.told["strangers"] == []
    assert re.fullmatch("[0-9a-f]{32}", start.told["HTTP_X_MINGA_USER"])
    assert "FOR THE AUTHOR" not in start.text


def test_no_kernel_gets_the_phrase(start: Answer) -> None:
    assert "MINGA_PASSPHRASE" not in start.told
    assert PHRASE not in start.text


def test_a_wrong_phrase_says_so_and_keeps_the_way(stranger: Visitor) -> None:
    answer = stranger.log_in("no es esta", to="/voila/render/1_context.ipynb")
    assert answer.status == 401
    assert 'role="alert"' in answer.text
    assert 'value="/voila/render/1_context.ipynb"' in answer.text
    assert "minga-facilitator" not in stranger.cookies


def test_an_empty_phrase_is_a_wrong_one(stranger: Visitor) -> None:
    assert stranger.log_in("").status == 401


def test_the_phrase_in_the_address_is_not_looked_at(stranger: Visitor) -> None:
    token = stranger.form_token("/login")
    assert stranger.send(f"/login?password={PHRASE.replace(' ', '+')}", _xsrf=token).status == 401
    assert stranger.get(f"/?token={PHRASE.replace(' ', '+')}").status == 302
    assert "minga-facilitator" not in stranger.cookies


def test_a_form_without_its_token_is_refused_with_advice(stranger: Visitor) -> None:
    answer = stranger.send("/login", password=PHRASE)
    assert answer.status == 403
    assert "cárguela de nuevo" in answer.text


def test_a_form_from_another_site_is_refused(stranger: Visitor) -> None:
    token = stranger.form_token("/login")
    answer = stranger.ask("POST", f"/login?_xsrf={token}", "password=x", Origin="http://elsewhere.example",
                          Content_Type="application/x-www-form-urlencoded")
    assert answer.status in (403, 404)


@pytest.mark.parametrize(("asked", "led"), [
    ("/voila/render/1_context.ipynb", "/voila/render/1_context.ipynb"),
    ("http://elsewhere.example/", "/"), ("//elsewhere.example/", "/"), ("/\\elsewhere.example", "/"),
    ("https:elsewhere.example", "/"), ("javascript:alert(1)", "/"), ("\\\\elsewhere.example", "/"), ("", "/"),
])
def test_after_the_login_one_stays_on_this_door(stranger: Visitor, asked: str, led: str) -> None:
    location = stranger.log_in(to=asked).headers["Location"]
    assert location == led or (led == "/" and location.startswith("/%5C"))


def test_what_stands_after_next_is_never_code(stranger: Visitor) -> None:
    page = stranger.get("/login?next=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>" not in page


def test_guessing_slows_down_until_not_even_the_right_phrase_helps(notebooks: Path, tmp_path: Path) -> None:
    with Door("facilitator", tmp_path, notebooks) as guessed:
        visitor = Visitor(guessed.port)
        for guess in range(8):
            answer = visitor.log_in(f"guess {guess}")
        assert answer.status == 429
        assert 1 <= int(answer.headers["Retry-After"]) <= 60
        assert "Espere" in answer.text
        assert visitor.log_in().status == 429


@pytest.mark.parametrize("name", [
    "participate.ipynb", "monitoring.ipynb", "nothing.ipynb", "secret.png", "..%2f0_start.ipynb", "0_start",
    "%2e%2e%2fh0%2fdata%2fpassphrase.txt", "0_start.ipynb/", "./0_start.ipynb",
])
def test_other_files_are_no_pages(inside: Visitor, name: str) -> None:
    answer = inside.get(f"/voila/render/{name}")
    assert answer.status == 404
    assert "Esta página no existe" in answer.text


@pytest.mark.parametrize("path", [
    "/voila/tree", "/voila/api/contents", "/api/contents", "/api/kernels", "/api/sessions", "/api/terminals",
    "/voila/files/secret.png", "/voila/files/0_start.ipynb", "/lab", "/tree", "/api/me",
])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nothing_else_exists_inside_either(inside: Visitor, method: str, path: str) -> None:
    assert inside.ask(method, path).status == 404


def test_a_failing_cell_shows_plain_words_and_no_traceback(inside: Visitor) -> None:
    page = inside.get("/voila/render/1_context.ipynb").text
    assert "Esta parte de la página no se pudo mostrar" in page
    assert "ZeroDivisionError" not in page


def test_a_participants_cookie_is_worth_nothing_here(door: Door, notebooks: Path) -> None:
    with Door("participant", door.home, notebooks) as other:
        guest = Visitor(other.port)
        guest.get("/")
    smuggled = Visitor(door.port, {"minga-facilitator": guest.cookies["minga-participant"]})
    assert smuggled.get("/").status == 302
    assert smuggled.get("/").headers["Location"].startswith("/login")


def test_a_new_phrase_ends_the_sessions_of_the_old_one(
    notebooks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Door("facilitator", tmp_path, notebooks) as before:
        visitor = Visitor(before.port)
        visitor.log_in()
    monkeypatch.setattr("tests.notebooks.serving.PHRASE", "otra frase muy distinta")
    with Door("facilitator", tmp_path, notebooks) as after:
        assert Visitor(after.port, visitor.cookies).get("/").headers["Location"].startswith("/login")


def test_leaving_asks_first_and_then_ends_session_and_kernels(inside: Visitor, door: Door) -> None:
    kernel = inside.get("/voila/render/0_start.ipynb").kernel
    token = inside.form_token("/logout")
    assert inside.send("/logout").status == 403
    assert inside.get(f"/api/kernels/{kernel}").status == 200
    copy = Visitor(door.port, dict(inside.cookies))
    assert inside.send("/logout", _xsrf=token).headers["Location"] == "/login"
    assert inside.get("/").headers["Location"].startswith("/login")
    assert copy.get(f"/api/kernels/{kernel}").status == 404
