"""What a door prepares before it opens, and what its pages say."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from minga import i18n
from minga.serve.entry.policy import FILE_POLICY, notebook_policy, small_page_policy
from minga.serve.front import files, pages
from minga.serve.kernel_way.handlers import NOTEBOOK_NAME
from minga.serve.opening import door
from minga.serve.watching.errors import reason_told


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An environment that a stranger has configured for other work; changes do not outlive the test."""
    strangers = {"JUPYTER_PATH": "/elsewhere", "PYTHONSTARTUP": "/elsewhere/x.py", "MINGA_PASSPHRASE": "luna",
                 "OMP_NUM_THREADS": "8"}
    made = {**os.environ, **strangers}
    monkeypatch.setattr(os, "environ", made)
    return made


def test_kernels_find_the_role_the_language_and_the_address(environment: dict[str, str]) -> None:
    door.prepare_environment("participant", "pt-BR", "http://192.0.2.1:8866/")
    assert environment["MINGA_ROLE"] == "participant"
    assert environment["MINGA_LANGUAGE"] == "pt"
    assert environment["MINGA_PARTICIPANTS_URL"] == "http://192.0.2.1:8866/"
    assert environment["OMP_NUM_THREADS"] == environment["OPENBLAS_NUM_THREADS"] == "1"


def test_kernels_find_neither_the_phrase_nor_a_strangers_settings(environment: dict[str, str]) -> None:
    door.prepare_environment("facilitator", "es", "")
    assert {"MINGA_PASSPHRASE", "PYTHONSTARTUP", "JUPYTER_PATH"}.isdisjoint(environment)


def test_the_store_and_the_folders_are_told_in_full(
    environment: dict[str, str], home: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(home)
    environment["MINGA_STORE"] = "sqlite:///sub/plan.sqlite"
    door.prepare_environment("facilitator", "es", "")
    assert environment["MINGA_STORE"] == f"sqlite:///{home / 'sub' / 'plan.sqlite'}"
    assert environment["MINGA_HOME"] == str(home)


@pytest.mark.parametrize("url", ["sqlite:////srv/a.sqlite", "sqlite:///:memory:", "sqlite://", "postgresql://h/db"])
def test_other_store_addresses_stay_as_they_are(url: str) -> None:
    assert door.absolute_store(url) == url


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_page_has_its_words_in_every_language(language: str) -> None:
    with i18n.speaking(language):
        assert all(pages.page_words().values())
        assert all(len(pages.error_words(status)) == 2 for status in (403, 404, 429, 500, 503))


@pytest.mark.parametrize("made", [notebook_policy, small_page_policy])
def test_no_policy_allows_a_script_inside_a_page_or_another_host(made: Callable[..., str]) -> None:
    for secure, socket in ((False, "ws://192.0.2.1:8866"), (True, "wss://192.0.2.1:8866")):
        policy = made("192.0.2.1:8866", secure=secure)
        scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
        assert "unsafe-inline" not in scripts
        assert f"connect-src 'self' {socket};" in policy
        assert "http:" not in policy
        assert "*" not in policy


def test_only_voilas_front_end_may_evaluate_text_and_a_file_may_do_nothing() -> None:
    assert "unsafe-eval" not in small_page_policy("192.0.2.1")
    assert "blob:" not in small_page_policy("192.0.2.1")
    assert FILE_POLICY.startswith("default-src 'none'")
    assert "script-src" not in FILE_POLICY


@pytest.mark.parametrize("made", [notebook_policy, small_page_policy])
@pytest.mark.parametrize("host", ["a; script-src *", "a b", "", "a\r\nX: y"])
def test_a_hostile_host_does_not_get_into_the_policy(made: Callable[..., str], host: str) -> None:
    assert "connect-src 'self';" in made(host)


@pytest.mark.parametrize("name", ["../a.ipynb", "a/b.ipynb", ".a.ipynb", "a.py", "a.ipynb/", "a.ipynb\n", "%2e.ipynb"])
def test_only_plain_names_are_notebooks(name: str) -> None:
    assert not NOTEBOOK_NAME.fullmatch(name)


def test_the_pages_of_the_template_ask_no_other_host_for_anything() -> None:
    texts = [file.read_text(encoding="utf-8") for file in pages.TEMPLATE.rglob("*") if file.is_file()]
    assert len(texts) >= 8
    assert not [text for text in texts if "https://" in text or "//cdn" in text]


def test_the_script_of_the_page_has_no_words_of_its_own() -> None:
    script = "".join(files.part(stem) for stems in files.PARTS.values() for stem in stems)
    code = "\n".join(line.split("//")[0] for line in script.splitlines())
    assert "textContent = \"" not in code
    assert "innerHTML" not in code


def test_the_tokens_of_the_widgets_come_with_the_page() -> None:
    assert pages.tokens().count("{") == pages.tokens().count("}")


def test_a_door_that_cannot_be_made_leaves_its_reason_for_whoever_started_it(home: Path) -> None:
    begun = datetime.now(UTC) - timedelta(seconds=1)
    broken = ("import sys; sys.modules['voila'] = None; from minga.serve.opening import door; "
              "sys.exit(door.main(['participant', '--port', '9']))")
    ended = subprocess.run([sys.executable, "-c", broken], stderr=subprocess.PIPE, check=False)
    log = home / "serve.log"
    log.write_bytes(ended.stderr)
    assert ended.returncode == 1
    assert "voila" in reason_told(log, "participant", begun)
    assert reason_told(log, "facilitator", begun) == ""
    assert reason_told(log, "participant", begun + timedelta(days=1)) == ""
