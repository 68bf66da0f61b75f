"""Five hundred questions get the same answers, byte for byte, from SQLite and from PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.config import Settings
from service.ingest import import_records
from service.parsing.indexing import index_terms
from tests.databases import opened
from tests.fakes import fixed_now
from tests.recorded_questions import COUNT, recorded_corpus, recorded_questions

RULES_ALONE = Settings(database_url="memory:", model="none")


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, FlaskClient]]:
    with ExitStack() as stack:
        found = {}
        for engine in ("sqlite", "postgres"):
            storage = stack.enter_context(opened(engine, tmp_path_factory.mktemp(engine)))
            import_records(storage.claims, *recorded_corpus(), index_terms=index_terms)
            app = create_app(RULES_ALONE, storage=storage, clock=fixed_now)
            found[engine] = app.test_client()
        yield found


def answered(client: FlaskClient, question: dict[str, str]) -> str:
    reply = client.get("/v1/check", query_string=question)
    assert reply.status_code == 200, reply.text
    return reply.text


def test_both_databases_give_the_same_bytes(clients: dict[str, FlaskClient]) -> None:
    questions = [dict(question) for question in recorded_questions()]
    assert len(questions) == COUNT
    verdicts = set()
    for question in questions:
        one, other = (answered(clients[engine], question) for engine in ("sqlite", "postgres"))
        assert one == other, question
        verdicts |= set(re.findall(r'"verdict":"([a-z]+)"', one))
    assert verdicts == {"supported", "refuted", "disputed", "unverified"}
