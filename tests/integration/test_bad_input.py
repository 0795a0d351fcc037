"""Bad input, each kind tried as a person would meet it: answered clearly, with nothing half done."""

from __future__ import annotations

import os
import shutil
import socket
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from minga import tables
from minga.exchange import export_package
from minga.store import Store, open_store, rows
from minga.tables.faces import MAX_CELL
from tools.sample import insert_sample

ROOT = Path(__file__).resolve().parents[2]
Minga = Callable[..., Any]
LONG_AGO = 5.0  # seconds; a person who waits longer thinks that it hangs


def _everything(store: Store) -> dict[str, list[dict[str, Any]]]:
    return {t.name: rows(store, t.name) for t in tables.METADATA.sorted_tables}


@pytest.fixture(scope="module")
def _exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("paquete")
    store = open_store(str(folder / "origen.sqlite"))
    insert_sample(store)
    export_package(store, "muestra", folder / "muestra")
    store.close()
    return folder / "muestra"


@pytest.fixture
def package(_exported: Path, tmp_path: Path) -> Path:
    """A good data package to spoil."""
    return Path(shutil.copytree(_exported, tmp_path / "muestra"))


@pytest.fixture
def refuses(sqlite_store: Store, minga: Minga) -> Callable[..., dict[str, Any]]:
    """Runs a command that must fail, for people and for machines; the store must stay as it was."""
    insert_sample(sqlite_store, "estaba")

    def run(*arguments: object, code: int = 1, says: tuple[str, ...] = ()) -> dict[str, Any]:
        before = _everything(sqlite_store)
        told, machine = minga(*arguments), minga(*arguments, "--json")
        assert (told.code, machine.code, told.out, machine.err) == (code, code, "", "")
        assert all(words in told.words for words in says), told.words
        assert all(fault["advice"] for fault in machine.data["faults"]), "every fault says what to do next"
        assert _everything(sqlite_store) == before, "nothing half done"
        return machine.data["faults"][0]

    return run


Refuses = Callable[..., dict[str, Any]]


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


# Cells

def test_a_missing_column_is_named_with_its_file(package: Path, refuses: Refuses) -> None:
    _edit(package / "cards.csv", "card_id,", "tarjeta,")
    fault = refuses("import", package, says=("cards.csv", "columna card_id", "Falta la columna"))
    assert (fault["file"], fault["row"], fault["column"]) == ("cards.csv", 1, "card_id")


def test_a_duplicate_id_is_named_with_both_rows(package: Path, refuses: Refuses) -> None:
    row = (package / "periods.csv").read_text(encoding="utf-8").splitlines()[1]
    with (package / "periods.csv").open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    fault = refuses("import", package, says=("periods.csv, fila 3", "ya está en la fila 2", "Deje una sola fila"))
    assert (fault["file"], fault["row"]) == ("periods.csv", 3)


def test_an_orphan_is_named_with_where_its_parent_was_looked_for(package: Path, refuses: Refuses) -> None:
    _edit(package / "lines.csv", "muestra-objectives", "nadie")
    fault = refuses("import", package, says=("lines.csv, fila 2", "«nadie» no existe en objectives.csv"))
    assert fault["column"] == "objective_id"


def test_a_text_in_a_number_says_what_a_number_looks_like(package: Path, refuses: Refuses) -> None:
    _edit(package / "targets.csv", "2.5", "dos y medio")
    fault = refuses("import", package, says=("targets.csv, fila 2", "«dos y medio» no es un número", "1234.5"))
    assert fault["column"] == "value"


@pytest.mark.parametrize(("name", "old", "new", "says"), [
    ("plans", "2018-02-28,", "28/02/2018,", "no es una fecha"),
    ("periods", "2018-S1", "2018-S3", "2018-S1"),
    ("stages", "done", "terminada", "uno de"),
    ("cards", ",1,", ",uno,", "entero"),
])
def test_a_value_of_the_wrong_kind_says_what_was_expected(
        name: str, old: str, new: str, says: str, package: Path, refuses: Refuses) -> None:
    _edit(package / f"{name}.csv", old, new)
    assert refuses("import", package, says=(f"{name}.csv, fila 2", says))["column"]


def test_a_cell_of_ten_megabytes_is_answered_at_once(package: Path, refuses: Refuses) -> None:
    _edit(package / "cards.csv", "Texto de cards.text", "x" * 10_000_000)
    start = time.perf_counter()
    fault = refuses("import", package, says=("cards.csv, fila 2, columna text", f"caben {MAX_CELL}"))
    assert time.perf_counter() - start < LONG_AGO
    assert len(str(fault)) < 1000


def test_every_fault_of_a_package_is_told_at_once_and_a_long_list_is_cut(package: Path, minga: Minga) -> None:
    _edit(package / "targets.csv", "2.5", "mucho")
    (package / "cards.csv").write_text("card_id,stage_id,position\n" + "".join(
        f"c{i},nada,x\n" for i in range(60)), encoding="utf-8")
    told = minga("import", package)
    assert "Hay " in told.err
    assert "más; véalos todos con --json" in told.err
    assert len(told.err.splitlines()) == 42
    assert len(minga("import", package, "--json").data["faults"]) > 60


# Files

def _zip(file: Path, content: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return file


def _spoil(file: Path, at: int, count: int) -> None:
    content = bytearray(file.read_bytes())
    content[at:at + count] = b"\xff" * count
    file.write_bytes(content)


def _bad_file(kind: str, folder: Path) -> Path:
    plain = {"plans.csv": b"plan_id,title\n" + b"muestra,Muestra\n" * 50}
    made = folder / kind
    if kind == "carpeta":
        made.mkdir()
    elif kind == "incompleto.zip":
        made.write_bytes(_zip(made, plain).read_bytes()[:60])
    elif kind == "roto.zip":
        _spoil(_zip(made, plain), 45, 12)
    elif kind == "bomba.zip":
        _zip(made, {**plain, "cards.csv": b"0" * 301_000_000})
    elif kind == "ajeno.zip":
        _zip(made, {"fotos/playa.jpg": b"\xff\xd8"})
    elif kind.endswith(".zip"):
        made.touch()
    else:
        made.write_bytes({
            "vacio.md": b"", "blancos.txt": b" \n\n ", "sin_tablas.md": b"# Plan\n\nSolo prosa.\n",
            "grande.md": b"| celda |\n" * 2_000_000, "renglon.md": b"# Plan\n\n| " + b"x" * 9_000_000 + b" |\n|--|\n",
            "binario.md": bytes(range(256)) * 20, "informe.md": b"%PDF-1.7\n", "plan.docx": b"PK\x03\x04",
            "sin_extension": b"hola"}[kind])
    return made


@pytest.mark.parametrize(("kind", "says"), [
    ("vacio.md", "está vacío"), ("blancos.txt", "está vacío"), ("sin_tablas.md", "No se reconoció ninguna tabla"),
    ("grande.md", "10 MB"), ("renglon.md", "caracteres y caben"), ("binario.md", "no es texto"),
    ("informe.md", "parece PDF"), ("plan.docx", "no sabe leer"), ("sin_extension", "no sabe leer"),
    ("carpeta", "Falta el archivo"), ("vacio.zip", "ZIP"), ("incompleto.zip", "incompleto"), ("roto.zip", "dañado"),
    ("bomba.zip", "se leen hasta 300"), ("ajeno.zip", "Falta el archivo"), ("no_existe.md", "No existe"),
    ("no_existe", "No existe"), ("x" * 300 + ".md", "demasiado largo")])
def test_a_file_that_is_no_plan_is_answered_at_once(kind: str, says: str, tmp_path: Path, refuses: Refuses) -> None:
    file = tmp_path / kind if kind.startswith(("no_", "xxx")) else _bad_file(kind, tmp_path)
    start = time.perf_counter()
    fault = refuses("import", file, says=(says,))
    assert time.perf_counter() - start < LONG_AGO
    assert fault["file"]


def test_paths_inside_a_zip_lead_nowhere(package: Path, tmp_path: Path, sqlite_store: Store, minga: Minga) -> None:
    before = sorted(tmp_path.rglob("*"))
    file = _zip(tmp_path / "plan.zip", {f"../../muestra/{f.name}": f.read_bytes() for f in package.iterdir()})
    assert minga("import", file).code == 0
    assert [p for p in sorted(tmp_path.rglob("*")) if p not in (*before, file) and p.suffix == ".csv"] == []


@pytest.mark.parametrize("plan", ["../x", "..", "/etc/passwd", "a/b", "a\\b", "x" * 81, "ñandú", "a b", "-", "\u202ex"])
@pytest.mark.parametrize("source", ["package", "document"])
def test_an_id_is_never_a_path(plan: str, source: str, package: Path, tmp_path: Path, minga: Minga) -> None:
    given = package if source == "package" else ROOT / "tests" / "data" / "markdown" / "plan_es.md"
    answer = minga("import", given, f"--plan={plan}")
    landed = {p.name for p in tmp_path.parent.iterdir()} | {p.name for p in (tmp_path / "outputs").glob("*")}
    assert (answer.code == 0) == (plan == "-")
    assert plan == "-" or "identificador de plan" in answer.err
    assert not landed & {"x", "etc", "passwd", "b"}


@pytest.mark.parametrize("arguments", [
    ["check", "../x"], ["export", "../../etc"], ["monitor", "../x", "2018-S1"], ["runs", "/etc/passwd"],
    ["serve", "--plan", "../x"], ["check", "nada"], ["export", "nada"], ["monitor", "nada", "2018-S1"],
    ["runs", "nada"],
], ids=" ".join)
def test_an_unknown_plan_is_answered_with_those_there_are(arguments: list[str], refuses: Refuses) -> None:
    refuses(*arguments, says=("No hay un plan", "estaba"))


# YAML

@pytest.mark.parametrize(("text", "says"), [
    ("title: [", "roto.yaml, fila 1"), ("title: x\n  y: z\n", "roto.yaml, fila 2"), ("- 1\n- 2\n", "grupo de campos"),
    ("", "roto.yaml"), ("title: {es: A, pt: A, en: A}\nstages: 3\n", "stages"), ("\x00", "roto.yaml")])
def test_a_broken_method_is_named_with_its_line_and_stops_nothing_else(
        text: str, says: str, home: Path, refuses: Refuses, minga: Minga) -> None:
    shutil.copytree(ROOT / "parameters", home / "parameters")
    (home / "parameters" / "methods" / "roto.yaml").write_text(text, encoding="utf-8")
    fault = refuses("new", "Plan", "--method", "roto", says=(says,))
    assert fault["file"] == "roto.yaml"
    assert "roto" in minga("new", "--help").out
    assert minga("plans").code == 0
    assert minga("new", "Plan", "--method", "top").code == 0


def test_a_method_that_does_not_exist_is_answered_with_those_there_are(refuses: Refuses) -> None:
    refuses("new", "Plan", "--method", "nada", says=("No hay un método llamado «nada»", "top"))
    refuses("import", ROOT / "tests" / "data" / "markdown" / "plan_es.md", "--method", "../top", says=("mobilisation",))


@pytest.mark.parametrize(("text", "says"), [
    ("parameters: [", "monitoring.yaml, fila"), ("parameters:\n  - name: 1a\n    type: int\n", "columna name"),
    ("title: x\n", "Falta la lista «parameters»")])
def test_broken_report_parameters_are_named_with_their_line(
        text: str, says: str, home: Path, refuses: Refuses) -> None:
    shutil.copytree(ROOT / "parameters", home / "parameters")
    (home / "parameters" / "monitoring" / "monitoring.yaml").write_text(text, encoding="utf-8")
    fault = refuses("monitor", "estaba", "2018-S1", says=(says,))
    assert fault["file"] == "monitoring.yaml"


# Reports

@pytest.mark.parametrize("period", ["2018-S3", "S1", "", "2018S", "18-S1", "mañana", "2018-Q5", "2018-S1; ls"])
def test_a_period_without_meaning_says_what_one_looks_like(period: str, refuses: Refuses) -> None:
    refuses("monitor", "estaba", period, code=2, says=("2018-S1", "período"))


def test_a_period_outside_the_plan_is_answered_with_the_plans_own(refuses: Refuses) -> None:
    refuses("monitor", "estaba", "2031-S1", code=2, says=("2031-S1 no es de este plan", "2018-S1"))


@pytest.mark.parametrize(("given", "says"), [
    ("nada=1", "no tiene un parámetro «nada»"), ("languaje=es", "¿Quiso decir «language»?"),
    ("language=fr", "uno de: es, pt, en"), ("language", "--param nombre=valor"), ("plan=otro", "lo pone Minga"),
    ("=x", "no tiene un parámetro")])
def test_a_parameter_that_is_unknown_or_ill_typed_says_what_there_is(
        given: str, says: str, refuses: Refuses) -> None:
    refuses("monitor", "estaba", "2018-S1", "--param", given, code=2, says=(says,))


def test_a_report_that_does_not_exist_is_answered_with_those_there_are(refuses: Refuses) -> None:
    refuses("monitor", "estaba", "2018-S1", "--template", "../0_start",
            says=("Los que hay son: indicator, monitoring",))


# Places: root may write anywhere, so a file stands where a folder should be, and /proc takes nothing from anybody.

@pytest.fixture(params=["file", "proc"])
def closed(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder in which nobody can write."""
    if request.param == "proc" and os.path.isdir("/proc"):
        return Path("/proc/minga")
    (tmp_path / "archivo").write_text("aquí se esperaba una carpeta")
    return tmp_path / "archivo" / "carpeta"


@pytest.mark.parametrize("form", ["csv", "excel", "docx", "html", "md", "xlsx"])
def test_an_export_where_nothing_can_be_written_says_so(form: str, closed: Path, refuses: Refuses) -> None:
    refuses("export", "estaba", "--to", closed, "--format", form, says=(str(closed), "permisos"))


def test_a_store_where_nothing_can_be_written_says_so(closed: Path, refuses: Refuses) -> None:
    refuses("new", "Plan", "--store", closed / "minga.sqlite", says=(str(closed), "--store"))


def test_outputs_where_nothing_can_be_written_stop_a_report_before_it_runs(
        closed: Path, refuses: Refuses, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGA_OUTPUTS", str(closed))
    refuses("monitor", "estaba", "2018-S1", says=(str(closed),))


@pytest.mark.parametrize("kind", ["text", "foreign", "newer", "folder", "zero"])
def test_a_file_that_is_no_store_of_this_minga_is_refused_untouched(
        kind: str, sqlite_url: str, tmp_path: Path, minga: Minga) -> None:
    import sqlite3
    from contextlib import closing

    file = tmp_path / "otro" / "almacen.sqlite"
    file.parent.mkdir()
    if kind == "text":
        file.write_text("nada que ver " * 200)
    elif kind == "folder":
        file.mkdir()
    elif kind == "zero":
        file.write_bytes(bytes(8192))
    else:
        shutil.copyfile(sqlite_url.removeprefix("sqlite:///"), file)
        with closing(sqlite3.connect(file)) as opened:
            opened.execute("UPDATE alembic_version SET version_num = '9999'" if kind == "newer" else "DROP TABLE plans")
            opened.commit()
    before = file.read_bytes() if file.is_file() else b""
    answer = minga("plans", "--store", file)
    assert (answer.code, answer.out) == (1, "")
    assert "almacen.sqlite" in answer.err
    assert (file.read_bytes() if file.is_file() else b"") == before


@pytest.mark.parametrize("url", ["foo://x", "postgresql://host:puerto/x", "mysql://x/y", "://", "sqlite://servidor/x"])
def test_an_address_without_meaning_is_answered_with_what_one_looks_like(url: str, minga: Minga) -> None:
    answer = minga("plans", "--store", url)
    assert answer.code == 1
    assert "Use una ruta de archivo, sqlite:///ruta" in answer.err or "Use SQLite o PostgreSQL" in answer.err


@pytest.fixture
def silent() -> Iterator[int]:
    """A port where somebody listens who never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(8)
        yield listener.getsockname()[1]


def test_a_server_that_does_not_answer_is_given_up_soon(silent: int, minga: Minga) -> None:
    start = time.perf_counter()
    answer = minga("plans", "--store", f"postgresql://ana:secreta@127.0.0.1:{silent}/minga?connect_timeout=2")
    assert time.perf_counter() - start < LONG_AGO
    assert answer.code == 1
    assert "no respondió a tiempo" in answer.err
    assert "secreta" not in answer.err


def test_a_closed_port_is_answered_at_once(minga: Minga) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        start = time.perf_counter()
        answer = minga("plans", "--store", f"postgresql://127.0.0.1:{closed.getsockname()[1]}/minga")
    assert time.perf_counter() - start < LONG_AGO
    assert (answer.code, "nadie responde" in answer.err) == (1, True)


# Ports

@pytest.mark.parametrize("option", ["--port", "--facilitator-port"])
def test_a_port_in_use_is_named_and_another_is_offered(option: str, silent: int, refuses: Refuses) -> None:
    refuses("serve", "--host", "127.0.0.1", option, silent,
            says=(f"El puerto {silent} ya está ocupado", f"{option} 8"))


def test_one_port_for_both_pages_is_refused_with_another(refuses: Refuses) -> None:
    refuses("serve", "--port", 9100, "--facilitator-port", 9100, says=("mismo puerto", "--facilitator-port 8"))


def test_an_address_of_another_machine_is_refused(refuses: Refuses) -> None:
    refuses("serve", "--host", "192.0.2.1", says=("192.0.2.1", "--host 0.0.0.0"))


# Plans

@pytest.mark.parametrize(("arguments", "code", "says"), [
    (["   "], 1, "no tiene título"), (["Plan", "--plan", "../x"], 1, "identificador"),
    (["Plan", "--plan", "estaba"], 1, "Ya hay un plan"), (["Plan", "--starts", "ayer"], 2, "año-mes-día"),
    (["Plan", "--starts", "2027-02-01", "--ends", "2027-01-01"], 1, "antes de empezar"),
    (["Plan", "--countries", "Colombia"], 2, "dos letras"), (["x" * 30_000], 1, "Título: el texto es demasiado largo")])
def test_a_plan_that_cannot_be_made_says_why(
        arguments: list[str], code: int, says: str, refuses: Refuses) -> None:
    refuses("new", *arguments, code=code, says=(says,))
