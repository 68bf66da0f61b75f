"""``factcheck keys`` and ``factcheck audit``, on a database of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import commands
from service.domain.errors import NotFound
from service.domain.keys import Scope, read_key
from service.storage import Storage, open_storage

Run = Callable[..., Result]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "facts.db"


@pytest.fixture
def run(database: Path) -> Run:
    """Run ``factcheck`` with these arguments."""
    environment = {
        "FACTCHECK_DATABASE_URL": f"sqlite:///{database}",
        "FACTCHECK_SEEDS": "none",
        "FACTCHECK_MODEL": "none",
    }
    return lambda *arguments: CliRunner().invoke(commands, list(arguments), env=environment)


@pytest.fixture
def opened(database: Path) -> Storage:
    return open_storage(f"sqlite:///{database}")


def test_a_new_key_is_all_of_standard_output_and_is_told_once(run: Run, database: Path) -> None:
    made = run("keys", "create", "--name", "CMS", "--scopes", "read,check")

    key = made.stdout.strip()
    shown = read_key(key)
    assert made.exit_code == 0
    assert shown is not None
    assert "cannot be shown again" in made.stderr
    assert key not in run("keys", "list").output
    written = b"".join(file.read_bytes() for file in database.parent.iterdir())
    assert shown.id.encode() in written
    assert key[21:].encode() not in written


def test_a_key_is_listed_with_what_it_may_do(run: Run) -> None:
    run("keys", "create", "--name", "CMS", "--scopes", "check, read", "--rate", "60/min")
    run("keys", "create", "--name", "desk", "--scopes", "admin", "--expires", "2999-01-31")

    first, second = json.loads(run("keys", "list", "--json").stdout)

    assert (first["name"], first["scopes"], first["rate"]) == ("CMS", ["read", "check"], "60/min")
    assert (first["expires_at"], first["last_used_at"], first["revoked_at"]) == (None, None, None)
    assert second["expires_at"] == "2999-01-31T23:59:59Z"
    assert "digest" not in first
    told = run("keys", "list").stdout
    assert "read,check; 60/min; made" in told
    assert "expires 2999-01-31T23:59:59Z" in told


def test_without_keys_the_list_says_how_to_make_one(run: Run) -> None:
    listed = run("keys", "list")
    assert (listed.exit_code, listed.stdout) == (0, "")
    assert "factcheck keys create" in listed.stderr


def test_a_number_of_days_is_counted_from_now(run: Run, opened: Storage) -> None:
    run("keys", "create", "--name", "CMS", "--scopes", "read", "--expires", "90d")
    (key,) = opened.access.keys.list()
    opened.close()
    assert key.expires_at is not None
    assert (key.expires_at - key.created_at).days == 90
    assert key.scopes == {Scope.READ}


def test_a_revoked_key_stays_listed_as_revoked(run: Run) -> None:
    made = run("keys", "create", "--name", "CMS", "--scopes", "read")
    key = read_key(made.stdout.strip())
    assert key is not None

    assert run("keys", "revoke", key.id).exit_code == 0

    assert "revoked 2" in run("keys", "list").stdout


@pytest.mark.parametrize("key_id", ["key_none", "", "\ud800", "fck_"])
def test_a_key_that_is_not_there_cannot_be_revoked(run: Run, key_id: str) -> None:
    assert isinstance(run("keys", "revoke", key_id).exception, NotFound)


@pytest.mark.parametrize(
    "options",
    [
        ["--name", "", "--scopes", "read"],
        ["--name", "a\nb", "--scopes", "read"],
        ["--name", "\ud800", "--scopes", "read"],
        ["--name", "x" * 101, "--scopes", "read"],
        ["--name", "a", "--scopes", "everything"],
        ["--name", "a", "--scopes", ""],
        ["--name", "a", "--scopes", "read", "--expires", "0d"],
        ["--name", "a", "--scopes", "read", "--expires", "99999d"],
        ["--name", "a", "--scopes", "read", "--expires", "soon"],
        ["--name", "a", "--scopes", "read", "--expires", "2001-01-01"],
        ["--name", "a", "--scopes", "read", "--rate", "fast"],
        ["--name", "a", "--scopes", "read", "--rate", "0/min"],
        ["--name", "a", "--scopes", "read", "--rate", "9999999/s"],
    ],
)
def test_an_option_that_cannot_be_used_is_named(run: Run, options: list[str]) -> None:
    refused = run("keys", "create", *options)
    assert refused.exit_code == 2
    assert "--" in refused.stderr
    assert run("keys", "list").stdout == ""


def test_what_commands_change_is_audited(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_text(
        '{"kind": "source", "id": "s", "publisher": null, "title": "T", "url": null,'
        ' "published_at": null, "language": "en", "origin": "s"}\n'
    )
    article = tmp_path / "story.txt"
    article.write_text("The bridge was closed on Friday.\n")
    made = run("keys", "create", "--name", "CMS", "--scopes", "read")
    key = read_key(made.stdout.strip())
    assert key is not None
    run("keys", "revoke", key.id)
    run("import", "--dry-run", str(file))
    run("import", str(file))
    described = ["--source-id", "t", "--title", "T", "--published-at", "2024-03-02"]
    done = run("import", str(article), *described)

    lines = [json.loads(line) for line in run("audit", "--json").stdout.splitlines()]

    assert done.exit_code == 0, done.output
    assert [(line["actor"], line["action"], line["target"]) for line in lines] == [
        ("cli", "import_article", "t"),
        ("cli", "import_records", "mine.jsonl"),
        ("cli", "revoke_key", key.id),
        ("cli", "create_key", key.id),
    ]


def test_the_audit_log_is_filtered_and_cut(run: Run) -> None:
    for name in ("a", "b", "c"):
        run("keys", "create", "--name", name, "--scopes", "read")

    assert len(run("audit", "--limit", "2").stdout.splitlines()) == 2
    assert len(run("audit", "--action", "create_key").stdout.splitlines()) == 3
    assert run("audit", "--actor", "key_1").stdout == ""
    assert run("audit", "--since", "soon").exit_code == 2
