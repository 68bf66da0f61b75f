"""The operations on webhooks, for the contract."""

from __future__ import annotations

import json

from schemas.webhooks import (
    DeliveryPageSchema,
    DeliverySchema,
    NewWebhookSchema,
    PageQuerySchema,
    SecretSchema,
    WebhookPageSchema,
    WebhookRequestSchema,
    WebhookSchema,
)
from service.api.operation_parts import OpenApi, answered, as_json, operation

_READ_REFUSED = [400, 404, 406, 422, 503]
_CHANGE_REFUSED = [400, 406, 413, 415, 422, 503]

_REQUEST: object = json.loads("""
{"url": "https://cms.example.org/factcheck", "events": ["job.finished", "check.changed"],
 "description": "The desk's CMS", "enabled": true}
""")
_WEBHOOK: object = json.loads("""
{"id": "whk_5f0c2a9e7d", "url": "https://cms.example.org/factcheck",
 "events": ["job.finished", "check.changed"], "description": "The desk's CMS",
 "enabled": false,
 "disabled": {"at": "2022-01-09T08:00:00Z", "reason": "The receiver answered 410 Gone."},
 "created_at": "2022-01-08T09:30:00Z"}
""")
_NEW_WEBHOOK: object = json.loads("""
{"id": "whk_5f0c2a9e7d", "url": "https://cms.example.org/factcheck",
 "events": ["job.finished", "check.changed"], "description": "The desk's CMS",
 "enabled": true, "disabled": null, "created_at": "2022-01-08T09:30:00Z",
 "secret": "whsec_ZXhhbXBsZSBzZWNyZXQsIG5vdCBmb3IgdXNlIQ=="}
""")
_SECRET: object = json.loads("""
{"secret": "whsec_ZXhhbXBsZSBzZWNyZXQsIG5vdCBmb3IgdXNlIQ==",
 "previous_valid_until": "2022-01-10T08:00:00Z"}
""")
_DELIVERY: object = json.loads("""
{"id": "dlv_1c7b", "event_id": "evt_9a3e", "event_type": "check.changed", "state": "pending",
 "created_at": "2022-01-09T08:00:00Z", "next_attempt_at": "2022-01-09T08:05:06Z",
 "attempts": [
   {"number": 1, "at": "2022-01-09T08:00:00Z", "duration_ms": 5003, "status": null,
    "error": "the server did not answer in time"},
   {"number": 2, "at": "2022-01-09T08:00:05Z", "duration_ms": 41, "status": 503, "error": null}]}
""")


def webhook_paths() -> dict[str, OpenApi]:
    """Path to method to operation."""
    one = "/v1/webhooks/{webhook_id}"
    return {
        "/v1/webhooks": {"get": _list(), "post": _create()},
        one: {"get": _get(), "put": _put(), "delete": _delete()},
        f"{one}/secret": {"post": _rotate()},
        f"{one}/test": {"post": _test()},
        f"{one}/deliveries": {"get": _deliveries()},
        f"{one}/deliveries/{{delivery_id}}/replay": {"post": _replay()},
    }


def _list() -> OpenApi:
    return operation(
        "webhooks",
        "listWebhooks",
        "Webhooks, by id",
        answered(as_json(WebhookPageSchema), headers=["Link"]),
        [400, 406, 422, 503],
        query=PageQuerySchema,
    )


def _create() -> OpenApi:
    return operation(
        "webhooks",
        "createWebhook",
        "Subscribe to events; the answer holds the signing secret, this once",
        _status("201", as_json(NewWebhookSchema, _NEW_WEBHOOK), "Made", ["ETag", "Location"]),
        _CHANGE_REFUSED,
        body=as_json(WebhookRequestSchema, _REQUEST),
    )


def _get() -> OpenApi:
    webhook = answered(as_json(WebhookSchema, _WEBHOOK), headers=["ETag"])
    unchanged = {"304": {"description": "The webhook is still the one with the ETag given"}}
    return operation(
        "webhooks",
        "getWebhook",
        "One webhook",
        {**webhook, **unchanged},
        _READ_REFUSED,
        path="webhook_id",
        headers=[_header("If-None-Match")],
    )


def _put() -> OpenApi:
    return operation(
        "webhooks",
        "putWebhook",
        "Change, pause or enable a webhook; its secret stays",
        answered(as_json(WebhookSchema, _WEBHOOK), headers=["ETag"]),
        [*_CHANGE_REFUSED, 404, 412, 428],
        path="webhook_id",
        body=as_json(WebhookRequestSchema, _REQUEST),
        headers=[_header("If-Match")],
    )


def _delete() -> OpenApi:
    return operation(
        "webhooks",
        "deleteWebhook",
        "Delete a webhook and the log of its deliveries",
        {"204": {"description": "Deleted"}},
        [400, 404, 412, 422, 503],
        path="webhook_id",
        headers=[_header("If-Match")],
    )


def _rotate() -> OpenApi:
    return operation(
        "webhooks",
        "rotateWebhookSecret",
        "A new signing secret, shown this once; for a day, the old one signs beside it",
        answered(as_json(SecretSchema, _SECRET)),
        _READ_REFUSED,
        path="webhook_id",
    )


def _test() -> OpenApi:
    return operation(
        "webhooks",
        "testWebhook",
        "Send a `webhook.test` event to a webhook",
        _status("202", as_json(DeliverySchema, _DELIVERY), "Will be sent", []),
        [*_READ_REFUSED, 409],
        path="webhook_id",
    )


def _deliveries() -> OpenApi:
    return operation(
        "webhooks",
        "listWebhookDeliveries",
        "What was sent to a webhook in the last 30 days, the newest first",
        answered(as_json(DeliveryPageSchema), headers=["Link"]),
        _READ_REFUSED,
        query=PageQuerySchema,
        path="webhook_id",
    )


def _replay() -> OpenApi:
    built = operation(
        "webhooks",
        "replayWebhookDelivery",
        "Send the event of a delivery again, under the same event id",
        _status("202", as_json(DeliverySchema, _DELIVERY), "Will be sent", []),
        [*_READ_REFUSED, 409],
        path="webhook_id",
    )
    delivery = {"in": "path", "name": "delivery_id", "required": True}
    built["parameters"].append({**delivery, "schema": {"type": "string"}})
    return built


def _status(status: str, content: OpenApi, description: str, headers: list[str]) -> OpenApi:
    return {status: {**answered(content, headers=headers)["200"], "description": description}}


def _header(name: str) -> OpenApi:
    return {"in": "header", "name": name, "schema": {"type": "string"}}
