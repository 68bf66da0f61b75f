"""Jobs, the lines of them that wait for a worker, and the results."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision: str | None = "0005"

_ORDERED = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_COUNTS = ("total", "failed", "supported", "refuted", "disputed", "unverified")


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", _ORDERED, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("save", sa.Boolean(), nullable=False),
        sa.Column("created_at", _ORDERED, nullable=False),
        sa.Column("started_at", _ORDERED),
        sa.Column("finished_at", _ORDERED),
        sa.Column("turn_at", _ORDERED, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )
    op.create_index("ix_jobs_created_at_id", "jobs", ["created_at", "id"])
    op.create_index("ix_jobs_state_turn_at", "jobs", ["state", "turn_at"])
    op.create_table(
        "job_items",
        *_line_key(),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease", _ORDERED),
        sa.Column("leased_until", _ORDERED),
        *_line_constraints("job_items"),
    )
    op.create_table(
        "job_results",
        *_line_key(),
        sa.Column("check_id", sa.Text()),
        sa.Column("checked_at", _ORDERED),
        sa.Column("answer", sa.Text()),
        sa.Column("refusal", sa.Text()),
        *_line_constraints("job_results"),
    )


def _line_key() -> tuple[sa.Column[str], sa.Column[int]]:
    return (
        sa.Column("job_id", _ORDERED, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False, autoincrement=False),
    )


def _line_constraints(table: str) -> tuple[sa.PrimaryKeyConstraint, sa.ForeignKeyConstraint]:
    return (
        sa.PrimaryKeyConstraint("job_id", "line", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["job_id"], ["jobs.id"], name=f"fk_{table}_job_id", ondelete="CASCADE"
        ),
    )
