"""Strokes -> ink on a pixel grid, anti-aliased: the only rasteriser that a network ever sees.

The grid's longer side is GRID pixels, 28 times ten, so that a 28 × 28 picture passes through unchanged. A
pixel is covered by clip(radius + 1/2 - distance, 0, 1), all in grid pixels, where distance is from the centre
of the pixel to the curve of `engine.data.curve`. The diameter at a point is width × (0.4 + 1.2 × pressure). A
pen leaves the larger of old and new ink, an eraser the part of the old that it does not cover.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.data.curve import Points, beziers, distinct, flatten
from engine.data.drawing import Drawing, Stroke
from engine.data.resampling import box_weights, resample

GRID = 280
HAIR = 0.5  # the smallest radius that is stamped, in pixels: a finer brush is stamped paler instead
PALEST = 0.25  # of full ink, so that the finest brush still leaves a mark

Ink = NDArray[np.float32]
Box = tuple[slice, slice]
Place = tuple[float, float, float]  # x, y, radius
Chord = tuple[Place, Place]


class Rasteriser:
    """Turns drawings into ink, and stamps only what is new where a drawing extends the one before.

    The result is, to the bit, that of a fresh rasteriser. An instance belongs to one thread.
    """

    def __init__(self) -> None:
        self._drawn: Drawing | None = None
        self._layer: _Layer | None = None

    def ink(self, drawing: Drawing) -> Ink:
        """The ink of `drawing`, float32 in 0..1, as large as the grid; read-only, to be kept at will."""
        layer = self._layer if self._drawn is not None and _extends(drawing, self._drawn) else None
        ink = _picture_ink(drawing) if layer is None else layer.grow(drawing.strokes[layer.index].points)
        scale = GRID / max(drawing.canvas)
        for index in range(0 if layer is None else layer.index + 1, len(drawing.strokes)):
            stroke = drawing.strokes[index]
            width = drawing.natural_width if stroke.width is None else stroke.width
            layer = _Layer(index, ink, scale, width, stroke.erase)
            ink = layer.grow(stroke.points)
        self._drawn, self._layer = drawing, layer
        ink.setflags(write=False)
        return ink


class _Layer:
    """One stroke that is still being drawn over the ink `below` it.

    All segments but the last are settled: the last one's curve still turns with the point that comes next, so
    it is stamped for one result only.
    """

    def __init__(self, index: int, below: Ink, scale: float, width: float, erase: bool) -> None:
        self.index = index
        self._below = below
        self._scale = scale
        self._radius = width * scale / 2
        self._erase = erase
        self._cover = np.zeros_like(below)
        self._settled = below.copy()
        self._segments = 0

    def grow(self, points: NDArray[np.float32]) -> Ink:
        """The ink with the stroke through `points` on it; they begin with those of the last call."""
        path = distinct(points)
        if len(path) == 0:
            return self._settled.copy()
        radii = self._radius * (0.4 + 1.2 * path[:, 2])
        path = path[:, :2] * self._scale
        first, last = self._segments, max(len(path) - 2, 0)
        lead = max(first - 1, 0)
        control = beziers(path[lead:])[first - lead :]
        self._settle(control[: last - first], radii[first : last + 1])
        end = control[-1] if len(control) else np.repeat(path, 4, axis=0)
        return self._with_end(end, float(radii[-2:][0]), float(radii[-1]))

    def _settle(self, control: Points, radii: Points) -> None:
        """Stamp the segments `control` (n, 4, 2), with radii at their ends (n + 1,), for good."""
        for segment, ends in zip(control, pairwise(radii.tolist()), strict=True):
            self._stamp(segment, *ends)
        self._segments += len(control)
        if len(control):
            self._compose(self._settled, self._box(control.reshape(-1, 2).tolist(), float(radii.max())))

    def _with_end(self, segment: Points, start: float, end: float) -> Ink:
        """A copy of the settled ink with one more segment on it, which is forgotten again."""
        ink = self._settled.copy()
        box = self._box(segment.tolist(), max(start, end))
        kept = self._cover[box].copy()
        self._stamp(segment, start, end)
        self._compose(ink, box)
        self._cover[box] = kept
        return ink

    def _compose(self, ink: Ink, box: Box) -> None:
        """Put the covered part of `box` into `ink`."""
        below, cover = self._below[box], self._cover[box]
        ink[box] = below * (1 - cover) if self._erase else np.maximum(below, cover)

    def _stamp(self, segment: Points, start: float, end: float) -> None:
        """Cover one curved segment (4, 2) whose radius runs from `start` to `end`."""
        places, t = flatten(segment)
        radii = start + t * (end - start)
        for chord in pairwise(zip(*places.T.tolist(), radii.tolist(), strict=True)):
            box = self._box([place[:2] for place in chord], max(place[2] for place in chord))
            cover = self._cover[box]
            if cover.size:
                np.maximum(cover, _coverage(box, chord), out=cover)

    def _box(self, places: Sequence[Sequence[float]], radius: float) -> Box:
        """The pixels that a brush within the hull of `places`, each (x, y), can touch."""
        reach = max(radius, HAIR) + 0.5
        x, y = zip(*places, strict=True)
        height, width = self._cover.shape
        return _span(min(y) - reach, max(y) + reach, height), _span(min(x) - reach, max(x) + reach, width)


def grid_shape(canvas: tuple[float, float]) -> tuple[int, int]:
    """Rows and columns of the grid of a canvas (width, height)."""
    scale = GRID / max(canvas)
    return max(round(canvas[1] * scale), 1), max(round(canvas[0] * scale), 1)


def _picture_ink(drawing: Drawing) -> Ink:
    """The ink of the picture alone, fitted to the grid with its aspect kept and centred."""
    rows, columns = grid_shape(drawing.canvas)
    if drawing.picture is None or drawing.picture.size == 0:
        return np.zeros((rows, columns), np.float32)
    height, width = drawing.picture.shape
    scale = min(rows / height, columns / width)
    across = box_weights(width, (width - columns / scale) / 2, columns / scale, columns)
    down = box_weights(height, (height - rows / scale) / 2, rows / scale, rows)
    return resample(drawing.picture.astype(np.float32) / np.float32(255), down, across)


def _extends(new: Drawing, old: Drawing) -> bool:
    """Whether `new` is `old` with, at most, more points on its last stroke and more strokes behind."""
    if new.canvas != old.canvas or new.picture is not old.picture:
        return False
    count = len(old.strokes)
    if len(new.strokes) < count or not all(map(_continues, new.strokes, old.strokes)):
        return False
    finished = max(count - 1, 0)
    if any(
        len(a.points) != len(b.points)
        for a, b in zip(new.strokes[:finished], old.strokes[:finished], strict=True)
    ):
        return False
    unsized = any(stroke.width is None for stroke in old.strokes)
    return not unsized or new.natural_width == old.natural_width


def _continues(new: Stroke, old: Stroke) -> bool:
    """Whether `new` begins with all of `old`."""
    if new is old:
        return True
    return (
        new.width == old.width
        and new.erase == old.erase
        and np.array_equal(new.points[: len(old.points)], old.points)
    )


def _span(low: float, high: float, size: int) -> slice:
    """Whole pixels from `low` to `high` within 0..size."""
    start = min(max(math.floor(low), 0), size)
    return slice(start, min(max(math.ceil(high), start), size))


def _coverage(box: Box, chord: Chord) -> Ink:
    """Coverage of the pixels of `box` by `chord`, as wide as the nearest of its points."""
    (x0, y0, start), (x1, y1, end) = chord
    rows, columns = box
    x = np.arange(columns.start, columns.stop) + (0.5 - x0)
    y = (np.arange(rows.start, rows.stop) + (0.5 - y0))[:, None]
    length = math.hypot(x1 - x0, y1 - y0)
    dx, dy = ((x1 - x0) / length, (y1 - y0) / length) if length > 0 else (1.0, 0.0)
    along = (x * dx).astype(np.float32) + (y * dy).astype(np.float32)
    aside = (x * dy).astype(np.float32) - (y * dx).astype(np.float32)
    nearest = np.minimum(np.maximum(along, 0), np.float32(length))
    along -= nearest
    distance = np.sqrt(along * along + aside * aside)
    radius: Ink | np.float32 = np.float32(start)
    if start != end:
        radius = radius + nearest * np.float32((end - start) / (length or 1))
    return _fill(radius, distance)


def _fill(radius: Ink | np.float32, distance: Ink) -> Ink:
    """How full a pixel is at `distance` from the middle of a stroke of `radius`."""
    coverage = np.minimum(np.maximum(np.maximum(radius, np.float32(HAIR)) + np.float32(0.5) - distance, 0), 1)
    if (radius.min() if radius.ndim else radius) < HAIR:
        coverage *= np.minimum(np.maximum(radius / np.float32(HAIR), np.float32(PALEST)), 1)
    return coverage
