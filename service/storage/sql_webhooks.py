"""The ``WebhookStore`` of both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, insert, select, update

from service.domain.changes import Precondition
from service.domain.errors import NotFound
from service.domain.webhooks import SigningSecrets, Webhook
from service.storage.batches import as_bound
from service.storage.engine import reading, writing
from service.storage.refusals import require_webhook
from service.storage.webhook_rows import (
    SECRET_COLUMNS,
    WEBHOOK_COLUMNS,
    read_secrets,
    read_webhook,
    secrets_row,
    webhook_row,
)
from service.storage.webhook_tables import webhooks


class SqlWebhookStore:
    """Subscriptions in a table; the row of one is locked before anything of its deliveries."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, webhook: Webhook, secrets: SigningSecrets) -> None:
        with writing(self._engine) as connection:
            connection.execute(insert(webhooks).values(webhook_row(webhook) | secrets_row(secrets)))

    def get(self, webhook_id: str) -> Webhook:
        statement = select(*WEBHOOK_COLUMNS).where(webhooks.c.id == as_bound(webhook_id))
        with reading(self._engine) as connection:
            row = connection.execute(statement).one_or_none()
        if row is None:
            raise NotFound("webhook", webhook_id)
        return read_webhook(row)

    def page(self, *, after: str | None, limit: int) -> list[Webhook]:
        statement = select(*WEBHOOK_COLUMNS).order_by(webhooks.c.id).limit(limit)
        if after is not None:
            statement = statement.where(webhooks.c.id > as_bound(after))
        with reading(self._engine) as connection:
            return [read_webhook(row) for row in connection.execute(statement)]

    def replace(self, webhook: Webhook, *, before: Precondition) -> Webhook:
        with writing(self._engine) as connection:
            held = locked_webhook(connection, webhook.id)
            require_webhook(before, webhook.id, held.revision)
            renewed = replace(webhook, revision=held.revision + 1)
            write_webhook(connection, renewed)
        return renewed

    def rotate(self, webhook_id: str, secret: str, *, now: datetime) -> SigningSecrets:
        with writing(self._engine) as connection:
            locked_webhook(connection, webhook_id)
            row = connection.execute(
                select(*SECRET_COLUMNS).where(webhooks.c.id == webhook_id)
            ).one()
            rotated = read_secrets(row).rotated(secret, now=now)
            connection.execute(
                update(webhooks).where(webhooks.c.id == webhook_id).values(secrets_row(rotated))
            )
        return rotated

    def delete(self, webhook_id: str, *, before: Precondition) -> None:
        with writing(self._engine) as connection:
            held = locked_webhook(connection, webhook_id)
            require_webhook(before, webhook_id, held.revision)
            connection.execute(delete(webhooks).where(webhooks.c.id == webhook_id))


def locked_webhook(connection: Connection, webhook_id: str) -> Webhook:
    """A webhook that nobody else changes before this transaction ends. Raises NotFound."""
    statement = select(*WEBHOOK_COLUMNS).where(webhooks.c.id == as_bound(webhook_id))
    row = connection.execute(statement.with_for_update()).one_or_none()
    if row is None:
        raise NotFound("webhook", webhook_id)
    return read_webhook(row)


def write_webhook(connection: Connection, webhook: Webhook) -> None:
    """Write a webhook as it is, without its secrets, over the one that has its id."""
    connection.execute(
        update(webhooks).where(webhooks.c.id == webhook.id).values(webhook_row(webhook))
    )
