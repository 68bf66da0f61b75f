"""What no language model may call support, however sure it is, and what it still may."""

from __future__ import annotations

import pytest

from service.domain.corpus import Claim, Standing
from tests.corpora import (
    OneMeaning,
    OneOpinion,
    ask,
    checker_over,
    news_claim,
    news_source,
    stance_taken,
)

SURE = OneOpinion(supporting=0.99)
DENIAL = news_claim(
    "Lena Orvo denied that rebels had blown up the bridge.",
    speaker="Lena Orvo",
    standing=Standing.RELAYED,
)


def stance(claim: Claim, statement: str) -> str:
    return stance_taken(
        ask(checker_over([claim], model=SURE, embedder=OneMeaning()), statement), claim.id
    )


NO_SUPPORT = {
    "told of others": (
        "Aron Melk issued an order to shoot against the protesters.",
        "Aron Melk gave the police an order to shoot.",
    ),
    "all": ("Eighteen schools in Orvik are closed.", "Every school in Orvik is closed."),
    "most": ("Most shops in Orvik stayed closed.", "All shops in Orvik stayed closed."),
    "somebody else's office": (
        "Aron Melk sacked Lena Orvo, the former president of Sordania.",
        "Aron Melk is the president of Sordania.",
    ),
    "somebody near": (
        "The lawyer of Captain Lena Orvo rejected the charge.",
        "Captain Lena Orvo disputed the charge.",
    ),
    "belief": (
        "Investigators believe that rebels blew up the bridge.",
        "Rebels wrecked the bridge.",
    ),
    "only at night": (
        "The checkpoints in Orvik operate all day.",
        "The checkpoints in Orvik operate only at night.",
    ),
    "blame alone": (
        "Aron Melk blamed rebels for the blast at the bridge.",
        "The blast at the bridge was the work of rebels.",
    ),
    "a figure that nothing reads": (
        "In Orvik 300 people were detained.",
        "In Orvik 1e400 people were arrested.",
    ),
}


@pytest.mark.parametrize("pair", NO_SUPPORT.values(), ids=NO_SUPPORT.keys())
def test_no_model_supports_what_a_comparison_bars(pair: tuple[str, str]) -> None:
    claim, statement = pair

    assert stance(news_claim(claim), statement) != "supporting"


def test_no_model_makes_a_denial_support_what_is_denied() -> None:
    assert stance(DENIAL, "Rebels wrecked the bridge.") != "supporting"


def test_the_model_reads_a_denial_in_whole() -> None:
    model = OneOpinion()

    ask(checker_over([DENIAL], model=model), "The bridge was not blown up by any rebels.")

    assert {claim for _, claim in model.asked} <= {DENIAL.text}


MAY_SUPPORT = {
    "what has to be": (
        "Forward Sordania won 84 of the 180 seats.",
        "Forward Sordania will have to make do with fewer than 90 deputies.",
    ),
    "under a condition": (
        "A shot of vaccine can prevent rabies if it is given within a day.",
        "A jab on the same day may still keep people from getting rabies.",
    ),
    "object of an office": (
        "Rune Halvik is the chief executive of Tessalon.",
        "Rune Halvik runs Tessalon.",
    ),
    "all in other words": (
        "The whole of Sordania is without power.",
        "Every corner of Sordania is without electricity.",
    ),
    "the whole country by its name": (
        "Pumps across Sordania have run dry.",
        "Filling stations across the country have nothing left to sell.",
    ),
    "no whole at all": (
        "Judge Lena Orvo worked on the docks as a student.",
        "Lena Orvo, of all people, knows the docks from her own student days.",
    ),
    "a sign of something": (
        "Shopkeepers in Orvik hang white sheets from their windows as a sign of mourning.",
        "Orvik's shop owners show their mourning with white linen.",
    ),
    "another head": (
        "The takeover of Pontrello ruined Tessalon.",
        "The purchase of Pontrello ruined Tessalon.",
    ),
    "who blames": (
        "Aron Melk blamed rebels for the blast at the bridge.",
        "Aron Melk sees rebels behind the blast at the bridge.",
    ),
    "an office once held": (
        "The former president Lena Orvo fled Sordania.",
        "Lena Orvo escaped from Sordania.",
    ),
}


@pytest.mark.parametrize("pair", MAY_SUPPORT.values(), ids=MAY_SUPPORT.keys())
def test_a_model_may_read_the_same_in_other_words(pair: tuple[str, str]) -> None:
    claim, statement = pair

    assert stance(news_claim(claim), statement) == "supporting"


READ = {
    "another spelling of a name": (
        "Moukhtar Abliazov left the country",
        "Mukhtar Ablyazov left the country",
    ),
    "a slip of the pen": (
        "Rebels occuppied the airport",
        "Rebels occupied the airport",
    ),
}


@pytest.mark.parametrize("pair", READ.values(), ids=READ.keys())
def test_the_model_reads_names_as_the_claim_has_them_and_words_without_slips(
    pair: tuple[str, str],
) -> None:
    statement, read = pair
    reader = OneOpinion(supporting=0.99)
    claims = [
        news_claim("Mukhtar Ablyazov fled abroad before the trial.", "left"),
        news_claim("Rebels seized the airport of Orvik.", "seized"),
    ]

    ask(checker_over(claims, model=reader, embedder=OneMeaning()), statement)

    assert read in [text for text, _ in reader.asked]


OPPOSED = OneOpinion(conflicting=0.99)


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        ("Norway is a member of the Lomar Pact.", "Sweden is a member of the Lomar Pact."),
        (
            "The protests in Orvik began in two towns on 2 January.",
            "Protests began on Sunday 2 January.",
        ),
    ],
)
def test_no_model_makes_a_conflict_of_another_member_or_of_the_same_words(
    claim: str, statement: str
) -> None:
    record = news_claim(claim)
    checker = checker_over([record], [news_source(published_at="2022-01-08")], model=OPPOSED)

    assert stance_taken(ask(checker, statement), record.id) != "conflicting"


DISTANCED = news_claim(
    "The interior ministry of Sordania alleged that Blue Aid had brought in staff without permits.",
    speaker="interior ministry",
    standing=Standing.DISTANCED,
)


@pytest.mark.parametrize(
    "statement",
    [
        "The interior ministry accuses Blue Aid of working without papers.",
        "The interior ministry maintains that Blue Aid has no papers.",
        "The ministry of the interior complains that Blue Aid's people lack papers.",
    ],
)
def test_a_claim_kept_at_a_distance_may_support_that_its_party_says_so(statement: str) -> None:
    assert stance(DISTANCED, statement) == "supporting"


def test_a_claim_kept_at_a_distance_supports_no_bare_statement_about_its_party() -> None:
    bare = "The interior ministry knows of Blue Aid staff without papers."

    assert stance(DISTANCED, bare) != "supporting"


def test_an_owner_is_no_other_than_the_name_of_what_is_owned() -> None:
    claim = news_claim(
        "Marten Brandel claimed that a competitor was behind the campaign.",
        speaker="Marten Brandel",
        standing=Standing.DISTANCED,
    )

    assert stance(claim, "The owner of Brandel says a rival started the campaign.") == "supporting"


@pytest.mark.parametrize(
    "statement",
    [
        "Blue Aid brought in staff without permits despite worry at the interior ministry.",
        "Unions blame the interior ministry because Blue Aid brought in staff without permits.",
    ],
)
def test_a_word_of_speech_about_somebody_else_makes_no_attribution(statement: str) -> None:
    assert stance(DISTANCED, statement) != "supporting"


@pytest.mark.parametrize(
    ("speaker", "statement"),
    [
        ("Lena Orvo", "Anna Berg of the Red Cross said that the bridge was unsafe."),
        ("Goldman Sachs", "The Bank of England said that the bridge was unsafe."),
        ("Amnesty International", "The mayor of Orvik said that the bridge was unsafe."),
    ],
)
def test_another_speaker_with_a_name_is_another_whatever_the_name(
    speaker: str, statement: str
) -> None:
    claim = news_claim(
        f"{speaker} said that the bridge was unsafe.", speaker=speaker, standing=Standing.RELAYED
    )

    assert stance(claim, statement) != "supporting"


STILL_SUPPORTED = {
    "a plan, told as to come": (
        "The steelmaker announced that it would cut 1,200 jobs in Orvik.",
        "1,200 people lose their jobs in Orvik.",
    ),
    "a figure that fits, of what has other words": (
        "More than 400 contacts of patients are being monitored in Orvik.",
        "Over 400 people who were near the sick are under watch in Orvik.",
    ),
    "somebody near to no person": (
        "Orvik's exports could profit from the dispute.",
        "Orvik might gain from the dispute.",
    ),
}


@pytest.mark.parametrize("pair", STILL_SUPPORTED.values(), ids=STILL_SUPPORTED.keys())
def test_a_model_that_is_sure_may_support_what_no_bound_or_plan_denies(
    pair: tuple[str, str],
) -> None:
    claim, statement = pair

    assert stance(news_claim(claim), statement) == "supporting"


def test_a_plan_supports_nothing_that_has_happened() -> None:
    plan = news_claim("The steelmaker announced that it would cut 1,200 jobs in Orvik.")

    assert stance(plan, "1,200 people lost their jobs in Orvik.") != "supporting"


def test_a_claim_near_in_meaning_is_shown_whatever_words_it_shares() -> None:
    claim = news_claim("The alliance brought some 2,500 troops to Orvik.")
    statement = "Roughly two and a half thousand soldiers make up the force."

    near = ask(checker_over([claim], model=OneOpinion(), embedder=OneMeaning()), statement)

    assert [item.claim.id for item in near.unverified] == [claim.id]
    assert not ask(checker_over([claim], model=OneOpinion()), statement).unverified
