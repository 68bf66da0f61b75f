"""Sends what happened to those who asked for it: signed, again after failures, at least once.

Signatures are those of Standard Webhooks (standardwebhooks.com), made by its own library.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta

from standardwebhooks import Webhook as Signer

from service.domain.errors import TargetFailed, TargetRefused
from service.domain.events import Event
from service.domain.tracing import HEADER, Trace
from service.domain.webhooks import KEPT, Attempt, DueDelivery, SigningSecrets, settle
from service.observation import UNOBSERVED, Observer
from service.webhook_ports import DeliveryQueue, Sender

# A receiver that needs longer should take the event first and work on it later.
SEND_SECONDS = 5.0
# How long a worker has a delivery to itself; far longer than sending can take.
LEASE = timedelta(seconds=60)
# A slow receiver occupies one of these, so that it does not hold up the others.
_SENDERS = 8
# How long a step goes on while there is something to send, in seconds.
_STEP_SECONDS = 1.0
_EVENTS_A_STEP = 100
_PRUNED_AT_ONCE = 1_000
_BETWEEN_PRUNINGS = timedelta(hours=1)


class WebhookDelivery:
    """The part of a background worker that tells events to webhooks.

    ``clock`` gives the time with its zone, ``timer`` seconds that only grow, ``jitter`` a random
    number from 0 to 1. Threads start with the first delivery, so a server may fork before.
    """

    def __init__(
        self,
        queue: DeliveryQueue,
        sender: Sender,
        *,
        new_id: Callable[[], str],
        clock: Callable[[], datetime],
        timer: Callable[[], float],
        jitter: Callable[[], float],
        observer: Observer = UNOBSERVED,
    ) -> None:
        self._queue = queue
        self._sender = sender
        self._new_id = new_id
        self._clock = clock
        self._timer = timer
        self._jitter = jitter
        self._observer = observer
        self._threads = ThreadPoolExecutor(_SENDERS, thread_name_prefix="webhooks")
        self._sending: dict[Future[None], str] = {}
        self._pruned_at: datetime | None = None

    def deliver_some(self) -> bool:
        """Work for about a second at most; whether there was anything to do.

        For one thread of a worker. Sending goes on beyond the end of a step where a receiver is
        slow; what a step leaves behind, the next one looks after.
        """
        began, worked = self._timer(), False
        while self._timer() - began < _STEP_SECONDS:
            told = self._queue.fan_out(
                now=self._clock(), new_id=lambda: f"dlv_{self._new_id()}", limit=_EVENTS_A_STEP
            )
            started = self._start_sending()
            if not (told or started or self._sending):
                break
            worked = True
            self._wait_for_one(_STEP_SECONDS - (self._timer() - began))
        return self._prune() or worked

    def _start_sending(self) -> int:
        free = _SENDERS - len(self._sending)
        if not free:
            return 0
        now = self._clock()
        taken = self._queue.take(
            now=now, until=now + LEASE, limit=free, busy=set(self._sending.values())
        )
        for due in taken:
            self._sending[self._threads.submit(self._send, due)] = due.webhook_id
        return len(taken)

    def _wait_for_one(self, seconds: float) -> None:
        done, _ = wait(self._sending, timeout=max(seconds, 0), return_when=FIRST_COMPLETED)
        for one in done:
            del self._sending[one]
        for one in done:
            one.result()

    def _send(self, due: DueDelivery) -> None:
        """One attempt, from its signature to the note of how it went."""
        at, began = self._clock(), self._timer()
        body = payload(due.event)
        status, error, retry_after = None, None, None
        try:
            headers = signed_headers(due.event.id, body, due.secrets, at=at)
            headers[HEADER] = _trace(due.event).header(f"{due.delivery_id} {due.attempt}")
            answer = self._sender.post(due.url, headers=headers, body=body, seconds=SEND_SECONDS)
            status, retry_after = answer.status, answer.retry_after
        except (TargetRefused, TargetFailed) as failure:
            error = str(failure)
        attempt = Attempt(
            number=due.attempt,
            at=at,
            duration_ms=round((self._timer() - began) * 1000),
            status=status,
            error=error,
        )
        now = self._clock()
        settlement = settle(attempt, now=now, retry_after=retry_after, jitter=self._jitter())
        self._queue.settle(due, settlement, now=now)
        self._observer.attempted_delivery(settlement.state)

    def _prune(self) -> bool:
        now = self._clock()
        if self._pruned_at is not None and now - self._pruned_at < _BETWEEN_PRUNINGS:
            return False
        forgotten = self._queue.prune(before=now - KEPT, limit=_PRUNED_AT_ONCE)
        if forgotten < _PRUNED_AT_ONCE:
            self._pruned_at = now
        return forgotten > 0


def _trace(event: Event) -> Trace:
    """That of the request which led to the event, or else one of the event's own."""
    return event.trace or Trace.begun_by(event.id)


def payload(event: Event) -> bytes:
    """What a receiver gets; the same bytes at every attempt."""
    occurred_at = event.occurred_at.isoformat().replace("+00:00", "Z")
    told = {"type": event.type.value, "timestamp": occurred_at, "data": dict(event.data)}
    return json.dumps(told, separators=(",", ":")).encode()


def signed_headers(
    event_id: str, body: bytes, secrets: SigningSecrets, *, at: datetime
) -> dict[str, str]:
    """The headers of Standard Webhooks, with a signature by each secret that is in use."""
    text, utc = body.decode(), at.astimezone(UTC)  # The library takes any other zone for UTC.
    signatures = [Signer(secret).sign(event_id, utc, text) for secret in secrets.signing(at)]
    return {
        "Content-Type": "application/json",
        "webhook-id": event_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
