"""The kernel called ``minga``: this interpreter, started through the fork server when one answers."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # whoever only keeps a fork server need not import it
    from jupyter_client.kernelspec import KernelSpec

KERNEL_NAME = "minga"
PROVISIONER = "minga-fork"
FOLDER = Path(__file__).with_name("kernelspec")


def kernel_spec() -> KernelSpec:
    """The kernelspec of this interpreter, usable whether or not it was installed with the package.

    History is off (its file locks when many kernels share it), and what C libraries print goes to the log of
    whoever started the kernel, not to a visitor's browser.
    """
    from jupyter_client.kernelspec import KernelSpec

    install_provisioner()
    spec = KernelSpec.from_resource_dir(str(FOLDER))
    spec.argv = [sys.executable, *spec.argv[1:]]
    return spec


def install_provisioner() -> None:
    """Make our provisioner known to jupyter_client where the package's entry point is not installed."""
    from jupyter_client.provisioning.factory import KernelProvisionerFactory

    ours = EntryPoint(PROVISIONER, "minga.kernels.provisioner:ForkProvisioner", KernelProvisionerFactory.GROUP_NAME)
    KernelProvisionerFactory.provisioners.setdefault(PROVISIONER, ours)
