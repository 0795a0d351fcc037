"""The network's plan: an invented network of community organisations that look after water, in eleven countries."""

from __future__ import annotations

from datetime import UTC, date, datetime

from minga.people import read_people
from minga.workshop.directions import understood
from tools.examples import network_results
from tools.examples.book import Book, Rows

PLAN_ID = "red-ejemplo-2018-2019"
STARTS, ENDS = date(2018, 1, 1), date(2019, 12, 31)

HANDLES = {
    "árboles y plantas": ("Ahuehuete", "Ceibo", "Ciprés", "Conacaste", "Corbezzolo", "Frailejón", "Guayacán",
                          "Jacarandá", "Kantuta", "Larice", "Maquilishuat", "Oyamel", "Queñual", "Yarumo"),
    "aves": ("Airone", "Cenzontle", "Colibrí", "Guardabarranco", "Hornero", "Paraba", "Quetzal", "Tángara", "Torogoz",
             "Tunqui", "Turpial", "Zanate"),
    "ríos": ("Caquetá", "Panuco", "Pánuco", "Usumacinta"),
}
"""Handles in place of people's names; one river is spelt in two ways, as happens in plans written by hand."""

CHALLENGES = (
    "Sobornos en la entrega de concesiones de agua.", "Delitos ambientales sin castigo.",
    "Comunidades rurales sin servicio.", "Tribunales lentos y lejanos.", "El Estado llega tarde.",
    "Grandes empresas muy cerca de quienes gobiernan.", "Mandatos que se alargan.", "Cada quien por su lado.",
    "Organizaciones pequeñas y cansadas.", "Luchas parecidas que no se conocen.",
    "Amenazas a quienes cuidan los ríos.", "Barrios que la inversión pública olvida.",
    "Recorte de las leyes de protección.", "Vigilancia armada en las cuencas.",
    "Mano dura frente a las protestas.", "Decisiones tomadas sin consulta.", "Organismos de control sin medios.",
    "Sequías e inundaciones más frecuentes.", "Desconfianza en las elecciones.",
)
OPPORTUNITIES = (
    "Redes que ya comparten vocabulario.", "Universidades dispuestas a investigar con las comunidades.",
    "Encuentros regionales más seguidos.", "Más gente pregunta de dónde viene su agua.",
    "Jóvenes con ganas de sumarse.", "Ordenanzas locales nacidas de propuestas vecinales.",
    "Estudios independientes que se leen en los congresos.", "Apoyo mutuo entre pueblos vecinos.",
    "Organizaciones hermanas en otros continentes.", "Formas creativas de protestar.",
    "Acueductos comunitarios que funcionan bien.",
)
VISION = {
    "Una red sólida, cercana y duradera": (
        "Hay grupos activos en los once países.", "Cada año nos visitamos para aprender.",
        "Tenemos metas escritas en común.", "Usamos una guía de cuidado para toda la red.",
        "La página de la red está viva.", "La escuela itinerante del agua cerró su segundo ciclo.",
        "Medimos caudales con los mismos métodos.", "Nadie queda fuera por la forma en que hablamos.",
        "Somos el doble de organizaciones que al comienzo.",
    ),
    "Recursos compartidos y bien cuidados": (
        "Un fondo común paga proyectos pequeños.", "Los programas viven de fuentes variadas.",
    ),
    "Leyes que cuidan el agua de todas las personas": (
        "Hay proyectos de ley listos para debatir.", "Tres países reconocen los acueductos comunitarios.",
        "La prensa nos consulta sobre el agua.", "Trabajamos con alcaldías que cumplen.",
        "Se revisan las concesiones irregulares.",
    ),
    "Denuncias que se escuchan y se atienden": (
        "Cada denuncia sale con datos verificados.", "Un mapa abierto muestra los conflictos por cuenca.",
        "Ante una amenaza respondemos en dos días.", "Un organismo internacional nos recibe cada año.",
    ),
    "Comunidades que aprenden y deciden": (
        "Las asambleas entienden los datos de su cuenca.", "Cada país tiene promotoras y promotores formados.",
    ),
}
OBSTACLES = {
    "Pocas manos y pocos medios": (
        "Las mismas personas hacen casi todo.", "Varias organizaciones no tienen oficina.",
        "Los fondos llegan por poco tiempo.", "Falta quien lleve las cuentas.", "Nos cuesta redactar proyectos.",
    ),
    "Información que no circula entre países": (
        "Nos enteramos tarde de lo que hacen otros países.", "Conocemos poco la realidad de los demás.",
        "Planeamos sobre la marcha.", "Nadie tiene la lista de posibles aliados.",
        "Los estudios repiten datos viejos.", "Dos grupos hacen lo mismo sin saberlo.",
    ),
    "Diferencias que no sabemos conversar": (
        "Se escucha poco a los pueblos originarios.", "Las mujeres y la gente joven deciden menos.",
        "Algunas voces ocupan todo el espacio.",
    ),
    "Instituciones débiles o adversas": (
        "Normas hechas a la medida de las empresas.", "Acoso a quienes defienden los ríos.",
        "Partidos que se reparten los cargos del agua.", "Autoridades que firman y no cumplen.",
    ),
}
_ALL = "Todas las organizaciones con sus integrantes"
_NATIONAL = "Coordinaciones nacionales"
_SINCE_JANUARY = "Desde enero de 2018"

DIRECTIONS = (
    ("Tejido y coordinación", "Once coordinaciones nacionales activas al cierre del plan.", (
        ("1", "Formar un equipo de enlace que acompañe el trabajo entre países.", "equipo de enlace",
         "Finales de febrero 2018, propuesta de funciones.\nDos integrantes se quedan doce meses y dos se quedan seis."
         "\nLos relevos alternan entre mujeres y hombres.",
         "Guayacán (Colombia)\nGuardabarranco (Nicaragua)\nAhuehuete (México)\nHornero (Argentina)\nCiprés (Italia)"),
        ("1.1", "Acordar cómo se visitan y aprenden unas organizaciones de otras.", "",
         "Finales de febrero 2018, acuerdo de visitas.", ""),
        ("2", "Formar un equipo de proyectos con una persona de contacto por país.", "equipo de proyectos",
         "Desde enero de 2018, permanente.",
         "Guardabarranco (Nicaragua)\nJacarandá (Brasil)\nFrailejón y Colibrí (Colombia)"),
        ("2.1", "Reunir en una sola lista las fuentes de apoyo posibles.", "", "",
         "Quetzal (Guatemala)\nCeibo (Argentina)"),
        ("2.2", "Hacer una colecta en cada país.", "", "", "Paraba y Kantuta (Bolivia)\nPanuco y Cenzontle (México)"),
        ("2.3", "Preparar un proyecto regional que fortalezca a la red.", "", "",
         "Tunqui y Queñual (Perú)\nTurpial (Venezuela)"),
        ("2.4", "Abrir una tienda en línea con lo que produce cada organización.", "", "",
         "Torogoz y Maquilishuat (El Salvador)\nCorbezzolo (Italia)"),
        ("2.5", "Organizar en cada país una actividad a beneficio del fondo común.", "", "", ""),
        ("3", "Formar un equipo de protección para integrantes en riesgo.",
         "Formar un equipo de protección para integrantes en riesgo.", "Junio de 2018, primeras propuestas",
         "Oyamel y Zanate (México)\nYarumo (Colombia)\nJacarandá (Argentina)\nConacaste (Guatemala)\nAirone (Italia)"),
        ("3.1", "Poner en marcha un aviso temprano y una ruta de salida segura.", "", "", ""),
        ("3.2", "Ofrecer estancias fuera del país a quienes reciben amenazas.", "", "", ""),
        ("4", "Crear coordinaciones nacionales que den vida a la red en cada lugar.", "coordinaciones nacionales",
         _SINCE_JANUARY, "Todas y todos"),
        ("4.1", "Estudiar si conviene dar forma legal a la red.", "", _SINCE_JANUARY, _NATIONAL),
        ("4.2", "Invitar a colectivos cercanos a sumarse.", "", _SINCE_JANUARY, _NATIONAL),
        ("5", "Buscar una alianza con una plataforma internacional por el agua.", "",
         "Primeros contactos desde diciembre de 2017",
         "Maquilishuat y Torogoz (El Salvador)\nFrailejón y Caquetá (Colombia)"),
    )),
    ("Voz y presencia pública", "La red se reconoce como fuente confiable sobre el agua.", (
        ("1", "Convertir la página de la red en una plataforma de contenidos y cursos.", "plataforma de contenidos",
         _SINCE_JANUARY, "Zanate (México)\nColibrí (Colombia)\nJacarandá (Argentina)\nCorbezzolo (Italia)"),
        ("1.2", "Abrir una editorial digital.", "", _SINCE_JANUARY, ""),
        ("1.3", "Sacar una revista cada semestre.", "", "Primera edición en junio de 2018", ""),
        ("1.4", "Circular un boletín con noticias de cada país.", "", "Primera edición en junio de 2018", ""),
        ("2", "Abrir un grupo de mensajería con todas las personas de la red.", "", "Diciembre de 2017",
         "Pánuco (México)"),
        ("3", "Mantener en línea un calendario de todos los países.", "", "Enero de 2018", "Oyamel (México)"),
        ("4", "Compartir cada mes una imagen del trabajo en el territorio.", "", _SINCE_JANUARY,
         "Coordina Oyamel (México) y cada organización manda su imagen."),
        ("5", "Usar las etiquetas #AguaQueUne y #RíosVivosYa.", "", _SINCE_JANUARY, _ALL),
    )),
    ("Incidencia", "Al menos tres parlamentos debaten la ley modelo.", (
        ("1", "Redactar una ley modelo sobre acueductos comunitarios.", "ley modelo sobre acueductos comunitarios",
         "Diciembre de 2018",
         "Conacaste (Guatemala)\nUsumacinta (México)\nHornero (Argentina)\nLarice (Italia)"),
        ("1.1", "Llevar la propuesta a planes de cada país.", "", "", ""),
        ("2", "Poner al día los informes sobre concesiones de agua.", "Poner al día los informes",
         "Junio de 2018, informes al día.", "Organizaciones que prepararon los primeros informes"),
        ("3", "Dar a conocer los tratados regionales sobre agua y ambiente.", "tratados regionales", _SINCE_JANUARY,
         _ALL),
    )),
    ("Formación", "Cada país forma a su propia gente con materiales comunes.", (
        ("1", "Abrir la Escuela Itinerante del Agua.", "Escuela Itinerante del Agua", "",
         "Zanate (México) coordina con una organización aliada los cursos de la red."),
        ("1.1", "Asesorar a las organizaciones en lo técnico.", "", "", ""),
        ("1.2", "Promover prácticas de cuidado y autocuidado.", "", "", ""),
        ("1.3", "Reunir cada año a gente joven de varios países en torno al agua.", "", "", ""),
        ("2", "Grabar videos cortos para las formaciones.", "videos cortos", "Durante el año 2018",
         "Cada organización graba un video sobre su tema.\nTángara (Colombia) reúne los videos y los difunde."),
    )),
)
"""Title, measure of success, and actions: code, text, keyword, schedule and responsibles as they were written."""

_ACCOMPLISHMENTS = {
    (0, "2.3"): "Un proyecto regional presentado a tres fuentes de apoyo.",
    (0, "4"): "Once coordinaciones que se reúnen al menos una vez por semestre.",
    (1, "1.2"): "Dos libros digitales cada año.",
    (2, "1"): "Una ley modelo revisada por organizaciones de los once países.",
    (3, "1"): "Noventa personas terminan un módulo cada semestre.",
}
"""What some actions want to achieve; three of them deliver an indicator, for two it is still to be made."""

_VISION_BLOCKED_BY = {0: (0, 1), 1: (0, 4), 2: (0, 4), 3: (2, 3)}
_ADVANCES = {0: (0, 1), 1: (0, 3), 2: (2, 3), 3: (4,)}
_ADDRESSES = {
    0: {"1": 1, "1.1": 1, "2": 0, "2.1": 0, "2.2": 0, "2.3": 0, "2.4": 0, "2.5": 0, "3": 3, "3.1": 3, "3.2": 3, "4": 1,
        "4.1": 0, "4.2": 0, "5": 3},
    1: {"1": 1, "1.2": 1, "1.3": 1, "1.4": 1, "2": 1, "3": 1, "4": 1},
    2: {"1": 3, "1.1": 3, "2": 1, "3": 3},
    3: {"1": 0, "1.1": 0, "1.2": 0, "1.3": 0, "2": 1},
}
"""Obstacle that each action takes on. The third obstacle has no action, and action 5 of the second direction has
no obstacle: a plan made by people has such loose ends, and the workbook should show them."""


def rows() -> Rows:
    """Every row of the plan."""
    book = Book("top", datetime(2026, 1, 2, tzinfo=UTC), "la Red Tramalibre", plan_id=PLAN_ID,
                organization="Red Tramalibre",
                title="Planeación estratégica de la Red Tramalibre 2018-2019 (ejemplo)", starts=STARTS, ends=ENDS,
                countries="AR BO BR CO GT IT MX NI PE SV VE")
    for column, texts in zip(book.columns["context"], (CHALLENGES, OPPORTUNITIES), strict=True):
        book.cards("context", column, texts)
    visions, obstacles = book.clusters("vision", VISION), book.clusters("obstacles", OBSTACLES)
    directions = [_direction(book, n, title, measure) for n, (title, measure, _actions) in enumerate(DIRECTIONS, 1)]
    actions = {(n, code): id for n, parts in enumerate(DIRECTIONS)
               for code, id in _actions_of(book, directions[n], n, parts[2]).items()}
    book.link("blocks", [(obstacles[o], visions[v]) for o, some in _VISION_BLOCKED_BY.items() for v in some])
    book.link("advances", [(directions[d], visions[v]) for d, some in _ADVANCES.items() for v in some])
    book.link("addresses", [(actions[d, code], obstacles[o])
                            for d, some in _ADDRESSES.items() for code, o in some.items()])
    network_results.add(book, directions, actions)
    return book.rows


def _direction(book: Book, number: int, title: str, measure: str) -> str:
    return book.add("directions", number, position=number, code=str(number), title=title, outcome_measure=measure)


def _actions_of(book: Book, direction: str, number: int,
                actions: tuple[tuple[str, str, str, str, str], ...]) -> dict[str, str]:
    """The actions of a direction and who answers for them; ids by code."""
    made: dict[str, str] = {}
    for position, (code, text, keyword, schedule, people) in enumerate(actions, 1):
        made[code] = book.add("actions", direction, code, direction_id=direction,
                              parent_id=made[code.partition(".")[0]] if "." in code else None, code=code,
                              position=position, text=text, keyword=keyword,
                              accomplishment=_ACCOMPLISHMENTS.get((number, code), ""),
                              **understood(schedule, STARTS, ENDS))
        for n, person in enumerate(read_people(people)[0], 1):
            book.add("assignments", made[code], n, action_id=made[code], position=n, as_written=person.as_written,
                     name=person.name, country=person.country, kind=person.kind, role=person.role)
    return made
