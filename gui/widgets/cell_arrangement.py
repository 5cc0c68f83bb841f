"""How the units of a layer are laid out as cells: so many columns and rows, and units pooled where room is short."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSizeF

LEAST_CELL = 3.0  # smaller cells are neither seen nor hit
FULL_GRID_WORTH = 0.85  # a grid with no holes may have cells this much smaller than the best one


@dataclass(frozen=True, slots=True)
class Arrangement:
    """`columns` × `rows` cells of `pooled` units each, in the order of the units; `cells` of them hold any."""

    columns: int
    rows: int
    cells: int
    pooled: int

    def cell_of(self, unit: int) -> tuple[int, int]:
        """The row and the column of the cell of a unit."""
        return divmod(unit // self.pooled, self.columns)

    def leads(self, values: NDArray[np.floating]) -> NDArray[np.intp]:
        """The unit of largest magnitude of each cell; a NaN counts as the largest."""
        if self.pooled == 1:
            return np.arange(self.cells)
        magnitudes = np.full(self.cells * self.pooled, -1.0, np.float32)
        magnitudes[: values.size] = np.abs(values)
        magnitudes[np.isnan(magnitudes)] = np.inf
        return np.arange(self.cells) * self.pooled + magnitudes.reshape(self.cells, -1).argmax(1)


def arrange_cells(units: int, room: QSizeF) -> Arrangement:
    """Square cells for so many units that fill the room best, preferably without holes."""
    return _arranged(units, max(room.width(), 1), max(room.height(), 1))


@lru_cache(maxsize=256)
def _arranged(units: int, width: float, height: float) -> Arrangement:
    capacity = max(int(width / LEAST_CELL), 1) * max(int(height / LEAST_CELL), 1)
    pooled = math.ceil(units / capacity)
    cells = math.ceil(units / pooled)

    def side(columns: int) -> float:
        return min(width / columns, height / math.ceil(cells / columns))

    best = max(range(1, cells + 1), key=side)
    full = max((n for n in range(1, cells + 1) if cells % n == 0), key=side)
    columns = full if side(full) >= FULL_GRID_WORTH * side(best) else best
    return Arrangement(columns, math.ceil(cells / columns), cells, pooled)
