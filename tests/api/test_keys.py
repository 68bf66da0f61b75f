"""Who is let in: the key, its scopes, its end, and what is open to everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.access.key_ring import MEMORY_SECONDS
from service.domain.errors import StoreUnavailable
from service.domain.keys import Scope, write_key
from service.storage.memory_access import MemoryKeyStore
from tests.api.test_problems import assert_problem
from tests.fakes import NOW
from tests.fakes_access import GuardedEdge, bearer

CLAIM = {
    "kind": "claim",
    "id": "new",
    "source_id": "s1",
    "text": "The bridge was closed.",
    "quote": None,
    "speaker": None,
    "standing": "asserted",
    "event_at": None,
    "locator": {"paragraph": None, "span": None},
    "retracted": None,
}


@pytest.mark.parametrize("path", ["/", "/livez", "/readyz", "/openapi.yaml", "/docs"])
def test_some_pages_are_open_to_everybody(guarded: GuardedEdge, path: str) -> None:
    assert guarded.client().get(path).status_code == 200


@pytest.mark.parametrize("path", ["/v1/claims", "/v1/check?statement=a", "/v1/audit", "/v1/checks"])
def test_without_a_key_all_else_is_401_and_says_how_to_send_one(
    guarded: GuardedEdge, path: str
) -> None:
    response = guarded.client().get(path)

    problem = assert_problem(response, 401)
    assert problem["type"] == "urn:factcheck:problem:unauthorized"
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="factcheck"'


def test_a_sentence_on_the_front_door_needs_a_key_as_any_other_check(guarded: GuardedEdge) -> None:
    client, key = guarded.client(), guarded.key(Scope.READ)

    assert_problem(client.post("/", data="One sentence.", content_type="text/plain"), 401)
    sent = {"data": "One sentence.", "content_type": "text/plain"}
    assert client.post("/", **sent, headers=bearer(key)).status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic Zm9vOmJhcg==",
        "Bearer fck_",
        "Bearer \x00",
        "Bearer ü",
        "Bearer " + "x" * 8_000,
        "Bearer fck_0000000000000001_0000000000000000000000000000000000000000001abcdef",
    ],
)
def test_what_is_no_key_is_401_and_is_not_repeated(guarded: GuardedEdge, header: str) -> None:
    response = guarded.client().get("/v1/claims", headers={"Authorization": header})

    assert_problem(response, 401)
    assert "xxxx" not in response.text
    assert "fck_0" not in response.text


def test_a_key_that_nobody_made_is_401_although_it_is_well_formed(guarded: GuardedEdge) -> None:
    strange = GuardedEdge(edge=guarded.edge).key(Scope.ADMIN)

    response = guarded.client().get("/v1/claims", headers=bearer(strange))

    assert_problem(response, 401)
    assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]


def test_a_key_with_the_id_of_another_is_401(guarded: GuardedEdge) -> None:
    known = guarded.key(Scope.ADMIN)
    forged = write_key(known[4:20], b"?" * 32)

    client = guarded.client()

    for key, status in ((forged, 401), (known, 200), (forged, 401)):
        assert client.get("/v1/claims", headers=bearer(key)).status_code == status


@pytest.mark.parametrize(
    ("held", "lacked"),
    [
        ([Scope.READ], [Scope.CHECK, Scope.CURATE, Scope.ADMIN]),
        ([Scope.CHECK], [Scope.CURATE, Scope.ADMIN]),
        ([Scope.CURATE], [Scope.CHECK, Scope.ADMIN]),
        ([Scope.CHECK, Scope.CURATE], [Scope.ADMIN]),
        ([Scope.ADMIN], []),
    ],
)
def test_a_key_opens_what_its_scopes_imply_and_403_names_what_is_missing(
    guarded: GuardedEdge, held: list[Scope], lacked: list[Scope]
) -> None:
    client, headers = guarded.client(), bearer(guarded.key(*held))

    answers = {
        Scope.READ: client.get("/v1/claims", headers=headers),
        Scope.CHECK: client.post("/v1/checks", json={"statement": "a"}, headers=headers),
        Scope.CURATE: client.post("/v1/claims", json=CLAIM, headers=headers),
        Scope.ADMIN: client.get("/v1/audit", headers=headers),
    }

    for scope, answer in answers.items():
        if scope in lacked:
            assert scope.value in assert_problem(answer, 403)["detail"]
            assert f'scope="{scope.value}"' in answer.headers["WWW-Authenticate"]
        else:
            assert answer.status_code in (200, 201)


def test_the_word_bearer_may_be_written_as_one_likes(guarded: GuardedEdge) -> None:
    key = guarded.key(Scope.READ)

    for scheme in ("bearer", "BEARER", "Bearer "):
        headers = {"Authorization": f"{scheme} {key}"}
        assert guarded.client().get("/v1/claims", headers=headers).status_code == 200


def test_an_expired_key_is_401_from_its_last_moment_on(guarded: GuardedEdge) -> None:
    client = guarded.client()
    key = guarded.key(Scope.READ, expires_at=NOW + timedelta(seconds=2))

    assert client.get("/v1/claims", headers=bearer(key)).status_code == 200
    guarded.pass_time(2)
    problem = assert_problem(client.get("/v1/claims", headers=bearer(key)), 401)
    assert "expired" in problem["detail"]


def test_a_revoked_key_is_refused_by_every_process_within_seconds(guarded: GuardedEdge) -> None:
    processes = [guarded.client(), guarded.client()]
    key = guarded.key(Scope.READ)
    for client in processes:
        assert client.get("/v1/claims", headers=bearer(key)).status_code == 200

    guarded.access.keys.revoke(guarded.access.keys.list()[0].id, guarded.now)
    guarded.pass_time(MEMORY_SECONDS)

    for client in processes:
        assert_problem(client.get("/v1/claims", headers=bearer(key)), 401)


def test_on_this_machine_keys_are_asked_for_once_there_is_one_and_ever_after(
    guarded: GuardedEdge,
) -> None:
    client = guarded.client(always=False)
    assert client.get("/v1/claims").status_code == 200

    guarded.key(Scope.READ)
    guarded.pass_time(MEMORY_SECONDS)
    assert_problem(client.get("/v1/claims"), 401)

    guarded.access.keys.revoke(guarded.access.keys.list()[0].id, guarded.now)
    guarded.pass_time(MEMORY_SECONDS)
    assert_problem(client.get("/v1/claims"), 401)


def test_where_no_keys_are_asked_for_a_wrong_one_hurts_nobody(guarded: GuardedEdge) -> None:
    client = guarded.client(auth=False)

    assert client.get("/v1/claims", headers=bearer("nonsense")).status_code == 200


def test_what_is_not_there_needs_no_key(guarded: GuardedEdge) -> None:
    client = guarded.client()

    assert_problem(client.get("/nowhere"), 404)
    assert_problem(client.put("/v1/checks"), 405)


def test_the_last_use_is_noted_once_a_minute(guarded: GuardedEdge) -> None:
    client, key = guarded.client(), guarded.key(Scope.READ)

    def used_after(seconds: float) -> float:
        guarded.pass_time(seconds)
        client.get("/v1/claims", headers=bearer(key))
        last = guarded.access.keys.list()[0].last_used_at
        assert last is not None
        return (last - NOW).total_seconds()

    assert [used_after(seconds) for seconds in (0, 30, 29, 1, 59)] == [0, 0, 0, 60, 60]


def test_a_refused_key_is_not_noted_as_used(guarded: GuardedEdge) -> None:
    key = guarded.key(Scope.READ, expires_at=NOW)

    guarded.client().get("/v1/claims", headers=bearer(key))

    assert guarded.access.keys.list()[0].last_used_at is None


class CountingKeys(MemoryKeyStore):
    """Counts its look-ups, and may be taken away."""

    def __init__(self) -> None:
        super().__init__()
        self.looked = 0
        self.is_there = True

    def find(self, key_id: str):  # type: ignore[no-untyped-def]  # As the store has it.
        self.looked += 1
        if not self.is_there:
            raise StoreUnavailable("the database does not answer")
        return super().find(key_id)


def with_keys(guarded: GuardedEdge, keys: MemoryKeyStore) -> None:
    old = guarded.access
    guarded.access = type(old)(keys=keys, rates=old.rates, answers=old.answers, audit=old.audit)


def test_many_requests_cost_one_look_up(guarded: GuardedEdge) -> None:
    keys = CountingKeys()
    with_keys(guarded, keys)
    client, key = guarded.client(), guarded.key(Scope.READ)

    for _ in range(20):
        client.get("/v1/claims", headers=bearer(key))

    assert keys.looked == 1


def test_a_mistyped_key_costs_no_look_up(guarded: GuardedEdge) -> None:
    keys = CountingKeys()
    with_keys(guarded, keys)
    key = guarded.key(Scope.READ)

    guarded.client().get("/v1/claims", headers=bearer(key[:-1] + "~"))
    guarded.client().get("/v1/claims", headers=bearer(key[:-1]))

    assert keys.looked == 0


def test_nobody_is_let_in_while_the_keys_cannot_be_read(guarded: GuardedEdge) -> None:
    keys = CountingKeys()
    with_keys(guarded, keys)
    key = guarded.key(Scope.READ)
    keys.is_there = False

    assert_problem(guarded.client().get("/v1/claims", headers=bearer(key)), 503)


def test_a_change_is_signed_with_the_id_of_its_key(guarded: GuardedEdge) -> None:
    client, headers = guarded.client(), bearer(guarded.key(Scope.CURATE))
    key_id = guarded.access.keys.list()[0].id

    client.post("/v1/claims", json=CLAIM, headers=headers)
    client.post("/v1/claims/new/retraction", json={"reason": "Wrong."}, headers=headers)
    client.post(
        "/v1/imports",
        data='{"kind": "source", "id": "s9", "publisher": null, "title": "T", "url": null,'
        ' "published_at": null, "language": "en", "origin": "s9"}\n',
        content_type="application/x-ndjson",
        headers=headers,
    )

    kept = client.get("/v1/claims/new/versions", headers=headers).json["versions"]
    kept += client.get("/v1/sources/s9/versions", headers=headers).json["versions"]
    assert [version["changed_by"] for version in kept] == [key_id] * 3
