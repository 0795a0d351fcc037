"""What the reader of data packages accepts, and what it answers to what it cannot use."""

from __future__ import annotations

import csv
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga import tables
from minga.errors import Fault, InputError
from minga.exchange import package_in, read_package
from minga.exchange.text import neutralised, restored

PLANS = "plan_id,title,method,created_at\nred,Plan de la red,top,2017-11-30T10:00:00Z\n"
DIRECTIONS = "direction_id,plan_id,position,code,title\nd1,red,1,1,Formar\n"
ACTIONS = "action_id,direction_id,code,position,text\na1,d1,1.9,1,Abrir\na2,d1,1.10,2,Cerrar\n"
INDICATORS = "indicator_id,plan_id,position,title,method\ni1,red,1,Talleres,period\n"


def package(folder: Path, **content: str | bytes) -> Path:
    home = folder / "paquete"
    home.mkdir()
    for name, text in {"plans": PLANS, **content}.items():
        (home / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return home


def faults(folder: Path, **content: str | bytes) -> list[Fault]:
    with pytest.raises(InputError) as caught:
        read_package(package(folder, **content))
    return list(caught.value.faults)


def only(folder: Path, **content: str | bytes) -> Fault:
    found = faults(folder, **content)
    assert len(found) == 1, [str(f) for f in found]
    assert found[0].message
    assert found[0].advice
    return found[0]


def test_tables_without_a_file_are_empty_and_columns_without_a_value_get_their_default(tmp_path: Path) -> None:
    rows, warnings = read_package(package(tmp_path))
    assert set(rows) == {t.name for t in tables.exported_tables()}
    assert rows["cards"] == []
    assert rows["plans"][0]["language"] == "es"
    assert warnings == []


def test_the_code_1_10_is_not_the_code_1_1(tmp_path: Path) -> None:
    rows, _warnings = read_package(package(tmp_path, directions=DIRECTIONS, actions=ACTIONS))
    assert [row["code"] for row in rows["actions"]] == ["1.9", "1.10"]


@pytest.mark.parametrize("mark", ["", "sep=;\n", '"sep=;"\r\n'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_file_is_read_however_a_spreadsheet_saved_it(tmp_path: Path, mark: str, encoding: str, end: str) -> None:
    text = "direction_id;plan_id;position;code;title\nd1;red;1;1.10;Formación y niñez\n\n;;;;\n"
    rows, warnings = read_package(package(tmp_path, directions=(mark + text.replace("\n", end)).encode(encoding)))
    assert [(r["code"], r["title"]) for r in rows["directions"]] == [("1.10", "Formación y niñez")]
    assert len(warnings) == (encoding == "cp1252")


def test_tabs_and_headers_in_capitals_are_understood(tmp_path: Path) -> None:
    text = "Direction_ID\tPLAN_ID\tposition\t title \nd1\tred\t1\tFormar\n"
    assert read_package(package(tmp_path, directions=text))[0]["directions"][0]["title"] == "Formar"


@pytest.mark.parametrize("word", ["NA", "None", "null", "n/a", "nan", "0", " ", "'=x", "=1+1", "-5"])
def test_words_that_other_tools_swallow_are_texts(tmp_path: Path, word: str) -> None:
    text = f"direction_id,plan_id,position,title\nd1,red,1,{word}\n"
    assert read_package(package(tmp_path, directions=text))[0]["directions"][0]["title"] == word


def test_a_file_made_for_spreadsheets_loses_the_mark_before_formulas_and_keeps_its_decimals(tmp_path: Path) -> None:
    text = ("\ufeffindicator_id;plan_id;position;title;method;baseline_value;ascending\n"
            "i1;red;1;'=1+1;period;1234,5;VERDADERO\ni2;red;2;''-x;period;7;FALSO\n")
    rows = read_package(package(tmp_path, indicators=text))[0]["indicators"]
    assert [(r["title"], r["baseline_value"], r["ascending"]) for r in rows] == [
        ("=1+1", 1234.5, True), ("'-x", 7.0, False)]


@given(st.text() | st.from_regex(r"'*[=+\-@\t\r＝＋－＠].*"))
def test_the_mark_before_formulas_is_taken_off_exactly_as_it_was_put_on(text: str) -> None:
    assert restored(neutralised(text)) == text
    assert not neutralised(text).startswith(tuple("=+-@\t\r\0＝＋－＠"))


def test_a_column_that_does_not_exist_is_a_warning(tmp_path: Path) -> None:
    text = "direction_id,plan_id,position,title,colour\nd1,red,1,Formar,azul\n"
    _rows, warnings = read_package(package(tmp_path, directions=text))
    assert [(w.file, w.column) for w in warnings] == [("directions.csv", "colour")]


def test_a_file_that_is_no_table_is_a_warning_and_private_tables_are_not_read(tmp_path: Path) -> None:
    rows, warnings = read_package(package(tmp_path, notas="x\n", people="participant_id,name\np1,Alguien\n"))
    assert sorted(w.file for w in warnings) == ["notas.csv", "people.csv"]
    assert "people" not in rows


def test_a_method_that_is_not_installed_is_a_warning(tmp_path: Path) -> None:
    _rows, warnings = read_package(package(tmp_path, plans=PLANS.replace("top", "otro")))
    assert [(w.file, w.column) for w in warnings] == [("plans.csv", "method")]


def test_a_missing_column_is_one_fault_and_not_one_for_each_row(tmp_path: Path) -> None:
    text = "direction_id,plan_id,position\n" + "".join(f"d{i},red,{i}\n" for i in range(1, 50))
    fault = only(tmp_path, directions=text)
    assert (fault.file, fault.row, fault.column) == ("directions.csv", 1, "title")


def test_a_missing_id_column_is_not_told_again_by_every_row_that_refers_to_it(tmp_path: Path) -> None:
    fault = only(tmp_path, directions="plan_id,position,title\nred,1,Formar\n", actions=ACTIONS)
    assert (fault.file, fault.column) == ("directions.csv", "direction_id")


def test_a_repeated_id_names_both_rows(tmp_path: Path) -> None:
    fault = only(tmp_path, directions=DIRECTIONS + "d1,red,2,2,Otra\n")
    assert (fault.file, fault.row, fault.column) == ("directions.csv", 3, "direction_id")
    assert "2" in fault.message


def test_a_repeated_column_is_named(tmp_path: Path) -> None:
    assert only(tmp_path, directions="direction_id,plan_id,position,title,title\nd1,red,1,a,b\n").column == "title"


def test_an_orphan_names_its_file_row_and_column(tmp_path: Path) -> None:
    fault = only(tmp_path, directions=DIRECTIONS, actions=ACTIONS + "a3,d9,2,3,Nada\n")
    assert (fault.file, fault.row, fault.column) == ("actions.csv", 4, "direction_id")
    assert "d9" in fault.message


def test_text_in_a_number_says_what_was_expected(tmp_path: Path) -> None:
    text = "indicator_id,plan_id,position,title,method,baseline_value\ni1,red,1,Talleres,period,muchos\n"
    fault = only(tmp_path, indicators=text)
    assert (fault.row, fault.column) == (2, "baseline_value")
    assert "muchos" in fault.message


@pytest.mark.parametrize("number", ["2147483648", "999999999999999", "-3000000000", "1" * 40])
def test_a_whole_number_too_large_for_a_database_is_named(tmp_path: Path, number: str) -> None:
    assert only(tmp_path, directions=f"direction_id,plan_id,position,title\nd1,red,{number},x\n").column == "position"


def test_a_cell_of_ten_megabytes_is_answered_fast_and_clearly(tmp_path: Path) -> None:
    limit = csv.field_size_limit()
    text = DIRECTIONS + 'd2,red,2,2,"' + "x" * 10_000_000 + '"\nd3,red,mal,3,y\n'
    started = time.perf_counter()
    found = faults(tmp_path, directions=text)
    assert time.perf_counter() - started < 5
    assert [(f.row, f.column) for f in found] == [(3, "title"), (4, "position")]
    assert "10000000" in found[0].message
    assert max(len(str(f)) for f in found) < 400
    assert csv.field_size_limit() == limit


def test_a_null_character_is_named(tmp_path: Path) -> None:
    assert only(tmp_path, directions=DIRECTIONS + "d2,red,2,2,a\0b\n").column == "title"


def test_rows_with_cells_too_many_or_too_few_are_all_named(tmp_path: Path) -> None:
    found = faults(tmp_path, directions=DIRECTIONS + "d2,red,2,2,a,b\nd3,red\nd4,red,4,4,bien\n")
    assert [(f.file, f.row) for f in found] == [("directions.csv", 3), ("directions.csv", 4)]


def test_empty_cells_at_the_end_of_a_row_do_no_harm(tmp_path: Path) -> None:
    assert len(read_package(package(tmp_path, directions=DIRECTIONS + "d2,red,2,2,a,,,\n"))[0]["directions"]) == 2


def test_an_open_quote_is_told_with_its_row(tmp_path: Path) -> None:
    fault = only(tmp_path, directions=DIRECTIONS + 'd2,red,2,2,"abierto\n')
    assert (fault.file, fault.row) == ("directions.csv", 3)


@pytest.mark.parametrize(("table", "text"), [
    ("periods", "plan_id,period,starts,ends\nred,{},2018-01-01,2018-06-30\n"),
    ("targets", "target_id,indicator_id,period,value\nt1,i1,{},5\n"),
    ("actuals", "actual_id,indicator_id,period,value\nv1,i1,{},5\n"),
    ("progress", "progress_id,action_id,period,status\np1,a1,{},done\n"),
])
@pytest.mark.parametrize("period", ["2018-S3", "junio", "2018-2", "S1 2018", "13-2018"])
def test_a_wrong_period_is_named_wherever_it_stands(tmp_path: Path, table: str, text: str, period: str) -> None:
    fault = only(tmp_path, directions=DIRECTIONS, actions=ACTIONS, indicators=INDICATORS,
                 **{table: text.format(period)})
    assert (fault.file, fault.row, fault.column) == (f"{table}.csv", 2, "period")
    assert "2018-S1" in fault.advice


@pytest.mark.parametrize("content", [b"", b"   \n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_named(tmp_path: Path, content: bytes) -> None:
    assert only(tmp_path, directions=content).file == "directions.csv"


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00\x81\x9d", b"\x89PNG\r\n\x1a\n\x00\x00", b"<html><body>hola",
                                     b"una nota cualquiera\nsin tabla\n"])
def test_what_is_not_a_table_is_named(tmp_path: Path, content: bytes) -> None:
    assert only(tmp_path, directions=content).file == "directions.csv"


def test_faults_of_every_file_are_told_at_once(tmp_path: Path) -> None:
    found = faults(tmp_path, directions="direction_id,plan_id,position,title\nd1,red,uno,Formar\n",
                   actions=ACTIONS.replace("d1", "d7"), cards=b"")
    assert sorted({f.file for f in found}) == ["actions.csv", "cards.csv", "directions.csv"]


def test_a_folder_without_plans_csv_is_told_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "directions.csv").write_text(DIRECTIONS)
    with pytest.raises(InputError) as caught:
        read_package(tmp_path)
    assert [f.file for f in caught.value.faults] == ["plans.csv"]


def test_a_file_that_the_description_promises_must_be_there(tmp_path: Path) -> None:
    home = package(tmp_path)
    (home / "datapackage.json").write_text('{"resources": [{"name": "plans"}, {"name": "actions"}, {"name": "x"}]}')
    with pytest.raises(InputError) as caught:
        read_package(home)
    assert [f.file for f in caught.value.faults] == ["actions.csv"]


@pytest.mark.parametrize("description", ["{", "[]", '{"resources": 3}', "[" * 100_000, "\udcff"])
def test_a_broken_description_does_no_harm(tmp_path: Path, description: str) -> None:
    home = package(tmp_path)
    (home / "datapackage.json").write_bytes(description.encode("utf-8", "surrogateescape"))
    assert read_package(home)[0]["plans"][0]["plan_id"] == "red"


@pytest.mark.parametrize("extra", ["", "red2,Otro,top,2017-11-30T10:00:00Z\n"])
def test_a_package_holds_exactly_one_plan(tmp_path: Path, extra: str) -> None:
    text = PLANS + extra if extra else PLANS.splitlines()[0] + "\n"
    assert only(tmp_path, plans=text).file == "plans.csv"


@pytest.mark.parametrize("name", ["nada", "plan.txt", "roto.zip"])
def test_a_source_that_is_no_folder_and_no_zip_is_named(tmp_path: Path, name: str) -> None:
    if name != "nada":
        (tmp_path / name).write_bytes(b"PK\x03\x04 roto")
    with pytest.raises(InputError, match=name):
        read_package(tmp_path / name)


def test_paths_inside_a_zip_lead_nowhere_and_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "plan.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../fuera/plans.csv", PLANS)
        archive.writestr("../../fuera/directions.csv", DIRECTIONS)
    assert len(read_package(file)[0]["directions"]) == 1
    assert not (tmp_path.parent.parent / "fuera").exists()
    monkeypatch.setattr(package_in, "MAX_BYTES", 50)
    with pytest.raises(InputError, match=r"plan\.zip"):
        read_package(file)
