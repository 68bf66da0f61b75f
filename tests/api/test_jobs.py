"""/v1/jobs: handed in whole, answered in the background, listed, cancelled and removed."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from service.api import ApiLimits
from tests.fakes import NOW
from tests.fakes_api import Edge
from tests.job_calls import GOOD, NDJSON, read, submit, submitted, with_limits, work
from tests.openapi_contract import ContractClient


@pytest.fixture
def client(edge: Edge) -> ContractClient:
    return with_limits(edge, ApiLimits())


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


def test_blank_lines_have_a_limit_of_their_own(edge: Edge) -> None:
    client = with_limits(edge, ApiLimits(max_job_lines=3))
    taken, refused = submit(client, "\n" * 29 + GOOD), submit(client, "\n" * 30 + GOOD)
    assert (taken.status_code, refused.status_code) == (202, 422)
    assert "blank" in refused.json["errors"][0]["detail"]


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


def test_a_cancelled_job_keeps_the_results_it_has(client: ContractClient, edge: Edge) -> None:
    address = submitted(client, GOOD * 120)
    work(edge, steps=1)
    cancelled = client.delete(address)
    work(edge)
    again = client.delete(address)
    results = client.get(f"{address}/results")
    assert (cancelled.status_code, again.status_code) == (200, 200)
    assert cancelled.get_json() == again.get_json()
    assert (again.get_json()["state"], again.get_json()["done"]) == ("cancelled", 50)
    assert len(results.get_data().splitlines()) == 50
    assert "Link" not in results.headers


def test_a_late_cancel_takes_nothing_from_a_finished_job(
    client: ContractClient, edge: Edge
) -> None:
    address = submitted(client, GOOD)
    work(edge)
    assert client.delete(address).get_json()["state"] == "finished"
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
