"""How an index term is written in a full-text index so that it can only ever be a token.

The terms come from outside storage and may hold anything. Written in ``[a-z0-9_.]`` they cannot
be read as query syntax by any engine, and no two terms are written alike.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache

# PostgreSQL refuses lexemes over 2,046 bytes; a word that long is never typed twice anyway.
LONGEST_TOKEN = 200

_OTHER = re.compile(r"[^a-z0-9_]")
_PLAIN = re.compile(rf"[a-z0-9_]{{0,{LONGEST_TOKEN}}}")


# The same words come again and again; a long import asks for most of them anew.
@lru_cache(maxsize=65_536)
def encode_term(term: str) -> str:
    """The token for a term: itself, with each other character as ``.`` hexadecimal code ``.``.

    Overlong tokens become ``..`` and a SHA-256; no spelled-out token begins with two dots.
    """
    if _PLAIN.fullmatch(term):
        return term
    token = _OTHER.sub(lambda match: f".{ord(match[0]):x}.", term)
    if len(token) <= LONGEST_TOKEN:
        return token
    return ".." + hashlib.sha256(token.encode("ascii")).hexdigest()


def encode_terms(terms: Iterable[str]) -> str:
    """The tokens of a claim as one canonical text: each once, ascending, separated by a space."""
    return " ".join(sorted({encode_term(term) for term in terms if term}))


def split_tokens(tokens: str) -> list[str]:
    """The tokens that ``encode_terms`` joined."""
    return tokens.split()
