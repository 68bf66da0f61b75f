"""Every DeliveryQueue hands each delivery to one worker at a time, until it is settled."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from service.domain.errors import FactCheckError, NotFound
from service.domain.events import Event, EventType
from service.domain.webhooks import (
    MAX_ATTEMPTS,
    Attempt,
    DeliveryState,
    Disabled,
    DueDelivery,
    SigningSecrets,
)
from service.storage import Storage
from service.webhook_delivery import WebhookDelivery
from tests.databases import ENGINES, opened
from tests.fakes import NOW, fixed_now
from tests.fakes_api import FakeSender
from tests.webhook_steps import (
    MINUTE,
    WEBHOOK,
    add,
    events_of,
    fan_out,
    finish,
    happen,
    numbered,
    secret_of,
    take,
)


@pytest.fixture(params=ENGINES)
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    with opened(request.param, tmp_path) as storage:
        yield storage


def test_an_event_goes_to_each_webhook_that_wants_it_and_is_enabled(storage: Storage) -> None:
    add(storage, "both")
    add(storage, "checks", events=(EventType.CHECK_CHANGED,))
    off = replace(WEBHOOK, id="off", disabled=Disabled(at=NOW, reason="Off."))
    storage.webhooks.add(off, SigningSecrets(current="whsec_c"))
    happen(storage, "evt_1")
    happen(storage, "evt_2", kind=EventType.CHECK_CHANGED)

    assert (fan_out(storage), fan_out(storage)) == (2, 0)

    told = {
        one: [delivery.event_id for delivery in storage.deliveries.log(one, before=None, limit=9)]
        for one in ("both", "checks", "off")
    }
    assert told == {"both": ["evt_2", "evt_1"], "checks": ["evt_2"], "off": []}


def test_events_are_told_in_order_and_by_the_page(storage: Storage) -> None:
    add(storage, "whk_1")
    happen(storage, "evt_2", "evt_1", "evt_3")

    assert [fan_out(storage, prefix=f"d{n}", limit=2) for n in range(3)] == [2, 1, 0]

    log = storage.deliveries.log("whk_1", before=None, limit=9)
    assert [delivery.event_id for delivery in log] == ["evt_3", "evt_1", "evt_2"]


def test_a_delivery_is_taken_with_all_that_sending_needs(storage: Storage) -> None:
    add(storage, "whk_1")
    happen(storage, "evt_1")
    fan_out(storage)

    (due,) = take(storage)

    assert due == DueDelivery(
        delivery_id="dlv_1",
        attempt=1,
        webhook_id="whk_1",
        url=WEBHOOK.url,
        secrets=SigningSecrets(current=secret_of("whk_1")),
        event=Event(
            id="evt_1",
            type=EventType.JOB_FINISHED,
            occurred_at=NOW,
            data={"job_id": "evt_1", "failed": 0},
        ),
    )


def test_one_delivery_a_webhook_is_taken_the_oldest_first(storage: Storage) -> None:
    add(storage, "a", "b", "c")
    happen(storage, "evt_1", "evt_2")
    fan_out(storage)

    first, second = take(storage, limit=2), take(storage, busy=("a",))

    assert [(due.webhook_id, due.event.id) for due in first] == [("a", "evt_1"), ("b", "evt_1")]
    assert [(due.webhook_id, due.event.id) for due in second] == [("c", "evt_1"), ("b", "evt_2")]


def test_a_delivery_that_was_taken_comes_back_after_its_time(storage: Storage) -> None:
    add(storage, "whk_1")
    happen(storage, "evt_1")
    fan_out(storage)
    (lost,) = take(storage)

    assert take(storage, later=MINUTE / 2) == []
    (again,) = take(storage, later=MINUTE)

    assert (again.event.id, again.attempt) == ("evt_1", 2)
    # The worker that was too slow has no say any more.
    finish(storage, lost, 200)
    assert storage.deliveries.log("whk_1", before=None, limit=1)[0].state is DeliveryState.PENDING


def test_a_failed_attempt_is_noted_and_made_again_when_due(storage: Storage) -> None:
    add(storage, "whk_1")
    happen(storage, "evt_1")
    fan_out(storage)
    finish(storage, take(storage)[0], 503)

    assert take(storage, later=timedelta(seconds=4)) == []
    (again,) = take(storage, later=timedelta(seconds=5))
    finish(storage, again, 204, later=timedelta(seconds=5))

    (delivery,) = storage.deliveries.log("whk_1", before=None, limit=9)
    assert (delivery.state, delivery.next_attempt_at) == (DeliveryState.DELIVERED, None)
    assert [(one.number, one.status) for one in delivery.attempts] == [(1, 503), (2, 204)]
    assert delivery.attempts[0] == Attempt(number=1, at=NOW, duration_ms=7, status=503, error=None)


def test_a_delivery_is_given_up_after_the_last_attempt(storage: Storage) -> None:
    add(storage, "whk_1")
    happen(storage, "evt_1")
    fan_out(storage)
    for attempt in range(MAX_ATTEMPTS):
        later = timedelta(hours=11 * attempt)
        finish(storage, take(storage, later=later)[0], 500, later=later)

    assert take(storage, later=timedelta(days=20)) == []
    (delivery,) = storage.deliveries.log("whk_1", before=None, limit=9)
    assert (delivery.state, len(delivery.attempts)) == (DeliveryState.FAILED, MAX_ATTEMPTS)


def test_an_event_may_be_for_one_webhook_alone(storage: Storage) -> None:
    add(storage, "whk_1", "whk_2")
    event = Event(id="evt_t", type=EventType.WEBHOOK_TEST, occurred_at=NOW, data={"a": None})

    queued = storage.deliveries.enqueue("whk_1", event, delivery_id="dlv_t")

    assert storage.deliveries.log("whk_1", before=None, limit=9) == [queued]
    assert (fan_out(storage), events_of(take(storage))) == (0, ["evt_t"])


def test_a_repeated_delivery_is_a_new_one_of_the_same_event(storage: Storage) -> None:
    add(storage, "whk_1", "whk_2")
    happen(storage, "evt_1")
    fan_out(storage)
    finish(storage, take(storage)[0], 200)

    repeated = storage.deliveries.repeat("whk_1", "dlv_1", new_id="dlv_r", now=NOW)

    assert (repeated.id, repeated.event_id, repeated.attempts) == ("dlv_r", "evt_1", ())
    newest, oldest = storage.deliveries.log("whk_1", before=None, limit=9)
    assert (newest, oldest.id) == (repeated, "dlv_1")
    assert storage.deliveries.log("whk_1", before=newest.number, limit=9) == [oldest]
    for webhook, delivery in (("whk_2", "dlv_1"), ("whk_1", "dlv_9"), ("whk_1", "\0")):
        with pytest.raises(NotFound):
            storage.deliveries.repeat(webhook, delivery, new_id="dlv_x", now=NOW)


def test_old_events_are_forgotten_with_their_deliveries(storage: Storage) -> None:
    add(storage, "whk_1")
    happen(storage, "evt_1", "evt_2")
    fan_out(storage)
    happen(storage, "evt_3")

    assert storage.deliveries.prune(before=NOW, limit=9) == 0
    later = NOW + MINUTE
    assert [storage.deliveries.prune(before=later, limit=2) for _ in range(3)] == [2, 1, 0]

    assert storage.deliveries.log("whk_1", before=None, limit=9) == []
    assert (fan_out(storage), take(storage)) == (0, [])


def test_many_workers_at_once_take_each_delivery_once(storage: Storage) -> None:
    names = [f"whk_{n}" for n in range(6)]
    add(storage, *names)
    happen(storage, *(f"evt_{n}" for n in range(4)))
    taken: list[tuple[str, str]] = []
    ready = threading.Barrier(4)

    def work(number: int) -> None:
        ready.wait()
        fan_out(storage, prefix=f"w{number}", limit=2)
        ready.wait()
        while found := take(storage, limit=2):
            taken.extend((due.webhook_id, due.event.id) for due in found)

    workers = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    # A worker that found the rows of the last round locked may have stopped early.
    while found := take(storage):
        taken.extend((due.webhook_id, due.event.id) for due in found)
    assert sorted(taken) == sorted((name, f"evt_{n}") for name in names for n in range(4))


def test_two_workers_at_once_send_each_event_to_each_webhook_once(storage: Storage) -> None:
    names = ["a", "b", "c"]
    add(storage, *names)
    happen(storage, *(f"evt_{n}" for n in range(8)))
    sender = FakeSender()
    failures: list[Exception] = []

    def work(prefix: str) -> None:
        steps = WebhookDelivery(
            storage.deliveries,
            sender,
            new_id=numbered(prefix),
            clock=fixed_now,
            timer=time.monotonic,
            jitter=lambda: 0.0,
        )
        try:
            while steps.deliver_some():
                pass
        except FactCheckError as error:
            failures.append(error)

    workers = [threading.Thread(target=work, args=(name,)) for name in ("one", "two")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert failures == []
    logs = [storage.deliveries.log(name, before=None, limit=99) for name in names]
    assert len(sender.sent) == 3 * 8
    assert [[one.state for one in log] for log in logs] == [[DeliveryState.DELIVERED] * 8] * 3
