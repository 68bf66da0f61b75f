"""Where claims stand as they no longer are, for questions about an earlier moment.

Beside ``past_claims`` stands its text index, made by migration 0009 as that of ``claims`` is.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Table, Text

from service.storage.tables import METADATA, ORDERED, ROW_NUMBER

# A version of a claim that was evidence from ``since`` until before ``until`` and is no more. Both
# are times as ``matching.change_moment`` writes them; the empty text is the beginning of time.
# The record itself is the row of ``claim_versions`` with the same id and revision.
past_claims = Table(
    "past_claims",
    METADATA,
    Column("number", ROW_NUMBER, primary_key=True),
    Column("id", ORDERED, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("since", ORDERED, nullable=False),
    Column("until", ORDERED, nullable=False),
    Column("tokens", Text, nullable=False),
    Index("ix_past_claims_id_revision", "id", "revision", unique=True),
)
