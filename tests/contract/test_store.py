"""Every ClaimStore keeps records the same way; memory is the reference, the databases follow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from service.domain.corpus import (
    Claim,
    Filters,
    ImportCount,
    IndexedClaim,
    Locator,
    RecordQuery,
    Source,
    Standing,
)
from service.domain.errors import InvalidRecord, NotFound
from service.domain.mentions import Span
from service.storage import Storage
from tests.databases import ENGINES, opened
from tests.factories import make_claim, make_source


@pytest.fixture(params=ENGINES)
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    with opened(request.param, tmp_path) as storage:
        yield storage


def indexed(claim: Claim, *terms: str) -> IndexedClaim:
    return IndexedClaim(claim=claim, terms=terms)


def ids(records: list[Source] | list[Claim]) -> list[str]:
    return [record.id for record in records]


def test_lists_can_be_narrowed_to_a_site(storage: Storage) -> None:
    addresses = {
        "a": "https://Town.example",
        "b": "http://www.town.example/x",
        "c": "https://town.example.org/x",
        "d": "https://other.example/town.example/",
        "e": "https://sport.town.example/",
        "f": None,
    }
    storage.claims.add(
        [make_source(id=name, url=url) for name, url in addresses.items()],
        [indexed(make_claim(id=f"{name}-1", source_id=name), "kill") for name in addresses],
    )

    for site, found in (("town.example", ["a", "b"]), ("town_example", []), ("%", [])):
        query = RecordQuery(site=site)
        assert ids(storage.claims.sources(query)) == found
        assert ids(storage.claims.claims(query)) == [f"{name}-1" for name in found]


def test_an_empty_corpus_is_at_revision_zero(storage: Storage) -> None:
    state = storage.claims.state()
    assert (state.revision, state.claims, state.sources) == (0, 0, 0)


def test_a_record_comes_back_as_it_was_given(storage: Storage) -> None:
    source = make_source(publisher=None, url="https://example.org/a?b=c", title="“Ні” – 我們 🙂")
    claim = make_claim(
        quote="he said 'no'; \"never\"",
        speaker="Тоқаев",
        standing=Standing.DISTANCED,
        event_at=None,
        locator=Locator(paragraph=None, span=Span(start=0, end=12)),
    )
    storage.claims.add([source], [indexed(claim, "kill")])
    assert storage.claims.source(source.id) == source
    assert storage.claims.claim(claim.id) == claim


def test_an_unknown_id_is_not_found(storage: Storage) -> None:
    for unknown in ("nothing", "", "a\0b", "\ud800", "'; DROP TABLE claims; --"):
        with pytest.raises(NotFound):
            storage.claims.source(unknown)
        with pytest.raises(NotFound):
            storage.claims.claim(unknown)


def test_the_revision_moves_by_one_for_each_transaction_that_changes_something(
    storage: Storage,
) -> None:
    source, claim = make_source(), make_claim()
    many = [indexed(make_claim(id=f"c{number}"), "kill") for number in range(1_200)]
    first = storage.claims.add([source], [indexed(claim, "kill"), *many])
    same = storage.claims.add([source], [indexed(claim, "kill"), *many])
    changed = storage.claims.add([], [indexed(make_claim(text="Changed."), "kill")])
    assert first == ImportCount(added=1_202, updated=0, unchanged=0)
    assert same == ImportCount(added=0, updated=0, unchanged=1_202)
    assert changed == ImportCount(added=0, updated=1, unchanged=0)
    state = storage.claims.state()
    assert (state.revision, state.claims, state.sources) == (2, 1_201, 1)


def test_adding_nothing_changes_nothing(storage: Storage) -> None:
    assert storage.claims.add([], []) == ImportCount(added=0, updated=0, unchanged=0)
    assert storage.claims.state().revision == 0


def test_new_index_terms_for_the_same_record_are_a_change(storage: Storage) -> None:
    storage.claims.add([make_source()], [indexed(make_claim(), "kill", "order")])
    again = storage.claims.add([], [indexed(make_claim(), "order", "kill", "kill")])
    other = storage.claims.add([], [indexed(make_claim(), "kill", "shoot")])
    assert (again.unchanged, other.updated) == (1, 1)
    assert storage.claims.state().revision == 2
    assert storage.search.frequencies(["order", "shoot"]) == {"order": 0, "shoot": 1}


def test_a_claim_without_a_source_leaves_nothing_behind(storage: Storage) -> None:
    stray = make_claim(id="stray", source_id="nowhere")
    with pytest.raises(InvalidRecord) as caught:
        storage.claims.add([make_source()], [indexed(make_claim(), "kill"), indexed(stray)])
    assert caught.value.pointer == "/source_id"
    assert storage.claims.state().revision == 0
    assert storage.claims.sources(RecordQuery()) == []
    assert storage.claims.claims(RecordQuery()) == []
    assert storage.search.frequencies(["kill"]) == {"kill": 0}


def test_a_source_that_breaks_off_half_way_leaves_nothing_behind(storage: Storage) -> None:
    def broken() -> Iterator[IndexedClaim]:
        yield indexed(make_claim(), "kill")
        raise OSError("the upload broke off")

    with pytest.raises(OSError, match="broke off"):
        storage.claims.add([make_source()], broken())
    assert storage.claims.state().revision == 0
    assert storage.claims.sources(RecordQuery()) == []


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ({"title": "a\0b"}, {}),
        ({"origin": "\ud800"}, {}),
        ({"published_at": "2022-01-07Tnoon"}, {}),
        ({}, {"text": "a\0b"}),
        ({}, {"speaker": "half \udfff"}),
    ],
)
def test_what_one_database_cannot_keep_no_store_takes(
    storage: Storage, source: dict[str, str], claim: dict[str, str]
) -> None:
    with pytest.raises(InvalidRecord):
        storage.claims.add([make_source(**source)], [indexed(make_claim(**claim))])
    assert storage.claims.state().revision == 0


def test_one_id_twice_in_a_transaction_is_refused(storage: Storage) -> None:
    with pytest.raises(InvalidRecord, match="twice"):
        storage.claims.add([make_source(), make_source(title="Other")], [])
    with pytest.raises(InvalidRecord, match="twice"):
        storage.claims.add([make_source()], [indexed(make_claim()), indexed(make_claim())])


def test_a_claim_can_move_to_another_source(storage: Storage) -> None:
    storage.claims.add([make_source()], [indexed(make_claim(), "kill")])
    storage.claims.add([make_source(id="other")], [indexed(make_claim(source_id="other"), "kill")])
    (found,) = storage.search.candidates(["kill"], Filters(), published_until=None, limit=5)
    assert found.source.id == "other"


@pytest.fixture
def listed(storage: Storage) -> Storage:
    """Three sources, four claims; ids chosen so that code points and locales order differently."""
    storage.claims.add(
        [
            make_source(id="b", title="Kazakh unrest, day 2", published_at="2022-01-08T09:00:00Z"),
            make_source(id="B", publisher="AFP", title="Unrest", published_at=None),
            make_source(id="é", publisher=None, title="The day after", published_at="2022-01-06"),
        ],
        [
            indexed(make_claim(id="a", source_id="b", text="Troops fired 100% of it.")),
            indexed(make_claim(id="Z", source_id="b", text="TROOPS left.", speaker="Tokayev")),
            indexed(make_claim(id="a_1", source_id="B", text="No troop moved.", quote="troops")),
            indexed(make_claim(id="ä", source_id="é", text="Straße blocked.", speaker="Tokayev")),
        ],
    )
    return storage


def test_lists_come_by_ascending_code_point_and_in_pages(listed: Storage) -> None:
    assert ids(listed.claims.sources(RecordQuery())) == ["B", "b", "é"]
    assert ids(listed.claims.claims(RecordQuery(limit=3))) == ["Z", "a", "a_1"]
    assert ids(listed.claims.claims(RecordQuery(after="a_1"))) == ["ä"]
    assert ids(listed.claims.sources(RecordQuery(after="b", limit=1))) == ["é"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (RecordQuery(q="troops"), ["Z", "a", "a_1"]),
        (RecordQuery(q="troop"), ["a_1"]),
        (RecordQuery(q="Troops, LEFT"), ["Z"]),
        (RecordQuery(q="strasse"), ["ä"]),
        (RecordQuery(q="100"), ["a"]),
        (RecordQuery(q="%"), ["Z", "a", "a_1", "ä"]),
        (RecordQuery(q='"troops" NEAR(left) *'), []),
        (RecordQuery(speaker="Tokayev"), ["Z", "ä"]),
        (RecordQuery(speaker="Tokayev' OR 1=1"), []),
        (RecordQuery(filters=Filters(publishers=("AFP",))), ["a_1"]),
        (RecordQuery(filters=Filters(publishers=("AFP", "dpa"))), ["Z", "a", "a_1"]),
        (RecordQuery(filters=Filters(sources=("é", "a\0b", "\ud800"))), ["ä"]),
        (RecordQuery(filters=Filters(published_from="2022-01-07")), ["Z", "a"]),
        (RecordQuery(filters=Filters(published_to="2022-01-08")), ["Z", "a", "ä"]),
        (
            RecordQuery(filters=Filters(published_from="2022-01-06", published_to="2022-01-06")),
            ["ä"],
        ),
    ],
)
def test_claims_are_filtered(listed: Storage, query: RecordQuery, expected: list[str]) -> None:
    assert ids(listed.claims.claims(query)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (RecordQuery(q="unrest"), ["B", "b"]),
        (RecordQuery(q="afp"), ["B"]),
        (RecordQuery(speaker="Tokayev"), ["b", "é"]),
        (RecordQuery(filters=Filters(published_to="2022-01-07")), ["é"]),
        (RecordQuery(filters=Filters(sources=("b", "B"))), ["B", "b"]),
    ],
)
def test_sources_are_filtered(listed: Storage, query: RecordQuery, expected: list[str]) -> None:
    assert ids(listed.claims.sources(query)) == expected


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_every_version_of_a_record_is_kept(engine: str, tmp_path: Path) -> None:
    with opened(engine, tmp_path) as storage:
        storage.claims.add([make_source()], [indexed(make_claim(text="First."))])
        storage.claims.add([make_source(title="New title")], [])
        storage.claims.add([], [indexed(make_claim(text="Second."))])
        assert storage.engine is not None
        with storage.engine.connect() as connection:
            texts = connection.execute(
                text("SELECT revision, text FROM claim_versions ORDER BY revision")
            ).all()
            titles = connection.execute(
                text("SELECT revision, title FROM source_versions ORDER BY revision")
            ).all()
    assert [tuple(row) for row in texts] == [(1, "First."), (3, "Second.")]
    assert [tuple(row) for row in titles] == [(1, make_source().title), (2, "New title")]


def test_ids_that_a_dashed_glob_would_read_are_plain_ids(storage: Storage) -> None:
    odd = "100%_[a-z]*'\""
    storage.claims.add([make_source(id=odd)], [indexed(make_claim(id=odd, source_id=odd))])
    assert storage.claims.claim(odd).source_id == odd
    assert ids(storage.claims.claims(RecordQuery(filters=Filters(sources=(odd,))))) == [odd]
