"""The tables. Migrations write them down step by step; a test keeps the two equal.

SQLite has two more objects, made by migration 0001 alone because SQLAlchemy has no words for
them: ``claim_index``, an FTS5 index over ``claims.tokens`` that triggers keep in step within the
writing transaction, and ``claim_postings``, its entries as rows. PostgreSQL has ``claims.lexemes``,
a stored column that it makes of ``tokens`` by itself, with a GIN index (migration 0009).
``past_tables.py`` has the same for claims as they no longer stand.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
)

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

# Ordered by code point on both engines: SQLite does so anyway, PostgreSQL asks for collation C.
# Without it, one list request would be answered in two orders.
ORDERED = String().with_variant(String(collation="C"), "postgresql")

# SQLite numbers rows by itself only where the type is INTEGER to the letter.
ROW_NUMBER = BigInteger().with_variant(Integer(), "sqlite")


def _source_columns() -> list[Column[str]]:
    return [
        Column("publisher", Text),
        Column("title", Text, nullable=False),
        Column("url", Text),
        Column("published_at", Text),
        Column("language", Text, nullable=False),
        Column("origin", Text, nullable=False),
    ]


def _claim_columns() -> list[Column[str] | Column[int]]:
    return [
        Column("text", Text, nullable=False),
        Column("quote", Text),
        Column("speaker", Text),
        Column("standing", Text, nullable=False),
        Column("event_at", Text),
        Column("paragraph", Integer),
        Column("span_start", Integer),
        Column("span_end", Integer),
    ]


def _retraction_columns() -> list[Column[str]]:
    return [Column("retracted_at", Text), Column("retracted_reason", Text)]


def _change_columns() -> list[Column[str]]:
    return [
        Column("action", Text, nullable=False, server_default="updated"),
        Column("changed_at", Text),
        Column("changed_by", Text),
        Column("reason", Text),
    ]


# One row. Writers lock it first, so revisions follow each other without gaps.
corpus_state = Table(
    "corpus_state",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("revision", BigInteger, nullable=False),
    Column("claims", BigInteger, nullable=False),
    Column("sources", BigInteger, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

# ``searchable`` holds the words that ``q`` looks through.
sources = Table(
    "sources",
    METADATA,
    Column("id", ORDERED, primary_key=True),
    *_source_columns(),
    Column("searchable", Text, nullable=False),
)

# ``number`` is how the text index knows a claim; ``tokens`` are its index terms, encoded.
claims = Table(
    "claims",
    METADATA,
    Column("number", ROW_NUMBER, primary_key=True),
    Column("id", ORDERED, nullable=False, unique=True),
    Column("source_id", ORDERED, ForeignKey("sources.id"), nullable=False, index=True),
    *_claim_columns(),
    Column("tokens", Text, nullable=False),
    Column("searchable", Text, nullable=False),
    *_retraction_columns(),
)

# The vector of a claim by one model, both known by a number. The index holds all that a process
# reads of every claim, so that the vectors themselves are not turned over for it. Triggers of
# migration 0002 delete a row as soon as its claim's text, source or source's title is another.
claim_vectors = Table(
    "claim_vectors",
    METADATA,
    Column(
        "number",
        ROW_NUMBER,
        ForeignKey("claims.number", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("model", BigInteger, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("code", LargeBinary, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    Index("ix_claim_vectors_revision", "revision", "number", "model", "code"),
)

# In how many claims a token occurs. Tokens that occur in none have no row.
term_frequencies = Table(
    "term_frequencies",
    METADATA,
    Column("token", ORDERED, primary_key=True),
    Column("claims", BigInteger, nullable=False),
)

# Every version of a record, with the revision that brought it. The version of a deletion repeats
# the record as it was.
source_versions = Table(
    "source_versions",
    METADATA,
    Column("id", ORDERED, primary_key=True),
    Column("revision", BigInteger, primary_key=True, autoincrement=False),
    *_source_columns(),
    *_change_columns(),
)

claim_versions = Table(
    "claim_versions",
    METADATA,
    Column("id", ORDERED, primary_key=True),
    Column("revision", BigInteger, primary_key=True, autoincrement=False),
    Column("source_id", ORDERED, nullable=False),
    *_claim_columns(),
    *_retraction_columns(),
    *_change_columns(),
)

# Times are UTC text of a fixed width, so that their order is the order of time. ``checked_at`` is
# that of the present answer, ``changed_at`` that of the last answer that said something else.
# ``watched`` tells whether it is known what bears on the check; see ``check_tables``. It is known
# by the meaning that the model ``watched_model`` gives the statement; 0 is no model.
checks = Table(
    "checks",
    METADATA,
    Column("id", ORDERED, primary_key=True),
    Column("checked_at", ORDERED, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("statement", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("saved_at", ORDERED, nullable=False, server_default=""),
    Column("changed_at", ORDERED, nullable=False, server_default="", index=True),
    Column("watched", Boolean, nullable=False, server_default=false()),
    Column("watched_model", BigInteger, nullable=False, server_default="0"),
    Index("ix_checks_saved_at_id", "saved_at", "id"),
    Index("ix_checks_watched_watched_model_id", "watched", "watched_model", "id"),
)

# Claims that changed since they were last compared with others, once for each change. Triggers of
# the migration write the rows, so that no writer can forget to. A mark is never used again.
claims_to_compare = Table(
    "claims_to_compare",
    METADATA,
    Column("mark", ROW_NUMBER, primary_key=True),
    Column(
        "number",
        ROW_NUMBER,
        ForeignKey("claims.number", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sqlite_autoincrement=True,
)

# Two claims that conflict, the one with the lesser id first, and which question they answer.
# ``revision`` is that of the corpus in which they were compared.
disagreements = Table(
    "disagreements",
    METADATA,
    Column("claim_a", ORDERED, ForeignKey("claims.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "claim_b",
        ORDERED,
        ForeignKey("claims.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    Column("question", ORDERED, nullable=False, index=True),
    Column("type", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("firm", Boolean, nullable=False),
    Column("start_a", Integer, nullable=False),
    Column("answer_a", Text, nullable=False),
    Column("key_a", Text, nullable=False),
    Column("start_b", Integer, nullable=False),
    Column("answer_b", Text, nullable=False),
    Column("key_b", Text, nullable=False),
    Column("revision", BigInteger, nullable=False),
)

# What others may want to hear of, in the order in which it happened; see ``outbox``. ``told`` is
# set once the deliveries of an event are made: a number to count on from would skip the event of
# a transaction that ends later than its successor's.
events = Table(
    "events",
    METADATA,
    Column("number", ROW_NUMBER, primary_key=True),
    Column("id", ORDERED, nullable=False, unique=True),
    Column("type", Text, nullable=False),
    Column("occurred_at", ORDERED, nullable=False),
    Column("data", Text, nullable=False),
    Column("told", Boolean, nullable=False, server_default=false()),
    Index("ix_events_told_number", "told", "number"),
    Index("ix_events_occurred_at", "occurred_at"),
    sqlite_autoincrement=True,
)
