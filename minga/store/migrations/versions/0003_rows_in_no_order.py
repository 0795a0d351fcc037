"""Rows in no order: cards, votes and operations lie by their random ids; the ledger finds the lines of a row"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'


def upgrade() -> None:
    op.create_index('ix_changes_row_seq', 'changes', ['row_id', 'seq'])
    if op.get_bind().dialect.name == 'sqlite':
        # SQLite cannot take the row number from a table that is there. References are not looked at meanwhile
        # (migrate.py), so that no row that refers to a card goes, or forgets it, with the old table.
        _cards()
        _votes()
        _operations()


def _cards() -> None:
    op.create_table('cards_new',
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
    sa.Column('sheet', sa.Text(), nullable=False, server_default='', comment='Número impreso en la hoja de papel de la que se copió.'),
    sa.Column('status', sa.Text(), nullable=False, comment='Vigente, repetida o retirada.'),
    sa.Column('duplicate_of', sa.Text(), nullable=True, comment='Tarjeta de la que es repetición.'),
    sa.Column('created_at', sa.String(20), nullable=True, comment='Cuándo llegó, en UTC; vacío en etapas anónimas.'),
    sa.CheckConstraint('"source" IN (\'phone\', \'scribe\', \'paper\', \'import\')', name=op.f('ck_cards_source')),
    sa.CheckConstraint('"status" IN (\'active\', \'duplicate\', \'withdrawn\')', name=op.f('ck_cards_status')),
    _reference('cards', 'author_id', 'participants.participant_id', 'SET NULL'),
    _reference('cards', 'cluster_id', 'clusters.cluster_id', 'SET NULL'),
    _reference('cards', 'duplicate_of', 'cards.card_id', 'SET NULL'),
    _reference('cards', 'stage_id', 'stages.stage_id', 'CASCADE'),
    sa.PrimaryKeyConstraint('card_id', name=op.f('pk_cards')),
    sqlite_with_rowid=False,
    )
    _replace('cards', 'card_id', ('author_id', 'cluster_id', 'duplicate_of', 'stage_id'))


def _votes() -> None:
    op.create_table('votes_new',
    sa.Column('vote_id', sa.Text(), nullable=False, comment='Identificador del voto.'),
    sa.Column('stage_id', sa.Text(), nullable=False, comment='Etapa.'),
    sa.Column('target_id', sa.Text(), nullable=False, comment='Tarjeta o grupo que recibe los puntos.'),
    sa.Column('participant_id', sa.Text(), nullable=True, comment='Quién votó; vacío si es anónimo.'),
    sa.Column('points', sa.Integer(), nullable=False, comment='Puntos.'),
    _reference('votes', 'participant_id', 'participants.participant_id', 'SET NULL'),
    _reference('votes', 'stage_id', 'stages.stage_id', 'CASCADE'),
    sa.PrimaryKeyConstraint('vote_id', name=op.f('pk_votes')),
    sqlite_with_rowid=False,
    )
    _replace('votes', 'vote_id', ('participant_id', 'stage_id'))


def _operations() -> None:
    op.create_table('operations_new',
    sa.Column('op_hash', sa.Text(), nullable=False, comment='Huella irreversible de la operación.'),
    sa.Column('plan_id', sa.Text(), nullable=False, comment='Plan.'),
    sa.Column('result', sa.Text(), nullable=False, comment='Lo que se contestó, en JSON.'),
    sa.PrimaryKeyConstraint('op_hash', name=op.f('pk_operations')),
    sqlite_with_rowid=False,
    )
    _replace('operations', 'op_hash', ())


def _reference(table: str, column: str, target: str, rule: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f'fk_{table}_{column}'), ondelete=rule,
                                   initially='DEFERRED', deferrable=True)


def _replace(table: str, key: str, indexed: tuple[str, ...]) -> None:
    """Copy every row, in the order of the ids, and put the new table in the place of the old one."""
    columns = ', '.join(f'"{c["name"]}"' for c in sa.inspect(op.get_bind()).get_columns(table))
    op.execute(f'INSERT INTO {table}_new ({columns}) SELECT {columns} FROM {table} ORDER BY {key}')
    op.drop_table(table)
    op.rename_table(f'{table}_new', table)
    for column in indexed:
        op.create_index(op.f(f'ix_{table}_{column}'), table, [column])
