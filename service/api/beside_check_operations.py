"""The operations of the contract on the history and the reviews of a saved check."""

from __future__ import annotations

from schemas.history import HistoryPageSchema
from schemas.reviews import BesideCheckQuerySchema, ReviewPageSchema, ReviewSchema, RulingSchema
from service.api import examples
from service.api.operation_parts import OpenApi, answered, as_json, operation

_CHECK = {"in": "path", "name": "check_id", "required": True, "schema": {"type": "string"}}


def beside_check_paths() -> dict[str, OpenApi]:
    """Path to method to operation."""
    return {**_history_path(), **_review_paths()}


def _history_path() -> dict[str, OpenApi]:
    return {
        "/v1/checks/{check_id}/history": {
            "get": operation(
                "checks",
                "listCheckHistory",
                "What changed the answer since the check was saved, oldest first",
                answered(as_json(HistoryPageSchema, examples.HISTORY), headers=["Link"]),
                [400, 404, 406, 422, 503],
                query=BesideCheckQuerySchema,
                path="check_id",
            )
        }
    }


def _review_paths() -> dict[str, OpenApi]:
    review = answered(as_json(ReviewSchema, examples.REVIEW))
    located = answered(as_json(ReviewSchema, examples.REVIEW), headers=["Location"])["200"]
    return {
        "/v1/checks/{check_id}/reviews": {
            "post": operation(
                "checks",
                "createReview",
                "Rule on a saved check, beside the machine's verdict",
                {"201": {**located, "description": "Kept"}},
                [400, 404, 406, 413, 415, 422, 503],
                path="check_id",
                body=as_json(RulingSchema, examples.RULING),
            ),
            "get": operation(
                "checks",
                "listReviews",
                "The reviews of a saved check, oldest first, superseded ones among them",
                answered(as_json(ReviewPageSchema, examples.REVIEWS), headers=["Link"]),
                [400, 404, 406, 422, 503],
                query=BesideCheckQuerySchema,
                path="check_id",
            ),
        },
        "/v1/checks/{check_id}/reviews/{review_id}": {
            "get": operation(
                "checks",
                "getReview",
                "One review",
                review,
                [400, 404, 406, 422, 503],
                path="review_id",
                headers=[_CHECK],
            ),
            "delete": operation(
                "checks",
                "deleteReview",
                "Take a review away; the one that it superseded stands again",
                {"204": {"description": "Deleted"}},
                [400, 404, 422, 503],
                path="review_id",
                headers=[_CHECK],
            ),
        },
    }
