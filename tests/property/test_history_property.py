"""A law of storage: an earlier moment is answered by SQLite as by going through every version."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.changes import PRESENT, ChangeNote, Precondition, RecordKind
from service.domain.corpus import Filters, IndexedClaim, Retraction, Source
from service.domain.errors import FactCheckError
from service.storage import Storage
from tests.databases import opened
from tests.factories import make_claim, make_source

ANY = Precondition(exists=True)
START = datetime(2022, 1, 7, 12, tzinfo=UTC)
TERMS = ("kill", "arrest", "n_tokayev", "rare")
MOMENTS = st.sampled_from(
    ["2022-01-06", "2022-01-07", "2022-01-07T12:30:00+00:00", "2022-01-07T14:00:00+02:00",
     "2022-01-07T15:30:00+00:00", "2022-01-08", "2030-01-01"]
)  # fmt: skip
RETRACTIONS = st.sampled_from(["2022-01-06", "2022-01-07T13:30:00Z", "2022-01-08", "2040-01-01"])
CLAIMS = st.builds(
    IndexedClaim,
    claim=st.builds(
        make_claim,
        id=st.sampled_from(["c1", "c2", "c3"]),
        source_id=st.sampled_from(["s1", "s2"]),
        text=st.sampled_from(["Killed.", "Arrested."]),
        retracted=st.none() | st.builds(Retraction, at=RETRACTIONS, reason=st.none()),
    ),
    terms=st.sets(st.sampled_from(TERMS), min_size=1).map(lambda terms: tuple(sorted(terms))),
)
SOURCES = st.builds(
    make_source,
    id=st.sampled_from(["s1", "s2"]),
    title=st.sampled_from(["One", "Another"]),
    publisher=st.sampled_from(["dpa", "AFP"]),
    published_at=st.sampled_from(["2022-01-06", "2022-01-07T12:45:00Z", "2022-01-08"]),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    kind: RecordKind
    identifier: str


DELETIONS = st.sampled_from(
    [
        Deletion(kind=RecordKind.CLAIM, identifier="c1"),
        Deletion(kind=RecordKind.CLAIM, identifier="c2"),
        Deletion(kind=RecordKind.SOURCE, identifier="s2"),
    ]
)
# Hours since the last change; None: the change is not dated.
STEPS = st.tuples(st.sampled_from([None, 0, 1, 2]), CLAIMS | SOURCES | DELETIONS)


@contextmanager
def on_both() -> Iterator[tuple[Storage, Storage]]:
    with (
        tempfile.TemporaryDirectory() as folder,
        opened("sqlite", Path(folder)) as sqlite,
        opened("memory", Path(folder)) as memory,
    ):
        yield sqlite, memory


def carry_out(
    storage: Storage, change: IndexedClaim | Source | Deletion, note: ChangeNote
) -> str | None:
    """Make a change; the name of the error that it ends in."""
    try:
        if isinstance(change, Deletion):
            storage.editor.delete(
                change.kind, change.identifier, cascade=True, before=PRESENT, note=note
            )
        elif isinstance(change, IndexedClaim):
            storage.editor.rewrite(change, before=_either(storage, change), note=note)
        else:
            storage.claims.add([change], [], note=note)
    except FactCheckError as error:
        return type(error).__name__
    return None


def _either(storage: Storage, change: IndexedClaim) -> Precondition:
    try:
        storage.editor.held(RecordKind.CLAIM, change.claim.id)
    except FactCheckError:
        return Precondition(exists=False)
    return ANY


@settings(max_examples=25, deadline=None)
@given(
    steps=st.lists(STEPS, max_size=8),
    asked=st.lists(st.tuples(MOMENTS, st.sampled_from([(), ("dpa",)])), min_size=1, max_size=4),
)
def test_sqlite_answers_for_an_earlier_moment_as_memory_does(
    steps: list[tuple[int | None, IndexedClaim | Source | Deletion]],
    asked: list[tuple[str, tuple[str, ...]]],
) -> None:
    with on_both() as both:
        now = START
        for hours, change in [(0, make_source(id="s1")), (0, make_source(id="s2")), *steps]:
            now += timedelta(hours=hours or 0)
            note = ChangeNote(changed_at=None if hours is None else now)
            one, other = (carry_out(storage, change, note) for storage in both)
            assert one == other
        for moment, publishers in asked:
            filters = Filters(publishers=publishers)
            one_found, other_found = (
                storage.search.candidates(TERMS, filters, published_until=moment, limit=9)
                for storage in both
            )
            assert one_found == other_found
