"""Invented news records for measurements: any number of them, the same for the same seed.

    python tests/benchmarks/generate_records.py --records 100000 [--seed 1] > records.jsonl

Articles of one source and several claims each, in the wire format. Words are drawn by Zipf's law
(G. K. Zipf, "Human Behavior and the Principle of Least Effort", 1949), as they are in news: a few
names, towns and nouns are everywhere, most occur a few times. Memory does not grow with the
number of records, since an article is a function of the seed and its number alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, count, islice
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[2]))

from service.parsing.gazetteer import common_words

CLAIMS_PER_ARTICLE = 9
FIRST_DAY = date(2012, 1, 2)
DAYS = 4_000
PUBLISHERS = 60

# How a record says something, and how somebody says it who has read it elsewhere. ``tail`` is
# drawn for each record; the rewording keeps its first word.
_WORDINGS = (
    (
        "{person} was elected mayor of {town} in {month} with {share} percent of the vote",
        "In {month} voters in {town} chose {person} as mayor with {share} percent",
    ),
    (
        "At least {few} people were killed when a {vehicle} overturned near {town} on {weekday}",
        "A {vehicle} accident close to {town} left at least {few} people dead",
    ),
    (
        "{company} agreed to buy {rival} for {money} million dollars",
        "{rival} is to be acquired by {company} for {money} million dollars",
    ),
    (
        "A court in {town} sentenced {person} to {few} years in prison for {crime}",
        "{person} was jailed for {few} years by a court in {town} for {crime}",
    ),
    (
        "{person} resigned as head of {company} on {weekday} over {crime} allegations",
        "The head of {company}, {person}, stepped down amid {crime} allegations",
    ),
    (
        "Unemployment in {country} rose to {share} percent in {month}",
        "The jobless rate in {country} climbed to {share} percent in {month}",
    ),
    (
        "About {many} demonstrators marched through {town} against the {noun} plan",
        "Some {many} protesters took to the streets of {town} over the {noun} plan",
    ),
    (
        "{country} and {nation} signed a {noun} agreement in {town} on {day} {month} {year}",
        "In {town}, {nation} and {country} concluded a {noun} agreement in {month} {year}",
    ),
    (
        "Police in {town} arrested {few} suspects after {crime} at the {noun} museum",
        "{few} suspects were detained by police in {town} following {crime} at the {noun} museum",
    ),
    (
        "{person}, a {trade} from {town}, received the {company} prize for work on {noun}",
        "The {company} prize went to {person}, a {trade} from {town}, for work on {noun}",
    ),
    (
        "The {noun} factory of {company} in {town} will close and {many} workers lose their jobs",
        "{company} is closing its {noun} factory in {town}, with {many} jobs lost",
    ),
    (
        "{person} said that {country} would not accept the {noun} proposal of {nation}",
        "According to {person}, the {noun} proposal of {nation} is unacceptable to {country}",
    ),
    (
        "Floods destroyed {many} homes in {town} and cut off the {noun} road",
        "In {town}, {many} houses were destroyed by flooding and the {noun} road was cut",
    ),
    (
        "{company} reported a profit of {money} million euros for {year}, up {share} percent",
        "For {year}, {company} made a profit of {money} million euros, {share} percent more",
    ),
    (
        "The parliament of {country} passed a law on {noun} by {few} votes",
        "Lawmakers in {country} approved the {noun} law with a majority of {few} votes",
    ),
    (
        "{person} beat {opponent} in the final of the {noun} championship in {town}",
        "In {town}, {opponent} lost the {noun} championship final to {person}",
    ),
)
_TAILS = (
    "after a dispute about {a} {b}",
    "despite warnings over the {a} of the {b}",
    "as part of a {a} {b} programme",
    "while the {a} {b} was still open",
    "in the middle of a {a} {b}",
    "because of {a} and {b}",
)
_CRIMES = (
    "fraud bribery arson theft burglary smuggling kidnapping espionage perjury forgery".split()
)
_VEHICLES = "bus lorry train tram ferry truck minibus".split()
_TRADES = "chemist teacher nurse engineer painter historian surgeon biologist architect".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_COUNTRIES = """Germany France Poland Kenya Brazil Canada Norway Japan Peru Ghana Nepal Chile Greece Spain
    Sweden Egypt Morocco Vietnam Thailand Mexico Colombia Austria Latvia Estonia Iceland Tunisia
    Senegal Malaysia Uruguay Portugal Denmark Hungary Serbia Croatia Romania Bulgaria""".split()
_ONSETS = "b br c ch d dr f g gr h j k kl l m n p pr r s st t tr v w z".split()
_VOWELS = "a e i o u ai ea ou".split()
_CODAS = ("", "l", "n", "r", "s", "nd", "rt", "m", "ck", "st")
_FIRST = (
    "Ana Ben Clara David Elena Farid Greta Hugo Ines Jan Karin Liam Mona Nils Olga Paul".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One claim as its source prints it, and the same in other words."""

    record: dict[str, object]
    reworded: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A source and what is claimed in it."""

    source: dict[str, object]
    reports: tuple[Report, ...]


class Zipf:
    """Draws from 0..size-1, the number n about 1 / (n + 1) as often as 0."""

    def __init__(self, size: int) -> None:
        self._sums = list(accumulate(1 / (rank + 1) for rank in range(size)))

    def draw(self, chance: Random) -> int:
        return bisect(self._sums, chance.random() * self._sums[-1])


class Writer:
    """Writes articles; holds the vocabulary and nothing of what it has written."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        words = sorted(word for word in common_words() if len(word) > 3 and word.isascii())
        Random(seed).shuffle(words)
        self._words = words
        self._noun = Zipf(len(words))
        self._surname = Zipf(60_000)
        self._town = Zipf(20_000)
        self._company = Zipf(20_000)
        self._country = Zipf(len(_COUNTRIES))
        self._publisher = Zipf(PUBLISHERS)

    def article(self, number: int) -> Article:
        """The article of this number; equal seeds and numbers give equal articles."""
        # A seed of text and not hash(): that one differs from process to process.
        chance = Random(f"{self._seed}/{number}")
        day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
        town = _invented(self._town.draw(chance), 7)
        publisher = f"{_invented(self._publisher.draw(chance), 11)} Daily"
        identifier = f"s{self._seed}-{number}"
        topic = self._word(chance)
        source: dict[str, object] = {
            "kind": "source",
            "id": identifier,
            "publisher": publisher,
            "title": f"{topic.capitalize()} and {self._word(chance)} in {town}",
            "url": f"https://{publisher.split()[0].lower()}.example/{number}",
            "published_at": day.isoformat(),
            "language": "en",
            "origin": publisher,
        }
        reports = tuple(
            self._report(chance, f"{identifier}-{place}", identifier, place, town, day)
            for place in range(1, CLAIMS_PER_ARTICLE + 1)
        )
        return Article(source=source, reports=reports)

    def _report(
        self, chance: Random, identifier: str, source: str, place: int, town: str, day: date
    ) -> Report:
        wording, reworded = chance.choice(_WORDINGS)
        slots = self._slots(chance, town, day)
        first, second = self._word(chance), self._word(chance)
        tail = chance.choice(_TAILS).format(a=first, b=second)
        record: dict[str, object] = {
            "kind": "claim",
            "id": identifier,
            "source_id": source,
            "text": f"{wording.format(**slots)} {tail}.",
            "quote": None,
            "speaker": None,
            "standing": "asserted",
            "event_at": day.isoformat() if chance.random() < 0.5 else None,
            "locator": {"paragraph": place},
        }
        return Report(
            record=record, reworded=f"{reworded.format(**slots)} after a {first} dispute."
        )

    def _slots(self, chance: Random, town: str, day: date) -> dict[str, object]:
        return {
            "person": self._person(chance),
            "opponent": self._person(chance),
            "town": town if chance.random() < 0.6 else _invented(self._town.draw(chance), 7),
            "company": f"{_invented(self._company.draw(chance), 13)} Group",
            "rival": f"{_invented(self._company.draw(chance), 13)} Corp",
            "country": _COUNTRIES[self._country.draw(chance)],
            "nation": _COUNTRIES[self._country.draw(chance)],
            "noun": self._word(chance),
            "crime": chance.choice(_CRIMES),
            "vehicle": chance.choice(_VEHICLES),
            "trade": chance.choice(_TRADES),
            "few": chance.randint(2, 60),
            "many": f"{int(10 ** chance.uniform(2, 5)):,}",
            "money": int(10 ** chance.uniform(0.5, 3)),
            "share": f"{chance.uniform(1, 60):.1f}",
            "day": day.day,
            "month": _MONTHS[day.month - 1],
            "year": day.year,
            "weekday": _WEEKDAYS[day.weekday()],
        }

    def _word(self, chance: Random) -> str:
        return self._words[self._noun.draw(chance)]

    def _person(self, chance: Random) -> str:
        return f"{chance.choice(_FIRST)} {_invented(self._surname.draw(chance), 3)}"


def articles(seed: int) -> Iterator[Article]:
    """Articles without end."""
    writer = Writer(seed)
    return map(writer.article, count())


def records(seed: int, number: int) -> Iterator[dict[str, object]]:
    """The first ``number`` records of a seed, each source before its claims."""
    every = (
        record
        for article in articles(seed)
        for record in (article.source, *(report.record for report in article.reports))
    )
    return islice(every, number)


def sample_reports(seed: int, number: int, *, sample: int) -> list[Report]:
    """``sample`` of the claims among the first ``number`` records, spread over all of them."""
    whole = number // (1 + CLAIMS_PER_ARTICLE)
    chance, writer = Random(seed), Writer(seed)
    chosen: Sequence[int] = sorted(chance.sample(range(whole), min(sample, whole)))
    return [chance.choice(writer.article(at).reports) for at in chosen]


@cache
def _invented(number: int, family: int) -> str:
    """A name of two or three syllables; other families give other names for a number."""
    rest = number * 2_654_435_761 % 2**31 + family * 7_919
    syllables = []
    for _ in range(2 + number % 2):
        rest, onset = divmod(rest, len(_ONSETS))
        rest, vowel = divmod(rest, len(_VOWELS))
        rest, coda = divmod(rest, len(_CODAS))
        syllables.append(_ONSETS[onset] + _VOWELS[vowel] + _CODAS[coda])
    return "".join(syllables).capitalize()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--records", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for record in records(options.seed, options.records):
        sys.stdout.write(json.dumps(record) + "\n")


if __name__ == "__main__":
    main()
