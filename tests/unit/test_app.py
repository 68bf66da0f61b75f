from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from service.app import create_app
from service.assembly import checker_for, load_seeds, random_token
from service.config import Settings
from service.domain.errors import ModelUnusable
from service.storage import Storage, open_storage
from tests.factories import make_source
from tests.fakes import FakeEmbedder, FakeStanceModel

SETTINGS = Settings(database_url="memory:", model="none")
FORWARDED = {"X-Forwarded-Host": "facts.example", "X-Forwarded-Proto": "https"}


@pytest.fixture
def empty() -> Storage:
    return open_storage("memory:")


def front_page(app: Flask) -> str:
    return app.test_client().get("/", headers=FORWARDED).get_data(as_text=True)


def test_an_empty_corpus_takes_the_seeds_once(empty: Storage) -> None:
    first = load_seeds(SETTINGS, empty)
    assert first
    assert first.added > 300
    assert load_seeds(SETTINGS, empty) is None


def test_a_corpus_of_ones_own_takes_no_seeds(empty: Storage) -> None:
    empty.claims.add([make_source()], [])
    assert load_seeds(SETTINGS, empty) is None


def test_no_seeds_are_taken_where_none_are_wanted(empty: Storage) -> None:
    assert load_seeds(replace(SETTINGS, seeds=None), empty) is None
    assert empty.claims.state().revision == 0


def test_without_a_model_the_engine_says_so(empty: Storage) -> None:
    assert checker_for(SETTINGS, empty).engine.model is None


def test_a_model_that_is_handed_in_is_the_one_that_judges(empty: Storage) -> None:
    checker = checker_for(SETTINGS, empty, stance_model=FakeStanceModel(), embedder=FakeEmbedder())
    assert checker.engine.model == "sha256:fake"


def test_the_bundled_model_is_used_by_itself_exactly_where_it_can_be(empty: Storage) -> None:
    automatic = checker_for(replace(SETTINGS, model="auto"), empty).engine.model
    try:
        bundled = checker_for(replace(SETTINGS, model="bundled"), empty).engine.model
    except ModelUnusable:
        bundled = None
    assert automatic == bundled


def test_forwarded_headers_count_for_nothing_without_a_trusted_proxy(empty: Storage) -> None:
    assert "facts.example" not in front_page(create_app(SETTINGS, storage=empty))


def test_behind_a_trusted_proxy_the_callers_address_is_shown(empty: Storage) -> None:
    app = create_app(replace(SETTINGS, proxies=1), storage=empty)
    assert "https://facts.example/" in front_page(app)


def test_tokens_are_letters_and_digits_and_do_not_repeat() -> None:
    tokens = {random_token() for _ in range(1_000)}
    assert len(tokens) == 1_000
    assert all(token.isalnum() and len(token) == 24 for token in tokens)
