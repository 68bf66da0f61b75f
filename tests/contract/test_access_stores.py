"""Every store of keys, rate counts, kept answers and audit entries keeps the same promises."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from service.access.ports import AccessStores
from service.domain.audit import AuditEntry, AuditQuery
from service.domain.errors import NotFound
from service.domain.kept_answers import AnswerSlot, KeptAnswer, Lease, StillRunning
from service.domain.keys import Scope
from service.domain.rates import Rate
from service.storage import open_storage
from service.storage.engine import writing
from tests.databases import ENGINES, opened
from tests.factories import make_key
from tests.fakes import NOW

SLOT = AnswerSlot(caller="key_1", route="/v1/claims", key="same")
ANSWER = KeptAnswer(
    fingerprint="f", status=201, headers=(("Location", "/v1/claims/c"),), body=b"\x00\xff" * 50
)
MINUTE = timedelta(minutes=1)


@pytest.fixture(params=ENGINES)
def access(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AccessStores]:
    with opened(request.param, tmp_path) as storage:
        yield storage.access


def test_a_key_comes_back_as_it_was_added(access: AccessStores) -> None:
    key = make_key(
        scopes=frozenset({Scope.CHECK, Scope.CURATE}),
        rate=Rate.parse("5/min"),
        expires_at=NOW + MINUTE,
    )
    assert not access.keys.has_any()
    access.keys.add(key)
    assert access.keys.find(key.id) == key
    assert access.keys.list() == [key]
    assert access.keys.has_any()


@pytest.mark.parametrize("key_id", ["key_none", "", "\0", "\ud800"])
def test_a_key_that_is_not_there_is_none(access: AccessStores, key_id: str) -> None:
    assert access.keys.find(key_id) is None
    with pytest.raises(NotFound):
        access.keys.revoke(key_id, NOW)


def test_a_revoked_key_stays_with_the_time_of_its_first_revocation(access: AccessStores) -> None:
    key = make_key()
    access.keys.add(key)
    assert access.keys.revoke(key.id, NOW).revoked_at == NOW
    assert access.keys.revoke(key.id, NOW + MINUTE).revoked_at == NOW
    assert access.keys.find(key.id) is not None
    assert access.keys.has_any()


def test_the_last_use_only_moves_on(access: AccessStores) -> None:
    for number in ("1", "2"):
        access.keys.add(make_key(id=f"key_{number}"))
    access.keys.mark_used({"key_2": NOW + MINUTE, "key_1": NOW, "key_gone": NOW})
    access.keys.mark_used({"key_2": NOW, "key_1": NOW + 2 * MINUTE})
    used = {key.id: key.last_used_at for key in access.keys.list()}
    assert used == {"key_1": NOW + 2 * MINUTE, "key_2": NOW + MINUTE}


def test_a_rate_is_all_there_at_first_and_comes_back_step_by_step(access: AccessStores) -> None:
    rate = Rate.parse("3/min")
    first = [access.rates.take("a", rate, at=0) for _ in range(5)]
    assert [(one.allowed, one.left) for one in first] == [
        (True, 2),
        (True, 1),
        (True, 0),
        (False, 0),
        (False, 0),
    ]
    assert first[-1].seconds_to_next == 20
    assert not access.rates.take("a", rate, at=19_999_999).allowed
    assert access.rates.take("a", rate, at=20_000_000).allowed
    assert not access.rates.take("a", rate, at=20_000_000).allowed
    assert access.rates.take("a", rate, at=200_000_000).left == 2


def test_subjects_are_counted_apart(access: AccessStores) -> None:
    rate = Rate.parse("1/h")
    assert access.rates.take("a", rate, at=0).allowed
    assert access.rates.take("b", rate, at=0).allowed
    assert not access.rates.take("a", rate, at=0).allowed


def test_a_rate_holds_however_many_count_at_once(access: AccessStores) -> None:
    rate = Rate.parse("20/h")
    allowed: list[bool] = []

    def take() -> None:
        allowed.extend(access.rates.take("a", rate, at=1_000).allowed for _ in range(10))

    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert allowed.count(True) == 20


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_two_processes_share_their_counts(engine: str, tmp_path: Path) -> None:
    with opened(engine, tmp_path) as first:
        assert first.engine is not None
        other = open_storage(first.engine.url.render_as_string(hide_password=False))
        rate = Rate.parse("3/h")
        both = [first, other, first, other, first]
        taken = [one.access.rates.take("a", rate, at=0).allowed for one in both]
        other.close()
    assert taken == [True, True, True, False, False]


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_neither_counts_nor_repeated_requests_wait_for_a_long_write(
    engine: str, tmp_path: Path
) -> None:
    with opened(engine, tmp_path) as storage:
        assert storage.engine is not None
        held = reserve(storage.access, "t1")
        with writing(storage.engine):
            assert storage.access.rates.take("a", Rate.parse("1/h"), at=0).allowed
            assert isinstance(held, Lease)
            assert isinstance(reserve(storage.access, "t2"), StillRunning)


def reserve(
    access: AccessStores, token: str, *, at: datetime = NOW
) -> Lease | StillRunning | KeptAnswer:
    return access.answers.reserve(SLOT, token=token, now=at, until=at + MINUTE)


def test_a_slot_is_leased_once_and_then_answers(access: AccessStores) -> None:
    lease = reserve(access, "t1")
    assert lease == Lease(slot=SLOT, token="t1")
    assert reserve(access, "t2") == StillRunning(until=NOW + MINUTE)
    access.answers.keep(lease, ANSWER, until=NOW + 2 * MINUTE)
    assert reserve(access, "t3") == ANSWER
    assert isinstance(reserve(access, "t4", at=NOW + 2 * MINUTE), Lease)


def test_slots_of_other_callers_routes_and_keys_are_others(access: AccessStores) -> None:
    slots = [
        SLOT,
        AnswerSlot(caller="key_2", route=SLOT.route, key=SLOT.key),
        AnswerSlot(caller=SLOT.caller, route="/v1/sources", key=SLOT.key),
        AnswerSlot(caller=SLOT.caller, route=SLOT.route, key="Same"),
    ]
    for slot in slots:
        held = access.answers.reserve(slot, token="t", now=NOW, until=NOW + MINUTE)
        assert isinstance(held, Lease)


def test_a_released_slot_is_free_at_once(access: AccessStores) -> None:
    lease = reserve(access, "t1")
    assert isinstance(lease, Lease)
    access.answers.release(lease)
    assert isinstance(reserve(access, "t2"), Lease)


def test_a_lease_that_ran_out_neither_keeps_nor_releases(access: AccessStores) -> None:
    slow = reserve(access, "t1")
    assert isinstance(slow, Lease)
    next_one = reserve(access, "t2", at=NOW + MINUTE)
    assert isinstance(next_one, Lease)
    access.answers.keep(slow, ANSWER, until=NOW + 9 * MINUTE)
    access.answers.release(slow)
    assert reserve(access, "t3", at=NOW + MINUTE) == StillRunning(until=NOW + 2 * MINUTE)


def test_one_of_many_at_once_gets_the_lease(access: AccessStores) -> None:
    held: list[object] = []
    threads = [
        threading.Thread(target=lambda n=n: held.append(reserve(access, f"t{n}"))) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(one, Lease) for one in held) == 1
    assert sum(isinstance(one, StillRunning) for one in held) == 7


def test_entries_are_told_newest_first_and_by_filter(access: AccessStores) -> None:
    entries = [
        AuditEntry(
            at=NOW + n * MINUTE,
            actor=("key_1", "cli")[n % 2],
            action=("put_claim", "delete_check")[n // 2],
            target=f"/v1/claims/{n}",
            request_id=None if n % 2 else f"req_{n}",
            status=None if n % 2 else 200,
        )
        for n in range(4)
    ]
    for entry in entries:
        access.audit.record(entry)

    def told(query: AuditQuery) -> list[AuditEntry]:
        return [held.entry for held in access.audit.entries(query)]

    assert told(AuditQuery()) == entries[::-1]
    assert told(AuditQuery(limit=2)) == [entries[3], entries[2]]
    assert told(AuditQuery(actor="cli")) == [entries[3], entries[1]]
    assert told(AuditQuery(action="put_claim", actor="key_1")) == [entries[0]]
    assert told(AuditQuery(since=NOW + MINUTE, until=NOW + 2 * MINUTE)) == [entries[2], entries[1]]
    newest = access.audit.entries(AuditQuery(limit=2))
    assert told(AuditQuery(before=newest[-1].number)) == [entries[1], entries[0]]


def test_a_target_may_be_any_path(access: AccessStores) -> None:
    access.audit.record(AuditEntry(at=NOW, actor="cli", action="x", target="\0\ud800ü"))
    assert len(access.audit.entries(AuditQuery())) == 1
