"""Ink told from its paper, in greyscale pictures of any polarity, shading and contrast.

The paper is what the border shows: one grey where that is even, else a surface of second order fitted to all
that is not ink. Ink is what differs from it to the side that differs more. A clean light-on-black picture such
as MNIST's comes out unchanged.
"""

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.float32]

EVEN = 0.02  # spread of a border that is one grey
CLEAN_SIDE, CLEAN_PEAK = 64, 0.85  # an even picture at most so long, with ink so strong, is taken as it is
FLOOR = 0.06  # of full ink: the ringing of compressed or enlarged pictures beside the strokes stays below it
DUST = 0.15  # mean of 3 × 3 pixels: what never reaches it, and lies away from what does, is no ink
WEAKEST = 0.04  # differences that are smaller than this, or than six deviations of the paper, are no ink
EXTREME = 0.001  # quantile at which the lightest and the darkest are looked for: a speck decides nothing
FIT_SIDE = 96  # cells a side of the mosaic that the surface is fitted to
FIT_ROUNDS = 6


def separate_ink(grey: Grey) -> Grey:
    """Ink in 0..1, float32 (h, w), in the picture `grey` (h, w) in 0..1; all 0 if nothing differs from the paper."""
    border = _border(grey)
    even = float(np.ptp(np.quantile(border, (0.1, 0.9)))) < EVEN
    paper = np.float32(np.median(border)) if even else _surface(grey)
    marks = _oriented(grey - paper)
    rim = _border(marks)
    deviation = 1.4826 * float(np.median(np.abs(rim - np.median(rim))))
    peak = _peak(marks, 4 * deviation)
    if peak < max(WEAKEST, 6 * deviation):
        return np.zeros_like(grey)
    if deviation == 0 and max(grey.shape) <= CLEAN_SIDE and marks.max() >= CLEAN_PEAK:
        return marks.clip(0, 1)
    floor = max(4 * deviation, FLOOR * peak)
    return _dusted(((marks - np.float32(floor)) / np.float32(peak - floor)).clip(0, 1))


def _border(grey: Grey) -> Grey:
    """The pixels of a frame, a twenty-fifth of the shorter side wide."""
    rim = max(min(grey.shape) // 25, 1)
    sides = (grey[:rim], grey[-rim:], grey[rim:-rim, :rim], grey[rim:-rim, -rim:])
    return np.concatenate([side.ravel() for side in sides])


def _oriented(difference: Grey) -> Grey:
    """The difference from the paper with ink positive."""
    low, high = np.quantile(difference, (EXTREME, 1 - EXTREME))
    return difference if high >= -low else -difference


def _peak(marks: Grey, noise: float) -> float:
    """How strong full ink is: the median of what is more than half as strong as the strongest."""
    inked = marks[marks > noise]
    if inked.size == 0:
        return 0.0
    return float(np.median(inked[inked >= np.quantile(inked, 0.95) / 2]))


def _dusted(ink: Grey) -> Grey:
    """Without what lies far from any stroke: noise that passed the floor would widen the box of the ink."""
    strokes = (_box_mean(ink, 1) > DUST).astype(np.float32)
    near = _box_mean(strokes, max(max(ink.shape) // 100, 2)) > 0
    return np.where(near, ink, np.float32(0))


def _box_mean(values: Grey, radius: int) -> NDArray[np.float64]:
    """Mean of the square of 2 × radius + 1 pixels around each, with zeros beyond the picture."""
    side = 2 * radius + 1
    total = np.pad(values, ((radius + 1, radius), (radius + 1, radius))).astype(np.float64)
    total = total.cumsum(axis=0).cumsum(axis=1)
    inner = total[side:, side:] - total[:-side, side:] - total[side:, :-side] + total[:-side, :-side]
    return inner / side**2


def _surface(grey: Grey) -> Grey:
    """The paper's shading (h, w): a + bx + cy + dx² + exy + fy², refitted while cells of ink drop out."""
    mosaic = _mosaic(grey)
    terms = _terms(*mosaic.shape)
    values = mosaic.ravel().astype(np.float64)
    rim = np.ones(mosaic.shape, bool)
    rim[2:-2, 2:-2] = False
    distance = np.abs(values - np.median(values[rim.ravel()]))
    used = rim.ravel() & (distance <= max(0.25, float(np.median(distance[rim.ravel()]))))
    factors = np.zeros(terms.shape[1])
    for _ in range(FIT_ROUNDS):
        factors = np.linalg.lstsq(terms[used], values[used], rcond=None)[0]
        residual = np.abs(values - terms @ factors)
        used = residual <= max(2.5 * 1.4826 * float(np.median(residual[used])), EVEN / 2)
    return (_terms(*grey.shape) @ factors).reshape(grey.shape).astype(np.float32)


def _mosaic(grey: Grey) -> Grey:
    """The picture in means of square blocks, at most FIT_SIDE a side; what is left over at the end is dropped."""
    block = max(-(-max(grey.shape) // FIT_SIDE), 1)
    rows, columns = (max(side // block, 1) for side in grey.shape)
    cut = grey[: rows * block, : columns * block]
    return cut.reshape(rows, cut.shape[0] // rows, columns, cut.shape[1] // columns).mean(axis=(1, 3))


def _terms(rows: int, columns: int) -> NDArray[np.float64]:
    """1, x, y, x², xy, y² at each cell (rows × columns, 6), x and y from -1 to 1."""
    y, x = np.meshgrid(np.linspace(-1, 1, rows), np.linspace(-1, 1, columns), indexing="ij")
    return np.stack((np.ones_like(x), x, y, x * x, x * y, y * y), axis=-1).reshape(-1, 6)
