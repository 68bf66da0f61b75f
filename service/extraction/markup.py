"""HTML and Markdown made invisible at equal length, so that every offset stays what it was.

A draft often comes out of an editor with its marks. What a reader of the printed text would not
see is replaced by blanks, line ends or zero-width spaces, one character for each.
"""

from __future__ import annotations

import re

_VISIBLE = re.compile(r"[^\r\n]")
_NOTHING = "\u200b"  # Cleaning takes it out, so "kil</b>led" is one word again.
_FLAGS = re.IGNORECASE | re.DOTALL | re.MULTILINE
# Each runs to the end where nothing closes it, so that no stretch is looked through twice.
_HIDDEN = tuple(
    re.compile(pattern, _FLAGS)
    for pattern in (
        r"<!--.*?(?:-->|(?P<open>\Z))",
        r"<(?P<name>script|style|head)\b[^<>]{0,500}>.*?(?:</(?P=name)\s*>|(?P<open>\Z))",
        r"^```.*?(?:^```[^\n]*$|(?P<open>\Z))",
        r"\A---\r?\n.*?(?:^---[ \t]*$|(?P<open>\Z))",
    )
)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|br|hr|h[1-6]|li|ul|ol|dl|dt|dd|table|tr|td|th|section|article|header|footer"
    r"|figure|figcaption|blockquote|title|body|html|aside|main|nav)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-z][^<>]{0,500}>", re.IGNORECASE)
_LINE_MARK = re.compile(
    r"^[ \t]{0,8}(?:#{1,6}|>|[-*+]|\d{1,3}[.)])(?=[ \t])(?:[ \t]+(?:>|[-*+])(?=[ \t]))?",
    re.MULTILINE,
)
_EMPHASIS = re.compile(r"\*{1,3}(?=\S)(?P<words>[^*\n]{1,400}?)(?<=\S)\*{1,3}")
_LINK = re.compile(r"!?\[(?P<words>[^\[\]\n]{0,400})\]\([^()\s]{0,2000}(?:\s\"[^\"\n]{0,200}\")?\)")


def unmarked(text: str) -> str:
    """The text as its reader sees it, each character where it was."""
    if "<" in text or text.startswith("---") or "```" in text:
        for pattern in _HIDDEN:
            text = pattern.sub(_blank, text)
        text = _BLOCK_TAG.sub(lambda found: "\n" * len(found.group()), text)
        text = _TAG.sub(_tag, text)
    text = _LINE_MARK.sub(lambda found: " " * len(found.group()), text)
    text = _LINK.sub(_words_alone, text) if "](" in text else text
    return _EMPHASIS.sub(_words_alone, text) if "*" in text else text


def _blank(found: re.Match[str]) -> str:
    """Blanks, with the line ends kept: they divide paragraphs. What is not closed stays."""
    return found.group() if found["open"] is not None else _VISIBLE.sub(" ", found.group())


def _tag(found: re.Match[str]) -> str:
    """Nothing within a word or before a stop; a blank at the edge of a line."""
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    fill = _NOTHING if before.strip() and after.strip() else " "
    return fill * len(found.group())


def _words_alone(found: re.Match[str]) -> str:
    start, end = found.span("words")
    return f"{_NOTHING * (start - found.start())}{found['words']}{_NOTHING * (found.end() - end)}"
