"""Every threshold of the judgement, in one place.

The values were set on our own events (``tests/benchmarks/events``), never on the gold statements;
each says what it decides. ``tests/benchmarks/eval_verdict.py`` shows what a change does.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Shares are of the statement's weighted content, 0 to 1."""

    support_coverage: float = 0.85
    """So much of the statement must be said by the claim before it can support it."""

    most_missing: float = 0.12
    """A single word that the claim lacks may weigh at most this much of a supported statement."""

    conflict_coverage: float = 0.66
    """So much must be shared, the differing words aside, before a difference is a conflict."""

    measured_coverage: float = 0.68
    """The same for a difference of figures or times: two words of three are shared by many cases."""

    exclusive_coverage: float = 0.72
    """The same for a difference of names, where another actor may have done the same, too."""

    related_coverage: float = 0.45
    """So much must be touched before a claim is worth showing as related."""

    related_likeness: float = 0.5
    """Or so near in meaning: "two and a half thousand soldiers" is about "some 2,500 troops"."""

    least_touched: float = 0.3
    """Below this share a claim is not compared, unless it is near in meaning."""

    nearest: int = 8
    """So many claims, the nearest in meaning, are compared whatever words they share."""

    near: float = 0.25
    """But none whose cosine of meaning is below this."""

    meaning_weight: float = 5.0
    """What likeness counts beside shared words where pairs are chosen for the language model: words
    tell names and numbers apart, meaning finds what is said in other words. On the held-back stories
    the claim that supports a statement is among four chosen in 0.73 of the cases, in 0.70 with 2."""

    pairs_for_model: int = 4
    """At most so many pairs of an assertion are put to the language model."""

    least_support: float = 0.55
    """The combined probability from which a claim that symbols leave open is supporting."""

    least_conflict: float = 0.2
    """The same for conflicting: a conflict that is missed makes a disputed statement supported."""

    despite_doubt: float = 0.65
    """The same for either side where something in the claim is only planned or possible, or its
    speaker is called by other words than the statement's; for support, too, where a comparison
    differs by nearness or leaves a point open."""

    despite_rival: float = 0.9
    """The same for support where the claim names another person, place or body than the statement."""

    against_symbols: float = 0.95
    """The same for support where symbols alone have found a conflict with another claim."""

    beside_support: float = 0.5
    """The same for conflicting where symbols alone have found the support of another claim."""

    strong_disagreement: float = 0.98
    """From this probability of the contrary side the model makes the symbols' word doubtful."""

    quote_overlap: float = 0.85
    """Share of quoted words that must recur for two quotations to be the same wording."""

    light_weight: float = 0.1
    """Weight of words that nearly every report uses ("people", "said", "country")."""

    title_weight: float = 0.35
    """Weight of an office that stands before the name of its holder."""

    setting_weight: float = 0.25
    """Weight of an event that is only the setting ("in the unrest")."""

    least_rarity: float = 0.35
    """The weight left to a word that occurs in every claim; one that occurs in none has 1."""

    confidence_by_symbols: float = 0.9
    """Confidence of a conflict or support that a comparison of numbers, dates or names decided."""

    confidence_by_wording: float = 0.75
    """Confidence of a support that rests on shared words alone."""


POLICY = Policy()
