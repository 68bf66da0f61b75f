"""Rows of the webhooks' tables to domain objects and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from service.domain.events import Event, EventType
from service.domain.webhooks import (
    Attempt,
    Delivery,
    DeliveryState,
    Disabled,
    SigningSecrets,
    Webhook,
)
from service.storage.check_json import read_time, write_time
from service.storage.outbox import decode_data
from service.storage.tables import events
from service.storage.webhook_tables import webhook_attempts, webhook_deliveries, webhooks

# The orders in which the readers below expect their values.
WEBHOOK_COLUMNS = tuple(
    webhooks.c[name]
    for name in (
        "id",
        "url",
        "events",
        "description",
        "created_at",
        "revision",
        "disabled_at",
        "disabled_reason",
        "failing_since",
    )
)
SECRET_COLUMNS = (webhooks.c.secret, webhooks.c.previous_secret, webhooks.c.previous_until)
EVENT_COLUMNS = (events.c.id, events.c.type, events.c.occurred_at, events.c.data)
DELIVERY_COLUMNS = (
    webhook_deliveries.c.number,
    webhook_deliveries.c.id,
    webhook_deliveries.c.webhook_id,
    webhook_deliveries.c.event_id,
    events.c.type,
    webhook_deliveries.c.state,
    webhook_deliveries.c.created_at,
    webhook_deliveries.c.next_attempt_at,
)
ATTEMPT_COLUMNS = tuple(
    webhook_attempts.c[name] for name in ("number", "at", "duration_ms", "status", "error")
)


def read_webhook(row: Sequence[Any]) -> Webhook:
    identifier, url, wanted, description, created_at, revision, at, reason, failing_since = row
    return Webhook(
        id=identifier,
        url=url,
        events=tuple(EventType(name) for name in wanted.split()),
        description=description,
        created_at=read_time(created_at),
        revision=revision,
        disabled=None if at is None else Disabled(at=read_time(at), reason=reason),
        failing_since=_read_optional(failing_since),
    )


def webhook_row(webhook: Webhook) -> dict[str, Any]:
    """All but the secrets."""
    disabled = webhook.disabled
    return {
        "id": webhook.id,
        "url": webhook.url,
        "events": " ".join(webhook.events),
        "description": webhook.description,
        "created_at": write_time(webhook.created_at),
        "revision": webhook.revision,
        "disabled_at": None if disabled is None else write_time(disabled.at),
        "disabled_reason": None if disabled is None else disabled.reason,
        "failing_since": _written(webhook.failing_since),
    }


def read_secrets(row: Sequence[Any]) -> SigningSecrets:
    current, previous, until = row
    return SigningSecrets(current=current, previous=previous, previous_until=_read_optional(until))


def secrets_row(secrets: SigningSecrets) -> dict[str, Any]:
    return {
        "secret": secrets.current,
        "previous_secret": secrets.previous,
        "previous_until": _written(secrets.previous_until),
    }


def read_event(row: Sequence[Any]) -> Event:
    identifier, kind, occurred_at, saved = row
    data, trace = decode_data(saved)
    return Event(
        id=identifier,
        type=EventType(kind),
        occurred_at=read_time(occurred_at),
        data=data,
        trace=trace,
    )


def delivery_row(
    delivery_id: str, webhook_id: str, event_id: str, *, now: datetime
) -> dict[str, Any]:
    """A delivery that is due at once."""
    return {
        "id": delivery_id,
        "webhook_id": webhook_id,
        "event_id": event_id,
        "state": DeliveryState.PENDING.value,
        "created_at": write_time(now),
        "attempts": 0,
        "next_attempt_at": write_time(now),
    }


def read_delivery(row: Sequence[Any], attempts: Sequence[Attempt]) -> Delivery:
    number, identifier, webhook_id, event_id, kind, state, created_at, next_at = row
    return Delivery(
        number=number,
        id=identifier,
        webhook_id=webhook_id,
        event_id=event_id,
        event_type=EventType(kind),
        state=DeliveryState(state),
        created_at=read_time(created_at),
        next_attempt_at=_read_optional(next_at),
        attempts=tuple(attempts),
    )


def read_attempt(row: Sequence[Any]) -> Attempt:
    number, at, duration_ms, status, error = row
    return Attempt(
        number=number, at=read_time(at), duration_ms=duration_ms, status=status, error=error
    )


def attempt_row(attempt: Attempt, delivery: int) -> dict[str, Any]:
    return {
        "delivery": delivery,
        "number": attempt.number,
        "at": write_time(attempt.at),
        "duration_ms": attempt.duration_ms,
        "status": attempt.status,
        "error": attempt.error,
    }


def _read_optional(text: str | None) -> datetime | None:
    return None if text is None else read_time(text)


def _written(time: datetime | None) -> str | None:
    return None if time is None else write_time(time)
