"""``python -m minga.cli``."""

from minga.cli import main

main()
