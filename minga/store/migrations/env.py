"""Alembic's entry: run the migrations on the connection that ``migrate.py`` hands over."""

from alembic import context

from minga.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True,
                  transaction_per_migration=False)
with context.begin_transaction():
    context.run_migrations()
