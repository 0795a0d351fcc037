"""One facilitator and three participants walk the whole chain: cards, clusters, directions, document, report."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from minga.store import rows
from tests.browser.conftest import PHONE, WIDE, Workshop

IMG = "<img src=x onerror=alert(1)>"
FORMULA = '=HYPERLINK("http://x")'


def make_plan(desk: Page) -> None:
    desk.locator("summary", has_text="Crear un plan nuevo").click()
    desk.fill("#new-title", "Plan de las semillas 2026–2027")
    desk.fill("#new-organization", "Red de Semillas")
    desk.fill("#new-starts", "2026")
    desk.fill("#new-ends", "2027")
    desk.locator("form button", has_text="Crear y abrir").click()
    expect(desk.locator(".stages h2")).to_contain_text("Plan de las semillas")


def open_stage(desk: Page, title: str) -> None:
    desk.locator("a.stage strong").get_by_text(title, exact=True).click()
    desk.wait_for_selector(".wall .bar button")


def home(desk: Page) -> None:
    desk.locator("a.button", has_text=re.compile("^Inicio$")).click()
    desk.wait_for_selector(".stages a.stage")


def phase(desk: Page, name: str) -> None:
    desk.locator(".phases button", has_text=re.compile(f"^{name}$")).click()
    expect(desk.locator(".phases button[aria-current=step]")).to_have_text(name)
    expect(desk.locator(".desk .saved")).to_contain_text("Guardado en CSV")


def send(page: Page, text: str, column: str = "") -> None:
    page.wait_for_selector("#card")
    if column:
        page.locator(".pick", has_text=column).click()
    page.fill("#card", text)
    page.locator("form .primary").click()
    expect(page.locator(".card:not(.waiting) p", has_text=text).first).to_be_visible()
    expect(page.locator(".status")).to_have_attribute("data-state", "saved")


def choose(desk: Page, *texts: str) -> None:
    for text in texts:
        desk.locator(".wall .face", has_text=text).first.click()
    expect(desk.locator(".wall .face[aria-pressed=true]")).to_have_count(len(texts))


def group(desk: Page, title: str, *texts: str) -> None:
    """Put cards in a new group; the title is typed later, at the naming."""
    before = desk.locator(".wall .column").count()
    choose(desk, *texts)
    desk.locator(".bar button", has_text="Grupo nuevo con estas").click()
    expect(desk.locator(".wall .column")).to_have_count(before + 1)


def name_groups(desk: Page, *titles: str) -> None:
    for i, title in enumerate(titles, 1):
        field = desk.locator(".wall .column").nth(i).locator("textarea.title")
        field.fill(title)
        field.press("Enter")
    expect(desk.locator(".bar button", has_text="Deshacer: nombrar un grupo")).to_be_visible()


def test_a_facilitator_and_three_participants_walk_from_cards_to_the_report(
        desk: Page, phone: Callable[[str], Page], workshop: Workshop, shot: Callable[[Page, str], None],
        tmp_path: Path) -> None:
    make_plan(desk)
    shot(desk, "01-start-1280")
    phones = [phone(alias) for alias in ("Colibrí", "Jaguar", "Ceiba")]
    expect(phones[0].locator("h2")).to_contain_text("Aún no hay una etapa abierta")
    shot(phones[0], "02-waiting-375")

    # A. Context: each person chooses the column; a hostile card is only text, everywhere.
    open_stage(desk, "Contexto")
    phase(desk, "Escribir")
    send(phones[0], "La sequía llega antes cada año", "Retos")
    send(phones[1], IMG, "Retos")
    send(phones[2], "Hay jóvenes que vuelven al campo", "Oportunidades")
    expect(desk.locator(".wall .column").nth(0).locator(".card")).to_have_count(2)
    expect(desk.locator(".wall .column").nth(1).locator(".card")).to_have_count(1)
    expect(phones[0].locator(".group")).to_have_count(0)
    phase(desk, "Mostrar")
    expect(phones[0].locator(".group .card p", has_text=IMG)).to_be_visible()
    shot(desk, "03-context-1280")
    shot(phones[0], "04-context-375")
    phase(desk, "Terminada")
    home(desk)

    # B. Vision: cards arrive without reloading; one is corrected, one withdrawn; groups get titles.
    open_stage(desk, "Visión práctica")
    phase(desk, "Escribir")
    send(phones[0], "Una casa de semillas en cada municipio")
    send(phones[0], "Un error mío")
    send(phones[1], "Ferias de intercambio cada luna nueva")
    send(phones[2], FORMULA)
    phones[0].locator(".card", has_text="Un error mío").get_by_role("button", name="Retirar").click()
    phones[0].get_by_role("button", name="Sí, retirar").click()
    expect(desk.locator(".wall .card")).to_have_count(3)
    phones[1].locator(".card", has_text="Ferias").get_by_role("button", name="Corregir").click()
    phones[1].locator(".card textarea").fill("Ferias de trueque cada luna nueva")
    phones[1].get_by_role("button", name="Guardar", exact=True).click()
    expect(desk.locator(".wall .card", has_text="trueque")).to_be_visible()
    phase(desk, "Agrupar")
    group(desk, "Casas vivas", "Una casa de semillas", FORMULA)
    group(desk, "Mercados propios", "Ferias de trueque")
    # Drag the card of the second group into the first, and take it back.
    source = desk.locator(".wall .face", has_text="Ferias de trueque")
    target = desk.locator(".wall .column").nth(1).locator(".card").first
    source.hover()
    desk.mouse.down()
    box = target.bounding_box()
    assert box
    desk.mouse.move(box["x"] + 20, box["y"] + 10, steps=8)
    desk.mouse.up()
    expect(desk.locator(".wall .column").nth(1).locator(".card")).to_have_count(3)
    desk.locator(".bar button", has_text="Deshacer: mover una tarjeta").click()
    expect(desk.locator(".wall .column").nth(2).locator(".card")).to_have_count(1)
    phase(desk, "Nombrar")
    name_groups(desk, "Casas de semillas vivas", "Mercados propios y justos")
    shot(desk, "05-vision-1280")
    desk.set_viewport_size(PHONE)
    shot(desk, "06-vision-375")
    desk.set_viewport_size(WIDE)
    phase(desk, "Terminada")
    home(desk)

    # C. Obstacles: anonymous, and the phone says so before writing.
    open_stage(desk, "Obstáculos")
    phase(desk, "Escribir")
    expect(phones[2].locator("form")).to_contain_text("no se guarda quién escribió")
    send(phones[2], "Leyes que persiguen la semilla criolla")
    send(phones[1], "Intermediarios que fijan el precio")
    phase(desk, "Agrupar")
    group(desk, "", "Leyes que persiguen", "Intermediarios")
    phase(desk, "Nombrar")
    name_groups(desk, "Reglas hechas para otros")
    phase(desk, "Terminada")
    shot(phones[2], "07-obstacles-375")
    home(desk)

    # D. Directions: groups become directions, cards become numbered actions with dates and people.
    open_stage(desk, "Direcciones estratégicas")
    phase(desk, "Escribir")
    send(phones[0], "Levantar un censo de semillas")
    send(phones[1], "Escribir una propuesta de ordenanza")
    phase(desk, "Agrupar")
    group(desk, "", "Levantar un censo", "Escribir una propuesta")
    phase(desk, "Nombrar")
    name_groups(desk, "Proteger la semilla")
    desk.get_by_role("button", name="Formar direcciones con la pared").click()
    expect(desk.locator(".direction tbody tr")).to_have_count(2)
    desk.locator(".direction tbody tr").first.get_by_role("button", name="Completar").click()
    form = desk.locator("form.editing")
    form.get_by_label("Calendarización").fill("Finales de febrero 2026, entrega del censo")
    expect(form.locator("[role=status]")).to_contain_text("28 de febrero de 2026")
    form.get_by_label("Responsables").fill("Colibrí (Colombia)\nCoordinación nacional")
    form.get_by_role("button", name="Guardar").click()
    expect(desk.locator(".direction tbody tr").first).to_contain_text("Colibrí (Colombia)")
    shot(desk, "08-directions-1280")
    desk.set_viewport_size(PHONE)
    shot(desk, "09-directions-375")
    desk.set_viewport_size(WIDE)
    phase(desk, "Terminada")
    home(desk)

    # The document, in its four formats, with the hostile cards as plain text in each.
    desk.locator("a.button", has_text="Documento del plan").click()
    desk.get_by_role("button", name="Generar el documento").click()
    expect(desk.locator("iframe")).to_be_visible()
    shot(desk, "10-document-1280")
    files = {}
    for words, ending in (("Descargar Word", "docx"), ("Descargar página web", "html"),
                          ("Descargar Markdown", "md"), ("Descargar hoja de cálculo", "xlsx")):
        with desk.expect_download() as download:
            desk.get_by_role("button", name=words).click()
        files[ending] = tmp_path / f"downloaded.{ending}"
        download.value.save_as(files[ending])
    check_documents(files)

    # A semester and its report.
    plan = "plan-de-las-semillas-2026-2027"
    with_values(workshop, plan)
    made = workshop.command("monitor", plan, "2026-S1", "--json")
    assert made.returncode == 0, made.stderr + made.stdout
    folder = workshop.home / "outputs" / plan / "2026-S1"
    assert json.loads((folder / "summary.json").read_text())
    page = desk.context.new_page()
    page.goto((folder / "report.html").as_uri())
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert page.locator("img:not([alt]), img[alt='']").count() == 0
    for width, name in ((WIDE, "11-report-1280"), (PHONE, "12-report-375")):
        page.set_viewport_size(width)
        shot(page, name)
    page.close()
    with (workshop.home / "outputs" / "runs.csv").open(encoding="utf-8") as file:
        ledger = list(csv.DictReader(file))
    assert [(r["period"], r["status"]) for r in ledger] == [("2026-S1", "ok")]


def with_values(workshop: Workshop, plan: str) -> None:
    """Record a semester for the first action, so that the report has something to say."""
    with workshop_store(workshop) as store:
        action = rows(store, "actions")[0]
        with store.transaction("report", plan_id=plan) as tx:
            tx.insert("progress", {"action_id": action["action_id"], "period": "2026-S1", "status": "in_progress",
                                   "comment": IMG})


class workshop_store:
    """The workshop's store for a block."""

    def __init__(self, workshop: Workshop) -> None:
        self.store = workshop.store()

    def __enter__(self):
        return self.store

    def __exit__(self, *_why: object) -> None:
        self.store.close()


def check_documents(files: dict[str, Path]) -> None:
    """The hostile cards are in every document, as text and as nothing else."""
    html = files["html"].read_text(encoding="utf-8")
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert "<img src=x" not in html
    assert "<img src=x" not in re.sub(r"\\.", "", files["md"].read_text(encoding="utf-8"))
    cells = [c.text for t in Document(str(files["docx"])).tables for r in t.rows for c in r.cells]
    assert any(IMG in c for c in cells)
    assert any(FORMULA in c for c in cells)
    sheet_cells = [c for sheet in load_workbook(files["xlsx"]) for row in sheet.iter_rows() for c in row]
    assert any(FORMULA in str(c.value) for c in sheet_cells)
    assert all(c.data_type != "f" for c in sheet_cells)
    assert all(c.hyperlink is None for c in sheet_cells)
