"""The ink of many drawings of the same build at once: the rasteriser's rule on a coarser grid, vectorised.

For digits drawn by rule, of which training takes thousands a second; what a person draws goes through
`engine.data.rasteriser`. A test bounds the difference between the two after normalisation.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.data.rasteriser import HAIR

SIDE = 60  # of the grid, in pixels: an inner field with a margin on each side
MARGIN = 4

Ink = NDArray[np.float32]
Lines = Sequence[NDArray[np.float64]]  # for each stroke x, y and pressure (n, points, 3) in n drawings


def stamp(lines: Lines, widths: NDArray[np.float64]) -> Ink:
    """Ink (n, SIDE, SIDE) in 0..1 of n drawings with brushes of `widths` (n,) in the unit of their points.

    Each is scaled so that its ink fills the inner field, and its curves are taken as the chords between their points.
    """
    strokes = _fitted(lines, widths)
    depth = np.full((len(widths), SIDE, SIDE), -1, np.float32)  # how far inside the ink a pixel's centre lies
    for stroke in strokes:
        for start, end in pairwise(stroke.transpose(1, 2, 0)):  # each (3, n)
            _deepen(depth, start, end)
    depth += np.float32(0.5)
    return depth.clip(0, 1, out=depth)


def _fitted(lines: Lines, widths: NDArray[np.float64]) -> list[Ink]:
    """Strokes (n, points, 3) on the grid, with the radius of the brush in the place of the pressure."""
    radii = [widths[:, None] * (0.2 + 0.6 * line[..., 2]) for line in lines]
    low = np.min(
        [(line[..., :2] - r[..., None]).min(1) for line, r in zip(lines, radii, strict=True)], axis=0
    )
    high = np.max(
        [(line[..., :2] + r[..., None]).max(1) for line, r in zip(lines, radii, strict=True)], axis=0
    )
    scale = (SIDE - 2 * MARGIN) / (high - low).max(axis=1)
    return [
        np.concatenate(
            (
                (line[..., :2] - low[:, None]) * scale[:, None, None] + MARGIN,
                np.maximum(r * scale[:, None], HAIR)[..., None],
            ),
            axis=2,
        ).astype(np.float32)
        for line, r in zip(lines, radii, strict=True)
    ]


def _deepen(depth: Ink, start: Ink, end: Ink) -> None:
    """Stamp a chord of each drawing, from `start` to `end`, both x, y and radius (3, n)."""
    step = end - start
    length = np.hypot(step[0], step[1])
    reach = float((length / 2 + np.maximum(start[2], end[2])).max()) + 1
    size = min(int(np.ceil(2 * reach)) + 1, depth.shape[1])
    corner = np.rint((start[:2] + end[:2]) / 2 - size / 2).astype(np.int64).clip(0, depth.shape[1] - size)
    x, y = np.arange(size) + (corner + np.float32(0.5) - start[:2])[..., None].astype(np.float32)  # (n, size)
    safe = np.maximum(length, np.float32(1e-6))
    direction = (step[:2] / safe)[..., None]
    direction[0, length == 0] = 1
    along = (x * direction[0])[:, None, :] + (y * direction[1])[:, :, None]
    aside = (x * direction[1])[:, None, :] - (y * direction[0])[:, :, None]
    nearest = np.minimum(np.maximum(along, 0), length[:, None, None])
    along -= nearest
    along *= along
    aside *= aside
    along += aside
    np.sqrt(along, out=along)
    nearest *= (step[2] / safe)[:, None, None]
    nearest += start[2][:, None, None]
    nearest -= along
    windows = np.lib.stride_tricks.sliding_window_view(depth, (size, size), axis=(1, 2), writeable=True)  # type: ignore[call-overload]
    which = np.arange(len(depth)), corner[1], corner[0]
    windows[which] = np.maximum(windows[which], nearest)
