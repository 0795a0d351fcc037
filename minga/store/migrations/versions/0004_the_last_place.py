"""The last place of a group is found without reading its cards"""

from alembic import op

revision = '0004'
down_revision = '0003'


def upgrade() -> None:
    op.create_index('ix_cards_place', 'cards', ['stage_id', 'cluster_id', 'position'])
