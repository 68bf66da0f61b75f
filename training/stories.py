"""Stories: what one report says in several claims, and statements that each of them settles or not.

The files of `stories/` were written for this project: invented events, statements in quite other
words than the claim that supports or refutes them, and open ones in nearly the same words. A file:

    # story_id
    C a claim, one or two sentences that can be understood alone
    S a statement that this claim supports
    R one that it refutes
    U one that it leaves open
    C the next claim of the same story, about another fact

Claims of a story tell different facts, so a statement is left open by all claims but its own. Such
pairs are what a retriever brings up most, and what public data holds least of.

In the files z* three outlets tell each fact, and each statement has two labels:

    A the claim of the first outlet
    a the same in the words of a second one
    B that of a third, which contradicts it in something
    SR a statement that the first two support and the third refutes (any two of S, R and U)

They are read as three stories, one an outlet, and are never divided over training and held-back part.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from training.contrasts import LETTERS, roughen
from training.pairs import Pair

BEGINNING = 5
"""Letters by which two forms of a word are taken for one."""

FOLDER = Path(__file__).parent / "stories"

NEIGHBOUR_SHARE = 0.7
"""Share of a short story's statements that are paired with another claim of it, too, as unverified."""

NEAREST_SHARE = 0.6
"""Of those, the share that get the claim with the most words in common, which a search brings up
first; the others get any."""

LONG = 10
"""A story of so many claims is like the corpus of an event: each of its statements is paired with
another claim, one of those with the most words in common."""

NEAREST_OF_LONG = 3
"""Among so many of the nearest claims of a long story the other one is drawn."""

NEIGHBOUR_WEIGHT = 0.7
"""Factor of their loss: now and then another claim does bear on the statement."""


@dataclass(slots=True)
class ToldClaim:
    """One claim and the statements written under it, each with its label."""

    text: str
    statements: list[tuple[str, int]] = field(default_factory=list)


OUTLETS = {"C": "", "A": "/first", "a": "/second", "B": "/rival"}
"""Whose claim a line holds -> what its story's name ends in; C tells alone, A and a agree in all."""


@dataclass(slots=True)
class Story:
    """The claims of one report."""

    name: str
    claims: list[ToldClaim] = field(default_factory=list)


def read_stories(path: Path) -> Iterator[Story]:
    """The stories of one file. Raises ValueError for a line that is none of the format."""
    told: dict[str, Story] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        letters, _, text = line.strip().partition(" ")
        if letters == "#":
            yield from (story for story in told.values() if story.claims)
            name = f"{path.stem}:{text.strip()}"
            told = {letter: Story(name + ending) for letter, ending in OUTLETS.items()}
        elif letters and not _is_taken(told, letters, text.strip()):
            raise ValueError(f"{path.name}, line {number}: {line!r}")
    yield from (story for story in told.values() if story.claims)


def _is_taken(told: dict[str, Story], letters: str, text: str) -> bool:
    """Add a claim to its outlet's story, or a statement to the last claim of each that it is about."""
    if letters in told:
        told[letters].claims.append(ToldClaim(text))
        return True
    about = {1: "C", 2: "AaB"}.get(len(letters), "")
    if not about or not set(letters) <= LETTERS.keys():
        return False
    if not told or not all(told[outlet].claims for outlet in about):
        return False
    for outlet in about:
        letter = letters[-1] if outlet == "B" else letters[0]
        told[outlet].claims[-1].statements.append((text, LETTERS[letter]))
    return True


def all_stories() -> list[Story]:
    """Every story of every file, in order."""
    return [story for path in sorted(FOLDER.glob("*.txt")) for story in read_stories(path)]


def key_of(story: Story) -> str:
    """What may not be split over training and held-back part."""
    return f"story:{story.name.partition('/')[0]}"


def pairs_of(story: Story) -> Iterator[Pair]:
    """All pairs of one story, the same on every run."""
    dice = random.Random(story.name)
    is_long = len(story.claims) >= LONG
    for told in story.claims:
        others = [other.text for other in story.claims if other is not told]
        for statement, label in told.statements:
            read = roughen(statement, dice)
            yield _pair(story, read, told.text, label)
            if is_long or (others and dice.random() < NEIGHBOUR_SHARE):
                other = _neighbour(statement, others, dice, is_long)
                yield _pair(story, read, other, LETTERS["U"], NEIGHBOUR_WEIGHT)


def _neighbour(statement: str, others: list[str], dice: random.Random, is_long: bool) -> str:
    """Another claim of the story that a search might bring up for the statement."""
    by_words = sorted(others, key=lambda other: -_shared_words(statement, other))
    if is_long:
        return dice.choice(by_words[:NEAREST_OF_LONG])
    return by_words[0] if dice.random() < NEAREST_SHARE else dice.choice(others)


def _shared_words(statement: str, claim: str) -> int:
    """How many longer words both have, by their first letters."""
    ours, theirs = (
        {word[:BEGINNING] for word in re.findall(r"\w{4,}", text.lower())}
        for text in (statement, claim)
    )
    return len(ours & theirs)


def _pair(story: Story, statement: str, evidence: str, label: int, weight: float = 1.0) -> Pair:
    return Pair(
        origin="stories",
        key=key_of(story),
        statement=statement,
        evidence=evidence,
        label=label,
        weight=weight,
    )


def story_pairs() -> list[Pair]:
    """All pairs of all stories, no text twice."""
    pairs = (pair for story in all_stories() for pair in pairs_of(story))
    distinct = {(pair.statement, pair.evidence): pair for pair in reversed(list(pairs))}
    return [pair for pair in reversed(distinct.values()) if pair.statement != pair.evidence]
