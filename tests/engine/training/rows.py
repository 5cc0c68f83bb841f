"""Digits that a small network learns in a second: noise, and a bright row whose place is the label."""

import torch

from engine.data.digits import Digits, anonymous
from engine.network.architecture import Architecture
from engine.network.mlp import NeuralNetwork
from engine.training.trainer import Trainer


def bars(count: int, seed: int) -> Digits:
    random = torch.Generator().manual_seed(seed)
    labels = torch.randint(10, (count,), generator=random)
    images = torch.randint(80, (count, 28, 28), generator=random, dtype=torch.uint8)
    images[torch.arange(count), 4 + 2 * labels] = 220
    return anonymous(images, labels)


def small_network(*hidden: int) -> NeuralNetwork:
    return NeuralNetwork(Architecture((784, *(hidden or (32,)), 10), seed=1))


def flat(network: NeuralNetwork) -> torch.Tensor:
    return torch.cat([parameter.detach().flatten() for parameter in network.parameters()])


def advance(run: Trainer, steps: int) -> None:
    """Go on until so many steps were taken."""
    slices = run.slices()
    while run.steps_done < steps:
        next(slices)
