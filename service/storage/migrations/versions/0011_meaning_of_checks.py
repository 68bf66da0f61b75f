"""What saved checks mean, so that a claim in other words bears on them, too.

Checks that are watched stay so, by their words, until a worker with a model watches them anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision: str | None = "0010"

_ORDERED = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column(
        "checks", sa.Column("watched_model", sa.BigInteger(), nullable=False, server_default="0")
    )
    op.drop_index("ix_checks_watched", "checks")
    columns = ["watched", "watched_model", "id"]
    op.create_index("ix_checks_watched_watched_model_id", "checks", columns)
    op.create_table(
        "check_parts",
        sa.Column("check_id", _ORDERED, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("model", sa.BigInteger(), nullable=False),
        sa.Column("reach", sa.Float(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("check_id", "part", name="pk_check_parts"),
        sa.ForeignKeyConstraint(
            ["check_id"], ["checks.id"], name="fk_check_parts_check_id", ondelete="CASCADE"
        ),
    )
