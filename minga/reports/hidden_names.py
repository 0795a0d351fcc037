"""Names of people taken out of a text that everybody may read."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from minga.i18n import gettext as _


def without(names: Collection[str]) -> Callable[[str], str]:
    """What blanks these names, whole words only, out of a text; a name of one letter is not known again in a text."""
    longest_first = sorted((name for name in names if len(name) > 1), key=len, reverse=True)
    if not longest_first:
        return str
    found = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    return lambda written: found.sub(_("[nombre reservado]"), written)
