"""The operation of the contract that lists disagreements."""

from __future__ import annotations

from schemas.disagreements import DisagreementPageSchema, DisagreementsQuerySchema
from service.api import examples
from service.api.operation_parts import OpenApi, answered, as_list, as_text, operation


def disagreement_paths() -> dict[str, OpenApi]:
    """Path to method to operation."""
    page = {
        **as_list(DisagreementPageSchema, examples.DISAGREEMENTS),
        **as_text("The questions with their answers, to read"),
    }
    return {
        "/v1/disagreements": {
            "get": operation(
                "corpus",
                "listDisagreements",
                "Questions to which sources give different answers",
                answered(page, headers=["Link"]),
                [400, 406, 422, 503],
                query=DisagreementsQuerySchema,
            )
        }
    }
