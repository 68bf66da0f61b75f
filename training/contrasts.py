"""Rule-made contrasts in news sentences: nearly equal texts with different labels.

Each event of `news/*.txt` lists evidence (E) and statements that it supports (S), refutes (R) or
leaves open (U), with slots for numbers, names, places and times. All events, places, people and
firms are invented. `[a|b]` is a free choice of wording. The statements that stay open share nearly
all their words with the evidence: words in common must never read as support.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from training.pairs import Pair
from training.slots import Slots, fill_slots

FOLDER = Path(__file__).parent / "news"
INSTANCES = 11
"""Times each event is written out, with other slot values."""

PER_LABEL = 4
"""Statements of each label drawn for one written-out event."""

LOWER_SHARE, TYPO_SHARE, PLAIN_DIGITS_SHARE = 0.10, 0.06, 0.15
"""Shares of statements written all in lower case, with a typo, and as 1200 instead of 1,200."""

LETTERS = {"S": 0, "R": 1, "U": 2}


@dataclass(slots=True)
class Event:
    """One invented event: ranges of its numbers, its evidence sentences, statements by label."""

    name: str
    ranges: dict[str, tuple[int, int]] = field(default_factory=dict)
    evidence: list[str] = field(default_factory=list)
    statements: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))


def read_events(path: Path) -> Iterator[Event]:
    """The events of one file. `E2`, `S2`, … tell what happened next: an event of its own."""
    events: dict[str, Event] = {}
    name = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        letter, _, text = line.partition(" ")
        if not text:
            continue
        if letter == "#":
            name = text
            events[name] = Event(name)
        elif letter.islower():
            low, high = text.split()
            events[name].ranges[letter] = (int(low), int(high))
        else:
            part = events.setdefault(name + letter[1:], Event(name, events[name].ranges))
            if letter[0] == "E":
                part.evidence.append(text)
            else:
                part.statements[LETTERS[letter[0]]].append(text)
    yield from events.values()


def choose(text: str, dice: random.Random) -> str:
    """Take one wording of each `[a|b]`; an empty one leaves no double space behind."""
    chosen = re.sub(r"\[([^\]]*)\]", lambda found: dice.choice(found[1].split("|")), text)
    return re.sub(r"\s+([.,]|$)", r"\1", re.sub(r"\s{2,}", " ", chosen))


def write_out(text: str, slots: Slots, dice: random.Random) -> str:
    """A template as a sentence."""
    sentence = choose(text, dice).format_map(slots)
    return sentence[0].upper() + sentence[1:]


def roughen(statement: str, dice: random.Random) -> str:
    """Now and then the statement as people type it."""
    if dice.random() < PLAIN_DIGITS_SHARE:
        statement = re.sub(r"(?<=\d),(?=\d{3})", "", statement)
    if dice.random() < LOWER_SHARE:
        statement = statement.lower().rstrip(".")
    if dice.random() < TYPO_SHARE:
        words = [found.span() for found in re.finditer(r"\b[a-z]{6,}\b", statement)]
        if words:
            start, end = dice.choice(words)
            at = dice.randrange(start + 1, end - 2)
            statement = statement[:at] + statement[at + 1] + statement[at] + statement[at + 2 :]
    return statement


def pairs_of(event: Event) -> Iterator[Pair]:
    """All pairs of one event, the same on every run."""
    dice = random.Random(f"{event.name} {event.evidence}")
    for _ in range(INSTANCES):
        slots = fill_slots(event.ranges, dice)
        evidence = write_out(dice.choice(event.evidence), slots, dice)
        for label, templates in sorted(event.statements.items()):
            for template in dice.sample(templates, min(PER_LABEL, len(templates))):
                yield Pair(
                    origin="news",
                    key=f"news:{event.name}",
                    statement=roughen(write_out(template, slots, dice), dice),
                    evidence=evidence,
                    label=label,
                )


def news_contrasts() -> list[Pair]:
    """All pairs of all events, no text twice."""
    events = [event for path in sorted(FOLDER.glob("*.txt")) for event in read_events(path)]
    pairs = {(pair.statement, pair.evidence): pair for event in events for pair in pairs_of(event)}
    return [pair for pair in pairs.values() if pair.statement != pair.evidence]
