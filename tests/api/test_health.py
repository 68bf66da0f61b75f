"""/livez says that the process answers, /readyz that it can work."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.domain.errors import ModelUnusable, StoreUnavailable
from service.domain.keys import Scope
from service.inference.manifest import VerifiedFile
from service.inference.network import Network
from service.readiness import Readiness
from tests.fakes_access import GuardedEdge, bearer
from tests.fakes_api import Edge
from tests.openapi_contract import ContractClient


def broken() -> None:
    raise StoreUnavailable("the database does not answer")


def test_a_ready_service_says_so(client: ContractClient) -> None:
    assert client.get("/readyz").status_code == 200
    assert client.get("/livez").status_code == 200


def test_a_service_that_cannot_work_is_alive_but_not_ready(
    client: ContractClient, edge: Edge
) -> None:
    edge.ready = broken

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json["detail"] == "Not ready: the database does not answer."
    assert client.get("/livez").status_code == 200


def test_every_response_carries_an_id_and_is_not_sniffed(client: ContractClient) -> None:
    response = client.get("/livez")

    assert response.headers["X-Request-ID"].startswith("req_")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_sane_id_of_the_caller_comes_back(client: ContractClient) -> None:
    response = client.get("/nowhere", headers={"X-Request-ID": "cms-7.a_b"})

    assert response.headers["X-Request-ID"] == "cms-7.a_b"


def test_any_other_id_is_replaced(client: ContractClient) -> None:
    for given in ("", "a b", "x" * 129, "é", "a;b"):
        response = client.get("/livez", headers={"X-Request-ID": given})

        assert response.headers["X-Request-ID"].startswith("req_")


def test_a_readiness_opens_the_models_once_and_asks_the_database_each_time() -> None:
    asked: list[str] = []

    class Service:
        def ping(self) -> None:
            asked.append("database")

        def open_models(self) -> None:
            asked.append("models")
            if asked.count("models") == 1:
                raise ModelUnusable("the file stance.onnx is not there any more")

    service = Service()
    ready = Readiness(service, service)

    with pytest.raises(ModelUnusable):
        ready()
    ready()
    ready()

    assert asked == ["database", "models", "database", "models", "database"]


def test_weights_that_have_gone_are_named(tmp_path: Path) -> None:
    gone = VerifiedFile(path=tmp_path / "stance.onnx", sha256="ab")

    with pytest.raises(ModelUnusable, match=r"stance\.onnx is not there any more"):
        Network(gone, gone, max_tokens=8).run("Ready?")


def test_counts_are_for_those_who_may_read(guarded: GuardedEdge) -> None:
    client = guarded.client()
    key = guarded.key(Scope.READ)

    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers=bearer(key)).status_code == 200
    assert client.get("/livez").status_code == client.get("/readyz").status_code == 200
