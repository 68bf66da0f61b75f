"""The sentences that rank: "no K in P is larger than X", "X, the largest K in P, …".

Groups: ``holder`` (and ``other``) is who is ranked, ``degree`` the comparative or superlative,
``kind`` and ``place`` (``later``, ``owner``) among whom, ``some`` how many, ``be`` the verb.
"""

from __future__ import annotations

import re

# A word of a phrase that no preposition, verb or "and" breaks off.
WORD = (
    r"(?!(?:in|of|on|at|for|by|from|to|with|near|outside|off|like|as|against|between|that|who|which"
    r"|is|are|was|were|than|and|or|not)\b)[a-z][a-z-]*"
)
WORDS = rf"{WORD}(?: {WORD}){{0,2}}"
_BE = r"(?P<be>is|are|was|were|remains|remained)(?: still| also| now| today)?"
_COMPARATIVE = r"(?P<degree>(?:more|less) [a-z-]+|[a-z]+er|worse)"
_SUPERLATIVE = r"(?P<degree>(?:most|least) [a-z-]+|[a-z]+est|worst)"
NTH = "second third fourth fifth sixth seventh eighth ninth tenth".split()
_RANK = rf"(?:(?P<rank>{'|'.join(NTH)})[- ])?"
_AT = r"(?:in|of|on)"
_PLACED = rf"(?: {_AT} (?P<place>(?:the )?[\w'’ -]+?))"
_LATER = rf"(?: {_AT} (?P<later>(?:the )?[\w'’ -]+?))"
_OWNER = r"(?P<owner>(?:the )?[\w-]+(?: [\w-]+){0,2})['’]s"
_BEST = rf"(?:the|{_OWNER}) {_RANK}{_SUPERLATIVE} (?P<kind>{WORDS})"
_KIND = rf"(?P<kind>{WORDS}?)"
_HOLDER = r"(?P<holder>[\w'’ -]+?)"
_OTHER = r"(?P<other>[\w'’ -]+?)"
_SOME = (
    r"(?P<some>a|an|another|some|no|no other|not a single|at least one|only one|exactly one|one"
    r"|two|three|four|five)"
)


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\A{pattern}[.!]?\s*\Z")


TOPS = (
    _whole(rf"{_HOLDER} {_BE}(?P<denied> not)? {_BEST}{_PLACED}?"),
    _whole(rf"(?i:the|{_OWNER}) {_RANK}{_SUPERLATIVE} {_KIND}{_PLACED}? {_BE} {_HOLDER}"),
)
ALL_BEHIND = _whole(
    rf"{_HOLDER} {_BE} {_COMPARATIVE} than (?:any|every|each|all)(?: the)?(?: other)? {_KIND}{_PLACED}?"
)
AHEAD = (
    _whole(rf"(?i:{_SOME}) {_KIND}{_PLACED}? {_BE} {_COMPARATIVE} than {_HOLDER}{_LATER}?"),
    _whole(rf"(?i:there) {_BE} {_SOME} {_COMPARATIVE} {_KIND}{_PLACED}? than {_HOLDER}{_LATER}?"),
    _whole(rf"(?i:there) {_BE} {_SOME} {_KIND}{_PLACED}? {_COMPARATIVE} than {_HOLDER}"),
    _whole(
        rf"(?i:{_SOME}) {_COMPARATIVE} {_KIND}{_PLACED}? than {_HOLDER} (?P<be>exists?){_LATER}?"
    ),
    _whole(rf"(?i:{_SOME}) {_COMPARATIVE} {_KIND} (?P<be>exists?){_PLACED}? than {_HOLDER}"),
)
EXCESS = _whole(
    rf"{_HOLDER} {_BE}(?P<denied> not| no)?(?: an?)? {_COMPARATIVE}(?: {_KIND})? than {_OTHER}"
)
NOT_AS = _whole(rf"{_HOLDER} {_BE} not (?:as|so) (?P<positive>[a-z-]+) as {_OTHER}")

# In a claim: what may stand before the name that is ranked, and behind the words that rank it.
_OPENS = r"(?:\A|(?<=[,;:] )|(?<=\band )|(?<=\bbut ))"
_ENDS = r"(?=\s*(?:[.,;:!)]|$)| and | but )"
_NAMED = r"(?P<holder>(?:[Tt]he (?:[a-z-]+ )?)?[A-Z][\w-]*(?:['’]? [A-Z][\w-]*)*)"
_IN_NAME = rf"(?: {_AT} (?P<place>the [a-z]+|(?:the )?[A-Z][\w-]*(?: [A-Z][\w-]*)*))"
# By how much is more than a claim has to say, but not more than a statement has to prove.
_BY_FAR = r"(?: by far| easily)?"
_BY = r"(?:much |far |slightly |considerably |significantly |even |a little |[\d.,]+ [a-z]+ )?"
TOLD = (
    re.compile(rf"{_OPENS}{_NAMED} {_BE}{_BY_FAR} {_BEST}{_IN_NAME}?{_ENDS}"),
    re.compile(rf"{_NAMED}, {_BEST}{_IN_NAME}?{_ENDS}"),
    re.compile(rf"{_OPENS}(?:[Tt]he|{_OWNER}) {_RANK}{_SUPERLATIVE} (?P<kind>{WORDS}?)"
               rf"{_IN_NAME}?(?:,| {_BE})? {_NAMED}(?!['’-])\b"),
)  # fmt: skip
EXCEEDED = re.compile(
    rf"{_OPENS}{_NAMED} {_BE}(?: an?)? {_BY}{_COMPARATIVE}(?: (?P<kind>{WORDS}))? than"
    rf" (?P<other>(?:the )?(?:[a-z-]+ )?[A-Z][\w-]*(?: [A-Z][\w-]*)*){_ENDS}"
)
