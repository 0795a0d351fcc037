"""Forked kernels: each one its own, none hurt by the end of the fork server, none left by the end of its owner."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
import papermill
import pytest

from minga.kernels import ForkServer, provisioner
from minga.kernels.forkserver import ADDRESS
from minga.kernels.spec import FOLDER
from tests.notebooks.forked import OurManager, Running, children, end, kernel, lives
from tests.notebooks.serving import until

OWNER = """
import sys, tempfile
from pathlib import Path
from minga.kernels import ForkServer
from tests.notebooks.forked import kernel
with ForkServer(Path(sys.argv[1])) as server:
    assert server.ready(30)
    with kernel() as forked:
        program = forked.said("import subprocess; print(subprocess.Popen(['sleep', '600']).pid)")
        print(server.pid, forked.pid, program, int(forked.forked), flush=True)
        sys.stdin.read()
"""


@pytest.fixture(scope="module")
def server() -> Iterator[ForkServer]:
    """A fork server that has imported numpy, looked after closely."""
    with tempfile.TemporaryDirectory(prefix="f", dir="/tmp") as folder, \
            ForkServer(Path(folder), ["numpy.random"], look_seconds=0.5, answer_seconds=0.5) as made:
        assert made.ready(30)
        yield made


@pytest.fixture
def ready(server: ForkServer) -> ForkServer:
    """The fork server, at work again whatever the test before did to it."""
    assert server.ready(30)
    return server


def test_two_kernels_begin_different_random_sequences(ready: ForkServer) -> None:
    ask = "import random, numpy; print(random.random(), numpy.random.random(), numpy.random.default_rng().random())"
    with kernel() as one, kernel() as other:
        assert one.forked
        assert other.forked
        assert not set(one.said(ask).split()) & set(other.said(ask).split())


def test_the_environment_and_the_folder_of_one_kernel_are_never_seen_in_another(ready: ForkServer) -> None:
    ask = "import os; print([os.environ.get(n) for n in ('HTTP_X_MINGA_USER', 'QUERY_STRING', 'MINGA_FORKSERVER')])"
    with kernel(HTTP_X_MINGA_USER="anna", QUERY_STRING="t=secret") as one, kernel(HTTP_X_MINGA_USER="beto") as other:
        assert one.said(ask) == "['anna', 't=secret', None]"
        assert other.said(ask) == "['beto', None, None]"
        one.said("import os; os.environ['LATER'] = '1'; os.chdir('/')")
        assert other.said("import os; print(os.environ.get('LATER'), os.getcwd())") == f"None {os.getcwd()}"


def test_a_forked_kernel_does_what_a_kernel_does(ready: ForkServer) -> None:
    with kernel() as one:
        assert one.said("import asyncio; await asyncio.sleep(0); print('después')") == "después"
        assert one.said("x = 41") == ""
        assert one.said("print(x + 1)") == "42"
        assert one.said("import sys; print(sys.argv[0], '' in sys.path)") == "ipykernel_launcher True"
        assert until(one.client.hb_channel.is_beating)
        failed = one.client.execute_interactive("1 / 0", output_hook=lambda _: None, timeout=30)
        assert failed["content"]["ename"] == "ZeroDivisionError"
        info = one.client.kernel_info(reply=True, timeout=30)["content"]
        assert info["language_info"]["name"] == "python"
        assert "debugger" not in info["supported_features"]


def test_a_forked_kernel_is_interrupted_restarted_and_shut_down(ready: ForkServer) -> None:
    with kernel() as one:
        asked = one.client.execute("print('en marcha'); import time; time.sleep(600)")
        assert until(lambda: "en marcha" in str(one.client.get_iopub_msg(timeout=30)["content"]))
        one.manager.interrupt_kernel()
        reply = one.client._recv_reply(asked, timeout=30)
        assert reply["content"]["ename"] == "KeyboardInterrupt"
        before = one.pid
        one.client.stop_channels()
        one.manager.restart_kernel()
        assert one.pid != before
        assert not lives(before)
        assert one.forked
        again = Running(one.manager)
        assert again.said("print('x' in dir())") == "False"
        process = one.manager.provisioner.process
        again.client.stop_channels()
        one.manager.shutdown_kernel()
        assert process.poll() is not None
        assert not lives(process.pid)


def test_the_provisioner_sees_the_end_of_its_kernel_and_no_zombie_stays(ready: ForkServer) -> None:
    with kernel() as one:
        process = one.manager.provisioner.process
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0)
        process.terminate()
        assert process.wait(30) == provisioner.UNKNOWN_END
        process.kill()  # gone already is fine
        assert not one.manager.is_alive()
        assert ready.pid is not None
        assert until(lambda: one.pid not in children(ready.pid or 0))


def test_kernels_outlive_the_fork_server_and_new_ones_start_meanwhile_and_after(ready: ForkServer) -> None:
    with kernel() as one:
        first, restarts = ready.pid, ready.restarts
        os.kill(first or 0, signal.SIGKILL)
        assert until(lambda: not lives(first or 0))
        assert one.said("print('sigo')") == "sigo"
        with kernel() as meanwhile:
            assert meanwhile.said("print('también')") == "también"
        assert until(lambda: ready.restarts > restarts)
        assert ready.ready(30)
        with kernel() as after:
            assert after.forked
            assert ready.pid != first
        assert one.said("print('sigo')") == "sigo"


def test_a_hung_fork_server_costs_its_limit_and_is_replaced(ready: ForkServer) -> None:
    hung = ready.pid or 0
    os.kill(hung, signal.SIGSTOP)
    with kernel(answer_seconds=0.2) as one:
        assert not one.forked
        assert one.said("print('igual')") == "igual"
    assert until(lambda: not lives(hung))
    assert ready.ready(30)
    assert ready.pid != hung


def test_somebody_who_does_not_wait_leaves_no_kernel(ready: ForkServer) -> None:
    request = json.dumps({"connection": "/nowhere/k.json", "argv": ["k"], "env": {}, "cwd": "/"}).encode()
    own = os.pidfd_open(os.getpid())
    for patience in (False, True):
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asking:
            asking.connect(ready.address)
            socket.send_fds(asking, [request], [1, 2, own])
            if patience:
                asking.recv(1024)
    os.close(own)
    assert until(lambda: children(ready.pid or 0) == [])


def test_nothing_is_left_when_the_owner_is_killed(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="f", dir="/tmp") as folder:
        owner = subprocess.Popen([sys.executable, "-c", OWNER, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                 env={**os.environ, "PYTHONPATH": os.getcwd()})
        assert owner.stdout is not None
        assert owner.stdin is not None
        *pids, forked = [int(word) for word in owner.stdout.readline().split()]
        try:
            assert forked == 1
            assert len(pids) == 3
            assert all(lives(pid) for pid in pids)
            owner.kill()
            assert until(lambda: not any(lives(pid) for pid in pids))
        finally:
            owner.kill()
            owner.wait()
            owner.stdin.close()
            owner.stdout.close()
            for pid in pids:
                end(pid)


def test_a_fork_server_with_threads_forks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "busy.py").write_text("import threading\ndef work():\n    threading.Thread(target=threading.Event()"
                                      ".wait, daemon=True).start()\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with tempfile.TemporaryDirectory(prefix="f", dir="/tmp") as folder, ForkServer(Path(folder), ["busy:work"]) as made:
        assert made.ready(30)
        command = [sys.executable, "-m", provisioner.LAUNCHER, "-f", str(tmp_path / "k.json")]
        with pytest.raises(provisioner.NotForked, match="2 threads"):
            asyncio.run(provisioner.ForkProvisioner(server=made.address)._fork(command, {"env": {}}))


def test_kernels_start_in_the_ordinary_way_on_other_systems(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("minga.kernels.forkserver.sys.platform", "darwin")
    monkeypatch.delenv(ADDRESS, raising=False)
    with ForkServer(tmp_path) as made:
        assert made.pid is None
        assert ADDRESS not in os.environ
    monkeypatch.undo()
    monkeypatch.setattr(provisioner, "supported", lambda: False)
    with kernel() as one:
        assert not one.forked
        assert one.said("print('igual')") == "igual"


def test_papermill_runs_through_the_spec(ready: ForkServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kernels").mkdir()
    (tmp_path / "kernels/minga").symlink_to(FOLDER)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    cells = [nbformat.v4.new_code_cell("n = 1", metadata={"tags": ["parameters"]}),
             nbformat.v4.new_code_cell("import os; print(n, os.getppid())")]
    spec = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=spec), tmp_path / "in.ipynb")
    done = papermill.execute_notebook(tmp_path / "in.ipynb", tmp_path / "out.ipynb", parameters={"n": 7},
                                      kernel_name="minga", progress_bar=False)
    assert done.cells[-1].outputs[0].text == f"7 {ready.pid}\n"


def test_a_manager_may_ask_for_a_log_of_the_kernels_own_streams(ready: ForkServer, tmp_path: Path) -> None:
    manager = OurManager(connection_file=str(tmp_path / "k.json"))
    with (tmp_path / "log").open("w") as log:
        manager.start_kernel(stderr=log, stdout=subprocess.DEVNULL)
    try:
        one = Running(manager)
        one.said("import os; os.write(1, b'no'); os.write(2, b'from C'); print('a la página')")
        assert (tmp_path / "log").read_text() == "from C"
        one.client.stop_channels()
    finally:
        manager.shutdown_kernel(now=True)
