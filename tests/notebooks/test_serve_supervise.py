"""Both doors together: opened, minded and closed without a trace."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from minga.errors import ServeError
from minga.serve.opening import children, scratch, supervise
from minga.serve.opening.addresses import free_port
from minga.serve.opening.children import answers
from tests.notebooks.serving import PHRASE, Visitor, environment, free_ports, until, write_notebooks

START = "import sys; from pathlib import Path; from minga.serve.opening.supervise import serve; " \
    "sys.exit(serve(host='127.0.0.1', port=int(sys.argv[1]), facilitator_port=int(sys.argv[2]), " \
    "plan='p1', language='es', open_browser=False, notebooks_dir=Path(sys.argv[3])))"


class Workshop:
    """``serve()`` in a process of its own, and everything below it."""

    def __init__(self, home: Path, notebooks: Path) -> None:
        self.home, (self.port, self.facilitator_port) = home, free_ports(2)
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, str(self.port), str(self.facilitator_port), str(notebooks)],
            env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        )
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if "Ctrl+C" in line:
                break
        assert self.process.poll() is None, self.said + self.process.stderr.read()

    def below(self) -> list[psutil.Process]:
        """Both doors and all kernels."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def door(self, role: str) -> psutil.Process:
        """The process of one door."""
        return next(one for one in psutil.Process(self.process.pid).children() if role in one.cmdline())

    def temporary(self) -> list[Path]:
        """What lies in the temporary folder."""
        return list((self.home / "t").iterdir())

    def close(self) -> None:
        """End everything, whatever the test left."""
        everything = self.below() if self.process.poll() is None else []
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(30)
        psutil.wait_procs(everything, 20)
        self.process.stdout.close()
        self.process.stderr.close()


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    """An open workshop where one participant is in."""
    opened = Workshop(tmp_path / "h", write_notebooks(tmp_path / "nb"))
    yield opened
    opened.close()


def everybody_in(workshop: Workshop) -> list[psutil.Process]:
    """One page at each door; returns every process: doors, what forks their kernels, and the kernels."""
    assert Visitor(workshop.port).enter().told["MINGA_PLAN"] == "p1"
    facilitator = Visitor(workshop.facilitator_port)
    facilitator.log_in()
    assert facilitator.get("/voila/render/0_start.ipynb").told["MINGA_PLAN"] == "p1"
    processes = workshop.below()
    assert len(processes) >= 6
    return processes


def test_pages_are_ready_before_the_welcome_says_where_to_go_and_draws_the_code(workshop: Workshop) -> None:
    assert workshop.said.index("Preparando páginas: 1 de 1") < workshop.said.index("Minga está abierta")
    assert "Este equipo alcanza" in workshop.said
    assert Visitor(workshop.port).get("/").kernel
    assert f"http://127.0.0.1:{workshop.facilitator_port}/" in workshop.said
    assert f"http://127.0.0.1:{workshop.port}/" in workshop.said
    assert PHRASE in workshop.said
    assert "▀" in workshop.said


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_closing_ends_every_kernel_and_leaves_nothing(workshop: Workshop, how: signal.Signals) -> None:
    processes = everybody_in(workshop)
    workshop.process.send_signal(how)
    assert workshop.process.wait(30) == 0
    _gone, alive = psutil.wait_procs(processes, 2)
    assert alive == []
    assert workshop.temporary() == []


def test_when_the_supervisor_is_killed_the_doors_close_their_kernels_themselves(workshop: Workshop) -> None:
    processes = everybody_in(workshop)
    workshop.process.kill()
    _gone, alive = psutil.wait_procs(processes, 20)
    assert alive == []
    assert workshop.temporary() == []


def test_when_all_are_killed_at_once_no_process_stays_and_the_next_start_removes_what_they_left(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch,
) -> None:
    processes = everybody_in(workshop)
    for one in (psutil.Process(workshop.process.pid), workshop.door("participant"), workshop.door("facilitator")):
        one.kill()
    _gone, alive = psutil.wait_procs(processes, 20)
    assert alive == []
    monkeypatch.setattr(scratch, "short_temporary_folder", lambda: str(workshop.home / "t"))
    scratch.sweep()
    assert workshop.temporary() == []


def test_a_door_that_dies_opens_again_and_its_kernels_are_gone(workshop: Workshop) -> None:
    everybody_in(workshop)
    door = workshop.door("participant")
    family = [door, *door.children(recursive=True)]
    door.kill()
    assert "página de participantes" in workshop.process.stderr.readline()
    _gone, alive = psutil.wait_procs(family, 20)
    assert alive == []
    assert until(lambda: answers("127.0.0.1", workshop.port))
    assert Visitor(workshop.port).enter().status == 200


def test_the_phrase_does_not_reach_the_participants_process(workshop: Workshop) -> None:
    assert "MINGA_PASSPHRASE" not in workshop.door("participant").environ()


def test_a_taken_port_is_said_before_anything_is_started(workshop: Workshop, tmp_path: Path) -> None:
    with pytest.raises(ServeError, match=rf"{workshop.port}.*--port \d+"):
        supervise.serve(host="127.0.0.1", port=workshop.port, facilitator_port=free_port("127.0.0.1"))
    with pytest.raises(ServeError, match=rf"{workshop.facilitator_port}.*--facilitator-port \d+"):
        supervise.serve(host="127.0.0.1", port=free_ports(1)[0], facilitator_port=workshop.facilitator_port)
    assert not (tmp_path / "outputs").exists()


def test_both_doors_cannot_share_a_port() -> None:
    port = free_port("127.0.0.1")
    with pytest.raises(ServeError, match=rf"{port}.*--facilitator-port"):
        supervise.serve(host="127.0.0.1", port=port, facilitator_port=port)


def test_a_missing_folder_of_notebooks_is_said(tmp_path: Path) -> None:
    one, other = free_ports(2)
    with pytest.raises(ServeError, match="nowhere"):
        supervise.serve(host="127.0.0.1", port=one, facilitator_port=other, notebooks_dir=tmp_path / "nowhere")


def test_a_place_where_nothing_can_be_written_is_said(home: Path, tmp_path: Path) -> None:
    (home / "outputs").write_text("in the way")
    notebooks, (one, other) = write_notebooks(tmp_path / "n"), free_ports(2)
    with pytest.raises(ServeError, match=r"serve\.log"):
        supervise.serve(host="127.0.0.1", port=one, facilitator_port=other, notebooks_dir=notebooks)


def test_a_door_that_does_not_open_is_said_and_the_other_one_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    started = []
    original = supervise._child

    def broken(role: str, *rest: object) -> children.Child:
        child = original(role, *rest)
        if role == "participant":
            child.command = [sys.executable, "-c", "raise SystemExit(3)"]
        started.append(child)
        return child

    monkeypatch.setattr(supervise, "_child", broken)
    notebooks, (one, other) = write_notebooks(tmp_path / "n"), free_ports(2)
    with pytest.raises(ServeError, match="participantes"):
        supervise.serve(host="127.0.0.1", port=one, facilitator_port=other, notebooks_dir=notebooks)
    assert [child.died() for child in started] == [True, True]


def test_restarts_come_ever_more_slowly_and_quickly_again_after_a_steady_minute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0
    monkeypatch.setattr(children.time, "monotonic", lambda: now)
    child = children.Child("participant", "127.0.0.1", 1, [], {})
    assert [child.schedule() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    now = children.STEADY_AFTER + 1
    assert child.schedule() == 1
