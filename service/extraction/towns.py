"""Which town a sentence is about: the one it calls "the city", or that its paragraph opened with."""

from __future__ import annotations

import re

from service.domain.mentions import Name
from service.parsing.clauses import subject_of
from service.parsing.gazetteer import usual_name
from service.parsing.names import country_of, find_names, name_key

_THE_CITY = re.compile(
    r"\b(?P<joint>in|across|throughout|around|of|into)\sthe\s(?:city|town)\b(?!\s(?:of|hall|council)\b|['-])"
)
_IN_TOWN = re.compile(r"\b(?:in|at)\s(?:the\s(?:city|town|capital)\sof\s)?$")
_FRONTED = re.compile(r"^(?:In|At|Across)\s(?:the\s(?:city|town|capital)\sof\s)?$")


class Towns:
    """The towns of an article's country, followed from sentence to sentence."""

    def __init__(self, country: str | None) -> None:
        self._country = name_key(country) if country else None
        self._paragraph = 0
        self._last: str | None = None
        self._topic: str | None = None

    def enter(self, paragraph: int) -> None:
        """Begin a paragraph: what the last one was about is over; its town may still be "the city"."""
        if paragraph != self._paragraph:
            if paragraph > self._paragraph + 1:
                self._last = None
            self._paragraph = paragraph
            self._topic = None

    def resolved(self, text: str) -> str:
        """The sentence with the town for "the city", if it names no other."""
        if self._last is None or self._towns(text):
            return text
        return _THE_CITY.sub(rf"\g<joint> {self._last}", text)

    def of(self, text: str) -> str | None:
        """Where a sentence takes place: the only town that it puts something in, or the topic."""
        towns = self._towns(text)
        if not towns:
            return self._topic
        located = _IN_TOWN.search(text[: towns[0].span.start])
        return towns[0].text if located and len(towns) == 1 else None

    def read(self, text: str) -> None:
        """Learn from a sentence where the next ones take place."""
        towns = self._towns(text)
        if not towns:
            if any(_is_elsewhere(name, self._country) for name in find_names(text)):
                self._topic = None
            return
        self._last = towns[-1].text if len({town.key for town in towns}) == 1 else None
        first = towns[0]
        subject = subject_of(text)
        is_subject = subject is not None and subject.start == first.span.start
        is_fronted = _FRONTED.match(text[: first.span.start]) is not None
        self._topic = first.text if is_subject or is_fronted else None

    def _towns(self, text: str) -> list[Name]:
        if self._country is None:
            return []
        return [
            name
            for name in find_names(text)
            if country_of(name.key) == self._country
            and name.key != self._country
            and not name.country
            and not name.text.endswith(("'s", "'"))
        ]


def _is_elsewhere(name: Name, country: str | None) -> bool:
    where = name.country or country_of(name.key)
    return bool(usual_name(where)) and where != country
