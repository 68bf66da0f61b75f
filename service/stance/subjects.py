"""Who does it: the subject of the statement's verb must be that of the verb in the claim.

"The man who shot the mayor was arrested", "an aide to the mayor was arrested" and "the mayor
resigned over the arrest of his son" have every word of "the mayor was arrested".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.domain.evidence import ReasonType
from service.parsing.analysis import Analysis, Term, once
from service.parsing.verbs import main_verb, read_words, verb_starts
from service.stance.alignment import LIGHT_STEMS, Aligned, Alignment
from service.stance.comparison import Comparison
from service.stance.heads import TRANSPARENT, is_act
from service.stance.order import passive_group, verb_span
from service.stance.placing import laid

_LED_IN = re.compile(
    r"\b(?:of|in|at|for|from|to|with|near|on|by|about|against|over|under|behind|after|before|into"
    r"|between|among|as|than)\s+(?:(?:the|an?|his|her|its|their)\s+)?(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"(?P<head>[\w-]+)\s+(?:next to|near|to|for|with|against|behind|beside|opposite|outside|from"
    r"|about|over|around)\s+(?:(?:the|an?|his|her|its|their)\s+)?$",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"(?<=\S\s)\b(?:who|which|whose|that)\b")
_ASIDE = re.compile(r",|\b(?:who|which|whose|that)\b")
# "Defended its attack", "shocked investors with a cut": the act is the subject's own.
_OWN_ACT = re.compile(
    r"\b(?:(?:its|his|her|their)|(?:with|by|through)\s+(?:an?|the))\s+(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
_OF_OTHER = re.compile(r"^\s+(?:of|by)\s+(?:(?:the|an?|his|her|its|their)\s+)?$")
# With these, who is said to do the deed that follows does it: "launched an attack".
_PERFORMING = frozenset(
    """launch stage mount carri carry conduct commit impos make made give gave issu order take took
    hold held begin began begun start continu suffer sustain deliv declar announc express voic show
    lend lent pledg complet finish execut perform implement undergo underw do did done see saw
    experi report record post regist put set call pass approv sign end repeat renew resum""".split()
)


def compare_subjects(
    statement: Analysis, claim: Analysis, alignment: Alignment
) -> list[Comparison]:
    """Incomparable where the claim has the statement's subject beside the act, not as its doer."""
    subject = _subject(statement)
    acts = _acts(statement, alignment) if subject is not None else []
    main = _main_verb(claim) if acts else None
    if subject is None or main is None:
        return []
    shared = next((a for a in alignment.links if a.statement.span == subject.span), None)
    if shared is None or not shared.link.entails:
        return []
    if shared.claim.in_frame:
        return _of_speaker(statement, claim, shared, acts)
    for act in acts:
        if _stands_beside(claim, alignment, shared.claim, act.claim, main) or _is_anothers(
            claim, alignment, shared.claim, act.claim, main
        ):
            detail = f'the claim does not say it of "{shared.claim.text}"'
            return [laid(statement, claim, shared, ReasonType.WORDING, detail)]
    return []


# "X said that he had ordered", "that its flights are suspended": told of the speaker himself.
_COMES_BACK = re.compile(
    r"^\W*(?:that\s+)?(?:he|she|it|they|we|i|its|his|her|their|our|my)\b", re.IGNORECASE
)


def _of_speaker(
    statement: Analysis, claim: Analysis, shared: Aligned, acts: list[Aligned]
) -> list[Comparison]:
    """Incomparable where the doer only tells in the claim what was done.

    "The police reported that 18 officers were killed" does not say that the police killed them.
    """
    attribution = claim.attribution
    if attribution is None or statement.attribution is not None:
        return []
    if not any(attribution.content_span.covers(act.claim.span) for act in acts):
        return []
    if _COMES_BACK.match(claim.text[attribution.content_span.start :]):
        return []
    detail = f"the claim only says that {shared.claim.text} said it"
    return [laid(statement, claim, shared, ReasonType.WORDING, detail)]


@once
def _subject(statement: Analysis) -> Term | None:
    """The head of what stands before the verb of a statement, asides left out."""
    verb = verb_span(statement)
    if verb is None:
        return None
    before = [t for t in statement.terms if t.span.end <= verb[0] and not t.in_frame]
    if not before:
        return None
    aside = _ASIDE.search(statement.text, before[0].span.end)
    end = aside.start() if aside else verb[0]
    heads = [
        t
        for t in before
        if t.span.end <= end and _LED_IN.search(statement.text[: t.span.start]) is None
    ]
    return heads[-1] if heads else None


def _acts(statement: Analysis, alignment: Alignment) -> list[Aligned]:
    """The links of the statement's verb."""
    verb = verb_span(statement)
    return [
        a
        for a in alignment.links
        if verb
        and a.link.entails
        and not a.claim.name
        and verb[0] <= a.statement.span.start < verb[1]
    ]


@once
def _main_verb(claim: Analysis) -> tuple[int, int] | None:
    """Where the first finite verb outside relative clauses stands in what is told."""
    start = claim.attribution.content_span.start if claim.attribution else 0
    words = [word for word in read_words(claim.text) if word.start >= start]
    at = main_verb(words)
    if at < 0:
        return None
    group = passive_group(claim.text, words[at].start)
    return words[at].start, group.end() if group else words[at].end


def _stands_beside(
    claim: Analysis, alignment: Alignment, subject: Term, act: Term, main: tuple[int, int]
) -> bool:
    """Whether the word only belongs to the subject of the claim's verb, which tells the act."""
    if not subject.span.end <= main[0] <= act.span.start:
        return False
    before = claim.text[: subject.span.start]
    for relative in _RELATIVE.finditer(before):
        if any(
            word.finite
            for word in read_words(claim.text)
            if relative.end() <= word.start < subject.span.start
        ):
            return True
    beside = _BESIDE.search(before)
    return beside is not None and any(
        head.span.end == beside.end("head")
        and head.name is None
        and head.counted_by is None
        and head.stem not in TRANSPARENT
        and not is_act(head)
        for head in alignment.spare
    )


def _is_anothers(
    claim: Analysis, alignment: Alignment, subject: Term, act: Term, main: tuple[int, int]
) -> bool:
    """Whether the act is a noun of the claim, and told of another: "condemned the attack"."""
    if act.span.start in verb_starts(claim.text) or main[0] <= act.span.start < main[1]:
        return False
    if _is_infinitive(claim, act) or act.text.endswith("ing"):
        # Who names a reason for suspending flights suspends them.
        return False
    if _is_of_others(claim, alignment, act) or _is_attribute(claim, alignment, act):
        return True
    if _OWN_ACT.search(claim.text[: act.span.start]):
        return False
    does = next(_terms_of_verb(claim, main), None)
    if does is None or not any(spare is does for spare in alignment.spare):
        return False
    if does.stem in _PERFORMING or does.stem in LIGHT_STEMS:
        return False
    if passive_group(claim.text, main[0]) is None:
        return subject.span.end <= main[0] and act.span.start >= main[1]
    return subject.span.start >= main[1] and claim.text[
        : subject.span.start
    ].lower().rstrip().endswith((" by", " by the"))


_DEEDS = frozenset("action wave campaign attack oper effort measur move step act rate rise".split())


def _is_attribute(claim: Analysis, alignment: Alignment, act: Term) -> bool:
    """Whether the act only says of which kind something is: "a shoot-to-kill order"."""
    following = next((t for t in claim.terms if t.span.start >= act.span.end), None)
    return (
        following is not None
        and claim.text[act.span.end : following.span.start] in (" ", "-")
        and following.name is None
        and following.stem not in _DEEDS
        and following.span.start not in verb_starts(claim.text)
        and any(spare is following for spare in alignment.spare)
    )


def _is_of_others(claim: Analysis, alignment: Alignment, act: Term) -> bool:
    """Whether the act is of, or by, one of whom the statement does not speak."""
    following = [t for t in claim.terms if t.span.start >= act.span.end][:2]
    if not following:
        return False
    if not _OF_OTHER.match(claim.text[act.span.end : following[0].span.start]):
        return False
    title = (
        len(following) > 1 and claim.text[following[0].span.end : following[1].span.start] == " "
    )
    others = following if title else following[:1]
    return all(any(spare is term for spare in alignment.spare) for term in others)


def _is_infinitive(claim: Analysis, act: Term) -> bool:
    return claim.text[: act.span.start].lower().endswith("to ")


def _terms_of_verb(claim: Analysis, main: tuple[int, int]) -> Iterator[Term]:
    return (t for t in claim.terms if main[0] <= t.span.start < main[1])
