"""Versions from before changes were signed keep their records, and are told apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from service.domain.changes import UNSIGNED, RecordKind
from service.domain.corpus import Filters
from service.storage import open_storage
from service.storage.engine import build_engine, writing
from service.storage.migrate import migrate
from tests.databases import empty_database, migrations_before

_OLD_VERSION = text(
    "INSERT INTO source_versions (id, revision, title, language, origin)"
    " VALUES ('s1', :revision, :title, 'en', 'dpa')"
)
_OLD_SOURCE = text(
    "INSERT INTO sources (id, title, language, origin, searchable)"
    " VALUES ('s1', 'Second', 'en', 'dpa', ' second ')"
)


@pytest.mark.parametrize("engine_name", ["sqlite", "postgres"])
def test_the_first_version_made_the_record_and_the_next_changed_it(
    engine_name: str, tmp_path: Path
) -> None:
    url = empty_database(engine_name, tmp_path)
    older = migrations_before("0003", tmp_path)
    engine = build_engine(url)
    migrate(engine, scripts=older)
    with writing(engine) as connection:
        connection.execute(_OLD_SOURCE)
        connection.execute(_OLD_VERSION, {"revision": 4, "title": "First"})
        connection.execute(_OLD_VERSION, {"revision": 7, "title": "Second"})
        connection.exec_driver_sql("UPDATE corpus_state SET revision = 7, sources = 1")
    engine.dispose()

    storage = open_storage(url)
    storage.migrate()
    versions = storage.editor.versions(RecordKind.SOURCE, "s1", after=0, limit=9)
    assert [(one.revision, one.action.value) for one in versions] == [
        (4, "created"),
        (7, "updated"),
    ]
    assert {one.note for one in versions} == {UNSIGNED}
    assert [one.record for one in versions if one.record][1] == storage.claims.source("s1")
    assert storage.editor.held(RecordKind.SOURCE, "s1").revision == 7
    storage.close()


@pytest.mark.parametrize("engine_name", ["sqlite", "postgres"])
def test_versions_from_before_the_index_of_the_past_are_found_by_the_words_of_now(
    engine_name: str, tmp_path: Path
) -> None:
    url = empty_database(engine_name, tmp_path)
    older = migrations_before("0009", tmp_path)
    engine = build_engine(url)
    migrate(engine, scripts=older)
    with writing(engine) as connection:
        for statement in _CORRECTED.split(";"):
            connection.exec_driver_sql(statement)
    engine.dispose()

    storage = open_storage(url)
    storage.migrate()
    then, now = (
        storage.search.candidates(["arrest"], Filters(), published_until=moment, limit=9)
        for moment in ("2022-01-08", "2022-01-20")
    )
    assert [one.claim.text for one in then] == ["3,000 arrests."]
    assert [one.claim.text for one in now] == ["3,700 arrests."]
    storage.close()


_CORRECTED = """
    UPDATE corpus_state SET revision = 2, sources = 1, claims = 1;
    INSERT INTO term_frequencies (token, claims) VALUES ('arrest', 1);
    INSERT INTO sources (id, title, published_at, language, origin, searchable)
    VALUES ('s1', 'One', '2022-01-07', 'en', 'dpa', ' one ');
    INSERT INTO source_versions (id, revision, title, published_at, language, origin, action)
    VALUES ('s1', 1, 'One', '2022-01-07', 'en', 'dpa', 'created');
    INSERT INTO claims (id, source_id, text, standing, tokens, searchable)
    VALUES ('c1', 's1', '3,700 arrests.', 'asserted', 'arrest', ' 3 700 arrests ');
    INSERT INTO claim_versions (id, revision, source_id, text, standing, action, changed_at)
    VALUES ('c1', 1, 's1', '3,000 arrests.', 'asserted', 'created', NULL),
           ('c1', 2, 's1', '3,700 arrests.', 'asserted', 'updated', '2022-01-10T09:00:00.000000Z')
"""
