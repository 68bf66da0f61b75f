"""SQLite's text index. It is read through FTS5's vocabulary table, term by term, so no query
syntax is ever composed.

The statements are constant text for the driver: building them anew would take longer than
running them. Lists travel as one JSON parameter.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection

from service.domain.corpus import Candidate
from service.storage.rows import CLAIM_COLUMNS, SOURCE_COLUMNS, read_candidates

_SIZE = "SELECT revision, claims FROM corpus_state"
_FREQUENCIES = """
    SELECT token, claims FROM term_frequencies WHERE token IN (SELECT value FROM json_each(?))
"""
# CROSS JOIN fixes the order of the loops: one seek into the index for each term.
_POSTINGS = """
    SELECT posting.term, posting.doc
    FROM json_each(?) AS wanted CROSS JOIN claim_postings AS posting
    WHERE posting.term = wanted.value
"""
_PAST_POSTINGS = """
    SELECT posting.term, posting.doc
    FROM json_each(?) AS wanted CROSS JOIN past_postings AS posting
    CROSS JOIN past_claims ON past_claims.number = posting.doc
    WHERE posting.term = wanted.value AND past_claims.since <= ? AND past_claims.until > ?
"""
_RECORDS = f"""
    SELECT claims.number, {", ".join(f"claims.{column.name}" for column in CLAIM_COLUMNS)},
           {", ".join(f"sources.{column.name}" for column in SOURCE_COLUMNS)}
    FROM json_each(?) AS wanted
    CROSS JOIN claims ON claims.number = wanted.value
    JOIN sources ON sources.id = claims.source_id
"""  # noqa: S608  The names are those of our own columns.


class SqliteIndex:
    """The ``IndexReader`` of SQLite."""

    def size(self, connection: Connection) -> tuple[int, int]:
        revision, claims = connection.exec_driver_sql(_SIZE).one()
        return revision, claims

    def frequencies(self, connection: Connection, tokens: Sequence[str]) -> dict[str, int]:
        rows = connection.exec_driver_sql(_FREQUENCIES, (json.dumps(tokens),)).all()
        return {row[0]: row[1] for row in rows}

    def postings(self, connection: Connection, tokens: Sequence[str]) -> dict[str, list[int]]:
        postings: dict[str, list[int]] = {token: [] for token in tokens}
        for token, number in connection.exec_driver_sql(_POSTINGS, (json.dumps(tokens),)).all():
            postings[token].append(number)
        return postings

    def past_postings(
        self, connection: Connection, tokens: Sequence[str], moment: str
    ) -> dict[str, list[int]]:
        postings: dict[str, list[int]] = {token: [] for token in tokens}
        asked = (json.dumps(tokens), moment, moment)
        for token, number in connection.exec_driver_sql(_PAST_POSTINGS, asked).all():
            postings[token].append(number)
        return postings

    def records(self, connection: Connection, numbers: Sequence[int]) -> dict[int, Candidate]:
        return read_candidates(connection.exec_driver_sql(_RECORDS, (json.dumps(numbers),)).all())
