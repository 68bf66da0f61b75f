"""What "he", "its" and "the company" stand for, carried from sentence to sentence.

Only what the text makes plain is resolved: a pronoun takes the subject or speaker of the sentence
before it, a description the one name that the article introduced with the same noun.
"""

from __future__ import annotations

import re

from service.domain.mentions import NameKind, Span
from service.extraction.descriptions import Descriptions
from service.extraction.people import FullNames, bare
from service.extraction.voices import is_party, named_party, voice_of
from service.parsing.clauses import subject_of
from service.parsing.names import find_names
from service.parsing.quotes import mask_quotes

_PEOPLES = frozenset({"he", "she", "his", "her"})
_OWNERS = frozenset({"his", "her", "its", "their"})
_SUBJECT = re.compile(
    r"^(?P<lead>(?:(?:but|and|then|yet|meanwhile|however|moreover|also|in\s+addition|later),?\s+)?"
    r"(?:[A-Z][^,.\"]{1,60},\s+)?)(?P<word>he|she|it|they|his|her|its|their)\b(?!')",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    r"\b(?:praised|thanked|accused|criticised|criticized|called|told|urged|asked|met|backed|supported"
    r"|blamed|attacked|congratulated|warned|lauded|sacked|dismissed)\s(?P<word>him|her)\s(?:for|of|to|on|and)\b"
)
_TAIL = re.compile(
    r"[,?!]\"?\s(?P<word>he|she|it|they)\s(?:had\s|also\s|later\s)?"
    r"(?:said|added|says|told|wrote|asked|claimed|announced|noted|found|explained|warned)\b"
)
_LEAD_TAIL = re.compile(
    r"[,?!]\"?\s(?:said|added|says|asked|according\sto)\s(?P<word>he|she|it|they)\b"
)
_IT_SAID = re.compile(r"^(?P<word>It)\s(?:said|says|added|announced|warned|stated|reported)\b")
# "It is clear that", "It rained", "It was announced that" speak of nothing before.
_EMPTY_IT = re.compile(
    r"^it\s+(?:(?:is|was|has\s+been|remains|will\s+be|seems|appears|became)\s+"
    r"(?:not\s+)?(?:\w+\s+){0,3}?(?:that|to|if|whether|how|why|when|since|because)\b"
    r"|(?:is|was)\s+(?:the|an?|his|her|their|its|not|also)\b|rained|snowed|takes|took|comes|came)",
    re.IGNORECASE,
)
# People without a name may be "he", too.
_ANYBODY = re.compile(
    r"^(?:an?|the)\s(?:[\w-]+\s){0,2}?(?:correspondent|reporter|journalist|spokes(?:man|woman|person)"
    r"|resident|witness|official|lawyer|doctor|soldier|officer|protester|survivor)\b",
    re.IGNORECASE,
)
# The holder of an office is a person, whether or not he is named.
_HOLDER = re.compile(
    r"^(?:the|an?|[A-Z][\w-]+'s?)\s(?:[\w-]+\s){0,2}?(?:president|minister|mayor|governor|chancellor"
    r"|premier|king|queen|captain|director|prosecutor|commander|chairman|chairwoman|judge|leader)"
    r"(?:\s(?:of|for)\s[\w\s'-]{2,40})?$",
    re.IGNORECASE,
)
_OWNER = re.compile(r"^(?P<who>(?:[Tt]he\s)?[A-Z][\w-]+(?:\s[A-Z][\w-]+){0,3})'s\s[a-z]")
_LONGEST_SUBJECT_WORDS = 9
_SINGULAR_S = ("ss", "us", "is", "'s", "news", "series")


def dangling_pronoun(text: str) -> str | None:
    """The pronoun for which a sentence is about nobody known: its subject, or who said it."""
    found = _SUBJECT.match(text)
    if found and not _EMPTY_IT.match(text[found.start("word") :]):
        return found["word"]
    tail = _TAIL.search(text) or _LEAD_TAIL.search(text)
    return tail["word"] if tail else None


class References:
    """The people and things that the sentences so far make the next pronoun stand for."""

    def __init__(self, names: FullNames, descriptions: Descriptions) -> None:
        self._names = names
        self._descriptions = descriptions
        self._person: str | None = None
        self._spoken_of: str | None = None
        self._thing: str | None = None
        self._several: str | None = None
        self._seen: frozenset[str] = frozenset()
        self._body: str | None = None
        self._age = 0
        self._paragraph = 0

    def enter(self, paragraph: int) -> None:
        """Begin a paragraph: a person stays known for one more, a thing does not."""
        if paragraph != self._paragraph:
            self._paragraph = paragraph
            self._age += 1
            self._thing = self._several = None
            if self._age > 1:
                self._person = self._spoken_of = None

    def resolved(self, text: str) -> str:
        """The sentence with what its pronoun or description stands for in its place."""
        spoke = _IT_SAID.match(text)
        if spoke and self._body and not self._speaks(self._thing):
            return f"{self._body[:1].upper()}{self._body[1:]}{text[spoke.end('word') :]}"
        tail = _TAIL.search(text) or _LEAD_TAIL.search(text)
        found = _SUBJECT.match(text)
        if found and tail and found.start("word") >= tail.start("word"):
            found = None
        if tail and (speaker := self._antecedent(tail["word"].lower())):
            text = _put(text, tail.span("word"), speaker, opens=False)
        if found and not _EMPTY_IT.match(text[found.start("word") :]):
            word = found["word"].lower()
            other = word in _PEOPLES and tail is not None and _differ(word, tail["word"].lower())
            named = self._spoken_of if other else self._subject(word, has_tail=tail is not None)
            if named:
                named = _possessive(named) if word in _OWNERS else named
                return _put(text, found.span("word"), named, opens=not found["lead"])
        return self._descriptions.resolved(self._object_named(text), self._paragraph)

    def _object_named(self, text: str) -> str:
        """ "X wrote to Y. X praised him": the other one of the two before."""
        found = _OBJECT.search(mask_quotes(text))
        if found is None:
            return text
        here = {self._names.of(name) for name in self._names.people(text[: found.start()])}
        others = self._seen - here
        if len(here) != 1 or len(others) != 1 or not here <= self._seen:
            return text
        return _put(text, found.span("word"), min(others), opens=False)

    def describe(self, text: str) -> None:
        """Take up how a sentence, as it is written, describes what it names."""
        self._descriptions.learn(text, self._paragraph)

    def read(self, text: str) -> None:
        """Learn from a resolved sentence whom and what the next one may speak of."""
        if people := self._names.people(text):
            self._seen = frozenset(self._names.of(name) for name in people)
        self._body = _only_body(text)
        voice = voice_of(text, self._names)
        span = voice.attribution.speaker_span if voice.attribution else subject_of(text)
        if span is None:
            self._thing = self._several = None
            self._only_person(text)
            return
        subject = text[span.start : span.end]
        people = self._names.people(subject) or self._names.apposed(text[span.end :])
        if people and " and " not in subject:
            named = self._names.of(people[-1])
            if not self._names.people(subject) or named_party(subject, self._names) == named:
                self._keep_person(named)
                content = voice.attribution.content_span if voice.attribution else None
                self._about(text, content)
                return
        if voice.attribution is None:
            self._keep_thing(subject)
            self._only_person(text)
            if _HOLDER.match(subject) and not self._names.people(text):
                self._keep_person(subject)
        else:
            self._person = None
            self._about(text, voice.attribution.content_span)
            if self._thing is None and self._several is None:
                self._keep_thing(subject)
            elif self._names.people(subject) or self._thing != subject:
                # "It" may be the speaker or what was spoken of.
                self._thing = None
            self._person, self._spoken_of = self._spoken_of, None
            if self._person is None and _ANYBODY.search(subject):
                self._keep_person(re.split(r",|\s(?:who|for|from|in|of)\s", subject)[0])

    def _speaks(self, thing: str | None) -> bool:
        """Whether a thing can have said something: a body by its name, or a party by its noun."""
        return thing is not None and (_only_body(thing) is not None or is_party(thing))

    def continued(self, text: str) -> str | None:
        """A sentence that is nothing but a quotation, given to whoever spoke before it."""
        bare = mask_quotes(text).strip(".!?, ")
        if not bare.startswith('"') or bare.strip('"~') or text.count('"') != 2:
            return None
        return f"{self._person} said: {text}" if self._person else None

    def _about(self, text: str, content: Span | None) -> None:
        """What a speaker spoke of may be "it" in the next sentence."""
        self._thing = self._several = self._spoken_of = None
        if content is None or '"' in text[content.start : content.end]:
            return
        inner = text[content.start : content.end]
        span = subject_of(inner)
        if span is None:
            return
        subject = inner[span.start : span.end]
        people = self._names.people(subject) or self._names.apposed(inner[span.end :])
        if people:
            named = self._names.of(people[-1])
            self._spoken_of = named if named != self._person else None
        else:
            self._keep_thing(subject)

    def _keep_person(self, named: str) -> None:
        self._person, self._age = named, 0

    def _only_person(self, text: str) -> None:
        """Where the subject is no person, the only person of a sentence may be the next "he"."""
        self._spoken_of = None
        keys = {self._names.of(name) for name in self._names.people(text)}
        if len(keys) == 1:
            self._keep_person(keys.pop())
        elif keys:
            self._person = None

    def _keep_thing(self, subject: str) -> None:
        self._thing = self._several = None
        words = subject.split()
        if not words or len(words) > _LONGEST_SUBJECT_WORDS or '"' in subject:
            return
        if words[0].lower() in {"he", "she", "it", "they", "this", "these", "that", "there", "who"}:
            return
        last = _head(words)
        plural = " and " in subject or (
            last.endswith("s") and not last.endswith(_SINGULAR_S) and not last[0].isupper()
        )
        if plural:
            self._several = subject
        else:
            self._thing = subject

    def _subject(self, word: str, *, has_tail: bool) -> str | None:
        """Whom a pronoun at the beginning means; nobody if two people were spoken of before."""
        if word in _PEOPLES and self._spoken_of and not has_tail:
            return None
        return self._antecedent(word)

    def _antecedent(self, word: str) -> str | None:
        if word in _PEOPLES:
            return self._person
        if word == "its" and self._thing and (owner := _OWNER.match(self._thing)):
            # "Norvia's railway was closed. Its ferries …" are those of Norvia.
            return owner["who"]
        return self._several if word in {"they", "their"} else self._thing


def _only_body(text: str) -> str | None:
    """The one organisation that a text names, with its article."""
    bodies = {n.key: n for n in find_names(text) if n.kind is NameKind.ORGANISATION}
    if len(bodies) != 1:
        return None
    name = next(iter(bodies.values()))
    article = "the " if text[: name.span.start].lower().endswith("the ") else ""
    return article + bare(name)


def _differ(one: str, other: str) -> bool:
    """Whether two pronouns cannot mean one person."""
    return ("he" in (one, other) or "his" in (one, other)) and (
        "she" in (one, other) or "her" in (one, other)
    )


def _possessive(named: str) -> str:
    if named.endswith(("'s", "'")):
        return named
    return f"{named}'" if named.endswith("s") else f"{named}'s"


def _head(words: list[str]) -> str:
    """The head noun of a phrase: the word before its first preposition."""
    for at, word in enumerate(words[1:], start=1):
        if word.lower() in {"of", "in", "on", "at", "from", "to", "for", "with", "by", "that"}:
            return words[at - 1].strip(",")
    return words[-1].strip(",")


def _put(text: str, at: tuple[int, int], named: str, *, opens: bool) -> str:
    if not opens:
        named = re.sub(r"^(?:The|An?)\b", lambda m: m.group().lower(), named)
    else:
        named = named[:1].upper() + named[1:]
    return text[: at[0]] + named + text[at[1] :]
