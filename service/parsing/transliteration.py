"""One folded form for the spellings that newspapers give to one foreign name.

Romanisations of Cyrillic, Arabic and Turkic names differ by the language of the paper (English
"Tokayev", French "Tokaïev", German "Tokajew"). ``fold_word`` maps them onto one form by rules that
are wide enough for that and narrow enough to keep different surnames apart. The form is a key for
comparison; nobody is shown it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

# In this order: each rule reads what the rules before it have left.
_GENERAL: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[^a-z0-9]+", ""),
        (r"tsch|tch", "ch"),
        (r"sch", "sh"),
        (r"dzh|dj", "j"),
        (r"ou", "u"),
        (r"kh", "k"),
        (r"ph", "f"),
        (r"q", "k"),
        (r"ck", "k"),
        (r"(?<=.)x", "ks"),
        (r"gu(?=[ei])", "g"),
        (r"w", "v"),
        (r"(?<=[aeiou])j(?=[aeiou])", "i"),
        (r"y", "i"),
        (r"(?<=[aou])i(?=[aeou])", ""),
        (r"^ie", "e"),
        (r"(?:ii|ij)$", "i"),
        (r"(?<=[a-z]in)e$", ""),
        (r"([a-z])\1+", r"\1"),
    )
)
_SLAVIC = re.compile(r"(?:ov|ev|of|ef|ova|eva|enko|enka|uk|ski|skaia|chin|ich|[cs]hko)$")
# French and German papers write "ch" and "sch" where English ones write "sh" and "ch".
_SLAVIC_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"ch", "sh"),
        (r"(?:sh)+", "sh"),
        (r"^j", "zh"),
        (r"(?<=[oe])f$", "v"),
        (r"ts", "c"),
    )
)


@lru_cache(maxsize=20_000)
def fold_word(word: str) -> str:
    """The form of one word of a name that its spellings share ("Tokaïev" -> "tokaev")."""
    folded = anyascii(word).lower()
    for pattern, replacement in _GENERAL:
        folded = pattern.sub(replacement, folded)
    if _SLAVIC.search(folded):
        for pattern, replacement in _SLAVIC_RULES:
            folded = pattern.sub(replacement, folded)
    return folded


def is_slavic(word: str) -> bool:
    """Whether a word ends as the surnames of the former Soviet Union do."""
    return len(word) > 4 and _SLAVIC.search(fold_word(word)) is not None
