"""The first step on a fresh machine: the right Python is found, or the person is told how to get one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "make_venv.sh"
_OLD = "#!/bin/sh\ncase $1 in --version) echo Python 3.9.2;; -c) exit 1;; esac\n"
_WITHOUT_VENV = ('#!/bin/sh\ncase $2 in *ensurepip*) exit 1;; *print*) echo 3.12;; esac\n')
_GOOD = '#!/bin/sh\ncase $1 in --version) echo Python 3.12.9;; -m) echo "$0 $*" > called;; esac\n'


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder with a space in its name, and next to it all the programs that this machine has."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "una carpeta").mkdir()
    (tmp_path / "bin" / "id").write_text("#!/bin/sh\necho 1000\n")
    (tmp_path / "bin" / "id").chmod(0o755)
    return tmp_path / "una carpeta"


def _has(machine: Path, name: str, script: str) -> None:
    (machine.parent / "bin" / name).write_text(script)
    (machine.parent / "bin" / name).chmod(0o755)


def _make_venv(machine: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    shell = shutil.which("sh")
    assert shell
    return subprocess.run([shell, str(SCRIPT)], cwd=machine, capture_output=True, text=True, check=False,
                          env={"PATH": str(machine.parent / "bin"), **environment})


def test_without_python_it_says_how_to_get_one(machine: Path) -> None:
    done = _make_venv(machine)
    assert done.returncode == 1
    assert "necesita Python 3.11 o más nuevo" in done.stderr
    assert "needs Python 3.11 or newer, and this machine has: no Python" in done.stderr
    assert "sudo apt-get install python3 python3-venv" in done.stderr


def test_an_old_python_is_named(machine: Path) -> None:
    _has(machine, "python3", _OLD)
    done = _make_venv(machine)
    assert done.returncode == 1
    assert "Python 3.9.2" in done.stderr


def test_a_newer_python_beside_an_old_one_is_found(machine: Path) -> None:
    _has(machine, "python3", _OLD)
    _has(machine, "python3.12", _GOOD)
    done = _make_venv(machine)
    assert done.returncode == 0, done.stderr
    assert "3.12.9" in done.stdout
    assert "-m venv --clear .venv" in (machine / "called").read_text()


def test_a_python_without_venv_is_answered_with_the_command_that_mends_it(machine: Path) -> None:
    _has(machine, "python3", _WITHOUT_VENV)
    done = _make_venv(machine)
    assert done.returncode == 1
    assert "sudo apt-get install python3.12-venv" in done.stderr


def test_root_on_debian_gets_the_missing_venv_installed(machine: Path) -> None:
    _has(machine, "id", "#!/bin/sh\necho 0\n")
    _has(machine, "apt-get", '#!/bin/sh\necho "$*" >> asked\n')
    _has(machine, "python3", '#!/bin/sh\ncase $2 in *ensurepip*) [ -f asked ];; *print*) echo 3.12;; esac\n')
    done = _make_venv(machine)
    assert done.returncode == 0, done.stderr
    assert "python3.12-venv" in (machine / "asked").read_text()


def test_the_python_that_was_asked_for_comes_first(machine: Path) -> None:
    _has(machine, "python3", _GOOD)
    _has(machine, "mipython", _GOOD)
    assert _make_venv(machine, PYTHON="mipython").returncode == 0
    assert "mipython" in (machine / "called").read_text()


def test_an_environment_that_works_is_kept(machine: Path) -> None:
    (machine / ".venv" / "bin").mkdir(parents=True)
    (machine / ".venv" / "bin" / "python").symlink_to(sys.executable)
    assert _make_venv(machine).returncode == 0
    assert not (machine / "called").exists()
