"""/v1/jobs/{id}/results: what each line became, read as far as it is ready."""

from __future__ import annotations

import json

import pytest

from service.api import ApiLimits
from service.api.job_results import KINDS
from service.domain.jobs import RefusalCode
from tests.fakes_api import Edge
from tests.job_calls import GOOD, read, submitted, with_limits, work
from tests.openapi_contract import ContractClient

BAD = [
    "nonsense",
    "[]",
    "null",
    "{}",
    '{"statement": "\\u0000"}',
    '{"statement": "\\ud800"}',
    '{"statement": "a", "limit": 1e400}',
    '{"statement": "a", "limit": ' + "9" * 5_000 + "}",
    '{"statement": "a", "unknown": 1}',
    "[" * 5_000,
    '{"statement": "a", "statement": "b"}',
    "NaN",
    '{"statement": "' + "a" * 200_000 + '"}',
]


@pytest.fixture
def client(edge: Edge) -> ContractClient:
    return with_limits(edge, ApiLimits())


def test_results_are_the_direct_answers_but_for_id_and_time(
    client: ContractClient, edge: Edge
) -> None:
    asked = [
        {"statement": "More than 5,000 people were arrested.", "limit": 3},
        {"statement": "Nothing is known of it.", "as_of": "2022-01-07"},
        {"statement": "They were arrested.", "filters": {"publishers": ["dpa"]}},
    ]
    address = submitted(client, "\n".join(map(json.dumps, asked)))
    work(edge)
    results = read(client, f"{address}/results")
    direct = [client.post("/v1/checks", json=request).json for request in asked]
    for one in [*direct, *(result["check"] for result in results)]:
        del one["id"], one["checked_at"]
    assert [result["check"] for result in results] == direct


def test_a_bad_line_fails_none_of_its_neighbours(client: ContractClient, edge: Edge) -> None:
    crash = '{"statement": "crash"}\n'
    address = submitted(client, GOOD + "".join(f"{line}\n" for line in BAD) + crash + GOOD)
    work(edge)
    results = read(client, f"{address}/results")
    assert [result["line"] for result in results] == list(range(1, len(BAD) + 4))
    assert (results[0]["status"], results[-1]["status"]) == (200, 200)
    assert {result["status"] for result in results[1:-2]} == {400, 422}
    assert results[-2]["status"] == 500
    assert "secret" not in json.dumps(results[-2])
    job = client.get(address).json
    assert (job["failed"], job["done"], job["total"]) == (len(BAD) + 1, len(BAD) + 3, len(BAD) + 3)


def test_a_problem_points_into_its_line(client: ContractClient) -> None:
    address = submitted(client, GOOD + '{"statement": "a", "filters": {"sources": [1]}}')
    client.delete(address)
    (refused,) = read(client, f"{address}/results")
    (error,) = refused["problem"]["errors"]
    assert (refused["line"], refused["status"]) == (2, 422)
    assert error["pointer"] == "/filters/sources/0"


def test_lines_are_counted_as_an_editor_does(client: ContractClient, edge: Edge) -> None:
    address = submitted(client, "\ufeff\n\r\n" + GOOD.strip() + "\r\n  \n" + GOOD.strip())
    work(edge)
    results = read(client, f"{address}/results")
    assert [(result["line"], result["status"]) for result in results] == [(3, 200), (5, 200)]
    assert client.get(address).json["total"] == 2


def test_save_saves_each_check_under_the_id_in_its_result(
    client: ContractClient, edge: Edge
) -> None:
    address = submitted(client, GOOD * 2, "?save=true")
    work(edge)
    results = read(client, f"{address}/results")
    saved = client.get("/v1/checks").json["checks"]
    assert [result["check"] for result in results] == saved
    assert all(check["id"].startswith("chk_") for check in saved)


def test_nothing_is_saved_unless_asked(client: ContractClient, edge: Edge) -> None:
    address = submitted(client, GOOD)
    work(edge)
    (result,) = read(client, f"{address}/results")
    assert result["check"]["id"] is None
    assert client.get("/v1/checks").json["checks"] == []


def test_a_reader_who_follows_the_links_sees_each_result_once(
    client: ContractClient, edge: Edge
) -> None:
    address = submitted(client, GOOD * 120)
    follow, seen, waits = f"{address}/results", [], []
    while follow:
        response = client.get(follow)
        seen += [json.loads(line)["line"] for line in response.get_data(as_text=True).splitlines()]
        waits.append("Retry-After" in response.headers)
        follow = response.headers.get("Link", "").partition(">")[0].removeprefix("<")
        work(edge, steps=1)
    assert seen == list(range(1, 121))
    assert waits == [True, True, True, False]


def test_a_page_of_results_is_as_long_as_asked(client: ContractClient, edge: Edge) -> None:
    address = submitted(client, GOOD * 5)
    work(edge)
    first = client.get(f"{address}/results?limit=2&after=1")
    last = client.get(f"{address}/results?limit=2&after=3")
    assert [result["line"] for result in read(client, f"{address}/results?limit=2&after=1")] == [
        2,
        3,
    ]
    assert first.headers["Link"] == f'<{address}/results?limit=2&after=3>; rel="next"'
    assert "Retry-After" not in first.headers
    assert "Link" not in last.headers


@pytest.mark.parametrize(
    "query", ["after=-1", "after=x", "after=1e3", "after=1&after=2", "limit=0", "limit=10001"]
)
def test_a_wrong_place_to_read_from_is_refused(client: ContractClient, query: str) -> None:
    address = submitted(client, GOOD)
    response = client.get(f"{address}/results?{query}")
    assert response.status_code == 422
    assert response.json["errors"][0]["parameter"] == query.partition("=")[0]


def test_every_reason_for_a_refusal_has_a_problem_of_its_own() -> None:
    assert set(KINDS) == set(RefusalCode)
