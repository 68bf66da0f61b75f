"""The operation of the contract that searches claims as Google's Fact Check Tools API does."""

from __future__ import annotations

from schemas.claim_search import ClaimSearchPageSchema, ClaimSearchQuerySchema, GoogleErrorSchema
from service.api import examples
from service.api.operation_parts import OpenApi, answered, as_json, operation


def claim_search_paths() -> dict[str, OpenApi]:
    """Path to method to operation."""
    built = operation(
        "corpus",
        "searchFactCheckedClaims",
        "Claims in the shape of Google's Fact Check Tools API",
        answered(as_json(ClaimSearchPageSchema, examples.CLAIM_SEARCH)),
        [],
        description=(
            "A claim is a record of the corpus, ranked by its likeness to the query. Its review is"
            " the source in which it stands, and the rating says how the outlet stands to it."
        ),
        query=ClaimSearchQuerySchema,
    )
    for status, description in (
        ("400", "A parameter is wrong; `message` says which"),
        ("401", "A key is needed, or the one shown does not hold"),
        ("403", "The key does not have the scope"),
        ("429", "Too many requests"),
        ("503", "The service cannot do its work now"),
        ("default", "Any other error"),
    ):
        built["responses"][status] = {
            "description": description,
            "content": as_json(GoogleErrorSchema),
        }
    return {"/v1alpha1/claims:search": {"get": built}}
