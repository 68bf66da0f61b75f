"""Who changed a record, when and why; what each version did; claims that were taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"

# Of the versions that are there already, the first of a record made it, and the others changed it.
_FIRST_CLAIMS = """
    UPDATE claim_versions SET action = 'created' WHERE revision = (
        SELECT min(first.revision) FROM claim_versions AS first WHERE first.id = claim_versions.id
    )
"""
_FIRST_SOURCES = """
    UPDATE source_versions SET action = 'created' WHERE revision = (
        SELECT min(first.revision) FROM source_versions AS first WHERE first.id = source_versions.id
    )
"""


def upgrade() -> None:
    for table in ("claims", "claim_versions"):
        op.add_column(table, sa.Column("retracted_at", sa.Text()))
        op.add_column(table, sa.Column("retracted_reason", sa.Text()))
    for table in ("source_versions", "claim_versions"):
        # SQLite wants a default where a column without nulls is added to rows.
        op.add_column(
            table, sa.Column("action", sa.Text(), nullable=False, server_default="updated")
        )
        op.add_column(table, sa.Column("changed_at", sa.Text()))
        op.add_column(table, sa.Column("changed_by", sa.Text()))
        op.add_column(table, sa.Column("reason", sa.Text()))
    op.execute(_FIRST_CLAIMS)
    op.execute(_FIRST_SOURCES)
