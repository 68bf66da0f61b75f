"""Checks from before meanings were watched are watched anew, by workers that have a model."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.domain.check import Check
from service.storage import open_storage
from service.storage.check_store import keep_checks
from service.storage.engine import build_engine, writing
from service.storage.migrate import migrate
from tests.databases import empty_database, migrations_before
from tests.factories import make_statement
from tests.fakes_api import make_answer

MODEL = "sha256:model"


@pytest.mark.parametrize("engine_name", ["sqlite", "postgres"])
def test_checks_that_were_watched_by_their_words_wait_for_a_model(
    engine_name: str, tmp_path: Path
) -> None:
    url = empty_database(engine_name, tmp_path)
    older = migrations_before("0011", tmp_path)
    engine = build_engine(url)
    migrate(engine, scripts=older)
    request = make_statement()
    check = Check(
        id="chk_1",
        checked_at=datetime(2024, 5, 20, tzinfo=UTC),
        request=request,
        answer=make_answer(request),
    )
    with writing(engine) as connection:
        keep_checks(connection, [check])
        connection.exec_driver_sql("UPDATE checks SET watched = TRUE")
    engine.dispose()

    storage = open_storage(url)
    storage.migrate()
    rechecks = storage.rechecks
    assert (rechecks.unwatched(None, limit=9), rechecks.waiting()) == ([], 0)
    assert [one.id for one in rechecks.unwatched(MODEL, limit=9)] == ["chk_1"]
    assert rechecks.waiting(MODEL) == 1
    storage.close()
