"""What every command has in common: help, languages, exit codes, JSON, the store, and never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from minga import cli, i18n
from minga.cli import plans as plans_commands
from minga.store import Store

COMMANDS = ["plans", "new", "import", "export", "check", "serve", "workshop", "landing", "rehearse", "sheet", "monitor",
            "runs", "due", "backup", "restore", "doctor"]
ENGLISH = ["Usage", "Options", "Commands", "[OPTIONS]", "COMMAND", "ARGS", "default:", "Show this", "TEXT", "INTEGER",
           "PATH", "Missing", "No such", "Invalid", "Got unexpected", "requires an", "is not one of", "Try "]

WRONG = [
    ["foo"], ["--foo"], ["plans", "--foo"], ["plans", "--stor", "x"], ["plans", "x"], ["plans", "x", "y"], ["import"],
    ["monitor", "x"], ["serve", "--port"], ["serve", "--port", "abc"], ["serve", "--port", "0"],
    ["serve", "--facilitator-port", "65536"], ["serve", "--participants", "-1"], ["plans", "--language", "fr"],
    ["plans", "--json=yes"], ["export", "x", "--format", "odt"], ["new", "x", "--starts", "2027-13-01"],
    ["new", "x", "--countries", "CO ZZ"], ["new", "x", "--plan-language", "qu"],
    ["monitor", "x", "y", "--timeout", "0"], ["doctor", "--port", "1e3"], ["--json", "plans"],
]


def _run(*arguments: str, home: Path, encoding: str = "utf-8", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "minga.cli", *arguments], capture_output=True, text=True, timeout=60,
                          encoding=encoding, env={**os.environ, "MINGA_HOME": str(home), **environment})


def test_the_commands_are_those_of_the_contract_in_the_order_people_need_them(minga: Callable[..., Any]) -> None:
    shown = minga("--help").out
    assert [name for name in shown.split() if name in COMMANDS][:len(COMMANDS)] == COMMANDS
    assert list(cli.build().commands) == COMMANDS


def test_minga_alone_shows_the_help(minga: Callable[..., Any]) -> None:
    alone = minga()
    assert (alone.code, alone.out) == (0, minga("--help").out)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps_with_an_example_and_the_common_options(name: str, minga: Callable[..., Any]) -> None:
    answer = minga(name, "--help")
    assert answer.code == 0
    assert f"Ejemplo: minga {name}" in answer.words
    assert all(option in answer.out for option in ("--store", "--language", "--json", "--help"))
    assert [word for word in ENGLISH if word in answer.out] == []
    assert answer.err == ""
    assert all(len(line) <= 80 for line in answer.out.splitlines())


@pytest.mark.parametrize("language", ["pt", "en"])
def test_help_speaks_the_language_asked_for(language: str, minga: Callable[..., Any]) -> None:
    answer = minga("plans", "--help", "--language", language)
    with i18n.speaking(language):
        assert i18n.gettext("Lista los planes del almacén.") in answer.words
    assert ("Usage:" in answer.out) == ("Options:" in answer.out) == (language == "en")


def test_the_language_of_the_environment_is_the_one_in_force_unless_another_is_asked_for(
        minga: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGA_LANGUAGE", "en")
    assert "Usage:" in minga("plans", "--help").out
    assert "Uso:" in minga("plans", "--help", "--language=es").out


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_usage_leaves_with_2_and_says_what_to_do(arguments: list[str], minga: Callable[..., Any]) -> None:
    told = minga(*arguments)
    assert (told.code, "" if "--json" in arguments else told.out) == (2, "")
    assert any(sign in told.words for sign in ("--help", "Las que hay son", "después de la orden", "Se espera"))
    assert [word for word in ENGLISH if word in told.words] == []


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_usage_in_json_is_one_document(arguments: list[str], minga: Callable[..., Any]) -> None:
    told = minga(*arguments, "--json")
    assert (told.code, told.err) == (2, "")
    assert told.data["ok"] is False
    assert all(fault["message"] and fault["advice"] for fault in told.data["faults"])


def test_in_english_click_keeps_its_own_words(minga: Callable[..., Any]) -> None:
    assert "No such option" in minga("plans", "--foo", "--language", "en").err


@pytest.mark.parametrize("arguments", [
    ["plans"], ["new", "Plan uno"], ["runs"], ["export", "nada"], ["check", "nada"], ["runs", "nada"],
    ["import", "nada.md"], ["monitor", "nada", "2018-S1"], ["restore", "nada.sqlite"], ["plans", "--store", "foo://x"],
    ["serve", "--plan", "nada"], ["serve", "--port", "9000", "--facilitator-port", "9000"],
], ids=" ".join)
def test_json_is_one_document_and_nothing_else(arguments: list[str], minga: Callable[..., Any]) -> None:
    told = minga(*arguments, "--json")
    assert told.err == ""
    assert (told.code == 0) == (not isinstance(told.data, dict) or told.data["ok"])


def test_the_store_is_a_path_an_address_or_an_environment_variable(
        home: Path, minga: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    assert minga("new", "Por ruta", "--store", home / "a.sqlite").code == 0
    assert minga("new", "Por dirección", "--store", f"sqlite:///{home / 'b.sqlite'}").code == 0
    monkeypatch.setenv("MINGA_STORE", str(home / "c.sqlite"))
    assert minga("new", "Por variable").code == 0
    monkeypatch.delenv("MINGA_STORE")
    names = {file: [p["plan_id"] for p in minga("plans", "--json", "--store", home / f"{file}.sqlite").data]
             for file in "abc"}
    assert names == {"a": ["por-ruta"], "b": ["por-direccion"], "c": ["por-variable"]}
    assert not (home / "data").exists(), "the usual store was not touched"


def test_a_plan_is_made_and_listed_in_both_databases(store: Store, minga: Callable[..., Any]) -> None:
    assert minga("new", "Plan «A»", "--countries", "co, pe", "--starts", "2027-01-01").code == 0
    (plan,) = minga("plans", "--json").data
    assert (plan["plan_id"], plan["countries"], plan["starts"]) == ("plan-a", "CO PE", "2027-01-01")
    assert "→ plan-a" in minga("plans").out


def test_a_process_of_its_own_answers_the_same(sqlite_url: str, home: Path) -> None:
    made = _run("new", "Plan ñandú", "--json", home=home)
    assert (made.returncode, json.loads(made.stdout), made.stderr) == (0, {"ok": True, "plan_id": "plan-nandu"}, "")
    listed = _run("plans", home=home)
    assert (listed.returncode, listed.stdout.strip()) == (0, "→ plan-nandu   Plan ñandú")
    wrong = _run("check", "nada", home=home)
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "plan-nandu" in wrong.stderr


def test_where_the_terminal_lacks_letters_nothing_breaks(sqlite_url: str, home: Path) -> None:
    _run("new", "Plan ★ ñandú", "--plan", "uno", home=home)
    old = {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    assert _run("plans", home=home, encoding="latin-1", **old).stdout.strip() == "? uno   Plan ? ñandú"
    assert json.loads(_run("plans", "--json", home=home, **old).stdout)[0]["title"] == "Plan ★ ñandú"


def test_what_people_wrote_cannot_steer_the_terminal(minga: Callable[..., Any]) -> None:
    minga("new", "Plan \x1b[2J\u202ebonito", "--plan", "bonito")
    assert "\x1b" not in minga("plans").out
    assert "\u202e" not in minga("plans").out


def _broken(**_anything: object) -> None:
    try:
        raise KeyError("Delia")
    except KeyError as wrong:
        raise RuntimeError("la tarjeta de Delia") from wrong


def test_what_nobody_foresaw_is_one_sentence_and_a_log_without_texts(
        home: Path, minga: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans_commands.plans, "list_plans", lambda _store: _broken())
    told = minga("plans")
    log = (home / "outputs" / "errors.log").read_text(encoding="utf-8")
    assert (told.code, told.out) == (1, "")
    assert "RuntimeError" in told.err
    assert str(home / "outputs" / "errors.log") in told.err
    assert "_broken" in log
    assert "KeyError" in log
    assert "Delia" not in log + told.err
    again = minga("plans", "--json")
    assert (again.code, again.data["ok"], again.err) == (1, False, "")
    assert (home / "outputs" / "errors.log").read_text(encoding="utf-8").startswith(log)


def test_minga_debug_shows_the_traceback(
        capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGA_DEBUG", "1")
    monkeypatch.setattr(plans_commands.plans, "list_plans", lambda _store: _broken())
    with pytest.raises(SystemExit) as left:
        cli.main(["plans"])
    assert left.value.code == 1
    assert "Traceback" in capsys.readouterr().err


def test_where_no_log_can_be_written_the_sentence_still_comes(
        home: Path, minga: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "outputs").write_text("un archivo donde iría la carpeta")
    monkeypatch.setattr(plans_commands.plans, "list_plans", lambda _store: _broken())
    assert "MINGA_DEBUG=1" in minga("plans").err


def test_a_package_that_is_missing_is_named(minga: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "minga.serve.opening.supervise", None)
    told = minga("serve")
    assert told.code == 1
    assert "make workshop" in told.err


def test_an_interruption_leaves_with_130_and_a_sentence(
        minga: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_store: Store) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(plans_commands.plans, "list_plans", interrupted)
    assert minga("plans").code == 130
    told = minga("plans", "--json")
    assert (told.code, told.data["ok"]) == (130, False)


def test_every_option_that_takes_a_value_says_which_in_the_readers_language() -> None:
    for command in cli.build().commands.values():
        for option in command.params:
            if isinstance(option, click.Option) and not option.is_flag and not isinstance(option.type, click.Choice):
                assert option.metavar or isinstance(option.type, cli.output.Whole), f"{command.name} {option.name}"
