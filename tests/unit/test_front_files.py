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

from minga.serve.front import files, pack
from minga.serve.front.files import Kept, Shelf, refused
from minga.serve.front.front_ends import FrontEnds

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
    assert "const component = (() => {" in text


def test_the_script_of_personal_links_holds_the_form_and_what_it_borrows() -> None:
    text = files.script("report.js")
    assert text.index("function makeOutbox(") < text.index("function makeReportDrafts(")
    assert files.component_stems("report.js")[-1] == "report_form"


@pytest.mark.parametrize("what", TOO_NEW)
@pytest.mark.parametrize("name", files.MODULES)
def test_a_phones_script_has_no_syntax_that_nothing_can_fill_in(name: str, what: str) -> None:
    code = re.sub(r"^\s*//.*$", "", files.script(name), flags=re.MULTILINE)
    if what == "class fields":
        code = "\n".join(re.findall(r"^\s*class [^{]*\{.*?^\}", code, flags=re.MULTILINE | re.DOTALL))
    assert not re.findall(TOO_NEW[what], code, flags=re.MULTILINE)


def test_the_first_script_is_one_that_every_browser_reads() -> None:
    code = re.sub(r"//.*", "", files.part("first"))
    assert not re.findall(r"=>|`|\b(let|const|class|async|await)\b|\?\.|\?\?|\.\.\.", code)


def text(body: bytes) -> Kept:
    return Kept("text/javascript", body)


def test_the_participants_page_is_small_on_the_air() -> None:
    kept = files.ours("host.js")
    assert kept is not None
    assert len(kept.form("br")) < len(kept.form("gzip")) < 30_000


def test_an_address_changes_when_the_file_does() -> None:
    assert text(b"a" * 999).version != text(b"b" * 999).version
    assert re.fullmatch(r"/minga/static/host\.js\?v=[0-9a-f]{12}", files.address("host.js"))


def test_a_file_that_does_not_exist_has_no_address() -> None:
    with pytest.raises(FileNotFoundError):
        files.address("nothing.js")
    assert files.ours("../participant.html") is None


@given(st.binary(max_size=5000))
def test_every_form_of_a_file_is_the_same_file(body: bytes) -> None:
    kept = text(body)
    assert kept.form("") == body
    assert gzip.decompress(kept.form("gzip")) == body
    assert brotli.decompress(kept.form("br")) == body


@given(st.text(max_size=80))
def test_whatever_a_browser_says_it_takes_it_gets_something(said: str) -> None:
    kept = text(b"text " * 500)
    assert kept.form(kept.coding(said))


@pytest.mark.parametrize(("said", "coding"), [
    ("gzip, deflate, br, zstd", "br"), ("gzip, deflate", "gzip"), ("", ""), ("identity", ""),
    ("br;q=0, gzip;q=0.5", "gzip"),
])
def test_a_browser_gets_the_smallest_form_that_it_takes(said: str, coding: str) -> None:
    assert text(b"text " * 500).coding(said) == coding


def test_a_coding_of_no_weight_is_refused() -> None:
    assert refused("br;q=0.0")
    assert not refused("br;q=0.1")
    assert not refused("br")


def test_pictures_and_fonts_that_are_packed_already_are_not_packed_again() -> None:
    assert Kept("font/woff2", bytes(9000)).coding("br, gzip") == ""


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
        return [given[0].body if given else None for given in found]

    assert asyncio.run(look()) == [b"first", b"deep", None, None, None, None, None, None]


BUNDLE = """var a;(()=>{x={1:(e,t,r)=>{Promise.all([r.e(10),r.e(20),r.e(77)]).then(r.bind(r,10))}};
y={501:()=>c("default","@jupyterlab/mathjax-extension",!1,[1],(()=>x.e(30).then((()=>()=>x(3030))))),
502:()=>c("default","@lumino/other",!1,[1],(()=>Promise.all([x.e(40),x.e(20)]).then((()=>()=>x(4040)))))},
P={20:[501,502],90:[502]};self.webpackChunk_A=self.webpackChunk_A||[]})();"""


def read(name: str) -> bytes | None:
    """Voilà's files, as a later version may have them."""
    return {"voila.js": BUNDLE.encode(), "10.voila.js": b'"use strict";ten()', "30.voila.js": b"thirty()",
            "40.voila.js": b"forty()", "99.voila.js": b"never()"}.get(name)


def test_what_a_bundle_needs_to_start_is_read_from_the_bundle_itself() -> None:
    assert pack.needed(BUNDLE) == ["10", "20", "77", "30", "40"]
    made = pack.packed(read).decode()
    assert [made.index(word) for word in ("ten()", "thirty()", "forty()", "var a;")] == sorted(
        made.index(word) for word in ("ten()", "thirty()", "forty()", "var a;"))
    assert "never()" not in made
    assert '(function(){"use strict";ten()' in made


def test_a_page_without_formulas_gets_a_plugin_that_does_nothing_instead_of_the_typesetter() -> None:
    made = pack.light(read).decode()
    assert "thirty()" not in made
    assert "(self.webpackChunk_A=self.webpackChunk_A||[]).push([[30],{3030:" in made


def test_a_bundle_that_is_written_in_another_way_is_left_as_it_is() -> None:
    assert pack.light({"voila.js": b"another()"}.get) == b"another()"
    with pytest.raises(FileNotFoundError):
        pack.packed(lambda name: None)


EXTENSIONS = [{"name": "anywidget"}, {"name": "bqplot"}, {"name": "ipydatagrid"}]
VIEW = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}}


@pytest.mark.parametrize(("states", "source", "names"), [
    ({"1": {"_model_module": "anywidget"}}, "page.form()", ["anywidget"]),
    ({"1": {"_model_module": "ipydatagrid"}}, "page.form()", ["anywidget", "bqplot", "ipydatagrid"]),
    ({}, "import bqplot", ["anywidget", "bqplot", "ipydatagrid"]),
    (None, "page.form()", ["anywidget", "bqplot", "ipydatagrid"]),
])
def test_the_large_libraries_come_where_a_page_uses_or_names_them(
        states: dict[str, dict[str, str]] | None, source: str, names: list[str]) -> None:
    ends = FrontEnds(lambda: states)
    assert [one["name"] for one in ends.needed(EXTENSIONS, [{"source": source}])] == names


@pytest.mark.parametrize(("model", "cell", "plain"), [
    ("AnyModel", {"outputs": [{"data": VIEW}]}, True),
    ("ButtonModel", {"outputs": [{"data": VIEW}]}, False),
    ("AnyModel", {"outputs": [{"data": {"text/html": "<table>"}}]}, False),
    ("AnyModel", {"outputs": [{"text": "said"}]}, False),
    ("AnyModel", {"cell_type": "markdown"}, False),
])
def test_a_page_of_our_components_alone_needs_no_other_style(
        model: str, cell: dict[str, object], plain: bool) -> None:
    assert FrontEnds(lambda: {"1": {"_model_name": model}}).plain([cell]) is plain
