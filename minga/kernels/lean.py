"""A kernel in two halves: what can be made before the fork and shared, and the sockets that come after it.

An ordinary ipykernel takes five Python threads, two ZeroMQ contexts, and settings, magics and a debugger of its
own. This one has a single context and one thread beside the main one, for all that must go on while a cell runs:
output, control, heartbeat, and the look at whoever started it.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import sys
import threading
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import zmq
from ipykernel.displayhook import ZMQDisplayHook
from ipykernel.iostream import IOPubThread, OutStream
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel
from IPython.core.profiledir import ProfileDir
from jupyter_client.session import Session
from tornado.ioloop import IOLoop
from traitlets.config import Config
from zmq.eventloop.zmqstream import ZMQStream

PORTS = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")


class MainThreadOnly:
    """Stands where ipykernel keeps its thread of subshells: there is none, but it is asked for the main thread."""

    parent_thread = threading.main_thread()

    def __bool__(self) -> bool:
        return False


class LeanKernel(IPythonKernel):
    """An IPython kernel without subshells and debugger, which can be made before its sockets are."""

    _supports_kernel_subshells = False

    def start(self) -> None:
        """Listen; the debugger's part of the usual start is left out."""
        if self.shell is not None:
            self.shell.exit_now = False
        Kernel.start(self)

    async def shutdown_request(self, stream: Any, ident: Any, parent: Any) -> None:
        """Answer and end. The control channel's loop carries the last output too, so it is not stopped here."""
        self.control_stream = None
        await super().shutdown_request(stream, ident, parent)

    def _process_children(self) -> list[Any]:
        """Programs that a notebook started; the usual search walks through every process of the machine."""
        with suppress(OSError):  # a thread that ends meanwhile, or a system that does not tell
            if not any((task / "children").read_text() for task in Path("/proc/self/task").iterdir()):
                return []
        return super()._process_children()


class LeanApp(IPKernelApp):
    """The kernel's application, with nobody's profile and nobody's settings."""

    kernel_class = LeanKernel

    def make_shell(self, folder: Path) -> None:
        """Make kernel and shell, before the fork.

        Args:
            folder: where the profile is, which IPython insists on having; nothing is read from it.
        """
        # History: its file locks when many kernels share it, and writing it takes a thread.
        self.update_config(Config({"HistoryManager": {"enabled": False}}))
        self.profile_dir = ProfileDir.create_profile_dir(str(folder / "profile"), config=self.config)
        self.session = Session(parent=self, key=b"the connection file has the true one")
        self.configure_tornado_logger()
        self.init_crash_handler()
        self.kernel = LeanKernel.instance(
            parent=self, log=self.log, profile_dir=self.profile_dir, user_ns=self.user_ns,
            shell_channel_thread=MainThreadOnly())
        self.init_shell()
        self.shell.user_ns_hidden.update(self.shell.user_ns)

    def rehearse_channels(self) -> None:
        """Make sockets and a loop once and take them away again, threads and all, before the fork.

        The first socket of a process changes ``typing.Generic``, and with it every generic class there is, which is
        a megabyte that each kernel would have for itself; what is looked up then need not be looked up again.
        """
        context = zmq.Context()
        try:
            socket = context.socket(zmq.ROUTER)
            socket.linger, socket.router_handover = 0, 1
            self._apply_curve_server_options(socket)
            socket.bind("inproc://rehearsal")
            output = IOPubThread(context.socket(zmq.XPUB), pipe=False, session=self.session)
            ZMQStream(socket, output.io_loop).on_recv(socket.send_multipart)
            output.io_loop.close(all_fds=True)
        finally:
            context.destroy(linger=0)

    def open_channels(self, connection_file: str) -> None:
        """Make the sockets and wire them to the kernel, after the fork."""
        self.connection_file = connection_file
        given = json.loads(Path(connection_file).read_text(encoding="utf-8"))
        self.session.pid, self.session.session = os.getpid(), uuid.uuid4().hex  # or it would drop what is sent
        self.load_connection_info(given)
        self.init_sockets()
        if any(getattr(self, name) != given.get(name) for name in PORTS):
            self.write_connection_file()
        self.init_io()
        self.init_signal()
        self.init_kernel()

    def init_sockets(self) -> None:
        """All sockets in one context."""
        self.context = zmq.Context()
        self.session.copy_threshold = sys.maxsize  # sending without copies takes a thread and a context of its own
        atexit.register(self.close)
        self.shell_socket, self.stdin_socket = self._bound(zmq.ROUTER, "shell"), self._bound(zmq.ROUTER, "stdin")
        self.control_socket, self._heart = self._bound(zmq.ROUTER, "control"), self._bound(zmq.ROUTER, "hb")
        for made in (self.shell_socket, self.stdin_socket, self.control_socket):
            made.router_handover = 1  # a page that comes back takes its old place (zeromq/libzmq#2892)
        self.iopub_thread = IOPubThread(self._bound(zmq.XPUB, "iopub"), pipe=False, session=self.session)
        self.iopub_socket = self.iopub_thread.background_socket
        os.register_at_fork(after_in_child=self.reset_io)  # a notebook's own children have no part in the sockets

    def _bound(self, kind: int, name: str) -> Any:
        assert self.context is not None
        made = self.context.socket(kind)
        made.linger = 1000
        self._apply_curve_server_options(made)
        setattr(self, f"{name}_port", self._bind_socket(made, getattr(self, f"{name}_port")))
        return made

    def init_io(self) -> None:
        """Send what Python prints to the page; what C libraries print goes to the log."""
        sys.stdout = OutStream(self.session, self.iopub_thread, "stdout", watchfd=False)
        sys.stderr = OutStream(self.session, self.iopub_thread, "stderr", watchfd=False)
        self.displayhook = ZMQDisplayHook(self.session, self.iopub_socket)
        self.displayhook.get_execution_count = lambda: self.kernel.execution_count
        sys.displayhook = self.displayhook

    def init_kernel(self) -> None:
        """Give the kernel its session and its streams."""
        kernel, shell, loop = self.kernel, self.shell, self.iopub_thread.io_loop
        beats = ZMQStream(self._heart, loop)
        beats.on_recv(beats.send_multipart)
        kernel.ident = str(uuid.uuid4())
        kernel.session, kernel.stdin_socket = self.session, self.stdin_socket
        kernel.iopub_thread, kernel.iopub_socket = self.iopub_thread, self.iopub_socket
        kernel.control_thread = self.iopub_thread.thread
        kernel.control_stream, kernel.shell_stream = ZMQStream(self.control_socket, loop), ZMQStream(self.shell_socket)
        shell.displayhook.topic = kernel._topic("execute_result")
        for speaker in (shell.displayhook, shell.display_pub):
            speaker.session, speaker.pub_socket = self.session, self.iopub_socket
        if name := os.environ.get("JPY_SESSION_NAME"):
            shell.user_ns["__session__"] = name

    def serve(self, owner: int) -> None:
        """Answer until told to end, or until the owner is gone.

        Args:
            owner: process descriptor of whoever started this kernel.
        """
        self.io_loop = IOLoop.current()
        self.kernel.start()
        self.iopub_thread.io_loop.add_handler(owner, lambda *_: end_all(), IOLoop.READ)
        self.iopub_thread.start()
        self.io_loop.start()


def end_all() -> NoReturn:
    """End this kernel and what it started: whoever started it is gone."""
    with suppress(OSError):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
