"""A correction over HTTP, ``factcheck recheck``, and the history over HTTP again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.app import create_app
from service.assembly import storage_for
from service.cli import commands
from service.config import load_settings
from tests.openapi_contract import ContractClient

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
CLAIM: dict[str, object] = {
    "kind": "claim",
    "id": "wire-1",
    "source_id": "wire",
    "text": "The ferry Aurora carried 300 passengers.",
    "quote": None,
    "speaker": None,
    "standing": "asserted",
    "event_at": None,
    "locator": {},
}
STATEMENT = {"statement": "The ferry Aurora carried 340 passengers."}


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ContractClient:
    """A service on SQLite with one claim; the command line works on the same database."""
    monkeypatch.setenv("FACTCHECK_DATABASE_URL", f"sqlite:///{tmp_path}/facts.db")
    monkeypatch.setenv("FACTCHECK_SEEDS", "none")
    monkeypatch.setenv("FACTCHECK_MODEL", "none")
    settings = load_settings()
    storage = storage_for(settings)
    storage.migrate()
    app = create_app(settings, storage=storage)
    client = ContractClient(app, app.response_class)
    client.post("/v1/sources", json=SOURCE)
    client.post("/v1/claims", json=CLAIM)
    return client


def recheck(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["recheck", *arguments])


def correct(client: ContractClient, count: int, reason: str) -> None:
    text = f"The ferry Aurora carried {count} passengers."
    done = client.put(
        "/v1/claims/wire-1",
        json={**CLAIM, "text": text},
        headers={"If-Match": "*"},
        query_string={"reason": reason},
    )
    assert done.status_code == 200


def test_a_correction_reaches_the_saved_check_and_its_history(client: ContractClient) -> None:
    saved = client.post("/v1/checks", json=STATEMENT)
    place, check_id = saved.headers["Location"], saved.json["id"]
    assert saved.json["verdict"] == "refuted"
    assert recheck().stdout == "No saved check changed.\n"

    correct(client, 340, "The port\ncounted\x1b again.")
    told = recheck()

    assert told.exit_code == 0
    assert told.stdout == (
        f"{check_id}  refuted -> supported  (claim wire-1 updated: The port counted\\x1b again.)\n"
    )
    check = client.get(place).json
    assert (check["id"], check["verdict"], check["corpus"]["revision"]) == (
        check_id,
        "supported",
        3,
    )
    (entry,) = client.get(f"{place}/history").json["history"]
    assert (entry["before"]["verdict"], entry["after"]["verdict"]) == ("refuted", "supported")
    assert entry["after"]["summary"] == check["summary"]
    assert entry["revision"] == 3
    changed_at = entry["record"].pop("changed_at")
    assert changed_at.endswith("Z")
    assert entry["record"] == {
        "kind": "claim",
        "id": "wire-1",
        "action": "updated",
        "version_before": 2,
        "version_after": 3,
        "changed_by": None,
        "reason": "The port\ncounted\x1b again.",
    }


def test_the_history_is_paged(client: ContractClient) -> None:
    place = client.post("/v1/checks", json=STATEMENT).headers["Location"]
    recheck()
    for count in (340, 300, 340):
        correct(client, count, "recount")
        recheck()

    first = client.get(f"{place}/history?limit=2")
    rest = client.get(first.headers["Link"].split(">")[0].lstrip("<"))

    entries = [*first.json["history"], *rest.json["history"]]
    assert [entry["revision"] for entry in entries] == [3, 4, 5]
    assert client.get(f"{place}/history?cursor={'A' * 20}").status_code == 422


def test_other_evidence_is_told_as_such(client: ContractClient) -> None:
    check_id = client.post("/v1/checks", json=STATEMENT).json["id"]
    recheck()

    correct(client, 310, "recount")

    assert recheck().stdout == (
        f"{check_id}  refuted, other evidence  (claim wire-1 updated: recount)\n"
    )


def test_all_checks_are_made_again_after_an_upgrade(client: ContractClient) -> None:
    saved = client.post("/v1/checks", json=STATEMENT).json
    recheck()

    assert recheck("--all").stdout == "No saved check changed.\n"
    again = client.get(f"/v1/checks/{saved['id']}").json
    assert again["checked_at"] > saved["checked_at"]
    assert {**again, "checked_at": saved["checked_at"]} == saved


def test_an_import_ripples_as_an_edit_does(client: ContractClient) -> None:
    place = client.post("/v1/checks", json=STATEMENT).headers["Location"]
    recheck()
    other = {**CLAIM, "id": "wire-2", "text": STATEMENT["statement"]}

    client.post("/v1/imports", data=json.dumps(other), content_type="application/x-ndjson")
    recheck()

    check = client.get(place).json
    (entry,) = client.get(f"{place}/history").json["history"]
    assert check["verdict"] == "disputed"
    assert (entry["record"]["id"], entry["record"]["version_before"]) == ("wire-2", None)
