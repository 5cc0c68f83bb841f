"""Networks that are copied in slices."""

import pytest
import torch

from engine.network.architecture import Architecture
from engine.network.copying import walk_copied
from engine.network.mlp import NeuralNetwork
from engine.tensors import pieces
from engine.tensors.levels import finish


def test_a_copy_is_the_same_network_with_numbers_of_its_own(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pieces, "PIECE", 20)
    network = NeuralNetwork(Architecture((6, 5, 4, 3), norms=(True, False), dropout=0.25))
    network.get_parameter("linear_relu_stack.0.bias").requires_grad_(False)
    walk = walk_copied(network)
    next(walk)
    copy = finish(walk)
    assert copy.architecture == network.architecture and copy.training == network.training
    theirs, mine = network.state_dict(keep_vars=True), copy.state_dict(keep_vars=True)
    assert list(theirs) == list(mine)
    for name, tensor in theirs.items():
        assert torch.equal(mine[name], tensor) and type(mine[name]) is type(tensor)
        assert mine[name].requires_grad == tensor.requires_grad and mine[name].data_ptr() != tensor.data_ptr()
    image = torch.rand(1, 6)
    assert torch.equal(copy(image), network(image))
    assert copy.stages[0].linear is copy.get_submodule(copy.stages[0].name)
