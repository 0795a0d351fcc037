"""Workshop methods: a YAML file is enough to add one, and a faulty one is answered line by line."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from minga import i18n, methods, paths
from minga.errors import InputError, NotFound
from minga.store import Store, rows
from minga.workshop.plans import new_plan

_SHIPPED = sorted(file.stem for file in (Path(__file__).parents[2] / "parameters" / "methods").glob("*.yaml"))
_FODA = """\
title: {es: Análisis FODA, pt: Análise FOFA, en: SWOT analysis}
description:
  es: Cuatro columnas sobre {organization}.
  pt: Quatro colunas sobre {organization}.
  en: Four columns about {organization}.
stages:
  - key: swot
    kind: columns
    letter: A
    title: {es: FODA, pt: FOFA, en: SWOT}
    question:
      es: ¿Cómo llega {organization} a {year}?
      pt: Como {organization} chega a {year}?
      en: How does {organization} arrive at {year}?
    anonymity: anonymous
    columns:
      - {key: strengths, title: {es: Fortalezas, pt: Forças, en: Strengths}}
      - key: opportunities
        title: {es: Oportunidades, pt: Oportunidades, en: Opportunities}
        hint: {es: Afuera, pt: Fora, en: Outside}
      - {key: weaknesses, title: {es: Debilidades, pt: Fraquezas, en: Weaknesses}}
      - {key: threats, title: {es: Amenazas, pt: Ameaças, en: Threats}}
    rules: {card_words: [1, 12]}
"""


@pytest.fixture
def foda(home: Path) -> Path:
    """A method that somebody wrote in their own parameters folder."""
    file = home / "parameters" / "methods" / "foda.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(_FODA, encoding="utf-8")
    return file


def _refused(file: Path, text: str) -> InputError:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        methods.load_method(file.stem)
    assert all(fault.file == file.name and fault.row for fault in refusal.value.faults)
    return refusal.value


def _changed(old: str, new: str) -> str:
    assert _FODA.count(old) == 1, old
    return _FODA.replace(old, new)


def _line(part: str) -> int:
    return next(n for n, line in enumerate(_FODA.splitlines(), 1) if part in line)


def test_a_new_method_is_a_yaml_file_and_nothing_else(foda: Path) -> None:
    assert [m.name for m in methods.list_methods()] == ["foda"]
    stage = methods.load_method("foda").stage("swot")
    assert stage is not None
    assert [c.key for c in stage.columns] == ["strengths", "opportunities", "weaknesses", "threats"]
    assert (stage.kind, stage.anonymity, stage.letter) == ("columns", "anonymous", "A")
    assert stage.rules == methods.Rules(card_words=(1, 12))
    assert stage.columns[1].hint.en == "Outside"
    assert not stage.columns[0].hint


def test_a_new_method_makes_a_plan_with_its_own_columns(foda: Path, store: Store) -> None:
    plan_id = new_plan(store, title="Mirada de la red", method="foda", organization="Red Ceiba", language="pt")
    (stage,) = rows(store, "stages", plan_id=plan_id)
    columns = rows(store, "clusters", stage_id=stage["stage_id"], order="position")
    assert [c["title"] for c in columns] == ["Forças", "Oportunidades", "Fraquezas", "Ameaças"]
    assert stage["question"].startswith("Como Red Ceiba chega")
    assert (stage["kind"], stage["anonymity"]) == ("columns", "anonymous")


def test_words_come_in_the_language_in_force(foda: Path) -> None:
    title = methods.load_method("foda").title
    spoken = []
    for code in i18n.LANGUAGES:
        with i18n.speaking(code):
            spoken.append(str(title))
    assert spoken == ["Análisis FODA", "Análise FOFA", "SWOT analysis"]


def test_an_unknown_method_is_answered_with_those_there_are(foda: Path) -> None:
    with pytest.raises(NotFound, match=r"«fodaa».*foda"):
        methods.load_method("fodaa")


@pytest.mark.parametrize("name", ["../foda", "../../etc/passwd", "foda.yaml", ""])
def test_the_name_of_a_method_is_never_a_path(foda: Path, name: str) -> None:
    with pytest.raises(NotFound):
        methods.load_method(name)


def test_broken_yaml_names_its_line(foda: Path) -> None:
    text = _changed("    kind: columns\n", "    kind: columns: de más\n")
    (fault,) = _refused(foda, text).faults
    assert (fault.file, fault.row) == ("foda.yaml", _line("kind: columns"))
    assert fault.advice


def test_a_file_that_is_not_utf8_is_said(foda: Path) -> None:
    foda.write_bytes("title: Planificación".encode("utf-16"))
    with pytest.raises(InputError, match=r"foda\.yaml"):
        methods.load_method("foda")


@pytest.mark.parametrize("text", ["", "solo un texto", "- una\n- lista\n", "title: 3\nstages: 4\n"])
def test_a_file_that_is_not_a_method_is_said(foda: Path, text: str) -> None:
    assert _refused(foda, text).faults


@pytest.mark.parametrize(("old", "new", "line", "says"), [
    ("    kind: columns\n", "    kind: columnas\n", "kind: columns", "se esperaba uno de: columns, clusters"),
    ("    anonymity: anonymous\n", "    anonymity: secreta\n", "anonymity", "named, alias, anonymous"),
    ("    letter: A\n", "    letra: A\n", "letter: A", "El campo «letra» no existe"),
    ("key: swot", "key: Las cuatro", "key: swot", "una palabra en minúsculas"),
    ("key: swot", "key: Swot", "key: swot", "una palabra en minúsculas"),
    ("key: swot", "key: [a]", "key: swot", "una palabra en minúsculas"),
    ("key: threats", "key: strengths", "key: threats", "La clave «strengths» está repetida"),
    ("pt: Fora, ", "", "hint:", "Falta el texto en «pt»"),
    ("en: Outside", "en: '  '", "hint:", "Falta el texto en «en»"),
    ("{es: FODA, pt: FOFA, en: SWOT}", "FODA", "title: {es: FODA", "Se esperaba un grupo de campos"),
    ("[1, 12]", "[12, 1]", "rules:", "dos números enteros, el menor primero"),
    ("[1, 12]", "[uno, 12]", "rules:", "dos números enteros"),
    ("[1, 12]", "12", "rules:", "dos números enteros"),
    ("¿Cómo llega {organization} a {year}?", "¿Cómo llega {organizacion}?", "¿Cómo llega", "{organization}, {year}"),
    ("    letter: A\n", "    letter: A\n    letter: B\n", "letter: A", "El campo «letter» está dos veces"),
])
def test_each_fault_names_its_line_and_what_was_expected(foda: Path, old: str, new: str, line: str, says: str) -> None:
    refusal = _refused(foda, _changed(old, new))
    assert [f for f in refusal.faults if says in str(f)], str(refusal)
    assert abs(refusal.faults[0].row - _line(line)) <= 1  # one more when the change added a line


def test_a_method_without_stages_is_said(foda: Path) -> None:
    assert "no tiene etapas" in str(_refused(foda, _FODA[:_FODA.index("stages:")]))


@pytest.mark.parametrize(("kind", "says"), [("columns", "«columns»"), ("sections", "«sections»")])
def test_a_stage_that_needs_a_list_and_has_none_is_said(foda: Path, kind: str, says: str) -> None:
    start, end = _FODA.index("    columns:\n"), _FODA.index("    rules:")
    text = (_FODA[:start] + _FODA[end:]).replace("kind: columns", f"kind: {kind}")
    assert says in str(_refused(foda, text))


def test_every_fault_of_a_file_is_named_at_once(foda: Path) -> None:
    text = (_FODA.replace("kind: columns", "kind: x").replace("pt: FOFA, en: SWOT}", "pt: FOFA}")
            .replace("{es: Fortalezas, pt: Forças, en: Strengths}", "{es: Fortalezas}").replace("[1, 12]", "[3]"))
    faults = _refused(foda, text).faults
    assert [f.column for f in faults] == [
        "stages[0].kind", "stages[0].title.en", "stages[0].columns[0].title.pt", "stages[0].columns[0].title.en",
        "stages[0].rules.card_words"]


def test_a_file_that_contains_itself_does_not_hang(foda: Path) -> None:
    assert _refused(foda, "title: &a [*a]\nstages: *a\n").faults


def test_a_file_of_nested_repetitions_does_not_hang(foda: Path) -> None:
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    assert _refused(foda, bomb + "stages: *a29\n").faults


def test_a_file_cannot_make_python_do_things(foda: Path) -> None:
    assert _refused(foda, "title: !!python/object/apply:os.system ['true']\n").faults


@pytest.mark.parametrize("name", _SHIPPED)
def test_every_shipped_method_is_complete_in_three_languages(name: str) -> None:
    method = methods.load_method(name)
    texts = [method.title, method.description]
    for stage in method.stages:
        texts += [stage.title, stage.question, *(p.title for p in (*stage.columns, *stage.sections))]
        texts += [w for w in (stage.rational_aim, stage.experiential_aim) if w]
        texts += [p.hint for p in (*stage.columns, *stage.sections) if p.hint]
    assert all(getattr(words, code) for words in texts for code in i18n.LANGUAGES)
    assert all("{organization}" not in str(s.title) for s in method.stages)


@pytest.mark.parametrize("name", _SHIPPED)
def test_every_shipped_method_makes_a_plan(sqlite_store: Store, name: str) -> None:
    plan_id = new_plan(sqlite_store, title="Plan de prueba", method=name, organization="Red Ceiba")
    made = rows(sqlite_store, "stages", plan_id=plan_id, order="position")
    assert [s["key"] for s in made] == [s.key for s in methods.load_method(name).stages]
    assert all("{" not in s["question"] for s in made)


def test_no_code_names_a_method() -> None:
    names = {file.stem for file in paths.methods().glob("*.yaml")} - {"top"}  # the default of `minga new`
    root = Path(methods.__file__).parents[1]
    found = [str(f.relative_to(root)) for f in root.rglob("*.py") for n in names if f'"{n}"' in f.read_text("utf-8")]
    assert found == []


def test_the_default_method_is_shipped() -> None:
    assert yaml.safe_load((paths.methods() / "top.yaml").read_text(encoding="utf-8"))["stages"]
