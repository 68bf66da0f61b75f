from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.corpus import Candidate, CorpusState, Filters, IndexedClaim
from service.embedding import embed_few, embed_missing, without_vectors
from service.inference.null import NullEmbedder
from service.parsing.analysis import analyse
from service.parsing.indexing import index_terms
from service.ports import CodePosition
from service.retrieval.passages import passage
from service.retrieval.search import retrieve
from service.retrieval.vectors import VectorSearch, _Held, _nearest_codes, _words
from service.storage import Storage, open_storage
from tests.factories import make_claim, make_source
from tests.fakes import FakeEmbedder

TEXTS = {
    "a": "The president resigned on Monday",
    "b": "Troops arrived in the capital",
    "c": "The president left office",
    "d": "Fuel prices doubled",
}


@pytest.fixture
def storage() -> Storage:
    return filled(open_storage("memory:"))


@pytest.fixture
def on_disk(tmp_path: Path) -> Iterator[Storage]:
    storage = open_storage(f"sqlite:///{tmp_path}/corpus.db")
    storage.migrate()
    yield filled(storage)
    storage.close()


def filled(storage: Storage) -> Storage:
    storage.claims.add([make_source()], [indexed(key, text) for key, text in TEXTS.items()])
    return storage


def indexed(claim_id: str, text: str) -> IndexedClaim:
    claim = make_claim(id=claim_id, text=text)
    return IndexedClaim(claim=claim, terms=index_terms(claim))


def nearest(search: VectorSearch, text: str, limit: int = 10) -> list[str]:
    found = search.nearest(text, Filters(), published_until=None, limit=limit)
    return [near.candidate.claim.id for near in found]


def test_the_nearest_are_those_of_an_exact_search(storage: Storage) -> None:
    embedder = FakeEmbedder()
    embed_missing(storage.vectors, embedder)
    (asked,) = embedder.embed(["the president resigned"])
    (source,) = [make_source()]
    texts = {
        key: passage(Candidate(claim=make_claim(text=text), source=source))
        for key, text in TEXTS.items()
    }
    exact = {key: float(embedder.embed([text])[0] @ asked) for key, text in texts.items()}
    expected = sorted(exact, key=lambda key: -exact[key])
    assert nearest(VectorSearch(storage.vectors, embedder), "the president resigned") == expected


def test_equally_near_claims_come_by_id(storage: Storage) -> None:
    storage.claims.add([], [indexed(key, TEXTS["b"]) for key in ("z", "aa")])
    embed_missing(storage.vectors, FakeEmbedder())
    search = VectorSearch(storage.vectors, FakeEmbedder())
    assert nearest(search, TEXTS["b"])[:3] == ["aa", "b", "z"]


def test_without_a_model_nothing_is_embedded_and_nothing_is_near(storage: Storage) -> None:
    assert embed_missing(storage.vectors, NullEmbedder()) == 0
    assert without_vectors(storage.vectors, storage.claims, NullEmbedder()) == 0
    search = VectorSearch(storage.vectors, NullEmbedder())
    assert (nearest(search, "president"), search.follow()) == ([], 0)


def test_work_that_was_broken_off_goes_on_where_it_stopped(storage: Storage) -> None:
    class Killed(Exception):
        pass

    def kill(_made: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        embed_missing(storage.vectors, FakeEmbedder(), batch=3, progress=kill)
    assert without_vectors(storage.vectors, storage.claims, FakeEmbedder()) == 1
    made: list[int] = []
    assert embed_missing(storage.vectors, FakeEmbedder(), batch=3, progress=made.append) == 1
    assert made == [1]


def test_only_a_few_are_embedded_at_once(storage: Storage) -> None:
    assert embed_few(storage.vectors, storage.claims, FakeEmbedder(), at_most=3) == 4
    assert storage.claims.state().revision == 1
    assert embed_few(storage.vectors, storage.claims, FakeEmbedder(), at_most=4) == 0
    assert storage.claims.state().revision == 2
    assert embed_few(storage.vectors, storage.claims, FakeEmbedder(), at_most=0) == 0
    assert storage.claims.state().revision == 2


def test_search_follows_the_corpus_of_another_process(on_disk: Storage) -> None:
    assert on_disk.engine is not None
    other = open_storage(on_disk.engine.url.render_as_string())
    search = VectorSearch(on_disk.vectors, FakeEmbedder())
    assert nearest(search, "president") == []
    embed_missing(other.vectors, FakeEmbedder())
    assert len(nearest(search, "president")) == 4
    other.claims.add([], [indexed("b", "President, president, president")])
    assert "b" not in nearest(search, "president")
    embed_missing(other.vectors, FakeEmbedder())
    other.close()
    assert nearest(search, "president president")[0] == "b"
    assert search.follow() == 4


def test_threads_share_one_search(on_disk: Storage) -> None:
    search = VectorSearch(on_disk.vectors, FakeEmbedder())

    def write(number: int) -> None:
        on_disk.claims.add([], [indexed(f"n{number}", f"Number {number} was drawn")])
        embed_missing(on_disk.vectors, FakeEmbedder())

    with ThreadPoolExecutor(6) as pool:
        writes = [pool.submit(write, number) for number in range(12)]
        reads = list(pool.map(lambda _: len(nearest(search, "drawn", 50)), range(30)))
        for done in writes:
            done.result()
    assert max(reads) <= 16
    assert len(nearest(search, "drawn", 50)) == 16


def test_retrieval_fuses_words_and_meaning(storage: Storage) -> None:
    embed_missing(storage.vectors, FakeEmbedder())
    analysis = analyse("Troops arrived", None)
    corpus: CorpusState = storage.claims.state()

    def ids(search: VectorSearch, limit: int = 10) -> list[str]:
        found = retrieve(
            storage.search,
            analysis,
            Filters(),
            published_until=None,
            claims=corpus.claims,
            limit=limit,
            vectors=search,
        )
        return [candidate.claim.id for candidate in found.candidates]

    both = VectorSearch(storage.vectors, FakeEmbedder())
    words = VectorSearch(storage.vectors, NullEmbedder())
    assert "d" not in ids(words)
    assert ids(both)[0] == "b"
    assert set(ids(both)) == set(TEXTS)
    assert len(ids(both, limit=2)) == 2


def test_a_title_is_a_sentence_of_its_own() -> None:
    claim = make_claim(text="He resigned.")
    titled = [make_source(title=title) for title in ("Unrest", "Unrest? ", "Unrest.")]
    passages = [passage(Candidate(claim=claim, source=source)) for source in titled]
    assert passages == ["Unrest. He resigned.", "Unrest? He resigned.", "Unrest. He resigned."]


@given(
    st.lists(st.binary(min_size=9, max_size=9), min_size=1, max_size=30),
    st.lists(st.sampled_from([-1.0, -0.001, 0.0, 0.5, 1.0]), min_size=72, max_size=72),
    st.integers(1, 40),
)
def test_the_nearest_codes_are_those_of_a_naive_count(
    codes: list[bytes], vector: list[float], count: int
) -> None:
    held = _Held(
        position=CodePosition(),
        numbers=np.arange(len(codes), dtype=np.int64) * 10,
        codes=_words(np.array([list(code) for code in codes], dtype=np.uint8)),
    )
    bits = "".join("1" if component > 0.1 else "0" for component in vector)

    def differing(row: int) -> int:
        own = "".join(f"{byte:08b}" for byte in codes[row])
        return sum(one != other for one, other in zip(own, bits, strict=True))

    expected = sorted(range(len(codes)), key=lambda row: (differing(row), row))[:count]
    chosen = _nearest_codes(held, np.array(vector, dtype=np.float32), count=count)
    assert sorted(chosen.tolist()) == sorted(row * 10 for row in expected)
