"""``/``: a manual page to read, and a sentence in for an answer out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response, request

from schemas.check_requests import (
    CheckRequestSchema,
    RepresentationQuery,
    RepresentationQuerySchema,
)
from service.api.addresses import base_url
from service.api.answering import Answering
from service.api.forms import CheckForms
from service.api.negotiation import CHECK_MEDIA, Media, negotiate
from service.api.reading import load_fields, load_query, load_sentence
from service.domain.check import CheckRequest

MANUAL = """\
FACTCHECK(1)

NAME
    factcheck - check a statement against what named sources report

USE
    curl {base}/ -d 'More than 5,000 people were arrested.'
        an answer to read in a terminal

    curl -G {base}/v1/check \\
         --data-urlencode 'statement=Internet access was cut in Kazakhstan.'
        the same as JSON; -d format=text, markdown, html or jsonld gives
        another form, and a browser gets a page

    curl {base}/v1/checks \\
         -H 'Content-Type: application/json' \\
         -d '{{"statement": "Internet access was cut in Kazakhstan."}}'
        the same, saved: see the Location header

    curl '{base}/v1/drafts?format=lines' \\
         -H 'Content-Type: text/plain' --data-binary @story.txt
        a whole article: every assertion of it, with its place

    curl '{base}/v1/checks?verdict=refuted'
        saved checks, as CSV with &format=csv;
        /v1/checks/batch takes up to {max_batch} requests,
        /v1/jobs up to {max_job_lines:,}, answered in the background

    curl '{base}/v1/sources'
    curl '{base}/v1/claims?q=arrested&source=kz-dpa'
        what the corpus holds

KEYS
    -H 'Authorization: Bearer fck_...'
        where the service asks for a key; factcheck keys create makes one

VERDICTS
    supported    some source supports the statement, none conflicts with it
    refuted      some source conflicts with it, none supports it
    disputed     sources on both sides
    unverified   neither; the answer says why

MORE
    {base}/docs           every endpoint, to try out
    {base}/openapi.yaml   the contract
    {base}/readyz         whether the service can work
"""


def front_blueprint(
    answering: Answering,
    forms: CheckForms,
    clock: Callable[[], datetime],
    *,
    max_batch: int,
    max_job_lines: int,
) -> Blueprint:
    blueprint = Blueprint("front", __name__)

    @blueprint.get("/")
    def manual() -> Response:
        negotiate(request, [Media.TEXT])
        text = MANUAL.format(
            base=base_url(request), max_batch=max_batch, max_job_lines=max_job_lines
        )
        return Response(text, mimetype=Media.TEXT.value)

    @blueprint.post("/")
    def check_sentence() -> Response:
        form = load_query(RepresentationQuerySchema(), RepresentationQuery, request).format
        media = negotiate(request, [Media.TEXT, *CHECK_MEDIA], asked=form)
        sentence = {"statement": load_sentence(request)}
        asked = load_fields(CheckRequestSchema(), CheckRequest, sentence)
        now = clock()
        answered, _ = answering.answer(asked, key=answering.key(asked, now=now), now=now)
        return forms.unsaved(request, media, asked, answered, checked_at=now)

    return blueprint
