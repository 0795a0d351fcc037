"""Lists of cards: all or none, faults by row, repeated texts offered, paper sheets typed as often as needed."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from minga.errors import InputError, Refused
from minga.exchange.card_list import as_tabs, read_card_file, read_card_list
from minga.exchange.paper_sheets import card_sheets, sheet_template
from minga.store import Store, changes_since, rows
from minga.workshop import cards, clusters, paper, plans, reading, stages
from minga.workshop.actor import FACILITATOR, Actor
from minga.workshop.card_lists import NewCard, add_cards, preview_cards

OP = "op-0123456789abcdef"


@pytest.fixture
def plan(store: Store) -> str:
    return plans.new_plan(store, title="Plan de <b>prueba</b>", organization="Red Sur", countries="CO")


def stage(store: Store, plan: str, key: str = "vision", phase: str = "writing") -> str:
    found = reading.stage_by_key(store, plan, key)["stage_id"]
    stages.set_phase(store, FACILITATOR, found, phase)
    return found


def texts(store: Store, stage_id: str) -> list[str]:
    return [c["text"] for c in reading.read_wall(store, stage_id).cards]


def test_a_pasted_list_becomes_cards_in_its_order_of_the_round_in_course(store: Store, plan: str) -> None:
    here = stage(store, plan)
    cards.add_card(store, FACILITATOR, here, "la primera")
    stages.set_round(store, FACILITATOR, here, 3, "las más distintas")
    read = read_card_list("- una casa de semillas\n\n• una feria\n1. una radio\n")
    assert add_cards(store, FACILITATOR, here, read.cards, op_id=OP)["added"] == 3
    assert add_cards(store, FACILITATOR, here, read.cards, op_id=OP) == {}
    assert texts(store, here) == ["la primera", "una casa de semillas", "una feria", "1. una radio"]
    assert {(c["round"], c["source"]) for c in rows(store, "cards")} == {(1, "phone"), (3, "import")}


def test_every_fault_of_a_list_is_named_with_its_row_and_nothing_is_written(store: Store, plan: str) -> None:
    here = stage(store, plan, "context")
    read = read_card_list("\n".join((
        "hoja\ttexto\tequipo\tronda\tcolumna", "1\tuna idea\tMesa 1\t\tRetos", "2\t" + "x" * 601,
        "3\totra\t\t\tProblemas", "1\trepetida", "\t\tMesa 2", "7\tcon ronda\t\tdos")), file="lista.tsv")
    checked = preview_cards(store, here, read.cards, file="lista.tsv")
    faults = [f for one in checked for f in one.faults]
    assert [(f.row, f.column) for f in faults] == [(3, "text"), (4, "column"), (5, "sheet"), (6, "text")]
    assert [(f.row, f.column) for f in read.faults] == [(7, "round")]
    assert "Retos, Oportunidades" in str(faults[1])
    with pytest.raises(InputError) as refused:
        add_cards(store, FACILITATOR, here, read.cards, file="lista.tsv", op_id=OP)
    assert refused.value.faults == tuple(faults)
    assert "fila 3" in str(refused.value)
    assert texts(store, here) == []
    assert add_cards(store, FACILITATOR, here, read.cards[:1], op_id=OP)["added"] == 1  # the id was not spent


@pytest.mark.parametrize(("choice", "kept"), [
    ("stack", ["active", "duplicate", "duplicate", "active"]), ("add", ["active"] * 4), ("skip", ["active"] * 2)])
def test_equal_texts_are_shown_and_stacked_added_or_left_out_as_chosen(store: Store, plan: str, choice: str,
                                                                      kept: list[str]) -> None:
    here = stage(store, plan)
    first = cards.add_card(store, FACILITATOR, here, "una idea")["card_id"]
    group = clusters.add_cluster(store, FACILITATOR, here)["cluster_id"]
    list_of = [NewCard(t, row=n) for n, t in enumerate(("una idea", "una idea", "otra"), 1)]
    assert [one.twin for one in preview_cards(store, here, list_of)] == [first, first, ""]
    add_cards(store, FACILITATOR, here, list_of, repeated=choice)
    made = sorted(rows(store, "cards"), key=lambda c: c["position"])
    assert [c["status"] for c in made] == kept
    assert {c["duplicate_of"] for c in made if c["status"] == "duplicate"} <= {first}
    assert group not in {c["cluster_id"] for c in made}


def test_the_same_sheet_again_corrects_its_card_and_leaves_it_where_people_put_it(store: Store, plan: str) -> None:
    here = stage(store, plan, "context")
    retos, oportunidades = (c["cluster_id"] for c in reading.read_wall(store, here).clusters)
    table = "sheet,text,column\n1,una sequía,Retos\n002,un puente,\n"
    assert add_cards(store, FACILITATOR, here, read_card_list(table).cards, source="paper")["added"] == 2
    first, second = sorted(rows(store, "cards"), key=lambda c: c["sheet"])
    assert [(c["sheet"], c["cluster_id"]) for c in (first, second)] == [("001", retos), ("002", None)]
    again = table.replace("una sequía", "una sequía larga").replace("Retos", "Oportunidades").replace("te,", "te,Retos")
    counted = add_cards(store, FACILITATOR, here, read_card_list(again).cards, source="paper")
    assert (counted["added"], counted["updated"], counted["same"]) == (0, 2, 0)
    counted = add_cards(store, FACILITATOR, here, read_card_list(again).cards, source="paper")
    assert (counted["added"], counted["updated"], counted["same"]) == (0, 0, 2)
    first, second = sorted(rows(store, "cards"), key=lambda c: c["sheet"])
    assert (first["text"], first["cluster_id"], second["cluster_id"]) == ("una sequía larga", retos, retos)
    assert oportunidades != retos


def test_in_an_anonymous_stage_a_list_leaves_no_team_no_time_and_not_its_order(store: Store, plan: str) -> None:
    here = stage(store, plan, "obstacles")
    add_cards(store, FACILITATOR, here, [NewCard(f"obstáculo {n:02d}", team="Mesa 1") for n in range(30)])
    made = rows(store, "cards")
    assert {(c["team"], c["author_id"], c["created_at"]) for c in made} == {("", None, None)}
    assert texts(store, here) != sorted(texts(store, here))
    assert [c.row_id for c in changes_since(store, plan, 0, stage_id=here) if c.table == "cards"] != [
        c["card_id"] for c in sorted(made, key=lambda c: c["text"])]


def test_a_list_is_refused_from_participants_in_closed_stages_and_beyond_what_fits(store: Store, plan: str) -> None:
    here = stage(store, plan)
    one = [NewCard("una idea")]
    for wrong in (lambda: add_cards(store, Actor("p"), here, one), lambda: add_cards(store, FACILITATOR, here, []),
                  lambda: add_cards(store, FACILITATOR, here, one * 2001),
                  lambda: add_cards(store, FACILITATOR, here, one, source="phone"),
                  lambda: add_cards(store, FACILITATOR, here, one, repeated="drop"),
                  lambda: add_cards(store, FACILITATOR, stage(store, plan, "results"), one)):
        with pytest.raises(Refused):
            wrong()
    stages.set_phase(store, FACILITATOR, here, "done")
    with pytest.raises(Refused, match="ya está cerrada"):
        add_cards(store, FACILITATOR, here, one)
    assert texts(store, here) == []


def test_numbers_that_were_printed_and_not_typed_are_known(store: Store, plan: str) -> None:
    here = stage(store, plan)
    assert [paper.mark_printed(store, FACILITATOR, here, n) for n in (4, 6, 2)] == [4, 6, 6]
    with pytest.raises(Refused):
        paper.mark_printed(store, FACILITATOR, here, 0)
    paper.type_sheet(store, FACILITATOR, here, "2", "la segunda", team="Mesa 1")
    paper.type_sheet(store, FACILITATOR, here, "02", "la segunda corregida")
    with pytest.raises(Refused, match="número de la hoja"):
        paper.type_sheet(store, FACILITATOR, here, " ", "sin número")
    with pytest.raises(InputError, match="falta el texto"):
        paper.type_sheet(store, FACILITATOR, here, "3", " ")
    state = paper.read_paper(store, here)
    assert (state.printed, list(state.typed), state.missing) == (6, ["002"], ("001", "003", "004", "005", "006"))
    assert (state.typed["002"]["text"], state.typed["002"]["source"]) == ("la segunda corregida", "paper")
    assert state.typed["002"]["team"] == "Mesa 1"


def test_the_template_says_what_its_columns_are_and_only_filled_rows_are_imported(store: Store, plan: str) -> None:
    here = stage(store, plan)
    row, its_plan = rows(store, "stages", stage_id=here)[0], rows(store, "plans")[0]
    content = sheet_template(its_plan, row, 1, 5)
    assert content.startswith(b"\xef\xbb\xbf")
    assert ";" in content.decode("utf-8")  # Colombia
    empty = read_card_list(read_card_file("hojas.csv", content))
    assert (empty.cards, empty.faults, empty.empty) == ([], [], 5)
    filled = content.decode("utf-8").replace("003;;", "003;'=una idea;").encode("cp1252", "ignore")
    read = read_card_list(read_card_file("hojas.csv", filled))
    assert [(c.sheet, c.text, c.row) for c in read.cards] == [("003", "=una idea", 11)]
    printed = card_sheets(its_plan, row, 1, 7, per_page=4, paper="letter")
    assert "Plan de &lt;b&gt;prueba" in printed
    assert printed.count('class="card"') == 7
    assert printed.count('class="sheet"') == 2


def test_a_workbook_and_a_plain_list_are_read_by_what_they_hold(home: object) -> None:
    book = Workbook()
    for line in (("Tarjeta", "Mesa", "Ronda"), ("una idea\nen dos líneas", "Mesa 1", 2), (None, None, None),
                 ("otra «idea» con \"comillas\"", None, 1.0)):
        book.active.append(line)
    kept = io.BytesIO()
    book.save(kept)
    read = read_card_list(read_card_file("lista.xlsx", kept.getvalue()))
    assert [(c.text, c.team, c.round, c.row) for c in read.cards] == [
        ("una idea\nen dos líneas", "Mesa 1", 2, 2), ("otra «idea» con \"comillas\"", "", 1, 4)]
    assert [c.text for c in read_card_list("Texto, imagen y sonido\nuna radio").cards] == [
        "Texto, imagen y sonido", "una radio"]
    assert [c.text for c in read_card_list("1. una\n2) otra\n").cards] == ["una", "otra"]
    assert read_card_list("a\tb\nc\td").faults[0].row == 1


@pytest.mark.parametrize(("name", "content"), [
    ("viejo.xls", b"\xd0\xcf\x11\xe0rest"), ("roto.xlsx", b"PK\x03\x04rest"), ("foto.png", b"\x89PNG\r\n\x00\x00"),
    ("vacio.txt", b"  \n "), ("otro.csv", b"a,b\n1,2\n"), ("grande.txt", b"x\n" * 1_500_000)])
def test_a_file_that_is_no_list_is_answered_with_what_to_do(home: object, name: str, content: bytes) -> None:
    with pytest.raises(InputError) as refused:
        read_card_file(name, content)
    assert refused.value.faults[0].file == name
    assert refused.value.faults[0].advice


def test_cells_put_on_a_clipboard_come_back_as_they_were() -> None:
    assert as_tabs([["a", 'b "c"\td', ""], [], ["e\nf"]]) == 'a\t"b ""c""\td"\n\n"e\nf"\n'
