"""The words of a text, and which capitals tell a name from an ordinary word.

A capital says nothing at the start of a sentence or of a quotation, nor in a headline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.parsing.gazetteer import common_words

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


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWord:
    """A word without its possessive ending; ``end`` is the end of what is left."""

    text: str  # without a possessive ending
    start: int
    end: int
    initial: bool  # whether a capital here may be due to the position alone

    @property
    def low(self) -> str:
        return self.text.lower()

    @property
    def capital(self) -> bool:
        return self.text[0].isupper() or self.text[:3] in {"al-", "el-"}


def read_capitals(text: str) -> list[NameWord]:
    """The words of ``text`` without possessive endings, in order."""
    words: list[NameWord] = []
    headline = is_title_case(text)
    for match in WORD.finditer(text):
        written = POSSESSIVE.sub("", match.group())
        before = text[max(0, match.start() - 6) : match.start()]
        initial = headline or (
            _SENTENCE_START.search(before) is not None
            and not (before.rstrip().endswith(".") and words and _abbreviates(words[-1]))
        )
        words.append(
            NameWord(
                text=written,
                start=match.start(),
                end=match.start() + len(written),
                initial=initial or match.start() == 0,
            )
        )
    return words


def _abbreviates(word: NameWord) -> bool:
    """Whether a full stop after this word ends an abbreviation and no sentence."""
    return word.capital and (len(word.text) == 1 or word.low in TITLES or word.low == "st")


def is_title_case(text: str) -> bool:
    """Whether capitals tell nothing: a headline in title case, or all in capitals."""
    long = _LONG_WORD.findall(text)
    if len(long) < 4:
        return False
    if all(word.isupper() for word in long):
        return True
    if text.rstrip().endswith("."):
        return False
    ordinary = [word[0].isupper() for word in long[1:] if word.lower() in common_words()]
    return len(ordinary) >= 2 and sum(ordinary) >= _TITLE_CASE_SHARE * len(ordinary)
