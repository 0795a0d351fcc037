"""Who answers for an action, from the words of a cell."""

from __future__ import annotations

import pytest

from minga.people.countries import country_code
from minga.people.reading import is_nobody, read_people


def pairs(text: str) -> list[tuple[str, str]]:
    people, _offers = read_people(text)
    assert {p.kind for p in people} <= {"person"}, people
    return [(p.name, p.country) for p in people]


@pytest.mark.parametrize(("written", "expected"), [
    ("Abel (Ecuador)", [("Abel", "EC")]),
    ("Berta y Ciro (Paraguay)", [("Berta", "PY"), ("Ciro", "PY")]),
    ("Abel, Berta e Inés (Perú)", [("Abel", "PE"), ("Berta", "PE"), ("Inés", "PE")]),
    ("João e Zita (Brasil)", [("João", "BR"), ("Zita", "BR")]),
    ("Ngozi & Tomasz (UK)", [("Ngozi", "GB"), ("Tomasz", "GB")]),
    ("Mary and John (USA)", [("Mary", "US"), ("John", "US")]),
    ("Abel (Chile), Berta (Perú) y Ciro (EE. UU.)", [("Abel", "CL"), ("Berta", "PE"), ("Ciro", "US")]),
    ("Abel (Chile)\nBerta (Perú); Ciro (Cuba)", [("Abel", "CL"), ("Berta", "PE"), ("Ciro", "CU")]),
    ("Tomás – Portugal", [("Tomás", "PT")]),
    ("Tomás - Portugal, Zita - Angola", [("Tomás", "PT"), ("Zita", "AO")]),
    ("Siobhan, Ireland", [("Siobhan", "IE")]),
    ("Abel, Berta, Chile", [("Abel", "CL"), ("Berta", "CL")]),
    ("Nzinga [AO]", [("Nzinga", "AO")]),
    ("Perú: Abel y Berta", [("Abel", "PE"), ("Berta", "PE")]),
    ("Perú (Abel, Berta)", [("Abel", "PE"), ("Berta", "PE")]),
    ("Marisol de la Cruz Mesa (Costa Rica)", [("Marisol de la Cruz Mesa", "CR")]),
    ("Jordan O'Neil-Ruiz (Jordania)", [("Jordan O'Neil-Ruiz", "JO")]),
    ("Abel Quiroga", [("Abel Quiroga", "")]),
    ("• Abel (Chile)\n• Berta (Perú)", [("Abel", "CL"), ("Berta", "PE")]),
    ("Abel (Macondo)", [("Abel", "")]),
    ("Mtra. Berta Paz (MX) / Ulises", [("Mtra. Berta Paz", "MX"), ("Ulises", "")]),
    ("Abel (nicaragüense) y Berta (guatemalteca)", [("Abel", "NI"), ("Berta", "GT")]),
    ("Inés (brasileira)", [("Inés", "BR")]),
    ("Montserrat (Catalunya)", [("Montserrat", "")]),
    ("Marisol de la Cruz (Argentina), José Ferro-Díaz (Uruguay)", [("Marisol de la Cruz", "AR"),
                                                                  ("José Ferro-Díaz", "UY")]),
    ("نور (Palestina)", [("نور", "PS")]),
])
def test_people_are_told_apart_with_their_country(written: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(written) == expected


@pytest.mark.parametrize(("written", "kind"), [
    ("Todas/os", "everyone"), ("Todos", "everyone"), ("Todas y todos", "everyone"), ("Everybody", "everyone"),
    ("Tod@s", "everyone"), ("Todas las personas", "everyone"), ("Todos e todas", "everyone"),
    ("Coordinaciones nacionales", "group"), ("Equipe técnica", "group"), ("All local teams", "group"),
    ("Todas las comarcas y las/os integrantes de la Red Semilla.", "group"),
    ("Comité de Mujeres y Juventud (Perú)", "group"), ("Equipo de Abel (Perú)", "group"),
    ("Fundación Luz (Perú)", "organization"), ("ONU", "organization"), ("Chile", "group"),
    ("<img src=x onerror=alert(1)>", "group"), ('=HYPERLINK("http://x")', "group"),
])
def test_what_is_not_a_list_of_people_is_kept_whole(written: str, kind: str) -> None:
    people, offers = read_people(written)
    assert [(p.as_written, p.kind) for p in people] == [(written, kind)]
    assert offers == []


@pytest.mark.parametrize(("written", "offered"), [
    ("Coordina Delia (Chile), todas las comarcas mandan fotos.", [("Delia (Chile)", "Delia", "CL", "coordinates")]),
    ("Abel (Perú) recibe los textos y los corrige.", [("Abel (Perú)", "Abel", "PE", "responsible")]),
    ("Coordinan Abel Ruiz y Berta (Perú)", [("Abel Ruiz y Berta (Perú)", "Abel Ruiz", "PE", "coordinates"),
                                            ("Abel Ruiz y Berta (Perú)", "Berta", "PE", "coordinates")]),
    ("Secretaría y Abel (Perú)", [("Abel (Perú)", "Abel", "PE", "responsible")]),
])
def test_people_inside_a_sentence_are_offered_and_not_assigned(written: str, offered: list[tuple[str, ...]]) -> None:
    people, offers = read_people(written)
    assert [(p.as_written, p.kind) for p in people] == [(written, "group")]
    assert [(o.text, o.name, o.country, o.role) for o in offers] == offered


@pytest.mark.parametrize(("written", "expected"), [
    ("Abel (Perú), Equipo técnico", [("Abel", "PE", "person"), ("Equipo técnico", "", "group")]),
    ("Dr. Mary-Anne O'Neill (UK), Comms team", [("Dr. Mary-Anne O'Neill", "GB", "person"),
                                               ("Comms team", "", "group")]),
    ("Red de Mujeres, Abel (Perú) y Comité de Juventud y Paz (Chile)", [
        ("Red de Mujeres", "", "group"), ("Abel", "PE", "person"),
        ("Comité de Juventud y Paz (Chile)", "CL", "group")]),
    ("Abel, Berta (Perú), facilitadoras locales", [
        ("Abel", "PE", "person"), ("Berta", "PE", "person"), ("facilitadoras locales", "", "group")]),
    ("CODEBO (Ecuador), Berta Paz (Perú)", [("CODEBO", "EC", "organization"), ("Berta Paz", "PE", "person")]),
])
def test_people_and_short_groups_side_by_side_are_told_apart(written: str, expected: list[tuple[str, ...]]) -> None:
    people, offers = read_people(written)
    assert [(p.name, p.country, p.kind) for p in people] == expected
    assert offers == []


@pytest.mark.parametrize("written", ["Abel (Perú), responsable de la casa", "Abel – Germán", "Abel y equipo (Perú)",
                                     "Coordina Carmela (México), todas las casas", "Abel – Perú, CODEBO"])
def test_what_may_be_a_sentence_is_never_parted(written: str) -> None:
    assert [p.as_written for p in read_people(written)[0]] == [written]


def test_people_in_the_brackets_of_a_group_are_offered() -> None:
    people, offers = read_people("Secretaría Técnica (Abel y Berta)")
    assert [(p.name, p.kind) for p in people] == [("Secretaría Técnica (Abel y Berta)", "group")]
    assert [(o.name, o.country) for o in offers] == [("Abel", ""), ("Berta", "")]


@pytest.mark.parametrize(("written", "nobody"), [("Por definir", True), ("TBD", True), ("a confirmar", True),
                                                 ("Nadie", True), ("Abel", False), ("", False)])
def test_nobody_chosen_yet_is_told_from_a_name(written: str, nobody: bool) -> None:
    assert is_nobody(written) is nobody


def test_a_role_before_a_colon_or_in_brackets_is_understood() -> None:
    people, _offers = read_people("Coordina: Abel (Perú)\nBerta (apoyo, Chile)\nCiro (Cuba)")
    assert [(p.name, p.country, p.role) for p in people] == [
        ("Abel", "PE", "coordinates"), ("Berta", "CL", "supports"), ("Ciro", "CU", "responsible")]


def test_two_people_written_together_keep_the_words_they_come_from() -> None:
    people, _offers = read_people("Abel y Berta (Perú)")
    assert {p.as_written for p in people} == {"Abel y Berta (Perú)"}


@pytest.mark.parametrize(("written", "code"), [
    ("México", "MX"), ("Mexico", "MX"), ("Brasil", "BR"), ("o Brasil", "BR"), ("EEUU", "US"), ("U.S.A.", "US"),
    ("Estados Unidos", "US"), ("Reino Unido", "GB"), ("Inglaterra", "GB"), ("Itália", "IT"), ("South Africa", "ZA"),
    ("República Dominicana", "DO"), ("Bolivia", "BO"), ("CO", "CO"), ("COL", "CO"), ("Côte d’Ivoire", "CI"),
    ("us", ""), ("co", ""), ("Macondo", ""), ("", ""), ("Latinoamérica", ""), ("x" * 500, ""),
])
def test_countries_are_known_by_name_in_three_languages(written: str, code: str) -> None:
    assert country_code(written) == code
