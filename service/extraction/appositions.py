"""What a sentence says of a name in passing, between commas.

"Tessalon, the country's biggest company, cut its forecast" asserts two things. The aside is taken
out of the sentence, which makes it plainer to read, and becomes a sentence of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.domain.mentions import Name, NameKind
from service.parsing.names import find_names
from service.parsing.quotes import mask_quotes
from service.parsing.verbs import read_words

_BEHIND = re.compile(
    r"^,\s(?P<what>(?:the|an?|[A-Z][\w-]+'s)\s[^,;\"~]{3,90}?)(?P<end>,(?=\s)|(?=\.?$))"
)
_AHEAD = re.compile(
    r"(?:^|,\s|\s(?:in|to|of|at|by|from|for)\s)(?P<what>(?:[Tt]he|[A-Z][\w' -]*'s?)\s[^,;\"~]{2,80}?),\s$"
)
_MANY = re.compile(r"\band\b|\bone of\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A sentence without its appositions, and what they said, as sentences."""

    text: str
    said: tuple[str, ...]


def without_appositions(text: str) -> Aside:
    """Take the appositions of names out of a clean sentence."""
    said: list[str] = []
    for _ in range(3):
        found = _first(text)
        if found is None:
            break
        text, sentence = found
        said.append(sentence)
    return Aside(text=text, said=tuple(said))


def _first(text: str) -> tuple[str, str] | None:
    """The sentence without its first apposition, and that as a sentence; None if it has none."""
    masked = mask_quotes(text)
    for name in find_names(text):
        if name.country or masked[name.span.start] == "~" or name.text.endswith(("'s", "'")):
            continue
        behind = _BEHIND.match(masked[name.span.end : name.span.end + 120])
        if behind and _describes(behind["what"], name, text):
            stop = name.span.end + behind.end()
            rest = text[stop:]
            # "…, and said" has a subject that stands before what the comma ended.
            comma = "," if rest.startswith((" and ", " but ")) else ""
            return text[
                : name.span.end
            ] + comma + rest, f"{name.text} is {_cut(text, name, behind)}."
        ahead = _AHEAD.search(masked[: name.span.start])
        closed = masked[name.span.end : name.span.end + 1] in {",", ".", ""}
        if ahead and closed and _leads(ahead["what"]):
            what = text[ahead.start("what") : ahead.end("what")]
            rest = text[name.span.end + 1 :]
            comma = "," if rest.lstrip()[:1].isdigit() else ""
            whole = text[: ahead.start("what")] + name.text + comma + rest
            return whole, f"{name.text} is {_lowered(what)}."
    return None


def _cut(text: str, name: Name, found: re.Match[str]) -> str:
    start = name.span.end + found.start("what")
    return text[start : name.span.end + found.end("what")]


def _describes(what: str, name: Name, text: str) -> bool:
    """Whether words after a name say what it is, not what comes next in a list or who spoke."""
    if _MANY.search(what) or any(word.finite for word in read_words(what)):
        return False
    if name.kind is NameKind.PERSON and len(name.text.split()) > 1:
        return True
    return what.startswith("the ") or name.span.start <= len("The ")


def _leads(what: str) -> bool:
    words = what.split()
    if _MANY.search(what) or any(word.finite for word in read_words(what)):
        return False
    head = re.split(r"\s(?:of|in|at|for|from)\s", what)[0].split()[-1]
    return len(words) > 1 and head.islower() and (words[0].lower() == "the" or "'s" in what)


def _lowered(what: str) -> str:
    return "the " + what[len("The ") :] if what.startswith("The ") else what
