"""Dates in people's own words, in Spanish, Portuguese and English."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.i18n import format_date, format_month, speaking
from minga.schedules import KINDS, PRECISIONS, RECURRENCES, recurrence_label, understand


def day(text):
    return date.fromisoformat(text) if text else None


def said(phrase, **plan):
    s = understand(phrase, **plan)
    return s.kind, s.starts and s.starts.isoformat(), s.ends and s.ends.isoformat(), s.precision


WHOLE_PHRASES = [
    # phrase, kind, first day, last day, precision
    ("Finales de febrero 2018", "at", "2018-02-21", "2018-02-28", "third"),
    ("Desde enero de 2018", "from", "2018-01-01", None, "month"),
    ("Durante el año 2018", "during", "2018-01-01", "2018-12-31", "year"),
    ("Diciembre de 2017", "at", "2017-12-01", "2017-12-31", "month"),
    ("JUNIO  de\n2018", "at", "2018-06-01", "2018-06-30", "month"),
    ("2018 - 2019", "range", "2018-01-01", "2019-12-31", "year"),
    ("2024 - 2030", "range", "2024-01-01", "2030-12-31", "year"),
    ("2018-19", "range", "2018-01-01", "2019-12-31", "year"),
    ("2018, 2019 y 2020", "range", "2018-01-01", "2020-12-31", "year"),
    ("Gestión 2018-2019", "range", "2018-01-01", "2019-12-31", "year"),
    ("año 2020", "at", "2020-01-01", "2020-12-31", "year"),
    ("todo el año 2019", "during", "2019-01-01", "2019-12-31", "year"),
    ("durante todo el 2019", "during", "2019-01-01", "2019-12-31", "year"),
    ("a lo largo de 2019", "during", "2019-01-01", "2019-12-31", "year"),
    # semesters, quarters and other pieces
    ("Segundo semestre de 2018", "at", "2018-07-01", "2018-12-31", "semester"),
    ("1er semestre 2019", "at", "2019-01-01", "2019-06-30", "semester"),
    ("1º semestre de 2019", "at", "2019-01-01", "2019-06-30", "semester"),
    ("1.er semestre de 2019", "at", "2019-01-01", "2019-06-30", "semester"),
    ("2do. semestre del 2019", "at", "2019-07-01", "2019-12-31", "semester"),
    ("II semestre 2018", "at", "2018-07-01", "2018-12-31", "semester"),
    ("semestre 2 de 2018", "at", "2018-07-01", "2018-12-31", "semester"),
    ("semestre 2018-2", "at", "2018-07-01", "2018-12-31", "semester"),
    ("II-2018", "at", "2018-07-01", "2018-12-31", "semester"),
    ("2018-S2", "at", "2018-07-01", "2018-12-31", "semester"),
    ("1S2019", "at", "2019-01-01", "2019-06-30", "semester"),
    ("H1 2020", "at", "2020-01-01", "2020-06-30", "semester"),
    ("segunda mitad de 2019", "at", "2019-07-01", "2019-12-31", "semester"),
    ("no segundo semestre de 2018", "at", "2018-07-01", "2018-12-31", "semester"),
    ("first half of 2019", "at", "2019-01-01", "2019-06-30", "semester"),
    ("semestre I y II de 2019", "range", "2019-01-01", "2019-12-31", "semester"),
    ("Primer trimestre de 2019", "at", "2019-01-01", "2019-03-31", "quarter"),
    ("último trimestre de 2019", "at", "2019-10-01", "2019-12-31", "quarter"),
    ("Q3 2020", "at", "2020-07-01", "2020-09-30", "quarter"),
    ("3T 2020", "at", "2020-07-01", "2020-09-30", "quarter"),
    ("T4-2019", "at", "2019-10-01", "2019-12-31", "quarter"),
    ("third quarter of 2020", "at", "2020-07-01", "2020-09-30", "quarter"),
    ("Q1-Q2 2019", "range", "2019-01-01", "2019-06-30", "quarter"),
    ("primer y segundo trimestre de 2019", "range", "2019-01-01", "2019-06-30", "quarter"),
    ("segundo cuatrimestre de 2019", "at", "2019-05-01", "2019-08-31", "quarter"),
    ("Trimestre enero-marzo de 2019", "range", "2019-01-01", "2019-03-31", "month"),
    # parts
    ("Principios de 2019", "at", "2019-01-01", "2019-03-31", "quarter"),
    ("a mediados de 2019", "at", "2019-05-01", "2019-08-31", "quarter"),
    ("a finales de 2019", "at", "2019-10-01", "2019-12-31", "quarter"),
    ("A fines del año 2019", "at", "2019-10-01", "2019-12-31", "quarter"),
    ("finales del primer semestre de 2019", "at", "2019-05-01", "2019-06-30", "quarter"),
    ("inicio de 2019", "at", "2019-01-01", "2019-03-31", "quarter"),
    ("mediados de marzo de 2020", "at", "2020-03-11", "2020-03-20", "third"),
    ("no final de fevereiro de 2020", "at", "2020-02-21", "2020-02-29", "third"),
    ("late June 2019", "at", "2019-06-21", "2019-06-30", "third"),
    ("mid-2019", "at", "2019-05-01", "2019-08-31", "quarter"),
    ("primera quincena de marzo de 2020", "at", "2020-03-01", "2020-03-15", "third"),
    ("segunda quinzena de abril de 2019", "at", "2019-04-16", "2019-04-30", "third"),
    ("second half of June 2019", "at", "2019-06-16", "2019-06-30", "third"),
    ("primera semana de mayo de 2019", "at", "2019-05-01", "2019-05-07", "third"),
    ("última semana de junio de 2021", "at", "2021-06-24", "2021-06-30", "third"),
    ("primeros meses de 2023", "at", "2023-01-01", "2023-03-31", "quarter"),
    ("al término de 2022", "at", "2022-10-01", "2022-12-31", "quarter"),
    # days
    ("15/02/2018", "at", "2018-02-15", "2018-02-15", "day"),
    ("02/03/2018", "at", "2018-03-02", "2018-03-02", "day"),
    ("02/15/2018", "at", "2018-02-15", "2018-02-15", "day"),
    ("15.02.2018", "at", "2018-02-15", "2018-02-15", "day"),
    ("15/02/18", "at", "2018-02-15", "2018-02-15", "day"),
    ("2018-02-15", "at", "2018-02-15", "2018-02-15", "day"),
    ("15 de marzo de 2018", "at", "2018-03-15", "2018-03-15", "day"),
    ("el lunes 15 de marzo del año 2018", "at", "2018-03-15", "2018-03-15", "day"),
    ("marzo 15 de 2018", "at", "2018-03-15", "2018-03-15", "day"),
    ("1º de mayo de 2019", "at", "2019-05-01", "2019-05-01", "day"),
    ("primero de mayo de 2019", "at", "2019-05-01", "2019-05-01", "day"),
    ("15 March 2018", "at", "2018-03-15", "2018-03-15", "day"),
    ("March 15th, 2018", "at", "2018-03-15", "2018-03-15", "day"),
    ("the 15th of March 2018", "at", "2018-03-15", "2018-03-15", "day"),
    ("15-mar-2018", "at", "2018-03-15", "2018-03-15", "day"),
    ("15-20 de mayo de 2019", "range", "2019-05-15", "2019-05-20", "day"),
    ("del 3 al 7 de junio de 2019", "range", "2019-06-03", "2019-06-07", "day"),
    ("entre el primer y el tercer trimestre de 2019", "range", "2019-01-01", "2019-09-30", "quarter"),
    ("entre los días 3 y 7 de junio de 2019", "range", "2019-06-03", "2019-06-07", "day"),
    ("entre el 3 y el 7 de junio de 2019", "range", "2019-06-03", "2019-06-07", "day"),
    ("de 3 a 7 de junho de 2019", "range", "2019-06-03", "2019-06-07", "day"),
    ("June 3-7, 2019", "range", "2019-06-03", "2019-06-07", "day"),
    ("15, 16 y 17 de mayo de 2019", "range", "2019-05-15", "2019-05-17", "day"),
    ("28 de mayo al 2 de junio de 2019", "range", "2019-05-28", "2019-06-02", "day"),
    ("28 de diciembre al 5 de enero de 2019", "range", "2018-12-28", "2019-01-05", "day"),
    ("1/1/2018 - 31/12/2019", "range", "2018-01-01", "2019-12-31", "day"),
    ("2018-01-01/2018-06-30", "range", "2018-01-01", "2018-06-30", "day"),
    ("del 15/02 al 20/03/2018", "range", "2018-02-15", "2018-03-20", "day"),
    # months
    ("febrero, 2018", "at", "2018-02-01", "2018-02-28", "month"),
    ("setiembre de 2019", "at", "2019-09-01", "2019-09-30", "month"),
    ("março de 2018", "at", "2018-03-01", "2018-03-31", "month"),
    ("Marzo (2019)", "at", "2019-03-01", "2019-03-31", "month"),
    ("Dic. 2018", "at", "2018-12-01", "2018-12-31", "month"),
    ("ene-18", "at", "2018-01-01", "2018-01-31", "month"),
    ("02/2018", "at", "2018-02-01", "2018-02-28", "month"),
    ("2018-02", "at", "2018-02-01", "2018-02-28", "month"),
    ("Entre enero y junio de 2018", "range", "2018-01-01", "2018-06-30", "month"),
    ("De enero a junio de 2018", "range", "2018-01-01", "2018-06-30", "month"),
    ("desde enero hasta junio de 2018", "range", "2018-01-01", "2018-06-30", "month"),
    ("from January to June 2018", "range", "2018-01-01", "2018-06-30", "month"),
    ("between January and June 2018", "range", "2018-01-01", "2018-06-30", "month"),
    ("de janeiro a junho de 2018", "range", "2018-01-01", "2018-06-30", "month"),
    ("marzo-abril 2019", "range", "2019-03-01", "2019-04-30", "month"),
    ("ene 2018 - mar 2018", "range", "2018-01-01", "2018-03-31", "month"),
    ("Jan – Mar 2019", "range", "2019-01-01", "2019-03-31", "month"),
    ("noviembre a febrero de 2019", "range", "2018-11-01", "2019-02-28", "month"),
    ("noviembre de 2018 a febrero", "range", "2018-11-01", "2019-02-28", "month"),
    ("Inicia en enero de 2018 y termina en junio de 2018", "range", "2018-01-01", "2018-06-30", "month"),
    ("Inicio: enero 2018\nFin: diciembre 2018", "range", "2018-01-01", "2018-12-31", "month"),
    ("hacia junio de 2018", "at", "2018-06-01", "2018-06-30", "month"),
    ("Año 2022, mes de junio", "at", "2022-06-01", "2022-06-30", "month"),
    ("2022: noviembre a febrero", "range", "2022-11-01", "2023-02-28", "month"),
    ("segundo mes de 2023", "at", "2023-02-01", "2023-02-28", "month"),
    # from
    ("A partir de janeiro de 2018", "from", "2018-01-01", None, "month"),
    ("a partir del 15 de marzo de 2018", "from", "2018-03-15", None, "day"),
    ("since March 2018", "from", "2018-03-01", None, "month"),
    ("enero de 2018 en adelante", "from", "2018-01-01", None, "month"),
    ("Inicio en marzo de 2019", "from", "2019-03-01", None, "month"),
    ("después de junio de 2021", "from", "2021-07-01", None, "month"),
    # until
    ("hasta junio de 2018", "until", None, "2018-06-30", "month"),
    ("para marzo 2020", "until", None, "2020-03-31", "month"),
    ("a más tardar en junio de 2021", "until", None, "2021-06-30", "month"),
    ("no más tarde del 30 de junio de 2021", "until", None, "2021-06-30", "day"),
    ("by June 2021", "until", None, "2021-06-30", "month"),
    ("no later than 30 June 2021", "until", None, "2021-06-30", "day"),
    ("até dezembro de 2019", "until", None, "2019-12-31", "month"),
    ("antes de fin de año 2019", "until", None, "2019-12-31", "quarter"),
    ("antes de junio de 2021", "until", None, "2021-05-31", "month"),
    ("31 de diciembre de 2022 a más tardar", "until", None, "2022-12-31", "day"),
    ("before 2020", "until", None, "2019-12-31", "year"),
]


@pytest.mark.parametrize(("phrase", "kind", "starts", "ends", "precision"), WHOLE_PHRASES)
def test_a_phrase_that_is_all_date_is_understood_whole(phrase, kind, starts, ends, precision):
    schedule = understand(phrase)
    assert (schedule.kind, schedule.starts, schedule.ends) == (kind, day(starts), day(ends))
    assert schedule.precision == precision
    assert (schedule.matched, schedule.deliverable, schedule.doubt) == (phrase, "", "")
    assert schedule.open_ended == (kind == "from")


@pytest.mark.parametrize(("phrase", "matched", "deliverable", "starts"), [
    ("Finales de febrero 2018 presentan el documento.\nDos personas participan durante 1 año.",
     "Finales de febrero 2018", "presentan el documento.\nDos personas participan durante 1 año.", "2018-02-21"),
    ("Desde enero de 2018 , el grupo es permanente.", "Desde enero de 2018", "el grupo es permanente.", "2018-01-01"),
    ("Junio de 2018 entrega de textos", "Junio de 2018", "entrega de textos", "2018-06-01"),
    ("Se iniciará contacto desde diciembre de 2017", "desde diciembre de 2017", "Se iniciará contacto", "2017-12-01"),
    ("Primer boletín en junio de 2018", "en junio de 2018", "Primer boletín", "2018-06-01"),
    ("Primeiro boletim em junho de 2018", "em junho de 2018", "Primeiro boletim", "2018-06-01"),
    ("Encuentro (junio de 2018) en Quito", "junio de 2018", "Encuentro en Quito", "2018-06-01"),
    ("Se hará en el primer semestre de 2019, en La Paz", "en el primer semestre de 2019", "Se hará en La Paz",
     "2019-01-01"),
    ("Informe: 30/11/2018", "30/11/2018", "Informe", "2018-11-30"),
    ("En 2018 se realizan 3 talleres", "En 2018", "se realizan 3 talleres", "2018-01-01"),
    ("jornadas de formación – março de 2018", "março de 2018", "jornadas de formación", "2018-03-01"),
])
def test_the_rest_of_a_phrase_is_what_is_handed_over(phrase, matched, deliverable, starts):
    schedule = understand(phrase)
    assert (schedule.matched, schedule.deliverable) == (matched, deliverable)
    assert schedule.starts == day(starts)


@pytest.mark.parametrize("phrase", [
    "", " ", "-", "N/A", "por definir", "Dos personas participan durante 1 año", "durante 6 meses", "En 6 meses",
    "1 semestre", "2 trimestres", "Durante el primer año", "Mes 1 a mes 3", "a corto plazo", "inmediatamente",
    "Agenda 2030", "Plan 2018-2022", "capacitar a 2000 mujeres", "$2018", "USD 2020", "Presupuesto: 2.018,50",
    "Julio coordina", "con Julio", "a cargo de Julio", "24/7", "15/15/2018", "3 - 5 talleres", "fin de mes",
    "Se continúa con el proceso", "10:30", "100 %", "el primer mes", "Reunión 15.00 h", "we may meet",
    "un mar de dudas", "El marco de trabajo", "long ago",
])
def test_nothing_is_guessed_where_there_is_no_date(phrase):
    schedule = understand(phrase)
    assert said(phrase) == ("none", None, None, "none")
    assert (schedule.recurrence, schedule.matched, schedule.doubt) == ("", "", "")
    assert schedule.deliverable == phrase.strip()
    assert schedule.describe() == "sin fecha interpretable"


@pytest.mark.parametrize(("phrase", "recurrence"), [
    ("Una vez al año", "yearly"), ("Anual", "yearly"), ("cada año", "yearly"), ("uma vez por ano", "yearly"),
    ("once a year", "yearly"), ("every year", "yearly"), ("todos los años", "yearly"), ("todo ano", "yearly"),
    ("Una vez al mes", "monthly"), ("Mensual", "monthly"), ("cada mes", "monthly"), ("mensalmente", "monthly"),
    ("monthly", "monthly"), ("todos os meses", "monthly"), ("dos veces al mes", "fortnightly"),
    ("quincenal", "fortnightly"), ("Semestral", "semiannual"), ("cada seis meses", "semiannual"),
    ("a cada 6 meses", "semiannual"), ("every six months", "semiannual"), ("twice a year", "semiannual"),
    ("trimestral", "quarterly"), ("cada tres meses", "quarterly"), ("quarterly", "quarterly"),
    ("cuatro veces al año", "quarterly"), ("tres veces al año", "four_monthly"), ("bimestral", "bimonthly"),
    ("semanal", "weekly"), ("cada lunes", "weekly"), ("cada dos semanas", "fortnightly"),
    ("cada dos años", "biennial"), ("Permanente", "permanent"), ("de forma continua", "permanent"),
    ("ongoing", "permanent"), ("contínuo", "permanent"), ("cinco veces al año", "other"),
])
def test_how_often_is_understood_without_a_date(phrase, recurrence):
    schedule = understand(phrase)
    assert said(phrase) == ("recurring", None, None, "none")
    assert schedule.recurrence == recurrence
    assert schedule.matched
    assert schedule.describe() == recurrence_label(recurrence)


def test_how_often_stands_beside_a_date():
    schedule = understand("Desde enero de 2018 , el comité es permanente.")
    assert (schedule.kind, schedule.recurrence) == ("from", "permanent")
    schedule = understand("Mensual, desde marzo de 2019")
    assert (schedule.starts, schedule.recurrence, schedule.deliverable) == (date(2019, 3, 1), "monthly", "")
    assert understand("Un taller al año").deliverable == "Un taller al año"
    assert understand("Mensual: boletín").deliverable == "boletín"


def test_a_month_of_every_year_needs_no_year():
    schedule = understand("junio de cada año")
    assert (schedule.kind, schedule.recurrence, schedule.precision) == ("recurring", "yearly", "month")
    assert (schedule.starts, schedule.doubt, schedule.deliverable) == (None, "", "")


@pytest.mark.parametrize("phrase", ["junio", "en julio", "finales de junio", "primer semestre", "15 de junio",
                                    "de mayo a junio", "todo el año", "fin de año", "hasta junio", "in March"])
def test_a_date_without_a_year_asks_for_it_and_keeps_how_fine_it_is(phrase):
    schedule = understand(phrase)
    assert (schedule.starts, schedule.ends) == (None, None)
    assert schedule.precision != "none"
    assert schedule.doubt == f"¿De qué año es «{phrase}»?"


def test_the_plan_gives_the_year_only_when_one_is_possible():
    one_year = {"plan_starts": date(2018, 1, 1), "plan_ends": date(2018, 12, 31)}
    across = {"plan_starts": date(2018, 3, 1), "plan_ends": date(2019, 2, 28)}
    two_years = {"plan_starts": date(2018, 1, 1), "plan_ends": date(2019, 12, 31)}
    assert said("finales de junio", **one_year) == ("at", "2018-06-21", "2018-06-30", "third")
    assert said("todo el año", **one_year) == ("during", "2018-01-01", "2018-12-31", "year")
    assert said("enero", **across) == ("at", "2019-01-01", "2019-01-31", "month")
    assert said("noviembre a febrero", **across) == ("range", "2018-11-01", "2019-02-28", "month")
    assert understand("junio", **one_year).doubt == ""
    assert said("junio", **two_years) == ("at", None, None, "month")
    assert said("junio", plan_starts=date(2018, 1, 1)) == ("at", None, None, "month")
    assert said("29 de febrero", plan_starts=date(2019, 1, 1), plan_ends=date(2019, 12, 31))[1] is None


@pytest.mark.parametrize(("phrase", "question"), [
    ("2018-2", "¿«2018-2» es el semestre 2 o el mes de febrero?"),
    ("2018-1", "¿«2018-1» es el semestre 1 o el mes de enero?"),
    ("1-2018", "¿«1-2018» es el semestre 1 o el mes de enero?"),
])
def test_a_year_and_a_small_number_ask_whether_it_is_a_semester(phrase, question):
    assert said(phrase) == ("at", "2018-01-01", "2018-12-31", "year")
    assert understand(phrase).doubt == question


@pytest.mark.parametrize("phrase", ["31/02/2018", "30 de febrero de 2018"])
def test_a_day_that_does_not_exist_is_asked_for(phrase):
    assert said(phrase) == ("at", "2018-02-01", "2018-02-28", "month")
    assert "no existe" in understand(phrase).doubt
    assert "no existe" in understand("2019: 29 de febrero").doubt


@pytest.mark.parametrize(("phrase", "starts", "ends"), [
    ("enero 2018, junio 2018 y diciembre 2018", "2018-01-01", "2018-01-31"),
    ("Enero 2018: taller\nJunio 2018: encuentro", "2018-01-01", "2018-01-31"),
    ("junio y diciembre de 2018", "2018-06-01", "2018-06-30"),
    ("5 y 20 de mayo de 2019", "2019-05-05", "2019-05-05"),
    ("primer y tercer trimestre de 2019", "2019-01-01", "2019-03-31"),
    ("Informe: 30/11/2018. Presentación: 15/12/2018", "2018-11-30", "2018-11-30"),
    ("2018 y 2020", "2018-01-01", "2018-12-31"),
])
def test_of_several_dates_the_first_is_taken_and_the_whole_phrase_is_kept(phrase, starts, ends):
    schedule = understand(phrase)
    assert (schedule.starts, schedule.ends) == (day(starts), day(ends))
    assert schedule.deliverable == phrase
    assert "varias fechas" in schedule.doubt


def test_an_end_before_its_beginning_is_asked_about():
    schedule = understand("junio de 2019 - mayo de 2018")
    assert (schedule.starts, schedule.ends) == (date(2019, 6, 1), date(2019, 6, 30))
    assert "anterior al comienzo" in schedule.doubt


@pytest.mark.parametrize(("phrase", "approximate"), [
    ("finales de 2019", True), ("mediados de junio de 2018", True), ("hacia junio de 2018", True),
    ("junio 2018 (aprox.)", True), ("hasta finales de febrero de 2018", True), ("junio de 2018", False),
    ("by the end of 2021", False), ("primera quincena de marzo de 2020", False),
])
def test_days_that_the_words_did_not_fix_are_called_approximate(phrase, approximate):
    assert understand(phrase).approximate is approximate


@pytest.mark.parametrize(("phrase", "words"), [
    ("Finales de febrero 2018", "del 21 al 28 de febrero de 2018 (aproximado)"),
    ("desde enero de 2018", "desde el 1 de enero de 2018"),
    ("hasta junio de 2018", "hasta el 30 de junio de 2018"),
    ("15/03/2018", "el 15 de marzo de 2018"),
    ("junio 2018", "junio de 2018"),
    ("S1 2018", "1.er semestre de 2018"),
    ("Q3 2018", "3.er trimestre de 2018"),
    ("2018", "2018"),
    ("2018 - 2019", "de 2018 a 2019"),
    ("enero a mayo de 2018", "de enero a mayo de 2018"),
    ("nov 2018 - feb 2019", "de noviembre de 2018 a febrero de 2019"),
    ("28 de mayo al 2 de junio de 2019", "del 28 de mayo de 2019 al 2 de junio de 2019"),
    ("desde 2019, cada mes", "desde el 1 de enero de 2019; cada mes"),
    ("en julio", "«en julio», sin año"),
])
def test_a_schedule_is_said_back_in_words(phrase, words):
    with speaking("es"):
        assert understand(phrase).describe() == words


def test_every_recurrence_has_its_words():
    assert all(recurrence_label(code) for code in RECURRENCES)
    assert recurrence_label("") == recurrence_label("x") == ""


def test_accents_and_capitals_do_not_matter_and_the_original_is_kept():
    decomposed = "HASTA FIN DE AN\u0303O 2019, acción"
    schedule = understand(decomposed)
    assert schedule.ends == date(2019, 12, 31)
    assert schedule.matched == "HASTA FIN DE AN\u0303O 2019"
    assert schedule.deliverable == "acción"
    assert schedule.phrase == decomposed
    assert said("ATE DEZEMBRO DE 2019") == said("até dezembro de 2019")


@pytest.mark.parametrize("piece", [
    "a", "1", "15 de ", "enero, ", "1, ", "de ", "2018-", "desde hasta ", "primer y ", "cada dos ", " ", "(",
    "de el la enero a ", "fin de ", "junio 2018 ", "\u0301", "１",
])
def test_a_phrase_of_a_million_letters_is_read_at_once(piece):
    phrase = piece * (1_000_000 // len(piece))
    started = time.perf_counter()
    schedule = understand(phrase)
    assert time.perf_counter() - started < 2
    assert schedule.phrase == phrase


WORDS = (
    "desde hasta entre y de del a al el la enero marzo may mar julio 2018 2019 18 2 15 31 30 1er primer segundo "
    "último semestre trimestre quincena semana mitad finales mediados principios fin año todo durante antes para "
    "después cada seis meses mensual una vez al Q3 S1 II - / , . ( ) 29 febrero in by end of the 2018-02-30 31/04 "
    "2100 1900 9999 0000 lunes adelante en hacia até março"
)
PIECES = st.lists(st.sampled_from(WORDS.split()), max_size=12)
PHRASES = st.one_of(st.text(), PIECES.map(" ".join), PIECES.map("".join))
PLANS = st.one_of(st.none(), st.dates())


@given(PHRASES, PLANS, PLANS)
def test_any_phrase_gives_a_schedule_that_holds_together(phrase, plan_starts, plan_ends):
    s = understand(phrase, plan_starts=plan_starts, plan_ends=plan_ends)
    assert s.phrase == phrase
    assert s.matched in phrase
    assert s.kind in KINDS
    assert s.precision in PRECISIONS
    assert not s.recurrence or s.recurrence in RECURRENCES
    if s.starts and s.ends:
        assert s.starts <= s.ends
    assert (s.kind == "none") == (s.matched == "")
    assert (s.precision == "none") == (s.kind == "none" or (s.kind == "recurring" and s.starts is s.ends is None
                                                            and s.precision == "none"))
    if s.precision != "none" and s.starts is s.ends is None:
        assert s.doubt or s.kind == "recurring"
    assert s.describe()


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_any_day_written_in_figures_or_in_words_is_understood(when):
    with speaking("es"):
        written = [when.isoformat(), when.strftime("%d/%m/%Y"), format_date(when)]
        month = format_month(when)
    for phrase in written:
        assert said(phrase) == ("at", when.isoformat(), when.isoformat(), "day")
    assert understand(month).starts == when.replace(day=1)


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.sampled_from(["es", "pt", "en"]))
def test_a_month_written_in_any_of_the_languages_is_understood(when, language):
    with speaking(language):
        schedule = understand(format_month(when))
    assert (schedule.starts, schedule.precision) == (when.replace(day=1), "month")
