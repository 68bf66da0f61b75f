"""The fixtures that several folders share: the application in memory, and the real server."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app
from service.assembly import load_seeds
from service.config import Settings, decline_telemetry
from service.ports import ClaimStore
from service.storage import Storage, open_storage
from tests.fakes import fixed_now
from tests.serving import Server, running_server

hypothesis.settings.register_profile("few", max_examples=30, derandomize=True, deadline=None)
hypothesis.settings.register_profile("long", max_examples=2_000, deadline=None)
hypothesis.settings.load_profile("few")

# Tests of the networks import onnxruntime without going through the application.
decline_telemetry()

RULES_ALONE = Settings(database_url="memory:", model="none")


@pytest.fixture(scope="session")
def seeded_storage() -> Storage:
    """The bundled corpus in memory; for reading only."""
    storage = open_storage("memory:")
    load_seeds(RULES_ALONE, storage)
    return storage


@pytest.fixture
def storage(seeded_storage: Storage) -> Storage:
    """The bundled corpus, with a place of its own for saved checks."""
    empty = open_storage("memory:")
    return Storage(
        claims=seeded_storage.claims,
        search=seeded_storage.search,
        vectors=seeded_storage.vectors,
        checks=empty.checks,
        jobs=empty.jobs,
        job_queue=empty.job_queue,
        editor=seeded_storage.editor,
        sources=seeded_storage.sources,
        transfer=seeded_storage.transfer,
        disagreements=seeded_storage.disagreements,
        rechecks=empty.rechecks,
        reviews=empty.reviews,
        access=empty.access,
        webhooks=empty.webhooks,
        deliveries=empty.deliveries,
        engine=None,
    )


@pytest.fixture
def store(storage: Storage) -> ClaimStore:
    return storage.claims


@pytest.fixture
def app(storage: Storage) -> Flask:
    """The application over the bundled corpus; its clock stands still and its ids count up."""
    numbers = itertools.count(1)
    return create_app(
        RULES_ALONE,
        storage=storage,
        clock=fixed_now,
        new_id=lambda: f"{next(numbers):024d}",
    )


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real gunicorn with two workers, SQLite and the bundled corpus; for reading only."""
    folder: Path = tmp_path_factory.mktemp("server")
    with running_server(folder) as running:
        yield running


@pytest.fixture(autouse=True)
def no_test_moves_the_global_random_state() -> Iterator[None]:
    """Randomness is an argument here; a test that leans on the global state is found out."""
    before = random.getstate()
    yield
    assert random.getstate() == before, "the global random state was used"
