"""Small words that change what a sentence says, though they are no content.

"Everyone except the captain survived" has every word of "everyone survived", and says less. Where
one text has such a word and the other none of its kind, the one does not say what the other says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from service.domain.evidence import ReasonType
from service.domain.mentions import Span
from service.parsing.analysis import Analysis, once
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
        words=_pattern(
            r"(?:throughout|all over|all across)(?! (?:the )?(?:night|day|week|month|year|morning"
            r"|evening|weekend|afternoon|summer|winter|war|campaign)\b)"
        ),
        answers=_pattern(
            r"throughout|across|all|every\w*|each|whole|entire|nationwide|countrywide|nowhere|no"
        ),
        detail="speaks of the whole",
    ),
    Qualifier(
        type=ReasonType.SCOPE,
        side=Side.EITHER,
        words=_pattern(
            r"hardly|scarcely|rarely|seldom"
            r"|(?<!a )(?<!the )(?<!last )(?<!past )(?<!next )(?<!first )(?<!these )(?<!only )few"
        ),
        answers=_pattern(r"not|no|never|nobody|none|little|barely|almost|only"),
        detail="speaks of next to none",
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
        words=_pattern(
            r"because|due to(?! (?:be|see|meet|open|start|begin|arrive|leave|end|speak|take|hold|close)\b)"
            r"|owing to|as a result of|thanks to"
        ),
        answers=_pattern(
            r"as|since|for|over|so|when|therefore|result(?:s|ed)?|reasons?|caus(?:e[sd]?|ing)"
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
    all_ours, all_theirs = _qualified(statement), _qualified(claim)
    if not all_ours and not all_theirs:
        return []
    found = []
    for place, kind in enumerate(QUALIFIERS):
        ours, theirs = all_ours.get(place), all_theirs.get(place)
        lone_claim = theirs is not None and kind.side is Side.EITHER
        if ours is not None and theirs is None and place not in _answered(claim):
            found.append(_open(kind, statement, claim, ours=ours, theirs=None))
        elif lone_claim and ours is None and place not in _answered(statement):
            found.append(_open(kind, statement, claim, ours=None, theirs=theirs))
    return found


@once
def _qualified(analysis: Analysis) -> Mapping[int, Span]:
    """The qualifiers that a text has, by their place in the table, and where."""
    found = ((place, _where(analysis, kind)) for place, kind in enumerate(QUALIFIERS))
    return {place: span for place, span in found if span is not None}


def _where(analysis: Analysis, kind: Qualifier) -> Span | None:
    """The first such words; "only 12" says how many, which the numbers compare."""
    starts = {quantity.span.start for quantity in analysis.quantities}
    for found in kind.words.finditer(analysis.text):
        match = Span(start=found.start(), end=found.end())
        counts = analysis.text[match.end : match.end + 1] == " " and match.end + 1 in starts
        inside = any(q.span.overlaps(match) for q in analysis.quantities)
        if not counts and not inside:
            return match
    return None


@once
def _answered(analysis: Analysis) -> frozenset[int]:
    """The places of the qualifiers that other words of the text may stand for."""
    return frozenset(
        place
        for place, kind in enumerate(QUALIFIERS)
        if kind.answers is not None and kind.answers.search(analysis.text)
    )


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
