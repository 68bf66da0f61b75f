"""Webhooks on the wire: subscriptions, their secrets, and the log of what was sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from schemas.check_requests import DEFAULT_PAGE, MAX_PAGE, cursor_parameter
from schemas.fields import Moment, QueryNumber, StrictSchema, Text, Truth
from service.domain.events import EventType
from service.domain.webhooks import DeliveryState, WebhookRequest

MAX_URL = 2_000
_MAX_DESCRIPTION = 500
_OFFERED = (EventType.JOB_FINISHED, EventType.CHECK_CHANGED)
_WHEN = {"type": "string", "format": "date-time"}
_WHEN_IF_EVER = {"type": "string", "format": "date-time"}


def _string(*, nullable: bool = False) -> fields.String:
    return fields.String(required=True, allow_none=nullable)


class _WantedEvents(fields.List[Any]):
    """At least one event, none of them twice; in one order, however they are given."""

    def __init__(self) -> None:
        super().__init__(
            fields.String(validate=validate.OneOf([event.value for event in _OFFERED])),
            required=True,
            validate=validate.Length(min=1, max=len(_OFFERED)),
            metadata={"uniqueItems": True, "description": "Which events are sent."},
        )

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        names = super()._deserialize(value, attr, data, **kwargs)
        if len(set(names)) < len(names):
            raise ValidationError("Must not name an event twice.")
        return tuple(event for event in _OFFERED if event.value in names)


class WebhookRequestSchema(StrictSchema):
    """The body that makes or replaces a webhook."""

    url = Text(
        required=True,
        validate=validate.Length(min=1, max=MAX_URL),
        metadata={
            "format": "uri",
            "description": "Where events are posted. It must lead to a public address.",
        },
    )
    events = _WantedEvents()
    description = Text(
        load_default=None, allow_none=True, validate=validate.Length(max=_MAX_DESCRIPTION)
    )
    enabled = Truth(
        load_default=True, metadata={"description": "Whether anything is sent; false pauses."}
    )

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> WebhookRequest:
        return WebhookRequest(**data)


class DisabledSchema(StrictSchema):
    at = Moment(required=True, metadata=_WHEN)
    reason = _string()


class WebhookSchema(StrictSchema):
    """A subscription, without its secret."""

    id = _string()
    url = _string()
    events = fields.List(fields.Enum(EventType, by_value=fields.String), required=True)
    description = _string(nullable=True)
    enabled = fields.Boolean(required=True)
    disabled = fields.Nested(
        DisabledSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Since when and why nothing is sent; null where it is enabled."},
    )
    created_at = Moment(required=True, metadata=_WHEN)


class NewWebhookSchema(WebhookSchema):
    """A subscription just made, with its secret."""

    secret = fields.String(
        required=True,
        metadata={"description": "Signs what is sent. It is shown this once."},
    )


class WebhookPageSchema(StrictSchema):
    webhooks = fields.List(fields.Nested(WebhookSchema), required=True)
    next_cursor = _string(nullable=True)


class SecretSchema(StrictSchema):
    secret = fields.String(required=True, attribute="current", metadata={"pattern": "^whsec_"})
    previous_valid_until = Moment(
        required=True,
        attribute="previous_until",
        metadata={**_WHEN, "description": "Until then, the secret before this one signs too."},
    )


class AttemptSchema(StrictSchema):
    """One request: the status that was answered, or the reason why there is none."""

    number = fields.Integer(required=True)
    at = Moment(required=True, metadata=_WHEN)
    duration_ms = fields.Integer(required=True)
    status = fields.Integer(required=True, allow_none=True)
    error = _string(nullable=True)


class DeliverySchema(StrictSchema):
    """One event for one webhook, with every attempt to send it."""

    id = _string()
    event_id = fields.String(
        required=True, metadata={"description": "The `webhook-id` header of every attempt."}
    )
    event_type = fields.Enum(EventType, by_value=fields.String, required=True)
    state = fields.Enum(DeliveryState, by_value=fields.String, required=True)
    created_at = Moment(required=True, metadata=_WHEN)
    next_attempt_at = Moment(
        required=True,
        allow_none=True,
        metadata={**_WHEN_IF_EVER, "description": "Null once nothing more will be sent."},
    )
    attempts = fields.List(fields.Nested(AttemptSchema), required=True)


class DeliveryPageSchema(StrictSchema):
    deliveries = fields.List(fields.Nested(DeliverySchema), required=True)
    next_cursor = _string(nullable=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageQuery:
    """Which page of a list is asked for; the cursor is still as the caller gave it."""

    cursor: str | None
    limit: int


class PageQuerySchema(StrictSchema):
    cursor = cursor_parameter()
    limit = QueryNumber(load_default=DEFAULT_PAGE, validate=validate.Range(min=1, max=MAX_PAGE))

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> PageQuery:
        return PageQuery(**data)
