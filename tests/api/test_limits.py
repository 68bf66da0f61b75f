"""How often a caller may ask, and how he learns of it."""

from __future__ import annotations

import re

import pytest

from service.access.limiting import DefaultRates
from service.domain.keys import Scope
from service.domain.rates import Rate
from tests.api.test_problems import assert_problem
from tests.fakes_access import GuardedEdge, bearer

THREE = DefaultRates(key=Rate.parse("3/min"), address=Rate.parse("2/min"))


def test_every_answer_tells_what_is_left(guarded: GuardedEdge) -> None:
    client, key = guarded.client(defaults=THREE), guarded.key(Scope.READ)

    answers = [client.get("/v1/claims", headers=bearer(key)) for _ in range(2)]
    answers.append(client.get("/v1/claims/nope", headers=bearer(key)))

    assert {one.headers["RateLimit-Policy"] for one in answers} == {'"key";q=3;w=60'}
    assert [one.headers["RateLimit"] for one in answers] == [
        '"key";r=2;t=20',
        '"key";r=1;t=40',
        '"key";r=0;t=60',
    ]


def test_a_caller_over_the_rate_is_429_until_the_time_that_he_is_told(
    guarded: GuardedEdge,
) -> None:
    client, key = guarded.client(defaults=THREE), guarded.key(Scope.READ)
    for _ in range(3):
        client.get("/v1/claims", headers=bearer(key))

    refused = client.get("/v1/claims", headers=bearer(key))
    problem = assert_problem(refused, 429)
    assert problem["type"] == "urn:factcheck:problem:too-many-requests"
    assert "3/min" in problem["detail"]
    wait = int(refused.headers["Retry-After"])
    guarded.pass_time(wait - 1)
    assert_problem(client.get("/v1/claims", headers=bearer(key)), 429)
    guarded.pass_time(1)
    assert client.get("/v1/claims", headers=bearer(key)).status_code == 200


def test_a_rate_holds_over_all_processes(guarded: GuardedEdge) -> None:
    processes, key = [guarded.client(defaults=THREE) for _ in range(3)], guarded.key(Scope.READ)

    statuses = [
        client.get("/v1/claims", headers=bearer(key)).status_code
        for client in processes
        for _ in range(2)
    ]

    assert sorted(statuses) == [200, 200, 200, 429, 429, 429]


def test_a_key_with_a_rate_of_its_own_keeps_to_that(guarded: GuardedEdge) -> None:
    client, key = guarded.client(defaults=THREE), guarded.key(Scope.READ, rate="1/h")

    assert client.get("/v1/claims", headers=bearer(key)).status_code == 200
    refused = client.get("/v1/claims", headers=bearer(key))
    assert refused.headers["Retry-After"] == "3600"


def test_keys_are_counted_apart(guarded: GuardedEdge) -> None:
    client = guarded.client(defaults=THREE)

    for key in (guarded.key(Scope.READ), guarded.key(Scope.READ)):
        assert client.get("/v1/claims", headers=bearer(key)).headers["RateLimit"] == (
            '"key";r=2;t=20'
        )


def asked_from(guarded: GuardedEdge, addresses: list[str]) -> list[int]:
    client = guarded.client(auth=False, defaults=THREE)
    return [
        client.get("/v1/claims", environ_overrides={"REMOTE_ADDR": address}).status_code
        for address in addresses
    ]


def test_callers_without_a_key_are_counted_by_address(guarded: GuardedEdge) -> None:
    statuses = asked_from(guarded, ["192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2"])

    assert statuses == [200, 200, 429, 200]


def test_the_addresses_of_one_ipv6_network_are_one_caller(guarded: GuardedEdge) -> None:
    statuses = asked_from(
        guarded, ["2001:db8::1", "2001:db8::2", "2001:db8::ffff:3", "2001:db8:0:1::1", "::1"]
    )

    assert statuses == [200, 200, 429, 200, 200]


@pytest.mark.parametrize("address", ["", "unix:", "nonsense"])
def test_an_address_that_is_none_is_counted_too(guarded: GuardedEdge, address: str) -> None:
    assert asked_from(guarded, [address] * 3) == [200, 200, 429]


def test_an_ipv4_address_written_as_ipv6_is_the_same_caller(guarded: GuardedEdge) -> None:
    assert asked_from(guarded, ["192.0.2.1", "::ffff:192.0.2.1", "192.0.2.1"]) == [200, 200, 429]


def test_probes_and_pages_are_not_counted(guarded: GuardedEdge) -> None:
    client = guarded.client(auth=False, defaults=THREE)

    answers = [client.get(path) for path in ("/livez", "/readyz", "/", "/docs") * 2]

    assert {one.status_code for one in answers} == {200}
    assert all("RateLimit" not in one.headers for one in answers)


def test_without_a_limit_no_header_speaks_of_one(guarded: GuardedEdge) -> None:
    answer = guarded.client().get("/v1/claims", headers=bearer(guarded.key(Scope.READ)))

    assert not [name for name, _ in answer.headers.items() if re.match("ratelimit", name, re.I)]


def test_a_stranger_cannot_use_up_the_rate_of_a_key(guarded: GuardedEdge) -> None:
    client, key = guarded.client(defaults=THREE), guarded.key(Scope.READ)

    for _ in range(9):
        assert_problem(client.get("/v1/claims", headers=bearer("fck_wrong")), 401)

    assert client.get("/v1/claims", headers=bearer(key)).headers["RateLimit"] == '"key";r=2;t=20'
