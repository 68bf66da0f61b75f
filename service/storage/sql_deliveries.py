"""The ``DeliveryQueue`` of both databases."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    and_,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from service.domain.errors import NotFound
from service.domain.events import Event
from service.domain.webhooks import (
    Attempt,
    Delivery,
    DueDelivery,
    Settlement,
    after_attempt,
)
from service.storage.batches import as_bound
from service.storage.check_json import write_time
from service.storage.engine import reading, writing
from service.storage.outbox import announce
from service.storage.sql_webhooks import locked_webhook, write_webhook
from service.storage.tables import events
from service.storage.webhook_rows import (
    ATTEMPT_COLUMNS,
    DELIVERY_COLUMNS,
    EVENT_COLUMNS,
    SECRET_COLUMNS,
    WEBHOOK_COLUMNS,
    attempt_row,
    delivery_row,
    read_attempt,
    read_delivery,
    read_event,
    read_secrets,
    read_webhook,
)
from service.storage.webhook_tables import webhook_attempts, webhook_deliveries, webhooks


class SqlDeliveryQueue:
    """Rows that a worker has taken are due again later, unless it settles them first.

    What nothing waits for is looked up in a reading transaction, since workers ask all the time.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def fan_out(self, *, now: datetime, new_id: Callable[[], str], limit: int) -> int:
        if not self._any(~events.c.told):
            return 0
        fresh = select(events.c.number, *EVENT_COLUMNS).where(~events.c.told)
        enabled = select(*WEBHOOK_COLUMNS).where(webhooks.c.disabled_at.is_(None))
        with writing(self._engine) as connection:
            page = fresh.order_by(events.c.number).limit(limit).with_for_update(skip_locked=True)
            found = {row[0]: read_event(row[1:]) for row in connection.execute(page)}
            # None of them is deleted before its deliveries are there.
            listening = [
                read_webhook(row)
                for row in connection.execute(enabled.with_for_update(read=True, key_share=True))
            ]
            rows = [
                delivery_row(new_id(), webhook.id, event.id, now=now)
                for event in found.values()
                for webhook in listening
                if event.type in webhook.events
            ]
            if rows:
                connection.execute(insert(webhook_deliveries), rows)
            connection.execute(
                update(events).where(events.c.number.in_(list(found))).values(told=True)
            )
        return len(found)

    def enqueue(self, webhook_id: str, event: Event, *, delivery_id: str) -> Delivery:
        with writing(self._engine) as connection:
            locked_webhook(connection, webhook_id)
            announce(connection, event, told=True)
            return _added(connection, delivery_id, webhook_id, event.id, event.occurred_at)

    def repeat(self, webhook_id: str, delivery_id: str, *, new_id: str, now: datetime) -> Delivery:
        with writing(self._engine) as connection:
            locked_webhook(connection, webhook_id)
            event_id = connection.execute(
                select(webhook_deliveries.c.event_id).where(
                    webhook_deliveries.c.id == as_bound(delivery_id),
                    webhook_deliveries.c.webhook_id == webhook_id,
                )
            ).scalar_one_or_none()
            if event_id is None:
                raise NotFound("delivery", delivery_id)
            return _added(connection, new_id, webhook_id, event_id, now)

    def log(self, webhook_id: str, *, before: int | None, limit: int) -> list[Delivery]:
        known = as_bound(webhook_id)
        page = webhook_deliveries.c.webhook_id == known
        if before is not None:
            page = and_(page, webhook_deliveries.c.number < before)
        with reading(self._engine) as connection:
            if not connection.execute(select(exists().where(webhooks.c.id == known))).scalar():
                raise NotFound("webhook", webhook_id)
            return _deliveries(connection, page, limit)

    def take(
        self, *, now: datetime, until: datetime, limit: int, busy: Collection[str]
    ) -> list[DueDelivery]:
        due = webhook_deliveries.c.next_attempt_at <= write_time(now)
        if not self._any(due):
            return []
        oldest = func.min(webhook_deliveries.c.number)
        first_of_each = (
            select(oldest)
            .join(webhooks)
            .where(due, webhooks.c.disabled_at.is_(None), webhooks.c.id.not_in(list(busy)))
            .group_by(webhook_deliveries.c.webhook_id)
            .order_by(oldest)
            .limit(limit)
        )
        with writing(self._engine) as connection:
            # ``due`` is asked again of a row that another worker had locked when it was found.
            numbers = connection.execute(
                select(webhook_deliveries.c.number)
                .where(webhook_deliveries.c.number.in_(first_of_each), due)
                .with_for_update(skip_locked=True)
            ).scalars()
            return _taken(connection, list(numbers), until)

    def settle(self, due: DueDelivery, settlement: Settlement, *, now: datetime) -> None:
        mine = and_(
            webhook_deliveries.c.id == due.delivery_id,
            webhook_deliveries.c.attempts == due.attempt,
            webhook_deliveries.c.next_attempt_at.is_not(None),
        )
        next_at = settlement.next_attempt_at
        with writing(self._engine) as connection:
            try:
                webhook = locked_webhook(connection, due.webhook_id)
            except NotFound:
                return
            number = connection.execute(
                select(webhook_deliveries.c.number).where(mine).with_for_update()
            ).scalar_one_or_none()
            if number is None:
                return
            connection.execute(insert(webhook_attempts), attempt_row(settlement.attempt, number))
            connection.execute(
                update(webhook_deliveries)
                .where(webhook_deliveries.c.number == number)
                .values(
                    state=settlement.state.value,
                    next_attempt_at=None if next_at is None else write_time(next_at),
                )
            )
            left = after_attempt(webhook, settlement.attempt, now=now)
            if left != webhook:
                write_webhook(connection, left)

    def prune(self, *, before: datetime, limit: int) -> int:
        old = events.c.occurred_at < write_time(before)
        if not self._any(old):
            return 0
        page = select(events.c.number).where(old).order_by(events.c.occurred_at).limit(limit)
        with writing(self._engine) as connection:
            return connection.execute(delete(events).where(events.c.number.in_(page))).rowcount

    def _any(self, condition: ColumnElement[bool]) -> bool:
        with reading(self._engine) as connection:
            return bool(connection.execute(select(exists().where(condition))).scalar())


def _added(
    connection: Connection, delivery_id: str, webhook_id: str, event_id: str, now: datetime
) -> Delivery:
    row = delivery_row(delivery_id, webhook_id, event_id, now=now)
    connection.execute(insert(webhook_deliveries), row)
    return _deliveries(connection, webhook_deliveries.c.id == delivery_id, 1)[0]


def _deliveries(
    connection: Connection, condition: ColumnElement[bool], limit: int
) -> list[Delivery]:
    """Deliveries with their attempts, the newest first."""
    page = (
        select(*DELIVERY_COLUMNS)
        .join(events, events.c.id == webhook_deliveries.c.event_id)
        .where(condition)
        .order_by(webhook_deliveries.c.number.desc())
        .limit(limit)
    )
    rows: Sequence[Any] = connection.execute(page).all()
    attempts: dict[int, list[Attempt]] = {row[0]: [] for row in rows}
    made = (
        select(webhook_attempts.c.delivery, *ATTEMPT_COLUMNS)
        .where(webhook_attempts.c.delivery.in_(list(attempts)))
        .order_by(webhook_attempts.c.number)
    )
    for number, *values in connection.execute(made):
        attempts[number].append(read_attempt(values))
    return [read_delivery(row, attempts[row[0]]) for row in rows]


def _taken(connection: Connection, numbers: list[int], until: datetime) -> list[DueDelivery]:
    chosen = webhook_deliveries.c.number.in_(numbers)
    connection.execute(
        update(webhook_deliveries)
        .where(chosen)
        .values(attempts=webhook_deliveries.c.attempts + 1, next_attempt_at=write_time(until))
    )
    whole = (
        select(
            webhook_deliveries.c.id,
            webhook_deliveries.c.attempts,
            webhooks.c.id,
            webhooks.c.url,
            *SECRET_COLUMNS,
            *EVENT_COLUMNS,
        )
        .join(webhooks, webhooks.c.id == webhook_deliveries.c.webhook_id)
        .join(events, events.c.id == webhook_deliveries.c.event_id)
        .where(chosen)
        .order_by(webhook_deliveries.c.number)
    )
    return [
        DueDelivery(
            delivery_id=row[0],
            attempt=row[1],
            webhook_id=row[2],
            url=row[3],
            secrets=read_secrets(row[4:7]),
            event=read_event(row[7:]),
        )
        for row in connection.execute(whole)
    ]
