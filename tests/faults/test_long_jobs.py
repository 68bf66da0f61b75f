"""The longest job that is taken: all of it, in memory that does not grow with it."""

from __future__ import annotations

import json
import tempfile
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from service.app import create_app
from service.config import Settings
from tests.databases import opened

LINES = 10_000


@contextmanager
def long_body() -> Iterator[IO[bytes]]:
    """Requests of nearly 2,000 bytes, in a file so that they lie in nobody's memory."""
    with tempfile.TemporaryFile() as file:
        for number in range(LINES):
            statement = f"{number} people were arrested. " + "x" * 1_850
            file.write(f"{json.dumps({'statement': statement})}\n".encode())
        file.seek(0)
        yield file


def test_ten_thousand_lines_are_taken_in_a_fraction_of_their_memory(tmp_path: Path) -> None:
    settings = Settings(database_url="memory:", model="none")
    with opened("sqlite", tmp_path) as storage, long_body() as body:
        client = create_app(settings, storage=storage).test_client()
        client.get("/readyz")
        size = body.seek(0, 2)
        body.seek(0)
        tracemalloc.start()
        response = client.post(
            "/v1/jobs",
            input_stream=body,
            content_length=size,
            content_type="application/x-ndjson",
        )
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert response.status_code == 202
        assert storage.jobs.get(response.get_json()["id"]).total == LINES
    assert most < size / 3
