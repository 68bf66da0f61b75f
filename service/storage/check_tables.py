"""The tables around saved checks: what bears on them, what changed them, what editors ruled.

They go with their check. ``record_changes`` is written by triggers of the migration alone, so
that no writer of the corpus can forget to.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from service.storage.tables import METADATA, ORDERED, ROW_NUMBER


def _of_check(*, primary_key: bool = False, index: bool = False) -> Column[str]:
    return Column(
        "check_id",
        ORDERED,
        ForeignKey("checks.id", ondelete="CASCADE"),
        nullable=False,
        primary_key=primary_key,
        index=index,
    )


# Claims that changed and were not looked at yet, once for each change. ``kind`` and ``record_id``
# name the record that was written: the claim, or its source. ``tokens`` are the claim's index
# terms before and after. A mark is never used again.
record_changes = Table(
    "record_changes",
    METADATA,
    Column("mark", ROW_NUMBER, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("record_id", ORDERED, nullable=False),
    Column("claim_id", ORDERED, nullable=False),
    Column("tokens", Text, nullable=False),
    sqlite_autoincrement=True,
)

# By which encoded index terms a claim touches a word of the statement. ``share`` is the word's
# share of the weight of its part, in thousandths.
check_terms = Table(
    "check_terms",
    METADATA,
    _of_check(primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("word", Integer, primary_key=True, autoincrement=False),
    Column("token", ORDERED, primary_key=True),
    Column("share", Integer, nullable=False),
    Index("ix_check_terms_token", "token"),
)

# What each part of the statement means to the model that the check is watched by: its vector as
# those of claims are kept, and from which cosine on a claim bears on it.
check_parts = Table(
    "check_parts",
    METADATA,
    _of_check(primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("model", BigInteger, nullable=False),
    Column("reach", Float, nullable=False),
    Column("vector", LargeBinary, nullable=False),
)

# The claims that the present answer shows, and those nearest in meaning to a part.
check_evidence = Table(
    "check_evidence",
    METADATA,
    _of_check(primary_key=True),
    Column("claim_id", ORDERED, primary_key=True, index=True),
)

# Checks that are due, once for each record that asks for it. A mark is never used again, so that
# whoever takes some of them off leaves those that came later.
rechecks = Table(
    "rechecks",
    METADATA,
    Column("mark", ROW_NUMBER, primary_key=True),
    _of_check(index=True),
    Column("kind", Text),
    Column("record_id", ORDERED),
    Column("leased_until", ORDERED),
    sqlite_autoincrement=True,
)

# What changed a check, in the order in which it was found.
check_history = Table(
    "check_history",
    METADATA,
    Column("number", ROW_NUMBER, primary_key=True),
    _of_check(),
    Column("revision", BigInteger, nullable=False),
    Column("changed_at", ORDERED, nullable=False),
    Column("verdict_before", Text, nullable=False),
    Column("confidence_before", Float, nullable=False),
    Column("summary_before", Text, nullable=False),
    Column("verdict_after", Text, nullable=False),
    Column("confidence_after", Float, nullable=False),
    Column("summary_after", Text, nullable=False),
    Column("kind", Text),
    Column("record_id", ORDERED),
    Column("action", Text),
    Column("version_before", BigInteger),
    Column("version_after", BigInteger),
    Column("record_changed_at", Text),
    Column("record_changed_by", Text),
    Column("record_reason", Text),
    Index("ix_check_history_check_id_number", "check_id", "number"),
    sqlite_autoincrement=True,
)

# ``machine_verdict`` and ``revision`` are those of the answer that the review was made beside.
reviews = Table(
    "reviews",
    METADATA,
    Column("number", ROW_NUMBER, primary_key=True),
    Column("id", ORDERED, nullable=False, unique=True),
    _of_check(),
    Column("verdict", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("reviewer", ORDERED, nullable=False),
    Column("headline", Text),
    Column("reviewed_at", ORDERED, nullable=False),
    Column("machine_verdict", Text, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("stale", Boolean, nullable=False),
    Index("ix_reviews_check_id_reviewer_number", "check_id", "reviewer", "number"),
    sqlite_autoincrement=True,
)
