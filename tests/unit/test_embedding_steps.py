"""Vectors in steps: for the loop in the background, and at once for what was just written."""

from __future__ import annotations

from service.domain.corpus import IndexedClaim
from service.embedding import STEP, EmbeddingSteps
from service.inference import NullEmbedder
from service.storage import Storage, open_storage
from tests.factories import make_claim, make_source
from tests.fakes import FakeEmbedder


def corpus(claims: int) -> Storage:
    storage = open_storage("memory:")
    made = [make_claim(id=f"c{number:03d}") for number in range(claims)]
    storage.claims.add([make_source()], [IndexedClaim(claim=one, terms=()) for one in made])
    return storage


def steps(storage: Storage) -> EmbeddingSteps:
    return EmbeddingSteps(storage.vectors, storage.claims, FakeEmbedder())


def embedded(storage: Storage) -> int:
    return storage.vectors.embedded("sha256:fake")


def test_each_step_embeds_some_until_there_are_none() -> None:
    storage = corpus(claims=STEP + 1)
    work = steps(storage)
    assert [work.embed_some() for _ in range(3)] == [True, True, False]
    assert embedded(storage) == STEP + 1


def test_another_process_goes_on_where_one_stopped() -> None:
    storage = corpus(claims=STEP + 1)
    steps(storage).embed_some()
    assert steps(storage).embed_some()
    assert embedded(storage) == STEP + 1


def test_a_change_after_the_last_step_is_found() -> None:
    storage = corpus(claims=1)
    work = steps(storage)
    work.embed_some()
    assert not work.embed_some()
    storage.claims.add([], [IndexedClaim(claim=make_claim(id="new"), terms=())])
    assert work.embed_some()
    assert embedded(storage) == 2


def test_what_was_written_is_embedded_at_once_and_nothing_else() -> None:
    storage = corpus(claims=3)
    steps(storage).embed_written(["c001"])
    waiting = storage.vectors.unembedded("sha256:fake", after=None, limit=9)
    assert [candidate.claim.id for candidate in waiting] == ["c000", "c002"]


def test_what_has_its_vector_is_not_embedded_again() -> None:
    storage = corpus(claims=1)
    steps(storage).embed_written(["c000"])
    revision = storage.claims.state().revision
    steps(storage).embed_written(["c000"])
    assert storage.claims.state().revision == revision


def test_a_long_write_is_left_to_the_loop() -> None:
    storage = corpus(claims=STEP + 1)
    steps(storage).embed_written([f"c{number:03d}" for number in range(STEP + 1)])
    assert embedded(storage) == 0


def test_without_a_model_there_is_nothing_to_do() -> None:
    storage = corpus(claims=1)
    work = EmbeddingSteps(storage.vectors, storage.claims, NullEmbedder())
    work.embed_written(["c000"])
    assert not work.embed_some()
