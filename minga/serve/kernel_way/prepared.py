"""A page before anybody asks for it: a notebook run by Voilà's renderer in a kernel of its own, kept as HTML.

Voilà's own preheating cannot be used: it gives a kernel the address of the visitor before, starts any number of
kernels at once, never makes a slot again that failed, and blocks the kernel until somebody comes. Here a
prepared kernel knows nothing of anybody, and its renderer is told what does not change once for all pages: the
notebook, the page's configuration, and one template environment (compiling the templates anew for each page
was almost half of what a page cost).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import uuid
from collections.abc import AsyncGenerator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jupyter_client.manager import KernelManager
from jupyter_core.utils import ensure_async
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from voila.exporter import VoilaExporter
from voila.utils import get_page_config

from minga.serve.front.front_ends import FrontEnds
from minga.serve.kernel_way.renderer import Renderer, Unmade

if TYPE_CHECKING:
    from minga.serve.apps import Door

log = logging.getLogger(__name__)

OWN_COMPONENT = "minga_widgets."
SIMPLE_OUTPUT = frozenset({"text/plain", "text/html", "text/markdown"})
WIDGET = "application/vnd.jupyter.widget-view+json"
PAGE_TEMPLATE = "index.html.j2"
CELLS_TEMPLATE = "cells.html.j2"


@dataclass(frozen=True)
class Prepared:
    """A page that is ready for whoever comes.

    Attributes:
        kernel_id: its kernel, in which all cells have been run.
        html: its cells, as HTML.
        full: whether only Voilà's whole front end can draw it.
        notebook: the notebook as it was run.
        seconds: how long it took to make.
    """

    kernel_id: str
    html: str
    full: bool
    notebook: NotebookNode = field(repr=False)
    seconds: float = 0.0


class Press:
    """Makes pages of a door's notebooks, one kernel each.

    Args:
        app: the door, whose settings are complete.
    """

    def __init__(self, app: Door) -> None:
        self._app = app
        self._first: dict[str, tuple[int, Renderer]] = {}
        self._exporters: dict[str, VoilaExporter] = {}
        self._page_config: dict[str, Any] = {}

    async def warm_up(self, name: str, template: str) -> None:
        """Read a notebook and compile its template, so that the first visitor does not wait for it."""
        try:
            (await self._renderer(name, template)).exporter.template  # noqa: B018  # compiled when it is looked at
        except Exception as why:  # whoever asks for that page will see
            log.warning("a page cannot be made ready: %s", type(why).__name__)

    async def prepare(self, name: str, env: dict[str, str]) -> Prepared:
        """Run a notebook in a new kernel that belongs to nobody yet.

        Raises:
            Unmade: the kernel did not come up, or died meanwhile; nothing of it is left.
        """
        loop, began = asyncio.get_running_loop(), asyncio.get_running_loop().time()
        renderer, kernel_id = await self._renderer(name, CELLS_TEMPLATE), str(uuid.uuid4())
        try:
            html = await renderer.generate_content_str(kernel_id, self._start(renderer, kernel_id, env))
            if not await self._app.kernel_manager.alive(kernel_id):
                raise Unmade("the kernel died while its page was being made")
        except BaseException:
            renderer.hang_up()
            await self._drop(kernel_id)
            raise
        notebook = renderer.notebook
        notebook.cells = renderer.cells
        states = renderer.executor.widget_state if renderer.executor else {}
        return Prepared(kernel_id, html, not is_simple(renderer.cells, states), notebook, loop.time() - began)

    async def whole_page(self, name: str, page: Prepared) -> str:
        """The page with Voilà's whole front end around cells that have been run."""
        renderer = await self._renderer(name, PAGE_TEMPLATE)
        renderer.ran = page.notebook.cells
        return await renderer.generate_content_str(page.kernel_id)

    async def pieces(self, name: str, env: dict[str, str]) -> AsyncGenerator[str, None]:
        """The page with Voilà's whole front end, piece by piece while its cells are being run."""
        renderer, kernel_id = await self._renderer(name, PAGE_TEMPLATE), str(uuid.uuid4())
        starting = asyncio.ensure_future(self._start(renderer, kernel_id, env))  # while the page's head is sent
        try:
            async for piece, _resources in renderer.generate_content_generator(kernel_id, starting):
                yield piece
        finally:
            renderer.hang_up()
            starting.cancel()

    def title(self, name: str) -> str:
        """The title that a notebook gives itself; empty where it gives none."""
        with contextlib.suppress(OSError, ValueError, AttributeError):
            told = json.loads((self._app.door_settings.notebooks / name).read_text(encoding="utf-8"))
            return str(told.get("metadata", {}).get("title", ""))
        return ""

    async def _start(self, renderer: Renderer, kernel_id: str, env: dict[str, str]) -> KernelManager:
        kernels = self._app.kernel_manager
        await self._app.forks_ready()
        try:
            name = renderer.notebook.metadata.kernelspec.name
            await ensure_async(kernels.start_kernel(
                kernel_id=kernel_id, kernel_name=name, path=renderer.cwd, env=env))
        except asyncio.CancelledError:
            await self._drop(kernel_id)
            raise
        return kernels.get_kernel(kernel_id)

    async def _drop(self, kernel_id: str) -> None:
        if kernel_id in self._app.kernel_manager:
            await ensure_async(self._app.kernel_manager.shutdown_kernel(kernel_id, now=True))

    async def _renderer(self, name: str, template: str) -> Renderer:
        """A renderer for one page; reading the notebook and making the exporter is done once."""
        stamp = (self._app.door_settings.notebooks / name).stat().st_mtime_ns
        if self._first.get(name, (0, None))[0] != stamp:
            first = Renderer(**self._given(name))
            await first.initialize()
            first.notebook, _resources = Exporter.from_notebook_node(first.exporter, first.notebook, first.resources)
            self._first[name] = (stamp, first)
        first, fresh = self._first[name][1], Renderer(**self._given(name))
        fresh.notebook, fresh.cwd = deepcopy(first.notebook), first.cwd
        fresh.template_name, fresh.theme = first.template_name, first.theme
        fresh.page_config["jupyterLabTheme"] = first.theme
        fresh.resources = {**first.resources, "page_config": fresh.page_config, "front_ends": FrontEnds(fresh.states)}
        fresh.exporter = self._exporter(first, template)
        return fresh

    def _given(self, name: str) -> dict[str, Any]:
        app = self._app
        settings = app.app.settings
        if not self._page_config:
            self._page_config = get_page_config(base_url=app.base_url, settings=settings, log=app.log,
                                                voila_configuration=app.voila_configuration)
        return {
            "voila_configuration": app.voila_configuration, "traitlet_config": app.config, "notebook_path": name,
            "template_paths": app.template_paths, "config_manager": app.config_manager,
            "contents_manager": app.contents_manager, "base_url": app.base_url,
            "kernel_spec_manager": app.kernel_spec_manager, "page_config": self._page_config,
            "mathjax_config": settings.get("mathjax_config"), "mathjax_url": settings.get("mathjax_url"),
        }

    def _exporter(self, first: Renderer, template: str) -> VoilaExporter:
        """The exporter for a template: one environment each, so that templates are compiled once.

        Notebooks come to it as the preprocessors left them, which is the same for all pages.
        """
        if template not in self._exporters:
            made = VoilaExporter(
                template_paths=first.template_paths, template_name=first.template_name, template_file=template,
                default_preprocessors=[], config=first.traitlet_config, contents_manager=first.contents_manager,
                theme=first.theme, base_url=first.base_url, show_margins=first.voila_configuration.show_margins,
                mathjax_url=first.exporter.mathjax_url)
            made.exclude_input = made.exclude_output_prompt = made.exclude_input_prompt = True
            self._exporters[template] = made
        return self._exporters[template]


def kernel_environment(**visit: str) -> dict[str, str]:
    """The environment of a new kernel: this process's own, and what is known of the visit; nothing of another's."""
    return {**os.environ, **visit}


def is_simple(cells: list[NotebookNode], states: dict[str, dict[str, Any]]) -> bool:
    """Whether our small front end can draw these cells: text, and at most one component, which is ours.

    Args:
        cells: the cells as they were run.
        states: what each widget said of itself when it was made, by its model's id.
    """
    components = []
    for output in (output for cell in cells for output in cell.get("outputs", [])):
        data = output.get("data", {})  # streams and errors have none: they are text
        if WIDGET in data:
            components.append(data[WIDGET].get("model_id", ""))
        elif data and not SIMPLE_OUTPUT & set(data):
            return False
    named = [str(states.get(model, {}).get("_anywidget_id", "")) for model in components]
    return len(named) <= 1 and all(name.startswith(OWN_COMPONENT) for name in named)
