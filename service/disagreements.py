"""Where sources give different answers to one question: found when records change, then listed.

A claim is compared with the claims that share its rarest terms, once, after it was written: the
store itself notes which claims changed, whoever changed them. Listing reads what was found.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from service.domain.corpus import Candidate, Filters
from service.domain.disagreements import (
    ChangedClaim,
    DisagreementQuery,
    Disagreements,
    GivenAnswer,
    HeldQuestion,
    Pair,
    Question,
    Side,
)
from service.parsing.indexing import query_terms
from service.ports import ClaimSearch, ClaimStore, DisagreementStore
from service.retrieval.rarity import rarity
from service.stance.alignment import term_keys
from service.stance.claims import read_claim
from service.stance.disagreeing import disagreements_of
from service.stance.peers import peers

# Claims that one claim is laid beside. A wider net finds little more: the rarest terms come first.
CANDIDATES = 40
# Claims that the terms of one claim may lead to in all. Claims that contradict each other share
# names and other rare words; common words would only cost time.
POSTINGS = 5_000
# Claims compared in one go and recorded in one transaction.
LOT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreementFinder:
    """Keeps the disagreements of one corpus; ``timer`` gives seconds of a monotonic clock."""

    store: ClaimStore
    search: ClaimSearch
    disagreements: DisagreementStore
    timer: Callable[[], float]

    def refresh(
        self,
        *,
        seconds: float | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> int:
        """Compare what has changed, as long as ``seconds`` last; how much is left.

        Called after each write it has only the written claims to compare. It may be broken off
        at any moment and called from several processes at once. ``progress`` is told after each
        lot how many claims it had.
        """
        until = None if seconds is None else self.timer() + seconds
        while lot := self.disagreements.changed(limit=LOT):
            found = self._compared(lot)
            self.disagreements.record(lot, found)
            if progress is not None:
                progress(len(lot))
            if until is not None and self.timer() >= until:
                break
        return self.disagreements.waiting()

    def rebuild(self, *, progress: Callable[[int], None] | None = None) -> None:
        """Compare every claim anew."""
        self.disagreements.restart()
        self.refresh(progress=progress)

    def page(self, query: DisagreementQuery) -> Disagreements:
        """The questions of a page, and how many changed claims are not compared yet."""
        state = self.store.state()
        held = self.disagreements.questions(replace(query, limit=query.limit + 1))
        shown = held[: query.limit]
        return Disagreements(
            questions=tuple(question_of(one) for one in shown),
            next_label=shown[-1].label if len(held) > query.limit else None,
            pending=self.disagreements.waiting(),
            corpus=state,
        )

    def _compared(self, lot: list[ChangedClaim]) -> list[Pair]:
        known = _Rarities(self.search, self.store.state().claims)
        found = {}
        for changed in lot:
            if changed.usable:
                for pair in self._pairs(changed.candidate, known):
                    found[pair.left.claim_id, pair.right.claim_id] = pair
        return list(found.values())

    def _pairs(self, one: Candidate, known: _Rarities) -> list[Pair]:
        analysis = read_claim(one.claim.text, one.source.published_on).analysis
        terms = known.telling(query_terms(analysis))
        near = self.search.candidates(terms, Filters(), published_until=None, limit=2 * CANDIDATES)
        others = [c for c in near if c.source.id != one.source.id][:CANDIDATES]
        if not others:
            return []
        claims = [one, *others]
        laid = peers(claims, known.of(claims))
        return disagreements_of(laid[0], laid[1:])


class _Rarities:
    """How rare the terms of claims are, asked once for each term."""

    def __init__(self, search: ClaimSearch, claims: int) -> None:
        self._search = search
        self._claims = claims
        self._frequencies: dict[str, int] = {}
        self._rarities: dict[str, float] = {}

    def of(self, candidates: list[Candidate]) -> dict[str, float]:
        """The rarities of all terms of these claims, and of some more."""
        self._ask({key for one in candidates for key in _keys(one)})
        return self._rarities

    def telling(self, terms: tuple[str, ...]) -> list[str]:
        """The rarest of the terms, as many as lead to few claims."""
        self._ask(set(terms))
        chosen: list[str] = []
        total = 0
        for term in sorted(terms, key=lambda term: (self._frequencies[term], term)):
            total += self._frequencies[term]
            if chosen and total > POSTINGS:
                break
            chosen.append(term)
        return chosen

    def _ask(self, terms: set[str]) -> None:
        if new := terms - self._frequencies.keys():
            for term, frequency in self._search.frequencies(sorted(new)).items():
                self._frequencies[term] = frequency
                self._rarities[term] = rarity(frequency, self._claims)


def _keys(candidate: Candidate) -> Iterator[str]:
    read = read_claim(candidate.claim.text, candidate.source.published_on)
    for term in read.analysis.terms:
        yield from term_keys(term)


def question_of(held: HeldQuestion) -> Question:
    """The pairs of a question as answers, the most printed first."""
    topics = Counter(pair.topic for pair in held.pairs)
    # Of equally common topics, one that names a place tells most.
    best = min(topics, key=lambda t: (-topics[t], " in " not in t, len(t), t))
    details = dict.fromkeys(pair.detail for pair in sorted(held.pairs, key=_place))
    return Question(
        id=f"dis_{hashlib.sha256(held.label.encode()).hexdigest()[:16]}",
        type=held.pairs[0].type,
        title=best[:1].upper() + best[1:],
        answers=tuple(_answers(held)),
        details=tuple(details),
    )


def _place(pair: Pair) -> tuple[str, str]:
    return pair.left.claim_id, pair.right.claim_id


def _answers(held: HeldQuestion) -> list[GivenAnswer]:
    sides: dict[str, list[Side]] = {}
    for pair in held.pairs:
        for side in (pair.left, pair.right):
            sides.setdefault(side.key, []).append(side)
    answers = [_answer(given, held) for given in sides.values()]
    return sorted(answers, key=lambda a: (-a.origins, -a.publishers, -len(a.claims), a.text))


def _answer(sides: list[Side], held: HeldQuestion) -> GivenAnswer:
    texts = Counter(side.answer for side in sides)
    claims = [held.claims[claim_id] for claim_id in sorted({side.claim_id for side in sides})]
    return GivenAnswer(
        text=min(texts, key=lambda text: (-texts[text], text)),
        publishers=len({one.source.publisher or one.source.id for one in claims}),
        origins=len({one.source.origin for one in claims}),
        claims=tuple(claims),
    )
