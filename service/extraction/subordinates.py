"""Facts that a sentence carries along: after a comma, behind "which", "where" and "after".

Each rule answers with sentences: first what is left, then what was carried. What is carried is
always something that the outlet holds to be so; "if", "unless" and "so that" carry nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.parsing.attribution import find_attribution
from service.parsing.clauses import subject_of
from service.parsing.names import find_names
from service.parsing.quotes import mask_quotes
from service.parsing.verbs import PRESENT, is_participle, main_verb, read_words

_WHERE = re.compile(r",\swhere\s(?P<clause>[^,;\"]{12,160})(?P<end>,\s|\.?$)")
_WHICH = re.compile(
    r"(?P<lead>\s)(?P<what>(?:the|an?|its|their)\s(?:[\w-]+\s){0,2}[\w-]+),\swhich\s"
    r"(?P<clause>[^,;\"]{6,160})(?P<end>,\s|\.?$)"
)
# "Hit by a storm that began on Sunday": what a clause introduces and says at once.
_INTRODUCED = re.compile(
    r"\b(?:by|of|to|with|in|after|against|over|into|for)\san?\s(?P<what>(?:[\w-]+\s){0,2}?[\w-]+)\s(?:that|which)\s"
    r"(?P<clause>(?:has|have|had|was|were|is|are|[a-z]+ed|began|broke|spread|rose|fell|left|hit|cost|took)\s[^,;\"~]{5,120}?)"
    r"(?=\s(?:before|while|when|and)\s|,|\.?$)"
)
_BY_DOING = re.compile(r"\b(?:by|after|before|despite)\s(?P<doing>[a-z]{3,}ing)\s")
# "The address followed Feld's announcement that …": Feld announced it.
_ANNOUNCED = re.compile(
    r"(?P<who>[A-Z][\w-]+(?:\s[A-Z][\w-]+){0,3})'s?\s(?:[a-z]+\s)?(?P<noun>announcement|statement|claim"
    r"|warning|admission|confirmation|promise|report|estimate|accusation|suggestion|denial)\s"
    r"(?:[^,;\"~]{0,40}?\s)?that\s(?P<clause>[^;]{12,200})$"
)
# "Following Feld's sacking of her deputy on Wednesday": she sacked him then.
_DEED = re.compile(
    r"(?P<who>[A-Z][\w-]+(?:\s[A-Z][\w-]+){0,3})'s?\s(?P<doing>[a-z]{3,}ing)\sof\s"
    r"(?P<what>[^,;\"~]{3,80}?)(?=\sto\s[a-z]+\s|,|\.?$)"
)
_SAID_BY_NOUN = {
    "announcement": "announced",
    "statement": "said",
    "claim": "claimed",
    "warning": "warned",
    "admission": "admitted",
    "confirmation": "confirmed",
    "promise": "promised",
    "report": "reported",
    "estimate": "estimated",
    "accusation": "claimed",
    "suggestion": "suggested",
    "denial": "denied",
}
# "Sparked by rising prices" names a cause; "praised for ending it by acting" another's means.
_NOT_A_MEANS = re.compile(r"(?:[a-z]+ed|hit|driven|shaken|led|met)\s$|\bfor\s[a-z]+ing\b")
_MEANS_END = re.compile(r"(?:,|\s(?:and|or))?\s*$")
_IRREGULAR = {
    "cutting": "cut",
    "sending": "sent",
    "taking": "took",
    "giving": "gave",
    "making": "made",
    "paying": "paid",
    "putting": "put",
    "setting": "set",
    "holding": "held",
    "shutting": "shut",
    "leaving": "left",
    "telling": "told",
    "bringing": "brought",
    "building": "built",
    "buying": "bought",
    "selling": "sold",
    "breaking": "broke",
    "driving": "drove",
    "writing": "wrote",
    "shooting": "shot",
    "hitting": "hit",
    "letting": "let",
    "spending": "spent",
    "winning": "won",
    "withdrawing": "withdrew",
    "going": "went",
    "doing": "did",
    "being": "",
    "having": "had",
}
_UNREAL = re.compile(
    r"\b(?:would|could|should|may|might|will|can|must|not|never|if|plans?|wants?|to\sbe)\b|n't\b"
)
_REDUCED = re.compile(
    r"^(?P<who>[^,\"~]{3,80}),\s(?P<done>[a-z]+)\s(?P<rest>[^,;~]{3,100}),\s(?P<main>\S.*)$"
)
_OPENED = re.compile(
    r"^(?P<done>Built|Founded|Based|Deployed|Sent|Elected|Launched|Opened|Created|Born|Sworn)\s"
    r"(?P<rest>[^,;~]{3,80}),\s(?P<main>\S.*)$"
)
_PARTITIVE = re.compile(
    r",\s(?P<count>(?:(?:about|some|at\sleast|more\sthan|nearly)\s)?[\w,-]+)\sof\s(?:them|whom|these)\s"
    r"(?P<rest>(?:in|on|from|with|older|younger|were|are)\s[^,;~]{2,80}?)(?=,|\.?$)"
)
_AFTER = re.compile(
    r"(?P<whole>(?:,\s(?:[\w-]+\s){1,2})?\s?\b(?:after|because|although|even\sthough)\s(?P<clause>[^,;\"~]{12,160}))"
    r"(?=,|\.?$)"
)
_IRREGULAR_DONE = frozenset(
    "based led seen set hit built held made sent shut known held shot".split()
)
_BE = {"is", "are", "was", "were"}


def places(text: str) -> Iterator[str]:
    """ "… in Ostberg, where 640 people work": 640 people work in Ostberg."""
    found = _WHERE.search(mask_quotes(text))
    if found is None:
        return
    rest = _rest(text, found)
    yield text[: found.start()] + rest
    clause = text[slice(*found.span("clause"))]
    name = next((n for n in find_names(text) if n.span.end == found.start()), None)
    where = f" in {name.text}" if name and " in " not in clause else ""
    yield _capital(clause) + where + _tail(text, carried=bool(rest))


def relatives(text: str) -> Iterator[str]:
    """ "… the search, which was suspended for four hours": the search was suspended."""
    found = _WHICH.search(mask_quotes(text))
    if found is None or not _has_verb(found["clause"]):
        return
    rest = _rest(text, found)
    yield text[: found.end("what")] + rest
    what = re.sub(r"^an?\s", "the ", found["what"])
    clause = text[slice(*found.span("clause"))]
    yield f"{_capital(what)} {clause}{_tail(text, carried=bool(rest))}"


def introduced(text: str) -> Iterator[str]:
    """ "The valley was hit by a storm that began on Sunday": the storm began then."""
    found = _INTRODUCED.search(mask_quotes(text))
    if found is None or _UNREAL.search(text[: found.start()]):
        return
    yield text
    what, clause = (text[slice(*found.span(part))] for part in ("what", "clause"))
    yield f"The {what} {clause}"


def means(text: str) -> Iterator[str]:
    """ "The firm tried to win them back by cutting prices and by sending gifts": it cut prices."""
    masked = mask_quotes(text)
    found = list(_BY_DOING.finditer(masked))
    span = subject_of(text)
    if not found or span is None or span.end > found[0].start() or find_attribution(text):
        return
    before = masked[: found[0].start()]
    if not found[0].group().startswith("by ") and re.search(r",|\b(?:who|which|that)\b", before):
        return
    if _UNREAL.search(before) or _NOT_A_MEANS.search(before):
        return
    yield text
    ends = [one.start() for one in found[1:]] + [len(text.rstrip("."))]
    for one, end in zip(found, ends, strict=True):
        if done := _past_of(one["doing"]):
            rest = _MEANS_END.sub("", text[one.end() : end])
            yield f"{text[span.start : span.end]} {done} {rest}"


def announcements(text: str) -> Iterator[str]:
    """ "The address followed Feld's announcement that 12 had died": Feld announced it."""
    found = _ANNOUNCED.search(mask_quotes(text))
    if found is None or find_attribution(text) or not _has_verb(found["clause"]):
        return
    yield text
    clause = text[slice(*found.span("clause"))]
    yield f"{found['who']} {_SAID_BY_NOUN[found['noun']]} that {clause}"


def deeds(text: str) -> Iterator[str]:
    """ "The strike followed Feld's sacking of her deputy": she sacked her deputy."""
    found = _DEED.search(mask_quotes(text))
    if found is None or find_attribution(text) or _UNREAL.search(text):
        return
    if done := _past_of(found["doing"]):
        yield text
        yield f"{found['who']} {done} {text[slice(*found.span('what'))]}"


def _past_of(doing: str) -> str:
    """The past of a present participle ("carrying" -> "carried"); "" where there is none to use."""
    if doing in _IRREGULAR:
        return _IRREGULAR[doing]
    stem = doing.removesuffix("ing")
    if stem.endswith("y") and stem[-2:-1] not in "aeiou":
        return f"{stem[:-1]}ied"
    return f"{stem}ed"


def reduced(text: str) -> Iterator[str]:
    """ "The company, based in Ostberg, plans …": it is based there."""
    masked = mask_quotes(text)
    found = _REDUCED.match(masked)
    if found and (is_participle(found["done"]) or found["done"] in _IRREGULAR_DONE):
        who, main = text[slice(*found.span("who"))], text[slice(*found.span("main"))]
        words = read_words(found["main"])
        opens = words and (words[0].finite or words[0].low in PRESENT or main_verb(words) == 0)
        if opens and not _has_verb(who):
            yield f"{who} {main}"
            yield f"{who} {_be(who)} {found['done']} {text[slice(*found.span('rest'))]}"
        return
    found = _OPENED.match(masked)
    if found is None:
        return
    main = text[slice(*found.span("main"))]
    span = subject_of(main)
    if span is not None:
        who = _capital(main[span.start : span.end])
        yield _capital(main)
        yield f"{who} {_be(who)} {found['done'].lower()} {text[slice(*found.span('rest'))]}"


def partitives(text: str) -> Iterator[str]:
    """ "47 survivors were in hospital, nine of them in critical condition"."""
    found = _PARTITIVE.search(mask_quotes(text))
    whole = _counted(text[: found.start()]) if found else None
    if found is None or whole is None:
        return
    yield text[: found.start()] + text[found.end() :]
    rest = text[slice(*found.span("rest"))]
    verb = "" if rest.split()[0] in _BE else "were "
    tail = _tail(text, carried=found.end() < len(text.rstrip(". ")))
    yield f"{_capital(found['count'])} of the {whole} {verb}{rest}{tail}"


def reasons(text: str) -> Iterator[str]:
    """ "Shares fell after the firm had warned on Wednesday": the firm had warned."""
    found = _AFTER.search(mask_quotes(text))
    if found is None or found.start() < len("It was ") or not _has_clause(found["clause"]):
        return
    attribution = find_attribution(text)
    if attribution is not None and attribution.content_span.start > found.start():
        return
    clause = text[slice(*found.span("clause"))]
    if re.search(r"\b(?:he|she|it|they|him|them|which|this)\b", mask_quotes(clause)):
        return
    yield text
    yield _capital(clause) + _tail(text, carried=found.end() < len(text.rstrip(". ")))


def _rest(text: str, found: re.Match[str]) -> str:
    """What follows an aside; its comma stays only where something else than the verb follows."""
    if not found["end"].strip("."):
        return ""
    words = read_words(text[found.end() :])
    verb = bool(words) and (words[0].finite or words[0].low in PRESENT)
    return text[found.end() - 1 :] if verb else text[found.end("clause") :]


def _counted(text: str) -> str | None:
    """What a clause counts: "survivors" of "47 of the survivors were in hospital"."""
    found = re.search(
        r"\b(?:\d[\d,.]*|[A-Za-z]+(?:-[a-z]+)?)\s(?:of\sthe\s)?(?P<noun>[a-z]{4,}s|people|children)\b",
        text,
    )
    return found["noun"] if found else None


def _tail(text: str, *, carried: bool) -> str:
    """The speaker behind the sentence, if what was carried stood before him."""
    attribution = find_attribution(text)
    if not carried or attribution is None:
        return ""
    behind = attribution.content_span.end <= attribution.speaker_span.start
    return text[attribution.content_span.end :] if behind else ""


def _has_verb(text: str) -> bool:
    return any(word.finite for word in read_words(mask_quotes(text)))


def _has_clause(text: str) -> bool:
    return main_verb(read_words(text)) >= 1


def _be(who: str) -> str:
    last = who.split()[-1]
    return "were" if last.endswith("s") and last[0].islower() else "was"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
