"""The ledger of runs tells the variants of a report apart"""

from alembic import op

revision = '0006'
down_revision = '0005'


def upgrade() -> None:
    op.execute("ALTER TABLE runs ADD COLUMN variant TEXT DEFAULT '' NOT NULL")
    if op.get_bind().dialect.name == 'postgresql':
        op.execute("COMMENT ON COLUMN runs.variant IS "
                   "'Qué lo distingue del informe de siempre, como audience=public; vacío si nada.'")
