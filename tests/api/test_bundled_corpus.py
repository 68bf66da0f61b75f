"""The bundled corpus through the HTTP door: its famous disagreements, and the same answer each time."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app
from service.assembly import load_seeds
from service.config import BUNDLED_SEEDS, Settings
from service.storage import Storage, open_storage
from tests.fakes import fixed_now
from tests.serving import ROOT

AFP, DIGEST, DPA, CASPIAN, TRANSLATED = (
    f"kz-{name}" for name in ("afp", "digest", "dpa", "dpa-caspian", "translated")
)
DETERMINISM_LIMIT_SECONDS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    verdict: str
    supporting: frozenset[str]
    conflicting: frozenset[str]


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Of the real application, where this folder's own client asks a stand-in."""
    return app.test_client()


def ask(client: FlaskClient, statement: str, **query: object) -> Any:
    response = client.get("/v1/check", query_string={"statement": statement, "limit": 50, **query})
    assert response.status_code == 200
    return response.get_json()


def sides_of(check: Any) -> Sides:
    evidence = check["evidence"]
    return Sides(
        verdict=check["verdict"],
        supporting=frozenset(item["source"]["id"] for item in evidence["supporting"]),
        conflicting=frozenset(item["source"]["id"] for item in evidence["conflicting"]),
    )


def sides(verdict: str, supporting: str = "", conflicting: str = "") -> Sides:
    return Sides(
        verdict=verdict,
        supporting=frozenset(supporting.split()),
        conflicting=frozenset(conflicting.split()),
    )


def gap(statement: str, expected: Sides, reason: str) -> Any:
    """A case that is answered wrongly today; once it is right, the mark has to go."""
    mark = pytest.mark.xfail(reason=reason, strict=True, raises=AssertionError)
    return pytest.param(statement, expected, marks=mark)


ARRESTS = [
    (
        "More than 3,700 people were arrested in Kazakhstan.",
        sides("disputed", f"{AFP} {DPA} {CASPIAN}", DIGEST),
    ),
    (
        "3,000 people were arrested in Kazakhstan.",
        sides("disputed", DIGEST, f"{AFP} {DPA} {CASPIAN}"),
    ),
    ("More than 3,800 people were arrested in Kazakhstan.", sides("disputed", AFP, DIGEST)),
    (
        "At least 3,000 people were arrested in Kazakhstan.",
        sides("supported", f"{AFP} {DIGEST} {DPA} {CASPIAN}"),
    ),
    (
        "Fewer than 2,000 people were arrested in Kazakhstan.",
        sides("refuted", "", f"{AFP} {DIGEST} {DPA} {CASPIAN}"),
    ),
]
CASUALTIES = [
    (
        "18 members of the security forces were killed.",
        sides("supported", f"{AFP} {DIGEST} {DPA} {CASPIAN}"),
    ),
    (
        "18 members of the security forces were injured.",
        sides("refuted", "", f"{AFP} {DIGEST} {DPA} {CASPIAN}"),
    ),
    gap(
        "18 police officers were injured in Kazakhstan.",
        sides("refuted", "", f"{AFP} {DIGEST} {DPA} {CASPIAN}"),
        '"police officers" does not meet "their members" nor "members of the security forces"',
    ),
]
EMERGENCY = [
    (
        "Kazakhstan's state of emergency is nationwide.",
        sides("disputed", AFP, CASPIAN),
    ),
    (
        "A state of emergency was declared in parts of Kazakhstan.",
        sides("disputed", CASPIAN, AFP),
    ),
    (
        "A nationwide state of emergency was declared in Kazakhstan.",
        sides("disputed", AFP, CASPIAN),
    ),
    gap(
        "The state of emergency covers the whole of Kazakhstan.",
        sides("disputed", AFP, CASPIAN),
        '"the whole of" a country is not read as "nationwide"',
    ),
]
CAPITAL = [
    (
        "Nur-Sultan is the capital of Kazakhstan.",
        sides("disputed", CASPIAN, TRANSLATED),
    ),
    ("Almaty is the capital of Kazakhstan.", sides("disputed", TRANSLATED, CASPIAN)),
]


@pytest.mark.parametrize(("statement", "expected"), [*ARRESTS, *CASUALTIES, *EMERGENCY, *CAPITAL])
def test_a_famous_disagreement_shows_its_sides(
    client: FlaskClient, statement: str, expected: Sides
) -> None:
    assert sides_of(ask(client, statement)) == expected


@pytest.mark.parametrize(
    "city",
    [
        "Almaty",
        "Nur-Sultan",
    ],
)
def test_a_list_of_cities_says_nothing_of_the_capital(client: FlaskClient, city: str) -> None:
    check = ask(client, f"{city} is the capital of Kazakhstan.")

    supporting = [item["claim"]["id"] for item in check["evidence"]["supporting"]]
    assert "kz-dpa-caspian-16" not in supporting


def test_the_figure_of_the_arrests_is_the_reason(client: FlaskClient) -> None:
    check = ask(client, "More than 5,000 people were arrested in Kazakhstan.")

    (conflicting,) = check["evidence"]["conflicting"]
    (reason,) = conflicting["reasons"]
    assert conflicting["source"]["id"] == DIGEST
    assert reason["type"] == "number"
    assert reason["statement"]["text"] == "More than 5,000"
    assert reason["claim"]["text"] == "3,000"


def test_killed_against_injured_is_a_matter_of_the_outcome(client: FlaskClient) -> None:
    check = ask(client, "18 members of the security forces were injured.")

    types = {
        reason["type"]
        for item in check["evidence"]["conflicting"]
        for reason in item["reasons"]
        if item["claim"]["id"] != "kz-afp-62"
    }
    assert types == {"outcome"}


def test_nationwide_against_regional_is_a_matter_of_scope(client: FlaskClient) -> None:
    check = ask(client, "Kazakhstan's state of emergency is nationwide.")

    types = [r["type"] for item in check["evidence"]["conflicting"] for r in item["reasons"]]
    assert types == ["scope"]


def test_a_distanced_figure_supports_only_that_it_was_said(client: FlaskClient) -> None:
    said = ask(client, "Tokayev said that 20,000 bandits attacked Almaty.")
    bare = ask(client, "20,000 bandits attacked Almaty.")

    assert said["verdict"] == "supported"
    assert said["attribution"] == {
        "speaker": "Tokayev",
        "said": "supported",
        "content": "unverified",
    }
    assert bare["verdict"] == "unverified"


def test_one_small_limit_still_shows_both_sides(client: FlaskClient) -> None:
    check = ask(client, "3,000 people were arrested in Kazakhstan.", limit=1)

    assert len(check["evidence"]["supporting"]) == len(check["evidence"]["conflicting"]) == 1
    assert check["verdict"] == "disputed"


def test_a_repeated_question_gets_the_same_bytes(storage: Storage) -> None:
    settings = Settings(database_url="memory:", model="none")
    apps = [
        create_app(settings, storage=storage, clock=fixed_now, new_id=lambda: "unused")
        for _ in range(2)
    ]

    bodies = {
        app.test_client().get("/v1/check", query_string={"statement": statement}).data
        for app in apps
        for _ in range(2)
        for statement in ["3,000 people were arrested in Kazakhstan."]
    }

    assert len(bodies) == 1


def seed_statements(every: int) -> list[str]:
    """The texts of every n-th bundled claim, as statements of all kinds."""
    records = [
        json.loads(line)
        for path in sorted(BUNDLED_SEEDS.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    texts = [record["text"] for record in records if record["kind"] == "claim"]
    return texts[::every]


ASK_ALL = """
import json, sys
from service.app import create_app
from service.assembly import load_seeds
from service.config import Settings
from service.storage import open_storage
from tests.fakes import fixed_now

settings = Settings(database_url="memory:", model="none")
storage = open_storage("memory:")
load_seeds(settings, storage)
client = create_app(settings, storage=storage, clock=fixed_now).test_client()
for statement in json.load(sys.stdin):
    reply = client.get("/v1/check", query_string={"statement": statement, "limit": 50})
    sys.stdout.write(reply.get_data(as_text=True) + "\\n")
"""


def answers_of_a_fresh_process(statements: list[str], hash_seed: int) -> str:
    """The bodies of all answers, from an interpreter with its own order of sets."""
    done = subprocess.run(
        [sys.executable, "-c", ASK_ALL],
        input=json.dumps(statements),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PYTHONHASHSEED": str(hash_seed), "PYTHONPATH": str(ROOT)},
        timeout=DETERMINISM_LIMIT_SECONDS,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_order_of_sets_never_shows_in_an_answer() -> None:
    statements = [
        *seed_statements(every=6),
        "More than 3,700 people were arrested in Kazakhstan and 18 officers were killed.",
        "Putin said that Kazakhstan's airport was occupied by 20,000 foreign terrorists.",
    ]

    one, other, third = (answers_of_a_fresh_process(statements, seed) for seed in (0, 1, 4242))

    assert len(one.splitlines()) >= len(statements)
    assert other == one
    assert third == one


def test_the_database_and_the_memory_answer_alike(
    client: FlaskClient, tmp_path: Path, storage: Storage
) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/corpus.db", model="none")
    on_disk = open_storage(settings.database_url)
    on_disk.migrate()
    load_seeds(settings, on_disk)
    disk_client = create_app(settings, storage=on_disk, clock=fixed_now).test_client()
    statements = seed_statements(every=12)

    in_memory = [ask(client, statement) for statement in statements]
    from_disk = [ask(disk_client, statement) for statement in statements]
    on_disk.close()

    assert from_disk == in_memory
