"""Finite verbs, told by form and by neighbours: enough grammar to find where a clause begins.

This is no tagger. It knows auxiliaries, irregular past forms, regular ones by their ending, and
the present forms of news prose; the words on both sides decide between a verb and a participle.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from service.parsing.speech_verbs import NOUNS, VERBS

BE = frozenset("is are was were be been being am isn't aren't wasn't weren't".split())
HAVE = frozenset("has have had hasn't haven't hadn't".split())
MODALS = frozenset(
    """will would can could may might must shall should does do did won't wouldn't can't cannot
    couldn't mustn't shouldn't doesn't don't didn't
    ought""".split()
)
AUXILIARIES = (BE - {"be", "been", "being"}) | HAVE | MODALS
PAST = frozenset(
    """said told went came took gave got made knew saw became began ran led met left held kept felt
    found thought brought bought sent spent lost won stood understood rose fell grew drew flew threw
    spoke broke woke chose froze drove rode wrote shook struck swore tore wore bore shot fought
    caught taught sought built paid laid sat sold heard hid bled fed fled bit lit slid swept slept
    dealt meant shrank sank drank sang rang swam sprang stole overcame withdrew overthrew undertook
    foresaw forbade forgave misled rebuilt retook reset put cut hit shut let cost spread quit burst
    set beat read upheld oversaw underwent lent ate wept overran""".split()
)
PRESENT = frozenset(
    """says tells reports claims denies confirms announces states warns insists adds notes believes
    thinks wants needs plans hopes expects seeks calls urges asks orders accuses blames praises
    lauds condemns supports backs opposes rejects accepts agrees refuses remains continues stays
    leaves begins starts ends stops closes opens shuts falls rises grows drops increases decreases
    exceeds includes contains comprises consists belongs lies lives works runs leads heads rules
    governs owns holds keeps makes takes gives gets brings sends kills injures wounds arrests
    detains attacks fires sacks puts dismisses removes replaces appoints elects wins loses beats scores
    plays hits strikes threatens faces fears sees hears knows shows suggests indicates means becomes
    seems appears looks issues declares imposes lifts bans blocks cuts raises lowers launches tests
    signs votes visits meets arrives returns flees escapes surrenders resigns retires dies borders
    exports imports produces sells buys pays costs measures weighs spans serves suspends cancels
    delays halts resumes allows helps thanks welcomes offers provides supplies receives requests
    demands tops owes lends deploys invades annexes employs operates criticises criticizes""".split()
)
_ALWAYS_VERBS = frozenset(
    """says denies insists argues believes admits tells remains becomes seems exceeds contains
    belongs governs owns refuses accepts consists comprises includes condemns accuses opposes
    agrees announces confirms removes elects invades annexes deploys dismisses employs operates owes lends
    criticises criticizes""".split()
)
_OPENS_OBJECT = frozenset("the a an its his her their that he she it they him them this".split())
_PLURAL_PRESENT = frozenset(
    """remain say want believe continue live seem appear need share differ know think claim deny
    argue admit support oppose produce export import own hold contain include belong border lie face
    lead speak use make sell buy earn eat die rise fall grow threaten demand insist agree disagree
    clash""".split()
)
_PARTICIPLES = frozenset(
    """been gone come taken given got gotten made known seen become begun run led met left held kept
    felt found thought brought bought sent spent lost won stood risen fallen grown drawn flown
    thrown spoken broken chosen frozen driven ridden written shaken struck torn worn born shot
    fought caught taught sought built paid laid sold heard hidden fled bitten swept dealt cut put
    hit shut let spread set beaten read stolen overthrown withdrawn burnt hurt slain done
    beset overrun""".split()
)
# Past forms that no auxiliary of another predicate can govern.
INTRANSITIVE = frozenset(
    """died fell collapsed fled escaped returned arrived went came resigned remained began rose grew
    became crashed exploded sank stopped ended happened occurred disappeared lived spoke ran refused
    wanted failed apologised apologized decided agreed promised vowed survived
    turned spread continued started led""".split()
)
_NOT_PAST = frozenset(
    """armed united red need indeed hundred bed feed speed seed breed shed wed sacred wicked naked
    rugged unprecedented unarmed masked so-called alleged hundred-year exceed proceed succeed
    embed bleed greed weed deed limited sacred kindred""".split()
)
_BEFORE_ADJECTIVE = frozenset(
    """the a an his her its their our my your these those this that of with by for in on at from to
    into some many several most more very newly no any all other two three four five six seven
    eight nine ten dozens hundreds thousands as than and or between among against""".split()
)
_ADVERBS = frozenset(
    """not also never still already now then later only just again once soon even reportedly
    allegedly always often almost nearly both all since first""".split()
)
_RELATIVES = frozenset("who which whose whom that where".split())
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?![^\W_])|[^\W_]+(?:[-'.][^\W_]+)*|~+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a clause and whether it is a finite verb there."""

    low: str
    capital: bool
    start: int
    end: int
    finite: bool = False


@lru_cache(maxsize=16_384)
def read_words(text: str) -> tuple[Word, ...]:
    """The words of ``text`` with its finite verbs marked, those of relative clauses included.

    A quoted stretch that was masked with ``~`` counts as one word.
    """
    raw = [(m.group().lower(), m.group()[0].isupper(), *m.span()) for m in _TOKEN.finditer(text)]
    lows = [low for low, *_ in raw]
    last_comma = text.rfind(", ")
    words: list[Word] = []
    for at, (low, capital, start, end) in enumerate(raw):
        # "The firm, founded in 1999, employs …": a participle between commas is no predicate.
        aside = low.endswith("ed") and text[start - 2 : start] == ", " and start < last_comma
        finite = not aside and _is_finite(lows, raw, at)
        words.append(Word(low=low, capital=capital, start=start, end=end, finite=finite))
    return tuple(words)


def main_verb(words: Sequence[Word]) -> int:
    """The index of the first finite verb outside a relative clause; -1 if there is none."""
    pending = 0
    for at, word in enumerate(words):
        if word.low in _RELATIVES and at > 0 and not word.capital:
            pending += 1
        elif word.finite:
            if not pending:
                return at
            pending -= 1
    return -1


@lru_cache(maxsize=16_384)
def verb_starts(text: str) -> frozenset[int]:
    """Where finite verbs begin, and the participles behind an auxiliary ("was convicted")."""
    behind_auxiliary = {
        word.start
        for before, word in pairwise(read_words(text))
        if before.low in BE | HAVE and is_participle(word.low)
    }
    return finite_starts(text) | behind_auxiliary


@lru_cache(maxsize=16_384)
def finite_starts(text: str) -> frozenset[int]:
    """Where finite verbs begin."""
    return frozenset(word.start for word in read_words(text) if word.finite)


def begins_with_verb(text: str) -> bool:
    """Whether a finite verb comes first, as behind a relative "that": "took effect on Friday"."""
    words = read_words(text)
    return bool(words) and words[0].finite


def is_participle(low: str) -> bool:
    """Whether a form can follow "was" or "has"."""
    return (low.endswith("ed") and len(low) > 3) or low in _PARTICIPLES


def is_adverb(low: str) -> bool:
    return low in _ADVERBS or (low.endswith("ly") and len(low) > 4)


def is_past(low: str) -> bool:
    """Whether a form can be a past tense."""
    return low in PAST or (low.endswith("ed") and len(low) > 3 and low not in _NOT_PAST)


def _is_finite(lows: list[str], raw: list[tuple[str, bool, int, int]], at: int) -> bool:
    low = lows[at]
    before = at - 1
    while before >= 0 and is_adverb(lows[before]):
        before -= 1
    previous = lows[before] if before >= 0 else ""
    following = lows[at + 1] if at + 1 < len(lows) else ""
    if low in AUXILIARIES:
        # "have" after a modal and "had been" belong to one verb group: its first word counts.
        return previous not in MODALS | {"to"} and not (low in BE and previous in HAVE)
    if previous in AUXILIARIES or previous in BE or previous == "to":
        return False
    if raw[at][1] and at > 0:
        # A capital within the sentence makes a name: "the United States", "the Left".
        return False
    if low in PRESENT:
        return _is_present(raw, before, following, low)
    if low == "alleged":
        return following in _OPENS_OBJECT and before >= 0 and previous not in _BEFORE_ADJECTIVE
    if low in VERBS and low not in _PLURAL_PRESENT and not is_past(low):
        adjacent = before >= 0 and raw[before + 1][2] - raw[before][3] == 1
        return adjacent and _says(raw[before], following, low)
    if low in _PLURAL_PRESENT:
        several = "and" in lows[:at] and raw[before][1]
        return before >= 0 and (several or previous in _SEVERAL or previous.endswith("s"))
    if not is_past(low) or (following == "by" and low not in INTRANSITIVE):
        return False
    if low in PAST:
        return previous not in {"the", "a", "an", "to", "of", "by"}
    if previous in {"and", "but", "or", "then", "yet"}:
        return True
    return previous not in _BEFORE_ADJECTIVE and not previous.isdigit() and before >= 0


def _says(previous: tuple[str, bool, int, int], following: str, low: str) -> bool:
    """Whether the present of a verb of speech is one here, and no noun ("in the remarks").

    Who speaks stands before it: several where the form has no -s.
    """
    word = previous[0]
    if word in _BEFORE_ADJECTIVE or word.endswith("'s") or (low in NOUNS and following != "that"):
        return False
    third = low.endswith("s") and not low.endswith("ss")
    several = word.endswith("s") or word in _SEVERAL
    return third or several


_SEVERAL = frozenset("they we who people police staff women men children i".split())


def _is_present(
    raw: list[tuple[str, bool, int, int]], before: int, following: str, low: str
) -> bool:
    """Whether a form in -s is a verb here, not the plural of a noun ("calls", "attacks")."""
    if before < 0:
        return False
    previous, capital, *_ = raw[before]
    if low in _ALWAYS_VERBS or capital:
        return True
    if previous in {"he", "she", "it", "who", "which", "and", "but"}:
        return True
    opens_object = following in _OPENS_OBJECT or following[:1].isdigit()
    return opens_object and previous not in _BEFORE_ADJECTIVE


_TOLL = re.compile(r"(?:\s{1,3}[\w,.-]{1,20}){1,6}?\s{1,3}(?:lives|victims)\b", re.IGNORECASE)


def takes_a_toll(text: str, verb: Word) -> bool:
    """Whether a verb tells of deaths and of nothing said: "the storm claimed at least 3 lives"."""
    return _TOLL.match(text, verb.end) is not None
