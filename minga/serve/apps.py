"""The two applications: Voilà with everything taken out that a door does not need."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import time
from typing import Any, Literal

from jupyter_core.utils import ensure_async
from tornado.ioloop import IOLoop
from traitlets.config import Config
from voila.app import Voila
from voila.paths import collect_static_paths, collect_template_paths

from minga import paths
from minga.i18n import language
from minga.kernels import KERNEL_NAME, ForkServer
from minga.kernels.forkserver import supported
from minga.serve import handlers, join, report
from minga.serve.entry.identity import FacilitatorIdentity, ParticipantIdentity, cookie_settings
from minga.serve.entry.login import Login, Logout
from minga.serve.entry.secrets import cookie_secret
from minga.serve.entry.server import Server
from minga.serve.entry.sockets import Sockets
from minga.serve.entry.throttle import Joins, Throttle
from minga.serve.front import file_handlers, pages
from minga.serve.front.room_language import RoomLanguage
from minga.serve.kernel_way import handlers as pages_handlers
from minga.serve.kernel_way.channels import Channels
from minga.serve.kernel_way.kernels import Kernels, OneKernelSpec
from minga.serve.kernel_way.pool import SPARE, Pool
from minga.serve.kernel_way.prepared import CELLS_TEMPLATE, PAGE_TEMPLATE, Prepared, Press, kernel_environment
from minga.serve.landing.arrive import handlers as arrival_handlers
from minga.serve.landing.token import Arrivals
from minga.serve.light_way.channel import LightChannel
from minga.serve.light_way.report import ReportChannel, ReportRoom
from minga.serve.light_way.room import LightRoom
from minga.serve.opening.progress import write_whole
from minga.serve.opening.settings import Settings
from minga.serve.watching import answers as status_page
from minga.serve.watching import logs
from minga.serve.watching import room_page as status_room_page
from minga.serve.watching.health import Vitals
from minga.serve.watching.status import Status
from minga.workshop.feed import open_store

Role = Literal["facilitator", "participant"]
START_NOTEBOOK = "0_start.ipynb"
PARTICIPANT_NOTEBOOK = "participate.ipynb"
REPORT_NOTEBOOK = "report_progress.ipynb"
CLOSED_NOTEBOOKS = frozenset({PARTICIPANT_NOTEBOOK, REPORT_NOTEBOOK})
EXTENSIONS = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget"]
AUTHOR_TAG = "author-note"
"""Cells with this tag speak to whoever edits the notebook; no door shows or runs them."""

MOST_BODY = 256 * 1024
BEFORE_FORKS = ("minga_widgets", "minga_widgets.warm:page")
"""What every kernel of ours needs: imported and gone through once, before the first is forked."""
FORK_SERVER_SECONDS = 30.0
"""How long pages wait for the process that forks kernels before one is started in the ordinary way."""
LONGEST_SOCKET_FOLDER = 58
"""A socket's whole path may take 104 bytes on macOS, 108 on Linux; the file name needs 45."""


class Door(Voila):
    """What both doors have in common.

    Nothing is read from the command line, the current folder or anybody's Jupyter settings.
    """

    role: Role
    identity: type
    extensions = EXTENSIONS
    largest_message = MOST_BODY
    most_websockets = (0, 0)
    """Of all visitors together, and of one; 0 means any number."""

    def __init__(self, settings: Settings) -> None:
        self.door_settings = settings
        self.status = Status(self.role)
        self.vitals = Vitals(self.status, paths.store_url())
        super().__init__(config=self._configuration(settings))

    def _configuration(self, settings: Settings) -> Config:
        c = Config()
        c.Voila.update({
            "ip": settings.host, "port": settings.port, "port_retries": 0, "open_browser": False,
            "root_dir": str(settings.notebooks), "config_file_paths": [], "log_level": logging.WARNING,
            "log_format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
            "cookie_secret": cookie_secret(self.role, settings.phrase), "identity_provider_class": self.identity,
            "kernel_websocket_connection_class": Channels,
        })
        c.VoilaConfiguration.update({
            "template": "minga", "theme": "light", "allow_template_override": "NO", "allow_theme_override": "NO",
            "show_tracebacks": False, "file_allowlist": [],
            "multi_kernel_manager_class": Kernels, "kernel_spec_manager_class": OneKernelSpec,
            "language_kernel_mapping": {"": KERNEL_NAME, "python": KERNEL_NAME},
            "extension_allowlist": list(self.extensions), "resources": {"minga": pages.page_resources(self.role)},
        })
        c.VoilaExporter.language_code = language()
        c.TagRemovePreprocessor.update({"enabled": True, "remove_cell_tags": {AUTHOR_TAG}})
        c.Kernels.goodbye_seconds = settings.goodbye
        c.Kernels.visitors = str(settings.scratch)
        c.Kernels.buffer_offline_messages = False  # the page asks for the whole state when it comes back
        c.NotebookNotary.db_file = ":memory:"  # nothing here trusts notebooks by signature
        c.KernelManager.shutdown_wait_time = 2.0
        c.KernelRestarter.restart_limit = 0  # a restarted kernel would be an empty one behind a dead page
        if len(str(settings.scratch)) <= LONGEST_SOCKET_FOLDER and os.name == "posix":
            c.ConnectionFileMixin.transport = "ipc"  # no ports, no port races, nothing on the network
        return c

    def setup_template_dirs(self) -> None:
        """Our template first, then the one it is built on, wherever that is installed."""
        self.template_paths = [str(pages.TEMPLATE), *collect_template_paths(["voila", "nbconvert"], "lab", prune=True)]
        self.static_paths = collect_static_paths(["voila", "nbconvert"], "lab")

    def init_settings(self) -> dict[str, Any]:
        """Tornado's settings, complete before the application is made (compression is read only then)."""
        for logger in (self.log, logging.getLogger("tornado.general")):
            logger.addFilter(_worth_a_line)
        logs.take_over(self.log)
        self.log.setLevel(logging.WARNING)  # or every message of every kernel makes lines that nobody reads
        settings = super().init_settings()
        pages.furnish(settings["voila_jinja2_env"])
        settings.update(
            jinja2_env=settings["voila_jinja2_env"],
            default_handler_class=handlers.Nothing,
            login_url="/login",
            minga_throttle=Throttle(),
            minga_status=self.status,
            minga_vitals=self.vitals,
            minga_arrivals=Arrivals(cookie_secret("arrival")),
            **status_room_page.settings(),
            log_function=logs.request_done,
            minga_paced=self.role == "participant",
            minga_sockets=Sockets(*self.most_websockets),
            minga_joins=Joins(self.door_settings.participants),
            compress_response=True,
            static_immutable_cache=["/voila/labextensions/"],
            xsrf_cookie_name="minga-xsrf",
            xsrf_cookie_kwargs={"httponly": True, "samesite": "Strict"},
            ws_ping_interval=20_000,
            ws_ping_timeout=60_000,
            websocket_compression_options={},
            websocket_max_message_size=self.largest_message,
        )
        return settings

    def init_handlers(self) -> list[Any]:
        """Everything that answers; what is not in this list does not exist."""
        kernel = r"(?P<kernel_id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
        extensions = self.labextensions_path
        themes = {"path": self.themes_dir, "themes_url": "/voila/api/themes", "labextensions_path": extensions}
        return [
            (r"/ping", handlers.Ping),
            *status_page.handlers(self.role),
            *(arrival_handlers() if self.role == "participant" else ()),
            *self.own_handlers(),
            (rf"/api/kernels/{kernel}", pages_handlers.OwnKernel),
            (rf"/api/kernels/{kernel}/channels", pages_handlers.OwnChannels),
            (rf"/voila/api/leave/{kernel}", pages_handlers.Leave),
            (rf"/voila/api/shutdown/{kernel}", handlers.StockBeacon),
            *file_handlers.routes(self.static_paths, extensions),
            (r"/voila/api/themes/(.*)", handlers.ThemeFiles, themes),
        ]

    def own_handlers(self) -> list[Any]:
        """The pages of this door."""
        raise NotImplementedError

    def start(self) -> None:
        """Open the door and stay until told to close."""
        self.connection_dir = str(self.door_settings.scratch)
        self.app = Server(self.door_settings.outside, **self.init_settings())
        self.forks, self.press = ForkServer(self.door_settings.scratch, BEFORE_FORKS), Press(self)
        self.app.add_handlers(".*$", self.init_handlers())
        status_page.count_kernels(self.status, self.kernel_manager, light=self.door_settings.light)
        self.vitals.start()
        if not self.door_settings.light or self.role == "facilitator":
            self.forks.start()
        self._forks_until = time.monotonic() + FORK_SERVER_SECONDS
        IOLoop.current().add_callback(self.begin)
        self.listen()

    async def begin(self) -> None:
        """What is done once the door is open."""
        await self.press.warm_up(START_NOTEBOOK, PAGE_TEMPLATE)

    async def forks_ready(self) -> None:
        """Wait for the process that forks kernels, as long as it may still be beginning."""
        while supported() and not self.forks.ready() and time.monotonic() < self._forks_until:
            await asyncio.sleep(0.05)

    def _handle_signal_stop(self, sig: int, frame: object) -> None:
        """Close in order. The signal may come twice, from the supervisor and because it is gone."""
        signal.signal(sig, signal.SIG_IGN)
        loop = getattr(self, "ioloop", None)
        if loop is None:  # not listening yet: there is nothing to close
            os._exit(128 + sig)
        loop.add_callback_from_signal(loop.stop)

    def stop(self) -> None:
        """End every kernel; nothing is left behind."""
        self.ioloop.run_sync(self._end_kernels)

    async def _end_kernels(self) -> None:
        self.forks.stop()
        with contextlib.suppress(Exception):  # whatever happens here, the process is about to end
            await ensure_async(self.kernel_manager.shutdown_all())


class FacilitatorDoor(Door):
    """All notebooks of the workshop, behind a pass phrase."""

    name = "minga-facilitator"
    role = "facilitator"
    identity = FacilitatorIdentity
    extensions = [*EXTENSIONS, "ipydatagrid", "bqplot", "bqscales"]  # the grid's front end needs the other two
    largest_message = 64 * 1024 * 1024  # files to import arrive as one message

    def _configuration(self, settings: Settings) -> Config:
        c = super()._configuration(settings)
        c.FacilitatorIdentity.update({"phrase": settings.phrase, **cookie_settings("minga-facilitator", 30)})
        c.Kernels.abandoned_seconds = 1800  # a projector may sleep through a coffee break
        return c

    def own_handlers(self) -> list[Any]:
        """The start, the notebooks, and the way in and out."""
        start = f"/voila/render/{START_NOTEBOOK}"
        return [
            (r"/", handlers.Home, {"target": start}),
            (r"/login", Login),
            (r"/logout", Logout),
            *status_room_page.handlers(),
            (r"/voila/render/([^/]+)", pages_handlers.Page, {
                "folder": self.door_settings.notebooks, "press": self.press, "closed": CLOSED_NOTEBOOKS | _reports()}),
        ]


class ParticipantDoor(Door):
    """One notebook, open to everybody who has the address."""

    name = "minga-participants"
    role = "participant"
    identity = ParticipantIdentity
    most_websockets = (8192, 12)

    def _configuration(self, settings: Settings) -> Config:
        c = super()._configuration(settings)
        c.ParticipantIdentity.update(cookie_settings("minga-participant", 400))  # the longest browsers keep
        c.Kernels.most = settings.most
        c.Kernels.unvisited_seconds = 60  # a page that never spoke makes room for somebody else
        return c

    def own_handlers(self) -> list[Any]:
        """The participant's page, and the ways to it."""
        self.pool, self.light = self._pool(), LightRoom(open_store, self.status)
        guests = join.Guests(self.pool, self.press, PARTICIPANT_NOTEBOOK, self.status, RoomLanguage(open_store).now)
        return [
            (r"/", join.Guest, {"guests": guests}),
            (r"/light", join.Guest, {"guests": guests, "light": True}),
            (r"/join", join.Join, {"guests": guests}),
            (r"/light/channel", LightChannel, {"room": self.light}),
            *self._report_handlers(),
        ]

    def _report_handlers(self) -> list[Any]:
        """The form of whoever has a personal link."""
        self.reporting = ReportRoom(open_store)
        reports = report.Reports(self.reporting, self.pool, self.press, self.kernel_manager, REPORT_NOTEBOOK)
        return [
            (r"/report", report.ReportPage, {"reports": reports}),
            (r"/report/join", report.ReportJoin, {"reports": reports}),
            (r"/report/channel", ReportChannel, {"room": self.reporting}),
        ]

    def _pool(self) -> Pool | None:
        told = self.door_settings
        if told.light:
            return None
        pool = Pool(self._make, self.kernel_manager, expected=told.participants if told.pool is None else 0,
                    spare=SPARE if told.pool is None else told.pool, most=told.most, progress=self._progress)
        self.kernel_manager.when_gone = pool.forget
        self.status.gauge("pool_ready", lambda: pool.ready)
        self.status.gauge("queue", lambda: pool.waiting)
        return pool

    async def _make(self) -> Prepared:
        return await self.press.prepare(PARTICIPANT_NOTEBOOK, kernel_environment())

    def _progress(self, ready: int, size: int) -> None:
        if self.door_settings.progress is not None:
            with contextlib.suppress(OSError):  # whoever opened this door may be gone
                write_whole(self.door_settings.progress, f"{ready} {size}")

    async def begin(self) -> None:
        """Make pages for those who will come."""
        if self.pool is not None:
            await self.press.warm_up(PARTICIPANT_NOTEBOOK, CELLS_TEMPLATE)
            self.pool.open()

    async def _end_kernels(self) -> None:
        await self.light.close()
        await self.reporting.close()
        if self.pool is not None:
            await self.pool.close()
        await super()._end_kernels()


def door(role: Role, settings: Settings) -> Door:
    """The application of one door, ready to ``start()``."""
    made = (FacilitatorDoor if role == "facilitator" else ParticipantDoor)(settings)
    made.initialize([])
    return made


def _worth_a_line(record: logging.LogRecord) -> bool:
    """Keep out two warnings that every page causes and nobody can act on.

    No notebook is "trusted" here, on purpose; and Jupyter counts pings in milliseconds with its own
    timer, which Tornado reads as seconds for the timer that is not used.
    """
    said = record.getMessage()
    return "is not trusted" not in said and "websocket_ping_timeout" not in said


def _reports() -> frozenset[str]:
    """The notebooks that are reports, those of people's own among them: they are run, and not served as pages."""
    return frozenset(f"{file.stem}.ipynb" for file in paths.monitoring().glob("*.yaml"))


__all__ = ["Door", "FacilitatorDoor", "ParticipantDoor", "Settings", "door"]
