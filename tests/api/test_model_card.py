"""``GET /v1/model-card``: what judges, and how well."""

from __future__ import annotations

from service.stance.combination import FEATURES
from tests.openapi_contract import ContractClient


def test_without_a_model_or_figures_both_are_null(client: ContractClient) -> None:
    response = client.get("/v1/model-card")

    card = response.json
    assert response.status_code == 200
    assert card["engine"] == {"version": "1.0.0", "model": None}
    assert card["networks"] is None
    assert card["measurement"] is None
    assert card["measured_as_running"] is False


def test_every_feature_of_the_combination_is_told_with_its_weights(client: ContractClient) -> None:
    features = client.get("/v1/model-card").json["combination"]["features"]

    assert [row["feature"] for row in features] == list(FEATURES)


def test_a_query_is_refused(client: ContractClient) -> None:
    assert client.get("/v1/model-card?verbose=1").status_code == 422


def test_only_json_is_served(client: ContractClient) -> None:
    response = client.get("/v1/model-card", headers={"Accept": "text/html"})

    assert response.status_code == 406
