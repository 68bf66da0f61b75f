"""The search of both databases: an engine reads its index, and everything else happens here.

What was read is remembered as long as the corpus stays at its revision. The revision is read from
the database for every request, so any number of processes may write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from heapq import nlargest
from typing import Protocol, TypeVar

from sqlalchemy import Connection, Engine

from service.domain.corpus import Candidate, Filters
from service.storage.engine import glance, reading
from service.storage.history import as_they_stood, past_records
from service.storage.index_terms import encode_term
from service.storage.matching import last_change, source_passes
from service.storage.ranking import affordable, posting_budget, scores
from service.storage.selection import passing

# How much one process remembers: some 200,000 numbers, or 20,000 records (about 30 MB).
_MEMORY_LIMIT = 200_000
_RECORD_WEIGHT = 10

_REVISION = "SELECT revision FROM corpus_state"

# Records are read in steps, because the best of them are usually enough.
_STEP = 100

T = TypeVar("T")


class IndexReader(Protocol):
    """What an engine's text index is asked, within one read transaction."""

    def size(self, connection: Connection) -> tuple[int, int]:
        """The corpus revision and the number of claims."""
        ...

    def frequencies(self, connection: Connection, tokens: Sequence[str]) -> dict[str, int]:
        """In how many claims each token occurs; a token that occurs in none may be missing."""
        ...

    def postings(self, connection: Connection, tokens: Sequence[str]) -> dict[str, list[int]]:
        """The numbers of the claims that hold each token."""
        ...

    def past_postings(
        self, connection: Connection, tokens: Sequence[str], moment: str
    ) -> dict[str, list[int]]:
        """The numbers in ``past_claims`` that hold each token and counted at a moment."""
        ...

    def records(self, connection: Connection, numbers: Sequence[int]) -> dict[int, Candidate]:
        """The claims of these numbers with their sources."""
        ...


@dataclass(slots=True)
class _Memo:
    """What is known of one revision. It only grows; a full one is replaced, never emptied, so
    threads may share it without a lock: two that miss the same entry write the same value.
    """

    revision: int
    claims: int
    frequencies: dict[str, int] = field(default_factory=dict)
    postings: dict[str, list[int]] = field(default_factory=dict)
    records: dict[int, Candidate] = field(default_factory=dict)
    held_postings: int = 0

    @property
    def full(self) -> bool:
        weight = len(self.frequencies) + self.held_postings + _RECORD_WEIGHT * len(self.records)
        return weight > _MEMORY_LIMIT


class IndexSearch:
    """The ``ClaimSearch`` of a database.

    ``budget``: how many postings one search may add up; by default what its size asks for.
    """

    def __init__(self, engine: Engine, reader: IndexReader, *, budget: int | None = None) -> None:
        self._engine = engine
        self._reader = reader
        self._budget = budget
        self._memo = _Memo(revision=-1, claims=0)

    def frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        tokens = {term: encode_term(term) for term in terms}
        found = self._answered(lambda memo, db: self._frequencies(db, memo, tokens.values()))
        return {term: found[token] for term, token in tokens.items()}

    def candidates(
        self, terms: Sequence[str], filters: Filters, *, published_until: str | None, limit: int
    ) -> list[Candidate]:
        if limit < 1:
            return []
        tokens = {encode_term(term) for term in terms}

        def best(memo: _Memo, connection: Connection | None) -> list[Candidate]:
            total = self._scores(connection, memo, tokens, published_until)
            total = _passing(connection, total, filters, published_until)
            is_open = published_until is None and filters == _UNFILTERED
            found: list[tuple[float, str, Candidate]] = []
            for score, candidate in self._descending(connection, memo, total, published_until):
                # Ties are settled by claim id, so the last place is open until they are all read.
                if len(found) >= limit and score < found[limit - 1][0]:
                    break
                if is_open or source_passes(
                    candidate.source, filters, published_until=published_until
                ):
                    found.append((score, candidate.claim.id, candidate))
            found.sort(key=lambda place: (-place[0], place[1]))
            return [candidate for _score, _id, candidate in found[:limit]]

        return self._answered(best)

    def records(self, numbers: Sequence[int]) -> dict[int, Candidate]:
        """The claims of these numbers with their sources; a number without a claim is left out."""
        with reading(self._engine) as connection:
            memo = self._current(connection)
            missing = [number for number in numbers if number not in memo.records]
            if missing:
                memo.records.update(self._reader.records(connection, missing))
        return {number: memo.records[number] for number in numbers if number in memo.records}

    def numbered(
        self, numbers: Sequence[int], filters: Filters, *, published_until: str | None
    ) -> dict[int, Candidate]:
        """Those of the claims that are evidence, at that moment if one is given, and pass."""
        found = self.records(numbers)
        if published_until is not None:
            with reading(self._engine) as connection:
                found = as_they_stood(connection, found, {}, published_until)
        return {
            number: one
            for number, one in found.items()
            if one.claim.retracted is None
            and source_passes(one.source, filters, published_until=published_until)
        }

    def _answered(self, work: Callable[[_Memo, Connection | None], T]) -> T:
        """What ``work`` makes of the present revision: from memory if all of it is there.

        On PostgreSQL, to ask which revision is present takes a transaction by itself.
        """
        memo = self._memo
        if self._engine.dialect.name == "sqlite" and not memo.full:
            row = glance(self._engine, _REVISION)
            if row is not None and row[0] == memo.revision:
                with suppress(_NotRemembered):
                    return work(memo, None)
        with reading(self._engine) as connection:
            return work(self._current(connection), connection)

    def _current(self, connection: Connection) -> _Memo:
        """The memo of the revision that this transaction sees."""
        revision, claims = self._reader.size(connection)
        memo = self._memo
        if memo.revision != revision or memo.full:
            memo = self._memo = _Memo(revision=revision, claims=claims)
        return memo

    def _frequencies(
        self, connection: Connection | None, memo: _Memo, tokens: Iterable[str]
    ) -> dict[str, int]:
        wanted = list(tokens)
        missing = [token for token in wanted if token not in memo.frequencies]
        if missing:
            found = self._reader.frequencies(_needed(connection), missing)
            memo.frequencies.update((token, found.get(token, 0)) for token in missing)
        return {token: memo.frequencies[token] for token in wanted}

    def _postings(
        self, connection: Connection | None, memo: _Memo, tokens: Sequence[str]
    ) -> dict[str, list[int]]:
        missing = [token for token in tokens if token not in memo.postings]
        if missing:
            found = self._reader.postings(_needed(connection), missing)
            memo.postings.update(found)
            memo.held_postings += sum(map(len, found.values()))
        return {token: memo.postings[token] for token in tokens}

    def _scores(
        self,
        connection: Connection | None,
        memo: _Memo,
        tokens: Iterable[str],
        published_until: str | None,
    ) -> dict[int, float]:
        """The score of each claim by number; what no longer stands has its number below zero."""
        frequencies = self._frequencies(connection, memo, tokens)
        budget = self._budget or posting_budget(memo.claims)
        if published_until is None:
            chosen = affordable(frequencies, budget=budget)
            postings = self._postings(connection, memo, chosen)
            return scores(chosen, postings, frequencies, claims=memo.claims)
        # A word may have gone with the only claim that had it.
        known = {token: max(frequency, 1) for token, frequency in frequencies.items()}
        chosen = affordable(known, budget=budget)
        present = self._postings(connection, memo, [t for t in chosen if frequencies[t]])
        moment = last_change(published_until)
        past = self._reader.past_postings(_needed(connection), chosen, moment)
        postings = {
            token: [*present.get(token, ()), *(-number for number in past[token])]
            for token in chosen
        }
        return scores(chosen, postings, known, claims=max(memo.claims, 1))

    def _descending(
        self,
        connection: Connection | None,
        memo: _Memo,
        total: dict[int, float],
        published_until: str | None,
    ) -> Iterator[tuple[float, Candidate]]:
        """The scored claims, best first, read in steps."""
        for step in _in_steps(total):
            present = [number for number in step if number > 0]
            missing = [number for number in present if number not in memo.records]
            if missing:
                memo.records.update(self._reader.records(_needed(connection), missing))
            records = {number: memo.records[number] for number in present}
            if published_until is not None:
                database = _needed(connection)
                past = past_records(database, [-number for number in step if number < 0])
                gone = {-number: claim for number, claim in past.items()}
                records = as_they_stood(database, records, gone, published_until)
            for number in step:
                if number in records:
                    yield total[number], records[number]


def _in_steps(total: dict[int, float]) -> Iterator[list[int]]:
    """The scored numbers, best first; the many that nobody reads are not put in order."""
    first = nlargest(_STEP, total, key=total.__getitem__)
    yield first
    if len(total) > len(first):
        order = sorted(total, key=total.__getitem__, reverse=True)
        for start in range(_STEP, len(order), _STEP):
            yield order[start : start + _STEP]


_UNFILTERED = Filters()


class _NotRemembered(Exception):
    """What is remembered is not enough: the database has to be asked."""


def _needed(connection: Connection | None) -> Connection:
    if connection is None:
        raise _NotRemembered
    return connection


def _passing(
    connection: Connection | None,
    total: dict[int, float],
    filters: Filters,
    published_until: str | None,
) -> dict[int, float]:
    """Without the claims that the filters shut out, where there are too many to read them all."""
    is_open = published_until is None and filters == _UNFILTERED
    if is_open or len(total) <= _STEP:
        return total
    numbers = [number for number in total if number > 0]
    let_through = passing(_needed(connection), numbers, filters, published_until=published_until)
    return {n: score for n, score in total.items() if n < 0 or n in let_through}
