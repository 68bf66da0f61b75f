"""The words of a text, and which capitals tell a name from an ordinary word.

A capital says nothing at the start of a sentence or of a quotation, nor in a headline.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from service.parsing.gazetteer import begins_known, common_words
from service.parsing.tokens import SIGNS_BEHIND

WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-'&][^\W_]+)*")
POSSESSIVE = re.compile(r"'(?:s|S)?$")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;][\"')\]]*\s)\s*[\"'(\[-]*\s*$|(?:^|\s)\"$|\n\s*$")
TITLES = frozenset(
    """mr mrs ms mm miss dr sir dame lord lady prof president minister premier chancellor king queen
    prince princess pope emperor emir sheikh sheik sultan senator governor mayor ambassador general
    colonel captain major lieutenant sergeant judge justice doctor professor bishop archbishop
    cardinal secretary director chairman chairwoman chair leader spokesman spokeswoman spokesperson
    chief commissioner congressman congresswoman representative ayatollah imam patriarch
    vice-president ex-president premiers ministers presidents envoy coach pm col gen lt sgt capt prime""".split()
)
_TITLE_CASE_SHARE = 0.7
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


class NameWord(NamedTuple):
    """A word without its possessive ending; ``end`` is the end of what is left.

    A tuple and not a dataclass, because thousands are made for every import.
    """

    text: str  # without a possessive ending
    low: str
    start: int
    end: int
    initial: bool  # whether a capital here may be due to the position alone
    capital: bool


def read_capitals(text: str) -> list[NameWord]:
    """The words of ``text`` without possessive endings, in order."""
    words: list[NameWord] = []
    headline = is_title_case(text)
    make = tuple.__new__
    begins, follows = 0, False
    for piece in text.split(" "):
        ends = begins + len(piece)
        word = piece if piece.isalpha() else piece.rstrip(SIGNS_BEHIND)
        if word.isalpha():
            # Most words stand between blanks, behind another word, and need no search.
            _, low, capital = _without_ending(word)
            initial = headline or (not follows and _may_open(text, begins, words))
            at = begins + len(word)
            words.append(make(NameWord, (word, low, begins, at, initial, capital)))
            follows = at == ends
        else:
            for match in WORD.finditer(text, begins, ends):
                start = match.start()
                written, low, capital = _without_ending(match.group())
                inside = follows and start == begins
                initial = headline or (not inside and _may_open(text, start, words))
                words.append(NameWord(written, low, start, start + len(written), initial, capital))
            follows = piece[-1:].isalnum()
        begins = ends + 1
    return words


@lru_cache(maxsize=16_384)
def begins_nothing(word: str) -> bool:
    """Whether a word without a capital can neither be a name nor lead to one."""
    return not begins_known(word) and "-" not in word and word.lower() not in TITLES


@lru_cache(maxsize=16_384)
def _without_ending(written: str) -> tuple[str, str, bool]:
    """A word without its possessive ending, that in lower case, and whether it is a capital's."""
    if "'" in written:
        written = POSSESSIVE.sub("", written)
    return written, written.lower(), written[0].isupper() or written[:3] in {"al-", "el-"}


def stands_alone(text: str, word: NameWord) -> bool:
    """Whether a blank and a word in lower case follow: "X was arrested"."""
    following = text[word.end : word.end + 2]
    return following[:1] == " " and following[1:].islower()


def _may_open(text: str, start: int, words: list[NameWord]) -> bool:
    """Whether a word opens the text, or a sentence or quotation of it."""
    if start == 0:
        return True
    before = text[max(0, start - 6) : start]
    return _SENTENCE_START.search(before) is not None and not (
        before.rstrip().endswith(".") and bool(words) and _abbreviates(words[-1])
    )


def _abbreviates(word: NameWord) -> bool:
    """Whether a full stop after this word ends an abbreviation and no sentence."""
    return word.capital and (len(word.text) == 1 or word.low in TITLES or word.low == "st")


# Asked again for each name that opens a sentence.
@lru_cache(maxsize=512)
def is_title_case(text: str) -> bool:
    """Whether capitals tell nothing: a headline in title case, or all in capitals."""
    closed = text.rstrip().endswith(".")
    first = _LONG_WORD.search(text)
    if first is None or (closed and not first.group().isupper()):
        return False
    long = _LONG_WORD.findall(text)
    if len(long) < 4:
        return False
    if all(word.isupper() for word in long):
        return True
    if closed:
        return False
    ordinary = [word[0].isupper() for word in long[1:] if word.lower() in common_words()]
    return len(ordinary) >= 2 and sum(ordinary) >= _TITLE_CASE_SHARE * len(ordinary)


def is_ordinary_compound(word: NameWord) -> bool:
    """Whether every part of a compound or contraction is an ordinary word ("Shoot-to-Kill")."""
    parts = re.split(r"[-']", word.low)
    return len(parts) > 1 and all(len(p) < 3 or p in common_words() for p in parts)
