"""The judge's network: a BERT encoder that also sees which words stand on both sides, and two heads on one pass.

Input is one row of token ids, `[CLS] (context [context]) statement [SEP] premise [SEP]`, and 0/1 marks of its two sides. Output is the
relation of the pair (supports, contradicts, does not say) and, for each token, how far the premise backs it. A plain implementation,
so that the graph it exports to is small; the base's weights load into it unchanged.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from attention import attended, dropped
from torch import Tensor, nn
from torch.nn import functional

CLS, SEP, PAD = 101, 102, 0
RUNS = 3  # a token that stands on the other side: alone, in a run of two, in a run of three or more


@dataclass(frozen=True)
class Shape:
    """The sizes of the encoder, as in the base's config.json."""

    vocab: int = 30522
    width: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    positions: int = 512
    relations: int = 3

    @classmethod
    def of(cls, folder: Path) -> Shape:
        """The shape that a base's config.json states."""
        told = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        names = ("vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "max_position_embeddings")
        return cls(*(told[name] for name in names))

    def told(self) -> dict[str, int]:
        """The shape as plain values."""
        return asdict(self)


class Layer(nn.Module):
    """One encoder layer: attention and two dense steps, each added and normed."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = shape.heads, dropout
        self.query, self.key, self.value, self.out = (nn.Linear(shape.width, shape.width) for _ in range(4))
        self.up, self.down = nn.Linear(shape.width, shape.inner), nn.Linear(shape.inner, shape.width)
        self.norm_attention, self.norm_out = (nn.LayerNorm(shape.width, eps=1e-12) for _ in range(2))

    def forward(self, hidden: Tensor, seen: Tensor) -> Tensor:
        """hidden (rows, length, width); seen (rows, 1, 1, length), True where a token may be looked at."""
        rows, length, width = hidden.shape

        def split(part: Tensor) -> Tensor:
            return part.view(rows, length, self.heads, width // self.heads).transpose(1, 2)

        drop = self.dropout if self.training else 0.0
        found = attended(split(self.query(hidden)), split(self.key(hidden)), split(self.value(hidden)), seen, drop)
        hidden = self.norm_attention(hidden + dropped(self.out(found.transpose(1, 2).reshape(rows, length, width)), drop, self.training))
        inner = self.down(functional.gelu(self.up(hidden)))
        return self.norm_out(hidden + dropped(inner, drop, self.training))


class Network(nn.Module):
    """The encoder and both heads; `forward(ids, sides)` -> (relation logits (rows, 3), word logits (rows, length))."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape, self.dropout = shape, dropout
        self.words = nn.Embedding(shape.vocab, shape.width, padding_idx=PAD)
        self.places = nn.Embedding(shape.positions, shape.width)
        self.sides = nn.Embedding(2, shape.width)
        self.shared = nn.Linear(RUNS, shape.width, bias=False)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.pool = nn.Linear(3 * shape.width, shape.width)
        self.relation = nn.Linear(shape.width, shape.relations)
        self.backed_inner = nn.Linear(shape.width, shape.width)
        self.backed = nn.Linear(shape.width, 1)
        for dense in (self.pool, self.relation, self.backed_inner, self.backed):
            nn.init.normal_(dense.weight, std=0.02)
            nn.init.zeros_(dense.bias)
        nn.init.zeros_(self.shared.weight)

    def encode(self, ids: Tensor, sides: Tensor, runs: Tensor | None = None) -> Tensor:
        """The last hidden state (rows, length, width); `runs` is what `shared` gives, where it is known already."""
        runs = shared(ids, sides) if runs is None else runs
        places = torch.arange(ids.shape[1], device=ids.device)
        hidden = self.words(ids) + self.places(places)[None] + self.sides(sides) + self.shared(runs)
        hidden = dropped(self.norm(hidden), self.dropout, self.training)
        seen = (ids != PAD)[:, None, None, :]
        for layer in self.layers:
            hidden = layer(hidden, seen)
        return hidden

    def forward(self, ids: Tensor, sides: Tensor, runs: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """ids and sides (rows, length); padding is id 0."""
        hidden = self.encode(ids, sides, runs)
        mine = ((sides == 0) & (ids != PAD) & (ids != CLS) & (ids != SEP)).unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mine).sum(1) / mine.sum(1).clamp(min=1)
        most = (hidden * mine - 30 * (1 - mine)).amax(1)
        pooled = functional.gelu(self.pool(torch.cat([hidden[:, 0], mean, most], dim=-1)))
        relation = self.relation(dropped(pooled, self.dropout, self.training))
        backed = self.backed(functional.gelu(self.backed_inner(hidden))).squeeze(-1)
        return relation, backed


def shared(ids: Tensor, sides: Tensor) -> Tensor:
    """(rows, length, 3) of 0 and 1: does the token stand on the other side, also with a neighbour, also with two neighbours in a row?"""
    real = (ids > 4) & (ids != CLS) & (ids != SEP)
    same = (ids[:, :, None] == ids[:, None, :]) & (sides[:, :, None] != sides[:, None, :]) & real[:, :, None] & real[:, None, :]
    one = same.to(torch.float32)
    ahead = functional.pad(one[:, 1:, 1:], (0, 1, 0, 1))  # the next token on both sides
    behind = functional.pad(one[:, :-1, :-1], (1, 0, 1, 0))
    ahead_two = functional.pad(one[:, 2:, 2:], (0, 2, 0, 2))
    behind_two = functional.pad(one[:, :-2, :-2], (2, 0, 2, 0))
    two = one * torch.maximum(ahead, behind)
    three = one * torch.maximum(ahead * behind, torch.maximum(ahead * ahead_two, behind * behind_two))
    return torch.stack([one.amax(2), two.amax(2), three.amax(2)], dim=-1)


# Our names of a layer's parts -> the base's.
PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "norm_attention": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm_out": "output.LayerNorm",
}


def renamed(base: dict[str, Tensor], layers: int) -> dict[str, Tensor]:
    """A BERT checkpoint's tensors under this network's names; the pooler is left out."""
    base = {name.removeprefix("bert."): value for name, value in base.items()}
    found = {
        "words.weight": base["embeddings.word_embeddings.weight"],
        "places.weight": base["embeddings.position_embeddings.weight"],
        "sides.weight": base["embeddings.token_type_embeddings.weight"],
        "norm.weight": base["embeddings.LayerNorm.weight"],
        "norm.bias": base["embeddings.LayerNorm.bias"],
    }
    for number in range(layers):
        for ours, theirs in PARTS.items():
            for kind in ("weight", "bias"):
                found[f"layers.{number}.{ours}.{kind}"] = base[f"encoder.layer.{number}.{theirs}.{kind}"]
    return found


def load_base(network: Network, tensors: dict[str, Tensor]) -> None:
    """Fill the encoder from tensors under this network's names; the heads keep their start. Layers the tensors lack become layers that
    change nothing at first: copies of the layer below whose outputs are zero."""
    theirs = 1 + max(int(name.split(".")[1]) for name in tensors if name.startswith("layers."))
    state = {name: value.float() for name, value in tensors.items()}
    with torch.no_grad():
        own = network.state_dict()
        network.load_state_dict({name: value for name, value in state.items() if name in own}, strict=False)
        for number in range(theirs, network.shape.layers):
            layer = network.layers[number]
            layer.load_state_dict(network.layers[theirs - 1].state_dict())
            for dense in (layer.out, layer.down):
                nn.init.zeros_(dense.weight)
                nn.init.zeros_(dense.bias)
            last = network.layers[theirs - 1].norm_out  # norming what is normed must give it back: the gain is its spread
            for norm in (layer.norm_attention, layer.norm_out):
                nn.init.constant_(norm.weight, last.weight.square().mean().sqrt().item())
                nn.init.constant_(norm.bias, last.bias.mean().item())
