"""Claims as they stood before: an index for questions about an earlier moment.

On PostgreSQL the lexemes of a claim become a stored column. The planner knows what reading it
costs and how common each lexeme is, so it uses the index by itself, which it did not for the
expression that was indexed before.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision: str | None = "0008"

_ORDERED = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_SQLITE_INDEX = (
    """
    CREATE VIRTUAL TABLE past_index USING fts5(
        tokens, content = 'past_claims', content_rowid = 'number', detail = 'none',
        columnsize = 0, tokenize = "unicode61 tokenchars '_.'"
    )
    """,
    "CREATE VIRTUAL TABLE past_postings USING fts5vocab('past_index', 'instance')",
    """
    CREATE TRIGGER past_claims_index_insert AFTER INSERT ON past_claims BEGIN
        INSERT INTO past_index (rowid, tokens) VALUES (new.number, new.tokens);
    END
    """,
    """
    CREATE TRIGGER past_claims_index_delete AFTER DELETE ON past_claims BEGIN
        INSERT INTO past_index (past_index, rowid, tokens)
        VALUES ('delete', old.number, old.tokens);
    END
    """,
)

_LEXEMES = "tsvector GENERATED ALWAYS AS (array_to_tsvector(string_to_array(tokens, ' '))) STORED"
_POSTGRES_INDEX = (
    "DROP INDEX ix_claims_tokens",
    f"ALTER TABLE claims ADD COLUMN lexemes {_LEXEMES}",
    "CREATE INDEX ix_claims_lexemes ON claims USING gin (lexemes)",
    f"ALTER TABLE past_claims ADD COLUMN lexemes {_LEXEMES}",
    "CREATE INDEX ix_past_claims_lexemes ON past_claims USING gin (lexemes)",
)

# Versions that were replaced before this index was there are found under the words of the claim
# as it is now; what had been deleted by then has left no words behind.
_EARLIER = """
    INSERT INTO past_claims (id, revision, since, until, tokens)
    SELECT id, revision, since, until, tokens FROM (
        SELECT old.id, old.revision, new.changed_at AS until, claims.tokens,
            CASE WHEN EXISTS (
                SELECT 1 FROM claim_versions AS first
                WHERE first.id = old.id AND first.revision < old.revision
            ) THEN coalesce(old.changed_at, '') ELSE '' END AS since
        FROM claim_versions AS old
        JOIN claim_versions AS new ON new.id = old.id AND new.revision = (
            SELECT min(next.revision) FROM claim_versions AS next
            WHERE next.id = old.id AND next.revision > old.revision
        )
        JOIN claims ON claims.id = old.id
        WHERE old.retracted_at IS NULL AND old.action <> 'deleted'
            AND new.changed_at IS NOT NULL AND claims.tokens <> ''
    ) AS stretches
    WHERE since < until
"""


def upgrade() -> None:
    op.create_table(
        "past_claims",
        sa.Column("number", _ROW_NUMBER, nullable=False),
        sa.Column("id", _ORDERED, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("since", _ORDERED, nullable=False),
        sa.Column("until", _ORDERED, nullable=False),
        sa.Column("tokens", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_past_claims"),
    )
    op.create_index("ix_past_claims_id_revision", "past_claims", ["id", "revision"], unique=True)
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE_INDEX if sqlite else _POSTGRES_INDEX:
        op.execute(statement)
    op.execute(_EARLIER)
