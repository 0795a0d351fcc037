"""Runs on other machines: an executor of a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from minga.errors import RunError
from minga.i18n import gettext as _

PATIENCE = 10
"""Seconds for the scheduler to answer."""


@contextmanager
def cluster_executor(address: str) -> Iterator[Executor]:
    """An executor whose workers are those of the cluster.

    Args:
        address: of the scheduler (``tcp://host:8786``).

    Raises:
        RunError: it does not answer, or the library is not installed.
    """
    try:
        from distributed import Client
    except ModuleNotFoundError as wrong:
        raise RunError(_("Falta la biblioteca que reparte el trabajo entre máquinas."),
                       _("Instálela con «pip install minga[dask]», aquí y en cada máquina.")) from wrong
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as wrong:  # TimeoutError is an OSError
        raise RunError(_("No responde nadie en {address}: {why}.").format(address=address, why=str(wrong)[:200]),
                       _("Revise la dirección y que el programa que reparte el trabajo («dask scheduler») esté "
                         "encendido.")) from wrong
    with client:
        # Never "pure": two equal runs are two runs, and an old result is not a new report.
        yield client.get_executor(pure=False)
