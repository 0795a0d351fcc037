"""The participants' door: one page, an identity per browser, and nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from tests.notebooks.serving import Answer, Door, Visitor, cell, until, write_notebook, write_notebooks


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small workshop."""
    return write_notebooks(tmp_path_factory.mktemp("notebooks"))


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory, notebooks: Path) -> Iterator[Door]:
    """The participants' door, in the home of somebody with a configuration of their own."""
    with Door("participant", tmp_path_factory.mktemp("h"), notebooks) as opened:
        yield opened


@pytest.fixture(scope="module")
def first(door: Door) -> tuple[Visitor, Answer]:
    """Somebody who has come in, and what they got."""
    visitor = Visitor(door.port)
    return visitor, visitor.enter()


@pytest.fixture
def stranger(door: Door) -> Visitor:
    """Somebody who has not come in yet."""
    return Visitor(door.port)


def test_the_page_is_the_participants_notebook_in_the_plans_language(first: tuple[Visitor, Answer]) -> None:
    page = first[1]
    assert page.status == 200
    assert '<html lang="es">' in page.text
    assert "<title>participate · Minga</title>" in page.text
    assert "Bienvenida" in page.text
    assert "Preparando la página…" in page.text


def test_the_page_comes_in_the_language_the_door_was_given(door: Door, notebooks: Path, tmp_path: Path) -> None:
    with Door("participant", tmp_path, notebooks, "--language", "pt") as other:
        assert '<html lang="pt">' in Visitor(other.port).get("/").text


def test_the_page_hides_code_and_the_authors_notes(first: tuple[Visitor, Answer]) -> None:
    assert "FOR THE AUTHOR" not in first[1].text
    assert "minga_widgets" not in first[1].text


def test_the_page_names_no_other_host(first: tuple[Visitor, Answer]) -> None:
    page = re.sub(r"TOLD.*?END", "", first[1].text)
    assert not re.search(r"""(?:src|href|url\()\s*=?\s*["']?(?:https?:)?//""", page)


def test_no_script_inside_the_page_runs_but_the_one_that_its_policy_names(first: tuple[Visitor, Answer]) -> None:
    policy = first[1].headers["Content-Security-Policy"]
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", first[1].text, re.S)
    assert scripts
    for attributes, body in scripts:
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert "src=" in attributes or "json" in attributes or f"'sha256-{digest}'" in policy


def test_every_answer_carries_the_security_headers(stranger: Visitor, first: tuple[Visitor, Answer]) -> None:
    for answer in (first[1], stranger.get("/nothing"), stranger.get("/voila/static/voila.js"), stranger.get("/ping")):
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_the_cookie_is_closed_to_scripts_and_other_sites_and_lasts_a_year(first: tuple[Visitor, Answer]) -> None:
    cookie = next(line for line in first[1].headers.get_all("Set-Cookie") if line.startswith("minga-participant="))
    expires = parsedate_to_datetime(re.search("expires=([^;]+)", cookie)[1])
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert expires > datetime.now(expires.tzinfo) + timedelta(days=365)


def test_a_browser_keeps_its_identity_and_another_has_another(first: tuple[Visitor, Answer], stranger: Visitor) -> None:
    visitor, page = first
    mine = page.visitor
    assert re.fullmatch("[0-9a-f]{32}", mine)
    assert Visitor(visitor.port, dict(visitor.cookies)).enter().visitor == mine
    assert stranger.enter().visitor != mine


def test_an_identity_sent_as_a_header_is_overwritten(first: tuple[Visitor, Answer]) -> None:
    visitor, page = first
    copy = Visitor(visitor.port, dict(visitor.cookies))
    assert copy.enter(X_Minga_User="somebody", x_minga_user="else").visitor == page.visitor


def test_a_forged_cookie_is_worth_a_new_identity(first: tuple[Visitor, Answer]) -> None:
    visitor, page = first
    value = visitor.cookies["minga-participant"]
    forged = Visitor(visitor.port, {"minga-participant": value[:-1] + ("0" if value[-1] != "0" else "1")})
    answer = forged.enter()
    assert answer.status == 200
    assert answer.visitor != page.visitor


def test_the_identity_outlives_a_restart(notebooks: Path, tmp_path: Path) -> None:
    with Door("participant", tmp_path, notebooks) as before:
        visitor = Visitor(before.port)
        mine = visitor.enter().visitor
    with Door("participant", tmp_path, notebooks) as after:
        assert Visitor(after.port, visitor.cookies).enter().visitor == mine


def test_the_kernel_is_the_servers_interpreter_with_its_role_and_no_secret(
    first: tuple[Visitor, Answer], door: Door,
) -> None:
    told = first[1].told
    assert told["executable"] == sys.executable
    assert told["strangers"] == []
    assert told["MINGA_ROLE"] == "participant"
    assert told["MINGA_LANGUAGE"] == "es"
    assert told["MINGA_STORE"] == f"sqlite:///{door.home / 'data' / 'minga.sqlite'}"
    assert told["MINGA_PARTICIPANTS_URL"] == "http://192.0.2.1:8866/"
    assert told["OPENBLAS_NUM_THREADS"] == "1"
    assert "MINGA_PASSPHRASE" not in told


@pytest.mark.parametrize("path", [
    "/voila/render/0_start.ipynb", "/voila/render/participate.ipynb", "/0_start.ipynb", "/participate.ipynb",
    "/voila/tree", "/voila/tree/", "/tree", "/lab", "/api/contents", "/api/contents/0_start.ipynb",
    "/voila/api/contents", "/api/kernels", "/api/sessions", "/api/terminals", "/terminals/websocket/1",
    "/api/kernelspecs", "/api/me", "/api/status", "/api", "/login", "/logout",
    "/voila/files/secret.png", "/voila/files/0_start.ipynb", "/files/secret.png", "/secret.png",
    "/voila/query/00000000-0000-4000-8000-000000000000", "/voila/execution/00000000-0000-4000-8000-000000000000",
])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nothing_else_exists(stranger: Visitor, method: str, path: str) -> None:
    answer = stranger.ask(method, path)
    assert answer.status == 404
    assert "Esta página no existe" in answer.text
    assert stranger.cookies == {}


@pytest.mark.parametrize("prefix", [
    "/voila/static/", "/voila/templates/lab/static/", "/voila/templates/", "/voila/labextensions/",
    "/voila/labextensions/anywidget/", "/voila/api/themes/", "/minga/static/", "/",
])
@pytest.mark.parametrize("up", ["../", "..%2f", "%2e%2e/", "..\\", "..%5c", "....//", "/", "%2f"])
def test_no_path_climbs_out(stranger: Visitor, prefix: str, up: str) -> None:
    for target in ("etc/passwd", "data/cookie_secret"):
        answer = stranger.get(prefix + up * 12 + target)
        assert answer.status in (400, 403, 404)
        assert "root:" not in answer.text


def test_own_kernel_is_visible_and_nobody_elses(first: tuple[Visitor, Answer], stranger: Visitor) -> None:
    visitor, page = first
    path = f"/api/kernels/{page.kernel}"
    assert visitor.get(path).status == 200
    assert stranger.get(path).status == 404


@pytest.mark.parametrize("method", ["DELETE", "POST", "PATCH", "PUT"])
def test_a_kernel_cannot_be_changed(first: tuple[Visitor, Answer], method: str) -> None:
    visitor, page = first
    assert visitor.ask(method, f"/api/kernels/{page.kernel}").status == 405
    assert visitor.ask(method, f"/api/kernels/{page.kernel}/restart").status == 404
    assert visitor.get(f"/api/kernels/{page.kernel}").status == 200


def test_a_page_that_closes_gives_its_visitor_a_moment_and_only_they_may_close_it(
    door: Door, stranger: Visitor,
) -> None:
    visitor = Visitor(door.port)
    kernel = visitor.enter().kernel
    stranger.enter()
    goodbye = f"/voila/api/leave/{kernel}"
    assert stranger.ask("POST", goodbye).status == 204
    assert Visitor(door.port, visitor.cookies).ask("POST", goodbye, Origin="http://elsewhere.example").status == 403
    assert visitor.ask("POST", f"/voila/api/shutdown/{kernel}").status == 204  # what browsers send at a download
    assert visitor.ask("POST", goodbye, Origin=f"http://127.0.0.1:{door.port}").status == 204
    assert visitor.get(f"/api/kernels/{kernel}").status == 200
    assert visitor.get("/").kernel == kernel


def test_a_browser_guessing_ahead_costs_no_kernel(stranger: Visitor) -> None:
    answer = stranger.get("/", Sec_Purpose="prefetch;prerender")
    assert answer.status == 503
    assert "kernelId" not in answer.text


def test_what_is_large_travels_compressed(stranger: Visitor) -> None:
    answer = stranger.get("/voila/static/voila.js", Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"


def test_a_cell_that_fails_shows_plain_words_and_no_traceback(tmp_path: Path) -> None:
    write_notebook(tmp_path / "nb" / "participate.ipynb", cell("secret_name = 1\n1 / 0"))
    with Door("participant", tmp_path / "h", tmp_path / "nb") as failing:
        page = Visitor(failing.port).enter().text
    assert "Esta parte de la página no se pudo mostrar" in page
    assert "ZeroDivisionError" not in page
    assert "secret_name" not in page


def test_closing_the_door_leaves_nothing_in_the_temporary_folder(notebooks: Path, tmp_path: Path) -> None:
    with Door("participant", tmp_path, notebooks) as opened:
        Visitor(opened.port).enter()
        assert list((tmp_path / "t").iterdir())
        assert opened.close() == 0
    assert until(lambda: not list((tmp_path / "t").iterdir()), 5)
