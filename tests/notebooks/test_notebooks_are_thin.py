"""The thin ring: every notebook is prose and calls, read here without running it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
FILES = sorted(NOTEBOOKS.glob("*.ipynb"))
FORBIDDEN = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.AsyncFor, ast.While,
             ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Try, ast.With, ast.If)
SCALARS = {"str": str, "int": int, "float": float, "bool": bool}
PARAMETER = re.compile(r"[a-z_][a-z0-9_]*: (str|int|float|bool) = .+  # \S.*")
MARKUP = re.compile(r"<[a-zA-Z!/][^>]*>")
A_PATH = re.compile(r"^(~|\.{1,2}/|/)|[\\/].*[\\/]|\.(csv|ipynb|sqlite|yaml|json|html|docx|xlsx)$")

pytestmark = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def notebook(file: Path) -> Any:
    return nbformat.reads(file.read_text(encoding="utf-8"), as_version=nbformat.NO_CONVERT)


def code_cells(file: Path) -> list[Any]:
    return [cell for cell in notebook(file).cells if cell.cell_type == "code"]


def parameter_cells(file: Path) -> list[Any]:
    return [cell for cell in code_cells(file) if "parameters" in cell.metadata.get("tags", [])]


def nodes(file: Path) -> Iterator[ast.AST]:
    for cell in code_cells(file):
        yield from ast.walk(ast.parse(cell.source))


def test_it_is_a_valid_notebook_of_this_format(file: Path) -> None:
    read = notebook(file)
    nbformat.validate(read)
    assert (read.nbformat, read.nbformat_minor >= 5) == (4, True)


def test_it_names_the_python_kernel(file: Path) -> None:
    assert notebook(file).metadata.kernelspec.name == "python3"
    assert notebook(file).metadata.kernelspec.language == "python"


def test_it_has_seven_to_twelve_cells(file: Path) -> None:
    assert 7 <= len(notebook(file).cells) <= 12


def test_it_begins_with_prose(file: Path) -> None:
    first = notebook(file).cells[0]
    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")


def test_code_cells_have_one_to_five_lines(file: Path) -> None:
    for cell in code_cells(file):
        if cell not in parameter_cells(file):  # those have one line for each parameter
            assert 1 <= len(cell.source.splitlines()) <= 5, cell.source


def test_code_is_python_alone_without_magics(file: Path) -> None:
    for cell in code_cells(file):
        assert ast.parse(cell.source).body, cell.source


def test_code_defines_nothing_and_loops_over_nothing(file: Path) -> None:
    assert [type(node).__name__ for node in nodes(file) if isinstance(node, FORBIDDEN)] == []


def test_code_holds_no_path_and_no_markup(file: Path) -> None:
    texts = [node.value for node in nodes(file) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert [text for text in texts if A_PATH.search(text) or MARKUP.search(text)] == []


def test_code_imports_only_what_the_workbook_knows(file: Path) -> None:
    roots = {alias.name.split(".")[0] for node in nodes(file) if isinstance(node, ast.Import) for alias in node.names}
    roots |= {(node.module or "").split(".")[0] for node in nodes(file) if isinstance(node, ast.ImportFrom)}
    assert roots <= {"minga", "minga_widgets"}


def test_exactly_one_cell_holds_parameters_as_plain_typed_commented_literals(file: Path) -> None:
    [cell] = parameter_cells(file)
    for line in cell.source.splitlines():
        assert PARAMETER.fullmatch(line), line
        [statement] = ast.parse(line).body
        assert isinstance(statement, ast.AnnAssign)
        assert isinstance(statement.annotation, ast.Name)
        assert type(ast.literal_eval(statement.value)) is SCALARS[statement.annotation.id]  # type: ignore[arg-type]


def test_nothing_that_was_run_is_kept(file: Path) -> None:
    for cell in code_cells(file):
        assert cell.outputs == []
        assert cell.execution_count is None
    assert "widgets" not in notebook(file).metadata


def test_prose_for_the_author_is_tagged_so_that_pages_and_reports_hide_it(file: Path) -> None:
    untagged = [cell.source for cell in notebook(file).cells
                if cell.cell_type == "markdown" and "author-note" not in cell.metadata.get("tags", [])]
    assert untagged == []
