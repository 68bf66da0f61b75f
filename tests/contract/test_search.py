"""Every ClaimSearch brings up the same claims in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.domain.corpus import Filters, IndexedClaim, Source
from service.storage import Storage, open_storage
from service.storage.engine import Timeouts
from service.storage.index_search import IndexSearch
from service.storage.memory import MemoryCorpus
from service.storage.ranking import posting_budget
from service.storage.search_postgres import PostgresIndex
from service.storage.search_sqlite import SqliteIndex
from tests.databases import ENGINES, empty_database, opened
from tests.factories import make_claim, make_source

SYNTAX = ['"', 'NEAR(', "*", "AND", "OR NOT", "a:b", "kill*", "'", "\\", "|", "!a & b", "(", "^kill",
          "-kill", "{tokens}: kill", "\0", "\ud800", "é", "Kill", "kill.", ".2e.", "", " ", "x" * 5_000]  # fmt: skip


@pytest.fixture(params=ENGINES)
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    with opened(request.param, tmp_path) as storage:
        yield storage


def claim(identifier: str, *terms: str, source: str = "kz-dpa") -> IndexedClaim:
    return IndexedClaim(claim=make_claim(id=identifier, source_id=source), terms=terms)


def found(
    storage: Storage,
    *terms: str,
    filters: Filters = Filters(),
    until: str | None = None,
    limit: int = 50,
) -> list[str]:
    candidates = storage.search.candidates(terms, filters, published_until=until, limit=limit)
    return [candidate.claim.id for candidate in candidates]


def test_rarer_terms_come_first_and_ties_by_id(storage: Storage) -> None:
    storage.claims.add(
        [make_source()],
        [
            claim("d", "common"),
            claim("c", "common"),
            claim("b", "common", "rare"),
            claim("a", "common"),
            claim("e", "n_tokayev"),
        ],
    )
    assert found(storage, "common", "rare") == ["b", "a", "c", "d"]
    assert found(storage, "common", "rare", "rare", limit=2) == ["b", "a"]
    assert found(storage, "n_tokayev", "unheard-of") == ["e"]
    assert found(storage, "common", limit=0) == []
    assert found(storage) == []


def test_a_candidate_brings_its_source(storage: Storage) -> None:
    storage.claims.add([make_source()], [claim("a", "kill")])
    (candidate,) = storage.search.candidates(["kill"], Filters(), published_until=None, limit=1)
    assert candidate.source == make_source()


def test_a_term_is_one_token_and_not_its_parts(storage: Storage) -> None:
    storage.claims.add(
        [make_source()], [claim("a", "c_kill"), claim("b", "kill"), claim("c", "q_3700")]
    )
    assert found(storage, "kill") == ["b"]
    assert found(storage, "c_kill") == ["a"]
    assert found(storage, "q_370", "3700", "c", "q_") == []


@pytest.mark.parametrize("term", SYNTAX)
def test_query_syntax_is_only_a_term(storage: Storage, term: str) -> None:
    storage.claims.add([make_source()], [claim("a", "kill", "near", "and"), claim("b", term, "b")])
    assert found(storage, term) == (["b"] if term else [])
    assert storage.search.frequencies([term, "kill"]) == {term: int(bool(term)), "kill": 1}


def test_frequencies_count_claims_and_follow_updates(storage: Storage) -> None:
    storage.claims.add([make_source()], [claim("a", "kill", "kill", "order"), claim("b", "kill")])
    before = storage.search.frequencies(["kill", "order", "shoot"])
    storage.claims.add([], [claim("a", "shoot")])
    after = storage.search.frequencies(["kill", "order", "shoot"])
    assert before == {"kill": 2, "order": 1, "shoot": 0}
    assert after == {"kill": 1, "order": 0, "shoot": 1}
    assert (found(storage, "order"), found(storage, "shoot")) == ([], ["a"])


def test_a_corrected_source_shows_at_once(storage: Storage) -> None:
    storage.claims.add([make_source()], [claim("a", "kill")])
    assert found(storage, "kill", filters=Filters(publishers=("AFP",))) == []
    storage.claims.add([make_source(publisher="AFP")], [])
    assert found(storage, "kill", filters=Filters(publishers=("AFP",))) == ["a"]


@pytest.mark.parametrize(
    ("filters", "until", "expected"),
    [
        (Filters(), None, ["day", "later", "undated", "zone"]),
        (Filters(publishers=("dpa", "AFP")), None, ["day", "zone"]),
        (Filters(sources=("later", "undated", "nowhere")), None, ["later", "undated"]),
        (Filters(published_from="2022-01-08"), None, ["later", "zone"]),
        (Filters(published_to="2022-01-07T12:00:00Z"), None, ["day"]),
        (Filters(published_from="2022-01-07", published_to="2022-01-08"), None, ["day", "zone"]),
        (Filters(), "2022-01-06T23:59:59Z", []),
        (Filters(), "2022-01-07T00:00:00Z", ["day"]),
        (Filters(), "2022-01-07T20:00:00+00:00", ["day", "zone"]),
        (Filters(), "2022-01-07T19:29:59Z", ["day"]),
        (Filters(), "2022-01-09", ["day", "later", "zone"]),
        (Filters(publishers=("dpa",)), "2022-01-09", ["day"]),
        (Filters(), "0001-01-01T00:00:00+14:00", []),
        (Filters(), "9999-12-31T23:59:59-14:00", ["day", "later", "zone"]),
    ],
)
def test_filters_choose_among_the_sources(
    storage: Storage, filters: Filters, until: str | None, expected: list[str]
) -> None:
    sources: list[Source] = [
        make_source(id="day", published_at="2022-01-07"),
        # Half past seven in the evening of the 7th, UTC.
        make_source(id="zone", publisher="AFP", published_at="2022-01-08T01:30:00+06:00"),
        make_source(id="later", publisher=None, published_at="2022-01-09T10:00"),
        make_source(id="undated", publisher=None, published_at=None),
    ]
    storage.claims.add(sources, [claim(source.id, "kill", source=source.id) for source in sources])
    assert found(storage, "kill", filters=filters, until=until) == expected


def with_budget(storage: Storage, budget: int) -> MemoryCorpus | IndexSearch:
    if storage.engine is None:
        assert isinstance(storage.claims, MemoryCorpus)
        storage.claims._budget = budget
        return storage.claims
    sqlite = storage.engine.dialect.name == "sqlite"
    return IndexSearch(storage.engine, SqliteIndex() if sqlite else PostgresIndex(), budget=budget)


@pytest.mark.parametrize(
    ("budget", "expected"),
    [(1, ["a"]), (2, ["a"]), (3, ["a", "b"]), (5, ["a", "b"]), (6, ["a", "b", "c"])],
)
def test_the_budget_is_spent_on_the_rarest_terms(
    storage: Storage, budget: int, expected: list[str]
) -> None:
    storage.claims.add(
        [make_source()],
        [claim("a", "one", "two", "three"), claim("b", "two", "three"), claim("c", "three")],
    )
    search = with_budget(storage, budget)
    terms = ["three", "two", "one"]
    candidates = search.candidates(terms, Filters(), published_until=None, limit=9)
    assert [candidate.claim.id for candidate in candidates] == expected


@given(claims=st.integers(0, 10**9), more=st.integers(0, 10**9))
def test_a_larger_corpus_has_a_larger_budget_within_bounds(claims: int, more: int) -> None:
    assert 10_000 <= posting_budget(claims) <= posting_budget(claims + more) <= 50_000


def test_a_million_claims_are_searched_more_widely_than_a_hundred_thousand() -> None:
    assert [posting_budget(claims) for claims in (100_000, 400_000, 1_000_000)] == [
        10_000,
        20_000,
        50_000,
    ]


def test_the_rarest_term_is_searched_even_beyond_the_budget(storage: Storage) -> None:
    storage.claims.add([make_source()], [claim(f"c{number:03}", "kill") for number in range(250)])
    search = with_budget(storage, 10)
    candidates = search.candidates(["kill"], Filters(), published_until=None, limit=3)
    assert [candidate.claim.id for candidate in candidates] == ["c000", "c001", "c002"]


WORDS = st.sampled_from(["kill", "c_kill", "n_tokayev", "q_3700", "é", "and", "x y", "Kill", "."])
CORPORA = st.lists(st.tuples(st.integers(0, 30), st.sets(WORDS)), max_size=25)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(corpus=CORPORA, terms=st.lists(WORDS, max_size=6), limit=st.integers(1, 8))
def test_postgres_finds_what_memory_finds(
    tmp_path: Path, corpus: list[tuple[int, set[str]]], terms: list[str], limit: int
) -> None:
    memory = MemoryCorpus()
    with opened("postgres", tmp_path) as postgres:
        for number, held in corpus:
            records = [make_source()], [claim(f"c{number}", *sorted(held))]
            assert memory.add(*records) == postgres.claims.add(*records)
        expected = memory.candidates(terms, Filters(), published_until=None, limit=limit)
        actual = postgres.search.candidates(terms, Filters(), published_until=None, limit=limit)
        assert actual == expected
        assert postgres.search.frequencies(terms) == memory.frequencies(terms)
        assert postgres.claims.state() == memory.state()


def test_what_is_remembered_is_not_used_beyond_its_revision(tmp_path: Path) -> None:
    url = empty_database("sqlite", tmp_path)
    with closing(open_storage(url)) as storage, closing(open_storage(url)) as other:
        storage.migrate()
        storage.claims.add([make_source()], [claim("kz-dpa-01", "kill")])
        before = [found(storage, "kill"), found(storage, "kill")]

        other.claims.add([], [claim("c-2", "kill", "new")])

        assert before == [["kz-dpa-01"], ["kz-dpa-01"]]
        assert found(storage, "kill") == ["c-2", "kz-dpa-01"]
        assert storage.search.frequencies(["kill", "new"]) == {"kill": 2, "new": 1}


def test_a_late_transaction_leaves_no_deadline_behind(tmp_path: Path) -> None:
    timeouts = Timeouts(read=0.001)
    with closing(open_storage(empty_database("sqlite", tmp_path), timeouts=timeouts)) as storage:
        storage.migrate()

        # SQLite counts the steps of a statement over all its runs before it looks at the clock.
        states = {storage.claims.state().revision for _ in range(3_000)}

        assert states == {0}
