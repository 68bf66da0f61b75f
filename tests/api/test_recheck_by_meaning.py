"""A claim in quite other words, over HTTP: the saved check that it bears on is made again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service.app import create_app
from service.assembly import checker_for, rechecking_for
from service.config import Settings
from service.storage import open_storage
from tests.fakes import CompassEmbedder
from tests.openapi_contract import ContractClient

SETTINGS = Settings(database_url="memory:", model="none")
COMPASS = CompassEmbedder({"Aurora": 0, "Norby": 20, "Farby": 80})
SOURCE = {
    "kind": "source",
    "id": "wire",
    "publisher": "The Wire",
    "title": "Ferry",
    "url": None,
    "published_at": "2024-05-17",
    "language": "en",
    "origin": "wire",
}
STATEMENT = {"statement": "The ferry Aurora carried 340 passengers."}


@pytest.fixture
def service() -> tuple[ContractClient, Callable[[], None]]:
    """The service in memory with one source, and what lets its worker do all that waits."""
    storage = open_storage("memory:")
    app = create_app(SETTINGS, storage=storage, embedder=COMPASS)
    client = ContractClient(app, app.response_class)
    assert client.post("/v1/sources", json=SOURCE).status_code == 201
    rechecking = rechecking_for(storage, checker=checker_for(SETTINGS, storage, embedder=COMPASS))
    return client, lambda: rechecking.recheck_waiting(told=lambda change: None)


def publish(client: ContractClient, claim_id: str, text: str) -> None:
    claim: dict[str, object] = {
        "kind": "claim",
        "id": claim_id,
        "source_id": "wire",
        "text": text,
        "quote": None,
        "speaker": None,
        "standing": "asserted",
        "event_at": None,
        "locator": {},
    }
    assert client.post("/v1/claims", json=claim).status_code == 201


def test_a_new_claim_that_shares_no_word_reaches_the_saved_check(
    service: tuple[ContractClient, Callable[[], None]],
) -> None:
    client, work = service
    place = client.post("/v1/checks", json=STATEMENT).headers["Location"]
    work()
    before: int = client.get(place).json["corpus"]["revision"]

    publish(client, "far", "Hay is up in Farby.")
    work()
    assert client.get(place).json["corpus"]["revision"] == before
    publish(client, "near", "Norby is cut off.")
    work()

    assert client.get(place).json["corpus"]["revision"] > before
