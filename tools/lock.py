"""Make both lock files again, with uv: ``python -m tools.lock [--upgrade]``.

The files hold versions and hashes and no address, so that they serve every mirror.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_EXTRAS = ("postgres", "pdf", "tables", "dask")
_COMMON = ["pyproject.toml", *(f"--extra={name}" for name in _EXTRAS), "--universal", "--python-version", "3.11",
           "--generate-hashes", "--no-header", "--no-annotate", "-q"]


def main(more: list[str]) -> None:
    """Call uv twice: for those who use Minga, and on top of that for those who test it."""
    uv = [str(Path(sys.executable).with_name("uv")), "pip", "compile", *_COMMON, *more]
    subprocess.run([*uv, "-o", "requirements.lock"], cwd=ROOT, check=True)
    subprocess.run([*uv, "--group", "test", "-c", "requirements.lock", "-o", "requirements-test.lock"], cwd=ROOT,
                   check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
