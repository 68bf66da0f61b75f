"""The parts of which the operations of the contract are put together, as OpenAPI has them."""

from __future__ import annotations

from typing import Any, TypeAlias

from schemas.answers import CheckSchema
from schemas.problems import ProblemSchema
from service.api import examples

OpenApi: TypeAlias = dict[str, Any]

PROBLEMS = {
    400: "The body is not JSON, or a part of the request is not UTF-8",
    404: "Nothing has this id",
    406: "None of the representations is acceptable",
    409: "The change does not fit what the corpus holds",
    410: "The record was deleted; its versions are kept",
    412: "The record is not the one that the caller had seen",
    413: "The body is larger than the limit",
    415: "The body is of another content type",
    422: "A field or a query parameter is wrong; `errors` says which",
    428: "The change needs an If-Match",
    501: "This installation does not do what is asked",
    503: "The service cannot do its work now",
}

# What a request that reads, or changes, the corpus may be refused for.
READ_REFUSED = [400, 406, 422, 503]
CHANGE_REFUSED = [400, 406, 409, 413, 415, 422, 503]


def operation(
    tag: str,
    name: str,
    summary: str,
    responses: OpenApi,
    problems: list[int],
    *,
    description: str | None = None,
    query: object = None,
    path: str | None = None,
    known: list[str] | None = None,
    body: OpenApi | None = None,
    headers: list[OpenApi] | None = None,
) -> OpenApi:
    parameters: list[OpenApi] = list(headers or [])
    if path is not None:
        values: OpenApi = {"type": "string"} if known is None else {"enum": known}
        parameters.append({"in": "path", "name": path, "required": True, "schema": values})
    if query is not None:
        parameters.append({"in": "query", "schema": query})
    built: OpenApi = {
        "tags": [tag],
        "operationId": name,
        "summary": summary,
        # Generators of clients and documents make a comment of it, and want one everywhere.
        "description": description or f"{summary}.",
    }
    if parameters:
        built["parameters"] = parameters
    if body is not None:
        built["requestBody"] = {"required": True, "content": body}
    refusals = {str(status): problem(status) for status in sorted(problems)}
    built["responses"] = {**responses, **refusals, "default": problem(None)}
    return built


def problem(status: int | None) -> OpenApi:
    content: OpenApi = {"schema": ProblemSchema}
    if status == 422:
        content["example"] = examples.PROBLEM
    return {
        "description": "Any other error" if status is None else PROBLEMS[status],
        "content": {"application/problem+json": content},
    }


def answered(content: OpenApi, *, headers: list[str] | None = None) -> OpenApi:
    response: OpenApi = {"description": "The answer", "content": content}
    if headers:
        response["headers"] = {name: {"schema": {"type": "string"}} for name in headers}
    return {"200": response}


def status(code: str, content: OpenApi, description: str, headers: list[str]) -> OpenApi:
    return {code: {**answered(content, headers=headers)["200"], "description": description}}


def header(name: str) -> OpenApi:
    return {"in": "header", "name": name, "schema": {"type": "string"}}


def as_json(schema: object, example: object = None) -> OpenApi:
    content: OpenApi = {"schema": schema}
    if example is not None:
        content["example"] = example
    return {"application/json": content}


def as_check(example: object) -> OpenApi:
    """A check in each of its forms."""
    return {
        **as_json(CheckSchema, example),
        **as_text("The answer, to read in a terminal"),
        **as_text("The answer, to paste", "text/markdown"),
        **as_text("The answer as a page, to read in a browser", "text/html"),
        "application/ld+json": {
            "schema": {"type": "object", "description": "The answer as a schema.org ClaimReview"}
        },
    }


def as_list(page: object, example: object = None) -> OpenApi:
    """A page of a list, as JSON or as CSV."""
    return {**as_json(page, example), **as_text("The same, a row a record", "text/csv")}


def as_text(description: str, media: str = "text/plain") -> OpenApi:
    schema = {"type": "string"}
    return {media: {"schema": {**schema, "description": description} if description else schema}}
