"""Statements in the claim's own words: less of them (supported), one changed (refuted), more (open).

The stories' supported statements are in quite other words, and their open ones in the claim's. From
them alone a network learns that the same words speak *against* support; it took half of the claims
for a conflict with themselves. These rules write for each claim of the stories a statement of each
kind in its own words, so that the words shared tell nothing and what differs tells all.
"""

import random
import re
from collections.abc import Callable, Iterator

from training.contrasts import LETTERS, roughen
from training.light_touch import capitalised, touched, without_first_of_two
from training.pairs import Pair
from training.slots import DAYS, MONTHS
from training.stories import Story, ToldClaim, all_stories, key_of

ORIGIN = "near_wording"

WHOLE_SHARE = 0.25
"""Share of supported statements that are the claim itself."""

CUT_SHARE = 0.5
"""Share of refuted statements that leave something out, too, so that length tells nothing."""

TOUCHED_SHARE = 0.65
"""Share of statements with a surname alone, a synonym, another order (``light_touch.py``)."""

BOUNDED_SHARE = 0.4
"""Share of supported statements that tell a count less exactly, where there is one."""

LEAST_WORDS = 4
"""A shorter rest of a claim is no sentence."""

# "May" is a verb, too, and in the rules that change a month left alone.
_SURE_MONTHS = [month for month in MONTHS if month != "May"]

_CAPITAL = r"[A-Z][\w’'-]+"

# What may be left out of a sentence: it says less then, and nothing else.
_SAID_BEHIND = re.compile(
    r", (?:(?:the |its |his |her )?[\w’' -]{2,50} (?:said|says|announced|reported|confirmed)"
    r"(?: (?:on|in|at|late|early|this|last) [\w ]{2,25})?|according to [^,]{3,60})(?=\.$)"
)
_ASIDE = re.compile(r", (?:who|which|whose|where|a|an|the|its|his|her|aged) [^,;.]{4,70},(?= )")
_LAST_PHRASE = re.compile(
    rf" (?:on (?:{'|'.join(DAYS)})(?: (?:morning|evening|night|afternoon))?|last (?:week|month|year|night)"
    rf"|in (?:early |late |mid-)?(?:{'|'.join(MONTHS)})(?: \d{{4}})?|in \d{{4}}|on \d{{1,2}} (?:{'|'.join(MONTHS)})"
    rf"|(?:in|near|at|outside) (?:the )?{_CAPITAL}(?: {_CAPITAL})?|at the age of \d+"
    rf"|(?:after|because of|following|despite|without|with|for|during|amid) [a-z][\w’' -]{{3,45}})(?=\.$)"
)
# Between the comma behind such a beginning and the next one stands no aside.
_OPENING = re.compile(
    r"(?:In|On|At|Under|After|Before|For|By|With|From|When|While|Of|As|Although|If|Since|During) "
)
_UNFINISHED = re.compile(
    r"(?:,|\b(?:and|but|or|so|that|to|of|for|in|on|at|from|by|with|the|a|an|one|two|three|four|five"
    r"|six|seven|eight|nine|ten|shortly|just|soon|long"
    r"|(?:minutes?|hours?|days?|weeks?|months?|years?)))\.$"
)
_SECOND_CLAUSE = re.compile(
    r"(?:, (?:and|but|while|whereas|although|so) |; | (?:after|before|because|when|while) )"
    r"(?=(?:the|a|an|its|his|her|it|he|she|they|there|no|nobody|two|three|\d|[A-Z])[\w’'-]* )"
)
# Words under which less said may be more claimed: "no trains ran on Monday" is not "no trains ran".
_DOWNWARD = re.compile(
    r"\b(?:no|not|never|nobody|none|nothing|neither|nor|without|only|all|every|each|any|few|fewer|less"
    r"|most|first|last|second|third|largest|smallest|highest|lowest|since|than|if|unless|until|denied"
    r"|refused|rejected|ruled out|failed|would|could|might|may|more|same|half|per|percent|%)\b|n['’]t\b",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"(?:more than|at least|about|around|some|nearly|almost|over|under|up to|fewer than|less than|below|above"
    r"|between|and|to|or|of|the|age|aged|No\.|number|by|from|[-–$€£#:/.,])\s*$",
    re.IGNORECASE,
)
_COUNT = re.compile(r"(?<![\w.,:/-])(\d{1,3}(?:,\d{3})+|\d{2,6})(?= [a-z]{3,})")
_OPPOSITES = tuple(
    tuple(pair.split("/"))
    for pair in """rose/fell won/lost raised/lowered increased/decreased opened/closed accepted/rejected
    approved/rejected arrested/released higher/lower larger/smaller longer/shorter northern/southern
    eastern/western north/south east/west before/after more/fewer began/ended started/stopped
    largest/smallest highest/lowest oldest/youngest first/last gained/lost entered/left male/female
    killed/injured died/survived guilty/innocent convicted/acquitted employed/dismissed built/demolished
    bought/sold borrowed/lent public/private free/paid morning/evening day/night inside/outside
    above/below winter/summer spring/autumn doubled/halved grew/shrank improved/worsened
    strengthened/weakened joined/left praised/criticised supported/opposed welcomed/condemned
    confirmed/denied married/divorced father/mother son/daughter brother/sister husband/wife
    president/king mayor/governor minister/spokesman lawyer/doctor teacher/farmer soldiers/civilians
    men/women children/pensioners students/workers police/firefighters fire/flood storm/earthquake
    train/bus ship/plane hospital/school church/mosque factory/museum bridge/tunnel river/lake""".split()
)


def shortened(claim: str, dice: random.Random) -> str | None:
    """The claim with something left out, or None where that might make it another claim."""
    first, gap, rest = claim.partition(". ")
    if gap and dice.random() < 0.5:
        return f"{first}." if dice.random() < 0.6 or _refers_back(rest) else rest
    if _DOWNWARD.search(claim):
        without = _SAID_BEHIND.sub("", claim)
        return without if without != claim else None
    ways: list[Callable[[str], str]] = [
        lambda text: _SAID_BEHIND.sub("", text),
        lambda text: text if _OPENING.match(text) else _ASIDE.sub("", text, count=1),
        lambda text: _LAST_PHRASE.sub("", text),
        _first_clause,
        without_first_of_two,
    ]
    dice.shuffle(ways)
    text = claim
    for way in ways[: dice.choice((2, 3, 4, 5))]:
        text = way(text)
    is_whole = len(text.split()) >= LEAST_WORDS and not _UNFINISHED.search(text)
    return text if text != claim and is_whole else None


def _refers_back(sentence: str) -> bool:
    return sentence.split(" ", 1)[0] in {"It", "He", "She", "They", "This", "That", "These", "But"}


def _first_clause(text: str) -> str:
    found = _SECOND_CLAUSE.search(text)
    return f"{text[: found.start()]}." if found and found.start() > 20 else text


def bounded(claim: str, dice: random.Random) -> str | None:
    """The claim with a count told less exactly."""
    found = _a_count(claim, dice)
    if found is None:
        return None
    value = _value(found)
    step = 10 ** max(len(str(value)) - 1, 1)
    low, high = (value - 1) // step * step, (value // step + 1) * step
    wording = dice.choice(
        [f"at least {found[1]}"]
        + ([f"more than {low:,}", f"over {low:,}"] if low else [])
        + [f"fewer than {high:,}", f"up to {high:,}"]
    )
    return capitalised(claim[: found.start(1)] + wording + claim[found.end(1) :])


def _a_count(claim: str, dice: random.Random) -> re.Match[str] | None:
    """A number that counts something exactly; no year."""
    counts = [
        found
        for found in _COUNT.finditer(claim)
        if not _HEDGED.search(claim[: found.start()]) and not 1400 <= _value(found) <= 2100
    ]
    return dice.choice(counts) if counts else None


def _value(found: re.Match[str]) -> int:
    return int(found[1].replace(",", ""))


def changed(claim: str, dice: random.Random) -> str | None:
    """The claim with one thing replaced by what excludes it, or None where no rule finds any."""
    ways = [_other_count, _other_day, _opposite, _denied]
    dice.shuffle(ways)
    for way in ways:
        text = way(claim, dice)
        if text is not None:
            return text
    return None


def _other_count(claim: str, dice: random.Random) -> str | None:
    found = _a_count(claim, dice)
    if found is None:
        return None
    value = _value(found)
    other = max(2, round(value * dice.choice((0.3, 0.5, 0.7, 0.9, 1.1, 1.3, 1.6, 2.5))))
    if other == value:
        other += 1
    written = f"{other:,}" if "," in found[1] or other < 1000 else str(other)
    return claim[: found.start(1)] + written + claim[found.end(1) :]


def _other_day(claim: str, dice: random.Random) -> str | None:
    for names in (DAYS, _SURE_MONTHS):
        found = re.findall(rf"\b(?:on|in|On|In) ({'|'.join(names)})\b", claim)
        if len(found) == 1:
            other = dice.choice([name for name in names if name != found[0]])
            return claim.replace(found[0], other)
    return None


def _opposite(claim: str, dice: random.Random) -> str | None:
    found = []
    for pair in _OPPOSITES:
        for one, other in (pair, pair[::-1]):
            if len(re.findall(rf"\b{one}\b", claim)) == 1 and not re.search(rf"\b{other}\b", claim):
                found.append((one, other))
    if not found:
        return None
    one, other = dice.choice(found)
    return re.sub(rf"\b{one}\b", other, claim)


def _denied(claim: str, dice: random.Random) -> str | None:
    """The claim with its first verb denied; not of a claim that is denied or has two sentences."""
    if _DOWNWARD.search(claim) or ". " in claim:
        return None
    found = re.search(r"(?<=\w) (was|were|is|are|has|have|had|will|can|must)(?= [a-z])", claim)
    if found is None or "," in claim[: found.start()]:
        return None
    word = dice.choice(("not", "never")) if found[1] in ("was", "were", "has", "had") else "not"
    return f"{claim[: found.end()]} {word}{claim[found.end() :]}"


def pairs_of_claim(story: Story, told: ToldClaim, dice: random.Random) -> Iterator[Pair]:
    """One supported statement, one refuted where a rule finds any, now and then an open one."""
    claim = told.text
    less = shortened(claim, dice)
    supported = claim if dice.random() < WHOLE_SHARE or less is None else less
    weaker = bounded(supported, dice) if dice.random() < BOUNDED_SHARE else None
    yield _pair(story, weaker or supported, claim, "S", dice)
    other = changed(claim, dice)
    if other is not None:
        cut = shortened(other, dice) if dice.random() < CUT_SHARE else None
        # What was changed must still be in it.
        refuted = cut if cut is not None and _has_another_word(cut, claim) else other
        yield _pair(story, refuted, claim, "R", dice)
    if less is not None and less != _SAID_BEHIND.sub("", claim):
        yield _pair(story, claim, less, "U", dice)


def _has_another_word(statement: str, claim: str) -> bool:
    """Whether the statement has a word that the claim has not."""
    return not set(re.findall(r"[\w,]+", statement)) <= set(re.findall(r"[\w,]+", claim))


def _pair(story: Story, statement: str, evidence: str, letter: str, dice: random.Random) -> Pair:
    text = touched(statement, dice) if dice.random() < TOUCHED_SHARE else statement
    text = text.rstrip(".") if dice.random() < 0.5 else text
    return Pair(
        origin=ORIGIN,
        key=key_of(story),
        statement=roughen(text, dice),
        evidence=evidence,
        label=LETTERS[letter],
        weight=1.0,
    )


def near_pairs() -> list[Pair]:
    """The pairs of all claims of all stories, the same on every run."""
    pairs: list[Pair] = []
    for story in all_stories():
        dice = random.Random(f"near {story.name}")
        for told in story.claims:
            pairs += pairs_of_claim(story, told, dice)
    return pairs
