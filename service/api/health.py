"""``/livez``: the process answers. ``/readyz``: it can do its work."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response

from service.api.problems import UNAVAILABLE, ApiError
from service.domain.errors import FactCheckError


def health_blueprint(ready: Callable[[], None]) -> Blueprint:
    """``ready`` raises a FactCheckError that says what is missing."""
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/livez")
    def livez() -> Response:
        return _plain("alive\n")

    @blueprint.get("/readyz")
    def readyz() -> Response:
        try:
            ready()
        except FactCheckError as error:
            raise ApiError(UNAVAILABLE, f"Not ready: {error}.") from error
        return _plain("ready\n")

    return blueprint


def _plain(text: str) -> Response:
    response = Response(text, mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response
