"""The weights of a run at some of its steps, in memory, within a budget of bytes."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from engine.training.thinning import superfluous

_EVERY = 10  # the first steps, in which most happens, are all kept
_GROWTH = 1.03  # later ones so many times as late as the one before

Weights = dict[str, Tensor]


class KeptSteps:
    """Copies of weights by step, dense at first, ever wider apart later.

    When they take more than `budget` bytes, those go that are missed least; the first and the last always stay.
    """

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self._weights: dict[int, Weights] = {}

    @property
    def steps(self) -> NDArray[np.int64]:
        """The steps that are kept, rising; read-only."""
        steps = np.array(list(self._weights), np.int64)
        steps.flags.writeable = False
        return steps

    @property
    def size(self) -> int:
        """The bytes that they take."""
        return sum(map(_size, self._weights.values()))

    def wants(self, step: int) -> bool:
        """Whether `step`, later than all others, is due to be kept."""
        last = next(reversed(self._weights), -1)
        return step > last and (step <= _EVERY or step >= last * _GROWTH)

    def keep(self, step: int, weights: Mapping[str, Tensor]) -> None:
        """Copy `weights` as those of `step`, later than all others; thin what no longer fits."""
        self._weights[step] = {name: value.detach().clone() for name, value in weights.items()}
        while self.size > self.budget and (place := superfluous(list(self._weights))) is not None:
            self._weights.pop(list(self._weights)[place])

    def weights(self, step: int) -> Weights | None:
        """Those of `step`, if it is kept."""
        return self._weights.get(step)

    def forget(self) -> None:
        """Keep none any more."""
        self._weights.clear()


def _size(weights: Weights) -> int:
    return sum(value.nbytes for value in weights.values())
