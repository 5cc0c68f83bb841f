"""Colour maps: ramps between a few colours, interpolated so that they look even.

Interpolation runs in OKLab (Björn Ottosson, "A perceptual color space for image processing", 2020), whose
first axis is perceived lightness: between two stops it changes evenly, so a ramp whose stops rise rises
everywhere.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

NAN_INDEX = 255  # of a diverging map; its values use 0..254
ZERO_INDEX = 127

_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def sequential(stops: Sequence[int]) -> tuple[int, ...]:
    """256 colours (0xAARRGGBB) from the first stop to the last; the stops (0xRRGGBB) are evenly spaced."""
    return _packed(_ramp(stops, 256))


def diverging(negative: Sequence[int], zero: int, positive: Sequence[int], nan: int) -> tuple[int, ...]:
    """256 colours: 0..254 from the far `negative` stop over `zero` (127) to the far `positive`; 255 `nan`.

    The stops of either side are named from zero outwards.
    """
    below = _ramp((zero, *negative), ZERO_INDEX + 1)[::-1]
    above = _ramp((zero, *positive), ZERO_INDEX + 1)
    return _packed(np.concatenate([below, above[1:], _oklab(np.array([nan]))]))


def lightness(colours: Sequence[int]) -> FloatArray:
    """The perceived lightness of each colour, 0 (black) to 1 (white)."""
    return _oklab(np.array(colours))[:, 0]


def _ramp(stops: Sequence[int], count: int) -> FloatArray:
    lab = _oklab(np.array(stops))
    places = np.linspace(0, len(stops) - 1, count)
    return np.stack([np.interp(places, np.arange(len(stops)), axis) for axis in lab.T], axis=1)


def _oklab(colours: NDArray[np.int64]) -> FloatArray:
    encoded = np.stack([colours >> 16 & 255, colours >> 8 & 255, colours & 255], axis=1) / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    return np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T


def _packed(lab: FloatArray) -> tuple[int, ...]:
    linear = (lab @ np.linalg.inv(_TO_LAB).T) ** 3 @ np.linalg.inv(_TO_LMS).T
    linear = np.clip(linear, 0, 1)
    encoded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    red, green, blue = np.rint(encoded * 255).astype(int).T
    return tuple((0xFF000000 | red << 16 | green << 8 | blue).tolist())
