"""The semester: personal links, reports that are reviewed, and the calendar of a plan"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'


def upgrade() -> None:
    _add('plans', 'fiscal_start', 'INTEGER', '1', 'Mes en que empieza su año, de 1 a 12; de él salen sus semestres.',
         'CONSTRAINT ck_plans_fiscal_start_month CHECK (fiscal_start >= 1 AND fiscal_start <= 12)')
    _add('plans', 'grace_days', 'INTEGER', '15', 'Días que se esperan los datos después de terminado un período.',
         'CONSTRAINT ck_plans_grace_days_count CHECK (grace_days >= 0)')
    _add('plans', 'time_zone', 'TEXT', "''", 'Zona horaria de su calendario (America/Bogota); vacío es la de la máquina.')
    _add('actuals', 'review_note', 'TEXT', "''", 'Qué pidió revisar quien lo devolvió.')
    _add('progress', 'review', 'TEXT', "'approved'", 'Borrador, pendiente, devuelto o aprobado.',
         "CONSTRAINT ck_progress_review CHECK (\"review\" IN ('draft', 'pending', 'returned', 'approved'))")
    _add('progress', 'review_note', 'TEXT', "''", 'Qué pidió revisar quien lo devolvió.')
    op.create_table('report_links',
    sa.Column('link_id', sa.Text(), nullable=False, comment='Identificador del enlace.'),
    sa.Column('plan_id', sa.Text(), nullable=False, comment='Plan.'),
    sa.Column('name', sa.Text(), nullable=False, comment='Nombre de quien informa, como está en el plan.'),
    sa.Column('country', sa.Text(), nullable=False, comment='País, código ISO 3166 de dos letras.'),
    sa.Column('key_hash', sa.Text(), nullable=False, comment='Huella irreversible de la clave del enlace.'),
    sa.Column('made_at', sa.String(20), nullable=False, comment='Cuándo se hizo, en UTC.'),
    sa.Column('ended_at', sa.String(20), nullable=True, comment='Desde cuándo no abre, en UTC; vacío si abre.'),
    sa.ForeignKeyConstraint(['plan_id'], ['plans.plan_id'], name=op.f('fk_report_links_plan_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('link_id', name=op.f('pk_report_links')),
    sa.UniqueConstraint('key_hash', name=op.f('uq_report_links_key_hash')),
    comment='El enlace personal con que alguien informa cada período; privado.',
    )
    op.create_index(op.f('ix_report_links_plan_id'), 'report_links', ['plan_id'])
    op.create_table('report_drafts',
    sa.Column('draft_id', sa.Text(), nullable=False, comment='Huella del enlace, del período y de lo que se informa.'),
    sa.Column('link_id', sa.Text(), nullable=False, comment='Enlace de quien escribe.'),
    sa.Column('period', sa.Text(), nullable=False, comment='Período.'),
    sa.Column('subject', sa.Text(), nullable=False, comment='Acción o indicador del que habla.'),
    sa.Column('body', sa.Text(), nullable=False, comment='Lo escrito, en JSON, tal como se escribió.'),
    sa.Column('saved_at', sa.String(20), nullable=False, comment='Cuándo se guardó, en UTC.'),
    sa.ForeignKeyConstraint(['link_id'], ['report_links.link_id'], name=op.f('fk_report_drafts_link_id'), ondelete='CASCADE', initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('draft_id', name=op.f('pk_report_drafts')),
    comment='Lo que alguien escribe en su informe y aún no envía; privado.',
    )
    op.create_index(op.f('ix_report_drafts_link_id'), 'report_drafts', ['link_id'])


def _add(table: str, column: str, kind: str, default: str, comment: str, check: str = '') -> None:
    # In plain SQL: Alembic leaves the check of a new column out, or makes the whole table of SQLite anew. The
    # check has a line of its own because SQLAlchemy reads those of a SQLite file line by line.
    op.execute(f'ALTER TABLE {table} ADD COLUMN {column} {kind} DEFAULT {default} NOT NULL\n{check}')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(f"COMMENT ON COLUMN {table}.{column} IS '{comment}'")
