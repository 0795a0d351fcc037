"""Numbers of directions, actions and objectives: codes are text, and authored codes are never rewritten.

``1.10`` is not ``1.1`` and comes after ``1.9``. A code is a chain of parts joined by dots; a part is a
number, a letter, a Roman numeral or any mixture people brought along (``A.1``, ``1a``, ``II``, ``OE2.3``).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from minga.i18n import gettext as _

_Same = tuple[tuple[tuple[int, int, str], ...], ...]
Key = tuple[bool, _Same, str]

_CHUNK = re.compile(r"[0-9]+|[^\W\d_]+")
_BREAK = re.compile(r"[\s.\-–—)(/_:,;]+")
_ROMAN = re.compile(r"(?=[ivxlcdm])m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_VALUES = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)
_LONGEST = 200
"""Characters of a code that are looked at when ordering; the rest decides only between equals."""


def _roman_value(text: str) -> int | None:
    """The value of a Roman numeral, or None; a lone C, D, L or M is a letter of a lettered list."""
    lowered = text.lower()
    if not _ROMAN.fullmatch(lowered) or (len(lowered) == 1 and lowered not in "ivx"):
        return None
    value, rest = 0, lowered.upper()
    for amount, letters in _ROMAN_VALUES:
        while rest.startswith(letters):
            value, rest = value + amount, rest[len(letters):]
    return value


def _to_roman(value: int) -> str:
    text = ""
    for amount, letters in _ROMAN_VALUES:
        while value >= amount:
            text, value = text + letters, value - amount
    return text


def _chunk_key(chunk: str) -> tuple[int, int, str]:
    """Numbers first, then Roman numerals, then letters; numbers by length and digits, so of any size."""
    if chunk.isascii() and chunk.isdigit():
        digits = chunk.lstrip("0")
        return 0, len(digits), digits
    roman = _roman_value(chunk)
    return (2, 0, chunk) if roman is None else (1, roman, "")


@lru_cache(maxsize=10_000)
def sort_key(code: str) -> Key:
    """What to sort codes by: natural order, a parent before its children, no code at the end."""
    folded = unicodedata.normalize("NFKC", code[:_LONGEST]).casefold()
    parts = tuple(
        tuple(_chunk_key(chunk) for chunk in _CHUNK.findall(part)) for part in _BREAK.split(folded) if part
    )
    return not parts, parts, code


def _parts(code: str) -> list[str]:
    return [part for part in code.strip().split(".") if part]


def parent(code: str) -> str:
    """The code one level up (``1.10`` → ``1``); empty for a code of the first level."""
    return ".".join(_parts(code)[:-1])


def depth(code: str) -> int:
    """How many levels a code has: 0 for none, 1 for ``2``, 2 for ``2.1``."""
    return len(_parts(code))


_NUMBER = r"[0-9]{1,3}(?:\.[0-9]{1,3})*"
_CODES = {
    "number": rf"{_NUMBER}(?:\.?[a-z])?",
    "mixed": r"[A-Za-z]{1,2}\.?[0-9]{1,2}(?:\.[0-9]{1,3})*",
    "roman": r"(?:[IVX]{1,6}|[ivx]{1,6})(?:\.[0-9]{1,2})*",
    "letter": r"[A-Za-z]",
}
_AUTHORED = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _CODES.items())
_OPENING = re.compile(
    rf"\s*(?P<open>\()?(?:{_AUTHORED})"
    r"(?P<mark>\s*\)(?:\s*[-–—])?|\.?\s*[-–—]|[.:](?=\s|$)|\.(?=[^\W\d_])|(?=\s))(?P<gap>\s*)(?P<next>.?)",
)
_AMOUNT = re.compile(r"[0-9]+\.[0-9]{3}(?:\.[0-9]{3})*")


def split_code(text: str) -> tuple[str, str]:
    """The code a text opens with, and the text after it; ``("", text)`` when it opens with none.

    ``1 - Crear``, ``1.1 – Facilitar``, ``2) Abrir``, ``3. Formar``, ``a) Leer`` and ``1.2 Formar`` open
    with a code; ``2018 es``, ``15 personas``, ``3.5 millones`` and ``3 - 5 años`` do not.
    """
    found = _OPENING.match(text[:_LONGEST])
    if found is None or not _is_code(found):
        return "", text
    code = next(value for name in _CODES if (value := found[name]) is not None)
    return code, text[found.start("next"):]


def _is_code(found: re.Match[str]) -> bool:
    """Whether what was found before the text is a code, and not an amount, a range or an initial."""
    mark, gap, following = found["mark"].strip(), found["gap"], found["next"]
    number = found["number"] or found["mixed"] or ""
    dotted = "." in number
    if bool(found["open"]) and ")" not in mark:
        return False
    if ")" in mark:
        return True
    if mark.endswith(("-", "–", "—")):
        if following.isdigit():  # "3 - 5 años" is a range; "1.1 - 20 talleres" is a numbered action
            return dotted and bool(gap) and not _AMOUNT.fullmatch(number)
        # "e-mail", "x-ray", "G20-verano": a letter needs air on both sides of its dash
        return bool(found["number"]) or not following or (bool(gap) and found["mark"][0].isspace())
    if mark and following and not gap:  # "1.Crear" has lost its space; "U.S." and "p.m." are words
        return bool(found["number"]) and following.isupper()
    if mark:
        return not (found["letter"] and found["letter"].islower() and mark == ":")
    if not dotted or _AMOUNT.fullmatch(number):
        return False
    # "1.2 Formar" is a code, "3.5 millones" is an amount; three levels are never an amount
    return bool(following) and (following.isupper() or following in "«“\"¿¡" or number.count(".") > 1)


def generate(depths: Iterable[int], prefix: str = "") -> list[str]:
    """Codes for new items, given in reading order by their depth.

    Args:
        depths: 1 for a first-level item, 2 for its children… A level that is skipped is closed up.
        prefix: code under which all of them go (``3`` gives ``3.1``, ``3.2``…).

    Returns:
        One code for each item: ``[1, 2, 2, 1]`` gives ``["1", "1.1", "1.2", "2"]``.
    """
    counters: list[int] = []
    codes = []
    for wanted in depths:
        level = max(1, min(wanted, len(counters) + 1))
        counters = counters[:level] + [0] * (level - len(counters))
        counters[-1] += 1
        codes.append(".".join([*_parts(prefix), *map(str, counters)]))
    return codes


def next_child(existing: Iterable[str], parent_code: str = "") -> str:
    """The code for one more item under a parent, after the last; gaps of the author are left alone.

    It follows the style of its siblings: after ``B`` comes ``C``, after ``II`` comes ``III``.
    """
    above = _parts(parent_code)
    siblings = [parts[-1] for code in existing if (parts := _parts(code))[:-1] == above and parts]
    last = max(siblings, key=sort_key, default="0")
    return ".".join([*above, _following(last, siblings)])


def _following(last: str, siblings: Sequence[str]) -> str:
    numbers = [int(found[0]) for s in siblings if (found := re.match(r"[0-9]{1,9}", s))]
    if numbers:
        return str(max(numbers) + 1)
    roman = _roman_value(last)
    if roman is not None and all(_roman_value(s) is not None for s in siblings):
        following = _to_roman(roman + 1)
        return following if last.isupper() else following.lower()
    if len(last) == 1 and last.isascii() and last.isalpha() and last not in "zZ":
        return chr(ord(last) + 1)
    return "1"


@dataclass(frozen=True)
class Numbered:
    """An item of a numbered list, in reading order.

    Attributes:
        depth: 1 for a first-level item, 2 for one inside it…
        code: the code it has now; may be empty.
        authored: a person wrote the code, and it stays as it is.
    """

    depth: int
    code: str = ""
    authored: bool = False


def renumber(items: Iterable[Numbered]) -> list[str]:
    """The codes of a list after its order changed: authored ones as they are, all others anew.

    Generated codes follow the order, go under the code of whatever contains them (``A.1`` gives ``A.1.1``),
    continue the style of the authored code before them (after ``B`` comes ``C``) and skip every number that
    a person wrote anywhere in the list. An item without a code of its own lends its place to those inside it.

    Returns:
        One code for each item.
    """
    items = list(items)
    taken = {_same(item.code) for item in items if item.authored and item.code}
    newest: dict[_Same, str] = {}  # the last part under each code so far
    above: list[str] = []          # the codes on the way down to the item at hand
    codes = []
    for item in items:
        above = above[: max(1, item.depth) - 1]
        prefix = _parts(above[-1]) if above else []
        family = _same(".".join(prefix))
        if item.authored:
            code, own = item.code, _parts(item.code)
            if own and own[:-1] == prefix and _same(own[-1]) > _same(newest.get(family, "")):
                newest[family] = own[-1]
        else:
            code = _next_free(prefix, newest.get(family, "0"), taken)
            newest[family] = _parts(code)[-1]
            taken.add(_same(code))
        codes.append(code)
        above.append(code or ".".join(prefix))
    return codes


def _same(code: str) -> _Same:
    """What two codes share when people take them for one: ``1.01`` and ``1.1``, ``II`` and ``ii``."""
    return sort_key(code)[1]


def _next_free(prefix: list[str], part: str, taken: set[_Same]) -> str:
    while True:
        part = _after(part)
        if _same(code := ".".join([*prefix, part])) not in taken:
            return code


def _after(part: str) -> str:
    """What comes after a part in natural order, in its style: ``8`` → ``9``, ``OE2`` → ``OE3``, ``B`` → ``C``."""
    if found := re.fullmatch(r"(.*?)([0-9]{1,9})", part, re.DOTALL):
        return f"{found[1]}{int(found[2]) + 1}"
    if found := re.match(r"[0-9]{1,9}", part):
        return str(int(found[0]) + 1)
    if (roman := _roman_value(part)) is not None:
        return _to_roman(roman + 1) if part.isupper() else _to_roman(roman + 1).lower()
    if len(part) == 1 and part.isascii() and part.isalpha() and part not in "zZ":
        # The letter after "H" reads as the numeral one, which would come first: it is left out.
        return next(c for c in map(chr, range(ord(part) + 1, ord(part) + 3)) if _roman_value(c) is None)
    return f"{part}1"


@dataclass(frozen=True)
class Finding:
    """Something odd in a list of codes, to be shown and never mended on its own.

    Attributes:
        kind: ``gap`` or ``duplicate``.
        code: the code as authored.
        position: 0-based place in the list of the code it was noticed at.
        missing: for a gap, the first code that is not there.
    """

    kind: str
    code: str
    position: int
    missing: str = ""

    @property
    def message(self) -> str:
        """The finding in the language in force."""
        if self.kind == "duplicate":
            return _("El número {code} aparece más de una vez.").format(code=self.code)
        return _("Antes de {code} falta el número {missing}.").format(code=self.code, missing=self.missing)


def check(codes: Sequence[str]) -> list[Finding]:
    """Gaps and duplicates in the codes of one list, in its order; items without a code are left out."""
    plain = [".".join(_parts(code)) for code in codes]
    family = _Family(code for code in plain if code)
    seen: Counter[str] = Counter()
    findings = []
    for position, code in enumerate(plain):
        seen[code] += 1
        if code and seen[code] == 2:
            findings.append(Finding("duplicate", code, position))
        if code and seen[code] == 1 and (missing := family.missing_before(code)):
            findings.append(Finding("gap", code, position, missing))
    return findings


class _Family:
    """The codes of one list, by parent."""

    def __init__(self, codes: Iterable[str]) -> None:
        self.present = set(codes)
        self.children: dict[str, list[int]] = {}
        for code in self.present:
            if re.fullmatch(r"[0-9]{1,9}", last := _parts(code)[-1]):
                self.children.setdefault(parent(code), []).append(int(last))
        for numbers in self.children.values():
            numbers.sort()
        # A list may hold only the children of one parent: then the parent is elsewhere, not missing.
        parents = sorted(_parts(parent(code)) for code in self.present) or [[]]
        pairs = zip(parents[0], parents[-1], strict=False)
        self.root = [first for first, _last in takewhile(lambda pair: pair[0] == pair[1], pairs)]

    def missing_before(self, code: str) -> str:
        """The first code expected between this one and what comes before it; empty when none is."""
        above, last = parent(code), _parts(code)[-1]
        if above and above not in self.present and _parts(above) != self.root[: depth(above)]:
            return above
        numbers = self.children.get(above, [])
        if not re.fullmatch(r"[0-9]{1,9}", last):
            return ""
        place = bisect_left(numbers, int(last))
        before = numbers[place - 1] if place else 0
        return f"{above}.{before + 1}".lstrip(".") if before + 1 < int(last) else ""
