"""Corrections reach the saved checks that they bear on, and no others, on every store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

from service.domain.changes import ChangeAction, RecordKind
from service.domain.check import CheckRequest, SavedCheckQuery, Verdict
from service.domain.corpus import Filters
from service.domain.errors import NotFound
from service.embedding import embed_missing
from service.storage import Storage
from tests.corpora import news_claim, news_source
from tests.databases import ENGINES, opened
from tests.fakes import FakeEmbedder
from tests.ripples import FERRY, Newsroom, announced, ferry_claim


@pytest.fixture(params=ENGINES)
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    with opened(request.param, tmp_path) as storage:
        yield storage


@pytest.fixture
def newsroom(storage: Storage) -> Newsroom:
    newsroom = Newsroom(storage)
    newsroom.publish(ferry_claim(300))
    return newsroom


@pytest.fixture
def ferry(newsroom: Newsroom) -> str:
    """A saved check that the only claim on it refutes, and that no work waits for."""
    check_id = newsroom.save(FERRY)
    newsroom.settle()
    return check_id


def test_a_corrected_count_supports_what_it_refuted(newsroom: Newsroom, ferry: str) -> None:
    newsroom.correct(ferry_claim(340), by="desk-key")
    newsroom.settle()

    assert newsroom.verdict(ferry) == "supported"
    (change,) = newsroom.history(ferry)
    assert (change.before.verdict, change.after.verdict) == (Verdict.REFUTED, Verdict.SUPPORTED)
    assert change.revision == newsroom.storage.claims.state().revision == 3
    assert change.before.summary.startswith("Conflicting")
    cause = change.cause
    assert cause is not None
    assert (cause.kind, cause.id, cause.action) == (
        RecordKind.CLAIM,
        "ferry-1",
        ChangeAction.UPDATED,
    )
    assert (cause.version_before, cause.version_after) == (2, 3)
    assert (cause.reason, cause.changed_by) == ("miscounted", "desk-key")
    assert cause.changed_at is not None


def test_a_retraction_leaves_the_statement_unverified(newsroom: Newsroom, ferry: str) -> None:
    newsroom.retract("ferry-1")
    newsroom.settle()

    assert newsroom.verdict(ferry) == "unverified"
    (change,) = newsroom.history(ferry)
    assert change.cause is not None
    assert change.cause.action is ChangeAction.RETRACTED


def test_a_deleted_record_is_named_by_the_history(newsroom: Newsroom, ferry: str) -> None:
    newsroom.delete(RecordKind.SOURCE, "wire", cascade=True)
    newsroom.settle()

    (change,) = newsroom.history(ferry)
    assert change.cause is not None
    assert (change.cause.id, change.cause.action) == ("ferry-1", ChangeAction.DELETED)


def test_a_new_record_that_conflicts_makes_a_dispute(newsroom: Newsroom) -> None:
    supported = newsroom.save("The ferry Aurora carried 300 passengers.")
    newsroom.settle()

    newsroom.publish(ferry_claim(512, "ferry-2", "courier"))
    newsroom.settle()

    assert newsroom.verdict(supported) == "disputed"
    (change,) = newsroom.history(supported)
    assert change.cause is not None
    assert (change.cause.id, change.cause.version_before) == ("ferry-2", None)


def test_a_source_that_changes_is_named_as_the_cause(newsroom: Newsroom) -> None:
    asked = CheckRequest(statement=FERRY, filters=Filters(publishers=("The Courier",)))
    check_id = newsroom.save(FERRY, filters=asked.filters)
    newsroom.settle()

    newsroom.storage.claims.add([news_source("wire", publisher="The Courier")], [])
    newsroom.settle()

    assert newsroom.verdict(check_id) == "refuted"
    (change,) = newsroom.history(check_id)
    assert change.cause is not None
    assert (change.cause.kind, change.cause.id) == (RecordKind.SOURCE, "wire")


@pytest.mark.usefixtures("ferry")
def test_a_record_that_bears_on_nothing_runs_nothing_again(newsroom: Newsroom) -> None:
    newsroom.publish(news_claim("The museum sold a painting of a lighthouse.", "art", "arts"))

    assert newsroom.rerun() == []
    assert newsroom.storage.rechecks.waiting() == 0


@pytest.mark.usefixtures("ferry")
def test_the_same_record_again_ripples_nothing(newsroom: Newsroom) -> None:
    newsroom.correct(ferry_claim(300))

    assert newsroom.storage.rechecks.waiting() == 0
    assert newsroom.rerun() == []


def test_a_check_is_made_again_with_its_own_request(newsroom: Newsroom) -> None:
    asked = CheckRequest(
        statement=FERRY,
        as_of=datetime(2024, 5, 18, 12, tzinfo=UTC),
        filters=Filters(sources=("wire",)),
        limit=3,
    )
    newsroom.save(FERRY, as_of=asked.as_of, filters=asked.filters, limit=3)
    newsroom.settle()
    newsroom.checker.asked.clear()

    newsroom.correct(ferry_claim(340))
    newsroom.settle()

    assert newsroom.checker.asked == [asked]


def test_what_the_corpus_may_not_know_yet_changes_nothing(newsroom: Newsroom) -> None:
    check_id = newsroom.save(FERRY, as_of=datetime(2024, 5, 18, 12, tzinfo=UTC))
    newsroom.settle()

    later = news_source("late", published_at="2024-06-01")
    newsroom.publish(ferry_claim(340, "late-1", "late"), sources=[later])
    newsroom.settle()

    assert (newsroom.verdict(check_id), newsroom.history(check_id)) == ("refuted", [])


def test_one_edit_among_a_thousand_checks_runs_few_again(newsroom: Newsroom) -> None:
    names = ("".join(letters).capitalize() for letters in product("bdfghklmnp", "aeiou", "rst"))
    villages = [f"{first}{second.lower()}" for first, second in product(list(names)[:32], repeat=2)]
    statements = [f"The village of {village} elected a mayor." for village in villages[:999]]
    engine = newsroom.storage.engine
    if engine is not None and engine.dialect.name == "postgresql":
        statements = statements[:299]  # A thousand take a server a quarter of a minute to keep.
    newsroom.save_many(statements)
    newsroom.save(FERRY)
    newsroom.settle()

    newsroom.correct(ferry_claim(340))

    assert newsroom.rerun() == [FERRY]


def test_an_answer_that_says_the_same_is_kept_without_an_entry(
    newsroom: Newsroom, ferry: str
) -> None:
    before = newsroom.storage.checks.get(ferry)

    newsroom.publish(ferry_claim(7, "tug-1", "harbour"))
    newsroom.correct(replace(ferry_claim(7, "tug-1", "harbour"), text="The ferry sails Aurora."))
    newsroom.settle()

    after = newsroom.storage.checks.get(ferry)
    assert newsroom.history(ferry) == []
    assert after.answer.corpus.revision > before.answer.corpus.revision
    assert after.checked_at > before.checked_at


def test_other_evidence_for_the_same_verdict_is_an_entry_and_no_event(
    newsroom: Newsroom, ferry: str
) -> None:
    newsroom.correct(ferry_claim(310))
    newsroom.settle()

    (change,) = newsroom.history(ferry)
    assert change.before.verdict is change.after.verdict is Verdict.REFUTED
    assert announced(newsroom.storage) == []


def test_a_changed_verdict_is_announced_with_its_record(newsroom: Newsroom, ferry: str) -> None:
    newsroom.correct(ferry_claim(340))
    newsroom.settle()

    assert announced(newsroom.storage) == [
        {
            "check_id": ferry,
            "verdict_before": "refuted",
            "verdict_after": "supported",
            "record_kind": "claim",
            "record_id": "ferry-1",
            "revision": 3,
        }
    ]


def test_a_claim_that_gets_its_vector_is_looked_at_again(newsroom: Newsroom, ferry: str) -> None:
    embed_missing(newsroom.storage.vectors, FakeEmbedder())

    assert newsroom.rerun() == [FERRY]
    assert newsroom.history(ferry) == []


def test_all_checks_are_made_again_where_that_is_asked(newsroom: Newsroom, ferry: str) -> None:
    other = newsroom.save("The chess federation elected a treasurer.")
    newsroom.settle()
    newsroom.checker.asked.clear()

    newsroom.worker().ask_all()
    newsroom.settle()

    again = {newsroom.storage.checks.get(key).request.statement for key in (ferry, other)}
    assert {request.statement for request in newsroom.checker.asked} == again
    assert len(newsroom.checker.asked) == 2


def test_what_cannot_be_checked_watches_nothing(newsroom: Newsroom) -> None:
    newsroom.save("Wird die Fähre Aurora heute mit allen Passagieren ankommen oder nicht?")
    newsroom.settle()
    newsroom.correct(ferry_claim(340))

    assert newsroom.rerun() == []


def test_changed_since_sees_the_checks_that_changed(newsroom: Newsroom, ferry: str) -> None:
    newsroom.save("The chess federation elected a treasurer.")
    newsroom.settle()
    since = newsroom.now()
    newsroom.correct(ferry_claim(340))
    newsroom.settle()

    listed = newsroom.storage.checks.list(SavedCheckQuery(changed_since=since))

    assert [check.id for check in listed] == [ferry]


def test_a_changed_check_keeps_its_place_in_the_list(newsroom: Newsroom, ferry: str) -> None:
    other = newsroom.save("The chess federation elected a treasurer.")
    newsroom.correct(ferry_claim(340))
    newsroom.settle()

    checks = newsroom.storage.checks
    assert [check.id for check in checks.list(SavedCheckQuery())] == [ferry, other]
    assert [check.id for check in checks.list(SavedCheckQuery(after=ferry))] == [other]


def test_the_history_comes_in_pages(newsroom: Newsroom, ferry: str) -> None:
    for count in (340, 300, 340):
        newsroom.correct(ferry_claim(count))
        newsroom.settle()

    rechecks = newsroom.storage.rechecks
    first = rechecks.history(ferry, after=0, limit=2)
    rest = rechecks.history(ferry, after=first[-1].number, limit=2)
    assert [change.revision for change in [*first, *rest]] == [3, 4, 5]
    newest = rechecks.newest_changes(ferry, limit=2)
    assert [change.revision for change in newest] == [4, 5]


def test_a_check_that_is_not_kept_has_no_newest_changes(newsroom: Newsroom) -> None:
    with pytest.raises(NotFound):
        newsroom.storage.rechecks.newest_changes("chk_no", limit=2)
