"""The quick backward pass gives the gradients of torch's own attention, and dropout keeps the mean."""

from __future__ import annotations

import torch
from attention import attended, dropped
from torch.nn import functional


def test_gradients_are_those_of_the_reference() -> None:
    """Also where some tokens may not be looked at, and where the rows need more than one step."""
    torch.manual_seed(0)
    rows, length = 5, 210
    seen = (torch.arange(length)[None] < torch.tensor([210, 40, 100, 209, 1])[:, None])[:, None, None, :]
    parts = [torch.randn(rows, 12, length, 8, requires_grad=True) for _ in range(3)]
    weight = torch.randn(rows, 12, length, 8)
    ours = torch.autograd.grad((attended(*parts, seen, 0.1) * weight).sum(), parts)
    theirs = torch.autograd.grad((functional.scaled_dot_product_attention(*parts, attn_mask=seen) * weight).sum(), parts)
    for one, other in zip(ours, theirs, strict=True):
        assert torch.allclose(one, other, atol=1e-4)


def test_dropout_drops_its_share_and_keeps_the_mean() -> None:
    """And it leaves all alone where nothing is trained."""
    torch.manual_seed(0)
    ones = torch.ones(200, 500)
    found = dropped(ones, 0.1, training=True)
    assert abs((found == 0).float().mean().item() - 0.1) < 0.01
    assert abs(found.mean().item() - 1) < 0.01
    assert torch.equal(dropped(ones, 0.1, training=False), ones)
