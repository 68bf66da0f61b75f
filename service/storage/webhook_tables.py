"""The tables of the webhooks. Moments are text of a fixed width, as in ``checks``."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text

from service.storage.tables import METADATA, ORDERED, ROW_NUMBER

# The secrets are kept as they are: what signs has to be known. ``events`` are names with a space
# between them. A webhook with a ``disabled_at`` is sent nothing.
webhooks = Table(
    "webhooks",
    METADATA,
    Column("id", ORDERED, primary_key=True),
    Column("url", Text, nullable=False),
    Column("events", Text, nullable=False),
    Column("description", Text),
    Column("created_at", ORDERED, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("disabled_at", ORDERED),
    Column("disabled_reason", Text),
    Column("failing_since", ORDERED),
    Column("secret", Text, nullable=False),
    Column("previous_secret", Text),
    Column("previous_until", ORDERED),
)

# ``attempts`` have been begun. ``next_attempt_at`` is also the end of the time for which a worker
# has a delivery to itself; there is none once nothing more will be sent.
webhook_deliveries = Table(
    "webhook_deliveries",
    METADATA,
    Column("number", ROW_NUMBER, primary_key=True),
    Column("id", ORDERED, nullable=False, unique=True),
    Column("webhook_id", ORDERED, ForeignKey("webhooks.id", ondelete="CASCADE"), nullable=False),
    Column(
        "event_id",
        ORDERED,
        ForeignKey("events.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("state", Text, nullable=False),
    Column("created_at", ORDERED, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", ORDERED),
    Index("ix_webhook_deliveries_webhook_id_number", "webhook_id", "number"),
    Index("ix_webhook_deliveries_next_attempt_at", "next_attempt_at"),
    sqlite_autoincrement=True,
)

webhook_attempts = Table(
    "webhook_attempts",
    METADATA,
    Column(
        "delivery",
        ROW_NUMBER,
        ForeignKey("webhook_deliveries.number", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", ORDERED, nullable=False),
    Column("duration_ms", Integer, nullable=False),
    Column("status", Integer),
    Column("error", Text),
)
