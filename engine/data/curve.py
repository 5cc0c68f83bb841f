"""The curve through the points of a stroke, as cubic Béziers; pure functions of NumPy arrays.

The canvas paints this curve and the rasteriser stamps it. Neighbours at the same place count as one point.
For the segment from P1 to P2, with P0 before and P3 after it, and d1, d2, d3 the square roots of the
distances P0P1, P1P2, P2P3, the inner control points are

    B1 = P1 + (d2 / 3) ((P1 - P0) / d1 - (P2 - P0) / (d1 + d2) + (P2 - P1) / d2)
    B2 = P2 - (d2 / 3) ((P2 - P1) / d2 - (P3 - P1) / (d2 + d3) + (P3 - P2) / d3)

which is the centripetal Catmull-Rom spline: no cusp and no loop inside a segment (Yuksel, Schaefer, Keyser,
"Parameterization and applications of Catmull-Rom curves", 2011). At the ends of a stroke B1 = P1 and B2 = P2,
the limit for d1 or d3 going to 0.
"""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

FLATNESS = 0.2  # how far the polyline may leave the curve, in the unit of its points
MOST_PIECES = 48  # of one segment: bounds the work for points that lie absurdly far apart


def distinct(points: NDArray[np.floating]) -> Points:
    """Merge neighbours at the same place; float64 (m, 3), m <= n, of points (n, 3): x, y, pressure.

    The largest pressure of a run counts: a tap that grows heavier is one dot that grows.
    """
    if len(points) == 0:
        return np.empty((0, 3))
    moved = (points[1:, :2] != points[:-1, :2]).any(axis=1)
    if moved.all():
        return points.astype(np.float64)
    starts = np.concatenate(([0], np.flatnonzero(moved) + 1))
    merged = points[starts].astype(np.float64)
    merged[:, 2] = np.maximum.reduceat(points[:, 2], starts)
    return merged


def beziers(points: Points) -> Points:
    """Control points (..., n - 1, 4, 2) of the curves through `points` (..., n, 2), whose neighbours all differ."""
    *curves, count, _ = points.shape
    if count < 2:
        return np.empty((*curves, 0, 4, 2))
    starts, ends = points[..., :-1, :], points[..., 1:, :]
    steps = ends - starts
    roots = np.sqrt(np.sqrt(np.square(steps).sum(axis=-1)))[..., None]
    bend = _bends(steps, roots)
    control = np.empty((*curves, count - 1, 4, 2))
    control[..., 0, :] = starts
    control[..., 1, :] = starts
    control[..., 2, :] = ends
    control[..., 3, :] = ends
    control[..., 1:, 1, :] += bend * (roots[..., 1:, :] / 3)
    control[..., :-1, 2, :] -= bend * (roots[..., :-1, :] / 3)
    return control


def flatten(control: Points) -> tuple[Points, Points]:
    """Cut one segment (4, 2) into chords: their ends (k + 1, 2), and the parameters 0..1 of those (k + 1,).

    k keeps within FLATNESS by the bound of second differences (Wang 1984), here of those across the segment:
    along it only the pen's speed differs.
    """
    pieces = min(max(math.ceil(math.sqrt(0.75 * _sag(control) / FLATNESS)), 1), MOST_PIECES)
    weights, t = _bernstein(pieces)
    return (weights * control).sum(axis=1), t


def _sag(control: Points) -> float:
    """The largest second difference of the control points, across the segment. In Python: four points are few."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = control.tolist()
    x, y = x3 - x0, y3 - y0
    first = (x2 - 2 * x1 + x0) * y - (y2 - 2 * y1 + y0) * x
    second = (x3 - 2 * x2 + x1) * y - (y3 - 2 * y2 + y1) * x
    return max(abs(first), abs(second)) / (math.hypot(x, y) or 1)


@lru_cache(MOST_PIECES)
def _bernstein(pieces: int) -> tuple[Points, Points]:
    """The weights (pieces + 1, 4, 1) of the control points at evenly spaced parameters (pieces + 1,), and those."""
    t = np.arange(pieces + 1) / pieces
    s = 1 - t
    weights = np.stack((s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t), axis=1)[:, :, None]
    for each in (weights, t):
        each.setflags(write=False)
    return weights, t


def _bends(steps: Points, roots: Points) -> Points:
    """The tangents (..., n - 2, 2) at the inner points, the parameter running with the roots of the distances."""
    before, after = roots[..., :-1, :], roots[..., 1:, :]
    arriving, leaving = steps[..., :-1, :], steps[..., 1:, :]
    return arriving / before - (arriving + leaving) / (before + after) + leaving / after
