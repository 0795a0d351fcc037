"""What the network promised itself, and three semesters of invented progress and values, gaps included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tools.examples.book import DISAGGREGATED, Book

PERIODS = ("2018-S1", "2018-S2", "2019-S1")
_TARGET_PERIODS = (*PERIODS, "2019-S2")

GENERAL = "Hacer de la Red Tramalibre un apoyo firme para las comunidades que cuidan el agua en once países."
OBJECTIVES = (
    ("Red coordinada", "Sostener equipos y coordinaciones que compartan trabajo y recursos entre países.",
     ("Equipos de enlace y de proyectos en marcha.", "Coordinaciones nacionales con reuniones regulares.")),
    ("Voz común", "Lograr que lo que aprende una organización se conozca dentro y fuera de la red.",
     ("Plataforma y publicaciones propias.", "Avisos rápidos entre países.")),
    ("Leyes y datos", "Llevar a los parlamentos propuestas sobre el agua con datos que las respalden.",
     ("Ley modelo y planes por país.", "Informes con datos abiertos.")),
    ("Comunidades formadas", "Lograr que más personas comprendan y defiendan el agua de su territorio.",
     ("Escuela itinerante con módulos comunes.", "Videos y asesorías entre organizaciones.")),
)
RESULTS = (("outcome", "La red actúa en conjunto en los once países."),
           ("output", "Publicaciones y avisos que circulan a tiempo."),
           ("outcome", "Los parlamentos debaten con propuestas de las comunidades."),
           ("output", "Personas formadas que enseñan a otras."))

_KNOWN = "Valor inventado para el ejemplo."
_UNKNOWN = "No se llevaba registro antes de 2018."

# Objective, code, title, columns, targets by semester (None: no target was set).
INDICATORS: tuple[tuple[int, str, str, dict[str, Any], tuple[float | None, ...]], ...] = (
    (1, "1.1", "Organizaciones que integran la red", {
        "unit": "organizaciones", "method": "snapshot", "baseline_year": 2017, "baseline_value": 22.0,
        "target_total": 44.0, "verification": "Fichas de adhesión firmadas"}, (26, 32, 38, 44)),
    (1, "1.2", "Dinero reunido en el fondo común", {
        "unit": "dólares", "method": "cumulative", "baseline_year": 2017, "baseline_value": 0.0,
        "target_total": 20000.0, "verification": "Estado de cuenta del fondo"}, (4000, 9000, 15000, 20000)),
    (1, "1.3", "Países con coordinación nacional activa", {
        "unit": "países", "method": "snapshot", "aggregation": "none", "target_total": 11.0,
        "verification": "Actas de reunión"}, (5, 8, 10, 11)),
    (2, "2.1", "Números publicados de la revista y del boletín", {
        "unit": "números", "method": "period", "baseline_year": 2017, "baseline_value": 0.0, "target_total": 8.0,
        "verification": "Archivo de la página"}, (2, 2, 2, 2)),
    (2, "2.2", "Visitas a la página en un mes", {
        "unit": "visitas", "method": "period", "aggregation": "mean", "baseline_year": 2017, "baseline_value": 850.0,
        "verification": "Contador de la página"}, (1000, 1300, 1600, 2000)),
    (2, "2.3", "Días que tarda un aviso en llegar a todos los países", {
        "unit": "días", "method": "snapshot", "aggregation": "mean", "ascending": False, "baseline_year": 2017,
        "baseline_value": 12.0, "target_total": 2.0, "verification": "Prueba de aviso en cada semestre"}, (8, 5, 3, 2)),
    (3, "3.1", "Propuestas de ley entregadas a un parlamento", {
        "unit": "propuestas", "method": "cumulative", "baseline_year": 2017, "baseline_value": 0.0,
        "target_total": 4.0, "verification": "Constancias de entrega"}, (None, 1, 2, 4)),
    (3, "3.2", "Informes publicados con datos verificados", {
        "measure": "percentage", "unit": "% de los informes", "method": "period", "target_total": 90.0,
        "verification": "Lista de revisión de cada informe"}, (60, 70, 80, 90)),
    (4, "4.1", "Personas que terminan un módulo de la escuela", {
        "unit": "personas", "method": "period", "target_total": 390.0,
        "verification": "Listas de asistencia"}, (60, 90, 120, 120)),
    (4, "4.2", "Qué cambió en las asambleas después de la formación", {
        "measure": "qualitative", "method": "period", "aggregation": "none",
        "verification": "Conversación de cierre"}, (None, None, None, None)),
)

_COUNTRIES_2018_S2 = {"AR": 4, "BO": 2, "BR": 2, "CO": 6, "GT": 3, "IT": 2, "MX": 6, "NI": 1, "PE": 2, "SV": 1}
_COUNTRIES_2019_S1 = {"AR": 5, "BO": 3, "BR": 2, "CO": 7, "GT": 3, "IT": 2, "MX": 7, "NI": 1, "PE": 3, "SV": 1, "VE": 2}

# Organisations that each country expects of itself (indicator 1.1): 32 and 38 in all, as the targets of the network.
COUNTRY_TARGETS = {
    "2018-S2": {"AR": 4, "BO": 3, "BR": 3, "CO": 5, "GT": 3, "IT": 3, "MX": 6, "NI": 1, "PE": 2, "SV": 1, "VE": 1},
    "2019-S1": {"AR": 5, "BO": 3, "BR": 3, "CO": 7, "GT": 4, "IT": 3, "MX": 7, "NI": 1, "PE": 3, "SV": 1, "VE": 1},
}

# Code, semester, columns. What is not here was never reported.
ACTUALS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("1.1", "2018-S1", {"value": 27.0}),
    ("1.1", "2018-S2", {"value": 31.0, "comment": "El total viene de las fichas; los países contaron 29 y falta "
                                                  "Venezuela."}),
    *[("1.1", "2018-S2", {"value": float(n), "country": code}) for code, n in _COUNTRIES_2018_S2.items()],
    ("1.1", "2019-S1", {"value": 36.0}),
    *[("1.1", "2019-S1", {"value": float(n), "country": code}) for code, n in _COUNTRIES_2019_S1.items()],
    ("1.2", "2018-S1", {"value": 3200.0}),
    ("1.2", "2018-S2", {"value": 8600.0}),
    ("1.2", "2019-S1", {"value": 7900.0, "comment": "Baja porque se devolvieron 700 dólares de un proyecto que no "
                                                    "empezó."}),
    ("1.3", "2018-S1", {"value": 6.0}),
    ("1.3", "2018-S2", {"value": 7.0, "status": "pending", "comment": "Falta confirmar con dos países."}),
    ("1.3", "2019-S1", {"value": 9.0}),
    ("2.1", "2018-S1", {"value": 1.0, "comment": "Salió la revista; el boletín quedó para después."}),
    ("2.1", "2018-S2", {"value": 2.0}),
    ("2.1", "2019-S1", {"value": 4.0, "status": "returned", "comment": "¿Se contó dos veces el boletín de marzo?"}),
    ("2.2", "2018-S1", {"value": 1120.0}),
    ("2.2", "2018-S2", {"value": 1290.0}),
    ("2.2", "2019-S1", {"value": 1410.0, "status": "pending"}),
    ("2.3", "2018-S1", {"value": 9.0}),
    ("2.3", "2018-S2", {"value": 5.0}),
    ("2.3", "2019-S1", {"value": 4.0}),
    ("3.1", "2018-S2", {"value": 1.0}),
    ("3.1", "2019-S1", {"value": 2.0}),
    ("3.2", "2018-S1", {"numerator": 5.0, "denominator": 9.0}),
    ("3.2", "2018-S2", {"numerator": 8.0, "denominator": 11.0}),
    ("3.2", "2019-S1", {"numerator": 9.0, "denominator": 10.0, "status": "pending"}),
    ("4.1", "2018-S2", {"value": 74.0, "comment": "La escuela empezó en agosto."}),
    *[("4.1", "2018-S2", {"value": float(n), "dim": ("sexo", sex)})
      for sex, n in (("hombres", 27), ("mujeres", 45), ("otra respuesta", 2))],
    ("4.1", "2019-S1", {"value": 131.0}),
    *[("4.1", "2019-S1", {"value": float(n), "dim": ("sexo", sex)})
      for sex, n in (("hombres", 47), ("mujeres", 80), ("otra respuesta", 4))],
    ("4.2", "2018-S2", {"narrative": "En dos cuencas las asambleas pidieron ver las mediciones antes de votar."}),
    ("4.2", "2019-S1", {"narrative": "Una asamblea rechazó una concesión con datos que midió su propia gente."}),
)

_TRAVEL = "Falta acordar quién paga los viajes."
_CONSULTED = "La consulta con las comunidades lleva más tiempo que el previsto."
_TEXTS = "La edición espera textos de cuatro países."

# Direction, code, then for each semester: status, percent and comment, or None where nobody reported.
PROGRESS: tuple[tuple[int, str, tuple[tuple[str, float | None, str] | None, ...]], ...] = (
    (1, "1", (("done", 100, "El equipo entregó sus funciones en marzo."), None, None)),
    (1, "1.1", (("delayed", 40, _TRAVEL), ("done", 100, ""), None)),
    (1, "2", (("in_progress", 40, ""), ("in_progress", 60, ""), ("in_progress", 75, ""))),
    (1, "2.1", (("in_progress", 30, ""), ("done", 100, ""), None)),
    (1, "2.2", (("not_started", None, ""), ("in_progress", 45, "Van cinco países."), ("in_progress", 60, ""))),
    (1, "2.3", (None, ("in_progress", 20, ""), ("in_progress", 70, ""))),
    (1, "2.4", (("not_started", None, ""), ("cancelled", None, "Enviar los productos cuesta más de lo que se vende."),
                None)),
    (1, "2.5", (None, None, ("in_progress", 30, ""))),
    (1, "3", (("delayed", 50, "El equipo se completó apenas en mayo."), ("done", 100, ""), None)),
    (1, "3.1", (("not_started", None, ""), ("in_progress", 25, ""), ("delayed", 40, "Falta quien atienda de noche."))),
    (1, "3.2", (None, None, ("not_started", None, ""))),
    (1, "4", (("in_progress", 50, ""), ("in_progress", 65, ""), ("in_progress", 80, ""))),
    (1, "4.1", (("in_progress", 50, ""), ("done", 100, "Por ahora se decide no constituirse."), None)),
    (1, "4.2", (("in_progress", None, ""), ("in_progress", None, ""), ("in_progress", None, ""))),
    (1, "5", (("in_progress", 30, ""), None, ("in_progress", 60, ""))),
    (2, "1", (("in_progress", 40, ""), ("in_progress", 80, ""), ("done", 100, ""))),
    (2, "1.2", (("not_started", None, ""), None, ("in_progress", 10, ""))),
    (2, "1.3", (("done", 100, "Salió la primera edición."), None, None)),
    (2, "1.4", (("delayed", 60, _TEXTS), ("delayed", 80, _TEXTS), ("done", 100, ""))),
    (2, "2", (("done", 100, ""), None, None)),
    (2, "3", (("done", 100, ""), None, None)),
    (2, "4", (("in_progress", None, ""), ("in_progress", None, ""), None)),
    (2, "5", (("in_progress", None, ""), None, None)),
    (3, "1", (("in_progress", 30, ""), ("delayed", 70, _CONSULTED), ("done", 100, ""))),
    (3, "1.1", (None, None, ("in_progress", 20, ""))),
    (3, "2", (None, None, ("done", 100, ""))),
    (3, "3", (("in_progress", 20, ""), ("in_progress", 40, ""), ("in_progress", 60, ""))),
    (4, "1", (("not_started", None, ""), ("in_progress", 50, ""), ("in_progress", 75, ""))),
    (4, "1.1", (None, ("in_progress", 30, ""), ("in_progress", 50, ""))),
    (4, "1.3", (None, ("in_progress", 30, ""), ("done", 100, ""))),
    (4, "2", (("in_progress", 20, ""), ("in_progress", 55, ""), ("in_progress", 80, "Faltan tres videos."))),
)

# Indicator and the actions that deliver it, by direction (from 0) and code.
_DELIVERED_BY = {"1.1": ((0, "4.2"),), "1.2": ((0, "2.2"), (0, "2.5")), "1.3": ((0, "4"),),
                 "2.1": ((1, "1.3"), (1, "1.4")), "2.2": ((1, "1"),), "2.3": ((0, "3.1"),),
                 "3.1": ((2, "1"),), "3.2": ((2, "2"),), "4.1": ((3, "1"),)}


def add(book: Book, directions: Sequence[str], actions: Mapping[tuple[int, str], str]) -> None:
    """Write objectives, indicators, targets, values and progress.

    Args:
        book: the plan.
        directions: ids of the directions, in order.
        actions: id of each action by direction (from 0) and code.
    """
    indicators = _indicators(book, *_objectives(book, directions))
    for code, period, values in ACTUALS:
        book.actual(indicators[code], period, **values)
    for direction, code, reports in PROGRESS:
        for period, report in zip(PERIODS, reports, strict=True):
            if report is not None:
                book.progress(actions[direction - 1, code], period, *report)
    book.link("delivers", [(actions[place], indicators[code])
                           for code, places in _DELIVERED_BY.items() for place in places])
    book.disaggregate(*DISAGGREGATED)
    book.lock("2018-S1")


def _objectives(book: Book, directions: Sequence[str]) -> tuple[list[str], list[str]]:
    """The objectives with their lines, and the result that each one answers for; ids of both, in order."""
    general = book.add("objectives", "general", level="general", position=1, text=GENERAL)
    objectives, results = [], []
    for n, (title, text, lines) in enumerate(OBJECTIVES, 1):
        objectives.append(book.add("objectives", n, level="specific", parent_id=general, code=str(n), position=n + 1,
                                   title=title, text=text, direction_id=directions[n - 1]))
        for position, line in enumerate(lines, 1):
            book.add("lines", n, position, objective_id=objectives[-1], position=position, text=line)
        kind, promised = RESULTS[n - 1]
        results.append(book.add("results", n, objective_id=objectives[-1], direction_id=directions[n - 1], type=kind,
                                title=promised))
    return objectives, results


def _indicators(book: Book, objectives: Sequence[str], results: Sequence[str]) -> dict[str, str]:
    """The indicators and their targets; ids by code."""
    made = {}
    for position, (objective, code, title, columns, targets) in enumerate(INDICATORS, 1):
        made[code] = book.add(
            "indicators", code, objective_id=objectives[objective - 1], result_id=results[objective - 1],
            position=position, code=code, title=title, frequency="semestral", responsible="Equipo de enlace",
            baseline_comment=_KNOWN if "baseline_value" in columns else _UNKNOWN, **columns)
        for period, value in zip(_TARGET_PERIODS, targets, strict=True):
            if value is not None:
                book.target(made[code], period, value)
    for period, countries in COUNTRY_TARGETS.items():
        for country, value in countries.items():
            book.target(made["1.1"], period, value, country)
    return made
