"""Checks on the tracked files, for ``make lint`` and pre-commit: ``python -m tools.tracked notebooks|secrets|words``.

``baseline`` looks for secrets again and writes down what was found, for a person to read and accept.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BASELINE = ".secrets.baseline"

# Written in pieces so that this file does not find itself.
_FORBIDDEN = {
    "a path of somebody's machine": re.compile(
        "/(?:" + "|".join(["ho" + "me", "Us" + "ers", "ro" + "ot", "wo" + "rk"]) + r")/[\w.]|[A-Z]:\\Us" + r"ers\\"
        + "|/t" + r"mp/\w"),
    "the address of a package registry": re.compile(
        "|".join(["py" + r"pi\.(?:org|python)", "python" + r"hosted\.org", "npm" + r"js\.(?:org|com)",
                  "conda" + r"\.anaconda\.org", "regis" + r"try\.yarnpkg", "--(?:extra-)?ind" + "ex-url"])),
}
_ADDRESS = re.compile(r"https?:" + "//")
_IGNORED = {".git", ".venv", ".cache", "__pycache__", ".hypothesis", "test-artefacts", ".ruff_cache", ".pytest_cache",
            ".ipynb_checkpoints", "build", "dist"}
_LEFT_OUT = {".png", ".svg", ".ico", ".docx", ".xlsx", ".pdf"}


def tracked() -> list[str]:
    """Every tracked file, and every new file that git does not ignore; every file where there is no git."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                                capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):  # a downloaded folder, or one that belongs to another user
        return [str(f.relative_to(ROOT)) for f in ROOT.rglob("*") if f.is_file() and not _IGNORED & set(f.parts)]
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def notebooks() -> int:
    """Notebooks carry no outputs and no counts."""
    found = [name for name in tracked() if name.endswith(".ipynb")]
    return _module("nbstripout", "--verify", "--keep-id", *found) if found else 0


def secrets() -> int:
    """Nothing that looks like a secret, except what the baseline lists (wherever in its file it stands now)."""
    accepted = _secrets(json.loads((ROOT / BASELINE).read_text(encoding="utf-8")))
    faults = [f"{name}:{line}: {kind}" for (name, kind, digest), line in _secrets(_scan()).items()
              if (name, kind, digest) not in accepted]
    print("\n".join(faults) or "No secrets.")
    if faults:
        print("A false one: mark its line with 'pragma: allowlist" + " secret', or call 'make baseline' and read "
              "what it added.")
    return 1 if faults else 0


def _scan() -> dict[str, Any]:
    names = [n for n in tracked() if not n.endswith(".lock") and n != BASELINE and Path(n).suffix not in _LEFT_OUT]
    found = subprocess.run([sys.executable, "-m", "detect_secrets", "scan", *names], cwd=ROOT, capture_output=True,
                           text=True, check=True).stdout
    return dict(json.loads(found))


def _secrets(found: dict[str, Any]) -> dict[tuple[str, str, str], int]:
    return {(name, one["type"], one["hashed_secret"]): one["line_number"]
            for name, many in found["results"].items() for one in many}


def words() -> int:
    """No path of a machine and no registry's address; lock files without any address at all."""
    faults = []
    for name in tracked():
        if Path(name).suffix in _LEFT_OUT:
            continue
        text = (ROOT / name).read_text(encoding="utf-8", errors="replace")
        wanted = dict(_FORBIDDEN)
        if name.endswith(".lock"):
            wanted["an address in a lock file"] = _ADDRESS
        for number, line in enumerate(text.splitlines(), 1):
            faults += [f"{name}:{number}: {what}: {found[0]}" for what, pattern in wanted.items()
                       if (found := pattern.search(line))]
    print("\n".join(faults) or "No machine paths, no registry addresses.")
    return 1 if faults else 0


def baseline() -> int:
    """Write the baseline again, without the moment at which it was made."""
    made = _scan() | {"generated_at": "2018-01-01T00:00:00Z"}  # a moment would change the file at every call
    (ROOT / BASELINE).write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")
    for (name, kind, _digest), line in _secrets(made).items():
        print(f"{name}:{line}: {kind}")
    return 0


def _module(name: str, *arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", name, *arguments], cwd=ROOT, check=False).returncode


_COMMANDS: dict[str, Callable[[], int]] = {"notebooks": notebooks, "secrets": secrets, "words": words,
                                           "baseline": baseline}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in _COMMANDS:
        sys.exit(f"usage: python -m tools.tracked {'|'.join(_COMMANDS)}")
    sys.exit(_COMMANDS[sys.argv[1]]())
