"""Kernels forked from a process that has already imported what they need.

``ForkServer`` keeps that process alive; ``kernel_spec`` is the kernel that is started through it, or in the
ordinary way where it does not answer. Only ``minga.kernels.zygote`` and ``minga.kernels.child`` run inside the
forked processes.
"""

from minga.kernels.forkserver import ForkServer
from minga.kernels.spec import KERNEL_NAME, install_provisioner, kernel_spec

__all__ = ["KERNEL_NAME", "ForkServer", "install_provisioner", "kernel_spec"]
