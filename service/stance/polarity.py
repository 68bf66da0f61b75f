"""Negation and antonyms: whether the aligned words say the same thing or its contrary.

Each aligned pair carries a polarity: a negation on either side and an antonym each turn it once,
and two turns cancel out ("did not object" against "supported").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from service.domain.evidence import ReasonType
from service.domain.mentions import Manner, Span
from service.parsing.analysis import Analysis, Term, TermKind, once
from service.stance.alignment import Aligned, Alignment
from service.stance.comparison import Comparison, Finding, comparison, passage
from service.stance.counterparts import Link
from service.stance.denials import is_contrary_fact
from service.stance.undoing import is_own_act, presupposes, undoes

# Verbs that deny what they govern: "refused to negotiate" says that nobody negotiated.
DENYING_CONCEPTS = frozenset(
    {"refuse", "deny", "fail", "prevent", "ban", "cancel", "oppose", "shortage"}
)
# How many content words a denying verb reaches over ("rejected the international calls for talks").
REACH = 3
_NOT_YET = re.compile(r"(?:\bnot|n't) yet\b|\byet to\b", re.IGNORECASE)
_CLAUSE_BREAK = re.compile(r"[,;:\"]|\b(?:and|but|that|who|which|because|while|after|before)\b")
# Concepts whose contrary is a matter of scope and not of fact.
SCOPE_CONCEPTS = frozenset({"nationwide", "regional", "all", "most", "some", "none"})


def compare_polarity(
    statement: Analysis, claim: Analysis, alignment: Alignment
) -> list[Comparison]:
    """A conflict for each aligned word that one side affirms and the other denies.

    By nearness only, where not all that is denied is said: then it may be of another thing.
    """
    if not (_turns_some(statement) or _turns_some(claim)) and all(
        aligned.link is not Link.OPPOSITE for aligned in alignment.links
    ):
        return []
    found = []
    said = {a.claim.span for a in alignment.links if a.link.entails}
    for aligned in alignment.links:
        if aligned.link in (Link.EXCLUSIVE, Link.BROADER):
            continue
        if aligned.link is Link.OPPOSITE and aligned.claim.span in said:
            # The word says another one of the statement: it has no quarrel with this one.
            continue
        if _is_governed_by_the_act(statement, claim, aligned, alignment):
            continue
        named = TermKind.NAME in (aligned.statement.kind, aligned.claim.kind)
        if named and not (aligned.statement.negated or aligned.claim.negated):
            continue
        if aligned.claim.in_frame:
            continue
        if aligned.link is Link.OPPOSITE and _counts(statement) and _counts(claim):
            continue
        if _is_converse(aligned) and _first_name(statement) != _first_name(claim):
            continue
        if _is_reached_later(statement, claim, aligned, alignment) or undoes(aligned):
            continue
        if _turns(statement, claim, aligned) % 2 == 1:
            governors = _governor(statement, aligned.statement), _governor(claim, aligned.claim)
            whole = is_contrary_fact(statement, claim, aligned, alignment, governors)
            whole = whole and not _is_of_another_thing(claim, aligned, alignment)
            found.append(replace(_contrary(statement, claim, aligned), by_nearness=not whole))
    return found


_OF = re.compile(r"^\s+of\s")


def _is_of_another_thing(claim: Analysis, aligned: Aligned, alignment: Alignment) -> bool:
    """Whether a contrary noun is told of what the statement has no word of: "the survival of"."""
    end = aligned.claim.span.end
    if aligned.link is not Link.OPPOSITE or not _OF.match(claim.text[end:]):
        return False
    close = _CLAUSE_BREAK.search(claim.text, end)
    phrase = Span(start=end, end=close.start() if close else len(claim.text))
    return not any(phrase.covers(other.claim.span) for other in alignment.links)


def _is_governed_by_the_act(
    statement: Analysis, claim: Analysis, aligned: Aligned, alignment: Alignment
) -> bool:
    """Whether what seems to deny the word is an act that both tell: "the cabinet was dismissed".

    One word of the claim is not both: who dismissed it has not refused to dismiss it.
    """
    ours, theirs = _governor(statement, aligned.statement), _governor(claim, aligned.claim)
    if (ours is None) == (theirs is None):
        return False
    return any(
        link.link.entails
        and link.statement.negated == link.claim.negated
        and link.claim.span != aligned.claim.span
        and (ours is None or link.statement.span == ours.span)
        and (theirs is None or link.claim.span == theirs.span)
        for link in alignment.links
    )


def _is_reached_later(
    statement: Analysis, claim: Analysis, aligned: Aligned, alignment: Alignment
) -> bool:
    """Whether a denying verb meets another shared word first: it turns that one alone.

    Of "failed to approve the budget" beside "did not approve the budget" the approval is denied
    on both sides, and so is no budget.
    """
    if aligned.link is Link.OPPOSITE or aligned.statement.negated or aligned.claim.negated:
        return False
    ours = _governor(statement, aligned.statement)
    theirs = _governor(claim, aligned.claim)
    if (ours is None) == (theirs is None):
        return False
    return any(
        other.link is not Link.BROADER
        and (
            (ours is not None and _lies_between(other.statement, ours, aligned.statement))
            or (theirs is not None and _lies_between(other.claim, theirs, aligned.claim))
        )
        and (other.statement.negated or other.claim.negated)
        for other in alignment.links
    )


def _lies_between(term: Term, first: Term, last: Term) -> bool:
    return first.span.end <= term.span.start and term.span.end <= last.span.start


@once
def _counts(analysis: Analysis) -> bool:
    """Whether heads are counted: that 214 survived does not deny that 50 were killed."""
    return any(quantity.unit == "" and not quantity.ordinal for quantity in analysis.quantities)


# Two views of one deal: who sells is who is bought from.
CONVERSE_CONCEPTS = frozenset({"buy", "sell", "export", "import", "win", "lose"})


def _is_converse(aligned: Aligned) -> bool:
    return bool(
        aligned.link is Link.OPPOSITE
        and aligned.statement.concepts & CONVERSE_CONCEPTS
        and aligned.claim.concepts & CONVERSE_CONCEPTS
    )


@once
def _first_name(analysis: Analysis) -> str:
    return next((t.name.key for t in analysis.terms if t.name and not t.in_frame), "")


def settled_by_turning(statement: Analysis, claim: Analysis, aligned: Aligned) -> bool:
    """Whether an antonym is turned back by a negation, so that the claim entails the word."""
    if aligned.link is not Link.OPPOSITE or _turns(statement, claim, aligned) % 2 == 1:
        return False
    if _NOT_YET.search(claim.text):
        # What has not yet been approved is not rejected.
        return False
    return not (presupposes(statement, aligned) and is_own_act(statement, claim, aligned))


def _turns(statement: Analysis, claim: Analysis, aligned: Aligned) -> int:
    return (
        (aligned.link is Link.OPPOSITE and not presupposes(statement, aligned))
        + is_denied(statement, aligned.statement)
        + is_denied(claim, aligned.claim)
    )


def is_denied(analysis: Analysis, term: Term) -> bool:
    """Whether a negation or a denying verb just before the term turns it."""
    governor = _governor(analysis, term)
    if governor is None:
        return term.negated
    return term.negated != (not governor.negated)


def _governor(analysis: Analysis, term: Term) -> Term | None:
    return _governors(analysis).get(term.span.start)


@once
def _turns_some(analysis: Analysis) -> bool:
    """Whether any word is negated, or governed by a denying verb."""
    return any(term.negated for term in analysis.terms) or bool(_governors(analysis))


@once
def _governors(analysis: Analysis) -> Mapping[int, Term]:
    """The denying verbs, by where the terms begin that are their complements."""
    if all(term.concepts.isdisjoint(DENYING_CONCEPTS) for term in analysis.terms):
        return {}
    governed: dict[int, Term] = {}
    for position, term in enumerate(analysis.terms):
        verb = _governor_at(analysis, position)
        if verb is not None:
            governed[term.span.start] = verb
    return governed


def _governor_at(analysis: Analysis, position: int) -> Term | None:
    """The denying verb of a term: near before it, in the same clause."""
    term = analysis.terms[position]
    near = analysis.terms[max(0, position - REACH) : position]
    for before in reversed(near):
        if _CLAUSE_BREAK.search(analysis.text, before.span.end, term.span.start):
            return None
        if before.concepts.isdisjoint(DENYING_CONCEPTS) or _is_subject(analysis, before):
            continue
        if _denies_as_speech(analysis, before):
            continue
        if not _CALLED.match(analysis.text[before.span.start :]):
            return before
    return None


def _denies_as_speech(analysis: Analysis, term: Term) -> bool:
    """Whether the word is what its speaker denies all of that is said with: it is heard there."""
    said = analysis.attribution
    return said is not None and said.manner is Manner.DENIED and said.cue_span.overlaps(term.span)


# Who dismisses talk "as stupidity" says what it is, and not that there was none.
_CALLED = re.compile(
    r"(?:dismiss|reject|denounc|condemn|ridicul)\w*\s[^,;:.\"]*\bas\b", re.IGNORECASE
)
_ARTICLE_BEFORE = re.compile(r"\b(?:the|an?|this|that|its|their|his|her)\s+$")
_GOVERNED_AFTER = re.compile(r"^\s+(?:to|of|on|for|by|from|against)\b")
# "The failure of the pump" denies no pump, as "the failure of the talks to end it" denies the end.
_FAILURE = re.compile(r"failures?$", re.IGNORECASE)


def _is_subject(analysis: Analysis, term: Term) -> bool:
    """Whether a denying word is a thing here ("the dispute spread") and governs nothing."""
    before, after = analysis.text[: term.span.start].lower(), analysis.text[term.span.end :]
    if _FAILURE.match(term.text):
        return not after.startswith(" to ")
    return _ARTICLE_BEFORE.search(before) is not None and not _GOVERNED_AFTER.match(after)


def _contrary(statement: Analysis, claim: Analysis, aligned: Aligned) -> Comparison:
    kind = (
        ReasonType.SCOPE
        if (aligned.statement.concepts | aligned.claim.concepts) & SCOPE_CONCEPTS
        else ReasonType.POLARITY
    )
    ours = ("not " if aligned.statement.negated else "") + aligned.statement.text
    theirs = ("not " if aligned.claim.negated else "") + aligned.claim.text
    return comparison(
        Finding.CONFLICT,
        kind,
        statement=passage(statement.text, aligned.statement.span),
        claim=passage(claim.text, aligned.claim.span),
        detail=f'"{theirs}" is contrary to "{ours}"',
    )
