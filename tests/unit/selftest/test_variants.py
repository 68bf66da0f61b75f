"""What the self-test makes of a claim: rewordings that keep its side, and falsifications."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

import pytest

from service.domain.selftest import VariantKind
from service.parsing.analysis import Analysis, analyse
from service.selftest import flips, paraphrases
from service.selftest.corpus_names import CorpusNames, gather_names
from service.selftest.substitution import antonyms, siblings, synonyms
from service.selftest.variants import variants_of

DAY = date(2022, 1, 7)
CLAIMS = (
    "Tokayev dismissed the cabinet of Kazakhstan on Wednesday.",
    "Kassym-Jomart Tokaïev is the president of Kazakhstan.",
    "Emmanuel Macron is the president of France.",
    "The riots in Almaty, Kazakhstan, left 26 people dead.",
    "Russia leads the Collective Security Treaty Organization.",
    "Armenia is a member of the CSTO.",
)


def corpus_names() -> CorpusNames:
    return gather_names(analyse(text, None) for text in CLAIMS)


def made(texts: Iterator[str]) -> set[str]:
    return set(texts)


def of(text: str) -> Analysis:
    return analyse(text, DAY)


@pytest.mark.parametrize(
    ("claim", "variant"),
    [
        ("26 people were killed.", "Twenty-six people were killed."),
        ("Police arrested 3,700 people.", "Police arrested three thousand seven hundred people."),
        ("748 officers were hurt.", "Seven hundred and forty-eight officers were hurt."),
    ],
)
def test_digits_become_words(claim: str, variant: str) -> None:
    assert made(paraphrases.numbers_in_words(of(claim))) == {variant}


@pytest.mark.parametrize(
    "claim",
    [
        "Nazarbayev ruled Kazakhstan from 1989 to 2019.",
        "Kazakhstan has 19 million people.",
        'Tokayev spoke of "20,000 bandits".',
        "The report was updated on January 7, 2022.",
        "The price was $0.27.",
    ],
)
def test_years_scales_prices_and_quoted_figures_stay_in_digits(claim: str) -> None:
    assert made(paraphrases.numbers_in_words(of(claim))) == set()


@pytest.mark.parametrize(
    ("claim", "variant"),
    [
        ("Police arrested 26 people.", "Police arrested at least 26 people."),
        ("26 people were killed.", "At least 26 people were killed."),
        ("More than 3,800 people were arrested.", "More than 3,420 people were arrested."),
    ],
)
def test_a_count_implies_a_bound_below(claim: str, variant: str) -> None:
    assert made(paraphrases.lower_bounds(of(claim))) == {variant}


def test_no_bound_is_put_behind_an_article() -> None:
    claim = "The authorities called the 26 people killed criminals."

    assert made(paraphrases.lower_bounds(of(claim))) == set()


@pytest.mark.parametrize(
    ("claim", "variant"),
    [
        ("The hall was set on fire on Wednesday.", "The hall was set on fire."),
        (
            "State television reported on Friday morning that 26 people died.",
            "State television reported that 26 people died.",
        ),
        (
            "Tokayev fired the government in order to divert the protests.",
            "Tokayev fired the government.",
        ),
    ],
)
def test_a_day_or_a_purpose_can_be_left_out(claim: str, variant: str) -> None:
    assert made(paraphrases.dropped_adjuncts(of(claim))) == {variant}


@pytest.mark.parametrize(
    "claim",
    [
        "The airport was not closed on Friday.",
        "The internet has been cut since Wednesday.",
        "Wang spoke of it on Thursday, a day before the vote.",
    ],
)
def test_what_is_denied_or_hangs_together_is_left_whole(claim: str) -> None:
    assert made(paraphrases.dropped_adjuncts(of(claim))) == set()


@pytest.mark.parametrize(
    ("claim", "variant"),
    [
        (
            "Germany condemned the violence in Kazakhstan.",
            "The violence in Kazakhstan was condemned by Germany.",
        ),
        (
            "Tokayev rejected the international calls for dialogue on Friday.",
            "The international calls for dialogue were rejected by Tokayev on Friday.",
        ),
    ],
)
def test_a_plain_active_sentence_has_a_passive(claim: str, variant: str) -> None:
    assert made(paraphrases.passives(of(claim))) == {variant}


@pytest.mark.parametrize(
    "claim",
    [
        "Tokayev ordered the army to shoot.",
        "Germany did not condemn the violence.",
        'Xi praised the "strong measures".',
    ],
)
def test_any_other_sentence_stays_active(claim: str) -> None:
    assert made(paraphrases.passives(of(claim))) == set()


def test_a_name_takes_the_other_spellings_of_the_corpus_and_loses_its_accents() -> None:
    respelled = made(paraphrases.respelled_names(of("Tokaïev spoke."), corpus_names()))

    assert {"Tokayev spoke.", "Tokaiev spoke."} <= respelled


def test_an_acronym_and_its_full_name_stand_for_each_other() -> None:
    respelled = made(paraphrases.respelled_names(of("Russia leads the CSTO."), corpus_names()))

    assert "Russia leads the Collective Security Treaty Organization." in respelled


def test_a_synonym_keeps_the_form_of_the_word() -> None:
    assert "The demonstrators were detained." in made(
        synonyms(of("The demonstrators were arrested."))
    )


def test_antonyms_and_siblings_come_from_the_lexicon() -> None:
    claim = of("The demonstrators were arrested.")

    assert "The demonstrators were freed." in made(antonyms(claim))
    assert "The demonstrators were killed." in made(siblings(claim))


def test_quoted_words_are_never_reworded() -> None:
    claim = of('Tokayev spoke of "criminals who were arrested".')

    assert made(synonyms(claim)) | made(antonyms(claim)) == set()


@pytest.mark.parametrize(
    ("claim", "raised", "lowered"),
    [
        ("26 people died.", "53 people died.", "13 people died."),
        ("About 2,500 came.", "About 5,001 came.", "About 1,250 came."),
        (
            "More than 3,800 people were arrested.",
            "More than 7,601 people were arrested.",
            "Fewer than 1,900 people were arrested.",
        ),
    ],
)
def test_figures_leave_what_the_claim_allows(claim: str, raised: str, lowered: str) -> None:
    assert made(flips.raised_numbers(of(claim))) == {raised}
    assert made(flips.lowered_numbers(of(claim))) == {lowered}


@pytest.mark.parametrize(
    ("claim", "denied"),
    [
        ("Almaty is the largest city.", "Almaty is not the largest city."),
        (
            "State television reported that 26 people were killed.",
            "State television reported that 26 people were not killed.",
        ),
    ],
)
def test_the_main_auxiliary_is_denied(claim: str, denied: str) -> None:
    assert made(flips.negations(of(claim))) == {denied}


@pytest.mark.parametrize(
    "claim",
    [
        "The figures could not be verified.",
        "Some shops were open.",
        "Tokayev denied that troops were killed.",
        "Whoever was there fled.",
        "The shutdown makes it hard to determine how much violence there is.",
    ],
)
def test_a_denial_that_would_not_turn_the_sentence_is_not_made(claim: str) -> None:
    assert made(flips.negations(of(claim))) == set()


def test_a_name_is_swapped_for_one_of_its_kind_only() -> None:
    swapped = made(flips.swapped_names(of("Emmanuel Macron spoke in France."), corpus_names()))

    assert any(text.endswith("spoke in Kazakhstan.") for text in swapped)
    assert any(text.endswith("spoke in France.") for text in swapped)
    assert not any("Almaty" in text or "CSTO" in text for text in swapped)


@pytest.mark.parametrize(
    ("claim", "variant"),
    [
        ("There was looting in Almaty, Kazakhstan.", "There was looting throughout Kazakhstan."),
        (
            "A curfew holds throughout Kazakhstan.",
            "A curfew holds only in one region of Kazakhstan.",
        ),
        ("Most shops stayed closed.", "All shops stayed closed."),
    ],
)
def test_a_part_becomes_the_whole_and_the_whole_a_part(claim: str, variant: str) -> None:
    assert made(flips.changed_scopes(of(claim))) == {variant}


@pytest.mark.parametrize(
    ("claim", "variants"),
    [
        ("It began on Sunday.", {"It began on Tuesday."}),
        ("He ruled from 1989 to 2019.", {"He ruled from 1985 to 2019."}),
        ("It has been cut since Wednesday.", set()),
    ],
)
def test_days_and_years_are_moved_unless_the_claim_implies_the_new_one(
    claim: str, variants: set[str]
) -> None:
    assert made(flips.shifted_dates(of(claim))) == variants


def test_each_kind_gives_one_variant_and_the_same_chance_the_same_ones() -> None:
    claim = of("26 people were arrested in Almaty, Kazakhstan, on Wednesday.")

    first = variants_of(claim, corpus_names(), Random("0:a"))
    again = variants_of(claim, corpus_names(), Random("0:a"))

    assert first == again
    kinds = [variant.kind for variant in first]
    assert len(set(kinds)) == len(kinds)
    assert {VariantKind.NEGATED, VariantKind.NUMBER_RAISED, VariantKind.DATE_SHIFTED} <= {*kinds}
    assert claim.text not in {variant.text for variant in first}
