"""A page taken apart for other formats, and the Word document made of its parts."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape
from PIL import Image

from minga.reports.page_parts import Picture, Table, Text, read_page
from minga.reports.to_docx import to_docx

PAGE = """<!doctype html><html lang="pt-BR"><head><title>Relatório &amp; mais</title><style>p {}</style></head><body>
<a class="minga-skip" href="#m">Ir</a><main id="m"><style>h1 {}</style>
<header><p class="minga-kicker">Informe</p><h1>Plan</h1>
<ul class="minga-tiles"><li><span>✓</span><strong>3</strong> <span>cumplidas</span></li>
<li><strong>1</strong> <span>atrasada</span></li></ul></header>
<section><h2>Un hallazgo</h2><p>Texto <strong>fuerte</strong> &lt;b&gt;</p>
<figure data-figure="figures/one.png"><div><svg><title>t</title><desc>Tres &amp; uno</desc><text>no</text></svg></div>
<div><svg><desc>otra</desc></svg></div><figcaption>Nota</figcaption></figure>
<details><summary>Ver la tabla</summary><table><caption>Filas</caption><thead><tr><th>Acción</th>
<th class="minga-number">N</th></tr></thead><tbody><tr><th><span>1.10 Abrir<small>Garza</small></span></th>
<td class="minga-number"><span>7</span></td></tr></tbody></table></details>
<ul><li>uno</li><li>dos</li></ul></section></main><p>fuera</p></body></html>"""


def test_a_page_is_read_in_its_order_without_style_drawing_or_what_opens_a_table() -> None:
    read = read_page(PAGE)
    assert (read.title, read.language) == ("Relatório & mais", "pt-BR")
    told = [(p.kind, " ".join(p.words.split())) for p in read.parts if isinstance(p, Text)]
    assert told == [("paragraph", "Informe"), ("heading", "Plan"), ("paragraph", "✓3 cumplidas 1 atrasada"),
                    ("heading", "Un hallazgo"), ("paragraph", "Texto fuerte <b>"), ("paragraph", "Nota"),
                    ("item", "uno"), ("item", "dos")]
    [table] = [p for p in read.parts if isinstance(p, Table)]
    assert (table.caption, table.head) == ("Filas", 1)
    assert [[cell.lines for cell in row] for row in table.rows] == [
        [["Acción"], ["N"]], [["1.10 Abrir", "Garza"], ["7"]]]
    assert [p for p in read.parts if isinstance(p, Picture)] == [Picture("figures/one.png", b"", "Tres & uno")]


@given(words=st.text(min_size=1, max_size=80))
def test_whatever_stands_in_a_paragraph_or_a_cell_comes_back_as_text(words: str) -> None:
    told = " ".join(words.split())
    read = read_page(f"<main><p>{escape(words)}</p><table><tr><td>{escape(words)}</td></tr></table></main>")
    paragraphs = [" ".join(p.words.split()) for p in read.parts if isinstance(p, Text)]
    [table] = [p for p in read.parts if isinstance(p, Table)]
    assert paragraphs in ([told], [""])
    assert " ".join(table.rows[0][0].lines[0].split()) == told


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "figures").mkdir()
    Image.new("RGB", (20, 10), "#0072B2").save(tmp_path / "figures" / "one.png")
    return tmp_path


def test_the_word_document_has_headings_a_table_that_repeats_its_titles_and_a_picture_with_its_text(
        folder: Path) -> None:
    made = docx.Document(io.BytesIO(to_docx(PAGE, folder, language="pt")))
    assert [p.text for p in made.paragraphs if p.style.name in ("Title", "Heading 1")] == ["Plan", "Un hallazgo"]
    [table] = made.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["Acción", "N"], ["1.10 Abrir\nGarza", "7"]]
    xml = made.element.xml
    assert xml.count("<w:tblHeader") == 1
    assert 'descr="Tres &amp; uno"' in xml
    assert made.core_properties.title == "Relatório & mais"
    assert made.styles.element.xpath("//w:lang/@w:val")[0] == "pt-BR"


def test_the_same_page_gives_the_same_word_document(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1530403200")
    assert to_docx(PAGE, folder, language="es") == to_docx(PAGE, folder, language="es")


def test_a_picture_outside_the_reports_folder_is_not_taken_along(folder: Path) -> None:
    inside = folder / "work"
    inside.mkdir()
    page = PAGE.replace("figures/one.png", "../figures/one.png")
    names = zipfile.ZipFile(io.BytesIO(to_docx(page, inside, language="es"))).namelist()
    assert not [name for name in names if "media" in name]


@settings(max_examples=6, deadline=None)
@given(words=st.text(max_size=60))
def test_no_text_breaks_the_word_document(words: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    page = f"<main><h2>{escape(words)}</h2><table><tr><td>{escape(words)}</td></tr></table></main>"
    assert docx.Document(io.BytesIO(to_docx(page, tmp_path_factory.getbasetemp(), language="es"))).tables
