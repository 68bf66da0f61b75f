"""Where claims conflict, and which claims are still to be compared with the others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"

_ORDERED = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Triggers and not the writers' care: whoever changes a claim, its pairs go and it is among the
# changed in the same transaction. So are its neighbours, because the question that held them may
# fall apart. ``tokens`` change where a claim is taken back or is read in a new way.
_PAIRS_OF_CLAIM_GO = """
    INSERT INTO claims_to_compare (number) SELECT number FROM claims WHERE id IN (
        SELECT claim_b FROM disagreements WHERE claim_a = old.id
        UNION SELECT claim_a FROM disagreements WHERE claim_b = old.id
    );
    DELETE FROM disagreements WHERE claim_a = old.id OR claim_b = old.id;
"""
_PAIRS_OF_SOURCE_GO = """
    INSERT INTO claims_to_compare (number) SELECT number FROM claims
    WHERE source_id = new.id OR id IN (
        SELECT claim_b FROM disagreements
        WHERE claim_a IN (SELECT id FROM claims WHERE source_id = new.id)
        UNION SELECT claim_a FROM disagreements
        WHERE claim_b IN (SELECT id FROM claims WHERE source_id = new.id)
    );
    DELETE FROM disagreements
    WHERE claim_a IN (SELECT id FROM claims WHERE source_id = new.id)
        OR claim_b IN (SELECT id FROM claims WHERE source_id = new.id);
"""

_SQLITE_TRIGGERS = (
    """
    CREATE TRIGGER claims_compare_insert AFTER INSERT ON claims BEGIN
        INSERT INTO claims_to_compare (number) VALUES (new.number);
    END
    """,
    """
    CREATE TRIGGER claims_compare_update AFTER UPDATE ON claims
    WHEN old.text <> new.text OR old.source_id <> new.source_id OR old.tokens <> new.tokens
        OR old.quote IS NOT new.quote OR old.speaker IS NOT new.speaker
        OR old.standing <> new.standing OR old.event_at IS NOT new.event_at BEGIN
        PAIRS_OF_CLAIM_GO;
        INSERT INTO claims_to_compare (number) VALUES (new.number);
    END
    """,
    """
    CREATE TRIGGER claims_compare_delete BEFORE DELETE ON claims BEGIN
        PAIRS_OF_CLAIM_GO;
    END
    """,
    """
    CREATE TRIGGER sources_compare_update AFTER UPDATE OF published_at ON sources
    WHEN old.published_at IS NOT new.published_at BEGIN
        PAIRS_OF_SOURCE_GO;
    END
    """,
)

# Inserts come by the thousand, so PostgreSQL notes them once a statement.
_POSTGRES_TRIGGERS = (
    """
    CREATE FUNCTION compare_new_claims() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO claims_to_compare (number) SELECT number FROM added;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER claims_compare_insert AFTER INSERT ON claims
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION compare_new_claims()
    """,
    """
    CREATE FUNCTION compare_changed_claim() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PAIRS_OF_CLAIM_GO;
        INSERT INTO claims_to_compare (number) VALUES (new.number);
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER claims_compare_update AFTER UPDATE ON claims FOR EACH ROW
    WHEN (old.text <> new.text OR old.source_id <> new.source_id OR old.tokens <> new.tokens
        OR old.quote IS DISTINCT FROM new.quote OR old.speaker IS DISTINCT FROM new.speaker
        OR old.standing <> new.standing OR old.event_at IS DISTINCT FROM new.event_at)
    EXECUTE FUNCTION compare_changed_claim()
    """,
    """
    CREATE FUNCTION compare_neighbours() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PAIRS_OF_CLAIM_GO;
        RETURN old;
    END $$
    """,
    """
    CREATE TRIGGER claims_compare_delete BEFORE DELETE ON claims
    FOR EACH ROW EXECUTE FUNCTION compare_neighbours()
    """,
    """
    CREATE FUNCTION compare_claims_of_source() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PAIRS_OF_SOURCE_GO;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER sources_compare_update AFTER UPDATE OF published_at ON sources FOR EACH ROW
    WHEN (old.published_at IS DISTINCT FROM new.published_at)
    EXECUTE FUNCTION compare_claims_of_source()
    """,
)


def upgrade() -> None:
    op.create_table(
        "claims_to_compare",
        sa.Column("mark", _ROW_NUMBER, nullable=False),
        sa.Column("number", _ROW_NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_claims_to_compare"),
        sa.ForeignKeyConstraint(
            ["number"], ["claims.number"], name="fk_claims_to_compare_number", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_claims_to_compare_number", "claims_to_compare", ["number"])
    _create_disagreements()
    op.execute("INSERT INTO claims_to_compare (number) SELECT number FROM claims ORDER BY number")
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE_TRIGGERS if sqlite else _POSTGRES_TRIGGERS:
        op.execute(_in_full(statement))


def _in_full(trigger: str) -> str:
    return trigger.replace("PAIRS_OF_CLAIM_GO;", _PAIRS_OF_CLAIM_GO).replace(
        "PAIRS_OF_SOURCE_GO;", _PAIRS_OF_SOURCE_GO
    )


def _create_disagreements() -> None:
    op.create_table(
        "disagreements",
        sa.Column("claim_a", _ORDERED, nullable=False),
        sa.Column("claim_b", _ORDERED, nullable=False),
        sa.Column("question", _ORDERED, nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("firm", sa.Boolean(), nullable=False),
        sa.Column("start_a", sa.Integer(), nullable=False),
        sa.Column("answer_a", sa.Text(), nullable=False),
        sa.Column("key_a", sa.Text(), nullable=False),
        sa.Column("start_b", sa.Integer(), nullable=False),
        sa.Column("answer_b", sa.Text(), nullable=False),
        sa.Column("key_b", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("claim_a", "claim_b", name="pk_disagreements"),
        sa.ForeignKeyConstraint(
            ["claim_a"], ["claims.id"], name="fk_disagreements_claim_a", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["claim_b"], ["claims.id"], name="fk_disagreements_claim_b", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_disagreements_claim_b", "disagreements", ["claim_b"])
    op.create_index("ix_disagreements_question", "disagreements", ["question"])
