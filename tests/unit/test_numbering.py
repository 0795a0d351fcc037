"""Codes: order, levels, splitting from text, new codes, and what is odd in a list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.numbering import Numbered, check, depth, generate, next_child, parent, renumber, sort_key, split_code

CODES = st.one_of(
    st.text(max_size=12),
    st.lists(st.integers(0, 30), max_size=4).map(lambda parts: ".".join(map(str, parts))),
    st.from_regex(r"[A-Da-d]\.?[0-9]{0,2}|[0-9][a-c]|[IVX]{1,4}", fullmatch=True),
)


def ordered(*codes):
    backwards = codes[::-1]
    return sorted(backwards, key=sort_key) == list(codes)


def test_a_code_1_10_comes_after_1_9():
    assert ordered("1", "1.1", "1.2", "1.9", "1.10", "2", "10")


def test_a_parent_comes_before_its_children_and_no_code_comes_last():
    assert ordered("1", "1.1", "1.1.1", "1.2", "2", "")


def test_letters_and_mixtures_have_their_place():
    assert ordered("A", "A.1", "A.2", "A.10", "B", "C", "D")
    assert ordered("1", "1a", "1b", "2")
    assert ordered("a", "b", "c", "d")


def test_roman_numerals_are_ordered_by_their_value():
    assert ordered("I", "II", "III", "IV", "V", "VI", "IX", "X", "XI", "XL")
    assert ordered("i", "ii", "iii", "iv", "v")


@given(CODES, CODES, CODES)
def test_the_order_of_codes_is_total(a, b, c):
    x, y, z = map(sort_key, (a, b, c))
    assert (x < y) + (x == y) + (x > y) == 1
    assert (x == y) == (a == b)
    if x <= y <= z:
        assert x <= z


@given(st.lists(CODES))
def test_the_order_of_codes_does_not_depend_on_where_they_started(codes):
    backwards = codes[::-1]
    assert sorted(codes, key=sort_key) == sorted(backwards, key=sort_key)


@given(st.lists(st.integers(0, 200), min_size=1, max_size=4), st.lists(st.integers(0, 200), min_size=1, max_size=4))
def test_numeric_codes_are_ordered_as_lists_of_numbers(a, b):
    written = [".".join(map(str, parts)) for parts in (a, b)]
    assert (sort_key(written[0]) < sort_key(written[1])) == (a < b)


def test_a_number_of_any_size_can_be_ordered():
    assert ordered("9", "9" * 150, "9" * 160)
    assert sort_key("9" * 100_000)


@pytest.mark.parametrize(("code", "above", "levels"), [
    ("", "", 0), ("1", "", 1), ("1.1", "1", 2), ("1.10", "1", 2), ("1.2.3", "1.2", 3), ("A.1", "A", 2),
    ("1.1.", "1", 2), ("1a", "", 1),
])
def test_a_code_knows_its_parent_and_its_depth(code, above, levels):
    assert (parent(code), depth(code)) == (above, levels)


@pytest.mark.parametrize(("text", "expected"), [
    ("1 - Crear una red", ("1", "Crear una red")),
    ("1.1 – Facilitar", ("1.1", "Facilitar")),
    ("1.10 — Facilitar", ("1.10", "Facilitar")),
    ("  3 – Crear", ("3", "Crear")),
    ("1-Crear", ("1", "Crear")),
    ("1.- Crear", ("1", "Crear")),
    ("2) Abrir", ("2", "Abrir")),
    ("(2) Abrir", ("2", "Abrir")),
    ("2.1) abrir", ("2.1", "abrir")),
    ("3. Texto", ("3", "Texto")),
    ("3. texto", ("3", "texto")),
    ("1.Texto", ("1", "Texto")),
    ("1.1. Texto", ("1.1", "Texto")),
    ("1.2 Formar", ("1.2", "Formar")),
    ("1.2 «Formar»", ("1.2", "«Formar»")),
    ("1.2.3 formar", ("1.2.3", "formar")),
    ("2: Abrir", ("2", "Abrir")),
    ("a) Leer", ("a", "Leer")),
    ("b. Leer", ("b", "Leer")),
    ("B - Leer", ("B", "Leer")),
    ("A.1 - Leer", ("A.1", "Leer")),
    ("OE2.3: Leer", ("OE2.3", "Leer")),
    ("1a) Leer", ("1a", "Leer")),
    ("II. Leer", ("II", "Leer")),
    ("iv) Leer", ("iv", "Leer")),
    ("1.1 - 20 talleres", ("1.1", "20 talleres")),
    ("1 -", ("1", "")),
    ("1.", ("1", "")),
    ("1 - Crear\nuna red", ("1", "Crear\nuna red")),
    ("1 -\nCrear", ("1", "Crear")),
])
def test_a_code_is_split_from_the_text_after_it(text, expected):
    assert split_code(text) == expected


@pytest.mark.parametrize("text", [
    "2018 es el año", "2018 - 2019", "2018. Balance", "15 personas", "15 Personas", "3.5 millones de personas",
    "3.5 km", "1.200 Personas", "1.200.000 personas", "3 - 5 años", "3-5 años", "10–15 talleres",
    "e-mail", "1er encuentro", "1.er semestre", "1º encuentro", "24/7", "50 %", "U.S. Embassy", "p.m. de ayer",
    "1", "1.1", "", "   ", "Crear",
    "y: entonces", "Un texto - con guion", "a la red", "15/02/2018 taller", "(1 Crear", "-5", "3:30 pm",
    "COVID-19", "1.5 millones", "3,5 millones",
])
def test_a_text_without_a_code_is_left_whole(text):
    assert split_code(text) == ("", text)


@given(st.text())
def test_splitting_a_code_loses_no_word(text):
    code, rest = split_code(text)
    assert text.endswith(rest)
    assert code in text
    assert len(code) + len(rest) <= len(text)


@given(st.lists(st.integers(1, 99), min_size=1, max_size=3), st.sampled_from([" - ", " – ", ") ", ".- "]))
def test_a_code_written_before_a_text_is_found_again(parts, mark):
    code = ".".join(map(str, parts))
    assert split_code(f"{code}{mark}Crear") == (code, "Crear")


def test_a_very_long_text_is_split_at_once():
    assert split_code("1" * 1_000_000) == ("", "1" * 1_000_000)
    assert split_code("1 - " + "a" * 1_000_000) == ("1", "a" * 1_000_000)


def test_new_codes_follow_the_tree():
    assert generate([1, 2, 2, 1, 2, 3]) == ["1", "1.1", "1.2", "2", "2.1", "2.1.1"]
    assert generate([1, 1], prefix="3") == ["3.1", "3.2"]
    assert generate([2, 5, 1]) == ["1", "1.1", "2"]
    assert generate([]) == []


@given(st.lists(st.integers(1, 4)))
def test_new_codes_are_all_different_in_order_and_without_findings(depths):
    codes = generate(depths)
    assert len(set(codes)) == len(codes)
    assert codes == sorted(codes, key=sort_key)
    assert check(codes) == []


@pytest.mark.parametrize(("existing", "above", "expected"), [
    ([], "", "1"), (["1", "2"], "", "3"), (["1", "1.1"], "1", "1.2"), (["1"], "1", "1.1"),
    (["1", "1.2"], "1", "1.3"), (["1.9", "1.10"], "1", "1.11"), (["A", "B"], "", "C"), (["a", "b"], "", "c"),
    (["I", "II"], "", "III"), (["i", "ii", "iii"], "", "iv"), (["A.1"], "A", "A.2"), (["2", "1a"], "", "3"),
    (["", "1"], "", "2"),
])
def test_one_more_item_goes_after_the_last(existing, above, expected):
    assert next_child(existing, above) == expected


@given(st.lists(CODES), CODES)
def test_a_new_code_is_new(existing, above):
    taken = {tuple(p for p in code.strip().split(".") if p) for code in existing}
    assert tuple(next_child(existing, above).split(".")) not in taken


def test_a_jump_in_the_numbers_is_reported_and_nothing_is_renumbered():
    codes = ["1", "1.2", "1.3", "2"]
    findings = check(codes)
    assert [(f.kind, f.code, f.position, f.missing) for f in findings] == [("gap", "1.2", 1, "1.1")]
    assert findings[0].message == "Antes de 1.2 falta el número 1.1."
    assert codes == ["1", "1.2", "1.3", "2"]


def test_a_repeated_code_is_reported_once():
    findings = check(["1", "2", "2", "2", "", ""])
    assert [(f.kind, f.code, f.position) for f in findings] == [("duplicate", "2", 2)]
    assert findings[0].message == "El número 2 aparece más de una vez."


def test_a_child_without_its_parent_is_reported_only_when_the_list_holds_other_branches():
    assert check(["2.1", "2.2"]) == []
    assert [(f.code, f.missing) for f in check(["1", "2.1"])] == [("2.1", "2")]


def test_a_wide_gap_is_one_finding():
    assert [(f.code, f.missing) for f in check(["1", "5"])] == [("5", "2")]
    assert [(f.code, f.missing) for f in check(["3", "4"])] == [("3", "1")]


@given(st.lists(CODES))
def test_any_list_of_codes_can_be_checked(codes):
    assert all(f.code and 0 <= f.position < len(codes) for f in check(codes))


def test_a_list_of_thousands_is_checked_at_once():
    findings = check([f"{n}" for n in range(1, 20_000, 2)])
    assert len(findings) == 9_999
    assert check([f"7.{n}" for n in range(1, 10_000)]) == []


def gen(*depths):
    return [Numbered(d) for d in depths]


def test_generated_codes_follow_the_order_and_go_three_levels_down():
    assert renumber(gen(1, 2, 3, 3, 2, 1, 2)) == ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2", "2.1"]
    assert renumber(gen(3, 1, 3)) == ["1", "2", "2.1"]


def test_authored_codes_stay_and_generated_ones_skip_them():
    items = [Numbered(1), Numbered(1, "2", authored=True), Numbered(1), Numbered(1, "1", authored=True)]
    assert renumber(items) == ["3", "2", "4", "1"]
    assert renumber([Numbered(1, "2", authored=True), *gen(1, 1)]) == ["2", "3", "4"]
    assert renumber([*gen(1), Numbered(1, "10", authored=True), *gen(1)]) == ["1", "10", "11"]
    assert renumber([*gen(1), Numbered(1, "1.1", authored=True), *gen(2)]) == ["1", "1.1", "1.1.1"]


def test_what_is_inside_an_authored_code_goes_under_it_and_follows_its_style():
    assert renumber([Numbered(1, "A.1", authored=True), *gen(2, 2)]) == ["A.1", "A.1.1", "A.1.2"]
    assert renumber([Numbered(1, "B", authored=True), *gen(1)]) == ["B", "C"]
    assert renumber([Numbered(1, "OE2", authored=True), *gen(1)]) == ["OE2", "OE3"]
    assert renumber([Numbered(1, "II", authored=True), *gen(1)]) == ["II", "III"]
    assert renumber([Numbered(1, "H", authored=True), *gen(1)]) == ["H", "J"]


def test_what_has_no_number_lends_its_place_to_what_is_inside():
    assert renumber([*gen(1), Numbered(1, "", authored=True), *gen(2, 1)]) == ["1", "", "2", "3"]


ITEMS = st.lists(st.builds(Numbered, st.integers(1, 4), CODES.map(str.strip), st.booleans()), max_size=25)


@given(ITEMS)
def test_renumbering_leaves_authored_codes_alone_and_repeats_no_generated_one(items):
    codes = renumber(items)
    authored = [(i.code, c) for i, c in zip(items, codes, strict=True) if i.authored]
    assert all(before == after for before, after in authored)
    made = [c for i, c in zip(items, codes, strict=True) if not i.authored]
    assert all(made)
    assert len({sort_key(c)[1] for c in made}) == len(made)
    assert not {sort_key(c)[1] for c in made} & {sort_key(c)[1] for c, _same in authored if c}


@given(ITEMS)
def test_generated_codes_with_one_parent_are_in_natural_order(items):
    family = {}
    for item, code in zip(items, renumber(items), strict=True):
        if not item.authored:
            family.setdefault(parent(code), []).append(code)
    assert all(codes == sorted(codes, key=sort_key) for codes in family.values())


@given(ITEMS)
def test_renumbering_again_changes_nothing(items):
    codes = renumber(items)
    again = [Numbered(i.depth, c, i.authored) for i, c in zip(items, codes, strict=True)]
    assert renumber(again) == codes


@given(st.lists(st.integers(1, 3), max_size=20))
def test_without_authored_codes_renumbering_is_plain_numbering(depths):
    closed, level = [], 0
    for wanted in depths:
        level = min(wanted, level + 1)
        closed.append(level)
    assert renumber(gen(*depths)) == generate(closed)
