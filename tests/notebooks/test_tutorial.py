"""The analysts' tutorial, followed literally: what stands in its blocks is what is run, in a copy of the clone."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from minga import cli
from minga.runs import prepared_kernels

ROOT = Path(__file__).resolve().parents[2]
GUIDES = {"en": ROOT / "docs" / "analysts.md", "es": ROOT / "docs" / "analysts.es.md"}
PLAN = "red-ejemplo-2018-2019"
NOT_HERE = ("make ", ". .venv/")
"""What a clone has once and this copy has already."""


def blocks(language: str) -> list[list[str]]:
    """The lines of each block of commands of the tutorial, without their comments."""
    text = GUIDES[language].read_text(encoding="utf-8")
    tutorial = re.split(r"^## ", text, flags=re.MULTILINE)[1]
    assert tutorial.startswith("Tutorial")
    return [[re.sub(r"\s+#.*", "", line) for line in block.splitlines() if line]
            for block in re.findall(r"^```sh\n(.*?)^```", tutorial, re.DOTALL | re.MULTILINE)]


@pytest.fixture
def clone(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folders of a clone that the tutorial touches, and the terminal in it."""
    for folder in ("notebooks", "parameters", "data/examples"):
        shutil.copytree(ROOT / folder, home / folder)
    monkeypatch.chdir(home)
    with prepared_kernels():  # six runs one after another
        yield home


def follow(line: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Do what a line says; the exit code and what was printed."""
    if line.startswith(NOT_HERE):
        return 0, ""
    if not line.startswith("minga "):
        done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr
    capsys.readouterr()
    with pytest.raises(SystemExit) as left:
        cli.main(line.split()[1:])
    printed = capsys.readouterr()
    return int(left.value.code or 0), printed.out + printed.err


def state_of_1_2(folder: Path) -> tuple[str, int]:
    """How indicator 1.2 stands, and how many reached their target."""
    with (folder / "indicator_status.csv").open(encoding="utf-8", newline="") as file:
        [state] = [row["state"] for row in csv.DictReader(file) if row["code"] == "1.2"]
    return state, json.loads((folder / "summary.json").read_text(encoding="utf-8"))["indicators"]["met"]


def test_the_tutorial_works_as_it_is_written(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place, steps = clone / "outputs" / PLAN / "2018-S2", blocks("en")
    english = place / "language=en"
    first, change, others, refused, own, run_own, due = steps
    for line in first:
        assert follow(line, capsys)[0] == 0, line
    before = state_of_1_2(english)
    for line in change:
        assert follow(line, capsys)[0] == 0, line
    after = state_of_1_2(english)
    assert (before[0], after[0]) == ("below", "met")
    assert after[1] == before[1] + 1
    for line in others:
        assert follow(line, capsys)[0] == 0, line
    for made in (english, place / "indicator" / "indicator=1.1", place / "review" / "minutes=90",
                 clone / "outputs" / "everything" / "2024-S1" / "portfolio", place / "audience=public"):
        assert (made / "report.html").is_file()
    assert not (place / "report.html").exists()  # nobody asked for the one in the plan's own language
    [wrong] = refused
    code, said = follow(wrong, capsys)
    assert (code, "minutes" in said) == (2, True)
    for line in own:
        assert follow(line, capsys)[0] == 0, line
    make_it_ones_own(clone)
    for line in run_own:
        assert follow(line, capsys)[0] == 0, line
    page = (place / "my_summary" / "report.html").read_text(encoding="utf-8")
    assert "Lo que aprendimos" in page
    assert "m-overdue-finding" not in page
    with (clone / "parameters" / "scheduling" / "due.yaml").open("a", encoding="utf-8") as schedule:
        schedule.write("  - template: my_summary\n")
    asked, _run = due
    code, said = follow(asked, capsys)
    assert (code, "my_summary" in said) == (0, True)


def make_it_ones_own(clone: Path) -> None:
    """What the tutorial asks to do in JupyterLab: fewer parts, and some prose."""
    file = clone / "notebooks" / "my_summary.ipynb"
    notebook = nbformat.read(file, as_version=4)
    kept = ("open_report", "report.header", "report.indicators", "report.finish", "plan: str")
    notebook.cells = [cell for cell in notebook.cells
                      if cell.cell_type == "code" and any(words in cell.source for words in kept)]
    notebook.cells.insert(3, nbformat.v4.new_markdown_cell("## Lo que aprendimos\n\nDos frases nuestras."))
    nbformat.write(notebook, file)


def test_both_languages_type_the_same_commands() -> None:
    english, spanish = ([[re.sub(r" --language \w\w", "", line) for line in block] for block in blocks(language)]
                        for language in GUIDES)
    assert english == spanish
