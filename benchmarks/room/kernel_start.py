"""What a kernel costs: ipykernel's ordinary start beside ours, in the same run.

    python benchmarks/room/kernel_start.py [--count 20] [--imports minga_widgets …] [--only ours]

For each way so many kernels are started one after another, run the cells of the participant's notebook, and stay
open. Printed are medians per kernel: seconds until it answers, seconds until its page is made, CPU seconds of the
kernel, and the memory that all of them together take beyond what was taken before (PSS, divided by their number).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

from minga import paths
from minga.kernels import ForkServer, kernel_spec

STOCK = ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}", "--HistoryManager.enabled=False"]


@dataclass
class Figures:
    """What one way cost."""

    ready: list[float] = field(default_factory=list)
    page: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    ready_cpu: list[float] = field(default_factory=list)
    memory: float = 0.0

    def line(self, name: str) -> str:
        """One line of the table."""
        middle = statistics.median
        return (f"{name:8} {middle(self.ready):8.3f} {middle(self.page):8.3f} {middle(self.ready_cpu):8.3f} "
                f"{middle(self.cpu):8.3f} {self.memory:8.1f}")


def main() -> None:
    """Measure both and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--imports", nargs="*", default=["minga_widgets", "minga_widgets.warm:page"])
    parser.add_argument("--only", choices=["stock", "ours"])
    given = parser.parse_args()
    found = {}
    with tempfile.TemporaryDirectory(prefix="k", dir="/tmp") as folder:
        os.environ.update({"MINGA_HOME": folder, "MINGA_STORE": f"sqlite:///{folder}/plan.sqlite",
                           "MINGA_ROLE": "participant", "JUPYTER_WIDGETS_ECHO": "0", "IPYTHONDIR": f"{folder}/i"})
        if given.only != "ours":
            stock = KernelSpec(argv=STOCK, display_name="stock", language="python")
            found["stock"] = asyncio.run(measure(stock, Path(folder), given.count, []))
        if given.only != "stock":
            with ForkServer(Path(folder), given.imports) as server:
                begun = time.perf_counter()
                assert server.ready(60)
                print(f"fork server ready after {time.perf_counter() - begun:.2f} s, "
                      f"PSS {pss([server.pid or 0]):.0f} MB")
                found["ours"] = asyncio.run(measure(kernel_spec(), Path(folder), given.count, [server.pid or 0]))
    print(f"{'':8} {'answers':>8} {'page':>8} {'CPU':>8} {'CPU':>8} {'PSS each':>8}")
    print(f"{'':8} {'s':>8} {'s':>8} {'start s':>8} {'page s':>8} {'MB':>8}")
    for name, figures in found.items():
        print(figures.line(name))
    if len(found) == 2:
        ratios = [statistics.median(getattr(found["stock"], name)) / statistics.median(getattr(found["ours"], name))
                  for name in ("ready", "page", "ready_cpu", "cpu")]
        ratios.append(found["stock"].memory / found["ours"].memory)
        print(f"{'ratio':8} " + " ".join(f"{ratio:8.1f}" for ratio in ratios))


async def measure(spec: KernelSpec, folder: Path, count: int, also: Sequence[int]) -> Figures:
    """Start so many kernels of one kind and keep them open until all are measured."""
    figures, managers, before = Figures(), [], pss(also)
    cells = [cell["source"] for cell in json.loads((paths.notebooks() / "participate.ipynb").read_text())["cells"]
             if cell["cell_type"] == "code"]
    for number in range(count):
        manager = AsyncKernelManager(transport="ipc", connection_file=str(folder / f"{id(spec)}-{number}.json"))
        manager._kernel_spec = spec
        begun = time.perf_counter()
        await manager.start_kernel(env=dict(os.environ))
        client = manager.client()
        client.start_channels()
        await client._async_recv_reply(client.kernel_info(), timeout=60)
        figures.ready.append(time.perf_counter() - begun)
        figures.ready_cpu.append(cpu(manager.provisioner.pid))
        for cell in cells:
            reply = await client.execute("".join(cell), reply=True, timeout=60)
            assert reply["content"]["status"] == "ok", reply["content"]
        figures.page.append(time.perf_counter() - begun)
        figures.cpu.append(cpu(manager.provisioner.pid))
        managers.append((manager, client))
    pids = [manager.provisioner.pid for manager, _ in managers]
    figures.memory = (pss([*also, *pids]) - before) / count
    for manager, client in managers:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
    return figures


def cpu(pid: int) -> float:
    """CPU seconds of a process so far."""
    return sum(int(file.read_text().split()[0]) for file in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9


def pss(pids: Sequence[int]) -> float:
    """Memory of processes in MB, shared pages counted by their share."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


if __name__ == "__main__":
    main()
