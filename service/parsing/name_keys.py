"""Keys under which the spellings of one name meet."""

from __future__ import annotations

import re

from service.parsing.gazetteer import (
    common_words,
    is_chinese_surname,
    is_korean_surname,
    look_up,
    same_surname,
)
from service.parsing.transliteration import fold_word

# Words by which an organisation is known as one; a key keeps them as they are.
BODIES = frozenset(
    """ministry airlines airways railways party bank court university agency group corp inc ltd
    council committee union organization organisation forces army navy police guard times post news
    institute foundation association federation parliament senate congress office department bureau
    commission company league front movement brigade authority service television radio daily
    tribune herald telegraph club united fc assembly alliance command centre center""".split()
)
_PINYIN = re.compile(r"[A-Z][a-z]{1,5}(?:[a-z]{1,6})?")
_ARTICLE = re.compile(r"^(?:al|el|ul)-", re.IGNORECASE)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


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
    hit = look_up([word])
    if hit:
        return hit.entry.key
    low = word.lower()
    return low if low in common_words() or low in BODIES else same_surname(fold_word(word))
