"""The words of dates in Spanish, Portuguese and English, without accents or capitals.

The names of the months are also those of Catalan, Galician, Italian and French.
"""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


def _numbered(*lines: str, start: int = 1) -> dict[str, int]:
    return {word: n for n, line in enumerate(lines, start) for word in line.split()}


_MONTH_NAMES = _numbered(
    "enero janeiro january gener xaneiro gennaio janvier",
    "febrero fevereiro february febrer febreiro febbraio fevrier",
    "marzo marco march marc", "abril april aprile avril", "mayo maio may maig maggio",
    "junio junho june juny xuno giugno juin", "julio julho july juliol xullo luglio juillet",
    "agosto august agost aout", "septiembre setiembre setembro september setembre settembre septembre",
    "octubre outubro october ottobre octobre", "noviembre novembro november novembre",
    "diciembre dezembro december desembre decembro dicembre decembre",
)
SHORT_MONTHS = _numbered(
    "ene jan", "feb fev febr", "mar mzo", "abr apr", "mai", "jun", "jul", "ago agto aug", "sep sept set",
    "oct out", "nov", "dic dez dec",
)
MONTHS = {**SHORT_MONTHS, **_MONTH_NAMES}

WEAK_MONTHS = words("marco marc") | SHORT_MONTHS.keys()
"""Also everyday words (mar, set, out, ago…): a month only beside a year or another date."""

NAME_LIKE_MONTHS = words("julio abril april june august may march")
"""Also names of people, or verbs: without a year they need a preposition that people do not take."""

ORDINALS = {
    **_numbered(
        "primer primero primera primeiro primeira first i", "segundo segunda second ii",
        "tercer tercero tercera terceiro terceira third iii", "cuarto cuarta quarto quarta fourth iv",
        "quinto quinta fifth", "sexto sexta sixth",
    ),
    **dict.fromkeys(["ultimo", "ultima", "last"], -1),
}
ORDINAL_ENDINGS = words("er ero era ro ra do da to ta o a st nd rd th")

CHUNKS = {
    **dict.fromkeys(["semestre", "semester", "sem"], 6),
    **dict.fromkeys(["cuatrimestre", "quadrimestre"], 4),
    **dict.fromkeys(["trimestre", "quarter", "trim"], 3),
    **dict.fromkeys(["bimestre"], 2), **dict.fromkeys(["mes", "month"], 1),
}
"""Equal pieces of a year, by their months."""

CODE_LETTERS = {"s": 6, "h": 6, "sem": 6, "q": 3, "t": 3, "trim": 3}
"""S1, 1S, H2, Q3, T3, 3T: months of the piece."""

HALVES = words("mitad metade half quincena quinzena fortnight")
WEEKS = words("semana week")

PARTS: tuple[tuple[str, str, bool, bool], ...] = (
    # words, part, needs "de" after it, as a deadline it is exact ("hasta fin de 2019")
    ("primeros dias", "early", False, False), ("primeiros dias", "early", False, False),
    ("first days", "early", True, False), ("primeros meses", "early", True, False),
    ("primeiros meses", "early", True, False), ("first months", "early", True, False),
    ("ultimos meses", "late", True, False), ("last months", "late", True, False),
    ("ultimos dias", "late", False, False), ("last days", "late", True, False),
    ("year - end", "late", False, True), ("year end", "late", False, True),
    ("principios", "early", False, False), ("inicios", "early", False, False),
    ("comienzos", "early", False, False), ("early", "early", False, False),
    ("principio", "early", True, False), ("inicio", "early", True, False),
    ("comienzo", "early", True, False), ("comeco", "early", True, False),
    ("beginning", "early", True, False), ("start", "early", True, False),
    ("mediados", "mid", False, False), ("meados", "mid", False, False), ("mid", "mid", False, False),
    ("mitad", "mid", True, False), ("meio", "mid", True, False), ("middle", "mid", True, False),
    ("finales", "late", False, False), ("fines", "late", False, False), ("finais", "late", False, False),
    ("late", "late", False, False),
    ("final", "late", True, True), ("fin", "late", True, True), ("fim", "late", True, True),
    ("end", "late", True, True), ("cierre", "late", True, True), ("termino", "late", True, True),
)

OF = words("de del do da dos of")
ARTICLES = words("el la los las o a os as the")
BEFORE_YEAR = OF | words(", . / - ' ( ano anos year el the fiscal gestion calendario")
YEAR_WORDS = words("ano anos year years gestion ejercicio exercicio vigencia")
WEEKDAYS = words(
    "lunes martes miercoles jueves viernes sabado domingo segunda terca quarta quinta sexta feira "
    "monday tuesday wednesday thursday friday saturday sunday"
)
RANGE_WORDS = words("a al ao hasta ate to until till through thru -")
LIST_WORDS = words("y e and o ou or & , /")
FILLERS = OF | ARTICLES | words(
    "en em in on no na nos nas al ao mes meses month months dia dias day days fecha date data : "
    "periodo period todo toda all whole que va comprendido semana"
)

TITLES = words(
    "agenda plan plano ley lei law decreto decree resolucion resolucao resolution convenio articulo artigo "
    "article art numero number num vision horizonte estrategia strategy pagina page pag programa $ # usd us eur r"
)
"""Words after which a year is the name of something, or not a year at all."""

COUNTED = words(
    "personas persona mujeres mujer hombres jovenes familias activistas organizaciones comunidades "
    "participantes integrantes docentes estudiantes ninas ninos ejemplares copias talleres actividades casos "
    "millones mil dolares pesos euros soles reais bolivianos usd km kg metros hectareas horas "
    "pessoas mulheres homens jovens organizacoes comunidade oficinas people women men young youth members "
    "participants organizations communities workshops copies dollars families activists girls boys hours % $ €"
)
"""Words before which a figure is an amount, never a year."""
