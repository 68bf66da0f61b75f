"""Laws of taking texts apart: what is found between blanks is what a whole text holds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.parsing import mention_tokens, tokens
from service.parsing.capitals import POSSESSIVE, WORD, read_capitals
from service.parsing.lexicon import Lexicon
from service.parsing.mention_tokens import TokenKind, tokenise
from service.parsing.number_starts import begins_none, read_ordinal
from service.parsing.number_words import NumberForm, read_number
from service.parsing.stretches import read_mentions, spoken_concepts, word_stretches
from service.parsing.tokens import tokenize

PIECES = st.sampled_from(
    """a an the no none one few third hundred and twenty - first 21 st st. 5 000 1,200 000 1/2 1/2/
    century century's week of Kenya throughout 's Tokayev's O'Neil U.S. www.x.y https://a.b @me #5
    3.5.2 12:30 2022-01-05 half dozen million killed people in quarter took office head state
    \u00e9t\u00e9 don\u2019t \u2014 \u01c5 \u0661\u0662\u0663 \u212a ( ) . , \n""".split(" ")
)
JOINTS = st.sampled_from(["", " ", " ", " ", "  ", "\u00a0"])
TEXTS = st.lists(st.tuples(PIECES, JOINTS), max_size=20).map(
    lambda parts: "".join(part for pair in parts for part in pair)
) | st.text(max_size=60)


@given(TEXTS)
def test_tokens_for_mentions_are_those_of_the_pattern_over_the_whole_text(text: str) -> None:
    found = [
        (match.group(), match.start(), match.lastgroup)
        for match in mention_tokens._TOKEN.finditer(text)
    ]
    ends = {token.end for token in tokenise(text)}

    assert [(token.text, token.start) for token in tokenise(text)] == [one[:2] for one in found]
    for token, (_, _, group) in zip(tokenise(text), found, strict=True):
        assert (token.kind is TokenKind.WORD) == (group == "word")
        assert token.glued == (token.start in ends)


@given(TEXTS)
def test_words_are_those_of_the_pattern_over_the_whole_text(text: str) -> None:
    found = [(match.group(), *match.span()) for match in tokens._TOKEN.finditer(text)]

    assert [(token.text, token.start, token.end) for token in tokenize(text)] == found


@given(TEXTS)
def test_words_of_names_are_those_of_the_pattern_over_the_whole_text(text: str) -> None:
    found = [(POSSESSIVE.sub("", match.group()), match.start()) for match in WORD.finditer(text)]

    assert [(word.text, word.start) for word in read_capitals(text)] == found


@given(TEXTS)
def test_an_ordinal_is_a_number_that_is_one(text: str) -> None:
    read = tokenise(text)
    for at in range(len(read)):
        number = read_number(read, at)
        is_ordinal = number is not None and number.form is NumberForm.ORDINAL

        assert read_ordinal(read, at) == (number if is_ordinal else None)
        assert number is None or not begins_none(read, at)


@given(TEXTS)
def test_the_concepts_of_a_text_are_those_of_its_stretches(text: str) -> None:
    mentions = read_mentions(text)
    every = {concept for one in word_stretches(mentions) for concept in one.concepts}

    assert spoken_concepts(mentions) == every
    assert every <= Lexicon.load().concepts.keys()
