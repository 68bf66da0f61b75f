"""ClaimReview: what a search engine reads of a check."""

from __future__ import annotations

import json

import pytest

from service.domain.check import Verdict
from service.domain.corpus import Claim, Source
from service.domain.evidence import Stance
from service.importing.claim_reviews import read_claim_reviews
from service.importing.ndjson import Found
from service.render.claim_review import claim_review, embedded_claim_review, render_claim_review
from tests.factories import make_source, make_statement
from tests.fakes_api import make_abstention, make_answer, make_evidence
from tests.published import ADDRESS, everywhere, make_published, make_review

REQUEST = make_statement()


def with_verdict(verdict: Verdict) -> object:
    return claim_review(make_published(make_answer(REQUEST, verdict=verdict)))["reviewRating"]


@pytest.mark.parametrize(
    ("verdict", "value", "words"),
    [
        (Verdict.SUPPORTED, 5, "Supported by the sources on file"),
        (Verdict.DISPUTED, 3, "Disputed"),
        (Verdict.REFUTED, 1, "Refuted by the sources on file"),
    ],
)
def test_a_verdict_that_settles_something_has_a_number_beside_its_words(
    verdict: Verdict, value: int, words: str
) -> None:
    assert with_verdict(verdict) == {
        "@type": "Rating",
        "alternateName": words,
        "ratingExplanation": "Conflicting: one source reports 3,700 arrests.",
        "ratingValue": value,
        "worstRating": 1,
        "bestRating": 5,
    }


def test_what_is_unverified_has_words_and_no_number() -> None:
    review = claim_review(make_published(make_abstention(REQUEST)))

    assert review["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "Unverified",
        "ratingExplanation": "No record bears on the statement.",
    }


def test_a_machine_verdict_is_the_publishers_and_says_what_it_is() -> None:
    review = claim_review(make_published())

    publisher = {
        "@type": "Organization",
        "name": "The Town Paper",
        "url": "https://town.example",
    }
    assert review["author"] == review["publisher"] == publisher
    assert review["creativeWorkStatus"] == "Machine verdict, not reviewed by a person"
    assert review["url"] == ADDRESS
    assert review["datePublished"] == "2022-01-08T12:00:00+00:00"


def test_a_review_is_published_as_its_reviewers() -> None:
    review = claim_review(make_published(reviews=(make_review(verdict=Verdict.UNVERIFIED),)))

    assert review["author"] == {
        "@type": "Person",
        "name": "A. Editor",
        "worksFor": review["publisher"],
    }
    assert review["creativeWorkStatus"] == "Reviewed by a person"
    assert review["reviewBody"] == "Confirmed by telephone."
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "Unverified"}


def test_the_headline_of_a_review_names_it() -> None:
    reviews = (make_review(headline="No, it was 3,700"), make_review(stale=True))

    assert claim_review(make_published(reviews=reviews))["name"] == "No, it was 3,700"


def test_the_claim_appears_where_a_source_supports_it_and_both_sides_are_cited() -> None:
    supporting = make_evidence(
        Stance.SUPPORTING, source=make_source(id="afp-1", publisher=None, url="https://afp.example")
    )
    twice = make_answer(REQUEST, supporting=(supporting, supporting))

    review = claim_review(make_published(twice))

    appearance = {
        "@type": "CreativeWork",
        "identifier": "afp-1",
        "url": "https://afp.example",
        "headline": "Kazakhstan: arrests after the unrest",
        "datePublished": "2022-01-07",
        "inLanguage": "en",
    }
    assert review["itemReviewed"] == {
        "@type": "Claim",
        "text": REQUEST.statement,
        "inLanguage": "en",
        "appearance": [appearance],
    }
    citation = review["citation"]
    assert isinstance(citation, list)
    assert [work["identifier"] for work in citation] == ["afp-1", "kz-dpa"]


def test_no_script_can_end_within_the_embedded_form() -> None:
    text = embedded_claim_review(everywhere("</script><!--<script>&\u2028"))

    assert text.isascii()
    assert not set("<>&") & set(text)
    assert json.loads(text)["claimReviewed"] == "</script><!--<script>&\u2028"


def test_our_own_import_reads_what_is_published() -> None:
    published = render_claim_review(make_published())

    records = [
        found.record
        for found in read_claim_reviews([published.encode()])
        if isinstance(found, Found)
    ]

    source, claim = records
    assert isinstance(source, Source)
    assert isinstance(claim, Claim)
    assert source.publisher == "The Town Paper"
    assert claim.text == REQUEST.statement
    assert claim.standing == "distanced"
