"""/v1/jobs: handed in whole, answered in the background, read as far as they have come."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from service.api import ApiLimits
from service.api.job_results import KINDS
from service.domain.jobs import RefusalCode
from service.jobs import JobRunner
from tests.fakes import NOW
from tests.fakes_api import Edge
from tests.openapi_contract import ContractClient, assert_fits, contract

NDJSON = "application/x-ndjson"
GOOD = '{"statement": "More than 5,000 people were arrested."}\n'
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


def test_a_job_is_taken_in_and_answered_later(client: ContractClient, edge: Edge) -> None:
    address = submitted(client, GOOD * 3)
    before = client.get(address)
    work(edge)
    after = client.get(address)
    assert (before.json["state"], before.json["total"], before.json["done"]) == ("queued", 3, 0)
    assert int(before.headers["Retry-After"]) > 0
    assert (after.json["state"], after.json["done"]) == ("finished", 3)
    assert after.json["verdicts"] == {
        "supported": 0,
        "refuted": 3,
        "disputed": 0,
        "unverified": 0,
    }
    assert "Retry-After" not in after.headers


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


@pytest.mark.parametrize("body", ["", "\n \r\n\t\n", "\ufeff"])
def test_a_body_without_a_line_is_refused(client: ContractClient, body: str) -> None:
    response = submit(client, body)
    assert (response.status_code, response.json["detail"]) == (400, "The body is empty.")
    assert client.get("/v1/jobs").json["jobs"] == []


def test_a_job_has_as_many_lines_as_the_limit_and_no_more(edge: Edge) -> None:
    client = with_limits(edge, ApiLimits(max_job_lines=3))
    taken, refused = submit(client, "\n" + GOOD * 3), submit(client, GOOD * 4)
    assert (taken.status_code, refused.status_code) == (202, 422)
    assert refused.json["errors"] == [{"pointer": "", "detail": "At most 3 lines a job."}]
    assert len(client.get("/v1/jobs").json["jobs"]) == 1


def test_a_body_that_is_too_long_is_refused(edge: Edge) -> None:
    client = with_limits(edge, ApiLimits(max_body_bytes=10, max_job_bytes=len(GOOD) + 10))
    taken, refused = submit(client, GOOD), submit(client, GOOD * 2)
    assert (taken.status_code, refused.status_code) == (202, 413)


def test_a_long_body_of_no_declared_length_is_refused(edge: Edge) -> None:
    client = with_limits(edge, ApiLimits(max_job_bytes=100))
    response = client.post(
        "/v1/jobs",
        input_stream=io.BytesIO(GOOD.encode() * 10),
        content_type=NDJSON,
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert response.status_code == 413


@pytest.mark.parametrize(
    ("media", "query", "status"),
    [
        ("application/json", "", 415),
        ("", "", 415),
        (f"{NDJSON}; charset=utf-16", "", 415),
        (NDJSON, "?save=yes", 422),
        (NDJSON, "?save=true&save=true", 422),
        (NDJSON, "?other=1", 422),
        (NDJSON, "?save=%ff", 400),
    ],
)
def test_a_submission_of_another_form_is_refused(
    client: ContractClient, media: str, query: str, status: int
) -> None:
    response = client.post(f"/v1/jobs{query}", data=GOOD, content_type=media)
    assert response.status_code == status
    assert response.json["errors"]


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


def test_a_cancelled_job_keeps_the_results_it_has(client: ContractClient, edge: Edge) -> None:
    address = submitted(client, GOOD * 120)
    work(edge, steps=1)
    cancelled = client.delete(address)
    work(edge)
    again = client.delete(address)
    results = client.get(f"{address}/results")
    assert (cancelled.status_code, again.status_code) == (200, 200)
    assert cancelled.json == again.json
    assert (again.json["state"], again.json["done"]) == ("cancelled", 50)
    assert len(results.get_data().splitlines()) == 50
    assert "Link" not in results.headers


def test_a_late_cancel_takes_nothing_from_a_finished_job(
    client: ContractClient, edge: Edge
) -> None:
    address = submitted(client, GOOD)
    work(edge)
    assert client.delete(address).json["state"] == "finished"
    assert len(read(client, f"{address}/results")) == 1


def test_a_removed_job_is_gone(client: ContractClient, edge: Edge) -> None:
    address = submitted(client, GOOD)
    removed = client.delete(f"{address}?remove=true")
    work(edge)
    assert removed.status_code == 204
    for response in (
        client.get(address),
        client.get(f"{address}/results"),
        client.delete(address),
        client.delete(f"{address}?remove=true"),
    ):
        assert response.status_code == 404


def test_the_ids_of_no_job_are_not_found(client: ContractClient) -> None:
    for name in ("job_0", "%00", "%ff", "a" * 1_000, "%F0%9F%98%80"):
        assert client.get(f"/v1/jobs/{name}").status_code == 404
        assert client.get(f"/v1/jobs/{name}/results").status_code == 404
    assert client.put("/v1/jobs/job_0").status_code == 405


def test_jobs_are_listed_page_by_page_and_by_state(client: ContractClient, edge: Edge) -> None:
    addresses = [submitted(client, GOOD) for _ in range(3)]
    client.delete(addresses[1])
    first = client.get("/v1/jobs?limit=2").json
    second = client.get(f"/v1/jobs?limit=2&cursor={first['next_cursor']}").json
    cancelled = client.get("/v1/jobs?state=cancelled").json["jobs"]
    listed = [f"/v1/jobs/{job['id']}" for job in first["jobs"] + second["jobs"]]
    assert (listed, second["next_cursor"]) == (addresses, None)
    assert [f"/v1/jobs/{job['id']}" for job in cancelled] == addresses[1:2]
    client.delete(f"{addresses[1]}?remove=true")
    assert client.get(f"/v1/jobs?cursor={first['next_cursor']}").status_code == 422
    assert client.get("/v1/jobs?state=lost").status_code == 422


def test_a_job_says_when_to_look_again_by_its_pace(client: ContractClient, edge: Edge) -> None:
    address = submitted(client, GOOD * 120)
    work(edge, steps=1)
    edge.clock = lambda: NOW + timedelta(seconds=10)
    # 50 of 120 in 10 seconds: 14 more.
    assert client.get(address).headers["Retry-After"] == "14"
    edge.clock = lambda: NOW + timedelta(days=1)
    assert client.get(address).headers["Retry-After"] == "30"


def test_a_finished_job_is_announced_once(client: ContractClient, edge: Edge) -> None:
    address = submitted(client, GOOD * 2 + "nonsense\n")
    work(edge)
    submitted(client, "nonsense")
    client.delete(submitted(client, GOOD))
    first, second = edge.announced
    assert first.type.value == "job.finished"
    assert first.data["job_id"] == address.rpartition("/")[2]
    assert (first.data["total"], first.data["failed"], first.data["refuted"]) == (3, 1, 2)
    assert (second.data["total"], second.data["failed"]) == (1, 1)


def test_every_reason_for_a_refusal_has_a_problem_of_its_own() -> None:
    assert set(KINDS) == set(RefusalCode)
