"""How old an article says that somebody is: "the 81-year-old Anton Brelik", "Mira Hollen, 44, …"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.extraction.people import FullNames

_BEFORE = re.compile(r"\b(?P<age>\d{1,3})-year-old\s(?:[a-z-]+\s){0,2}(?:(?:Mr|Mrs|Ms|Dr)\.?\s)?$")
_BEHIND = re.compile(r"^(?:,\s(?P<age>\d{1,3}),|\s\((?P<bracketed>\d{1,3})\))")
_OLDEST = 115


def ages(text: str, names: FullNames) -> Iterator[str]:
    """ "Anton Brelik is 81 years old.", for each person of a sentence with an age."""
    for person in names.people(text):
        before = _BEFORE.search(text[max(0, person.span.start - 60) : person.span.start])
        behind = _BEHIND.match(text[person.span.end :])
        age = (
            before["age"] if before else (behind["age"] or behind["bracketed"] if behind else None)
        )
        if age is not None and 0 < int(age) <= _OLDEST:
            yield f"{names.of(person)} is {age} years old."
