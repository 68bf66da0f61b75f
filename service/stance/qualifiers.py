"""Small words that change what a sentence says, though they are no content.

"Everyone except the captain survived" has every word of "everyone survived", and says less. Where
one text has such a word and the other none of its kind, the one does not say what the other says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from service.domain.evidence import ReasonType
from service.domain.mentions import Span
from service.parsing.analysis import Analysis
from service.stance.comparison import Comparison, Finding, comparison, passage


class Side(Enum):
    """Whose lone qualifier keeps the claim from saying what the statement says."""

    EITHER = "either"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualifier:
    """A kind of qualifying words; ``answers`` are further words that may stand for them."""

    type: ReasonType
    side: Side
    words: re.Pattern[str]
    answers: re.Pattern[str] | None
    detail: str


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


QUALIFIERS = (
    Qualifier(
        type=ReasonType.SCOPE,
        side=Side.EITHER,
        words=_pattern(
            r"except(?:ing)?(?: for)?|apart from|other than|excluding|with the exception of|but for"
        ),
        answers=_pattern(r"all but|only|sole|not|no"),
        detail="names an exception",
    ),
    Qualifier(
        type=ReasonType.SCOPE,
        side=Side.STATEMENT,
        words=_pattern(r"(?<!not )(?<!the )(?:only|solely|exclusively)|nobody but|no one but"),
        answers=_pattern(r"alone|sole|just|merely|barely|except|unless"),
        detail="limits it to these alone",
    ),
    Qualifier(
        type=ReasonType.SCOPE,
        side=Side.STATEMENT,
        words=_pattern(r"both"),
        answers=_pattern(r"two|2|and|pair|neither|twins?|couple"),
        detail="speaks of both",
    ),
    Qualifier(
        type=ReasonType.CERTAINTY,
        side=Side.EITHER,
        words=_pattern(r"if|unless|provided that|on condition that|as long as|in case"),
        answers=_pattern(r"whether|when|should|conditions?|conditional|depend(?:s|ed|ing)?"),
        detail="holds under a condition",
    ),
    Qualifier(
        type=ReasonType.CERTAINTY,
        side=Side.STATEMENT,
        words=_pattern(
            r"(?:would|could|should|might|ought to) have|(?:was|were) (?:supposed|meant|due) to|whether"
        ),
        answers=_pattern(
            r"if|unclear|unknown|question|decided?|planned|scheduled|expected|(?:was|were) to"
        ),
        detail="leaves open whether it happened",
    ),
    Qualifier(
        type=ReasonType.WORDING,
        side=Side.STATEMENT,
        words=_pattern(r"because|due to|owing to|as a result of|thanks to"),
        answers=_pattern(
            r"as|since|for|over|so|therefore|result(?:s|ed)?|reasons?|caus(?:e[sd]?|ing)"
            r"|response|blam(?:e[sd]?|ing)|spark(?:s|ed)?|trigger(?:s|ed)?|led|prompt(?:s|ed)"
            r"|because|due|owing|thanks|with|by|from|to|under|against"
        ),
        detail="gives a cause",
    ),
    Qualifier(
        type=ReasonType.WORDING,
        side=Side.STATEMENT,
        words=_pattern(r"until|till"),
        answers=_pattern(r"by|through|to|before|end(?:s|ed|ing)?|unless|not|no|only"),
        detail="speaks of an end",
    ),
    Qualifier(
        type=ReasonType.WORDING,
        side=Side.STATEMENT,
        words=_pattern(r"(?:al|even )though|although|despite|in spite of|regardless of"),
        answers=_pattern(r"but|however|yet|nevertheless|nonetheless|still|while|defying|defied"),
        detail="speaks of an obstacle",
    ),
)


def compare_qualifiers(statement: Analysis, claim: Analysis) -> list[Comparison]:
    """Incomparable for each kind of qualifier that only one of the two has."""
    found = []
    for kind in QUALIFIERS:
        ours, theirs = _where(statement, kind), _where(claim, kind)
        lone_claim = theirs is not None and kind.side is Side.EITHER
        if ours is not None and theirs is None and not _answered(claim, kind):
            found.append(_open(kind, statement, claim, ours=ours, theirs=None))
        elif lone_claim and ours is None and not _answered(statement, kind):
            found.append(_open(kind, statement, claim, ours=None, theirs=theirs))
    return found


def _where(analysis: Analysis, kind: Qualifier) -> Span | None:
    """The first such words; "only 12" says how many, which the numbers compare."""
    starts = {quantity.span.start for quantity in analysis.quantities}
    for match in _matches(analysis.text, kind.words):
        counts = analysis.text[match.end : match.end + 1] == " " and match.end + 1 in starts
        inside = any(q.span.overlaps(match) for q in analysis.quantities)
        if not counts and not inside:
            return match
    return None


@lru_cache(maxsize=65_536)
def _matches(text: str, words: re.Pattern[str]) -> tuple[Span, ...]:
    return tuple(Span(start=m.start(), end=m.end()) for m in words.finditer(text))


def _answered(analysis: Analysis, kind: Qualifier) -> bool:
    return kind.answers is not None and bool(_matches(analysis.text, kind.answers))


def _open(
    kind: Qualifier,
    statement: Analysis,
    claim: Analysis,
    *,
    ours: Span | None,
    theirs: Span | None,
) -> Comparison:
    who = "the statement" if ours else "the claim"
    return comparison(
        Finding.INCOMPARABLE,
        kind.type,
        statement=passage(statement.text, ours),
        claim=passage(claim.text, theirs),
        detail=f"only {who} {kind.detail}",
    )
