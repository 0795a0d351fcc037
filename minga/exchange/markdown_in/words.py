"""The words by which the parts of a plan are recognised, in Spanish, Portuguese and English.

The commonest ones of Catalan, Galician, Italian and French are there too, for the networks that write in them.

They are compared folded: without accents, capitals or punctuation. Adding a synonym is adding a word here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from minga.folding import fold, word_set


def _phrases(*lines: str) -> tuple[str, ...]:
    found = {fold(phrase) for line in lines for phrase in line.split("·")}
    return tuple(sorted(found - {""}, key=lambda p: (-len(p), p)))


SECTIONS: dict[str, tuple[str, ...]] = {
    "context": _phrases(
        "contexto · situación · realidad actual · realidad · diagnóstico · entorno · situación actual · "
        "análisis situacional · coyuntura · retos y oportunidades · desafíos y oportunidades · foda · dafo · "
        "punto de partida",
        "realidade atual · situação · realidade · situação atual · conjuntura · cenário · ambiente externo · "
        "desafios e oportunidades · fofa",
        "context · situation · current reality · situation analysis · current situation · environment · "
        "environmental scan · diagnosis · challenges and opportunities · where we are · swot",
        "context · diagnòstic · situació actual · reptes i oportunitats · contesto · diagnosi · sfide e opportunità · "
        "contexte · défis et opportunités · retos e oportunidades"),
    "vision": _phrases(
        "visión · visión práctica · futuro deseado · imagen de futuro · nuestro sueño · horizonte",
        "visão · visão prática · futuro desejado · imagem de futuro · nosso sonho",
        "vision · practical vision · desired future · where we want to be · our dream",
        "visió · visió pràctica · visione · visione pratica · vision pratique"),
    "obstacles": _phrases(
        "obstáculos · contradicciones · barreras · bloqueos · dificultades · trabas · limitaciones · nudos",
        "contradições · barreiras · bloqueios · dificuldades · limitações · entraves",
        "obstacles · contradictions · underlying contradictions · barriers · blocks · blockages · blockers · "
        "difficulties · roadblocks",
        "obstacles · contradiccions · ostacoli · contraddizioni · atrancos"),
    "directions": _phrases(
        "direcciones · direcciones estratégicas · líneas estratégicas · líneas de acción · líneas de trabajo · ejes · "
        "ejes estratégicos · plan de acción · plan de trabajo · plan operativo · acciones · acciones estratégicas · "
        "estrategias · actividades",
        "direções · direções estratégicas · direcionamentos · linhas estratégicas · linhas de ação · eixos · "
        "eixos estratégicos · plano de ação · plano de trabalho · ações · estratégias · atividades",
        "directions · strategic directions · strategies · strategic lines · strategic axes · pillars · "
        "strategic pillars · action plan · work plan · actions · activities",
        "direccions · direccions estratègiques · línies estratègiques · eixos estratègics · pla d'acció · "
        "direzioni · direzioni strategiche · linee strategiche · piano d'azione · azioni · "
        "directions stratégiques · axes stratégiques · plan d'action · liñas estratéxicas"),
}

RESULTS = _phrases(
    "resultados · resultados e indicadores · resultados esperados · indicadores · marco de resultados · "
    "matriz de resultados · matriz de indicadores · objetivos e indicadores · marco lógico",
    "resultados e metas · marco lógico · quadro de resultados · indicadores e metas",
    "results · results and indicators · expected results · indicators · results framework · logical framework · "
    "logframe · objectives and indicators", "resultats · resultats i indicadors · risultati · résultats")
"""Names of the chapter of results."""

CHAPTERS = _phrases(
    "anexo · anexos · apéndice · apéndices · presupuesto · presupuesto general · presupuesto estimado · "
    "financiamiento · firmas · bibliografía · referencias · glosario · siglas · agradecimientos · conclusiones · "
    "recomendaciones · próximos pasos · acuerdos · cierre · participantes · lista de participantes · directorio · "
    "contactos · créditos · notas · sostenibilidad · seguimiento · monitoreo · evaluación · seguimiento y evaluación · "
    "monitoreo y evaluación · documentos complementarios · notas al pie · control de cambios",
    "anexos · apêndice · orçamento · orçamento geral · financiamento · assinaturas · referências · glossário · "
    "agradecimentos · conclusões · recomendações · próximos passos · acordos · encerramento · contatos · "
    "sustentabilidade · acompanhamento · monitoramento · avaliação · monitoramento e avaliação · notas de rodapé",
    "annex · annexes · appendix · appendices · budget · funding · signatures · references · bibliography · glossary · "
    "acknowledgements · acknowledgments · conclusions · recommendations · next steps · agreements · closing · "
    "participants · contacts · credits · notes · sustainability · follow up · monitoring · evaluation · "
    "monitoring and evaluation · footnotes", "annexos · pressupost · allegati · bilancio · annexes · budget")
"""Names of the chapters that come after the directions and belong to none of them."""

CONTENTS = _phrases("índice · índice general · índice de contenidos · tabla de contenido · tabla de contenidos · "
                    "contenido · contenidos · tabla de materias · en este documento",
                    "sumário · conteúdo · tabela de conteúdo",
                    "contents · table of contents · index · toc", "índex · taula de continguts · indice · sommario")
"""Names of a table of contents."""

GROUP_NAMES = _phrases("eje · ejes · ámbito · ámbitos · área · áreas · dimensión · dimensiones · componente · línea · "
                       "eixo · eixos · dimensão · dimensões · linha · axis · area · dimension · component · "
                       "grupo · grupos · columna · categoría · título · tema · cluster · agrupación · nombre del grupo",
                       "categoria · coluna · agrupamento", "group · groups · category · column · title · theme")
CARD_NAMES = _phrases("tarjeta · tarjetas · idea · ideas · elementos · aportes · contenido · descripción · respuestas",
                      "cartões · cartão · ideias · conteúdo · descrição · respostas",
                      "card · cards · items · content · description · answers")
"""Column names of a table that has a group in each row, and not in each column."""

FIXED_COLUMNS: dict[str, tuple[str, ...]] = {
    "challenges": _phrases(
        "retos · desafíos · problemas · amenazas · dificultades · problemáticas · riesgos",
        "desafios · ameaças · dificuldades · riscos", "challenges · threats · problems · risks · difficulties",
        "reptes · amenaces · sfide · minacce · défis · menaces"),
    "opportunities": _phrases("oportunidades · posibilidades", "possibilidades", "opportunities · possibilities",
                              "oportunitats · opportunità · opportunités"),
}
"""Synonyms of the fixed columns of a method, by the key that the method gives them."""

HEADING_FILLER = word_set(
    "identificación análisis definición construcción formulación identificação análise definição construção "
    "identification analysis definition building nuestra nuestro nuestras nuestros nossa nosso nossas nossos our my "
    "la el los las lo de del da do dos das the of a o os as e y and etapa fase paso parte sección taller sesión seção "
    "oficina stage step part section workshop session capítulo chapter principales main principais")

ROLES: dict[str, tuple[str, ...]] = {
    "number": _phrases("n · no · nro · num · número · ítem · id · cod · código · code · number · nr"),
    "starts": _phrases("inicio · desde · fecha de inicio · fecha inicial · comienzo",
                       "início · data de início · começo",
                       "start · starts · start date · begin · begins · from"),
    "ends": _phrases("fin · final · término · hasta · fecha de fin · fecha final · fecha de término · cierre",
                     "fim · data final · data de fim · conclusão · até", "end · ends · end date · finish · until · to"),
    "direction": _phrases("dirección · dirección estratégica · eje · eje estratégico · línea · línea estratégica · "
                          "línea de acción · direção · direção estratégica · eixo · eixo estratégico · linha · "
                          "linha estratégica · linha de ação · direction · strategic direction · axis · pillar · "
                          "direcció · direcció estratègica · direzione · direzione strategica"),
    "support": _phrases("apoyo · apoyos · apoya · apoyan · corresponsable · corresponsables · colabora · colaboran · "
                        "colaboradores · aliados · aliadas · apoio · parceiros · parcerias · colaboração · support · "
                        "supporting · supported by · partners"),
    "responsible": _phrases(
        "responsable · responsables · quién · quiénes · encargado · encargada · encargados · encargadas · a cargo · "
        "líder · líderes · coordina · coordinan · equipo responsable · por quién · responde · lo hace",
        "responsável · responsáveis · quem · encarregado · encarregada · encarregados · liderança · coordena",
        "qui · responsabile · responsabili · chi · responsable · responsables",
        "who · responsible · responsibles · responsibility · owner · owners · lead · leads · in charge · assigned to · "
        "assignee · assignees · by whom"),
    "schedule": _phrases(
        "calendarización · calendario · cronograma · fecha · fechas · plazo · plazos · cuándo · tiempo · tiempos · "
        "período · periodo · periodicidad · frecuencia · programación · para cuándo · hasta cuándo · mes · meses · "
        "en cuánto tiempo · vencimiento · duración · temporalidad",
        "calendari · terminis · quan · data · calendrier · échéance · échéances · quand · scadenza · tempi · quando",
        "calendário · data · datas · prazo · prazos · quando · até quando · tempo · agenda · periodicidade · "
        "frequência · programação · mês · duração",
        "schedule · calendar · date · dates · deadline · deadlines · due · due date · when · by when · timeline · "
        "timeframe · time frame · timing · time · duration · period"),
    "place": _phrases("lugar · lugares · sede · dónde · ubicación · local · onde · localização · place · where · "
                      "location · venue"),
    "country": _phrases("país · países · country · countries"),
    "cost": _phrases("costo · costos · coste · costes · presupuesto · monto · valor · custo · custos · orçamento · "
                     "cost · costs · budget · amount"),
    "deliverable": _phrases("producto · productos · entregable · entregables · entrega · produto · produtos · "
                            "entregável · entregáveis · entregas · deliverable · deliverables · output · outputs · "
                            "product · products"),
    "accomplishment": _phrases("logro · logros · meta · metas · resultado · resultados · resultado esperado · "
                               "resultados esperados · medida de logro · conquista · result · results · "
                               "expected result · expected results · accomplishment · target · targets"),
    "action": _phrases(
        "acción · acciones · actividad · actividades · tarea · tareas · qué · qué haremos · qué hacer · iniciativa · "
        "iniciativas · actuación · actuaciones · medida · medidas · paso · pasos · compromiso · compromisos",
        "ação · ações · atividade · atividades · tarefa · tarefas · o que · o que fazer · o que faremos",
        "accions · activitats · tasques · què · azione · azioni · attività · actions · activités",
        "action · actions · activity · activities · task · tasks · what · what we will do · initiative · initiatives · "
        "step · steps · commitment · commitments"),
}
"""Meaning of the columns of a table of actions."""

_TOKENS = {
    role: frozenset(p for p in ROLES[role] if " " not in p and len(p) > 4)
    for role in ("responsible", "schedule", "action", "deliverable", "cost", "place")
}
LABELS = frozenset({"responsible", "support", "schedule", "starts", "ends", "place", "cost", "deliverable",
                    "accomplishment", "country"})
"""Roles that a label before a colon may give («Responsable: Ana»)."""
_PREFIXED = ("support", "responsible", "schedule", "place", "cost", "deliverable", "accomplishment", "action")


@lru_cache(maxsize=2_000)
def role_of(header: str) -> str:
    """The role that a column's name gives it (a key of ``ROLES``), or the empty text."""
    if header.strip() in ("#", "N°", "Nº", "№"):
        return "number"
    folded = fold(header)
    words = folded.split()
    if not words or len(words) > 8:
        return ""
    for role, phrases in ROLES.items():
        if folded in phrases:
            return role
    for role in _PREFIXED:
        if any(folded.startswith(phrase + " ") for phrase in ROLES[role]):
            return role
    for role, tokens in _TOKENS.items():
        if tokens.intersection(words):
            return role
    return ""


def fixed_column(title: str) -> str:
    """The key of the fixed column that a title is a synonym of, or the empty text."""
    folded = " ".join(w for w in fold(title).split() if w not in HEADING_FILLER)
    for key, phrases in FIXED_COLUMNS.items():
        if folded in phrases:
            return key
    first = folded.split(" ")[0]
    return next((key for key, phrases in FIXED_COLUMNS.items() if first in phrases), "")


_FUNCTION_WORDS = {
    "es": frozenset(re.findall(r"\w+", "el la los las de del y que para con una en se por es al lo su")),
    "pt": frozenset(re.findall(r"\w+", "os as de do da dos das e que para com uma em no na se por não ao são")),
    "en": frozenset(re.findall(r"\w+", "the of and to for with in on is are by we our that from")),
}


def language_of(text: str) -> str:
    """``es``, ``pt`` or ``en``: the language whose small words are most frequent; Spanish when in doubt."""
    words = re.findall(r"[^\W\d_]+", text[:200_000].lower())
    scores = {code: sum(w in small for w in words) for code, small in _FUNCTION_WORDS.items()}
    scores["es"] += len(re.findall(r"(?:ón|ones)\b", text.lower())) + text.count("ñ") + text.count("¿")
    scores["pt"] += (text.lower().count("ção") + text.lower().count("ções")) * 2 + text.lower().count("ã")
    return max(scores, key=lambda code: (scores[code], code == "es"))
