"""Where a number is no amount: parts of names, clock times, telephone numbers, scores, versions."""

from __future__ import annotations

from service.parsing.counted_nouns import is_function_word
from service.parsing.mention_tokens import (
    TokenKind,
    Tokens,
    glued_at,
    is_capitalised,
    is_number,
    is_word,
    opens_sentence,
    word_at,
)
from service.parsing.number_words import (
    NumberForm,
    NumberReading,
    digits_value,
)

# A number after one of these tells things apart and counts nothing: "flight 370", "Article 5".
_LABELS = frozenset(
    "number numbers no article articles chapter page pages flight room route resolution section "
    "paragraph channel boeing airbus apollo windows iphone type model version area zone highway "
    "motorway gate platform line terminal unit block building apartment house formula protocol "
    "district ward precinct school hospital brigade battalion euro covid volume episode season "
    "antonov tupolev mig".split()
)
_CLOCK_WORDS = frozenset({"am", "pm", "o'clock", "gmt", "utc", "est", "cet", "bst", "hrs"})
_SCORE_CUES = frozenset(
    "won win wins winning beat beats beaten lost lose loses losing drew draw defeated defeat "
    "victory score scored scoreline thrashed led leading".split()
)
# "a 12-member crew", "20,000-strong": what may follow a hyphen and still be counted.
_HYPHENED_NOUNS = frozenset(
    "strong member man woman person nation country party storey story odd plus page room bed".split()
)
_NOT_BEFORE_ONE = frozenset(
    "the this that no any every each which another last next other either neither not some".split()
)
_AFTER_COUNTED_ONE = frozenset("was died killed injured wounded arrested dead missing".split())
_BEFORE_COUNTED_ONE = frozenset({"", "and", "but", "only", "while", "least", "just", ",", ".", ";"})
_AFTER_HALF = frozenset(
    "of the a an its their his her all that those were are was have had".split()
)


def is_amount(
    tokens: Tokens, index: int, number: NumberReading, *, unit: bool, hedged: bool
) -> bool:
    """Whether the number at a token says how much or how many.

    ``unit`` and ``hedged`` say that a unit follows, or a hedge or currency sign precedes it.
    """
    if number.form is NumberForm.ORDINAL:
        return _is_plain_ordinal(tokens, index, number.end)
    if tokens[index].kind is TokenKind.NUMBER:
        return (
            (unit or _is_free_after(tokens, number.end))
            and not _is_clock(tokens, number.end)
            and (hedged or not _is_labelled(tokens, index))
            and not _is_score_or_serial(tokens, index)
        )
    if number.form is NumberForm.RATIO and word_at(tokens, index) == "half":
        before_is_ordinal = word_at(tokens, index - 1) in {"first", "second", "other", "better"}
        return not before_is_ordinal and (hedged or word_at(tokens, number.end) in _AFTER_HALF)
    if _is_in_name(tokens, index, number.end) and not hedged:
        return False
    if number.end == index + 1:
        word = tokens[index].lower
        if word == "one" and not unit:
            return _is_counted_one(tokens, index)
        if word == "none":
            return word_at(tokens, number.end) in {"of", "were", "was", "had", "died", "have"}
        if word in {"thousands", "millions", "hundreds", "dozens", "scores"} and not hedged:
            return word_at(tokens, index - 1) not in {"test", "exam", "the", "top"}
    return unit or not _has_foreign_hyphen(tokens, number.end)


def is_free_before(tokens: Tokens, index: int) -> bool:
    """Whether a token is not the tail of a longer name or number ("COVID-19", "+7 727")."""
    if tokens[index].kind is not TokenKind.NUMBER:
        return True
    before = word_at(tokens, index - 1)
    if before == "+":
        return False
    if not tokens[index].glued:
        return not (is_number(tokens, index - 1) and word_at(tokens, index - 2) == "+")
    if before in {"#", "№", "/", "_", ":", "\\", "&", "*", "^"}:
        return False
    joined = index >= 2 and tokens[index - 1].glued
    if before == "-":
        return not joined or word_at(tokens, index - 2) in {"magnitude", "aged"}
    return before not in {".", ",", "'", "’"} or not joined


def _is_free_after(tokens: Tokens, end: int) -> bool:
    """Whether the digits are not the head of a longer name or number ("5G", "12-B")."""
    if not glued_at(tokens, end):
        return True
    if tokens[end].kind is not TokenKind.SIGN:
        return False
    if word_at(tokens, end) == "-":
        return not _has_foreign_hyphen(tokens, end)
    if not glued_at(tokens, end + 1):
        return True
    if word_at(tokens, end) in {".", ",", ":", "/", "_", "*", "^"}:
        return tokens[end + 1].kind is TokenKind.SIGN
    return not is_number(tokens, end + 1)


def _has_foreign_hyphen(tokens: Tokens, end: int) -> bool:
    """Whether a hyphen ties the number to a word that it does not count ("three-way")."""
    if word_at(tokens, end) != "-" or not glued_at(tokens, end):
        return False
    return (
        glued_at(tokens, end + 1)
        and is_word(tokens, end + 1)
        and word_at(tokens, end + 1) not in _HYPHENED_NOUNS
    )


def _is_clock(tokens: Tokens, end: int) -> bool:
    word = word_at(tokens, end)
    if word in _CLOCK_WORDS:
        return True
    return (
        word in {"a", "p"} and word_at(tokens, end + 1) == "." and word_at(tokens, end + 2) == "m"
    )


def _is_labelled(tokens: Tokens, index: int) -> bool:
    before = word_at(tokens, index - 1)
    if before == "." and word_at(tokens, index - 2) == "no":
        return True
    # "No 5" is a label, "no 5" is not.
    return before in _LABELS and (before != "no" or is_capitalised(tokens, index - 1))


def _is_score_or_serial(tokens: Tokens, index: int) -> bool:
    """Whether dashes tie the digits to others as in "3-1", "555-1234" or "12-34-56"."""
    if not (word_at(tokens, index + 1) == "-" and is_number(tokens, index + 2)):
        return False
    tight = glued_at(tokens, index + 1) and glued_at(tokens, index + 2)
    if not tight:
        return False
    if word_at(tokens, index + 3) == "-" and is_number(tokens, index + 4):
        return True
    first, second = tokens[index], tokens[index + 2]
    if len(first.text) == 3 and len(second.text) == 4 and "." not in second.text:
        return True
    scaled = glued_at(tokens, index + 3) and is_word(tokens, index + 3)
    if digits_value(first) >= digits_value(second) and not scaled:
        # "1.5-2 million" and "900-1 million" aside, a range rises.
        return word_at(tokens, index + 3) not in {"million", "billion", "thousand", "trillion"}
    return any(token.lower in _SCORE_CUES for token in tokens[max(0, index - 6) : index])


def _is_in_name(tokens: Tokens, index: int, end: int) -> bool:
    """Whether a capitalised number word stands in a name: "the Big Five", "Three Mile Island"."""
    if not is_capitalised(tokens, index) or opens_sentence(tokens, index):
        return False
    if is_capitalised(tokens, index - 1):
        # In a headline every word has a capital, so the word before must stand out.
        return index >= 2 and is_word(tokens, index - 2) and not is_capitalised(tokens, index - 2)
    return is_word(tokens, index - 1) and (is_capitalised(tokens, end) or not is_word(tokens, end))


def _is_plain_ordinal(tokens: Tokens, index: int, end: int) -> bool:
    after = word_at(tokens, end)
    if after == "-" and glued_at(tokens, end):
        return False
    if after in {"of", "century", "place", "half", "lady"} or is_capitalised(tokens, end):
        return False
    return not (is_capitalised(tokens, index) and is_capitalised(tokens, index - 1))


def _is_counted_one(tokens: Tokens, index: int) -> bool:
    """Whether "one" counts ("one person", "one was killed") and is no pronoun ("one of the")."""
    before, after = word_at(tokens, index - 1), word_at(tokens, index + 1)
    if before in _NOT_BEFORE_ONE or before == "-" or _has_foreign_hyphen(tokens, index + 1):
        return False
    if after in _AFTER_COUNTED_ONE:
        return before in _BEFORE_COUNTED_ONE
    return is_word(tokens, index + 1) and not is_function_word(after)
