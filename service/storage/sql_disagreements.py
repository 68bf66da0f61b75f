"""The ``DisagreementStore`` of both databases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    union,
    update,
)

from service.domain.corpus import Candidate, RecordQuery
from service.domain.disagreements import (
    ChangedClaim,
    DisagreementQuery,
    HeldQuestion,
    Pair,
    labels_of,
)
from service.storage.batches import as_bound
from service.storage.disagreement_rows import (
    CANDIDATE_COLUMNS,
    PAIR_COLUMNS,
    pair_row,
    read_candidate,
    read_pair,
)
from service.storage.engine import reading, writing
from service.storage.selection import claim_list_conditions
from service.storage.tables import (
    claims,
    claims_to_compare,
    corpus_state,
    disagreements,
    sources,
)

# Ids asked for at once; each stands in a statement twice.
_CHUNK = 400

_EVERY_CLAIM = text(
    "INSERT INTO claims_to_compare (number) SELECT number FROM claims ORDER BY number"
)


class SqlDisagreements:
    """Pairs and changed claims in two tables; triggers of the migration note the changes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def changed(self, *, limit: int) -> list[ChangedClaim]:
        with reading(self._engine) as connection:
            newest = connection.execute(select(func.max(claims_to_compare.c.mark))).scalar_one()
            oldest = (
                select(claims_to_compare.c.number).order_by(claims_to_compare.c.mark).limit(limit)
            )
            found = connection.execute(
                select(claims.c.tokens, *CANDIDATE_COLUMNS)
                .join(sources, sources.c.id == claims.c.source_id)
                .where(claims.c.number.in_(oldest))
                .order_by(claims.c.id)
            )
            return [
                ChangedClaim(seen=newest, candidate=read_candidate(values), usable=bool(tokens))
                for tokens, *values in found
            ]

    def waiting(self) -> int:
        with reading(self._engine) as connection:
            count: int = connection.execute(
                select(func.count()).select_from(claims_to_compare)
            ).scalar_one()
        return count

    def record(self, compared: Sequence[ChangedClaim], pairs: Sequence[Pair]) -> None:
        with writing(self._engine) as connection:
            state = select(corpus_state.c.revision).with_for_update()
            revision: int = connection.execute(state).scalar_one()
            done = [one.candidate.claim.id for one in compared]
            ends = {side.claim_id for pair in pairs for side in (pair.left, pair.right)}
            touched = _labels_at(connection, {*done, *ends})
            seen = min((one.seen for one in compared), default=0)
            there = _unchanged(connection, ends, seen)
            for pair in pairs:
                connection.execute(delete(disagreements).where(_is_pair(pair)))
            rows = [
                pair_row(pair, question="", revision=revision)
                for pair in pairs
                if {pair.left.claim_id, pair.right.claim_id} <= there
            ]
            if rows:
                connection.execute(insert(disagreements), rows)
            _label(connection, {*touched, ""})
            _take_off(connection, compared)

    def restart(self) -> None:
        with writing(self._engine) as connection:
            connection.execute(select(corpus_state.c.revision).with_for_update())
            connection.execute(delete(disagreements))
            connection.execute(delete(claims_to_compare))
            connection.execute(_EVERY_CLAIM)

    def questions(self, query: DisagreementQuery) -> list[HeldQuestion]:
        with reading(self._engine) as connection:
            labels: list[str] = list(connection.execute(_listed(query)).scalars())
            pairs: dict[str, list[Pair]] = {label: [] for label in labels}
            page = (
                select(disagreements.c.question, *PAIR_COLUMNS)
                .where(disagreements.c.question.in_(labels))
                .order_by(disagreements.c.claim_a, disagreements.c.claim_b)
            )
            for label, *values in connection.execute(page):
                pairs[label].append(read_pair(values))
            named = {
                side.claim_id
                for held in pairs.values()
                for pair in held
                for side in (pair.left, pair.right)
            }
            known = _candidates(connection, named)
        return [_held(label, pairs[label], known) for label in labels]


def _held(label: str, pairs: list[Pair], known: dict[str, Candidate]) -> HeldQuestion:
    named = sorted({side.claim_id for pair in pairs for side in (pair.left, pair.right)})
    return HeldQuestion(label=label, pairs=tuple(pairs), claims={key: known[key] for key in named})


def _listed(query: DisagreementQuery) -> Select[Any]:
    """The labels of the questions on this page."""
    conditions: list[ColumnElement[bool]] = [disagreements.c.firm]
    if query.types:
        conditions.append(disagreements.c.type.in_([kind.value for kind in query.types]))
    if query.after is not None:
        conditions.append(disagreements.c.question > as_bound(query.after))
    asked = claim_list_conditions(RecordQuery(q=query.q, filters=query.filters))
    if not asked:
        labels = select(disagreements.c.question).where(*conditions).distinct()
        return labels.order_by(disagreements.c.question).limit(query.limit)
    sides = [
        select(disagreements.c.question)
        .join(claims, claims.c.id == side)
        .join(sources, sources.c.id == claims.c.source_id)
        .where(*conditions, *asked)
        for side in (disagreements.c.claim_a, disagreements.c.claim_b)
    ]
    either = union(*sides).subquery()
    return select(either.c.question).order_by(either.c.question).limit(query.limit)


def _touches(ids: Sequence[str]) -> ColumnElement[bool]:
    return or_(disagreements.c.claim_a.in_(ids), disagreements.c.claim_b.in_(ids))


def _labels_at(connection: Connection, ids: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for chunk in _chunks(sorted(ids)):
        labels = select(disagreements.c.question).where(_touches(chunk)).distinct()
        found.update(connection.execute(labels).scalars())
    return found


def _unchanged(connection: Connection, ids: Iterable[str], seen: int) -> set[str]:
    """Those of the claims that exist and did not change after ``seen``."""
    later = select(claims_to_compare.c.number).where(claims_to_compare.c.mark > seen)
    found: set[str] = set()
    for chunk in _chunks(sorted(ids)):
        statement = select(claims.c.id).where(claims.c.id.in_(chunk), claims.c.number.not_in(later))
        found.update(connection.execute(statement).scalars())
    return found


def _is_pair(pair: Pair) -> ColumnElement[bool]:
    return and_(
        disagreements.c.claim_a == pair.left.claim_id,
        disagreements.c.claim_b == pair.right.claim_id,
    )


def _label(connection: Connection, touched: set[str]) -> None:
    """Name the questions anew of which pairs came or went; they may have joined or fallen apart."""
    held: dict[tuple[str, str], str] = {}
    pairs: list[Pair] = []
    for chunk in _chunks(sorted(touched)):
        statement = select(disagreements.c.question, *PAIR_COLUMNS)
        for label, *values in connection.execute(
            statement.where(disagreements.c.question.in_(chunk))
        ):
            pair = read_pair(values)
            pairs.append(pair)
            held[pair.left.claim_id, pair.right.claim_id] = label
    moved = [
        {"a": ends[0], "b": ends[1], "label": label}
        for ends, label in labels_of(pairs).items()
        if held[ends] != label
    ]
    if moved:
        connection.execute(
            update(disagreements)
            .where(disagreements.c.claim_a == bindparam("a"))
            .where(disagreements.c.claim_b == bindparam("b"))
            .values(question=bindparam("label")),
            moved,
        )


def _take_off(connection: Connection, compared: Sequence[ChangedClaim]) -> None:
    rows = [{"id": one.candidate.claim.id, "newest": one.seen} for one in compared]
    number = select(claims.c.number).where(claims.c.id == bindparam("id")).scalar_subquery()
    if rows:
        connection.execute(
            delete(claims_to_compare)
            .where(claims_to_compare.c.number == number)
            .where(claims_to_compare.c.mark <= bindparam("newest")),
            rows,
        )


def _candidates(connection: Connection, ids: Iterable[str]) -> dict[str, Candidate]:
    found: dict[str, Candidate] = {}
    for chunk in _chunks(sorted(ids)):
        statement = (
            select(*CANDIDATE_COLUMNS)
            .join(sources, sources.c.id == claims.c.source_id)
            .where(claims.c.id.in_(chunk))
        )
        for values in connection.execute(statement):
            candidate = read_candidate(values)
            found[candidate.claim.id] = candidate
    return found


def _chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(ids)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
