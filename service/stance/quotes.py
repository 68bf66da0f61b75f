"""Quoted words: whether the claim has the same wording between its quotation marks."""

from __future__ import annotations

import re

from service.domain.corpus import Claim
from service.domain.evidence import ReasonType
from service.domain.mentions import Quote
from service.parsing.analysis import Analysis
from service.parsing.negation import is_denied_at
from service.parsing.tokens import tokenize
from service.stance.comparison import Comparison, Finding, comparison, passage
from service.stance.policy import Policy


def compare_quotes(
    statement: Analysis, analysis: Analysis, claim: Claim, policy: Policy
) -> tuple[list[Comparison], int]:
    """Compare each quotation of the statement with the claim's words.

    The same words anywhere in the claim agree; other words between the claim's quotation marks
    are a conflict on the wording, where they stand in the same place. Returns how many found no
    quotation to compare with, too.
    """
    if not statement.quotes:
        return [], 0
    spoken = " ".join([analysis.text, claim.quote or ""])
    found: list[Comparison] = []
    unmatched = 0
    for quote in statement.quotes:
        quoted = _in_the_same_place(statement.text, quote, analysis, claim)
        same_words = _overlap(quote.text, spoken) >= policy.quote_overlap
        if same_words and _turning(quote.text) <= _turning(spoken):
            finding, detail = Finding.AGREE, f'the claim has the words "{quote.text}"'
        elif quoted:
            finding, detail = Finding.CONFLICT, f'the quoted words are "{quoted[0]}"'
        else:
            unmatched += 1
            continue
        if is_denied_at(statement.text, quote.span.start - 1) and finding is Finding.AGREE:
            finding = Finding.CONFLICT
        found.append(
            comparison(
                finding,
                ReasonType.QUOTE,
                statement=passage(statement.text, quote.span),
                claim=passage(analysis.text, analysis.quotes[0].span if analysis.quotes else None),
                detail=detail,
            )
        )
    return found, unmatched


def _in_the_same_place(text: str, quote: Quote, analysis: Analysis, claim: Claim) -> list[str]:
    """The claim's quotations that may be another wording of one: with whom somebody would not
    talk is no wording of what the talks were called.
    """
    place = _place(text, quote)
    quoted = [other.text for other in analysis.quotes if _place(analysis.text, other) == place]
    if not quoted and claim.quote and not analysis.quotes:
        quoted = [claim.quote]
    if _calls(text) and _calls(analysis.text):
        return quoted
    return [other for other in quoted if _is_of_one_saying(quote.text, other)]


def _calls(text: str) -> bool:
    """Whether the quotation is what somebody called something: that has one wording."""
    return _CALLED.search(text) is not None


_CALLED = re.compile(r"\bcall(?:s|ed)\b[^,;:]* [\"'“‘]", re.IGNORECASE)


def _is_of_one_saying(ours: str, theirs: str) -> bool:
    """Whether two wordings share half of what the longer has: who praised "strong measures" may have
    spoken of "decisive and effective measures", too.
    """
    return min(_overlap(ours, theirs), _overlap(theirs, ours)) >= _ONE_SAYING


_ONE_SAYING = 0.5


_RELATION = re.compile(
    r"\b(with|by|from|for|against|under|without|through|between|among)\b"
    r"[\s\"'“‘]*(?:the\s+|an?\s+)?[\"'“‘]*$",
    re.IGNORECASE,
)
_OPENS_RELATED = re.compile(r"(with|by|from|for|against|without|between|among)\b", re.I)


def _place(text: str, quote: Quote) -> str:
    """The preposition that relates a quotation to what is around it, "" where there is none."""
    found = _OPENS_RELATED.match(quote.text) or _RELATION.search(text[: quote.span.start])
    return found[1].lower() if found else ""


# Words without content that make another saying of a quotation.
_TURNING = re.compile(
    r"\b(?:not|no|never|without|will|won't|would|could|can|cannot|may|might|must|should|\w+n't)\b",
    re.IGNORECASE,
)


# What reported speech makes of them.
_DIRECT = {"would": "will", "could": "can", "might": "may", "cannot": "not", "won't": "not"}


def _turning(text: str) -> frozenset[str]:
    words = (word.lower() for word in _TURNING.findall(text))
    return frozenset(_DIRECT.get(word, "not" if word.endswith("n't") else word) for word in words)


def _overlap(quote: str, text: str) -> float:
    """Share of the quoted content words that occur in the text."""
    words = _stems(quote)
    heard = {token.stem for token in tokenize(text)}
    return sum(word in heard for word in words) / len(words) if words else 1.0


def _stems(text: str) -> list[str]:
    tokens = tokenize(text)
    return [token.stem for token in tokens if not token.is_stop] or [t.stem for t in tokens]
