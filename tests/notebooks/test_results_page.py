"""The page of results: what its grids show, save, keep waiting and refuse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from minga_widgets import results_page
from minga_widgets.grid import Grid
from minga_widgets.grid_cells import Column, read_choice, read_number, show_number, unique_labels
from minga_widgets.prose import Prose
from minga_widgets.session import Session, follower, open_session

from minga import i18n
from minga.errors import MingaError
from minga.results import lock_period, open_period, read_results, save_row
from minga.store import Store, plan_rows, rows
from minga.workshop import plans
from minga.workshop.actor import Actor

WHO = {"actor": "facilitator", "role": "facilitator"}
TEXTS = st.text(max_size=80)


@pytest.fixture(autouse=True)
def _new_kernel() -> Iterator[None]:
    """Each test is a kernel of its own: nothing opened before is remembered."""
    open_session.cache_clear()
    follower.cache_clear()
    yield
    open_session.cache_clear()
    follower.cache_clear()


@pytest.fixture
def plan(sqlite_store: Store) -> str:
    """A plan of four semesters with three actions and nothing else."""
    plan_id = plans.new_plan(sqlite_store, title="Red de prueba", starts=date(2018, 1, 1), ends=date(2019, 12, 31),
                             countries="CO MX")
    with sqlite_store.transaction("test", plan_id=plan_id) as transaction:
        transaction.insert("directions", {"direction_id": "d1", "plan_id": plan_id, "position": 1, "title": "Formar"})
        for at, code in enumerate(("1.1", "1.9", "1.10"), 1):
            transaction.insert("actions", {"action_id": f"a{at}", "direction_id": "d1", "position": at, "code": code,
                                           "text": f"Acción {at}"})
    return plan_id


@pytest.fixture
def indicator(sqlite_store: Store, plan: str) -> str:
    """A cumulative indicator."""
    results_page()  # makes the periods
    return str(save_row(sqlite_store, plan, "indicators", {"title": "Talleres", "method": "cumulative"},
                        **WHO)["indicator_id"])


def grid(name: str) -> Grid:
    """One grid of the page, as the notebook shows it."""
    page = results_page()
    getattr(page, name)()
    return page.grids[0]


def shown(of: Grid) -> list[list[str]]:
    """What the canvas shows."""
    return [list(row[1:-1]) for row in of.sheet.widget._data["data"].itertuples(index=False)]


def column(of: Grid, title: str) -> int:
    """Place of a column."""
    return list(of.sheet.widget._data["data"].columns).index(title) - 1


def write(of: Grid, row: int, title: str, text: Any) -> None:
    """Write in a cell of the canvas, as the browser reports it."""
    of.sheet.widget._handle_custom_msg({"event_type": "cell-changed", "region": "body", "row": row,
                                        "column_index": column(of, title), "value": text}, [])


def ask(of: Grid, op: str, **more: Any) -> None:
    """Ask the panel for something, as the browser does."""
    of._handle_custom_msg({"op": op, "id": f"op-{op}", **more}, [])


def cell(of: Grid, row: int, title: str) -> str:
    """Text of one cell."""
    return str(shown(of)[row][column(of, title)])


# ── numbers, choices ───────────────────────────────────────────────────────────────────────────────


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12).map(lambda x: round(x, 2)),
       st.sampled_from(i18n.LANGUAGES))
def test_a_number_that_is_shown_is_read_back_the_same(value: float, language: str) -> None:
    with i18n.speaking(language):
        assert read_number(show_number(value)) == value


@pytest.mark.parametrize(("language", "written", "value"), [
    ("es", "1,5", 1.5), ("es", "1.5", 1.5), ("es", "1.234,5", 1234.5), ("es", "1 234,5", 1234.5), ("es", "-3", -3),
    ("es", "1,500", 1.5), ("es", "0.125", 0.125), ("pt", "0,25", 0.25), ("en", "1.5", 1.5), ("en", "1,234.5", 1234.5),
    ("en", "1,5", 1.5), ("es", "  ", None), ("es", "0", 0),
])
def test_numbers_are_read_with_the_sign_of_the_language(language: str, written: str, value: float | None) -> None:
    with i18n.speaking(language):
        assert read_number(written) == value


@pytest.mark.parametrize(("language", "written"), [("es", "1.500"), ("en", "1,500"), ("es", "12.000.000")])
def test_a_number_that_reads_in_two_ways_is_refused_and_not_guessed(language: str, written: str) -> None:
    with i18n.speaking(language), pytest.raises(ValueError, match=r"dos maneras|two ways"):
        read_number(written)


@pytest.mark.parametrize("written", ["Sí", "N/A", "12 talleres", "1e5", "nan", "inf", "1,2,3", "--1", "٣", "=1+1"])
def test_words_in_a_number_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match="no es un número"):
        read_number(written)


@given(st.dictionaries(TEXTS.filter(str.strip), TEXTS, min_size=1, max_size=12))
def test_the_labels_of_choices_are_different_from_one_another(labels: dict[str, str]) -> None:
    made = unique_labels(labels)
    assert list(made) == list(labels)
    assert len(set(made.values())) == len(made)


@pytest.mark.parametrize("written", ["Específico", "especifico", " ESPECÍFICO ", "specific"])
def test_case_and_accents_of_a_choice_do_not_matter(written: str) -> None:
    assert read_choice(written, {"general": "General", "specific": "Específico"}) == "specific"


def test_a_whole_number_column_refuses_parts() -> None:
    with pytest.raises(ValueError, match="entero"):
        Column("baseline_year", "Año", "integer").read("2018,5")


# ── objectives, lines, indicators ──────────────────────────────────────────────────────────────────


def test_an_empty_table_says_what_will_be_here_and_what_to_do(plan: str) -> None:
    assert "Añadir fila" in grid("objectives").view()["about"]["empty"]


def test_the_first_objective_is_added_and_saved_as_soon_as_it_is_complete(sqlite_store: Store, plan: str) -> None:
    objectives = grid("objectives")
    ask(objectives, "add")
    assert cell(objectives, 0, "Nivel") == "General"
    assert rows(sqlite_store, "objectives") == []
    write(objectives, 0, "Objetivo", "Que la red tenga voz")
    [saved] = rows(sqlite_store, "objectives")
    assert (saved["level"], saved["text"]) == ("general", "Que la red tenga voz")
    assert objectives.view()["done"].startswith("Guardado")
    assert objectives.view()["about"]["empty"] == ""


def test_every_change_is_recorded_with_its_author(sqlite_store: Store, plan: str) -> None:
    objectives = grid("objectives")
    ask(objectives, "add")
    write(objectives, 0, "Objetivo", "Uno")
    [line] = rows(sqlite_store, "changes", table="objectives")
    assert (line["actor"], line["verb"]) == ("facilitator", "save_objectives")


def test_a_wrong_word_is_refused_with_what_is_expected_and_the_old_value_is_put_back(
    sqlite_store: Store, plan: str,
) -> None:
    save_row(sqlite_store, plan, "objectives", {"level": "general", "text": "Uno"}, **WHO)
    objectives = grid("objectives")
    write(objectives, 0, "Nivel", "generalísimo")
    assert cell(objectives, 0, "Nivel") == "General"
    [problem] = objectives.view()["problems"]
    assert problem == ("Fila 1, columna «Nivel»: «generalísimo» no es una opción. Se espera: «General» y "
                       "«Específico».")
    ask(objectives, "dismiss")
    assert objectives.view()["problems"] == []


def test_a_problem_stays_until_its_cell_is_mended(sqlite_store: Store, plan: str) -> None:
    save_row(sqlite_store, plan, "objectives", {"level": "general", "text": "Uno"}, **WHO)
    objectives = grid("objectives")
    write(objectives, 0, "Nivel", "nada")
    write(objectives, 0, "Código", "1")
    assert len(objectives.view()["problems"]) == 1
    write(objectives, 0, "Nivel", "específico")
    assert objectives.view()["problems"] == []
    assert rows(sqlite_store, "objectives")[0]["level"] == "specific"


def test_a_code_1_10_stays_text(sqlite_store: Store, plan: str) -> None:
    save_row(sqlite_store, plan, "objectives", {"level": "general", "text": "Uno"}, **WHO)
    objectives = grid("objectives")
    write(objectives, 0, "Código", "1.10")
    assert rows(sqlite_store, "objectives")[0]["code"] == "1.10"
    assert cell(objectives, 0, "Código") == "1.10"


def test_an_emptied_obligatory_text_is_put_back(sqlite_store: Store, plan: str) -> None:
    save_row(sqlite_store, plan, "objectives", {"level": "general", "text": "Uno"}, **WHO)
    objectives = grid("objectives")
    write(objectives, 0, "Objetivo", None)  # the key that empties a cell
    assert cell(objectives, 0, "Objetivo") == "Uno"
    assert "obligatorio" in objectives.view()["problems"][0]


def test_what_was_written_is_kept_verbatim(sqlite_store: Store, plan: str) -> None:
    save_row(sqlite_store, plan, "objectives", {"level": "general", "text": "Uno"}, **WHO)
    for text in ("<img src=x onerror=alert(1)>", '=HYPERLINK("http://x")'):
        objectives = grid("objectives")
        write(objectives, 0, "Objetivo", text)
        assert rows(sqlite_store, "objectives")[0]["text"] == text
        assert cell(objectives, 0, "Objetivo") == text


def test_a_line_needs_an_objective_first(sqlite_store: Store, plan: str) -> None:
    lines = grid("lines")
    assert lines.view()["may"]["add"] is False
    with pytest.raises(MingaError):
        lines.add()
    save_row(sqlite_store, plan, "objectives", {"level": "general", "text": "Uno"}, **WHO)
    lines.refresh()
    ask(lines, "add")
    write(lines, 0, "Línea", "Caminar juntas")
    assert [line["text"] for line in rows(sqlite_store, "lines")] == ["Caminar juntas"]


def test_an_indicator_waits_whole_until_its_method_is_chosen(sqlite_store: Store, plan: str) -> None:
    indicators = grid("indicators")
    ask(indicators, "add")
    write(indicators, 0, "Indicador", "Talleres realizados")
    write(indicators, 0, "Línea de base", "1,5")
    assert rows(sqlite_store, "indicators") == []
    [waiting] = indicators.view()["waiting"]
    assert "Fila 1" in waiting
    assert "Cómo se informa" in waiting
    assert cell(indicators, 0, "Línea de base") == "1,5"
    write(indicators, 0, "Cómo se informa", "acumulado")
    [saved] = rows(sqlite_store, "indicators")
    assert (saved["title"], saved["method"], saved["baseline_value"], saved["measure"], saved["ascending"]) \
        == ("Talleres realizados", "cumulative", 1.5, "unit", True)
    assert indicators.view()["waiting"] == []


def test_a_new_row_that_was_never_saved_is_forgotten_without_a_trace(sqlite_store: Store, plan: str) -> None:
    indicators = grid("indicators")
    ask(indicators, "add")
    ask(indicators, "delete", key=indicators.view()["cell"]["key"])
    assert shown(indicators) == []
    assert rows(sqlite_store, "changes", table="indicators") == []


def test_a_row_is_deleted_by_its_key_even_if_rows_moved(sqlite_store: Store, plan: str) -> None:
    keys = [save_row(sqlite_store, plan, "objectives", {"level": "general", "text": text}, **WHO)["objective_id"]
            for text in ("Uno", "Dos")]
    objectives = grid("objectives")
    ask(objectives, "delete", key=keys[0])
    assert [r["text"] for r in rows(sqlite_store, "objectives")] == ["Dos"]
    assert [row[column(objectives, "Objetivo")] for row in shown(objectives)] == ["Dos"]


def test_an_indicator_with_values_is_not_deleted(sqlite_store: Store, plan: str, indicator: str) -> None:
    save_row(sqlite_store, plan, "actuals", {"indicator_id": indicator, "period": "2018-S1", "value": 4}, **WHO)
    indicators = grid("indicators")
    ask(indicators, "delete", key=indicator)
    assert len(rows(sqlite_store, "indicators")) == 1


def test_what_somebody_else_changes_appears(sqlite_store: Store, plan: str) -> None:
    objectives = grid("objectives")
    saved = save_row(sqlite_store, plan, "objectives", {"level": "general", "text": "De otra persona"}, **WHO)
    objectives.refresh()
    assert cell(objectives, 0, "Objetivo") == "De otra persona"
    save_row(sqlite_store, plan, "objectives", {"objective_id": saved["objective_id"], "text": "Mejor"}, **WHO)
    objectives.refresh()
    assert cell(objectives, 0, "Objetivo") == "Mejor"


def test_the_chosen_cell_is_shown_whole_with_its_choices(sqlite_store: Store, plan: str) -> None:
    long = "Un texto que no cabe en una celda " * 20
    save_row(sqlite_store, plan, "objectives", {"level": "general", "text": long}, **WHO)
    objectives = grid("objectives")
    objectives.sheet.choose(0, column(objectives, "Objetivo"))
    objectives._picked()
    assert objectives.view()["cell"]["text"] == long
    objectives.sheet.choose(0, column(objectives, "Nivel"))
    objectives._picked()
    assert objectives.view()["cell"]["choices"] == ["General", "Específico"]


def test_a_page_may_not_write_in_a_cell_that_does_not_exist(plan: str) -> None:
    objectives = grid("objectives")
    with pytest.raises(MingaError):
        objectives.edit("nobody", "text", "x")
    write(objectives, 0, "Objetivo", "x")  # a row that is not there
    assert shown(objectives) == []


def test_whoever_only_participates_changes_nothing(sqlite_store: Store, plan: str) -> None:
    save_row(sqlite_store, plan, "objectives", {"level": "general", "text": "Uno"}, **WHO)
    from minga_widgets.results_tables import Objectives

    objectives = Grid(Objectives(Session(sqlite_store, Actor("p1", "participant"), "", {}), plan), str)
    write(objectives, 0, "Objetivo", "Otro")
    assert cell(objectives, 0, "Objetivo") == "Uno"
    assert "quien facilita" in objectives.view()["problems"][0]


# ── results, what was said, disaggregations ────────────────────────────────────────────────────────


def test_an_indicator_is_tied_to_the_result_that_it_shows(sqlite_store: Store, plan: str, indicator: str) -> None:
    results = grid("results")
    ask(results, "add")
    write(results, 0, "Tipo", "efecto")
    write(results, 0, "Resultado", "Las comunidades deciden")
    indicators = grid("indicators")
    write(indicators, 0, "Resultado", "Las comunidades deciden")
    write(indicators, 0, "Frecuencia", "anual")
    [made], [tied] = rows(sqlite_store, "results"), rows(sqlite_store, "indicators")
    assert (made["type"], tied["result_id"], tied["frequency"]) == ("outcome", made["result_id"], "anual")


def test_what_was_said_of_a_direction_and_of_an_action_is_one_press_away(sqlite_store: Store, plan: str) -> None:
    with sqlite_store.transaction("test", plan_id=plan) as transaction:
        transaction.update("directions", "d1", outcome_measure="Doce escuelas abiertas")
        transaction.update("actions", "a2", accomplishment="Cien personas formadas")
    said = results_page().results().children[0]
    assert [said.view()[f"promise:{key}"]["made"] for key in ("d1", "a2")] == [False, False]
    for again in ("once", "again"):
        for table, row in (("directions", "d1"), ("actions", "a2")):
            ask(said, "measure", id=f"press-{row}-{again}", table=table, row=row)
    assert sorted(i["title"] for i in rows(sqlite_store, "indicators")) == [
        "Cien personas formadas", "Doce escuelas abiertas"]
    assert said.view()["summary"] == "Todo lo que se dijo ya tiene su indicador."
    ask(said, "measure", id="press-other", table="plans", row=plan)
    assert len(rows(sqlite_store, "indicators")) == 2


def test_a_plan_without_a_stage_of_directions_has_only_its_results(sqlite_store: Store) -> None:
    plans.new_plan(sqlite_store, title="Movilización", method="mobilisation")
    page = results_page()
    page.results()
    assert [type(g.source).__name__ for g in page.grids] == ["Results"]


def test_a_disaggregation_of_ones_own_is_added_and_used(sqlite_store: Store, plan: str, indicator: str) -> None:
    codes = grid("parts")
    assert cell(codes, 0, "Desagregación") == "sexo"
    ask(codes, "add")
    new = len(shown(codes)) - 1
    write(codes, new, "Desagregación", "estamento")
    assert "Falta" in codes.view()["waiting"][0]
    write(codes, new, "Código", "docentes")
    targets = grid("targets")
    ask(targets, "add")
    for title, text in (("Indicador", "Talleres"), ("Parte", "estamento: docentes"), ("2018-S1", "4")):
        write(targets, 1, title, text)
    [saved] = rows(sqlite_store, "targets")
    assert (saved["dim_name"], saved["dim_value"], saved["value"]) == ("estamento", "docentes", 4)


def test_a_code_that_is_offered_is_renamed_and_one_in_use_is_not_deleted(
    sqlite_store: Store, plan: str, indicator: str,
) -> None:
    save_row(sqlite_store, plan, "targets", {"indicator_id": indicator, "period": "2018-S1", "dim_name": "sexo",
                                             "dim_value": "mujeres", "value": 3}, **WHO)
    codes = grid("parts")
    write(codes, 1, "Nombre en español", "Mujeres y niñas")
    assert cell(codes, 1, "Nombre en español") == "Mujeres y niñas"
    answers = []
    codes.send = lambda content, buffers=None: answers.append(content)  # type: ignore[method-assign]
    ask(codes, "delete", key=codes._rows[1].key)
    assert any("lo usa" in str(answer) for answer in answers)
    assert rows(sqlite_store, "codelists", code="mujeres")


# ── targets ────────────────────────────────────────────────────────────────────────────────────────


def test_targets_have_a_column_for_each_semester_and_an_emptied_one_is_no_zero(
    sqlite_store: Store, plan: str, indicator: str,
) -> None:
    targets = grid("targets")
    write(targets, 0, "2018-S1", "12,5")
    write(targets, 0, "2018-S2", "0")
    assert {r["period"]: r["value"] for r in rows(sqlite_store, "targets")} == {"2018-S1": 12.5, "2018-S2": 0}
    write(targets, 0, "2018-S2", None)
    assert [r["period"] for r in rows(sqlite_store, "targets")] == ["2018-S1"]


def test_a_country_gets_its_own_targets(sqlite_store: Store, plan: str, indicator: str) -> None:
    targets = grid("targets")
    ask(targets, "add")
    write(targets, 1, "Indicador", "Talleres")
    write(targets, 1, "País", "méxico")
    write(targets, 1, "2018-S1", "3")
    [saved] = rows(sqlite_store, "targets")
    assert (saved["indicator_id"], saved["country"], saved["value"]) == (indicator, "MX", 3)


def test_a_row_for_each_country_is_offered_and_only_what_is_written_is_saved(
    sqlite_store: Store, plan: str, indicator: str,
) -> None:
    targets = grid("targets")
    ask(targets, "spread", key=targets._rows[0].key)
    assert [cell(targets, n, "País") for n in (1, 2)] == ["Colombia", "México"]
    assert targets.view()["waiting"] == ["Filas 2 y 3: todavía sin guardar. Escriba en sus celdas."]
    assert not targets.waits
    write(targets, 2, "2018-S1", "7")
    [saved] = rows(sqlite_store, "targets")
    assert (saved["indicator_id"], saved["country"], saved["value"]) == (indicator, "MX", 7)
    ask(targets, "spread", id="op-again", key=targets._rows[0].key)
    assert [cell(targets, n, "País") for n in range(len(targets._rows))].count("México") == 1


def test_offered_rows_do_not_hold_the_period_back(sqlite_store: Store, plan: str, indicator: str) -> None:
    values = at_period("values", "2018-S1")
    ask(values, "spread", key=values._rows[0].key)
    assert len(shown(values)) == 3
    ask(values, "period", period="2018-S2")
    assert len(shown(values)) == 1


def test_a_second_row_for_the_same_country_is_refused(sqlite_store: Store, plan: str, indicator: str) -> None:
    save_row(sqlite_store, plan, "targets",
             {"indicator_id": indicator, "period": "2018-S1", "country": "MX", "value": 3}, **WHO)
    targets = grid("targets")
    ask(targets, "add")
    write(targets, 2, "2018-S1", "9")
    write(targets, 2, "Indicador", "Talleres")
    write(targets, 2, "País", "México")
    assert [r["value"] for r in rows(sqlite_store, "targets")] == [3]
    assert "ya hay una fila para lo mismo" in targets.view()["waiting"][0]


def test_a_closed_period_is_read_only_and_the_others_are_not(sqlite_store: Store, plan: str, indicator: str) -> None:
    lock_period(sqlite_store, plan, "2018-S1", **WHO)
    targets = grid("targets")
    write(targets, 0, "2018-S1 · cerrado", "5")
    write(targets, 0, "2018-S2", "6")
    assert [(r["period"], r["value"]) for r in rows(sqlite_store, "targets")] == [("2018-S2", 6)]
    assert len(targets.view()["problems"]) == 1


# ── the semester ───────────────────────────────────────────────────────────────────────────────────


def at_period(name: str, period: str) -> Grid:
    """One of the grids that look at a period, turned to it."""
    turned = grid(name)
    ask(turned, "period", period=period)
    return turned


def test_every_action_has_a_row_in_the_order_of_its_code(plan: str) -> None:
    assert [row[0] for row in shown(grid("progress"))] == ["1.1", "1.9", "1.10"]


def test_a_percentage_waits_for_the_state_of_the_action(sqlite_store: Store, plan: str) -> None:
    progress = at_period("progress", "2018-S1")
    write(progress, 2, "Avance (%)", "40")
    assert rows(sqlite_store, "progress") == []
    assert "Estado" in progress.view()["waiting"][0]
    write(progress, 2, "Estado", "en curso")
    [saved] = rows(sqlite_store, "progress")
    assert (saved["action_id"], saved["period"], saved["status"], saved["percent"]) \
        == ("a3", "2018-S1", "in_progress", 40)


def test_what_waits_is_given_up_by_emptying_its_cell(sqlite_store: Store, plan: str) -> None:
    progress = at_period("progress", "2018-S1")
    write(progress, 0, "Avance (%)", "40")
    write(progress, 0, "Avance (%)", None)
    assert progress.view()["waiting"] == []
    assert rows(sqlite_store, "progress") == []


def test_a_percentage_over_a_hundred_is_refused_naming_row_and_column(sqlite_store: Store, plan: str) -> None:
    progress = at_period("progress", "2018-S1")
    write(progress, 0, "Estado", "en curso")
    write(progress, 0, "Avance (%)", "140")
    assert cell(progress, 0, "Avance (%)") == ""
    assert progress.view()["problems"][0].startswith("Fila 1, columna «Avance (%)»:")


def test_the_words_of_the_action_are_not_changed_here(sqlite_store: Store, plan: str) -> None:
    progress = at_period("progress", "2018-S1")
    write(progress, 0, "Acción", "Otra cosa")
    assert cell(progress, 0, "Acción") == "Acción 1"
    assert rows(sqlite_store, "actions", action_id="a1")[0]["text"] == "Acción 1"


def test_both_grids_turn_to_the_chosen_period_and_keep_semesters_apart(
    sqlite_store: Store, plan: str, indicator: str,
) -> None:
    page = results_page()
    page.progress()
    page.values()
    progress, values = page.grids
    ask(progress, "period", period="2018-S1")
    assert values.view()["may"]["period"] == "2018-S1"
    write(values, 0, "Valor", "7")
    ask(values, "period", period="2018-S2")
    assert cell(values, 0, "Valor") == ""
    assert [(r["period"], r["value"], r["status"]) for r in rows(sqlite_store, "actuals")] \
        == [("2018-S1", 7, "pending")]
    assert progress.view()["may"]["period"] == "2018-S2"


def test_the_period_stays_while_something_waits_to_be_saved(plan: str) -> None:
    progress = at_period("progress", "2018-S1")
    write(progress, 0, "Avance (%)", "40")
    ask(progress, "period", period="2018-S2")
    assert progress.view()["may"]["period"] == "2018-S1"
    assert cell(progress, 0, "Avance (%)") == "40"


def test_a_period_that_the_plan_does_not_have_is_refused(plan: str) -> None:
    progress = at_period("progress", "2018-S1")
    ask(progress, "period", period="2031-S1")
    assert progress.view()["may"]["period"] == "2018-S1"


def test_a_closed_period_can_be_read_and_not_changed_until_it_is_opened(
    sqlite_store: Store, plan: str, indicator: str,
) -> None:
    save_row(sqlite_store, plan, "actuals", {"indicator_id": indicator, "period": "2018-S1", "value": 4}, **WHO)
    lock_period(sqlite_store, plan, "2018-S1", **WHO)
    values = at_period("values", "2018-S1")
    assert "cerrado" in values.view()["may"]["locked"]
    assert values.sheet.widget.editable is False
    write(values, 0, "Valor", "5")
    ask(values, "add")
    ask(values, "delete", key=values._rows[0].key)
    assert [r["value"] for r in rows(sqlite_store, "actuals")] == [4]
    assert cell(values, 0, "Valor") == "4"
    open_period(sqlite_store, plan, "2018-S1", **WHO)
    values.refresh()
    write(values, 0, "Valor", "5")
    assert [r["value"] for r in rows(sqlite_store, "actuals")] == [5]


def test_a_cumulative_value_that_falls_needs_its_comment_first(sqlite_store: Store, plan: str, indicator: str) -> None:
    save_row(sqlite_store, plan, "actuals", {"indicator_id": indicator, "period": "2018-S1", "value": 9}, **WHO)
    values = at_period("values", "2018-S2")
    write(values, 0, "Valor", "4")
    assert cell(values, 0, "Valor") == ""
    assert "acumulado" in values.view()["problems"][0]
    write(values, 0, "Comentario", "Se corrigió un doble conteo")
    write(values, 0, "Valor", "4")
    assert values.view()["problems"] == []
    assert [r["value"] for r in rows(sqlite_store, "actuals", period="2018-S2")] == [4]


def test_a_numerator_waits_for_its_denominator(sqlite_store: Store, plan: str) -> None:
    results_page()
    save_row(sqlite_store, plan, "indicators",
             {"title": "Mujeres", "method": "snapshot", "measure": "percentage"}, **WHO)
    values = at_period("values", "2018-S1")
    write(values, 0, "Numerador", "3")
    assert rows(sqlite_store, "actuals") == []
    write(values, 0, "Denominador", "4")
    [saved] = rows(sqlite_store, "actuals")
    assert (saved["numerator"], saved["denominator"]) == (3, 4)


def test_a_part_is_added_approved_and_deleted(sqlite_store: Store, plan: str, indicator: str) -> None:
    values = at_period("values", "2018-S1")
    ask(values, "add")
    for title, text in (("Indicador", "Talleres"), ("Parte", "sexo: mujeres"), ("Valor", "2"),
                        ("Aprobación", "aprobado")):
        write(values, 1, title, text)
    assert cell(values, 1, "Parte") == "Sexo: Mujeres"
    [saved] = rows(sqlite_store, "actuals")
    assert (saved["dim_name"], saved["dim_value"], saved["value"], saved["status"]) \
        == ("sexo", "mujeres", 2, "approved")
    ask(values, "delete", key=values._rows[1].key)
    assert rows(sqlite_store, "actuals") == []


def test_values_that_came_twice_for_one_place_are_all_shown_and_one_can_go(
    sqlite_store: Store, plan: str, indicator: str,
) -> None:
    with sqlite_store.transaction("test", plan_id=plan) as transaction:
        for value in (1.0, 2.0):
            transaction.insert("actuals", {"indicator_id": indicator, "period": "2018-S1", "value": value,
                                           "comment": "importado"})
    values = at_period("values", "2018-S1")
    assert sorted(row[column(values, "Valor")] for row in shown(values)) == ["1", "2"]
    second = next(i for i, row in enumerate(shown(values)) if row[column(values, "Valor")] == "2")
    ask(values, "delete", key=values._rows[second].key)
    assert [r["value"] for r in rows(sqlite_store, "actuals")] == [1]


# ── the page ───────────────────────────────────────────────────────────────────────────────────────


def test_saving_says_where_the_csv_is(plan: str) -> None:
    objectives = grid("objectives")
    ask(objectives, "save")
    assert objectives.view()["exported"].startswith("Guardado en CSV")
    assert plan in objectives.view()["exported"]


def test_a_plan_without_dates_says_what_to_do_first(sqlite_store: Store) -> None:
    plans.new_plan(sqlite_store, title="Sin fechas")
    assert "fechas" in grid("values").view()["may"]["locked"]


def test_without_a_plan_every_part_still_answers(sqlite_store: Store) -> None:
    page = results_page()
    assert page.intro().title == "Falta un plan"
    parts = [page.objectives(), page.lines(), page.results(), page.indicators(), page.targets(), page.parts(),
             page.progress(), page.values(), page.next()]
    assert all(isinstance(part, Prose) for part in parts)


def test_the_page_leads_on_and_back(plan: str) -> None:
    addresses = [address for address, _words in results_page().next().links]
    assert "6_document.ipynb" in addresses
    assert "0_start.ipynb" in addresses


def test_opening_the_page_makes_the_semesters_of_the_plan_once(sqlite_store: Store, plan: str) -> None:
    for _ in range(2):
        results_page()
    assert [p.period for p in read_results(sqlite_store, plan).periods] == ["2018-S1", "2018-S2", "2019-S1", "2019-S2"]
    assert len(plan_rows(sqlite_store, plan, ["periods"])["periods"]) == 4
