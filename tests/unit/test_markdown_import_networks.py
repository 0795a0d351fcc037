"""Plans of many networks, as word processors, shared documents and PDF converters leave them.

``expected.json`` beside the plans says what a person counts in each.
"""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from minga.errors import InputError
from minga.exchange.markdown_in import Draft, read_markdown
from minga.folding import fold, word_set
from minga.schedules import understand

PLANS = Path(__file__).parents[1] / "data" / "markdown" / "networks"
EXPECTED: dict[str, dict[str, Any]] = json.loads((PLANS / "expected.json").read_text(encoding="utf-8"))
# Names of columns and of kinds of titles: they say what a cell is and are not kept one by one.
NAMES = word_set(
    "direccion direcao direccio direction estrategica accion acao accions action meta plazo prazo quienes quien cuando "
    "cronograma calendari calendario timeline lead responsable responsavel actividad presupuesto no title subtitle "
    "author linea")


def said_of(draft: Draft) -> dict[str, Any]:
    counts = draft.counts()
    return {
        "organization": draft.rows["plans"][0]["organization"], "countries": draft.rows["plans"][0]["countries"],
        "context": {c["title"]: c["cards"] for c in counts["context"]["columns"]},
        "vision": {c["title"]: c["cards"] for c in counts["vision"]["clusters"]},
        "obstacles": {c["title"]: c["cards"] for c in counts["obstacles"]["clusters"]},
        "directions": [[d["code"], d["title"], d["actions"]] for d in counts["directions"]],
        "codes": " ".join(a["code"] or "-" for a in draft.rows["actions"]),
        "scheduled": counts["scheduled"], "understood": counts["understood"],
        "people": [f"{a['name']} {a['country']}".strip() for a in draft.rows["assignments"] if a["kind"] == "person"],
        "groups": [a["name"] for a in draft.rows["assignments"] if a["kind"] != "person"],
        "joins": counts["issues"]["join"], "questions": counts["questions"],
    }


def test_every_plan_has_its_numbers_beside_it() -> None:
    assert sorted(EXPECTED) == sorted(file.stem for file in PLANS.glob("*.md"))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_plan_never_seen_before_is_read_as_a_person_reads_it(name: str) -> None:
    assert said_of(read_markdown(PLANS / f"{name}.md")) == EXPECTED[name]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_word_of_the_plan_is_in_a_row_or_in_what_is_said_of_it(name: str) -> None:
    draft = read_markdown(PLANS / f"{name}.md")
    kept = [str(value) for rows in draft.rows.values() for row in rows for value in row.values()]
    kept += [f"{issue.text} {issue.done}" for issue in draft.issues]
    words = set(fold(" ".join(kept)).split())
    text = re.sub(r"\\(.)", r"\1", re.sub(r"</?\w[^<>]*>", " ", (PLANS / f"{name}.md").read_text(encoding="utf-8")))
    lost = {word for word in fold(text.replace("\N{SOFT HYPHEN}", "")).split() if not word.isdigit() and len(word) > 1}
    # a word that a hyphen cut at the end of a page is there as two
    assert lost - words - NAMES <= {"migra", "cion"}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_nothing_is_done_in_silence(name: str) -> None:
    draft = read_markdown(PLANS / f"{name}.md")
    assert all(issue.message and issue.done and issue.line for issue in draft.issues)
    lines = (PLANS / f"{name}.md").read_text(encoding="utf-8").split("\n")
    assert all(1 <= issue.line <= len(lines) for issue in draft.issues)


def test_plans_with_the_same_title_are_told_apart_by_whose_they_are() -> None:
    ids = [read_markdown(PLANS / f"{name}.md").rows["plans"][0]["plan_id"] for name in sorted(EXPECTED)]
    assert len(set(ids)) == len(ids)
    assert "plan-estrategico-2025-2027-red-mexicana-de-huert" in ids


# ── people, as these plans write them ──────────────────────────────────────────────────────────────

def test_the_country_of_a_state_of_brazil_is_not_invented() -> None:
    draft = read_markdown(PLANS / "roman_numbers_and_states.md")
    assert [(a["as_written"], a["country"]) for a in draft.rows["assignments"]][:2] == [
        ("Severino Dias (PE), Conceição (PB)", ""), ("Severino Dias (PE), Conceição (PB)", "")]
    doubts = [i.message for i in draft.issues if i.line == 38]
    assert doubts == ["Junto al nombre «Severino Dias» no hay un país conocido.",
                      "Junto al nombre «Conceição» no hay un país conocido."]


def test_nobody_chosen_yet_is_nobody_and_is_kept_as_a_note() -> None:
    draft = read_markdown(PLANS / "word_by_pandoc.md")
    [unassigned] = [a for a in draft.rows["actions"] if a["code"] == "1.c"]
    assert not [a for a in draft.rows["assignments"] if a["action_id"] == unassigned["action_id"]]
    assert any("Responsable: Por definir" in s["text"] for s in draft.rows["sections"])
    assert any(i.line == 55 and i.text == "Por definir" for i in draft.issues)


def test_people_that_brackets_name_inside_a_group_are_offered() -> None:
    draft = read_markdown(PLANS / "word_by_pandoc.md")
    assert [i.message for i in draft.issues if i.kind == "offer"] == [
        "En una frase se nombra a «Ana»: puede asignarse a la acción.",
        "En una frase se nombra a «Saúl»: puede asignarse a la acción."]


# ── lists, HTML, grids ─────────────────────────────────────────────────────────────────────────────

def test_points_below_an_action_are_its_parts_its_people_or_its_dates() -> None:
    draft = read_markdown(PLANS / "lists_of_actions.md")
    ids = {a["action_id"]: a["text"] for a in draft.rows["actions"]}
    rows = [(a["code"], a["text"], ids.get(a["parent_id"]), a["schedule_text"], a["cost"])
            for a in draft.rows["actions"][:4]]
    assert rows == [
        ("1", "Crear la marca", None, "mayo de 2025", 2000.0),
        ("1.1", "Diseñar la etiqueta", "Crear la marca", "", None),
        ("1.2", "Registrar el nombre — Responsable: Saúl", "Crear la marca", "", None),
        ("2", "Abrir un puesto en la feria", None, "2026", None)]
    assert {(i.kind, i.line) for i in draft.issues if i.line in (54, 56, 57)} == {
        ("offer", 54), ("doubt", 56), ("doubt", 57)}


def test_points_without_a_number_below_an_action_are_its_parts() -> None:
    draft = read_markdown(PLANS / "lists.md")
    ids = {a["action_id"]: a["text"] for a in draft.rows["actions"]}
    assert [(a["text"], ids.get(a["parent_id"])) for a in draft.rows["actions"][:4]] == [
        ("Reparar techos", None), ("Cotizar con tres maestros", "Reparar techos"),
        ("Pedir permiso municipal", "Reparar techos"), ("Construir rampas", None)]


def test_a_list_without_a_title_is_kept_and_it_is_said_what_is_missing() -> None:
    draft = read_markdown(PLANS / "lists_of_actions.md")
    assert any("Miedo a vender juntos\n\nDeudas" in s["text"] for s in draft.rows["sections"])
    assert [i.line for i in draft.issues if i.message == "Etapa sin tabla ni lista de tarjetas."] == [40]


def test_cells_that_span_rows_and_columns_in_html_are_read_once() -> None:
    text = ("# Plan 2025\n\n## Visión\n\n<table><thead><tr><th colspan='2'><p><strong>Uno</strong></p></th><th>Dos</th>"
            "</tr></thead>\n<tr><td rowspan=2>Alto</td><td>medio</td><td>a &amp; b<script>x</script></td></tr>\n"
            "<tr><td></td><td><ul><li>Una</li><li>Otra</li></ul></td></tr></table>\n")
    draft = read_markdown(text)
    assert [k["text"] for k in draft.rows["cards"]] == ["Alto", "medio", "a & b<script>x</script>", "Una", "Otra"]


@pytest.mark.parametrize(("text", "row"), [
    ("# P 2025\n\n## Visión\n\n<table>\n<tr><td>a</td></tr>\n", 5),
    ("# P 2025\n\n## Visión\n\n  ------ ------\n  Uno    Dos\n  ------ ------\n  a      b\n", 5),
    ("# P 2025\n\n## Visión\n\n+---+---+\n| a     |\n+---+---+\n", 6),
])
def test_a_table_that_cannot_be_read_is_refused_with_what_to_do(text: str, row: int) -> None:
    with pytest.raises(InputError) as caught:
        read_markdown(text)
    assert [(f.row, bool(f.advice)) for f in caught.value.faults] == [(row, True)]


# ── after the directions ───────────────────────────────────────────────────────────────────────────

ACTIONS = ("# Plan de la Red Sur 2025\n\n## D - DIRECCIONES ESTRATÉGICAS\n\n¿Qué haremos?\n\n### Dirección 1: Uno\n\n"
           "| Acciones | Fecha | Responsables |\n|--|--|--|\n| 1 - Abrir | 2025 | Abel (Perú) |\n\n")


@pytest.mark.parametrize("chapter", ["## E - RESULTADOS E INDICADORES", "## Anexos", "**Presupuesto**", "Anexos",
                                     "## Nuestro equipo", "## 6. Seguimiento y evaluación"])
def test_a_chapter_after_the_directions_closes_them(chapter: str) -> None:
    draft = read_markdown(ACTIONS + chapter + "\n\n¿Cómo sabremos?\n\n| Actividad | Monto | Responsables |\n"
                          "|--|--|--|\n| Viajes | 500 | Berta (Chile) |\n\n- Un punto\n")
    assert [a["text"] for a in draft.rows["actions"]] == ["Abrir"]
    questions = {s["key"]: s["question"] for s in draft.rows["stages"]}
    assert questions["directions"] == "¿Qué haremos?"
    kept = "\n".join(s["text"] for s in draft.rows["sections"])
    assert "Viajes | 500 | Berta (Chile)" in kept
    assert "Un punto" in kept
    assert "¿Cómo sabremos?" in kept or questions["results"] == "¿Cómo sabremos?"


@pytest.mark.parametrize("title", ["### Seguimiento", "### Comunicación", "## Dirección 2: Resultados", "### Notas"])
def test_a_direction_may_be_called_like_a_chapter(title: str) -> None:
    draft = read_markdown(ACTIONS + title + "\n\n| Acciones | Fecha | Responsables |\n|--|--|--|\n| 1 - Ver | | |\n")
    assert [len([a for a in draft.rows["actions"] if a["direction_id"] == d["direction_id"]])
            for d in draft.rows["directions"]] == [1, 1]


# ── dates, as these plans write them ───────────────────────────────────────────────────────────────

@pytest.mark.parametrize(("written", "starts", "ends"), [
    ("mayo--julio 2025", "2025-05-01", "2025-07-31"), ("T1 2025", "2025-01-01", "2025-03-31"),
    ("15/03/2025", "2025-03-15", "2025-03-15"), ("ene-25", "2025-01-01", "2025-01-31"),
    ("Gener de 2025", "2025-01-01", "2025-01-31"), ("març 2025", "2025-03-01", "2025-03-31"),
    ("settembre 2025", "2025-09-01", "2025-09-30"), ("2º semestre", "None", "None"), ("2025.1", "None", "None"),
    ("Marc 2", "None", "None"), ("Corto plazo", "None", "None"),
])
def test_a_date_is_understood_or_left_alone_and_never_invented(written: str, starts: str, ends: str) -> None:
    found = understand(written)
    assert (str(found.starts), str(found.ends)) == (starts, ends)


# ── codes without signs ────────────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize(("cells", "codes"), [
    (["A1 Abrir", "A2 Ver"], ["A1", "A2"]), (["1 Abrir", "2 Ver", "3 Cerrar"], ["1", "2", "3"]),
    (["OE1.1 Abrir", "OE1.2 Ver"], ["OE1.1", "OE1.2"]),
    (["5 talleres", "6 encuentros", "7 ferias"], ["", "", ""]), (["15 Talleres", "3 Ferias"], ["", ""]),
    (["B12 para todas", "Ver"], ["", ""]),
])
def test_numbers_without_a_sign_are_codes_when_they_count(cells: list[str], codes: list[str]) -> None:
    rows = "".join(f"| {cell} | 2025 |\n" for cell in cells)
    draft = read_markdown("# P 2025\n\n## Ejes\n\n### Eje 1: Uno\n\n| Acciones | Fecha |\n|--|--|\n" + rows)
    assert [a["code"] for a in draft.rows["actions"]] == codes
    assert [" ".join([a["code"], a["text"]]).strip() for a in draft.rows["actions"]] == cells


# ── damaged or enormous ────────────────────────────────────────────────────────────────────────────

PLAIN = "# Plan 2025\n\n## Visión\n\n| Uno | Dos |\n|--|--|\n| niñez | paz |\n"


def test_a_few_damaged_bytes_do_not_change_the_alphabet() -> None:
    draft = read_markdown((PLAIN + "| se\ud800ñal | sí |\n").encode("utf-8", "surrogatepass"))
    assert draft.rows["cards"][0]["text"] == "niñez"
    assert "se\ufffd" in draft.rows["cards"][1]["text"]
    assert {i.line for i in draft.issues if i.kind == "doubt"} == {8}


def test_characters_that_give_orders_to_a_terminal_are_taken_out_and_said() -> None:
    draft = read_markdown(PLAIN + "| ro\x1b[31mjo\x07 | a\x0bb |\n")
    assert [k["text"] for k in draft.rows["cards"]] == ["niñez", "ro[31mjo", "paz", "a b"]
    assert [i.line for i in draft.issues if i.kind == "doubt"] == [8]


def test_a_file_with_too_many_lines_is_refused_at_once() -> None:
    with pytest.raises(InputError) as caught:
        read_markdown(PLAIN + "| a | b |\n" * 100_000)
    assert [f.row for f in caught.value.faults] == [20_001]


@pytest.mark.parametrize("text", [
    PLAIN + "\n" + "[" * 100_000 + "\n", PLAIN + "\n" + "a" + " ." * 90_000 + "\n",
    PLAIN + "\n- " + ":" * 50_000 + "\n",
    "---\na: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n---\n" + PLAIN,
    "---\ntitle: [\n---\n" + PLAIN,
    PLAIN + "\n" + "*" * 5_000 + "a" + "*" * 5_000 + "\n",
    PLAIN + "\n" + "".join("  " * i + "- a\n" for i in range(200)),
    PLAIN + "\n<table>" + "<tr><td rowspan=9999 colspan=9999>x</td></tr>" * 20 + "</table>\n",
])
def test_what_is_made_to_break_a_reader_is_read_in_a_moment(text: str) -> None:
    started = time.monotonic()
    assert read_markdown(text).rows["cards"]
    assert time.monotonic() - started < 20


def test_a_table_of_two_thousand_columns_is_read() -> None:
    width = 2_000
    titles = "|".join(f" T{i} " for i in range(width))
    draft = read_markdown(f"# P 2025\n\n## Visión\n\n|{titles}|\n|{'--|' * width}\n|{' c |' * width}\n")
    assert len(draft.rows["cards"]) == width
