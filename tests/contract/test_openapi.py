"""openapi.yaml is the contract: generated, equal to the routes, with examples that hold."""

from __future__ import annotations

import re
from typing import Any

import pytest

from service.api.openapi import openapi_document
from tests.fakes_api import Edge
from tests.openapi_contract import DOCUMENT, assert_fits, contract

METHODS = {"get", "post", "put", "patch", "delete"}


def operations() -> list[tuple[str, str, Any]]:
    return [
        (path, method, operation)
        for path, methods in contract()["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    ]


def test_the_committed_document_is_what_the_code_generates() -> None:
    assert DOCUMENT.read_text("utf-8") == openapi_document()


def test_the_routes_are_the_paths_and_the_paths_are_the_routes() -> None:
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in Edge().app().url_map.iter_rules()
        for method in rule.methods or ()
        if method.lower() in METHODS
    }

    assert routes == {(path, method) for path, method, _ in operations()}


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [operation["operationId"] for _, _, operation in operations()]

    assert len(set(names)) == len(names)


def contents() -> list[Any]:
    found = []
    for path, method, operation in operations():
        bodies = {"request": operation.get("requestBody", {}), **operation["responses"]}
        for place, body in bodies.items():
            for media, content in body.get("content", {}).items():
                name = f"{method} {path} {place} {media}"
                found.append(pytest.param(content, id=name)) if "example" in content else None
    return found


@pytest.mark.parametrize("content", contents())
def test_every_example_is_of_its_schema(content: Any) -> None:
    assert_fits(content["schema"], content["example"])


def test_the_parts_of_an_example_stand_where_their_spans_say() -> None:
    example = contract()["paths"]["/v1/check"]["get"]["responses"]["200"]["content"]
    check = example["application/json"]["example"]
    text = check["statement"]["text"]
    evidence = check["evidence"]["conflicting"][0]
    (reason,) = evidence["reasons"]

    for whole, part in (
        (text, check["assertions"][0]),
        (text, reason["statement"]),
        (evidence["claim"]["text"], reason["claim"]),
    ):
        start, end = part["span"]
        assert whole[start:end] == part["text"]


def test_every_key_of_an_answer_is_required() -> None:
    schemas = contract()["components"]["schemas"]
    answers = {"Check", "Evidence", "EvidenceClaim", "EvidenceSource", "Reason", "Agreement"}

    for name in answers | {"StatementPart", "Place", "Corpus", "Engine", "Abstention"}:
        assert set(schemas[name]["required"]) == set(schemas[name]["properties"]), name
        assert schemas[name]["additionalProperties"] is False, name
