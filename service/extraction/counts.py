"""Counts of people that leave a noun out: "3,000 were arrested", "the toll for the police at 18"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.parsing.gazetteer import usual_name
from service.parsing.names import find_names, name_key
from service.parsing.quotes import mask_quotes

_NUMBER = (
    r"(?:\d[\d,.]*|(?:a|one|two|several)\s(?:dozen|hundred|thousand)|dozens|hundreds|thousands|two"
    r"|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty)"
)
# What is done to people, or to what a count of people would be told of.
_DONE = (
    r"(?:killed|arrested|detained|injured|wounded|hospitali[sz]ed|evacuated|rescued|jailed|hurt"
    r"|imprisoned|beheaded|infected|missing|dead|displaced|homeless)"
)
_BARE = re.compile(
    rf"(?P<count>\b{_NUMBER})(?P<others>\sothers)?\s(?P<be>(?:were|are|have\sbeen|had\sbeen)"
    rf"(?:\s(?:also|still|reportedly|already))?\s{_DONE})\b",
    re.IGNORECASE,
)
_POPULATION = re.compile(
    r"\b(?:the|this|a)\s(?:[\w-]+\s){0,2}country\sof\s(?P<count>(?:(?:about|some|nearly|over)\s)?\d[\d.,]*"
    r"(?:\s(?:million|billion))?)\s(?P<who>people|inhabitants)\b",
    re.IGNORECASE,
)
_TOLL = re.compile(
    rf"^(?P<who>[^,;\"~]{{3,60}}?)\s(?:put|puts|has\sput)\sthe\sdeath\stoll\s(?:for|among)\s(?P<group>the\s[a-z\s]{{3,40}}?)"
    rf"\sat\s(?P<count>(?:(?:about|at\sleast|more\sthan|nearly)\s)?{_NUMBER})\b"
)


def with_people(text: str) -> str:
    """ "3,000 were arrested" with the noun that it leaves out."""
    found = _BARE.search(mask_quotes(text))
    if found is None or text[: found.start()].endswith(("of the ", "of them ", "between ")):
        return text
    noun = "other people" if found["others"] else "people"
    return f"{text[: found.end('count')]} {noun} {text[found.start('be') :]}"


def tolls(text: str) -> Iterator[str]:
    """ "The ministry put the death toll for the police at 18": it said that 18 of them were killed."""
    found = _TOLL.match(mask_quotes(text))
    if found is None:
        return
    yield text
    members = (
        "members of " if found["group"].endswith(("forces", "police", "army", "guard")) else "of "
    )
    yield f"{found['who']} said that {found['count']} {members}{found['group']} were killed"


def populations(text: str, country: str | None) -> Iterator[str]:
    """ "This country of 19 million people": what an article on a country says of it in passing."""
    found = _POPULATION.search(mask_quotes(text))
    if found is None or country is None:
        return
    others = {name.key for name in find_names(text) if usual_name(name.key)}
    if not others - {name_key(country)}:
        yield f"{country} has {found['count']} {found['who']}."
