"""Attention and dropout as a CPU trains them fastest.

On a CPU torch's attention with dropout draws a number for each pair of tokens, and without dropout its backward pass takes seven to
eighteen times its forward one at the lengths of our rows. So here no weight of attention is dropped, and the backward pass makes the
weights anew, a few rows at a time so that they stay in the cache. Dropout takes its noise from a pool that is drawn once.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

POOL = 2**25  # numbers of noise, from which each use takes a stretch at a random place
HELD = 2**19  # weights of attention that the backward pass holds at once


class Attention(torch.autograd.Function):
    """softmax(query key^T / sqrt(width) + mask) value; all (rows, heads, length, width), mask (rows, 1, 1, length) added."""

    @staticmethod
    def forward(ctx: Any, query: Tensor, key: Tensor, value: Tensor, mask: Tensor) -> Tensor:
        """Torch's own, without dropout."""
        ctx.save_for_backward(query, key, value, mask)
        return functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, Tensor, Tensor, None]:
        """The gradients of query, key and value."""
        (gradient,), (query, key, value, mask) = gradients, ctx.saved_tensors
        scale = query.shape[-1] ** -0.5
        found = torch.empty_like(query), torch.empty_like(key), torch.empty_like(value)
        step = max(1, HELD // (query.shape[1] * query.shape[2] ** 2))
        for at in range(0, len(query), step):
            rows = slice(at, at + step)
            weights = torch.softmax(query[rows] * scale @ key[rows].transpose(-1, -2) + mask[rows], -1)
            told = gradient[rows] @ value[rows].transpose(-1, -2)
            inner = weights * (told - (told * weights).sum(-1, keepdim=True))
            found[0][rows] = inner @ key[rows] * scale
            found[1][rows] = inner.transpose(-1, -2) @ query[rows] * scale
            found[2][rows] = weights.transpose(-1, -2) @ gradient[rows]
        return *found, None


def attended(query: Tensor, key: Tensor, value: Tensor, seen: Tensor, drop: float) -> Tensor:
    """Attention where `seen` (rows, 1, 1, length) is true; on a CPU no weight is dropped."""
    if query.device.type != "cpu" or not torch.is_grad_enabled():
        return functional.scaled_dot_product_attention(query, key, value, attn_mask=seen, dropout_p=drop)
    mask = torch.zeros_like(seen, dtype=query.dtype).masked_fill(~seen, -10_000.0)
    return Attention.apply(query, key, value, mask)


@cache
def _pool(share: float, kind: torch.dtype) -> Tensor:
    return (torch.rand(POOL) > share).to(kind) / (1 - share)


def dropped(hidden: Tensor, share: float, training: bool) -> Tensor:
    """Dropout of this share."""
    if not training or not share or hidden.device.type != "cpu" or hidden.numel() >= POOL:
        return functional.dropout(hidden, share, training)
    at = int(torch.randint(POOL - hidden.numel(), ()))
    return hidden * _pool(share, hidden.dtype)[at : at + hidden.numel()].view_as(hidden)
