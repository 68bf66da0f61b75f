"""A question about an earlier moment is answered from the corpus as it stood then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from schemas.records import record_line
from service.app import create_app
from service.config import Settings
from service.domain.corpus import Retraction
from tests.databases import ENGINES, opened
from tests.factories import make_claim, make_source
from tests.fakes import FakeEmbedder

ENTERED = datetime(2022, 1, 10, 9, tzinfo=UTC)
BEFORE_ENTRY = "2022-01-08"
STATEMENT = "3,000 people were arrested in Kazakhstan."
OLD = "3,000 people were arrested in Kazakhstan."
NEW = "3,700 people were arrested in Kazakhstan."


@dataclass(slots=True, kw_only=True)
class Newsroom:
    """Changes records hour by hour, and asks."""

    client: FlaskClient
    now: datetime = ENTERED

    def change(self, method: str, path: str, **body: Any) -> str:
        """Make a change an hour after the last one; a moment half an hour after it."""
        self.now += timedelta(hours=1)
        headers = {} if method == "POST" else {"If-Match": "*"}
        reply = self.client.open(path, method=method, headers=headers, **body)
        assert reply.status_code < 300, reply.text
        return (self.now + timedelta(minutes=30)).isoformat()

    def put(self, record: Any) -> str:
        kind = "claims" if hasattr(record, "text") else "sources"
        body = {"data": record_line(record), "content_type": "application/json"}
        return self.change("PUT", f"/v1/{kind}/{record.id}", **body)

    def answer(self, as_of: str | None = None, **query: str) -> dict[str, Any]:
        asked = {"statement": STATEMENT, **query} | ({} if as_of is None else {"as_of": as_of})
        reply = self.client.get("/v1/check", query_string=asked)
        assert reply.status_code == 200, reply.text
        return dict(reply.json or {})

    def verdict(self, as_of: str | None = None, **query: str) -> str:
        return str(self.answer(as_of, **query)["verdict"])


@pytest.fixture(params=ENGINES)
def newsroom(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Newsroom]:
    with opened(request.param, tmp_path) as storage:
        settings = Settings(database_url="memory:", model="none")
        clock: list[Newsroom] = []
        app = create_app(
            settings, storage=storage, embedder=FakeEmbedder(), clock=lambda: clock[0].now
        )
        room = Newsroom(client=app.test_client())
        clock.append(room)
        lines = record_line(make_source()) + record_line(make_claim(text=OLD))
        room.change("POST", "/v1/imports", data=lines, content_type="application/x-ndjson")
        yield room


def test_a_corrected_record_answers_in_the_wording_of_then(newsroom: Newsroom) -> None:
    before = newsroom.now.isoformat()
    after = newsroom.put(make_claim(text=NEW))

    assert [newsroom.verdict(moment) for moment in (before, after, None)] == [
        "supported",
        "refuted",
        "refuted",
    ]
    (evidence,) = newsroom.answer(before)["evidence"]["supporting"]
    assert evidence["claim"]["text"] == OLD


def test_a_record_entered_later_counts_from_its_publication_in_its_first_version(
    newsroom: Newsroom,
) -> None:
    newsroom.put(make_claim(text=NEW))

    assert newsroom.verdict(BEFORE_ENTRY) == "supported"
    assert newsroom.verdict("2022-01-06") == "unverified"


def test_a_deleted_record_answers_until_its_deletion(newsroom: Newsroom) -> None:
    before = newsroom.now.isoformat()
    after = newsroom.change("DELETE", "/v1/sources/kz-dpa?cascade=true")

    assert [newsroom.verdict(moment) for moment in (BEFORE_ENTRY, before, after, None)] == [
        "supported",
        "supported",
        "unverified",
        "unverified",
    ]


def test_a_record_that_was_made_again_has_a_gap_in_its_past(newsroom: Newsroom) -> None:
    before = newsroom.now.isoformat()
    between = newsroom.change("DELETE", "/v1/claims/kz-dpa-07")
    after = newsroom.change(
        "POST", "/v1/claims", data=record_line(make_claim(text=NEW)),
        content_type="application/json",
    )  # fmt: skip

    assert [newsroom.verdict(moment) for moment in (before, between, after)] == [
        "supported",
        "unverified",
        "refuted",
    ]


def test_a_retracted_record_is_evidence_until_it_was_taken_back(newsroom: Newsroom) -> None:
    before = newsroom.now.isoformat()
    after = newsroom.change("POST", "/v1/claims/kz-dpa-07/retraction", json={"reason": "Wrong."})

    assert [newsroom.verdict(moment) for moment in (before, after, None)] == [
        "supported",
        "unverified",
        "unverified",
    ]
    assert newsroom.answer(before)["evidence"]["supporting"][0]["claim"]["text"] == OLD


def test_a_retraction_counts_from_its_own_date_whenever_it_was_entered(newsroom: Newsroom) -> None:
    taken_back = Retraction(at="2022-01-09", reason=None)
    newsroom.put(make_claim(text=OLD, retracted=taken_back))
    entered_late = record_line(make_claim(id="late", text=f"In all, {OLD}", retracted=taken_back))
    newsroom.change("POST", "/v1/claims", data=entered_late, content_type="application/json")

    before = newsroom.answer("2022-01-08T23:00:00Z")["evidence"]["supporting"]
    assert [one["claim"]["id"] for one in before] == ["kz-dpa-07", "late"]
    assert newsroom.verdict("2022-01-09T01:00:00Z") == "unverified"


def test_a_source_is_named_and_filtered_as_it_was_then(newsroom: Newsroom) -> None:
    before = newsroom.now.isoformat()
    newsroom.put(make_source(publisher="AFP", title="Corrected", published_at="2022-01-09"))

    (then,) = newsroom.answer(BEFORE_ENTRY)["evidence"]["supporting"]
    (now,) = newsroom.answer()["evidence"]["supporting"]
    assert (then["source"]["publisher"], now["source"]["publisher"]) == ("dpa", "AFP")
    assert newsroom.verdict(before, publisher="dpa") == "supported"
    assert newsroom.verdict(before, publisher="AFP") == "unverified"


def test_the_past_of_a_record_is_found_by_words_that_nobody_uses_now(newsroom: Newsroom) -> None:
    before = newsroom.now.isoformat()
    newsroom.put(make_claim(text="The airport reopened."))

    assert newsroom.verdict(before) == "supported"
    assert newsroom.verdict() == "unverified"
