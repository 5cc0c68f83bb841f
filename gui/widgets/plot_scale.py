"""Where steps and values lie in a plot."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QRectF

_FARTHEST = 1e6  # pixels beyond the plot: Qt's rasteriser loses count somewhere beyond that


@dataclass(frozen=True, slots=True)
class PlotScale:
    """Steps from `left` to `right` and values from `low` to `high`, over the pixels of `area`."""

    area: QRectF
    left: float
    right: float
    low: float
    high: float

    def across(self, steps: ArrayLike) -> NDArray[np.float64]:
        """The abscissas of steps (n,)."""
        pixels = self.area.width() / (self.right - self.left)
        return _near(self.area.left() + (np.asarray(steps, np.float64) - self.left) * pixels)

    def down(self, values: ArrayLike) -> NDArray[np.float64]:
        """The ordinates of values (n,); what is no finite number has none."""
        pixels = self.area.height() / (self.high - self.low)
        values = np.asarray(values, np.float64)
        return np.where(np.isfinite(values), _near(self.area.bottom() - (values - self.low) * pixels), np.nan)

    def step_at(self, x: float) -> float:
        """The step at an abscissa."""
        return self.left + (x - self.area.left()) * (self.right - self.left) / self.area.width()


def _near(places: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.clip(places, -_FARTHEST, _FARTHEST)
