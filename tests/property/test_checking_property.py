"""Laws of a whole check, over small corpora of invented news, without a language model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from service.aggregation import agreement
from service.domain.check import Answer, Verdict
from service.domain.corpus import Claim, Source, Standing
from service.domain.mentions import Span
from tests.corpora import (
    all_evidence,
    ask,
    background,
    checker_over,
    ids,
    news_claim,
    news_source,
    stance_taken,
)

TOWNS = ("Orvik", "Halsund", "Tolmark", "Brevo")
HEDGES = ("", "More than ", "At least ", "About ", "Fewer than ", "Up to ", "Nearly ", "Exactly ")
FIGURES = ("12", "40", "300", "3,000", "3,700", "20,000")
EVENTS = (
    "{n} homes were flooded in {town}.",
    "{n} people were arrested in {town} on Tuesday.",
    "{n} soldiers were killed in {town}.",
    "{n} soldiers were injured in {town}.",
    "{n} passengers, including 4 children, drowned off {town}.",
)
PLAIN = (
    "The airport of {town} was closed during the storm.",
    "The airport of {town} was not closed during the storm.",
    "The mayor of {town} said that the bridge was unsafe.",
    "The mayor of {town} denied taking bribes.",
    'The mayor of {town} called the flood "a wake-up call".',
    "The army recaptured the radio station in {town}.",
    "All schools in {town} are closed, but the harbour is open.",
    "The strike in {town} will last until 30 June 2024.",
    "Aron Melk claimed that foreign agents attacked {town}.",
    "It is false that the harbour of {town} burned down.",
    "Ravensby beat the team of {town} in the final.",
)


@st.composite
def number_sentences(draw: st.DrawFn, towns: Sequence[str] = TOWNS) -> str:
    hedge, figure = draw(st.sampled_from(HEDGES)), draw(st.sampled_from(FIGURES))
    town = draw(st.sampled_from(towns))
    return draw(st.sampled_from(EVENTS)).format(n=f"{hedge}{figure}", town=town)


@st.composite
def plain_sentences(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(PLAIN)).format(town=draw(st.sampled_from(TOWNS)))


SENTENCES = st.one_of(number_sentences(), plain_sentences())
STANDINGS = st.sampled_from(Standing)
COMPOUNDS = st.builds(lambda a, b: f"{a[:-1]}, and {b[0].lower()}{b[1:]}", SENTENCES, SENTENCES)
STATEMENTS = st.one_of(SENTENCES, SENTENCES, COMPOUNDS)
# What the storage refuses, NUL and lone surrogates, never reaches the checker.
WILD = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
ODD = st.builds("".join, st.lists(st.one_of(SENTENCES, WILD), min_size=1, max_size=3))


@st.composite
def corpora(
    draw: st.DrawFn, texts: st.SearchStrategy[str] = SENTENCES, standings: bool = True
) -> tuple[tuple[Source, ...], tuple[Claim, ...]]:
    """Up to eight claims of up to three sources, published on different days."""
    written = draw(st.lists(texts, min_size=1, max_size=8))
    sources = tuple(
        news_source(f"s{n}", published_at=f"2024-05-1{5 + n}", origin=draw(st.sampled_from("ab")))
        for n in range(3)
    )
    claims = tuple(
        news_claim(
            text,
            f"c{n}",
            f"s{draw(st.integers(0, 2))}",
            standing=draw(STANDINGS) if standings else Standing.ASSERTED,
        )
        for n, text in enumerate(written)
    )
    return sources, claims


def without_corpus(answer: Answer) -> Answer:
    """The answer but for the size of the corpus, which two corpora need not share."""
    return replace(answer, corpus=replace(answer.corpus, revision=0, claims=0, sources=0))


@given(corpora(), STATEMENTS)
def test_irrelevant_claims_never_change_a_verdict(
    corpus: tuple[tuple[Source, ...], tuple[Claim, ...]], statement: str
) -> None:
    sources, claims = corpus
    unrelated, others = background()

    alone = ask(checker_over(claims, sources), statement)
    among_others = ask(checker_over([*others, *claims], [*sources, unrelated]), statement)

    assert among_others.verdict is alone.verdict
    assert set(ids(among_others.supporting)) == set(ids(alone.supporting))
    assert set(ids(among_others.conflicting)) == set(ids(alone.conflicting))


@given(corpora(), STATEMENTS, st.randoms(use_true_random=False))
def test_the_order_of_the_records_never_matters(
    corpus: tuple[tuple[Source, ...], tuple[Claim, ...]], statement: str, random: object
) -> None:
    sources, claims = corpus
    shuffled = list(claims)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis gives a random.Random.

    given_so = ask(checker_over(claims, sources), statement)
    the_other_way = ask(checker_over(shuffled, sources[::-1]), statement)

    assert without_corpus(the_other_way) == without_corpus(given_so)


@given(corpora(), st.one_of(STATEMENTS, WILD))
def test_the_same_request_gives_an_equal_answer(
    corpus: tuple[tuple[Source, ...], tuple[Claim, ...]], statement: str
) -> None:
    sources, claims = corpus
    checker = checker_over(claims, sources)

    assert ask(checker, statement) == ask(checker, statement)
    assert ask(checker, statement) == ask(checker_over(claims, sources), statement)


def assert_slices(text: str, passage_text: str, span: Span) -> None:
    assert text[span.start : span.end] == passage_text


def assert_every_span_slices_back(answer: Answer) -> None:
    for assertion in answer.assertions:
        assert_slices(answer.statement, assertion.text, assertion.span)
    for item in all_evidence(answer):
        for reason in item.reasons:
            if reason.statement is not None:
                assert_slices(answer.statement, reason.statement.text, reason.statement.span)
            if reason.claim is not None:
                assert_slices(item.claim.text, reason.claim.text, reason.claim.span)


@given(corpora(), STATEMENTS)
def test_every_span_slices_back(
    corpus: tuple[tuple[Source, ...], tuple[Claim, ...]], statement: str
) -> None:
    answer = ask(checker_over(corpus[1], corpus[0]), statement)

    assert_every_span_slices_back(answer)


@given(corpora(ODD), ODD)
def test_every_span_slices_back_in_any_text(
    corpus: tuple[tuple[Source, ...], tuple[Claim, ...]], statement: str
) -> None:
    sources, claims = corpus
    kept = [claim for claim in claims if claim.text.strip()]

    answer = ask(checker_over(kept, sources), statement or "a")

    assert_every_span_slices_back(answer)


@given(corpora(), STATEMENTS)
def test_every_piece_of_evidence_gives_a_reason(
    corpus: tuple[tuple[Source, ...], tuple[Claim, ...]], statement: str
) -> None:
    answer = ask(checker_over(corpus[1], corpus[0]), statement)

    assert all(item.reasons for item in all_evidence(answer))
    assert all(0.0 <= item.confidence <= 1.0 for item in all_evidence(answer))
    assert 0.0 <= answer.confidence <= 1.0


@given(SENTENCES, st.sampled_from([Standing.ASSERTED, Standing.RELAYED]))
def test_a_claim_never_conflicts_with_its_own_words(text: str, standing: Standing) -> None:
    checker = checker_over([news_claim(text, standing=standing)])

    answer = ask(checker, text)

    assert stance_taken(answer, "c1") != "conflicting"
    assert answer.verdict not in (Verdict.REFUTED, Verdict.DISPUTED)


@given(number_sentences(towns=TOWNS))
def test_a_plain_claim_supports_its_own_words(text: str) -> None:
    answer = ask(checker_over([news_claim(text)]), text)

    assert answer.verdict is Verdict.SUPPORTED


@given(corpora(number_sentences(towns=("Orvik",)), False), number_sentences(towns=("Orvik",)))
def test_a_safe_wording_is_safe(
    corpus: tuple[tuple[Source, ...], tuple[Claim, ...]], statement: str
) -> None:
    checker = checker_over(corpus[1], corpus[0])

    wording = ask(checker, statement).safe_wording

    if wording is not None:
        again = ask(checker, wording)
        assert again.verdict is Verdict.SUPPORTED
        assert again.conflicting == ()


@given(corpora(), STATEMENTS)
def test_the_verdict_fits_the_sides(
    corpus: tuple[tuple[Source, ...], tuple[Claim, ...]], statement: str
) -> None:
    answer = ask(checker_over(corpus[1], corpus[0]), statement)

    sides = bool(answer.supporting), bool(answer.conflicting)
    fitting = {
        Verdict.SUPPORTED: (True, False),
        Verdict.REFUTED: (False, True),
        Verdict.DISPUTED: (True, True),
        Verdict.UNVERIFIED: (False, False),
    }
    assert sides == fitting[answer.verdict]
    assert (answer.abstention is not None) == (answer.verdict is Verdict.UNVERIFIED)
    assert answer.agreement_supporting == agreement(answer.supporting)
    assert answer.agreement_conflicting == agreement(answer.conflicting)


@given(corpora(), STATEMENTS)
def test_no_claim_is_listed_twice(
    corpus: tuple[tuple[Source, ...], tuple[Claim, ...]], statement: str
) -> None:
    answer = ask(checker_over(corpus[1], corpus[0]), statement)

    listed = ids(all_evidence(answer))
    assert len(listed) == len(set(listed))


@given(corpora(), STATEMENTS, st.integers(1, 3))
def test_the_limit_holds_for_each_side_and_changes_no_verdict(
    corpus: tuple[tuple[Source, ...], tuple[Claim, ...]], statement: str, limit: int
) -> None:
    checker = checker_over(corpus[1], corpus[0])

    all_of_it, some_of_it = ask(checker, statement), ask(checker, statement, limit=limit)

    assert some_of_it.supporting == all_of_it.supporting[:limit]
    assert some_of_it.conflicting == all_of_it.conflicting[:limit]
    assert some_of_it.unverified == all_of_it.unverified[:limit]
    assert some_of_it.verdict is all_of_it.verdict


@given(corpora(), STATEMENTS, st.integers(14, 18))
def test_a_cut_off_shows_no_later_source(
    corpus: tuple[tuple[Source, ...], tuple[Claim, ...]], statement: str, day: int
) -> None:
    cut_off = datetime(2024, 5, day, 23, 59, tzinfo=UTC)

    answer = ask(checker_over(corpus[1], corpus[0]), statement, as_of=cut_off)

    published = [item.source.published_on for item in all_evidence(answer)]
    assert all(on is not None and on <= cut_off.date() for on in published)


@given(corpora(), STATEMENTS)
def test_a_distanced_claim_never_supports_a_bare_statement(
    corpus: tuple[tuple[Source, ...], tuple[Claim, ...]], statement: str
) -> None:
    sources, claims = corpus
    distanced = [replace(claim, standing=Standing.DISTANCED) for claim in claims]

    answer = ask(checker_over(distanced, sources), statement)

    if answer.attribution is None and " said " not in statement and " claimed " not in statement:
        assert answer.supporting == ()
