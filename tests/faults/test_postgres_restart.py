"""A PostgreSQL server that is restarted under way costs answers, and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask

from service.app import create_app
from service.assembly import load_seeds
from service.config import Settings
from service.storage import open_storage
from tests.postgres_server import PostgresServer, new_server

SETTINGS = Settings(database_url="memory:", model="none")
STATEMENT = "More than 5,000 people were arrested in Kazakhstan."


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with new_server() as running:
        yield running


@dataclass(kw_only=True)
class Traffic:
    """Readers and writers that ask all the time, and keep what they were answered."""

    app: Flask
    replies: list[tuple[int, bool]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self, number: int) -> None:
        client = self.app.test_client()
        while not self.over.is_set():
            reply = (
                client.post("/v1/checks", json={"statement": STATEMENT})
                if number % 2
                else client.get("/v1/check", query_string={"statement": STATEMENT})
            )
            self.replies.append((reply.status_code, "Retry-After" in reply.headers))

    def wait_for(self, count: int) -> None:
        """Until so many more replies have come."""
        aim = len(self.replies) + count
        while len(self.replies) < aim:
            self.over.wait(0.01)


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_restart_is_a_503_to_come_again_and_then_all_is_well(
    server: PostgresServer, mode: str
) -> None:
    storage = open_storage(server.url)
    storage.migrate()
    load_seeds(SETTINGS, storage)
    traffic = Traffic(app=create_app(SETTINGS, storage=storage))
    threads = [threading.Thread(target=traffic.run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    try:
        traffic.wait_for(8)
        server.stop(mode=mode)
        traffic.wait_for(8)
        server.start()
        traffic.wait_for(8)
    finally:
        traffic.over.set()
        for thread in threads:
            thread.join()
    after = traffic.app.test_client().post("/v1/checks", json={"statement": STATEMENT})

    assert set(traffic.replies) <= {(200, False), (201, False), (503, True)}
    assert (503, True) in traffic.replies
    assert after.status_code == 201
    assert traffic.app.test_client().get("/readyz").status_code == 200
    storage.close()
