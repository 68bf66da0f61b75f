"""Texts that claim nothing that a source could confirm or refute."""

from __future__ import annotations

import re

from service.parsing.attribution import find_attribution
from service.parsing.capitals import is_title_case
from service.parsing.gazetteer import common_words
from service.parsing.present_tense import tells_in_present
from service.parsing.quotes import mask_quotes
from service.parsing.tokens import tokenize
from service.parsing.verbs import PRESENT, is_past, read_words

QUESTION = "A question claims nothing that could be checked."
ORDER = "An order or a request claims nothing that could be checked."
OPINION = "An opinion or a value judgement cannot be checked against sources."
WISH = "A wish or a greeting claims nothing that could be checked."
FRAGMENT = "This names a subject but says nothing about it."

_OPINION = re.compile(
    r"\b(?:i|we)\s+(?:\w+\s+)?(?:think|believe|feel|guess|suppose|prefer|love|like|hate|reckon|doubt)\b"
    r"|\b(?:in my|in our)\s+(?:\w+\s+)?(?:opinion|view)\b|\bimho\b|\bif you ask me\b"
    r"|(?<!as it )(?<!as they )(?<!as he )(?<!as she )(?<!than it )(?<!than they )\b(?:should|ought to|shouldn't)\b"
    r"|\b(?:morally|ethically)\s+\w+|\b(?:over|under)rated\b"
    r"|\bmost\s+(?:beautiful|interesting|boring|charming|delicious|elegant|important|inspiring"
    r"|disgusting|exciting|handsome|talented|brilliant|fascinating|stupid|evil|admirable)\b"
    r"|(?:(?<=\w)['’]s|\b(?:is|are|was|were|be|look|looks|looked|seem|seems|tastes?|feels?))\s+"
    r"(?:(?:so|very|really|truly|simply|just|a|an|too|quite|absolutely|utterly|the|not|far)\s+)*"
    r"(?:beautiful|ugly|boring|delicious|tasty|wonderful|terrible|awful|great|brilliant|disgusting"
    r"|shameful|disgraceful|wrong|evil|stupid|foolish|immoral|unfair|unjust|lovely|horrible"
    r"|fantastic|amazing|nicer|nicest|prettier|better|worse|best|worst|fun|charming"
    r"|cowardly|heroic|admirable|despicable|justified|unjustified|ridiculous|pathetic|good|bad"
    r"|excellent|hideous|gorgeous|stunning|fascinating|cooler|coolest|funnier|funniest)\b"
    r"(?!(?<=worst)\s+(?:\w+\s+){1,6}?(?:since\s+\w+|(?:for|in)\s+(?:\w+\s+){0,2}(?:years|decades|history))\b"
    r"|\s+(?:than\s+(?:in|last|expected|forecast|a|the)\b|off\b|\w+ed\b|on\s+record|(?:\w+\s+)?(?:for|in|since)\s+"
    r"(?:\w+\s+){0,2}(?:years?|decades?|months?|history|\d{4})|at|known|seller|selling|paid|quarter|month|year|result|performance|friday|britain))"
    r"|\bdeserves?\s+(?:to|better|more|no|the|a|an|praise|blame|respect)\b|\bwhat an? \w+\b",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"^\W*(?:hello|hi|hey|good\s+(?:morning|afternoon|evening|night)|thanks|thank\s+you|welcome"
    r"|congratulations|happy\s+(?:new\s+year|birthday|easter)|merry\s+christmas|bye|goodbye|dear)\b"
    r"|^\W*(?:if\s+only|i\s+wish|i\s+hope|let's\s+hope|hopefully|long\s+live|may\s+(?:god|he|she"
    r"|they|the|peace|all|his|her))\b|^\W*(?:we|let\s+us)\s+(?:wish|hope|pray)\b",
    re.IGNORECASE,
)
_QUESTION_WORD = re.compile(
    r"^\W*(?:who|whom|whose|what|when|where|why|how|which|is|are|was|were|do|does|did|has|have|had"
    r"|can|could|will|would|should|may|might)\b",
    re.IGNORECASE,
)
_INDIRECT = re.compile(
    r"^\W*(?:tell me|i wonder|i'd like to know|do you know|can you|could you|would you)\b",
    re.IGNORECASE,
)
# A longer headline in title case, or a line with a full stop, says something in verbs unknown here.
_HEADLINE_WORDS = 5
_ORDERS = frozenset(
    """open close stop start go come leave stay shoot fire kill arrest release send call tell ask
    give take bring put get make let do don't never always please join help save support vote read
    see look listen watch click share follow remember imagine consider check verify find show
    explain write translate ignore buy sell try wait keep hold run fight free boycott sign pay
    protect defend stand sit be beware evacuate return surrender destroy remove translate summarise
    summarize list name describe say speak think believe trust""".split()
)
# "Close to a thousand people", "Never before had it", "Support for the ban": no orders.
_NO_ORDERS = frozenset(
    {
        ("close", "to"),
        ("never", "before"),
        ("never", "in"),
        ("support", "for"),
        ("help", "in"),
        ("help", "from"),
    }
)
_TRUTH = frozenset("true untrue false correct incorrect lie".split())
_LET_US = re.compile(r"^\W*let(?:'s|\s+us|\s+me|\s+them)\b", re.IGNORECASE)
_SAYS_SOMETHING = re.compile(
    r"[=:<>]|\b(?:[Ii]t|[Tt]here|[Hh]e|[Ss]he)['’]s\b|\d\s*%|\b(?:no|not|never|under|up|down|off|over|back)\b"
    # "Typical household - 85 more a month"; "PEHO rates the risk"
    r"|\s-\s[^-]*\d|(?<!\bthe)(?<!\ba)(?<!\ban)(?<!\bof)\s[a-z]{3,}s\s(?:the|an?|its|his|her|their)\s"
)
# "More than 200 people hurt", "146 cases of measles since January": a figure and what it counts.
_TELLS_A_COUNT = re.compile(
    r"\W{0,3}(?:(?:more|fewer|less)\s+than\s+|over\s+|about\s+|around\s+|some\s+|nearly\s+|almost\s+|only\s+"
    r"|at\s+least\s+|up\s+to\s+)?(?!(?:19|20)\d\d\s)\d[\d,.]*\s+\w+\s+(?:of|in|at|on|since|after|during|outside|hurt|\w+ed)\b",
    re.IGNORECASE,
)
# "Trams at a standstill", "Leader in hiding": what is so now, without a verb.
_TELLS_A_STATE = re.compile(
    r"\w\s(?:at\sa\sstandstill|in\s(?:hiding|control|custody|hospital|intensive\scare|ruins|flames|exile|tatters)"
    r"|on\s(?:strike|fire|the\srun|the\sbrink|trial|alert|leave)|at\slarge|ablaze|behind\sbars|out\sof\s\w+)\W*$",
    re.IGNORECASE,
)
# "No election in Akzhar"
_TELLS_OF_NONE = re.compile(r"\W{0,3}No\s(?!to\b)[a-z]+\s(?:[a-z]+\s)?(?:in|at|from)\s[A-Z]")
# "Our staff are at their limit" - medical director
_QUOTE_AND_SPEAKER = re.compile(r"^\"[^\"]+\"\s*-\s*\w")


def not_checkable(text: str) -> str | None:
    """Why a clean text makes no checkable claim; None when it makes one.

    What a named speaker is said to have said is checkable whatever was said: that it was said.
    """
    stripped = text.strip()
    masked = mask_quotes(stripped)
    if not re.search(r"[^\W_]", stripped):
        return FRAGMENT
    attribution = find_attribution(stripped)
    if attribution is not None and not _INDIRECT.match(stripped):
        return OPINION if attribution.speaker.lower() in {"i", "we"} else None
    if not re.search(r"[^\W_]", masked) and not _is_question(stripped, masked):
        # Nothing but a quotation: what it says is the statement.
        masked = stripped.strip("\"' ")
    if _is_question(stripped, masked):
        return QUESTION
    if _WISH.search(masked):
        return WISH
    if _is_order(masked):
        return ORDER
    if _OPINION.search(masked):
        return OPINION
    return None if _asserts(masked) and _has_content(stripped) else FRAGMENT


def _is_question(text: str, masked: str) -> bool:
    bare = masked.rstrip("\"')] ")
    if bare.endswith("?"):
        return True
    if text.rstrip().endswith('?"') and text.lstrip().startswith('"'):
        return text.count('"') == 2
    if _INDIRECT.match(masked):
        return True
    opener = _QUESTION_WORD.match(masked)
    return opener is not None and not bare.endswith((".", "!")) and _is_inverted(masked)


def _is_inverted(masked: str) -> bool:
    """Whether an unmarked question has its verb before its subject: "is almaty the capital"."""
    words = read_words(masked)
    if len(words) < 3:
        return False
    return words[0].low in {
        "is",
        "are",
        "was",
        "were",
        "do",
        "does",
        "did",
        "has",
        "have",
        "can",
    } or (words[0].low in {"who", "what", "where", "when", "why", "how"} and words[1].finite)


def _is_order(masked: str) -> bool:
    words = read_words(masked)
    if not words:
        return False
    if _LET_US.match(masked):
        return True
    first = words[0].low
    if len(words) > 1 and (first, words[1].low) in _NO_ORDERS:
        return False
    if first == "please" or any(w.low == "please" for w in words[-1:]):
        return True
    if first not in _ORDERS:
        return False
    # "Fire destroyed the hall", "Call volumes rose": the word is the subject of a verb.
    if any(word.finite for word in words[1:6]) or tells_in_present(words[:4]):
        return first in {"don't", "do", "never", "let"} and not words[1].finite
    return True


def _has_content(text: str) -> bool:
    """Whether a text names anything: "it is not true" speaks of what stands elsewhere."""
    tokens = tokenize(text)
    return any(not token.is_stop and token.text.lower() not in _TRUTH for token in tokens)


def _asserts(masked: str) -> bool:
    """Whether a text says something of something: by a verb, a headline participle or a sign."""
    words = read_words(masked)
    if _QUOTE_AND_SPEAKER.match(masked):
        return True
    if len(words) >= _HEADLINE_WORDS and (is_title_case(masked) or masked.endswith(".")):
        return True
    if any(word.finite for word in words) or _SAYS_SOMETHING.search(masked):
        return True
    if tells_in_present(words) or _TELLS_A_STATE.search(masked):
        return True
    if _TELLS_A_COUNT.match(masked) or _TELLS_OF_NONE.match(masked):
        return True
    for at, word in enumerate(words[1:], start=1):
        if is_past(word.low) and words[at - 1].low not in {"the", "a", "an", "of", "and"}:
            return True
        headline_verb = word.low.endswith("s") and word.low in PRESENT
        if headline_verb and at < len(words) - 1 and words[at - 1].low not in {"the", "of"}:
            return True
        if word.low == "to" and at < len(words) - 1 and words[at + 1].low in common_words():
            return True
    return bool(
        re.search(r"\b\d[\d,.]*\s+\w+ed\b|\b(?:dead|killed|missing|safe|alive|hurt)\b", masked)
    )
