"""Webhooks, what is sent to them, and which events have been handed to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision: str | None = "0007"

_ORDERED = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "events", sa.Column("told", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index("ix_events_told_number", "events", ["told", "number"])
    op.create_index("ix_events_occurred_at", "events", ["occurred_at"])
    op.create_table(
        "webhooks",
        sa.Column("id", _ORDERED, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("events", sa.Text(), nullable=False),
        sa.Column("description", sa.Text()),
        sa.Column("created_at", _ORDERED, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("disabled_at", _ORDERED),
        sa.Column("disabled_reason", sa.Text()),
        sa.Column("failing_since", _ORDERED),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("previous_secret", sa.Text()),
        sa.Column("previous_until", _ORDERED),
        sa.PrimaryKeyConstraint("id", name="pk_webhooks"),
    )
    _create_deliveries()
    op.create_table(
        "webhook_attempts",
        sa.Column("delivery", _ROW_NUMBER, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", _ORDERED, nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("error", sa.Text()),
        sa.PrimaryKeyConstraint("delivery", "number", name="pk_webhook_attempts"),
        sa.ForeignKeyConstraint(
            ["delivery"],
            ["webhook_deliveries.number"],
            name="fk_webhook_attempts_delivery",
            ondelete="CASCADE",
        ),
    )


def _create_deliveries() -> None:
    op.create_table(
        "webhook_deliveries",
        sa.Column("number", _ROW_NUMBER, nullable=False),
        sa.Column("id", _ORDERED, nullable=False),
        sa.Column("webhook_id", _ORDERED, nullable=False),
        sa.Column("event_id", _ORDERED, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", _ORDERED, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", _ORDERED),
        sa.PrimaryKeyConstraint("number", name="pk_webhook_deliveries"),
        sa.UniqueConstraint("id", name="uq_webhook_deliveries_id"),
        sa.ForeignKeyConstraint(
            ["webhook_id"],
            ["webhooks.id"],
            name="fk_webhook_deliveries_webhook_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name="fk_webhook_deliveries_event_id",
            ondelete="CASCADE",
        ),
        sqlite_autoincrement=True,
    )
    for columns in (["webhook_id", "number"], ["event_id"], ["next_attempt_at"]):
        name = f"ix_webhook_deliveries_{'_'.join(columns)}"
        op.create_index(name, "webhook_deliveries", columns)
