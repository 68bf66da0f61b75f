"""Webhooks and their deliveries in memory: the reference for the databases."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

from service.domain.changes import Precondition
from service.domain.errors import NotFound
from service.domain.events import Event
from service.domain.webhooks import (
    Delivery,
    DeliveryState,
    DueDelivery,
    Settlement,
    SigningSecrets,
    Webhook,
    after_attempt,
)
from service.storage.refusals import require_webhook


@dataclass(slots=True, kw_only=True)
class _Held:
    """A delivery, and how many attempts of it were begun."""

    delivery: Delivery
    begun: int = 0


class MemoryWebhooks:
    """``WebhookStore`` and ``DeliveryQueue`` over an outbox; safe to share among threads.

    Others put events at the end of ``outbox``; they are taken off as they are told.
    """

    def __init__(self, outbox: list[Event]) -> None:
        self.outbox = outbox
        self._lock = threading.RLock()
        self._told: dict[str, Event] = {}
        self._webhooks: dict[str, tuple[Webhook, SigningSecrets]] = {}
        self._deliveries: dict[str, _Held] = {}
        self._numbers = count(1)

    def add(self, webhook: Webhook, secrets: SigningSecrets) -> None:
        with self._lock:
            self._webhooks[webhook.id] = (webhook, secrets)

    def get(self, webhook_id: str) -> Webhook:
        return self._found(webhook_id)[0]

    def page(self, *, after: str | None, limit: int) -> list[Webhook]:
        with self._lock:
            ids = sorted(key for key in self._webhooks if after is None or key > after)
            return [self._webhooks[key][0] for key in ids[:limit]]

    def replace(self, webhook: Webhook, *, before: Precondition) -> Webhook:
        with self._lock:
            held, secrets = self._found(webhook.id)
            require_webhook(before, webhook.id, held.revision)
            renewed = replace(webhook, revision=held.revision + 1)
            self._webhooks[webhook.id] = (renewed, secrets)
        return renewed

    def rotate(self, webhook_id: str, secret: str, *, now: datetime) -> SigningSecrets:
        with self._lock:
            webhook, secrets = self._found(webhook_id)
            rotated = secrets.rotated(secret, now=now)
            self._webhooks[webhook_id] = (webhook, rotated)
        return rotated

    def delete(self, webhook_id: str, *, before: Precondition) -> None:
        with self._lock:
            held, _ = self._found(webhook_id)
            require_webhook(before, webhook_id, held.revision)
            del self._webhooks[webhook_id]
            self._keep(lambda delivery: delivery.webhook_id != webhook_id)

    def fan_out(self, *, now: datetime, new_id: Callable[[], str], limit: int) -> int:
        with self._lock:
            fresh = self.outbox[:limit]
            del self.outbox[: len(fresh)]
            for event in fresh:
                self._told[event.id] = event
                for key, (webhook, _) in sorted(self._webhooks.items()):
                    if webhook.enabled and event.type in webhook.events:
                        self._add(new_id(), key, event, now)
        return len(fresh)

    def enqueue(self, webhook_id: str, event: Event, *, delivery_id: str) -> Delivery:
        with self._lock:
            self._found(webhook_id)
            self._told[event.id] = event
            return self._add(delivery_id, webhook_id, event, event.occurred_at)

    def repeat(self, webhook_id: str, delivery_id: str, *, new_id: str, now: datetime) -> Delivery:
        with self._lock:
            self._found(webhook_id)
            held = self._deliveries.get(delivery_id)
            if held is None or held.delivery.webhook_id != webhook_id:
                raise NotFound("delivery", delivery_id)
            event = self._told[held.delivery.event_id]
            return self._add(new_id, webhook_id, event, now)

    def log(self, webhook_id: str, *, before: int | None, limit: int) -> list[Delivery]:
        with self._lock:
            self._found(webhook_id)
            found = [
                held.delivery
                for held in self._deliveries.values()
                if held.delivery.webhook_id == webhook_id
                and (before is None or held.delivery.number < before)
            ]
        return sorted(found, key=lambda delivery: -delivery.number)[:limit]

    def take(
        self, *, now: datetime, until: datetime, limit: int, busy: Collection[str]
    ) -> list[DueDelivery]:
        with self._lock:
            first: dict[str, _Held] = {}
            for held in self._deliveries.values():
                due, key = held.delivery.next_attempt_at, held.delivery.webhook_id
                if due is not None and due <= now and key not in busy and self.get(key).enabled:
                    first.setdefault(key, held)
            return [self._taken(held, until) for held in list(first.values())[:limit]]

    def settle(self, due: DueDelivery, settlement: Settlement, *, now: datetime) -> None:
        with self._lock:
            held = self._deliveries.get(due.delivery_id)
            if held is None or held.begun != due.attempt or held.delivery.next_attempt_at is None:
                return
            held.delivery = replace(
                held.delivery,
                state=settlement.state,
                next_attempt_at=settlement.next_attempt_at,
                attempts=(*held.delivery.attempts, settlement.attempt),
            )
            webhook, secrets = self._found(due.webhook_id)
            left = after_attempt(webhook, settlement.attempt, now=now)
            self._webhooks[webhook.id] = (left, secrets)

    def prune(self, *, before: datetime, limit: int) -> int:
        with self._lock:
            kept = [*self._told.values(), *self.outbox]
            old = sorted(
                (event for event in kept if event.occurred_at < before),
                key=lambda event: event.occurred_at,
            )
            gone = {event.id for event in old[:limit]}
            for event in old[:limit]:
                self._told.pop(event.id, None)
                # One by one, so that what is put there meanwhile stays.
                with suppress(ValueError):
                    self.outbox.remove(event)
            self._keep(lambda delivery: delivery.event_id not in gone)
        return len(gone)

    def _found(self, webhook_id: str) -> tuple[Webhook, SigningSecrets]:
        with self._lock:
            if webhook_id not in self._webhooks:
                raise NotFound("webhook", webhook_id)
            return self._webhooks[webhook_id]

    def _add(self, delivery_id: str, webhook_id: str, event: Event, now: datetime) -> Delivery:
        delivery = Delivery(
            number=next(self._numbers),
            id=delivery_id,
            webhook_id=webhook_id,
            event_id=event.id,
            event_type=event.type,
            state=DeliveryState.PENDING,
            created_at=now,
            next_attempt_at=now,
        )
        self._deliveries[delivery_id] = _Held(delivery=delivery)
        return delivery

    def _taken(self, held: _Held, until: datetime) -> DueDelivery:
        held.begun += 1
        held.delivery = replace(held.delivery, next_attempt_at=until)
        webhook, secrets = self._found(held.delivery.webhook_id)
        return DueDelivery(
            delivery_id=held.delivery.id,
            attempt=held.begun,
            webhook_id=webhook.id,
            url=webhook.url,
            secrets=secrets,
            event=self._told[held.delivery.event_id],
        )

    def _keep(self, wanted: Callable[[Delivery], bool]) -> None:
        self._deliveries = {
            key: held for key, held in self._deliveries.items() if wanted(held.delivery)
        }
