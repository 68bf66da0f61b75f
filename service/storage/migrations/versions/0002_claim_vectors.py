"""The vector of each claim, which goes as soon as it no longer fits the claim."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"

_ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Triggers and not the writers' care: whatever changes a record, and however many at once, the
# vector goes in the same transaction. A deleted claim takes it along by the foreign key.
_SQLITE_TRIGGERS = (
    """
    CREATE TRIGGER claims_vectors_update AFTER UPDATE OF text, source_id ON claims
    WHEN old.text <> new.text OR old.source_id <> new.source_id BEGIN
        DELETE FROM claim_vectors WHERE number = new.number;
    END
    """,
    """
    CREATE TRIGGER sources_vectors_update AFTER UPDATE OF title ON sources
    WHEN old.title <> new.title BEGIN
        DELETE FROM claim_vectors
        WHERE number IN (SELECT number FROM claims WHERE source_id = new.id);
    END
    """,
)

_POSTGRES_TRIGGERS = (
    """
    CREATE FUNCTION forget_claim_vector() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM claim_vectors WHERE number = new.number;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER claims_vectors_update AFTER UPDATE OF text, source_id ON claims
    FOR EACH ROW WHEN (old.text <> new.text OR old.source_id <> new.source_id)
    EXECUTE FUNCTION forget_claim_vector()
    """,
    """
    CREATE FUNCTION forget_source_vectors() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM claim_vectors
        WHERE number IN (SELECT number FROM claims WHERE source_id = new.id);
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER sources_vectors_update AFTER UPDATE OF title ON sources
    FOR EACH ROW WHEN (old.title <> new.title)
    EXECUTE FUNCTION forget_source_vectors()
    """,
)


def upgrade() -> None:
    op.create_table(
        "claim_vectors",
        sa.Column("number", _ROW_NUMBER, autoincrement=False, nullable=False),
        sa.Column("model", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_claim_vectors"),
        sa.ForeignKeyConstraint(
            ["number"], ["claims.number"], name="fk_claim_vectors_number", ondelete="CASCADE"
        ),
    )
    op.create_index(
        "ix_claim_vectors_revision", "claim_vectors", ["revision", "number", "model", "code"]
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE_TRIGGERS if sqlite else _POSTGRES_TRIGGERS:
        op.execute(statement)
