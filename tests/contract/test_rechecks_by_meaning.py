"""Claims in other words reach the saved checks that they are near in meaning to, on every store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from service.domain.changes import RecordKind
from service.domain.corpus import Claim, Filters
from service.embedding import embed_missing
from service.ports import Embedder
from service.storage import Storage
from service.storage.check_tables import record_changes
from service.storage.engine import reading
from service.storage.sql_bearing import borne_on
from tests.corpora import NOW, news_claim
from tests.databases import ENGINES, opened
from tests.fakes import CompassEmbedder
from tests.ripples import FERRY, Newsroom

# Villages by the angle at which their stories lie to the one of the ferry: none shares a word.
COMPASS = CompassEmbedder(
    {"Aurora": 0, "Norby": 10, "Vesby": 20, "Osby": 30, "Hedby": 40, "Lundby": 60, "Farby": 85}
)


@pytest.fixture(params=ENGINES)
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    with opened(request.param, tmp_path) as storage:
        yield storage


@pytest.fixture
def newsroom(storage: Storage) -> Newsroom:
    newsroom = Newsroom(storage, embedder=COMPASS)
    embed(newsroom)
    return newsroom


@pytest.fixture
def ferry(newsroom: Newsroom) -> str:
    """A saved check that no claim is near to, and that no work waits for."""
    check_id = newsroom.save(FERRY)
    newsroom.settle()
    return check_id


def story(village: str, claim_id: str = "new", source_id: str = "wire") -> Claim:
    return news_claim(f"Nobody was drowned off {village}, number {claim_id}.", claim_id, source_id)


def embed(newsroom: Newsroom, embedder: Embedder = COMPASS) -> None:
    embed_missing(newsroom.storage.vectors, embedder)


def tell(newsroom: Newsroom, *claims: Claim) -> list[str]:
    """Publish claims and make their vectors; what was checked again."""
    newsroom.publish(*claims)
    embed(newsroom)
    return newsroom.rerun()


def eight(village: str) -> list[Claim]:
    return [story(village, f"{village.lower()}-{number}") for number in range(8)]


@pytest.mark.usefixtures("ferry")
def test_a_new_claim_in_other_words_counts_once_it_has_its_vector(newsroom: Newsroom) -> None:
    newsroom.publish(story("Norby"))
    assert newsroom.rerun() == []

    embed(newsroom)

    assert newsroom.rerun() == [FERRY]
    assert newsroom.storage.rechecks.waiting(COMPASS.fingerprint) == 0


@pytest.mark.usefixtures("ferry")
def test_a_claim_that_is_corrected_to_mean_the_same_counts(newsroom: Newsroom) -> None:
    assert tell(newsroom, story("Farby")) == []

    newsroom.correct(story("Norby"))
    embed(newsroom)

    assert newsroom.rerun() == [FERRY]


@pytest.mark.usefixtures("ferry")
def test_a_source_that_changes_counts_for_its_near_claims(newsroom: Newsroom) -> None:
    tell(newsroom, story("Norby"))
    source = newsroom.storage.claims.source("wire")

    newsroom.storage.claims.add([replace(source, publisher="The Courier")], [])

    assert newsroom.rerun() == [FERRY]


@pytest.mark.usefixtures("ferry")
def test_a_claim_counts_only_among_the_nearest(newsroom: Newsroom) -> None:
    assert tell(newsroom, *eight("Osby")) == [FERRY]

    assert tell(newsroom, story("Hedby")) == []
    assert tell(newsroom, story("Vesby", "nearer")) == [FERRY]


@pytest.mark.usefixtures("ferry")
def test_the_reach_falls_back_as_nearer_claims_come(newsroom: Newsroom) -> None:
    tell(newsroom, *eight("Osby"))
    tell(newsroom, *eight("Norby"))

    assert tell(newsroom, story("Vesby")) == []


@pytest.mark.parametrize("taken", ["retracted", "deleted", "corrected"])
@pytest.mark.usefixtures("ferry")
def test_the_reach_widens_as_a_near_claim_goes(newsroom: Newsroom, taken: str) -> None:
    tell(newsroom, *eight("Norby"))
    assert tell(newsroom, story("Hedby", "far")) == []

    if taken == "retracted":
        newsroom.retract("norby-3")
    elif taken == "deleted":
        newsroom.delete(RecordKind.CLAIM, "norby-3")
    else:
        newsroom.correct(story("Farby", "norby-3"))
    embed(newsroom)

    assert newsroom.rerun() == [FERRY]
    assert tell(newsroom, story("Osby")) == [FERRY]


@pytest.mark.usefixtures("ferry")
def test_copies_of_one_text_are_one_of_the_nearest(newsroom: Newsroom) -> None:
    copies = [replace(story("Norby"), id=f"copy-{number}") for number in range(8)]
    tell(newsroom, *copies)

    assert tell(newsroom, story("Osby")) == [FERRY]


def test_the_nearest_are_those_that_the_request_allows(newsroom: Newsroom) -> None:
    newsroom.save(FERRY, filters=Filters(sources=("courier",)))
    tell(newsroom, *eight("Norby"))

    assert tell(newsroom, story("Osby", source_id="courier")) == [FERRY]


def test_a_claim_near_to_one_part_counts(newsroom: Newsroom) -> None:
    both = "The bakery of Lundby burned down, and the ferry Aurora carried 340 passengers."
    newsroom.save(both)
    newsroom.settle()

    assert tell(newsroom, news_claim("No bread came from Lundby.", "bread", "wire")) == [both]


@pytest.mark.usefixtures("ferry")
def test_what_is_not_near_counts_for_nothing(newsroom: Newsroom) -> None:
    assert tell(newsroom, story("Farby")) == []


def test_without_a_model_words_alone_count(storage: Storage) -> None:
    newsroom = Newsroom(storage)
    newsroom.save(FERRY)
    newsroom.settle()

    assert tell(newsroom, story("Norby")) == []


@pytest.mark.parametrize("before", [None, CompassEmbedder(COMPASS.degrees, "sha256:before")])
def test_checks_are_watched_anew_by_another_model(
    storage: Storage, before: Embedder | None
) -> None:
    older = Newsroom(storage, embedder=before)
    older.save(FERRY)
    older.settle()
    newsroom = Newsroom(storage, embedder=COMPASS)
    rechecks = storage.rechecks
    assert (rechecks.waiting(), rechecks.waiting(COMPASS.fingerprint)) == (0, 1)

    newsroom.settle()

    assert tell(newsroom, story("Norby")) == [FERRY]
    assert rechecks.waiting(COMPASS.fingerprint) == 0


def test_what_happened_before_another_model_looked_is_made_up_for(storage: Storage) -> None:
    older = Newsroom(storage)
    older.save(FERRY)
    older.settle()
    tell(older, story("Norby"))

    assert Newsroom(storage, embedder=COMPASS).rerun() == [FERRY]


def test_a_claim_that_comes_while_the_reach_widens_is_not_lost(
    newsroom: Newsroom, ferry: str
) -> None:
    tell(newsroom, *eight("Norby"))
    tell(newsroom, story("Hedby", "far"))
    newsroom.retract("norby-3")
    rechecks, worker = newsroom.storage.rechecks, newsroom.worker()
    rechecks.spread(limit=100)
    due = rechecks.take(now=NOW, until=newsroom.now())
    assert due is not None
    fresh = replace(due.check, answer=newsroom.checker.check(due.check.request, now=NOW))
    newsroom.publish(story("Osby"))
    embed(newsroom)
    rechecks.spread(limit=100)

    meaning = worker.watching.meaning(due.check.request)
    rechecks.finish(due, fresh, event_id="evt_1", meaning=meaning)

    assert newsroom.rerun() == [FERRY]
    assert newsroom.storage.checks.get(ferry).answer.corpus == newsroom.storage.claims.state()


def test_a_check_made_again_while_the_corpus_moves_elsewhere_comes_to_rest(
    newsroom: Newsroom, ferry: str
) -> None:
    rechecks, worker = newsroom.storage.rechecks, newsroom.worker()
    rechecks.ask_all()
    due = rechecks.take(now=NOW, until=newsroom.now())
    assert due is not None
    fresh = replace(due.check, answer=newsroom.checker.check(due.check.request, now=NOW))
    newsroom.publish(story("Farby"))

    meaning = worker.watching.meaning(due.check.request)
    rechecks.finish(due, fresh, event_id="evt_1", meaning=meaning)

    assert newsroom.rerun() == []
    assert newsroom.storage.checks.get(ferry).answer == fresh.answer


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_parts_are_read_in_pages_and_each_of_them_once(engine: str, tmp_path: Path) -> None:
    with opened(engine, tmp_path) as storage:
        newsroom = Newsroom(storage, embedder=COMPASS)
        saved = [newsroom.save(f"The ferry Aurora carried {n} passengers.") for n in range(7)]
        saved.append(newsroom.save("The chess federation elected a treasurer."))
        newsroom.settle()
        newsroom.publish(story("Norby"))
        embed_missing(storage.vectors, COMPASS)
        assert storage.engine is not None
        with reading(storage.engine) as connection:
            rows = connection.execute(
                select(record_changes).where(record_changes.c.record_id == "new")
            ).all()

            for page in (1, 2, 7, 8, 100):
                borne = borne_on(connection, rows, page=page)
                assert borne == [(key, "claim", "new") for key in saved[:7]]
