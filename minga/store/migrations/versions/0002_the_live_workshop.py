"""The live workshop: rounds, voting, time and quorum; proposals and consents; codes that follow the order"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'

_NUMBERED = 'Si Minga puso el código y lo renueva al cambiar el orden; si no, lo escribió una persona y no se toca.'


def upgrade() -> None:
    # No table is made anew: dropping the old one would take with it the rows that refer to it.
    table = 'stages'
    op.add_column(table, sa.Column('locked', sa.Boolean(), nullable=False, server_default='0', comment='Si por ahora nadie puede enviar ni cambiar nada desde el teléfono.'))
    op.add_column(table, sa.Column('round', sa.Integer(), nullable=False, server_default='1', comment='Ronda en curso de la lluvia de ideas, desde 1.'))
    op.add_column(table, sa.Column('criterion', sa.Text(), nullable=False, server_default='', comment='Qué se pide en la ronda en curso.'))
    op.add_column(table, sa.Column('voting', sa.Boolean(), nullable=False, server_default='0', comment='Si está abierta la votación.'))
    op.add_column(table, sa.Column('points_each', sa.Integer(), nullable=False, server_default='5', comment='Puntos que puede repartir cada persona.'))
    op.add_column(table, sa.Column('timer_ends', sa.String(20), nullable=True, comment='Cuándo termina el tiempo en curso, en UTC.'))
    op.add_column(table, sa.Column('quorum', sa.Integer(), nullable=True, comment='Cuántas personas deben decir su postura para acordar; vacío si no se pide.'))
    table = 'cards'
    op.add_column(table, sa.Column('sheet', sa.Text(), nullable=False, server_default='', comment='Número impreso en la hoja de papel de la que se copió.'))
    table = 'reflections'
    op.add_column(table, sa.Column('question', sa.Text(), nullable=False, server_default='', comment='Pregunta que se hizo.'))
    op.add_column(table, sa.Column('position', sa.Integer(), nullable=False, server_default='1', comment='Orden dentro del nivel, desde 1.'))
    for table in ('directions', 'actions'):
        op.add_column(table, sa.Column('numbered', sa.Boolean(), nullable=False, server_default='0', comment=_NUMBERED))
    op.create_table('proposals',
    sa.Column('proposal_id', sa.Text(), nullable=False, comment='Identificador de la propuesta, al azar.'),
    sa.Column('stage_id', sa.Text(), nullable=False, comment='Etapa.'),
    sa.Column('kind', sa.Text(), nullable=False, comment='Par de tarjetas o nombre de un grupo.'),
    sa.Column('card_id', sa.Text(), nullable=True, comment='Primera tarjeta del par.'),
    sa.Column('other_id', sa.Text(), nullable=True, comment='Segunda tarjeta del par.'),
    sa.Column('cluster_id', sa.Text(), nullable=True, comment='Grupo al que se le propone nombre.'),
    sa.Column('text', sa.Text(), nullable=False, comment='Nombre que se propone.'),
    sa.Column('participant_id', sa.Text(), nullable=True, comment='Quién propuso; siempre vacío en etapas anónimas.'),
    sa.Column('status', sa.Text(), nullable=False, comment='Abierta, aceptada o dejada de lado.'),
    sa.CheckConstraint('"kind" IN (\'pair\', \'name\')', name=op.f('ck_proposals_kind')),
    sa.CheckConstraint('"status" IN (\'open\', \'accepted\', \'declined\')', name=op.f('ck_proposals_status')),
    sa.ForeignKeyConstraint(['stage_id'], ['stages.stage_id'], name=op.f('fk_proposals_stage_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['card_id'], ['cards.card_id'], name=op.f('fk_proposals_card_id'), ondelete='SET NULL', initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['other_id'], ['cards.card_id'], name=op.f('fk_proposals_other_id'), ondelete='SET NULL', initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['cluster_id'], ['clusters.cluster_id'], name=op.f('fk_proposals_cluster_id'), ondelete='SET NULL', initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.participant_id'], name=op.f('fk_proposals_participant_id'), ondelete='SET NULL', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('proposal_id', name=op.f('pk_proposals')),
    comment='Un par o un nombre de grupo que alguien propuso desde el teléfono.',
    sqlite_with_rowid=False,
    )
    op.create_table('consents',
    sa.Column('consent_id', sa.Text(), nullable=False, comment='Identificador de la postura.'),
    sa.Column('stage_id', sa.Text(), nullable=False, comment='Etapa.'),
    sa.Column('participant_id', sa.Text(), nullable=True, comment='Quién la dijo; siempre vacío en etapas anónimas.'),
    sa.Column('stance', sa.Text(), nullable=False, comment='De acuerdo, se aparta o pone una objeción.'),
    sa.Column('text', sa.Text(), nullable=False, comment='Objeción o reserva, con sus palabras.'),
    sa.Column('answer', sa.Text(), nullable=False, comment='Cómo se atendió.'),
    sa.CheckConstraint('"stance" IN (\'agree\', \'aside\', \'object\')', name=op.f('ck_consents_stance')),
    sa.ForeignKeyConstraint(['stage_id'], ['stages.stage_id'], name=op.f('fk_consents_stage_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.participant_id'], name=op.f('fk_consents_participant_id'), ondelete='SET NULL', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('consent_id', name=op.f('pk_consents')),
    comment='La postura de alguien ante lo que la etapa acuerda.',
    sqlite_with_rowid=False,
    )
    op.create_table('marks',
    sa.Column('mark_id', sa.Text(), nullable=False, comment='Huella irreversible de la persona y la etapa.'),
    sa.Column('stage_id', sa.Text(), nullable=False, comment='Etapa.'),
    sa.Column('what', sa.Text(), nullable=False, comment='Qué hizo: escribir, votar o decir su postura.'),
    sa.ForeignKeyConstraint(['stage_id'], ['stages.stage_id'], name=op.f('fk_marks_stage_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('mark_id', name=op.f('pk_marks')),
    comment='Marca de que alguien, no se sabe quién, ya hizo algo en una etapa; sirve para contar personas; privado.',
    sqlite_with_rowid=False,
    )
    for name, columns in (('marks', ('stage_id',)), ('proposals', ('stage_id', 'card_id', 'other_id', 'cluster_id', 'participant_id')),
                          ('consents', ('stage_id', 'participant_id'))):
        for column in columns:
            op.create_index(op.f(f'ix_{name}_{column}'), name, [column])
