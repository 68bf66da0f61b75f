"""Quantities: which ones count the same thing, and whether their intervals agree.

The rules (gold policy 3): "more than N" is a lower bound. It entails "at least M" for M ≤ N,
conflicts with totals and upper bounds up to N, and leaves open what lies above. A bare number is
an exact total, "about N" tolerates ordinary rounding.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace

from service.domain.evidence import ReasonType
from service.domain.mentions import Hedge, Interval, Quantity
from service.parsing.analysis import Analysis, Term, once
from service.parsing.lexicon import Lexicon, Relation
from service.stance.comparison import (
    Comparison,
    Finding,
    best_pairs,
    comparison,
    contrary_of,
    passage,
)
from service.stance.counting import act_relation, counted_relation
from service.stance.figures import Figure, figures, is_told_of_part
from service.stance.quantity_sense import compare_parts, compare_ranks, compare_scores
from service.stance.respective import belongs_elsewhere

# The widest rounding that a reader grants a bare number against "about N".
ROUNDING = 0.1
# How far above a lower bound "more than N" is usually meant, as a factor: reporters round down.
USUAL_EXCESS = 1.1


def compare_quantities(
    statement: Analysis, claim: Analysis, lexicon: Lexicon
) -> tuple[list[Comparison], int]:
    """Compare each quantity of the statement with the claim's that counts the same.

    Returns the comparisons, and how many quantities of the statement found no counterpart.
    """
    rivals = {
        (index, position): outcome
        for index, ours in enumerate(figures(statement))
        for position, theirs in enumerate(figures(claim))
        if (outcome := _compare(statement, ours, claim, theirs, lexicon))
    }
    found = best_pairs(_of_one_act(rivals, statement, claim)) if rivals else []
    alone = set(range(len(statement.quantities))) - {index for index, _ in rivals}
    articles = sum(_is_article(statement.text, statement.quantities[index]) for index in alone)
    unmatched = len(statement.quantities) - len(found) - articles
    found += compare_ranks(statement, claim)
    found += compare_scores(statement, claim)
    found += compare_parts(statement, claim)
    return found, unmatched


_COUNTING_ONE = re.compile(r"\b(?:only|just|exactly|single|than|least|most)\s$", re.IGNORECASE)


def _is_article(text: str, quantity: Quantity) -> bool:
    """Whether "one" only says "a": "One bride came by bicycle"."""
    if quantity.text.lower() != "one" or quantity.unit or not quantity.counted:
        return False
    return _COUNTING_ONE.search(text[: quantity.span.start]) is None


def _of_one_act(
    rivals: dict[tuple[int, int], Comparison], statement: Analysis, claim: Analysis
) -> dict[tuple[int, int], Comparison]:
    """Without the claim's figures of another act, where it has one of the same.

    Of "arrested 40 people and released 12", only the 40 were arrested.
    """
    ours, theirs = figures(statement), figures(claim)
    return {
        (index, position): outcome
        for (index, position), outcome in rivals.items()
        if _is_same_act(ours[index], theirs[position])
        or not any(other.verb is not None and _is_same_act(ours[index], other) for other in theirs)
    }


def _is_same_act(ours: Figure, theirs: Figure) -> bool:
    """Whether two figures stand behind one verb; where either stands behind none, it may be."""
    if ours.verb is None or theirs.verb is None:
        return True
    same_stem = ours.verb.stem == theirs.verb.stem
    return same_stem or not ours.verb.concepts.isdisjoint(theirs.verb.concepts)


def _compare(
    statement: Analysis, ours: Figure, claim: Analysis, theirs: Figure, lexicon: Lexicon
) -> Comparison | None:
    quantity, other = ours.quantity, theirs.quantity
    if quantity.unit != other.unit or quantity.ordinal != other.ordinal:
        return None
    if ours.led_in and theirs.led_in and ours.led_in != theirs.led_in:
        return None
    if (ours.led_in == "by" and theirs.is_level) or (theirs.led_in == "by" and ours.is_level):
        return None
    if theirs.is_past_value and not ours.is_past_value:
        return None
    if (theirs.is_base and not ours.is_base) or (theirs.is_some_of and not ours.is_some_of):
        return None
    if ours.of_them is None and is_told_of_part(statement, claim, theirs):
        return None
    if belongs_elsewhere(statement, claim, other.span):
        return None
    said, heard = passage(statement.text, quantity.span), passage(claim.text, other.span)
    if ours.rate != theirs.rate:
        return comparison(
            Finding.CONFLICT if ours.rate and theirs.rate else Finding.INCOMPARABLE,
            ReasonType.UNIT,
            statement=said,
            claim=heard,
            detail=f"{other.text} per {theirs.rate or 'what, it does not say'}",
        )
    counted = counted_relation(ours, theirs, lexicon)
    act, other_act = ours.act, theirs.act
    if counted is Relation.EXCLUSIVE and _is_one_count(ours, theirs, lexicon):
        return _of_others(statement, ours.counted[-1], claim, theirs.counted[-1])
    if counted is Relation.NONE or counted is Relation.EXCLUSIVE or counted is Relation.OPPOSITE:
        return None
    if (act is None) != (other_act is None) and not quantity.unit:
        # A head count of those arrested is none of the inhabitants.
        return None
    acts = act_relation(act, other_act, lexicon)
    if act and other_act and acts in (Relation.EXCLUSIVE, Relation.OPPOSITE):
        if quantity.interval == other.interval and counted in (Relation.SAME, Relation.NARROWER):
            return comparison(
                Finding.CONFLICT,
                ReasonType.OUTCOME,
                statement=passage(statement.text, act.span),
                claim=passage(claim.text, other_act.span),
                detail=f"{other.text} {other_act.text}, not {act.text}",
            )
        return None
    finding = compare_intervals(quantity, _seen_from(counted, other))
    if finding is Finding.INCOMPARABLE and _is_other_forecast(statement, ours, claim, theirs):
        finding = Finding.CONFLICT
    if finding is Finding.CONFLICT and ours.is_past_value and not theirs.is_past_value:
        # What it is now says nothing of what it was.
        return None
    if finding is Finding.CONFLICT and theirs.is_further and not ours.is_further:
        # With those told before, there are more of them than that.
        finding = compare_intervals(quantity, _seen_from(Relation.NARROWER, other))
    if ours.is_denied != theirs.is_denied:
        finding = contrary_of(finding)
    detail = _detail(finding, quantity, other)
    return comparison(finding, ReasonType.NUMBER, statement=said, claim=heard, detail=detail)


# Lesser counts often coincide by chance.
_LEAST_TELLING_COUNT = 10


def _is_one_count(ours: Figure, theirs: Figure, lexicon: Lexicon) -> bool:
    """Whether two figures are so alike that one must be the other's, told of others."""
    quantity, other = ours.quantity, theirs.quantity
    if ours.act is None or theirs.act is None or quantity.unit or quantity.ordinal:
        return False
    same = quantity.interval == other.interval and quantity.hedge is other.hedge is Hedge.EXACT
    acts = act_relation(ours.act, theirs.act, lexicon)
    return same and quantity.value >= _LEAST_TELLING_COUNT and acts is Relation.SAME


def _of_others(statement: Analysis, ours: Term, claim: Analysis, theirs: Term) -> Comparison:
    return comparison(
        Finding.CONFLICT,
        ReasonType.ACTOR,
        statement=passage(statement.text, ours.span),
        claim=passage(claim.text, theirs.span),
        detail=f"{theirs.text}, not {ours.text}, are meant",
    )


def _is_other_forecast(statement: Analysis, ours: Figure, claim: Analysis, theirs: Figure) -> bool:
    """Whether both give a forecast as a range, and not the same: it was made once, in one way."""
    ranges = (ours.quantity, theirs.quantity)
    return (
        all(q.hedge is Hedge.RANGE and math.isfinite(q.interval.high) for q in ranges)
        and _forecasts(statement)
        and _forecasts(claim)
    )


@once
def _forecasts(analysis: Analysis) -> bool:
    return any(not term.concepts.isdisjoint({"predict", "expected"}) for term in analysis.terms)


def _seen_from(counted: Relation, other: Quantity) -> Quantity:
    """The claim's quantity as one of what the statement counts.

    A part is a lower bound for the whole ("18 officers died" says at least 18 people did), a
    whole an upper bound for its part.
    """
    match counted:
        case Relation.NARROWER:
            interval = Interval(low=other.interval.low, high=math.inf, high_open=True)
        case Relation.BROADER:
            interval = Interval(low=0, high=other.interval.high, high_open=other.interval.high_open)
        case _:
            return other
    return replace(other, interval=interval, hedge=Hedge.RANGE)


def compare_intervals(statement: Quantity, claim: Quantity) -> Finding:
    """Agree where the claim's interval lies in the statement's, conflict where they are apart.

    Two pragmatic readings widen the claim's side: "about N" meets a bare number within rounding,
    and "more than N" meets a rounded or ranged statement that N itself would fit.
    """
    ours, theirs = statement.interval, claim.interval
    if statement.ordinal:
        return Finding.AGREE if statement.value == claim.value else Finding.CONFLICT
    if ours.contains(theirs):
        return Finding.AGREE
    if _rounded(statement, claim) or _rounded(claim, statement):
        return Finding.AGREE
    if not ours.overlaps(theirs):
        return Finding.CONFLICT
    if claim.hedge is Hedge.AT_LEAST and statement.hedge in (Hedge.ABOUT, Hedge.RANGE):
        usual = Interval(low=theirs.low, high=theirs.low * USUAL_EXCESS)
        if ours.contains(Interval(low=theirs.low, high=theirs.low)) and ours.overlaps(usual):
            return Finding.AGREE
    return Finding.INCOMPARABLE


def _rounded(about: Quantity, exact: Quantity) -> bool:
    """Whether ``about`` is a rounding of the bare number ``exact``."""
    return (
        about.hedge is Hedge.ABOUT
        and exact.hedge in (Hedge.EXACT, Hedge.ABOUT)
        and exact.value > 0
        and about.interval.overlaps(exact.interval)
        and abs(about.value - exact.value) <= ROUNDING * exact.value
    )


def _detail(finding: Finding, quantity: Quantity, other: Quantity) -> str:
    ours, theirs = in_a_sentence(quantity.text), in_a_sentence(other.text)
    match finding:
        case Finding.AGREE:
            return f"{theirs} fits {ours}" if ours != theirs else f"both say {ours}"
        case Finding.CONFLICT:
            return f"{theirs} is not {ours}"
        case _:
            return f"{theirs} leaves open whether it is {ours}"


def in_a_sentence(words: str) -> str:
    """The words without the capital of a sentence's beginning; "USD 5" keeps its own.

    A verb that bounds a number becomes words that do: "has passed 3,500" is "more than 3,500".
    """
    words = words if words[:2].isupper() else words[:1].lower() + words[1:]
    return _PASSED.sub("more than", words, count=1)


_PASSED = re.compile(
    r"^(?:ha(?:s|ve|d) (?:passed|crossed)|(?:went|gone|climbed|rose|risen|soared) past"
    r"|exceed(?:s|ed|ing)?|topp(?:ed|ing)|surpass(?:ed|ing))\b"
)
