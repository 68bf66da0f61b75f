"""A smaller network that learns from the trained one: every second layer, half the time a pair.

    python -m training.distil --run RUN --teacher RUN/facts.weights.pt --minutes 20 --bf16

The student begins as the teacher's layers 2, 4 and 6 with all of its embeddings and its head
(Sanh et al., "DistilBERT", 2019), and learns the teacher's probabilities at a higher temperature
together with the labels (Hinton et al., "Distilling the Knowledge in a Neural Network", 2015).
Prints balanced accuracy of both on the held-back pairs by origin; writes RUN/student.weights.pt.
The service uses no student: see training/README.md for what one costs.
"""

import argparse
import copy
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.batches import Batch, collate, encode, load_tokenizer, plan
from training.evaluate import by_origin, full_logits
from training.export import STANCE_TOKENS
from training.metrics import softmax
from training.model import StanceNet, base_folder, load_base, set_dropout
from training.pairs import load_pairs
from training.train import parameter_groups, rate_factor, save, set_rates, update

KEPT = (1, 3, 5)
"""Positions of the layers that the student keeps."""

TEMPERATURE = 2.0
TEACHER_SHARE = 0.7
"""Share of the loss that comes from the teacher; the rest from the labels."""

REPORT_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One run; ``rate`` is the highest learning rate, which falls to 0."""

    run: Path
    teacher: Path
    base: Path
    minutes: float
    rate: float
    batch: int
    bf16: bool
    seed: int


def student_of(teacher: StanceNet) -> StanceNet:
    """A copy of every second layer, of the embeddings and of the head."""
    student = copy.deepcopy(teacher)
    student.encoder.layers = nn.ModuleList(student.encoder.layers[at] for at in KEPT)
    return student


def loss_of(logits: Tensor, taught: Tensor, batch: Batch) -> Tensor:
    """Cross entropy to the teacher's softened answer and to the labels, each pair by its weight."""
    soft = F.kl_div(
        F.log_softmax(logits / TEMPERATURE, dim=-1),
        F.softmax(taught / TEMPERATURE, dim=-1),
        reduction="none",
    ).sum(dim=-1)
    hard = F.cross_entropy(logits, batch.labels, reduction="none")
    losses = TEACHER_SHARE * TEMPERATURE**2 * soft + (1.0 - TEACHER_SHARE) * hard
    return (losses * batch.weights).sum() / batch.weights.sum()


def distil(settings: Settings, teacher: StanceNet) -> StanceNet:
    """Train the student until the minutes or the pairs are used up."""
    torch.manual_seed(settings.seed)
    teacher.eval()
    student = student_of(teacher)
    set_dropout(student, 0.0)
    student.encoder.words.requires_grad_(False)
    optimiser = torch.optim.AdamW(parameter_groups(student), lr=settings.rate, fused=True)
    pairs = load_pairs(settings.run / "facts.jsonl")
    examples = encode(load_tokenizer(settings.base), pairs)
    batches = plan(examples, settings.batch, settings.seed)
    student.train()
    started = reported = time.monotonic()
    for step, rows in enumerate(batches):
        now = time.monotonic()
        done = max(step / len(batches), (now - started) / (settings.minutes * 60))
        if done >= 1.0:
            break
        set_rates(optimiser, settings.rate * rate_factor(done, 0.0))
        batch = collate([examples[row] for row in rows])
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=settings.bf16):
            with torch.no_grad():
                taught = teacher(batch.ids, batch.types, batch.mask)
            logits = student(batch.ids, batch.types, batch.mask)
        loss = loss_of(logits.float(), taught.float(), batch)
        update(student, optimiser, loss)
        if now - reported > REPORT_SECONDS:
            print(f"step {step} of {len(batches)}, done {done:.3f}, loss {loss:.4f}", flush=True)
            reported = now
    return student


def report(settings: Settings, teacher: StanceNet, student: StanceNet) -> None:
    """Balanced accuracy of both, float32, by origin."""
    pairs = load_pairs(settings.run / "held_back.jsonl")
    tokenizer = load_tokenizer(settings.base, STANCE_TOKENS)
    both = [
        by_origin(softmax(full_logits(net, tokenizer, pairs).astype(np.float64), 1.0), pairs)
        for net in (teacher, student)
    ]
    print(f"{'origin':<22}   pairs  teacher  student")
    for name, row in both[0].items():
        theirs = both[1][name]
        print(
            f"{name:<22} {row.pairs:>7} {row.balanced_accuracy:>8.3f} "
            f"{theirs.balanced_accuracy:>8.3f}"
        )


def main() -> None:
    """Command line; see README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder with the pairs")
    parser.add_argument("--teacher", type=Path, required=True, help="weights of train.py")
    parser.add_argument("--base", type=Path, default=base_folder(), help="folder of the base model")
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--rate", type=float, default=2e-4, help="highest learning rate")
    parser.add_argument("--batch", type=int, default=48, help="pairs a step")
    parser.add_argument("--bf16", action="store_true", help="for CPUs with avx512_bf16 or AMX")
    parser.add_argument("--seed", type=int, default=7)
    settings = Settings(**vars(parser.parse_args()))
    teacher = StanceNet(load_base(settings.base))
    teacher.load_state_dict(torch.load(settings.teacher, weights_only=True))
    student = distil(settings, teacher)
    save(settings.run / "student.weights.pt", student.state_dict())
    report(settings, teacher, student)


if __name__ == "__main__":
    main()
