"""Which database a question is put to, while a replica comes and goes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service.domain.errors import OutOfTime, StoreUnavailable
from service.storage import open_storage
from service.storage.replica import AWAY, CorpusReads, ReplicaFirst
from tests.factories import make_source


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def database(name: str) -> CorpusReads:
    storage = open_storage("memory:")
    storage.claims.add([make_source(id="s", title=name)], [])
    return storage.reads


def title(reads: CorpusReads) -> str:
    return reads.claims.source("s").title


def broken(error: Exception) -> Callable[[CorpusReads], str]:
    def ask(reads: CorpusReads) -> str:
        if title(reads) == "replica":
            raise error
        return title(reads)

    return ask


def test_a_replica_that_fails_is_left_alone_for_a_while_and_then_tried_again() -> None:
    clock = Clock()
    reads = ReplicaFirst(database("replica"), database("primary"), timer=clock)
    failing = broken(StoreUnavailable("the database does not answer"))

    assert reads.ask(title) == "replica"
    assert reads.ask(failing) == "primary"
    assert reads.ask(title) == "primary"
    clock.now += AWAY
    assert reads.ask(failing) == "primary"
    clock.now += AWAY - 1
    assert reads.ask(title) == "primary"
    clock.now += 1
    assert [reads.ask(title), reads.ask(title)] == ["replica", "replica"]


def test_a_question_that_takes_too_long_is_not_put_to_the_primary_as_well() -> None:
    reads = ReplicaFirst(database("replica"), database("primary"))

    with pytest.raises(OutOfTime):
        reads.ask(broken(OutOfTime("late")))
    assert reads.ask(title) == "replica"
