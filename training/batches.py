"""Texts -> token ids -> batches of nearly equal length."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from training.pairs import Pair

MAX_TOKENS = 96
"""Longest pair, special tokens included; what is over is cut from the longer text's end."""

BUCKET = 2048
"""Pairs sorted by length together: large enough for little padding, small enough to stay mixed."""


ROUNDED = 8
"""Padded lengths are multiples of this."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """One tokenised pair."""

    ids: list[int]
    types: list[int]
    label: int
    weight: float


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of one step, padded to the longest pair."""

    ids: Tensor
    types: Tensor
    mask: Tensor
    labels: Tensor
    weights: Tensor


def load_tokenizer(folder: Path, max_tokens: int = MAX_TOKENS) -> Tokenizer:
    """The base model's tokenizer without its fixed padding."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens, strategy="longest_first")
    return tokenizer


def encode(tokenizer: Tokenizer, pairs: Sequence[Pair]) -> list[Encoded]:
    """Tokenise pairs, statement first."""
    done = tokenizer.encode_batch([(pair.read, pair.evidence) for pair in pairs])
    return [
        Encoded(tokens.ids, tokens.type_ids, pair.label, pair.weight)
        for tokens, pair in zip(done, pairs, strict=True)
    ]


def plan(examples: Sequence[Encoded], size: int, seed: int) -> list[list[int]]:
    """Indices of each batch, in training order; the same for the same seed."""
    dice = random.Random(seed)
    batches = []
    for start in range(0, len(examples), BUCKET):
        bucket = list(range(start, min(start + BUCKET, len(examples))))
        bucket.sort(key=lambda index: len(examples[index].ids))
        cut = [bucket[at : at + size] for at in range(0, len(bucket), size)]
        dice.shuffle(cut)
        batches += cut
    return batches


def padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """(rows, longest) with zeros behind each row's end, and a mask, True where a row is.

    The longest is rounded up: few shapes spare the CPU kernels' set-up.
    """
    longest = -(-max(map(len, rows)) // ROUNDED) * ROUNDED
    table = torch.zeros(len(rows), longest, dtype=torch.long)
    mask = torch.zeros(len(rows), longest, dtype=torch.bool)
    for place, row in enumerate(rows):
        table[place, : len(row)] = torch.tensor(row)
        mask[place, : len(row)] = True
    return table, mask


def collate(examples: Sequence[Encoded]) -> Batch:
    """Pad to the longest of these."""
    ids, mask = padded([example.ids for example in examples])
    types, _ = padded([example.types for example in examples])
    return Batch(
        ids=ids,
        types=types,
        mask=mask,
        labels=torch.tensor([example.label for example in examples]),
        weights=torch.tensor([example.weight for example in examples]),
    )


def in_order(examples: Sequence[Encoded], size: int) -> Iterator[tuple[list[int], Batch]]:
    """(indices, batch) over everything, sorted by length: for evaluation."""
    order = sorted(range(len(examples)), key=lambda index: len(examples[index].ids))
    for start in range(0, len(order), size):
        rows = order[start : start + size]
        yield rows, collate([examples[row] for row in rows])
