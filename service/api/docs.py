"""``/openapi.yaml`` and ``/docs``: the contract, and Swagger UI from our own files."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from service.api.openapi import openapi_document

STATIC = Path(__file__).with_name("static")
ASSETS = {
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
    "docs.js": "text/javascript",
}
# Swagger UI sets style attributes and draws its icons from data: addresses; all else is ours.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)
_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The fact-check API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"><p>The contract is at <a href="/openapi.yaml">/openapi.yaml</a>.</p></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/docs.js"></script>
</body>
</html>
"""


def docs_blueprint() -> Blueprint:
    blueprint = Blueprint("docs", __name__)
    document = cache(openapi_document)

    @blueprint.get("/openapi.yaml")
    def openapi() -> Response:
        return Response(document(), mimetype="application/yaml")

    @blueprint.get("/docs")
    def docs() -> Response:
        response = Response(_PAGE, mimetype="text/html")
        response.headers["Content-Security-Policy"] = _POLICY
        return response

    @blueprint.get("/docs/<asset>")
    def docs_asset(asset: str) -> Response:
        if asset not in ASSETS:
            raise NotFound
        response = Response((STATIC / asset).read_bytes(), mimetype=ASSETS[asset])
        response.headers["Cache-Control"] = "public, max-age=3600"
        return response

    return blueprint
