"""Fine-tune the embedding network: a statement lies nearest to the claim that is about it.

    python -m training.train_embedder --run RUN --minutes 15

Contrastive (van den Oord et al., "Representation Learning with Contrastive Predictive Coding",
2018; in-batch negatives as in Karpukhin et al., "Dense Passage Retrieval", 2020): each statement of
a batch must pick its own claim among all claims there. A batch holds whole stories, so that the
nearest wrong claims, those of the same story, are among them, and public pairs of statement and
evidence, so that other kinds of text keep their place. Whether the claim supports or refutes the
statement does not count: both have to be found. Writes RUN/embedder.weights.pt.
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

from training.batches import load_tokenizer, padded
from training.model import SentenceNet, base_folder, load_base, set_dropout
from training.pairs import LABELS, Pair, load_pairs
from training.prepare import is_held_back
from training.recipe import STORIES
from training.stories import Story, all_stories, key_of
from training.train import rate_factor, save, set_rates, update

PUBLIC = frozenset(
    "vitaminc_real fever_dev fever_symmetric_dev fm2_dev wice checkcovid scifact_train news".split()
)
"""Origins whose evidence is about its statement, unless it is labelled open."""

STORIES_A_STEP = 16
PAIRS_A_STEP = 48
DRAWN = {"supporting": 2, "conflicting": 1, "unverified": 1}
"""Statements of each claim in a step, by label: paraphrase is what the base finds worst."""

SCALE = 20.0
"""Cosines times this are the logits, as the base was trained."""

MOST_TOKENS = 96
GROUP = 64
"""Texts that are padded together."""

REPORT_SECONDS = 30.0

Step = tuple[list[str], list[int], list[str]]
"""Statements, the position of each one's claim, and the claims."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One run; ``rate`` is the highest learning rate, which falls to 0."""

    run: Path
    base: Path
    start_from: Path | None
    minutes: float
    rate: float
    dropout: float
    bf16: bool
    seed: int


def stories_to_train_on() -> list[Story]:
    """The stories that are not held back."""
    return [s for s in all_stories() if not is_held_back(key_of(s), STORIES.held_back)]


def about_each_other(pairs: Sequence[Pair]) -> list[Pair]:
    """The public pairs whose evidence settles the statement."""
    settled = {LABELS.index("supporting"), LABELS.index("conflicting")}
    return [pair for pair in pairs if pair.origin in PUBLIC and pair.label in settled]


def steps(stories: Sequence[Story], pairs: Sequence[Pair], dice: random.Random) -> Iterator[Step]:
    """Endless steps; every story once before any of them again."""
    while True:
        order = list(stories)
        dice.shuffle(order)
        for start in range(0, len(order) - STORIES_A_STEP + 1, STORIES_A_STEP):
            drawn = dice.sample(pairs, PAIRS_A_STEP) if pairs else []
            yield one_step_of(order[start : start + STORIES_A_STEP], drawn, dice)


def one_step_of(stories: Sequence[Story], pairs: Sequence[Pair], dice: random.Random) -> Step:
    """The statements and claims of one step."""
    statements: list[str] = []
    targets: list[int] = []
    claims: list[str] = []
    for told in (claim for story in stories for claim in story.claims):
        for label, count in DRAWN.items():
            written = [text for text, of in told.statements if LABELS[of] == label]
            for text in dice.sample(written, min(count, len(written))):
                statements.append(text)
                targets.append(len(claims))
        claims.append(told.text)
    for pair in pairs:
        # The same evidence twice would be a wrong answer that is right.
        if pair.evidence not in claims:
            statements.append(pair.statement)
            targets.append(len(claims))
            claims.append(pair.evidence)
    return statements, targets, claims


def embedded(net: SentenceNet, tokenizer: Tokenizer, texts: Sequence[str]) -> Tensor:
    """(texts, width), in order; padded in groups of like length."""
    ids = [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    groups = [order[start : start + GROUP] for start in range(0, len(order), GROUP)]
    vectors = torch.cat([net(*padded([ids[i] for i in group])) for group in groups])
    return vectors[torch.argsort(torch.tensor(order))]


def loss_of(net: SentenceNet, tokenizer: Tokenizer, step: Step) -> Tensor:
    """Mean cross entropy of picking each statement's own claim among all."""
    statements, targets, claims = step
    ours, theirs = embedded(net, tokenizer, statements), embedded(net, tokenizer, claims)
    return F.cross_entropy(SCALE * ours.float() @ theirs.float().T, torch.tensor(targets))


def train(settings: Settings) -> Path:
    """Run to the end of the minutes; returns the weights file. The word table stays as it is."""
    torch.manual_seed(settings.seed)
    net = SentenceNet(load_base(settings.base))
    tokenizer = load_tokenizer(settings.base, MOST_TOKENS)
    if settings.start_from:
        net.load_state_dict(torch.load(settings.start_from, weights_only=True))
    set_dropout(net, settings.dropout)
    net.encoder.words.requires_grad_(False)
    weights = [p for p in net.parameters() if p.requires_grad]
    group = {"params": weights, "scale": 1.0}
    optimiser = torch.optim.AdamW([group], lr=settings.rate, weight_decay=0.01, fused=True)
    pairs = about_each_other(load_pairs(settings.run / "facts.jsonl"))
    source = steps(stories_to_train_on(), pairs, random.Random(settings.seed))
    net.train()
    started = reported = time.monotonic()
    total, count = 0.0, 0
    while (done := (time.monotonic() - started) / (settings.minutes * 60)) < 1.0:
        set_rates(optimiser, settings.rate * rate_factor(done, 0.0))
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=settings.bf16):
            loss = loss_of(net, tokenizer, next(source))
        update(net, optimiser, loss)
        total, count = total + float(loss.detach()), count + 1
        if time.monotonic() - reported > REPORT_SECONDS:
            print(f"done {done:.3f} loss {total / count:.4f} over {count} steps", flush=True)
            reported, total, count = time.monotonic(), 0.0, 0
    path = settings.run / "embedder.weights.pt"
    save(path, net.state_dict())
    return path


def main() -> None:
    """Command line; see README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder with a facts.jsonl")
    parser.add_argument("--base", type=Path, default=base_folder(), help="folder of the base model")
    parser.add_argument("--start-from", type=Path, help="weights of an earlier run of this")
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--rate", type=float, default=5e-5, help="highest learning rate")
    parser.add_argument("--dropout", type=float, default=0.1, help="share of each layer's outputs")
    parser.add_argument("--bf16", action="store_true", help="for CPUs with avx512_bf16 or AMX")
    parser.add_argument("--seed", type=int, default=5)
    train(Settings(**vars(parser.parse_args())))


if __name__ == "__main__":
    main()
