"""Statements laid beside claims of quite another event: all open, whatever words they share.

A search always finds something, and what is nearest to a statement off the topic of a corpus may
share its verb and its figure ("more than 20 people lost their lives in the Tarnholt crash" beside
"61 people died after a ferry capsized"). Whole events hold no such pair. Only statements are taken all of
whose names the other event lacks; one without a name may well be settled there.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from math import log

from service.parsing.analysis import analyse
from training.judged import rows_of_event, texts_of_event
from training.pairs import LABELS, Pair

ORIGIN = "off_topic"

PUBLIC = {"vitaminc_real": 5_000, "fever_dev": 1_500, "fm2_dev": 700, "creak_explanations": 1_500}
"""Files whose statements are laid beside the events, too, and how many of them."""

NEAREST = 8
"""The claims with the most words in common, of which one is taken."""

SEED = 7

_COMMON = 0.05
"""A word in more than this share of all claims tells nothing of their topic."""


class Claims:
    """The claims of several events, found by their words."""

    def __init__(self, events: Iterable[str]) -> None:
        self.texts: list[str] = []
        self.events: list[str] = []
        self.words: dict[str, frozenset[str]] = {}
        self._holders: dict[str, list[int]] = {}
        for event in events:
            texts = list(texts_of_event(event).values())
            self.words[event] = frozenset().union(*map(words_of, texts))
            for text in texts:
                for word in words_of(text):
                    self._holders.setdefault(word, []).append(len(self.texts))
                self.texts.append(text)
                self.events.append(event)

    def nearest_strangers(self, statement: str) -> list[int]:
        """The claims that share most with a statement, of events that have none of its names.

        None for a statement without names.
        """
        names = names_in(statement)
        if not names:
            return []
        strange = {event for event, words in self.words.items() if names.isdisjoint(words)}
        shared: dict[int, float] = {}
        for word in words_of(statement):
            holders = self._holders.get(word, [])
            if holders and len(holders) <= _COMMON * len(self.texts):
                telling = log(len(self.texts) / len(holders))
                for at in holders:
                    if self.events[at] in strange:
                        shared[at] = shared.get(at, 0.0) + telling
        return sorted(shared, key=lambda at: (-shared[at], at))[:NEAREST]


def words_of(text: str) -> frozenset[str]:
    """The words of a text in small letters."""
    return frozenset("".join(c if c.isalnum() else " " for c in text.lower()).split())


def names_in(text: str) -> frozenset[str]:
    """The words of all its names."""
    return frozenset().union(*(words_of(name.text) for name in analyse(text, None).names))


def off_topic_pairs(public: Sequence[Pair], events: Sequence[str]) -> Iterator[Pair]:
    """Pairs of each event's statements, and of ``public`` ones, with claims about something else."""
    claims = Claims(events)
    dice = random.Random(SEED)
    for key, statement in _statements(public, events, dice):
        nearest = claims.nearest_strangers(statement)
        if nearest:
            yield Pair(
                origin=ORIGIN,
                key=key,
                statement=statement,
                evidence=claims.texts[dice.choice(nearest)],
                label=LABELS.index("unverified"),
            )


def _statements(
    public: Sequence[Pair], events: Sequence[str], dice: random.Random
) -> Iterator[tuple[str, str]]:
    """(key, statement), none of an event or a file twice."""
    for name in events:
        for statement in dict.fromkeys(row["statement"] for row in rows_of_event(name)):
            yield f"event:{name}", statement
    for origin, most in PUBLIC.items():
        keys = {pair.statement: pair.key for pair in public if pair.origin == origin}
        for statement in dice.sample(sorted(keys), min(most, len(keys))):
            yield keys[statement], statement
