"""A network of its own, copied in slices."""

from copy import deepcopy

from torch import Tensor, nn

from engine.network.mlp import NeuralNetwork
from engine.tensors.levels import Walk
from engine.tensors.pieces import walk_copies


def walk_copied(network: NeuralNetwork) -> Walk[NeuralNetwork]:
    """The same network with numbers of its own, for others to write to; `network` must stay as it is meanwhile."""
    tensors = {**dict(network.named_parameters()), **dict(network.named_buffers())}
    copies = yield from walk_copies(tensors)
    return deepcopy(network, {id(tensor): _alike(tensor, copies[name]) for name, tensor in tensors.items()})


def _alike(tensor: Tensor, copy: Tensor) -> Tensor:
    """`copy` as what `tensor` is: a parameter, or a buffer."""
    return nn.Parameter(copy, tensor.requires_grad) if isinstance(tensor, nn.Parameter) else copy
