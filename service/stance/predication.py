"""Who is said to be what: "X is the mayor of Y" needs a claim that calls X, and none else, so.

A claim that has the name and the noun says it only where both are equated: by "is", by a comma
("X, the mayor of Y") or by a title ("Mayor X"). "X is an aide to the mayor" does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.domain.evidence import ReasonType
from service.parsing.analysis import Analysis, Term, once
from service.stance.alignment import Alignment
from service.stance.comparison import Comparison, Finding, comparison, passage
from service.stance.name_forms import stands_for
from service.stance.owners import is_one
from service.stance.roles import is_mutual

_BE = r"(?:is|are|was|were|became|becomes|remains|remained|has\s+been)"
_NAME_FIRST = re.compile(
    rf"^\s+(?P<be>{_BE})\s+(?:(?:still|now|currently|also)\s+)?"
    r"(?=(?:the|an?|its|his|her|their)\s|[\w’'-]+['’]s\s)"
)
_NOUN_FIRST = re.compile(rf"^(?:the|its|[\w’'-]+['’]s)\s[^,;]*?\b(?P<be>{_BE})\s+$", re.IGNORECASE)
_PHRASE_END = re.compile(
    r"\b(?:of|in|for|at|on|from|to|who|which|that|and|under|with|as|than|by|since|until|before|after)\b"
    r"|[,.;(]"
)
_LEAD = re.compile(
    rf"^(?:,\s+[^\s,]+,)?(?:\s*[,(–]\s*|\s+(?:who\s+)?{_BE}\s+|\s+(?:as|will\s+be)\s+|\s+)"
    r"(?P<middle>(?:[\w'’-]+(?:\s+|$)){0,7})$"
)
_OTHER_HEAD = re.compile(
    r"\b(?:of|for|to|from|with|by|and|but|or|nor|in|at|on|against|than|not|never|who|which|that)\b"
    r"|(?<!served )(?<!serving )(?<!known )(?<!elected )(?<!appointed )\bas\b"
)
_STALE = re.compile(r"\b(?:once|former|formerly|previously|ex|briefly|resigned|until)\b")
# "The members of Y are A, B and X": the name may stand in a list.
_LISTED = r"(?:[A-Z][\w'’-]+(?:,\s+|\s+and\s+|,\s+and\s+|\s+))*"
_NOUN_THEN_NAME = re.compile(
    rf"^(?:\s+(?:of|in|for)\s+(?:the\s+)?[\w'’-]+(?:\s+[A-Z][\w'’-]+)*)?"
    rf"(?:\s*,\s*|\s+{_BE}\s+{_LISTED}|\s+)(?:called\s+|named\s+)?(?:[A-Z][\w'’-]+\s+)?$"
)
_OWNER_AFTER = re.compile(r"^\s+(?:of|in|for)\s+(?:the\s+)?$")
_OWNER_BEFORE = re.compile(r"^(?:['’]s)?\s+(?:[\w-]+\s+){0,3}$")
_COPULA = re.compile(rf"\b{_BE}\b")
_BOUNDED = re.compile(r"\b(?:was|were)\b.*(?:\buntil\b|\bfrom\s+\d{4}\s+to\b)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Equation:
    """The name and the noun that the statement equates, and whether still today."""

    name: Term
    noun: Term
    current: bool


def compare_predications(
    statement: Analysis, claim: Analysis, alignment: Alignment
) -> list[Comparison]:
    """Incomparable where the claim has name and noun, but does not call the one the other."""
    equation = _equation(statement)
    if equation is None or is_mutual(statement):
        return []
    linked = {a.statement.span: a for a in alignment.links if a.link.entails}
    name, noun = linked.get(equation.name.span), linked.get(equation.noun.span)
    if name is None or noun is None or name.claim.in_frame:
        return []
    if name.claim.name is None:
        # That the corpus calls somebody president does not make him president of this.
        return [_unsaid(statement, claim, equation, noun.claim)]
    if noun.claim.span == name.claim.span:
        return []
    key = name.claim.name.key
    if equation.name.name and stands_for(equation.name.name.key, key):
        return [_unsaid(statement, claim, equation, noun.claim)]
    nouns = [t for t in claim.terms if t.name is None and _is_like(t, noun.claim)]
    bearers = [t for t in claim.terms if t.name is not None and t.name.key == key]
    owner = _owner(statement, equation.noun)
    if any(
        _calls(claim, bearer, word, equation) and is_one(owner, _owner(claim, word))
        for bearer in bearers
        for word in nouns
    ):
        return []
    return [_unsaid(statement, claim, equation, noun.claim)]


@once
def _equation(analysis: Analysis) -> _Equation | None:
    """The name and the noun of "X is the N of Y" or "the N of Y is X"."""
    for term in analysis.terms:
        if term.name is None or term.in_frame:
            continue
        before, after = analysis.text[: term.span.start], analysis.text[term.span.end :]
        first = _NAME_FIRST.match(after) if not before.strip() else None
        if first is not None:
            start = term.span.end + first.end()
            noun = _head(analysis, start)
            return _equated(analysis, term, noun, first["be"])
        last = _NOUN_FIRST.match(before)
        if last is not None and not after.strip(" ."):
            return _equated(analysis, term, _head(analysis, 0), last["be"])
    return None


def _equated(analysis: Analysis, name: Term, noun: Term | None, be: str) -> _Equation | None:
    if noun is None or noun.negated or name.negated:
        return None
    past = be in ("was", "were") or _STALE.search(analysis.text.lower()) is not None
    return _Equation(name=name, noun=noun, current=not past)


def _head(analysis: Analysis, start: int) -> Term | None:
    """The last noun of the phrase that begins at ``start``."""
    end = _PHRASE_END.search(analysis.text, start + 1)
    copula = _COPULA.search(analysis.text, start)
    stops = [m.start() for m in (end, copula) if m is not None]
    stop = min(stops, default=len(analysis.text))
    inside = [t for t in analysis.terms if start <= t.span.start < stop and t.name is None]
    return inside[-1] if inside else None


def _is_like(term: Term, noun: Term) -> bool:
    return term.stem == noun.stem or not term.concepts.isdisjoint(noun.concepts)


def _calls(claim: Analysis, name: Term, noun: Term, equation: _Equation) -> bool:
    """Whether the claim equates a name and a noun."""
    if name.span.start < noun.span.start:
        lead = _LEAD.match(claim.text[name.span.end : noun.span.start])
        if lead is None or _OTHER_HEAD.search(lead["middle"].lower()):
            return False
        if equation.current and _BOUNDED.search(claim.text):
            return False
        return not (equation.current and _STALE.search(lead["middle"].lower()))
    return _NOUN_THEN_NAME.match(claim.text[noun.span.end : name.span.start]) is not None


def _owner(analysis: Analysis, noun: Term) -> str:
    """The key of the name that a noun is of: "the mayor of Y", "Y's mayor"."""
    for term in analysis.terms:
        if term.name is None:
            continue
        if _OWNER_AFTER.match(analysis.text[noun.span.end : term.span.start]):
            return term.name.key
        between = analysis.text[term.span.end : noun.span.start]
        owns = term.text.endswith(("'s", "’s")) or between.startswith(("'s", "’s"))
        if term.span.end <= noun.span.start and owns and _OWNER_BEFORE.match(between):
            return term.name.key
    return ""


def _unsaid(statement: Analysis, claim: Analysis, equation: _Equation, noun: Term) -> Comparison:
    return comparison(
        Finding.INCOMPARABLE,
        ReasonType.WORDING,
        statement=passage(statement.text, equation.noun.span),
        claim=passage(claim.text, noun.span),
        detail=f'the claim does not call {equation.name.text} "{equation.noun.text}"',
        bars=True,
    )
