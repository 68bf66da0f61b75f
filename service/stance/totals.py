"""What the counts of one claim add up to: "44 were killed in all" of 26 demonstrators, 18 officers.

The statement must ask for the sum ("in all", "counting both sides"), and the claim count kinds
that have nobody in common, and none of them as the whole.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.domain.evidence import ReasonType
from service.domain.mentions import Hedge, Interval, Quantity, Span
from service.parsing.analysis import Analysis, Term, once
from service.parsing.lexicon import Lexicon, Relation
from service.stance.alignment import LIGHT_STEMS, Alignment
from service.stance.comparison import Comparison, Finding, comparison, passage
from service.stance.counting import concept_relation
from service.stance.numbers import compare_intervals, in_a_sentence
from service.stance.plain import is_plain
from service.stance.proportions import says_all_of
from service.stance.tallies import Tally, are_apart, is_one, is_one_kind, tallies, told_together

_SUMMED = re.compile(
    r"\b(?:in all|altogether|in total|all told|combined|together|overall|(?:a |the )?total of"
    r"|counting both(?: \w+)?|(?:on|from) both sides|both sides)\b",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\b(?:both|combined|together)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The sum that a statement gives of what befell several kinds.

    ``of_both`` says that there are two of them and no more.
    """

    tally: Tally
    of_both: bool
    rest: tuple[Term, ...]


@once
def stated_total(statement: Analysis) -> Total | None:
    """The sum that a statement gives, if it gives that alone."""
    if not is_plain(statement):
        return None
    sums = [Span(start=m.start(), end=m.end()) for m in _SUMMED.finditer(statement.text)]
    counts = tallies(statement)
    if not sums or len(statement.quantities) != 1 or len(counts) != 1:
        return None
    (tally,) = counts
    own = (tally.span, tally.act.span, *sums)
    return Total(
        tally=tally,
        of_both=_BOTH.search(statement.text) is not None,
        rest=tuple(
            term
            for term in statement.terms
            if term.stem not in LIGHT_STEMS and not any(span.overlaps(term.span) for span in own)
        ),
    )


def compare_totals(statement: Analysis, claim: Analysis, alignment: Alignment) -> Comparison | None:
    """Whether the counts of a claim add up to the sum that the statement gives, or None."""
    total = stated_total(statement)
    if total is None or not says_all_of(alignment, total.rest):
        return None
    parts = [tally for tally in tallies(claim) if is_one(total.tally.act, tally.act)]
    is_whole = len(parts) == 1 and is_one_kind(parts[0].kind, total.tally.kind)
    is_sum = len(parts) > 1 and _add_up(parts, total.tally.kind) and told_together(claim, parts)
    if not is_whole and not is_sum:
        return None
    asked = total.tally.figure.quantity
    told = _sum_of([part.figure.quantity for part in parts])
    finding = compare_intervals(asked, told)
    if finding is Finding.CONFLICT:
        # A list bounds the whole from below alone: others may have died, too. And whether a single
        # figure refutes another is for the comparison of numbers to say.
        is_least = is_sum and asked.interval.high < told.interval.low
        if not is_least and not (is_sum and total.of_both and len(parts) == 2):
            return None
    if finding is Finding.INCOMPARABLE:
        return None
    terms = " and ".join(in_a_sentence(part.figure.quantity.text) for part in parts)
    sum_told = "" if is_whole else f" make {told.text}, which"
    fits = "fits" if finding is Finding.AGREE else "is not"
    return comparison(
        finding,
        ReasonType.NUMBER,
        statement=passage(statement.text, asked.span),
        claim=passage(claim.text, Span(start=parts[0].span.start, end=parts[-1].span.end)),
        detail=f"{terms}{sum_told} {fits} {in_a_sentence(asked.text)}",
    )


def _add_up(parts: Sequence[Tally], kind: Sequence[Term]) -> bool:
    """Whether the parts have nobody in common, and each is of the kind that is summed up."""
    if any(part.is_part or not part.kind for part in parts):
        return False
    if not all(are_apart(a.kind, b.kind) for a, b in itertools.combinations(parts, 2)):
        return False
    if not kind:
        return all(_are_people(part.kind) for part in parts)
    return all(_is_among(part.kind, kind) for part in parts)


def _is_among(part: Sequence[Term], whole: Sequence[Term]) -> bool:
    relations = {
        concept_relation(a.concepts, b.concepts, Lexicon.load()) for a in part for b in whole
    }
    return Relation.NARROWER in relations


_PERSON = re.compile(
    r"(?:er|or|ist|man|men|ent|ant|ian|ee|ive|child|children|boy|girl|teen|rebel|guard|hostage"
    r"|pupil|nurse|guest|monk|nun|adult|local|youth|troop|police|crew|staff|personnel|force|recruit"
    r"|conscript|member)s?$",
    re.IGNORECASE,
)
_ANIMALS = re.compile(
    r"(?:deer|tiger|panther|elephant|hamster|lobster|spider|otter|beaver|badger|alligator|condor"
    r"|rooster|setter|retriever|terrier|[a-z]*hen|horse|ant)s?$",
    re.IGNORECASE,
)


def _are_people(kind: Sequence[Term]) -> bool:
    words = [term.text for term in kind if term.name is None]
    return any(_PERSON.search(word) and not _ANIMALS.fullmatch(word) for word in words)


def _sum_of(quantities: Sequence[Quantity]) -> Quantity:
    intervals = [quantity.interval for quantity in quantities]
    interval = Interval(
        low=sum(i.low for i in intervals),
        high=sum(i.high for i in intervals),
        low_open=any(i.low_open for i in intervals),
        high_open=any(i.high_open for i in intervals),
    )
    value = sum(quantity.value for quantity in quantities)
    hedges = {quantity.hedge for quantity in quantities} - {Hedge.EXACT}
    hedge = Hedge.EXACT if not hedges else hedges.pop() if len(hedges) == 1 else Hedge.RANGE
    text = (
        f"{value:,.0f}" if hedge is Hedge.EXACT else f"{hedge.value.replace('_', ' ')} {value:,.0f}"
    )
    return replace(quantities[0], value=value, interval=interval, hedge=hedge, text=text)
