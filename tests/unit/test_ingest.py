"""The wire format of records: what is read, and what is refused with its line and pointer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from service.domain.corpus import Claim, ImportCount, Locator, RecordQuery
from service.domain.errors import InvalidRecord, NotFound
from service.domain.mentions import Span
from service.ingest import import_folder, import_records, read_records
from service.storage.memory import MemoryCorpus
from tests.factories import make_claim, make_source

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
SOURCE: Mapping[str, object] = {
    "kind": "source",
    "id": "kz-dpa",
    "publisher": "dpa",
    "title": "Kazakhstan: arrests after the unrest",
    "url": None,
    "published_at": "2022-01-07",
    "language": "en",
    "origin": "dpa",
}
CLAIM: Mapping[str, object] = {
    "kind": "claim",
    "id": "kz-dpa-07",
    "source_id": "kz-dpa",
    "text": "More than 3,700 people were arrested.",
    "quote": None,
    "speaker": None,
    "standing": "asserted",
    "event_at": "2022-01-07",
    "locator": {"paragraph": 4},
}


def words(claim: Claim) -> tuple[str, ...]:
    return tuple(claim.text.lower().split())


def source(**overrides: object) -> str:
    return json.dumps({**SOURCE, **overrides})


def claim(**overrides: object) -> str:
    return json.dumps({**CLAIM, **overrides})


def without(record: Mapping[str, object], name: str) -> str:
    return json.dumps({key: value for key, value in record.items() if key != name})


def refusal(*lines: str | bytes) -> InvalidRecord:
    with pytest.raises(InvalidRecord) as caught:
        read_records(lines, name="test.jsonl")
    return caught.value


def test_records_are_read_from_text_and_from_bytes() -> None:
    for lines in ([source(), claim()], [source().encode() + b"\n", b"\r\n", claim().encode()]):
        assert read_records(lines, name="x") == ([make_source()], [make_claim()])


def test_a_claim_may_come_before_its_source() -> None:
    sources, claims = read_records([claim(), source()], name="x")
    assert (len(sources), len(claims)) == (1, 1)


@pytest.mark.parametrize(
    ("locator", "expected"),
    [
        ({}, Locator()),
        ({"paragraph": None, "span": None}, Locator()),
        ({"span": [3, 9]}, Locator(span=Span(start=3, end=9))),
        ({"paragraph": 1, "span": [0, 0]}, Locator(paragraph=1, span=Span(start=0, end=0))),
    ],
)
def test_a_locator_names_paragraph_span_both_or_neither(locator: object, expected: Locator) -> None:
    _, (read,) = read_records([claim(locator=locator)], name="x")
    assert read.locator == expected


@pytest.mark.parametrize(
    "time",
    ["2022-01", "2022-01-07", "2022-01-07T18:00", "2022-01-07T18:00:00Z", "2024-02-29",
     "2022-01-07T18:00:00.5+06:00", None],
)  # fmt: skip
def test_times_are_kept_as_written(time: str | None) -> None:
    _, (read,) = read_records([claim(event_at=time)], name="x")
    assert read.event_at == time


@pytest.mark.parametrize(
    ("line", "pointer"),
    [
        # Fields.
        (source(extra=1), "/extra"),
        (source(**{"a/b~c": 1}), "/a~1b~0c"),
        (claim(title="t"), "/title"),
        (claim(locator={"paragraph": 1, "page": 2}), "/locator/page"),
        *[(without(SOURCE, name), f"/{name}") for name in SOURCE],
        *[(without(CLAIM, name), f"/{name}") for name in CLAIM],
        # Types.
        (source(kind="article"), "/kind"),
        (source(kind=None), "/kind"),
        (source(id=7), "/id"),
        (source(title=None), "/title"),
        (source(title=["t"]), "/title"),
        (source(language=""), "/language"),
        (source(publisher="  "), "/publisher"),
        (claim(standing="denied"), "/standing"),
        (claim(standing="Asserted"), "/standing"),
        (claim(locator=None), "/locator"),
        (claim(locator=[4]), "/locator"),
        (claim(locator={"paragraph": 0}), "/locator/paragraph"),
        (claim(locator={"paragraph": True}), "/locator/paragraph"),
        (claim(locator={"paragraph": 1.5}), "/locator/paragraph"),
        (claim(locator={"paragraph": 10**12}), "/locator/paragraph"),
        (claim(locator={"span": [9, 3]}), "/locator/span"),
        (claim(locator={"span": [1]}), "/locator/span"),
        (claim(locator={"span": [-1, 3]}), "/locator/span"),
        (claim(locator={"span": "0-3"}), "/locator/span"),
        # Identifiers and addresses.
        (source(id="a b"), "/id"),
        (source(id="a/b"), "/id"),
        (source(id="a\u0007"), "/id"),
        (source(id="x" * 201), "/id"),
        (claim(source_id="?"), "/source_id"),
        (source(url="javascript:alert(1)"), "/url"),
        (source(url="http://a b"), "/url"),
        # Times.
        (source(published_at="7 January 2022"), "/published_at"),
        (source(published_at="2022-01"), "/published_at"),
        (source(published_at="2022-02-30"), "/published_at"),
        (source(published_at="2022-01-07 18:00"), "/published_at"),
        (source(published_at="20220107"), "/published_at"),
        (source(published_at=20220107), "/published_at"),
        (source(published_at="٢٠٢٢-٠١-٠٧"), "/published_at"),
        (claim(event_at="2022-13"), "/event_at"),
        (claim(event_at="2022-01-07T25:00"), "/event_at"),
        (claim(event_at="0000-01-01"), "/event_at"),
        # Text.
        (claim(text="x" * 5_001), "/text"),
        (claim(text="a\0b"), "/text"),
        (claim(text="\ud800"), "/text"),
        (claim(quote="\udfff"), "/quote"),
        # JSON.
        ('{"kind": "source", "kind": "claim"}', "/kind"),
        (claim()[:-1] + ', "locator": {"span": null, "span": null}}', "/span"),
        ("[1]", ""),
        ("null", ""),
        ("{", ""),
        (claim() + claim(), ""),
        ('{"kind": NaN}', ""),
        ('{"kind": -Infinity}', ""),
        ('{"kind": ' + "9" * 5_000 + "}", ""),
        ("[" * 100_000, ""),
        ("\ufeff" + claim(), ""),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_line_and_pointer(line: str, pointer: str) -> None:
    error = refusal("", source(id="first"), line)
    assert (error.line, error.pointer) == (3, pointer)
    assert "test.jsonl" in error.detail


def test_bytes_that_are_not_utf_8_are_refused() -> None:
    error = refusal(source(), claim().encode().replace(b"arrested", b"arr\xffsted"))
    assert error.line == 2
    assert "UTF-8" in error.detail


def test_the_longest_text_that_is_allowed_is_allowed() -> None:
    _, (read,) = read_records([claim(text="x" * 5_000)], name="x")
    assert len(read.text) == 5_000


@pytest.mark.parametrize("line", [source(), claim()])
def test_an_id_given_twice_in_a_file_is_refused(line: str) -> None:
    error = refusal(line, line)
    assert (error.line, error.pointer) == (2, "/id")


def test_a_source_and_a_claim_may_share_an_id() -> None:
    sources, claims = read_records([source(id="same"), claim(id="same")], name="x")
    assert sources[0].id == claims[0].id


def test_an_import_stores_claims_under_their_terms() -> None:
    corpus = MemoryCorpus()
    count = import_records(corpus, [make_source()], [make_claim()], index_terms=words)
    assert count == ImportCount(added=2, updated=0, unchanged=0)
    assert corpus.frequencies(["arrested."]) == {"arrested.": 1}


def test_a_folder_is_imported_whole_in_one_transaction(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(claim())
    (tmp_path / "b.jsonl").write_text(source() + "\n")
    (tmp_path / "README.md").write_text("Not a record.")
    corpus = MemoryCorpus()
    count = import_folder(corpus, tmp_path, index_terms=words)
    assert (count.added, corpus.state().revision) == (2, 1)


def test_one_bad_file_keeps_the_whole_folder_out(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(source())
    (tmp_path / "b.jsonl").write_text(claim() + "\n" + claim(id="x", text=""))
    corpus = MemoryCorpus()
    with pytest.raises(InvalidRecord, match=r"line 2: /text: .*b\.jsonl"):
        import_folder(corpus, tmp_path, index_terms=words)
    assert corpus.state().revision == 0


def test_one_id_in_two_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(source())
    (tmp_path / "b.jsonl").write_text(source(title="Other"))
    with pytest.raises(InvalidRecord, match="twice"):
        import_folder(MemoryCorpus(), tmp_path, index_terms=words)


def test_a_folder_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        import_folder(MemoryCorpus(), tmp_path / "nowhere", index_terms=words)


def test_the_bundled_records_are_in_the_wire_format() -> None:
    corpus = MemoryCorpus()
    import_folder(corpus, SEEDS, index_terms=words)
    state = corpus.state()
    assert (state.revision, state.sources) == (1, 5)
    for read in corpus.sources(RecordQuery()):
        assert read.published_on is not None
