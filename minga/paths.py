"""Every folder and file that Minga reads or writes, named once.

Importing this module has no effect on the disk. In a clone the folders are those of the repository;
from an installed wheel the shipped notebooks, parameters and examples are read from inside the
package, and people's own files live in the current folder. ``MINGA_HOME`` overrides both.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
MONITORING = "monitoring"
"""The report that stands in the folder of the period itself; every other one has a folder there."""
_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,38}[A-Za-z0-9])?")
"""What stands in a folder's name as it is, on every system."""
_LONGEST = 120
"""Characters of a folder's name that come from people's values."""


def home() -> Path:
    """The folder that holds people's own ``data/`` and ``outputs/``."""
    if given := os.environ.get("MINGA_HOME"):
        return Path(given).expanduser().resolve()
    clone = PACKAGE.parent
    return clone if (clone / "pyproject.toml").is_file() else Path.cwd()


def _shipped(name: str, inside: str) -> Path:
    for folder in (home() / name, PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    return PACKAGE / "_shipped" / inside


def notebooks() -> Path:
    """Folder of the notebooks that people open."""
    return _shipped("notebooks", "notebooks")


def methods() -> Path:
    """Folder of the workshop methods (``*.yaml``)."""
    return _shipped("parameters/methods", "parameters/methods")


def monitoring() -> Path:
    """Folder of the report parameters (``*.yaml``)."""
    return _shipped("parameters/monitoring", "parameters/monitoring")


def codelists() -> Path:
    """Folder of the codes that values may be disaggregated by (``*.yaml``)."""
    return _shipped("parameters/codelists", "parameters/codelists")


def scheduling() -> Path:
    """Folder of what is made when a period closes (``due.yaml``), and of the recipes that ask for it every day."""
    return _shipped("parameters/scheduling", "parameters/scheduling")


def grouping() -> Path:
    """Folder of the words that suggest groups, one file per language (``*.yaml``)."""
    return _shipped("parameters/grouping", "parameters/grouping")


def rehearsal() -> Path:
    """Folder of what people write in a rehearsal, one file per language (``*.yaml``)."""
    return _shipped("parameters/rehearsal", "parameters/rehearsal")


def examples() -> Path:
    """Folder of the example plans, one CSV data package each."""
    return _shipped("data/examples", "examples")


def data() -> Path:
    """Folder of the live store, the pass phrase and the cookie secret (never tracked, never served)."""
    return home() / "data"


def outputs() -> Path:
    """Folder of everything generated."""
    return Path(os.environ["MINGA_OUTPUTS"]).resolve() if "MINGA_OUTPUTS" in os.environ else home() / "outputs"


def store_url() -> str:
    """Address of the store: ``MINGA_STORE``, or the SQLite file in ``data/``."""
    return os.environ.get("MINGA_STORE") or f"sqlite:///{data() / 'minga.sqlite'}"


def plan_outputs(plan_id: str) -> Path:
    """Folder of what is generated for one plan; refuses an id that is not a plain name."""
    if not plan_id or not all(c.isalnum() or c in "-_" for c in plan_id):
        raise ValueError(f"not a plan id: {plan_id!r}")
    return outputs() / plan_id


def report_folder(plan_id: str, period: str, template: str = MONITORING, variant: str = "") -> Path:
    """Folder of a report of a plan.

    Args:
        plan_id: the plan, or the name of a report about many.
        period: period in its written form (``2018-S1``).
        template: name of its notebook.
        variant: ``variant_name`` of what was chosen for it; empty for the report as it always is.

    Raises:
        ValueError: the plan's id is not a plain name.
    """
    folder = plan_outputs(plan_id) / period
    folder = folder if template == MONITORING else folder / template
    return folder / variant if variant else folder


def variant_name(chosen: Mapping[str, str | int | float | bool]) -> str:
    """The name of the folder of a report that was made with these values: ``audience=public,country=MX``.

    It is the same in whatever order they are given, and another for other values. A value that cannot stand in a
    folder's name as it is, or that mixes small letters and capitals, which not every disk tells apart, is shortened
    to its plain letters and a fingerprint.

    Args:
        chosen: names of parameters, which are identifiers, and values that differ from those the report has anyway.
    """
    name = ",".join(f"{parameter}={_short(value)}" for parameter, value in sorted(chosen.items()))
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}-{_mark(name)}"


def _short(value: str | int | float | bool) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if _PLAIN.fullmatch(text) and text in (text.lower(), text.upper()):
        return text
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return f"{re.sub('[^a-z0-9]+', '-', plain.lower())[:24].strip('-')}-{_mark(text)}".lstrip("-")


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]
