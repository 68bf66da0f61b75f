"""What golden cases cannot show of assertions: their stretches, their number, their order."""

from __future__ import annotations

from service.domain.mentions import Span
from service.parsing.assertions import MAX_ASSERTIONS, split_assertions


def test_the_span_is_what_only_this_assertion_says() -> None:
    text = "The bank raised rates and cut its forecast."

    first, second = split_assertions(text)

    assert text[first.span.start : first.span.end] == "The bank raised rates"
    assert text[second.span.start : second.span.end] == "cut its forecast"


def test_a_pronoun_borrows_the_piece_of_its_subject() -> None:
    text = "Ruiz won. She thanked her team."

    _, second = split_assertions(text)

    assert second.text == "Ruiz thanked her team"
    assert second.pieces[0] == Span(start=0, end=4)
    assert text[second.span.start : second.span.end] == "She thanked her team"


def test_an_empty_text_is_one_empty_assertion() -> None:
    (only,) = split_assertions("")

    assert (only.text, only.span) == ("", Span(start=0, end=0))


def test_sentences_beyond_the_limit_share_the_last_assertion() -> None:
    text = " ".join(f"Ship {number} sank." for number in range(1, 21))

    assertions = split_assertions(text)

    assert len(assertions) == MAX_ASSERTIONS
    assert assertions[-1].text.startswith("Ship 12 sank. Ship 13 sank.")
    assert assertions[-1].text.endswith("Ship 20 sank")


def test_a_compound_does_not_exceed_the_limit() -> None:
    text = "; ".join(f"ship {number} sank" for number in range(1, 31)) + "."

    assertions = split_assertions(text)

    assert len(assertions) <= MAX_ASSERTIONS
    assert assertions[-1].text.endswith("ship 30 sank")


def test_a_full_last_sentence_leaves_no_thirteenth_assertion() -> None:
    single = " ".join(f"Ship {number} sank." for number in range(1, 11))

    assertions = split_assertions(single + " Oslo fell and Bergen burned. Rome rose.")

    assert len(assertions) == MAX_ASSERTIONS


def test_a_very_long_sentence_is_left_whole() -> None:
    text = "The dam burst and " + "a very " * 150 + "long road was flooded."

    assert len(split_assertions(text)) == 1
