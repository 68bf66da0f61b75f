"""The interfaces behind webhooks: the subscriptions, the queue of deliveries, the way out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Protocol

from service.domain.changes import Precondition
from service.domain.events import Event
from service.domain.outbound import Delivered
from service.domain.webhooks import Delivery, DueDelivery, Settlement, SigningSecrets, Webhook


class WebhookStore(Protocol):
    """The subscriptions. Secrets go in; only the queue of deliveries gives them out."""

    def add(self, webhook: Webhook, secrets: SigningSecrets) -> None: ...

    def get(self, webhook_id: str) -> Webhook:
        """Raises NotFound."""
        ...

    def page(self, *, after: str | None, limit: int) -> list[Webhook]:
        """Webhooks by ascending id, those beyond ``after``."""
        ...

    def replace(self, webhook: Webhook, *, before: Precondition) -> Webhook:
        """Keep a webhook in its new form, its revision moved by one, and return it.

        Raises NotFound, or PreconditionFailed if the one stored is not as asked.
        """
        ...

    def rotate(self, webhook_id: str, secret: str, *, now: datetime) -> SigningSecrets:
        """Sign with a new secret, and with the old one beside it for a while. Raises NotFound."""
        ...

    def delete(self, webhook_id: str, *, before: Precondition) -> None:
        """Delete a webhook and its deliveries. Raises NotFound, PreconditionFailed."""
        ...


class DeliveryQueue(Protocol):
    """What is to be sent and what was sent; any number of workers may take from it at once.

    A delivery that was taken comes back by itself if its worker never settles it. So each event
    arrives at least once, and at times twice, always with the same id.
    """

    def fan_out(self, *, now: datetime, new_id: Callable[[], str], limit: int) -> int:
        """Make a delivery of each new event for each webhook that wants it; how many events."""
        ...

    def enqueue(self, webhook_id: str, event: Event, *, delivery_id: str) -> Delivery:
        """Deliver an event to one webhook alone. Raises NotFound."""
        ...

    def repeat(self, webhook_id: str, delivery_id: str, *, new_id: str, now: datetime) -> Delivery:
        """Deliver the event of an earlier delivery again, as a new one. Raises NotFound."""
        ...

    def log(self, webhook_id: str, *, before: int | None, limit: int) -> list[Delivery]:
        """Deliveries of a webhook, the newest first, those of lesser numbers than ``before``.

        Raises NotFound.
        """
        ...

    def take(
        self, *, now: datetime, until: datetime, limit: int, busy: Collection[str]
    ) -> list[DueDelivery]:
        """Take what is due, at most one delivery a webhook, and none of the webhooks ``busy``.

        Nobody else is given them before ``until``. Disabled webhooks have to wait.
        """
        ...

    def settle(self, due: DueDelivery, settlement: Settlement, *, now: datetime) -> None:
        """Note how an attempt went, on the delivery and on its webhook.

        Does nothing for one that was taken anew since, or deleted.
        """
        ...

    def prune(self, *, before: datetime, limit: int) -> int:
        """Forget the oldest events that happened before a moment, and their deliveries."""
        ...


class Sender(Protocol):
    """The way to the receivers."""

    def check(self, url: str) -> None:
        """Raise TargetRefused or TargetFailed if nothing may, or can, be sent there."""
        ...

    def post(
        self, url: str, *, headers: Mapping[str, str], body: bytes, seconds: float
    ) -> Delivered:
        """Raises TargetRefused or TargetFailed where there is no answer."""
        ...
