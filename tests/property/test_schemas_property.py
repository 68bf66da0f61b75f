"""Laws of the wire format: what is written can be read back, and nothing else can."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.answers import AnswerSchema
from schemas.check_requests import CheckRequestSchema
from schemas.records import ClaimSchema, SourceSchema, load_record
from schemas.strict_json import MAX_DEPTH, NotJsonError, load_json
from service.domain.check import CheckRequest
from service.domain.corpus import Claim, Locator, Source, Standing
from service.domain.errors import InvalidRecord
from service.domain.mentions import Span
from tests.factories import make_claim, make_source
from tests.fakes_api import make_answer

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1)
SAID = WORDS.filter(lambda text: text.strip() != "")
ADDRESSES = st.from_regex(r"\Ahttps?://[a-zé0-9./?&=%#-]{1,40}\Z")
IDS = st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9._:-]{0,30}\Z")
SPANS = st.tuples(st.integers(0, 999), st.integers(0, 999)).map(
    lambda pair: Span(start=min(pair), end=max(pair))
)
LOCATORS = st.builds(Locator, paragraph=st.none() | st.integers(1, 999), span=st.none() | SPANS)
SOURCES = st.builds(
    Source,
    id=IDS,
    publisher=st.none() | SAID,
    title=SAID,
    url=st.none() | ADDRESSES,
    published_at=st.none() | st.dates().map(str),
    language=st.sampled_from(["en", "de"]),
    origin=SAID,
)
CLAIMS = st.builds(
    Claim,
    id=IDS,
    source_id=IDS,
    text=SAID,
    quote=st.none() | SAID,
    speaker=st.none() | SAID,
    standing=st.sampled_from(Standing),
    event_at=st.none() | st.dates().map(str),
    locator=LOCATORS,
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(WORDS, inner, max_size=5),
    max_leaves=20,
)


@given(record=SOURCES | CLAIMS)
def test_a_record_that_is_written_reads_back_the_same(record: Source | Claim) -> None:
    schema = SourceSchema() if isinstance(record, Source) else ClaimSchema()

    assert load_record(schema.dump(record)) == record


@given(value=JSON)
def test_strict_json_reads_what_the_standard_library_writes(value: Any) -> None:
    assert load_json(json.dumps(value, ensure_ascii=False).encode()) == value


@given(depth=st.integers(1, 200), opening=st.sampled_from(["[", '{"a":']))
def test_json_is_read_to_a_depth_and_no_deeper(depth: int, opening: str) -> None:
    body = (opening * depth + "1" + {"[": "]"}.get(opening, "}") * depth).encode()

    if depth <= MAX_DEPTH:
        load_json(body)
    else:
        with pytest.raises(NotJsonError):
            load_json(body)


@given(text=WORDS)
def test_brackets_inside_a_string_are_not_depth(text: str) -> None:
    body = json.dumps([text, '"[{' * 100, "\\"]).encode()

    assert load_json(body) == [text, '"[{' * 100, "\\"]


@given(
    text=WORDS.filter(lambda text: bool(text.strip())),
    as_of=st.none() | st.datetimes(timezones=st.just(None)).filter(lambda d: 1000 <= d.year < 3000),
    limit=st.integers(1, 50),
)
def test_an_answer_repeats_the_request_that_was_read(text: str, as_of: Any, limit: int) -> None:
    body = {"statement": text, "as_of": as_of and as_of.isoformat(), "limit": limit}
    request: CheckRequest = CheckRequestSchema().load(body)

    statement: Any = AnswerSchema().dump(make_answer(request))["statement"]

    again = {"statement": statement["text"], "as_of": statement["as_of"], "limit": limit}
    assert CheckRequestSchema().load(again) == request


@given(value=JSON)
def test_what_is_no_record_is_refused_with_a_pointer(value: Any) -> None:
    with pytest.raises(InvalidRecord) as refused:
        load_record(value, line=3)

    assert refused.value.pointer.startswith("/")
    assert refused.value.line == 3


@pytest.mark.parametrize(
    ("field", "value", "pointer"),
    [
        ("locator", {"span": [3, 1]}, "/locator/span"),
        ("locator", {"span": [0, 1, 2]}, "/locator/span"),
        ("locator", {"span": [0, True]}, "/locator/span"),
        ("locator", {"paragraph": 0}, "/locator/paragraph"),
        ("id", "a b", "/id"),
        ("standing", "sure", "/standing"),
        ("extra", 1, "/extra"),
        ("kind", "rumour", "/kind"),
    ],
)
def test_a_claim_with_one_wrong_field_names_it(field: str, value: object, pointer: str) -> None:
    record = {**ClaimSchema().dump(make_claim()), field: value}

    with pytest.raises(InvalidRecord) as refused:
        load_record(record)

    assert refused.value.pointer == pointer


def test_a_source_is_dated_by_the_calendar() -> None:
    record = {**SourceSchema().dump(make_source()), "published_at": "last week"}

    with pytest.raises(InvalidRecord) as refused:
        load_record(record)

    assert refused.value.pointer == "/published_at"
