"""Where a compound sentence falls into clauses, and what a later clause borrows from the first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from service.domain.mentions import Span
from service.parsing.attribution import find_attribution
from service.parsing.quotes import mask_quotes
from service.parsing.verbs import (
    AUXILIARIES,
    BE,
    HAVE,
    INTRANSITIVE,
    PRESENT,
    Word,
    is_adverb,
    is_participle,
    is_past,
    main_verb,
    read_words,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Stretches of a text that read as one assertion; ``own`` is the one it does not share."""

    pieces: tuple[Span, ...]
    own: Span


_STRONG = re.compile(
    r"\s*(?:;\s*(?:and\s+|but\s+|however,\s+|meanwhile,\s+)?"
    r"|,\s*(?:but|yet|while|whereas|and|whilst)\s+(?:(?:then|also|later|meanwhile|meantime),?\s+)?)"
)
_WEAK = re.compile(r"\s+(?:and\s+at\s+the\s+same\s+time|and\s+then|and\s+also|and|but)\s+")
_JOINTS = re.compile(rf"(?:{_STRONG.pattern})|(?:{_WEAK.pattern})|,\s+(?=[a-z\d])")
_NEVER = re.compile(
    r"\b(?:rather\s+than|not\s+only|either|neither|both)\b|\bmore\b.{1,40}\bthan\b.{0,3}$",
    re.IGNORECASE,
)
_SUBORDINATORS = frozenset(
    """if when after before because although though since until unless as whether that who which
    whose where while whom how why what once""".split()
)
_CONJUNCTIONS = _SUBORDINATORS - {"that", "who", "which", "whose", "where"}
_EACH = re.compile(r"^\s*(?:for\s+every|between|from)\b", re.IGNORECASE)


@lru_cache(maxsize=1_024)
def subject_of(text: str) -> Span | None:
    """The words before the main verb of a sentence, without an opening adverbial; None if unclear."""
    masked = masked_text(text)
    words = read_words(masked)
    at = main_verb(words)
    if at < 1:
        return None
    while at > 1 and is_adverb(words[at - 1].low):
        at -= 1
    start, end = 0, len(masked[: words[at].start].rstrip(" ,"))
    opening = re.match(
        r"(?:(?:but|and|then|meanwhile|however|moreover),?\s+)?"
        r"(?:(?:on|in|at|after|before|during|since|early|late|later|by)\b[^,]{1,80},\s+)?",
        masked,
        re.IGNORECASE,
    )
    if opening and opening.end() < end:
        start = opening.end()
    comma = masked.find(", ", start, end)
    if comma > 0:
        end = comma
    return Span(start=start, end=end) if end > start else None


def cut_clauses(text: str) -> tuple[Part, ...]:
    """Cut at the first place where another clause, or another predicate of the subject, begins."""
    masked = masked_text(text)
    if _EACH.search(masked):
        return ()
    governed = find_attribution(text) is not None
    for joint in _JOINTS.finditer(masked):
        left, right = masked[: joint.start()], masked[joint.end() :]
        if not left.strip() or not right.strip() or _NEVER.search(left):
            continue
        strong = joint.group().lstrip()[0] in ";," and joint.group().strip() != ","
        parts = _cut_at(text, joint, strong=strong, governed=governed)
        if parts:
            return parts
    return ()


def _cut_at(text: str, joint: re.Match[str], *, strong: bool, governed: bool) -> tuple[Part, ...]:
    masked = masked_text(text)
    # What follows tells a participle of an aside from a verb, so the whole is read at once.
    left = tuple(word for word in read_words(masked) if word.end <= joint.start())
    right = read_words(masked[joint.end() :])
    first = Span(start=0, end=joint.start())
    second = Span(start=joint.end(), end=len(text))
    if governed:
        # What a speaker said stays with the speaker; two speakers are two assertions.
        both = (find_attribution(text[: first.end]), find_attribution(text[second.start :]))
        if strong and all(both):
            return Part(pieces=(first,), own=first), Part(pieces=(second,), own=second)
        if sum(word.finite for word in left) != 1:
            return ()
    verb = _main_verb(left, masked)
    if verb < 0 or not right or _is_subordinate(left, masked[: joint.start()], strong):
        return ()
    if not governed and _is_clause(right, masked[joint.end() :]):
        if joint.group().strip() == "," and not _may_follow_comma(right):
            return ()
        return Part(pieces=(first,), own=first), Part(pieces=(second,), own=second)
    if joint.group().strip() == ",":
        return ()
    shared = _shared_until(left, verb, right)
    if shared is None:
        return ()
    lead = Span(start=0, end=shared)
    return Part(pieces=(first,), own=first), Part(pieces=(lead, second), own=second)


def _main_verb(words: tuple[Word, ...], masked: str) -> int:
    """The main verb past an opening subordinate clause ("When the bridge fell, …")."""
    comma = masked.find(", ")
    if words and words[0].low in _SUBORDINATORS and comma > 0:
        skipped = sum(word.start < comma for word in words)
        found = main_verb(words[skipped:])
        return skipped + found if found >= 0 else -1
    return main_verb(words)


def _is_clause(words: tuple[Word, ...], masked: str) -> bool:
    """Whether words have a subject and a finite verb of their own."""
    at = main_verb(words)
    if at < 1 or at > 12:
        return False
    subject = [word for word in words[:at] if not is_adverb(word.low)]
    if not subject or subject[0].low in _SUBORDINATORS or subject[0].low in {"to", "not"}:
        return False
    if subject[0].low in PRESENT and len(subject) > 1 and subject[1].low in _BEFORE_NOUN:
        # "now expects the growth that it had ruled out": a verb, and no plural, has an article behind it.
        return False
    if any(word.low in _CONJUNCTIONS for word in words[1:at]):
        return False
    return ", " not in masked[: words[at].start].rstrip(", ") or subject[0].capital


_BEFORE_NOUN = frozenset("the a an its his her their this that these those no".split())


def _may_follow_comma(words: tuple[Word, ...]) -> bool:
    """Whether a clause after a bare comma is one of a list, not an aside or "the city he loved"."""
    at = main_verb(words)
    pronouns = {"he", "she", "they", "it", "i", "we", "you"}
    first = words[0].low
    if at > 6 or words[at - 1].low in pronouns or first in pronouns | _OPENS_ASIDE | PRESENT:
        return False
    return not first.endswith(("ing", "ed", "ly"))


_OPENS_ASIDE = frozenset(
    """in on at after before by for from with of to as under over against including such especially
    or nor so not then even one although since according""".split()
)


def _is_subordinate(left: tuple[Word, ...], masked: str, strong: bool) -> bool:
    """Whether the joint lies inside a subordinate clause ("After A fell and B rose, …")."""
    last_comma = masked.rfind(",")
    opens = left[0].low in _SUBORDINATORS and "," not in masked
    if opens:
        return True
    if strong:
        return False
    verb = main_verb(left)
    return any(
        word.low in _SUBORDINATORS and word.start > last_comma and at > verb
        for at, word in enumerate(left)
        if word.low not in {"as", "since", "before", "after", "until"} or _has_verb_after(left, at)
    )


def _has_verb_after(words: tuple[Word, ...], at: int) -> bool:
    return any(word.finite for word in words[at + 1 :])


def _shared_until(left: tuple[Word, ...], verb: int, right: tuple[Word, ...]) -> int | None:
    """How far the shared beginning reaches when ``right`` is a second predicate; None if not one."""
    if left[-1].finite or verb == 0:
        return None
    lead = 0
    while lead < len(right) - 1 and is_adverb(right[lead].low):
        lead += 1
    head = right[lead]
    following = right[lead + 1] if lead + 1 < len(right) else None
    group_end = _group_end(left, verb)
    passive = left[verb].low in BE and group_end > verb
    perfect = left[verb].low in HAVE and group_end > verb
    if (passive or perfect) and _shares_auxiliary(head, following, passive):
        return left[group_end].start - 1
    progressive = verb + 1 < len(left) and left[verb + 1].low.endswith("ing")
    if not _is_predicate(head, following, left[verb], later=lead > 0) or (
        progressive and is_past(head.low)
    ):
        return None
    if group_end == len(left) - 1 and left[verb].low not in BE | HAVE and following:
        # "condemned and punished the rebels": the verbs share what follows them.
        return None
    end = verb
    while end > 1 and is_adverb(left[end - 1].low):
        end -= 1
    return left[end].start - 1


def _shares_auxiliary(head: Word, following: Word | None, passive: bool) -> bool:
    """Whether a participle needs the "was" or "has" of the first predicate."""
    if head.low in AUXILIARIES or head.low in INTRANSITIVE or not is_participle(head.low):
        return False
    if not passive:
        return True
    return following is None or following.low in _AFTER_PASSIVE or is_adverb(following.low)


def _is_predicate(head: Word, following: Word | None, verb: Word, *, later: bool) -> bool:
    """Whether a word opens a second predicate in the tense of the first.

    ``later``: an adverb stands before it, behind which another tense may follow ("and now wants").
    """
    if head.low in AUXILIARIES:
        return True
    if head.capital:
        return False
    if is_past(head.low):
        return is_past(verb.low) or verb.low in AUXILIARIES
    present = later or verb.low in PRESENT | {"is", "are", "has", "have"}
    return present and head.low in PRESENT and following is not None


_AFTER_PASSIVE = frozenset(
    """in on at to by for with of from as into after before during under over since until while
    because and or but last this""".split()
)


def _group_end(words: tuple[Word, ...], verb: int) -> int:
    """The last word of the verb group that begins at ``verb``: "has been widely praised"."""
    end = verb
    for at in range(verb + 1, min(verb + 6, len(words))):
        low = words[at].low
        if is_participle(low) or low in {"been", "being", "be"}:
            end = at
        elif not is_adverb(low):
            break
    return end


def masked_text(text: str) -> str:
    """Quotations and brackets hidden, so that no rule cuts inside them."""
    masked = mask_quotes(text)
    if "(" not in masked:
        return masked
    return re.sub(r"\([^()]*\)", lambda match: "~" * len(match.group()), masked)
