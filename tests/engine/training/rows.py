"""Digits that a small network learns in a second: noise, and a bright row whose place is the label."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import torch

from engine.data.digits import Digits, anonymous
from engine.data.distortion import Distortion
from engine.network.architecture import Architecture
from engine.network.mlp import NeuralNetwork
from engine.training.recipes import Recipe
from engine.training.trainer import Trainer

BENT = Recipe(epochs=3, distortion=Distortion(rotation=10, elastic=0.8, thickness=0.3), batch=32)


class Elsewhere(ThreadPoolExecutor):
    """A thread that can be told to take nothing more, with as many of torch's threads as the one that makes it.

    Unless they are set in the thread itself, MKL may do its first product there with another number, to other bits.
    """

    is_free = True

    def __init__(self, name: str = "") -> None:
        super().__init__(1, name, initializer=partial(torch.set_num_threads, torch.get_num_threads()))


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


def finish(run: Trainer) -> None:
    for _ in run.slices():
        pass
