"""Present forms of verbs that no list of news verbs has: enough to see that a line asserts something.

A word is a verb where it is listed, or where the common words hold it with its past ("block",
"blocked"). Nouns look alike ("protests", "stations"), so that the words on both sides decide. Where a
clause begins is told by the stricter `verbs`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from service.parsing.gazetteer import common_words
from service.parsing.verbs import Word, is_adverb, is_past

_VERBS = frozenset(
    """stand come go get pay fly find take give make keep hold break fall rise grow drive write speak
    say see know think tell lead leave meet lose win send spend sell buy build bring hit cut put
    let set spread sit run begin become bear beat bend bet bid bind bite bleed blow burst catch choose
    cling deal dig draw drink eat feed feel fight flee forbid forget freeze hang hear hide hurt lay lend
    lie light mean overcome quit read ride ring seek shake shine shoot shut sing sink sleep slide split
    spring steal stick strike swear sweep swim swing teach tear throw wake wear withdraw mourn rattle obey strand
    confiscate plead intend counsel plunge travel resume reopen race disagree trust reject pledge last depend continue
    consist exist belong happen occur""".split()
)
# These are nouns as often: a subject with a name or an object behind them shows the verb.
_NOUNS_TOO = frozenset(
    """abuses accounts addresses advances aims answers arrests attacks benefits boards borders calls
    causes changes checks claims clears contacts contracts contrasts controls crowds cuts
    dances deals debates demands details documents drops ends escapes estimates
    exchanges experiences experiments exports faces falls fears features films finds fires
    fishes floods funds gains hands heads hits holds hopes hosts impacts imports increases
    influences interests judges jumps labels lacks lands laughs leads leaves lifts lights limits
    lines links loads locks looks markets masks matches measures monitors moves names needs
    notes offers orders passes permits pilots places plans plants plays points polls positions
    posts practices presents prices programmes programs projects promises protests purchases
    questions races ranks rates reaches reforms refuses remains repairs reports requests
    rescues researches respects rests results returns reviews rewards rounds rules runs scars
    schedules scores screens seats services sets shapes shares ships shocks shows sides signs
    sites sources spots stages starts states stays steps stops stores strikes struggles
    studies supplies supports surprises tackles talks targets tears tests times tracks
    transfers travels treats turns units uses views visits voices volunteers votes waits walks
    wants wastes watches waves weights wins witnesses works worries""".split()
)
_PLURAL = frozenset("people police men women children staff they we you".split())
_NO_SUBJECT = frozenset(
    """the a an its his her their our my your these those this that of with by for in on at from to
    into and or but than as between among against during after before more most many several some all
    no any other such new first last per without under over about around since until near outside inside like close""".split()
)
_OPENS_OBJECT = frozenset("the a an its his her their that him them it".split())


def tells_in_present(words: Sequence[Word]) -> bool:
    """Whether some word is the present of a verb: "Farmers block roads", "The strike goes ahead"."""
    return any(_is_present(words, at) for at in range(1, len(words)))


def _is_present(words: Sequence[Word], at: int) -> bool:
    word, before = words[at], at - 1
    while before > 0 and is_adverb(words[before].low):
        before -= 1
    subject = words[before]
    if (
        word.capital
        or word.low in _NO_SUBJECT
        or subject.low in _NO_SUBJECT
        or subject.low.endswith("'s")
    ):
        return False
    if at == len(words) - 1:
        return _ends_a_headline(words, before)
    after = words[at + 1]
    has_object = after.capital or after.low in _OPENS_OBJECT or after.low[0].isdigit()
    if word.low.endswith("s") and (bases := {b for b in _bases(word.low) if _is_verb(b)}):
        is_verb = word.low not in _NOUNS_TOO and not bases.isdisjoint(_VERBS)
        return is_verb or has_object or _is_of_headline(words, at, before)
    if word.low not in _verbs():
        return False
    if _is_plural(subject):
        return True
    # "Schools in the county reopen"
    return word.low + "s" not in _NOUNS_TOO and any(_is_plural(w) for w in words[:before])


def _is_of_headline(words: Sequence[Word], at: int, before: int) -> bool:
    """Whether a form in -s has its subject right at the line's beginning: "Court frees editor"."""
    if before >= _LONGEST_SUBJECT or _is_plural(words[before]) or words[at].low in _NOUNS_TOO:
        return False
    is_order = before == 0 and words[0].low in _verbs()
    return not is_order and words[at + 1].low not in _NO_SUBJECT


def _ends_a_headline(words: Sequence[Word], before: int) -> bool:
    """Whether a line ends in its verb: "Coup attempt fails", "Prices soar"."""
    last = words[-1].low
    if before >= _LONGEST_SUBJECT:
        return False
    if _is_plural(words[before]):
        return last in _ENDS
    return last.endswith("s") and not _bases(last).isdisjoint(_ENDS)


_LONGEST_SUBJECT = 3
_ENDS = frozenset(
    """fail quit flee soar collapse reopen leave resign survive recover vanish die erupt explode burn sink
    stall widen deepen grow fall rise win lose escape surrender retire return continue end begin start stop
    close open resume spread worsen persist mount linger plunge plummet tumble slump surge crash fade falter
    flounder prevail succeed apologise apologize confess testify abdicate mutiny rebel depart arrive""".split()
)


def _is_plural(word: Word) -> bool:
    ends = word.low.endswith("s") and not word.low.endswith(("'s", "ss", "us"))
    return word.low in _PLURAL or ends


def _bases(low: str) -> set[str]:
    """What a form in -s may be the form of."""
    bases = {low[:-1]}
    if low.endswith("es"):
        bases.add(low[:-2])
    if low.endswith("ies"):
        bases.add(low[:-3] + "y")
    return bases


@cache
def _verbs() -> frozenset[str]:
    """Base forms: those listed, and what has a past among the common words."""
    words = common_words()
    return _VERBS | {word for word in words if len(word) > 2 and _has_past(word)}


def _is_verb(base: str) -> bool:
    return base in _VERBS or (len(base) > 2 and _has_past(base))


def _has_past(base: str) -> bool:
    """Whether the common words hold what would be the past of it."""
    return any(past in common_words() and is_past(past) for past in _past(base))


def _past(base: str) -> tuple[str, ...]:
    """The past of a regular verb: "saved", "stopped", "carried"."""
    if base.endswith("e"):
        return (base + "d",)
    if base.endswith("y"):
        return base[:-1] + "ied", base + "ed"
    return base + "ed", base + base[-1] + "ed"
