"""Importing papermill without what it never uses."""

from __future__ import annotations

import importlib
import sys
from contextlib import suppress
from datetime import date


def load_papermill() -> None:
    """Import papermill as if ``rfc3987_syntax`` were not there.

    jsonschema takes that library, where it is installed, to check addresses of other alphabets, which no notebook's
    schema asks for; importing it builds a grammar, which takes longer than all the rest (1.2 s of 1.6).
    """
    name = "rfc3987_syntax"
    if name not in sys.modules:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        importlib.import_module("papermill")
    finally:
        if sys.modules[name] is None:
            del sys.modules[name]


def load_all() -> None:
    """Import all that a run needs and go through what every one does first, before kernels and runs are forked.

    What is missing is said where it is needed.
    """
    with suppress(Exception):
        load_papermill()
        for name in ("minga.reports.page", "minga.runs.child", "minga.runs.kernel"):
            importlib.import_module(name)
        _go_through()


def _go_through() -> None:
    import nbformat
    from jupyter_client.provisioning.factory import KernelProvisionerFactory

    from minga import i18n

    nbformat.validate(nbformat.v4.new_notebook())  # its schema is compiled
    KernelProvisionerFactory.instance()  # it reads what every package of this machine offers
    for code in i18n.LANGUAGES:
        with i18n.speaking(code):
            i18n.ngettext("{n} acción", "{n} acciones", 1)  # its catalogue is compiled
            i18n.format_date(date(2018, 6, 30))
            i18n.format_number(1.5)
