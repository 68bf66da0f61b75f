"""Calls of tests on jobs over HTTP: hand in, work, read."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from service.api import ApiLimits
from service.jobs import JobRunner
from tests.fakes_api import Edge
from tests.openapi_contract import ContractClient, assert_fits, contract

NDJSON = "application/x-ndjson"
GOOD = '{"statement": "More than 5,000 people were arrested."}\n'


def with_limits(edge: Edge, limits: ApiLimits) -> ContractClient:
    app = edge.app(limits)
    return ContractClient(app, app.response_class)


def submit(client: ContractClient, body: str | bytes, query: str = "") -> Any:
    return client.post(f"/v1/jobs{query}", data=body, content_type=NDJSON)


def submitted(client: ContractClient, body: str | bytes, query: str = "") -> str:
    """The address of a new job."""
    response = submit(client, body, query)
    assert response.status_code == 202
    address: str = response.headers["Location"]
    assert address == f"/v1/jobs/{response.json['id']}"
    return address


def work(edge: Edge, steps: int = 1_000) -> None:
    """Answer what waits, as a worker would."""
    numbers = count(1)
    runner = JobRunner(
        queue=edge.jobs,
        checker=edge.checker,
        clock=edge.clock,
        timer=lambda: 0.0,
        new_id=lambda: f"w{next(numbers):07d}",
    )
    while steps and runner.step():
        steps -= 1


def read(client: ContractClient, address: str) -> list[Any]:
    """Results in NDJSON, each of which is what the contract says."""
    response = client.get(address)
    assert response.status_code == 200
    results = [json.loads(line) for line in response.get_data(as_text=True).splitlines()]
    for result in results:
        assert_fits(contract()["components"]["schemas"]["JobResult"], result)
    return results
