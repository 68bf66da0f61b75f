"""The tables of keys, kept answers and the audit log, and the one of the rate counts.

The counts have a place of their own. Every limited request writes one of them, and on SQLite that
would wait for whoever holds the one write lock, a long import for one. So they live in a second
file beside the database there, and on PostgreSQL in a table that is not logged: both are as
good as empty after a crash, and nobody is the worse for it.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from service.storage.tables import METADATA, ORDERED, ROW_NUMBER

# Times are texts of a fixed width, as in ``checks``. A key that was ever made keeps its row.
api_keys = Table(
    "api_keys",
    METADATA,
    Column("id", ORDERED, primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("rate", Text),
    Column("created_at", ORDERED, nullable=False),
    Column("expires_at", ORDERED),
    Column("last_used_at", ORDERED),
    Column("revoked_at", ORDERED),
)

# While a request runs, its row has a token alone; then it has the answer. After ``until`` the row
# counts for nothing. The body is compressed.
kept_answers = Table(
    "kept_answers",
    METADATA,
    Column("caller", ORDERED, primary_key=True),
    Column("route", ORDERED, primary_key=True),
    Column("key", ORDERED, primary_key=True),
    Column("token", Text, nullable=False),
    Column("until", ORDERED, nullable=False, index=True),
    Column("fingerprint", Text),
    Column("status", Integer),
    Column("headers", Text),
    Column("body", LargeBinary),
)

audit_log = Table(
    "audit_log",
    METADATA,
    Column("number", ROW_NUMBER, primary_key=True),
    Column("at", ORDERED, nullable=False),
    Column("actor", ORDERED, nullable=False),
    Column("action", ORDERED, nullable=False),
    Column("target", Text, nullable=False),
    Column("request_id", Text),
    Column("status", Integer),
    Index("ix_audit_log_actor_number", "actor", "number"),
    sqlite_autoincrement=True,
)

# ``due`` is in microseconds since 1970; see ``domain/rates.py``.
rate_counts = Table(
    "rate_counts",
    MetaData(),
    Column("subject", ORDERED, nullable=False),
    Column("due", BigInteger, nullable=False),
    PrimaryKeyConstraint("subject", name="pk_rate_counts"),
)
