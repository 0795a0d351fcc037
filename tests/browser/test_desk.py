"""The facilitator's desk under real hands: lock, round, time, a list with a fault, typing for others, paper, notes."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from minga.store import rows
from minga.workshop import plans, reading, stages
from minga.workshop.actor import FACILITATOR
from tests.browser.conftest import PHONE, Workshop

BEAM = {"width": 1920, "height": 1080}


def test_the_desk_locks_counts_down_and_takes_in_what_others_wrote(
        desk: Page, phone: Callable[[str], Page], workshop: Workshop, shot: Callable[[Page, str], None],
        tmp_path: Path) -> None:
    store = workshop.store()
    plan = plans.new_plan(store, title="Plan de las semillas", organization="Red de Semillas")
    plans.open_in_room(store, plan)
    here = reading.stage_by_key(store, plan, "vision")["stage_id"]
    colibri = phone("Colibrí")
    desk.goto(f"{workshop.desk}voila/render/2_vision.ipynb")

    # Opened and locked with plain buttons; what was typed on the phone stays there.
    desk.get_by_role("button", name="Abrir para escribir").click()
    expect(desk.locator(".phases button[aria-current=step]")).to_have_text("Escribir")
    colibri.wait_for_selector("#card")
    colibri.fill("#card", "Una casa de semillas")
    desk.get_by_role("button", name="Pausar los envíos").click()
    expect(desk.locator(".note.locked")).to_be_visible()
    assert rows(store, "cards") == []
    desk.get_by_role("button", name="Recibir envíos otra vez").click()
    expect(desk.locator(".note.locked")).to_be_hidden()

    # A round with a ready criterion, and a time that survives a reload.
    desk.locator(".disclosure", has_text="Ronda 1").click()
    desk.get_by_role("button", name="La más distinta").click()
    desk.get_by_role("button", name="Empezar la ronda 2").click()
    expect(desk.locator(".disclosure", has_text="Ronda 2: La más distinta")).to_be_visible()
    desk.locator(".disclosure", has_text="Tiempo").click()
    desk.get_by_role("button", name="5 min", exact=True).click()
    expect(desk.locator(".clockbar .figures")).to_contain_text("4:")
    desk.reload()
    desk.get_by_role("button", name="+1 min").click()
    expect(desk.locator(".clockbar .figures")).to_contain_text("5:")
    desk.set_viewport_size(BEAM)
    desk.get_by_role("button", name="Ver en grande").click()
    expect(desk.locator(".bigclock .figures")).to_be_in_viewport()
    shot(desk, "big-clock-1920")
    stages.set_timer(store, FACILITATOR, here, 1)
    expect(desk.locator(".bigclock .figures")).to_have_text("¡Tiempo!")
    expect(desk.locator(".clock [role=alert]")).to_have_text("Se terminó el tiempo.")
    desk.keyboard.press("Escape")
    desk.get_by_role("button", name="Entendido").click()
    expect(desk.locator(".clockbar")).to_be_hidden()
    desk.set_viewport_size({"width": 1280, "height": 860})

    scribe = desk.locator(".scribe")
    paste_a_list(desk, shot)
    type_for_others(desk)
    copy_from_paper(desk, tmp_path, shot)
    keep_notes(desk)
    assert {(c["text"], c["team"], c["round"], c["source"], c["sheet"]) for c in rows(store, "cards")} == {
        ("Una radio de semillas", "Mesa 1", 2, "import", ""), ("Un mapa de fuentes de agua", "Mesa 2", 2, "import", ""),
        ("Un vivero en cada escuela", "Mesa 3", 2, "scribe", ""), ("Lo que dice el papel", "", 2, "paper", "001"),
        ("Copiado en una hoja de cálculo", "", 2, "paper", "003")}
    assert [(n["text"], n["publish"]) for n in rows(store, "reflections")] == [("Cuatro tarjetas y una canción", True)]

    # Nothing serious for a screen reader with every part open, and the whole desk on a phone.
    for title in ("Escribir tarjetas", "Pegar o importar", "Anotar votos"):
        scribe.locator("summary", has_text=title).click()
    expect(scribe.locator("details[open] > div")).to_have_count(4)
    found = Axe().run(desk).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")] == []
    desk.set_viewport_size(PHONE)
    assert desk.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    shot(desk, "desk-375")


def paste_a_list(desk: Page, shot: Callable[[Page, str], None]) -> None:
    """A list with a faulty row is not taken in until the row is mended."""
    desk.locator(".scribe summary", has_text="Pegar o importar").click()
    written = "texto\tequipo\tronda\nUna radio de semillas\tMesa 1\t2\nUn mapa de fuentes de agua\tMesa 2\tdos\n"
    desk.fill("#scribe-list", written)
    desk.get_by_role("button", name="Revisar").click()
    expect(desk.locator(".scribe .faults li")).to_contain_text("Fila 3 · ronda")
    expect(desk.get_by_role("button", name="Poner en la pared")).to_be_disabled()
    shot(desk, "list-1280")
    desk.fill("#scribe-list", written.replace("dos", ""))
    desk.get_by_role("button", name="Revisar").click()
    desk.get_by_role("button", name="Poner en la pared").click()
    expect(desk.locator(".scribe .said", has_text="2 tarjetas nuevas")).to_be_visible()
    expect(desk.locator(".wall .card", has_text="Una radio de semillas")).to_be_visible()
    desk.locator(".scribe summary", has_text="Pegar o importar").click()


def type_for_others(desk: Page) -> None:
    """Somebody without a phone says an idea; it is typed, and corrected, in their name."""
    desk.locator(".scribe summary", has_text="Escribir tarjetas").click()
    desk.fill("#scribe-team", "Mesa 3")
    desk.locator("#scribe-who option", has_text="Otra persona").wait_for(state="attached")
    desk.select_option("#scribe-who", "+")
    desk.fill("#scribe-alias", "Abuela Nopal")
    desk.fill("#scribe-text", "Un vivero en la escuela")
    desk.press("#scribe-text", "Enter")
    typed = desk.locator(".scribe .typed li:not(.waiting)", has_text="Un vivero en la escuela")
    expect(typed).to_contain_text("Abuela Nopal")
    typed.get_by_role("button", name="Corregir").click()
    desk.locator(".scribe .typed textarea").fill("Un vivero en cada escuela")
    desk.locator(".scribe .typed").get_by_role("button", name="Guardar").click()
    expect(desk.locator(".wall .card", has_text="en cada escuela")).to_be_visible()
    desk.locator(".scribe summary", has_text="Escribir tarjetas").click()


def copy_from_paper(desk: Page, folder: Path, shot: Callable[[Page, str], None]) -> None:
    """Sheets are downloaded to print, one is typed by its number, another comes back in the template."""
    desk.locator(".scribe summary", has_text="Tarjetas en papel").click()
    expect(desk.locator("#paper-until")).to_have_value("24")
    desk.fill("#paper-until", "4")
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Descargar para imprimir").click()
    download.value.save_as(folder / "sheets.html")
    assert (folder / "sheets.html").read_text(encoding="utf-8").count('class="card"') == 4
    expect(desk.locator("#paper-first")).to_have_value("5")
    desk.fill("#paper-number", "1")
    desk.fill("#paper-text", "Lo que dice el papel")
    desk.press("#paper-text", "Enter")
    expect(desk.locator(".scribe .missing")).to_contain_text("Faltan: 002–004")
    expect(desk.locator("#paper-number")).to_have_value("2")
    shot(desk, "paper-1280")
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Plantilla CSV").click()
    download.value.save_as(folder / "template.csv")
    lines = list(csv.reader((folder / "template.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    row = next(line for line in lines if line[0] == "003")
    row[1] = "Copiado en una hoja de cálculo"
    with (folder / "template.csv").open("w", encoding="cp1252", newline="") as handle:
        csv.writer(handle, delimiter=";").writerows(lines)
    desk.locator(".scribe summary", has_text="Pegar o importar").click()
    for said in ("1 tarjeta nueva", "1 sin cambios"):
        desk.set_input_files("#scribe-file", folder / "template.csv")
        expect(desk.locator(".scribe .result")).to_contain_text("3 hojas sin texto")
        desk.get_by_role("button", name="Poner en la pared").click()
        # The part for paper may still be saying what it did with a sheet.
        expect(desk.locator(".scribe .said", has_text=re.compile(f"^Listo: {said}"))).to_be_visible()
    desk.locator(".scribe summary", has_text="Pegar o importar").click()
    expect(desk.locator(".scribe .missing")).to_contain_text("Faltan: 002, 004")


def keep_notes(desk: Page) -> None:
    """A note is kept while it is typed, and published only when it is marked."""
    desk.locator(".notes summary").click()
    desk.fill("#note-O1", "Cuatro tarjetas y una canción")
    answer = desk.locator(".notes .answer").first
    expect(answer.locator(".state")).to_have_text("Guardada")
    answer.get_by_label("Publicar").check()
    expect(answer.locator(".state")).to_have_text("Guardada")
    desk.reload()
    desk.locator(".notes summary").click()
    expect(desk.locator("#note-O1")).to_have_value("Cuatro tarjetas y una canción")
    expect(desk.locator(".notes .answer").first.get_by_label("Publicar")).to_be_checked()
    desk.locator(".scribe summary", has_text="Tarjetas en papel").click()
