"""The corpus with its versions, frequencies and text index, and the saved checks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None

# Written out here and not imported: a migration says what was, the tables say what is.
_ORDERED = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# The index holds no copy of the text: it reads ``claims.tokens``. The tokenizer keeps the two
# signs besides [a-z0-9] that an encoded term may have; without positions and sizes, which are
# never asked for, the index is small.
_SQLITE_INDEX = (
    """
    CREATE VIRTUAL TABLE claim_index USING fts5(
        tokens, content = 'claims', content_rowid = 'number', detail = 'none', columnsize = 0,
        tokenize = "unicode61 tokenchars '_.'"
    )
    """,
    "CREATE VIRTUAL TABLE claim_postings USING fts5vocab('claim_index', 'instance')",
    """
    CREATE TRIGGER claims_index_insert AFTER INSERT ON claims BEGIN
        INSERT INTO claim_index (rowid, tokens) VALUES (new.number, new.tokens);
    END
    """,
    """
    CREATE TRIGGER claims_index_delete AFTER DELETE ON claims BEGIN
        INSERT INTO claim_index (claim_index, rowid, tokens)
        VALUES ('delete', old.number, old.tokens);
    END
    """,
    """
    CREATE TRIGGER claims_index_update AFTER UPDATE ON claims
    WHEN old.tokens <> new.tokens OR old.number <> new.number BEGIN
        INSERT INTO claim_index (claim_index, rowid, tokens)
        VALUES ('delete', old.number, old.tokens);
        INSERT INTO claim_index (rowid, tokens) VALUES (new.number, new.tokens);
    END
    """,
)

_POSTGRES_INDEX = (
    """
    CREATE INDEX ix_claims_tokens ON claims
    USING gin (array_to_tsvector(string_to_array(tokens, ' ')))
    """,
)


def upgrade() -> None:
    state = op.create_table(
        "corpus_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("claims", sa.BigInteger(), nullable=False),
        sa.Column("sources", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_corpus_state"),
        sa.CheckConstraint("id = 1", name="ck_corpus_state_one_row"),
    )
    op.bulk_insert(state, [{"id": 1, "revision": 0, "claims": 0, "sources": 0}])
    _create_records()
    _create_versions()
    op.create_table(
        "checks",
        sa.Column("id", _ORDERED, nullable=False),
        sa.Column("checked_at", _ORDERED, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_checks"),
    )
    op.create_index("ix_checks_checked_at_id", "checks", ["checked_at", "id"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE_INDEX if sqlite else _POSTGRES_INDEX:
        op.execute(statement)


def _source_columns() -> list[sa.Column[str]]:
    return [
        sa.Column("publisher", sa.Text()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("published_at", sa.Text()),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
    ]


def _claim_columns() -> list[sa.Column[str] | sa.Column[int]]:
    return [
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text()),
        sa.Column("speaker", sa.Text()),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("event_at", sa.Text()),
        sa.Column("paragraph", sa.Integer()),
        sa.Column("span_start", sa.Integer()),
        sa.Column("span_end", sa.Integer()),
    ]


def _create_records() -> None:
    op.create_table(
        "sources",
        sa.Column("id", _ORDERED, nullable=False),
        *_source_columns(),
        sa.Column("searchable", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
    )
    op.create_table(
        "claims",
        sa.Column("number", _ROW_NUMBER, nullable=False),
        sa.Column("id", _ORDERED, nullable=False),
        sa.Column("source_id", _ORDERED, nullable=False),
        *_claim_columns(),
        sa.Column("tokens", sa.Text(), nullable=False),
        sa.Column("searchable", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_claims"),
        sa.UniqueConstraint("id", name="uq_claims_id"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_claims_source_id"),
    )
    op.create_index("ix_claims_source_id", "claims", ["source_id"])
    op.create_table(
        "term_frequencies",
        sa.Column("token", _ORDERED, nullable=False),
        sa.Column("claims", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_term_frequencies"),
    )


def _create_versions() -> None:
    op.create_table(
        "source_versions",
        sa.Column("id", _ORDERED, nullable=False),
        sa.Column("revision", sa.BigInteger(), autoincrement=False, nullable=False),
        *_source_columns(),
        sa.PrimaryKeyConstraint("id", "revision", name="pk_source_versions"),
    )
    op.create_table(
        "claim_versions",
        sa.Column("id", _ORDERED, nullable=False),
        sa.Column("revision", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("source_id", _ORDERED, nullable=False),
        *_claim_columns(),
        sa.PrimaryKeyConstraint("id", "revision", name="pk_claim_versions"),
    )
