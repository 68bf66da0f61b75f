"""An article taken apart into headline, captions and paragraphs; what is no news is marked so.

Paragraphs are the non-empty lines of the text, counted from 1, as in the records of ``seeds/``.
Where a text is wrapped at a line's width, blank lines divide its paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from service.domain.mentions import Span
from service.parsing.dates import find_dates


class BlockKind(StrEnum):
    HEADLINE = "headline"
    BODY = "body"
    CAPTION = "caption"
    LABEL = "label"  # a byline, a credit, a link to something else
    CROSSHEAD = "crosshead"  # a line between paragraphs: it repeats, in fewer words


_CLAIMING = frozenset((BlockKind.HEADLINE, BlockKind.BODY, BlockKind.CAPTION))


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph of an article without its dateline, label or credit.

    ``text`` is ``article[span.start:span.end]``; ``day`` is the day that its own dateline names.
    """

    kind: BlockKind
    paragraph: int
    text: str
    span: Span
    day: date | None = None


# Characters. A line that long is no headline, and no text wrapped by hand has lines that long.
LONGEST_HEADLINE = 220
_WIDEST_WRAP = 100
_LINE = re.compile(r"[^\r\n]+")
_WRAPPED = re.compile(r"[^\r\n]+(?:\r?\n(?![ \t]*\r?\n)[^\r\n]+)*")
_ENDS = re.compile(r"[.!?:;][\"'\u2019\u201d\u00bb)\]]*\s*$")
_BYLINE = re.compile(
    r"^\s*(?:by|from|words)\s+(?:our|the|staff|a\s+staff|[A-Z][\w.'-]+(?:\s+[A-Z][\w.'-]+){0,3}\s*$)",
    re.IGNORECASE,
)
_NO_NEWS = re.compile(
    r"^\W*(?:(?:last\s+)?updated|published|posted|modified|(?:picture|photo|image)\s+(?:source|credit)s?"
    r"|credits?|source|sources|read\s+(?:more|also)|also\s+read|see\s+also|related|advertisement"
    r"|sponsored|follow\s+us|sign\s+up|subscribe|share\s+this|all\s+rights\s+reserved|copyright"
    r"|©|tags?)\b[^.]{0,160}$|\bpowered\s+by\b",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"^\s*(?:file\s+)?(?:photo|picture|image|pictured|caption|graphic)s?\s*[:|]\s*", re.IGNORECASE
)
_AGENCY_CREDIT = (
    r"(?:\S+\s){0,5}?\S*(?:REUTERS|Reuters|AFP|TASS|Getty(?:\s+Images)?|EPA|DPA|dpa|handout)"
)
_CREDIT = re.compile(
    rf"(?:\s*\([^()]{{2,60}}\)|(?<=[.!?])\s+(?:{_AGENCY_CREDIT}(?:\s\S+){{0,3}}))\s*$"
)
_BY_AGENCY = re.compile(r"\b(?:via|handout)\s+(?:REUTERS|Reuters|AFP|AP|TASS|EPA)\b.{0,20}$")
_PLACE = r"[^\W\d_a-z][\w'\u2019.-]*(?:\s[^\W\d_][\w'\u2019.-]*){0,3}"
_AGENCY_DATELINE = re.compile(
    rf"^\s*{_PLACE}(?:,\s{_PLACE})?(?:,\s[^()]{{3,20}})?\s?\([^()\n]{{2,40}}\)\s*(?:[-\u2013\u2014]+|:)\s*"
)
_CAPITALS_DATELINE = re.compile(
    r"^\s*(?:[^\W\d_a-z]{2,}[.'\u2019-]?\s?){1,4}(?:,\s(?:[^\W\d_a-z]{2,}\s?){1,4})?\s*"
    r"(?:[-\u2013\u2014]\s*(?P<day>[^\W\d_]+\s\d{1,2},\s\d{4}))?\s*(?:[-\u2013\u2014]|:)\s+"
)


def read_layout(text: str) -> tuple[Block, ...]:
    """The blocks of an article that can hold claims, in order."""
    return tuple(block for block in all_blocks(text) if block.kind in _CLAIMING)


def all_blocks(text: str) -> Iterator[Block]:
    """Every line or paragraph of an article, in order, those that hold no claims included."""
    in_body = False
    for number, span in enumerate(_paragraphs(text), start=1):
        line = text[span.start : span.end]
        ended = _ENDS.search(line) is not None
        in_body = in_body or (ended and number > 1) or len(line) > LONGEST_HEADLINE
        if _NO_NEWS.search(line[:LONGEST_HEADLINE]) or (not ended and _BYLINE.match(line)):
            kind = BlockKind.LABEL
        elif ended or _is_caption(line) or len(line) > LONGEST_HEADLINE:
            yield _paragraph(text, number, span)
            continue
        else:
            kind = BlockKind.CROSSHEAD if in_body else BlockKind.HEADLINE
        yield Block(kind=kind, paragraph=number, text=line, span=span)


def _paragraphs(text: str) -> Iterator[Span]:
    for match in (_WRAPPED if _is_wrapped(text) else _LINE).finditer(text):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        end = match.end() - (len(line) - len(line.rstrip()))
        if start < end:
            yield Span(start=start, end=end)


def _is_wrapped(text: str) -> bool:
    """Whether the lines were broken at a width: none is long, and blank lines divide them."""
    lines = text.splitlines()
    filled = [bool(line.strip()) for line in lines]
    neighbours = sum(a and b for a, b in pairwise(filled))
    return (
        neighbours > 2
        and neighbours * 2 > sum(filled)
        and not all(filled)
        and max(map(len, lines)) <= _WIDEST_WRAP
    )


def _is_caption(line: str) -> bool:
    return _CAPTION.match(line) is not None or _BY_AGENCY.search(line[-80:]) is not None


def _paragraph(text: str, number: int, span: Span) -> Block:
    """A caption or a paragraph of the body, without label, dateline and credit."""
    start, end = span.start, span.end
    head = text[start : min(end, start + 200)]
    label = _CAPTION.match(head)
    kind = BlockKind.CAPTION if _is_caption(text[start:end]) else BlockKind.BODY
    day: date | None = None
    if label:
        start += label.end()
    elif dateline := _AGENCY_DATELINE.match(head) or _CAPITALS_DATELINE.match(head):
        start += dateline.end()
        day = _day(dateline.groupdict().get("day"))
    if kind is BlockKind.CAPTION or day is not None:
        tail = max(start, end - 120)
        credit = _CREDIT.search(text[tail:end])
        if credit and tail + credit.start() > start:
            end = tail + credit.start()
    return Block(
        kind=kind,
        paragraph=number,
        text=text[start:end],
        span=Span(start=start, end=max(start, end)),
        day=day,
    )


def _day(words: str | None) -> date | None:
    dates = find_dates(words.title(), reference=None) if words else ()
    return dates[0].first if dates else None
