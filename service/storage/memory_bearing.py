"""Which saved checks a changed claim bears on, in memory: the reference for ``sql_bearing.py``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from service.check_ports import Meaning
from service.domain.check import Answer
from service.domain.rechecks import WatchedWord, bears
from service.storage.index_terms import encode_term
from service.storage.memory_checks import KeptCheck
from service.storage.nearness import watches_more, within_reach
from service.storage.recheck_rows import read_for
from service.storage.vector_codes import pack, unpack

# The vector of a claim, with the model that made it.
Embedded = tuple[str, npt.NDArray[np.float32]]


def may_bear(
    claim_id: str, terms: Sequence[str], embedded: Embedded | None, kept: KeptCheck
) -> bool:
    """Whether a claim that changed may bear on the check: as shown, by its words or its meaning.

    ``terms`` are those before and after, ``embedded`` is the vector that the claim has now.
    """
    if kept.words is None:
        return False
    return (
        claim_id in read_for(kept.check.answer, kept.meaning)
        or bears(kept.words, terms)
        or (embedded is not None and _comes_near(embedded, kept.meaning))
    )


def is_watched_by_another(kept: KeptCheck, model: str | None) -> bool:
    """Whether the check is watched, but not by this model."""
    return kept.words is not None and model is not None and kept.meaning.model != model


def would_watch_more(kept: KeptCheck, answer: Answer, meaning: Meaning) -> bool:
    """Whether a check with this answer and meaning watches anything that it did not watch so far."""
    if meaning.model is None:
        return False
    same = kept.meaning.model == meaning.model
    return watches_more(
        [part.reach for part in kept.meaning.parts if same],
        [part.reach for part in meaning.parts],
        seen=read_for(kept.check.answer, kept.meaning),
        watched=read_for(answer, meaning),
    )


def as_kept(meaning: Meaning) -> Meaning:
    """With its vectors as a database gives them back."""
    return replace(
        meaning,
        parts=tuple(
            replace(part, vector=unpack(pack(part.vector[np.newaxis]))[0]) for part in meaning.parts
        ),
    )


def encoded(word: WatchedWord) -> WatchedWord:
    """With its terms as they stand at the claims."""
    return replace(word, terms=tuple(encode_term(term) for term in word.terms))


def _comes_near(embedded: Embedded, meaning: Meaning) -> bool:
    model, vector = embedded
    return meaning.model == model and any(
        within_reach(part.vector[np.newaxis], [part.reach], vector[np.newaxis]).any()
        for part in meaning.parts
    )
