"""The semester's form in a telephone's browser: a personal link, numbers, drafts, a dead server, a returned report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from minga.results import save_row
from minga.results.reporting import make_link
from minga.store import Store, rows
from tests.browser.conftest import BOTH_WAYS, PHONE, Watched, Workshop
from tests.browser.test_accessible import OPEN, Looking
from tests.browser.test_phone import answers, kill_door
from tests.integration.reporting_plan import ANALYST, LAST, PLAN, make_plan
from tests.notebooks.serving import until


@pytest.fixture
def plan(workshop: Workshop) -> Iterator[Store]:
    store = workshop.store()
    make_plan(store)
    yield store
    store.close()


@pytest.fixture
def form(browser: Browser, workshop: Workshop, plan: Store, watched: Watched) -> Iterator[Page]:
    """Ceiba's telephone, with her personal link open."""
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="es-CO")
    page = watched.page(context.new_page())
    page.set_default_timeout(30_000)
    page.goto(make_link(plan, PLAN, "Ceiba", "CO", **ANALYST).url(workshop.guests))
    expect(page.locator("h1")).to_have_text("Informe de Ceiba · Colombia")
    yield page
    context.close()


def item(page: Page, words: str) -> Any:
    return page.locator(".item", has_text=words)


def told(store: Store, table: str) -> list[dict[str, Any]]:
    return [row for row in rows(store, table) if row["period"] == LAST]


def accessible(page: Page) -> list[str]:
    """What axe finds with everything open, a field wrong and another one asked about."""
    looking = Looking((PHONE,), projected=False)
    page.evaluate(OPEN)
    looking.look(page, "form")
    return looking.found


@BOTH_WAYS
def test_a_responsible_reports_from_a_telephone(form: Page, plan: Store, workshop: Workshop, way: str) -> None:
    assert form.url == f"{workshop.guests}report"  # the key is not left in the address
    activists = item(form, "Indicador activistas")
    activists.locator("summary").click()
    expect(activists).to_contain_text("12,5 activistas")
    field = activists.locator("input[inputmode=decimal]").first
    field.press_sequentially("3x0.5")
    expect(field).to_have_value("30.5")  # a letter is not taken; a sign that could mean two things is asked about
    expect(field).to_have_attribute("aria-invalid", "true")
    hint = activists.locator(".number-hint").first
    expect(hint).to_contain_text("coma para los decimales")
    hint.get_by_role("button", name="30,5").click()
    expect(field).to_have_value("30,5")
    expect(hint).to_be_hidden()
    expect(activists).to_have_attribute("data-state", "draft")
    assert until(lambda: len(rows(plan, "report_drafts")) == 1)
    with form.expect_websocket() as opened:
        form.reload()
    assert ("/api/kernels/" if way == "kernel" else "/report/channel") in opened.value.url
    activists.locator("summary").click()
    expect(field).to_have_value("30,5")
    school = item(form, "Abrir una escuela")
    school.locator("summary").click()
    school.get_by_label("Atrasada").check()
    school.get_by_label("¿Qué parte").fill("150")
    school.get_by_label("¿Por qué?").fill("<b>Sin salón</b>")
    form.locator(".send-bar button").click()
    expect(school.locator(".note.bad")).to_contain_text("no está entre 0 y 100")
    assert told(plan, "progress") == told(plan, "actuals") == []
    assert accessible(form) == []
    school.get_by_label("¿Qué parte").fill("50")
    expect(form.locator(".send-bar button")).to_have_text("Enviar las 2")
    form.locator(".send-bar button").click()
    expect(school).to_have_attribute("data-state", "pending")
    expect(activists).to_have_attribute("data-state", "pending")
    expect(form.locator(".send-bar button")).to_have_text("Nada nuevo por enviar")
    assert rows(plan, "report_drafts") == []
    assert [(r["value"], r["status"]) for r in told(plan, "actuals")] == [(30.5, "pending")]
    (progress,) = told(plan, "progress")
    assert (progress["status"], progress["comment"], progress["review"]) == ("delayed", "<b>Sin salón</b>", "pending")
    women = item(form, "Indicador mujeres")  # open, as everything since it was looked at
    women.get_by_label("No aplica en este período").check()
    women.get_by_label("De cuántos en total").fill("3")
    both = women.locator(".note", has_text="no pueden ser")
    expect(both).to_be_visible()
    women.get_by_label("De cuántos en total").fill("")
    expect(both).to_be_hidden()
    women.get_by_role("button", name="Enviar solo esta").click()
    expect(women).to_have_attribute("data-state", "pending")
    assert [(r["value"], r["numerator"], r["denominator"]) for r in told(plan, "actuals")
            if r["indicator_id"] == "mujeres"] == [(None, 0, 0)]
    save_row(plan, PLAN, "progress", {"progress_id": progress["progress_id"], "review": "returned",
                                      "review_note": "¿Desde cuándo?"}, **ANALYST)
    expect(school).to_have_attribute("data-state", "returned")
    expect(school.locator(".note.bad")).to_have_text("Le piden revisar: ¿Desde cuándo?")


@pytest.mark.parametrize("way", ["light"])
def test_what_is_sent_while_the_server_is_dead_arrives_when_it_is_back(
        form: Page, plan: Store, workshop: Workshop, watched: Watched) -> None:
    booklet = item(form, "Hacer una cartilla")
    booklet.locator("summary").click()
    kill_door(workshop, "participant")
    booklet.get_by_label("Cumplida").check()
    booklet.get_by_role("button", name="Enviar solo esta").click()
    expect(booklet).to_have_attribute("data-state", "sending")
    expect(form.locator(".status")).to_have_attribute("data-state", "waiting")
    assert told(plan, "progress") == []
    assert until(lambda: answers(workshop), 60)
    expect(booklet).to_have_attribute("data-state", "pending")
    assert [row["status"] for row in told(plan, "progress")] == ["done"]
    assert rows(plan, "report_drafts") == []
    watched.wrong.clear()  # a browser whose server died has every right to complain in its console
