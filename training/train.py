"""Fine-tune one stage; stop in time, always with a finished learning-rate schedule; resume.

The learning rate follows whichever is further on, the share of steps or the share of minutes, so
a slow machine sees fewer pairs but the same schedule. The word table stays frozen: it is half of
all parameters and the optimiser's time on a CPU. `--freeze 2` leaves the two lowest layers as they are, for a quarter more pairs in the same
time, once they have been trained. With `--bf16` the matrix products of a step run in bfloat16
(weights and optimiser stay float32): twice as fast where the CPU has avx512_bf16 or AMX, many times
slower where it has not.
"""

import argparse
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.batches import Batch, collate, encode, load_tokenizer, plan
from training.model import StanceNet, base_folder, load_base, set_dropout
from training.pairs import load_pairs
from training.threads import FreeCores

CHECKPOINT_SECONDS = 300.0
REPORT_SECONDS = 20.0
THREADS_SECONDS = 3.0
WARMUP_SHARE = 0.05
MAX_GRADIENT_NORM = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One stage. `last` is the learning rate at the end as a share of the highest one."""

    stage: str
    run: Path
    base: Path
    minutes: float
    batch: int
    rate: float
    last: float
    threads: int
    steady: bool
    seed: int
    dropout: float
    freeze: int
    bf16: bool


def rate_factor(done: float, last: float) -> float:
    """Linear warm-up, then a straight line down to `last`; `done` is in [0, 1]."""
    if done < WARMUP_SHARE:
        return (done + 0.002) / (WARMUP_SHARE + 0.002)
    return 1.0 - (1.0 - last) * (done - WARMUP_SHARE) / (1.0 - WARMUP_SHARE)


def freeze(net: StanceNet, layers: int) -> None:
    """Keep the word table as it is, and all that lies below the layer of this number."""
    net.encoder.words.requires_grad_(False)
    if not layers:
        return
    lowest = net.encoder.layers[:layers]
    for part in (net.encoder.positions, net.encoder.types, net.encoder.norm, lowest):
        part.requires_grad_(False)
    set_dropout(lowest, 0.0)


def parameter_groups(net: StanceNet) -> list[dict[str, Any]]:
    """Matrices with weight decay, vectors without; the head, which starts at random, faster."""
    body = [p for p in net.encoder.parameters() if p.requires_grad]
    head = [*net.dense.parameters(), *net.out.parameters()]
    return [
        {"params": [p for p in body if p.ndim > 1], "weight_decay": 0.01, "scale": 1.0},
        {"params": [p for p in body if p.ndim < 2], "weight_decay": 0.0, "scale": 1.0},
        {"params": head, "weight_decay": 0.01, "scale": 3.0},
    ]


def save(path: Path, state: dict[str, Any]) -> None:
    """Write beside, then rename: a kill leaves the last checkpoint whole."""
    beside = path.with_suffix(".part")
    torch.save(state, beside)
    beside.replace(path)


@dataclass(slots=True)
class Progress:
    """What happened since the last line that was printed."""

    since: float
    pairs: int = 0
    tokens: int = 0
    loss: float = 0.0

    def add(self, batch: Batch, loss: float) -> None:
        """Count one step."""
        self.pairs += len(batch.labels)
        self.tokens += int(batch.mask.sum())
        self.loss += loss * len(batch.labels)

    def line(self, now: float) -> str:
        """Loss, speed and length, as means a pair."""
        pace = self.pairs / (now - self.since)
        return (
            f"loss {self.loss / self.pairs:.4f} {pace:.1f} pairs/s "
            f"{self.tokens / self.pairs:.0f} tokens/pair"
        )


def set_rates(optimiser: torch.optim.Optimizer, rate: float) -> None:
    """Each group's learning rate, by its own scale."""
    for group in optimiser.param_groups:
        group["lr"] = rate * group["scale"]


def update(net: nn.Module, optimiser: torch.optim.Optimizer, loss: Tensor) -> None:
    """One step down the slope of ``loss``."""
    optimiser.zero_grad(set_to_none=True)
    torch.autograd.backward(loss)
    torch.nn.utils.clip_grad_norm_(net.parameters(), MAX_GRADIENT_NORM)
    optimiser.step()


def one_step(net: StanceNet, optimiser: torch.optim.Optimizer, batch: Batch, bf16: bool) -> float:
    """Forward, backward, update; returns the weighted mean loss."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
        logits = net(batch.ids, batch.types, batch.mask)
    losses = F.cross_entropy(logits.float(), batch.labels, reduction="none")
    loss = (losses * batch.weights).sum() / batch.weights.sum()
    update(net, optimiser, loss)
    return float(loss.detach())


def train(settings: Settings, start_from: Path | None) -> Path:
    """Run the stage to its end (or go on where its checkpoint stands); returns the weights file."""
    torch.manual_seed(settings.seed)
    net = StanceNet(load_base(settings.base))
    if start_from:
        net.load_state_dict(torch.load(start_from, weights_only=True))
    set_dropout(net, settings.dropout)
    freeze(net, settings.freeze)
    optimiser = torch.optim.AdamW(parameter_groups(net), lr=settings.rate, fused=True)
    pairs = load_pairs(settings.run / f"{settings.stage}.jsonl")
    examples = encode(load_tokenizer(settings.base), pairs)
    batches = plan(examples, settings.batch, settings.seed)

    checkpoint = settings.run / f"{settings.stage}.checkpoint.pt"
    step, spent = 0, 0.0
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        net.load_state_dict(saved["net"])
        optimiser.load_state_dict(saved["optimiser"])
        step, spent = int(saved["step"]), float(saved["seconds"])

    free = FreeCores(settings.threads)
    started = saved_at = counted_at = time.monotonic()
    progress = Progress(started)
    net.train()
    while step < len(batches):
        now = time.monotonic()
        seconds = spent + now - started
        done = max(step / len(batches), seconds / (settings.minutes * 60))
        if done >= 1.0:
            break
        set_rates(optimiser, settings.rate * rate_factor(done, settings.last))
        if not settings.steady and now - counted_at > THREADS_SECONDS:
            torch.set_num_threads(free.count())
            counted_at = now
        batch = collate([examples[index] for index in batches[step]])
        progress.add(batch, one_step(net, optimiser, batch, settings.bf16))
        step += 1
        if now - progress.since > REPORT_SECONDS:
            place = f"step {step}/{len(batches)} done {done:.3f} {torch.get_num_threads()} threads"
            print(f"{settings.stage} {place} {progress.line(now)}", flush=True)
            progress = Progress(now)
        if now - saved_at > CHECKPOINT_SECONDS:
            state = {"net": net.state_dict(), "optimiser": optimiser.state_dict()}
            save(checkpoint, state | {"step": step, "seconds": seconds})
            saved_at = now
    weights = settings.run / f"{settings.stage}.weights.pt"
    save(weights, net.state_dict())
    checkpoint.unlink(missing_ok=True)
    print(f"{settings.stage} finished: {step} of {len(batches)} steps", flush=True)
    return weights


def main() -> None:
    """Command line; see README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder that prepare.py filled")
    parser.add_argument("--base", type=Path, default=base_folder(), help="folder of the base model")
    parser.add_argument("--stage", choices=("general", "facts"), required=True)
    parser.add_argument("--start-from", type=Path, help="weights of the stage before")
    parser.add_argument("--minutes", type=float, required=True, help="upper limit of this stage")
    parser.add_argument("--batch", type=int, default=32, help="pairs a step")
    parser.add_argument("--rate", type=float, default=1e-4, help="highest learning rate")
    parser.add_argument("--last", type=float, default=0.0, help="last rate / highest rate")
    parser.add_argument("--bf16", action="store_true", help="for CPUs with avx512_bf16 or AMX")
    parser.add_argument("--threads", type=int, default=2, help="at most; fewer when others compute")
    parser.add_argument("--steady", action="store_true", help="take all threads, whoever computes")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--dropout", type=float, default=0.0, help="share of each layer's outputs")
    parser.add_argument("--freeze", type=int, default=0, help="lowest layers left as they are")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    settings = Settings(
        stage=args.stage,
        run=args.run,
        base=args.base,
        minutes=args.minutes,
        batch=args.batch,
        rate=args.rate,
        last=args.last,
        threads=args.threads,
        steady=args.steady,
        seed=args.seed,
        dropout=args.dropout,
        freeze=args.freeze,
        bf16=args.bf16,
    )
    train(settings, args.start_from)


if __name__ == "__main__":
    main()
