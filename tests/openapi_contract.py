"""Holds responses against ``openapi.yaml``; every response that ``tests/api`` sees comes here."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

DOCUMENT = Path(__file__).parents[1] / "openapi.yaml"


@cache
def contract() -> Any:
    return yaml.safe_load(DOCUMENT.read_text("utf-8"))


def assert_fits(schema: Any, instance: object) -> None:
    """Raises AssertionError where the JSON value is not of the schema."""
    whole = {**schema, "components": contract()["components"]}
    errors = list(jsonschema_rs.Draft202012Validator(whole).iter_errors(instance))
    assert not errors, [f"{list(e.instance_path)}: {e.message}" for e in errors]


def _template(path: str) -> str | None:
    paths: list[str] = sorted(contract()["paths"], key=lambda each: "{" in each)
    for template in paths:
        if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template)), path):
            return template
    return None


def assert_as_promised(method: str, path: str, response: TestResponse) -> None:
    """Status, media type, header names and body are those that the contract names."""
    template = _template(path)
    operation = contract()["paths"].get(template, {}).get(method.lower())
    if operation is None:
        assert response.status_code in (404, 405) or method in ("HEAD", "OPTIONS")
        return
    promised = operation["responses"].get(str(response.status_code))
    if promised is None:
        assert response.status_code >= 400
        promised = operation["responses"]["default"]
    if "$ref" in promised:
        promised = contract()["components"]["responses"][promised["$ref"].rpartition("/")[2]]
    assert set(promised.get("headers", ())) - {"Link"} <= set(response.headers.keys())
    if response.status_code in (204, 304):
        assert response.data == b""
        return
    assert response.mimetype is not None
    assert response.mimetype in promised["content"]
    if response.mimetype.endswith(("/json", "+json")):
        assert_fits(promised["content"][response.mimetype]["schema"], response.json)


class ContractClient(FlaskClient):
    """A test client that lets no response pass which the contract does not promise.

    ``get`` and ``post`` are loosely typed, so that a test may look into ``response.json``.
    """

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return super().get(*args, **kwargs)

    def post(self, *args: Any, **kwargs: Any) -> Any:
        return super().post(*args, **kwargs)

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        assert_as_promised(response.request.method, response.request.path, response)
        return response
