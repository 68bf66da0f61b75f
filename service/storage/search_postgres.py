"""PostgreSQL's text index: GIN over the lexemes of each claim, a stored column of its own.

Each token is looked up by itself, so the index gives (token, claim) pairs and no text is read.
Lists travel as arrays: one statement serves any number of tokens or claims.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, text

from service.domain.corpus import Candidate
from service.storage.rows import CLAIM_COLUMNS, SOURCE_COLUMNS, read_candidates

_SIZE = text("SELECT revision, claims FROM corpus_state")
_FREQUENCIES = text("SELECT token, claims FROM term_frequencies WHERE token = ANY(:tokens)")
# Between quotation marks, a token of [a-z0-9_.] is one lexeme and nothing else.
_POSTINGS = text("""
    SELECT wanted.token, claims.number
    FROM unnest(CAST(:tokens AS text[])) AS wanted (token)
    JOIN claims ON claims.lexemes @@ CAST(quote_literal(wanted.token) AS tsquery)
""")
_PAST_POSTINGS = text("""
    SELECT wanted.token, past_claims.number
    FROM unnest(CAST(:tokens AS text[])) AS wanted (token)
    JOIN past_claims ON past_claims.lexemes @@ CAST(quote_literal(wanted.token) AS tsquery)
    WHERE past_claims.since <= :moment AND past_claims.until > :moment
""")
_RECORDS = text(f"""
    SELECT claims.number, {", ".join(f"claims.{column.name}" for column in CLAIM_COLUMNS)},
           {", ".join(f"sources.{column.name}" for column in SOURCE_COLUMNS)}
    FROM claims JOIN sources ON sources.id = claims.source_id
    WHERE claims.number = ANY(:numbers)
""")  # noqa: S608  The names are those of our own columns.


class PostgresIndex:
    """The ``IndexReader`` of PostgreSQL."""

    def size(self, connection: Connection) -> tuple[int, int]:
        revision, claims = connection.execute(_SIZE).one()
        return revision, claims

    def frequencies(self, connection: Connection, tokens: Sequence[str]) -> dict[str, int]:
        rows = connection.execute(_FREQUENCIES, {"tokens": list(tokens)}).all()
        return {row[0]: row[1] for row in rows}

    def postings(self, connection: Connection, tokens: Sequence[str]) -> dict[str, list[int]]:
        postings: dict[str, list[int]] = {token: [] for token in tokens}
        for token, number in connection.execute(_POSTINGS, {"tokens": list(tokens)}).all():
            postings[token].append(number)
        return postings

    def past_postings(
        self, connection: Connection, tokens: Sequence[str], moment: str
    ) -> dict[str, list[int]]:
        postings: dict[str, list[int]] = {token: [] for token in tokens}
        asked = {"tokens": list(tokens), "moment": moment}
        for token, number in connection.execute(_PAST_POSTINGS, asked).all():
            postings[token].append(number)
        return postings

    def records(self, connection: Connection, numbers: Sequence[int]) -> dict[int, Candidate]:
        rows = connection.execute(_RECORDS, {"numbers": list(numbers)}).all()
        return read_candidates(rows)
