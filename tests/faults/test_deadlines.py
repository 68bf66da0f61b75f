"""What a check does when the database takes longer than it may."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from service.app import create_app
from service.config import Settings
from service.domain.corpus import IndexedClaim
from service.domain.errors import OutOfTime
from service.embedding import embed_few
from service.parsing.indexing import index_terms
from service.storage import Storage, open_storage
from service.storage.engine import Timeouts, build_engine, glance, reading
from tests.databases import empty_database
from tests.factories import make_claim, make_source
from tests.fakes import FakeEmbedder, fixed_now

FOR_EVER = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
STATEMENT = "More than 3,700 people were arrested."


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    """PostgreSQL, where a table can be kept from readers until their time is up."""
    url = empty_database("postgres", tmp_path)
    storage = open_storage(url, timeouts=Timeouts(read=0.3))
    storage.migrate()
    claim = make_claim()
    indexed = IndexedClaim(claim=claim, terms=index_terms(claim))
    storage.claims.add([make_source()], [indexed])
    embed_few(storage.vectors, storage.claims, FakeEmbedder())
    yield storage
    storage.close()


@pytest.fixture
def client(storage: Storage) -> FlaskClient:
    settings = Settings(database_url="memory:", model="none")
    app = create_app(settings, storage=storage, embedder=FakeEmbedder(), clock=fixed_now)
    return app.test_client()


@contextmanager
def locked(storage: Storage, *tables: str) -> Iterator[None]:
    """No other connection can read the tables meanwhile."""
    assert storage.engine is not None
    with storage.engine.connect() as connection, connection.begin():
        connection.execute(text(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE"))
        yield


def ask(client: FlaskClient, form: str = "json") -> TestResponse:
    return client.get("/v1/check", query_string={"statement": STATEMENT, "format": form})


def test_what_was_found_in_time_is_the_answer_and_says_what_is_missing(
    client: FlaskClient, storage: Storage
) -> None:
    with locked(storage, "claim_vectors"):
        answer = ask(client).json or {}
        page = ask(client, "text").text

    assert answer["verdict"] == "supported"
    assert answer["partial"] == "Not done in time: the search by meaning."
    assert "Partial:  Not done in time: the search by meaning." in page


def test_a_partial_answer_is_not_kept_by_anybody(client: FlaskClient, storage: Storage) -> None:
    with locked(storage, "claim_vectors"):
        partial = ask(client)
    whole = ask(client)

    assert partial.headers["Cache-Control"] == "no-store"
    assert "ETag" not in partial.headers
    assert (whole.json or {})["partial"] is None
    assert "ETag" in whole.headers


def test_a_saved_partial_answer_says_so_for_ever(client: FlaskClient, storage: Storage) -> None:
    with locked(storage, "claim_vectors"):
        place = client.post("/v1/checks", json={"statement": STATEMENT}).headers["Location"]

    assert "meaning" in (client.get(place).json or {})["partial"]


def test_the_search_by_meaning_alone_answers_where_the_words_are_late(
    client: FlaskClient, storage: Storage
) -> None:
    with locked(storage, "past_claims"):
        reply = client.get(
            "/v1/check", query_string={"statement": STATEMENT, "as_of": "2022-01-09"}
        )

    answer = reply.json or {}
    assert answer["partial"] == "Not done in time: the search by words."
    assert answer["verdict"] == "supported"


def test_where_nothing_was_found_in_time_the_caller_is_asked_to_come_again(
    client: FlaskClient, storage: Storage
) -> None:
    with locked(storage, "claims"):
        reply = ask(client)

    assert reply.status_code == 503
    assert reply.headers["Retry-After"] == "2"
    assert reply.mimetype == "application/problem+json"


@pytest.mark.parametrize("name", ["sqlite", "postgres"])
def test_every_read_has_a_deadline(name: str, tmp_path: Path) -> None:
    engine = build_engine(empty_database(name, tmp_path), timeouts=Timeouts(read=0.1))
    with pytest.raises(OutOfTime), reading(engine) as connection:
        connection.exec_driver_sql(FOR_EVER)
    engine.dispose()


def test_a_glance_keeps_no_deadline_of_a_transaction_before_it(tmp_path: Path) -> None:
    engine = build_engine(empty_database("sqlite", tmp_path), timeouts=Timeouts(read=0.01))
    with reading(engine) as connection:
        connection.exec_driver_sql("SELECT 1")
    time.sleep(0.02)

    # Together more steps than lie between two looks at the deadline.
    rows = [glance(engine, "SELECT count(*) FROM sqlite_master") for _ in range(1_000)]

    assert len(set(map(tuple, filter(None, rows)))) == 1
    engine.dispose()
