"""A check as a schema.org ClaimReview, the form that search engines and aggregators read.

What we call statement is their claim. A person's review is published as his; what nobody has
reviewed says so, and carries a number only where the sources on file settle the matter.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TypeAlias

from service.domain.check import Verdict
from service.domain.corpus import Source
from service.domain.evidence import Evidence
from service.render.phrases import title_of
from service.render.published import PublishedCheck, web_address

JsonLd: TypeAlias = dict[str, object]

WORST, BEST = 1, 5
_RATING = {Verdict.SUPPORTED: BEST, Verdict.DISPUTED: 3, Verdict.REFUTED: WORST}
_UNREVIEWED = "Machine verdict, not reviewed by a person"
_REVIEWED = "Reviewed by a person"


def render_claim_review(check: PublishedCheck) -> str:
    """The review as JSON-LD, ending in a newline."""
    return json.dumps(claim_review(check), ensure_ascii=False, indent=2) + "\n"


def embedded_claim_review(check: PublishedCheck) -> str:
    """The review as JSON-LD that can stand inside an HTML script element."""
    text = json.dumps(claim_review(check), ensure_ascii=True, separators=(",", ":"))
    for char in "<>&":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def claim_review(check: PublishedCheck) -> JsonLd:
    """The ClaimReview as a JSON object; what does not apply is left out."""
    answer, review = check.answer, check.standing_review
    ruling = None if review is None else review.ruling
    publisher = _organization(check.publisher.name, check.publisher.url)
    seen = [*answer.supporting, *answer.conflicting]
    return _without_gaps(
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "@id": check.address,
            "url": check.address,
            "name": _headline(check),
            "claimReviewed": answer.statement,
            "reviewBody": answer.summary if ruling is None else ruling.reason,
            "datePublished": (review.reviewed_at if review else check.checked_at).isoformat(),
            "inLanguage": "en",
            "creativeWorkStatus": _UNREVIEWED if ruling is None else _REVIEWED,
            "author": publisher if ruling is None else _reviewer(ruling.reviewer, publisher),
            "publisher": publisher,
            "itemReviewed": _claim(check),
            "reviewRating": _rating(check),
            "citation": [_work(source) for source in _sources(seen)],
        }
    )


def _headline(check: PublishedCheck) -> str:
    review = check.standing_review
    own = None if review is None else review.ruling.headline
    return own or f"{_published_title(check)}: {check.answer.statement}"


def _published_title(check: PublishedCheck) -> str:
    """The verdict under which the check is published: the reviewer's own word, if there is one."""
    review = check.standing_review
    return title_of(check) if review is None else review.ruling.verdict.capitalize()


def _rating(check: PublishedCheck) -> JsonLd:
    answer, review = check.answer, check.standing_review
    words: JsonLd = {"@type": "Rating", "alternateName": _published_title(check)}
    if review is None:
        words["ratingExplanation"] = answer.summary
    number = _RATING.get(answer.verdict if review is None else review.ruling.verdict)
    if number is None:
        return words
    return {**words, "ratingValue": number, "worstRating": WORST, "bestRating": BEST}


def _claim(check: PublishedCheck) -> JsonLd:
    """The statement; it appears where a source on file reports the same."""
    answer = check.answer
    appearances = [_work(source) for source in _sources(answer.supporting)]
    language = None if answer.language == "und" else answer.language
    return _without_gaps(
        {
            "@type": "Claim",
            "text": answer.statement,
            "inLanguage": language,
            "appearance": appearances,
        }
    )


def _work(source: Source) -> JsonLd:
    url = web_address(source.url)
    return _without_gaps(
        {
            "@type": "CreativeWork",
            "identifier": source.id,
            "url": url,
            "headline": source.title,
            "datePublished": source.published_at,
            "inLanguage": None if source.language == "und" else source.language,
            "publisher": _organization(source.publisher, None) if source.publisher else None,
        }
    )


def _sources(evidence: Sequence[Evidence]) -> list[Source]:
    """The sources of the evidence, each once."""
    return list({piece.source.id: piece.source for piece in evidence}.values())


def _organization(name: str, url: str | None) -> JsonLd:
    return _without_gaps({"@type": "Organization", "name": name, "url": url})


def _reviewer(name: str, publisher: JsonLd) -> JsonLd:
    return {"@type": "Person", "name": name, "worksFor": publisher}


def _without_gaps(node: JsonLd) -> JsonLd:
    return {name: value for name, value in node.items() if value not in (None, [])}
