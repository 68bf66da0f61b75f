"""Whether two names may be one: spellings, initials, short forms, a capital for its country."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from service.domain.mentions import Name, NameKind
from service.parsing.names import capital_of, country_of
from service.parsing.transliteration import fold_word

# Given names at least so alike are spellings of one ("Noursoultan", "Nursultan").
_ALIKE = 0.55


def same_given_name(name: Name, other: Name | None) -> bool:
    """Whether two bearers of one surname may be one person; an initial fits any name it begins."""
    if other is None or name.kind is not NameKind.PERSON or other.kind is not NameKind.PERSON:
        return True
    ours, theirs = name.text.split(), other.text.split()
    if len(ours) < 2 or len(theirs) < 2:
        return True
    first, second = fold_word(ours[0]), fold_word(theirs[0])
    if first[:1] == second[:1] and min(len(first.rstrip(".")), len(second.rstrip("."))) <= 2:
        return True
    return OSA.normalized_similarity(first, second) >= _ALIKE


# Two spellings of a name of at least this many letters may differ by one letter.
_LEAST_MISSPELT = 5


def is_misspelt(key: str, other: str) -> bool:
    return (
        min(len(key), len(other)) >= _LEAST_MISSPELT
        and key[0] == other[0]
        and OSA.distance(key, other, score_cutoff=1) <= 1
    )


# Words before a name that only say what bears it.
_KINDS = frozenset(
    "cyclone hurricane typhoon storm operation tropical flight comet asteroid ferry".split()
)


def is_short_form(name: Name, key: str) -> bool:
    """Whether one is the other without its last words ("Fruvel Foods", "Fruvel"), or without a
    word that says what it is ("Cyclone Hadra", "Hadra").
    """
    if name.kind in (NameKind.PERSON, NameKind.PLACE):
        return False
    ours, theirs = name.key.split(), key.split()
    common = min(len(ours), len(theirs))
    if not common:
        return False
    longer, shorter = (ours, theirs) if len(ours) > len(theirs) else (theirs, ours)
    if longer[-common:] == shorter and _KINDS.issuperset(longer[:-common]):
        return len(ours) != len(theirs)
    return len(ours) != len(theirs) and ours[:common] == theirs[:common] and len(ours[0]) > 3


_SMALL_WORDS = frozenset("of the and for de du des".split())


def is_acronym(key: str, other: str) -> bool:
    """Whether one is made of the first letters of the other's words: "peho", "pan-european health
    office".
    """
    shorter, longer = sorted((key, other), key=len)
    words = [word for word in longer.split() if word not in _SMALL_WORDS]
    if " " in shorter or not 2 < len(shorter) <= len(words) + 1 or not shorter.isalpha():
        return False
    at = spare = 0
    for word in words:
        if shorter[at : at + 1] != word[0]:
            return False
        at += 1
        # A key has no hyphens: "paneuropean" gives two letters.
        if len(shorter) > len(words) and not spare and shorter[at : at + 1] in word[2:]:
            at, spare = at + 1, 1
    return at == len(shorter)


_LEAST_COUNTRY = 5
_PEOPLE_OF = frozenset("n ns an ans ian ians er ers ese ish i is".split())


def is_people_of(key: str, other: str) -> bool:
    """Whether one is the people or the adjective of the other, a country that no list has:
    "orvanians" and "orvania".
    """
    country, people = sorted((key, other), key=len)
    if len(country) < _LEAST_COUNTRY or " " in people:
        return False
    return people.startswith(country) and people[len(country) :] in _PEOPLE_OF


def stands_for(key: str, other: str) -> bool:
    """Whether one is the country and the other its capital ("Moscow" for Russia)."""
    return (capital_of(country_of(key)) == key and country_of(key) == other) or (
        capital_of(country_of(other)) == other and country_of(other) == key
    )
