"""Signed numbers as indices into the diverging map, whose two ends mark what lies beyond the limit."""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from gui import theme
from gui.colour_maps import NAN_INDEX, ZERO_INDEX

CLIPPED_BELOW = 0
CLIPPED_ABOVE = 254

_STEPS = 126  # indices on either side of zero, without the clipped one
_CLIPPED_BLEND = 0.4  # how far a clipped cell's colour goes from the ramp's end towards the colour of text


def indices(values: NDArray[np.float32], limit: float, gamma: float = 1.0) -> NDArray[np.uint8]:
    """The index of each value's colour: 127 for zero, 1 and 253 for ∓limit, 0 and 254 beyond, 255 for NaN.

    A `gamma` below 1 spreads the colours of small magnitudes. Without a scale (`limit` is 0) all numbers are zero.
    """
    steps = np.float32(_STEPS / limit) if limit > 1e-35 else np.float32(0)
    if not steps:
        return np.where(np.isnan(values), np.uint8(NAN_INDEX), np.uint8(ZERO_INDEX))
    with np.errstate(over="ignore"):
        scaled = values * steps
        if gamma != 1:
            scaled = np.copysign(_STEPS * (np.abs(scaled) / _STEPS) ** np.float32(gamma), scaled)
    np.maximum(scaled, -ZERO_INDEX, out=scaled)  # both in a third of the time that `clip` takes
    np.minimum(scaled, ZERO_INDEX, out=scaled)
    scaled += ZERO_INDEX + 0.5
    np.copyto(scaled, NAN_INDEX, where=np.isnan(scaled))
    return scaled.astype(np.uint8)


def image(cells: NDArray[np.uint8], colours: theme.Theme) -> QImage:
    """The picture of the indices `cells` (rows, columns), which owns its pixels.

    In true colours, as Qt paints those 14 times faster than indexed ones (200 × 100: 0.003 ms).
    """
    pixels = _lookup(colours).take(cells)
    rows, columns = pixels.shape
    return QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()


def colour_at(share: float, gamma: float, colours: theme.Theme) -> QColor:
    """The colour of a number that is `share` (−1..1) of the limit."""
    steps = math.copysign(abs(share) ** gamma * _STEPS, share)
    return QColor(table(colours)[ZERO_INDEX + round(steps)])


@lru_cache(maxsize=2)
def table(colours: theme.Theme) -> list[int]:
    """The 256 ARGB colours that belong to `indices`."""
    steps = list(colours.diverging)
    for end in (CLIPPED_BELOW, CLIPPED_ABOVE):
        steps[end] = theme.mixed(QColor(steps[end]), colours.text, _CLIPPED_BLEND).rgba()
    return steps


@lru_cache(maxsize=2)
def _lookup(colours: theme.Theme) -> NDArray[np.uint32]:
    return np.array(table(colours), np.uint32)
