"""Whether a claim that has the statement's words says what the statement says.

Two texts may share every word and say different things: "52% had none, 39% had sympathy" is not
"39% had none, 52% had sympathy". A support needs more than the words: none that tells anything
may be lacking, and what is shared must stand to one another as it does in the statement. Where it
does not, nothing is decided, and a language model that reads the whole may see what is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.domain.evidence import ReasonType
from service.domain.mentions import Quantity
from service.parsing.analysis import Analysis, once
from service.stance.alignment import Aligned, Alignment
from service.stance.comparison import Comparison
from service.stance.polarity import settled_by_turning
from service.stance.policy import Policy
from service.stance.quantity_sense import quantity_at
from service.stance.same_places import WORD, stand_alike, words_of


def says_it(
    statement: Analysis,
    claim: Analysis,
    alignment: Alignment,
    agreements: Sequence[Comparison],
    policy: Policy,
) -> bool:
    """Whether the shared words hang together in the claim as they do in the statement."""
    telling = [a for a in alignment.links if a.link.entails and a.weight > policy.light_weight]
    return (
        not _lacks_a_word(alignment, policy)
        and not _has_another_word(statement, claim, alignment, policy)
        and _small_words(statement, agreements) <= words_of(claim)
        and not _goes_the_other_way(statement, claim)
        and not _is_turned_round(statement, claim, alignment, telling)
        and stand_alike(statement, claim, alignment, telling, agreements)
        and not _fits_by_chance(statement, claim, agreements)
    )


# Words of little content that are no empty ones: who became it was not it before, and who put or
# described something has done more than to be there.
_TELLING = frozenset("becom describ appear remain put state speak year night case".split())


def _lacks_a_word(alignment: Alignment, policy: Policy) -> bool:
    """Whether a word is missing that tells something, however long the statement."""
    return any(
        weight > policy.light_weight or term.stem in _TELLING for term, weight in alignment.missing
    )


def _has_another_word(
    statement: Analysis, claim: Analysis, alignment: Alignment, policy: Policy
) -> bool:
    """Whether the claim has a wider or a contrary word in the place of one that tells something.

    "Rose more quickly" has nearly every word of a long "rose more slowly".
    """
    return any(
        not a.link.entails
        and a.weight > policy.light_weight
        and not settled_by_turning(statement, claim, a)
        for a in alignment.links
    )


# What one did "oneself" and what happened to "another" or to "both" is told by no content word.
_SMALL = frozenset(
    """himself herself itself themselves other another only ever even both already also same just any
    since never until against before each every yet longer alone none""".split()
)


_CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april june
    july august september october november december spring summer autumn winter yesterday
    tomorrow""".split()
)
# Whether a time lies before another is for the dates to compare.
_BOUNDING = frozenset({"before", "since", "until"})
_TIMES = frozenset({ReasonType.DATE, ReasonType.DURATION})


def _small_words(statement: Analysis, agreements: Sequence[Comparison]) -> frozenset[str]:
    """The small words and the days and months that no time of the claim agrees with."""
    named = words_of(statement) & (_SMALL | _CALENDAR)
    if not named:
        return named
    agreed = [c.reason.statement for c in agreements if c.reason.type in _TIMES]
    heard = {word for p in agreed if p is not None for word in WORD.findall(p.text.lower())}
    return named - heard - (_BOUNDING if agreed else frozenset())


_UP = frozenset({"more", "up", "above", "most"})
_DOWN = frozenset({"less", "fewer", "down", "below", "least", "fewest"})


def _goes_the_other_way(statement: Analysis, claim: Analysis) -> bool:
    """Whether all that the one calls more the other calls less, figures apart.

    "Costs 180 euros less" shares every word that counts with "costs 180 euros more".
    """
    ours, theirs = _degrees(statement), _degrees(claim)
    return any(
        bool(ours & one) and bool(theirs & other) and not (ours & other) and not (theirs & one)
        for one, other in ((_UP, _DOWN), (_DOWN, _UP))
    )


@once
def _degrees(analysis: Analysis) -> frozenset[str]:
    """The words of degree that bound no figure ("more than 40")."""
    found = words_of(analysis) & (_UP | _DOWN)
    if not found or not analysis.quantities:
        return found
    bounding = {w for q in analysis.quantities for w in WORD.findall(q.text.lower())}
    return found - bounding


_DENYING = re.compile(
    r"\b(?:not(?! only\b)|no|never|none|nor|neither|without|against|instead|cannot|nobody|nothing)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
_CONTRAST = re.compile(
    r"\b(?:but|while|although|though|despite|rather|except|instead|whereas|however|refused|denied"
    r"|failed)\b",
    re.IGNORECASE,
)
# "Melk, and not Lind, signed it" tells of Melk.
_ASIDE = re.compile(r"[^,]*,")


@once
def _has_contrast(analysis: Analysis) -> bool:
    return any(pattern.search(analysis.text) for pattern in (_DENYING, _CONTRAST))


def _is_turned_round(
    statement: Analysis, claim: Analysis, alignment: Alignment, telling: Sequence[Aligned]
) -> bool:
    """Whether the claim denies or contrasts a part of what is shared, and the statement nothing.

    "Lind spied for Norlund, and not for Sordania" has all words of "Lind spied for Sordania".
    """
    if not telling or not _has_contrast(claim) or _has_contrast(statement):
        return False
    links = alignment.links
    contrary = {a.claim.span.start for a in links if settled_by_turning(statement, claim, a)}
    starts = sorted(contrary.union(a.claim.span.start for a in telling))
    for pattern in (_DENYING, _CONTRAST):
        for cue in pattern.finditer(claim.text, starts[0], starts[-1]):
            if cue.start() in starts:
                continue
            follows = next(start for start in starts if start >= cue.end())
            aside = _ASIDE.match(claim.text, cue.end())
            if follows not in contrary and (aside is None or follows < aside.end()):
                return True
    return False


def _fits_by_chance(statement: Analysis, claim: Analysis, agreements: Sequence[Comparison]) -> bool:
    """Whether a figure only fits a bound ("fewer than ten"), and another one of its kind does not.

    Of sixteen dead, "among them a family of five", the five are fewer than ten.
    """
    for agreed in agreements:
        if agreed.reason.type is not ReasonType.NUMBER:
            continue
        said, heard = agreed.reason.statement, agreed.reason.claim
        ours = quantity_at(statement, said.span) if said is not None else None
        theirs = quantity_at(claim, heard.span) if heard is not None else None
        if ours is None or theirs is None or ours.interval == theirs.interval:
            continue
        others = (other for other in claim.quantities if other is not theirs)
        if any(_is_beside(ours, other) and not _is_apart(ours, theirs, other) for other in others):
            return True
    return False


def _is_beside(ours: Quantity, other: Quantity) -> bool:
    same_kind = other.unit == ours.unit and other.ordinal == ours.ordinal
    return same_kind and not ours.interval.contains(other.interval)


def _is_apart(ours: Quantity, theirs: Quantity, other: Quantity) -> bool:
    """Whether the other counts something else, and theirs what ours does: the children among the
    passengers are no rival of the passengers.
    """
    counts_alike = bool(ours.counted) and ours.counted == theirs.counted
    return counts_alike and bool(other.counted) and other.counted != ours.counted
