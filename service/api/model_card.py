"""``/v1/model-card``: what judges, what it was made from, and how well it does."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, request

from schemas.check_requests import NoQuerySchema
from schemas.model_card import ModelCardSchema
from service.api.negotiation import Media, negotiate
from service.api.reading import load_query
from service.api.responses import dumped
from service.domain.model_card import ModelCard
from service.reviewing import Reviewing


def model_card_blueprint(card: ModelCard, reviewing: Reviewing) -> Blueprint:
    """``card`` does not change while the process runs; what editors ruled does."""
    blueprint = Blueprint("model_card", __name__)

    @blueprint.get("/v1/model-card")
    def get_model_card() -> Response:
        load_query(NoQuerySchema(), dict, request)
        negotiate(request, [Media.JSON])
        return dumped(ModelCardSchema(), replace(card, newsroom=reviewing.figures()))

    return blueprint
