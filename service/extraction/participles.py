"""Asides with a verb of speech or harm: "…, rejecting calls for dialogue", "Demanding that …, X said".

Only these verbs are turned into sentences of their own: their subject is that of the sentence, or
named before them ("with Moscow announcing …"), and what they say is what a reader looks for.
"""

from __future__ import annotations

import re

from service.parsing.attribution import find_attribution
from service.parsing.clauses import subject_of
from service.parsing.quotes import mask_quotes

_PAST = {
    "rejecting": "rejected",
    "praising": "praised",
    "accusing": "accused",
    "describing": "described",
    "calling": "called",
    "urging": "urged",
    "demanding": "demanded",
    "condemning": "condemned",
    "denouncing": "denounced",
    "blaming": "blamed",
    "adding": "added",
    "saying": "said",
    "stating": "stated",
    "claiming": "claimed",
    "announcing": "announced",
    "warning": "warned",
    "promising": "promised",
    "asking": "asked",
    "denying": "denied",
    "insisting": "insisted",
    "suggesting": "suggested",
    "thanking": "thanked",
    "criticising": "criticised",
    "criticizing": "criticized",
    "welcoming": "welcomed",
    "declaring": "declared",
    "confirming": "confirmed",
    "citing": "cited",
    "reporting": "reported",
    "removing": "removed",
    "killing": "killed",
    "injuring": "injured",
    "wounding": "wounded",
    "damaging": "damaged",
    "destroying": "destroyed",
    "forcing": "forced",
    "causing": "caused",
    "paying tribute": "paid tribute",
}
_VERBS = "|".join(sorted(_PAST, key=len, reverse=True))
_PARTY = r"(?:the\s[a-z]+(?:\s[a-z]+)?|[A-Z][\w'-]*(?:\s[A-Z][\w'-]*){0,3}(?:\s[a-z]+)?)"
_BEHIND = re.compile(
    rf"(?:,\s|(?<=~\")\s)(?:with\s)?(?P<who>{_PARTY}\s)?(?:also\s)?(?P<verb>{_VERBS})\b"
)
_JOINED = re.compile(rf"(?:,?\sand\s|,\s)(?P<who>(?!))?(?P<verb>{_VERBS})\b")
_AHEAD = re.compile(
    rf"^(?P<verb>(?i:{_VERBS}))\b(?P<rest>[^,]{{4,200}}?)(?:,\s|(?<=~\")\s)(?=[A-Z])"
)
_CLOSING = re.compile(
    r",\s(?:while|but|when|although|as)\s|,\s(?:he|she|it|they|the\s\w+)\s(?:said|added)\b"
)


def asides(text: str) -> list[str]:
    """The sentence without its asides, then each aside as a sentence; empty if there is none."""
    masked = mask_quotes(text)
    ahead = _AHEAD.match(masked)
    if ahead:
        rest = text[ahead.end() :]
        subject = _subject(rest)
        if subject is None:
            return []
        first = f"{subject} {_PAST[ahead['verb'].lower()]}{text[slice(*ahead.span('rest'))]}"
        return [first, *(_behind(rest) or [rest])]
    return _behind(text)


def _behind(text: str) -> list[str]:
    masked = mask_quotes(text)
    subject = _subject(text)
    first = _BEHIND.search(masked)
    if subject is None or first is None:
        return []
    if first["who"] and first.group().strip().startswith(("and", "with")) and "~" in first["who"]:
        return []
    closing = _CLOSING.search(masked, first.end())
    end = closing.start() if closing else len(text)
    found = [first, *_JOINED.finditer(masked, first.end(), end)]
    starts = [match.start("verb") for match in found]
    ends = [*(match.start() for match in found[1:]), end]
    before = re.sub(r",\"$", '"', text[: first.start()])
    parts = [before + text[end:]]
    for match, begin, stop in zip(found, starts, ends, strict=True):
        rest = text[begin + len(match["verb"]) : stop].rstrip(" ,")
        who = (match["who"] or subject).strip()
        parts.append(f"{who[:1].upper()}{who[1:]} {_PAST[match['verb']]}{rest}")
    return parts


def _subject(text: str) -> str | None:
    """Who speaks, or who acts, in the main clause."""
    attribution = find_attribution(text)
    if attribution is not None:
        return attribution.speaker
    span = subject_of(text)
    return text[span.start : span.end] if span else None
