"""THE SCHEMA: every table and column of Minga, declared once.

SQL, CSV, ``datapackage.json``, validation and the data dictionary are derived from here (``faces.py``).
Comments are in Spanish, the source language, and are translated for the dictionary.
"""

from __future__ import annotations

import sqlalchemy as sa

from minga.i18n import N_
from minga.methods import ANONYMITY, KINDS
from minga.tables.declare import boolean, choice, day, instant, integer, key, number, ref, table, text

PHASES = ("closed", "writing", "revealed", "clustering", "naming", "resolve", "done")
ROLES = ("facilitator", "participant", "scribe", "analyst", "observer")
SOURCES = ("phone", "scribe", "paper", "import")
CARD_STATUS = ("active", "duplicate", "withdrawn")
LINK_KINDS = ("blocks", "addresses", "advances", "delivers", "came_from")
PRECISIONS = ("day", "third", "month", "quarter", "semester", "year", "none")
PERSON_KINDS = ("person", "group", "organization", "everyone")
ASSIGNMENT_ROLES = ("responsible", "coordinates", "supports")
OBJECTIVE_LEVELS = ("general", "specific")
RESULT_TYPES = ("output", "outcome", "impact", "other")
MEASURES = ("unit", "percentage", "nominal", "ordinal", "qualitative")
METHODS = ("period", "cumulative", "snapshot")
AGGREGATIONS = ("sum", "mean", "max", "last", "none")
PROPOSAL_KINDS = ("pair", "name")
PROPOSAL_STATUS = ("open", "accepted", "declined")
STANCES = ("agree", "aside", "object")
VALUE_STATUS = ("draft", "pending", "returned", "approved")
PROGRESS_STATUS = ("not_started", "in_progress", "done", "delayed", "cancelled")

# ── the plan and the people ────────────────────────────────────────────────────────────────────────

plans = table(
    "plans", N_("Un plan: la unidad que se exporta, se importa y se monitorea."),
    key("plan_id", N_("Identificador del plan; también nombre de su carpeta.")),
    text("title", N_("Título del plan."), required=True),
    text("organization", N_("Red u organización a la que pertenece.")),
    text("method", N_("Método del taller: nombre del archivo en parameters/methods sin extensión."), required=True),
    choice("language", N_("Idioma en que se habla con las personas del plan."), ("es", "pt", "en"), default="es"),
    day("starts", N_("Primer día que cubre el plan.")),
    day("ends", N_("Último día que cubre el plan.")),
    text("countries", N_("Países, códigos ISO 3166 de dos letras separados por espacios.")),
    instant("created_at", N_("Cuándo se creó, en UTC."), required=True),
    integer("fiscal_start", N_("Mes en que empieza su año, de 1 a 12; de él salen sus semestres."), default=1, between=(1, 12)),
    integer("grace_days", N_("Días que se esperan los datos después de terminado un período."), default=15, between=(0, 366)),
    text("time_zone", N_("Zona horaria de su calendario (America/Bogota); vacío es la de la máquina.")),
    sa.CheckConstraint("fiscal_start >= 1 AND fiscal_start <= 12", name="fiscal_start_month"),
    sa.CheckConstraint("grace_days >= 0", name="grace_days_count"),
    scope="plan_id",
)
stages = table(
    "stages", N_("Una etapa del taller de un plan."),
    key("stage_id", N_("Identificador de la etapa.")),
    ref("plan_id", "plans.plan_id", N_("Plan al que pertenece.")),
    text("key", N_("Clave de la etapa en el método (context, vision, obstacles…)."), required=True),
    choice("kind", N_("Tipo de página: columnas fijas, grupos, direcciones, resultados o textos."), KINDS),
    integer("position", N_("Orden dentro del plan, desde 1."), required=True),
    text("title", N_("Nombre de la etapa como lo lee la gente.")),
    text("question", N_("Pregunta de enfoque; una por línea si hay varias.")),
    text("rational_aim", N_("Propósito racional: el producto de la etapa.")),
    text("experiential_aim", N_("Propósito vivencial: cómo debe quedar el grupo.")),
    choice("anonymity", N_("Cómo se guardan las autorías: con nombre, con alias o anónima."), ANONYMITY, default="alias"),
    choice("phase", N_("Momento de la etapa."), PHASES, default="closed"),
    boolean("locked", N_("Si por ahora nadie puede enviar ni cambiar nada desde el teléfono."), default=False),
    integer("round", N_("Ronda en curso de la lluvia de ideas, desde 1."), default=1),
    text("criterion", N_("Qué se pide en la ronda en curso.")),
    boolean("voting", N_("Si está abierta la votación."), default=False),
    integer("points_each", N_("Puntos que puede repartir cada persona."), default=5),
    instant("timer_ends", N_("Cuándo termina el tiempo en curso, en UTC.")),
    integer("quorum", N_("Cuántas personas deben decir su postura para acordar; vacío si no se pide.")),
    sa.UniqueConstraint("plan_id", "key"),
    scope="plan_id",
)
participants = table(
    "participants", N_("Alguien que toma parte en el taller, con el alias que eligió."),
    key("participant_id", N_("Identificador de la persona participante.")),
    ref("plan_id", "plans.plan_id", N_("Plan en que participa.")),
    text("alias", N_("Alias elegido."), required=True),
    text("organization", N_("Organización, si la dijo.")),
    text("country", N_("País, código ISO 3166 de dos letras.")),
    text("team", N_("Equipo o mesa.")),
    choice("role", N_("Papel en el taller."), ROLES, default="participant"),
    scope="plan_id",
)
people = table(
    "people", N_("Nombre y contacto de una persona; privado, no se exporta."),
    ref("participant_id", "participants.participant_id", N_("Persona participante.")),
    text("name", N_("Nombre de la persona.")),
    text("contact", N_("Contacto de la persona.")),
    sa.PrimaryKeyConstraint("participant_id"),
    scope="participant_id", private=True,
)
devices = table(
    "devices", N_("Un navegador reconocido por su galleta firmada; privado."),
    key("device_hash", N_("Huella irreversible de la galleta.")),
    ref("plan_id", "plans.plan_id", N_("Plan.")),
    ref("participant_id", "participants.participant_id", N_("Persona participante.")),
    scope="plan_id", private=True,
)

# ── the wall ───────────────────────────────────────────────────────────────────────────────────────

clusters = table(
    "clusters", N_("Un grupo de tarjetas: primero un símbolo, después un título."),
    key("cluster_id", N_("Identificador del grupo.")),
    ref("stage_id", "stages.stage_id", N_("Etapa.")),
    ref("parent_id", "clusters.cluster_id", N_("Grupo que lo contiene, si es un subgrupo."), required=False, cascade=False),
    integer("position", N_("Orden en la pared, desde 1."), required=True),
    text("symbol", N_("Símbolo provisional del grupo.")),
    text("title", N_("Título que responde a la pregunta de enfoque.")),
    text("description", N_("Explicación del grupo.")),
    scope="stage_id",
)
cards = table(
    "cards", N_("Una tarjeta: una idea escrita por alguien."),
    key("card_id", N_("Identificador de la tarjeta, al azar.")),
    ref("stage_id", "stages.stage_id", N_("Etapa.")),
    ref("cluster_id", "clusters.cluster_id", N_("Grupo o columna; vacío si está sin agrupar."), required=False, cascade=False),
    integer("position", N_("Orden dentro del grupo, desde 1."), required=True),
    text("text", N_("Texto tal como se escribió."), required=True),
    text("note", N_("Nota aclaratoria.")),
    integer("round", N_("Ronda en que llegó, desde 1."), default=1),
    text("team", N_("Equipo o mesa.")),
    ref("author_id", "participants.participant_id", N_("Quién la escribió; siempre vacío en etapas anónimas."), required=False, cascade=False),
    choice("source", N_("Por dónde entró."), SOURCES, default="phone"),
    text("sheet", N_("Número impreso en la hoja de papel de la que se copió.")),
    choice("status", N_("Vigente, repetida o retirada."), CARD_STATUS, default="active"),
    ref("duplicate_of", "cards.card_id", N_("Tarjeta de la que es repetición."), required=False, cascade=False),
    instant("created_at", N_("Cuándo llegó, en UTC; vacío en etapas anónimas.")),
    sa.Index("ix_cards_place", "stage_id", "cluster_id", "position"),
    scope="stage_id", unordered=True,
)
votes = table(
    "votes", N_("Puntos que alguien dio a una tarjeta o grupo."),
    key("vote_id", N_("Identificador del voto.")),
    ref("stage_id", "stages.stage_id", N_("Etapa.")),
    text("target_id", N_("Tarjeta o grupo que recibe los puntos."), required=True),
    ref("participant_id", "participants.participant_id", N_("Quién votó; vacío si es anónimo."), required=False, cascade=False),
    integer("points", N_("Puntos."), default=1),
    scope="stage_id", unordered=True,
)
proposals = table(
    "proposals", N_("Un par o un nombre de grupo que alguien propuso desde el teléfono."),
    key("proposal_id", N_("Identificador de la propuesta, al azar.")),
    ref("stage_id", "stages.stage_id", N_("Etapa.")),
    choice("kind", N_("Par de tarjetas o nombre de un grupo."), PROPOSAL_KINDS),
    ref("card_id", "cards.card_id", N_("Primera tarjeta del par."), required=False, cascade=False),
    ref("other_id", "cards.card_id", N_("Segunda tarjeta del par."), required=False, cascade=False),
    ref("cluster_id", "clusters.cluster_id", N_("Grupo al que se le propone nombre."), required=False, cascade=False),
    text("text", N_("Nombre que se propone.")),
    ref("participant_id", "participants.participant_id", N_("Quién propuso; siempre vacío en etapas anónimas."), required=False, cascade=False),
    choice("status", N_("Abierta, aceptada o dejada de lado."), PROPOSAL_STATUS, default="open"),
    scope="stage_id", unordered=True,
)
consents = table(
    "consents", N_("La postura de alguien ante lo que la etapa acuerda."),
    key("consent_id", N_("Identificador de la postura.")),
    ref("stage_id", "stages.stage_id", N_("Etapa.")),
    ref("participant_id", "participants.participant_id", N_("Quién la dijo; siempre vacío en etapas anónimas."), required=False, cascade=False),
    choice("stance", N_("De acuerdo, se aparta o pone una objeción."), STANCES),
    text("text", N_("Objeción o reserva, con sus palabras.")),
    text("answer", N_("Cómo se atendió.")),
    scope="stage_id", unordered=True,
)
marks = table(
    "marks", N_("Marca de que alguien, no se sabe quién, ya hizo algo en una etapa; sirve para contar personas; privado."),
    key("mark_id", N_("Huella irreversible de la persona y la etapa.")),
    ref("stage_id", "stages.stage_id", N_("Etapa.")),
    text("what", N_("Qué hizo: escribir, votar o decir su postura."), required=True),
    scope="stage_id", private=True, unordered=True,
)
links = table(
    "links", N_("Un eslabón de la cadena entre dos cosas del plan."),
    key("link_id", N_("Identificador del eslabón.")),
    ref("plan_id", "plans.plan_id", N_("Plan.")),
    text("from_id", N_("De dónde sale."), required=True),
    text("to_id", N_("A dónde llega."), required=True),
    choice("kind", N_("Qué dice el eslabón: bloquea, atiende, acerca, entrega o viene de."), LINK_KINDS),
    sa.UniqueConstraint("from_id", "to_id", "kind"),
    scope="plan_id",
)
reflections = table(
    "reflections", N_("Una respuesta de la conversación enfocada de una etapa."),
    key("reflection_id", N_("Identificador de la reflexión.")),
    ref("stage_id", "stages.stage_id", N_("Etapa.")),
    choice("level", N_("Nivel: objetivo, reflexivo, interpretativo, decisorio."), ("O", "R", "I", "D")),
    text("question", N_("Pregunta que se hizo.")),
    integer("position", N_("Orden dentro del nivel, desde 1."), default=1),
    text("text", N_("Lo que se dijo."), required=True),
    boolean("publish", N_("Si puede publicarse."), default=False),
    scope="stage_id",
)

# ── directions and actions ─────────────────────────────────────────────────────────────────────────

directions = table(
    "directions", N_("Una dirección estratégica."),
    key("direction_id", N_("Identificador de la dirección.")),
    ref("plan_id", "plans.plan_id", N_("Plan.")),
    integer("position", N_("Orden, desde 1."), required=True),
    text("code", N_("Código; es texto: 1.10 no es 1.1.")),
    boolean("numbered", N_("Si Minga puso el código y lo renueva al cambiar el orden; si no, lo escribió una persona y no se toca."), default=False),
    text("title", N_("Título de la dirección."), required=True),
    text("outcome_measure", N_("Medida de logro: cómo se sabrá que se alcanzó.")),
    scope="plan_id",
)
actions = table(
    "actions", N_("Una acción numerada de una dirección."),
    key("action_id", N_("Identificador de la acción; no cambia al renumerar.")),
    ref("direction_id", "directions.direction_id", N_("Dirección.")),
    ref("parent_id", "actions.action_id", N_("Acción que la contiene, si es una subacción."), required=False, cascade=False),
    text("code", N_("Código como fue escrito; es texto: 1.10 no es 1.1.")),
    boolean("numbered", N_("Si Minga puso el código y lo renueva al cambiar el orden; si no, lo escribió una persona y no se toca."), default=False),
    integer("position", N_("Orden dentro de la dirección, desde 1."), required=True),
    text("text", N_("Qué se hará."), required=True),
    text("keyword", N_("Palabras destacadas en la fuente.")),
    text("accomplishment", N_("Logro medible esperado.")),
    text("schedule_text", N_("Calendarización tal como se escribió.")),
    day("starts", N_("Primer día entendido de la calendarización.")),
    day("ends", N_("Último día entendido de la calendarización.")),
    choice("precision", N_("Qué tan precisa es la fecha entendida."), PRECISIONS, default="none"),
    boolean("open_ended", N_("Si empieza y no tiene final."), default=False),
    text("recurrence", N_("Cada cuánto se repite, como código.")),
    text("deliverable", N_("Qué se entrega.")),
    text("place", N_("Dónde.")),
    number("cost", N_("Costo.")),
    text("currency", N_("Moneda, código ISO 4217.")),
    scope="direction_id",
)
assignments = table(
    "assignments", N_("Una persona, grupo u organización que responde por una acción."),
    key("assignment_id", N_("Identificador de la asignación.")),
    ref("action_id", "actions.action_id", N_("Acción.")),
    text("as_written", N_("Texto tal como se escribió."), required=True),
    ref("participant_id", "participants.participant_id", N_("Persona participante, si se reconoció."), required=False, cascade=False),
    text("name", N_("Nombre o alias.")),
    text("country", N_("País, código ISO 3166 de dos letras.")),
    choice("kind", N_("Persona, grupo, organización o todas las personas."), PERSON_KINDS, default="person"),
    choice("role", N_("Responde, coordina o apoya."), ASSIGNMENT_ROLES, default="responsible"),
    boolean("accepted", N_("Si la persona aceptó; vacío si no ha contestado.")),
    integer("position", N_("Orden dentro de la acción, desde 1."), default=1),
    scope="action_id",
)

# ── results ────────────────────────────────────────────────────────────────────────────────────────

objectives = table(
    "objectives", N_("Un objetivo general o específico."),
    key("objective_id", N_("Identificador del objetivo.")),
    ref("plan_id", "plans.plan_id", N_("Plan.")),
    ref("parent_id", "objectives.objective_id", N_("Objetivo que lo contiene."), required=False, cascade=False),
    choice("level", N_("General o específico."), OBJECTIVE_LEVELS),
    text("code", N_("Código; es texto.")),
    integer("position", N_("Orden, desde 1."), required=True),
    text("text", N_("Texto del objetivo."), required=True),
    text("title", N_("Nombre corto del objetivo.")),
    ref("direction_id", "directions.direction_id", N_("Dirección estratégica de la que nace."), required=False, cascade=False),
    scope="plan_id",
)
lines = table(
    "lines", N_("Una línea de trabajo: cómo se alcanza un objetivo."),
    key("line_id", N_("Identificador de la línea.")),
    ref("objective_id", "objectives.objective_id", N_("Objetivo.")),
    integer("position", N_("Orden, desde 1."), required=True),
    text("text", N_("Texto de la línea."), required=True),
    scope="objective_id",
)
results = table(
    "results", N_("Un cambio o producto por el que responde el plan (IATI)."),
    key("result_id", N_("Identificador del resultado.")),
    ref("plan_id", "plans.plan_id", N_("Plan.")),
    ref("objective_id", "objectives.objective_id", N_("Objetivo."), required=False, cascade=False),
    ref("direction_id", "directions.direction_id", N_("Dirección."), required=False, cascade=False),
    choice("type", N_("Producto, efecto, impacto u otro."), RESULT_TYPES, default="output"),
    text("title", N_("Título del resultado."), required=True),
    scope="plan_id",
)
indicators = table(
    "indicators", N_("La medida observable de un objetivo o resultado."),
    key("indicator_id", N_("Identificador del indicador; nunca se reutiliza.")),
    ref("plan_id", "plans.plan_id", N_("Plan.")),
    ref("objective_id", "objectives.objective_id", N_("Objetivo."), required=False, cascade=False),
    ref("result_id", "results.result_id", N_("Resultado."), required=False, cascade=False),
    integer("position", N_("Orden, desde 1."), required=True),
    text("code", N_("Código; es texto.")),
    text("title", N_("Nombre del indicador."), required=True),
    choice("measure", N_("Qué se mide: unidad, porcentaje, nominal, ordinal o cualitativo."), MEASURES, default="unit"),
    text("unit", N_("Unidad (activistas, talleres…).")),
    choice("method", N_("Cómo se informa: del período, acumulado o foto al cierre."), METHODS),
    choice("aggregation", N_("Cómo se juntan países o partes."), AGGREGATIONS, default="sum"),
    boolean("ascending", N_("Si crecer es mejorar."), default=True),
    integer("baseline_year", N_("Año de la línea de base.")),
    number("baseline_value", N_("Valor de la línea de base; vacío no es cero.")),
    text("baseline_comment", N_("Comentario de la línea de base.")),
    number("target_total", N_("Meta de todo el plan.")),
    text("verification", N_("Medio de verificación.")),
    text("frequency", N_("Frecuencia con que se informa.")),
    text("responsible", N_("Quién informa.")),
    text("ref_vocabulary", N_("Vocabulario de referencia.")),
    text("ref_code", N_("Código en el vocabulario de referencia.")),
    scope="plan_id",
)
periods = table(
    "periods", N_("Un período de informe del plan."),
    ref("plan_id", "plans.plan_id", N_("Plan.")),
    text("period", N_("Período: 2018-S1, 2018-Q1 o 2018."), required=True),
    day("starts", N_("Primer día."), required=True),
    day("ends", N_("Último día."), required=True),
    choice("status", N_("Abierto o cerrado a cambios."), ("open", "locked"), default="open"),
    sa.PrimaryKeyConstraint("plan_id", "period"),
    scope="plan_id",
)
targets = table(
    "targets", N_("Valor que se espera de un indicador en un período."),
    key("target_id", N_("Identificador de la meta.")),
    ref("indicator_id", "indicators.indicator_id", N_("Indicador.")),
    text("period", N_("Período."), required=True),
    text("country", N_("País; vacío es el total.")),
    text("dim_name", N_("Desagregación: nombre.")),
    text("dim_value", N_("Desagregación: valor.")),
    number("value", N_("Valor esperado.")),
    sa.UniqueConstraint("indicator_id", "period", "country", "dim_name", "dim_value"),
    scope="indicator_id",
)
actuals = table(
    "actuals", N_("Valor alcanzado por un indicador en un período."),
    key("actual_id", N_("Identificador del valor.")),
    ref("indicator_id", "indicators.indicator_id", N_("Indicador.")),
    text("period", N_("Período."), required=True),
    text("country", N_("País; vacío es el total.")),
    text("dim_name", N_("Desagregación: nombre.")),
    text("dim_value", N_("Desagregación: valor.")),
    number("value", N_("Valor; vacío no es cero.")),
    number("numerator", N_("Numerador, si es porcentaje.")),
    number("denominator", N_("Denominador, si es porcentaje.")),
    text("narrative", N_("Relato, si es cualitativo.")),
    text("comment", N_("Comentario.")),
    text("evidence", N_("Evidencias, separadas por punto y coma.")),
    choice("status", N_("Borrador, pendiente, devuelto o aprobado."), VALUE_STATUS, default="pending"),
    text("reported_by", N_("Quién informó.")),
    instant("reported_at", N_("Cuándo se informó, en UTC.")),
    text("approved_by", N_("Quién aprobó.")),
    instant("approved_at", N_("Cuándo se aprobó, en UTC.")),
    text("review_note", N_("Qué pidió revisar quien lo devolvió.")),
    scope="indicator_id",
)
progress = table(
    "progress", N_("Estado de una acción al cierre de un período."),
    key("progress_id", N_("Identificador del avance.")),
    ref("action_id", "actions.action_id", N_("Acción.")),
    text("period", N_("Período."), required=True),
    choice("status", N_("Sin empezar, en curso, cumplida, atrasada o cancelada."), PROGRESS_STATUS),
    number("percent", N_("Avance de 0 a 100, si se dijo."), between=(0, 100)),
    text("comment", N_("Comentario.")),
    text("evidence", N_("Evidencias, separadas por punto y coma.")),
    text("reported_by", N_("Quién informó.")),
    instant("reported_at", N_("Cuándo se informó, en UTC.")),
    choice("review", N_("Borrador, pendiente, devuelto o aprobado."), VALUE_STATUS, default="approved"),
    text("review_note", N_("Qué pidió revisar quien lo devolvió.")),
    sa.UniqueConstraint("action_id", "period"),
    sa.CheckConstraint("percent IS NULL OR (percent >= 0 AND percent <= 100)", name="percent_range"),
    scope="action_id",
)
report_links = table(
    "report_links", N_("El enlace personal con que alguien informa cada período; privado."),
    key("link_id", N_("Identificador del enlace.")),
    ref("plan_id", "plans.plan_id", N_("Plan.")),
    text("name", N_("Nombre de quien informa, como está en el plan."), required=True),
    text("country", N_("País, código ISO 3166 de dos letras.")),
    text("key_hash", N_("Huella irreversible de la clave del enlace."), required=True),
    instant("made_at", N_("Cuándo se hizo, en UTC."), required=True),
    instant("ended_at", N_("Desde cuándo no abre, en UTC; vacío si abre.")),
    sa.UniqueConstraint("key_hash"),
    scope="plan_id", private=True,
)
report_drafts = table(
    "report_drafts", N_("Lo que alguien escribe en su informe y aún no envía; privado."),
    key("draft_id", N_("Huella del enlace, del período y de lo que se informa.")),
    ref("link_id", "report_links.link_id", N_("Enlace de quien escribe.")),
    text("period", N_("Período."), required=True),
    text("subject", N_("Acción o indicador del que habla."), required=True),
    text("body", N_("Lo escrito, en JSON, tal como se escribió."), required=True),
    instant("saved_at", N_("Cuándo se guardó, en UTC."), required=True),
    scope="link_id", private=True,
)
sections = table(
    "sections", N_("Una parte narrativa del plan."),
    key("section_id", N_("Identificador del texto.")),
    ref("plan_id", "plans.plan_id", N_("Plan.")),
    text("key", N_("Clave de la sección en el método."), required=True),
    integer("position", N_("Orden, desde 1."), required=True),
    text("title", N_("Título.")),
    text("text", N_("Texto; los párrafos se separan con una línea vacía.")),
    scope="plan_id",
)
codelists = table(
    "codelists", N_("Un código con su nombre en tres idiomas."),
    text("codelist", N_("Lista de códigos."), required=True),
    text("code", N_("Código."), required=True),
    text("label_es", N_("Nombre en español.")),
    text("label_pt", N_("Nombre en portugués.")),
    text("label_en", N_("Nombre en inglés.")),
    sa.PrimaryKeyConstraint("codelist", "code"),
    scope=None,
)

# ── the house's own books ──────────────────────────────────────────────────────────────────────────

changes = table(
    "changes", N_("Una línea del libro de cambios: qué fila cambió, cómo estaba y cómo quedó."),
    sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True,
              nullable=False, comment=N_("Número de orden."), info={}),
    instant("at", N_("Cuándo, en UTC; vacío en etapas anónimas.")),
    text("actor", N_("Quién; vacío en etapas anónimas.")),
    text("plan_id", N_("Plan.")),
    text("stage_id", N_("Etapa, si la hay.")),
    text("verb", N_("Lo que la persona hizo."), required=True),
    text("group_id", N_("Une las líneas de una misma acción."), required=True),
    text("table", N_("Tabla."), required=True),
    text("row_id", N_("Fila."), required=True),
    choice("op", N_("Alta, cambio o baja."), ("insert", "update", "delete")),
    text("before", N_("La fila antes, en JSON.")),
    text("after", N_("La fila después, en JSON.")),
    text("undoes", N_("Acción que deshace, si es una vuelta atrás.")),
    sa.Index("ix_changes_stage_seq", "stage_id", "seq"),
    sa.Index("ix_changes_plan_seq", "plan_id", "seq"),
    sa.Index("ix_changes_row_seq", "row_id", "seq"),
    scope="plan_id", private=True,
)
operations = table(
    "operations", N_("Operaciones ya aplicadas, para que repetir un envío no repita su efecto; privado."),
    key("op_hash", N_("Huella irreversible de la operación.")),
    text("plan_id", N_("Plan.")),
    text("result", N_("Lo que se contestó, en JSON.")),
    scope=None, private=True, unordered=True,
)
settings = table(
    "settings", N_("Ajustes de este almacén; privado."),
    key("name", N_("Nombre del ajuste.")),
    text("value", N_("Valor.")),
    scope=None, private=True,
)
runs = table(
    "runs", N_("Una ejecución de un informe."),
    key("run_id", N_("Identificador de la ejecución.")),
    text("plan_id", N_("Plan."), required=True),
    text("period", N_("Período."), required=True),
    text("template", N_("Cuaderno que se ejecutó."), required=True),
    text("input_hash", N_("Huella de los datos y parámetros que entraron.")),
    choice("status", N_("En curso, bien, falló, se pasó de tiempo o murió."), ("running", "ok", "failed", "timeout", "died")),
    instant("started", N_("Inicio, en UTC."), required=True),
    instant("ended", N_("Fin, en UTC.")),
    number("seconds", N_("Duración en segundos.")),
    text("error", N_("Qué salió mal, si algo salió mal.")),
    text("variant", N_("Qué lo distingue del informe de siempre, como audience=public; vacío si nada.")),
    scope=None, private=True,
)
