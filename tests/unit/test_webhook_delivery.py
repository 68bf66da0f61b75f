"""Sending: what a receiver gets, what it may do with it, and who waits for whom."""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_network

import pytest
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from service.assembly import random_secret, utc_now
from service.domain.events import Event, EventType
from service.domain.webhooks import KEPT, DeliveryState, SigningSecrets, Webhook
from service.outbound import OutboundClient, OutboundPolicy
from service.storage.memory_webhooks import MemoryWebhooks
from service.webhook_delivery import LEASE, WebhookDelivery, signed_headers
from service.webhook_ports import Sender
from tests.fakes import NOW
from tests.fakes_api import FakeSender
from tests.receiving import Receiver, answering, receiver

LOOPBACK = OutboundPolicy(allowed=(ip_network("127.0.0.0/8"),))
SECRET = random_secret()


def delivery(
    queue: MemoryWebhooks, sender: Sender, *, clock: Callable[[], datetime] = utc_now
) -> WebhookDelivery:
    numbers = itertools.count(1)
    return WebhookDelivery(
        queue,
        sender,
        new_id=lambda: str(next(numbers)),
        clock=clock,
        timer=time.monotonic,
        jitter=lambda: 0.0,
    )


def subscribe(queue: MemoryWebhooks, url: str, *, webhook_id: str = "whk_1") -> None:
    webhook = Webhook(
        id=webhook_id,
        url=url,
        events=(EventType.JOB_FINISHED, EventType.CHECK_CHANGED),
        description=None,
        created_at=NOW,
    )
    queue.add(webhook, SigningSecrets(current=SECRET))


def happen(queue: MemoryWebhooks, *ids: str, at: datetime = NOW) -> None:
    queue.outbox += [
        Event(
            id=one,
            type=EventType.JOB_FINISHED,
            occurred_at=at,
            data={"job_id": "é", "failed": None},
        )
        for one in ids
    ]


def work_off(steps: WebhookDelivery) -> None:
    while steps.deliver_some():
        pass


@pytest.fixture
def queue() -> MemoryWebhooks:
    return MemoryWebhooks([])


@pytest.fixture
def running() -> Iterator[Receiver]:
    with receiver(answering(204)) as running:
        yield running


def test_a_receiver_gets_the_event_signed(queue: MemoryWebhooks, running: Receiver) -> None:
    subscribe(queue, f"{running.url}/hook")
    happen(queue, "evt_1", at=utc_now())

    work_off(delivery(queue, OutboundClient(LOOPBACK)))

    (got,) = running.received
    told = Verifier(SECRET).verify(got.body, got.headers)
    assert (got.method, got.path) == ("POST", "/hook")
    assert got.headers["content-type"] == "application/json"
    assert got.headers["webhook-id"] == "evt_1"
    assert told["type"] == "job.finished"
    assert told["data"] == {"job_id": "é", "failed": None}
    assert datetime.fromisoformat(told["timestamp"]).tzinfo == UTC
    (entry,) = queue.log("whk_1", before=None, limit=9)
    assert (entry.state, entry.attempts[0].status) == (DeliveryState.DELIVERED, 204)


def test_a_changed_body_or_another_secret_does_not_verify() -> None:
    headers = signed_headers("evt_1", b"{}", SigningSecrets(current=SECRET), at=utc_now())

    Verifier(SECRET).verify(b"{}", headers)
    for verifier, body in ((Verifier(SECRET), b"{ }"), (Verifier(random_secret()), b"{}")):
        with pytest.raises(WebhookVerificationError):
            verifier.verify(body, headers)


def test_both_secrets_sign_for_a_day_after_a_rotation() -> None:
    old, new, now = random_secret(), random_secret(), utc_now()
    both = SigningSecrets(current=old).rotated(new, now=now)

    headers = signed_headers("evt_1", b"{}", both, at=now)
    for secret in (old, new):
        Verifier(secret).verify(b"{}", headers)

    later = now + timedelta(days=1)
    assert " " not in signed_headers("evt_1", b"{}", both, at=later)["webhook-signature"]


def test_a_signature_is_that_of_the_specification() -> None:
    # The example that the specification's own libraries are tested with.
    secrets = SigningSecrets(current="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    at = datetime.fromtimestamp(1_614_265_330, UTC)

    headers = signed_headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}', secrets, at=at.astimezone()
    )

    assert headers["webhook-timestamp"] == "1614265330"
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_every_attempt_has_the_same_id_and_body_and_a_signature_of_its_own(
    queue: MemoryWebhooks,
) -> None:
    now = [NOW]
    sender = FakeSender(status=500)
    subscribe(queue, "https://cms.test/")
    happen(queue, "evt_1")
    steps = delivery(queue, sender, clock=lambda: now[0])
    work_off(steps)
    now[0] += timedelta(seconds=5)
    work_off(steps)

    (_, first, body), (_, second, again) = sender.sent
    assert first["webhook-id"] == second["webhook-id"] == "evt_1"
    assert body == again
    assert first["webhook-signature"] != second["webhook-signature"]


def test_an_address_that_has_become_private_is_not_called(queue: MemoryWebhooks) -> None:
    sender = FakeSender()
    subscribe(queue, "https://intranet/")
    happen(queue, "evt_1")

    work_off(delivery(queue, sender, clock=lambda: NOW))

    assert sender.sent == []
    (entry,) = queue.log("whk_1", before=None, limit=9)
    assert entry.attempts[0].error == "the host 'intranet' is not a public address"
    assert entry.state is DeliveryState.PENDING


def test_a_receiver_that_asks_for_time_gets_it(queue: MemoryWebhooks) -> None:
    subscribe(queue, "https://cms.test/")
    happen(queue, "evt_1")

    sender = FakeSender(status=429, retry_after="90")
    work_off(delivery(queue, sender, clock=lambda: NOW))

    (entry,) = queue.log("whk_1", before=None, limit=9)
    assert entry.next_attempt_at == NOW + timedelta(seconds=90)


def test_events_of_one_webhook_arrive_in_order(queue: MemoryWebhooks) -> None:
    sender = FakeSender()
    subscribe(queue, "https://cms.test/")
    happen(queue, *(f"evt_{n}" for n in range(30)))

    work_off(delivery(queue, sender, clock=lambda: NOW))

    assert [headers["webhook-id"] for _, headers, _ in sender.sent] == [
        f"evt_{n}" for n in range(30)
    ]


def test_a_receiver_that_hangs_does_not_hold_up_another(
    queue: MemoryWebhooks, running: Receiver
) -> None:
    done = threading.Event()

    def hang(handler: BaseHTTPRequestHandler) -> None:
        assert done.wait(20)
        answering(204)(handler)

    with receiver(hang) as hanging:
        subscribe(queue, hanging.url, webhook_id="a")
        subscribe(queue, running.url, webhook_id="b")
        happen(queue, "evt_1", "evt_2", at=utc_now())
        steps = delivery(queue, OutboundClient(LOOPBACK))
        while len(running.received) < 2:
            assert steps.deliver_some()
        done.set()
        work_off(steps)

    assert len(hanging.received) == 2
    assert {one.state for one in queue.log("a", before=None, limit=9)} == {DeliveryState.DELIVERED}


def test_a_worker_that_died_is_made_up_for_by_another(queue: MemoryWebhooks) -> None:
    sender = FakeSender()
    subscribe(queue, "https://cms.test/")
    happen(queue, "evt_1")
    queue.fan_out(now=NOW, new_id=lambda: "dlv_1", limit=1)
    queue.take(now=NOW, until=NOW + LEASE, limit=1, busy=())

    work_off(delivery(queue, sender, clock=lambda: NOW + LEASE / 2))
    assert sender.sent == []
    work_off(delivery(queue, sender, clock=lambda: NOW + LEASE))

    assert [headers["webhook-id"] for _, headers, _ in sender.sent] == ["evt_1"]


def test_what_is_older_than_a_month_is_forgotten(queue: MemoryWebhooks) -> None:
    subscribe(queue, "https://cms.test/")
    happen(queue, "evt_1")
    work_off(delivery(queue, FakeSender(), clock=lambda: NOW))

    work_off(delivery(queue, FakeSender(), clock=lambda: NOW + KEPT + timedelta(seconds=1)))

    assert queue.log("whk_1", before=None, limit=9) == []


def test_a_step_without_work_says_so(queue: MemoryWebhooks) -> None:
    assert not delivery(queue, FakeSender()).deliver_some()


def test_the_payload_is_small_and_plain(queue: MemoryWebhooks) -> None:
    sender = FakeSender()
    subscribe(queue, "https://cms.test/")
    happen(queue, "evt_1")
    work_off(delivery(queue, sender, clock=lambda: NOW))

    ((_, _, body),) = sender.sent
    assert json.loads(body) == {
        "type": "job.finished",
        "timestamp": "2022-01-08T12:00:00Z",
        "data": {"job_id": "é", "failed": None},
    }
