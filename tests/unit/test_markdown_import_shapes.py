"""The many ways in which people lay out the same plan."""

from __future__ import annotations

import time
from typing import Any

import pytest

from minga.errors import InputError
from minga.exchange.markdown_in import Draft, read_markdown

HEAD = "# Plan estratégico de la Red Sur 2020-2022\n\n"
HEADINGS = ["## D - DIRECCIONES ESTRATÉGICAS", "# 4. Líneas estratégicas", "### IV) PLAN DE ACCIÓN", "## Ejes",
            "**Direcciones estratégicas**", "## Direções estratégicas", "## Strategic directions",
            "##Eixos estratégicos"]


def actions(draft: Draft) -> list[tuple[str, str, str, str, str]]:
    """(direction's code, direction's title, code, text, schedule) of each action."""
    homes = {d["direction_id"]: (d["code"], d["title"]) for d in draft.rows["directions"]}
    return [(*homes[a["direction_id"]], a["code"], a["text"], a["schedule_text"]) for a in draft.rows["actions"]]


def columns(draft: Draft, key: str) -> dict[str, list[str]]:
    stage = next(s["stage_id"] for s in draft.rows["stages"] if s["key"] == key)
    return {c["title"]: [k["text"] for k in draft.rows["cards"] if k["cluster_id"] == c["cluster_id"]]
            for c in draft.rows["clusters"] if c["stage_id"] == stage}


def people(draft: Draft) -> list[tuple[str, str, str]]:
    return [(a["name"], a["country"], a["role"]) for a in draft.rows["assignments"]]


def kinds(draft: Draft) -> list[str]:
    return [i.kind for i in draft.issues]


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("table", [
    "| Dirección estratégica 1: Semillas | | |\n|--|--|--|\n| Acciones | Calendarización | Responsables |\n"
    "| 1 - Abrir | mayo de 2020 | Abel (Perú) |",
    "| | | |\n|--|--|--|\n| **Dirección 1 - Semillas** | | |\n| **Acciones** | **Fecha** | **Quién** |\n"
    "| 1 - Abrir | mayo de 2020 | Abel (Perú) |",
    "### Eje 1: Semillas\n\n| Actividad | Plazo | Encargado |\n|--|--|--|\n| 1. Abrir | mayo de 2020 | Abel (Perú) |",
    "**Línea 1 – Semillas**\n\n| Quién | Cuándo | Qué |\n|--|--|--|\n| Abel (Perú) | mayo de 2020 | 1) Abrir |",
    "### 1. Semillas\n\n| N° | Tarea | Responsable | Cronograma |\n|--|--|--|--|\n"
    "| 1 | Abrir | Abel (Perú) | mayo de 2020 |",
    "### Eixo 1: Semillas\n\n|  | Ações | Prazo | Responsáveis |\n|--|--|--|--|\n"
    "| 1 | Abrir | mayo de 2020 | Abel (Perú) |",
    "| Eje | Acción | Fecha | Responsable |\n|--|--|--|--|\n| 1. Semillas | 1 - Abrir | mayo de 2020 | Abel (Perú) |",
    "### Pilar 1: Semillas\n\n| Acción | Inicio | Responsable |\n|--|--|--|\n"
    "| 1 - Abrir | mayo de 2020 | Abel (Perú) |",
    "### Direction 1: Semillas\n\n| 1 - Abrir | mayo de 2020 | Abel (Perú) |\n|--|--|--|\n"
    "| 2 - Ver | | Berta (Chile) |",
    "| Eje 1: Semillas | Fecha | Responsables |\n|--|--|--|\n| 1 - Abrir | mayo de 2020 | Abel (Perú) |",
    "| **Eje 1: Semillas** | **Eje 1: Semillas** | **Eje 1: Semillas** |\n|--|--|--|\n| Acciones | Fechas | Quiénes |\n"
    "| 1 - Abrir | mayo de 2020 | Abel (Perú) |",
    "| Acciones | Fechas | Quiénes |\n|--|--|--|\n| **1. Semillas** | | |\n| 1.1 Abrir | mayo de 2020 | Abel (Perú) |",
])
def test_a_direction_is_found_however_it_is_laid_out(heading: str, table: str) -> None:
    draft = read_markdown(f"{HEAD}{heading}\n\n{table}\n")
    code, title, number, text, schedule = actions(draft)[0]
    assert (code, title, text, schedule) == ("1", "Semillas", "Abrir", "mayo de 2020")
    assert number in ("1", "1.1")
    assert people(draft)[0] == ("Abel", "PE", "responsible")
    assert str(draft.rows["actions"][0]["starts"]) == "2020-05-01"


def test_one_column_of_actions_is_enough() -> None:
    draft = read_markdown(HEAD + "## Acciones\n\n### Eje 1: Semillas\n\n| Acciones |\n|--|\n| 1 - Abrir |\n"
        "| 1.1 - Ver |\n")
    assert actions(draft) == [("1", "Semillas", "1", "Abrir", ""), ("1", "Semillas", "1.1", "Ver", "")]


def test_a_plan_without_a_column_of_responsibles_has_no_assignments() -> None:
    draft = read_markdown(HEAD + "## Ejes\n\n### Eje 1: Semillas\n\n| Acciones | Fecha |\n|--|--|\n"
        "| 1 - Abrir | 2020 |\n")
    assert draft.rows["assignments"] == []
    assert draft.counts()["scheduled"] == 1


def test_a_direction_that_starts_in_the_middle_of_a_table_is_seen() -> None:
    draft = read_markdown(HEAD + "## Ejes\n\n| Eje 1: Uno | | |\n|--|--|--|\n| Acciones | Fecha | Quién |\n"
        "| 1 - A | | |\n"
                                 "| | | |\n| Eje 2: Dos | | |\n| 1 - B | | |\n")
    assert [a[:4] for a in actions(draft)] == [("1", "Uno", "1", "A"), ("2", "Dos", "1", "B")]


def test_numbers_that_begin_with_the_direction_s_own_are_not_subactions() -> None:
    draft = read_markdown(HEAD + "## Ejes\n\n### Eje 2: Dos\n\n| Acciones |\n|--|\n| 2.1 Abrir |\n| 2.2 Cerrar |\n"
                                 "| 2.2.1 Barrer |\n")
    codes = {a["action_id"]: a["code"] for a in draft.rows["actions"]}
    assert [codes.get(a["parent_id"]) for a in draft.rows["actions"]] == [None, None, "2.2"]
    assert "warning" not in kinds(draft)


def test_two_columns_of_people_tell_who_answers_from_who_supports() -> None:
    draft = read_markdown(HEAD + "## Ejes\n\n### Eje 1: A\n\n| Acción | Responsable | Apoyo |\n|--|--|--|\n"
                                 "| 1 - Abrir | Abel (Perú) | Berta (Chile) |\n")
    assert people(draft) == [("Abel", "PE", "responsible"), ("Berta", "CL", "supports")]


def test_a_column_of_countries_completes_the_names() -> None:
    draft = read_markdown(HEAD + "## Ejes\n\n### Eje 1: A\n\n| Acción | Responsable | País |\n|--|--|--|\n"
                                 "| 1 - Abrir | Abel Ruiz | Perú |\n")
    assert people(draft) == [("Abel Ruiz", "PE", "responsible")]


def test_start_and_end_in_two_columns_are_one_schedule() -> None:
    draft = read_markdown(HEAD + "## Ejes\n\n### Eje 1: A\n\n| Acción | Inicio | Fin |\n|--|--|--|\n"
                                 "| 1 - Abrir | enero de 2020 | junio de 2020 |\n")
    row = draft.rows["actions"][0]
    assert (str(row["starts"]), str(row["ends"])) == ("2020-01-01", "2020-06-30")
    assert "join" in kinds(draft)


def test_a_dash_means_nothing_and_is_said() -> None:
    draft = read_markdown(HEAD + "## Ejes\n\n### Eje 1: A\n\n| Acción | Fecha | Quién |\n|--|--|--|\n"
        "| 1 - Abrir | - | — |\n")
    assert draft.counts()["without_schedule"] == 1
    assert draft.rows["assignments"] == []
    assert kinds(draft).count("warning") == 2


@pytest.mark.parametrize(("written", "cost", "currency"), [
    ("1500", 1500.0, ""), ("USD 1.200,50", 1200.5, "USD"), ("1,200.50 USD", 1200.5, "USD"), ("$ 3.000", 3000.0, ""),
    ("R$ 10", 10.0, "BRL"), ("€2,5", 2.5, "EUR"), ("1 500 000 COP", 1500000.0, "COP"),
    ("por definir", None, ""), ("1.2.3,4.5", None, ""), ("12 talleres", None, ""),
])
def test_costs_are_read_or_kept_in_words(written: str, cost: float | None, currency: str) -> None:
    draft = read_markdown(HEAD + f"## Ejes\n\n### Eje 1: A\n\n| Acción | Costo |\n|--|--|\n| 1 - Abrir | {written} |\n")
    row = draft.rows["actions"][0]
    assert (row["cost"], row["currency"]) == (cost, currency)
    kept = any(f"Costo: {written}" in s["text"] for s in draft.rows["sections"])
    assert kept is (cost is None)


# ── page breaks ────────────────────────────────────────────────────────────────────────────────────

TOP = ("## Ejes\n\n### Eje 1: Uno\n\n| Acciones | Fecha | Quién |\n|--|--|--|\n"
       "| 1 - Abrir la casa. | 2020 | Abel (Perú) |\n| 2 - Escribir el | | Berta (Chile) |\n")


@pytest.mark.parametrize("between", [
    "\n| | | |\n|--|--|--|\n",
    "\nPágina 3 de 9\n\n| | | |\n|--|--|--|\n",
    "\n<!-- page 4 -->\n\n---\n\n| | | |\n|--|--|--|\n",
    "\n\\newpage\n\n| Acciones | Fecha | Quién |\n|--|--|--|\n",
    "\n### Eje 1: Uno (continuación)\n\n| Acciones | Fecha | Quién |\n|--|--|--|\n",
    "\f\n| | | |\n|--|--|--|\n",
    "| | | |\n|--|--|--|\n",
    "\n",
])
def test_an_action_cut_by_a_page_break_is_joined_whatever_the_break(between: str) -> None:
    draft = read_markdown(HEAD + TOP + between + "| manual de la casa. | marzo de 2021 | Ciro (Cuba) |\n"
        "| 3 - Cerrar. | | |\n")
    assert [a[2:] for a in actions(draft)] == [
        ("1", "Abrir la casa.", "2020"), ("2", "Escribir el manual de la casa.", "marzo de 2021"), ("3", "Cerrar.", "")]
    assert [person[:2] for person in people(draft)] == [("Abel", "PE"), ("Berta", "CL"), ("Ciro", "CU")]
    assert "join" in kinds(draft)


def test_a_page_whose_first_row_became_the_header_is_a_continuation() -> None:
    draft = read_markdown(HEAD + TOP + "\n| manual de la casa. | | |\n|--|--|--|\n| 3 - Cerrar. | | |\n")
    assert [a[3] for a in actions(draft)] == ["Abrir la casa.", "Escribir el manual de la casa.", "Cerrar."]


def test_a_list_of_people_cut_by_the_page_goes_on_in_the_same_action() -> None:
    draft = read_markdown(HEAD + TOP + "\n| | | |\n|--|--|--|\n| | | Ciro (Cuba)<br>Delia (El |\n| | | Salvador) |\n")
    assert people(draft)[-3:] == [("Berta", "CL", "responsible"), ("Ciro", "CU", "responsible"),
                                  ("Delia", "SV", "responsible")]
    assert len(draft.rows["actions"]) == 2


def test_a_finished_row_is_not_joined_with_the_next_page() -> None:
    draft = read_markdown(HEAD + TOP.replace("Escribir el", "Escribir.") + "\n| | | |\n|--|--|--|\n"
        "| 2.1 - manual | | |\n")
    assert [a[2:4] for a in actions(draft)] == [("1", "Abrir la casa."), ("2", "Escribir."), ("2.1", "manual")]


def grid(first: str, second: str, between: str = "|  |  |\n|--|--|\n") -> Draft:
    return read_markdown(HEAD + "## Visión\n\n| **Uno** | **Dos** |\n|--|--|\n" + first + "\n" + between + second)


def test_cards_cut_in_several_columns_at_once_are_joined() -> None:
    draft = grid("| Tenemos una | Contamos con |\n", "| casa abierta. | un huerto. |\n| Otra. | |\n")
    assert list(columns(draft, "vision").values()) == [["Tenemos una casa abierta.", "Otra."],
                                                       ["Contamos con un huerto."]]


def test_cards_without_full_stops_are_not_glued_together() -> None:
    draft = grid("| Casa abierta | Huerto |\n| Semillas | Sello |\n", "| Ferias | Recetas |\n")
    assert list(columns(draft, "vision").values()) == [["Casa abierta", "Semillas", "Ferias"],
                                                       ["Huerto", "Sello", "Recetas"]]
    assert "doubt" in kinds(draft)


def test_cards_in_small_letters_are_not_glued_together() -> None:
    draft = grid("| casa abierta | huerto |\n| semillas | sello |\n", "| ferias | recetas |\n")
    assert len(draft.rows["cards"]) == 6


def test_a_word_cut_by_a_hyphen_is_joined_without_a_space() -> None:
    draft = grid("| Tenemos respon- | |\n", "| sabilidades claras. | |\n")
    assert columns(draft, "vision")["Uno"] == ["Tenemos respon-sabilidades claras."]


def test_a_page_whose_first_cards_became_titles_is_a_continuation_when_titles_are_bold() -> None:
    draft = grid("| Casa. | Huerto. |\n", "| Ferias. | Recetas. |\n", "| Semillas. | Sello. |\n|--|--|\n")
    assert list(columns(draft, "vision").values()) == [["Casa.", "Semillas.", "Ferias."],
                                                       ["Huerto.", "Sello.", "Recetas."]]


def test_a_second_table_with_its_own_titles_brings_new_groups() -> None:
    draft = grid("| Casa. | Huerto. |\n", "| Ferias. | Recetas. |\n", "| **Tres** | **Cuatro** |\n|--|--|\n")
    assert list(columns(draft, "vision")) == ["Uno", "Dos", "Tres", "Cuatro"]


# ── other sections ─────────────────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize(("title", "place"), [
    ("Retos", 0), ("DESAFÍOS", 0), ("Amenazas", 0), ("Problemas", 0), ("Ameaças", 0), ("Challenges", 0), ("Threats", 0),
    ("**Principales retos**", 0), ("Oportunidades", 1), ("Opportunities", 1), ("<b>OPORTUNIDADES</b>", 1),
])
def test_columns_of_the_context_find_the_method_s_own(title: str, place: int) -> None:
    draft = read_markdown(HEAD + f"## Contexto\n\n| {title} |\n|--|\n| Uno |\n")
    assert [c["cards"] for c in draft.counts()["context"]["columns"]] == ([1, 0] if place == 0 else [0, 1])


def test_a_swot_keeps_its_four_columns() -> None:
    draft = read_markdown(HEAD + "## FODA\n\n| Fortalezas | Oportunidades | Debilidades | Amenazas |\n|--|--|--|--|\n"
                                 "| a | b | c | d |\n")
    assert columns(draft, "context") == {"Amenazas": ["d"], "Oportunidades": ["b"], "Fortalezas": ["a"],
                                         "Debilidades": ["c"]}


def test_the_context_under_two_subtitles_is_one_stage() -> None:
    draft = read_markdown(HEAD + "## Contexto\n\n### Retos\n\n| |\n|--|\n| Uno |\n| Dos |\n\n### Oportunidades\n\n"
                                 "| |\n|--|\n| Tres |\n")
    assert columns(draft, "context") == {"Retos": ["Uno", "Dos"], "Oportunidades": ["Tres"]}


def test_context_and_directions_are_known_by_their_tables_when_headings_are_missing() -> None:
    draft = read_markdown("| Retos | Oportunidades |\n|--|--|\n| Uno | Dos |\n\n"
                          "| Eje 1: Tres | |\n|--|--|\n| Acciones | Fecha |\n| 1 - Abrir | 2020 |\n"
                          "", file_name="mi plan.md")
    assert columns(draft, "context") == {"Retos": ["Uno"], "Oportunidades": ["Dos"]}
    assert actions(draft) == [("1", "Tres", "1", "Abrir", "2020")]
    assert draft.rows["plans"][0]["title"] == "mi plan"


@pytest.mark.parametrize("heading", ["## B. VISIÓN PRÁCTICA", "# 2) Vision", "### Nuestra visión al 2022",
                                     "**B - VISIÓN**", "Visión práctica", "## ETAPA 2: VISÃO DE FUTURO",
                                     "## ¿Cuál es nuestra visión?"])
def test_the_vision_is_known_by_any_heading(heading: str) -> None:
    draft = read_markdown(HEAD + heading + "\n\n| Uno | Dos |\n|--|--|\n| a | b |\n")
    assert columns(draft, "vision") == {"Uno": ["a"], "Dos": ["b"]}


def test_nothing_outside_the_tables_is_lost() -> None:
    draft = read_markdown(HEAD + "Aprobado en asamblea.\n\n## Visión\n\n| Uno |\n|--|\n| a |\n\n"
        "Firman las tres casas.\n\n"
                                 "## Firmas\n\n| Nombre | Firma |\n|--|--|\n| Abel | x |\n")
    kept = "\n".join(s["text"] for s in draft.rows["sections"])
    for text in ("Aprobado en asamblea.", "Firman las tres casas.", "Firmas", "Nombre | Firma", "Abel | x"):
        assert text in kept
    assert kinds(draft).count("warning") >= 4


def test_long_notes_are_kept_in_texts_that_fit_a_cell() -> None:
    paragraphs = [f"Párrafo {i}. " + "palabra " * 500 for i in range(12)]
    draft = read_markdown(HEAD + "\n\n".join(paragraphs) + "\n\n## Visión\n\n| Uno |\n|--|\n| a |\n")
    notes = [s["text"] for s in draft.rows["sections"]]
    assert len(notes) > 1
    assert max(map(len, notes)) <= 20_000
    assert "\n\n".join(notes).split("\n\n") == [p.strip() for p in paragraphs]


@pytest.mark.parametrize("table", [
    "| Retos | • Uno<br>• Dos |\n|--|--|\n| Oportunidades | Tres |\n",
    "| Grupo | Tarjetas |\n|--|--|\n| Retos | Uno |\n| | Dos |\n| Oportunidades | Tres |\n",
])
def test_a_table_with_a_group_in_each_row_is_turned(table: str) -> None:
    draft = read_markdown(HEAD + "## Contexto\n\n" + table)
    assert columns(draft, "context") == {"Retos": ["Uno", "Dos"], "Oportunidades": ["Tres"]}
    assert "doubt" in kinds(draft)


def test_a_title_on_two_lines_is_one_title() -> None:
    draft = read_markdown("# PLAN ESTRATÉGICO 2022-2025\n# RED DEL AGUA\n\n## Visión\n\n| Uno |\n|--|\n| a |\n")
    assert draft.rows["plans"][0]["title"] == "PLAN ESTRATÉGICO 2022-2025 RED DEL AGUA"
    assert draft.rows["plans"][0]["organization"] == "RED DEL AGUA"


def test_a_row_that_starts_like_column_names_is_an_action() -> None:
    draft = read_markdown(HEAD + "## Ejes\n\n| Eje 1: Uno | | |\n|--|--|--|\n| Acciones | Fecha | Quién |\n"
                                 "| 1 - Abrir | | |\n"
                                 "| Medida de apoyo | Cada mes | Coordina Eva (Chile), todo el equipo |\n"
                                 "| Acciones de calle | Meses secos | Responsables locales |\n")
    assert [a[3] for a in actions(draft)] == ["Abrir", "Medida de apoyo", "Acciones de calle"]


@pytest.mark.parametrize("text", [
    "# a" + " " * 100_000 + "b\n\n## Visión\n\n| Uno |\n|--|\n| a |\n",
    HEAD + "## Visión\n\n| Uno |\n|--|\n| " + "<b>" * 30_000 + "x |\n",
    HEAD + TOP + "| 3 - x | a" + " " * 19_000 + "b | " + "(" * 19_000 + " |\n",
    HEAD + TOP + "| 3 - x | " + "enero de 2020 y " * 1000 + " | " + "Ana y " * 3000 + " |\n",
    HEAD + "## Visión\n\n| Uno |\n|--|\n| a |\n\n" + "<!--a-->" * 30 + "x\n",
])
def test_text_made_to_be_slow_is_read_in_a_moment(text: str) -> None:
    started = time.monotonic()
    assert read_markdown(text).rows["plans"]
    assert time.monotonic() - started < 20


def test_a_table_of_signatures_after_the_directions_is_no_direction() -> None:
    draft = read_markdown(HEAD + TOP + "\n## Firmas\n\n| Nombre | Firma |\n|--|--|\n| Abel Ruiz | x |\n")
    assert [d["title"] for d in draft.rows["directions"]] == ["Uno"]
    assert any("Abel Ruiz | x" in s["text"] for s in draft.rows["sections"])


def test_cells_beyond_the_header_are_kept() -> None:
    draft = read_markdown(HEAD + "## Visión\n\n| Uno | Dos |\n|--|--|\n| a | b | c |\n")
    assert [k["text"] for k in draft.rows["cards"]] == ["a", "b", "c"]
    assert "warning" in kinds(draft)


def test_a_line_of_text_glued_to_a_table_is_not_a_card() -> None:
    draft = read_markdown(HEAD + "## Visión\n\n| Uno | Dos |\n|--|--|\n| a | b |\nNota al pie.\n")
    assert [k["text"] for k in draft.rows["cards"]] == ["a", "b"]
    assert draft.rows["sections"][0]["text"] == "Nota al pie."


@pytest.mark.parametrize(("cell", "text"), [
    ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"), ("<script>x</script>", "<script>x</script>"),
    ('=HYPERLINK("http://x")', '=HYPERLINK("http://x")'), (r"uno \| dos", "uno | dos"),
    ("a &amp; b &lt;i&gt;", "a & b <i>"),
    ("<b><i>uno</i></b> dos", "uno dos"), ("**uno *dos***", "uno dos"), ("m<sup>2</sup>", "m2"),
    ("tod*s l*s vecin*s", "tod*s l*s vecin*s"), ("2*3*4", "2*3*4"), ("[x](http://y)", "[x](http://y)"),
    ("`codigo`", "`codigo`"), ("<http://x>", "<http://x>"), ("![a](b)", "![a](b)"), ("~~no~~", "~~no~~"),
    ("una línea<br>cortada", "una línea cortada"), ("Uno.<br>Dos.", "Uno.\nDos."), ("“ <b>Alto</b> ”", "“ Alto ”"),
    ("<p>hola</p>", "<p>hola</p>"), ("a_b_c", "a_b_c"), ("# de talleres", "# de talleres"), ("-5", "-5"), ("@x", "@x"),
    ("{organization}", "{organization}"), ("$HOME", "$HOME"), ("C:\\tmp", "C:\\tmp"), ("\u202eabc", "\u202eabc"),
])
def test_text_is_kept_word_by_word(cell: str, text: str) -> None:
    draft = read_markdown(HEAD + f"## Visión\n\n| Uno |\n|--|\n| {cell} |\n")
    assert [k["text"] for k in draft.rows["cards"]] == [text]


def test_questions_and_sentences_are_kept_apart() -> None:
    draft = read_markdown(HEAD + "## Visión\n\n1. ¿Qué vemos?\n2. ¿Qué oímos?\n\nSe trabajó en grupos.\n\n"
        "| Uno |\n|--|\n| a |\n")
    stage = next(s for s in draft.rows["stages"] if s["key"] == "vision")
    assert stage["question"] == "1. ¿Qué vemos?\n2. ¿Qué oímos?"
    assert "Se trabajó en grupos." in draft.rows["sections"][0]["text"]


def test_numbers_of_rows_are_not_cards() -> None:
    draft = read_markdown(HEAD + "## Contexto\n\n| N° | Retos |\n|--|--|\n| 1 | Uno |\n| 2 | Dos |\n")
    assert columns(draft, "context")["Retos"] == ["Uno", "Dos"]
    assert len(draft.rows["cards"]) == 2


@pytest.mark.parametrize(("title", "expected"), [
    ("Planeación estratégica Red Sur 2020 - 2022", ("Red Sur", 2020, 2022)),
    ("PLAN ESTRATÉGICO DE LA RED SUR (2020–2022)", ("RED SUR", 2020, 2022)),
    ("Strategic Plan of the Southern Network 2020-22", ("Southern Network", 2020, 2022)),
    ("Southern Network Strategic Plan 2020 to 2022", ("Southern Network", 2020, 2022)),
    ("Planejamento participativo da Rede Sul 2020 a 2022", ("Rede Sul", 2020, 2022)),
    ("Plan 2021 Red Sur", ("Red Sur", 2021, 2021)),
    ("Red Sur", ("Red Sur", None, None)),
])
def test_the_title_is_taken_apart(title: str, expected: tuple[str, Any, Any]) -> None:
    draft = read_markdown(f"# {title}\n\n## Visión\n\n| Uno |\n|--|\n| a |\n")
    plan = draft.rows["plans"][0]
    assert plan["title"] == title
    years = [plan[day] and plan[day].year for day in ("starts", "ends")]
    assert (plan["organization"], *years) == expected


@pytest.mark.parametrize("written", ["Abel Ruiz", "Nosotras", "Casa Sur"])
def test_a_name_without_a_country_is_kept(written: str) -> None:
    draft = read_markdown(HEAD + f"## Ejes\n\n### Eje 1: A\n\n| Acción | Quién |\n|--|--|\n| 1 - Abrir | {written} |\n")
    assert draft.rows["assignments"][0]["as_written"] == written


def test_an_id_that_is_no_plain_name_is_refused() -> None:
    with pytest.raises(InputError):
        read_markdown(HEAD + "## Visión\n\n| Uno |\n|--|\n| a |\n", plan_id="../fuera")


def test_the_given_id_is_used() -> None:
    draft = read_markdown(HEAD + "## Visión\n\n| Uno |\n|--|\n| a |\n", plan_id="red-sur")
    assert {s["plan_id"] for s in draft.rows["stages"]} == {"red-sur"}
