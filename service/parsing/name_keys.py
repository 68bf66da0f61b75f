"""What a name seems to be, and the key under which its spellings meet."""

from __future__ import annotations

import re
from functools import lru_cache

from service.domain.mentions import NameKind
from service.parsing.gazetteer import (
    common_words,
    is_chinese_surname,
    is_korean_surname,
    known_word,
    look_up,
    same_surname,
)
from service.parsing.transliteration import fold_word, is_slavic

# Words by which an organisation is known as one; a key keeps them as they are.
BODIES = frozenset(
    """ministry airlines airways railways party bank court university agency group corp inc ltd
    council committee union organization organisation forces army navy police guard times post news
    institute foundation association federation parliament senate congress office department bureau
    commission company league front movement brigade authority service television radio daily
    tribune herald telegraph club united fc assembly alliance command centre center""".split()
)
# Words by which a place is known as one.
GROUNDS = frozenset(
    """river region province square street avenue island islands sea mountain mountains lake county
    district city airport valley peninsula bay strait oblast ocean desert hospital bridge palace
    station stadium cathedral gulf canal dam port base""".split()
)
_HEIGHTS = frozenset("mount mt lake cape fort port camp".split())
# Given names that are also ordinary words.
GIVEN = frozenset(
    """will mark bill frank grant rob jack grace hope joy faith rose drew pat sue art gene guy ray
    max carol dawn amber olive iris ivy ruby pearl angel christian dean""".split()
)
_PINYIN = re.compile(r"[A-Z][a-z]{1,5}(?:[a-z]{1,6})?")
_ARTICLE = re.compile(r"^(?:al|el|ul)-", re.IGNORECASE)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


# The same people, towns and firms come again and again.
@lru_cache(maxsize=16_384)
def kind_and_key(words: tuple[str, ...], titled: bool, placed: bool) -> tuple[NameKind, str]:
    """What a name that nobody knows seems to be, and its key; ``placed``: "in" or so precedes."""
    kind = _kind(words, titled, placed)
    return kind, (person_key if kind is NameKind.PERSON else phrase_key)(list(words))


def _kind(words: tuple[str, ...], titled: bool, placed: bool) -> NameKind:
    first, last = words[0].lower(), words[-1].lower()
    if any(word.lower() in BODIES for word in words):
        return NameKind.ORGANISATION
    if last in GROUNDS or (len(words) > 1 and first in _HEIGHTS):
        return NameKind.PLACE
    if titled:
        return NameKind.PERSON
    if len(words) == 1:
        if words[0].isupper():
            return NameKind.ORGANISATION
        if is_slavic(last):
            return NameKind.PERSON
        return NameKind.PLACE if placed else NameKind.OTHER
    if len(words) <= 5 and (first not in common_words() or first in GIVEN):
        return NameKind.PERSON
    return NameKind.OTHER


def person_key(name: list[str]) -> str:
    """The folded surname of a person whose name has these words."""
    words = [word for word in name if word.lower() not in _SUFFIXES] or name[-1:]
    first, count = words[0], len(words)
    if count == 2 and is_chinese_surname(first) and _PINYIN.fullmatch(words[1]):
        return same_surname(fold_word(first))
    if is_korean_surname(first) and (count == 3 or (count == 2 and "-" in words[1])):
        return same_surname(fold_word(first))
    surname = _ARTICLE.sub("", words[-1])
    return same_surname(fold_word(surname))


def phrase_key(words: list[str]) -> str:
    """The key of a known name, or the folded words without articles."""
    hit = look_up(words) if words else None
    if hit and hit.words == len(words):
        return hit.entry.key
    folded = [_word_key(word) for word in words]
    return " ".join(word for word in folded if word and word not in {"the", "a", "an"})


def _word_key(word: str) -> str:
    hit = known_word(word)
    if hit:
        return hit.entry.key
    low = word.lower()
    return low if low in common_words() or low in BODIES else same_surname(fold_word(word))
