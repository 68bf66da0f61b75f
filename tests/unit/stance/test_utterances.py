"""A quotation with its speaker: the same words, altered words, another's words."""

from __future__ import annotations

import pytest

from tests.corpora import ask, checker_over, news_claim, stance_taken


def stance(claim: str, statement: str, *, speaker: str | None = None) -> str:
    told = news_claim(claim, speaker=speaker)
    return stance_taken(ask(checker_over([told]), statement), told.id)


MOTANE = (
    'Sela Motane, the head of the dam office, said: "We had never seen the water rise so fast."'
)


@pytest.mark.parametrize(
    "statement",
    [
        '"We had never seen the water rise so fast," recalls Sela Motane.',
        '"We had never seen the water rise so fast" - Sela Motane',
        'Sela Motane: "We had never seen the water rise so fast"',
        '"We had never seen the water rise so fast," sighed dam office head Sela Motane.',
    ],
)
def test_the_same_words_of_the_same_speaker_support(statement: str) -> None:
    assert stance(MOTANE, statement, speaker="Sela Motane") == "supporting"


@pytest.mark.parametrize(
    "statement",
    [
        '"We had never seen the water rise so fast," scoffed opposition leader Noa Vinter.',
        '"We had never seen the wind blow so hard," said Sela Motane of the dam office.',
    ],
    ids=["another speaker", "other words"],
)
def test_altered_words_or_speakers_conflict(statement: str) -> None:
    assert stance(MOTANE, statement, speaker="Sela Motane") == "conflicting"


def test_an_office_that_the_speaker_does_not_hold_is_another_speaker() -> None:
    claim = 'Transport minister Petra Vanholt called the offer to the families "an insult".'
    statement = 'The mayor of Brisk said that the offer to the families was "an insult".'

    assert stance(claim, statement, speaker="Petra Vanholt") == "conflicting"


def test_a_word_that_a_translator_left_out_alters_nothing() -> None:
    claim = 'Aron Melk asked: "What talks can there be with criminals, with murderers?"'
    statement = 'Aron Melk asked: "What kind of talks can there be with criminals and murderers?"'

    assert stance(claim, statement, speaker="Aron Melk") != "conflicting"


def test_who_denies_having_said_it_is_not_supported() -> None:
    statement = 'Sela Motane never said "We had never seen the water rise so fast".'

    assert stance(MOTANE, statement, speaker="Sela Motane") != "supporting"


def test_what_else_is_said_beside_the_quotation_has_to_be_told_too() -> None:
    statement = 'Sela Motane said in Orvik that the mayor wept and "had never seen the water rise".'

    assert stance(MOTANE, statement, speaker="Sela Motane") != "supporting"
