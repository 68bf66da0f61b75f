"""Disagreements on the wire: the query string, and a page of questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marshmallow import fields, post_load, validate

from schemas.answers import EvidenceSourceSchema, PlaceSchema
from schemas.check_requests import (
    DEFAULT_PAGE,
    MAX_PAGE,
    cursor_parameter,
    filter_values,
    filters_of,
    format_parameter,
)
from schemas.fields import IsoDate, QueryNumber, StrictSchema, Text, absent
from service.domain.corpus import Filters, Standing
from service.domain.disagreements import DisagreementType

_WHO = "Only questions that have a claim of"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreementsQuery:
    """The query string of the list; the cursor is still as the caller gave it."""

    types: tuple[DisagreementType, ...]
    q: str
    filters: Filters
    cursor: str | None
    limit: int
    format: str | None


class DisagreementsQuerySchema(StrictSchema):
    types = fields.List(
        fields.Enum(DisagreementType, by_value=fields.String),
        data_key="type",
        load_default=list,
        validate=validate.Length(max=len(DisagreementType)),
        metadata={"description": "Only questions whose answers differ in this; repeatable."},
    )
    q = Text(
        load_default="",
        validate=validate.Length(max=500),
        metadata={"description": "Words that must all occur in one of the claims."},
    )
    publishers = filter_values(f"{_WHO} this publisher; repeatable.", data_key="publisher")
    sources = filter_values(f"{_WHO} the source with this id; repeatable.", data_key="source")
    published_from = IsoDate(load_default=absent, metadata={"format": "date"})
    published_to = IsoDate(load_default=absent, metadata={"format": "date"})
    cursor = cursor_parameter()
    limit = QueryNumber(load_default=DEFAULT_PAGE, validate=validate.Range(min=1, max=MAX_PAGE))
    format = format_parameter("json", "text", "csv")

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> DisagreementsQuery:
        return DisagreementsQuery(
            types=tuple(sorted(set(data["types"]))),
            q=data["q"],
            filters=filters_of(data),
            cursor=data["cursor"],
            limit=data["limit"],
            format=data["format"],
        )


def _string(*, nullable: bool = False, attribute: str | None = None) -> fields.String:
    return fields.String(required=True, allow_none=nullable, attribute=attribute)


def _count(description: str | None = None) -> fields.Integer:
    metadata = {"description": description} if description else {}
    return fields.Integer(required=True, validate=validate.Range(min=0), metadata=metadata)


class DisagreeingClaimSchema(StrictSchema):
    """A claim that gives the answer, with its source."""

    id = _string(attribute="claim.id")
    text = _string(attribute="claim.text")
    quote = _string(nullable=True, attribute="claim.quote")
    speaker = _string(nullable=True, attribute="claim.speaker")
    standing = fields.Enum(
        Standing, by_value=fields.String, required=True, attribute="claim.standing"
    )
    event_at = _string(nullable=True, attribute="claim.event_at")
    locator = fields.Nested(PlaceSchema, required=True, attribute="claim.locator")
    source = fields.Nested(EvidenceSourceSchema, required=True)


class GivenAnswerSchema(StrictSchema):
    """One answer. Papers that print one agency's text are several publishers and one origin."""

    text = _string()
    publishers = _count("A source that names no publisher counts as its own.")
    origins = _count()
    claims = fields.List(
        fields.Nested(DisagreeingClaimSchema), required=True, validate=validate.Length(min=1)
    )


class DisagreementSchema(StrictSchema):
    """A question to which sources give different answers."""

    id = _string()
    type = fields.Enum(DisagreementType, by_value=fields.String, required=True)
    title = _string()
    answers = fields.List(
        fields.Nested(GivenAnswerSchema), required=True, validate=validate.Length(min=2)
    )
    details = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Which answers exclude each other, and how."},
    )


class DisagreementPageSchema(StrictSchema):
    disagreements = fields.List(fields.Nested(DisagreementSchema), required=True)
    next_cursor = _string(nullable=True)
    pending = _count(
        "Claims that changed and are not compared with the others yet: if any, the list is partial."
    )
    revision = fields.Integer(
        required=True, attribute="corpus.revision", validate=validate.Range(min=0)
    )
