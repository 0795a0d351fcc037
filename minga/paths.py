"""Every folder and file that Minga reads or writes, named once.

Importing this module has no effect on the disk. In a clone the folders are those of the repository;
from an installed wheel the shipped notebooks, parameters and examples are read from inside the
package, and people's own files live in the current folder. ``MINGA_HOME`` overrides both.
"""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


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
