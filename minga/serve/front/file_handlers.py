"""Handing out the files of the front ends: the smallest form, and an address that lasts where it can."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tornado.web import HTTPError

from minga.serve.front.files import STATIC_URL, Kept, Shelf, ours, voila_version
from minga.serve.front.pack import LIGHT_PACK, PACK, light, packed
from minga.serve.handlers import Headers

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


class FileHandler(Headers):
    """Gives a file in the smallest form that the browser takes."""

    async def found(self, name: str, accepted: str) -> tuple[Kept, str] | None:
        """The file of that name, and the coding in which it travels."""
        raise NotImplementedError

    async def get(self, name: str) -> None:
        """Send it, or say that the browser's own copy is still good."""
        found = await self.found(name, self.request.headers.get("Accept-Encoding", ""))
        if found is None:
            raise HTTPError(404)
        kept, coding = found
        self.set_header("Content-Type", kept.kind)
        self.set_header("Vary", "Accept-Encoding")
        self.set_header("ETag", f'"{kept.version}{"-" if coding else ""}{coding}"')
        self.set_header("Cache-Control", FOR_EVER if self.lasting(kept) else ASK_AGAIN)
        if self.check_etag_header():
            self.set_status(304)
            return
        body = kept.form(coding)
        if coding:
            self.set_header("Content-Encoding", coding)
        self.set_header("Content-Length", str(len(body)))
        if self.request.method == "GET":
            self.write(body)

    head = get

    def lasting(self, kept: Kept) -> bool:
        """Whether this address will always mean this content."""
        return self.get_query_argument("v", "") == kept.version

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """Say no more than that."""
        self.set_header("Content-Type", "text/plain")
        self.finish(str(status_code))


class OurFiles(FileHandler):
    """Files of our template."""

    async def found(self, name: str, accepted: str) -> tuple[Kept, str] | None:
        """One of ours."""
        kept = ours(name)
        return (kept, kept.coding(accepted)) if kept else None


class ShelfFiles(FileHandler):
    """Files of Voilà and of the widget libraries.

    Args:
        shelf: where they are.
    """

    def initialize(self, *, shelf: Shelf) -> None:
        """Note where to look."""
        self.shelf = shelf

    async def found(self, name: str, accepted: str) -> tuple[Kept, str] | None:
        """One of the shelf."""
        return await self.shelf.find(name, accepted)

    def lasting(self, kept: Kept) -> bool:
        """By the folder in the address: chunks of a bundle ask for each other, and carry no version of their own."""
        return f"/{voila_version()}/" in self.request.path


def routes(static: Sequence[str], extensions: Sequence[str]) -> list[tuple[Any, ...]]:
    """Everything at a door that is a file.

    Args:
        static: folders of Voilà's own front end.
        extensions: folders of the widget libraries' front ends.
    """
    version, packs = "(?:v-[0-9a-f]{12}/)?", {PACK: packed, LIGHT_PACK: light}
    return [
        (rf"{STATIC_URL}([\w\-]+\.\w+)", OurFiles),
        (rf"/voila/static/{version}([\w.\-]+)", ShelfFiles, {"shelf": Shelf(static, packs)}),
        (rf"/voila/labextensions/{version}([\w.@/\-]+)", ShelfFiles, {"shelf": Shelf(extensions)}),
    ]
