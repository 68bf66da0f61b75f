"""Years, decades and centuries, told apart from numbers that merely look like them."""

from __future__ import annotations

from service.parsing.calendar_words import DayRange, years
from service.parsing.counted_nouns import is_plural_noun
from service.parsing.mention_tokens import (
    Tokens,
    glued_at,
    is_capitalised,
    is_number,
    is_word,
    opens_sentence,
    word_at,
)
from service.parsing.number_starts import read_ordinal
from service.parsing.number_tables import SCALES
from service.parsing.units import read_unit

# After these a plain number is a year even if a plural noun follows ("in 2019 prices rose").
_STRONG_CUES = frozenset({"in", "since", "until", "till", "during", "early", "mid", "late", "year"})
_CUES = _STRONG_CUES | frozenset(
    "by from to before after of for and between through end beginning start around circa the a "
    "this its spring summer autumn fall winter pre post or".split()
)
_AFTER_YEAR_SUBJECT = frozenset("was saw is has brought will marked began ended became".split())
_HEDGES = frozenset("than over about some nearly almost least most under roughly estimated".split())
DECADE_WORDS = {"sixties": 1960, "seventies": 1970, "eighties": 1980, "nineties": 1990}


def plain_year(tokens: Tokens, index: int) -> int | None:
    """Four digits without a separator that can be a year, None otherwise."""
    if not is_number(tokens, index):
        return None
    text = tokens[index].text
    return int(text) if len(text) == 4 and text.isdigit() and "1000" <= text <= "2199" else None


def read_year(tokens: Tokens, index: int) -> tuple[int, int, int] | None:
    """A year that stands alone: (first year, last year, index after it); "2019-20" is two."""
    year = plain_year(tokens, index)
    if year is None or year < 1500 or not _is_free(tokens, index):
        return None
    if not _reads_as_year(tokens, index, year):
        return None
    if _is_short_range(tokens, index, year):
        return year, year + 1, index + 3
    return year, year, index + 1


def read_decade(tokens: Tokens, index: int) -> tuple[DayRange, int] | None:
    """A decade or century: "1990s", "the 90s", "the nineties", "21st century"."""
    year = plain_year(tokens, index)
    has_s = glued_at(tokens, index + 1) and word_at(tokens, index + 1) == "s"
    if year is not None and has_s and year % 10 == 0:
        return _span(year, 10, index + 2)
    before = word_at(tokens, index - 1)
    named = DECADE_WORDS.get(word_at(tokens, index))
    if named is not None and before == "the":
        return _span(named, 10, index + 1)
    if is_number(tokens, index) and has_s and before in {"the", "'", "’"}:
        text = tokens[index].text
        if len(text) == 2 and text[0] in "3456789" and text[1] == "0":
            return _span(1900 + int(text), 10, index + 2)
    number = read_ordinal(tokens, index)
    if number is None or number.value >= 40:
        return None
    if word_at(tokens, number.end).removesuffix("'s") != "century":
        return None
    return _span(int(number.value) * 100 - 99, 100, number.end + 1)


def _span(first: int, length: int, end: int) -> tuple[DayRange, int] | None:
    found = years(first, first + length - 1)
    return None if found is None else (found, end)


def _is_free(tokens: Tokens, index: int) -> bool:
    """Whether the digits stand alone, but for a dash from another year."""
    if tokens[index].glued:
        before = word_at(tokens, index - 1)
        if before == "-":
            if plain_year(tokens, index - 2) is None and word_at(tokens, index - 2) not in _CUES:
                return False
        elif before not in {"(", "[", '"', "“", "'", "‘", "«"}:
            return False
    if not glued_at(tokens, index + 1):
        return True
    if is_word(tokens, index + 1) or is_number(tokens, index + 1):
        return False
    if word_at(tokens, index + 1) in {"%", "+", "/", "°", "€", "£", "$"}:
        return False
    sign_binds = word_at(tokens, index + 1) in {".", ",", ":", "'", "’"}
    return not (sign_binds and glued_at(tokens, index + 2) and is_number(tokens, index + 2))


def _reads_as_year(tokens: Tokens, index: int, year: int) -> bool:
    before, after = word_at(tokens, index - 1), word_at(tokens, index + 1)
    if before in {"$", "€", "£", "#"} or after in SCALES or before in _HEDGES:
        return False
    if read_unit(tokens, index + 1, year) is not None and before not in _STRONG_CUES:
        return False
    if before in _STRONG_CUES:
        return True
    if before in {"and", "to", "-"} and plain_year(tokens, index - 2) is not None:
        return word_at(tokens, index - 3) in {"between", "from"} or before == "-"
    plural_follows = is_plural_noun(tokens, index + 1)
    if before in _CUES or before.endswith("'s"):
        # "the 2019 protests" names a year, "the 2000 soldiers" counts.
        return not plural_follows or (before in {"the", "a", "this", "its"} and year % 100 != 0)
    if _is_short_range(tokens, index, year) and not is_plural_noun(tokens, index + 3):
        return True
    if before == "-" or (
        after in {"to", "-", "until", "through"} and plain_year(tokens, index + 2) is not None
    ):
        return True
    if plural_follows or not 1900 <= year < 2100:
        return False
    if opens_sentence(tokens, index):
        ends = index + 1 >= len(tokens) or after in {".", ",", ":"}
        return ends or after in _AFTER_YEAR_SUBJECT or is_capitalised(tokens, index + 1)
    if before in {"(", "[", ","} or is_capitalised(tokens, index - 1):
        return after in {"", ")", "]", ".", ",", ";", ":", "-"} or (
            is_capitalised(tokens, index - 1) and not is_capitalised(tokens, index + 1)
        )
    return False


def _is_short_range(tokens: Tokens, index: int, year: int) -> bool:
    if word_at(tokens, index + 1) != "-" or not is_number(tokens, index + 2):
        return False
    tail = tokens[index + 2].text
    return glued_at(tokens, index + 2) and tail == f"{(year + 1) % 100:02d}"
