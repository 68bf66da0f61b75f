"""Laws of imports: what is exported comes back, in every form; counts add up for any input."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from schemas.records import ClaimSchema, SourceSchema, load_record, record_line
from service.domain.corpus import Claim, IndexedClaim, Locator, Retraction, Source, Standing
from service.domain.imports import Entry, ImportPlan, OnError, no_progress
from service.domain.mentions import Span
from service.importing import ImportFormat, read_entries
from service.importing.csv_rows import COLUMNS
from service.storage.memory import MemoryCorpus
from service.storage.memory_transfer import MemoryCorpusTransfer

LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
WORDS = st.text(LETTERS, min_size=1, max_size=30).filter(lambda text: bool(text.strip()))
IDS = st.from_regex(r"\A[^\s/?#\x00-\x20\x7f\ud800-\udfff]{1,20}\Z")
DAYS = st.dates().map(str) | st.datetimes().map(lambda time: time.isoformat() + "Z")
SPANS = st.tuples(st.integers(0, 999), st.integers(0, 999)).map(
    lambda pair: Span(start=min(pair), end=max(pair))
)
SOURCES = st.builds(
    Source,
    id=IDS,
    publisher=st.none() | WORDS,
    title=WORDS,
    url=st.none() | st.just("https://example.org/a?b=c#d"),
    published_at=st.none() | DAYS,
    language=st.sampled_from(["en", "und"]),
    origin=WORDS,
)
CLAIMS = st.builds(
    Claim,
    id=IDS,
    source_id=IDS,
    text=WORDS,
    quote=st.none() | WORDS,
    speaker=st.none() | WORDS,
    standing=st.sampled_from(Standing),
    event_at=st.none() | DAYS | st.just("2024-02"),
    locator=st.builds(Locator, paragraph=st.none() | st.integers(1, 999), span=st.none() | SPANS),
    retracted=st.none() | st.builds(Retraction, at=DAYS, reason=st.none() | WORDS),
)
RECORDS = st.lists(SOURCES | CLAIMS, max_size=5)


def read(body: bytes, form: ImportFormat, step: int = 11) -> list[Source | Claim]:
    chunks = (body[at : at + step] for at in range(0, len(body), step))
    found = read_entries(chunks, form=form, index_many=lambda claims: [()] * len(claims))
    records = [one.record for one in found if isinstance(one, Entry)]
    return [one.claim if isinstance(one, IndexedClaim) else one for one in records]


def as_row(record: Source | Claim) -> dict[str, object]:
    schema = SourceSchema() if isinstance(record, Source) else ClaimSchema()
    flat = dict(schema.dump(record))
    if isinstance(record, Claim):
        locator, retracted = flat.pop("locator"), flat.pop("retracted") or {}
        start, end = locator["span"] or (None, None)
        flat |= {"paragraph": locator["paragraph"], "span_start": start, "span_end": end}
        flat |= {f"retracted_{name}": retracted.get(name) for name in ("at", "reason")}
    return flat


@given(RECORDS)
def test_lines_of_an_export_read_back_the_same(records: list[Source | Claim]) -> None:
    body = "".join(map(record_line, records)).encode()
    assert read(body, ImportFormat.NDJSON) == records


@given(SOURCES | CLAIMS)
def test_the_two_readers_of_the_format_agree(record: Source | Claim) -> None:
    schema = SourceSchema() if isinstance(record, Source) else ClaimSchema()
    assert load_record(schema.dump(record)) == record


# A carriage return alone is the end of a row to the writer of the standard library.
@given(RECORDS.filter(lambda records: "\\r" not in repr(records)))
def test_rows_read_back_the_same(records: list[Source | Claim]) -> None:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(as_row(record) for record in records)
    assert read(out.getvalue().encode(), ImportFormat.CSV) == records


@given(
    body=st.binary(max_size=300)
    | st.lists(SOURCES.map(record_line) | CLAIMS.map(record_line) | st.just("{}\n")).map(
        lambda lines: "".join(lines).encode()
    ),
    form=st.sampled_from(ImportFormat),
    on_error=st.sampled_from(OnError),
    dry_run=st.booleans(),
)
def test_the_counts_add_up_for_any_input(
    body: bytes, form: ImportFormat, on_error: OnError, dry_run: bool
) -> None:
    corpus = MemoryCorpus()
    entries = read_entries([body], form=form, index_many=lambda claims: [()] * len(claims))
    plan = ImportPlan(on_error=on_error, dry_run=dry_run)
    report = MemoryCorpusTransfer(corpus).load(entries, plan, progress=no_progress)
    kept = report.accepted + report.updated
    assert report.read == kept + report.unchanged + report.rejected
    assert min(kept, report.unchanged, report.rejected) >= 0
    assert len(report.faults) == report.rejected
    state = corpus.state()
    nothing = dry_run or report.outcome.value == "aborted"
    assert state.claims + state.sources == (0 if nothing else kept)
    assert state.revision == report.revision
