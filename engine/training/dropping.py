"""Which units a step drops: drawn for the whole batch at once, whatever its parts are and whoever computes them."""

from collections.abc import Generator

import torch
from torch import Tensor, nn

from engine.network.mlp import NeuralNetwork

_AT_ONCE = 1 << 20  # units of images: some milliseconds


def draw_kept(
    network: NeuralNetwork, count: int, generator: torch.Generator
) -> Generator[None, None, tuple[Tensor, ...]]:
    """What each Dropout of the chain keeps of `count` images, bool (count, units), in slices of some milliseconds."""
    kept: list[Tensor] = []
    for stage in network.stages:
        for _, module in stage.followers:
            if isinstance(module, nn.Dropout):
                units = stage.linear.out_features
                kept.append(torch.empty((count, units), dtype=torch.bool, device=generator.device))
                for first in range(0, count, rows := max(1, _AT_ONCE // units)):
                    if first:
                        yield
                    kept[-1][first : first + rows].bernoulli_(1 - module.p, generator=generator)
    return tuple(kept)
