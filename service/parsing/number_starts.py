"""What shows at a glance that no number, or no ordinal, begins at a token: most show it."""

from __future__ import annotations

from service.parsing.mention_tokens import TokenKind, Tokens, glued_at, word_at
from service.parsing.number_tables import BOUNDED_WORDS, FEW, ORDINAL_ENDINGS, SCALES
from service.parsing.number_words import NumberForm, NumberReading, read_number

_ARTICLES = frozenset({"a", "an"})
# With these a number goes on that an article has begun: "a few", "a third", "a hundred".
_AFTER_ARTICLE = FEW.keys() | BOUNDED_WORDS | SCALES.keys() | {"hundred"}


def read_ordinal(tokens: Tokens, index: int) -> NumberReading | None:
    """The number that begins at a token if it is an ordinal: most show at a glance that not."""
    if index >= len(tokens):
        return None
    token = tokens[index]
    if token.kind is TokenKind.NUMBER:
        if not glued_at(tokens, index + 1) or tokens[index + 1].lower not in ORDINAL_ENDINGS:
            return None
    elif token.kind is not TokenKind.WORD or begins_none(tokens, index):
        return None
    number = read_number(tokens, index)
    return number if number is not None and number.form is NumberForm.ORDINAL else None


def begins_none(tokens: Tokens, index: int) -> bool:
    """Whether an article or "no" shows by the next word that no number begins with it."""
    word = tokens[index].lower
    if word in _ARTICLES:
        return word_at(tokens, index + 1) not in _AFTER_ARTICLE
    return word == "no" and word_at(tokens, index + 1) != "one"
