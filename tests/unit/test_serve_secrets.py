"""The pass phrase and the cookie secrets."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.errors import ServeError
from minga.serve.entry import secrets


def test_there_are_at_least_256_short_distinct_words_without_accents() -> None:
    words = secrets.words()
    assert len(words) >= 256
    assert len(set(words)) == len(words)
    assert all(word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 8 for word in words)


def test_the_first_pass_phrase_has_four_different_words_of_the_list_and_stays(home: Path) -> None:
    phrase = secrets.passphrase()
    assert len(set(phrase.split())) == 4
    assert set(phrase.split()) <= set(secrets.words())
    assert secrets.passphrase() == phrase
    assert (home / "data" / "passphrase.txt").read_text().strip() == phrase


def test_another_home_gets_another_phrase(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    phrases = set()
    for name in "abcde":
        monkeypatch.setenv("MINGA_HOME", str(tmp_path / name))
        phrases.add(secrets.passphrase())
    assert len(phrases) == 5


@pytest.mark.parametrize("file", ["passphrase.txt", "cookie_secret"])
def test_only_their_owner_can_read_the_files(home: Path, file: str) -> None:
    secrets.passphrase()
    secrets.cookie_secret("participant")
    assert stat.S_IMODE((home / "data" / file).stat().st_mode) == 0o600


def test_a_file_that_others_could_read_is_closed_to_them(home: Path) -> None:
    secrets.passphrase()
    file = home / "data" / "passphrase.txt"
    file.chmod(0o644)
    secrets.passphrase()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_no_draft_stays_beside_the_files(home: Path) -> None:
    secrets.passphrase()
    secrets.cookie_secret("participant")
    assert sorted(os.listdir(home / "data")) == ["cookie_secret", "passphrase.txt"]


def test_the_variable_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets.passphrase()
    monkeypatch.setenv("MINGA_PASSPHRASE", "  otra   frase ")
    assert secrets.passphrase() == "otra frase"


def test_an_empty_file_is_an_error_that_names_it(home: Path) -> None:
    (home / "data").mkdir()
    (home / "data" / "passphrase.txt").write_text(" \n")
    with pytest.raises(ServeError, match=r"passphrase\.txt"):
        secrets.passphrase()


def test_something_unreadable_is_an_error_that_names_it(home: Path) -> None:
    (home / "data" / "passphrase.txt").mkdir(parents=True)
    with pytest.raises(ServeError, match=r"passphrase\.txt.*MINGA_HOME"):
        secrets.passphrase()


def test_the_secret_outlives_a_restart_and_differs_per_door_and_phrase() -> None:
    made = [secrets.cookie_secret("participant"), secrets.cookie_secret("facilitator", "a"),
            secrets.cookie_secret("facilitator", "b")]
    assert secrets.cookie_secret("participant") == made[0]
    assert len(set(made)) == 3
    assert all(len(secret) == 32 for secret in made)


@pytest.mark.parametrize("typed", ["arbol luna rio sol", " Árbol  LUNA\trío sol ", "arbol-luna-rio-sol"])
def test_capitals_accents_hyphens_and_spaces_do_not_matter(typed: str) -> None:
    assert secrets.same_phrase(typed, "arbol luna rio sol")


@pytest.mark.parametrize("typed", ["", "arbol luna rio", "arbollunariosol", "sol rio luna arbol"])
def test_other_words_do(typed: str) -> None:
    assert not secrets.same_phrase(typed, "arbol luna rio sol")


@given(st.text())
def test_any_text_can_be_typed(typed: str) -> None:
    assert secrets.same_phrase(typed, typed)
    assert not secrets.same_phrase(typed + "x", typed)
