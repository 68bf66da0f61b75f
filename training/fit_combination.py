"""Fits `service/stance/combination.json`: symbols and model into one calibrated stance.

    python -m training.fit_combination --run training/var/run

Reads what the service lays beside statements about whole events, each pair judged by reading
(`event_corpora.py`), and, each counting for less, the held-back pairs that `prepare.py` set aside, which
keep what comparisons find of figures and dates at its worth; the network never saw any of them. Makes
the features of each with the service's own code, and fits a multinomial logistic regression with an L2
penalty. The figures are cross-validated: those of an event come from a fit without it. The weights are
fitted on all pairs. Needs numpy and the service's run-time libraries, no torch.
"""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from service.domain.corpus import Candidate, Claim, Locator, Source, Standing
from service.inference.onnx_embedder import OnnxEmbedder
from service.inference.onnx_stance import OnnxStanceModel
from service.parsing.analysis import analyse
from service.parsing.cleaning import clean
from service.parsing.lexicon import Lexicon
from service.ports import Embedder
from service.stance.alignment import term_weights
from service.stance.asking import evidence_text, statement_text
from service.stance.claims import read_claim
from service.stance.combination import FEATURES
from service.stance.compared import Compared
from service.stance.comparing import Assertion, compare
from service.stance.descriptions import gathered
from service.stance.judge import compared_features
from service.stance.policy import POLICY
from service.stance.symbols import decide_by_symbols
from training.combination_report import report
from training.event_corpora import laid_pairs
from training.pairs import LABELS, Pair, at_most, load_pairs

FACTUAL = frozenset(
    """vitaminc_real vitaminc_synthetic derived_numbers derived_dates derived_unverified fever_dev
    fever_symmetric_dev fm2_dev wice checkcovid scifact_train news near_wording
    reworded""".split()
)
"""The origins that ask what the service is asked: is this claim so, by this text."""

LONGEST_EVIDENCE = 700
MOST = 450
"""Pairs of an origin, so that none outweighs the others."""

SINGLE_WEIGHT = 0.25
"""Weight of a pair of one claim alone, which was chosen to be hard for its words."""

SINGLE_FOLDS = 5
PENALTY = 1.0
STEPS = 400
RATE = 0.05
LEAST = 0.05
"""The least weight of a finding for its own side."""

AGREEMENTS = ("figure_agrees", "time_agrees", "symbols_support")
CONFLICTS = ("figure_conflicts", "time_conflicts", "symbols_conflict", "contrary")
DIFFERENCES = (
    *CONFLICTS,
    "party_conflicts",
    "quote_conflicts",
    "figure_open",
    "time_open",
    "date_unmatched",
)
TARGET = Path("service/stance/combination.json")

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


def main() -> None:
    """Command line; see the module's text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder that prepare.py filled")
    options = parser.parse_args()
    model, embedder = OnnxStanceModel(), OnnxEmbedder()
    factual = (
        pair
        for pair in load_pairs(options.run / "held_back.jsonl")
        if pair.origin in FACTUAL and len(pair.evidence) <= LONGEST_EVIDENCE
    )
    # The file is shuffled.
    pairs = at_most(factual, MOST)
    single = [(pair.origin, pair.label, one_claim_corpus(pair, embedder)) for pair in pairs]
    events = [(pair.corpus, pair.label, pair.compared) for pair in laid_pairs()]
    laid = single + events
    rows, by_model = [], []
    for number, (_, _, one) in enumerate(laid, start=1):
        (shares_of_one,) = model.judge([(statement_text(one), evidence_text(one))])
        rows.append(compared_features(one, shares_of_one))
        by_model.append(
            (shares_of_one.supporting, shares_of_one.conflicting, shares_of_one.unverified)
        )
        if number % 500 == 0:
            print(f"{number} of {len(laid)} pairs", flush=True)
    values, labels = np.array(rows), np.array([label for _, label, _ in laid])
    origins = np.array([origin for origin, _, _ in laid])
    np.savez(options.run / "combination.npz", values=values, labels=labels, origins=origins)
    of_event = np.arange(len(laid)) >= len(single)
    counts = np.where(of_event, 1.0, SINGLE_WEIGHT)
    folds = np.where(of_event, origins, parts(len(laid)))
    combined = cross_validated(values, labels, counts, folds)
    figures = report(origins, labels, values, np.array(by_model), combined, counts)
    weights = fit(values, labels, counts)
    write(weights, figures, model.fingerprint, single=len(single), events=len(events))


def one_claim_corpus(pair: Pair, embedder: Embedder) -> Compared:
    """The pair as if its evidence were the one claim of a corpus."""
    statement = clean(pair.statement).text
    analysis = analyse(statement, None)
    claim = read_claim(pair.evidence, None)
    weights = term_weights(statement, analysis.terms, {}, POLICY)
    assertion = Assertion.weighed(
        analysis,
        weights,
        gathered([claim.descriptions]),
        common_names=frozenset(),
        members=frozenset(),
    )
    reading = compare(assertion, _candidate(pair.evidence), claim, Lexicon.load(), POLICY, -1.0)
    if reading is None:
        raise ValueError("a reading is made of every pair where nothing is too little")
    ours, theirs = embedder.embed([statement, pair.evidence])
    return Compared(
        candidate=_candidate(pair.evidence),
        likeness=round(float(ours @ theirs), 5),
        behind=0.0,
        claim=claim,
        assertion=assertion,
        reading=reading,
        by_symbols=decide_by_symbols(assertion, reading, claim.analysis, POLICY),
    )


def _candidate(text: str) -> Candidate:
    claim = Claim(
        id="c",
        source_id="s",
        text=text,
        quote=None,
        speaker=None,
        standing=Standing.ASSERTED,
        event_at=None,
        locator=Locator(),
    )
    source = Source(
        id="s", publisher=None, title="", url=None, published_at=None, language="en", origin="s"
    )
    return Candidate(claim=claim, source=source)


def parts(count: int) -> npt.NDArray[np.str_]:
    """By position the part of the single pairs that is left out together with a pair."""
    return np.random.default_rng(0).integers(SINGLE_FOLDS, size=count).astype(str)


def fit(values: Matrix, labels: Labels, counts: Matrix) -> Matrix:
    """Weights (stance, feature), those of ``unverified`` 0; Adam on the full batch.

    ``counts`` says how many pairs each one stands for.

    What a comparison found never counts for the other side (``_bounded``): where features overlap,
    a small sample would give now one of them and now the other the wrong sign.
    """
    count, width = counts.sum(), values.shape[1]
    weights = np.zeros((len(LABELS), width))
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    wanted = np.eye(len(LABELS))[labels]
    for step in range(1, STEPS + 1):
        misses = (shares(weights, values) - wanted) * counts[:, None]
        slope = misses.T @ values / count + PENALTY * weights / count
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope * slope
        corrected = np.sqrt(second / (1 - 0.999**step)) + 1e-8
        weights = _bounded(weights - RATE * (first / (1 - 0.9**step)) / corrected)
    return weights


def _bounded(weights: Matrix) -> Matrix:
    """The nearest weights that respect the sign of each finding."""
    supporting, conflicting = LABELS.index("supporting"), LABELS.index("conflicting")
    weights[LABELS.index("unverified")] = 0.0
    for name in AGREEMENTS:
        at = FEATURES.index(name)
        weights[supporting, at] = max(weights[supporting, at], LEAST)
        weights[conflicting, at] = min(weights[conflicting, at], 0.0)
    for name in DIFFERENCES:
        at = FEATURES.index(name)
        away = min(-LEAST, weights[conflicting, at])
        weights[supporting, at] = min(weights[supporting, at], away)
    for name in CONFLICTS:
        at = FEATURES.index(name)
        weights[conflicting, at] = max(weights[conflicting, at], LEAST)
    return weights


def shares(weights: Matrix, values: Matrix) -> Matrix:
    """The softmax of each row."""
    scores = values @ weights.T
    scores -= scores.max(axis=1, keepdims=True)
    powers = np.exp(scores)
    result: Matrix = powers / powers.sum(axis=1, keepdims=True)
    return result


def cross_validated(
    values: Matrix, labels: Labels, counts: Matrix, folds: npt.NDArray[np.str_]
) -> Matrix:
    """Probabilities of each pair from weights that were fitted without its fold, a whole event or part."""
    result = np.zeros((len(values), len(LABELS)))
    for fold in np.unique(folds):
        held_back = folds == fold
        rest = ~held_back
        weights = fit(values[rest], labels[rest], counts[rest])
        result[held_back] = shares(weights, values[held_back])
    return result


def write(
    weights: Matrix, figures: dict[str, Any], fingerprint: str, *, single: int, events: int
) -> None:
    record = {
        "run": {
            "fitted_at": datetime.now(UTC).date().isoformat(),
            "command": "python -m training.fit_combination",
            "model": fingerprint,
            "pairs_of_events": events,
            "pairs_of_single_claims": single,
            "weight_of_single_claims": SINGLE_WEIGHT,
            "penalty": PENALTY,
        },
        "figures": figures,
        "weights": {
            name: {
                feature: round(float(weight), 4)
                for feature, weight in zip(FEATURES, weights[LABELS.index(name)], strict=True)
            }
            for name in ("supporting", "conflicting")
        },
    }
    TARGET.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
