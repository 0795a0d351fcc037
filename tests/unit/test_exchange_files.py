"""Files appear whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from minga.errors import StoreError
from minga.exchange import files


def test_a_file_is_replaced_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    target = tmp_path / "new" / "plan.md"
    files.write_text(target, "uno\n")
    files.write_text(target, "dos\r\n")
    assert target.read_bytes() == b"dos\r\n"
    assert os.listdir(target.parent) == ["plan.md"]


def test_a_failure_in_the_middle_leaves_the_last_good_file_and_no_leftovers(tmp_path: Path) -> None:
    target = files.write_text(tmp_path / "plan.md", "bueno")

    def fails() -> None:
        with files.whole_file(target) as handle:
            handle.write(b"a medias")
            raise KeyError("algo")

    with pytest.raises(KeyError):
        fails()
    assert target.read_text() == "bueno"
    assert os.listdir(tmp_path) == ["plan.md"]


def test_an_equal_file_is_not_written_again(tmp_path: Path) -> None:
    target = files.write_text(tmp_path / "cards.csv", "igual")
    os.utime(target, (1, 1))
    files.write_text(target, "igual")
    assert target.stat().st_mtime == 1


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "ocupado").write_text("no es una carpeta")
    with pytest.raises(StoreError, match="ocupado"):
        files.write_text(tmp_path / "ocupado" / "plan.md", "x")
    assert os.listdir(tmp_path) == ["ocupado"]


def test_a_new_file_has_the_permissions_that_the_persons_umask_gives(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        target = files.write_text(tmp_path / "plan.md", "x")
    finally:
        os.umask(before)
    assert target.stat().st_mode & 0o777 == 0o640
