"""What is said in two places says the same: requirements, lock files, checks, documentation."""

from __future__ import annotations

import ast
import os
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import click
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

from minga import i18n
from tools import dictionary

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# PyPI's name → conda-forge's name, where they differ.
_CONDA_NAMES = {"brotli": "brotli-python"}


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _wanted(lines: list[str]) -> dict[str, str]:
    """Plain name → version bounds, in a settled order."""
    found = map(Requirement, lines)
    return {_plain(r.name): ",".join(sorted(map(str, r.specifier))) for r in found}


def _runtime() -> list[str]:
    extras = PROJECT["project"]["optional-dependencies"]
    return [*PROJECT["project"]["dependencies"], *(line for lines in extras.values() for line in lines)]


def _locked(name: str) -> dict[str, set[Version]]:
    """Plain name → the locked versions; several when they depend on the version of Python."""
    found: dict[str, set[Version]] = {}
    for line in _read(name).splitlines():
        if made := re.match(r"([A-Za-z0-9._-]+)==([^\s;\\]+)", line):
            found.setdefault(_plain(made[1]), set()).add(Version(made[2]))
    return found


def test_conda_users_get_the_same_requirements_as_everybody() -> None:
    listed = yaml.safe_load(_read("environment.yml"))["dependencies"]
    conda = _wanted([line for line in listed if isinstance(line, str) and line != "pip"])
    wanted = {_CONDA_NAMES.get(name, name): bounds for name, bounds in _wanted(_runtime()).items()}
    assert conda == {**wanted, "python": PROJECT["project"]["requires-python"]}


def test_conda_users_install_the_project_itself_with_pip() -> None:
    environment = yaml.safe_load(_read("environment.yml"))
    assert environment["name"] == "minga"
    assert environment["channels"] == ["conda-forge"]
    assert [line for line in environment["dependencies"] if not isinstance(line, str)] == [{"pip": ["-e ."]}]


@pytest.mark.parametrize(("file", "lines"), [
    ("requirements.lock", _runtime()),
    ("requirements-test.lock", [*_runtime(), *PROJECT["dependency-groups"]["test"]]),
])
def test_every_requirement_is_locked_within_its_bounds(file: str, lines: list[str]) -> None:
    locked = _locked(file)
    for requirement in map(Requirement, lines):
        versions = locked.get(_plain(requirement.name), set())
        assert versions, f"{requirement.name} is not in {file}: make lock"
        assert all(requirement.specifier.contains(v, prereleases=True) for v in versions), f"{requirement}: make lock"


def test_the_tests_run_with_the_versions_that_people_get() -> None:
    people, tests = _locked("requirements.lock"), _locked("requirements-test.lock")
    assert {name: tests.get(name) for name in people} == people


@pytest.mark.parametrize("file", ["requirements.lock", "requirements-test.lock"])
def test_a_lock_file_has_a_hash_for_everything_and_an_address_for_nothing(file: str) -> None:
    text = _read(file)
    assert "://" not in text
    assert all(line.lstrip().startswith("--hash=") for line in text.splitlines() if line.lstrip().startswith("-"))
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_the_layers_name_every_room_of_the_house() -> None:
    (layers,) = [c["layers"] for c in PROJECT["tool"]["importlinter"]["contracts"] if c["type"] == "layers"]
    named = {room.strip() for layer in layers for room in re.split(r"[|:]", layer)}
    there = {f.stem for f in (ROOT / "minga").iterdir() if f.suffix == ".py" or (f / "__init__.py").is_file()}
    assert there - {"__init__", "__main__"} <= named


def test_pre_commit_runs_what_make_lint_runs() -> None:
    lint = re.search(r"^lint:.*\n((?:\t.*\n)+)", _read("Makefile"), flags=re.MULTILINE)
    assert lint
    make = [line.strip().lstrip("@").replace("$(PY)", ".venv/bin/python") for line in lint[1].splitlines()]
    (repository,) = yaml.safe_load(_read(".pre-commit-config.yaml"))["repos"]
    assert [hook["entry"] for hook in repository["hooks"]] == make
    assert {(hook["language"], hook["pass_filenames"]) for hook in repository["hooks"]} == {("system", False)}


def test_continuous_integration_runs_make_test() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert re.search(r"^make test$", _read(".ci/run"), flags=re.MULTILINE)
    assert "set -eu" in _read(".ci/run")


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", _read("Makefile"), flags=re.MULTILINE))


_PAGES = [name for name in ("README.md", "README.es.md", "CONTRIBUTING.md", *(
    str(f.relative_to(ROOT)) for f in sorted((ROOT / "docs").glob("**/*.md")))) if (ROOT / name).is_file()]


def _commands(page: str, program: str) -> list[list[str]]:
    """The calls of a program in a page's blocks of code and inline code."""
    text = _read(page)
    blocks = "\n".join(re.findall(r"^```[a-z]*\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE))
    lines = blocks.splitlines() + re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)
    calls = [re.sub(r"\s+#.*", "", line).strip().removeprefix("$ ").removeprefix(".venv/bin/") for line in lines]
    return [call.split() for call in calls if re.match(rf"{program}\s+[a-z]", call)]


@pytest.mark.parametrize("page", _PAGES)
def test_every_make_command_of_a_page_exists(page: str) -> None:
    asked = {word for call in _commands(page, "make") for word in call[1:2]}
    assert asked - _targets() == set()


@pytest.mark.parametrize("page", _PAGES)
def test_every_minga_command_and_option_of_a_page_exists(page: str) -> None:
    from minga.cli import build

    main = build()
    for _program, name, *words in _commands(page, "minga"):
        command = main.commands.get(name)
        assert command is not None, f"{page}: minga {name}"
        options = {o for c in (command, main) for p in c.params if isinstance(p, click.Option)
                   for o in (*p.opts, *p.secondary_opts)} | {"--help"}
        asked = {word.split("=")[0].strip("[]") for word in words if word.strip("[").startswith("--")}
        assert asked <= options, f"{page}: minga {name} {' '.join(sorted(asked - options))}"


@pytest.mark.parametrize("page", ["README.md", "README.es.md"])
def test_the_readme_begins_with_the_two_commands(page: str) -> None:
    assert [call[1] for call in _commands(page, "make")][:2] == ["workshop", "test"]


def test_the_changelog_has_an_entry_for_this_version() -> None:
    version = re.escape(PROJECT["project"]["version"])
    assert re.search(rf"^## \[?{version}\]?", _read("CHANGELOG.md"), flags=re.MULTILINE)


@pytest.mark.parametrize("code", i18n.LANGUAGES)
def test_the_data_dictionary_is_as_the_schema_says(code: str) -> None:
    (text,) = [text for file, text in dictionary.pages().items() if file.name == f"data-dictionary.{code}.md"]
    assert _read(f"docs/data-dictionary.{code}.md") == text, "`make dictionary` writes it again"


def _imported() -> set[str]:
    names: set[str] = set()
    for file in [*ROOT.glob("minga/**/*.py"), *ROOT.glob("widgets/**/*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names.add(str(node.module).partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"minga", "minga_widgets"}


def test_every_library_that_is_imported_is_a_requirement_of_our_own() -> None:
    distributions = packages_distributions()
    declared = {re.split(r"[\[<>=; ]", r)[0].lower().replace("_", "-") for r in (
        *PROJECT["project"]["dependencies"], *chain(*PROJECT["project"]["optional-dependencies"].values()))}
    missing = {name for name in _imported()
               if not {d.lower().replace("_", "-") for d in distributions.get(name, [name])} & declared}
    assert missing == set()
