"""The command line as a fixture: ``minga("plans", "--json")`` runs it in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from minga import cli


@dataclass(frozen=True)
class Answer:
    """What a command left: its exit code and what it printed on each stream."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The one JSON document on the output; ValueError when there is anything else."""
        return json.loads(self.out)

    @property
    def words(self) -> str:
        """Everything a person reads, on one line, so that a test does not depend on where lines break."""
        return " ".join((self.out + " " + self.err).split())


@pytest.fixture
def minga(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Runs a command; arguments may be anything that has a text."""

    def run(*arguments: object) -> Answer:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            cli.main([str(a) for a in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Answer(int(left.value.code or 0), out, err)

    return run
