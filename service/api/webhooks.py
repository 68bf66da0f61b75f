"""Webhooks: who is told of what happens here, and what was sent to them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from flask import Blueprint, Response, request

from schemas.check_requests import NoQuerySchema
from schemas.webhooks import (
    DeliverySchema,
    PageQuery,
    PageQuerySchema,
    SecretSchema,
    WebhookRequestSchema,
    WebhookSchema,
)
from service.api.callers import current_trace
from service.api.checks import known_id
from service.api.cursors import cut_page, read_cursor, wrong_cursor
from service.api.negotiation import Media, negotiate
from service.api.preconditions import (
    optional_precondition,
    required_precondition,
    unchanged,
    with_revision,
)
from service.api.reading import load_body, load_query
from service.api.responses import dumped, json_items, json_response, page_response
from service.domain.changes import PRESENT
from service.domain.webhooks import Delivery, SigningSecrets, Webhook, WebhookRequest
from service.webhooks import Webhooks

Clock: TypeAlias = Callable[[], datetime]
_KIND = "webhook"
_DELIVERY = "delivery"


def webhooks_blueprint(webhooks: Webhooks, clock: Clock) -> Blueprint:
    blueprint = Blueprint("webhooks", __name__)

    @blueprint.post("/v1/webhooks")
    def create_webhook() -> Response:
        _plain_request()
        asked = load_body(WebhookRequestSchema(), WebhookRequest, request)
        webhook, secrets = webhooks.create(asked, now=clock())
        response = _with_secret(webhook, secrets)
        response.status_code = 201
        response.headers["Location"] = f"/v1/webhooks/{webhook.id}"
        return response

    @blueprint.get("/v1/webhooks")
    def list_webhooks() -> Response:
        asked = load_query(PageQuerySchema(), PageQuery, request)
        negotiate(request, [Media.JSON])
        found = webhooks.page(after=read_cursor(_KIND, asked.cursor), limit=asked.limit + 1)
        page = cut_page(found, limit=asked.limit, kind=_KIND, identify=lambda one: one.id)
        items = json_items(WebhookSchema(), list(page.items))
        return page_response(request, "webhooks", items, page.cursor)

    @blueprint.get("/v1/webhooks/<webhook_id>")
    def get_webhook(webhook_id: str) -> Response:
        _plain_request()
        webhook = webhooks.get(known_id(_KIND, webhook_id))
        if unchanged(request, webhook.revision):
            return with_revision(Response(status=304), webhook.revision)
        return _held(webhook)

    @blueprint.put("/v1/webhooks/<webhook_id>")
    def put_webhook(webhook_id: str) -> Response:
        _plain_request()
        before = required_precondition(request)
        asked = load_body(WebhookRequestSchema(), WebhookRequest, request)
        known = known_id(_KIND, webhook_id)
        return _held(webhooks.put(known, asked, before=before, now=clock()))

    @blueprint.delete("/v1/webhooks/<webhook_id>")
    def delete_webhook(webhook_id: str) -> Response:
        load_query(NoQuerySchema(), dict, request)
        before = optional_precondition(request) or PRESENT
        webhooks.delete(known_id(_KIND, webhook_id), before=before)
        return Response(status=204)

    @blueprint.post("/v1/webhooks/<webhook_id>/secret")
    def rotate_secret(webhook_id: str) -> Response:
        _plain_request()
        rotated = webhooks.rotate(known_id(_KIND, webhook_id), now=clock())
        response = dumped(SecretSchema(), rotated)
        response.headers["Cache-Control"] = "no-store"
        return response

    _add_deliveries(blueprint, webhooks, clock)
    return blueprint


def _add_deliveries(blueprint: Blueprint, webhooks: Webhooks, clock: Clock) -> None:
    @blueprint.post("/v1/webhooks/<webhook_id>/test")
    def test_webhook(webhook_id: str) -> Response:
        _plain_request()
        return _accepted(
            webhooks.test(known_id(_KIND, webhook_id), now=clock(), trace=current_trace())
        )

    @blueprint.get("/v1/webhooks/<webhook_id>/deliveries")
    def list_deliveries(webhook_id: str) -> Response:
        asked = load_query(PageQuerySchema(), PageQuery, request)
        negotiate(request, [Media.JSON])
        last = read_cursor(_DELIVERY, asked.cursor)
        if last is not None and not re.fullmatch("[0-9]{1,18}", last):
            raise wrong_cursor()
        before = None if last is None else int(last)
        known = known_id(_KIND, webhook_id)
        found = webhooks.deliveries(known, before=before, limit=asked.limit + 1)
        page = cut_page(
            found, limit=asked.limit, kind=_DELIVERY, identify=lambda one: str(one.number)
        )
        items = json_items(DeliverySchema(), list(page.items))
        return page_response(request, "deliveries", items, page.cursor)

    @blueprint.post("/v1/webhooks/<webhook_id>/deliveries/<delivery_id>/replay")
    def replay_delivery(webhook_id: str, delivery_id: str) -> Response:
        _plain_request()
        known = known_id(_KIND, webhook_id), known_id(_DELIVERY, delivery_id)
        return _accepted(webhooks.replay(*known, now=clock()))


def _plain_request() -> None:
    """Refuse a query string, and a caller who does not take JSON."""
    load_query(NoQuerySchema(), dict, request)
    negotiate(request, [Media.JSON])


def _held(webhook: Webhook) -> Response:
    return with_revision(dumped(WebhookSchema(), webhook), webhook.revision)


def _with_secret(webhook: Webhook, secrets: SigningSecrets) -> Response:
    whole = {**WebhookSchema().dump(webhook), "secret": secrets.current}
    response = json_response(json.dumps(whole, separators=(",", ":")))
    response = with_revision(response, webhook.revision)
    response.headers["Cache-Control"] = "no-store"
    return response


def _accepted(delivery: Delivery) -> Response:
    response = dumped(DeliverySchema(), delivery)
    response.status_code = 202
    return response
