"""Where a page stands: the store, who opened it, in which language, on which plan.

The door that started the kernel says so through the environment (see ``minga.serve.opening.door``); in
JupyterLab there is no door, and whoever opened the notebook is the facilitator of their own store. A kernel
may be made before anybody asks for its page: who comes stands in the file ``MINGA_VISITOR`` from the moment
they got the page, and is read when the page first speaks.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import comm

from minga.i18n import set_language
from minga.serve.watching import logs
from minga.workshop import plans
from minga.workshop.actor import Actor
from minga.workshop.feed import Store, open_store
from minga_widgets.live import Follower

IDENTITY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Session:
    """What a page was opened with.

    Attributes:
        store: the open store.
        actor: who acts, with the role that the door gave.
        participants_url: address that participants use; empty where no door serves them.
        query: what stood after ``?`` in the address; written by the visitor, so only a wish.
    """

    store: Store
    actor: Actor
    participants_url: str
    query: dict[str, str]

    def plan(self, plan_id: str = "") -> dict[str, Any] | None:
        """The plan asked for, else the one in the room; None when there is no plan at all."""
        wanted = plan_id or plans.plan_in_room(self.store)
        return plans.find_plan(self.store, wanted) if wanted else None


@cache
def open_session() -> Session:
    """The session of this kernel, opened once."""
    log_at_the_door()
    role = os.environ.get("MINGA_ROLE", "facilitator")
    if role != "facilitator":
        only_what_python_opens()
    query = {k: v[0][:200] for k, v in parse_qs(os.environ.get("QUERY_STRING", "")[:2000]).items()}
    return Session(open_store(), Actor(role=role if role in ("facilitator", "participant") else "participant"),
                   os.environ.get("MINGA_PARTICIPANTS_URL", ""), query)


def visitor() -> str:
    """Identity of the browser behind the page, as the door established it; never a name.

    Where no door stands before the kernel it is the kernel's own.
    """
    known = os.environ.get("HTTP_X_MINGA_USER", "")
    if not known:
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            known = json.loads(Path(os.environ["MINGA_VISITOR"]).read_text("utf-8"))["user"]
    return known if IDENTITY.fullmatch(known) else f"kernel-{os.getpid()}"


def log_at_the_door() -> None:
    """Send what goes wrong to the door's log: a kernel's own ``sys.stderr`` is the visitor's browser."""
    if "MINGA_ROLE" in os.environ and sys.__stderr__ is not None and not logging.getLogger("minga").handlers:
        handler = logging.StreamHandler(sys.__stderr__)
        handler.setFormatter(logs.JsonLines("kernel"))
        logging.getLogger("minga").addHandler(handler)
        logging.getLogger("minga").propagate = False


def only_what_python_opens() -> None:
    """Let no browser make widgets in this kernel: it may only ask for those that the page made.

    ipywidgets instantiates any of its own classes that a message names. None of Minga's can be made so
    (they are not registered, and need a store that no message carries), but thousands of the others
    would fill the memory.
    """
    comm.get_comm_manager().targets.pop("jupyter.widget", None)


@cache
def follower() -> Follower:
    """The one thread of this kernel that follows the store; phones are followed at a calmer pace."""
    session = open_session()
    return Follower(session.store, 0.25 if session.actor.leads else 0.8)


def speak(language: str, plan: dict[str, Any] | None) -> None:
    """Set the page's language: asked for, else the plan's, else the door's."""
    set_language(language or (plan["language"] if plan else "") or os.environ.get("MINGA_LANGUAGE", "es"))
