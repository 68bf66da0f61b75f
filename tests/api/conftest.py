"""The application over memory stores, and a client that checks each response's shape."""

from __future__ import annotations

import pytest

from service.domain.corpus import IndexedClaim
from tests.factories import make_claim, make_source
from tests.fakes_access import GuardedEdge
from tests.fakes_api import Edge
from tests.openapi_contract import ContractClient


@pytest.fixture
def edge() -> Edge:
    edge = Edge()
    edge.corpus.add(
        [make_source(id=f"s{n}", publisher=("dpa", "afp")[n % 2]) for n in range(5)],
        [
            IndexedClaim(claim=make_claim(id=f"c{n}", source_id=f"s{n % 5}"), terms=("arrest",))
            for n in range(12)
        ],
    )
    return edge


@pytest.fixture
def client(edge: Edge) -> ContractClient:
    app = edge.app()
    return ContractClient(app, app.response_class)


@pytest.fixture
def guarded(edge: Edge) -> GuardedEdge:
    return GuardedEdge(edge=edge)
