"""Words that tell people from groups and organisations, and what somebody does in an action."""

from __future__ import annotations

from minga.folding import fold, word_set

PARTICLES = word_set("de del la las los da das do dos di du van von der den dal della san y e")
COLLECTIVE = word_set(
    "todas todos todes toda todo totes tots tutti tutte all every everyone everybody anyone nosotras nosotros nós we "
    "us each cada varias varios ambas ambos both "
    "organización organizaciones organizacion coordinación coordinaciones coordinadora coordinador coordinadoras "
    "comité comités comisión comisiones equipo equipos grupo grupos red redes nodo nodos mesa mesas asamblea asambleas "
    "junta juntas consejo consejos secretaría secretariado dirección directiva directivas área áreas oficina oficinas "
    "integrantes miembros miembras socias socios participantes representantes referentes delegadas delegados "
    "voluntarias voluntarios activistas investigadoras investigadores facilitadoras facilitadores países país "
    "nacional nacionales regional regionales local locales capítulo capítulos comunidad comunidades jóvenes juventud "
    "juventudes mujeres familias docentes estudiantes personas gente enlaces puntos focales finanzas "
    "comunicación comunicaciones "
    "administración gestión tesorería presidencia gerencia logística proyectos formación pendiente definir nadie "
    "organização organizações coordenação coordenações comitê comitês comissão comissões equipe equipes rede redes "
    "assembleia conselho conselhos diretoria secretaria integrantes membros associadas associados coletivos nacionais "
    "regionais locais mulheres famílias comunicação formação pessoas "
    "organization organizations organisation organisations team teams committee committees board network networks "
    "council councils group groups staff members volunteers coordinators coordination working national regional youth "
    "secretariat chapter chapters community communities partners people country countries office tbd none")
ORGANISATION = word_set(
    "fundación asociación colectivo colectiva corporación cooperativa federación confederación sindicato instituto "
    "universidad ministerio alcaldía municipio municipalidad ong centro movimiento iglesia empresa escuela "
    "fundação associação coletivo coletiva federação sindicato universidade ministério prefeitura movimento igreja "
    "foundation association collective cooperative federation union institute university ministry municipality ngo "
    "centre center movement church company school library")
NOBODY = frozenset(map(fold, [
    "por definir", "a definir", "sin definir", "no definido", "por confirmar", "a confirmar", "sin confirmar",
    "por asignar", "a asignar", "sin asignar", "por designar", "a designar", "por acordar", "a convenir", "pendiente",
    "pendientes", "pendiente de definir", "falta definir", "falta", "definir", "nadie", "ninguno", "ninguna",
    "sin responsable", "no aplica", "não se aplica", "não definido", "pendente", "ninguém", "sem responsável", "tbd",
    "tbc", "tba", "to be defined", "to be confirmed", "to be determined", "to be decided", "nobody", "none",
    "not applicable", "per definir", "da definire"]))
"""What is written where nobody was chosen yet."""
LEADS = word_set(
    "coordina coordinan coordinará coordinación lidera lideran liderará dirige dirigen convoca responde a cargo de "
    "led liderada liderado coordinada coordinado coordenada coordenado "
    "coordena coordenam lideram coordenação dirige leads coordinates lead coordinator coordinadora coordinador "
    "coordenadora coordenador") - {"a", "de", "cargo"}
SUPPORTS = word_set(
    "apoya apoyan apoyo apoyará colabora colaboran acompaña acompañan apoia apoiam apoio acompanha supports support "
    "assists helps with con com")
ROLE_NOUNS = word_set("responsable responsables encargada encargado responsável responsáveis encarregada "
                       "responsible owner referente enlace titular punto focal")
VERBS = LEADS | SUPPORTS | ROLE_NOUNS | word_set(
    "facilita facilitan modera moderan escribe redacta envía recibe organiza organizan prepara contacta junto y e con "
    "con también además facilita escreve envia recebe prepara organiza facilitates writes sends receives prepares "
    "organizes contacts together also by por pela pelo")
