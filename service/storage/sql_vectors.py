"""The vectors of the claims in a database; see migration 0002 for how they go when a claim changes.

Writers of records and of vectors lock the same row first, so a vector is always stored beside the
text that it was made from, and revisions appear in the order in which they are read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import (
    Connection,
    Engine,
    Select,
    Subquery,
    and_,
    delete,
    func,
    insert,
    select,
    text,
    tuple_,
    update,
)

from service.domain.corpus import Candidate, Filters
from service.ports import CodePage, CodePosition, EmbeddedClaims
from service.storage.batches import as_bound
from service.storage.corpus_changes import read_state
from service.storage.engine import reading, writing
from service.storage.index_search import IndexSearch
from service.storage.rows import CLAIM_COLUMNS, SOURCE_COLUMNS, read_candidates, vector_rows
from service.storage.tables import claim_vectors, claims, corpus_state, sources
from service.storage.vector_codes import (
    LAST_NUMBER,
    codes_of,
    model_number,
    pack,
    rows_of,
    same_passage,
    unpack,
)

# Rows asked for at once. SQLite allows 32,766 parameters, PostgreSQL 65,535; plans stay short.
_CHUNK = 500

# How pages of claims grow while none of them lacks a vector.
_GROWTH = 8
_LARGEST_PAGE = 10_000

# Constant text with the numbers as one parameter: hundreds of them would take longer to compile
# into a statement than to look up.
_VECTORS = {
    "sqlite": text("""
        SELECT kept.number, kept.vector
        FROM json_each(:numbers) AS wanted CROSS JOIN claim_vectors AS kept
        WHERE kept.number = wanted.value AND kept.model = :model
    """),
    "postgresql": text("""
        SELECT number, vector FROM claim_vectors WHERE number = ANY(:numbers) AND model = :model
    """),
}

_CANDIDATES = select(claims.c.number, *CLAIM_COLUMNS, *SOURCE_COLUMNS).join(
    sources, sources.c.id == claims.c.source_id
)


def _page(after: str | None, among: Sequence[str] | None, size: int) -> Select[tuple[int, str]]:
    """The next claims by id, whatever they have.

    A page is read by the index alone. Asked for all that lack a vector, a database without fresh
    statistics sorts the whole corpus for each batch.
    """
    page = select(claims.c.number, claims.c.id).order_by(claims.c.id).limit(size)
    if after is not None:
        page = page.where(claims.c.id > as_bound(after))
    if among is not None:
        page = page.where(claims.c.id.in_([as_bound(one) for one in among]))
    return page


def _without_vector(page: Subquery, model: int) -> Select[Any]:
    by_model = and_(
        claim_vectors.c.number == claims.c.number,
        claim_vectors.c.model == model,
    )
    return (
        _CANDIDATES.join(page, page.c.number == claims.c.number)
        .join(claim_vectors, by_model, isouter=True)
        .where(claim_vectors.c.number.is_(None), claims.c.retracted_at.is_(None))
        .order_by(claims.c.id)
    )


class SqlVectorIndex:
    """The ``VectorIndex`` of both databases."""

    def __init__(self, engine: Engine, search: IndexSearch) -> None:
        self._engine = engine
        self._search = search

    def unembedded(
        self, model: str, *, after: str | None, limit: int, among: Sequence[str] | None = None
    ) -> list[Candidate]:
        found: list[Candidate] = []
        size = limit
        with reading(self._engine) as connection:
            while len(found) < limit:
                page = _page(after, among, size).subquery()
                statement = _without_vector(page, model_number(model)).limit(limit - len(found))
                found += read_candidates(connection.execute(statement).all()).values()
                ends = select(func.count(), func.max(page.c.id))
                read, after = connection.execute(ends).one()
                if read < size:
                    break
                # Where most are done, larger pages pass over them.
                size = min(size * _GROWTH, _LARGEST_PAGE)
        return found

    def put_vectors(self, embedded: EmbeddedClaims) -> int:
        with writing(self._engine) as connection:
            state = read_state(connection, lock=True)
            kept = write_vectors(connection, embedded, revision=state.revision + 1)
            if kept:
                connection.execute(update(corpus_state).values(revision=state.revision + 1))
        return kept

    def embedded(self, model: str) -> int:
        statement = (
            select(func.count())
            .select_from(claim_vectors)
            .where(claim_vectors.c.model == model_number(model))
        )
        with reading(self._engine) as connection:
            return connection.execute(statement).scalar_one()

    def codes_since(self, model: str, position: CodePosition, *, limit: int) -> CodePage:
        newer = tuple_(claim_vectors.c.revision, claim_vectors.c.number) > tuple_(
            position.revision, position.number
        )
        statement = (
            select(claim_vectors.c.number, claim_vectors.c.code, claim_vectors.c.revision)
            .where(newer, claim_vectors.c.model == model_number(model))
            .order_by(claim_vectors.c.revision, claim_vectors.c.number)
            .limit(limit)
        )
        with reading(self._engine) as connection:
            end = CodePosition(revision=read_state(connection).revision, number=LAST_NUMBER)
            rows = connection.execute(statement).all() if position != end else []
        is_last = len(rows) < limit
        if not is_last:
            end = CodePosition(revision=rows[-1][2], number=rows[-1][0])
        return CodePage(
            numbers=np.array([row[0] for row in rows], dtype=np.int64),
            codes=rows_of([row[1] for row in rows]),
            position=end,
            is_last=is_last,
        )

    def vectors(
        self, model: str, numbers: Sequence[int]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        dialect = self._engine.dialect.name
        wanted = json.dumps(numbers) if dialect == "sqlite" else list(numbers)
        given = {"numbers": wanted, "model": model_number(model)}
        with reading(self._engine) as connection:
            found = connection.execute(_VECTORS[dialect], given).all()
        packed = rows_of([row[1] for row in found]).view(np.int8)
        return np.array([row[0] for row in found], dtype=np.int64), unpack(packed)

    def numbered(
        self, numbers: Sequence[int], filters: Filters, *, published_until: str | None
    ) -> dict[int, Candidate]:
        return self._search.numbered(numbers, filters, published_until=published_until)


def write_vectors(connection: Connection, embedded: EmbeddedClaims, *, revision: int) -> int:
    """Store the vectors whose claims are still as they were read; how many were stored.

    For a transaction that has locked the state of the corpus and moves it to ``revision``.
    """
    model = model_number(embedded.model)
    packed = pack(embedded.vectors)
    codes = codes_of(packed)
    kept = 0
    for start in range(0, len(embedded.candidates), _CHUNK):
        chunk = embedded.candidates[start : start + _CHUNK]
        numbers = _wanting(connection, chunk, model)
        rows = [
            (numbers[row], codes[row + start].tobytes(), packed[row + start].tobytes())
            for row in numbers
        ]
        if rows:
            old = claim_vectors.c.number.in_(list(numbers.values()))
            connection.execute(delete(claim_vectors).where(old))
            connection.execute(insert(claim_vectors), vector_rows(rows, model, revision))
            kept += len(rows)
    return kept


def _wanting(connection: Connection, chunk: Sequence[Candidate], model: int) -> dict[int, int]:
    """Which of these claims are unchanged and without a vector: place in ``chunk`` to number."""
    ids = [candidate.claim.id for candidate in chunk]
    stored = read_candidates(connection.execute(_CANDIDATES.where(claims.c.id.in_(ids))).all())
    by_id = {candidate.claim.id: number for number, candidate in stored.items()}
    present = select(claim_vectors.c.number).where(
        claim_vectors.c.number.in_(list(stored)), claim_vectors.c.model == model
    )
    done = set(connection.execute(present).scalars())
    wanting: dict[int, int] = {}
    for place, candidate in enumerate(chunk):
        number = by_id.get(candidate.claim.id)
        if number is None or number in done or not same_passage(stored[number], candidate):
            continue
        wanting[place] = number
        done.add(number)
    return wanting
