"""What bears on saved checks, what changed them, and what editors ruled on them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision: str | None = "0009"

_ORDERED = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Triggers and not the writers' care: whoever changes a record, the change is noted in the same
# transaction. Nothing is noted while no check is saved, so that a first import costs nothing. A
# check that is saved meanwhile is not missed: it is watched only once the writer has committed,
# and is due then because the corpus has moved since its answer.
_IF_CHECKED = "EXISTS (SELECT 1 FROM checks)"
_NOTE = "INSERT INTO record_changes (kind, record_id, claim_id, tokens)"

# Every column that an answer shows or is drawn from.
_CLAIM_COLUMNS = """source_id text quote speaker standing event_at paragraph span_start span_end
    tokens retracted_at""".split()
_SOURCE_COLUMNS = "publisher title url published_at language origin".split()

_SQLITE_TRIGGERS = (
    """
    CREATE TRIGGER claims_changed_insert AFTER INSERT ON claims WHEN IF_CHECKED BEGIN
        NOTE VALUES ('claim', new.id, new.id, new.tokens);
    END
    """,
    """
    CREATE TRIGGER claims_changed_update AFTER UPDATE ON claims
    WHEN (CLAIM_DIFFERS) AND IF_CHECKED BEGIN
        NOTE VALUES ('claim', new.id, new.id, old.tokens || ' ' || new.tokens);
    END
    """,
    """
    CREATE TRIGGER claims_changed_delete AFTER DELETE ON claims WHEN IF_CHECKED BEGIN
        NOTE VALUES ('claim', old.id, old.id, old.tokens);
    END
    """,
    """
    CREATE TRIGGER sources_changed_update AFTER UPDATE ON sources
    WHEN (SOURCE_DIFFERS) AND IF_CHECKED BEGIN
        NOTE SELECT 'source', new.id, id, tokens FROM claims WHERE source_id = new.id;
    END
    """,
    """
    CREATE TRIGGER claim_vectors_changed_insert AFTER INSERT ON claim_vectors
    WHEN IF_CHECKED BEGIN
        NOTE SELECT 'claim', id, id, tokens FROM claims WHERE number = new.number;
    END
    """,
)

# Inserts come by the thousand, so PostgreSQL notes them once a statement.
_POSTGRES_TRIGGERS = (
    """
    CREATE FUNCTION note_new_claims() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NOTE SELECT 'claim', id, id, tokens FROM added WHERE IF_CHECKED ORDER BY number;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER claims_changed_insert AFTER INSERT ON claims
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION note_new_claims()
    """,
    """
    CREATE FUNCTION note_changed_claim() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NOTE SELECT 'claim', new.id, new.id, old.tokens || ' ' || new.tokens
        WHERE IF_CHECKED;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER claims_changed_update AFTER UPDATE ON claims FOR EACH ROW
    WHEN (CLAIM_DIFFERS)
    EXECUTE FUNCTION note_changed_claim()
    """,
    """
    CREATE FUNCTION note_deleted_claim() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NOTE SELECT 'claim', old.id, old.id, old.tokens WHERE IF_CHECKED;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER claims_changed_delete AFTER DELETE ON claims
    FOR EACH ROW EXECUTE FUNCTION note_deleted_claim()
    """,
    """
    CREATE FUNCTION note_claims_of_source() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NOTE SELECT 'source', new.id, id, tokens FROM claims
        WHERE source_id = new.id AND IF_CHECKED ORDER BY number;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER sources_changed_update AFTER UPDATE ON sources FOR EACH ROW
    WHEN (SOURCE_DIFFERS)
    EXECUTE FUNCTION note_claims_of_source()
    """,
    """
    CREATE FUNCTION note_embedded_claims() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NOTE SELECT 'claim', id, id, tokens FROM claims
        WHERE number IN (SELECT number FROM added) AND IF_CHECKED ORDER BY number;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER claim_vectors_changed_insert AFTER INSERT ON claim_vectors
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION note_embedded_claims()
    """,
)


def upgrade() -> None:
    _add_to_checks()
    _create_queues()
    _create_index_of_checks()
    _create_history()
    _create_reviews()
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE_TRIGGERS if sqlite else _POSTGRES_TRIGGERS:
        op.execute(_in_full(statement, unlike="IS NOT" if sqlite else "IS DISTINCT FROM"))


def _in_full(trigger: str, *, unlike: str) -> str:
    for word, text in (
        ("IF_CHECKED", _IF_CHECKED),
        ("NOTE", _NOTE),
        ("CLAIM_DIFFERS", _differs(_CLAIM_COLUMNS, unlike)),
        ("SOURCE_DIFFERS", _differs(_SOURCE_COLUMNS, unlike)),
    ):
        trigger = trigger.replace(word, text)
    return trigger


def _differs(columns: list[str], unlike: str) -> str:
    return " OR ".join(f"old.{name} {unlike} new.{name}" for name in columns)


def _add_to_checks() -> None:
    """When it was saved and when it changed last; the checks that are there wait to be watched."""
    for name in ("saved_at", "changed_at"):
        # SQLite wants a default where a column without nulls is added to rows.
        op.add_column("checks", sa.Column(name, _ORDERED, nullable=False, server_default=""))
    op.execute("UPDATE checks SET saved_at = checked_at, changed_at = checked_at")
    op.add_column(
        "checks", sa.Column("watched", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.drop_index("ix_checks_checked_at_id", "checks")
    op.create_index("ix_checks_saved_at_id", "checks", ["saved_at", "id"])
    op.create_index("ix_checks_changed_at", "checks", ["changed_at"])
    op.create_index("ix_checks_watched", "checks", ["watched"])


def _of_check(table: str) -> list[sa.Column[str] | sa.ForeignKeyConstraint]:
    return [
        sa.Column("check_id", _ORDERED, nullable=False),
        sa.ForeignKeyConstraint(
            ["check_id"], ["checks.id"], name=f"fk_{table}_check_id", ondelete="CASCADE"
        ),
    ]


def _create_queues() -> None:
    op.create_table(
        "record_changes",
        sa.Column("mark", _ROW_NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_id", _ORDERED, nullable=False),
        sa.Column("claim_id", _ORDERED, nullable=False),
        sa.Column("tokens", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_record_changes"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "rechecks",
        sa.Column("mark", _ROW_NUMBER, nullable=False),
        *_of_check("rechecks"),
        sa.Column("kind", sa.Text()),
        sa.Column("record_id", _ORDERED),
        sa.Column("leased_until", _ORDERED),
        sa.PrimaryKeyConstraint("mark", name="pk_rechecks"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_rechecks_check_id", "rechecks", ["check_id"])


def _create_index_of_checks() -> None:
    op.create_table(
        "check_terms",
        *_of_check("check_terms"),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("word", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token", _ORDERED, nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("check_id", "part", "word", "token", name="pk_check_terms"),
    )
    op.create_index("ix_check_terms_token", "check_terms", ["token"])
    op.create_table(
        "check_evidence",
        *_of_check("check_evidence"),
        sa.Column("claim_id", _ORDERED, nullable=False),
        sa.PrimaryKeyConstraint("check_id", "claim_id", name="pk_check_evidence"),
    )
    op.create_index("ix_check_evidence_claim_id", "check_evidence", ["claim_id"])


def _create_history() -> None:
    op.create_table(
        "check_history",
        sa.Column("number", _ROW_NUMBER, nullable=False),
        *_of_check("check_history"),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", _ORDERED, nullable=False),
        sa.Column("verdict_before", sa.Text(), nullable=False),
        sa.Column("confidence_before", sa.Float(), nullable=False),
        sa.Column("summary_before", sa.Text(), nullable=False),
        sa.Column("verdict_after", sa.Text(), nullable=False),
        sa.Column("confidence_after", sa.Float(), nullable=False),
        sa.Column("summary_after", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text()),
        sa.Column("record_id", _ORDERED),
        sa.Column("action", sa.Text()),
        sa.Column("version_before", sa.BigInteger()),
        sa.Column("version_after", sa.BigInteger()),
        sa.Column("record_changed_at", sa.Text()),
        sa.Column("record_changed_by", sa.Text()),
        sa.Column("record_reason", sa.Text()),
        sa.PrimaryKeyConstraint("number", name="pk_check_history"),
        sqlite_autoincrement=True,
    )
    columns = ["check_id", "number"]
    op.create_index("ix_check_history_check_id_number", "check_history", columns)


def _create_reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("number", _ROW_NUMBER, nullable=False),
        sa.Column("id", _ORDERED, nullable=False),
        *_of_check("reviews"),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reviewer", _ORDERED, nullable=False),
        sa.Column("headline", sa.Text()),
        sa.Column("reviewed_at", _ORDERED, nullable=False),
        sa.Column("machine_verdict", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_reviews"),
        sa.UniqueConstraint("id", name="uq_reviews_id"),
        sqlite_autoincrement=True,
    )
    columns = ["check_id", "reviewer", "number"]
    op.create_index("ix_reviews_check_id_reviewer_number", "reviews", columns)
