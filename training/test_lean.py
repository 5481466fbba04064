"""The network as it is exported computes what the trained network computes."""

from __future__ import annotations

import torch
from lean import Lean
from network import Network, Shape


def test_the_exported_form_is_the_network() -> None:
    """Both outputs are the network's, of a padded row too; only the word rows are rounded."""
    torch.manual_seed(1)
    shape = Shape(vocab=300, width=48, layers=2, heads=4, inner=96, positions=64)
    network = Network(shape).eval().requires_grad_(False)
    torch.nn.init.normal_(network.shared.weight)
    ids = torch.randint(110, 300, (2, 24))
    ids[:, 0], ids[:, 9], ids[1, 20:] = 101, 102, 0
    sides = (torch.arange(24) > 9).long().expand(2, 24)
    rounded = Lean(network, 32).eval()
    network.words.weight.copy_(rounded.words(torch.arange(300)))
    (relation, backed), (their_relation, their_backed) = rounded(ids, sides), network(ids, sides)
    assert torch.allclose(relation, their_relation, atol=1e-5)
    assert torch.allclose(backed[ids != 0], their_backed[ids != 0], atol=1e-5)
