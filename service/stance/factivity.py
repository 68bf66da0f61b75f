"""Whether the claim reports the thing as done, or only as wished, planned, feared or possible."""

from __future__ import annotations

import re
from dataclasses import replace

from service.domain.evidence import ReasonType
from service.domain.mentions import Span
from service.parsing.analysis import Analysis, Term, once
from service.parsing.certainty import Certainty
from service.stance.alignment import Alignment
from service.stance.comparison import Comparison, Finding, comparison, passage
from service.stance.counterparts import Link

# What is called for, feared or promised has not thereby happened.
NON_FACTIVE_CONCEPTS = frozenset(
    """say ask demand order want plan threaten suggest blame deny refuse try worry hope warn offer
    promise believe predict expected prevent fail recommend consider doubt alleged""".split()
)


# Who declares a curfew does not only speak of it: the word is the act.
PERFORMING_CONCEPTS = frozenset({"impose"})

# Words that leave open, or make nearly or practice of, what comes after them.
_SHORT_OF_FACT = re.compile(
    r"\b(?:whether|unclear|uncertain|unknown if|almost|nearly|narrowly|tried|tries|trying"
    r"|attempt(?:s|ed|ing)?|drill|exercise for|practi[sc](?:es?|ed|ing)|rehears(?:e|ed|al|ing)|simulat(?:e|ed|ion)"
    r"|candidate|nominee|suspect(?:s|ed)?|rumou?rs?|talks? (?:on|about)|plans? for"
    r"|proposals?|bill|draft|committee|so-called|mock"
    r"|(?:consider|contemplat|discuss|mull|weigh|debat)(?:s|es|ed|ing)?(?= \w+ing\b)"
    r"|(?:thought|thinking) (?:of|about)|on the (?:verge|brink) of|about to|close to(?= \w+ing\b))\b",
    re.IGNORECASE,
)


@once
def _short_spans(claim: Analysis) -> tuple[Span, ...]:
    """Where such words stand that neither hedge a figure nor are quoted."""
    found = (Span(start=m.start(), end=m.end()) for m in _SHORT_OF_FACT.finditer(claim.text))
    return tuple(
        span
        for span in found
        if not any(quantity.span.overlaps(span) for quantity in claim.quantities)
        and not any(quote.span.covers(span) for quote in claim.quotes)
    )


def _short_of_fact(statement: Analysis, claim: Analysis, alignment: Alignment) -> Span | None:
    """The words that keep the claim short of the fact, unless the statement has them, too."""
    for span in _short_spans(claim):
        if any(a.claim.span.overlaps(span) for a in alignment.links):
            continue
        if claim.text[span.start : span.end].lower() not in statement.text.lower():
            return span
    return None


def compare_certainty(
    statement: Analysis, claim: Analysis, alignment: Alignment
) -> list[Comparison]:
    """Incomparable where the statement asserts as done what the claim does not."""
    if difference := _difference(statement, claim):
        return [difference]
    governor = _governor(claim, alignment) or _near_governor(claim, alignment)
    span = governor.span if governor else _short_of_fact(statement, claim, alignment)
    if span is None:
        return []
    return [replace(put_under(claim, span), by_nearness=True)]


def put_under(claim: Analysis, span: Span) -> Comparison:
    """Incomparable for the words at ``span``, under which the claim tells what it tells."""
    return comparison(
        Finding.INCOMPARABLE,
        ReasonType.CERTAINTY,
        statement=None,
        claim=passage(claim.text, span),
        detail=f'the claim puts it under "{claim.text[span.start : span.end]}"',
    )


def is_of_another_mood(statement: Analysis, claim: Analysis) -> bool:
    """Whether the one tells as done what is planned or possible in the other, by mood and tense."""
    return _difference(statement, claim) is not None


def _difference(statement: Analysis, claim: Analysis) -> Comparison | None:
    ours, theirs = statement.certainty, claim.certainty
    if ours.certainty is Certainty.FACT and theirs.certainty is not Certainty.FACT:
        said = None
        heard = passage(claim.text, theirs.span)
        detail = f"the claim speaks of something {theirs.certainty.value}, not of a fact"
    elif ours.certainty is Certainty.PLANNED and theirs.certainty is Certainty.POSSIBLE:
        said = passage(statement.text, ours.span)
        heard = passage(claim.text, theirs.span)
        detail = "the claim speaks of something possible, not of something planned"
    elif _is_yet_to_come(statement, claim):
        said = passage(statement.text, ours.span)
        heard = None
        detail = "the statement speaks of what is to come, the claim of what has happened"
    else:
        return None
    return comparison(
        Finding.INCOMPARABLE,
        ReasonType.CERTAINTY,
        statement=said,
        claim=heard,
        detail=detail,
        # What has happened is no less so for being told as still to come; a plan is no deed.
        bars=heard is not None,
    )


_TO_COME = re.compile(r"\b(?:will|shall|won't|going to|must|has to|have to)\b", re.IGNORECASE)
# Words of a claim by which it tells of what is to come, too.
_FORESEEN = re.compile(
    r"\b(?:(?:is|are|was|were) (?:to|due|set|scheduled|expected)|due to|(?:expect|forecast|predict|plan|intend"
    r"|aim|order|schedul|promis|pledg)(?:s|ed|e|es)?|until|by (?:the end|next))\b",
    re.IGNORECASE,
)


def _is_yet_to_come(statement: Analysis, claim: Analysis) -> bool:
    """Whether a statement of the future stands beside a claim that tells a fact."""
    return (
        claim.certainty.certainty is Certainty.FACT
        and _is_of_the_future(statement)
        and not _is_of_the_future(claim)
        and _FORESEEN.search(claim.text) is None
    )


@once
def _is_of_the_future(analysis: Analysis) -> bool:
    return _TO_COME.search(analysis.text) is not None


def is_unsure(statement: Analysis, claim: Analysis, alignment: Alignment) -> bool:
    """Whether the claim is too weak to contradict: a mere possibility, or under a verb like "ask"."""
    if claim.certainty.certainty is Certainty.POSSIBLE:
        return statement.certainty.certainty is not Certainty.POSSIBLE
    return (
        _governor(claim, alignment) is not None
        or _short_of_fact(statement, claim, alignment) is not None
    )


def _governor(claim: Analysis, alignment: Alignment) -> Term | None:
    """A non-factive word that the statement lacks, before the words that they share."""
    governing = _non_factive(claim)
    if not governing:
        return None
    bearing = (a for a in alignment.links if a.link.entails or a.link is Link.OPPOSITE)
    shared = [a.claim.span.start for a in bearing if not a.claim.name]
    if not shared:
        return None
    first = min(shared)
    for term in governing:
        if term.span.start < first and any(spare is term for spare in alignment.spare):
            return term
    return None


@once
def _non_factive(claim: Analysis) -> tuple[Term, ...]:
    return tuple(
        term
        for term in claim.terms
        if not term.in_frame
        and not term.concepts.isdisjoint(NON_FACTIVE_CONCEPTS)
        and term.concepts.isdisjoint(PERFORMING_CONCEPTS)
    )


# What may stand between a verb and what it asks for, plans or ends ("called for a new", "want the
# council to demolish"); any other preposition leads on to where, when or how it was done.
_COMPLEMENT = re.compile(
    r"^[\s\"']*(?:(?:to|for|of|that|a|an|the|any|its|their|his|her|all)[\s\"']+)*(?:[\w-]+\s+to\s+)?$",
    re.IGNORECASE,
)
# Wishes and doubts, and the end of a thing where the statement speaks of the thing.
_GOVERNING_CONCEPTS = frozenset(
    """ask demand want plan threaten try hope offer promise recommend consider doubt end
    expected postpone""".split()
)


def _near_governor(claim: Analysis, alignment: Alignment) -> Term | None:
    """A wish or an end that the statement lacks, right before what it shares with the claim."""
    governing = _governing(claim)
    if not governing:
        return None
    shared = {a.claim.span for a in alignment.links if a.link.entails and not a.claim.name}
    for term in governing:
        if not any(spare is term for spare in alignment.spare):
            continue
        following = (t for t in claim.terms if t.span.start >= term.span.end)
        first = next((t for t in following if t.span in shared), None)
        if first and _COMPLEMENT.match(claim.text[term.span.end : first.span.start]):
            return term
    return None


@once
def _governing(claim: Analysis) -> tuple[Term, ...]:
    return tuple(
        term
        for term in claim.terms
        if not term.in_frame
        and not term.negated
        and not term.concepts.isdisjoint(_GOVERNING_CONCEPTS)
    )
