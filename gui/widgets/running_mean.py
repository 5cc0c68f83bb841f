"""The mean of what was lately seen, as a line through noisy steps."""

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

_LATELY = 1 / 5  # the share of all values that counts, while that is less than the memory


class RunningMean:
    """An exponential mean, unbiased from the first value on: Kingma, Ba (2015), "Adam", section 3.

    `memory`: over about how many values, and at first over the last fifth of them, so that it does not lag behind
    where values fall fastest. What is not finite leaves the mean as it is.
    """

    def __init__(self, memory: int = 30) -> None:
        self._memory = memory
        self.restart()

    def restart(self) -> None:
        """Forget all values."""
        self._sum = 0.0
        self._weight = 0.0
        self._count = 0

    def extend(self, values: Iterable[float]) -> NDArray[np.float64]:
        """The mean after each of `values`; NaN before the first finite one."""
        return np.array([self._after(value) for value in values], np.float64)

    def _after(self, value: float) -> float:
        if math.isfinite(value):
            share = 1 / min(self._memory, 1 + self._count * _LATELY)
            self._sum += share * (value - self._sum)
            self._weight += share * (1 - self._weight)
            self._count += 1
        return self._sum / self._weight if self._weight else math.nan
