"""The text for reading: entities, curly marks, look-alikes and spacing made plain.

``clean`` never loses the way back: every character of the clean text knows the stretch of the
submitted text that it was made from, so that offsets in an answer point into what was submitted.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from service.domain.mentions import Span

# An entity may be escaped again and again; a text that needs more passes than this is hostile.
MAX_PASSES = 5

_PLAIN = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4\u0060\u02bc\uff07", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\uff02", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2014\u2015", " - "),
    "\u2026": "...",
}
_ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069"
_REMOVED = re.compile(f"[{_ZERO_WIDTH}]+")
_ENTITY = re.compile(
    r"&(?:amp;)*(?:(?P<number>#\d{1,7}|#[xX][0-9a-fA-F]{1,6})|(?P<name>[A-Za-z]{2,31}\d{0,2}));"
)
_MARK = re.compile("[" + "".join(_PLAIN) + "]")
# Most texts need nothing done to them; neither an entity nor an accent can be in such a one.
_IS_PLAIN = re.compile(r"[!-%'-_a-~]+(?: [!-%'-_a-~]+)*")
# Digits of other scripts and widths, and the signs that they have between them.
_DIGIT = re.compile(r"(?![0-9])\d")
_BETWEEN_DIGITS = {"\u066c": ",", "\uff0c": ",", "\u066b": ".", "\uff0e": "."}
_DIGIT_SIGN = re.compile("(?<=[0-9])[" + "".join(_BETWEEN_DIGITS) + "](?=[0-9])")
# Fraction signs that a number grammar reads in figures.
_FRACTIONS = {
    "\u00bd": "1/2",
    "\u2153": "1/3",
    "\u2154": "2/3",
    "\u00bc": "1/4",
    "\u00be": "3/4",
    "\u2155": "1/5",
    "\u2156": "2/5",
    "\u2157": "3/5",
    "\u2158": "4/5",
}
_FRACTION = re.compile("[" + "".join(_FRACTIONS) + "](?![0-9/])")
_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
# UTF-8 read as Windows-1252: a lead byte followed by the continuation bytes that it asks for.
_CONTINUATION = (
    "[\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
    "\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]"
)
_MOJIBAKE = re.compile(
    f"\u00c2[\u00a0-\u00bf]|[\u00c3-\u00c5\u00d0\u00d1]{_CONTINUATION}"
    f"|\u00e2(?:\u20ac|\u201a|\u20ac)?{_CONTINUATION}{{1,2}}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanText:
    """A text for reading, and for each of its characters where it came from."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    original_length: int

    def original_span(self, span: Span) -> Span:
        """The stretch of the submitted text that ``span`` of the clean text was read from.

        Raises ``ValueError`` for a span that reaches past the end of the clean text.
        """
        if span.end > len(self.text):
            raise ValueError(f"span {span.start}..{span.end} is past the end of the clean text")
        if span.start == span.end:
            at = self.starts[span.start] if span.start < len(self.text) else self.original_length
            return Span(start=at, end=at)
        return Span(start=self.starts[span.start], end=self.ends[span.end - 1])

    def substituted(
        self, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str]
    ) -> CleanText:
        """The text with each match replaced; what is new comes from the whole of its match."""
        if pattern.search(self.text) is None:
            return self
        before = _Mapped(self.text, list(self.starts), list(self.ends))
        after = _trimmed(_substituted(before, pattern, replacement))
        return CleanText(
            text=after.text,
            starts=tuple(after.starts),
            ends=tuple(after.ends),
            original_length=self.original_length,
        )


def clean(text: str) -> CleanText:
    """Make a submitted text plain: one kind of quote, apostrophe and dash, single spaces, NFC."""
    length = len(text)
    if _IS_PLAIN.fullmatch(text):
        ends = tuple(range(1, length + 1))
        return CleanText(text=text, starts=(0, *ends[:-1]), ends=ends, original_length=length)
    raw = _Mapped(text, list(range(len(text))), list(range(1, len(text) + 1)))
    mapped = _settled(raw, entities=True) or _settled(raw, entities=False) or raw
    return CleanText(
        text=mapped.text,
        starts=tuple(mapped.starts),
        ends=tuple(mapped.ends),
        original_length=len(text),
    )


def plain_text(text: str) -> str:
    """The clean text alone, for whoever needs no way back."""
    return text if _IS_PLAIN.fullmatch(text) else clean(text).text


@dataclass(slots=True)
class _Mapped:
    text: str
    starts: list[int]
    ends: list[int]


def _settled(mapped: _Mapped, *, entities: bool) -> _Mapped | None:
    """Repeat the passes until nothing changes; None if the text does not settle."""
    for _ in range(MAX_PASSES):
        before = mapped.text
        mapped = _substituted(mapped, _REMOVED, lambda _: "")
        if entities and "&" in mapped.text:
            mapped = _substituted(mapped, _ENTITY, _unescaped)
        mapped = _substituted(mapped, _MOJIBAKE, _decoded)
        mapped = _substituted(mapped, _MARK, lambda match: _PLAIN[match.group()])
        mapped = _substituted(mapped, _DIGIT, lambda m: str(unicodedata.decimal(m.group())))
        mapped = _substituted(mapped, _DIGIT_SIGN, lambda m: _BETWEEN_DIGITS[m.group()])
        mapped = _substituted(mapped, _FRACTION, _in_figures)
        mapped = _trimmed(_substituted(_composed(mapped), _SPACE, lambda _: " "))
        if mapped.text == before:
            return mapped
    return None


def _substituted(
    mapped: _Mapped, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str]
) -> _Mapped:
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in pattern.finditer(mapped.text):
        plain = replacement(match)
        if plain == match.group():
            continue
        out += (mapped.text[done : match.start()], plain)
        starts += mapped.starts[done : match.start()]
        ends += mapped.ends[done : match.start()]
        starts += [mapped.starts[match.start()]] * len(plain)
        ends += [mapped.ends[match.end() - 1]] * len(plain)
        done = match.end()
    if not done:
        return mapped
    out.append(mapped.text[done:])
    return _Mapped("".join(out), starts + mapped.starts[done:], ends + mapped.ends[done:])


def _unescaped(match: re.Match[str]) -> str:
    """What an entity stands for; an unknown name stays as it is written."""
    return html.unescape("&" + (match["number"] or match["name"]) + ";") or " "


def _in_figures(match: re.Match[str]) -> str:
    """A fraction sign in figures, parted from a whole number before it: "2½" is "2 1/2"."""
    before = match.string[: match.start()][-1:]
    return (" " if before.isdigit() else "") + _FRACTIONS[match.group()]


def _decoded(match: re.Match[str]) -> str:
    """The character behind a UTF-8 sequence that was read as Windows-1252, if it is one."""
    raw = bytearray()
    for char in match.group():
        try:
            raw += char.encode("cp1252")
        except UnicodeEncodeError:
            if ord(char) > 0xFF:
                return match.group()
            # Windows-1252 leaves five bytes undefined; readers pass them through unchanged.
            raw.append(ord(char))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return match.group()


def _composed(mapped: _Mapped) -> _Mapped:
    """NFC, cluster by cluster, so that the way back stays exact to the cluster."""
    if mapped.text.isascii() or unicodedata.is_normalized("NFC", mapped.text):
        return mapped
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    begin = 0
    for at in range(1, len(mapped.text) + 1):
        if at < len(mapped.text) and _joins(mapped.text[at]):
            continue
        whole = unicodedata.normalize("NFC", mapped.text[begin:at])
        out.append(whole)
        starts += [mapped.starts[begin]] * len(whole)
        ends += [mapped.ends[at - 1]] * len(whole)
        begin = at
    return _Mapped("".join(out), starts, ends)


def _joins(char: str) -> bool:
    """Whether a character can compose with the one before it."""
    return char > "\x7f" and (
        unicodedata.category(char).startswith("M") or "\u1160" <= char <= "\u11ff"
    )


def _trimmed(mapped: _Mapped) -> _Mapped:
    start = len(mapped.text) - len(mapped.text.lstrip(" "))
    end = max(start, len(mapped.text.rstrip(" ")))
    return _Mapped(mapped.text[start:end], mapped.starts[start:end], mapped.ends[start:end])
