"""Small changes that leave what a sentence says: a surname alone, "fifteen" for 15, another order.

Applied alike to supported and refuted statements in a claim's own words (``near_wording.py``), so
that a network does not take the claim's very words for the sign of either.
"""

import random
import re
from collections.abc import Callable

from service.parsing.number_tables import SMALL
from training.slots import DAYS

LEAST_CHANGES, MOST_CHANGES = 1, 3

_CAPITAL = r"[A-Z][a-zà-ž’'-]{2,}"
_DAYS = f"(?:{'|'.join(DAYS)})"
_WORDS = {word: str(value) for word, value in (SMALL | {"twenty": 20}).items() if value > 1}
_DIGITS = {digits: word for word, digits in _WORDS.items()}

_SYNONYMS = tuple(
    tuple(pair.strip().split("|"))
    for pair in """said|stated, nearly|almost, about|roughly, more than|over, at least|no fewer than, because of|owing to,
    began|started, start|begin, ended|came to an end, bought|purchased, arrested|detained, resigned|stepped down,
    announced|made known, demanded|called for, rejected|turned down, accepted|agreed to, denied|disputed, received|got,
    built|erected, founded|set up, closed|shut, shut|closed, rose|went up, fell|dropped, help|assistance, large|big,
    firm|company, company|firm, troops|soldiers, inhabitants|residents, approximately|about, discovered|found,
    attempted|tried, repaired|mended, injured|hurt, destroyed|wrecked, evacuated|brought to safety, postponed|put off,
    cancelled|called off, extended|prolonged, forced|compelled, carried out|conducted, heads|leads, per cent|percent,
    percent|per cent, film|movie, withdrew|pulled out, permitted|allowed, allowed|permitted, dismissed|sacked,
    hired|took on, entire|whole, whole|entire, kilometres|km, metres|m, criticised|attacked, praised|commended,
    seized|confiscated, rescued|saved, damaged|harmed, blocked|obstructed, murdered|killed""".split(
        ","
    )
)
_OFFICE = re.compile(
    rf"\b(?:(?:Prime|Foreign|Interior|Finance|Health|Transport|Defence|Justice|Education) Minister|Minister"
    rf"|President|Governor|Mayor|Judge|General|Captain|Colonel|Professor|Dr|Sir|Dame|Senator|Chancellor"
    rf"|Spokes(?:man|woman)|Coach|Analyst|Prosecutor|Skipper|Manager|Inspector)"
    rf" (?={_CAPITAL} {_CAPITAL})"
)
_PERSON_DOES = re.compile(
    rf"\b{_CAPITAL} ({_CAPITAL}) (?=[a-z]{{3,}}(?:ed|s)\b|was |is |has |had |will )"
)
_TIME_LAST = re.compile(
    rf" ((?:on {_DAYS}(?: (?:morning|evening|night|afternoon))?|last (?:week|month|year|night)|in \d{{4}}))(?=\.?$)"
)
_LISTED = re.compile(
    r" (?:a |an |the )?[\w-]+(?: [\w-]+){0,2} and (?=(?:a|an|\d+|two|three|four|five|six|seven|eight|nine"
    r"|ten|several|dozens of) [\w-]+)"
)


def touched(text: str, dice: random.Random) -> str:
    """The text with some of the changes that fit it, or as it is where none does."""
    ways: list[Callable[[str, random.Random], str]] = [
        _without_office,
        _surname,
        _time_first,
        _number_otherwise,
        _number_otherwise,
        _synonym,
        _synonym,
        _article,
    ]
    dice.shuffle(ways)
    wanted = dice.randint(LEAST_CHANGES, MOST_CHANGES)
    for way in ways:
        changed = way(text, dice)
        if changed != text:
            text, wanted = changed, wanted - 1
        if not wanted:
            break
    return text


def _without_office(text: str, _dice: random.Random) -> str:
    return capitalised(_OFFICE.sub("", text, count=1))


def _surname(text: str, _dice: random.Random) -> str:
    return _PERSON_DOES.sub(r"\1 ", text, count=1)


def _time_first(text: str, _dice: random.Random) -> str:
    """The time at the sentence's end to its beginning; not of a sentence that begins with one."""
    found = _TIME_LAST.search(text)
    if found is None or "," in text or ". " in text or re.match(r"(?:On|In|Last) ", text):
        return text
    rest = text[: found.start()] + text[found.end() :]
    lowered = rest if re.match(_CAPITAL + r" (?:[A-Z]|was|is|has|had)", rest) else _lowered(rest)
    return capitalised(f"{found[1]}, {lowered}" if len(rest) % 2 else f"{found[1]} {lowered}")


def _lowered(text: str) -> str:
    first = text.split(" ", 1)[0]
    small = {"The", "A", "An", "Police", "Some", "More", "About", "At", "Two", "Three", "Several"}
    return text[:1].lower() + text[1:] if first in small else text


def _number_otherwise(text: str, dice: random.Random) -> str:
    words = [w for w in _WORDS if re.search(rf"\b{w}\b(?= [a-z])", text)]
    digits = [d for d in _DIGITS if re.search(rf"(?<![\d.,:-])\b{d}\b(?= [a-z]{{3,}})", text)]
    if not words and not digits:
        return text
    one = dice.choice([*words, *digits])
    other = _WORDS.get(one) or _DIGITS[one]
    return capitalised(re.sub(rf"(?<![\d.,:-])\b{one}\b(?= [a-z])", other, text, count=1))


def _synonym(text: str, dice: random.Random) -> str:
    fitting = [pair for pair in _SYNONYMS if re.search(rf"\b{pair[0]}\b", text)]
    if not fitting:
        return text
    one, other = dice.choice(fitting)
    return re.sub(rf"\b{one}\b", other, text, count=1)


def _article(text: str, dice: random.Random) -> str:
    if dice.random() < 0.5:
        return re.sub(r"(?<=[a-z] )an? (?=[a-z])", "the ", text, count=1)
    return re.sub(r"^(?:The|A|An) (?=[a-z])", "", text)


def without_first_of_two(text: str) -> str:
    """ "sent two helicopters and 15 divers" without the helicopters."""
    return _LISTED.sub(" ", text, count=1)


def capitalised(text: str) -> str:
    """With a capital at its beginning, and all else as it is."""
    return text[:1].upper() + text[1:]
