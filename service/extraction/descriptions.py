"""Descriptions that an article gives to names: "Fruvel Foods, the producer", "the ferry X"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.domain.mentions import Name, NameKind
from service.parsing.clauses import subject_of
from service.parsing.names import find_names
from service.parsing.quotes import mask_quotes
from service.parsing.verbs import AUXILIARIES, PRESENT, read_words

# Nouns that one article uses for one and the same thing.
_ONE_THING = (
    frozenset("ferry ship vessel boat".split()),
    frozenset("company firm group producer maker manufacturer operator owner".split()),
    frozenset("bank".split()),
    frozenset("institute agency authority office board commission council".split()),
    frozenset("ministry".split()),
    frozenset("party union alliance organisation organization movement bloc".split()),
    frozenset("airline carrier".split()),
    frozenset("club team".split()),
    frozenset("hospital clinic university school college".split()),
    frozenset("newspaper broadcaster channel station magazine".split()),
    frozenset("plane aircraft jet airliner".split()),
    frozenset("captain skipper".split()),
    frozenset("fund".split()),
)
_CLASS_OF = {noun: number for number, group in enumerate(_ONE_THING) for noun in group}
_NOUNS = "|".join(sorted(_CLASS_OF, key=len, reverse=True))
_DESCRIBED = re.compile(
    rf"^(?P<lead>(?:(?:but|and|meanwhile|however),?\s+)?)the\s+(?P<noun>{_NOUNS})"
    r"(?P<possessive>'s|(?=\s(?!of\b|in\b|that\b|which\b|on\b|at\b|from\b|for\b|with\b)))",
    re.IGNORECASE,
)
_SAYS = re.compile(rf",\sthe\s(?P<noun>{_NOUNS})(?P<possessive>)(?=\s(?:said|says|added|found)\b)")
_WITHIN = re.compile(
    rf"\s(?P<the>the\s)(?P<noun>{_NOUNS})(?P<possessive>'s|)"
    r"(?=\s(?:was|were|is|had|has|will|would|could|did|in|on|at|after|when|before|until|and)\b|[.,]|\s[a-z]+ed\b)"
)
_APPOSITION = re.compile(rf",\s(?:the|an?)\s(?:[\w'-]+\s){{0,5}}?(?P<noun>{_NOUNS})\b")
_BEFORE = re.compile(rf"\b(?P<noun>{_NOUNS}),?\s[\"']?$", re.IGNORECASE)
_POSSESSED = re.compile(rf"^'s?\s(?P<phrase>(?:[a-z-]+\s){{0,2}}(?P<noun>{_NOUNS}))\b")


class Descriptions:
    """Which name each describing noun stands for; a noun that two names share stands for neither."""

    def __init__(self) -> None:
        self._given: dict[int, dict[str, int]] = {}

    def learn(self, text: str, paragraph: int) -> None:
        """Take up the descriptions that a sentence gives."""
        for noun, phrase in _introduced(text):
            self._given.setdefault(_CLASS_OF[noun.lower()], {})[phrase] = paragraph

    def resolved(self, text: str, paragraph: int) -> str:
        """The sentence with the name in place of "the company", if it is plain which one."""
        found = _DESCRIBED.match(text) or _SAYS.search(text)
        if found is None:
            return self._within(text)
        subject = subject_of(text)
        following = read_words(text[found.end() :])[:1]
        alone = (subject is not None and subject.end <= found.end()) or any(
            word.low in PRESENT | AUXILIARIES for word in following
        )
        if found.re is _DESCRIBED and not found["possessive"] and not alone:
            return text
        named = self._meant(found["noun"].lower(), paragraph)
        if named is None or named in text:
            return text
        start = found.start("noun") - len("the ")
        possessive = found["possessive"] and ("'s" if not named.endswith("s") else "'")
        return f"{text[:start]}{named}{possessive or ''}{text[found.end() :]}"

    def _within(self, text: str) -> str:
        """The same for "… claimed that the ship was sound", if the article names only one ship."""
        found = _WITHIN.search(mask_quotes(text))
        given = self._given.get(_CLASS_OF[found["noun"]], {}) if found else {}
        if found is None or len(given) != 1 or min(given) in text:
            return text
        named = min(given)
        owner = "'s" if found["possessive"] and not named.endswith("s") else ""
        return f"{text[: found.start('the')]}{named}{owner or found['possessive'].strip('s')}{text[found.end() :]}"

    def _meant(self, noun: str, paragraph: int) -> str | None:
        given = self._given.get(_CLASS_OF[noun], {})
        near = [name for name, seen in given.items() if seen >= paragraph - 1]
        chosen = list(given) if len(given) == 1 else near
        return chosen[0] if len(chosen) == 1 else None


def _introduced(text: str) -> Iterator[tuple[str, str]]:
    """Describing nouns with the names that a sentence ties them to."""
    for name in find_names(text):
        possessed = _POSSESSED.match(text[name.span.end :]) or _own_possession(name, text)
        if possessed:
            yield possessed["noun"], f"{_bare(name)}'s {possessed['phrase']}"
            continue
        if name.country or name.kind is NameKind.PLACE:
            continue
        words = _bare(name).lower().split()
        named = [word for word in words if word in _CLASS_OF]
        if len(words) > 1 and named:
            yield named[0], _with_article(_bare(name), text, name)
            continue
        if before := _BEFORE.search(text[: name.span.start]):
            yield before["noun"], _bare(name)
        elif after := _APPOSITION.match(text, name.span.end):
            yield after["noun"], _bare(name)


def _own_possession(name: Name, text: str) -> re.Match[str] | None:
    """The same where the name was read with its "'s"."""
    return _POSSESSED.match(text[name.span.end - 2 :]) if name.text.endswith("'s") else None


def _bare(name: Name) -> str:
    return re.sub(r"['\u2019]s?$", "", name.text)


def _with_article(words: str, text: str, name: Name) -> str:
    before = text[: name.span.start].lower()
    short = re.match(r"^\s\([A-Z][A-Za-z]{1,7}\)", text[name.span.end :])
    words += short.group() if short else ""
    return f"the {words}" if before.endswith("the ") else words
