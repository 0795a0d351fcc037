"""Plans in Markdown, from the file to rows that the store takes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from minga import i18n, paths, tables
from minga.errors import InputError, NotFound
from minga.exchange import load_plan, read_package
from minga.exchange.document import build_document
from minga.exchange.markdown_in import Draft, issues_table, read_markdown
from minga.exchange.to_markdown import to_markdown
from minga.store import Store

PLANS = Path(__file__).parents[1] / "data" / "markdown"


@pytest.fixture(scope="module")
def spanish() -> Draft:
    return read_markdown(PLANS / "plan_es.md")


@pytest.fixture(scope="module")
def portuguese() -> Draft:
    return read_markdown(PLANS / "plan_pt.md")


@pytest.fixture(scope="module")
def english() -> Draft:
    return read_markdown(PLANS / "plan_en.md")


def cards(draft: Draft, key: str) -> dict[str, list[str]]:
    stage = next(s for s in draft.rows["stages"] if s["key"] == key)
    clusters = [c for c in draft.rows["clusters"] if c["stage_id"] == stage["stage_id"]]
    return {c["title"]: [k["text"] for k in draft.rows["cards"] if k["cluster_id"] == c["cluster_id"]]
            for c in clusters}


def action(draft: Draft, direction: str, code: str) -> dict[str, Any]:
    home = next(d["direction_id"] for d in draft.rows["directions"] if d["code"] == direction)
    return next(a for a in draft.rows["actions"] if a["direction_id"] == home and a["code"] == code)


def said(draft: Draft, kind: str) -> list[tuple[int, str]]:
    return [(i.line, i.text) for i in draft.issues if i.kind == kind]


def test_a_plan_cut_by_page_breaks_is_put_together_again(spanish: Draft) -> None:
    assert cards(spanish, "context") == {
        "Desafíos": ["Sequías más largas.", "Semillas patentadas.", "Migración juvenil."],
        "Oportunidades": ["Ferias campesinas en crecimiento.", "Interés de las escuelas."]}
    assert cards(spanish, "vision") == {
        "Custodios de semillas en cada comarca.": [
            "Contamos con doce casas de semillas.", "Cada casa tiene un inventario al día.",
            "Intercambiamos semillas en tres países."],
        "Mercados justos y cercanos.": ["Vendemos sin intermediarios.", "Tenemos un sello propio."],
        "Memoria viva del oficio.": ["Publicamos un recetario.", "Grabamos a las abuelas."]}
    assert cards(spanish, "obstacles") == {
        "Poca plata y poca gente.": ["Dependemos de una sola fuente de financiación externa.",
                                     "Somos siempre los mismos."],
        "Normas en contra.": ["La ley de semillas castiga a / quienes las intercambian."]}


def test_actions_keep_their_codes_and_find_their_parents(spanish: Draft) -> None:
    ids = {a["action_id"]: a["code"] for a in spanish.rows["actions"]}
    assert [(a["code"], ids.get(a["parent_id"])) for a in spanish.rows["actions"]] == [
        ("1", None), ("1.1", "1"), ("1.2", "1"), ("1.3", "1"), ("2", None), ("2.1", "2"),
        ("1", None), ("1.2", "1"), ("2", None), ("3", None)]
    assert any("1.1" in i.message and i.line == 68 for i in spanish.issues if i.kind == "warning")


def test_an_action_cut_by_the_page_is_one_action_with_its_words(spanish: Draft) -> None:
    row = action(spanish, "1", "2.1")
    assert row["text"] == "Escribir un manual con las familias e integrantes de cada comarca que quieran participar."


def test_schedules_are_understood_and_kept_word_by_word(spanish: Draft) -> None:
    first = action(spanish, "1", "1")
    assert first["schedule_text"] == "Finales de marzo 2021 presentan el local.\nDos turnos durante 1 año."
    assert (str(first["starts"]), str(first["ends"]), first["precision"]) == ("2021-03-21", "2021-03-31", "third")
    assert first["keyword"] == "casa central"
    assert action(spanish, "1", "1.2")["schedule_text"] == "Desde abril de 2021 , queda como rutina."
    assert action(spanish, "1", "1.2")["open_ended"] is True
    assert action(spanish, "1", "1.1")["precision"] == "none"


def test_the_counts_of_the_spanish_plan(spanish: Draft) -> None:
    counts = spanish.counts()
    assert counts["context"] == {"columns": [{"title": "Desafíos", "cards": 3}, {"title": "Oportunidades", "cards": 2}],
                                 "cards": 5}
    assert counts["directions"] == [{"code": "1", "title": "CUIDADO / SEMILLAS", "actions": 6},
                                    {"code": "2", "title": "VENTA / DIFUSIÓN", "actions": 4}]
    assert (counts["scheduled"], counts["understood"], counts["without_schedule"]) == (5, 5, 5)
    assert (counts["person_assignments"], counts["name_country_pairs"], counts["name_country_pairs_folded"],
            counts["groups"]) == (7, 7, 6, 4)
    assert counts["questions"] == {"context": 1, "vision": 1, "obstacles": 1, "directions": 2}
    assert json.loads(json.dumps(counts)) == counts


def test_what_was_joined_or_is_odd_is_said_with_its_line(spanish: Draft) -> None:
    joins = [line for line, _text in said(spanish, "join")]
    assert joins == [23, 25, 36, 38, 38, 56, 62, 62, 62]
    assert said(spanish, "offer") == [(69, "Delia (Chile)")]
    assert (67, "Junio de 2021 se entregan losDDdiseños.") in said(spanish, "doubt")
    assert (67, "Anibal / Aníbal") in said(spanish, "doubt")
    assert all(i.file == "plan_es.md" and i.message for i in spanish.issues)
    assert list(issues_table(spanish)[0]) == ["kind", "file", "line", "message", "text", "done"]


def test_the_guiding_questions_replace_those_of_the_method(spanish: Draft) -> None:
    questions = {s["key"]: s["question"] for s in spanish.rows["stages"]}
    assert questions["directions"] == "¿Qué acciones nuevas nos sacan del atolladero?\n¿Quién las hará y cuándo?"
    assert questions["vision"] == "Al terminar 2023, ¿qué habrá cambiado en la Red Semilla?"


def test_the_title_gives_the_organization_and_the_years(spanish: Draft, portuguese: Draft, english: Draft) -> None:
    found = [(p["organization"], p["starts"].year, p["ends"].year, p["language"], p["countries"])
             for p in (d.rows["plans"][0] for d in (spanish, portuguese, english))]
    assert found == [("Red Semilla", 2021, 2023, "es", "CL EC PY UY"),
                     ("FÓRUM DAS ÁGUAS", 2022, 2024, "pt", "AO BR GH PT"),
                     ("Lakeside Alliance", 2024, 2026, "en", "GB IE")]


def test_a_portuguese_plan_with_other_columns_in_another_order(portuguese: Draft) -> None:
    assert cards(portuguese, "context") == {
        "Ameaças": ["Rios poluídos", "Barragens | mineração", "Falta d'água & seca"],
        "Oportunidades": ["Nova lei de bacias"], "Alianças": ["Escolas rurais", "Pescadores"]}
    assert cards(portuguese, "vision") == {"Rios limpos": ["Nascentes cercadas", "Peixes de volta"],
                                           "Gente organizada": ["Comitês ativos"]}
    assert [(d["code"], d["title"], d["outcome_measure"]) for d in portuguese.rows["directions"]] == [
        ("1", "Cuidar das nascentes", "trinta nascentes cercadas"), ("2", "Formar gente", "")]
    assert [a["code"] for a in portuguese.rows["actions"]] == ["1", "1.1", "1.10", "1", "2"]
    first = action(portuguese, "1", "1")
    assert (first["text"], first["keyword"], first["cost"], first["currency"]) == (
        "Mapear as nascentes", "nascentes", 1500.0, "BRL")


def test_columns_that_the_plan_has_no_place_for_are_kept_as_notes(portuguese: Draft) -> None:
    [notes] = [s["text"] for s in portuguese.rows["sections"] if s["key"] == "notes_directions"]
    assert "Situação: feito" in notes
    assert "Situação: atrasado" in notes
    assert "Custo: a combinar" in notes
    assert (38, "Situação") in said(portuguese, "warning")
    assert (41, "a combinar") in said(portuguese, "warning")


def test_hostile_text_is_only_text(portuguese: Draft) -> None:
    assert action(portuguese, "2", "1")["text"] == "<img src=x onerror=alert(1)> Oficinas"
    assert action(portuguese, "2", "2")["text"] == '=HYPERLINK("http://x")'


def test_an_english_plan_with_bold_lines_for_headings_and_repeated_headers(english: Draft) -> None:
    assert cards(english, "vision") == {
        "A street that is ours": ["Benches on every corner", "A market on Sundays", "Cars kept out"],
        "Young people stay": ["A night school", "Paid apprenticeships"]}
    assert cards(english, "obstacles") == {"Fear of change": ["Nobody wants to go first"]}
    assert english.counts()["directions"] == [{"code": "A", "title": "The street", "actions": 3},
                                              {"code": "B", "title": "The school", "actions": 2}]
    assert action(english, "A", "2")["place"] == "Mill Lane"
    people = [(a["name"], a["country"], a["kind"]) for a in english.rows["assignments"]]
    assert people == [("Ngozi", "GB", "person"), ("Tomasz", "GB", "person"), ("Everybody", "", "everyone"),
                      ("Siobhan", "IE", "person")]


@pytest.mark.parametrize("name", ["plan_es.md", "plan_pt.md", "plan_en.md"])
def test_the_rows_pass_every_check_of_the_tables(name: str) -> None:
    draft = read_markdown(PLANS / name)
    cells = {table: [(n, {c: tables.format_cell(tables.table(table).columns[c], value) for c, value in row.items()})
                     for n, row in enumerate(rows, 2)] for table, rows in draft.rows.items()}
    typed, faults = tables.check_tables(cells)
    assert faults == []
    assert typed == draft.rows


@pytest.mark.parametrize("change", [
    pytest.param(lambda b: b.replace(b"\n", b"\r\n"), id="Windows line ends"),
    pytest.param(lambda b: b"\xef\xbb\xbf" + b, id="byte order mark"),
    pytest.param(lambda b: b.decode().encode("cp1252"), id="cp1252"),
    pytest.param(lambda b: b.decode().encode("utf-16"), id="UTF-16"),
    pytest.param(lambda b: b.replace(b"\n\n", b"\n\n\n\n"), id="more blank lines"),
    pytest.param(lambda b: b.replace(b"|\n", b"  |  \n"), id="blanks around bars"),
    pytest.param(lambda b: b.replace(b"<b>", b"**").replace(b"</b>", b"**"), id="bold with asterisks"),
    pytest.param(lambda b: b.replace(b"<b>", b"<b><i>").replace(b"</b>", b"</i></b>"), id="bold and italic"),
    pytest.param(lambda b: b.replace(b"<b>", b"").replace(b"</b>", b""), id="no bold at all"),
    pytest.param(lambda b: b.replace(b"<br>", b"<BR/>"), id="capital breaks"),
    pytest.param(lambda b: re.sub(rb"(?m)^#+ ", b"##", b), id="headings glued to their signs"),
    pytest.param(lambda b: re.sub(rb"(?m)^#+ (.*)$", rb"**\1**", b), id="bold lines for headings"),
    pytest.param(lambda b: re.sub(rb"(?m)^#+ .*$", lambda m: m[0].decode().upper().encode(), b),
                 id="headings in capitals"),
    pytest.param(lambda b: re.sub(rb"(?m)^#+ ", b"###### ", b), id="deeper headings"),
    pytest.param(lambda b: b.replace(b"|\n", b"| |\n").replace(b"-| |\n", b"-|--|\n"), id="an empty last column"),
    pytest.param(lambda b: b.replace(b"\n\n|  |", b"\n\n14\n\n|  |"), id="page numbers between"),
])
def test_the_same_plan_written_otherwise_reads_the_same(change: Any, tmp_path: Path, spanish: Draft) -> None:
    file = tmp_path / "plan.md"
    file.write_bytes(change((PLANS / "plan_es.md").read_bytes()))
    draft = read_markdown(file)
    assert {k: v for k, v in draft.counts().items() if k != "issues"} == {
        k: v for k, v in spanish.counts().items() if k != "issues"}
    assert [k["text"] for k in draft.rows["cards"]] == [k["text"] for k in spanish.rows["cards"]]
    assert [a["text"] for a in draft.rows["actions"]] == [a["text"] for a in spanish.rows["actions"]]


def test_the_same_file_read_twice_gives_the_same_rows(spanish: Draft) -> None:
    again = read_markdown(PLANS / "plan_es.md")
    assert {t: r for t, r in again.rows.items() if t != "plans"} == {
        t: r for t, r in spanish.rows.items() if t != "plans"}
    other = read_markdown(PLANS / "plan_es.md", plan_id="otro")
    ids = {row["action_id"] for row in spanish.rows["actions"]}
    assert not ids & {row["action_id"] for row in other.rows["actions"]}


@pytest.mark.parametrize("name", ["plan_es.md", "plan_pt.md", "plan_en.md"])
def test_a_plan_enters_the_store_and_a_second_time_changes_nothing(name: str, sqlite_store: Store) -> None:
    draft = read_markdown(PLANS / name)
    report = load_plan(sqlite_store, draft.rows)
    assert report.inserted["actions"] == len(draft.rows["actions"])
    with pytest.raises(InputError):
        load_plan(sqlite_store, draft.rows)
    again = load_plan(sqlite_store, read_markdown(PLANS / name).rows, update=True)
    assert again.inserted == {}
    assert set(again.updated) <= {"plans"}  # when it was created


# ── what Minga itself writes ───────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_the_document_of_the_example_plan_is_read_back_as_the_same_plan(sqlite_store: Store, language: str) -> None:
    rows, _warnings = read_package(paths.examples() / "red-ejemplo-2018-2019")
    load_plan(sqlite_store, rows)
    with i18n.speaking(language):
        written = to_markdown(build_document(sqlite_store, "red-ejemplo-2018-2019"))
    draft = read_markdown(written, plan_id="red-ejemplo-2018-2019", file_name="plan.md")
    assert described(draft.rows) == described(rows)
    assert draft.counts()["understood"] == draft.counts()["scheduled"] > 0


def described(rows: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """What a plan says, without its ids: cards in their clusters, directions, actions, people and questions."""
    stages = {s["stage_id"]: s["key"] for s in rows["stages"]}
    clusters = {c["cluster_id"]: c["title"] for c in rows["clusters"]}
    directions = {d["direction_id"]: d["code"] for d in rows["directions"]}
    actions = {a["action_id"]: (directions[a["direction_id"]], a["code"]) for a in rows["actions"]}
    said = ("text", "keyword", "schedule_text", "starts", "ends", "precision", "open_ended", "recurrence",
            "deliverable", "place", "accomplishment")
    people = [(actions[a["action_id"]], a["name"] or a["as_written"], a["country"], a["kind"], a["role"])
              for a in rows["assignments"]]
    return {
        "cards": sorted((stages[c["stage_id"]], clusters.get(c["cluster_id"], ""), c["text"]) for c in rows["cards"]
                        if c["status"] == "active"),
        "directions": [(d["code"], d["title"], d["outcome_measure"]) for d in rows["directions"]],
        "actions": {actions[a["action_id"]]: (actions.get(a["parent_id"]), *(str(a[column]) for column in said))
                    for a in rows["actions"]},
        "people": sorted(people),
        "stages": {s["key"]: (s["title"], s["question"]) for s in rows["stages"]},
    }


# ── what cannot be read ────────────────────────────────────────────────────────────────────────────

def faults_of(given: Any, **options: Any) -> list[dict[str, object]]:
    with pytest.raises(InputError) as caught:
        read_markdown(given, **options)
    assert all(f.advice for f in caught.value.faults)
    return [f.as_dict() for f in caught.value.faults]


@pytest.mark.parametrize("content", [b"", b"  \n\r\n\t", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "nada.md").write_bytes(content)
    [fault] = faults_of(tmp_path / "nada.md")
    assert fault["file"] == "nada.md"


@pytest.mark.parametrize("content", [b"%PDF-1.7 ...", b"PK\x03\x04rest", b"a\n\x00b", b"\x89PNG\r\n\x1a\n\x00",
                                     b"caf\x81\x8d"])
def test_a_file_that_is_not_text_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_bytes(content)
    [fault] = faults_of(tmp_path / "plan.md")
    assert fault["file"] == "plan.md"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert faults_of(tmp_path / "no.md")[0]["file"] == "no.md"
    assert faults_of(tmp_path)[0]["file"] == tmp_path.name


def test_a_file_that_is_too_large_is_refused() -> None:
    assert len(faults_of(b"x" * 10_000_001)) == 1


def test_a_cell_that_is_too_large_is_refused_with_its_line() -> None:
    huge = "# Plan\n\n## Visión\n\n| a |\n|---|\n| " + "x" * 9_000_000 + " |\n"
    assert [f["row"] for f in faults_of(huge)] == [7]
    large = huge.replace("x" * 9_000_000, "x" * 20_001)
    assert [(f["row"], f["column"]) for f in faults_of(large)] == [(7, "1")]


def test_a_text_without_tables_is_refused() -> None:
    assert len(faults_of("# Plan 2020\n\n## Visión\n\nMucho texto y ninguna tabla.\n")) == 1


def test_a_table_of_something_else_is_no_plan() -> None:
    assert len(faults_of("# Receta\n\n| harina | huevos |\n|---|---|\n| 200 g | 2 |\n")) == 1


def test_actions_without_a_direction_are_refused_with_their_line() -> None:
    text = ("# Plan\n\n## Direcciones estratégicas\n\n"
            "| Acciones | Responsables |\n|---|---|\n| 1 - Abrir | Abel (Perú) |\n")
    assert [f["row"] for f in faults_of(text, file_name="mi plan.md")] == [7]


def test_every_broken_table_is_named_at_once() -> None:
    text = ("# Plan\n\n## Visión\n\n| a | b |\n|---|\n| 1 | 2 |\n\n## Obstáculos\n\n| a | b |\n| 1 | 2 |\n\n"
            "## Direcciones\n\n| Acciones | Fecha |\n|---|---|\n| 1 - Abrir | 2020 |\n")
    assert [f["row"] for f in faults_of(text)] == [6, 11, 18]


def test_a_method_that_does_not_exist_is_refused() -> None:
    with pytest.raises(NotFound):
        read_markdown(PLANS / "plan_es.md", method="ninguno")
