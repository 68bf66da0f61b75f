"""Which saved checks a changed claim bears on, in both databases, and what tells so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Row, delete, func, insert, select, tuple_

from service.check_ports import Meaning
from service.domain.check import Answer
from service.domain.rechecks import LEAST_BEARING
from service.storage.check_tables import check_evidence, check_parts, check_terms
from service.storage.index_terms import split_tokens
from service.storage.nearness import watches_more, within_reach
from service.storage.recheck_rows import evidence_rows, part_rows
from service.storage.tables import claim_vectors, claims, corpus_state
from service.storage.vector_codes import model_number, rows_of, unpack

# Parts of statements read at once: less than a megabyte of vectors.
PAGE = 2_000


def borne_on(
    connection: Connection, changes: Sequence[Row[Any]], *, page: int = PAGE
) -> list[tuple[str, str, str]]:
    """The checks that these rows of ``record_changes`` bear on, each with the record that it is due
    for: check, kind and id of the record.
    """
    near: dict[str, list[str]] = {}
    for claim_id, check_id in _reaching(connection, {row.claim_id for row in changes}, page):
        near.setdefault(claim_id, []).append(check_id)
    found = (
        (check_id, change.kind, change.record_id)
        for change in changes
        for check_id in sorted(
            {
                *_touched(connection, split_tokens(change.tokens)),
                *_showing(connection, change.claim_id),
                *near.get(change.claim_id, ()),
            }
        )
    )
    return list(dict.fromkeys(found))


def keep_meanings(connection: Connection, lot: Mapping[str, tuple[Answer, Meaning]]) -> None:
    """Keep which claims these checks watch, and from which nearness on others bear on them."""
    for table in (check_evidence, check_parts):
        connection.execute(delete(table).where(table.c.check_id.in_(list(lot))))
    shown = [row for key, watched in lot.items() for row in evidence_rows(key, *watched)]
    if shown:
        connection.execute(insert(check_evidence), shown)
    parts = [row for key, (_, meaning) in lot.items() for row in part_rows(key, meaning)]
    if parts:
        connection.execute(insert(check_parts), parts)


def would_watch_more(
    connection: Connection, check_id: str, answer: Answer, meaning: Meaning
) -> bool:
    """Whether a check with this answer and meaning watches anything that it did not watch so far."""
    if meaning.model is None:
        return False
    reach = select(check_parts.c.reach).where(
        check_parts.c.check_id == check_id, check_parts.c.model == model_number(meaning.model)
    )
    held = select(check_evidence.c.claim_id).where(check_evidence.c.check_id == check_id)
    return watches_more(
        connection.execute(reach.order_by(check_parts.c.part)).scalars().all(),
        [part.reach for part in meaning.parts],
        seen=connection.execute(held).scalars().all(),
        watched=[row["claim_id"] for row in evidence_rows(check_id, answer, meaning)],
    )


def has_moved(connection: Connection, revision: int) -> bool:
    """Whether the corpus is past this revision, or about to be.

    If not, no change of it is committed before this transaction ends. Nobody is waited for: an
    import may take minutes.
    """
    statement = select(corpus_state.c.revision).with_for_update(read=True, skip_locked=True)
    present = connection.execute(statement).scalar()
    return present is None or present > revision


def _touched(connection: Connection, tokens: Sequence[str]) -> Sequence[str]:
    """The checks of whose words a claim under these tokens touches enough."""
    touched = (
        select(check_terms.c.check_id, check_terms.c.part, check_terms.c.word, check_terms.c.share)
        .where(check_terms.c.token.in_(sorted(set(tokens))))
        .distinct()
        .subquery()
    )
    enough = (
        select(touched.c.check_id)
        .group_by(touched.c.check_id, touched.c.part)
        .having(func.sum(touched.c.share) >= LEAST_BEARING)
    )
    return connection.execute(enough).scalars().all()


def _showing(connection: Connection, claim_id: str) -> Sequence[str]:
    """The checks that show the claim, or have it among the nearest."""
    showing = select(check_evidence.c.check_id).where(check_evidence.c.claim_id == claim_id)
    return connection.execute(showing).scalars().all()


def _reaching(
    connection: Connection, claim_ids: Collection[str], page: int
) -> Iterator[tuple[str, str]]:
    """Those of the claims that come near to a check, each with the check."""
    statement = (
        select(claims.c.id, claim_vectors.c.model, claim_vectors.c.vector)
        .join(claim_vectors, claim_vectors.c.number == claims.c.number)
        .where(claims.c.id.in_(sorted(claim_ids)))
    )
    by_model: dict[int, dict[str, bytes]] = {}
    for claim_id, model, vector in connection.execute(statement):
        by_model.setdefault(model, {})[claim_id] = vector
    for model, held in by_model.items():
        ids, near = list(held), _vectors(held.values())
        for rows in _pages(connection, model, page):
            reached = within_reach(
                _vectors(row.vector for row in rows), [row.reach for row in rows], near
            )
            for part, claim in np.argwhere(reached).tolist():
                yield ids[claim], rows[part].check_id


def _pages(connection: Connection, model: int, size: int) -> Iterator[Sequence[Any]]:
    """The rows of all parts that are watched by this model."""
    place = (check_parts.c.check_id, check_parts.c.part)
    columns = select(*place, check_parts.c.reach, check_parts.c.vector)
    page = columns.where(check_parts.c.model == model).order_by(*place).limit(size)
    rows = connection.execute(page).all()
    while rows:
        yield rows
        if len(rows) < size:
            return
        last = tuple_(rows[-1].check_id, rows[-1].part)
        rows = connection.execute(page.where(tuple_(*place) > last)).all()


def _vectors(packed: Iterable[bytes]) -> npt.NDArray[np.float32]:
    return unpack(rows_of(list(packed)).view(np.int8))
