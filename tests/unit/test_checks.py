"""The method's soft checks on what people write: what they say, and above all what they leave in peace."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga import i18n
from minga.checks import check_card, check_title, count_words
from minga.methods import Rules

_WIDE = Rules(card_words=(1, 999), title_words=(1, 999), checks=(("lack", True), ("names", True)))


def _codes(text: str, language: str = "es", rules: Rules = _WIDE) -> list[str]:
    return [note.code for note in check_card(text, rules, language)]


def _title_codes(text: str, language: str = "es", rules: Rules = _WIDE) -> list[str]:
    return [note.code for note in check_title(text, rules, language)]


@pytest.mark.parametrize(("text", "n"), [
    ("", 0), ("   \n ", 0), ("…", 0), ("— ! ?", 0), ("💧", 0), ("👩🏽‍🌾 👩🏽‍🌾", 0), ("Agua", 1), ("¡Agua!", 1),
    ("Agua limpia para todas", 4), ("agua  limpia\n\tpara  todas", 4), ("💧 Agua limpia 💧", 2),
    ("socio-ambiental", 1), ("Plan – segunda parte", 3), ("Plan—segunda parte", 3), ("agua -- tierra", 2),
    ("1.500 familias", 2), ("1,5 millones", 2), ("20 % de agua", 3), ("50% de agua", 3), ("24/7", 1), ("2018/2019", 1),
    ("todas/os", 1), ("promotoras/es", 1), ("y/o", 1), ("km/h", 1), ("hombres/mujeres", 2), ("él/ella", 2),
    ("agua / tierra", 2), ("«Agua» “limpia” 'ya'", 3), ("(agua)", 1), ("S.A.", 1), ("EE. UU.", 1), ("EE.UU. ayuda", 2),
    ("p. ej. ríos", 2), ("Sr. Luna", 2), ("agua,tierra", 2), ("red.Somos", 2), ("www.agua.org/a/b", 1),
    ("ana@red.org escribe", 2), ("https://x.org/a,b", 1), ("1) Abrir la escuela", 3), ("- Abrir la escuela", 3),
    ("• Abrir", 1), ("2 escuelas", 2), ("#AguaQueUne ya", 2), ("d'água boa", 2), ("don't stop", 2), ("@jaguar", 1),
    ("ma\u0301s agua", 2), ("mo\u00adni\u200bto", 1),
])
def test_words_are_counted_as_a_person_counts_them(text: str, n: int) -> None:
    assert count_words(text) == n


@pytest.mark.parametrize(("language", "text"), [
    ("es", "Más participación de las comunidades"), ("es", "MEJORAR LA COMUNICACIÓN"), ("es", "mas encuentros"),
    ("es", "Fortalecer las escuelas de agua"), ("es", "Un proyecto que fortalezca la red"),
    ("es", "Mejor coordinación"), ("es", "Potenciar los liderazgos"), ("es", "Se optimiza el trabajo"),
    ("es", "Incrementar los fondos"), ("es", "Reuniones más frecuentes"), ("es", "Mejoramiento de caminos"),
    ("es", "Mejorar la salud para 2030"), ("es", "Una mayor presencia en medios"), ("es", "Refuerzo de capacidades"),
    ("es", "Cada vez más gente nos sigue"), ("es", "En 2030 la red está más unida"), ("es", "fortalecímiento"),
    ("es", "Tenemos dos sedes. Mejorar la escucha."), ("es", "Aumentar la participación"), ("es", "ma\u0301s escuelas"),
    ("pt", "Mais participação das comunidades"), ("pt", "Melhorar a comunicação"), ("pt", "FORTALECER A REDE"),
    ("pt", "Melhor coordenação"), ("pt", "Potencializar lideranças"), ("pt", "Reuniões mais frequentes"),
    ("pt", "Aprimorar os processos"), ("pt", "Otimizar recursos"), ("pt", "Uma maior presença na mídia"),
    ("en", "More participation"), ("en", "Better roads"), ("en", "Strengthen communication"), ("en", "Improved health"),
    ("en", "Enhance our networks"), ("en", "Increased visibility by 2030"), ("en", "Boosting leadership"),
])
def test_a_comparative_without_content_is_told(language: str, text: str) -> None:
    assert _codes(text, language) == ["comparatives"]


@pytest.mark.parametrize(("language", "text"), [
    ("es", "Más de 200 familias tienen agua"), ("es", "Más de doscientas familias tienen agua"),
    ("es", "El informe sale en junio a más tardar"), ("es", "Además, cada país tiene su escuela"),
    ("es", "No más minería en la cuenca"), ("es", "Nunca más sin consulta"),
    ("es", "Lo mejor de cada pueblo se comparte"), ("es", "A lo mejor llueve"),
    ("es", "Nadie tiene que caminar más para llegar al agua"), ("es", "No se cortan más árboles"),
    ("es", "Los demás países conocen la ley"), ("es", "Las personas mayores enseñan"),
    ("es", "Llegamos más allá del río"), ("es", "Las mejores prácticas están en un libro"),
    ("es", "Mejorar 30 pozos comunitarios"), ("es", "Aumentar al doble las socias"),
    ("es", "Mejorar los caminos de tres veredas"), ("es", "2000 familias con mejor agua"),
    ("es", "La mayoría de las alcaldías consulta"), ("es", "Potencia hídrica de la región"),
    ("es", "El máximo órgano decide"), ("es", "Los más jóvenes coordinan"), ("es", "Mejoramos el agua cada mes"),
    ("es", "La plaza mayor es nuestra"), ("es", "Una vez más marchamos"), ("es", "Más bien pocas reglas"),
    ("es", "Asamblea con más del 40% de mujeres"), ("pt", "Mais de 200 famílias têm água"),
    ("pt", "Mais de duzentas famílias têm água"), ("pt", "Não há mais garimpo"),
    ("pt", "O melhor de cada povo é partilhado"), ("pt", "Além disso, cada país tem sua escola"),
    ("pt", "As demais redes participam"), ("pt", "O relatório sai em junho, o mais tardar"),
    ("pt", "Nunca mais sem consulta"), ("pt", "Mais uma escola aberta"), ("pt", "A maioria das prefeituras consulta"),
    ("pt", "Melhorar 30 poços"), ("en", "More than 200 families have water"), ("en", "No more mining"),
    ("en", "Furthermore, each country has a school"), ("en", "The better half of the land is ours"),
    ("en", "Once more we march"), ("en", "Improve thirty wells"), ("en", "Nobody walks any more than needed"),
    ("en", "More than half of the seats are held by women"),
])
def test_a_comparative_with_a_measure_or_in_an_idiom_is_left_in_peace(language: str, text: str) -> None:
    assert "comparatives" not in _codes(text, language)


@pytest.mark.parametrize(("language", "text", "said"), [
    ("es", "Falta de recursos", "Falta de"), ("es", "falta De RECURSOS", "falta De"),
    ("es", "La falta de oficinas", "falta de"), ("es", "Hay ausencia de reglas claras", "ausencia de"),
    ("es", "Carencia de vías", "Carencia de"), ("es", "Aquí no hay luz", "no hay"), ("es", "NO HAY LUZ", "NO HAY"),
    ("es", "No contamos con sede", "No contamos con"), ("es", "Recursos insuficientes", "insuficientes"),
    ("es", "insuficiencia de agua", "insuficiencia"), ("es", "Faltan manos", "Faltan"),
    ("es", "Nos hace falta tiempo", "hace falta"), ("es", "Carecemos de datos", "Carecemos de"),
    ("es", "Trabajo parado por falta de fondos", "falta de"), ("es", "Escasez de personal", "Escasez de"),
    ("es", "No se cuenta con equipo", "No se cuenta con"), ("es", "«Falta de tiempo»", "Falta de"),
    ("es", "No existen registros", "No existen"), ("es", "Deficit de vivienda", "Deficit de"),
    ("pt", "Falta de recursos", "Falta de"), ("pt", "Ausencia de regras", "Ausencia de"),
    ("pt", "Carência de estradas", "Carência de"), ("pt", "Aqui nao ha luz", "nao ha"), ("pt", "NÃO HÁ LUZ", "NÃO HÁ"),
    ("pt", "Não temos sede", "Não temos"), ("pt", "Recursos insuficientes", "insuficientes"),
    ("pt", "Não contamos com equipe", "Não contamos com"), ("pt", "Faltam mãos", "Faltam"),
    ("pt", "A rede não tem dados", "não tem"), ("en", "Lack of funds", "Lack of"), ("en", "A LACK OF FUNDS", "LACK OF"),
    ("en", "Absence of rules", "Absence of"), ("en", "No office in the capital", "No"),
    ("en", "There is no light", "There is no"), ("en", "Insufficient staff", "Insufficient"),
    ("en", "We don't have data", "don't have"), ("en", "We don’t have data", "don’t have"),
    ("en", "Not enough hands", "Not enough"),
])
def test_an_obstacle_told_as_a_lack_is_answered_with_the_question(language: str, text: str, said: str) -> None:
    (note,) = check_card(text, _WIDE, language)
    assert note.code == "lack"
    assert note.advice == "¿Qué hay en su lugar que lo impide?"
    assert note.span is not None
    assert text[slice(*note.span)] == said


@pytest.mark.parametrize(("language", "text"), [
    ("es", "Entregamos los informes sin falta"), ("es", "Se castiga cualquier falta grave"),
    ("es", "No hay que pedir permiso"), ("es", "Autoridades que faltan a la ley"),
    ("es", "La falta cometida se repite"), ("es", "El canal está roto"), ("es", "No tienen que rendir cuentas"),
    ("es", "No hay duda: deciden de espaldas"), ("es", "¿No? Hay que ver"), ("es", "Dijeron que no, hay actas"),
    ("es", "No cuenta lo que pasó en la reunión"), ("es", "Faltas de respeto en público"),
    ("pt", "Entregamos os informes sem falta"), ("pt", "Não há que pedir licença"),
    ("pt", "Autoridades que faltam à lei"), ("pt", "O canal está quebrado"), ("pt", "Não tem nada a ver conosco"),
    ("en", "No one answers the phone"), ("en", "They say no to every request"), ("en", "No, they answered"),
    ("en", "No longer invited to the table"), ("en", "Companies black out the meters"), ("en", "No doubt they knew"),
    ("en", "We do not have to wait"), ("en", "No. 5 is blocked"), ("en", "No two groups share a calendar"),
    ("es", "Aquí no falta quien mande"), ("es", "No hace falta permiso para talar"),
    ("pt", "Aqui não falta quem mande"), ("en", "There is no lack of meetings"), ("en", "No shortage of rules"),
])
def test_words_that_only_resemble_a_lack_are_left_in_peace(language: str, text: str) -> None:
    assert "lack" not in _codes(text, language)


@pytest.mark.parametrize(("language", "text", "name"), [
    ("es", "El gobierno de Quirquincho no escucha", "Quirquincho"), ("es", "La ONU decide por todos", "ONU"),
    ("es", "El MEC firma y no cumple", "MEC"), ("es", "La Sra. Lechuza manda sola", "Sra. Lechuza"),
    ("es", "la dra Lechuza manda sola", ""), ("es", "El ministro Quirquincho miente", "ministro Quirquincho"),
    ("es", "Aguas Turbias S.A. compra la tierra", "Aguas Turbias"),
    ("es", "Compra todo Turbias S.A. cada año", "Turbias"),
    ("es", "Decide todo el Ministerio de Salud", "Ministerio de Salud"),
    ("es", "Don Quirquincho cobra dos veces", "Don Quirquincho"),
    ("es", "Ministerio de Salud firma y no cumple", "Ministerio de Salud"),
    ("es", "EL SR. LUNA NO ESCUCHA", "SR. LUNA"), ("es", "Tapir Lechuza nunca contesta", "Tapir Lechuza"),
    ("es", "culpa de la alcaldesa Lechuza", "alcaldesa Lechuza"),
    ("es", "La empresa Turbias seca el río", "empresa Turbias"), ("es", "manda la A.B.C. del sur", "A.B.C."),
    ("pt", "O governo de Quirquincho não escuta", "Quirquincho"), ("pt", "A ONU decide por nós", "ONU"),
    ("pt", "A Dra. Lechuza manda só", "Dra. Lechuza"), ("pt", "O prefeito Quirquincho mente", "prefeito Quirquincho"),
    ("pt", "Decide tudo o Ministério da Saúde", "Ministério da Saúde"), ("pt", "Culpa da FIESX", "FIESX"),
    ("en", "The party of Quirquincho never listens", "party of Quirquincho"), ("en", "UNX decides for us", "UNX"),
    ("en", "Complaints about Mr. Quirquincho pile up", "Mr. Quirquincho"),
    ("en", "The mayor Quirquincho lies", "mayor"),
    ("en", "All is decided by the Ministry of Health", "Ministry of Health"),
])
def test_a_name_in_an_obstacle_is_answered_with_the_question(language: str, text: str, name: str) -> None:
    notes = [note for note in check_card(text, _WIDE, language) if note.code == "names"]
    if not name:
        assert notes
        return
    assert [note.advice for note in notes] == ["No se trata de quién, sino de qué: ¿qué hay ahí que bloquea?"]
    assert notes[0].span is not None
    assert name.split()[-1] in text[slice(*notes[0].span)] or name in notes[0].message


@pytest.mark.parametrize(("language", "text"), [
    ("es", "Decisiones tomadas sin consulta en Perú y Bolivia"), ("es", "El Estado llega tarde"),
    ("es", "Las empresas de Brasil secan el río Paraná"), ("es", "Sequías desde Buenos Aires hasta La Paz"),
    ("es", "TODO SE DECIDE EN LA CAPITAL"), ("es", "NO nos escuchan NUNCA"),
    ("es", "Nos miran como botín. Luego se van."), ("es", "Marzo se va en trámites. Abril también."),
    ("es", "Trámites: Cada oficina pide otro papel"), ("es", "«Vuelva mañana» es la respuesta"),
    ("es", "Las ONG compiten entre sí"), ("es", "El siglo XXI no llegó al campo"),
    ("es", "Grandes empresas muy cerca de quienes gobiernan"), ("es", "La Amazonía se reparte por WhatsApp"),
    ("es", "El Gobierno y la Iglesia callan"), ("es", "La Asamblea de la Red decide tarde"),
    ("es", "Las Reglas Cambian Cada Año Sin Aviso"), ("es", "La deuda con los Pueblos Originarios sigue"),
    ("es", "Cuencas partidas entre Chile y Argentina"), ("es", "La frontera con EE. UU. se cierra"),
    ("es", "Basura en la cuenca del Titicaca"), ("es", "Los ríos de Antioquia llegan sucios"),
    ("es", "Amenazas de noche"), ("es", "El VIH se calla"), ("es", "Todo pasa por la capital"),
    ("es", "El valle de Ixtal está cercado"), ("es", "- Normas viejas\n- Trámites lentos"),
    ("es", "Nos dicen: Esperen"), ("es", "El señor que cobra no da recibo"), ("es", "La directora cambia cada mes"),
    ("es", "Vivimos en Ixtal sin luz"), ("es", "Reuniones por Zoom a medianoche"),
    ("pt", "Decisões tomadas sem consulta no Peru e na Bolívia"), ("pt", "O Estado chega tarde"),
    ("pt", "TUDO SE DECIDE NA CAPITAL"), ("pt", "NÃO nos escutam NUNCA"), ("pt", "As ONGs competem entre si"),
    ("pt", "A Amazônia é repartida por WhatsApp"), ("pt", "O rio São Francisco seca"),
    ("pt", "Secas de Minas Gerais ao Ceará"), ("pt", "Os Povos Indígenas esperam há anos"),
    ("pt", "O senhor que cobra não dá recibo"), ("es", "En general Colombia decide sola"),
    ("es", "La Ley de Aguas favorece al riego"), ("es", "Los pueblos Ixtal y Tulá viven lejos"),
    ("es", "Todo se escribe en Inglés"), ("pt", "Às Segundas ninguém pode vir"),
    ("pt", "A Lei de Águas favorece a irrigação"), ("en", "The Water Act favours irrigation"),
    ("en", "Decisions taken in Peru and Bolivia"), ("en", "Spanish and Portuguese speakers sit apart"),
    ("en", "Every Monday I wait in line"), ("en", "EVERYTHING IS DECIDED IN THE CAPITAL"), ("en", "NGOs compete"),
    ("en", "Rules change between March and April"), ("en", "The Amazon is shared out by WhatsApp"),
    ("en", "Latin American towns are far apart"), ("en", "They NEVER listen"), ("en", "The teacher shouts"),
])
def test_capitals_that_name_nobody_are_left_in_peace(language: str, text: str) -> None:
    assert "names" not in _codes(text, language)


def test_the_names_of_the_room_are_known_and_the_own_organisation_may_stand() -> None:
    known, own = frozenset({"Ceiba Azul", "Jaguar", "Agua"}), frozenset({"Red Tramalibre"})

    def named(text: str) -> list[str]:
        return [n.code for n in check_card(text, _WIDE, "es", known=known, own=own)]

    assert named("Siempre habla ceiba azul") == []
    assert named("Siempre habla Ceiba Azul") == ["names"]
    assert named("Ceiba Azul habla siempre") == ["names"]
    assert named("todo lo decide Jaguar") == ["names"]
    assert named("Agua cara para todo el valle") == []
    assert named("La Red Tramalibre decide tarde") == []


@pytest.mark.parametrize(("language", "text"), [
    ("es", "Fortalecer la comunicación"), ("es", "MEJORAR LA GESTION"), ("es", "Comunicación efectiva"),
    ("es", "Fortalecimiento institucional"), ("es", "Trabajo en equipo"), ("es", "Más y mejor participación"),
    ("es", "Desarrollo de capacidades"), ("es", "Mejor coordinación interna y externa"), ("es", "Promover alianzas"),
    ("pt", "Fortalecer a comunicação"), ("pt", "Melhorar a gestão"), ("pt", "Desenvolvimento de capacidades"),
    ("pt", "Comunicação efetiva"), ("en", "Strengthen communication"), ("en", "Capacity building"),
    ("en", "Better coordination"), ("en", "Effective teamwork"), ("en", "Improving the quality of our work"),
])
def test_a_title_that_any_plan_could_have_is_told_once(language: str, text: str) -> None:
    assert _title_codes(text, language) == ["empty_title"]


@pytest.mark.parametrize(("language", "text"), [
    ("es", "Leyes que cuidan el agua"), ("es", "Una red sólida, cercana y duradera"), ("es", "Voz y presencia pública"),
    ("es", "Comunidades que aprenden y deciden"), ("es", "Pocas manos y pocos medios"), ("es", "Trámites que cansan"),
    ("es", "Radios comunitarias en cada cuenca"), ("pt", "Leis que cuidam da água"),
    ("pt", "Poucas mãos e poucos meios"), ("en", "Laws that look after water"), ("en", "Few hands, few means"),
    ("en", "Radios in every valley"),
])
def test_a_title_that_says_something_has_no_note(language: str, text: str) -> None:
    assert _title_codes(text, language) == []


def test_a_title_of_one_word_is_told_where_the_method_wants_more() -> None:
    assert _title_codes("Comunicación", rules=Rules(title_words=(3, 7))) == ["one_word_title"]
    assert _title_codes("  ¡Agua! 💧", rules=Rules(title_words=(3, 7))) == ["one_word_title"]
    assert _title_codes("Formación", rules=Rules(title_words=(1, 7))) == []
    assert _title_codes("Formación", rules=Rules(title_words=(1, 7), checks=(("one_word_title", True),))) == [
        "one_word_title"]
    assert _title_codes("Agua limpia", rules=Rules(title_words=(3, 7))) == ["title_words"]
    assert _title_codes("Mejor gestión", rules=Rules(title_words=(3, 7))) == ["empty_title"]


@pytest.mark.parametrize(("text", "limits", "says"), [
    ("Agua", (3, 15), "Tiene 1 palabra; se sugieren de 3 a 15."),
    ("Agua limpia", (3, 15), "Tiene 2 palabras; se sugieren"),
    ("uno dos cuatro cinco", (2, 3), "Tiene 4 palabras; se sugieren de 2 a 3."),
    ("agua sol", (3, 3), "se sugiere que sean 3"),
])
def test_too_few_or_too_many_words_say_how_many_and_ask(text: str, limits: tuple[int, int], says: str) -> None:
    (note,) = check_card(text, Rules(card_words=limits), "es")
    assert note.code == "card_words"
    assert says in note.message
    assert note.advice.startswith("¿")


@pytest.mark.parametrize("text", ["", "  ", "💧", "…"])
def test_what_has_no_words_has_no_notes(text: str) -> None:
    assert _codes(text, rules=Rules()) == _title_codes(text, rules=Rules()) == []


def test_lack_and_names_are_asked_for_by_the_stage_and_every_check_can_be_switched_off() -> None:
    text = "Falta de fondos por culpa de Quirquincho y mejorar las cuentas"
    assert _codes(text, rules=Rules()) == ["comparatives"]
    assert _codes(text) == ["lack", "names", "comparatives"]
    off = Rules(card_words=(1, 2), checks=(("card_words", False), ("comparatives", False)))
    assert _codes(text, rules=off) == []


def test_a_method_adds_words_language_by_language() -> None:
    rules = Rules(card_words=(1, 99), checks=(("lack", True), ("names", True)), words=(
        ("comparatives", "es", ("visibiliz*",)), ("lack", "es", ("nos quedamos sin",)),
        ("names", "es", ("la patronal",)),
        ("allowed", "es", ("mejorar la raza", "ONU")), ("empty_titles", "es", ("incidencia",))))
    assert _codes("Visibilizar los ríos", rules=rules) == ["comparatives"]
    assert _codes("Visibilizar os rios", "pt", rules) == []
    assert _codes("Nos quedamos sin luz", rules=rules) == ["lack"]
    assert _codes("Todo lo frena la patronal", rules=rules) == ["names"]
    assert _codes("La ONU nos oye al mejorar la raza", rules=rules) == []
    assert "empty_title" in _title_codes("Incidencia efectiva", rules=rules)


def test_words_are_those_of_the_plan_and_sentences_those_of_the_reader() -> None:
    with i18n.speaking("en"):
        notes = check_card("Falta de agua", _WIDE, "es")
    assert [n.code for n in notes] == ["lack"]
    assert _codes("Falta de agua", "en") == []
    assert _codes("Falta de agua", "xx") == ["lack"]


_HOSTILE = [
    "a" * 10_000, "A" * 10_000, "más " * 2500, "Falta de " * 1200, "Ab " * 3300, "AB." * 3300, "." * 10_000,
    "-" * 10_000, "- " * 5000, "/" * 10_000, "a/" * 5000, "'" * 10_000, "a'" * 5000, "1.1," * 2500, "1" * 10_000,
    "\u0301" * 10_000,
    "a\u200b" * 5000, "@" * 10_000, "a@" * 5000, "Ab de " * 1600, "no " * 3300, "<script>" * 1200, "💧" * 10_000,
    "Sr. " * 2500, "«" * 10_000, "EE. " * 2500, "\x00" * 10_000, "Ministerio de la " * 600, "\n" * 10_000, " " * 10_000,
    "ÑANDÚ ÁGUA Él " * 700, "http://" * 1400, "(" * 10_000, "A. " * 3300,
]


@pytest.mark.parametrize("text", _HOSTILE, ids=lambda text: repr(text[:12]))
def test_ten_thousand_characters_of_anything_take_a_moment(text: str) -> None:
    check_card("Algo de Quirquincho", _WIDE, "es")  # lists are made ready once
    best = min(_seconds(lambda: check_card(text[:10_000], _WIDE, "es")) for _again in range(3))
    assert best < 0.05


def _seconds(work: Callable[[], object]) -> float:
    begun = time.thread_time()  # of this test alone: other work of the machine does not count
    work()
    return time.thread_time() - begun


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=400) | st.text(alphabet="AaÑñ MmDdEe.,'’-/«»1\n\u0301", max_size=200),
       language=st.sampled_from(["es", "pt", "en"]))
def test_no_text_makes_a_check_fail_and_spans_lie_inside_it(text: str, language: str) -> None:
    assert count_words(text) <= len(text)
    for note in [*check_card(text, _WIDE, language), *check_title(text, Rules(checks=_WIDE.checks), language)]:
        assert note.message
        assert note.advice
        assert note.span is None or 0 <= note.span[0] < note.span[1] <= len(text)
