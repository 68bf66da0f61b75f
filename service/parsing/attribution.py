"""Who is said to have said something: "X said that Y", "According to X, Y", "Y, X said"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from service.domain.mentions import Attribution, Manner, Span
from service.parsing.names import name_key
from service.parsing.quoted_speech import find_quoted_speech
from service.parsing.quotes import mask_quotes, unwrapped
from service.parsing.speech_verbs import ADDRESSED, AS_LABELS, LABELS, NOUNS, VERBS, WITH_NOUN
from service.parsing.verbs import (
    Word,
    begins_with_verb,
    is_adverb,
    main_verb,
    read_words,
    takes_a_toll,
)

# These always have what was said after them; "declared a curfew and left" says nothing.
_GOVERNING = frozenset("said says say told tells tell claimed claims denied denies".split())
_JOINT = re.compile(r";|,\s+(?:and|but|while|whereas|yet)\b|\s+and\s")
_CUES = "|".join(sorted(VERBS, key=len, reverse=True))
# Behind what was said, these would be nouns.
_LATE = "|".join(sorted(VERBS.keys() - NOUNS, key=len, reverse=True))
_BY_SOURCE = (
    r"(?P<cue>according to|as per|as reported by|as stated by"
    r"|in the (?:words|view|opinion|eyes|estimation|judgement|judgment) of)"
)
_LEAD = re.compile(
    rf"^\s{{0,3}}{_BY_SOURCE}\s{{1,3}}(?P<who>[^,~]{{2,120}}),\s{{1,3}}(?=\S)", re.IGNORECASE
)
_TAIL = re.compile(
    rf"[,;]?\s{{1,3}}{_BY_SOURCE}\s{{1,3}}(?P<who>[^,~]{{2,120}}?)[. ]{{0,3}}$", re.IGNORECASE
)
_WORDS_OF = re.compile(
    r"^\s{0,3}(?P<cue>in)\s{1,3}(?P<who>[^,~]{2,80}?)'s?\s{1,3}(?:own\s{1,3})?words,\s{1,3}",
    re.IGNORECASE,
)
# "Y, X said on Friday." and '"Y," said X.': what follows the last comma only names the speaker.
_SAID_AFTER = re.compile(
    rf"[,?!~]['\"]?\s{{1,3}}(?P<who>[^,;:~\"]{{1,120}}?)\s{{1,3}}(?P<cue>{_LATE})\b(?P<rest>[^;:~\"]{{0,120}})$",
    re.IGNORECASE,
)
_SAID_BEFORE = re.compile(
    rf"[,?!~]['\"]?\s{{1,3}}(?P<cue>{_LATE})\s{{1,3}}"
    r"(?P<who>(?:the|an?|his|her|their|its|[A-Z][\w.'-]*)\b[^,;:~\"]{0,160})(?=[,;:]|$)"
)
_OPENING = frozenset(
    """on in at after before during since early late later earlier meanwhile yesterday today however
    moreover furthermore speaking asked demanding following despite amid separately instead also
    still then now but and yet while when as by for with without under last this""".split()
)
_SUBORDINATE = frozenset("after before when while as if because although though since".split())
_THAT = re.compile(r"\b(?:that|whether|if|why|how|who|what)\b", re.IGNORECASE)
# '"We lost all," the farmer said in Cebu, pointing at …': the quotation alone was said.
_SAID_AFTER_QUOTE = re.compile(
    rf"^['\"]~+['\"],?\s{{1,3}}(?P<who>[^,;:~\"]{{1,160}}?)\s{{1,3}}(?P<cue>{_LATE})\b",
    re.IGNORECASE,
)
_ASKED_WORDS = re.compile(r"(?:\s[\w ]{0,30})?[:,]\s?['\"]?~|\s['\"]?~")
_SPEAKER_END = re.compile(r",|\s(?:on|in|at|after|during|late|early|earlier)\s|\s[A-Z][a-z]+day\b")
# Each way of naming a speaker takes a verb of speech, or one word of "according to", "as per" and
# "in the words of".
_NEEDED = frozenset(
    {*VERBS, *LABELS, "according", "per"}
    | set("words view opinion eyes estimation judgement judgment".split())
)
_DESCRIBED = frozenset({"described", "describes"})
_RUN = re.compile(r"[a-z0-9]+")
_THING = re.compile(r"\s+(?:its|his|her|their|an?|the)\s")
_OWNS = ("'s ", "s' ", "’s ", "s’ ")  # "the government's claim": no verb is owned.
_SPEAKER_REST = re.compile(r"\s+(?:in|for|at|from|with|on|who|about)\s+.*$", re.DOTALL)


# Whoever divides a sentence asks this of it, and of its parts, again and again.
@lru_cache(maxsize=4_096)
def find_attribution(text: str) -> Attribution | None:
    """The attribution that governs a sentence, or None when the sentence speaks for itself.

    Acts of speech that are events of their own (accused, praised, thanked, ordered, asked someone
    to do something) are no attributions.
    """
    if not _may_name_speaker(text):
        return None
    masked = mask_quotes(text)
    return (
        _from_lead(text, masked)
        or _from_tail(text, masked)
        or _from_said_after(text, masked)
        or _from_main_verb(text, masked)
        or _beside_quotation(text, masked)
    )


def _may_name_speaker(text: str) -> bool:
    """Whether a text holds a word that an attribution needs: most claims hold none.

    Beyond ASCII some letters equal others in a pattern that ignores case, so there it may.
    """
    return '"' in text or not text.isascii() or not _NEEDED.isdisjoint(_RUN.findall(text.lower()))


def _from_lead(text: str, masked: str) -> Attribution | None:
    match = _LEAD.match(masked) or _WORDS_OF.match(masked)
    if match is None:
        return None
    return _attribution(text, match.span("who"), match.span("cue"), (match.end(), len(text)))


def _from_tail(text: str, masked: str) -> Attribution | None:
    match = _TAIL.search(masked)
    if match is None or not masked[: match.start()].strip():
        return None
    return _attribution(text, match.span("who"), match.span("cue"), (0, match.start()))


def _from_said_after(text: str, masked: str) -> Attribution | None:
    first = _SAID_AFTER_QUOTE.match(masked)
    if first is not None and not _has_verb(first["who"]):
        quoted = 0, masked.index(" ", masked.rindex("~", 0, first.start("who")))
        return _attribution(text, first.span("who"), first.span("cue"), quoted)
    body = masked.rstrip(" .")
    last = max((body.rfind(mark) for mark in (", ", '" ', ',"', '?"', '!"')), default=-1)
    for match in (_SAID_AFTER.search(body, max(0, last - 160)), _SAID_BEFORE.search(body)):
        if match is None:
            continue
        rest = match.groupdict().get("rest") or ""
        content = text[: match.start() + 1]
        if _has_verb(rest) or not (_has_verb(mask_quotes(content)) or '"' in content):
            continue
        who = _SPEAKER_END.split(match["who"], maxsplit=1)[0]
        if _has_verb(who) or who.lower().split()[0] in {"who", "which", "and", "that"}:
            continue
        end = match.start() + (masked[match.start()] in "?!~\"'")
        begin = match.start("who")
        return _attribution(text, (begin, begin + len(who)), match.span("cue"), (0, end))
    return None


def _beside_quotation(text: str, masked: str) -> Attribution | None:
    speech = find_quoted_speech(text, masked)
    return _attribution(text, speech.who, speech.cue, speech.content) if speech else None


def _from_main_verb(text: str, masked: str) -> Attribution | None:
    begin = _after_opening(text, masked)
    words = list(read_words(masked[begin:]))
    if begin:
        words = [replace(w, start=w.start + begin, end=w.end + begin) for w in words]
    at = main_verb(words)
    if at < 1:
        return None
    before = at
    while before > 1 and is_adverb(words[before - 1].low):
        before -= 1
    subject_end = words[before].start
    at = _head_of_group(words, at)
    verb = words[at]
    if takes_a_toll(masked, verb) or masked[:subject_end].endswith(_OWNS):
        return None
    read = _content if verb.low in VERBS else _labelled
    content = read(masked, words, at)
    if content is None:
        return None
    who_end = begin + len(masked[begin:subject_end].rstrip(" ,"))
    comma = masked.find(",", begin, who_end)
    who = (begin, comma if comma > 0 else who_end)
    if masked[who[0] : who[1]].lower() in {"there", ""}:
        return None
    return _attribution(text, who, (verb.start, verb.end), content)


def _after_opening(text: str, masked: str) -> int:
    """Where the subject begins, past "On Friday," and "Meanwhile,"."""
    begin = 0
    for _ in range(3):
        first = re.match(r"[^\W\d_]+", masked[begin:])
        if first is None:
            break
        low = first.group().lower()
        # A comma before a closing mark is hidden with the quotation, so the text is asked, too.
        comma = masked.find(", ", begin, begin + 160)
        closed = text.find('," ', begin, begin + 160)
        if closed >= 0 and (comma < 0 or closed < comma):
            comma = closed + 1
        if low in {"but", "and", "yet", "meanwhile", "also"} and comma != begin + len(low):
            begin += len(low) + 1
        elif low in _SUBORDINATE | _OPENING or low.endswith("ing"):
            if comma < 0:
                break
            begin = comma + 2
        else:
            break
    return begin


def _head_of_group(words: list[Word], at: int) -> int:
    """The main word of the verb group that begins at ``at``: "has not said", "did not say"."""
    for ahead in range(at, min(at + 5, len(words))):
        if words[ahead].low in VERBS or words[ahead].low in LABELS:
            return ahead if ahead == at or _within_group(words[at:ahead]) else at
    return at


def _within_group(words: list[Word]) -> bool:
    allowed = frozenset("has have had did does do not never also will would may might".split())
    return all(word.low in allowed or word.low.endswith(("ly", "n't")) for word in words)


def _labelled(masked: str, words: list[Word], at: int) -> tuple[int, int] | None:
    """The content of "put the toll at 18", "described A as B" and 'called A "B"'."""
    low = words[at].low
    after = masked[words[at].end :]
    if low in {"put", "puts"} and not re.match(
        r"\s+the\s+(?:[\w-]+\s+){0,4}?(?:number|toll|figure|count|total|costs?|death|damage|loss|losses|bill|turnout|attendance)\b.*\bat\b",
        after,
    ):
        return None
    if low in AS_LABELS and not re.search(
        r"\sas\s" if low in _DESCRIBED else r"\sas\s['\"]?~", after
    ):
        return None
    if low in {"called", "calls"} and ("~" not in after or re.match(r"\s+(?:on|for)\b", after)):
        return None
    if low not in LABELS:
        return None
    return unwrapped(masked, words[at].end, len(masked))


def _content(masked: str, words: list[Word], at: int) -> tuple[int, int] | None:
    verb = words[at]
    after = masked[verb.end :].split(";", maxsplit=1)[0]
    manner = VERBS[verb.low]
    if verb.low in {"said", "say", "says"} and re.match(r"\s+to\s+have\b", after):
        return None
    that = _THAT.search(masked, verb.end, verb.end + 140)
    if that and not _has_verb(masked[verb.end : that.start()]):
        is_that = that.group().lower() == "that"
        if (is_that and not begins_with_verb(masked[that.end() :])) or manner is Manner.ASKED:
            return unwrapped(masked, that.end() if is_that else that.start(), len(masked))
    if manner is Manner.ASKED:
        return unwrapped(masked, verb.end, len(masked)) if _ASKED_WORDS.match(after) else None
    governed = after if verb.low in _GOVERNING else _JOINT.split(after, maxsplit=1)[0]
    # "Airlines add flights after the border was opened"
    told = governed if verb.low in _GOVERNING else _BEHIND.split(governed, maxsplit=1)[0]
    if "~" in governed or _has_verb(told):
        return unwrapped(masked, _past_addressee(masked, words, at), len(masked))
    if verb.low.startswith("announc") and _THING.match(after):
        # Who announces a curfew imposes it: the act is told, and no speech.
        return None
    if verb.low in WITH_NOUN and len(after.strip(" .,")) > 2:
        return unwrapped(masked, verb.end, len(masked))
    return None


_BEHIND = re.compile(
    r"\b(?:after|before|when|while|as|because|since|until|who|which|whose|that|where|to)\b"
)


def _past_addressee(masked: str, words: list[Word], at: int) -> int:
    """The end of whoever was told: the addressee is a name or ends before the next subject."""
    if words[at].low not in ADDRESSED or at + 1 >= len(words):
        return words[at].end
    end = at + 1
    if words[end].low in {"the", "a", "an", "his", "her", "their", "its"}:
        end += 1
    while end < len(words) - 1 and words[end].capital and words[end + 1].capital:
        if words[end + 1].low in {"the", "a", "it", "he"}:
            break
        end += 1
    return words[min(end, len(words) - 1)].end


def _attribution(
    text: str, who: tuple[int, int], cue: tuple[int, int], content: tuple[int, int]
) -> Attribution | None:
    who = unwrapped(text, *who) or who
    kept = unwrapped(text, *content)
    if kept is None:
        return None
    speaker, word = text[slice(*who)], text[slice(*cue)]
    return Attribution(
        speaker=speaker,
        speaker_span=Span(start=who[0], end=who[1]),
        speaker_key=name_key(_SPEAKER_REST.sub("", speaker)) or name_key(speaker),
        manner=VERBS.get(word.lower(), Manner.SAID),
        cue=word,
        cue_span=Span(start=cue[0], end=cue[1]),
        content_span=Span(start=kept[0], end=kept[1]),
    )


def _has_verb(text: str) -> bool:
    return any(word.finite for word in read_words(text))
