"""The country that an article is about, put beside records that name no place.

A record is read without its neighbours: "More than 200 people were infected" needs a country.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from service.domain.mentions import Name, NameKind
from service.parsing.attribution import find_attribution
from service.parsing.names import country_of, find_names, name_key

# A country is the setting of an article if so large a share of the places it names lie there.
_LEAST_SHARE = 0.4
_LEAST_MENTIONS = 3
_PLACED = re.compile(
    r"(?:\b(?:off|across|throughout|northern|southern|eastern|western|central"
    r"|(?:north|south|east|west|rest|whole|parts?|coast|capital|government|island|people)\sof)\s)$",
    re.IGNORECASE,
)
# Of a neighbour's act the place is another one, whatever its name.
_ABROAD = re.compile(
    r"\b(?:neighbou?r(?:ing|s)?|(?<!from\s)(?<!people\s)(?<!forces\s)abroad|overseas|foreign)\b",
    re.IGNORECASE,
)
_THE_COUNTRYS = re.compile(r"\b[Tt]he\scountry's\b")
_IN_THE_COUNTRY = re.compile(r"\b(in|across|throughout)\sthe\scountry\b(?!['\w])")
_REGIONS_OWN = re.compile(r"\b[Tt]he\s(?:[A-Z][\w-]+\s){1,3}(?:country|nation|state|republic)'s")
# "The Nordic Sea country", with no other country in the sentence.
_REGIONAL = re.compile(
    r"\bthe\s(?:[A-Z][\w-]+\s){1,3}(?:country|nation|state|republic)\b(?!\sof\b|'s)"
)
_LOCATED = re.compile(
    r"\b(?:in|at|near|from|to|into|across|outside|off|around|throughout)\s(?:the\s)?"
    r"(?:(?:city|town|capital|north|south|east|west)\sof\s)?$",
    re.IGNORECASE,
)
_INSTITUTION = re.compile(
    r"^(?:[^,\"]{1,40},\s)?(?:[Tt]he\s)?(?P<what>(?:[Ss]tate\s(?:television|media|TV|radio|news\sagency)"
    r"|[Aa]uthorities|[Gg]overnment|[Oo]fficials|(?:[Ii]nterior|[Hh]ealth|[Dd]efence|[Dd]efense|[Ff]inance|[Ff]oreign"
    r"|[Jj]ustice|[Ee]nergy|[Tt]ransport)\s[Mm]inistry))\s(?!of\b|for\b|in\b|at\b|from\b|spokes)"
)
_WHOLE_QUOTE = re.compile(r"^(?P<mark>[\"'])[^\"]{4,}(?P=mark),?\s[^\"]{4,}$")
# Verbs of those who speak on a country from abroad.
_SPEECH = re.compile(
    r"\b(?:called|calls?|urged|urges?|condemn(?:ed|s)?|denounc(?:ed|es?)|prais(?:ed|es?)|laud(?:ed|s)?"
    r"|criticis(?:ed|es?)|welcom(?:ed|es?)|demand(?:ed|s)?|support(?:ed|s)?|reject(?:ed|s)?"
    r"|voiced?s?|express(?:ed|es)?|back(?:ed|s)?|warn(?:ed|s)?|appeal(?:ed|s)?|accus(?:ed|es?)|blam(?:ed|es?)|thank(?:ed|s)?)\b"
)
_IN_TOWN = re.compile(
    r"\b(?:in|at|from|to|near|outside|into)\s(?:the\s(?:city|town|capital)\sof\s)?$"
)
_IN = re.compile(r"(?<!shares)(?<!stake)(?<!interest)(?<!investors)\sin\s$", re.IGNORECASE)
_OWNED = re.compile(
    r"^'?s?\s(?:[a-z-]+\s){0,2}(?:coast|capital|government|economy|president|parliament|army|king"
    r"|police|bank|prime|minister|ministry|borders?|coastguard|navy|industry)\b"
)


class Setting:
    """The country of an article, or None where no one country stands out."""

    def __init__(self, opening: str, sentences: Iterable[str]) -> None:
        named = [name for sentence in sentences for name in _places(sentence)]
        self.country = _known(named) or _new(opening, named)

    def added(self, text: str, *, joint: str = "in", town: str | None = None) -> str:
        """The text with the country, if it says nothing of where it is and has room for one.

        ``town`` is where in the country it is, as far as that is known.

        "The country" is named as well. ``joint`` stands before the country: the holder of an
        office holds it "of" the country; "" keeps the text as it is.
        """
        if self.country is None or not joint:
            return text
        text = self._named(text)
        return self._owned(self._placed(text, joint, town))

    def _placed(self, text: str, joint: str, town: str | None) -> str:
        if text.endswith((":", "?")) or self._is_placed(text):
            return text
        if _WHOLE_QUOTE.match(text):
            return text
        at = _before_speaker(text)
        body, rest = text[:at].rstrip(" .,"), text[at:].lstrip(" ,")
        if body.count('"') % 2 or rest.startswith('"') or not body:
            return text
        body = re.sub(r',"$', '"', body)
        if re.search(r'[.?!]"$', body):
            return text
        where = f"{town}, {self.country}" if town and joint == "in" else self.country
        return f"{body} {joint} {where}{', ' + rest if rest.strip(' .') else '.'}"

    def _owned(self, text: str) -> str:
        """The text with the country before its own institutions, where these speak or act."""
        found = _INSTITUTION.search(text)
        if found is None or find_names(text[: found.end()]):
            return text
        before = re.sub(r"[Tt]he\s$", "", text[: found.start("what")])
        what = text[found.start("what") :]
        return f"{before}{self.country}'s {what[:1].lower()}{what[1:]}"

    def _named(self, text: str) -> str:
        """The text with the name for "the country", and the country behind one of its towns."""
        if self.country is None:
            return text
        key = name_key(self.country)
        names = find_names(text)
        abroad = {country_of(name.key) for name in names if not name.country} - {"", key}
        if not abroad:
            text = _THE_COUNTRYS.sub(f"{self.country}'s", text)
            text = _IN_THE_COUNTRY.sub(f"\\1 {self.country}", text)
            text = _REGIONS_OWN.sub(f"{self.country}'s", text)
            text = _REGIONAL.sub(f"\\g<0> of {self.country}", text)
        if self.country.lower() in text.lower():
            return text
        town = next((n for n in names if country_of(n.key) == key and n.key != key), None)
        return text if town is None else self._behind(text, town)

    def _behind(self, text: str, town: Name) -> str:
        """The text with the country behind a town, where a place may stand there."""
        rest = text[town.span.end :]
        opens = town.span.start <= len("The ")
        if rest[:1] not in {"", " ", ",", "."} or re.match(r" [A-Z]", rest):
            return text
        if not opens and not _IN_TOWN.search(text[: town.span.start]):
            return text
        comma = "," if re.match(r" \S", rest) else ""
        return f"{text[: town.span.end]}, {self.country}{comma}{rest}"

    def _is_placed(self, text: str) -> bool:
        """Whether a text says where it is: in the country, abroad, or at a place of another one."""
        if self.country is None or self.country.lower() in text.lower():
            return True
        if _ABROAD.search(text):
            return True
        key = name_key(self.country)
        speaks = _SPEECH.search(text) is not None or find_attribution(text) is not None
        for name in find_names(text):
            where = name.country or country_of(name.key)
            if where == key or (name.kind is not NameKind.PLACE and not where):
                continue
            # "China praised the measures" says nothing of where they were taken.
            if not speaks or _LOCATED.search(text[: name.span.start]):
                return True
        return False


def _before_speaker(text: str) -> int:
    """Where the content ends if its speaker is named behind it; else the end of the text."""
    attribution = find_attribution(text)
    if attribution is None or attribution.content_span.end > attribution.speaker_span.start:
        return len(text)
    return attribution.content_span.end


def _places(sentence: str) -> list[tuple[Name, bool | None]]:
    """Names with whether the words around them use them as a place."""
    return [
        (name, _is_used_as_place(sentence, name))
        for name in find_names(sentence)
        if name.kind is not NameKind.PERSON
    ]


def _is_used_as_place(sentence: str, name: Name) -> bool | None:
    """True for what only a place can be, None for what "in" makes likely, else False."""
    before = sentence[max(0, name.span.start - 30) : name.span.start]
    after = sentence[name.span.end - (2 if name.text.endswith("'s") else 0) :][:60]
    if _PLACED.search(before) or (after[:1] in {"'", ""} and _OWNED.match(after)):
        return True
    return None if _IN.search(before) else False


def _known(named: list[tuple[Name, bool | None]]) -> str | None:
    """The country in which most of the places lie that the gazetteer knows."""
    counts: Counter[str] = Counter()
    written: dict[str, Counter[str]] = {}
    for name, _ in named:
        country = name.country or country_of(name.key)
        if not country:
            continue
        counts[country] += 1
        if name.key == country and not name.country:
            spelling = re.sub(r"['\u2019]s?$", "", name.text)
            written.setdefault(country, Counter())[spelling] += 1
    if not counts:
        return None
    country, count = counts.most_common(1)[0]
    if count < _LEAST_MENTIONS or count < _LEAST_SHARE * counts.total():
        return None
    spellings = written.get(country)
    return spellings.most_common(1)[0][0] if spellings else None


def _new(opening: str, named: list[tuple[Name, bool | None]]) -> str | None:
    """A place that headline or first sentence names and that the article comes back to."""
    counts = Counter(re.sub(r"['\u2019]s?$", "", name.text) for name, _ in named)
    located = Counter(
        re.sub(r"['\u2019]s?$", "", name.text) for name, placed in named if placed is None
    )
    used = {name for name, count in located.items() if count > 1}
    used |= {re.sub(r"['\u2019]s?$", "", name.text) for name, placed in named if placed}
    candidates = [
        (counts[text], -opening.find(text), text)
        for text in used
        if text in opening and len(text) > 2
    ]
    return max(candidates)[2] if candidates else None
