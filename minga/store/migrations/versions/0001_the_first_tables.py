"""The first tables"""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None


def upgrade() -> None:
    op.create_table('changes',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False, comment='Número de orden.'),
    sa.Column('at', sa.String(20), nullable=True, comment='Cuándo, en UTC; vacío en etapas anónimas.'),
    sa.Column('actor', sa.Text(), nullable=False, comment='Quién; vacío en etapas anónimas.'),
    sa.Column('plan_id', sa.Text(), nullable=False, comment='Plan.'),
    sa.Column('stage_id', sa.Text(), nullable=False, comment='Etapa, si la hay.'),
    sa.Column('verb', sa.Text(), nullable=False, comment='Lo que la persona hizo.'),
    sa.Column('group_id', sa.Text(), nullable=False, comment='Une las líneas de una misma acción.'),
    sa.Column('table', sa.Text(), nullable=False, comment='Tabla.'),
    sa.Column('row_id', sa.Text(), nullable=False, comment='Fila.'),
    sa.Column('op', sa.Text(), nullable=False, comment='Alta, cambio o baja.'),
    sa.Column('before', sa.Text(), nullable=False, comment='La fila antes, en JSON.'),
    sa.Column('after', sa.Text(), nullable=False, comment='La fila después, en JSON.'),
    sa.Column('undoes', sa.Text(), nullable=False, comment='Acción que deshace, si es una vuelta atrás.'),
    sa.CheckConstraint('"op" IN (\'insert\', \'update\', \'delete\')', name=op.f('ck_changes_op')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_changes')),
    comment='Una línea del libro de cambios: qué fila cambió, cómo estaba y cómo quedó.',
    )
    with op.batch_alter_table('changes', schema=None) as batch_op:
        batch_op.create_index('ix_changes_plan_seq', ['plan_id', 'seq'], unique=False)
        batch_op.create_index('ix_changes_stage_seq', ['stage_id', 'seq'], unique=False)

    op.create_table('codelists',
    sa.Column('codelist', sa.Text(), nullable=False, comment='Lista de códigos.'),
    sa.Column('code', sa.Text(), nullable=False, comment='Código.'),
    sa.Column('label_es', sa.Text(), nullable=False, comment='Nombre en español.'),
    sa.Column('label_pt', sa.Text(), nullable=False, comment='Nombre en portugués.'),
    sa.Column('label_en', sa.Text(), nullable=False, comment='Nombre en inglés.'),
    sa.PrimaryKeyConstraint('codelist', 'code', name=op.f('pk_codelists')),
    comment='Un código con su nombre en tres idiomas.',
    )
    op.create_table('operations',
    sa.Column('op_hash', sa.Text(), nullable=False, comment='Huella irreversible de la operación.'),
    sa.Column('plan_id', sa.Text(), nullable=False, comment='Plan.'),
    sa.Column('result', sa.Text(), nullable=False, comment='Lo que se contestó, en JSON.'),
    sa.PrimaryKeyConstraint('op_hash', name=op.f('pk_operations')),
    comment='Operaciones ya aplicadas, para que repetir un envío no repita su efecto; privado.',
    )
    op.create_table('plans',
    sa.Column('plan_id', sa.Text(), nullable=False, comment='Identificador del plan; también nombre de su carpeta.'),
    sa.Column('title', sa.Text(), nullable=False, comment='Título del plan.'),
    sa.Column('organization', sa.Text(), nullable=False, comment='Red u organización a la que pertenece.'),
    sa.Column('method', sa.Text(), nullable=False, comment='Método del taller: nombre del archivo en parameters/methods sin extensión.'),
    sa.Column('language', sa.Text(), nullable=False, comment='Idioma en que se habla con las personas del plan.'),
    sa.Column('starts', sa.Date(), nullable=True, comment='Primer día que cubre el plan.'),
    sa.Column('ends', sa.Date(), nullable=True, comment='Último día que cubre el plan.'),
    sa.Column('countries', sa.Text(), nullable=False, comment='Países, códigos ISO 3166 de dos letras separados por espacios.'),
    sa.Column('created_at', sa.String(20), nullable=False, comment='Cuándo se creó, en UTC.'),
    sa.CheckConstraint('"language" IN (\'es\', \'pt\', \'en\')', name=op.f('ck_plans_language')),
    sa.PrimaryKeyConstraint('plan_id', name=op.f('pk_plans')),
    comment='Un plan: la unidad que se exporta, se importa y se monitorea.',
    )
    op.create_table('runs',
    sa.Column('run_id', sa.Text(), nullable=False, comment='Identificador de la ejecución.'),
    sa.Column('plan_id', sa.Text(), nullable=False, comment='Plan.'),
    sa.Column('period', sa.Text(), nullable=False, comment='Período.'),
    sa.Column('template', sa.Text(), nullable=False, comment='Cuaderno que se ejecutó.'),
    sa.Column('input_hash', sa.Text(), nullable=False, comment='Huella de los datos y parámetros que entraron.'),
    sa.Column('status', sa.Text(), nullable=False, comment='En curso, bien, falló, se pasó de tiempo o murió.'),
    sa.Column('started', sa.String(20), nullable=False, comment='Inicio, en UTC.'),
    sa.Column('ended', sa.String(20), nullable=True, comment='Fin, en UTC.'),
    sa.Column('seconds', sa.Float(precision=53), nullable=True, comment='Duración en segundos.'),
    sa.Column('error', sa.Text(), nullable=False, comment='Qué salió mal, si algo salió mal.'),
    sa.CheckConstraint('"status" IN (\'running\', \'ok\', \'failed\', \'timeout\', \'died\')', name=op.f('ck_runs_status')),
    sa.PrimaryKeyConstraint('run_id', name=op.f('pk_runs')),
    comment='Una ejecución de un informe.',
    )
    op.create_table('settings',
    sa.Column('name', sa.Text(), nullable=False, comment='Nombre del ajuste.'),
    sa.Column('value', sa.Text(), nullable=False, comment='Valor.'),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_settings')),
    comment='Ajustes de este almacén; privado.',
    )
    op.create_table('directions',
    sa.Column('direction_id', sa.Text(), nullable=False, comment='Identificador de la dirección.'),
    sa.Column('plan_id', sa.Text(), nullable=False, comment='Plan.'),
    sa.Column('position', sa.Integer(), nullable=False, comment='Orden, desde 1.'),
    sa.Column('code', sa.Text(), nullable=False, comment='Código; es texto: 1.10 no es 1.1.'),
    sa.Column('title', sa.Text(), nullable=False, comment='Título de la dirección.'),
    sa.Column('outcome_measure', sa.Text(), nullable=False, comment='Medida de logro: cómo se sabrá que se alcanzó.'),
    sa.ForeignKeyConstraint(['plan_id'], ['plans.plan_id'], name=op.f('fk_directions_plan_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('direction_id', name=op.f('pk_directions')),
    comment='Una dirección estratégica.',
    )
    with op.batch_alter_table('directions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_directions_plan_id'), ['plan_id'], unique=False)

    op.create_table('links',
    sa.Column('link_id', sa.Text(), nullable=False, comment='Identificador del eslabón.'),
    sa.Column('plan_id', sa.Text(), nullable=False, comment='Plan.'),
    sa.Column('from_id', sa.Text(), nullable=False, comment='De dónde sale.'),
    sa.Column('to_id', sa.Text(), nullable=False, comment='A dónde llega.'),
    sa.Column('kind', sa.Text(), nullable=False, comment='Qué dice el eslabón: bloquea, atiende, acerca, entrega o viene de.'),
    sa.CheckConstraint('"kind" IN (\'blocks\', \'addresses\', \'advances\', \'delivers\', \'came_from\')', name=op.f('ck_links_kind')),
    sa.ForeignKeyConstraint(['plan_id'], ['plans.plan_id'], name=op.f('fk_links_plan_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('link_id', name=op.f('pk_links')),
    sa.UniqueConstraint('from_id', 'to_id', 'kind', name=op.f('uq_links_from_id_to_id_kind')),
    comment='Un eslabón de la cadena entre dos cosas del plan.',
    )
    with op.batch_alter_table('links', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_links_plan_id'), ['plan_id'], unique=False)

    op.create_table('participants',
    sa.Column('participant_id', sa.Text(), nullable=False, comment='Identificador de la persona participante.'),
    sa.Column('plan_id', sa.Text(), nullable=False, comment='Plan en que participa.'),
    sa.Column('alias', sa.Text(), nullable=False, comment='Alias elegido.'),
    sa.Column('organization', sa.Text(), nullable=False, comment='Organización, si la dijo.'),
    sa.Column('country', sa.Text(), nullable=False, comment='País, código ISO 3166 de dos letras.'),
    sa.Column('team', sa.Text(), nullable=False, comment='Equipo o mesa.'),
    sa.Column('role', sa.Text(), nullable=False, comment='Papel en el taller.'),
    sa.CheckConstraint('"role" IN (\'facilitator\', \'participant\', \'scribe\', \'analyst\', \'observer\')', name=op.f('ck_participants_role')),
    sa.ForeignKeyConstraint(['plan_id'], ['plans.plan_id'], name=op.f('fk_participants_plan_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('participant_id', name=op.f('pk_participants')),
    comment='Alguien que toma parte en el taller, con el alias que eligió.',
    )
    with op.batch_alter_table('participants', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_participants_plan_id'), ['plan_id'], unique=False)

    op.create_table('periods',
    sa.Column('plan_id', sa.Text(), nullable=False, comment='Plan.'),
    sa.Column('period', sa.Text(), nullable=False, comment='Período: 2018-S1, 2018-Q1 o 2018.'),
    sa.Column('starts', sa.Date(), nullable=False, comment='Primer día.'),
    sa.Column('ends', sa.Date(), nullable=False, comment='Último día.'),
    sa.Column('status', sa.Text(), nullable=False, comment='Abierto o cerrado a cambios.'),
    sa.CheckConstraint('"status" IN (\'open\', \'locked\')', name=op.f('ck_periods_status')),
    sa.ForeignKeyConstraint(['plan_id'], ['plans.plan_id'], name=op.f('fk_periods_plan_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('plan_id', 'period', name=op.f('pk_periods')),
    comment='Un período de informe del plan.',
    )
    with op.batch_alter_table('periods', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_periods_plan_id'), ['plan_id'], unique=False)

    op.create_table('sections',
    sa.Column('section_id', sa.Text(), nullable=False, comment='Identificador del texto.'),
    sa.Column('plan_id', sa.Text(), nullable=False, comment='Plan.'),
    sa.Column('key', sa.Text(), nullable=False, comment='Clave de la sección en el método.'),
    sa.Column('position', sa.Integer(), nullable=False, comment='Orden, desde 1.'),
    sa.Column('title', sa.Text(), nullable=False, comment='Título.'),
    sa.Column('text', sa.Text(), nullable=False, comment='Texto; los párrafos se separan con una línea vacía.'),
    sa.ForeignKeyConstraint(['plan_id'], ['plans.plan_id'], name=op.f('fk_sections_plan_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('section_id', name=op.f('pk_sections')),
    comment='Una parte narrativa del plan.',
    )
    with op.batch_alter_table('sections', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sections_plan_id'), ['plan_id'], unique=False)

    op.create_table('stages',
    sa.Column('stage_id', sa.Text(), nullable=False, comment='Identificador de la etapa.'),
    sa.Column('plan_id', sa.Text(), nullable=False, comment='Plan al que pertenece.'),
    sa.Column('key', sa.Text(), nullable=False, comment='Clave de la etapa en el método (context, vision, obstacles…).'),
    sa.Column('kind', sa.Text(), nullable=False, comment='Tipo de página: columnas fijas, grupos, direcciones, resultados o textos.'),
    sa.Column('position', sa.Integer(), nullable=False, comment='Orden dentro del plan, desde 1.'),
    sa.Column('title', sa.Text(), nullable=False, comment='Nombre de la etapa como lo lee la gente.'),
    sa.Column('question', sa.Text(), nullable=False, comment='Pregunta de enfoque; una por línea si hay varias.'),
    sa.Column('rational_aim', sa.Text(), nullable=False, comment='Propósito racional: el producto de la etapa.'),
    sa.Column('experiential_aim', sa.Text(), nullable=False, comment='Propósito vivencial: cómo debe quedar el grupo.'),
    sa.Column('anonymity', sa.Text(), nullable=False, comment='Cómo se guardan las autorías: con nombre, con alias o anónima.'),
    sa.Column('phase', sa.Text(), nullable=False, comment='Momento de la etapa.'),
    sa.CheckConstraint('"anonymity" IN (\'named\', \'alias\', \'anonymous\')', name=op.f('ck_stages_anonymity')),
    sa.CheckConstraint('"kind" IN (\'columns\', \'clusters\', \'directions\', \'results\', \'sections\')', name=op.f('ck_stages_kind')),
    sa.CheckConstraint('"phase" IN (\'closed\', \'writing\', \'revealed\', \'clustering\', \'naming\', \'resolve\', \'done\')', name=op.f('ck_stages_phase')),
    sa.ForeignKeyConstraint(['plan_id'], ['plans.plan_id'], name=op.f('fk_stages_plan_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('stage_id', name=op.f('pk_stages')),
    sa.UniqueConstraint('plan_id', 'key', name=op.f('uq_stages_plan_id_key')),
    comment='Una etapa del taller de un plan.',
    )
    with op.batch_alter_table('stages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stages_plan_id'), ['plan_id'], unique=False)

    op.create_table('actions',
    sa.Column('action_id', sa.Text(), nullable=False, comment='Identificador de la acción; no cambia al renumerar.'),
    sa.Column('direction_id', sa.Text(), nullable=False, comment='Dirección.'),
    sa.Column('parent_id', sa.Text(), nullable=True, comment='Acción que la contiene, si es una subacción.'),
    sa.Column('code', sa.Text(), nullable=False, comment='Código como fue escrito; es texto: 1.10 no es 1.1.'),
    sa.Column('position', sa.Integer(), nullable=False, comment='Orden dentro de la dirección, desde 1.'),
    sa.Column('text', sa.Text(), nullable=False, comment='Qué se hará.'),
    sa.Column('keyword', sa.Text(), nullable=False, comment='Palabras destacadas en la fuente.'),
    sa.Column('accomplishment', sa.Text(), nullable=False, comment='Logro medible esperado.'),
    sa.Column('schedule_text', sa.Text(), nullable=False, comment='Calendarización tal como se escribió.'),
    sa.Column('starts', sa.Date(), nullable=True, comment='Primer día entendido de la calendarización.'),
    sa.Column('ends', sa.Date(), nullable=True, comment='Último día entendido de la calendarización.'),
    sa.Column('precision', sa.Text(), nullable=False, comment='Qué tan precisa es la fecha entendida.'),
    sa.Column('open_ended', sa.Boolean(), nullable=False, comment='Si empieza y no tiene final.'),
    sa.Column('recurrence', sa.Text(), nullable=False, comment='Cada cuánto se repite, como código.'),
    sa.Column('deliverable', sa.Text(), nullable=False, comment='Qué se entrega.'),
    sa.Column('place', sa.Text(), nullable=False, comment='Dónde.'),
    sa.Column('cost', sa.Float(precision=53), nullable=True, comment='Costo.'),
    sa.Column('currency', sa.Text(), nullable=False, comment='Moneda, código ISO 4217.'),
    sa.CheckConstraint('"precision" IN (\'day\', \'third\', \'month\', \'quarter\', \'semester\', \'year\', \'none\')', name=op.f('ck_actions_precision')),
    sa.ForeignKeyConstraint(['direction_id'], ['directions.direction_id'], name=op.f('fk_actions_direction_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['parent_id'], ['actions.action_id'], name=op.f('fk_actions_parent_id'), ondelete='SET NULL', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('action_id', name=op.f('pk_actions')),
    comment='Una acción numerada de una dirección.',
    )
    with op.batch_alter_table('actions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_actions_direction_id'), ['direction_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_actions_parent_id'), ['parent_id'], unique=False)

    op.create_table('clusters',
    sa.Column('cluster_id', sa.Text(), nullable=False, comment='Identificador del grupo.'),
    sa.Column('stage_id', sa.Text(), nullable=False, comment='Etapa.'),
    sa.Column('parent_id', sa.Text(), nullable=True, comment='Grupo que lo contiene, si es un subgrupo.'),
    sa.Column('position', sa.Integer(), nullable=False, comment='Orden en la pared, desde 1.'),
    sa.Column('symbol', sa.Text(), nullable=False, comment='Símbolo provisional del grupo.'),
    sa.Column('title', sa.Text(), nullable=False, comment='Título que responde a la pregunta de enfoque.'),
    sa.Column('description', sa.Text(), nullable=False, comment='Explicación del grupo.'),
    sa.ForeignKeyConstraint(['parent_id'], ['clusters.cluster_id'], name=op.f('fk_clusters_parent_id'), ondelete='SET NULL', initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['stage_id'], ['stages.stage_id'], name=op.f('fk_clusters_stage_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('cluster_id', name=op.f('pk_clusters')),
    comment='Un grupo de tarjetas: primero un símbolo, después un título.',
    )
    with op.batch_alter_table('clusters', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_clusters_parent_id'), ['parent_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_clusters_stage_id'), ['stage_id'], unique=False)

    op.create_table('devices',
    sa.Column('device_hash', sa.Text(), nullable=False, comment='Huella irreversible de la galleta.'),
    sa.Column('plan_id', sa.Text(), nullable=False, comment='Plan.'),
    sa.Column('participant_id', sa.Text(), nullable=False, comment='Persona participante.'),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.participant_id'], name=op.f('fk_devices_participant_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['plan_id'], ['plans.plan_id'], name=op.f('fk_devices_plan_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('device_hash', name=op.f('pk_devices')),
    comment='Un navegador reconocido por su galleta firmada; privado.',
    )
    with op.batch_alter_table('devices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_devices_participant_id'), ['participant_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_devices_plan_id'), ['plan_id'], unique=False)

    op.create_table('objectives',
    sa.Column('objective_id', sa.Text(), nullable=False, comment='Identificador del objetivo.'),
    sa.Column('plan_id', sa.Text(), nullable=False, comment='Plan.'),
    sa.Column('parent_id', sa.Text(), nullable=True, comment='Objetivo que lo contiene.'),
    sa.Column('level', sa.Text(), nullable=False, comment='General o específico.'),
    sa.Column('code', sa.Text(), nullable=False, comment='Código; es texto.'),
    sa.Column('position', sa.Integer(), nullable=False, comment='Orden, desde 1.'),
    sa.Column('text', sa.Text(), nullable=False, comment='Texto del objetivo.'),
    sa.Column('title', sa.Text(), nullable=False, comment='Nombre corto del objetivo.'),
    sa.Column('direction_id', sa.Text(), nullable=True, comment='Dirección estratégica de la que nace.'),
    sa.CheckConstraint('"level" IN (\'general\', \'specific\')', name=op.f('ck_objectives_level')),
    sa.ForeignKeyConstraint(['direction_id'], ['directions.direction_id'], name=op.f('fk_objectives_direction_id'), ondelete='SET NULL', initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['parent_id'], ['objectives.objective_id'], name=op.f('fk_objectives_parent_id'), ondelete='SET NULL', initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['plan_id'], ['plans.plan_id'], name=op.f('fk_objectives_plan_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('objective_id', name=op.f('pk_objectives')),
    comment='Un objetivo general o específico.',
    )
    with op.batch_alter_table('objectives', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_objectives_direction_id'), ['direction_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_objectives_parent_id'), ['parent_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_objectives_plan_id'), ['plan_id'], unique=False)

    op.create_table('people',
    sa.Column('participant_id', sa.Text(), nullable=False, comment='Persona participante.'),
    sa.Column('name', sa.Text(), nullable=False, comment='Nombre de la persona.'),
    sa.Column('contact', sa.Text(), nullable=False, comment='Contacto de la persona.'),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.participant_id'], name=op.f('fk_people_participant_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('participant_id', name=op.f('pk_people')),
    comment='Nombre y contacto de una persona; privado, no se exporta.',
    )
    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_people_participant_id'), ['participant_id'], unique=False)

    op.create_table('reflections',
    sa.Column('reflection_id', sa.Text(), nullable=False, comment='Identificador de la reflexión.'),
    sa.Column('stage_id', sa.Text(), nullable=False, comment='Etapa.'),
    sa.Column('level', sa.Text(), nullable=False, comment='Nivel: objetivo, reflexivo, interpretativo, decisorio.'),
    sa.Column('text', sa.Text(), nullable=False, comment='Lo que se dijo.'),
    sa.Column('publish', sa.Boolean(), nullable=False, comment='Si puede publicarse.'),
    sa.CheckConstraint('"level" IN (\'O\', \'R\', \'I\', \'D\')', name=op.f('ck_reflections_level')),
    sa.ForeignKeyConstraint(['stage_id'], ['stages.stage_id'], name=op.f('fk_reflections_stage_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('reflection_id', name=op.f('pk_reflections')),
    comment='Una respuesta de la conversación enfocada de una etapa.',
    )
    with op.batch_alter_table('reflections', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reflections_stage_id'), ['stage_id'], unique=False)

    op.create_table('votes',
    sa.Column('vote_id', sa.Text(), nullable=False, comment='Identificador del voto.'),
    sa.Column('stage_id', sa.Text(), nullable=False, comment='Etapa.'),
    sa.Column('target_id', sa.Text(), nullable=False, comment='Tarjeta o grupo que recibe los puntos.'),
    sa.Column('participant_id', sa.Text(), nullable=True, comment='Quién votó; vacío si es anónimo.'),
    sa.Column('points', sa.Integer(), nullable=False, comment='Puntos.'),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.participant_id'], name=op.f('fk_votes_participant_id'), ondelete='SET NULL', initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['stage_id'], ['stages.stage_id'], name=op.f('fk_votes_stage_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('vote_id', name=op.f('pk_votes')),
    comment='Puntos que alguien dio a una tarjeta o grupo.',
    )
    with op.batch_alter_table('votes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_votes_participant_id'), ['participant_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_votes_stage_id'), ['stage_id'], unique=False)

    op.create_table('assignments',
    sa.Column('assignment_id', sa.Text(), nullable=False, comment='Identificador de la asignación.'),
    sa.Column('action_id', sa.Text(), nullable=False, comment='Acción.'),
    sa.Column('as_written', sa.Text(), nullable=False, comment='Texto tal como se escribió.'),
    sa.Column('participant_id', sa.Text(), nullable=True, comment='Persona participante, si se reconoció.'),
    sa.Column('name', sa.Text(), nullable=False, comment='Nombre o alias.'),
    sa.Column('country', sa.Text(), nullable=False, comment='País, código ISO 3166 de dos letras.'),
    sa.Column('kind', sa.Text(), nullable=False, comment='Persona, grupo, organización o todas las personas.'),
    sa.Column('role', sa.Text(), nullable=False, comment='Responde, coordina o apoya.'),
    sa.Column('accepted', sa.Boolean(), nullable=True, comment='Si la persona aceptó; vacío si no ha contestado.'),
    sa.Column('position', sa.Integer(), nullable=False, comment='Orden dentro de la acción, desde 1.'),
    sa.CheckConstraint('"kind" IN (\'person\', \'group\', \'organization\', \'everyone\')', name=op.f('ck_assignments_kind')),
    sa.CheckConstraint('"role" IN (\'responsible\', \'coordinates\', \'supports\')', name=op.f('ck_assignments_role')),
    sa.ForeignKeyConstraint(['action_id'], ['actions.action_id'], name=op.f('fk_assignments_action_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.participant_id'], name=op.f('fk_assignments_participant_id'), ondelete='SET NULL', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('assignment_id', name=op.f('pk_assignments')),
    comment='Una persona, grupo u organización que responde por una acción.',
    )
    with op.batch_alter_table('assignments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assignments_action_id'), ['action_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assignments_participant_id'), ['participant_id'], unique=False)

    op.create_table('cards',
    sa.Column('card_id', sa.Text(), nullable=False, comment='Identificador de la tarjeta, al azar.'),
    sa.Column('stage_id', sa.Text(), nullable=False, comment='Etapa.'),
    sa.Column('cluster_id', sa.Text(), nullable=True, comment='Grupo o columna; vacío si está sin agrupar.'),
    sa.Column('position', sa.Integer(), nullable=False, comment='Orden dentro del grupo, desde 1.'),
    sa.Column('text', sa.Text(), nullable=False, comment='Texto tal como se escribió.'),
    sa.Column('note', sa.Text(), nullable=False, comment='Nota aclaratoria.'),
    sa.Column('round', sa.Integer(), nullable=False, comment='Ronda en que llegó, desde 1.'),
    sa.Column('team', sa.Text(), nullable=False, comment='Equipo o mesa.'),
    sa.Column('author_id', sa.Text(), nullable=True, comment='Quién la escribió; siempre vacío en etapas anónimas.'),
    sa.Column('source', sa.Text(), nullable=False, comment='Por dónde entró.'),
    sa.Column('status', sa.Text(), nullable=False, comment='Vigente, repetida o retirada.'),
    sa.Column('duplicate_of', sa.Text(), nullable=True, comment='Tarjeta de la que es repetición.'),
    sa.Column('created_at', sa.String(20), nullable=True, comment='Cuándo llegó, en UTC; vacío en etapas anónimas.'),
    sa.CheckConstraint('"source" IN (\'phone\', \'scribe\', \'paper\', \'import\')', name=op.f('ck_cards_source')),
    sa.CheckConstraint('"status" IN (\'active\', \'duplicate\', \'withdrawn\')', name=op.f('ck_cards_status')),
    sa.ForeignKeyConstraint(['author_id'], ['participants.participant_id'], name=op.f('fk_cards_author_id'), ondelete='SET NULL', initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['cluster_id'], ['clusters.cluster_id'], name=op.f('fk_cards_cluster_id'), ondelete='SET NULL', initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['duplicate_of'], ['cards.card_id'], name=op.f('fk_cards_duplicate_of'), ondelete='SET NULL', initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['stage_id'], ['stages.stage_id'], name=op.f('fk_cards_stage_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('card_id', name=op.f('pk_cards')),
    comment='Una tarjeta: una idea escrita por alguien.',
    )
    with op.batch_alter_table('cards', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cards_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_cards_cluster_id'), ['cluster_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_cards_duplicate_of'), ['duplicate_of'], unique=False)
        batch_op.create_index(batch_op.f('ix_cards_stage_id'), ['stage_id'], unique=False)

    op.create_table('lines',
    sa.Column('line_id', sa.Text(), nullable=False, comment='Identificador de la línea.'),
    sa.Column('objective_id', sa.Text(), nullable=False, comment='Objetivo.'),
    sa.Column('position', sa.Integer(), nullable=False, comment='Orden, desde 1.'),
    sa.Column('text', sa.Text(), nullable=False, comment='Texto de la línea.'),
    sa.ForeignKeyConstraint(['objective_id'], ['objectives.objective_id'], name=op.f('fk_lines_objective_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('line_id', name=op.f('pk_lines')),
    comment='Una línea de trabajo: cómo se alcanza un objetivo.',
    )
    with op.batch_alter_table('lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lines_objective_id'), ['objective_id'], unique=False)

    op.create_table('progress',
    sa.Column('progress_id', sa.Text(), nullable=False, comment='Identificador del avance.'),
    sa.Column('action_id', sa.Text(), nullable=False, comment='Acción.'),
    sa.Column('period', sa.Text(), nullable=False, comment='Período.'),
    sa.Column('status', sa.Text(), nullable=False, comment='Sin empezar, en curso, cumplida, atrasada o cancelada.'),
    sa.Column('percent', sa.Float(precision=53), nullable=True, comment='Avance de 0 a 100, si se dijo.'),
    sa.Column('comment', sa.Text(), nullable=False, comment='Comentario.'),
    sa.Column('evidence', sa.Text(), nullable=False, comment='Evidencias, separadas por punto y coma.'),
    sa.Column('reported_by', sa.Text(), nullable=False, comment='Quién informó.'),
    sa.Column('reported_at', sa.String(20), nullable=True, comment='Cuándo se informó, en UTC.'),
    sa.CheckConstraint('"status" IN (\'not_started\', \'in_progress\', \'done\', \'delayed\', \'cancelled\')', name=op.f('ck_progress_status')),
    sa.CheckConstraint('percent IS NULL OR (percent >= 0 AND percent <= 100)', name=op.f('ck_progress_percent_range')),
    sa.ForeignKeyConstraint(['action_id'], ['actions.action_id'], name=op.f('fk_progress_action_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('progress_id', name=op.f('pk_progress')),
    sa.UniqueConstraint('action_id', 'period', name=op.f('uq_progress_action_id_period')),
    comment='Estado de una acción al cierre de un período.',
    )
    with op.batch_alter_table('progress', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_progress_action_id'), ['action_id'], unique=False)

    op.create_table('results',
    sa.Column('result_id', sa.Text(), nullable=False, comment='Identificador del resultado.'),
    sa.Column('plan_id', sa.Text(), nullable=False, comment='Plan.'),
    sa.Column('objective_id', sa.Text(), nullable=True, comment='Objetivo.'),
    sa.Column('direction_id', sa.Text(), nullable=True, comment='Dirección.'),
    sa.Column('type', sa.Text(), nullable=False, comment='Producto, efecto, impacto u otro.'),
    sa.Column('title', sa.Text(), nullable=False, comment='Título del resultado.'),
    sa.CheckConstraint('"type" IN (\'output\', \'outcome\', \'impact\', \'other\')', name=op.f('ck_results_type')),
    sa.ForeignKeyConstraint(['direction_id'], ['directions.direction_id'], name=op.f('fk_results_direction_id'), ondelete='SET NULL', initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['objective_id'], ['objectives.objective_id'], name=op.f('fk_results_objective_id'), ondelete='SET NULL', initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['plan_id'], ['plans.plan_id'], name=op.f('fk_results_plan_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('result_id', name=op.f('pk_results')),
    comment='Un cambio o producto por el que responde el plan (IATI).',
    )
    with op.batch_alter_table('results', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_results_direction_id'), ['direction_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_results_objective_id'), ['objective_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_results_plan_id'), ['plan_id'], unique=False)

    op.create_table('indicators',
    sa.Column('indicator_id', sa.Text(), nullable=False, comment='Identificador del indicador; nunca se reutiliza.'),
    sa.Column('plan_id', sa.Text(), nullable=False, comment='Plan.'),
    sa.Column('objective_id', sa.Text(), nullable=True, comment='Objetivo.'),
    sa.Column('result_id', sa.Text(), nullable=True, comment='Resultado.'),
    sa.Column('position', sa.Integer(), nullable=False, comment='Orden, desde 1.'),
    sa.Column('code', sa.Text(), nullable=False, comment='Código; es texto.'),
    sa.Column('title', sa.Text(), nullable=False, comment='Nombre del indicador.'),
    sa.Column('measure', sa.Text(), nullable=False, comment='Qué se mide: unidad, porcentaje, nominal, ordinal o cualitativo.'),
    sa.Column('unit', sa.Text(), nullable=False, comment='Unidad (activistas, talleres…).'),
    sa.Column('method', sa.Text(), nullable=False, comment='Cómo se informa: del período, acumulado o foto al cierre.'),
    sa.Column('aggregation', sa.Text(), nullable=False, comment='Cómo se juntan países o partes.'),
    sa.Column('ascending', sa.Boolean(), nullable=False, comment='Si crecer es mejorar.'),
    sa.Column('baseline_year', sa.Integer(), nullable=True, comment='Año de la línea de base.'),
    sa.Column('baseline_value', sa.Float(precision=53), nullable=True, comment='Valor de la línea de base; vacío no es cero.'),
    sa.Column('baseline_comment', sa.Text(), nullable=False, comment='Comentario de la línea de base.'),
    sa.Column('target_total', sa.Float(precision=53), nullable=True, comment='Meta de todo el plan.'),
    sa.Column('verification', sa.Text(), nullable=False, comment='Medio de verificación.'),
    sa.Column('frequency', sa.Text(), nullable=False, comment='Frecuencia con que se informa.'),
    sa.Column('responsible', sa.Text(), nullable=False, comment='Quién informa.'),
    sa.Column('ref_vocabulary', sa.Text(), nullable=False, comment='Vocabulario de referencia.'),
    sa.Column('ref_code', sa.Text(), nullable=False, comment='Código en el vocabulario de referencia.'),
    sa.CheckConstraint('"aggregation" IN (\'sum\', \'mean\', \'max\', \'last\', \'none\')', name=op.f('ck_indicators_aggregation')),
    sa.CheckConstraint('"measure" IN (\'unit\', \'percentage\', \'nominal\', \'ordinal\', \'qualitative\')', name=op.f('ck_indicators_measure')),
    sa.CheckConstraint('"method" IN (\'period\', \'cumulative\', \'snapshot\')', name=op.f('ck_indicators_method')),
    sa.ForeignKeyConstraint(['objective_id'], ['objectives.objective_id'], name=op.f('fk_indicators_objective_id'), ondelete='SET NULL', initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['plan_id'], ['plans.plan_id'], name=op.f('fk_indicators_plan_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['result_id'], ['results.result_id'], name=op.f('fk_indicators_result_id'), ondelete='SET NULL', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('indicator_id', name=op.f('pk_indicators')),
    comment='La medida observable de un objetivo o resultado.',
    )
    with op.batch_alter_table('indicators', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_indicators_objective_id'), ['objective_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_indicators_plan_id'), ['plan_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_indicators_result_id'), ['result_id'], unique=False)

    op.create_table('actuals',
    sa.Column('actual_id', sa.Text(), nullable=False, comment='Identificador del valor.'),
    sa.Column('indicator_id', sa.Text(), nullable=False, comment='Indicador.'),
    sa.Column('period', sa.Text(), nullable=False, comment='Período.'),
    sa.Column('country', sa.Text(), nullable=False, comment='País; vacío es el total.'),
    sa.Column('dim_name', sa.Text(), nullable=False, comment='Desagregación: nombre.'),
    sa.Column('dim_value', sa.Text(), nullable=False, comment='Desagregación: valor.'),
    sa.Column('value', sa.Float(precision=53), nullable=True, comment='Valor; vacío no es cero.'),
    sa.Column('numerator', sa.Float(precision=53), nullable=True, comment='Numerador, si es porcentaje.'),
    sa.Column('denominator', sa.Float(precision=53), nullable=True, comment='Denominador, si es porcentaje.'),
    sa.Column('narrative', sa.Text(), nullable=False, comment='Relato, si es cualitativo.'),
    sa.Column('comment', sa.Text(), nullable=False, comment='Comentario.'),
    sa.Column('evidence', sa.Text(), nullable=False, comment='Evidencias, separadas por punto y coma.'),
    sa.Column('status', sa.Text(), nullable=False, comment='Borrador, pendiente, devuelto o aprobado.'),
    sa.Column('reported_by', sa.Text(), nullable=False, comment='Quién informó.'),
    sa.Column('reported_at', sa.String(20), nullable=True, comment='Cuándo se informó, en UTC.'),
    sa.Column('approved_by', sa.Text(), nullable=False, comment='Quién aprobó.'),
    sa.Column('approved_at', sa.String(20), nullable=True, comment='Cuándo se aprobó, en UTC.'),
    sa.CheckConstraint('"status" IN (\'draft\', \'pending\', \'returned\', \'approved\')', name=op.f('ck_actuals_status')),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicators.indicator_id'], name=op.f('fk_actuals_indicator_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('actual_id', name=op.f('pk_actuals')),
    comment='Valor alcanzado por un indicador en un período.',
    )
    with op.batch_alter_table('actuals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_actuals_indicator_id'), ['indicator_id'], unique=False)

    op.create_table('targets',
    sa.Column('target_id', sa.Text(), nullable=False, comment='Identificador de la meta.'),
    sa.Column('indicator_id', sa.Text(), nullable=False, comment='Indicador.'),
    sa.Column('period', sa.Text(), nullable=False, comment='Período.'),
    sa.Column('country', sa.Text(), nullable=False, comment='País; vacío es el total.'),
    sa.Column('dim_name', sa.Text(), nullable=False, comment='Desagregación: nombre.'),
    sa.Column('dim_value', sa.Text(), nullable=False, comment='Desagregación: valor.'),
    sa.Column('value', sa.Float(precision=53), nullable=True, comment='Valor esperado.'),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicators.indicator_id'], name=op.f('fk_targets_indicator_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('target_id', name=op.f('pk_targets')),
    sa.UniqueConstraint('indicator_id', 'period', 'country', 'dim_name', 'dim_value', name=op.f('uq_targets_indicator_id_period_country_dim_name_dim_value')),
    comment='Valor que se espera de un indicador en un período.',
    )
    with op.batch_alter_table('targets', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_targets_indicator_id'), ['indicator_id'], unique=False)

