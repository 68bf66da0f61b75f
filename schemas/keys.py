"""API keys as they are listed: without anything that opens a door."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from schemas.fields import Moment, StrictSchema
from service.domain.keys import ApiKey, sorted_scopes


class ApiKeySchema(StrictSchema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    scopes = fields.Function(lambda key: [scope.value for scope in sorted_scopes(key.scopes)])
    rate = fields.Function(lambda key: None if key.rate is None else str(key.rate))
    created_at = Moment(required=True)
    expires_at = Moment(required=True, allow_none=True)
    last_used_at = Moment(required=True, allow_none=True)
    revoked_at = Moment(required=True, allow_none=True)


def key_values(key: ApiKey) -> dict[str, Any]:
    """A key as JSON has it."""
    values: dict[str, Any] = ApiKeySchema().dump(key)
    return values
