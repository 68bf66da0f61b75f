"""Chat spellings of a statement written out: "u need 2 boil teh tapwater b4 u drink it".

Readers send what was posted, not what an editor would write. What is done here needs no corpus:
abbreviations, contractions without their apostrophe, the slips that everybody makes in little
words, days and months, exclamations that say nothing, words in capitals for emphasis. Misspelt
words and names that the corpus knows are mended later, beside the claims (``stance/respelling``).
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from service.parsing.cleaning import CleanText
from service.parsing.spelling import is_known

_WRITTEN_OUT = {
    "u": "you",
    "ur": "your",
    "r": "are",
    "b4": "before",
    "abt": "about",
    "bc": "because",
    "cuz": "because",
    "coz": "because",
    "ppl": "people",
    "til": "until",
    "thru": "through",
    "tho": "though",
    "tmrw": "tomorrow",
    "2morrow": "tomorrow",
    "2day": "today",
    "2nite": "tonight",
    "nite": "night",
    "wanna": "want to",
    "gonna": "going to",
    "gotta": "have to",
    "ain't": "is not",
    "aint": "is not",
    "hes": "he's",
    "shes": "she's",
    "theyre": "they're",
    "theyve": "they've",
    "thats": "that's",
    "theres": "there's",
    "whos": "who's",
    "want's": "wants",
    "say's": "says",
    "get's": "gets",
    "teh": "the",
    "hte": "the",
    "adn": "and",
    "nad": "and",
    "fo": "of",
    "ot": "to",
    "taht": "that",
    "thsi": "this",
    "wich": "which",
    "whcih": "which",
    "evry": "every",
    "befor": "before",
    "allready": "already",
    "alot": "a lot",
    "untill": "until",
    "thier": "their",
    "becuase": "because",
    "becasue": "because",
    "accross": "across",
    "agian": "again",
    "agianst": "against",
    "aginst": "against",
    "abuot": "about",
    "frm": "from",
    "poeple": "people",
    "peple": "people",
    "wiht": "with",
    "wih": "with",
    "hav": "have",
    "wer": "were",
    "sed": "said",
    "sez": "says",
    "fone": "phone",
    "fones": "phones",
    "skool": "school",
    "skools": "schools",
    "wensday": "Wednesday",
    "wendsday": "Wednesday",
    "febuary": "February",
} | {
    verb + "nt": verb + "n't"
    for verb in "do does did is are was were has have had could would should must need".split()
}
"""One spelling for another, both in lower case but for days and months."""

_CAREFUL = {"wont": "won't", "cant": "can't"}
"""Written out only within a sentence, and not where they are nouns ("as is his wont")."""

_EXCLAMATIONS = "omg lol lmao rofl wtf smh btw fyi tbh pls plz ffs idk".split()
_CALENDAR = tuple(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February September October
    November December""".split()
)
_CALENDAR_LOW = {word.lower(): word for word in _CALENDAR}
_LEAST_CALENDAR = 6

_BY_ITSELF = r"(?<![\w'./@#&-])(?:%s)(?![\w'/@&-]|\.\w)"
_WORD = re.compile(_BY_ITSELF % "|".join(sorted(map(re.escape, _WRITTEN_OUT), reverse=True)), re.I)
_LONGEST_NAME = 3
_WITHIN = re.compile(r"[\w,]\s+$")
_NEGATED = re.compile(
    r"(?<!\bhis )(?<!\bher )(?<!\bits )(?<!\btheir )(?<=[A-Za-z] )(?:wont|cant)(?= [a-z])"
)
_WITH = re.compile(r"(?<= )w/(o)?(?= )\s?|(?<= )w/(?=[A-Za-z]{3})", re.IGNORECASE)
# Between two names "&" is part of one: "Pages & Co".
_AND = re.compile(r"(?<=[A-Za-z] )n(?= [A-Za-z])|(?<=[a-z]{2} )&(?= (?:[a-z]{2}|\d))")
# "2" and "4" for "to" and "for" where no number can stand.
_TO = re.compile(
    r"(?<=[a-z] )2(?= (?:be|go|get|stay|leave|help|stop|make|take|keep|resign|quit|vote|pay|do|see|say"
    r"|have|end|give|come|return|meet|the|his|her|their|its|them|him|this|that)\b)"
)
_FOR = re.compile(
    r"(?<=[a-z] )4(?= (?:the|his|her|their|its|them|him|it|a|an|this|that|all|being)\b)"
)
_SAYS_NOTHING = re.compile(
    rf"(?:^|(?<=[\s.!?,])){_BY_ITSELF % '|'.join(_EXCLAMATIONS)}[\s,!.:-]*", re.IGNORECASE
)
_SHOUTED = re.compile(r"[!?]{2,}")
_CAPITALS = re.compile(r"(?<![\w.'-])[A-Z]{3,}(?![\w.'-])")
_LOWER = re.compile(r"\b[a-z]{2,}\b")
_LONG_LOWER = re.compile(rf"\b[A-Za-z][a-z]{{{_LEAST_CALENDAR - 2},}}\b")
# Capitals that are somebody's name though they spell a word.
_NAMED = frozenset("WHO AIDS NATO SWIFT START HAMAS".split())


def written_out(statement: CleanText) -> CleanText:
    """The statement without chat spellings; every character still knows where it came from."""
    plain = statement.substituted(_SAYS_NOTHING, lambda _: "")
    if not re.search(r"\w", plain.text):
        plain = statement
    plain = plain.substituted(_SHOUTED, lambda match: match.group()[0])
    plain = plain.substituted(_WORD, _one)
    plain = plain.substituted(_NEGATED, lambda match: _CAREFUL[match.group()])
    plain = plain.substituted(_WITH, lambda match: "without " if match[1] else "with ")
    plain = plain.substituted(_AND, lambda _: "and")
    plain = plain.substituted(_TO, lambda _: "to")
    plain = plain.substituted(_FOR, lambda _: "for")
    plain = plain.substituted(_LONG_LOWER, lambda match: _of_the_calendar(match.group()))
    if len(_LOWER.findall(plain.text)) > len(_CAPITALS.findall(plain.text)):
        plain = plain.substituted(_CAPITALS, lambda match: _calmed(match.group()))
    return plain


def _one(match: re.Match[str]) -> str:
    """The spelling for a word, with its capital. "R", "U" and "UR" may be initials, and a short one
    with a capital within a sentence a name: "Leon Abt".
    """
    word = match.group()
    is_name = word[0].isupper() and len(word) <= _LONGEST_NAME
    if word.isupper() or (is_name and _WITHIN.search(match.string, 0, match.start())):
        return word
    plain = _WRITTEN_OUT[word.lower()]
    return plain[0].upper() + plain[1:] if word[0].isupper() else plain


@lru_cache(maxsize=4096)
def _of_the_calendar(word: str) -> str:
    """The day or month that a word in no list of words is one slip away from, or the word."""
    lowered = word.lower()
    if lowered in _CALENDAR_LOW or is_known(lowered):
        return word
    near = process.extractOne(lowered, _CALENDAR_LOW.keys(), scorer=OSA.distance, score_cutoff=1)
    return _CALENDAR_LOW[near[0]] if near is not None else word


@lru_cache(maxsize=4096)
def _calmed(word: str) -> str:
    """A word in capitals for emphasis, in lower case; short forms of names stay as they are."""
    lowered = word.lower()
    return lowered if word not in _NAMED and is_known(lowered) else word
