"""What is turned away before any page looks at it."""

from __future__ import annotations

import re
from urllib.parse import unquote

from tornado.httputil import HTTPServerRequest

from minga.serve.entry.hosts import Hosts

ODD = re.compile(r"[\x00-\x1f\x7f-\U0010ffff%\\]|//|/\.{1,2}(/|$)")
"""Nothing of ours has an address with such signs once it is decoded; what climbs out of a folder has."""
ENCODED_SEPARATOR = re.compile(r"%(2f|5c)", re.IGNORECASE)
LONGEST_ADDRESS = 4096


def refusal(request: HTTPServerRequest, hosts: Hosts) -> int:
    """The status with which a request is turned away; 0 when it may go on.

    421 it was sent to a name that is not this machine's; 414 or 404 its address is none of ours; 403 a
    page of another site asks for it (it may lead here, but neither embed nor send anything).
    """
    if not hosts.known(request.host):
        return 421
    if len(request.uri or "") > LONGEST_ADDRESS:
        return 414
    if ENCODED_SEPARATOR.search(request.path) or ODD.search(unquote(request.path)):
        return 404
    return 403 if _embedded(request) else 0


def _embedded(request: HTTPServerRequest) -> bool:
    """Whether the browser says that another site's page asks, for anything but opening a page.

    Browsers say so only where the connection is safe (https, or this very machine); elsewhere the
    checks of ``Origin`` and the cookie's ``SameSite`` do the work.
    """
    said = request.headers.get
    if said("Sec-Fetch-Site", "none") in ("none", "same-origin"):
        return False
    opens = request.method == "GET" and said("Sec-Fetch-Mode") == "navigate" and said("Sec-Fetch-Dest") == "document"
    return not opens
