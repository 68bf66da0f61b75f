"""Edits of one text: whether what a new source prints was printed before, and by whom.

An editor cuts a wire text, moves its sentences and changes words in them; an independent report
on the same event shares facts and short quotations, but no run of sentences. So sentences are
compared by their shingles (A. Z. Broder, "On the resemblance and containment of documents", 1997):
runs of words, and the share of them that the other sentence has, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from service.domain.corpus import Candidate, Claim, Filters, Source
from service.parsing.cleaning import clean
from service.parsing.indexing import index_terms
from service.ports import ClaimSearch


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginPolicy:
    """When two sources are edits of one text; measured by ``tests/benchmarks/eval_origins.py``.

    ``shingle``: words in a run. ``containment``: share of a passage's runs that an earlier one
    must hold to be its edit. ``passages`` and ``share``: how many passages of the new source, and
    what share of them, must be edits of the same earlier source.
    """

    shingle: int = 5
    containment: float = 0.5
    passages: int = 3
    share: float = 0.1
    probes: int = 40
    candidates: int = 20


POLICY = OriginPolicy()
_WORD = re.compile(r"[^\W_]+")
# A passage of fewer words says too little: "Three people have died" is everybody's sentence.
_LEAST_WORDS = 8


def shared_origin(
    new_passages: Sequence[str],
    existing: Iterable[tuple[Source, str]],
    policy: OriginPolicy = POLICY,
) -> str | None:
    """The origin of the earlier source of which the new passages are an edit, or None.

    ``existing`` are passages of earlier sources; order does not matter. Of several such sources
    the one with the most shared passages counts, then the one that was published first.
    """
    new = [runs for passage in new_passages if (runs := shingles(passage, policy.shingle))]
    if not new:
        return None
    shared: dict[str, set[int]] = {}
    sources: dict[str, Source] = {}
    for source, passage in existing:
        sources[source.id] = source
        theirs = shingles(passage, policy.shingle)
        for number, ours in enumerate(new):
            if theirs and containment(ours, theirs) >= policy.containment:
                shared.setdefault(source.id, set()).add(number)
    wanted = max(policy.passages, policy.share * len(new))
    edits = [
        (-len(numbers), sources[key].published_at or "", key)
        for key, numbers in shared.items()
        if len(numbers) >= wanted
    ]
    return sources[min(edits)[2]].origin if edits else None


def find_origin(
    search: ClaimSearch, source: Source, claims: Sequence[Claim], policy: OriginPolicy = POLICY
) -> str | None:
    """The shared origin of an article's records among the claims stored so far, or None.

    Only the claims that a search brings up for the longest records are compared.
    """
    passages = list(dict.fromkeys(claim.text for claim in claims))
    by_id = {claim.text: claim for claim in claims}
    probes = sorted(passages, key=lambda text: (-len(text), text))[: policy.probes]
    found: dict[str, Candidate] = {}
    for passage in probes:
        for candidate in search.candidates(
            index_terms(by_id[passage]),
            Filters(),
            published_until=None,
            limit=policy.candidates,
        ):
            if candidate.source.id != source.id:
                found[candidate.claim.id] = candidate
    existing = [(candidate.source, candidate.claim.text) for candidate in found.values()]
    return shared_origin(passages, existing, policy)


def shingles(passage: str, size: int) -> frozenset[tuple[str, ...]]:
    """Every run of ``size`` words of a passage, without case and marks; none of a short one."""
    words = _WORD.findall(clean(passage).text.lower())
    if len(words) < max(size, _LEAST_WORDS):
        return frozenset()
    return frozenset(_runs(words, size))


def containment(
    ours: frozenset[tuple[str, ...]], theirs: frozenset[tuple[str, ...]]
) -> float:
    """The share of the smaller set that the other one holds, 0 to 1."""
    smaller = min(len(ours), len(theirs))
    return len(ours & theirs) / smaller if smaller else 0.0


def _runs(words: list[str], size: int) -> Iterator[tuple[str, ...]]:
    for at in range(len(words) - size + 1):
        yield tuple(words[at : at + size])
