"""The mobilisation strategy of an invented organisation of volunteers in Chile."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from tools.examples.book import DISAGGREGATED, Book, Rows

PLAN_ID = "movilizacion-ejemplo-2024-2030"

SECTIONS = {
    "purpose": """
La asociación se propuso crecer desde los territorios. Esta estrategia dice cómo, hasta 2030, y ordena lo que ya se
hacía sin plan.
""",
    "sources": """
El diagnóstico se hizo en 2022 y se revisó en 2023. Se escuchó por separado a quienes están dentro y a quienes
acompañan desde fuera.

- Encuentros con el voluntariado.
- Conversaciones con el equipo y el directorio.
- Entrevistas a organizaciones sociales del país.
- Intercambio con asociaciones hermanas de otros países.
- Una asesoría externa y una práctica universitaria.
""",
    "findings": """
La gente quiere sumarse y no siempre encuentra la puerta. Lo que más aleja es la espera entre proponer algo y poder
hacerlo.

Fuera de la capital hay energía, y pocas decisiones se toman allí.
""",
    "internal": """
Que proponer y hacer sea sencillo, que las noticias lleguen a tiempo y que cada aporte se agradezca.
""",
    "external": """
Que otras organizaciones nos busquen como compañía de camino y que juntas lleguemos a más comunas.
""",
    "approach": """
Con dos apuestas que se sostienen una a otra: un voluntariado fuerte en cada territorio y unas pocas alianzas bien
cuidadas.
""",
    "coordination": """
La estrategia es de toda la asociación. Conviene que cada área diga, al armar su plan anual, qué parte le toca.
""",
    "alliances": """
Elegir pocas alianzas y cuidarlas: se aprende más de tres socias constantes que de veinte firmas.
""",
    "capacity": """
Acompañar a más grupos pide más horas de coordinación. Habrá que preverlas en el presupuesto antes de abrir grupos
nuevos.
""",
}
CHANGES = {
    "Todo pasa por la capital": "Las decisiones, los recursos y hasta los ejemplos se piensan desde una sola región.",
    "Trámites que cansan": "Entre la idea y la actividad hay demasiados formularios y firmas.",
    "Avisos que se pierden": "Cuesta saber quién decide cada cosa y por qué canal preguntar.",
    "Miedo a probar": "Lo nuevo se posterga, aunque venga de quienes conocen el territorio.",
}
GENERAL = "Hacer del voluntariado y de las alianzas el motor de todo lo que la asociación emprende por los derechos."
OBJECTIVES = (
    ("Grupos en todo el país", "Abrir y sostener grupos en las regiones, con agenda propia y voz en lo nacional.",
     ("Grupos nuevos en comunas elegidas con criterio.", "Cuidado de los grupos que ya existen.")),
    ("Capacidades y compromiso", "Acompañar a cada persona para que aprenda, se comprometa y crezca a su ritmo.",
     ("Programa de formación con niveles.", "Trabajo con otras áreas para aprender haciendo.")),
    ("Voluntariado en los proyectos", "Preparar los proyectos con el voluntariado desde el primer día.",
     ("Un lugar para el voluntariado en cada plan anual.",)),
    ("Comunidad de organizaciones", "Cultivar lazos entre organizaciones que se movilizan unas por otras.",
     ("Mesa que se reúne cada dos meses con otras organizaciones.", "Jornadas preparadas en conjunto.")),
)
WAYS = ("Grupos por territorio", "Grupos por tema", "Comisiones por un tiempo", "Grupo en línea",
        "Grupos en escuelas y universidades")
GOALS = ("Encontrar propósitos en común.", "Sumar fuerzas en proyectos compartidos.",
         "Salir a la calle en las mismas jornadas.")
SUSTAINABILITY = {
    "Protagonismo": "Quienes participan también deciden y evalúan, y así sienten suyo lo que se hace.",
    "Aprendizaje continuo": "Cada año se revisa qué enseñar según lo que va cambiando.",
    "Lugar en los planes": "La movilización figura en el plan y en el presupuesto de cada proyecto.",
    "Trabajo en red": "Con socias, universidades y escuelas se llega más lejos y se reparte la carga.",
    "Fondos flexibles": "Se buscan aportes que no estén atados a una sola actividad.",
}
DOCUMENTS = ("Plan educativo", "Plan de juventudes", "Escala de compromiso",
             "Programa de formación del voluntariado", "Camino de la persona voluntaria")

_PEOPLE = "Personas voluntarias que participan"
_REGISTER = "Personas inscritas en el registro"

PERIODS = ("2024-S1", "2024-S2", "2025-S1")

# Title, columns, targets and values of the three semesters (None: not set, not reported). A value told in parts
# too has them under "parts": disaggregation, and how many in each code.
_Value = dict[str, Any] | None
INDICATORS: tuple[tuple[tuple[str, dict[str, Any], tuple[float, ...], tuple[_Value, _Value, _Value]], ...], ...] = (
    (
        (_PEOPLE, {"unit": "personas", "method": "period", "baseline_year": 2023, "baseline_value": 140.0},
         (150, 170, 190),
         ({"value": 158.0}, {"value": 149.0, "comment": "Dos grupos hicieron pausa."},
          {"value": 171.0, "parts": ("sexo", {"hombres": 61, "mujeres": 102, "otra respuesta": 8})})),
        ("Coordinaciones de grupo nombradas", {"unit": "coordinaciones", "method": "snapshot", "target_total": 16.0},
         (4, 6, 8), ({"value": 5.0}, {"value": 6.0}, {"value": 6.0})),
        (_REGISTER, {"unit": "personas", "method": "snapshot"}, (),
         ({"value": 410.0}, {"value": 452.0}, {"value": 498.0})),
        ("Personas que vuelven a participar", {"unit": "personas", "method": "period"}, (),
         (None, {"value": 83.0}, {"value": 90.0, "status": "pending"})),
        ("Reuniones para revisar cómo va el grupo", {"unit": "reuniones", "method": "period"}, (),
         ({"value": 3.0}, None, {"value": 4.0})),
    ),
    (
        (_PEOPLE, {"unit": "personas", "method": "period"}, (),
         ({"value": 64.0}, {"value": 71.0},
          {"value": 69.0, "comment": "Una persona no dijo su edad.",
           "parts": ("edad", {"15 a 29": 41, "30 a 59": 22, "60 y más": 5})})),
        ("Talleres dados", {"unit": "talleres", "method": "period", "baseline_year": 2023, "baseline_value": 6.0},
         (8, 10, 10), ({"value": 8.0}, {"value": 7.0, "comment": "Un taller pasó a enero."}, {"value": 11.0})),
        ("Jóvenes en comisiones por un tiempo", {"unit": "personas", "method": "period"}, (), (None, None, None)),
        (_REGISTER, {"unit": "personas", "method": "snapshot"}, (), ({"value": 95.0}, None, {"value": 120.0})),
    ),
    (
        ("Comisiones formadas para un proyecto", {"unit": "comisiones", "method": "cumulative", "target_total": 20.0},
         (), ({"value": 2.0}, {"value": 4.0}, {"value": 7.0})),
        (_PEOPLE, {"unit": "personas", "method": "period"}, (),
         ({"value": 22.0}, {"value": 31.0, "status": "pending"}, {"value": 26.0})),
        ("Reuniones para presentar la estrategia", {"unit": "reuniones", "method": "cumulative"}, (),
         ({"value": 5.0}, {"value": 9.0}, {"value": 9.0})),
        ("Reuniones de seguimiento", {"unit": "reuniones", "method": "period"}, (), (None, {"value": 4.0}, None)),
        ("Comisiones con coordinación nombrada",
         {"measure": "percentage", "unit": "% de las comisiones", "method": "snapshot"}, (50, 75, 80),
         ({"numerator": 1.0, "denominator": 2.0}, {"numerator": 3.0, "denominator": 4.0},
          {"numerator": 0.0, "denominator": 0.0, "comment": "Todas las comisiones habían cerrado con su proyecto."})),
    ),
    (
        ("Convenios de trabajo firmados", {"unit": "convenios", "method": "cumulative", "target_total": 12.0},
         (1, 2, 3),
         ({"value": 1.0}, {"value": 1.0, "comment": "El segundo convenio espera una firma."}, {"value": 3.0})),
        (_PEOPLE, {"unit": "personas", "method": "period"}, (), ({"value": 40.0}, None, {"value": 36.0})),
        ("Personas que llegan por otra organización", {"unit": "personas", "method": "period"}, (),
         (None, None, None)),
        ("Organizaciones que adhieren", {"unit": "organizaciones", "method": "snapshot"}, (),
         ({"value": 7.0}, {"value": 9.0, "status": "draft"},
          {"value": 10.0, "status": "returned", "comment": "¿Se contó a quienes se retiraron?"})),
    ),
)
_BASELINE_KNOWN = "Línea de base inventada para el ejemplo."
_BASELINE_UNKNOWN = "Sin línea de base conocida."
_TARGETS = " Las metas también se inventaron: la estrategia no fija ninguna."


def rows() -> Rows:
    """Every row of the plan."""
    book = Book("mobilisation", datetime(2026, 1, 1, tzinfo=UTC), "la Asociación Quillay Abierto", plan_id=PLAN_ID,
                organization="Asociación Quillay Abierto", starts=date(2024, 1, 1), ends=date(2030, 12, 31),
                title="Estrategia de movilización de la Asociación Quillay Abierto 2024-2030 (ejemplo)",
                countries="CL")
    book.write_sections({key: _reflowed(text) for key, text in SECTIONS.items()})
    book.clusters("change", dict.fromkeys(CHANGES, ()), CHANGES)
    book.clusters("sustainability", dict.fromkeys(SUSTAINABILITY, ()), SUSTAINABILITY)
    for stage, texts in (("participation", WAYS), ("relations", GOALS), ("documents", DOCUMENTS)):
        book.cards(stage, book.columns[stage][0], texts)
    general = book.add("objectives", "general", level="general", position=1, text=GENERAL)
    for n, (title, text, lines) in enumerate(OBJECTIVES, 1):
        objective = book.add("objectives", n, level="specific", parent_id=general, code=str(n), position=n + 1,
                             title=title, text=text)
        for position, line in enumerate(lines, 1):
            book.add("lines", n, position, objective_id=objective, position=position, text=line)
        _indicators(book, objective, n)
    book.disaggregate(*DISAGGREGATED)
    return book.rows


def _indicators(book: Book, objective: str, number: int) -> None:
    """The indicators of an objective with their targets and values."""
    before = sum(map(len, INDICATORS[:number - 1]))
    for n, (title, columns, targets, values) in enumerate(INDICATORS[number - 1], 1):
        known = _BASELINE_KNOWN if "baseline_value" in columns else _BASELINE_UNKNOWN
        aimed = bool(targets) or "target_total" in columns
        indicator = book.add("indicators", number, n, objective_id=objective, position=before + n,
                             code=f"{number}.{n}", title=title, frequency="semestral",
                             baseline_comment=known + (_TARGETS if aimed else ""), **columns)
        for period, target in zip(PERIODS, targets, strict=False):
            book.target(indicator, period, target)
        for period, value in zip(PERIODS, values, strict=True):
            _told(book, indicator, period, value)


def _told(book: Book, indicator: str, period: str, value: _Value) -> None:
    """What was told of an indicator in a semester: its value and, where there are, its parts."""
    if value is None:
        return
    book.actual(indicator, period, **{name: given for name, given in value.items() if name != "parts"})
    name, codes = value.get("parts", ("", {}))
    for code, n in codes.items():
        book.actual(indicator, period, dim=(name, code), value=float(n))


def _reflowed(text: str) -> str:
    """A text without the line ends that only fit it to this file; empty lines and list items stay."""
    return "\n\n".join(part if part.lstrip().startswith("- ") else " ".join(part.split())
                       for part in text.strip().split("\n\n"))
