"""Whether what two texts share stands in the same places of both.

The order of the words, who stands before the verb, and whether it is a verb at all: a text that
has all words of another in other places says something else, unless it is turned by a passive.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from service.domain.evidence import ReasonType
from service.domain.mentions import Span
from service.parsing.analysis import Analysis, Term, once
from service.parsing.verbs import BE, is_participle, verb_starts
from service.stance.alignment import Aligned, Alignment
from service.stance.comparison import Comparison
from service.stance.counterparts import Link
from service.stance.order import passive_group, verb_span
from service.stance.placing import preposition
from service.stance.roles import is_mutual


def stand_alike(
    statement: Analysis,
    claim: Analysis,
    alignment: Alignment,
    telling: Sequence[Aligned],
    agreements: Sequence[Comparison],
) -> bool:
    """Whether the words that tell something stand in the claim as they do in the statement."""
    in_order = _may_turn(statement, claim, agreements) or (
        _is_in_order(statement, claim, _places(telling, agreements))
        and not _names_change_places(claim, telling)
    )
    return (
        in_order
        and _is_told_as_done(statement, claim, alignment, telling)
        and _is_the_doer(statement, claim, alignment, telling)
    )


WORD = re.compile(r"[^\W\d_]+")

_TIMES = frozenset({ReasonType.DATE, ReasonType.DURATION})
_SEQUENCE = re.compile(r"\b(?:after|before|when|until)\b")


def _may_turn(statement: Analysis, claim: Analysis, agreements: Sequence[Comparison]) -> bool:
    """Whether the same may be told in another order: by a passive, of two alike, of two days."""
    if is_mutual(statement) or _is_told_passively(statement) != _is_told_passively(claim):
        return True
    timed = any(c.reason.type in _TIMES for c in agreements)
    return timed and _SEQUENCE.search(statement.text) is not None


@once
def _is_told_passively(analysis: Analysis) -> bool:
    verb = verb_span(analysis)
    return verb is not None and passive_group(analysis.text, verb[0]) is not None


_IN_PLACE = frozenset({ReasonType.NUMBER, ReasonType.DATE, ReasonType.DURATION})


def _places(telling: Sequence[Aligned], agreements: Sequence[Comparison]) -> list[int]:
    """Where what is shared stands in the claim, in the order of the statement."""
    by_claim = {a.claim.span.start: a.statement.span.start for a in reversed(telling)}
    for agreed in agreements:
        ours, theirs = agreed.reason.statement, agreed.reason.claim
        if agreed.reason.type in _IN_PLACE and ours is not None and theirs is not None:
            by_claim.setdefault(theirs.span.start, ours.span.start)
    return [theirs for _, theirs in sorted((ours, theirs) for theirs, ours in by_claim.items())]


# One stretch that has moved ("on Monday", told first or last) leaves so many joints broken; two
# words that have changed places, with the rest where it was, break more.
_ONE_MOVE = 3
# A text of which so many words recur is the other one, changed.
_COPIED = 0.8
# Fewer words may come in any order: "in Orvik 12 homes burned".
_LEAST_ORDERED = 5


def _is_in_order(statement: Analysis, claim: Analysis, places: Sequence[int]) -> bool:
    """Whether a text of the same words has them in the same order, one stretch perhaps moved."""
    if len(places) < _LEAST_ORDERED or _joints_broken(places) <= _ONE_MOVE:
        return True
    words = words_of(statement)
    return len(words & words_of(claim)) < _COPIED * len(words)


@once
def words_of(analysis: Analysis) -> frozenset[str]:
    """The words of a text in small letters, figures left out."""
    return frozenset(WORD.findall(analysis.text.lower()))


def _joints_broken(places: Sequence[int]) -> int:
    rank = {place: at for at, place in enumerate(sorted(places))}
    order = [-1, *(rank[place] for place in places), len(places)]
    return sum(after != before + 1 for before, after in pairwise(order))


def _names_change_places(claim: Analysis, telling: Sequence[Aligned]) -> bool:
    """Whether names that the claim has but once come in another order."""
    times = Counter(term.name.key for term in claim.terms if term.name)
    named = sorted(
        (a.statement.span.start, a.claim.span.start)
        for a in telling
        if _named(a) and a.claim.name and times[a.claim.name.key] == 1
    )
    places = [theirs for _, theirs in named]
    return places != sorted(places)


# What a verb may stand behind without being finite, and the verbs that do a noun's act for it.
_GOVERNED = re.compile(
    r"\b(?:to|will|would|can|could|may|might|must|shall|should|do|does|did)\s+(?:\w+ly\s+)?$"
    r"|\b(?:launch|ma[dk]|ga[vi]|t[oa]o?k|carri|carry|stag|mount|ha[ds]|held|hold)\w*\s+(?:out\s+)?"
    r"(?:an?|the|its|his|her|their)\s+(?:[\w-]+\s+)?$"
)


# Whoever is asked to do it has not done it yet.
_UNDONE = re.compile(
    r"\b(?:ask(?:s|ed)?|told|order(?:s|ed)|urge[sd]?|want(?:s|ed)?|calls? (?:for|on)|called (?:for|on)"
    r"|demand(?:s|ed|ing)?|tried|offered|advised|allowed|invited)\b[^,.;]*"
    r"\bto\s+(?:be\s+|have\s+)?(?:\w+ly\s+)?$"
)


def _is_told_as_done(
    statement: Analysis, claim: Analysis, alignment: Alignment, telling: Sequence[Aligned]
) -> bool:
    """Whether what is done in the statement is done in the claim, too, or all that is done there.

    It may be a participle there, but no noun beside another verb: a court that "threw out a bid for
    a ban" bans nothing.
    """
    ours, theirs = verb_starts(statement.text), verb_starts(claim.text)
    acts = [a for a in telling if not _named(a) and a.statement.span.start in ours]
    if any(_is_undone(claim, a.claim) and not _is_undone(statement, a.statement) for a in acts):
        return False
    if not any(term.span.start in theirs for term in alignment.spare):
        return True
    return all(
        a.claim.span.start in theirs
        or is_participle(a.claim.text.lower().split()[-1])
        or _GOVERNED.search(claim.text[: a.claim.span.start]) is not None
        for a in acts
    )


def _is_undone(analysis: Analysis, act: Term) -> bool:
    return _UNDONE.search(analysis.text[: act.span.start]) is not None


def _is_the_doer(
    statement: Analysis, claim: Analysis, alignment: Alignment, telling: Sequence[Aligned]
) -> bool:
    """Whether the subject of the statement's verb stands before the same verb in the claim.

    Only where both are passive, or both active and the claim has somebody else before its verb.
    """
    verb = verb_span(statement)
    doer = _subject(statement, telling, verb[0]) if verb is not None else None
    if verb is None or doer is None or doer.statement.counted_by is not None:
        return True
    acts = [a for a in telling if verb[0] <= a.statement.span.start < verb[1] and not _named(a)]
    if not acts or acts[-1].link is not Link.SAME:
        return True
    at = acts[-1].claim.span
    passive = passive_group(statement.text, verb[0]) is not None
    if at.start not in verb_starts(claim.text) or passive != _is_passive(claim.text, at):
        return True
    subject = doer.claim
    before = [term for term in claim.terms if term.span.start < at.start]
    if any(term.stem == subject.stem and term.name == subject.name for term in before):
        return True
    return not passive and not any(term.span.end <= at.start for term in alignment.spare)


def _named(aligned: Aligned) -> bool:
    return aligned.statement.name is not None


def _subject(statement: Analysis, telling: Sequence[Aligned], verb: int) -> Aligned | None:
    """The last shared word before the verb that no preposition leads in."""
    found = None
    for a in sorted(telling, key=lambda a: a.statement.span.start):
        if a.statement.span.end > verb:
            break
        if not preposition(statement.text, a.statement.span.start):
            found = a
        elif found is not None:
            break
    return found


def _is_passive(text: str, verb: Span) -> bool:
    before = text[: verb.start].lower().split()[-3:]
    return text[verb.end :].startswith(" by ") or not BE.isdisjoint(before)
