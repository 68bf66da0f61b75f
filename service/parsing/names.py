"""Proper names of a text, with one key for the spellings of one name.

Known names come from ``names.toml``; other names are runs of capitalised words. A person's key is
the folded surname, so that "Kassym-Jomart Tokaïev", "Mr. Tokayev" and "Tokaev" meet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from service.domain.mentions import Name, NameKind, Span
from service.parsing.capitals import (
    POSSESSIVE,
    TITLES,
    WORD,
    NameWord,
    begins_nothing,
    is_ordinary_compound,
    is_title_case,
    read_capitals,
    stands_alone,
)
from service.parsing.gazetteer import (
    Hit,
    begins_longer,
    capital_of,
    common_words,
    country_of,
    is_metonym,
    known_word,
    look_up,
)
from service.parsing.name_keys import BODIES, GIVEN, GROUNDS, kind_and_key, phrase_key

__all__ = ["capital_of", "country_of", "find_names", "is_metonym", "name_key"]

_PARTICLES = frozenset("von der de la van bin ibn al el da dos di den ter du le y af zu".split())
_CALENDAR = frozenset(
    """january february march april may june july august september october november december jan feb
    mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday
    sunday mon tue tues wed thu thur thurs fri sat sun""".split()
)
_NO_SURNAMES = TITLES | _CALENDAR | BODIES | GROUNDS
_BRANDS = frozenset("airlines airways railways bank times post telecom petroleum open fc".split())
_PLACE_BEFORE = frozenset("in near outside across inside".split())
_LONGEST_KNOWN = 9


# Extraction asks a dozen rules about each sentence; no text that is read here is long.
@lru_cache(maxsize=512)
def find_names(text: str) -> tuple[Name, ...]:
    """Every proper name of ``text``, in order; spans do not overlap."""
    words = read_capitals(text)
    found = tuple(_found(text, words))
    return _linked(text, found)


def name_key(text: str) -> str:
    """The key of one name, for whatever stands around it ("President Tokayev" -> "tokaev").

    A phrase that holds no name gives its folded words without articles.
    """
    names = find_names(text)
    people = [name for name in names if name.kind is NameKind.PERSON]
    if people:
        return people[-1].key
    bare = re.sub(r"^(?:the|a|an)\s+", "", text.strip(), flags=re.IGNORECASE)
    for name in names:
        if name.text == bare or name.text == text.strip():
            return name.key
    return phrase_key([POSSESSIVE.sub("", match.group()) for match in WORD.finditer(bare)])


def _found(text: str, words: list[NameWord]) -> Iterator[Name]:
    at = 0
    titled = False
    while at < len(words):
        word = words[at]
        if not word.capital and begins_nothing(word.text):
            at, titled = at + 1, False
            continue
        hit = known_word(word.text)
        if begins_longer(word.text):
            hit = look_up([w.text for w in _adjacent(text, words, at, _LONGEST_KNOWN)])
        if hit and _is_meant(words, at, hit) and not _starts_person(text, words, at, hit):
            end = at + hit.words
            if _is_brand(words, end) and hit.entry.kind is NameKind.PLACE:
                run = words[at : end + 1]
                yield _name(text, run, phrase_key([w.text for w in run]), NameKind.ORGANISATION)
                at = end + 1
                continue
            country = hit.entry.key if hit.is_demonym else ""
            yield _name(text, words[at:end], hit.entry.key, hit.entry.kind, country)
            at, titled = end, False
        elif "-" in word.text and (part := _known_part(word)):
            yield part
            at += 1
        elif word.low in TITLES:
            at, titled = at + 1, True
        elif word.capital and _opens_name(text, words, at):
            run = _run(text, words, at)
            yield from _named(text, words, at, run, titled)
            at += len(run)
            titled = run[-1].low in TITLES
        else:
            at, titled = at + 1, False


def _is_brand(words: list[NameWord], at: int) -> bool:
    """Whether the word after a place makes it the name of a firm: "Kenya Airways"."""
    return at < len(words) and words[at].capital and words[at].low in _BRANDS


def _adjacent(text: str, words: list[NameWord], at: int, most: int) -> list[NameWord]:
    """The words from ``at`` on that only blanks (or the comma of "Washington, D.C.") divide."""
    end = at + 1
    while end < min(len(words), at + most):
        gap = text[words[end - 1].end : words[end].start]
        if gap not in {" ", ". ", ", "} or (gap == ". " and words[end - 1].low != "st"):
            break
        end += 1
    return words[at:end]


def _is_meant(words: list[NameWord], at: int, hit: Hit) -> bool:
    """Whether a known spelling is the name here, not an ordinary word that opens a sentence."""
    word = words[at]
    if hit.words > 1 or not word.initial or word.text.isupper():
        return True
    return word.low not in common_words()


def _starts_person(text: str, words: list[NameWord], at: int, hit: Hit) -> bool:
    """Whether a place is the given name of a person: "Jordan Henderson", "Paris Hilton"."""
    if hit.words > 1 or hit.is_demonym or hit.entry.kind is not NameKind.PLACE:
        return False
    if words[at].initial and is_title_case(text):
        return False
    following = _adjacent(text, words, at, 2)[1:]
    if not following or text[words[at].end : following[0].start] != " ":
        return False
    word = following[0]
    return (
        word.capital
        and not word.text.isupper()
        and word.low not in common_words()
        and word.low not in _NO_SURNAMES
        and known_word(word.text) is None
    )


def _known_part(word: NameWord) -> Name | None:
    """The known name in a compound: "Russian-led", "pro-Kremlin", "US-backed"."""
    offset = 0
    for part in word.text.split("-"):
        hit = known_word(part) if part and part[0].isupper() else None
        if hit:
            start = word.start + offset
            country = hit.entry.key if hit.is_demonym else ""
            span = Span(start=start, end=start + len(part))
            entry = hit.entry
            return Name(text=part, span=span, key=entry.key, kind=entry.kind, country=country)
        offset += len(part) + 1
    return None


def _opens_name(text: str, words: list[NameWord], at: int) -> bool:
    word = words[at]
    if word.low in _CALENDAR:
        return False
    if not (word.text.isalpha() or any(c.isalpha() for c in word.text)):
        return False
    if word.low in {"the", "a", "an"}:
        return False
    if not word.initial:
        return word.text != "I"
    if word.low not in common_words() and not is_ordinary_compound(word):
        # A letter alone may be a name; one before a bracket or a full stop marks an item.
        return (
            len(word.text) > 1 or text[word.end : word.end + 2] == ". " or stands_alone(text, word)
        )
    following = _adjacent(text, words, at, 2)[1:]
    return (
        word.low in GIVEN and bool(following) and following[0].capital and not is_title_case(text)
    )


def _run(text: str, words: list[NameWord], at: int) -> list[NameWord]:
    """The capitalised words from ``at`` on that form one name, particles and "of" included."""
    headline = words[at].initial and is_title_case(text)
    end = at + 1
    while end < len(words):
        gap = text[words[end - 1].end : words[end].start]
        initials = gap == ". " and (len(words[end - 1].text) == 1 or words[end - 1].low in TITLES)
        if gap != " " and not initials:
            break
        word = words[end]
        joins = word.low in _PARTICLES or (word.low == "of" and words[end - 1].low in BODIES)
        if joins and not word.capital:
            ahead = end + 1
            while ahead < len(words) and words[ahead].low in _PARTICLES:
                ahead += 1
            if ahead >= len(words) or not words[ahead].capital:
                break
            if (
                word.low == "of"
                and words[end - 1].low not in _BRANDS
                and known_word(words[ahead].text)
            ):
                break
            end = ahead + 1
            continue
        if not word.capital or word.low in _CALENDAR or word.text == "I":
            break
        if headline and word.low in common_words():
            break
        hit = known_word(word.text)
        if hit and hit.is_demonym:
            break
        end += 1
    return words[at:end]


def _named(
    text: str, words: list[NameWord], at: int, run: list[NameWord], titled: bool
) -> Iterator[Name]:
    """The name in a run of capitalised words, without the titles that precede it."""
    if titles := [i for i, word in enumerate(run) if word.low in TITLES]:
        before, run = run[: titles[-1]], run[titles[-1] + 1 :]
        before = [word for word in before if word.low not in TITLES]
        if before and not any(word.low in common_words() for word in before):
            yield _unknown(text, before, titled, "")
        titled = True
    if run:
        preceding = words[at - 1].low if at else ""
        yield _unknown(text, run, titled, preceding)


def _unknown(text: str, run: list[NameWord], titled: bool, preceding: str) -> Name:
    words = tuple([word.text for word in run])
    kind, key = kind_and_key(words, titled, preceding in _PLACE_BEFORE)
    return _name(text, run, key, kind)


def _name(text: str, run: list[NameWord], key: str, kind: NameKind, country: str = "") -> Name:
    span = Span(start=run[0].start, end=run[-1].end)
    return Name(text=text[span.start : span.end], span=span, key=key, kind=kind, country=country)


def _linked(text: str, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Give what the text itself ties together one key: acronyms, and surnames used alone."""
    aliases: dict[str, tuple[str, NameKind]] = {}
    for whole, short in pairwise(names):
        bracketed = text[whole.span.end : short.span.start] == " (" and short.text.isupper()
        if not bracketed or short.key == whole.key:
            continue
        if short.text == "".join(word[0] for word in whole.text.split() if word[0].isupper()):
            aliases[short.key] = (whole.key, whole.kind)
    for name in names:
        if name.kind is NameKind.PERSON:
            aliases.setdefault(name.key, (name.key, NameKind.PERSON))
    return tuple([_under_alias(name, aliases) for name in names]) if aliases else names


def _under_alias(name: Name, aliases: dict[str, tuple[str, NameKind]]) -> Name:
    key, kind = aliases.get(name.key, (name.key, name.kind))
    # Most people are called by their own key, and need no name made anew.
    if name.kind is NameKind.PLACE or (key == name.key and kind is name.kind):
        return name
    return replace(name, key=key, kind=kind)
