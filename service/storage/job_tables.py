"""The tables of the jobs: what was handed in, what is still to be done, and what came of it.

A line is in ``job_items`` until it has its result, and in ``job_results`` from then on. Both
happen in one transaction, and only for the worker whose lease the line bears.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text

from service.storage.tables import METADATA, ORDERED

# ``turn_at`` is when the job was last given to a worker: the one that has waited longest is next.
jobs = Table(
    "jobs",
    METADATA,
    Column("id", ORDERED, primary_key=True),
    Column("state", Text, nullable=False),
    Column("save", Boolean, nullable=False),
    Column("created_at", ORDERED, nullable=False),
    Column("started_at", ORDERED),
    Column("finished_at", ORDERED),
    Column("turn_at", ORDERED, nullable=False),
    Column("total", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("supported", Integer, nullable=False),
    Column("refuted", Integer, nullable=False),
    Column("disputed", Integer, nullable=False),
    Column("unverified", Integer, nullable=False),
    Index("ix_jobs_created_at_id", "created_at", "id"),
    Index("ix_jobs_state_turn_at", "state", "turn_at"),
)

# A line without ``lease`` waits; one whose ``leased_until`` has passed waits again.
job_items = Table(
    "job_items",
    METADATA,
    Column("job_id", ORDERED, ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("request", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease", ORDERED),
    Column("leased_until", ORDERED),
)

# Either ``answer`` with its moment, or ``refusal``. The key lets no line have two results.
job_results = Table(
    "job_results",
    METADATA,
    Column("job_id", ORDERED, ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("check_id", Text),
    Column("checked_at", ORDERED),
    Column("answer", Text),
    Column("refusal", Text),
)
