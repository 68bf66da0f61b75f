"""schema.org ClaimReview in JSON-LD: each review is a source, and the claim that it reviews.

The claim is kept as the publisher prints it: another's words, from which the review keeps its
distance unless it gives them its best rating.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from service.domain.errors import InvalidRecord
from service.domain.imports import Fault, FaultCode, Place
from service.importing.json_values import NoObject, read_objects
from service.importing.ndjson import Found, fault_of, overlong
from service.record_format import NotARecord, parse_json, record_of

# Where a field of our records comes from, for the pointers of faults.
_POINTER_OF = {
    "/publisher": "/author/name",
    "/title": "/name",
    "/url": "/url",
    "/published_at": "/datePublished",
    "/language": "/inLanguage",
    "/text": "/claimReviewed",
    "/speaker": "/itemReviewed/author/name",
    "/event_at": "/itemReviewed/datePublished",
}


def read_claim_reviews(chunks: Iterable[bytes]) -> Iterator[Found | Fault]:
    """The records of the input: a list of reviews, a graph, a feed, or one review."""
    for value in read_objects(chunks):
        if isinstance(value, NoObject):
            yield Fault(place=value.place, pointer="", code=FaultCode.SYNTAX, detail=value.detail)
        elif value.content is None:
            yield overlong(value.place)
        else:
            yield from _records(value.place, value.content)


def _records(place: Place, content: bytes) -> Iterator[Found | Fault]:
    try:
        parsed = parse_json(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        detail = f"is not UTF-8: byte {error.start + 1} of the object"
        yield Fault(place=place, pointer="", code=FaultCode.ENCODING, detail=detail)
        return
    except InvalidRecord as error:
        yield fault_of(place, error)
        return
    for pointer, review in _reviews(parsed, ""):
        yield from _read_review(place, pointer, review)


def _reviews(value: object, pointer: str) -> Iterator[tuple[str, object]]:
    """The reviews in an object with the places where they stand in it."""
    node = _node(value)
    for name in ("@graph", "dataFeedElement", "itemListElement", "item"):
        if name in node and "claimReviewed" not in node:
            inner = node[name]
            for index, each in enumerate(inner if isinstance(inner, list) else [inner]):
                place = f"{pointer}/{name}" + (f"/{index}" if isinstance(inner, list) else "")
                yield from _reviews(each, place)
            return
    yield pointer, value


def _read_review(place: Place, pointer: str, value: object) -> Iterator[Found | Fault]:
    review = _node(value)
    kinds = review.get("@type")
    if "ClaimReview" not in (kinds if isinstance(kinds, list) else [kinds]):
        detail = "is not a ClaimReview"
        yield fault_of(place, InvalidRecord(detail, pointer=f"{pointer}/@type"))
        return
    url = review.get("url")
    if not isinstance(url, str) or not url.strip():
        yield fault_of(place, InvalidRecord("is missing", pointer=f"{pointer}/url"))
        return
    try:
        source = record_of(_source(review, url))
        claim = record_of(_claim(review, url))
    except NotARecord as error:
        yield fault_of(place, error)
    except InvalidRecord as error:
        where = pointer + _POINTER_OF.get(error.pointer, error.pointer)
        yield fault_of(place, InvalidRecord(error.detail, pointer=where))
    else:
        # Several reviews may stand on one page, and one review in several feeds.
        yield Found(place=place, record=source, repeatable=True)
        yield Found(place=place, record=claim, repeatable=True)


def _source(review: Mapping[str, object], url: str) -> dict[str, object]:
    publisher = _name(review.get("author")) or _name(review.get("publisher"))
    host = urlsplit(url).hostname if url.isascii() else None
    return {
        "kind": "source",
        "id": f"review-{_digest(url)}",
        "publisher": publisher,
        "title": review.get("headline") or review.get("name") or review.get("claimReviewed"),
        "url": url,
        "published_at": review.get("datePublished"),
        "language": review.get("inLanguage") or "und",
        "origin": publisher or host or url[:200],
    }


def _claim(review: Mapping[str, object], url: str) -> dict[str, object]:
    reviewed = _node(review.get("itemReviewed"))
    appearance = reviewed.get("appearance")
    first = appearance[0] if isinstance(appearance, list) and appearance else appearance
    speaker = _name(reviewed.get("author")) or _name(_node(first).get("author"))
    text = review.get("claimReviewed")
    return {
        "kind": "claim",
        "id": f"review-{_digest(url, text)}-claim",
        "source_id": f"review-{_digest(url)}",
        "text": text,
        "quote": None,
        "speaker": speaker,
        "standing": "relayed" if _is_best(review.get("reviewRating")) else "distanced",
        "event_at": reviewed.get("datePublished"),
        "locator": {},
    }


def _is_best(rating: object) -> bool:
    """Whether a rating is the best that its own scale has."""
    values = [_node(rating).get(name) for name in ("ratingValue", "bestRating")]
    try:
        given, best = (float(str(value)) for value in values)
    except ValueError:
        return False
    return given == best


def _name(value: object) -> object:
    """The name of a person or organisation, of the first where there are several."""
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, str) else _node(first).get("name")


def _node(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()[:20]
