"""A quantity with all that its text says about it, so that two of them can be set side by side."""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.domain.mentions import Quantity, Span
from service.parsing.analysis import Analysis, Term, TermKind, once
from service.parsing.lexicon import Lexicon
from service.parsing.negation import is_denied_at
from service.parsing.verbs import finite_starts, is_past
from service.stance.alignment import EVENTS
from service.stance.placing import preposition
from service.stance.quantity_sense import (
    bounded,
    in_points,
    is_base,
    is_further,
    is_level,
    is_past_value,
    is_some_of,
    rate_unit,
)

# Counted nouns that name no kind of person or thing of their own.
GENERIC_COUNTED = frozenset(
    "peopl person human other victim man woman individu number case total one life"
    " soul casualti".split()
)
# At most one short word ("hepatitis A patients") parts the nouns of one phrase.
_PHRASE_GAP = re.compile(r"^ (?:[A-Z] )?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A quantity as it is meant, in its place.

    ``led_in`` is the preposition before it, ``rate`` what it is per ("day"), ``counted`` what it
    counts and ``act`` what befell that, ``verb`` the act right before it ("released 12"), ``of_them``
    what is told of a mere part ("12 of them seriously"); the rest is as the functions of ``quantity_sense`` say.
    """

    quantity: Quantity
    led_in: str
    is_past_value: bool
    is_base: bool
    is_level: bool
    is_some_of: bool
    is_further: bool
    is_denied: bool
    verb: Term | None
    of_them: Span | None
    rate: str | None
    counted: tuple[Term, ...]
    act: Term | None


@once
def figures(analysis: Analysis) -> tuple[Figure, ...]:
    """The quantities of a text, in its order."""
    return tuple(
        _figure(analysis, index, in_points(bounded(analysis, quantity)))
        for index, quantity in enumerate(analysis.quantities)
    )


def _figure(analysis: Analysis, index: int, quantity: Quantity) -> Figure:
    start = quantity.span.start
    return Figure(
        quantity=quantity,
        led_in=preposition(analysis.text, start),
        is_past_value=is_past_value(analysis.text, quantity),
        is_base=is_base(analysis, index),
        is_level=is_level(analysis.text, quantity),
        is_some_of=is_some_of(analysis.text, quantity),
        is_further=is_further(analysis.text, quantity),
        is_denied=is_denied_at(analysis.text, start),
        verb=_verb_before(analysis, start),
        of_them=_told_of_part(analysis.text, quantity),
        rate=rate_unit(analysis.text, quantity),
        counted=_counted_terms(analysis, index),
        act=_outcome_of(analysis, quantity),
    )


def is_told_of_part(statement: Analysis, claim: Analysis, theirs: Figure) -> bool:
    """Whether the claim counts a part of which it tells what the statement does not say."""
    rest = theirs.of_them
    if rest is None:
        return False
    stems = {term.stem for term in statement.terms if term.stem}
    concepts = {concept for term in statement.terms for concept in term.concepts}
    told = [term for term in claim.terms if rest.covers(term.span)]
    return not any(term.stem in stems or term.concepts & concepts for term in told)


_OF_THEM = re.compile(r"^\s+of\s+(?:them|whom|whose|these|those)\b(?P<rest>[^,.;]*)")


def _told_of_part(text: str, quantity: Quantity) -> Span | None:
    found = _OF_THEM.match(text[quantity.span.end :])
    if found is None:
        return None
    start = quantity.span.end
    return Span(start=start + found.start("rest"), end=start + found.end("rest"))


def _verb_before(analysis: Analysis, start: int) -> Term | None:
    """The finite verb that what begins at ``start`` is the object of."""
    before = [term for term in analysis.terms if term.span.end <= start]
    if not before or analysis.text[before[-1].span.end : start].strip():
        return None
    return before[-1] if before[-1].span.start in finite_starts(analysis.text) else None


def _counted_terms(analysis: Analysis, index: int) -> tuple[Term, ...]:
    """What a quantity counts; a noun right behind the counted one belongs to the phrase."""
    counted = [term for term in analysis.terms if term.counted_by == index]
    if counted:
        last = analysis.terms.index(counted[-1])
        for term in analysis.terms[last + 1 : last + 2]:
            adjoins = _PHRASE_GAP.match(analysis.text[counted[-1].span.end : term.span.start])
            # "People took to the streets" are no kind of people.
            if adjoins and not is_past(term.text.lower().split()[0]):
                counted.append(term)
    return tuple(term for term in counted if term.stem not in GENERIC_COUNTED)


def _outcome_of(analysis: Analysis, quantity: Quantity) -> Term | None:
    """What befell the counted: the nearest outcome word, those that follow preferred."""
    best: tuple[float, Term] | None = None
    for term in _outcomes(analysis):
        gap = term.span.start - quantity.span.end
        distance = float(gap) if gap >= 0 else 2.0 * (quantity.span.start - term.span.end)
        if best is None or distance < best[0]:
            best = (distance, term)
    return best[1] if best else None


@once
def _outcomes(analysis: Analysis) -> tuple[Term, ...]:
    lexicon = Lexicon.load()
    return tuple(
        term
        for term in analysis.terms
        if term.kind is TermKind.WORD
        and term.counted_by is None
        and not term.in_frame
        and term.concepts.isdisjoint(EVENTS)
        and any(lexicon.exclusives(concept) for concept in term.concepts)
    )
