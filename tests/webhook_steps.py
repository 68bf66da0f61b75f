"""Steps that tests of webhooks on every storage are made of."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import timedelta

from service.domain.events import Event, EventType
from service.domain.webhooks import (
    Attempt,
    DueDelivery,
    SigningSecrets,
    Webhook,
    settle,
)
from service.storage import Storage
from service.storage.engine import writing
from service.storage.memory_webhooks import MemoryWebhooks
from service.storage.outbox import announce
from tests.fakes import NOW

MINUTE = timedelta(minutes=1)
WEBHOOK = Webhook(
    id="whk_1",
    url="https://cms.test/hook",
    events=(EventType.JOB_FINISHED, EventType.CHECK_CHANGED),
    description="Büro “A”",
    created_at=NOW,
)


def numbered(prefix: str) -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"{prefix}_{next(numbers)}"


def add(storage: Storage, *ids: str, events: tuple[EventType, ...] = WEBHOOK.events) -> None:
    for one in ids:
        secrets = SigningSecrets(current=secret_of(one))
        storage.webhooks.add(replace(WEBHOOK, id=one, events=events), secrets)


def secret_of(webhook_id: str) -> str:
    return f"whsec_{base64.b64encode(webhook_id.encode()).decode()}"


def happen(storage: Storage, *ids: str, kind: EventType = EventType.JOB_FINISHED) -> None:
    """Events as other parts of the service announce them."""
    for one in ids:
        event = Event(id=one, type=kind, occurred_at=NOW, data={"job_id": one, "failed": 0})
        if isinstance(storage.deliveries, MemoryWebhooks):
            storage.deliveries.outbox.append(event)
        else:
            assert storage.engine is not None
            with writing(storage.engine) as connection:
                announce(connection, event)


def fan_out(storage: Storage, *, prefix: str = "dlv", limit: int = 100) -> int:
    return storage.deliveries.fan_out(now=NOW, new_id=numbered(prefix), limit=limit)


def take(
    storage: Storage,
    *,
    later: timedelta = timedelta(),
    limit: int = 100,
    busy: Collection[str] = (),
) -> list[DueDelivery]:
    now = NOW + later
    return storage.deliveries.take(now=now, until=now + MINUTE, limit=limit, busy=busy)


def finish(
    storage: Storage, due: DueDelivery, status: int, *, later: timedelta = timedelta()
) -> None:
    now = NOW + later
    attempt = Attempt(number=due.attempt, at=now, duration_ms=7, status=status, error=None)
    settlement = settle(attempt, now=now, retry_after=None, jitter=0)
    storage.deliveries.settle(due, settlement, now=now)


def events_of(taken: list[DueDelivery]) -> list[str]:
    return [due.event.id for due in taken]
