"""/livez says that the process answers, /readyz that it can work."""

from __future__ import annotations

from service.domain.errors import StoreUnavailable
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
