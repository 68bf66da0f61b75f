"""Words, numbers and signs of a text, with their offsets: the input of every mention grammar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple

from service.parsing.tokens import SIGNS_BEHIND


class TokenKind(IntEnum):
    """What a token can be part of."""

    WORD = 1
    NUMBER = 2
    CALENDAR = 3  # a whole date in digits: 2022-01-05, 05.01.2022
    FRACTION = 4  # 1/2, 2/3
    OPAQUE = 5  # a stretch with digits that no grammar may read: clock, address, serial number
    SIGN = 6


class Token(NamedTuple):
    """One token; ``glued`` says that no space stands before it.

    A tuple and not a dataclass, because thousands are made for every statement.
    """

    text: str
    lower: str
    start: int
    end: int
    kind: TokenKind
    glued: bool


Tokens = Sequence[Token]

# A number with more characters than this is an identifier and would lose digits as a float.
LONGEST_NUMBER = 20

_TOKEN = re.compile(
    r"""
    (?P<address>(?:https?://|www\.)\S+|[@\#]\w+)
  | (?P<calendar>[0-9]{4}-[0-9]{2}-[0-9]{2}(?!\d)(?:T[0-9:]+(?:\.[0-9]+)?(?:Z|[+-][0-9:]+)?)?
      |[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}(?!\d|\.\d))
  | (?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![\d:]))
  | (?P<fraction>(?:1/2|1/3|2/3|1/4|3/4|1/5|2/5|3/5|4/5)(?![\d/]))
  | (?P<serial>[0-9]+(?:\.[0-9]+){2,}|[0-9]+(?:/[0-9]+)+)
  | (?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?!\d)
      |[0-9]{1,3}(?:'[0-9]{3})+(?!\d)
      |[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?!\d)
      |[0-9]{1,3}(?:[\u0020\u00a0\u202f][0-9]{3})+(?!\d|[.,]\d)
      |[0-9]+(?:\.[0-9]+)?)
  | (?P<word>[^\W\d_]\w*(?:['’]\w+)*)
  | (?P<sign>\S)
    """,
    re.VERBOSE,
)
_KINDS: dict[str | None, TokenKind] = {
    "address": TokenKind.OPAQUE,
    "calendar": TokenKind.CALENDAR,
    "clock": TokenKind.OPAQUE,
    "fraction": TokenKind.FRACTION,
    "serial": TokenKind.OPAQUE,
    "number": TokenKind.NUMBER,
    "word": TokenKind.WORD,
    "sign": TokenKind.SIGN,
}
_DASHES = frozenset("-‐‑‒–—−")


def tokenise(text: str) -> list[Token]:
    """The tokens of a text in order; white space is the only thing left out."""
    tokens: list[Token] = []
    word, sign, make = TokenKind.WORD, TokenKind.SIGN, tuple.__new__
    # Where the stretch begins that is still to be read, and where the next piece does.
    begins = start = 0
    for piece in text.split(" "):
        end = start + len(piece)
        bare = piece if piece.isalpha() else piece[:-1]
        if bare.isalpha() and (bare == piece or piece[-1] in SIGNS_BEHIND):
            # Most words stand between blanks, and are told in a fraction of the time. No token
            # but a number goes over a blank, and that one ends with a digit.
            if begins < start:
                _read(text, begins, start, tokens)
            stop = start + len(bare)
            tokens.append(make(Token, (bare, bare.lower(), start, stop, word, False)))
            if stop < end:
                tokens.append(make(Token, (piece[-1], piece[-1], stop, end, sign, True)))
            begins = end + 1
        start = end + 1
    if begins < len(text):
        _read(text, begins, len(text), tokens)
    return tokens


def _read(text: str, begins: int, ends: int, tokens: list[Token]) -> None:
    """Add the tokens of a stretch that is one of its text's, or stands between blanks."""
    previous_end = -1
    for match in _TOKEN.finditer(text, begins, ends):
        surface = match.group()
        kind = _KINDS[match.lastgroup]
        if kind is TokenKind.NUMBER and len(surface) > LONGEST_NUMBER:
            kind = TokenKind.OPAQUE
        start, end = match.span()
        lower = surface.lower()
        if not surface.isascii():
            lower = "-" if surface in _DASHES else lower.replace("’", "'")
        tokens.append(Token(surface, lower, start, end, kind, start == previous_end))
        previous_end = end


def word_at(tokens: Tokens, index: int) -> str:
    """The lower-cased token at an index, "" outside of the text."""
    return tokens[index].lower if 0 <= index < len(tokens) else ""


def glued_at(tokens: Tokens, index: int) -> bool:
    """Whether there is a token at an index with no space before it."""
    return 0 <= index < len(tokens) and tokens[index].glued


def is_word(tokens: Tokens, index: int) -> bool:
    """Whether the token at an index is a word."""
    return 0 <= index < len(tokens) and tokens[index].kind is TokenKind.WORD


def is_number(tokens: Tokens, index: int) -> bool:
    """Whether the token at an index is a number in digits."""
    return 0 <= index < len(tokens) and tokens[index].kind is TokenKind.NUMBER


def is_capitalised(tokens: Tokens, index: int) -> bool:
    """Whether the token at an index is a word that begins with a capital letter."""
    return is_word(tokens, index) and tokens[index].text[0].isupper()


def opens_sentence(tokens: Tokens, index: int) -> bool:
    """Whether the token at an index is the first of the text or follows a sentence end or quote."""
    return index == 0 or word_at(tokens, index - 1) in {".", "!", "?", ":", ";", '"', "“", "‘", "«"}


def phrase_end(tokens: Tokens, index: int, words: tuple[str, ...]) -> int | None:
    """The index after a phrase that stands at ``index``, or None if it does not stand there."""
    end = index + len(words)
    if end > len(tokens):
        return None
    for offset, word in enumerate(words):
        if tokens[index + offset].lower != word:
            return None
    return end


class Phrases:
    """A set of phrases (tuples of lower-cased tokens) that can be looked up in a text."""

    __slots__ = ("_firsts", "_keys", "_lasts", "_longest")

    def __init__(self, keys: Iterable[tuple[str, ...]]) -> None:
        self._keys = frozenset(keys)
        self._longest = max(len(key) for key in self._keys)
        # Most tokens begin and end no phrase; these sets spare them the slices.
        self._firsts = frozenset(key[0] for key in self._keys)
        self._lasts = frozenset(key[-1] for key in self._keys)

    def at(self, tokens: Tokens, index: int) -> tuple[str, ...] | None:
        """The longest phrase that begins at a token."""
        if index >= len(tokens) or tokens[index].lower not in self._firsts:
            return None
        window = tuple(token.lower for token in tokens[index : index + self._longest])
        for length in range(len(window), 0, -1):
            if window[:length] in self._keys:
                return window[:length]
        return None

    def before(self, tokens: Tokens, index: int, floor: int) -> tuple[str, ...] | None:
        """The longest phrase that ends right before a token and begins at ``floor`` or later."""
        first = max(floor, index - self._longest, 0)
        if first >= index or tokens[index - 1].lower not in self._lasts:
            return None
        window = tuple(token.lower for token in tokens[first:index])
        for length in range(len(window), 0, -1):
            if window[-length:] in self._keys:
                return window[-length:]
        return None
