"""Whether a contrary word is a contrary fact: what is denied must be what the other side says.

A negation denies its clause as a whole, and no word of it alone. "Her sister did not survive" and
"the girl survived" are both true, as are "had not won before" and "won", or "most did not move"
and "120 of 300 moved". So a denial meets a claim only where the claim says every word that it
governs, of the same party, number and time. All else is for a reader of whole sentences.
"""

from __future__ import annotations

import re

from service.parsing.analysis import Analysis, Term
from service.parsing.verbs import verb_starts
from service.stance.alignment import LIGHT_CONCEPTS, LIGHT_STEMS, Aligned, Alignment
from service.stance.counterparts import Link
from service.stance.modality import is_only_to_come

_BREAK = re.compile(r"[;:()\"]|,\s|\b(?:but|while|whereas|although|though|because|and)\b")
_INNER_BREAK = re.compile(
    rf"{_BREAK.pattern}"
    r"|\b(?:yet|who|which|whose|after|before|when|where|if|unless|until|so that|rather than"
    r"|instead of|except|unlike)\b"
)
# Words that turn a denial to another time, another party or another degree of the thing.
_SHIFTS = re.compile(
    r"\b(?:others?|else|again|before|earlier|yet|until|longer|any more|when|if|unless|whether"
    r"|as \w+ (?:\w+ )?as|more|less|than|only|first|most|many|except|besides|apart)\b",
    re.IGNORECASE,
)
_SHIFTS_OF_TIME = re.compile(r"\b(?:again|before)\b", re.IGNORECASE)
# Words that only make a denial stronger ("at all", "not a single one"), and restrict nothing.
_STRESS = frozenset("all any singl ever still even stage whatsoev need".split())
_STRESSED = re.compile(r"\b(?:at all|any\w*|single|still|ever|even|whatsoever)\b", re.IGNORECASE)
_CUE = re.compile(
    r"\b(?:not|cannot|never|no|none|neither|nor|nothing|nobody|without|hardly)\b|n['’]t\b",
    re.IGNORECASE,
)
_PLAIN_NOT = re.compile(
    r"(?<!,\s)(?<!\band\s)(?<!\bbut\s)(?:\bnot|\bcannot|n['’]t)$", re.IGNORECASE
)
_FEW = 3
# Whoever opposes a thing or runs short of it does not deny that it is; "dismissed" is said of men.
_NO_DENIALS = frozenset({"dismiss", "oppose", "shortage"})


def is_contrary_fact(
    statement: Analysis,
    claim: Analysis,
    aligned: Aligned,
    alignment: Alignment,
    governors: tuple[Term | None, Term | None],
) -> bool:
    """Whether a contrary word makes the claim contradict the statement.

    ``governors`` are the denying verbs that govern the word in statement and claim.
    """
    if is_only_to_come(statement, claim):
        return False
    clause = _Clause(statement, aligned, alignment)
    if aligned.link is Link.OPPOSITE:
        return _is_opposed(clause, claim)
    if any(governors):
        return _is_denied_by_verb(clause, claim, governors)
    if aligned.statement.negated:
        return _is_denied_whole(clause, claim)
    return _says_what_is_denied(clause, claim)


class _Clause:
    """The clause of the statement in which the contrary word stands."""

    def __init__(self, statement: Analysis, aligned: Aligned, alignment: Alignment) -> None:
        self.statement = statement
        self.aligned = aligned
        self.alignment = alignment
        self.start, self.end = _clause_around(statement.text, aligned.statement)
        self.words = statement.text[self.start : self.end]

    def holds(self, term: Term) -> bool:
        return self.start <= term.span.start < self.end

    def missing(self) -> list[Term]:
        """What the clause says and the claim has no word for."""
        return [t for t, _ in self.alignment.missing if self.holds(t) and _is_telling(t)]

    def linked(self) -> list[Aligned]:
        """The telling words of the clause that the claim has, too."""
        return [
            a
            for a in self.alignment.links
            if self.holds(a.statement) and _is_telling(a.statement) and not a.claim.in_frame
        ]

    def shifts(self, pattern: re.Pattern[str], claim: Analysis) -> bool:
        """Whether the clause has words of a pattern that the claim lacks."""
        return any(
            re.search(rf"\b{re.escape(found)}\b", claim.text, re.IGNORECASE) is None
            for found in pattern.findall(self.words)
        )

    def counts_anew(self, claim: Analysis) -> bool:
        """Whether the clause speaks of a number of things that the claim does not give."""
        known = {quantity.value for quantity in claim.quantities}
        return any(
            self.start <= quantity.span.start < self.end
            and quantity.value
            and not quantity.unit
            and not quantity.ordinal
            and quantity.value not in known
            for quantity in self.statement.quantities
        )

    def is_of_another(self) -> bool:
        """Whether the claim does not begin with what the clause begins with: its subject."""
        word, terms = self.aligned.statement, self.statement.terms
        first = next(
            (t for t in terms if self.holds(t) and not t.in_frame and _is_telling(t)), word
        )
        if first.span == word.span:
            return False
        link = next((a for a in self.alignment.links if a.statement.span == first.span), None)
        return link is None or link.claim.span.start > self.aligned.claim.span.start


def _is_opposed(clause: _Clause, claim: Analysis) -> bool:
    """Whether two opposite words are said of one thing, as two verbs nearly always are.

    Of a clause of few words too little is missing to tell another thing by.
    """
    if clause.shifts(_SHIFTS_OF_TIME, claim):
        return False
    ours = clause.aligned.statement.span.start in verb_starts(clause.statement.text)
    theirs = clause.aligned.claim.span.start in verb_starts(claim.text)
    return (ours and theirs) or not clause.missing() or len(clause.linked()) < _FEW


def _is_denied_by_verb(
    clause: _Clause, claim: Analysis, governors: tuple[Term | None, Term | None]
) -> bool:
    """Whether a verb like "refused" denies the word itself, and not one of its words."""
    ours, theirs = governors
    if clause.shifts(_SHIFTS_OF_TIME, claim):
        return False
    if ours is not None:
        return ours.concepts.isdisjoint(_NO_DENIALS)
    if theirs is None or "dismiss" in theirs.concepts:
        return False
    word = clause.aligned.claim.span.start
    return not any(theirs.span.end <= term.span.start < word for term in claim.terms)


def _is_denied_whole(clause: _Clause, claim: Analysis) -> bool:
    """Whether the claim says all that the statement denies."""
    if clause.missing() or clause.shifts(_SHIFTS, claim) or clause.counts_anew(claim):
        return False
    if _STRESSED.search(clause.words):
        return True
    return not clause.is_of_another() and not (
        _is_plain_not(clause) and _is_scattered(clause, claim)
    )


def _says_what_is_denied(clause: _Clause, claim: Analysis) -> bool:
    """Whether the statement says what the claim denies, and tells of no other act or thing."""
    if clause.shifts(_SHIFTS_OF_TIME, claim):
        return False
    missing = clause.missing()
    if not missing:
        return True
    verbs = verb_starts(clause.statement.text)
    start, end = _clause_around(claim.text, clause.aligned.claim)
    return not any(term.span.start in verbs for term in missing) and not any(
        start <= term.span.start < end and _is_telling(term) and not term.in_frame
        for term in clause.alignment.spare
    )


def _is_plain_not(clause: _Clause) -> bool:
    """Whether the word is denied by "not" alone, which can single out any word of its clause."""
    before = clause.statement.text[: clause.aligned.statement.span.start]
    ends = [found.end() for found in _CUE.finditer(before)]
    return bool(ends) and _PLAIN_NOT.search(before[: ends[-1]]) is not None


def _is_scattered(clause: _Clause, claim: Analysis) -> bool:
    """Whether the words of the clause stand in several clauses of the claim."""
    spans = [a.claim.span for a in clause.linked()]
    if len(spans) < 2:
        return True
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    return _INNER_BREAK.search(claim.text, first, last) is not None


def _clause_around(text: str, term: Term) -> tuple[int, int]:
    start, end = 0, len(text)
    for found in _BREAK.finditer(text):
        if found.end() <= term.span.start:
            start = found.end()
        elif found.start() >= term.span.end:
            end = found.start()
            break
    return start, end


def _is_telling(term: Term) -> bool:
    return not (
        term.stem in LIGHT_STEMS
        or term.stem in _STRESS
        or not term.concepts.isdisjoint(LIGHT_CONCEPTS)
    )
