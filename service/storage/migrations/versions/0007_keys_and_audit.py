"""Keys, kept answers, the audit log, and on PostgreSQL the rate counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision: str | None = "0006"

_ORDERED = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", _ORDERED, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("rate", sa.Text()),
        sa.Column("created_at", _ORDERED, nullable=False),
        sa.Column("expires_at", _ORDERED),
        sa.Column("last_used_at", _ORDERED),
        sa.Column("revoked_at", _ORDERED),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
    )
    op.create_table(
        "kept_answers",
        sa.Column("caller", _ORDERED, nullable=False),
        sa.Column("route", _ORDERED, nullable=False),
        sa.Column("key", _ORDERED, nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("until", _ORDERED, nullable=False),
        sa.Column("fingerprint", sa.Text()),
        sa.Column("status", sa.Integer()),
        sa.Column("headers", sa.Text()),
        sa.Column("body", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("caller", "route", "key", name="pk_kept_answers"),
    )
    op.create_index("ix_kept_answers_until", "kept_answers", ["until"])
    op.create_table(
        "audit_log",
        sa.Column("number", _ROW_NUMBER, nullable=False),
        sa.Column("at", _ORDERED, nullable=False),
        sa.Column("actor", _ORDERED, nullable=False),
        sa.Column("action", _ORDERED, nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text()),
        sa.Column("status", sa.Integer()),
        sa.PrimaryKeyConstraint("number", name="pk_audit_log"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_log_actor_number", "audit_log", ["actor", "number"])
    # SQLite keeps the counts in a file of their own, made by whoever counts first.
    if op.get_bind().dialect.name == "postgresql":
        op.create_table(
            "rate_counts",
            sa.Column("subject", _ORDERED, nullable=False),
            sa.Column("due", sa.BigInteger(), nullable=False),
            sa.PrimaryKeyConstraint("subject", name="pk_rate_counts"),
            prefixes=["UNLOGGED"],
        )
