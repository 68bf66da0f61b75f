"""What others may want to hear of: the outbox of the webhooks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"

_ORDERED = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("number", _ROW_NUMBER, nullable=False),
        sa.Column("id", _ORDERED, nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("occurred_at", _ORDERED, nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_events"),
        sa.UniqueConstraint("id", name="uq_events_id"),
        sqlite_autoincrement=True,
    )
