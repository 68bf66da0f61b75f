"""Whether figures or times that differ are told of one matter, so that one denies the other.

A claim that 40 rooms were opened denies neither that 60 will be, nor that another 60 were, nor that
more than 40 were opened elsewhere. What looks so is left to those who read the sentences.
"""

from __future__ import annotations

import math
import re

from service.domain.evidence import ReasonType
from service.domain.mentions import DateMention, DateRelation, Hedge, Span
from service.parsing.analysis import Analysis, Term, once
from service.stance.alignment import LIGHT_STEMS, Alignment
from service.stance.comparing import Reading
from service.stance.comparison import Comparison
from service.stance.figures import GENERIC_COUNTED
from service.stance.quantity_sense import quantity_at

_COMING = re.compile(
    r"\b(?:will|shall|won['’]t|would|(?:is|are|was|were) (?:(?:going|set|due|expected) )?to"
    r"|next (?:week|month|year|spring|summer|autumn|winter|season)"
    r"|(?:hop|expect|want|plan|intend|promis|pledg|aim|forecast|project|demand|request|propos)"
    r"(?:e?s|e?d|n?ing|ned)?|ask(?:s|ed|ing)? for)\b",
    re.IGNORECASE,
)
_ADDS = re.compile(
    r"\b(?P<word>another|further|additional|extra|again|others?|also|as well|too|either"
    r"|(?<=\d )more(?! than)"
    r"|(?:two|three|four|five|six|ten|hundred|thousand|million) more(?! than))\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?P<word>ago|last (?:week|month|year|season|time)|preceding|previous(?:ly)?|used to|since)\b",
    re.IGNORECASE,
)
# What may turn out as a statement says it will: a duty or a chance is no deed that is done.
_OUGHT = re.compile(
    r"\b(?:must|should|may|might|can|could|ha(?:s|ve) to|needs? to|ought to)\b", re.IGNORECASE
)
_ONCE_MORE = re.compile(r"\b(?P<word>second|third|fourth|fifth)\b", re.IGNORECASE)


def is_of_one_matter(
    statement: Analysis, claim: Analysis, reading: Reading, conflict: Comparison
) -> bool:
    """Whether nothing in the two texts says that the differing figures tell of two matters."""
    ours, theirs = conflict.reason.statement, conflict.reason.claim
    if ours is None or theirs is None:
        return True
    if _is_coming(statement) and not (_is_coming(claim) or _ought(claim)):
        return False
    if _adds(statement) - _adds(claim):
        return False
    if tells_more(statement, claim, reading, conflict) and _touches_bound(
        statement, ours.span, claim, theirs.span
    ):
        return False
    if _date(statement, ours.span) is not None:
        return not (
            _counts_besides(statement, reading)
            or _denies_alone(statement, claim)
            or _is_once_more(statement, claim)
        )
    if _looks_back(statement) - _looks_back(claim):
        return False
    return not _counts_others(statement, ours.span, claim, theirs.span, reading.alignment)


def _counts_besides(statement: Analysis, reading: Reading) -> bool:
    """Whether a statement of another day counts what the claim does not: it tells of another case."""
    agreed = any(c.reason.type is ReasonType.NUMBER for c in reading.agreements)
    return bool(statement.quantities) and not agreed


def _denies_alone(statement: Analysis, claim: Analysis) -> bool:
    """Whether the statement denies for its day what the claim does not deny for its own.

    That nobody was hurt in 2010 may be, though many were in 2013.
    """
    return any(t.negated for t in statement.terms) and not any(t.negated for t in claim.terms)


@once
def _is_coming(analysis: Analysis) -> bool:
    """Whether a text tells of what is to come or is hoped for."""
    return _COMING.search(analysis.text) is not None


@once
def _ought(analysis: Analysis) -> bool:
    return _OUGHT.search(analysis.text) is not None


def _is_once_more(statement: Analysis, claim: Analysis) -> bool:
    """ "Raised the alarm a second time in 2018", beside a claim that knows of one time."""
    found = _ONCE_MORE.search(statement.text)
    return found is not None and found["word"].lower() not in claim.text.lower()


@once
def _adds(analysis: Analysis) -> frozenset[str]:
    """The words by which a text adds to what is known: "another 60", "again in 2014"."""
    return frozenset(m["word"].lower() for m in _ADDS.finditer(analysis.text))


@once
def _looks_back(analysis: Analysis) -> frozenset[str]:
    """The words by which a text tells of a time before: "two years ago", "had asked for"."""
    return frozenset(m["word"].lower() for m in _EARLIER.finditer(analysis.text))


# What a word weighs at least that tells something of its own (see ``Policy.light_weight``).
_TELLING = 0.3


def tells_more(
    statement: Analysis, claim: Analysis, reading: Reading, conflict: Comparison
) -> bool:
    """Whether the statement tells what the claim has no word of, the disputed words aside.

    Where the claim counts people, whom of them the statement counts is a part of the dispute.
    """
    ours, theirs = conflict.reason.statement, conflict.reason.claim
    disputed = [ours.span] if ours is not None else []
    if ours is not None and theirs is not None and _counts_people(claim, theirs.span):
        disputed += [term.span for term in _counted(statement, ours.span)]
    return any(
        weight >= _TELLING and not any(span.overlaps(term.span) for span in disputed)
        for term, weight in reading.alignment.missing
    )


def _counts_people(claim: Analysis, span: Span) -> bool:
    told = quantity_at(claim, span)
    return told is not None and bool(told.counted) and not _counted(claim, span)


def _touches_bound(statement: Analysis, ours: Span, claim: Analysis, theirs: Span) -> bool:
    """ "More than 40" beside 40, "before 2009" beside 2009: the bound is taken from the claim.

    Who names it as a bound and tells something new means something else to lie behind it.
    """
    one, other = quantity_at(statement, ours), quantity_at(claim, theirs)
    if one and other and one.hedge in (Hedge.AT_LEAST, Hedge.AT_MOST):
        return one.value == other.value and other.hedge is Hedge.EXACT
    day, told = _date(statement, ours), _date(claim, theirs)
    if day is None or told is None or day.relation not in (DateRelation.BEFORE, DateRelation.AFTER):
        return False
    if not (day.first and day.last and told.first and told.last):
        return False
    return told.first <= day.last and day.first <= told.last


def is_the_rest(statement: Analysis, claim: Analysis, conflict: Comparison) -> bool:
    """Whether a statement denies of the rest what the claim says of a part.

    "Forty-six of the freed were no soldiers" beside 106 freed, 60 of them soldiers.
    """
    if not _denies_other(statement, claim) or conflict.reason.statement is None:
        return False
    ours = quantity_at(statement, conflict.reason.statement.span)
    if ours is None or ours.ordinal:
        return False
    values = [
        q.value for q in claim.quantities if q.unit == ours.unit and not q.ordinal and q.value
    ]
    rests = {abs(one - other) for one in values for other in values if one != other}
    rests |= {_WHOLE[ours.unit] - one for one in values if ours.unit in _WHOLE}
    return any(math.isclose(ours.value, rest, rel_tol=1e-6) for rest in rests)


_WHOLE = {"percent": 100.0, "ratio": 1.0}


def _denies_other(statement: Analysis, claim: Analysis) -> bool:
    """Whether one of the two texts denies something, and the other nothing."""
    return any(t.negated for t in statement.terms) != any(t.negated for t in claim.terms)


def _date(analysis: Analysis, span: Span) -> DateMention | None:
    return next((d for d in analysis.dates if d.span == span), None)


def _counts_others(
    statement: Analysis, ours: Span, claim: Analysis, theirs: Span, alignment: Alignment
) -> bool:
    """Whether the claim has no word of what the statement counts, and its figure counts nothing."""
    counted, other = _counted(statement, ours), _counted(claim, theirs)
    told = quantity_at(claim, theirs)
    if told is None or not told.value or told.counted or told.unit:
        return False
    # One party that is known as a member is no count of members.
    missing = {term.span for term, _ in alignment.missing}
    missing |= {a.statement.span for a in alignment.links if a.claim.name and not a.statement.name}
    return bool(counted) and not other and all(term.span in missing for term in counted)


def _counted(analysis: Analysis, span: Span) -> list[Term]:
    quantity = quantity_at(analysis, span)
    if quantity is None:
        return []
    index = analysis.quantities.index(quantity)
    return [
        term
        for term in analysis.terms
        if term.counted_by == index and term.stem not in GENERIC_COUNTED | LIGHT_STEMS
    ]
