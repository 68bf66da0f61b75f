"""Every CorpusEditor changes records the same way, and keeps every version of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.domain.changes import (
    ABSENT,
    PRESENT,
    UNSIGNED,
    ChangeAction,
    ChangeNote,
    Precondition,
    RecordKind,
)
from service.domain.corpus import Claim, Filters, IndexedClaim, Retraction
from service.domain.errors import Conflict, Gone, InvalidRecord, NotFound, PreconditionFailed
from service.storage import Storage
from tests.databases import ENGINES, opened
from tests.factories import make_claim, make_source

NOTE = ChangeNote(
    changed_at=datetime(2022, 1, 8, 12, 0, 0, 5, tzinfo=UTC), changed_by="key", reason="Ошибка"
)
RETRACTED = Retraction(at="2022-01-09", reason=None)


@pytest.fixture(params=ENGINES)
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    """A source and its claim, both at revision 1."""
    with opened(request.param, tmp_path) as storage:
        storage.claims.add([make_source()], [indexed(make_claim())])
        yield storage


def indexed(claim: Claim, *terms: str) -> IndexedClaim:
    return IndexedClaim(claim=claim, terms=terms or ("kill",))


def at(*revisions: int) -> Precondition:
    return Precondition(exists=True, revisions=frozenset(revisions))


def found(storage: Storage) -> list[str]:
    candidates = storage.search.candidates(["kill"], Filters(), published_until=None, limit=9)
    return [candidate.claim.id for candidate in candidates]


def test_a_record_is_held_with_the_revision_that_brought_it(storage: Storage) -> None:
    changed = make_claim(text="Changed.")
    held = storage.editor.write(indexed(changed), before=at(1), note=NOTE)
    assert (held.record, held.revision) == (changed, 2)
    assert storage.editor.held(RecordKind.CLAIM, changed.id) == held
    assert storage.editor.held(RecordKind.SOURCE, "kz-dpa").revision == 1


def test_a_change_that_is_none_moves_nothing(storage: Storage) -> None:
    held = storage.editor.write(indexed(make_claim()), before=at(1), note=NOTE)
    assert held.revision == 1
    assert storage.claims.state().revision == 1


@pytest.mark.parametrize("before", [ABSENT, at(), at(2), at(0, 7)])
def test_what_does_not_hold_stops_the_change(storage: Storage, before: Precondition) -> None:
    with pytest.raises(PreconditionFailed):
        storage.editor.write(indexed(make_claim(text="No.")), before=before, note=NOTE)
    with pytest.raises(PreconditionFailed):
        storage.editor.delete(
            RecordKind.CLAIM, make_claim().id, cascade=False, before=before, note=NOTE
        )
    assert storage.claims.claim(make_claim().id) == make_claim()


def test_a_new_record_must_be_absent_or_asked_for(storage: Storage) -> None:
    new = make_source(id="new")
    with pytest.raises(PreconditionFailed):
        storage.editor.write(new, before=PRESENT, note=NOTE)
    assert storage.editor.write(new, before=ABSENT, note=NOTE).revision == 2
    with pytest.raises(InvalidRecord):
        storage.editor.write(
            indexed(make_claim(id="stray", source_id="nowhere")), before=ABSENT, note=NOTE
        )


def test_every_version_says_what_was_done_by_whom_when_and_why(storage: Storage) -> None:
    claim, editor = make_claim(text="Changed."), storage.editor
    editor.write(indexed(claim), before=PRESENT, note=NOTE)
    editor.rewrite(indexed(replace(claim, retracted=RETRACTED)), before=PRESENT, note=UNSIGNED)
    editor.rewrite(indexed(claim), before=PRESENT, note=UNSIGNED)
    editor.delete(RecordKind.CLAIM, claim.id, cascade=False, before=PRESENT, note=NOTE)
    versions = editor.versions(RecordKind.CLAIM, claim.id, after=0, limit=9)
    assert [(one.revision, one.action.value) for one in versions] == [
        (1, "created"), (2, "updated"), (3, "retracted"), (4, "reinstated"), (5, "deleted"),
    ]  # fmt: skip
    assert [one.note for one in versions] == [UNSIGNED, NOTE, UNSIGNED, UNSIGNED, NOTE]
    assert [one.record for one in versions[1:]] == [
        claim, replace(claim, retracted=RETRACTED), claim, None,
    ]  # fmt: skip
    assert editor.versions(RecordKind.CLAIM, claim.id, after=2, limit=1) == versions[2:3]


def test_a_deleted_claim_is_gone_from_lists_counts_and_search(storage: Storage) -> None:
    storage.editor.delete(
        RecordKind.CLAIM, make_claim().id, cascade=False, before=PRESENT, note=NOTE
    )
    state = storage.claims.state()
    assert (state.revision, state.claims, state.sources) == (2, 0, 1)
    assert storage.search.frequencies(["kill"]) == {"kill": 0}
    assert found(storage) == []
    with pytest.raises(Gone):
        storage.editor.held(RecordKind.CLAIM, make_claim().id)
    again = storage.editor.write(indexed(make_claim()), before=ABSENT, note=NOTE)
    assert again.revision == 3
    assert found(storage) == [make_claim().id]


def test_a_source_takes_its_claims_along_only_when_told_to(storage: Storage) -> None:
    source = make_source()
    with pytest.raises(Conflict):
        storage.editor.delete(
            RecordKind.SOURCE, source.id, cascade=False, before=PRESENT, note=NOTE
        )
    storage.editor.delete(RecordKind.SOURCE, source.id, cascade=True, before=PRESENT, note=NOTE)
    state = storage.claims.state()
    assert (state.revision, state.claims, state.sources) == (2, 0, 0)
    for kind, identifier in ((RecordKind.SOURCE, source.id), (RecordKind.CLAIM, make_claim().id)):
        last = storage.editor.versions(kind, identifier, after=1, limit=9)
        assert [(one.action, one.note) for one in last] == [(ChangeAction.DELETED, NOTE)]


@pytest.mark.parametrize("unknown", ["nothing", "a\0b", "\ud800"])
def test_what_never_was_is_not_found(storage: Storage, unknown: str) -> None:
    for kind in RecordKind:
        with pytest.raises(NotFound):
            storage.editor.held(kind, unknown)
        with pytest.raises(NotFound):
            storage.editor.versions(kind, unknown, after=0, limit=1)
        with pytest.raises(NotFound):
            storage.editor.delete(kind, unknown, cascade=True, before=PRESENT, note=NOTE)


def test_a_retracted_claim_is_stored_and_not_searched(storage: Storage) -> None:
    claim = replace(make_claim(), retracted=RETRACTED)
    storage.editor.rewrite(indexed(claim), before=PRESENT, note=NOTE)
    assert storage.claims.claim(claim.id) == claim
    assert (found(storage), storage.search.frequencies(["kill"])) == ([], {"kill": 0})


def test_a_batch_or_a_write_without_retraction_keeps_it(storage: Storage) -> None:
    claim = replace(make_claim(), retracted=RETRACTED)
    storage.editor.rewrite(indexed(claim), before=PRESENT, note=NOTE)
    assert storage.claims.add([], [indexed(make_claim())]).unchanged == 1
    held = storage.editor.write(indexed(make_claim(text="New.")), before=PRESENT, note=NOTE)
    assert held.record == replace(claim, text="New.")
    assert found(storage) == []
