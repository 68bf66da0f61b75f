"""Reads from a replica: a real standby, followed by streaming replication."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from flask.testing import FlaskClient

from schemas.records import record_line
from service.app import create_app
from service.config import Settings
from service.domain.errors import SettingsInvalid
from service.storage import Storage, open_storage
from tests.factories import make_claim, make_source
from tests.fakes import FakeEmbedder, fixed_now
from tests.postgres_server import PostgresServer, new_server, standby_of

SETTINGS = Settings(database_url="memory:", model="none")
PATIENCE_SECONDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    standby: PostgresServer
    storage: Storage
    client: FlaskClient

    @contextmanager
    def lagging(self) -> Iterator[None]:
        """The standby receives what the primary writes, and does not show it yet."""
        plain = self.standby.url.replace("+psycopg", "")
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute("SELECT pg_wal_replay_pause()")
            yield
            connection.execute("SELECT pg_wal_replay_resume()")

    def caught_up(self) -> None:
        """Wait until the standby has what the primary has."""
        until = time.monotonic() + PATIENCE_SECONDS
        aim = self.storage.claims.state().revision
        while self.storage.reads.claims.state().revision != aim:
            assert time.monotonic() < until, "the standby does not follow"
            time.sleep(0.01)

    def import_lines(self, *records: Any) -> int:
        lines = "".join(map(record_line, records))
        reply = self.client.post("/v1/imports", data=lines, content_type="application/x-ndjson")
        return int((reply.json or {})["revision"])

    def check(self) -> dict[str, Any]:
        reply = self.client.get("/v1/check?statement=More+than+3,700+people+were+arrested.")
        assert reply.status_code == 200, reply.text
        return dict(reply.json or {}) | {"etag": reply.headers["ETag"]}


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    with new_server() as primary:
        first = open_storage(primary.url)
        first.migrate()
        first.close()
        with standby_of(primary) as standby:
            storage = open_storage(primary.url, replica_url=standby.url)
            app = create_app(SETTINGS, storage=storage, embedder=FakeEmbedder(), clock=fixed_now)
            yield Pair(standby=standby, storage=storage, client=app.test_client())
            storage.close()


def test_questions_go_to_the_replica_and_name_its_revision(pair: Pair) -> None:
    pair.import_lines(make_source(), make_claim())
    pair.caught_up()
    before = pair.check()
    with pair.lagging():
        newer = pair.import_lines(make_claim(text="2,000 people were arrested."))
        during = pair.check()
        edited = (pair.client.get("/v1/claims/kz-dpa-07").json or {})["text"]
    pair.caught_up()
    after = pair.check()

    assert before["verdict"] == during["verdict"] == "supported"
    assert during["corpus"]["revision"] < newer
    assert during["etag"] == before["etag"] != after["etag"]
    # What was just edited is read back from the primary.
    assert edited == "2,000 people were arrested."
    assert (after["corpus"]["revision"], after["verdict"]) == (newer, "refuted")


def test_a_saved_check_is_read_back_at_once(pair: Pair) -> None:
    with pair.lagging():
        place = pair.client.post("/v1/checks", json={"statement": "Arrests."}).headers["Location"]
        reply = pair.client.get(place)

    assert reply.status_code == 200


def test_the_primary_answers_while_the_replica_is_away(pair: Pair) -> None:
    pair.caught_up()
    before = pair.check()
    pair.standby.stop(mode="immediate")
    during = [pair.check(), pair.check()]
    newer = pair.import_lines(make_claim(id="kz-dpa-09", text="It rained in Almaty."))
    latest = pair.check()["corpus"]["revision"]
    ready = pair.client.get("/readyz").status_code
    pair.standby.start()

    assert during == [before, before]
    assert (latest, ready) == (newer, 200)


def test_a_replica_is_a_postgresql_database() -> None:
    with pytest.raises(SettingsInvalid, match="FACTCHECK_DATABASE_REPLICA_URL"):
        open_storage("sqlite:///a.db", replica_url="sqlite:///b.db")
