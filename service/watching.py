"""What a saved check has to watch: the words, and the nearness in meaning, that bring a claim to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from service.check_ports import WORDS_ALONE, Meaning, PartMeaning, WatchedCheck
from service.checking import CANDIDATES_PER_ASSERTION
from service.domain.check import Check, CheckRequest
from service.domain.errors import OutOfTime
from service.domain.rechecks import WatchedWord
from service.parsing.analysis import analyse
from service.parsing.indexing import query_terms
from service.parsing.reading import Part, read_statement
from service.ports import ClaimSearch, ClaimStore
from service.retrieval.fusion import without_repeats
from service.retrieval.rarity import rarities
from service.retrieval.vectors import Near, VectorSearch
from service.stance.bearing import watched_words
from service.stance.policy import POLICY


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """Finds out what bears on a saved check, from the corpus as it is now.

    The corpus is that in which changes are noted: a copy of it may lag behind.
    """

    store: ClaimStore
    search: ClaimSearch
    vectors: VectorSearch

    @property
    def model(self) -> str | None:
        """Whose meanings are watched."""
        return self.vectors.embedder.fingerprint

    def watched(self, check: Check) -> WatchedCheck:
        """A saved check with all that it has to watch."""
        return WatchedCheck(
            check=check,
            words=tuple(self._words(check.request.statement)),
            meaning=self.meaning(check.request),
        )

    def meaning(self, request: CheckRequest) -> Meaning:
        """The meaning of the statement, and what is nearest to it among what the request allows."""
        if self.model is None:
            return WORDS_ALONE
        parts = _parts(request.statement)
        if not parts:
            return Meaning(model=self.model, parts=())
        vectors = self.vectors.embedder.embed([part.text for part in parts])
        return Meaning(
            model=self.model,
            parts=tuple(
                self._part(part.text, vector, request)
                for part, vector in zip(parts, vectors, strict=True)
            ),
        )

    def _part(
        self, text: str, vector: npt.NDArray[np.float32], request: CheckRequest
    ) -> PartMeaning:
        found = self._found(text, request)
        near = {one.candidate.claim.id: one for one in found if one.likeness >= POLICY.near}
        distinct = without_repeats([one.candidate for one in near.values()])
        nearest = [near[candidate.claim.id] for candidate in distinct[: POLICY.nearest]]
        reach = POLICY.near
        if len(nearest) == POLICY.nearest:
            reach = nearest[-1].likeness
        elif len(near) == CANDIDATES_PER_ASSERTION:
            # Copies of a few texts leave no room: what is farther than all of them is not found.
            reach = found[-1].likeness
        return PartMeaning(
            vector=vector, reach=reach, nearest=tuple(one.candidate.claim.id for one in nearest)
        )

    def _found(self, text: str, request: CheckRequest) -> list[Near]:
        """What a check finds near, nearest first; its judge compares the first of them."""
        try:
            return self.vectors.nearest(
                text,
                request.filters,
                published_until=request.as_of.isoformat() if request.as_of else None,
                limit=CANDIDATES_PER_ASSERTION,
            )
        except OutOfTime:
            # With nothing known to be nearer, whatever is near counts.
            return []

    def _words(self, statement: str) -> Iterator[WatchedWord]:
        """None for a statement that cannot be checked: no record will change that."""
        claims = self.store.state().claims
        for number, part in enumerate(_parts(statement)):
            terms = query_terms(analyse(part.text, None))
            rarity = rarities(self.search.frequencies(terms), claims)
            yield from watched_words(part.text, number, rarity)


def _parts(statement: str) -> Sequence[Part]:
    reading = read_statement(statement)
    return () if reading.obstacle is not None else reading.parts
