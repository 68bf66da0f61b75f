"""Laws of storage: SQLite is memory, terms stay apart, weights are plain, saved checks come back."""

from __future__ import annotations

import itertools
import math
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.check import (
    Abstention,
    Answer,
    AssertionVerdict,
    AttributionVerdict,
    CheckRequest,
    Engine,
    SideAgreement,
    Verdict,
)
from service.domain.corpus import (
    Candidate,
    Claim,
    CorpusState,
    Filters,
    IndexedClaim,
    Locator,
    RecordQuery,
    Source,
    Standing,
)
from service.domain.evidence import Evidence, Passage, Reason
from service.domain.mentions import Span
from service.storage import Storage
from service.storage.check_json import (
    decode_answer,
    decode_request,
    encode_answer,
    encode_request,
    read_time,
    write_time,
)
from service.storage.index_terms import encode_term
from service.storage.memory import MemoryCorpus
from tests.databases import opened
from tests.factories import make_claim, make_source

TERMS = st.sampled_from(["kill", "c_kill", "n_tokayev", "q_3700", "é", '"', "NEAR(", "x y", "."])
DAYS = st.sampled_from([None, "2022-01-06", "2022-01-07", "2022-01-07T23:30:00-05:00"])
SOURCES = st.builds(
    make_source,
    id=st.sampled_from(["s1", "S2", "é3"]),
    publisher=st.sampled_from([None, "dpa", "AFP"]),
    published_at=DAYS,
)
CLAIMS = st.builds(
    IndexedClaim,
    claim=st.builds(
        make_claim,
        id=st.sampled_from([f"c{number}" for number in range(8)]),
        source_id=st.sampled_from(["s1", "S2", "é3"]),
        text=st.sampled_from(["Killed.", "Ordered to KILL", "Straße 5"]),
        speaker=st.sampled_from([None, "Tokayev"]),
    ),
    terms=st.lists(TERMS, max_size=5).map(tuple),
)
FILTERS = st.builds(
    Filters,
    publishers=st.sampled_from([(), ("dpa",), ("AFP", "dpa")]),
    sources=st.sampled_from([(), ("s1", "é3")]),
    published_from=st.sampled_from([None, "2022-01-07"]),
    published_to=st.sampled_from([None, "2022-01-06"]),
)
BATCHES = st.tuples(
    st.lists(SOURCES, max_size=3, unique_by=lambda source: source.id),
    st.lists(CLAIMS, max_size=6, unique_by=lambda indexed: indexed.claim.id),
)


@contextmanager
def on_sqlite() -> Iterator[Storage]:
    with tempfile.TemporaryDirectory() as folder, opened("sqlite", Path(folder)) as storage:
        yield storage


@settings(max_examples=25, deadline=None)
@given(
    batches=st.lists(BATCHES, max_size=4),
    asked=st.lists(
        st.tuples(st.lists(TERMS, max_size=4), FILTERS, DAYS, st.integers(1, 5)), max_size=4
    ),
    query=st.builds(
        RecordQuery,
        q=st.sampled_from(["", "kill", "STRASSE"]),
        filters=FILTERS,
        speaker=st.sampled_from([None, "Tokayev"]),
        after=st.sampled_from([None, "c3", "s1"]),
        limit=st.integers(1, 5),
    ),
)
def test_sqlite_answers_as_memory_does(
    batches: list[tuple[list[Source], list[IndexedClaim]]],
    asked: list[tuple[list[str], Filters, str | None, int]],
    query: RecordQuery,
) -> None:
    home = make_source(id="s1"), make_source(id="S2"), make_source(id="é3")
    memory = MemoryCorpus()
    with on_sqlite() as sqlite:
        for sources, claims in [(list(home), []), *batches]:
            assert sqlite.claims.add(sources, claims) == memory.add(sources, claims)
            assert sqlite.claims.state() == memory.state()
            for terms, filters, until, limit in asked:
                expected = memory.candidates(terms, filters, published_until=until, limit=limit)
                actual = sqlite.search.candidates(
                    terms, filters, published_until=until, limit=limit
                )
                assert actual == expected
                assert sqlite.search.frequencies(terms) == memory.frequencies(terms)
        assert sqlite.claims.claims(query) == memory.claims(query)
        assert sqlite.claims.sources(query) == memory.sources(query)


@given(st.lists(CLAIMS, max_size=8, unique_by=lambda indexed: indexed.claim.id), st.sets(TERMS))
def test_candidates_are_in_the_order_of_a_naive_sum(
    claims: list[IndexedClaim], terms: set[str]
) -> None:
    corpus = MemoryCorpus()
    corpus.add([make_source(id=name) for name in ("s1", "S2", "é3")], claims)
    found = corpus.candidates(sorted(terms), Filters(), published_until=None, limit=50)

    def weight(candidate: Candidate) -> float:
        (held,) = (each.terms for each in claims if each.claim.id == candidate.claim.id)
        counts = {term: sum(term in each.terms for each in claims) for term in terms}
        return sum(math.log(1 + len(claims) / counts[term]) for term in terms if term in held)

    weights = [weight(candidate) for candidate in found]
    assert all(one >= next_ - 1e-9 for one, next_ in itertools.pairwise(weights))
    assert {candidate.claim.id for candidate in found} == {
        each.claim.id for each in claims if terms & set(each.terms)
    }


@given(st.text(), st.text())
def test_two_terms_never_share_a_token(one: str, other: str) -> None:
    assert (encode_term(one) == encode_term(other)) == (one == other)


@given(st.text(min_size=1, max_size=5_000))
def test_a_token_is_short_and_of_plain_characters(term: str) -> None:
    token = encode_term(term)
    assert 0 < len(token) <= 200
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyz0123456789_.")


TEXTS = st.text(st.characters(codec=None), max_size=20)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.datetimes(
    min_value=datetime(2, 1, 1),  # noqa: DTZ001  Hypothesis adds the zone.
    max_value=datetime(9998, 1, 1),  # noqa: DTZ001
    timezones=ZONES,
)
SPANS = st.tuples(st.integers(0, 99), st.integers(0, 99)).map(
    lambda pair: Span(start=min(pair), end=max(pair))
)
SHARES = st.floats(0, 1)
st.register_type_strategy(Span, SPANS)
PASSAGES = st.builds(Passage, text=TEXTS, span=SPANS)
REASONS = st.builds(
    Reason,
    statement=st.none() | PASSAGES,
    claim=st.none() | PASSAGES,
    detail=TEXTS,
)
EVIDENCE = st.builds(
    Evidence,
    claim=st.builds(
        Claim,
        text=TEXTS,
        standing=st.sampled_from(Standing),
        locator=st.builds(Locator, paragraph=st.none() | st.integers(1), span=st.none() | SPANS),
    ),
    source=st.builds(Source, title=TEXTS),
    confidence=SHARES,
    reasons=st.lists(REASONS, max_size=2).map(tuple),
)
SIDES = st.lists(EVIDENCE, max_size=2).map(tuple)
ANSWERS = st.builds(
    Answer,
    statement=TEXTS,
    as_of=st.none() | TIMES,
    verdict=st.sampled_from(Verdict),
    confidence=SHARES,
    abstention=st.none() | st.builds(Abstention),
    attribution=st.none() | st.builds(AttributionVerdict),
    assertions=st.lists(st.builds(AssertionVerdict, span=SPANS), max_size=2).map(tuple),
    supporting=SIDES,
    conflicting=SIDES,
    unverified=SIDES,
    agreement_supporting=st.builds(SideAgreement),
    agreement_conflicting=st.builds(SideAgreement),
    safe_wording=st.none() | TEXTS,
    corpus=st.builds(CorpusState),
    engine=st.builds(Engine),
)
REQUESTS = st.builds(CheckRequest, statement=TEXTS, as_of=st.none() | TIMES, filters=FILTERS)


@settings(max_examples=50, deadline=None)
@given(ANSWERS)
def test_a_saved_answer_comes_back_as_it_was(answer: Answer) -> None:
    saved = encode_answer(answer)
    assert decode_answer(saved) == answer
    assert saved.isascii()
    assert "\0" not in saved


@given(REQUESTS)
def test_a_saved_request_comes_back_as_it_was(request: CheckRequest) -> None:
    assert decode_request(encode_request(request)) == request


@given(TIMES, TIMES)
def test_saved_times_come_back_and_sort_as_times_do(one: datetime, other: datetime) -> None:
    assert read_time(write_time(one)) == one
    assert (write_time(one) < write_time(other)) == (one < other)
    assert read_time(write_time(one)).tzinfo is UTC
