"""A check in the form that was negotiated, in the name of the one who publishes it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from flask import Request, Response

from service.api.addresses import base_url, check_path, question_path
from service.api.answering import Answered
from service.api.negotiation import Media
from service.api.responses import identified, json_response
from service.domain.check import Check, CheckRequest
from service.domain.rechecks import CheckChange
from service.domain.reviews import Review
from service.render.claim_review import render_claim_review
from service.render.markdown import render_markdown
from service.render.page import page_policy, render_page
from service.render.published import PublishedCheck, Publisher
from service.render.reviews import render_reviews
from service.render.text import render_text

_RENDER: dict[Media, Callable[[PublishedCheck], str]] = {
    Media.MARKDOWN: render_markdown,
    Media.HTML: render_page,
    Media.JSON_LD: render_claim_review,
}

# The forms that have a place for what became of a check.
WITH_HISTORY = (Media.MARKDOWN, Media.HTML)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckForms:
    """Answers with checks; a publisher that the settings leave open is the host itself."""

    publisher_name: str | None = None
    publisher_url: str | None = None

    def tag(self, key: str, media: Media) -> str:
        """The ETag of an answer in one of its forms; some forms name the publisher."""
        if media not in _RENDER:
            return f"{key}-{media.name.lower()}"
        named = repr((self.publisher_name, self.publisher_url)).encode()
        return f"{key}-{media.name.lower()}-{hashlib.sha256(named).hexdigest()[:8]}"

    def unsaved(
        self,
        asked: Request,
        media: Media,
        about: CheckRequest,
        answered: Answered,
        *,
        checked_at: datetime,
    ) -> Response:
        """The answer to a question that leaves nothing behind."""
        if media is Media.JSON:
            # Asked for far more often than all else, and it names neither address nor publisher.
            return _as_json(answered, check_id=None, checked_at=checked_at)
        published = PublishedCheck(
            answer=answered.answer,
            check_id=None,
            checked_at=checked_at,
            address=base_url(asked) + question_path(about),
            publisher=self.publisher(asked),
        )
        return _response(published, media, answered)

    def saved(
        self,
        asked: Request,
        media: Media,
        check: Check,
        *,
        status: int = 200,
        reviews: tuple[Review, ...] = (),
        history: tuple[CheckChange, ...] = (),
    ) -> Response:
        """A saved check, with what became of it where the form has a place for that."""
        published = PublishedCheck(
            answer=check.answer,
            check_id=check.id,
            checked_at=check.checked_at,
            address=base_url(asked) + check_path(check.id),
            publisher=self.publisher(asked),
            history=history,
            reviews=reviews,
        )
        response = _response(published, media, Answered(check.answer))
        response.status_code = status
        return response

    def publisher(self, asked: Request) -> Publisher:
        base = base_url(asked)
        url = self.publisher_url or base
        return Publisher(name=self.publisher_name or urlsplit(url).netloc, url=url)


def _as_json(
    answered: Answered,
    *,
    check_id: str | None,
    checked_at: datetime,
    reviews: tuple[Review, ...] = (),
) -> Response:
    response = json_response(
        identified(answered.json, check_id=check_id, checked_at=checked_at, reviews=reviews)
    )
    response.headers["Vary"] = "Accept"
    return response


def _response(check: PublishedCheck, media: Media, answered: Answered) -> Response:
    if media is Media.JSON:
        return _as_json(
            answered,
            check_id=check.check_id,
            checked_at=check.checked_at,
            reviews=check.reviews,
        )
    if media is Media.TEXT:
        saved = f"\nSaved as {check_path(check.check_id)}\n" if check.check_id else ""
        text = render_text(check.answer) + render_reviews(check.reviews) + saved
        response = Response(text, mimetype=media.value)
    else:
        response = Response(_RENDER[media](check), mimetype=media.value)
    if media is Media.HTML:
        response.headers["Content-Security-Policy"] = page_policy()
    response.headers["Vary"] = "Accept"
    return response
