"""``/metrics``: what was counted, in Prometheus's text format."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response

_FORMAT = "text/plain; version=0.0.4; charset=utf-8"


def metrics_blueprint(exposition: Callable[[], bytes]) -> Blueprint:
    blueprint = Blueprint("metrics", __name__)

    @blueprint.get("/metrics")
    def metrics() -> Response:
        response = Response(exposition(), content_type=_FORMAT)
        response.headers["Cache-Control"] = "no-store"
        return response

    return blueprint
