"""The trained network as it is exported: the same function in steps that a CPU runs faster.

One matmul makes query, key and value; attention is the runtime's own operator; norms are plain sums, which the runtime makes many
numbers at a time, where its own norm takes one after the other.
"""

from __future__ import annotations

import math

import torch
from network import CLS, PAD, SEP, Network, shared
from torch import Tensor, nn
from torch.nn import functional


class PackedRows(nn.Module):
    """An embedding whose rows are int8, each with its scale."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        scale = table.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("rows", (table / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """The rows of these ids."""
        return self.rows[ids].float() * self.scale[ids]


class Norm(nn.Module):
    """A layer norm in plain sums, which the runtime does not turn back into its slower operator."""

    def __init__(self, norm: nn.LayerNorm) -> None:
        super().__init__()
        count = norm.weight.numel()
        self.least = count * norm.eps
        self.register_buffer("gain", norm.weight * math.sqrt(count))
        self.register_buffer("bias", norm.bias)

    def forward(self, hidden: Tensor) -> Tensor:
        """hidden (..., width), normed."""
        centred = hidden - hidden.mean(-1, keepdim=True)
        return centred * ((centred * centred).sum(-1, keepdim=True) + self.least).rsqrt() * self.gain + self.bias


class Dense(nn.Module):
    """A dense step of the weights of one or more that have the same input; a product and a sum, of which the product becomes int8."""

    def __init__(self, *parts: nn.Linear) -> None:
        super().__init__()
        self.register_buffer("weight", torch.cat([part.weight for part in parts]).t().contiguous())
        self.register_buffer("bias", torch.cat([part.bias for part in parts]))

    def forward(self, hidden: Tensor) -> Tensor:
        """hidden (..., width in) -> (..., width out)."""
        return hidden @ self.weight + self.bias


class Layer(nn.Module):
    """One encoder layer of the network."""

    def __init__(self, layer: nn.Module) -> None:
        super().__init__()
        self.heads = layer.heads
        self.packed = Dense(layer.query, layer.key, layer.value)
        self.out, self.up, self.down = Dense(layer.out), Dense(layer.up), Dense(layer.down)
        self.norm_attention, self.norm_out = Norm(layer.norm_attention), Norm(layer.norm_out)

    def forward(self, hidden: Tensor, seen: Tensor) -> Tensor:
        """hidden (rows, length, width); seen (rows, length), int32, 1 where a token may be looked at."""
        hidden = self.norm_attention(hidden + self.out(attention(*self.packed(hidden).chunk(3, -1), seen, self.heads)))
        return self.norm_out(hidden + self.down(functional.gelu(self.up(hidden))))


def attention(query: Tensor, key: Tensor, value: Tensor, seen: Tensor, heads: int) -> Tensor:
    """All (rows, length, width); where a graph is made, the runtime's operator."""
    if torch.compiler.is_exporting():
        inputs, told = [query, key, value, None, seen], {"num_heads": heads, "mask_filter_value": -10000.0}
        kind = "com.microsoft::MultiHeadAttention"
        return torch.onnx.ops.symbolic(kind, inputs, told, dtype=torch.float32, shape=query.shape, version=1)
    rows, length, width = query.shape
    parts = (part.view(rows, length, heads, width // heads).transpose(1, 2) for part in (query, key, value))
    found = functional.scaled_dot_product_attention(*parts, attn_mask=seen[:, None, None].bool())
    return found.transpose(1, 2).reshape(rows, length, width)


class Lean(nn.Module):
    """The network with as many places as a pair can have; `ids` and `sides` in, `relation` and `backed` out."""

    def __init__(self, network: Network, longest: int) -> None:
        super().__init__()
        self.words = PackedRows(network.words.weight)
        self.register_buffer("places", network.places.weight[:longest])
        self.sides, self.shared, self.norm = network.sides, network.shared, Norm(network.norm)
        self.layers = nn.ModuleList(Layer(layer) for layer in network.layers)
        self.backed_inner, self.backed = Dense(network.backed_inner), network.backed
        self.pool, self.relation = network.pool, network.relation

    def forward(self, ids: Tensor, sides: Tensor) -> tuple[Tensor, Tensor]:
        """ids and sides (rows, length); padding is id 0."""
        hidden = self.words(ids) + self.places[: ids.shape[1]] + self.sides(sides) + self.shared(shared(ids, sides))
        hidden, seen = self.norm(hidden), (ids != PAD).int()
        for layer in self.layers:
            hidden = layer(hidden, seen)
        mine = ((sides == 0) & (ids != PAD) & (ids != CLS) & (ids != SEP)).unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mine).sum(1) / mine.sum(1).clamp(min=1)
        most = (hidden * mine - 30 * (1 - mine)).amax(1)
        pooled = functional.gelu(self.pool(torch.cat([hidden[:, 0], mean, most], dim=-1)))
        return self.relation(pooled), self.backed(functional.gelu(self.backed_inner(hidden))).squeeze(-1)
