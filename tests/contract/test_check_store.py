"""Every CheckStore keeps checks whole and lists them by time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from service.domain.check import (
    Abstention,
    AbstentionCode,
    Answer,
    AssertionVerdict,
    AttributionVerdict,
    Check,
    CheckRequest,
    Engine,
    SavedCheckQuery,
    SideAgreement,
    Verdict,
)
from service.domain.corpus import CorpusState, Filters
from service.domain.errors import InvalidRecord, NotFound
from service.domain.evidence import Evidence, Passage, Reason, ReasonType, Stance
from service.domain.mentions import Span
from service.storage import Storage
from service.storage.check_json import decode_request
from tests.databases import ENGINES, opened
from tests.factories import make_claim, make_source
from tests.fakes import NOW

REASON = Reason(
    type=ReasonType.NUMBER,
    statement=Passage(text="More than 5,000", span=Span(start=0, end=15)),
    claim=None,
    detail="3,000 is not more than 5,000",
)
EVIDENCE = Evidence(
    claim=make_claim(),
    source=make_source(),
    stance=Stance.CONFLICTING,
    confidence=0.98,
    reasons=(REASON,),
)
NO_ONE = SideAgreement(publishers=0, origins=0)
ANSWER = Answer(
    statement="More than 5,000 people were arrested – “всего”.",
    language="en",
    as_of=datetime(2022, 1, 7, 18, tzinfo=timezone(timedelta(hours=6))),
    verdict=Verdict.REFUTED,
    confidence=0.97,
    summary="One source reports 3,000 arrests.",
    abstention=Abstention(code=AbstentionCode.OTHER_SCOPE, detail="d", missing=None),
    attribution=AttributionVerdict(
        speaker="Tokayev", said=Verdict.SUPPORTED, content=Verdict.UNVERIFIED
    ),
    assertions=(AssertionVerdict(text="More", span=Span(start=0, end=4), verdict=Verdict.REFUTED),),
    supporting=(),
    conflicting=(EVIDENCE, EVIDENCE),
    unverified=(),
    agreement_supporting=NO_ONE,
    agreement_conflicting=SideAgreement(publishers=1, origins=1),
    safe_wording=None,
    corpus=CorpusState(revision=3, claims=181, sources=5),
    engine=Engine(version="1.0.0", model=None),
)


def make_check(identifier: str, *, at: datetime = NOW, verdict: Verdict = Verdict.REFUTED) -> Check:
    request = CheckRequest(
        statement=ANSWER.statement, filters=Filters(publishers=("dpa",)), as_of=ANSWER.as_of
    )
    answer = replace(ANSWER, verdict=verdict)
    return Check(id=identifier, checked_at=at, request=request, answer=answer)


@pytest.fixture(params=ENGINES)
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    with opened(request.param, tmp_path) as storage:
        yield storage


def listed(storage: Storage, query: SavedCheckQuery) -> list[str]:
    return [check.id for check in storage.checks.list(query)]


def test_a_check_comes_back_as_it_was_saved(storage: Storage) -> None:
    check = make_check("chk_1")
    storage.checks.save(check)
    assert storage.checks.get("chk_1") == check


def test_a_check_may_hold_what_a_database_refuses_in_a_text(storage: Storage) -> None:
    check = make_check("chk_1")
    check = replace(check, answer=replace(check.answer, statement="NUL \0 and \ud800"))
    storage.checks.save(check)
    assert storage.checks.get("chk_1") == check


def test_saving_under_the_same_id_replaces(storage: Storage) -> None:
    storage.checks.save(make_check("chk_1"))
    storage.checks.save(make_check("chk_1", verdict=Verdict.DISPUTED))
    assert storage.checks.get("chk_1").answer.verdict is Verdict.DISPUTED
    assert listed(storage, SavedCheckQuery()) == ["chk_1"]


def test_a_deleted_check_is_not_found(storage: Storage) -> None:
    storage.checks.save(make_check("chk_1"))
    storage.checks.delete("chk_1")
    for act in (storage.checks.get, storage.checks.delete):
        with pytest.raises(NotFound):
            act("chk_1")


def test_checks_are_listed_by_time_and_then_by_id(storage: Storage) -> None:
    later = NOW + timedelta(microseconds=1)
    # The same moment as NOW, said in another time zone.
    elsewhere = NOW.astimezone(timezone(timedelta(hours=9)))
    storage.checks.save(make_check("a", at=later))
    storage.checks.save(make_check("c"))
    storage.checks.save(make_check("B", at=elsewhere, verdict=Verdict.SUPPORTED))
    assert listed(storage, SavedCheckQuery()) == ["B", "c", "a"]
    assert listed(storage, SavedCheckQuery(limit=2)) == ["B", "c"]
    assert listed(storage, SavedCheckQuery(after="B")) == ["c", "a"]
    assert listed(storage, SavedCheckQuery(after="c", limit=1)) == ["a"]
    assert listed(storage, SavedCheckQuery(verdict=Verdict.SUPPORTED)) == ["B"]
    assert listed(storage, SavedCheckQuery(changed_since=later)) == ["a"]
    assert listed(storage, SavedCheckQuery(changed_since=elsewhere)) == ["B", "c", "a"]
    assert listed(storage, SavedCheckQuery(verdict=Verdict.REFUTED, after="c")) == ["a"]


def test_a_page_after_a_check_that_is_gone_is_not_found(storage: Storage) -> None:
    with pytest.raises(NotFound):
        storage.checks.list(SavedCheckQuery(after="chk_gone"))


@pytest.mark.parametrize(
    "saved", ["", "[]", "{}", '{"version":2,"value":{}}', '{"version":1,"value":{}}', "nonsense"]
)
def test_a_saved_text_of_another_form_is_named_and_not_guessed_at(saved: str) -> None:
    with pytest.raises(InvalidRecord, match="saved CheckRequest"):
        decode_request(saved)


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_a_time_without_an_offset_is_refused(engine: str, tmp_path: Path) -> None:
    with opened(engine, tmp_path) as storage, pytest.raises(ValueError, match="offset"):
        storage.checks.save(make_check("chk_1", at=datetime(2022, 1, 1)))  # noqa: DTZ001
