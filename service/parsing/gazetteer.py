"""Countries, cities and organisations that readers know, from ``names.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from anyascii import anyascii

from service.domain.mentions import NameKind

# Lower-cased, these are ordinary words; the name is meant only with a capital.
_ORDINARY = frozenset(
    """polish turkey chad jordan pole poles male rio canton bern fed amnesty guardian emirates hamas
    who cis sco ria icc ilo esa gcc prc un us uk eu it nice finn finns lao niger mali oman turk
    swede swedes scot scots dane danes georgetown wellington kingston nassau lima bloomberg english
    congo cologne bologna victoria santiago reading guinea brit""".split()
)
_ACRONYM_LENGTH = 6
_WITH_ARTICLE = (
    "United ",
    "Netherlands",
    "Philippines",
    "Bahamas",
    "Gambia",
    "Maldives",
    "Comoros",
    "Seychelles",
    "Czech Republic",
    "Dominican Republic",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A known name: its key, its kind, the country that it belongs to ("" if none)."""

    key: str
    kind: NameKind
    country: str = ""
    metonym: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spelling:
    entry: Entry
    is_demonym: bool
    capitals_only: bool
    capital_needed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A known name that begins at a word: how many words it takes."""

    entry: Entry
    words: int
    is_demonym: bool


@dataclass(frozen=True, slots=True)
class _Tables:
    spellings: dict[str, _Spelling]
    prefixes: frozenset[str]
    entries: dict[str, Entry]
    capitals: dict[str, str]
    usual: dict[str, str]
    surnames: dict[str, str]
    chinese: frozenset[str]
    korean: frozenset[str]


def look_up(words: list[str]) -> Hit | None:
    """The longest known name with which ``words`` (as written, in order) begin."""
    if not words or not begins_known(words[0]):
        return None
    tables = _tables()
    best: Hit | None = None
    form = ""
    for count, word in enumerate(words, start=1):
        form = f"{form} {_form(word)}".strip()
        spelling = tables.spellings.get(form)
        if spelling and _written_as_name(words[:count], spelling):
            best = Hit(entry=spelling.entry, words=count, is_demonym=spelling.is_demonym)
        if form not in tables.prefixes:
            break
    return best


# The same countries and towns come again and again.
@lru_cache(maxsize=16_384)
def known_word(word: str) -> Hit | None:
    """The known name that is this one word, as it is written."""
    return look_up([word])


def country_of(key: str) -> str:
    """The country of a place or of a state's own institution; "" for any other key."""
    entry = _tables().entries.get(key)
    if entry is None:
        return ""
    return entry.country or (key if key in _tables().capitals else "")


def capital_of(country: str) -> str:
    """The key of a country's capital; "" when unknown or when the state is a city."""
    return _tables().capitals.get(country, "")


def usual_name(country: str) -> str:
    """How news prose writes a country, with the article that it takes; "" if it is unknown."""
    name = _tables().usual.get(country, "")
    return f"the {name}" if name.startswith(_WITH_ARTICLE) else name


def is_metonym(key: str) -> bool:
    """Whether news prose uses this name for the government that sits there."""
    entry = _tables().entries.get(key)
    return entry is not None and entry.metonym


def same_surname(folded: str) -> str:
    """The folded surname under which a folded spelling is filed."""
    return _tables().surnames.get(folded, folded)


def is_chinese_surname(word: str) -> bool:
    return word in _tables().chinese


def is_korean_surname(word: str) -> bool:
    return word in _tables().korean


_Row = tuple[Entry, list[str], list[str], list[str]]


@cache
def common_words() -> frozenset[str]:
    """Words that news prose writes in lower case."""
    return _words_of("common_words.txt")


@cache
def rarer_words() -> frozenset[str]:
    """Further words that are spelt as they should be; they may be names with a capital."""
    return _words_of("rarer_words.txt")


def _words_of(name: str) -> frozenset[str]:
    lines = files(__package__).joinpath(name).read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


@lru_cache(maxsize=65_536)
def begins_known(word: str) -> bool:
    """Whether a known name can begin with this word, as it is written."""
    form, tables = _form(word), _tables()
    return form in tables.spellings or form in tables.prefixes


@lru_cache(maxsize=16_384)
def begins_longer(word: str) -> bool:
    """Whether a known name of several words can begin with this one, as it is written."""
    return _form(word) in _tables().prefixes


def _form(word: str) -> str:
    if word.isascii():
        return word.lower().replace("-", " ")
    return anyascii(word).lower().replace("-", " ")


def _written_as_name(words: list[str], spelling: _Spelling) -> bool:
    if spelling.capitals_only:
        return all(word.isupper() for word in words)
    if len(words) > 1 or not spelling.capital_needed:
        return True
    return words[0][0].isupper()


@cache
def _tables() -> _Tables:
    data = tomllib.loads(files(__package__).joinpath("names.toml").read_text("utf-8"))
    entries: dict[str, Entry] = {}
    spellings: dict[str, _Spelling] = {}
    for entry, names, demonyms, codes in _rows(data):
        entries[entry.key] = entry
        for name in (*names, *demonyms, *codes):
            form = _form(name)
            short = name.isupper() and len(name) <= _ACRONYM_LENGTH
            spellings[form] = _Spelling(
                entry=entry,
                is_demonym=name in demonyms,
                capitals_only=name in codes or (short and form in _ORDINARY),
                capital_needed=form in _ORDINARY or form in common_words(),
            )
    prefixes = {
        " ".join(form.split(" ")[:count])
        for form in spellings
        for count in range(1, 1 + form.count(" "))
    }
    first = data["surname_first"]
    return _Tables(
        spellings=spellings,
        prefixes=frozenset(prefixes),
        entries=entries,
        capitals={row["key"]: row["capital"] for row in data["countries"]},
        usual={row["key"]: row["names"][0] for row in data["countries"]},
        surnames=dict(data["surnames"]),
        chinese=frozenset(first["chinese"]),
        korean=frozenset(first["korean"]),
    )


def _rows(data: dict[str, Any]) -> Iterator[_Row]:
    """Every entry with its names, its demonyms and its codes; the named cities come last."""
    for row in data["countries"]:
        country = Entry(key=row["key"], kind=NameKind.PLACE, country=row["key"])
        yield country, row["names"], row["people"], row.get("codes", [])
        if row["capital"]:
            city = Entry(key=row["capital"], kind=NameKind.PLACE, country=row["key"], metonym=True)
            yield city, [row["capital"].title()], [], []
    for row in data["cities"]:
        capital = row.get("metonym", False)
        city = Entry(key=row["key"], kind=NameKind.PLACE, country=row["country"], metonym=capital)
        yield city, row["names"], [], []
    for row in data["organisations"]:
        state = row.get("country", "")
        body = Entry(key=row["key"], kind=NameKind.ORGANISATION, country=state, metonym=bool(state))
        yield body, row["names"], [], []
