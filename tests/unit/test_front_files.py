"""Files of the front ends: what travels, in which form, and for how long; and how old a browser may be."""

from __future__ import annotations

import asyncio
import gzip
import re
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.serve import files
from minga.serve.files import Shelf, press, refused

TOO_NEW = {
    "logical assignment": r"\?\?=|\|\|=|&&=", "private fields": r"\bthis\.#|^\s*#\w+\s*[=(;]",
    "static blocks": r"static\s*\{",
    "numeric separators": r"\b\d+_\d", "lookbehind": r"\(\?<[=!]", "top-level await": r"^await ",
    "newer methods": r"\.(replaceAll|findLast|findLastIndex|toSorted|toReversed|requestSubmit|hasOwn|"
                     r"structuredClone|allSettled|any\(\[)\b", "class fields": r"^\s{2,4}(static )?\w+ = [^=]",
}


@pytest.mark.parametrize("name", files.PARTS)
def test_a_script_is_whole_and_shares_nothing_with_the_page(name: str) -> None:
    text = files.script(name)
    assert text.startswith("(() => {")
    assert text.rstrip().endswith("})();")
    assert "export " not in re.sub(r"//.*", "", text)


def test_the_participants_script_holds_the_module_and_the_shared_helpers() -> None:
    text = files.script("host.js")
    assert "function converse(model" in text
    assert "return { render };" in text
    assert files.component_stems()[-1] == "participate"
    assert "const participate = (() => {" in text


@pytest.mark.parametrize("what", TOO_NEW)
def test_the_participants_script_has_no_syntax_that_nothing_can_fill_in(what: str) -> None:
    code = re.sub(r"^\s*//.*$", "", files.script("host.js"), flags=re.MULTILINE)
    if what == "class fields":
        code = "\n".join(re.findall(r"^\s*class [^{]*\{.*?^\}", code, flags=re.MULTILINE | re.DOTALL))
    assert not re.findall(TOO_NEW[what], code, flags=re.MULTILINE)


def test_the_first_script_is_one_that_every_browser_reads() -> None:
    code = re.sub(r"//.*", "", files.part("first"))
    assert not re.findall(r"=>|`|\b(let|const|class|async|await)\b|\?\.|\?\?|\.\.\.", code)


def test_the_participants_page_is_small_on_the_air() -> None:
    kept = files.ours("host.js")
    assert kept is not None
    assert len(kept.forms["br"]) < len(kept.forms["gzip"]) < 30_000


def test_an_address_changes_when_the_file_does() -> None:
    one, other = press(b"a" * 999, "text/css"), press(b"b" * 999, "text/css")
    assert one.version != other.version
    assert re.fullmatch(r"/minga/static/host\.js\?v=[0-9a-f]{12}", files.address("host.js"))


def test_a_file_that_does_not_exist_has_no_address() -> None:
    with pytest.raises(FileNotFoundError):
        files.address("nothing.js")
    assert files.ours("../participant.html") is None


@given(st.binary(max_size=5000))
def test_every_form_of_a_file_is_the_same_file(body: bytes) -> None:
    forms = press(body, "text/javascript").forms
    assert forms[""] == body
    assert gzip.decompress(forms.get("gzip", gzip.compress(body))) == body
    assert brotli.decompress(forms.get("br", brotli.compress(body))) == body


@given(st.text(max_size=80))
def test_whatever_a_browser_says_it_takes_it_gets_something(said: str) -> None:
    coding, body = press(b"text " * 500, "text/css").best(said)
    assert body
    assert coding in ("", "gzip", "br")


@pytest.mark.parametrize(("said", "coding"), [
    ("gzip, deflate, br, zstd", "br"), ("gzip, deflate", "gzip"), ("", ""), ("identity", ""),
    ("br;q=0, gzip;q=0.5", "gzip"),
])
def test_a_browser_gets_the_smallest_form_that_it_takes(said: str, coding: str) -> None:
    assert press(b"text " * 500, "text/css").best(said)[0] == coding


def test_a_coding_of_no_weight_is_refused() -> None:
    assert refused("br;q=0.0")
    assert not refused("br;q=0.1")
    assert not refused("br")


def test_pictures_and_fonts_that_are_packed_already_are_not_packed_again() -> None:
    assert set(press(bytes(9000), "font/woff2").forms) == {""}


def test_a_shelf_gives_files_of_its_folders_and_nothing_else(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder, text in ((one, "first"), (two, "second")):
        folder.mkdir()
        (folder / "same.js").write_text(text)
    (two / "inner").mkdir()
    (two / "inner" / "a.js").write_text("deep")
    (tmp_path / "secret").write_text("no")
    (two / "link").symlink_to(tmp_path / "secret")

    async def look() -> list[bytes | None]:
        shelf = Shelf([one, two])
        found = [await shelf.find(name) for name in
                 ("same.js", "inner/a.js", "../secret", "/etc/passwd", "link", "inner", "", "nothing")]
        return [kept.forms[""] if kept else None for kept in found]

    assert asyncio.run(look()) == [b"first", b"deep", None, None, None, None, None, None]
