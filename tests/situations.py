"""Random small corpora of invented news, each with a statement about the same few events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from service.checking import Checker
from service.domain.check import Answer
from service.domain.corpus import Claim, Source, Standing
from tests.corpora import ask, checker_over, news_claim, news_source

TOWNS = ("Orvik", "Halsund", "Tolmark", "Brevo")
HEDGES = ("", "More than ", "At least ", "About ", "Fewer than ", "Up to ", "Nearly ", "Exactly ")
FIGURES = ("12", "40", "300", "3,000", "3,700", "20,000")
EVENTS = (
    "{n} homes were flooded in {town}.",
    "{n} people were arrested in {town} on Tuesday.",
    "{n} soldiers were killed in {town}.",
    "{n} soldiers were injured in {town}.",
    "{n} passengers, including 4 children, drowned off {town}.",
)
PLAIN = (
    "The airport of {town} was closed during the storm.",
    "The airport of {town} was not closed during the storm.",
    "The mayor of {town} said that the bridge was unsafe.",
    "The mayor of {town} denied taking bribes.",
    'The mayor of {town} called the flood "a wake-up call".',
    "The army recaptured the radio station in {town}.",
    "All schools in {town} are closed, but the harbour is open.",
    "The strike in {town} will last until 30 June 2024.",
    "Aron Melk claimed that foreign agents attacked {town}.",
    "It is false that the harbour of {town} burned down.",
    "Ravensby beat the team of {town} in the final.",
)


Template = st.tuples(st.sampled_from([*EVENTS, *EVENTS, *PLAIN]), st.sampled_from(TOWNS))
NUMBERED = st.tuples(st.sampled_from(EVENTS), st.sampled_from(TOWNS))
# What the storage refuses, NUL and lone surrogates, never reaches the checker.
WILD = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A small corpus and a statement, which speak of at most two events."""

    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]
    statement: str

    def checker(self) -> Checker:
        return checker_over(self.claims, self.sources)

    def answer(self, **overrides: Any) -> Answer:
        return ask(self.checker(), self.statement, **overrides)


@st.composite
def sentences(draw: st.DrawFn, of: st.SearchStrategy[tuple[str, str]] = Template) -> str:
    template, town = draw(of)
    hedge, figure = draw(st.sampled_from(HEDGES)), draw(st.sampled_from(FIGURES))
    return template.format(n=f"{hedge}{figure}", town=town)


@st.composite
def situations(
    draw: st.DrawFn,
    of: st.SearchStrategy[tuple[str, str]] = Template,
    *,
    compounds: bool = True,
    standings: Sequence[Standing] = tuple(Standing),
) -> Situation:
    """Up to six claims of up to three sources of different days, and a statement about the same."""
    events = st.sampled_from(draw(st.lists(of, min_size=1, max_size=2)))
    texts = draw(st.lists(sentences(events), min_size=1, max_size=6))
    sources = tuple(
        news_source(f"s{n}", published_at=f"2024-05-1{5 + n}", origin=draw(st.sampled_from("ab")))
        for n in range(3)
    )
    claims = tuple(
        news_claim(
            text,
            f"c{n}",
            f"s{draw(st.integers(0, 2))}",
            standing=draw(st.sampled_from(standings)),
        )
        for n, text in enumerate(texts)
    )
    statement = draw(sentences(events))
    if compounds and draw(st.integers(0, 3)) == 0:
        second = draw(sentences(events))
        statement = f"{statement[:-1]}, and {second[0].lower()}{second[1:]}"
    return Situation(sources=sources, claims=claims, statement=statement)


@st.composite
def odd_situations(draw: st.DrawFn) -> Situation:
    """The same with any text spliced into claims and statement."""
    plain = draw(situations())
    claims = tuple(
        replace(claim, text=draw(WILD) + claim.text + draw(WILD)) for claim in plain.claims
    )
    statement = draw(st.one_of(WILD, st.just(draw(WILD) + plain.statement + draw(WILD))))
    return replace(plain, claims=claims, statement=statement or "a")


ASSERTED = (Standing.ASSERTED,)
SIMPLE = situations(compounds=False, standings=ASSERTED)
NUMBERS = situations(NUMBERED, compounds=False, standings=ASSERTED)
