"""The mean of what was lately seen, as a line through noisy steps."""

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray


class RunningMean:
    """An exponential mean, unbiased from the first value on: Kingma, Ba (2015), "Adam", section 3.

    `memory`: over about how many values. What is not finite leaves the mean as it is.
    """

    def __init__(self, memory: int = 30) -> None:
        self._decay = 1 - 1 / memory
        self.restart()

    def restart(self) -> None:
        """Forget all values."""
        self._sum = 0.0
        self._weight = 0.0

    def extend(self, values: Iterable[float]) -> NDArray[np.float64]:
        """The mean after each of `values`; NaN before the first finite one."""
        return np.array([self._after(value) for value in values], np.float64)

    def _after(self, value: float) -> float:
        if math.isfinite(value):
            self._sum = self._decay * self._sum + (1 - self._decay) * value
            self._weight = self._decay * self._weight + 1 - self._decay
        return self._sum / self._weight if self._weight else math.nan
