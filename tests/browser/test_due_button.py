"""The button that makes what is due, on the page of the semester's reports: a real report, made and handed over."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Page, expect

from minga.runs import list_runs
from minga.workshop import plans
from tests.browser.conftest import ARTEFACTS, PHONE, WIDE, Workshop


def test_a_missing_report_is_made_by_the_button_and_handed_over(desk: Page, workshop: Workshop) -> None:
    store = workshop.store()
    plan = plans.new_plan(store, title="Red de prueba", starts=date(2018, 1, 1), ends=date(2018, 6, 30))
    with store.transaction("test", plan_id=plan) as transaction:
        transaction.insert("directions", {"direction_id": "d1", "plan_id": plan, "position": 1, "title": "Formar"})
        transaction.insert("actions", {"action_id": "a1", "direction_id": "d1", "position": 1, "text": "Abrir"})
    plans.open_in_room(store, plan)
    desk.goto(f"{workshop.desk}voila/render/10_reports.ipynb")
    part = desk.locator(".minga.due")
    expect(part.get_by_text("Falta 1 informe de 1.")).to_be_visible(timeout=60_000)
    expect(part.get_by_text("1.er semestre de 2018")).to_be_visible()
    for name, size in (("phone", PHONE), ("wide", WIDE)):
        desk.set_viewport_size(size)  # type: ignore[arg-type]
        part.screenshot(path=ARTEFACTS / f"due_before_{name}.png")
    part.get_by_role("button", name="Hacer los informes que faltan").click()
    handed = part.get_by_role("button", name="Descargar el informe")
    expect(handed).to_be_visible(timeout=120_000)
    expect(part.get_by_text("No falta ninguno")).to_be_visible()
    with desk.expect_download() as waiting:
        handed.click()
    assert waiting.value.suggested_filename == f"{plan}_2018-S1.html"
    assert "Red de prueba" in waiting.value.path().read_text(encoding="utf-8")
    assert [line["status"] for line in list_runs(store, plan)] == ["ok"]
    for name, size in (("phone", PHONE), ("wide", WIDE)):
        desk.set_viewport_size(size)  # type: ignore[arg-type]
        part.screenshot(path=ARTEFACTS / f"due_after_{name}.png")
    store.close()
