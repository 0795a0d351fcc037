"""The page of reports in a real browser: approved by keyboard, given back, a sheet out and back, a period closed."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from minga.store import rows
from minga.workshop import plans
from tests.browser.conftest import Workshop
from tests.integration.reports_plan import PERIOD, make_plan, progress, report
from tests.integration.test_semester_sheet import filled


def test_a_semester_is_reviewed_and_closed(desk: Page, workshop: Workshop, tmp_path: Path) -> None:
    store = workshop.store()
    make_plan(store)
    report(store, comment="<img src=x onerror=alert(1)>")
    progress(store)
    plans.open_in_room(store, "red")
    desk.goto(f"{workshop.desk}voila/render/10_reports.ipynb?period={PERIOD}")
    review = desk.get_by_role("region", name="Lo que llegó")
    entries = review.locator(".entry")
    expect(entries).to_have_count(2, timeout=60_000)
    expect(entries.nth(1)).to_contain_text("<img src=x onerror=alert(1)>")
    approve = entries.nth(1).get_by_role("button", name="Aprobar")
    approve.focus()
    desk.keyboard.press("Enter")
    expect(entries).to_have_count(1)
    expect(review.get_by_role("status").filter(has_text="Aprobados: 1.")).to_be_visible()
    entries.first.get_by_role("button", name="Devolver…").click()
    expect(review.get_by_label("Qué hay que revisar")).to_be_focused()
    desk.keyboard.type("¿Cuándo fue?")
    review.get_by_role("button", name="Devolver con esta nota").click()
    expect(review.get_by_text("No hay nada por revisar.")).to_be_visible()
    review.get_by_role("button", name="sin informar").click()
    expect(entries).to_have_count(5)
    assert rows(store, "progress")[0]["review_note"] == "¿Cuándo fue?"

    sheets = desk.get_by_role("region", name="Hojas para llenar sin conexión")
    sheets.get_by_label("País").select_option("PE")
    with desk.expect_download() as download:
        sheets.get_by_role("button", name=f"Descargar la hoja de {PERIOD}").click()
    back = tmp_path / download.value.suggested_filename
    back.write_bytes(filled(download.value.path().read_bytes(), {("1.1", ""): {"value": 12}}, "Sol"))
    report(store, 11, country="PE", who="Nube")
    sheets.locator("input[type=file]").set_input_files(back)
    expect(sheets.locator(".conflict")).to_contain_text("11 (Nube")
    sheets.get_by_label("Tomar lo de la hoja").check()
    sheets.get_by_role("button", name="Guardar lo de la hoja").click()
    expect(sheets.get_by_role("status").filter(has_text="Guardado.").last).to_be_visible()
    assert {r["value"] for r in rows(store, "actuals") if r["country"] == "PE"} == {12}

    close = review.get_by_role("button", name="Cerrar el período")
    close.click()
    review.get_by_role("button", name="Sí, cerrarlo").click()
    expect(review.get_by_role("button", name="Abrir el período otra vez")).to_be_visible()
    assert next(p for p in rows(store, "periods") if p["period"] == PERIOD)["status"] == "locked"
    store.close()
