"""Sentences of a text."""

from __future__ import annotations

import re

from service.domain.evidence import Passage
from service.domain.mentions import Span

_END = re.compile(
    r"(?P<mark>[.!?]+|\.\.\.)(?P<close>[\"')\]\u00bb]*)(?=\s|$)(?P<gap>\s*)|(?P<line>[ \t]*\n\s*\n\s*)"
)
# A full stop after these belongs to the word, whatever follows it.
_TITLES = frozenset(
    """mr mrs ms mm dr prof gen col lt sgt capt maj cmdr adm sen rep gov pres st sr jr rev hon messrs
    mt ft no nos vs fig vol ed eds op cf al approx dept est feat""".split()
)
# These may end a sentence too: then a word that opens one follows.
_SHORTENED = frozenset(
    """inc ltd corp co bros etc jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu
    thurs fri sat sun a.m p.m am pm a.k.a e.g i.e u.s u.k u.n e.u d.c ph.d b.c""".split()
)
_OPENERS = frozenset(
    """the a an he she it they we i you this that these those his her its their in on at after before
    but and however meanwhile moreover no more some many officials police there as when while by
    for from since""".split()
)
# A mark that was forgotten must not join a whole article: a quotation stays on its line.
_QUOTED = re.compile(
    '"[^"\\n]{1,800}"|\u201c[^\u201c\u201d\\n]{1,800}\u201d|\u00ab[^\u00bb\\n]{1,800}\u00bb'
)
_LAST_WORD = re.compile(r"[^\s\"'()\[\]]*$")
_SPEECH_AFTER = re.compile(
    r"\s*(?:[\w.'-]+\s+){0,5}?"
    r"(?:said|says|asked|asks|added|told|wrote|shouted|replied|cried|declared|warned|claimed)\b"
)


def split_sentences(text: str) -> tuple[Passage, ...]:
    """The sentences of ``text`` in order, without the blanks between them.

    A blank line ends a sentence. A sentence does not end inside a quotation that goes on, after
    an initial or an abbreviation, or where the words after a quotation only say who spoke.
    """
    quoted = {at for found in _QUOTED.finditer(text) for at in range(*found.span())}
    cuts = [
        match.end()
        for match in _END.finditer(text)
        if match["line"] is not None or _ends_sentence(text, match, quoted)
    ]
    passages: list[Passage] = []
    start = 0
    for cut in (*cuts, len(text)):
        passage = _stripped(text, start, cut)
        if passage.text:
            passages.append(passage)
        start = cut
    return tuple(passages)


def _stripped(text: str, start: int, end: int) -> Passage:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = max(start, end - (len(piece) - len(piece.rstrip())))
    return Passage(text=text[start:end], span=Span(start=start, end=end))


def _ends_sentence(text: str, match: re.Match[str], quoted: set[int]) -> bool:
    after = text[match.end() : match.end() + 80]
    if not after:
        return True
    opening = after.lstrip("\"'([\u00ab")
    if not opening or opening[0].islower():
        return False
    if match["close"]:
        if match["mark"] != "." and _SPEECH_AFTER.match(after):
            return False
    elif match.start() in quoted:
        return False
    if match["mark"] != ".":
        return True
    return not _abbreviated(text, match.start(), opening)


def _abbreviated(text: str, stop: int, opening: str) -> bool:
    found = _LAST_WORD.search(text[max(0, stop - 20) : stop])
    word = found.group().lower() if found else ""
    if word in _TITLES:
        return True
    if len(word) == 1 and word.isalpha():
        # An initial ("J. Smith"), but "vitamin C. The" and "Plan B. It" end.
        return not _opens(opening)
    if word in _SHORTENED or re.fullmatch(r"(?:[a-z]\.)+[a-z]", word):
        return not _opens(opening)
    return False


def _opens(opening: str) -> bool:
    word = re.match(r"[^\W\d_]+", opening)
    return word is not None and word.group().lower() in _OPENERS
