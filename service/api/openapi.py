"""The contract as an OpenAPI 3.1 document, made from the schemas and the operations."""

from __future__ import annotations

import yaml
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from schemas.answers import BatchAnswerSchema, CheckPageSchema, CheckSchema
from schemas.audit import AuditEntrySchema, AuditPageSchema
from schemas.changes import (
    ClaimVersionPageSchema,
    RetractionRequestSchema,
    SourceVersionPageSchema,
)
from schemas.check_requests import BatchSchema, CheckRequestSchema
from schemas.claim_search import ClaimSearchPageSchema, GoogleErrorSchema
from schemas.disagreements import DisagreementPageSchema, DisagreementSchema
from schemas.draft_reports import DraftReportSchema
from schemas.drafts import DraftRequestSchema
from schemas.history import HistoryPageSchema
from schemas.imports import ImportProblemSchema, ImportReportSchema
from schemas.jobs import JobPageSchema, JobResultSchema, JobSchema
from schemas.model_card import ModelCardSchema
from schemas.problems import ProblemSchema
from schemas.records import ClaimPageSchema, ClaimSchema, SourcePageSchema, SourceSchema
from schemas.reviews import ReviewPageSchema, ReviewSchema, RulingSchema
from schemas.webhooks import (
    DeliveryPageSchema,
    DeliverySchema,
    NewWebhookSchema,
    SecretSchema,
    WebhookPageSchema,
    WebhookRequestSchema,
    WebhookSchema,
)
from service.api.access_operations import add_access_components, guarded
from service.api.operations import operations

_DESCRIPTION = """\
Checks a statement against what named sources report: which sources support it, which conflict
with it, and where.

FEVER calls the *statement* a claim, and AVeriTeC's "Conflicting Evidence" is our `disputed`. Here,
a *claim* is what a source published.

A body that is not JSON in UTF-8 (duplicate names, NaN, more than 64 levels included) is answered
with 400, a body or query of the wrong fields with 422, each with `errors[].pointer` (RFC 6901) to
the place. Every error is `application/problem+json` (RFC 9457). Each response carries an
`X-Request-ID`: the caller's own, if it is up to 128 letters, digits and `. _ : -`.

Where the service asks for keys, send one as `Authorization: Bearer`. Where it limits requests, each
answer tells what is left in `RateLimit` and `RateLimit-Policy`; 429 says in `Retry-After` when to
come back.
"""


class _PlainDumper(yaml.SafeDumper):
    """Writes a shared value out each time: an anchor is hard to read and to review."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _text(dumper: _PlainDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_PlainDumper.add_representer(str, _text)


def openapi_document() -> str:
    """The document as YAML, the same text each time."""
    document = _specification().to_dict()
    order = ("openapi", "info", "servers", "tags", "paths", "components")
    return yaml.dump(
        {key: document[key] for key in order},
        Dumper=_PlainDumper,
        sort_keys=False,
        allow_unicode=True,
        width=100,
    )


def _specification() -> APISpec:
    spec = APISpec(
        title="Fact check",
        version="1.0.0",
        openapi_version="3.1.0",
        plugins=[MarshmallowPlugin()],
        info={
            "description": _DESCRIPTION,
            "contact": {"name": "Whoever runs this service"},
            "license": {"name": "Apache License 2.0", "identifier": "Apache-2.0"},
        },
        servers=[{"url": "/"}],
        tags=[
            {"name": "checks", "description": "Statements and the answers to them"},
            {"name": "jobs", "description": "Many statements at once, answered in the background"},
            {"name": "corpus", "description": "What the sources published"},
            {"name": "webhooks", "description": "Who is told of what happens here"},
            {"name": "service", "description": "Manual, health and contract"},
        ],
    )
    schemas = (
        ProblemSchema(),
        CheckRequestSchema(),
        ReviewSchema(),
        CheckSchema(),
        BatchSchema(max_batch=100),
        BatchAnswerSchema(),
        CheckPageSchema(),
        HistoryPageSchema(),
        RulingSchema(),
        ReviewPageSchema(),
        DraftRequestSchema(),
        DraftReportSchema(),
        JobSchema(),
        JobPageSchema(),
        JobResultSchema(),
        SourceSchema(),
        ClaimSchema(),
        SourcePageSchema(),
        ClaimPageSchema(),
        DisagreementSchema(),
        DisagreementPageSchema(),
        SourceVersionPageSchema(),
        ClaimVersionPageSchema(),
        RetractionRequestSchema(),
        ImportReportSchema(),
        ImportProblemSchema(),
        ModelCardSchema(),
        ClaimSearchPageSchema(),
        GoogleErrorSchema(),
        AuditEntrySchema(),
        AuditPageSchema(),
        WebhookSchema(),
        WebhookRequestSchema(),
        NewWebhookSchema(),
        WebhookPageSchema(),
        SecretSchema(),
        DeliverySchema(),
        DeliveryPageSchema(),
    )
    for schema in schemas:
        spec.components.schema(type(schema).__name__.removesuffix("Schema"), schema=schema)
    add_access_components(spec)
    for path, methods in operations().items():
        spec.path(path=path, operations=guarded(path, methods))
    return spec
