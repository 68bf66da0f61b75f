"""Number words and what they are worth."""

from __future__ import annotations

_SMALL_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SMALL = {word: value for value, word in enumerate(_SMALL_WORDS)}
TENS = {word: value for value, word in zip(range(20, 100, 10), _TENS_WORDS, strict=True)}
SCALES = {
    "thousand": 1e3,
    "lakh": 1e5,
    "million": 1e6,
    "crore": 1e7,
    "billion": 1e9,
    "trillion": 1e12,
}
GROUPS = {"hundred": 100.0, "dozen": 12.0, "score": 20.0} | SCALES
GLUED_SCALES = {"k": 1e3, "mn": 1e6, "mln": 1e6, "bn": 1e9, "bln": 1e9, "tn": 1e12, "trn": 1e12}
MONEY_SCALES = {"m": 1e6, "b": 1e9, "t": 1e12}
_ORDINAL_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
# What makes digits an ordinal: "21st".
ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
ORDINALS = {word: float(value) for value, word in enumerate(_ORDINAL_WORDS, start=1)}
FRACTION_WORDS = {
    word + ending: 1 / value
    for word, value in ORDINALS.items()
    if 3 <= value <= 10
    for ending in ("", "s")
} | {"quarter": 0.25, "quarters": 0.25, "half": 0.5, "halves": 0.5}
# The smallest number that each vague plural allows: two of it.
PLURALS = {
    "tens": 20.0,
    "dozens": 24.0,
    "scores": 40.0,
    "hundreds": 200.0,
    "thousands": 2e3,
    "millions": 2e6,
    "billions": 2e9,
    "trillions": 2e12,
}
PLURAL_SCALES = {"thousands": 1e3, "millions": 1e6, "billions": 1e9, "trillions": 1e12}
FEW = {"few": (3.0, 10.0), "several": (3.0, 10.0), "couple": (2.0, 2.0), "handful": (2.0, 6.0)}
BOUNDED_WORDS = frozenset(FEW) | {"dozen", "score", "third", "quarter", "fifth", "tenth", "half"}
FIRST_WORDS = (
    frozenset(SMALL)
    | frozenset(TENS)
    | frozenset(ORDINALS)
    | frozenset(PLURALS)
    | {"a", "an", "half", "several", "no", "none", "nobody"}
)
PEOPLE_WORDS = frozenset(
    "people persons civilians residents inhabitants men women children citizens voters protesters "
    "demonstrators refugees migrants users customers viewers followers subscribers workers "
    "employees soldiers troops jobs students patients households families visitors passengers "
    "pensioners deaths cases victims".split()
)
