"""The kernelspec, what a provisioner asks the fork server for, and a process that is not ours to wait for."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyter_client.provisioning.factory import KernelProvisionerFactory

from minga.kernels import ForkServer, install_provisioner, kernel_spec, zygote
from minga.kernels.provisioner import UNKNOWN_END, ForkedProcess, ForkProvisioner, NotForked, as_file, ask
from minga.kernels.spec import FOLDER, PROVISIONER

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "ipykernel_launcher", "-f", "/srv/k.json", "--HistoryManager.enabled=False"]


def test_the_spec_is_this_interpreter_started_by_our_provisioner() -> None:
    spec = kernel_spec()
    assert spec.argv[0] == sys.executable
    assert (spec.language, spec.metadata["kernel_provisioner"]["provisioner_name"]) == ("python", PROVISIONER)


def test_the_package_ships_the_spec_and_names_the_provisioner() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert shared == {str(FOLDER.relative_to(ROOT)): "share/jupyter/kernels/minga"}
    [(name, where)] = project["project"]["entry-points"]["jupyter_client.kernel_provisioners"].items()
    assert (name, where) == (PROVISIONER, "minga.kernels.provisioner:ForkProvisioner")


def test_the_provisioner_is_found_where_its_entry_point_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KernelProvisionerFactory, "provisioners", {})
    install_provisioner()
    assert KernelProvisionerFactory.provisioners[PROVISIONER].load() is ForkProvisioner


@given(st.dictionaries(st.text(st.characters(exclude_characters="=\0"), min_size=1), st.text()))
def test_every_environment_reaches_the_fork_server_as_it_is(environment: dict[str, str]) -> None:
    request, _ = ForkProvisioner()._request(COMMAND, {"env": environment | {"MINGA_FORKSERVER": "x"}, "cwd": "/"})
    kept = {name: value for name, value in environment.items() if name != "MINGA_FORKSERVER"}
    assert json.loads(request) == {"connection": "/srv/k.json", "argv": COMMAND[2:], "env": kept, "cwd": "/"}


@pytest.mark.parametrize(("command", "options"), [
    (["R", "--slave", "-f", "/srv/k.json"], {}),
    ([sys.executable, "-m", "xpython", "-f", "/srv/k.json"], {}),
    (COMMAND, {"independent": True}),
    (COMMAND, {"stdout": subprocess.PIPE}),
    (COMMAND, {"user": "nobody"}),
])
def test_what_a_fork_cannot_give_is_left_to_an_ordinary_start(command: list[str], options: dict[str, object]) -> None:
    with pytest.raises(NotForked):
        ForkProvisioner()._request(command, {"env": {}, **options})


def test_standard_streams_are_taken_as_popen_takes_them(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as log:
        assert as_file(log) == log.fileno()
    assert os.fstat(as_file(subprocess.DEVNULL)).st_rdev == os.stat(os.devnull).st_rdev
    assert as_file(2) == 2


def test_a_forked_process_is_seen_to_end_and_is_never_signalled_after() -> None:
    real = subprocess.Popen(["sleep", "600"])
    process = ForkedProcess(real.pid, os.pidfd_open(real.pid))
    assert process.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0)
    process.send_signal(signal.SIGKILL)
    assert process.wait(30) == process.poll() == UNKNOWN_END
    real.wait()
    process.terminate()
    assert process.returncode == UNKNOWN_END


@pytest.fixture
def listener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """A socket where a fork server would listen."""
    monkeypatch.chdir(tmp_path)  # socket paths must be short
    with zygote.listening("s") as made:
        yield made


def asked(seconds: float = 30.0) -> ForkedProcess:
    """Ask for a kernel at that socket."""
    async def go() -> ForkedProcess:
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asking:
            asking.setblocking(False)
            async with asyncio.timeout(seconds):
                return await ask(asking, "s", b"{}", [1, 2])

    return asyncio.run(go())


@pytest.mark.parametrize("answer", [b"", b'{"refused": "2 threads"}', b'{"pid": 1}', b"[]", b"what"])
def test_no_kernel_comes_of_an_answer_without_one(listener: socket.socket, answer: bytes) -> None:
    def reply() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(1024)
            if answer:
                connection.send(answer)

    server = threading.Thread(target=reply)
    server.start()
    with pytest.raises(NotForked):
        asked()
    server.join()


def test_a_fork_server_that_says_nothing_is_not_waited_for_longer_than_asked(listener: socket.socket) -> None:
    with pytest.raises(TimeoutError):
        asked(0.05)


def test_only_this_user_may_ask(listener: socket.socket) -> None:
    assert os.stat("s").st_mode & 0o777 == 0o600


def test_what_cannot_be_imported_is_said_and_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    zygote.load("no_such_module")
    zygote.load("json:no_such_function")
    assert "no_such_module was not loaded" in caplog.text
    assert "json:no_such_function was not loaded" in caplog.text


class Pauses(threading.Event):
    """Notes how long somebody would wait, and ends after so many times."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.waited: list[float] = []
        self._most = most

    def wait(self, timeout: float | None = None) -> bool:
        self.waited.append(timeout or 0)
        if len(self.waited) == self._most:
            self.set()
        return self.is_set()


def test_a_fork_server_that_cannot_start_is_tried_again_after_growing_pauses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(ForkServer, "_watch", lambda self: "exit 1")
    server = ForkServer(tmp_path)
    server._ending = pauses = Pauses(10)
    server._keep()
    assert pauses.waited == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30.0, 30.0]
    assert caplog.text.count("the fork server ended (exit 1)") == 10


def test_a_fork_server_that_was_not_started_is_not_waited_for(tmp_path: Path) -> None:
    assert not ForkServer(tmp_path).ready(600)


def test_threads_are_counted_by_the_system() -> None:
    before, end = zygote.threads(), threading.Event()
    one = threading.Thread(target=end.wait)
    one.start()
    during = zygote.threads()
    end.set()
    one.join()
    assert during == before + 1
