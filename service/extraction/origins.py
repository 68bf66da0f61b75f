"""Edits of one text: whether what a new source prints was printed before, and by whom.

An editor cuts a wire text, moves its sentences and changes words in them; an independent report
on the same event shares its facts and some short quotations, but few runs of words. So the two are
compared by their shingles (A. Z. Broder, "On the resemblance and containment of documents", 1997):
runs of five words within a passage, and the share of them that the other source has, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.domain.corpus import Candidate, Claim, Filters, Source
from service.parsing.cleaning import clean
from service.parsing.indexing import index_terms
from service.ports import ClaimSearch

Runs = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginPolicy:
    """When two sources are edits of one text.

    Measured by ``tests/benchmarks/eval_origins.py`` on twelve invented reports and five articles,
    all pairs of one event: edits of one text share 27 to 221 runs and an eighth to six tenths of
    the smaller source's, independent reports at most 16 runs and a 16th. The bounds lie between.
    """

    words: int = 5  # in a run
    runs: int = 20  # that both sources have, at least
    share: float = 0.08  # of the runs of the source with fewer, at least
    probes: int = 40  # records, the longest first, for which earlier claims are looked up
    candidates: int = 20  # claims looked at for each of them


POLICY = OriginPolicy()
_WORD = re.compile(r"[^\W_]+")


def shared_origin(
    new_passages: Iterable[str],
    existing: Iterable[tuple[Source, str]],
    policy: OriginPolicy = POLICY,
) -> str | None:
    """The origin of the earlier source of which the new passages are an edit, or None.

    ``existing`` are passages of earlier sources, in any order. Of several such sources the one
    that shares most counts, then the one that was published first.
    """
    new: Runs = frozenset().union(*(shingles(text, policy.words) for text in new_passages))
    theirs: dict[str, Runs] = {}
    sources: dict[str, Source] = {}
    for source, passage in existing:
        sources[source.id] = source
        theirs[source.id] = theirs.get(source.id, frozenset()) | shingles(passage, policy.words)
    edits = [
        (-len(new & runs), sources[key].published_at or "", key)
        for key, runs in theirs.items()
        if _is_edit(new, runs, policy)
    ]
    return sources[min(edits)[2]].origin if edits else None


def find_origin(
    search: ClaimSearch, source: Source, claims: Sequence[Claim], policy: OriginPolicy = POLICY
) -> str | None:
    """The origin that an article's records share with claims stored before, or None.

    Only the claims that a search brings up for the longest records are compared, and of the
    article's own earlier version none.
    """
    longest = sorted(claims, key=lambda claim: (-len(claim.text), claim.id))[: policy.probes]
    found: dict[str, Candidate] = {}
    for claim in longest:
        brought = search.candidates(
            index_terms(claim), Filters(), published_until=None, limit=policy.candidates
        )
        found.update((c.claim.id, c) for c in brought if c.source.id != source.id)
    existing = [(candidate.source, candidate.claim.text) for candidate in found.values()]
    return shared_origin([claim.text for claim in claims], existing, policy)


def shingles(passage: str, words: int) -> Runs:
    """Every run of so many words of a passage, without case and marks."""
    found = _WORD.findall(clean(passage).text.lower())
    return frozenset(tuple(found[at : at + words]) for at in range(len(found) - words + 1))


def _is_edit(new: Runs, earlier: Runs, policy: OriginPolicy) -> bool:
    shared = len(new & earlier)
    return shared >= policy.runs and shared >= policy.share * min(len(new), len(earlier))
