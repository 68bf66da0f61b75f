"""The offices that an article gives to people: "President X", "the Norvian minister Y".

Each is a record of its own ("X is the president of Norvia"), and lets "the president" further on
stand for the one person of the article who holds that office.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from service.domain.mentions import Name, NameKind
from service.extraction.people import FullNames, bare
from service.parsing.gazetteer import usual_name
from service.parsing.name_keys import BODIES
from service.parsing.names import find_names
from service.parsing.quotes import mask_quotes

# "Governor X", "chief executive X", "union leader X".
_FIELD = (
    r"(?:[Pp]rime|[Hh]ealth|[Ff]inance|[Ff]oreign|[Tt]ransport|[Ii]nterior|[Dd]efence|[Dd]efense|[Jj]ustice"
    r"|[Ee]ducation|[Ee]nergy|[Aa]griculture|[Ee]nvironment|[Ee]conomy|[Ll]abour|[Dd]eputy|[Cc]hief|[Vv]ice"
    r"|[Aa]cting|[Oo]pposition|[Uu]nion|[Mm]edical|[Mm]anaging|[Cc]oastguard|[Ff]ormer|[Ee]x|[Ss]tate"
    r"|[Gg]overnment|[Mm]inistry|[Oo]ffice|[Pp]arty|[Pp]olice|[Aa]rmy)"
)
_NOUN = (
    r"(?:[Mm]inister|[Pp]resident|[Gg]overnor|[Mm]ayor|executive|[Dd]irector|[Pp]rosecutor|commander"
    r"|[Cc]hancellor|[Ll]eader|[Ss]pokes(?:man|woman|person)|[Cc]aptain|[Cc]hief|[Pp]remier|[Pp]rime[ -][Mm]inister"
    r"|[Cc]hair(?:man|woman)?|[Aa]mbassador|[Cc]ommissioner|[Oo]pponent|[Oo]mbudsman|[Kk]ing|[Qq]ueen"
    r"|[Ss]ecretary|[Ee]conomist|[Aa]nalyst|[Aa]ctivist|[Jj]ournalist|[Ll]awyer|[Ss]cientist|[Dd]issident)"
)
_OFFICE = re.compile(
    rf"(?:^|[\s\"(])(?P<past>(?:[Ff]ormer|[Ee]x|[Ll]ate)[\s-])?(?P<body>(?:[A-Z][\w'-]+\s(?!of\b)){{0,3}}?)"
    rf"(?P<what>(?:{_FIELD}[\s-]){{0,3}}{_NOUN})\s$"
)
_OPENERS = re.compile(
    r"^(?:But|And|Yet|So|Also|Then|When|While|After|As|For|Meanwhile|Moreover|However|Earlier|Later)\b\s*"
)
_ONE_OF_MANY = frozenset(
    """prosecutor captain commander spokesman spokeswoman spokesperson opponent economist analyst
    activist journalist lawyer scientist dissident ambassador""".split()
)
_NATIONAL = re.compile(r"\b(?:minister|president|chancellor|premier|king|queen)$")
# Offices that news prose uses for one and the same holder.
_HEADS = frozenset("president leader".split())
_DESCRIBED = re.compile(
    r"\b(?P<lead>(?:[Tt]he\s)|(?P<owner>[A-Z][\w-]+(?:'s?)\s))"
    r"(?P<nation>(?:[A-Z][\w-]+\s)?)"
    r"(?P<office>prime\sminister|president|leader|chancellor|premier|mayor|governor|king|queen)"
    r"(?P<state>\sof\s(?P<of>[A-Z][\w-]+))?\b"
    r"(?!\s(?:of|for)\b|-|,?\s[A-Z]|,\s(?:the|an?|who|which|whose)\b)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """ "Petra Vanholt is the transport minister."; ``is_national`` if the country is left to say."""

    text: str
    is_national: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    name: Name
    what: str
    body: str  # Of a country its usual name; else as it is written.
    is_adjective: bool


class Holders:
    """Who holds which office, by what all sentences of an article say."""

    def __init__(self, sentences: Iterable[str], names: FullNames, country: str | None) -> None:
        self._country = country
        self._by_office: dict[str, dict[str, set[str]]] = {}
        self._full: dict[str, str] = {}
        for sentence in sentences:
            for held in _held(sentence):
                if re.search(r"\b(?:former|ex|vice|deputy|acting)\b", held.what):
                    continue
                bodies = self._by_office.setdefault(_class_of(_plain(held.what)), {})
                bodies.setdefault(held.name.key, set()).add(held.body)
                self._full[held.name.key] = names.of(held.name)

    def offices(self, text: str) -> Iterator[Office]:
        """What the offices before the names of a sentence say of them, if it is plain of what."""
        for held in _held(text):
            what = held.what
            if len(held.name.text.split()) < 2:
                continue
            body = held.body or self._body_of(held)
            if held.is_adjective and body != self._country:
                head = f"{body} {what}"
            else:
                head = f"{what} of {body}" if body else what
            is_national = not body and _NATIONAL.search(what) is not None
            if is_national and self._is_taken(held):
                continue
            said = f"{bare(held.name)} is {_article(what, head)} {head}."
            yield Office(text=said, is_national=is_national)

    def _body_of(self, held: _Held) -> str:
        """The one body of which the article makes somebody an officer elsewhere; "" if none."""
        bodies = self._by_office.get(_class_of(_plain(held.what)), {}).get(held.name.key, set())
        known = bodies - {""}
        return min(known) if len(known) == 1 else ""

    def _is_taken(self, held: _Held) -> bool:
        """Whether somebody else holds this office of the country."""
        holders = self._by_office.get(_class_of(_plain(held.what)), {})
        return any(
            key != held.name.key and bodies & {self._country, ""} for key, bodies in holders.items()
        )

    def named(self, text: str) -> str:
        """The sentence with the holder's name behind "the president", where it is plain who it is."""
        masked = mask_quotes(text)
        for found in reversed(list(_DESCRIBED.finditer(masked))):
            holder = self._holder(found)
            if holder is None or holder.split()[-1] in text:
                continue
            text = text[: found.start()] + _with_name(found, holder) + text[found.end() :]
        return text

    def _holder(self, found: re.Match[str]) -> str | None:
        bodies = self._by_office.get(_class_of(found["office"]), {})
        asked = found["owner"] or found["nation"] or found["of"]
        state = _state_of(asked.strip()) if asked else self._country
        fits = [
            key
            for key, held in bodies.items()
            if state in held or (state == self._country and held == {""}) or held == {state}
        ]
        if asked is None and not fits and len(bodies) == 1:
            fits = list(bodies)
        return self._full[fits[0]] if len(fits) == 1 else None


def _held(text: str) -> Iterator[_Held]:
    for name in find_names(text):
        office = _OFFICE.search(text[max(0, name.span.start - 80) : name.span.start])
        if office is None or name.kind is not NameKind.PERSON:
            continue
        what = office["what"].lower().replace("prime-minister", "prime minister")
        if office["past"] and not what.startswith("former"):
            what = f"former {what}"
        written = re.sub(r"'s?$", "", _OPENERS.sub("", (office["body"] or "").strip()))
        body, is_adjective = _body(written, what)
        yield _Held(name=name, what=what, body=body, is_adjective=is_adjective)


def _body(written: str, what: str) -> tuple[str, bool]:
    """The state or body of an office, and whether it is only an adjective."""
    names = find_names(f"in {written}") if written else ()
    known = [name for name in names if name.text == written]
    if written and known:
        country = known[0].country or (known[0].key if usual_name(known[0].key) else "")
        if country and what.split()[-1] not in _ONE_OF_MANY:
            return usual_name(country), False
    if written.split() and written.split()[-1].lower() in BODIES:
        return f"the {written}", False
    return written, bool(written)


def _state_of(word: str) -> str:
    """The usual name of the country that a name, a demonym or a possessive means."""
    plain = re.sub(r"'s?$", "", word)
    names = find_names(f"in {plain}")
    country = names[0].country or names[0].key if names else ""
    return usual_name(country) or plain


def _with_name(found: re.Match[str], holder: str) -> str:
    office = found["office"]
    if found["of"]:
        return f"{found['of']}'s {office} {holder}"
    if found["owner"]:
        return f"{found['owner']}{office} {holder}"
    titled = office.title()
    return f"{found['nation']}{titled} {holder}"


def _plain(what: str) -> str:
    """An office without its field, but for the prime minister, who is no minister among others."""
    return "prime minister" if what.endswith("prime minister") else what.split()[-1]


def _class_of(office: str) -> str:
    return "president" if office in _HEADS else office


def _article(what: str, head: str) -> str:
    past = what.startswith(("former", "ex-", "ex "))
    if what.split()[-1] not in _ONE_OF_MANY and not past:
        return "the"
    return "an" if head[0] in "AEIOaeio" else "a"
