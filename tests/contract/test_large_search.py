"""Searches that bring up more claims than are read: filters, moments and PostgreSQL's plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.domain.changes import ChangeNote
from service.domain.corpus import Filters, IndexedClaim, Source
from service.ports import ClaimStore
from service.storage import Storage
from service.storage.memory import MemoryCorpus
from tests.databases import opened
from tests.factories import make_claim, make_source

CLAIMS = 400
SOURCES = 40
CHANGED = ChangeNote(changed_at=datetime(2022, 3, 1, tzinfo=UTC))
ASKED = [
    (Filters(), None),
    (Filters(publishers=("p1",)), None),
    (Filters(sources=("s07", "s08")), None),
    (Filters(published_from="2022-01-20", published_to="2022-01-22"), None),
    (Filters(), "2022-01-10T12:00:00+00:00"),
    (Filters(publishers=("p1",)), "2022-01-10"),
    (Filters(publishers=("renamed",)), "2022-02-10"),
    (Filters(publishers=("renamed",)), None),
    (Filters(), "9999-12-31"),
]


def source(number: int, **overrides: object) -> Source:
    given = {
        "id": f"s{number:02}",
        "publisher": f"p{number % 4}",
        "published_at": None if number == 13 else f"2022-01-{1 + number % 28:02}T18:00:00+05:00",
    }
    return make_source(**(given | overrides))


def fill(store: ClaimStore) -> None:
    claims = [
        IndexedClaim(
            claim=make_claim(id=f"c{number:03}", source_id=f"s{number % SOURCES:02}"),
            terms=("common", f"sort_{number % 7}", f"own_{number}"),
        )
        for number in range(CLAIMS)
    ]
    store.add([source(number) for number in range(SOURCES)], claims)
    store.add(
        [source(5, publisher="renamed"), source(6, published_at="2022-02-20")], [], note=CHANGED
    )


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def storage(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Storage]:
    with opened(request.param, tmp_path_factory.mktemp("large")) as storage:
        fill(storage.claims)
        yield storage


@pytest.mark.parametrize(("filters", "until"), ASKED)
@pytest.mark.parametrize("limit", [5, 500])
def test_filters_and_moments_choose_as_in_memory(
    storage: Storage, filters: Filters, until: str | None, limit: int
) -> None:
    memory = MemoryCorpus()
    fill(memory)
    terms = ["common", "sort_3", "own_33"]

    expected = memory.candidates(terms, filters, published_until=until, limit=limit)
    actual = storage.search.candidates(terms, filters, published_until=until, limit=limit)

    assert actual == expected
    assert bool(expected) is (filters.publishers != ("renamed",) or until is None)


def test_postgresql_uses_the_index_by_itself(tmp_path: Path) -> None:
    with opened("postgres", tmp_path) as storage:
        claims = [
            IndexedClaim(claim=make_claim(id=f"c{number}"), terms=("common", f"own_{number}"))
            for number in range(3_000)
        ]
        storage.claims.add([make_source()], claims)
        assert storage.engine is not None
        with storage.engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("ANALYZE claims")
            plan = connection.exec_driver_sql(
                "EXPLAIN SELECT wanted.token, claims.number"
                " FROM unnest(ARRAY['own_7', 'own_8']) AS wanted (token)"
                " JOIN claims ON claims.lexemes @@ CAST(quote_literal(wanted.token) AS tsquery)"
            ).scalars()
            assert any("ix_claims_lexemes" in line for line in plan)
