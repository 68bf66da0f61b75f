"""Run by Alembic; the connection, and the transaction around it, come from ``migrate.py``."""

from __future__ import annotations

from alembic import context

# SQLite can change its schema within a transaction, which Alembic does not assume of it.
context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)

with context.begin_transaction():
    context.run_migrations()
