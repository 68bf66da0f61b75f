"""Words of a text with their stems, and which of them carry no content of their own."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from service.domain.mentions import Span
from service.parsing.stemming import stem_word

# A number with its separators, or a run of letters with inner apostrophes ("didn't", "Xi's").
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*")

# What most often parts a word from the blank behind it.
SIGNS_BEHIND = ".,;:?!"

STOP_WORDS = frozenset(
    """a an the this that these those and or but nor so yet of in on at by for from with to into onto
    over under out up down off about as if then than there here it its itself he him his himself she
    her hers herself they them their theirs themselves we us our ours you your yours i me my mine
    who whom whose which what where when while whereas how why is are was were be been being am do
    does did done have has had having will would shall should can could may might must also too very
    just only even still already again once ever more most less least much many some any each every
    all both few several other others another such own same not no never none neither nothing nobody
    without said says saying because since until till before after during between among against per
    via within upon through throughout across around it's he's she's they're there's am pm s t
    rather quite fairly meanwhile however moreover therefore thus though although amid one ones
    mr mrs ms dr st yes indeed actually currently now today yesterday later earlier ago
    aka somewhere somehow whoever whatever whether""".split()
)


class Token(NamedTuple):
    """One word or number as written, with its folded stem.

    A tuple and not a dataclass, because thousands are made for every import.
    """

    text: str
    start: int
    end: int
    stem: str
    is_stop: bool

    @property
    def span(self) -> Span:
        """Where the word stands; made when it is asked for, which it rarely is."""
        return Span(start=self.start, end=self.end)


@lru_cache(maxsize=512)
def tokenize(text: str) -> tuple[Token, ...]:
    """The words and numbers of a text in order; hyphened words come apart."""
    tokens: list[Token] = []
    make = tuple.__new__
    start = 0
    for piece in text.split(" "):
        end = start + len(piece)
        word = piece if piece.isalpha() else piece.rstrip(SIGNS_BEHIND)
        if word.isalpha():
            # Most words stand between blanks, and are told in a fraction of the time.
            stem, is_stop = _known(word)
            tokens.append(make(Token, (word, start, start + len(word), stem, is_stop)))
        else:
            for match in _TOKEN.finditer(text, start, end):
                word = match.group()
                stem, is_stop = _known(word)
                tokens.append(Token(word, *match.span(), stem, is_stop))
        start = end + 1
    return tuple(tokens)


@lru_cache(maxsize=65_536)
def _known(word: str) -> tuple[str, bool]:
    lowered = word.lower()
    return stem_word(word), lowered in STOP_WORDS or lowered.endswith("n't")
