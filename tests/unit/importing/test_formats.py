"""The forms of an import: what each record becomes, and where a bad one is said to be."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from service.domain.corpus import Claim, IndexedClaim, Locator, Retraction, Source, Standing
from service.domain.imports import Entry, Fault
from service.domain.mentions import Span
from service.importing import ImportFormat, read_entries
from service.importing.lines import LONGEST_LINE, read_lines

NDJSON, CSV, REVIEWS = ImportFormat.NDJSON, ImportFormat.CSV, ImportFormat.CLAIM_REVIEW
SOURCE_ROW = "source,s1,,,,,,,,,,,The Paper,A title,,2024-03-02,en,s1\n"
HEADER = (
    "kind,id,source_id,text,quote,speaker,standing,event_at,paragraph,span_start,span_end,"
    "retracted_at,publisher,title,url,published_at,language,origin\n"
)
REVIEW = {
    "@type": "ClaimReview",
    "url": "https://example.org/checks/bridge",
    "datePublished": "2024-03-05",
    "inLanguage": "en",
    "author": {"@type": "Organization", "name": "The Town Paper"},
    "claimReviewed": "The bridge was closed for a year.",
    "itemReviewed": {"@type": "Claim", "author": {"name": "The mayor"}},
    "reviewRating": {"ratingValue": 1, "bestRating": 5},
}


def entries(text: str | bytes, form: ImportFormat, *, step: int = 5) -> list[Entry | Fault]:
    body = text.encode() if isinstance(text, str) else text
    chunks: Iterator[bytes] = (body[at : at + step] for at in range(0, len(body), step))
    return list(read_entries(chunks, form=form, index_many=lambda claims: [()] * len(claims)))


def records(text: str | bytes, form: ImportFormat) -> list[Source | Claim]:
    found = entries(text, form)
    assert not [one for one in found if isinstance(one, Fault)]
    kept = [one.record for one in found if isinstance(one, Entry)]
    return [one.claim if isinstance(one, IndexedClaim) else one for one in kept]


def faults(text: str | bytes, form: ImportFormat) -> list[tuple[int, int, str, str]]:
    return [
        (one.place.line, one.place.offset, one.pointer, one.code.value)
        for one in entries(text, form)
        if isinstance(one, Fault)
    ]


def test_a_row_is_the_flat_form_of_a_record() -> None:
    row = 'claim,c1,s1,"It was ""shut"",\nfor 12 days.",,,relayed,2024-03,4,0,9,2024-04-01'
    source, claim = records(f"\ufeff{HEADER}{SOURCE_ROW}{row}\r\n", CSV)
    assert source == Source(
        id="s1", publisher="The Paper", title="A title", url=None, published_at="2024-03-02",
        language="en", origin="s1",
    )  # fmt: skip
    assert claim == Claim(
        id="c1", source_id="s1", text='It was "shut",\nfor 12 days.', quote=None, speaker=None,
        standing=Standing.RELAYED, event_at="2024-03",
        locator=Locator(paragraph=4, span=Span(start=0, end=9)),
        retracted=Retraction(at="2024-04-01", reason=None),
    )  # fmt: skip


def test_columns_that_a_file_does_not_need_may_be_missing() -> None:
    (claim,) = records("id,kind,text,source_id,standing\nc1,claim,Yes.,s1,asserted\n\n,,,,\n", CSV)
    assert isinstance(claim, Claim)
    assert claim.locator == Locator()


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ("claim,c1,s1,Yes.,,,maybe\n", "/standing", "field"),
        ("claim,c1,s1,Yes.,,,asserted,,none\n", "/paragraph", "field"),
        ("claim,c1,s1,Yes.,,,asserted,,,3\n", "/span_start", "field"),
        ("claim,c1,s1,Yes.,,,asserted,,,,,,dpa\n", "/publisher", "field"),
        ("story,c1\n", "/kind", "field"),
        ("claim,c1,s1,Y\udcffs.,,,asserted\n", "", "encoding"),
        ('claim,c1,s1,"Yes.\n\udcff\n",,,asserted\n', "", "encoding"),
        ("x," * 30 + "\n", "", "syntax"),
        ('claim,c1,"s1"x\n', "", "syntax"),
        ("claim,c1," + "x" * LONGEST_LINE + "\n", "", "too_long"),
    ],
)
def test_a_bad_row_is_named_with_its_column(body: str, pointer: str, code: str) -> None:
    text = (HEADER + SOURCE_ROW + body + SOURCE_ROW).encode("utf-8", "surrogateescape")
    assert faults(text, CSV) == [(3, len(HEADER + SOURCE_ROW), pointer, code)]


@pytest.mark.parametrize("header", ["kind,id,colour\n", "kind,id,id\n", "id,text\n", "a b c\n"])
def test_a_header_of_other_columns_is_refused_at_once(header: str) -> None:
    assert faults(header + SOURCE_ROW * 3, CSV) == [(1, 0, "", "syntax")]


def details(text: str | bytes) -> list[str]:
    return [one.detail for one in entries(text, CSV) if isinstance(one, Fault)]


def test_a_row_that_is_not_utf8_says_so_and_where() -> None:
    row = SOURCE_ROW.replace("A title", "Un été")
    assert details((HEADER + row + SOURCE_ROW).encode("latin-1")) == [
        "is not UTF-8: byte 34 of line 2; save the file as UTF-8"
    ]


def test_a_header_that_is_not_utf8_is_refused_at_once() -> None:
    assert details((HEADER + SOURCE_ROW).encode("utf-16")) == [
        "is not UTF-8: byte 1 of line 1; save the file as UTF-8"
    ]


@pytest.mark.parametrize(
    ("separator", "called"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")]
)
@pytest.mark.parametrize("quote", ["", '"'])
def test_another_separator_is_named(separator: str, called: str, quote: str) -> None:
    header = separator.join(f"{quote}{name}{quote}" for name in HEADER.strip().split(","))
    assert details(f"{header}\n{SOURCE_ROW * 2}") == [
        f"the columns are separated by {called}; they must be by commas"
    ]


def test_a_row_over_several_lines_is_told_by_its_first() -> None:
    text = HEADER + 'claim,c1,s1,"one\n\ntwo",,,maybe\n' + "story,c2\n"
    assert [(line, pointer) for line, _, pointer, _ in faults(text, CSV)] == [
        (2, "/standing"),
        (5, "/kind"),
    ]


def test_a_review_is_a_source_and_the_claim_that_it_reviews() -> None:
    source, claim = records(json.dumps(REVIEW), REVIEWS)
    assert isinstance(source, Source)
    assert isinstance(claim, Claim)
    assert (source.publisher, source.url) == ("The Town Paper", REVIEW["url"])
    assert (source.published_at, source.language) == ("2024-03-05", "en")
    assert claim.source_id == source.id
    assert (claim.text, claim.speaker) == (REVIEW["claimReviewed"], "The mayor")
    assert claim.standing is Standing.DISTANCED


def test_what_a_review_finds_true_is_passed_on_without_distance() -> None:
    best = {**REVIEW, "reviewRating": {"ratingValue": "5", "bestRating": 5}}
    _, claim = records(json.dumps(best), REVIEWS)
    assert isinstance(claim, Claim)
    assert claim.standing is Standing.RELAYED


@pytest.mark.parametrize(
    "document",
    [
        [REVIEW, REVIEW],
        {"@graph": [REVIEW, REVIEW]},
        {"@type": "DataFeed", "dataFeedElement": [{"item": [REVIEW]}, {"item": REVIEW}]},
    ],
)
def test_reviews_come_in_lists_graphs_and_feeds(document: object) -> None:
    text = json.dumps(document, indent=1)
    assert len(records(text, REVIEWS)) == 4
    assert all(one.repeatable for one in entries(text, REVIEWS) if isinstance(one, Entry))


def test_reviews_may_be_one_a_line() -> None:
    assert len(records(f"{json.dumps(REVIEW)}\n{json.dumps(REVIEW)}\n", REVIEWS)) == 4


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"claimReviewed": None}, "/name"),
        ({"claimReviewed": " ", "name": "A title"}, "/claimReviewed"),
        ({"url": None}, "/url"),
        ({"url": "ftp://example.org"}, "/url"),
        ({"datePublished": "yesterday"}, "/datePublished"),
        ({"@type": "Article"}, "/@type"),
        ({"author": {"name": 7}}, "/author/name"),
    ],
)
def test_a_bad_review_is_named_with_its_field(change: object, pointer: str) -> None:
    assert isinstance(change, dict)
    text = f"[{json.dumps(REVIEW)},\n {json.dumps({**REVIEW, **change})}]"
    assert faults(text, REVIEWS) == [(2, text.index("\n") + 2, pointer, "field")]


@pytest.mark.parametrize(
    "text", ["[", "{", '{"a": "', "[1]", '"text"', "nonsense", '{"a": }', "]", '[{"a": 1}}']
)
def test_what_is_no_json_is_a_fault(text: str) -> None:
    assert faults(text, REVIEWS)


def test_brackets_and_quotes_in_strings_are_letters() -> None:
    odd = {**REVIEW, "claimReviewed": 'a "}]{[," \\'}
    _, claim = records(json.dumps([odd]), REVIEWS)
    assert isinstance(claim, Claim)
    assert claim.text == odd["claimReviewed"]


def test_lines_are_the_same_however_the_input_is_cut() -> None:
    body = b"one\n\nthree \xc3\xa9\r\n" + b"x" * (LONGEST_LINE + 1) + b"\nlast"
    whole = list(read_lines([body]))
    assert [line.place.offset for line in whole] == [0, 4, 5, 15, 15 + LONGEST_LINE + 2]
    assert [line.content for line in whole] == [b"one", b"", b"three \xc3\xa9\r", None, b"last"]
    for step in (1, 2, 70_000):
        assert list(read_lines(body[at : at + step] for at in range(0, len(body), step))) == whole


def test_bytes_that_are_not_utf_8_are_a_fault_of_their_line() -> None:
    assert faults(b'{"kind"}\n"\xff"\n', NDJSON) == [(1, 0, "", "syntax"), (2, 9, "", "encoding")]


def test_records_keep_their_order_and_terms_over_many_lots() -> None:
    claim = '{"kind": "claim", "id": "c%d", "source_id": "s", "text": "%d died.", "quote": null, '
    claim += '"speaker": null, "standing": "asserted", "event_at": null, "locator": {}}'
    lines = [claim % (n, n) if n % 7 else "no record" for n in range(4_500)]

    found = list(
        read_entries(
            ["\n".join(lines).encode()],
            form=NDJSON,
            index_many=lambda claims: ((claim.text,) for claim in claims),
        )
    )

    assert [one.place.line for one in found] == list(range(1, 4_501))
    kept = [one.record for one in found if isinstance(one, Entry)]
    assert all(isinstance(one, IndexedClaim) and one.terms == (one.claim.text,) for one in kept)
    assert [isinstance(one, Fault) for one in found] == [n % 7 == 0 for n in range(4_500)]
