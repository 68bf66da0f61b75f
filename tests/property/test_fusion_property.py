"""Laws of fusion, and its sum against one written out by hand."""

from __future__ import annotations

import itertools
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from service.domain.corpus import Candidate
from service.retrieval.fusion import Run, fuse, without_repeats
from tests.factories import make_claim, make_source

IDS = st.sampled_from(list("abcdefgh"))
RUNS = st.lists(
    st.builds(Run, ids=st.lists(IDS, unique=True), weight=st.sampled_from([1.0, 2.0, 3.0])),
    max_size=4,
)


@given(RUNS)
def test_the_order_of_the_runs_does_not_matter(runs: list[Run]) -> None:
    for shuffled in itertools.permutations(runs):
        assert fuse(shuffled) == fuse(runs)


@given(st.lists(IDS, unique=True), st.sampled_from([0.5, 1.0, 3.0]))
def test_a_single_run_keeps_its_order(ids: list[str], weight: float) -> None:
    assert fuse([Run(ids=ids, weight=weight)]) == ids


@given(RUNS)
def test_every_id_comes_once(runs: list[Run]) -> None:
    fused = fuse(runs)
    assert len(fused) == len(set(fused))
    assert set(fused) == {claim_id for run in runs for claim_id in run.ids}


@given(RUNS, st.sampled_from([1, 10, 60]))
def test_the_order_is_that_of_an_exact_sum(runs: list[Run], damping: int) -> None:
    exact = {
        claim_id: sum(
            Fraction(run.weight) / (damping + 1 + list(run.ids).index(claim_id))
            for run in runs
            if claim_id in run.ids
        )
        for claim_id in fuse(runs)
    }
    sums = [exact[claim_id] for claim_id in fuse(runs, damping=damping)]
    # Sums that differ by less than a float can tell may stand either way.
    assert all(float(one) >= float(next_) - 1e-15 for one, next_ in itertools.pairwise(sums))


@given(RUNS, IDS)
def test_another_first_place_never_lowers_a_claim(runs: list[Run], claim_id: str) -> None:
    before, after = fuse([*runs, Run(ids=[])]), fuse([*runs, Run(ids=[claim_id])])
    assert claim_id not in before or after.index(claim_id) <= before.index(claim_id)


def candidate(claim_id: str, text: str, source: str) -> Candidate:
    return Candidate(
        claim=make_claim(id=claim_id, text=text, source_id=source), source=make_source(id=source)
    )


CANDIDATES = st.lists(
    st.builds(
        candidate,
        IDS,
        st.sampled_from(["Killed.", " killed. ", "Shot  dead.", "shot dead."]),
        st.sampled_from(["s1", "s2"]),
    )
)


@given(CANDIDATES)
def test_repeats_go_and_nothing_else_does(candidates: list[Candidate]) -> None:
    kept = without_repeats(candidates)

    def said(one: Candidate) -> tuple[str, str]:
        return one.source.id, " ".join(one.claim.text.casefold().split())

    assert len({said(one) for one in kept}) == len(kept)
    assert {said(one) for one in kept} == {said(one) for one in candidates}
    assert without_repeats(kept) == kept


def test_the_same_words_from_another_source_are_kept() -> None:
    both = [candidate("a", "Killed.", "s1"), candidate("b", "Killed.", "s2")]
    assert without_repeats(both) == both
