"""What a saved statement watches: enough to miss no claim that takes a side, and not everything."""

from __future__ import annotations

import pytest

from service.assembly import checker_for
from service.domain.corpus import RecordQuery
from service.domain.rechecks import bears
from service.parsing.indexing import index_terms
from service.stance.bearing import watched_words
from service.storage import Storage
from tests.conftest import RULES_ALONE
from tests.corpora import ask, ids, news_claim

STATEMENT = "The ferry Aurora carried 340 passengers to Halden."


def bears_on(text: str, statement: str = STATEMENT) -> bool:
    words = list(watched_words(statement, 0, {}))
    return bears(words, index_terms(news_claim(text)))


@pytest.mark.parametrize(
    "text",
    [
        "The ferry Aurora carried 12 passengers.",
        "Passengers left the Aurora in Halden.",
        "The ship was carrying passengers.",
    ],
)
def test_a_claim_of_the_same_things_bears_on_a_statement(text: str) -> None:
    assert bears_on(text)


@pytest.mark.parametrize(
    "text",
    ["The zoo named its young giraffe Pelle.", "340 people were there.", "Many people said so."],
)
def test_a_claim_of_other_things_does_not(text: str) -> None:
    assert not bears_on(text)


def test_the_contrary_of_a_word_touches_it() -> None:
    assert bears_on("Internet access was restored.", "Internet was cut.")


def test_parts_are_weighed_by_themselves() -> None:
    half = list(watched_words("The bakery in Osterby closed.", 1, {}))
    words = [*watched_words(STATEMENT, 0, {}), *half]

    assert bears(words, index_terms(news_claim("The bakery closed.")))


def test_a_statement_without_words_of_weight_watches_what_the_search_asks_for() -> None:
    (word,) = watched_words("5,000.", 0, {})

    assert word.share == 1_000
    assert bears([word], word.terms)


def test_every_claim_that_takes_a_side_in_the_bundled_corpus_is_watched(
    seeded_storage: Storage,
) -> None:
    claims = seeded_storage.claims.claims(RecordQuery(limit=1_000))
    terms = {claim.id: index_terms(claim) for claim in claims}
    checker = checker_for(RULES_ALONE, seeded_storage)
    missed = []
    for claim in claims[::6]:
        answer = ask(checker, claim.text)
        words = [w for n, p in enumerate(answer.assertions) for w in watched_words(p.text, n, {})]
        sided = ids((*answer.supporting, *answer.conflicting))
        missed += [(claim.text, key) for key in sided if not bears(words, terms[key])]
    assert missed == []
