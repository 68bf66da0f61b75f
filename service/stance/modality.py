"""What is to come, what ought to be, what is asked or only believed: all short of fact.

"The bank must cut rates" does not say that it will, nor does "he fears that 50 have died" say that
50 have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from service.domain.mentions import Span
from service.parsing.analysis import Analysis, Term, once
from service.parsing.certainty import Certainty
from service.parsing.verbs import finite_starts
from service.stance.alignment import Alignment
from service.stance.comparison import Comparison
from service.stance.factivity import put_under

_COMING = re.compile(
    r"\b(?:will|shall|won't|would|(?:is|are|was|were) (?:going |set |due |expected )?to"
    r"|plan(?:s|ned|ning)? to|intend(?:s|ed)? to|promised to|pledged to|vow(?:s|ed)? to)\b",
    re.IGNORECASE,
)
_WILL = re.compile(r"\b(?:will|shall|won't|(?:is|are) going to)\b", re.IGNORECASE)
_OUGHT = re.compile(
    r"\b(?:must|should|ought to|ha(?:s|ve) to|needs? to|wants? to|threaten(?:s|ed)? to)\b",
    re.IGNORECASE,
)
_BELIEVES = re.compile(
    r"^(?:believe[sd]?|thinks?|thought|fear(?:s|ed)|hope[sd]|suspect(?:s|ed)|predict(?:s|ed)"
    r"|suggest(?:s|ed)|assume[sd])$",
    re.IGNORECASE,
)
_BELIEF = re.compile(
    r"\b(?:believ\w+|think\w*|thought|fear\w*|hop(?:e|es|ed|ing)|suspect\w*|predict\w*|assum\w+"
    r"|presum\w+|suppos\w+|consider\w*|risks?|danger|threat|possib\w+|prospects?|chances?|charged"
    r"|indicted|wanted|cleared|acquitted|trial)\b",
    re.IGNORECASE,
)
# What stands right behind these is feared, possible, charged or voted on, and not thereby so.
_BELIEVED = re.compile(
    r"\b(?:(?:is|are|was|were)\s+(?:\w+ly\s+)?(?:feared|presumed|assumed|supposed)"
    r"|fears? of|risks? of|danger of|threat of|possibility of|prospects? of|chances? of|hopes? of"
    r"|(?:charged|indicted|wanted|investigated|sued|tried|arrested|detained|questioned|trial)"
    r" (?:with|for|over|on suspicion of)|blamed for|accused of|cleared of|acquitted of|vot(?:e|es|ed|ing) on (?:an?|the))\b",
    re.IGNORECASE,
)
# Before these, "to do it" tells that it was done: "was forced to leave", "began to melt".
_DONE = re.compile(
    r"\b(?:beg[aiu]n\w*|start\w*|manag\w+|forced|forcing|compel\w+|ha(?:d|s|ve)(?=\s*$)|help\w*|continu\w+|proceed\w*"
    r"|w[eo]nt|first|last|only|second|third|enough|vot\w+|decid\w+|agreed|chose|used|came|come|able"
    r"|fail\w*|refus\w+|declin\w+|reject\w+|rul\w+ out|not|never|no|n['’]t|said|known|reported"
    r"|found|seen|made|makes?|caus\w+|led|allow\w+ (?:him|her|them)|according|turned out|happen\w*)\b",
    re.IGNORECASE,
)
_INFINITIVE = re.compile(r"\bto\s+(?:\w+ly\s+)?$")
_USED_TO = re.compile(r"(?<!is )(?<!are )(?<!was )(?<!were )(?<!be )\bused to\b", re.IGNORECASE)
_ONCE = re.compile(
    r"\b(?:was|were|sat|served|ruled|led) (?:once|formerly|previously)\b"
    r"|(?<!at )\bonce (?:was|were|sat|served|ruled|led)\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:used to|was|were|had|once|former(?:ly)?|did)\b", re.IGNORECASE)


def compare_modality(
    statement: Analysis, claim: Analysis, alignment: Alignment, speaker: str | None
) -> list[Comparison]:
    """Incomparable where the claim says what ought to be or is believed, the statement what is.

    ``speaker`` is who the record says speaks in the claim.
    """
    span = (
        _question(claim)
        or (_shouted(statement, claim, alignment) if speaker is None else None)
        or _ought(statement, claim)
        or _belief(statement, claim, alignment)
        or _label(statement, claim)
        or _past_habit(statement, claim)
        or _infinitive(statement, claim, alignment)
    )
    return [replace(put_under(claim, span), bars=True)] if span is not None else []


@once
def _question(claim: Analysis) -> Span | None:
    """The whole of a claim that only asks."""
    if claim.attribution is not None or not claim.text.rstrip().endswith("?"):
        return None
    return Span(start=0, end=len(claim.text))


def _shouted(statement: Analysis, claim: Analysis, alignment: Alignment) -> Span | None:
    """A quoted sentence that nobody answers for: "protesters chanted 'the king is dead'"."""
    if claim.attribution is not None or statement.quotes or not claim.quotes:
        return None
    said = [a.claim.span for a in alignment.links if a.link.entails]
    finite = finite_starts(claim.text)
    for quote in claim.quotes:
        inside = [start for start in finite if quote.span.start <= start < quote.span.end]
        whole = bool(inside) and len(inside) < len(finite)
        if whole and said and all(quote.span.covers(span) for span in said):
            return quote.span
    return None


def _past_habit(statement: Analysis, claim: Analysis) -> Span | None:
    """ "Used to be", beside a statement of what is."""
    found = _USED_TO.search(claim.text)
    if found is None or _PAST.search(statement.text):
        return None
    return Span(start=found.start(), end=found.end())


@once
def used_to_be(analysis: Analysis) -> bool:
    """Whether a text tells of what was so once and is over: "used to be president"."""
    return bool(_USED_TO.search(analysis.text) or _ONCE.search(analysis.text))


def _infinitive(statement: Analysis, claim: Analysis, alignment: Alignment) -> Span | None:
    """ "To do" in a claim, of what the statement says was done: "had orders to attack"."""
    if statement.certainty.certainty is not Certainty.FACT:
        return None
    finite = finite_starts(statement.text)
    for aligned in alignment.links:
        if aligned.statement.span.start not in finite or not aligned.link.entails:
            continue
        start = aligned.claim.span.start
        led = _INFINITIVE.search(claim.text[:start])
        if led is None or aligned.claim.in_frame or not _is_base(aligned.claim.text):
            continue
        if _DONE.search(claim.text[: led.start()]) is None:
            return Span(start=led.start(), end=aligned.claim.span.end)
    return None


def _is_base(word: str) -> bool:
    """Whether a word may be an infinitive: "to attack", not "to attacks"."""
    low = word.lower().split()[0]
    return not low.endswith(("ed", "ing")) and (not low.endswith("s") or low.endswith("ss"))


def is_only_to_come(statement: Analysis, claim: Analysis) -> bool:
    """Whether the statement tells what will be, of which the claim has not a word."""
    return _will(statement) and not _is_coming(claim)


def _ought(statement: Analysis, claim: Analysis) -> Span | None:
    """The words of duty or wish in a claim, beside a statement of what will be."""
    if not _will(statement) or _ought_at(statement) is not None or _is_coming(claim):
        return None
    return _ought_at(claim)


@once
def _will(analysis: Analysis) -> bool:
    return _WILL.search(analysis.text) is not None


@once
def _is_coming(analysis: Analysis) -> bool:
    return _COMING.search(analysis.text) is not None


@once
def _ought_at(analysis: Analysis) -> Span | None:
    found = _OUGHT.search(analysis.text)
    return Span(start=found.start(), end=found.end()) if found else None


def _belief(statement: Analysis, claim: Analysis, alignment: Alignment) -> Span | None:
    """The words that make the claim a belief, unless the statement tells a belief, too."""
    if statement.certainty.certainty is not Certainty.FACT or statement.attribution is not None:
        return None
    if _BELIEF.search(statement.text):
        return None
    cue = _cue_of_belief(claim)
    if cue is not None:
        return cue
    said = {a.claim.span for a in alignment.links if a.link.entails}
    return next((span for span, believed in _believed(claim) if believed.span in said), None)


_LABELS = re.compile(r"^(?:call(?:s|ed)|describe[sd])$", re.IGNORECASE)


def _label(statement: Analysis, claim: Analysis) -> Span | None:
    """The word by which somebody gives a name to something: what he calls it, it need not be."""
    if statement.attribution is not None or claim.attribution is None:
        return None
    cue = claim.attribution.cue_span
    return cue if _LABELS.match(claim.text[cue.start : cue.end]) else None


@once
def _cue_of_belief(analysis: Analysis) -> Span | None:
    if analysis.attribution is None:
        return None
    cue = analysis.attribution.cue_span
    return cue if _BELIEVES.match(analysis.text[cue.start : cue.end]) else None


@once
def _believed(claim: Analysis) -> Sequence[tuple[Span, Term]]:
    """The words of fear or chance, each with the word right behind it."""
    found = []
    for match in _BELIEVED.finditer(claim.text):
        span = Span(start=match.start(), end=match.end())
        first = next((t for t in claim.terms if t.span.start >= span.end), None)
        if first is not None and not any(quote.span.covers(span) for quote in claim.quotes):
            found.append((span, first))
    return found
