"""Measure the held-back pairs: fp32 beside int8, by origin; fit the temperature; speed.

The temperature is fitted on all held-back fact-verification and news pairs; the calibration error
is reported from two halves split by group, each measured with the temperature of the other.
"""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
import torch
from tokenizers import Tokenizer

from training.batches import encode, in_order, load_tokenizer
from training.export import EMBEDDER_TOKENS, STANCE_TOKENS, write_manifest
from training.metrics import (
    Figures,
    Floats,
    Ints,
    calibration,
    expected_calibration_error,
    figures,
    fit_temperature,
    softmax,
)
from training.model import SentenceNet, StanceNet, base_folder, load_base
from training.pairs import LABELS, Pair, at_most, load_pairs
from training.prepare import is_held_back, unit_hash
from training.recipe import ORIGINS, STORIES
from training.stories import all_stories, key_of

FACT_ORIGINS = {origin.name for origin in ORIGINS if origin.facts}
"""Origins like the service's own work; the rest is general inference, often captions."""

MOST = 6_000
"""Pairs of an origin at most; the file is shuffled, and the stories' would take most of the time."""

SPEED_TOKENS = 40
EMBEDDER_SAMPLE = 300
STORY_DEPTHS = (1, 4, 16)


def full_logits(net: StanceNet, tokenizer: Tokenizer, pairs: Sequence[Pair]) -> Floats:
    """The trained network in float32."""
    logits = np.zeros((len(pairs), 3))
    net.eval()
    with torch.inference_mode():
        for rows, batch in in_order(encode(tokenizer, pairs), size=64):
            logits[rows] = net(batch.ids, batch.types, batch.mask).numpy()
    return logits


def open_session(path: Path) -> ort.InferenceSession:
    """One thread, as in the service."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def quantised_logits(path: Path, tokenizer: Tokenizer, pairs: Sequence[Pair]) -> Floats:
    """The exported network, one pair at a time, as the service runs it."""
    session = open_session(path)
    logits = np.zeros((len(pairs), 3))
    for row, example in enumerate(encode(tokenizer, pairs)):
        inputs = {"ids": np.array([example.ids]), "types": np.array([example.types])}
        logits[row] = session.run(None, inputs)[0][0]
    return logits


def by_origin(probabilities: Floats, pairs: Sequence[Pair]) -> dict[str, Figures]:
    """Figures of each origin, of all fact origins together, and of all."""
    labels = np.array([pair.label for pair in pairs])
    masks = {
        origin.name: np.array([pair.origin == origin.name for pair in pairs]) for origin in ORIGINS
    }
    masks["all facts"] = np.array([pair.origin in FACT_ORIGINS for pair in pairs])
    masks["all"] = np.ones(len(pairs), dtype=bool)
    return {
        name: figures(probabilities[mask], labels[mask])
        for name, mask in masks.items()
        if mask.any()
    }


def cross_fitted(logits: Floats, labels: Ints, keys: Sequence[str]) -> Floats:
    """Probabilities of each half of the groups with the temperature fitted on the other half."""
    half = np.array([unit_hash("calibrate", key) < 0.5 for key in keys])
    probabilities = np.zeros_like(logits)
    for mine in (half, ~half):
        temperature = fit_temperature(logits[~mine], labels[~mine])
        probabilities[mine] = softmax(logits[mine], temperature)
    return probabilities


def milliseconds(path: Path, tokens: int, repeats: int = 200) -> float:
    """Median time of one pair of this length on one core."""
    session = open_session(path)
    ids = np.random.default_rng(0).integers(1996, 29000, (1, tokens))
    inputs = {"ids": ids}
    if len(session.get_inputs()) > 1:
        inputs["types"] = (np.arange(tokens)[None] >= tokens // 2).astype(np.int64)
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        session.run(None, inputs)
        times.append(1000 * (time.perf_counter() - started))
    return round(float(np.median(times)), 2)


def embedder_cosines(
    path: Path, weights: Path, base: Path, pairs: Sequence[Pair]
) -> dict[str, float]:
    """Cosine of the int8 vectors to those of the trained weights in float32."""
    tokenizer = load_tokenizer(base, EMBEDDER_TOKENS)
    session, net = open_session(path), SentenceNet(load_base(base)).eval()
    net.load_state_dict(torch.load(weights, weights_only=True))
    cosines = []
    with torch.inference_mode():
        for pair in pairs[:EMBEDDER_SAMPLE]:
            ids = np.array([tokenizer.encode(pair.evidence).ids])
            full = net(torch.from_numpy(ids))[0].numpy()
            cosines.append(float(full @ session.run(None, {"ids": ids})[0][0]))
    return {
        "cosine_to_fp32_mean": round(float(np.mean(cosines)), 4),
        "cosine_to_fp32_lowest": round(min(cosines), 4),
    }


def story_recall(path: Path, base: Path) -> dict[str, float]:
    """How often a statement's own claim is among the nearest, of all claims of held-back stories."""
    tokenizer, session = load_tokenizer(base, EMBEDDER_TOKENS), open_session(path)
    stories = [s for s in all_stories() if is_held_back(key_of(s), STORIES.held_back)]
    claims = [claim for story in stories for claim in story.claims]

    def vector(text: str) -> Floats:
        found: Floats = session.run(None, {"ids": np.array([tokenizer.encode(text).ids])})[0][0]
        return found

    nearness = np.array([vector(claim.text) for claim in claims])
    ranks: dict[str, list[int]] = {name: [] for name in LABELS}
    for place, claim in enumerate(claims):
        for text, label in claim.statements:
            cosines = nearness @ vector(text)
            ranks[LABELS[label]].append(int((cosines > cosines[place]).sum()))
    return {"claims_of_held_back_stories": len(claims)} | {
        f"{name}_among_first_{depth}": round(float(np.mean(np.array(ranks[name]) < depth)), 4)
        for name in ("supporting", "conflicting")
        for depth in STORY_DEPTHS
    }


def table(full: dict[str, Figures], small: dict[str, Figures]) -> str:
    """Markdown: balanced accuracy fp32 and int8, the rest int8. `–` where a label never occurs."""

    def cell(value: float | None) -> str:
        return "–" if value is None else f"{value:.3f}"

    columns = ["origin", "pairs", "bal. acc. fp32", "int8", "F1 supp.", "F1 confl.", "F1 unv."]
    columns += ["two-way", "refuted called supp.", "unverified called supp."]
    lines = [f"| {' | '.join(columns)} |", f"|---{'|---:' * (len(columns) - 1)}|"]
    for name, row in small.items():
        f1 = " | ".join(cell(value) for value in row.f1.values())
        lines.append(
            f"| {name} | {row.pairs} | {cell(full[name].balanced_accuracy)} "
            f"| {cell(row.balanced_accuracy)} | {f1} | {cell(row.two_way)} "
            f"| {cell(row.false_support)} | {cell(row.unwarranted_support)} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Command line; see README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder that train.py filled")
    parser.add_argument("--base", type=Path, default=base_folder(), help="folder of the base model")
    parser.add_argument("--stage", default="facts", help="whose weights were exported")
    parser.add_argument(
        "--embedder", type=Path, help="its weights, if they were exported; else its cosines stay"
    )
    parser.add_argument("--weights", type=Path, required=True, help="folder that export.py filled")
    args = parser.parse_args()

    pairs = at_most(load_pairs(args.run / "held_back.jsonl"), MOST)
    labels = np.array([pair.label for pair in pairs])
    tokenizer = load_tokenizer(args.base, STANCE_TOKENS)
    net = StanceNet(load_base(args.base))
    net.load_state_dict(torch.load(args.run / f"{args.stage}.weights.pt", weights_only=True))
    stance_file = args.weights / "stance.int8.onnx"
    full = full_logits(net, tokenizer, pairs)
    small = quantised_logits(stance_file, tokenizer, pairs)
    np.savez(args.run / "held_back_logits.npz", full=full, small=small, labels=labels)

    facts = np.array([pair.origin in FACT_ORIGINS for pair in pairs])
    temperature = fit_temperature(small[facts], labels[facts])
    keys = [pair.key for pair in pairs if pair.origin in FACT_ORIGINS]
    crossed = cross_fitted(small[facts], labels[facts], keys)
    tables = calibration(crossed, labels[facts])
    full_figures = by_origin(softmax(full, 1.0), pairs)
    small_figures = by_origin(softmax(small, temperature), pairs)

    manifest: dict[str, Any] = json.loads((args.weights / "manifest.json").read_text())
    stance, embedder = manifest["stance"], manifest["embedder"]
    stance["temperature"] = temperature
    stance["figures"] = {
        "int8_by_origin": {name: row.as_json() for name, row in small_figures.items()},
        "fp32_balanced_accuracy": {
            name: round(row.balanced_accuracy, 4) for name, row in full_figures.items()
        },
        "expected_calibration_error": {
            name: round(expected_calibration_error(bins), 4) for name, bins in tables.items()
        },
        "reliability": {name: [asdict(one) for one in bins] for name, bins in tables.items()},
        "milliseconds_per_pair_of_40_tokens": milliseconds(stance_file, SPEED_TOKENS),
    }
    embedder_file = args.weights / "embedder.int8.onnx"
    if args.embedder is not None:
        embedder["figures"] = embedder_cosines(embedder_file, args.embedder, args.base, pairs)
    embedder["figures"] |= story_recall(embedder_file, args.base)
    embedder["figures"]["milliseconds_per_text_of_40_tokens"] = milliseconds(embedder_file, 40)
    write_manifest(args.weights, manifest)

    print(table(full_figures, small_figures))
    print(f"\ntemperature {temperature}")
    print("expected calibration error", stance["figures"]["expected_calibration_error"])
    print("milliseconds, 40 tokens", stance["figures"]["milliseconds_per_pair_of_40_tokens"])
    print("embedder", embedder["figures"])


if __name__ == "__main__":
    main()
