"""Claims and errors in the shape of Google's Fact Check Tools API, v1alpha1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from marshmallow import ValidationError, fields, post_dump, post_load, validate, validates_schema

from schemas.fields import QueryNumber, StrictSchema, Text, absent, moment_text

DEFAULT_PAGE, MAX_PAGE = 10, 100
MAX_OFFSET = 1_000
_MAX_DAYS = 1_000_000
_IGNORED = "Accepted, since every client of Google sends it, and ignored."


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSearchQuery:
    """The query string; the token is still as the caller gave it."""

    query: str
    language: str | None
    reviewer: str | None
    max_age_days: int | None
    page_size: int
    page_token: str | None
    offset: int


def _ignored(name: str | None = None) -> Text:
    return Text(data_key=name, load_default=absent, metadata={"description": _IGNORED})


class ClaimSearchQuerySchema(StrictSchema):
    query = Text(
        load_default="",
        validate=validate.Length(max=2_000),
        metadata={"description": "Needed unless reviewPublisherSiteFilter is given."},
    )
    language = Text(
        data_key="languageCode",
        load_default=absent,
        validate=validate.Length(max=35),
        metadata={"description": "BCP 47, such as en-US; the region does not matter."},
    )
    reviewer = Text(
        data_key="reviewPublisherSiteFilter",
        load_default=absent,
        validate=validate.Length(max=200),
        metadata={"description": "The host of an outlet, such as dpa.com, or its name."},
    )
    max_age_days = QueryNumber(
        data_key="maxAgeDays",
        load_default=absent,
        validate=validate.Range(min=0, max=_MAX_DAYS),
        metadata={"description": "Counted from the day of publication."},
    )
    page_size = QueryNumber(
        data_key="pageSize",
        load_default=0,
        validate=validate.Range(min=0),
        metadata={"description": "Default 10; more than 100 means 100."},
    )
    page_token = Text(
        data_key="pageToken",
        load_default=absent,
        validate=validate.Length(min=1, max=1_000),
        metadata={"pattern": "^[A-Za-z0-9_-]+$", "description": "`nextPageToken` of a page."},
    )
    offset = QueryNumber(
        load_default=0,
        validate=validate.Range(min=0, max=MAX_OFFSET),
        metadata={"description": "Counts only where no pageToken is given."},
    )
    key = Text(
        load_default=absent,
        metadata={"description": "An API key of this service, where it asks for keys."},
    )
    alt = fields.String(
        load_default=absent,
        validate=validate.OneOf(["json"]),
        metadata={"description": "JSON is all there is."},
    )
    pretty_print = _ignored("prettyPrint")
    quota_user = _ignored("quotaUser")
    access_token = _ignored()
    oauth_token = _ignored()
    callback = _ignored()
    field_mask = _ignored("fields")
    upload_type = _ignored("uploadType")
    upload_protocol = _ignored()
    error_format = _ignored("$.xgafv")

    @validates_schema
    def check_something_is_asked(self, data: Mapping[str, Any], **_: Any) -> None:
        if not data["query"].strip() and not (data["reviewer"] or "").strip():
            raise ValidationError("Give this or reviewPublisherSiteFilter.", "query")

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> ClaimSearchQuery:
        return ClaimSearchQuery(
            query=data["query"].strip(),
            language=data["language"] or None,
            reviewer=(data["reviewer"] or "").strip() or None,
            max_age_days=data["max_age_days"],
            page_size=min(data["page_size"] or DEFAULT_PAGE, MAX_PAGE),
            page_token=data["page_token"],
            offset=data["offset"],
        )


class Timestamp(fields.Field[str]):
    """A moment in UTC, as Google writes it; what names no day has none."""

    def _serialize(
        self, value: str | None, attr: str | None, obj: Any, **kwargs: Any
    ) -> str | None:
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(value)
            return moment_text(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
        except (ValueError, OverflowError):
            # A month is no day; within a day of the calendar's ends there may be no UTC time.
            return None


class _SparseSchema(StrictSchema):
    """Leaves out what does not apply, as Google does."""

    @post_dump
    def leave_out_what_is_absent(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {name: value for name, value in data.items() if value is not None}


_TIME = {"type": "string", "format": "date-time"}


class ReviewPublisherSchema(_SparseSchema):
    name = fields.String()
    site = fields.String()


class OutletReviewSchema(_SparseSchema):
    """The source in which the claim stands."""

    publisher = fields.Nested(ReviewPublisherSchema, required=True)
    url = fields.String(required=True)
    title = fields.String(required=True)
    review_date = Timestamp(data_key="reviewDate", metadata=_TIME)
    textual_rating = fields.String(
        data_key="textualRating",
        required=True,
        metadata={"description": "How the outlet stands to the claim."},
    )
    language_code = fields.String(data_key="languageCode", required=True)


class FactCheckedClaimSchema(_SparseSchema):
    text = fields.String(required=True)
    claimant = fields.String()
    claim_date = Timestamp(data_key="claimDate", metadata=_TIME)
    reviews = fields.List(fields.Nested(OutletReviewSchema), data_key="claimReview", required=True)


class ClaimSearchPageSchema(_SparseSchema):
    """A page of claims; without a next one there is no token."""

    claims = fields.List(fields.Nested(FactCheckedClaimSchema), required=True)
    next_page_token = fields.String(data_key="nextPageToken")


class FieldViolationSchema(StrictSchema):
    field = fields.String(required=True)
    description = fields.String(required=True)


class BadRequestSchema(StrictSchema):
    kind = fields.String(
        data_key="@type",
        required=True,
        dump_default="type.googleapis.com/google.rpc.BadRequest",
    )
    violations = fields.List(
        fields.Nested(FieldViolationSchema), data_key="fieldViolations", required=True
    )


class StatusSchema(_SparseSchema):
    """google.rpc.Status as Google's services write it in JSON."""

    code = fields.Integer(required=True)
    message = fields.String(required=True)
    status = fields.String(required=True)
    details = fields.List(fields.Nested(BadRequestSchema))


class GoogleErrorSchema(StrictSchema):
    error = fields.Nested(StatusSchema, required=True)
