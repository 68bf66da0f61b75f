"""What schemathesis cannot know from openapi.yaml: how to write our media types, and which
refusals of a request that fits the schema are right all the same.

Loaded by SCHEMATHESIS_HOOKS in the tools' own Python.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

import schemathesis

# A schema says what shape a value has. It does not say which values this corpus once gave out,
# which days the calendar has, or what two parameters mean together.
RIGHTLY_REFUSED = (
    "Not a cursor of this list.",
    "Not a token of this search.",
    "Must be an ISO 8601 date or date-time",
    "Must be a date of the calendar",
    "Must not be later than published_to.",
    "Must be the id in the path.",
    "Must be two whole numbers, [start, end].",
    "which does not exist",
    "cannot be resolved",
    "This key was used for a request with another path, media type or body.",
    "Give this or reviewPublisherSiteFilter.",
)
# The record is not in the state that the request asks for, or the word "batch" was taken for an id.
STATUSES = {405, 409, 410, 412, 428}

# Bodies of lines: a schema says nothing of what is in them.
LINES = ("/v1/imports", "/v1/jobs")


@schemathesis.serializer("application/x-ndjson")  # type: ignore[untyped-decorator]  # Theirs.
def as_lines(_context: Any, value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else json.dumps(value).encode()


@schemathesis.hook  # type: ignore[untyped-decorator]  # Theirs.
def filter_failure(_context: Any, failure: Any, case: Any, response: Any) -> bool:
    """Whether a failure counts."""
    kind = type(failure).__name__
    if response.status_code == HTTPStatus.REQUEST_URI_TOO_LONG:
        return False
    if case.operation.path in LINES:
        return kind not in ("RejectedPositiveData", "AcceptedNegativeData")
    if case.operation.path == "/v1/drafts" and case.media_type == "application/json" and case.query:
        # Most parameters of its query are for drafts in plain text; JSON has them in its body.
        return kind != "RejectedPositiveData"
    if kind == "UseAfterFree" and case.operation.path.startswith("/v1/jobs/"):
        # To delete a job is to cancel it, unless `remove=true` is said.
        return False
    if kind != "RejectedPositiveData":
        return True
    told = response.content.decode("utf-8")
    return response.status_code not in STATUSES and not any(d in told for d in RIGHTLY_REFUSED)
