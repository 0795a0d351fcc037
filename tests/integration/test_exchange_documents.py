"""The plan document: what it shows, in which order, and that nothing people wrote does anything in it."""

from __future__ import annotations

import html.parser
import io
import re
import sys
import zipfile
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from minga import tables
from minga.errors import NotFound, UsageError
from minga.exchange import write_documents
from minga.exchange.document import build_document
from minga.exchange.document.blocks import Actions, Bullets, Cards, Document, Empty, Grid, Matrix, Paragraph, Questions
from minga.exchange.markdown_in import read_markdown
from minga.exchange.to_docx import to_docx
from minga.exchange.to_html import to_html
from minga.exchange.to_markdown import to_markdown
from minga.exchange.to_xlsx import to_xlsx
from minga.store import Store, Transaction
from minga.workshop.plans import new_plan

HOSTILE = ["<img src=x onerror=alert(1)>", '=HYPERLINK("http://x")', "uno | dos\ntres", "# de activistas",
           "\x01\x0b\x0c\x1f control", "x" * 20_000, "מילה בעברית", "👩🏽‍🌾 tierra",
           "</style><script>alert(1)</script>", "{{ 7*7 }} {% raw %}", "+1", "-1", "@a", "＝1", "&amp; &lt;",
           "[a](javascript:alert(1))", "_x0041_", "'=x"]


class Room:
    """Writes a plan quickly, row by row."""

    def __init__(self, tx: Transaction, plan_id: str) -> None:
        self.tx, self.plan_id = tx, plan_id
        self.stages = {row["key"]: row["stage_id"] for row in tx.rows("stages", plan_id=plan_id)}

    def group(self, stage: str, title: str, cards: list[str], position: int = 1, **more: Any) -> str:
        row = {"stage_id": self.stages[stage], "position": position, "title": title, **more}
        made = self.tx.insert("clusters", row)
        self.cards(stage, cards, made["cluster_id"])
        return str(made["cluster_id"])

    def cards(self, stage: str, texts: list[str], group: str | None = None, **more: Any) -> None:
        self.tx.insert_many("cards", [{"stage_id": self.stages[stage], "cluster_id": group, "position": i, "text": text,
                                       **more} for i, text in enumerate(texts, 1)])

    def direction(self, code: str, title: str, **more: Any) -> str:
        row = {"plan_id": self.plan_id, "position": int(code), "code": code, "title": title, **more}
        return str(self.tx.insert("directions", row)["direction_id"])

    def action(self, direction: str, code: str, position: int, text: str, people: list[tuple[str, ...]] = (),
               **more: Any) -> str:
        row = {"direction_id": direction, "code": code, "position": position, "text": text, **more}
        action = str(self.tx.insert("actions", row)["action_id"])
        self.tx.insert_many("assignments", [
            {"action_id": action, "position": i, "as_written": written, "name": name, "country": country, "kind": kind}
            for i, (written, name, country, kind) in enumerate(people, 1)])
        return action


@pytest.fixture
def plan(sqlite_store: Store) -> str:
    """A plan with cards, actions and people, as a network would write it."""
    plan_id = new_plan(sqlite_store, title="Planeación estratégica Red Sauce 2018 - 2019", organization="Red Sauce",
                       countries="CO MX", starts=date(2018, 1, 1), ends=date(2019, 12, 31))
    with sqlite_store.transaction("fill", plan_id=plan_id) as tx:
        room = Room(tx, plan_id)
        columns = tx.rows("clusters", stage_id=room.stages["context"], order="position")
        room.cards("context", ["Leyes que cambian cada año.", "Poca confianza."], columns[0]["cluster_id"])
        room.cards("context", ["Redes jóvenes."], columns[1]["cluster_id"])
        room.group("vision", "Red fuerte y permanente", ["Red consolidada.", "Protocolos de cuidado."])
        room.group("vision", "Recursos bien gestionados", ["Fondos propios."], 2)
        room.group("obstacles", "Falta de personal y de tiempo", ["Mucho trabajo y pocas manos."])
        room.cards("obstacles", ["Nadie la agrupó."])
        room.cards("obstacles", ["Retirada."], status="withdrawn")
        room.cards("obstacles", ["Repetida."], status="duplicate")
        first = room.direction("1", "ORGANIZACIÓN / VINCULACIÓN")
        one = room.action(first, "1", 1, "Crear un comité consultivo de la Red.", [
            ("Ceiba (Colombia)", "Ceiba", "CO", "person"), ("Laurel (México)", "Laurel", "MX", "person"),
        ], keyword="comité consultivo", schedule_text="Finales de febrero 2018 presentan su mandato.",
            starts=date(2018, 2, 21), ends=date(2018, 2, 28), precision="third")
        room.action(first, "1.10", 2, "Compartir métodos.", [("Todas las organizaciones y sus integrantes", "", "",
                                                              "group")], parent_id=one)
        second = room.direction("2", "COMUNICACIÓN / VISIBILIDAD", outcome_measure="Boletín leído en todos los países.")
        room.action(second, "1", 1, "Crear un boletín.", schedule_text="Diciembre de 2017", starts=date(2017, 12, 1),
                    ends=date(2017, 12, 31), precision="month")
    return plan_id


@pytest.fixture
def document(sqlite_store: Store, plan: str) -> Document:
    """The document of that plan."""
    return build_document(sqlite_store, plan)


def blocks(document: Document, kind: type) -> list[Any]:
    return [block for part in document.parts for block in part.blocks if isinstance(block, kind)]


# ── what it shows ──────────────────────────────────────────────────────────────────────────────────

def test_the_title_block_says_whose_plan_it_is_for_when_and_where(document: Document) -> None:
    assert (document.title, document.organization) == ("Planeación estratégica Red Sauce 2018 - 2019", "Red Sauce")
    assert (document.years, document.countries) == ("2018 – 2019", ("Colombia", "México"))


def test_every_stage_is_a_part_with_the_methods_letter_and_its_questions(document: Document) -> None:
    assert [part.title for part in document.parts] == [
        "A - CONTEXTO", "B - VISIÓN PRÁCTICA", "C - OBSTÁCULOS", "D - DIRECCIONES ESTRATÉGICAS"]
    assert all(isinstance(part.blocks[0], Questions) for part in document.parts)
    assert len(document.parts[3].blocks[0].lines) == 2


def test_a_stage_that_was_opened_and_has_nothing_yet_says_so(sqlite_store: Store, plan: str) -> None:
    with sqlite_store.transaction("open", plan_id=plan) as tx:
        stage = tx.rows("stages", plan_id=plan, key="results")[0]["stage_id"]
        tx.update("stages", stage, phase="writing")
    last = build_document(sqlite_store, plan).parts[-1]
    assert last.title == "E - RESULTADOS E INDICADORES"
    assert isinstance(last.blocks[1], Empty)


def test_cards_stand_side_by_side_and_those_without_a_group_come_last(document: Document) -> None:
    context, vision, obstacles = blocks(document, Cards)
    assert [(c.title, len(c.cards)) for c in context.columns] == [("Retos", 2), ("Oportunidades", 1)]
    assert [c.title for c in vision.columns] == ["Red fuerte y permanente", "Recursos bien gestionados"]
    assert [(c.title, c.cards, c.loose) for c in obstacles.columns] == [
        ("Falta de personal y de tiempo", ("Mucho trabajo y pocas manos.",), False),
        ("Sin agrupar", ("Nadie la agrupó.",), True)]


def test_actions_keep_their_codes_keywords_schedules_and_people(document: Document) -> None:
    first, second = blocks(document, Actions)
    assert first.title == "Dirección estratégica 1: ORGANIZACIÓN / VINCULACIÓN"
    assert first.header == ("Acciones", "Calendarización", "Responsables")
    one, sub = first.lines
    assert [(run.text, run.bold) for run in one.text] == [
        ("Crear un ", False), ("comité consultivo", True), (" de la Red.", False)]
    assert one.schedule == "Finales de febrero 2018 presentan su mandato."
    assert one.understood == "del 21 al 28 de febrero de 2018 (aproximado)"
    assert one.people == ("Ceiba (Colombia)", "Laurel (México)")
    assert (sub.code, sub.depth, sub.people) == ("1.10", 1, ("Todas las organizaciones y sus integrantes",))
    assert (second.lines[0].understood, second.measure) == ("", "Boletín leído en todos los países.")


@pytest.mark.parametrize(("phrase", "days", "understood"), [
    ("Desde enero de 2018", {"starts": date(2018, 1, 1), "precision": "month", "open_ended": True}, ""),
    ("Desde enero de 2018, permanente.", {"starts": date(2018, 1, 1), "precision": "month", "open_ended": True,
                                          "recurrence": "permanent"}, ""),
    ("Desde enero", {"starts": date(2018, 1, 1), "precision": "month", "open_ended": True},
     "desde el 1 de enero de 2018"),
    ("Junio de 2018, primeras propuestas", {"starts": date(2018, 6, 1), "ends": date(2018, 6, 30),
                                            "precision": "month"}, ""),
    ("Hasta junio de 2018", {"ends": date(2018, 6, 30), "precision": "month"}, "hasta el 30 de junio de 2018"),
    ("Finales de 2019", {"starts": date(2019, 10, 1), "ends": date(2019, 12, 31), "precision": "quarter"},
     "4.º trimestre de 2019 (aproximado)"),
    ("Cada mes", {"recurrence": "monthly"}, ""),
])
def test_what_was_understood_is_told_only_when_it_says_more(
        sqlite_store: Store, phrase: str, days: dict[str, Any], understood: str) -> None:
    plan_id = new_plan(sqlite_store, title="Fechas")
    with sqlite_store.transaction("fill", plan_id=plan_id) as tx:
        room = Room(tx, plan_id)
        room.action(room.direction("1", "Una"), "1", 1, "Hacer.", schedule_text=phrase, **days)
    assert blocks(build_document(sqlite_store, plan_id), Actions)[0].lines[0].understood == understood


def test_another_language_changes_headers_and_countries_and_no_word_of_the_people(
        sqlite_store: Store, plan: str) -> None:
    made = build_document(sqlite_store, plan, language="pt")
    assert made.countries == ("Colômbia", "México")
    assert made.parts[1].title == "B - VISÃO PRÁTICA"
    assert blocks(made, Cards)[0].columns[0].cards[0] == "Leyes que cambian cada año."
    assert '<html lang="pt-BR">' in to_html(made)


def test_many_groups_make_several_tables_of_about_the_same_width(sqlite_store: Store) -> None:
    plan_id = new_plan(sqlite_store, title="Muchos grupos")
    with sqlite_store.transaction("fill", plan_id=plan_id) as tx:
        room = Room(tx, plan_id)
        for number in range(1, 15):
            room.group("vision", f"Grupo {number}", ["algo"], number)
    widths = [len(block.columns) for block in blocks(build_document(sqlite_store, plan_id), Cards)]
    assert widths == [5, 5, 4]


def test_a_subgroup_stands_after_its_group_and_says_so_and_a_circle_of_groups_ends(sqlite_store: Store) -> None:
    plan_id = new_plan(sqlite_store, title="Subgrupos")
    with sqlite_store.transaction("fill", plan_id=plan_id) as tx:
        room = Room(tx, plan_id)
        above = room.group("vision", "Arriba", ["uno"], 2)
        room.group("vision", "Otro", ["dos"], 3)
        room.group("vision", "Abajo", ["tres"], 1, parent_id=above)
    titles = [c.title for c in blocks(build_document(sqlite_store, plan_id), Cards)[0].columns]
    assert titles == ["Arriba", "Arriba › Abajo", "Otro"]


def test_what_a_group_means_stands_under_its_title_in_every_format(sqlite_store: Store) -> None:
    plan_id = new_plan(sqlite_store, title="Con explicación")
    with sqlite_store.transaction("fill", plan_id=plan_id) as tx:
        room = Room(tx, plan_id)
        room.group("vision", "Cerca", ["una idea"], description="Grupos en cada barrio.")
        room.group("vision", "Lejos", [], 2)
    made = build_document(sqlite_store, plan_id)
    assert blocks(made, Cards)[0].about == ("Grupos en cada barrio.", "")
    assert '<tr class="about"><td class="breaks" dir="auto">Grupos en cada barrio.</td>' in to_html(made)
    assert [c.text for c in docx.Document(io.BytesIO(to_docx(made))).tables[0].columns[0].cells] == [
        "Cerca", "Grupos en cada barrio.", "una idea"]
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(made))).worksheets[1]
    assert [row[0] for row in sheet.iter_rows(values_only=True)][-3:] == ["Cerca", "Grupos en cada barrio.", "una idea"]
    assert "- <b>Cerca</b>: Grupos en cada barrio." in to_markdown(made)


def test_groups_that_only_have_a_description_are_a_list_in_markdown(sqlite_store: Store) -> None:
    plan_id = new_plan(sqlite_store, title="Sin tarjetas")
    with sqlite_store.transaction("fill", plan_id=plan_id) as tx:
        room = Room(tx, plan_id)
        room.group("vision", "Cerca", [], description="Grupos en cada barrio.")
        room.group("vision", "Lejos", [], 2)
    text = to_markdown(build_document(sqlite_store, plan_id))
    assert "- <b>Cerca</b>: Grupos en cada barrio.\n- <b>Lejos</b>\n" in text
    assert "|" not in text


def test_a_sheet_turns_only_where_a_part_needs_the_other_way(sqlite_store: Store) -> None:
    plan_id = new_plan(sqlite_store, title="Hojas")
    with sqlite_store.transaction("fill", plan_id=plan_id) as tx:
        room = Room(tx, plan_id)
        columns = tx.rows("clusters", stage_id=room.stages["context"], order="position")
        room.cards("context", ["Una."], columns[0]["cluster_id"])
        for number in range(1, 6):
            room.group("vision", f"Grupo {number}", ["algo"], number)
        room.group("obstacles", "Falta", ["algo"])
    made = build_document(sqlite_store, plan_id)
    assert [part.wide for part in made.parts] == [None, True, None]
    assert made.turned == (False, True, True)


# ── results and narrative ──────────────────────────────────────────────────────────────────────────

@pytest.fixture
def results(sqlite_store: Store) -> Document:
    """A plan with objectives, indicators and narrative parts."""
    plan_id = new_plan(sqlite_store, title="Estrategia 2024 - 2030", organization="Red Sauce")
    with sqlite_store.transaction("fill", plan_id=plan_id) as tx:
        tx.insert("objectives", {"plan_id": plan_id, "level": "general", "position": 1, "text": "Consolidar la red."})
        for number, title in enumerate(("Descentralizar", "Formar"), 1):
            row = {"plan_id": plan_id, "level": "specific", "position": number, "code": str(number), "title": title,
                   "text": f"{title} con tiempo."}
            objective = tx.insert("objectives", row)["objective_id"]
            tx.insert("lines", {"objective_id": objective, "position": 1, "text": f"Cómo {number}"})
            indicator = tx.insert("indicators", {
                "plan_id": plan_id, "objective_id": objective, "position": number, "title": "# de activistas",
                "method": "period", "baseline_value": 0.0 if number == 1 else None, "baseline_year": 2023})
            tx.insert("targets", {"indicator_id": indicator["indicator_id"], "period": "2024-S2", "value": 12.5})
        tx.insert("targets", {"indicator_id": indicator["indicator_id"], "period": "2024-S1", "country": "CO",
                              "value": 3.0})
        tx.insert("sections", {"plan_id": plan_id, "key": "sustainability", "position": 1, "title": "Sostenibilidad",
                               "text": "Para que dure:\n\n- # de alianzas\n- formación\n  continua\n\nUn cierre."})
    return build_document(sqlite_store, plan_id)


def test_the_matrix_puts_objectives_side_by_side_under_the_general_one(results: Document) -> None:
    lead = next(b for b in blocks(results, Paragraph) if b.lead)
    assert "".join(run.text for run in lead.text) == "Objetivo general: Consolidar la red."
    matrix = blocks(results, Matrix)[0]
    assert matrix.header == ("1. Descentralizar", "2. Formar")
    assert [(band.label, band.cells) for band in matrix.bands] == [
        ("Objetivo", (("Descentralizar con tiempo.",), ("Formar con tiempo.",))),
        ("¿Cómo?", (("Cómo 1",), ("Cómo 2",))), ("Indicadores", (("# de activistas",), ("# de activistas",)))]


def test_a_baseline_of_zero_is_not_a_missing_one_and_periods_are_in_order(results: Document) -> None:
    grid = blocks(results, Grid)[0]
    assert grid.header == ("Indicador", "Línea de base 2023", "Meta 2024-S1", "Meta 2024-S2")
    assert [group.rows for group in grid.groups] == [
        (("# de activistas", 0.0, None, 12.5),),
        (("# de activistas", None, None, 12.5), ("↳ Colombia", "", 3.0, None))]
    page = to_html(results)
    assert re.findall(r'class="breaks figure" dir="auto">([^<]*)<', page)[:3] == ["0", "—", "12,5"]


def test_percentages_say_so_baselines_are_explained_and_columns_hold_their_headers(sqlite_store: Store) -> None:
    plan_id = new_plan(sqlite_store, title="Con porcentajes")
    with sqlite_store.transaction("fill", plan_id=plan_id) as tx:
        for number in (1, 2):
            made = tx.insert("indicators", {
                "plan_id": plan_id, "position": number, "code": f"1.{number}", "title": "Informes", "method": "period",
                "measure": "percentage", "baseline_value": 12.5, "baseline_comment": "Medido en 2017.",
                "verification": "Lista", "target_total": 90.0})
            tx.insert("targets", {"indicator_id": made["indicator_id"], "period": "2018-S1", "value": 60.0})
    made = build_document(sqlite_store, plan_id)
    grid = blocks(made, Grid)[0]
    assert grid.texts == 1
    page = to_html(made)
    assert "60\u00a0%" in page
    assert "12,5\u00a0%" in page
    assert "<li class=\"breaks\" dir=\"auto\">Línea de base de 1.1, 1.2: Medido en 2017.</li>" in page
    assert "| 1.1 Informes | 12,5 % | 60 % | 90 % | Lista |".replace(" %", "\u00a0%") in to_markdown(made)
    cells = [c for s in openpyxl.load_workbook(io.BytesIO(to_xlsx(made))) for row in s.iter_rows() for c in row]
    assert {c.number_format for c in cells if c.value == 60} == {'General" %"'}
    widths = [int(c.get(qn("w:w"))) for c in docx.Document(io.BytesIO(to_docx(made))).tables[0]._tbl.iter(
        qn("w:gridCol"))]
    assert max(widths[1:-1]) < min(widths[0], widths[-1])


def test_narrative_parts_that_the_method_does_not_know_are_not_lost(results: Document) -> None:
    notes = results.parts[-1]
    assert notes.title == "NOTAS"
    assert [type(b).__name__ for b in notes.blocks] == ["Heading", "Paragraph", "Bullets", "Paragraph"]
    assert [[run.text for run in item] for item in blocks(results, Bullets)[-1].items] == [
        ["# de alianzas"], ["formación\n  continua"]]
    assert "- \\# de alianzas\n" in to_markdown(results)


def test_numbers_in_the_workbook_are_numbers(results: Document) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(results))).worksheets[-2]
    values = list(sheet.iter_rows(values_only=True))
    assert ("1. Descentralizar", "# de activistas", 0, None, 12.5) in values


def test_a_new_method_needs_no_new_code(sqlite_store: Store, home: Path) -> None:
    names = ("Fortalezas", "Amenazas", "Pregunta", "Textos")
    words = {name: f"{{es: {name}, pt: {name}, en: {name}}}" for name in names}
    (home / "parameters" / "methods").mkdir(parents=True)
    (home / "parameters" / "methods" / "propio.yaml").write_text(f"""
title: {words["Textos"]}
description: {words["Textos"]}
stages:
  - {{key: cruce, kind: columns, letter: X, title: {words["Textos"]}, question: {words["Pregunta"]},
      columns: [{{key: f, title: {words["Fortalezas"]}}}, {{key: a, title: {words["Amenazas"]}}}]}}
  - {{key: relato, kind: sections, title: {words["Textos"]}, question: {words["Pregunta"]},
      sections: [{{key: cierre, title: {words["Textos"]}}}]}}
""", encoding="utf-8")
    plan_id = new_plan(sqlite_store, title="Con método propio", method="propio")
    with sqlite_store.transaction("fill", plan_id=plan_id) as tx:
        tx.update("sections", tx.rows("sections", plan_id=plan_id)[0]["section_id"], text="Un relato.")
        Room(tx, plan_id).cards("cruce", ["Una tarjeta."])
    made = build_document(sqlite_store, plan_id)
    assert [part.title for part in made.parts] == ["X - TEXTOS", "TEXTOS"]
    assert [c.title for c in blocks(made, Cards)[0].columns] == ["Fortalezas", "Amenazas", "Sin agrupar"]
    assert blocks(made, Paragraph)[0].text[0].text == "Un relato."
    (home / "parameters" / "methods" / "propio.yaml").unlink()
    assert [part.title for part in build_document(sqlite_store, plan_id).parts] == ["TEXTOS", "TEXTOS"]


# ── hostile text ───────────────────────────────────────────────────────────────────────────────────

@pytest.fixture
def hostile(sqlite_store: Store) -> Document:
    """A plan in which every text that people may write is hostile."""
    plan_id = new_plan(sqlite_store, title=HOSTILE[0], organization=HOSTILE[8])
    with sqlite_store.transaction("fill", plan_id=plan_id) as tx:
        room = Room(tx, plan_id)
        for number, text in enumerate(HOSTILE, 1):
            room.group("vision", text[:200], [text, HOSTILE[0]], number, description=text[:50])
            direction = room.direction(str(number), text[:200], outcome_measure=text[:300])
            room.action(direction, text[:20], 1, text, [(text, text, "CO", "person"), (text, "", "", "group")],
                        schedule_text=text, keyword=text[:5], place=text[:100], accomplishment=text[:100])
            tx.insert("sections", {"plan_id": plan_id, "key": f"n{number}", "position": number, "title": text[:99],
                                   "text": text})
            objective = tx.insert("objectives", {"plan_id": plan_id, "level": "specific", "position": number,
                                                 "text": text, "title": text[:60]})["objective_id"]
            tx.insert("indicators", {"plan_id": plan_id, "objective_id": objective, "position": number,
                                     "title": text[:999], "method": "period", "unit": text[:20],
                                     "verification": text[:300]})
    return build_document(sqlite_store, plan_id)


class Page(html.parser.HTMLParser):
    """Collects the tags, attributes and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.values: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.values += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html_holds_hostile_text_as_text(hostile: Document) -> None:
    page = Page(to_html(hostile))
    assert not page.tags & {"script", "img", "iframe", "object", "link", "base", "form"}
    assert not {name for name in page.attributes if name.startswith("on")}
    assert all(value.startswith("#") for value in page.values)
    for text in HOSTILE:
        assert text.replace("\x01", "\ufffd").replace("\x0b", "\ufffd").replace("\x0c", "\ufffd").replace(
            "\x1f", "\ufffd") in page.text


def test_html_needs_nothing_from_outside_and_speaks_its_language(document: Document) -> None:
    text = to_html(document)
    assert text.startswith('<!DOCTYPE html>\n<html lang="es">')
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//|@import|url\(""", text)
    page = Page(text)
    assert {"caption", "th", "h1", "h2", "main"} <= page.tags
    assert all('scope="' in tag for tag in re.findall(r"<th\b[^>]*>", text))


def test_the_workbook_holds_texts_and_no_formula(hostile: Document) -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(hostile)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    found = {cell.value for cell in cells}
    assert {'=HYPERLINK("http://x")', "+1", "-1", "@a", "＝1", "'=x", "x" * 20_000} <= found
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(("=", "+", "-", "@")))
    names = [sheet.title for sheet in book]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name) <= 31 for name in names)


def test_codes_in_the_workbook_are_texts_and_headers_stay_in_sight(document: Document) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(document)))["D - DIRECCIONES ESTRATÉGICAS"]
    rows = list(sheet.iter_rows())
    header = next(i for i, row in enumerate(rows) if row[1].value == "N.º")
    codes = [row[1] for row in rows[header + 1:] if row[1].value]
    assert [(c.value, c.data_type, c.number_format) for c in codes] == [
        ("1", "s", "@"), ("1.10", "s", "@"), ("1", "s", "@")]
    assert sheet.freeze_panes == f"A{header + 2}"
    assert rows[header + 1][2].alignment.wrap_text


def test_a_text_longer_than_a_workbooks_cell_says_that_it_goes_on_elsewhere(sqlite_store: Store) -> None:
    plan_id = new_plan(sqlite_store, title="Largo")
    with sqlite_store.transaction("fill", plan_id=plan_id) as tx:
        room = Room(tx, plan_id)
        who = [("y" * 20_000, "", "", "group")] * 3
        room.action(room.direction("1", "Una"), "1", 1, "Larga", who)
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(build_document(sqlite_store, plan_id)))).worksheets[1]
    longest = max((str(c.value or "") for row in sheet.iter_rows() for c in row), key=len)
    assert len(longest) == 32_767
    assert longest.endswith("CSV del plan]")


def test_word_opens_hostile_text_as_text(hostile: Document) -> None:
    content = to_docx(hostile)
    made = docx.Document(io.BytesIO(content))
    written = "\n".join(t.text or "" for t in made.element.body.iter(qn("w:t")))
    assert '=HYPERLINK("http://x")' in written
    assert "<img src=x onerror=alert(1)>" in written
    assert "x" * 20_000 in written
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert not re.search(r"<w:(hyperlink|fldSimple|instrText|object)\b", xml)


def test_word_has_real_headings_repeated_headers_whole_rows_and_turned_pages(document: Document) -> None:
    made = docx.Document(io.BytesIO(to_docx(document)))
    assert [p.text for p in made.paragraphs if p.style.name == "Heading 1"] == [part.title for part in document.parts]
    assert [row.find(f".//{qn('w:keepNext')}") is not None for row in made.tables[3]._tbl.findall(qn("w:tr"))] == [
        True, True, False, False]  # a header is never alone at the foot of a page
    assert made.paragraphs[-1].text  # no empty paragraph that would open a page of its own
    directions = made.tables[3]._tbl
    rows = directions.findall(qn("w:tr"))
    assert [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows] == [True, True, False, False]
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
    assert [(s.page_width > s.page_height) for s in made.sections] == [False, True]
    assert made.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "es-ES"
    core = made.core_properties
    assert (core.title, core.author, core.last_modified_by, core.comments) == (document.title, "", "", "")


def test_people_stand_one_to_a_line_and_keywords_are_bold_in_word(document: Document) -> None:
    cells = docx.Document(io.BytesIO(to_docx(document))).tables[3].rows[2].cells
    assert [p.text for p in cells[2].paragraphs] == ["Ceiba (Colombia)", "Laurel (México)"]
    assert [run.text for run in cells[0].paragraphs[0].runs if run.bold] == ["1 – ", "comité consultivo"]


# ── Markdown ───────────────────────────────────────────────────────────────────────────────────────

def test_the_markdown_is_imported_again_as_the_same_plan(sqlite_store: Store, plan: str, document: Document) -> None:
    text = to_markdown(document)
    assert "| <b>Dirección estratégica 1: ORGANIZACIÓN / VINCULACIÓN</b> |  |  |\n|--|--|--|\n" in text
    assert "| Acciones | Calendarización | Responsables |" in text
    assert "Ceiba (Colombia)<br>Laurel (México)" in text
    rows = read_markdown(text).rows
    with sqlite_store.transaction("look", plan_id=plan) as tx:
        before = {name: tx.rows(name) for name in ("cards", "actions", "assignments", "directions", "stages")}
    active = [card["text"] for card in before["cards"] if card["status"] == "active"]
    assert sorted(card["text"] for card in rows["cards"]) == sorted(active)
    kept = ("code", "text", "keyword", "schedule_text", "starts", "ends")
    assert sorted(str([a[k] for k in kept]) for a in rows["actions"]) == sorted(
        str([a[k] for k in kept]) for a in before["actions"])
    assert sorted((a["name"] or a["as_written"], a["country"]) for a in rows["assignments"]) == sorted(
        (a["name"] or a["as_written"], a["country"]) for a in before["assignments"])
    assert sorted((d["code"], d["title"], d["outcome_measure"]) for d in rows["directions"]) == sorted(
        (d["code"], d["title"], d["outcome_measure"]) for d in before["directions"])
    asked = {s["key"]: s["question"] for s in before["stages"] if s["key"] != "results"}
    assert {s["key"]: s["question"] for s in rows["stages"] if s["key"] in asked} == asked
    assert rows["plans"][0]["organization"] == "Red Sauce"


def test_markdown_shows_hostile_text_without_tags_of_its_own(hostile: Document) -> None:
    text = to_markdown(hostile)
    assert set(re.findall(r"<[^<>]*>", text)) <= {"<br>", "<b>", "</b>"}
    assert "\n\\# de activistas" in text
    lines = [line for line in text.split("\n") if line.startswith("|")]
    assert all(line.endswith("|") for line in lines)


# ── files ──────────────────────────────────────────────────────────────────────────────────────────

def test_the_documents_land_in_the_plans_folder_and_nothing_else(sqlite_store: Store, plan: str, home: Path) -> None:
    made = write_documents(sqlite_store, plan)
    assert made == [home / "outputs" / plan / f"plan.{name}" for name in ("docx", "html", "md", "xlsx")]
    assert sorted(p.name for p in (home / "outputs" / plan).iterdir()) == sorted(p.name for p in made)


def test_a_plan_without_anything_yet_is_a_document_that_says_so(sqlite_store: Store, tmp_path: Path) -> None:
    plan_id = new_plan(sqlite_store, title="Recién nacido")
    made = {file.suffix: file for file in write_documents(sqlite_store, plan_id, folder=tmp_path / "out")}
    assert "Esta parte todavía no tiene contenido." in made[".html"].read_text("utf-8")
    assert made[".md"].read_text("utf-8").startswith("# Recién nacido\n")


def test_a_format_that_does_not_exist_is_named_before_anything_is_written(
        sqlite_store: Store, plan: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="odt"):
        write_documents(sqlite_store, plan, ["html", "odt"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_pdf_is_made_without_fetching_anything_and_turns_its_wide_pages(
        sqlite_store: Store, plan: str, tmp_path: Path) -> None:
    content = write_documents(sqlite_store, plan, ["pdf"], tmp_path / "out")[0].read_bytes()
    assert content.startswith(b"%PDF-")
    streams = re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL)
    content += b"".join(zlib.decompressobj().decompress(stream) for stream in streams if stream[:1] == b"\x78")
    sizes = re.findall(rb"/MediaBox \[ ?0 0 ([0-9.]+) ([0-9.]+) ?\]", content)
    assert {float(width) > float(height) for width, height in sizes} == {False, True}


def test_a_format_that_is_not_installed_is_told_with_its_remedy(
        sqlite_store: Store, plan: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(UsageError, match=r"minga\[pdf\]"):
        write_documents(sqlite_store, plan, ["html", "pdf"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_plan_that_does_not_exist_is_named(sqlite_store: Store, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="fantasma"):
        write_documents(sqlite_store, "fantasma", folder=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_building_the_document_changes_nothing_in_the_store(store: Store) -> None:
    plan_id = new_plan(store, title="Igual en las dos bases")
    seen = build_document(store, plan_id)
    assert build_document(store, plan_id) == seen
    with store.reading() as connection:
        verbs = {line["verb"] for line in connection.execute(tables.table("changes").select()).mappings()}
    assert verbs == {"new_plan"}
