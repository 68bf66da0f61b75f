"""Every SourceEditor adds whole sources, and takes them back and restores them in one go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.domain.changes import PRESENT, ChangeAction, ChangeNote, Precondition, RecordKind
from service.domain.corpus import Claim, Filters, IndexedClaim, Retraction
from service.domain.errors import Conflict, Gone, NotFound, PreconditionFailed
from service.storage import Storage
from tests.databases import ENGINES, opened
from tests.factories import make_claim, make_source

NOTE = ChangeNote(
    changed_at=datetime(2022, 1, 8, 12, 0, tzinfo=UTC), changed_by="key", reason="Withdrawn."
)
RETRACTED = Retraction(at="2022-01-08T12:00:00Z", reason="Withdrawn.")
EARLIER = Retraction(at="2022-01-07", reason="Misquoted.")


@pytest.fixture(params=ENGINES)
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    """A source with three claims, the last of them retracted before, and another source."""
    with opened(request.param, tmp_path) as storage:
        storage.claims.add(
            [make_source(), make_source(id="other")],
            [
                indexed(make_claim(id="c1")),
                indexed(make_claim(id="c2")),
                indexed(make_claim(id="c3", retracted=EARLIER)),
                indexed(make_claim(id="c4", source_id="other")),
            ],
        )
        yield storage


def indexed(claim: Claim) -> IndexedClaim:
    return IndexedClaim(claim=claim, terms=("kill",))


def found(storage: Storage) -> list[str]:
    candidates = storage.search.candidates(["kill"], Filters(), published_until=None, limit=9)
    return sorted(candidate.claim.id for candidate in candidates)


def retract(storage: Storage, before: Precondition = PRESENT) -> int:
    return storage.sources.retract("kz-dpa", RETRACTED, before=before, note=NOTE).claims


def reinstate(storage: Storage) -> int:
    taken = storage.sources.retracted_with("kz-dpa")
    restored = [indexed(replace(claim, retracted=None)) for claim in taken]
    return storage.sources.reinstate("kz-dpa", restored, before=PRESENT, note=NOTE).claims


def test_a_new_source_comes_with_its_claims_in_one_revision(storage: Storage) -> None:
    new = make_source(id="new")
    held = storage.sources.add_new(new, [indexed(make_claim(id="n1", source_id="new"))], note=NOTE)
    assert (held.record, held.revision) == (new, 2)
    assert storage.claims.state().revision == 2
    assert "n1" in found(storage)


def test_a_taken_id_keeps_the_whole_source_out(storage: Storage) -> None:
    with pytest.raises(Conflict, match="kz-dpa"):
        storage.sources.add_new(make_source(), [], note=NOTE)
    claims = [indexed(make_claim(id="c4", source_id="new"))]
    with pytest.raises(Conflict, match="c4"):
        storage.sources.add_new(make_source(id="new"), claims, note=NOTE)
    with pytest.raises(NotFound):
        storage.claims.source("new")
    assert storage.claims.state().revision == 1


def test_a_source_is_taken_back_with_all_its_claims_at_once(storage: Storage) -> None:
    assert retract(storage) == 2
    assert found(storage) == ["c4"]
    assert storage.claims.claim("c1").retracted == RETRACTED
    assert storage.claims.claim("c3").retracted == EARLIER
    assert storage.claims.state().revision == 2
    versions = storage.editor.versions(RecordKind.SOURCE, "kz-dpa", after=0, limit=9)
    assert [(one.revision, one.action) for one in versions] == [
        (1, ChangeAction.CREATED),
        (2, ChangeAction.RETRACTED),
    ]


def test_the_same_retraction_again_changes_nothing(storage: Storage) -> None:
    retract(storage)
    assert retract(storage) == 2
    assert storage.claims.state().revision == 2


def test_it_restores_only_what_it_had_taken_back(storage: Storage) -> None:
    retract(storage)
    assert reinstate(storage) == 2
    assert found(storage) == ["c1", "c2", "c4"]
    assert storage.claims.claim("c3").retracted == EARLIER
    assert storage.sources.retraction("kz-dpa").retracted is None
    assert storage.claims.state().revision == 3


def test_a_claim_that_was_restored_and_retracted_by_itself_stays_so(storage: Storage) -> None:
    retract(storage)
    storage.editor.rewrite(indexed(make_claim(id="c1")), before=PRESENT, note=NOTE)
    alone = make_claim(id="c1", retracted=RETRACTED)
    storage.editor.rewrite(indexed(alone), before=PRESENT, note=NOTE)
    assert reinstate(storage) == 1
    assert found(storage) == ["c2", "c4"]


def test_a_claim_added_later_is_taken_back_by_asking_again(storage: Storage) -> None:
    retract(storage)
    storage.claims.add([], [indexed(make_claim(id="c5"))])
    assert retract(storage) == 3
    assert reinstate(storage) == 3
    assert found(storage) == ["c1", "c2", "c4", "c5"]


def test_an_updated_claim_still_belongs_to_the_retraction(storage: Storage) -> None:
    retract(storage)
    storage.editor.write(indexed(make_claim(id="c1", text="Changed.")), before=PRESENT, note=NOTE)
    assert reinstate(storage) == 2
    assert storage.claims.claim("c1").text == "Changed."


def test_claims_that_changed_meanwhile_are_not_restored(storage: Storage) -> None:
    retract(storage)
    with pytest.raises(Conflict, match="meanwhile"):
        storage.sources.reinstate("kz-dpa", [], before=PRESENT, note=NOTE)


def test_a_source_without_claims_can_be_taken_back_and_restored(storage: Storage) -> None:
    storage.sources.add_new(make_source(id="empty"), [], note=NOTE)
    done = storage.sources.retract("empty", RETRACTED, before=PRESENT, note=NOTE)
    assert (done.retracted, done.claims, done.revision) == (NOTE, 0, 3)
    back = storage.sources.reinstate("empty", [], before=PRESENT, note=NOTE)
    assert (back.retracted, back.revision) == (None, 4)


def test_a_source_that_stands_is_not_restored(storage: Storage) -> None:
    assert reinstate(storage) == 0
    assert storage.claims.state().revision == 1


def test_a_source_made_anew_is_not_taken_back(storage: Storage) -> None:
    retract(storage)
    storage.editor.delete(RecordKind.SOURCE, "kz-dpa", cascade=True, before=PRESENT, note=NOTE)
    with pytest.raises(Gone):
        storage.sources.retraction("kz-dpa")
    storage.claims.add([make_source()], [indexed(make_claim(id="c1", retracted=RETRACTED))])
    assert storage.sources.retraction("kz-dpa").retracted is None
    assert reinstate(storage) == 0


def test_it_asks_for_the_version_that_was_seen(storage: Storage) -> None:
    with pytest.raises(PreconditionFailed):
        retract(storage, Precondition(exists=True, revisions=frozenset({9})))
    with pytest.raises(NotFound):
        storage.sources.retract("nothing", RETRACTED, before=PRESENT, note=NOTE)
    assert storage.claims.state().revision == 1
