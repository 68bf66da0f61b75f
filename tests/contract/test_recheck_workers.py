"""Workers that share, race, lag and die: no correction is lost, and none is recorded twice."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.domain.check import Check, CheckRequest
from service.domain.errors import NotFound
from service.storage import Storage, open_storage
from tests.corpora import NOW
from tests.databases import ENGINES, empty_database, opened
from tests.ripples import FERRY, Newsroom, announced, ferry_claim

ROOT = Path(__file__).resolve().parents[2]

# Has the new answer, and is about to write that it is another one, until it is killed.
STUCK_WORKER = """
import sys, time
from sqlalchemy import event
from service.assembly import checker_for, rechecking_for
from service.config import Settings
from service.storage import open_storage

storage = open_storage(sys.argv[1])

@event.listens_for(storage.engine, "before_cursor_execute")
def wait(connection, cursor, statement, parameters, context, executemany):
    if statement.startswith("INSERT INTO check_history"):
        print("half", flush=True)
        time.sleep(60)

checker = checker_for(Settings(database_url=sys.argv[1], model="none"), storage)
rechecking_for(storage, checker=checker).recheck_some()
"""


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


def test_two_workers_record_a_change_once(newsroom: Newsroom, ferry: str) -> None:
    newsroom.correct(ferry_claim(340))

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(newsroom.settle) for _ in range(4)]:
            done.result()

    assert newsroom.verdict(ferry) == "supported"
    assert (len(newsroom.history(ferry)), len(announced(newsroom.storage))) == (1, 1)


def test_a_worker_whose_lease_ran_out_records_nothing_a_second_time(
    newsroom: Newsroom, ferry: str
) -> None:
    newsroom.correct(ferry_claim(340))
    rechecks = newsroom.storage.rechecks
    rechecks.spread(limit=10)
    slow = rechecks.take(now=NOW, until=NOW)
    assert slow is not None
    newsroom.settle()

    fresh = replace(slow.check, answer=newsroom.checker.check(slow.check.request, now=NOW))
    assert rechecks.finish(slow, fresh, event_id="evt_late") is None
    assert len(newsroom.history(ferry)) == 1


def test_an_answer_of_an_older_corpus_never_replaces_a_newer_one(
    newsroom: Newsroom, ferry: str
) -> None:
    rechecks = newsroom.storage.rechecks
    rechecks.ask_all()
    slow = rechecks.take(now=NOW, until=NOW)
    assert slow is not None
    stale = replace(slow.check, answer=newsroom.checker.check(slow.check.request, now=NOW))
    newsroom.correct(ferry_claim(340))
    newsroom.settle()

    rechecks.finish(slow, stale, event_id="evt_late")

    assert newsroom.verdict(ferry) == "supported"
    assert len(newsroom.history(ferry)) == 1


def test_an_answer_from_a_copy_that_lags_behind_settles_nothing(
    newsroom: Newsroom, ferry: str
) -> None:
    rechecks = newsroom.storage.rechecks
    lagging = newsroom.storage.checks.get(ferry).answer
    newsroom.correct(ferry_claim(340))
    rechecks.spread(limit=10)
    due = rechecks.take(now=NOW, until=NOW)
    assert due is not None

    rechecks.finish(due, replace(due.check, answer=lagging), event_id="evt_1")

    assert rechecks.waiting() == 1
    newsroom.settle()
    assert newsroom.verdict(ferry) == "supported"


def test_a_correction_during_a_new_check_is_not_lost(newsroom: Newsroom, ferry: str) -> None:
    rechecks = newsroom.storage.rechecks
    newsroom.correct(ferry_claim(310))
    rechecks.spread(limit=10)
    due = rechecks.take(now=NOW, until=NOW)
    assert due is not None
    fresh = replace(due.check, answer=newsroom.checker.check(due.check.request, now=NOW))
    newsroom.correct(ferry_claim(340))
    rechecks.finish(due, fresh, event_id="evt_1")
    newsroom.settle()

    assert newsroom.verdict(ferry) == "supported"
    assert [change.revision for change in newsroom.history(ferry)] == [3, 4]


def test_a_worker_that_dies_loses_nothing(newsroom: Newsroom, ferry: str) -> None:
    newsroom.correct(ferry_claim(340))
    rechecks = newsroom.storage.rechecks
    rechecks.spread(limit=10)
    now = newsroom.now()
    assert rechecks.take(now=now, until=now) is not None

    assert newsroom.verdict(ferry) == "refuted"
    newsroom.settle()
    assert newsroom.verdict(ferry) == "supported"


def test_nobody_gets_a_check_that_another_has_taken(newsroom: Newsroom, ferry: str) -> None:
    rechecks = newsroom.storage.rechecks
    rechecks.ask_all()
    later = newsroom.now()

    assert rechecks.take(now=NOW, until=later) is not None
    assert rechecks.take(now=NOW, until=later) is None
    due = rechecks.take(now=later, until=later)
    assert due is not None
    assert due.check.id == ferry


def test_a_change_before_a_check_is_watched_is_not_lost(newsroom: Newsroom) -> None:
    check_id = newsroom.save(FERRY)
    newsroom.correct(ferry_claim(340))
    newsroom.settle()

    assert newsroom.verdict(check_id) == "supported"
    (change,) = newsroom.history(check_id)
    assert change.cause is not None
    assert change.cause.id == "ferry-1"


def test_a_check_saved_after_a_change_that_it_did_not_see_is_not_lost(newsroom: Newsroom) -> None:
    request = CheckRequest(statement=FERRY)
    answer = newsroom.checker.check(request, now=NOW)
    newsroom.correct(ferry_claim(340))
    newsroom.settle()

    check_id = newsroom.save_answered(request, answer)
    newsroom.settle()

    assert newsroom.verdict(check_id) == "supported"


def test_a_deleted_check_takes_its_history_and_what_waits_along(
    newsroom: Newsroom, ferry: str
) -> None:
    newsroom.correct(ferry_claim(340))
    newsroom.settle()
    newsroom.correct(ferry_claim(300))
    newsroom.storage.rechecks.spread(limit=10)

    newsroom.storage.checks.delete(ferry)

    assert newsroom.storage.rechecks.waiting() == 0
    with pytest.raises(NotFound):
        newsroom.history(ferry)


def test_a_check_that_is_deleted_during_its_new_check_stays_deleted(
    newsroom: Newsroom, ferry: str
) -> None:
    rechecks = newsroom.storage.rechecks
    rechecks.ask_all()
    due = rechecks.take(now=NOW, until=NOW)
    assert due is not None
    newsroom.storage.checks.delete(ferry)

    assert rechecks.finish(due, due.check, event_id="evt_1") is None
    with pytest.raises(NotFound):
        newsroom.storage.checks.get(ferry)


def test_a_check_that_is_replaced_keeps_its_history(newsroom: Newsroom, ferry: str) -> None:
    newsroom.correct(ferry_claim(340))
    newsroom.settle()
    held = newsroom.storage.checks.get(ferry)
    asked = replace(held.request, statement="The chess federation elected a treasurer.")

    newsroom.storage.checks.save(
        Check(
            id=ferry,
            checked_at=newsroom.now(),
            request=asked,
            answer=newsroom.checker.check(asked, now=NOW),
        )
    )
    newsroom.settle()
    newsroom.correct(ferry_claim(300))

    assert len(newsroom.history(ferry)) == 1
    assert newsroom.rerun() == []


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_a_worker_killed_before_its_commit_loses_nothing(engine: str, tmp_path: Path) -> None:
    url = empty_database(engine, tmp_path)
    storage = open_storage(url)
    storage.migrate()
    newsroom = Newsroom(storage)
    newsroom.publish(ferry_claim(300))
    check_id = newsroom.save(FERRY)
    newsroom.settle()
    newsroom.correct(ferry_claim(340))
    command = [sys.executable, "-c", STUCK_WORKER, url]
    stuck = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert stuck.stdout is not None
    assert stuck.stdout.readline() == "half\n"
    stuck.send_signal(signal.SIGKILL)
    stuck.communicate(timeout=30)

    assert (newsroom.verdict(check_id), newsroom.history(check_id)) == ("refuted", [])
    later = replace(newsroom.worker(), clock=lambda: datetime(2999, 1, 1, tzinfo=UTC))
    while later.recheck_some():
        pass

    assert newsroom.verdict(check_id) == "supported"
    assert (len(newsroom.history(check_id)), len(announced(storage))) == (1, 1)
    storage.close()
