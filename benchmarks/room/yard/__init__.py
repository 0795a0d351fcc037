"""What the room's benchmarks share: servers, process trees, ways to join, and the printed table.

The tests' helpers (a proxy that cuts, phones without a browser) are used too; they live beside the tests.
"""

import signal
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

# Whoever ends a benchmark politely ends the servers that it started, too.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
