"""What stands behind a Linear in training: activation, normalisation, dropout, and the way back through them.

The network itself stays in evaluation mode: whoever draws meanwhile reads with it as it was after the last step.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor, nn
from torch.nn import Parameter

from engine.network.slopes import back_through


class Follower(Protocol):
    """What went through a module behind a Linear: `y` (n, units) is what left it."""

    y: Tensor

    def back(self, upstream: Tensor) -> Tensor:
        """The gradient of what entered it, from that of `y`."""
        ...

    def gradients(self) -> Mapping[Parameter, Tensor]:
        """Those of its parameters, once `back` was called."""
        ...


@dataclass(slots=True, eq=False)
class Statistics:
    """What a BatchNorm1d will have seen after the step under way: running `mean` and `variance`, `batches` more."""

    mean: Tensor
    variance: Tensor
    batches: int = 0

    @torch.no_grad()
    def settle(self, norm: nn.BatchNorm1d) -> None:
        """Let `norm` have seen it."""
        norm.get_buffer("running_mean").copy_(self.mean)
        norm.get_buffer("running_var").copy_(self.variance)
        norm.get_buffer("num_batches_tracked").add_(self.batches)


def statistics_of(norm: nn.BatchNorm1d) -> Statistics:
    """Those before a step, copied."""
    return Statistics(norm.get_buffer("running_mean").clone(), norm.get_buffer("running_var").clone())


class Activated:
    """An activation."""

    def __init__(self, module: nn.Module, x: Tensor) -> None:
        self._module, self._x = module, x
        # ReLU in place: the same bits, and one pass over memory less
        self.y = torch.relu_(x) if isinstance(module, nn.ReLU) else module(x)

    def back(self, upstream: Tensor) -> Tensor:
        """As of `Follower`."""
        return back_through(self._module, upstream, self._x, self.y)

    def gradients(self) -> Mapping[Parameter, Tensor]:
        """It has no parameters."""
        return {}


class Normalised:
    """A normalisation over the images that went through together, whose mean and variance join the running ones.

    Ioffe, Szegedy (2015), "Batch normalization", algorithm 1. A single image has no variance: it is normalised by the
    running statistics, which it leaves as they are. Always in float32.
    """

    def __init__(self, module: nn.BatchNorm1d, x: Tensor, statistics: Statistics) -> None:
        self._module, self._x, self._statistics = module, x.float(), statistics
        self._over_batch = len(x) > 1
        y, self._mean, self._inverse = torch.native_batch_norm(
            self._x, *self._scale, *self._running, self._over_batch, module.momentum or 0.0, module.eps
        )
        statistics.batches += self._over_batch
        self.y = y.to(x.dtype)
        self._gradients: dict[Parameter, Tensor] = {}

    def back(self, upstream: Tensor) -> Tensor:
        """As of `Follower`."""
        saved = self._mean, self._inverse, self._over_batch, self._module.eps, (True, True, True)
        arguments = upstream.float(), self._x, self._scale[0], *self._running, *saved
        delta, *gradients = torch.ops.aten.native_batch_norm_backward(*arguments)
        self._gradients = dict(zip((self._module.weight, self._module.bias), gradients, strict=True))
        return delta.to(upstream.dtype)

    def gradients(self) -> Mapping[Parameter, Tensor]:
        """As of `Follower`."""
        return self._gradients

    @property
    def _scale(self) -> tuple[Tensor, Tensor]:
        return self._module.weight.detach(), self._module.bias.detach()

    @property
    def _running(self) -> tuple[Tensor, Tensor]:
        return self._statistics.mean, self._statistics.variance


class Dropped:
    """A dropout of all but what is `kept`, bool (n, units), which grows so that the mean stays.

    Srivastava et al. (2014), "Dropout: a simple way to prevent neural networks from overfitting".
    """

    def __init__(self, module: nn.Dropout, x: Tensor, kept: Tensor) -> None:
        self._kept, self._scale = kept, 1 / (1 - module.p)
        self.y = self.back(x)

    def back(self, upstream: Tensor) -> Tensor:
        """As of `Follower`: what was dropped has no gradient."""
        return (upstream * self._scale).mul_(self._kept)

    def gradients(self) -> Mapping[Parameter, Tensor]:
        """It has no parameters."""
        return {}


def norms_of(network: nn.Module) -> Iterator[nn.BatchNorm1d]:
    """The normalisations of a network."""
    return (module for module in network.modules() if isinstance(module, nn.BatchNorm1d))
