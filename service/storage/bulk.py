"""Many rows at once, each in a fraction of the time that a statement for single rows takes.

SQLAlchemy goes over every parameter of every row; the drivers need no such help with texts and
numbers. PostgreSQL takes the rows as one statement, so that what it does once a statement (the
triggers on new claims among it) is done once for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Connection, Table, insert, text

_ADD_ONE = (
    "INSERT INTO term_frequencies (token, claims) VALUES (?, ?)"
    " ON CONFLICT (token) DO UPDATE SET claims = term_frequencies.claims + excluded.claims"
)
_ADD_ALL = text("""
    INSERT INTO term_frequencies (token, claims)
    SELECT * FROM unnest(CAST(:tokens AS text[]), CAST(:counts AS bigint[]))
    ON CONFLICT (token) DO UPDATE SET claims = term_frequencies.claims + excluded.claims
""")


def put_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all name the same columns, two of them at least."""
    if not rows:
        return
    columns = [column.name for column in table.columns if column.name in rows[0]]
    values = list(map(itemgetter(*columns), rows))
    if connection.dialect.name == "postgresql":
        raw: Any = connection.connection.driver_connection
        _copy(raw, table.name, columns, values)
    else:
        # It names the columns in their order in the table, too.
        statement = insert(table).compile(dialect=connection.dialect, column_keys=columns)
        connection.exec_driver_sql(str(statement), values)


def add_frequencies(connection: Connection, moved: Sequence[tuple[str, int]]) -> None:
    """Count words up or down; no word is given twice."""
    if connection.dialect.name == "postgresql":
        tokens, counts = [token for token, _ in moved], [count for _, count in moved]
        connection.execute(_ADD_ALL, {"tokens": tokens, "counts": counts})
    else:
        connection.exec_driver_sql(_ADD_ONE, list(moved))


def _copy(
    connection: psycopg.Connection[Any],
    name: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
