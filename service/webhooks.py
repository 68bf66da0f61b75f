"""Subscriptions: made, changed, tested, and what was sent to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from service.domain.changes import Precondition
from service.domain.errors import Conflict, InvalidRecord, TargetFailed, TargetRefused
from service.domain.events import Event, EventType
from service.domain.tracing import Trace
from service.domain.webhooks import (
    Delivery,
    Disabled,
    SigningSecrets,
    Webhook,
    WebhookRequest,
)
from service.webhook_ports import DeliveryQueue, Sender, WebhookStore

_SWITCHED_OFF = "Disabled by a request."


class Webhooks:
    """The use case. ``new_secret`` gives a signing secret, ``new_id`` a token for an id."""

    def __init__(
        self,
        store: WebhookStore,
        queue: DeliveryQueue,
        sender: Sender,
        *,
        new_id: Callable[[], str],
        new_secret: Callable[[], str],
    ) -> None:
        self._store = store
        self._queue = queue
        self._sender = sender
        self._new_id = new_id
        self._new_secret = new_secret

    def create(self, asked: WebhookRequest, *, now: datetime) -> tuple[Webhook, SigningSecrets]:
        """A new webhook, with the secret that is shown this once.

        Raises InvalidRecord for a URL that must not, or cannot, be called.
        """
        self._check(asked.url)
        webhook = Webhook(
            id=f"whk_{self._new_id()}",
            url=asked.url,
            events=asked.events,
            description=asked.description,
            created_at=now,
            disabled=None if asked.enabled else Disabled(at=now, reason=_SWITCHED_OFF),
        )
        secrets = SigningSecrets(current=self._new_secret())
        self._store.add(webhook, secrets)
        return webhook, secrets

    def get(self, webhook_id: str) -> Webhook:
        """Raises NotFound."""
        return self._store.get(webhook_id)

    def page(self, *, after: str | None, limit: int) -> list[Webhook]:
        """Webhooks by ascending id."""
        return self._store.page(after=after, limit=limit)

    def put(
        self, webhook_id: str, asked: WebhookRequest, *, before: Precondition, now: datetime
    ) -> Webhook:
        """Change a webhook; one that is enabled again begins in health.

        Raises NotFound, PreconditionFailed, or InvalidRecord as ``create`` does.
        """
        held = self._store.get(webhook_id)
        # A receiver that cannot be called any more can still be given up.
        if asked.enabled or asked.url != held.url:
            self._check(asked.url)
        off = held.disabled or Disabled(at=now, reason=_SWITCHED_OFF)
        renewed = replace(
            held,
            url=asked.url,
            events=asked.events,
            description=asked.description,
            disabled=None if asked.enabled else off,
            failing_since=None,
        )
        return self._store.replace(renewed, before=before)

    def delete(self, webhook_id: str, *, before: Precondition) -> None:
        """Delete a webhook with its deliveries. Raises NotFound, PreconditionFailed."""
        self._store.delete(webhook_id, before=before)

    def rotate(self, webhook_id: str, *, now: datetime) -> SigningSecrets:
        """A new secret; the old one signs beside it for a while. Raises NotFound."""
        return self._store.rotate(webhook_id, self._new_secret(), now=now)

    def test(self, webhook_id: str, *, now: datetime, trace: Trace | None = None) -> Delivery:
        """Send an event that means nothing to one webhook. Raises NotFound, Conflict."""
        self._require_enabled(webhook_id)
        event = Event(
            id=f"evt_{self._new_id()}",
            type=EventType.WEBHOOK_TEST,
            occurred_at=now,
            data={"webhook_id": webhook_id},
            trace=trace,
        )
        return self._queue.enqueue(webhook_id, event, delivery_id=self._delivery_id())

    def deliveries(self, webhook_id: str, *, before: int | None, limit: int) -> list[Delivery]:
        """What was sent, the newest first. Raises NotFound."""
        return self._queue.log(webhook_id, before=before, limit=limit)

    def replay(self, webhook_id: str, delivery_id: str, *, now: datetime) -> Delivery:
        """Send an event again, under the id that it had. Raises NotFound, Conflict."""
        self._require_enabled(webhook_id)
        return self._queue.repeat(webhook_id, delivery_id, new_id=self._delivery_id(), now=now)

    def _check(self, url: str) -> None:
        try:
            self._sender.check(url)
        except (TargetRefused, TargetFailed) as error:
            raise InvalidRecord(f"Cannot be used: {error}.", pointer="/url") from error

    def _require_enabled(self, webhook_id: str) -> None:
        if not self._store.get(webhook_id).enabled:
            raise Conflict(f"the webhook {webhook_id!r} is disabled; enable it first")

    def _delivery_id(self) -> str:
        return f"dlv_{self._new_id()}"
