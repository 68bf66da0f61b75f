"""The model card put together: the engine, its networks, its combination and its figures."""

from __future__ import annotations

from service.domain.check import Engine
from service.domain.model_card import Measurement, ModelCard, Networks
from service.domain.reviews import NO_REVIEWS
from service.stance.combination_record import combination_record


def model_card(
    engine: Engine, *, networks: Networks | None, measurement: Measurement | None
) -> ModelCard:
    """The card of a running engine, on which no editor has ruled yet.

    ``networks`` are shown only if it is the engine's own stance network that they describe.
    """
    own = networks if networks and networks.stance.fingerprint == engine.model else None
    return ModelCard(
        engine=engine,
        networks=own,
        combination=combination_record(),
        measurement=measurement,
        newsroom=NO_REVIEWS,
    )
