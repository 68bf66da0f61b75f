"""Webhooks: who wants to hear of what, each delivery, and what follows from how it went."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

from service.domain.events import Event, EventType

# Seconds to wait after the first attempt, the second and so on; the last one is the eighth.
RETRY_SECONDS = (5, 300, 1_800, 7_200, 18_000, 36_000, 36_000)
MAX_ATTEMPTS = len(RETRY_SECONDS) + 1
# Each wait is longer by up to this share, so that what failed together does not return together.
JITTER = 0.1
# A receiver may ask for more time than the schedule gives it, up to this.
LONGEST_RETRY_AFTER = timedelta(days=1)
# A webhook that has failed for so long, with no delivery in between, is disabled.
PATIENCE = timedelta(days=5)
# The secret before the last rotation signs beside the new one for so long.
OVERLAP = timedelta(days=1)
# Events and deliveries are kept for so long.
KEPT = timedelta(days=30)

_GONE = 410


@dataclass(frozen=True, slots=True, kw_only=True)
class Disabled:
    """Since when, and why, nothing is sent."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A subscription. ``revision`` moves with each change of it.

    ``failing_since`` is when the first attempt failed that no delivery has followed since.
    """

    id: str
    url: str
    events: tuple[EventType, ...]
    description: str | None
    created_at: datetime
    revision: int = 1
    disabled: Disabled | None = None
    failing_since: datetime | None = None

    @property
    def enabled(self) -> bool:
        return self.disabled is None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRequest:
    """What a subscriber asks for."""

    url: str
    events: tuple[EventType, ...]
    description: str | None
    enabled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningSecrets:
    """What signs the deliveries of a webhook; kept out of every text that is made of it."""

    current: str = field(repr=False)
    previous: str | None = field(default=None, repr=False)
    previous_until: datetime | None = None

    def rotated(self, secret: str, *, now: datetime) -> SigningSecrets:
        """The new secret first; the one before it signs on for a while."""
        return SigningSecrets(current=secret, previous=self.current, previous_until=now + OVERLAP)

    def signing(self, now: datetime) -> Iterator[str]:
        """The secrets that sign at this moment."""
        yield self.current
        if self.previous is not None and self.previous_until and now < self.previous_until:
            yield self.previous


class DeliveryState(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One request to a receiver: the status that it answered, or why there is none."""

    number: int
    at: datetime
    duration_ms: int
    status: int | None
    error: str | None

    @property
    def succeeded(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def outcome(self) -> str:
        """How it went, in words."""
        return self.error or f"the receiver answered {self.status}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One event for one webhook. ``number`` orders deliveries, the newest has the highest.

    ``next_attempt_at`` is None once nothing more will be sent.
    """

    number: int
    id: str
    webhook_id: str
    event_id: str
    event_type: EventType
    state: DeliveryState
    created_at: datetime
    next_attempt_at: datetime | None
    attempts: tuple[Attempt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDelivery:
    """A delivery that a worker has taken, with all that sending it needs.

    ``attempt`` is the number of this attempt; the store gives it to no other worker.
    """

    delivery_id: str
    attempt: int
    webhook_id: str
    url: str
    secrets: SigningSecrets
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """How an attempt went, and when the next one is due (None for never)."""

    attempt: Attempt
    next_attempt_at: datetime | None

    @property
    def state(self) -> DeliveryState:
        if self.attempt.succeeded:
            return DeliveryState.DELIVERED
        return DeliveryState.FAILED if self.next_attempt_at is None else DeliveryState.PENDING


def settle(
    attempt: Attempt, *, now: datetime, retry_after: str | None, jitter: float
) -> Settlement:
    """What follows from an attempt. ``jitter`` is a random number from 0 to 1.

    A receiver's Retry-After can make the wait longer than the schedule has it, never shorter.
    """
    over = attempt.succeeded or attempt.status == _GONE or attempt.number >= MAX_ATTEMPTS
    if over:
        return Settlement(attempt=attempt, next_attempt_at=None)
    wait = timedelta(seconds=RETRY_SECONDS[attempt.number - 1] * (1 + JITTER * jitter))
    asked = min(_asked_wait(retry_after, now), LONGEST_RETRY_AFTER)
    return Settlement(attempt=attempt, next_attempt_at=now + max(wait, asked))


def after_attempt(webhook: Webhook, attempt: Attempt, *, now: datetime) -> Webhook:
    """The webhook as an attempt leaves it: in health, failing, or disabled with a reason."""
    if attempt.succeeded:
        return replace(webhook, failing_since=None)
    if not webhook.enabled:
        return webhook
    if attempt.status == _GONE:
        return _disabled(webhook, "The receiver answered 410 Gone.", now)
    since = webhook.failing_since or now
    if now - since >= PATIENCE:
        reason = f"Every attempt failed for {PATIENCE.days} days; at last {attempt.outcome}."
        return _disabled(webhook, reason, now)
    return replace(webhook, failing_since=since)


def _disabled(webhook: Webhook, reason: str, now: datetime) -> Webhook:
    return replace(
        webhook,
        disabled=Disabled(at=now, reason=reason),
        failing_since=None,
        revision=webhook.revision + 1,
    )


def _asked_wait(retry_after: str | None, now: datetime) -> timedelta:
    """What a Retry-After asks for, in either of its forms: seconds, or a date."""
    text = (retry_after or "").strip()
    if re.fullmatch("[0-9]{1,9}", text):
        return timedelta(seconds=int(text))
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return timedelta()
    return (date if date.tzinfo else date.replace(tzinfo=UTC)) - now
