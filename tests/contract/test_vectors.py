"""Every VectorIndex keeps the vectors of the claims, and loses those that no longer fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from service.domain.corpus import Candidate, Filters, IndexedClaim, Retraction
from service.ports import CodePosition, EmbeddedClaims
from service.storage import Storage
from tests.databases import ENGINES, opened
from tests.factories import make_claim, make_source

MODEL = "sha256:one"
OTHER = "sha256:other"
START = CodePosition()


@pytest.fixture(params=ENGINES)
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    with opened(request.param, tmp_path) as storage:
        yield storage


def add(storage: Storage, *ids: str, **overrides: str) -> None:
    claims = [make_claim(**({"text": f"Text of {each}."} | overrides), id=each) for each in ids]
    storage.claims.add(
        [make_source()], [IndexedClaim(claim=claim, terms=("kill",)) for claim in claims]
    )


def vector_of(claim_id: str, dimensions: int = 16) -> list[float]:
    """A direction of its own for each id."""
    generator = np.random.default_rng(list(claim_id.encode()))
    vector = generator.normal(size=dimensions)
    return [float(component) for component in vector / np.linalg.norm(vector)]


def embedded(candidates: Sequence[Candidate], model: str = MODEL) -> EmbeddedClaims:
    rows = [vector_of(candidate.claim.id) for candidate in candidates]
    return EmbeddedClaims(
        model=model, candidates=tuple(candidates), vectors=np.array(rows, dtype=np.float32)
    )


def put(storage: Storage, model: str = MODEL) -> int:
    waiting = storage.vectors.unembedded(model, after=None, limit=10_000)
    return storage.vectors.put_vectors(embedded(waiting, model)) if waiting else 0


def waiting(storage: Storage, model: str = MODEL, after: str | None = None) -> list[str]:
    found = storage.vectors.unembedded(model, after=after, limit=100)
    return [candidate.claim.id for candidate in found]


def held(storage: Storage, model: str = MODEL) -> dict[str, int]:
    """The claims that a reader of all codes knows, by id, with their numbers."""
    page = storage.vectors.codes_since(model, START, limit=1_000)
    numbers = [int(number) for number in page.numbers]
    found = storage.vectors.numbered(numbers, Filters(), published_until=None)
    return {candidate.claim.id: number for number, candidate in found.items()}


def test_claims_wait_for_their_vector_by_ascending_id(storage: Storage) -> None:
    add(storage, "b", "B", "a", "é")
    assert waiting(storage) == ["B", "a", "b", "é"]
    assert waiting(storage, after="a") == ["b", "é"]
    assert waiting(storage, after="a\0") == waiting(storage, after="a")
    assert len(storage.vectors.unembedded(MODEL, after=None, limit=2)) == 2


def test_a_vector_comes_back_nearly_as_it_was_given(storage: Storage) -> None:
    add(storage, "a", "b")
    assert put(storage) == 2
    numbers = held(storage)
    found, vectors = storage.vectors.vectors(MODEL, [numbers["b"], 10_000, numbers["a"]])
    by_number = dict(zip(found.tolist(), vectors, strict=True))
    assert by_number.keys() == {numbers["a"], numbers["b"]}
    for claim_id, number in numbers.items():
        assert float(by_number[number] @ np.array(vector_of(claim_id))) > 0.999
        assert np.linalg.norm(by_number[number]) == pytest.approx(1, abs=1e-5)


def test_a_code_has_one_bit_a_dimension(storage: Storage) -> None:
    add(storage, "a")
    put(storage)
    page = storage.vectors.codes_since(MODEL, START, limit=10)
    signs = np.array(vector_of("a")) > 0
    assert np.unpackbits(page.codes[0]).tolist() == signs.astype(int).tolist()


def test_vectors_move_the_revision_and_the_same_again_does_not(storage: Storage) -> None:
    add(storage, "a", "b")
    candidates = storage.vectors.unembedded(MODEL, after=None, limit=10)
    assert storage.vectors.put_vectors(embedded(candidates)) == 2
    assert storage.claims.state().revision == 2
    assert storage.vectors.put_vectors(embedded(candidates)) == 0
    assert storage.claims.state().revision == 2
    assert (storage.vectors.embedded(MODEL), waiting(storage)) == (2, [])


def test_another_model_replaces_the_vectors_of_the_first(storage: Storage) -> None:
    add(storage, "a")
    put(storage)
    assert waiting(storage, OTHER) == ["a"]
    put(storage, OTHER)
    assert held(storage, OTHER).keys() == {"a"}
    assert held(storage) == {}
    assert storage.vectors.vectors(MODEL, list(held(storage, OTHER).values()))[0].size == 0


def test_codes_are_read_on_from_where_the_reader_stands(storage: Storage) -> None:
    add(storage, "a", "b", "c")
    put(storage)
    first = storage.vectors.codes_since(MODEL, START, limit=2)
    second = storage.vectors.codes_since(MODEL, first.position, limit=2)
    assert (len(first.numbers), first.is_last) == (2, False)
    assert (len(second.numbers), second.is_last) == (1, True)
    nothing = storage.vectors.codes_since(MODEL, second.position, limit=2)
    assert (nothing.numbers.size, nothing.is_last) == (0, True)
    add(storage, "d")
    put(storage)
    third = storage.vectors.codes_since(MODEL, nothing.position, limit=2)
    assert third.numbers.tolist() == [held(storage)["d"]]


@pytest.mark.parametrize("change", ["text", "source", "title"])
def test_a_change_takes_the_vector_away_in_its_own_transaction(
    storage: Storage, change: str
) -> None:
    add(storage, "a", "b")
    put(storage)
    match change:
        case "text":
            add(storage, "a", text="Something else.")
        case "source":
            storage.claims.add([make_source(id="other")], [])
            add(storage, "a", text="Text of a.", source_id="other")
        case _:
            storage.claims.add([make_source(title="Another title")], [])
    lost = ["a", "b"] if change == "title" else ["a"]
    assert waiting(storage) == lost
    assert held(storage).keys() == {"a", "b"} - set(lost)
    put(storage)
    assert held(storage).keys() == {"a", "b"}


def test_a_change_of_other_fields_keeps_the_vector(storage: Storage) -> None:
    add(storage, "a")
    put(storage)
    add(storage, "a", event_at="2022-01-05", speaker="Tokayev")
    storage.claims.add([make_source(publisher="AFP")], [])
    assert waiting(storage) == []
    assert held(storage).keys() == {"a"}


def test_a_vector_of_an_older_text_is_not_kept(storage: Storage) -> None:
    add(storage, "a", "b")
    read = storage.vectors.unembedded(MODEL, after=None, limit=10)
    add(storage, "a", text="Corrected in the meantime.")
    assert storage.vectors.put_vectors(embedded(read)) == 1
    assert waiting(storage) == ["a"]


def test_a_retracted_claim_is_no_candidate(storage: Storage) -> None:
    add(storage, "a", "b")
    put(storage)
    taken_back = make_claim(
        id="a", text="Text of a.", retracted=Retraction(at="2022-01-09", reason=None)
    )
    storage.claims.add([], [IndexedClaim(claim=taken_back, terms=("kill",))])
    assert held(storage).keys() == {"b"}
    assert waiting(storage, OTHER) == ["b"]


def test_filters_choose_among_the_numbered(storage: Storage) -> None:
    add(storage, "a")
    storage.claims.add(
        [make_source(id="afp", publisher="AFP", published_at="2022-01-09")],
        [IndexedClaim(claim=make_claim(id="b", source_id="afp"), terms=())],
    )
    put(storage)
    numbers = list(held(storage).values())

    def passing(filters: Filters, until: str | None) -> list[str]:
        found = storage.vectors.numbered(numbers, filters, published_until=until)
        return sorted(candidate.claim.id for candidate in found.values())

    assert passing(Filters(publishers=("AFP",)), None) == ["b"]
    assert passing(Filters(), "2022-01-08") == ["a"]


def test_many_claims_are_kept_at_once(storage: Storage) -> None:
    add(storage, *(f"c{number:04}" for number in range(1_200)))
    assert put(storage) == 1_200
    numbers = list(held(storage).values())
    found, _vectors = storage.vectors.vectors(MODEL, numbers)
    assert sorted(found.tolist()) == sorted(numbers)


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_a_deleted_row_takes_its_vector_along(engine: str, tmp_path: Path) -> None:
    with opened(engine, tmp_path) as storage:
        add(storage, "a", "b")
        put(storage)
        assert storage.engine is not None
        with storage.engine.begin() as connection:
            connection.execute(text("DELETE FROM claims WHERE id = 'a'"))
        assert storage.vectors.embedded(MODEL) == 1


def test_only_the_claims_asked_for_are_named_as_waiting(storage: Storage) -> None:
    add(storage, "c1", "c2", "c3")
    found = storage.vectors.unembedded(MODEL, after=None, limit=9, among=["c3", "c1", "c\0"])
    assert [candidate.claim.id for candidate in found] == ["c1", "c3"]
