"""The running mean of the weights, which reads better than the last weights do."""

from collections.abc import Mapping
from copy import deepcopy

import torch
from torch import Tensor, nn


class RunningMean:
    """A network beside another, whose weights are the mean of those that the other had.

    Polyak, Juditsky (1992), "Acceleration of stochastic approximation by averaging"; here with exponentially
    falling weight. A frozen parameter is its own mean. The running statistics of normalisations are averaged as the
    weights are, to which they belong.
    """

    def __init__(self, network: nn.Module) -> None:
        self._network = deepcopy(network)
        self._means = _tensors(self._network)
        self._values = _tensors(network)
        self._is_old = False  # without averaging the weights are copied only when someone asks

    @property
    def network(self) -> nn.Module:
        """The network that holds the mean."""
        self.catch_up()
        return self._network

    @torch.no_grad()
    def catch_up(self) -> None:
        """Take the weights as their mean, if there was none so far; due before a step that is to be averaged."""
        if self._is_old:
            for mean, value in zip(self._means, self._values, strict=True):
                mean.copy_(value)
            self._is_old = False

    def take(self, step: int, averaging: float) -> None:
        """Move the mean towards the weights after `step`; in the first steps faster, so that it forgets its start."""
        if averaging:
            self._follow(min(averaging, step / (step + 10)))
        else:
            self._is_old = True

    @torch.no_grad()
    def _follow(self, decay: float) -> None:
        means, values = [], []
        for mean, value in zip(self._means, self._values, strict=True):
            if _is_averaged(value):
                means.append(mean)
                values.append(value)
            else:
                mean.copy_(value)
        if means:  # all in one call: the window has to give the interpreter's lock back once, not for each
            torch._foreach_lerp_(means, values, 1 - decay)  # pyright: ignore[reportPrivateImportUsage]  # torch.optim's own way

    def state(self) -> dict[str, Tensor]:
        """Copies of the mean of each parameter."""
        return {name: value.clone() for name, value in self.network.state_dict().items()}

    def restore(self, state: Mapping[str, Tensor]) -> None:
        """Go on from `state`."""
        self._network.load_state_dict(state)
        self._is_old = False


def _tensors(network: nn.Module) -> list[Tensor]:
    return [*network.parameters(), *network.buffers()]


def _is_averaged(value: Tensor) -> bool:
    """Not what is frozen, nor how many batches a normalisation has seen."""
    return value.requires_grad if isinstance(value, nn.Parameter) else value.is_floating_point()
