"""The people of an article: who is one, and the longest form in which the article names them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from service.domain.mentions import Name, NameKind
from service.parsing.gazetteer import common_words
from service.parsing.names import find_names

_THING_BEFORE = re.compile(
    r"\b(?:ferry|ship|vessel|boat|company|firm|group|producer|maker|owner|operator|bank|fund|party"
    r"|airline|club|team|newspaper|broadcaster|channel|station|magazine|mixture|product|brand|agency"
    r"|institute|office|board|rival|supplier|shares\sin|stake\sin|the),?\s[\"']?$",
    re.IGNORECASE,
)
_THING_AFTER = re.compile(r"^(?:,\swhich\b|'s?\s(?:shares|owner|workforce|products|sales|staff))")
_PERSON_AFTER = re.compile(r"^(?:,\swho\b|\s\(\d\d\)|,\s\d\d,)")
_SPOKE = re.compile(r"\b(?:said|says|told|added|asked)\s(?:\w+\s){0,3}$")


class FullNames:
    """People by name key; what reads like a person but is spoken of as a thing is none."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self._longest: dict[str, str] = {}
        votes: dict[str, int] = {}
        for sentence in sentences:
            for name in find_names(sentence):
                if name.kind is NameKind.PERSON:
                    votes[name.key] = votes.get(name.key, 0) + _vote(sentence, name)
                    text = bare(name)
                    if len(text.split()) > len(self._longest.get(name.key, "").split()):
                        self._longest[name.key] = text
        self._things = frozenset(key for key, vote in votes.items() if vote < 0)

    def is_person(self, name: Name) -> bool:
        may_be = name.kind in {NameKind.PERSON, NameKind.OTHER}
        return may_be and name.key in self._longest and name.key not in self._things

    def people(self, text: str) -> list[Name]:
        """The people that a text names, in order."""
        return [name for name in find_names(text) if self.is_person(name)]

    def apposed(self, rest: str) -> list[Name]:
        """The person whose name follows a subject: "The captain, Ilmar Dresk, …"."""
        names = self.people(rest[:80]) if rest.startswith(", ") else []
        if not names or names[0].span.start != len(", "):
            return []
        # "According to the radio, Anna Lund said": without a second comma she is the next subject.
        return names[:1] if rest[names[0].span.end :][:1] in {",", "."} else []

    def of(self, name: Name) -> str:
        """The full form of a name; the name itself where it stands nowhere in full."""
        return self._longest.get(name.key, bare(name))


def bare(name: Name) -> str:
    """The words of a name without the "'s" of a possessive."""
    return re.sub(r"['\u2019]s?$", "", name.text)


def _vote(sentence: str, name: Name) -> int:
    """Above 0 where the words around a name make it a person, below 0 where they make it a thing."""
    before = sentence[max(0, name.span.start - 40) : name.span.start]
    after = sentence[name.span.end :]
    vote = 0
    if _PERSON_AFTER.match(after) or _SPOKE.search(before):
        vote += 3
    if _THING_BEFORE.search(before) or _THING_AFTER.match(after):
        vote -= 2
    last = bare(name).split()[-1].lower()
    if last in common_words() and len(name.text.split()) > 1:
        vote -= 1
    return vote
