"""What a text says of rank: which of two has more of a quality, and who has the most of its kind.

A statement is read only as a whole, so that no word of it is left out of account; a claim may say
it in passing ("Orvik, the largest city in Norlund, was flooded").
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.domain.mentions import Interval, Manner, Span
from service.parsing.analysis import Analysis, once
from service.parsing.stemming import is_plural, stem_word
from service.stance.degrees import Degree, comparative, positive, superlative
from service.stance.plain import is_plain
from service.stance.ranking_forms import (
    AHEAD,
    ALL_BEHIND,
    EXCEEDED,
    EXCESS,
    NOT_AS,
    NTH,
    TOLD,
    TOPS,
    WORD,
    WORDS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What is ranked: "inland cities in Norlund". ``place`` is "" where it is not said."""

    noun: str
    traits: frozenset[str]
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """How many of a kind have more of a quality than one of them: none, of the largest.

    ``of_kind`` says whether the text calls the holder itself one of the kind.
    """

    holder: str
    degree: Degree
    kind: Kind
    ahead: Interval
    of_kind: bool
    tense: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """That ``more`` has more of a quality than ``less``; ``denied`` where it is said not to have.

    ``noun`` is what both are called ("a bigger city than"), or "". The degree is upward always.
    """

    more: str
    less: str
    degree: Degree
    noun: str
    traits: frozenset[str]
    denied: bool
    tense: str
    span: Span


Ranking = Rank | Excess


@once
def stated_ranking(statement: Analysis) -> Ranking | None:
    """What a statement says of rank, if it says nothing else."""
    if not is_plain(statement):
        return None
    return next(_stated(statement), None)


def _stated(statement: Analysis) -> Iterator[Ranking]:
    text = statement.text
    if " than " not in text and " as " not in text and "st " not in text:
        return
    for pattern in AHEAD:
        if found := pattern.search(text):
            yield from _ahead(statement, found)
    if found := ALL_BEHIND.search(text):
        degree = comparative(found["degree"])
        if degree is not None:
            yield from _rank(statement, found, degree, _exactly(0))
    if found := NOT_AS.search(text):
        yield from _excess(statement, found, positive(found["positive"]), turned=True)
    if found := EXCESS.search(text):
        degree = comparative(found["degree"])
        if degree is not None:
            yield from _excess(statement, found, degree)
    for pattern in TOPS:
        found = pattern.search(text)
        degree = superlative(found["degree"]) if found else None
        if found and degree is not None:
            yield from _top(statement, found, degree)


@once
def told_rankings(claim: Analysis) -> tuple[Ranking, ...]:
    """All that a claim says of rank, as a fact: as its whole content or in passing."""
    speech = claim.attribution
    if claim.denied is not None or (speech and speech.manner in (Manner.DENIED, Manner.ASKED)):
        return ()
    text = claim.text
    if " than " not in text and "st " not in text:
        return ()
    whole = stated_ranking(claim)
    return (*([whole] if whole else []), *_told(claim))


def _told(claim: Analysis) -> Iterator[Ranking]:
    starts = {0, claim.attribution.content_span.start if claim.attribution else 0}
    for start in starts:
        for pattern in TOLD:
            for found in pattern.finditer(claim.text[start:]):
                degree = superlative(found["degree"])
                if degree is not None:
                    yield from _top(claim, found, degree, offset=start)
        for found in EXCEEDED.finditer(claim.text[start:]):
            degree = comparative(found["degree"])
            if degree is not None:
                yield from _excess(claim, found, degree, offset=start)


def _top(
    analysis: Analysis, found: re.Match[str], degree: Degree, offset: int = 0
) -> Iterator[Ranking]:
    ahead = NTH.index(found["rank"]) + 1 if found["rank"] else 0
    if found.groupdict().get("be") in _OF_SEVERAL and is_plural(found["kind"]):
        # "Orvik and Brevik are the largest cities": which of them is larger is not said.
        return
    interval = _exactly(ahead)
    if found.groupdict().get("denied"):
        if ahead:
            return
        interval = Interval(low=1, high=math.inf)
    yield from _rank(analysis, found, degree, interval, offset=offset)


def _ahead(statement: Analysis, found: re.Match[str]) -> Iterator[Ranking]:
    degree = comparative(found["degree"])
    if degree is not None:
        some = found["some"].lower()
        of_kind = some in ("no other", "another")
        yield from _rank(statement, found, degree, _COUNTS.get(some, _SOME_AT_ALL), of_kind=of_kind)


def _exactly(count: int) -> Interval:
    return Interval(low=count, high=count)


_SOME_AT_ALL = Interval(low=1, high=math.inf)
_COUNTS = {
    "no": _exactly(0), "no other": _exactly(0), "not a single": _exactly(0),
    "only one": _exactly(1), "exactly one": _exactly(1), "two": _exactly(2), "three": _exactly(3),
    "four": _exactly(4), "five": _exactly(5),
}  # fmt: skip


def _rank(
    analysis: Analysis,
    found: re.Match[str],
    degree: Degree,
    ahead: Interval,
    *,
    of_kind: bool = True,
    offset: int = 0,
) -> Iterator[Rank]:
    parts = found.groupdict()
    noun, traits = _noun(parts["kind"])
    holder = _key(analysis, found, "holder", offset)
    where = next((k for k in ("place", "later", "owner") if parts.get(k)), "")
    place = _key(analysis, found, where, offset) if where else ""
    if not holder or not noun or (where and not place):
        return
    yield Rank(
        holder=holder,
        degree=degree,
        kind=Kind(noun=noun, traits=traits, place=place),
        ahead=ahead,
        of_kind=of_kind,
        tense=_tense(parts.get("be")),
        span=Span(start=found.start() + offset, end=_end(found) + offset),
    )


def _excess(
    analysis: Analysis,
    found: re.Match[str],
    degree: Degree,
    *,
    turned: bool = False,
    offset: int = 0,
) -> Iterator[Excess]:
    parts = found.groupdict()
    noun, traits = _noun(parts.get("kind") or "")
    sides = [_key(analysis, found, side, offset) for side in ("holder", "other")]
    if not all(sides) or sides[0] == sides[1]:
        return
    if parts.get("be") in _OF_SEVERAL and analysis.text[: found.start() + offset].endswith("and "):
        return
    if turned == degree.upward:
        sides.reverse()
    yield Excess(
        more=sides[0],
        less=sides[1],
        degree=Degree(scales=degree.scales, upward=True),
        noun=noun,
        traits=traits,
        denied=bool(parts.get("denied")),
        tense=_tense(parts.get("be")),
        span=Span(start=found.start() + offset, end=_end(found) + offset),
    )


_OF_SEVERAL = frozenset({"are", "were"})


def _end(found: re.Match[str]) -> int:
    """Where the words end, without the full stop."""
    return found.start() + len(found.group().rstrip(" .!"))


def _tense(be: str | None) -> str:
    if be is None:
        return ""
    return "past" if be in ("was", "were", "remained") else "present"


def _noun(words: str) -> tuple[str, frozenset[str]]:
    """The stem of the noun, and of the words that narrow it."""
    stems = [stem_word(word) for word in words.lower().replace("-", " ").split()]
    return (stems[-1], frozenset(stems[:-1])) if stems else ("", frozenset())


_COMMON = re.compile(rf"(?:the |this )?(?P<words>{WORDS})$")
# A ship may be told by what it is ("the ferry Halmora Star"); "northern Norlund" is not Norlund.
_BEFORE_NAME = re.compile(rf"(?i:the )?(?:{WORD} ){{0,2}}$")
_BEFORE_PLACE = re.compile(r"(?i:the )?$")


def _key(analysis: Analysis, found: re.Match[str], group: str, offset: int) -> str:
    """By what one is known: its name, or the stems of the words for it; "" where that is unclear."""
    start, end = (place + offset for place in found.span(group))
    words = analysis.text[start:end]
    names = [t for t in analysis.terms if t.name and start <= t.span.start and t.span.end <= end]
    if names:
        is_side = group in ("holder", "other")
        leads = _BEFORE_NAME if is_side else _BEFORE_PLACE
        ends = [*(name.span.start - start for name in names[1:]), len(words)]
        gaps = [words[n.span.end - start : at] for n, at in zip(names, ends, strict=True)]
        plain = all(gap.strip(" '’-") == "" for gap in gaps)
        if not plain or not leads.match(words[: names[0].span.start - start]):
            return ""
        return " ".join(t.name.key for t in names if t.name)
    common = _COMMON.match(words[:1].lower() + words[1:])
    if common is None:
        return ""
    return "w_" + " ".join(stem_word(word) for word in common["words"].split())
